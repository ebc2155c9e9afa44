#!/bin/bash
# bench.sh - each figure beside its floor, measured in turn so that a busy machine disturbs both alike.
# BUILD is the folder with the programs (make bench); ROUNDS=n repeats more (else 15). The goals are
# ratios; a figure that misses its goal is marked, and the exit code is 1.
set -euo pipefail
build=$(realpath "${BUILD:-build}")
rounds=${ROUNDS:-15}
here=$(realpath "$(dirname "$0")")
bench=$build/tests/bench
unset "${!KIST_@}"
export LC_ALL=C.UTF-8 TZ=UTC
work=$(mktemp -d "${TMPDIR:-/tmp}/bench.XXXXXX")
daemon= floor= missed=0
trap 'kill $daemon $floor 2>/dev/null || true; wait; rm -rf "$work"' EXIT

# row FIGURE OURS FLOOR RATIO GOAL: the goal is "<= 2" or ">= 0.35".
row() {
    local mark=
    awk -v r="$4" -v op="${5% *}" -v g="${5#* }" 'BEGIN { exit !(op == "<=" ? r <= g : r >= g) }' ||
        { mark=' MISSED'; missed=1; }
    printf '%-42s %14s %14s %8s   %s%s\n' "$1" "$2" "$3" "$4" "$5" "$mark"
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
median() { sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }

# commands FIGURE GOAL ROUNDS OURS... -- FLOOR...: processor time of two commands.
commands() {
    local name=$1 goal=$2 n=$3 a b
    shift 3
    read -r a _ b _ < <("$bench/versus" "$n" "$@")
    row "$name" "$a us" "$b us" "$(ratio "$a" "$b")" "$goal"
}

printf 'load average %s, %s cores\n' "$(cut -d' ' -f1-3 /proc/loadavg)" "$(nproc)"
printf '%-42s %14s %14s %8s   %s\n' figure ours floor ratio goal

# ---- the tool page ----
"$build/kist" --db "$work/demo.db" init --demo --base-url http://127.0.0.1:1 >/dev/null
"$build/kistd" --db "$work/demo.db" --listen 127.0.0.1:0 2>"$work/kistd.log" &
daemon=$!
until port=$(sed -n 's/.*started.* port=\([0-9]*\).*/\1/p' "$work/kistd.log") && [ -n "$port" ]; do
    kill -0 "$daemon" || { cat "$work/kistd.log" >&2; exit 1; }
    sleep 0.1
done
sleep 2
rss=$(awk '/^VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/$daemon/status")
row 'idle kistd, resident MB' "$rss" 25 "$(ratio "$rss" 25)" '<= 1'
read -r _ bytes < <("$bench/load" "$port" /t/417A 0.3 4)
"$bench/floor_http" "$bytes" >"$work/floor.port" &
floor=$!
until [ -s "$work/floor.port" ]; do sleep 0.1; done
floor_port=$(cat "$work/floor.port")
# page FIGURE PATH GOAL [HEADER]: requests a second, and processor time of the server for one.
page() {
    local -a a=() b=()
    local ca=0 cb=0 na=0 nb=0 t n k
    for k in 1 2 3 4 5; do
        t=$(ticks "$daemon"); read -r n _ < <("$bench/load" "$port" "$2" 1 32 ${4:+"$4"})
        a+=("$n"); na=$((na + n)); ca=$((ca + $(ticks "$daemon") - t))
        t=$(ticks "$floor"); read -r n _ < <("$bench/load" "$floor_port" / 1 32)
        b+=("$n"); nb=$((nb + n)); cb=$((cb + $(ticks "$floor") - t))
    done
    a=("$(printf '%s\n' "${a[@]}" | median)") b=("$(printf '%s\n' "${b[@]}" | median)")
    row "$1" "${a[0]}/s" "${b[0]}/s" "$(ratio "${a[0]}" "${b[0]}")" "$3"
    printf '%-42s %14s %14s\n' "  processor time of one" "$(ratio $((ca * 10000)) "$na") us" \
        "$(ratio $((cb * 10000)) "$nb") us"
}
page "tool page ($bytes bytes)" /t/417A '>= 0.35'
url=http://127.0.0.1:$port
etag=$(curl -sI "$url/t/417A" | sed -n 's/^ETag: \(.*\)\r$/\1/p')
page '  asked again, unchanged' /t/417A '>= 0.7' "If-None-Match: $etag"
cookie=$(curl -s -o /dev/null -D - -H "Origin: $url" -d card=M52318G -d pin=2580 "$url/login" |
    sed -n 's/^Set-Cookie: \(kist=[^;]*\).*/\1/p')
page '  of a member with a session' /t/417A '>= 0.45' "Cookie: $cookie"
kill "$floor"
# Lighthouse, as on a slow phone: the best of five, since it takes a busy machine for a slow page.
for n in 1 2 3 4 5; do node "$here/../browser/lighthouse.mjs" "$url" performance; done >"$work/lighthouse"
while read -r score path; do
    row "Lighthouse, performance of $path" "$score" 100 "$(ratio "$score" 100)" '>= 0.99'
done < <(jq -r '"\(.scores.performance) \(.path)"' "$work/lighthouse" | sort -rn | sort -uk2,2)
kill "$daemon"
wait "$daemon" "$floor" 2>/dev/null || true
daemon= floor=

# ---- commands ----
commands 'kist find' '<= 2' $((rounds * 10)) "$build/kist" --db "$work/demo.db" find klopboor -- \
    "$bench/floor_open" "$work/demo.db"

# sheet N: a list of tools as people keep it.
sheet() {
    awk -v n="$1" 'BEGIN {
        print "nummer;naam;merk;type;categorie;plank;prijs;synoniemen"
        for (i = 1; i <= n; i++)
            printf "%d;Gereedschap %d;Merk %d;T%d;Groep %d > Soort %d;B%d;49,50;ding %d\n", i, i, i % 40, i, i % 10,
                i % 100, i % 9, i }'
}
sheet 10000 >"$work/tools.csv"
"$build/kist" --db "$work/empty.db" init --test --base-url http://kist.example >/dev/null
"$build/kist" --db "$work/empty.db" branch add Noord --hours "di 10:00-17:00" >/dev/null
cat >"$work/import" <<END
#!/bin/sh
rm -f $work/import.db* && cp $work/empty.db $work/import.db &&
exec $build/kist --db $work/import.db --branch Noord import tools $work/tools.csv
END
chmod +x "$work/import"
commands 'import of 10 000 tools' '<= 50' 3 "$work/import" -- "$bench/floor_insert" "$work/floor.db" 10000
sheet 1000 >"$work/thousand.csv"
"$build/kist" --db "$work/empty.db" --branch Noord import tools "$work/thousand.csv" >/dev/null
commands '1 000 labels chosen, drawn as PDF, noted' '<= 6' 5 "$build/kist" --db "$work/empty.db" label --all \
    -o "$work/labels.pdf" -- "$bench/floor_qr" HTTP://KIST.EXAMPLE 1 1000
# The same code, number and name on the same sheet by gLabels, where it is installed (apt-get install glabels).
if command -v glabels-3-batch >/dev/null; then
    awk 'BEGIN { print "url,number,name"; for (i = 1; i <= 1000; i++)
        printf "HTTP://KIST.EXAMPLE/T/%dA,%dA,Gereedschap %d\n", i, i, i }' >"$work/thousand.merge"
    read -r a _ b _ < <("$bench/versus" 1 glabels-3-batch -i "$work/thousand.merge" -o "$work/glabels.pdf" \
        "$here/thousand.glabels" -- "$build/kist" --db "$work/empty.db" label --all --sheet L7160 -o "$work/labels.pdf")
    [ "$(pdfinfo "$work/glabels.pdf" | awk '/^Pages/ { print $2 }')" = 48 ] # else it drew nothing
    row '  beside glabels-3-batch (floor: ours)' "$a us" "$b us" "$(ratio "$a" "$b")" '>= 30'
