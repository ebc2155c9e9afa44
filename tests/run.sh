#!/bin/sh
# run.sh - run the test suites; tests/README.md says how, run.pl does it.
command -v prove >/dev/null || { echo "run.sh: perl is not complete; run: make deps-check" >&2; exit 1; }
exec perl "$(dirname "$0")/run.pl" "$@"
