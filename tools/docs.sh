#!/bin/bash
# docs.sh KIST [FOLDER] - what the program writes about itself: docs/man/*.1, docs/openapi.json
# and docs/settings.md.
# tests/suite/22-docs checks that they are current.
set -euo pipefail
kist=$(realpath "$1")
cd "$(dirname "$0")/.."
to=${2:-docs}
unset "${!KIST_@}"
export LC_ALL=C.UTF-8

mkdir -p "$to/man"
rm -f "$to"/man/*.1
"$kist" --lang en man >"$to/man/kist.1"
# The first word of every command has a page.
"$kist" --lang en help --plain | sed -n 's/^  \([a-z][a-z-]*\).*/\1/p' | sort -u | while read -r group; do
    "$kist" --lang en man "$group" >"$to/man/kist-$group.1"
done
"$kist" openapi >"$to/openapi.json"
"$(dirname "$kist")/tests/settings_doc" >"$to/settings.md"