else
    echo '  beside glabels-3-batch: not installed'
fi
# job N: what kist-labels is given for N labels, and a command that draws them.
job() {
    awk -v n="$1" 'BEGIN {
        printf "{\"library\":\"Kist\",\"phone\":\"+31501234567\",\"labels\":["
        for (i = 1; i <= n; i++)
            printf "%s{\"url\":\"HTTP://KIST.EXAMPLE/T/%dA\",\"number\":\"%d\",\"letter\":\"A\",\"name\":\"Gereedschap %d\"," \
                "\"brand\":\"Merk %d\",\"branch\":\"Noord\",\"shelf\":\"B%d\"}", (i > 1 ? "," : ""), i, i, i, i % 40, i % 9
        print "]}" }' >"$work/job.$1"
    printf '#!/bin/sh\nexec %s/kist-labels <%s/job.%s\n' "$build" "$work" "$1" >"$work/draw.$1"
    chmod +x "$work/draw.$1"
}
job 1000
job 10000
commands '  drawn alone' '<= 6' 5 "$work/draw.1000" -- "$bench/floor_qr" HTTP://KIST.EXAMPLE 1 1000
"$work/draw.1000" >"$work/labels.pdf"
kb=$(($(stat -c %s "$work/labels.pdf") / 1000))
row '  their file, kB' "$kb" 700 "$(ratio "$kb" 700)" '<= 1'
mb=$(python3 -c 'import resource, subprocess, sys
subprocess.run(sys.argv[1], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)' "$work/draw.10000")
row '10 000 labels, most memory in MB' "$mb" 100 "$(ratio "$mb" 100)" '<= 1'

# ---- a large library: 10 000 tools, 5 000 members, 200 000 loans, 2 000 holds, 1 000 bookings ----
"$build/kist" --db "$work/big.db" init --test --base-url http://kist.example >/dev/null
{ echo "CREATE TABLE size AS SELECT 4000 AS models, CAST(julianday('now') - 2440587.5 AS INTEGER) AS today;"
    cat "$here/big.sql"; echo 'DROP TABLE size;'; } | sqlite3 "$work/big.db" >/dev/null
"$here/counter.py" "$build" "$work/big.db" >"$work/counter"
while IFS='|' read -r name ours floor_of; do
    r=$(ratio "$ours" "$floor_of")
    case $name in
    scan) row 'a scan at the counter, until its answer' "$ours us" "$floor_of us" "$r" '<= 3' ;;
    scan-remote) row '  of another branch, beside a plain loan' "$ours us" "$floor_of us" "$r" '<= 3' ;;
    command) row 'kist out, from start to end' "$ours us" "$floor_of us" "$r" '<= 1.5' ;;
    command-socket) row '  while a daemon runs' "$ours us" "$floor_of us" "$r" '<= 1.5' ;;
    worst) row 'worst scan while kistd lends all it can' "$ours us" "$floor_of us" "$r" '<= 0.1' ;;
    esac
