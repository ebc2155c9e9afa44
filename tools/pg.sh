#!/bin/sh
# pg.sh - a private PostgreSQL 15 for a test: unpacked by tools/deps.sh, reached by a unix socket only.
#
#   tools/pg.sh start        make an empty server in $TMPDIR/pg and start it
#   tools/pg.sh psql ARG...  psql as its owner, in its database "postgres"; stops at the first error
#   tools/pg.sh stop         stop it and delete it
#
# Nothing in it survives: it never syncs. PostgreSQL refuses root, so for root it runs as nobody.
set -eu
bin=$(cd "$(dirname "$0")/.." && pwd)/build/tools/bin
dir=${TMPDIR:-/tmp/kist-pg-$(id -u)}/pg

run() {
    if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi
}

case ${1:-} in
start)
    [ -x "$bin/postgres" ] || { echo "pg.sh: no PostgreSQL; run: make deps-check" >&2; exit 1; }
    mkdir -p "${dir%/pg}"
    mkdir -m 700 "$dir" # fails when one is there already
    [ "$(id -u)" != 0 ] || chown 65534:65534 "$dir"
    {
        run "$bin/initdb" -D "$dir/data" -U kist -A trust -E UTF8 --no-locale --no-sync --no-instructions &&
            run "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -o \
                "-c listen_addresses= -k '$dir' -c fsync=off -c full_page_writes=off -c jit=off" start
    } >"$dir.log" 2>&1 || { cat "$dir.log" "$dir/log" >&2; exit 1; }
    ;;
psql)
    shift
    exec "$bin/psql" -X -q -v ON_ERROR_STOP=1 -h "$dir" -U kist -d postgres "$@"
    ;;
stop)
    run "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null
    rm -rf "$dir" "$dir.log"
    ;;
*)
    echo "usage: tools/pg.sh start|psql|stop" >&2
    exit 64
    ;;
esac
