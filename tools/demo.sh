#!/bin/sh
# make demo: a demo library, served until Ctrl-C or SIGTERM. PORT, LAN and DEMO (a folder to keep) may
# be set; without DEMO everything is gone afterwards.
set -eu

build=${BUILD:-build}
port=${PORT:-8080}
kept=${DEMO:-}
say() { printf '%s\n' "$*"; }

case $port in
'' | *[!0-9]*) say "PORT must be a number: $port" >&2; exit 64 ;;
esac
if [ -n "${LAN:-}" ]; then
    address=$(ip -4 route get 192.0.2.1 2>/dev/null | sed -n 's/.* src \([0-9.]*\).*/\1/p')
    [ -n "$address" ] || address=$(hostname -I 2>/dev/null | cut -d' ' -f1)
    [ -n "$address" ] || { say "This machine has no address on a network. Try without LAN=1." >&2; exit 69; }
    listen=0.0.0.0:$port
else
    address=127.0.0.1
    listen=$address:$port
fi
url=http://$address:$port

folder=${kept:-$(mktemp -d)}
mkdir -p "$folder"
daemon=
# Ends the daemon (it finishes what it is doing), then the folder if it is ours.
finish() {
    trap - INT TERM EXIT
    if [ -n "$daemon" ]; then
        kill -TERM "$daemon" 2>/dev/null || true
        wait "$daemon" 2>/dev/null || true
        say "Stopped."
    fi
    [ -n "$kept" ] || rm -rf "$folder"
    exit "${1:-0}"
}
trap 'finish 0' INT TERM
trap 'finish $?' EXIT

db=$folder/kist.db
if [ -e "$db" ]; then
    "$build/kist" --db "$db" --quiet setting set base_url "$url"
else
    "$build/kist" --db "$db" --quiet init --demo --base-url "$url"
fi
"$build/kist" --db "$db" --quiet label --all -o "$folder/labels.pdf"

"$build/kistd" --db "$db" --listen "$listen" 2>"$folder/kistd.log" &
daemon=$!
tries=0
until grep -q 'started version' "$folder/kistd.log"; do
    kill -0 "$daemon" 2>/dev/null || { wait "$daemon" && code=0 || code=$?; daemon=; cat "$folder/kistd.log" >&2; finish "$code"; }
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || { say "The library did not start; see $folder/kistd.log" >&2; finish 69; }
    sleep 0.1
done

say
printf '{"format":"terminal","labels":[{"url":"%s"}]}' "$url" | "$build/kist-labels" || true
say
say "  Open     $url"
say "  Member   $url/login    card M52318G, PIN 2580"
say "  Counter  $url/login    card JV, PIN 2580"
say "  Settings $url/login    card MK, PIN 1470"
say "  Labels   $folder/labels.pdf"
say
say "  Try      export KIST_DB=$db"
say "           $build/kist find boor"
say "           $build/kist --branch 'De Hoogte' --as JV counter      (type M52318G, then 417)"
say "           $build/kist remind --dry-run"
say
say "  Ctrl-C ends it."
wait "$daemon" && code=0 || code=$?
daemon=
say "The library stopped by itself; its log:" >&2
cat "$folder/kistd.log" >&2
finish "$code"