done <"$work/counter"
TMPDIR=$work "$bench/inside" "$here/big.sql" $((rounds * 40)) >"$work/inside"
while IFS='|' read -r name ours floor_of; do
    r=$(ratio "$ours" "$floor_of")
    case $name in
    loan) row 'a loan with all checks, durable' "$ours us" "$floor_of us" "$r" '<= 2.5'
        row '  loans a second, durable' "$((1000000 / ours))/s" "$((1000000 / floor_of))/s" \
            "$(ratio "$floor_of" "$ours")" '>= 0.4' ;;
    loan-cpu) printf '%-42s %14s %14s\n' '  processor time of one' "$ours us" "$floor_of us" ;;
    avail) row 'availability, 90 days' "$ours us" '1 ms' "$r" '<= 1' ;;
    avail-wanted) row '  of a model of 23 tools, 31 bookings' "$ours us" '1 ms' "$r" '<= 1' ;;
    queue) row 'queue after a return, 4000 / 400 models' "$ours steps" "$floor_of steps" "$r" '<= 1.1' ;;
    esac
done <"$work/inside"
# ---- messages: 100 000 open loans; gateways that take 20 ms for every answer (slow.c, in C) ----
"$build/kist" --db "$work/loans.db" init --test --base-url http://kist.example >/dev/null
tuesday=$(date -d 'next tuesday' +%F) # no text goes on a Sunday
"$build/kist" --db "$work/loans.db" clock set "${tuesday}T11:00:00+01:00" >/dev/null
{ echo "CREATE TABLE size AS SELECT 400 AS models, $(($(date -d "$tuesday" +%s) / 86400)) AS today;"
    cat "$here/big.sql" "$here/remind.sql"; echo 'DROP TABLE size;'; } | sqlite3 "$work/loans.db" >/dev/null
cat >"$work/read.sql" <<'END'
SELECT l.id, l.due_day, l.out_day, l.branch, t.number, d.name, d.brand, d.type, m.name, m.language, c.value, s.kind
FROM loan l JOIN tool t ON t.id = l.tool JOIN model d ON d.id = t.model JOIN member m ON m.id = l.member
LEFT JOIN contact c ON c.member = m.id LEFT JOIN step s ON s.loan = l.id AND s.due_day = l.due_day
WHERE l.back_at IS NULL ORDER BY l.id;
END
printf '#!/bin/sh\nexec sqlite3 %s <%s\n' "$work/loans.db" "$work/read.sql" >"$work/read"
chmod +x "$work/read"
commands 'deciding and composing, 100 000 loans' '<= 20' 3 "$build/kist-full" --db "$work/loans.db" remind --dry-run \
    --json -- "$work/read"
# slow KIND: starts one; its port is in $port.
slow() {
    "$bench/slow" "$1" 20 >"$work/slow" &
    floor=$!
    until port=$(sed -n 1p "$work/slow") && [ -n "$port" ]; do sleep 0.1; done
}
# slow_end: how many came, and messages a second, in $n and $rate.
slow_end() {
    kill "$floor"; wait "$floor" 2>/dev/null || true; floor=
    read -r n us < <(sed -n 2p "$work/slow")
    rate=$((n * 1000000 / us))
}
# messages CHANNEL N: a library in which N of them are owed, and their gateway at $port.
messages() {
    cp "$work/loans.db" "$work/send.db"
    sqlite3 "$work/send.db" "DELETE FROM contact WHERE kind <> '$1'; CREATE TEMP TABLE keep AS SELECT DISTINCT m.id
        FROM loan l JOIN member m ON m.id = l.member JOIN contact c ON c.member = m.id
        WHERE l.back_at IS NULL AND m.number > 10000 LIMIT $2;
        UPDATE loan SET due_day = (SELECT max(due_day) FROM loan) + 60 WHERE back_at IS NULL
            AND member NOT IN (SELECT id FROM keep);
        UPDATE loan SET due_day = out_day + 7 WHERE back_at IS NULL AND member IN (SELECT id FROM keep);"
}
# sent: one run; its most memory in $mb.
sent() {
    mb=$(python3 -c 'import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)' \
        env KIST_CONFIG="$work/kist.conf" "$build/kist-full" --db "$work/send.db" remind)
}
messages phone 10000
slow http
printf 'gateway "a" {\n kind = http\n channel = sms\n url = "http://127.0.0.1:%s/"\n body = "to={to|url}&text={text|url}"\n ok = "2xx"\n}\n' \
    "$port" >"$work/kist.conf"
sent
slow_end
row "$n texts by HTTP, 64 at once" "$rate/s" 3200/s "$(ratio "$rate" 3200)" '>= 0.8'
row '  most memory in MB' "$mb" 100 "$(ratio "$mb" 100)" '<= 1'
messages email 1500
slow smtp
printf 'gateway "a" {\n kind = smtp\n url = "smtp://127.0.0.1:%s"\n tls = none\n from = "Kist <b@kist.example>"\n}\n' "$port" >"$work/kist.conf"
sent
slow_end
ours=$rate mails=$n
slow smtp
"$bench/floor_smtp" "$port" 200 16
slow_end
row "$mails mails by SMTP, 16 at once" "$ours/s" "$rate/s" "$(ratio "$ours" "$rate")" '>= 4'
exit "$missed"
