#!/bin/bash
# layers.sh - the arrows of architecture.md, checked. Prints TAP.
#
#   tests/layers.sh [-q] [includes] [headers] [programs]     (all three by default; -q: only what is wrong)
#
# includes: which folder includes which, where library headers and a few calls may stand
# headers:  each header compiles alone
# programs: each built program needs the shared libraries it is allowed, and is hardened
set -euo pipefail
cd "$(dirname "$0")/.."
build=${KIST_BUILD:-build}

folders=(base text schema lending labels photo reminders ops server cli tools)
# Whose headers each may include, beside its own. tools/ holds generators; tests/ may see all.
declare -A may=(
    [base]=""
    [text]="base"
    [schema]="base text"
    [lending]="base text schema"
    [labels]="base text"
    [photo]="base text"
    [reminders]="base text schema lending"
    [ops]="base text schema lending labels reminders"
    [server]="base text schema lending labels photo reminders ops"
    [cli]="base text schema lending labels photo reminders ops"
    [tools]="base"
)
# Headers that others may include of a folder that shows only some, and generated ones that stand alone.
declare -A shows=([labels]="labels/job.h" [photo]="photo/clean.h")
declare -A hides=([schema]="schema/sqlite.h")
declare -A generated=([text_keys.h]=text [queries.h]=schema [pages.h]=server)
# The only files that may include a library's header.
only_here=("sqlite3.h schema/*" "libpq-fe.h schema/*" "confuse.h base/conf.c" "microhttpd.h server/http*"
    "curl/* reminders/wire*" "histedit.h cli/counter*" "editline/* cli/counter*"
    "qrencode.h labels/qr.c" "pango/* labels/pdf*" "cairo* labels/pdf*" "expat.h labels/sheets*"
    "jpeglib.h photo/jpeg.c" "jerror.h photo/jpeg.c" "png.h photo/png.c" "linux/seccomp.h photo/cage.c" "linux/filter.h photo/cage.c" "webp/* photo/webp.c")
# The only files that may call a function.
only_there=("mktime base/day.c" "localtime_r base/day.c" "tzset base/day.c"
    "exit */main.c:*2c.c") # *2c.c: the generators
# The shared libraries of each program; every one may need the C library.
declare -A needs=(
    [kist]="sqlite3"
    [kist-full]="sqlite3 curl edit"
    [kistd]="sqlite3 curl microhttpd"
    [kist-labels]="pango-1.0 pangocairo-1.0 cairo gobject-2.0 glib-2.0 qrencode expat"
    [kist-photo]="jpeg png16 webp"
)

quiet=
[ "${1:-}" != -q ] || { quiet=1 && shift; }
parts=${*:-includes headers programs}
count=0
failed=0

# point NAME [TROUBLE]: a point, passed when there is no trouble.
point() {
    count=$((count + 1))
    if [ -z "${2:-}" ]; then
        [ -n "$quiet" ] || echo "ok $count - $1"
    else
        failed=$((failed + 1))
        echo "not ok $count - $1"
        printf '%s\n' "$2" | sed '/^$/d; s/^/# /'
    fi
}

# within FILE PATTERNS: is it one of these, separated by colons?
within() {
    local pattern patterns
    IFS=: read -ra patterns <<<"$2"
    for pattern in "${patterns[@]}"; do
        # shellcheck disable=SC2053 # a pattern on purpose
        [[ $1 != $pattern ]] || return 0
    done
    return 1
}

# The sources, as paths from the top, without what was built.
sources() {
    find . -name '.?*' -prune -o -path './build*' -prune -o -type f -name "$1" -print | sed 's,^\./,,' | sort
}

# The sources without comments and strings, each line as FILE:LINE:TEXT.
bare_code() {
    # shellcheck disable=SC2016
    sources '*.[ch]' | grep -v '^tests/' | xargs -r awk '
        FNR == 1 { inside = 0 }
        {
            line = $0
            if (!inside) gsub(/"([^"\\]|\\.)*"|\047([^\047\\]|\\.)*\047/, "\"\"", line)
            code = ""
            while (line != "") {
                if (inside) {
                    if (!(at = index(line, "*/"))) break
                    line = substr(line, at + 2); inside = 0
                } else if (match(line, /\/\*|\/\//)) {
                    code = code substr(line, 1, RSTART - 1)
                    if (substr(line, RSTART + 1, 1) == "/") break
                    line = substr(line, RSTART + 2); inside = 1
                } else { code = code line; break }
            }
            if (code ~ /[^ \t]/) print FILENAME ":" FNR ":" code
        }'
}

check_includes() {
    local file folder line text target of rule name where trouble=""
    local -A wrong=()
    while read -r file; do
        folder=${file%%/*}
        [ -n "${may[$folder]+known}" ] || [ "$folder" = tests ] ||
            trouble+="$file: a folder this check does not know; say in tests/layers.sh where it stands"$'\n'
    done < <(sources '*.[ch]')
    point "every folder with C in it has its place" "$trouble"

    while IFS=: read -r file line text; do
        folder=${file%%/*}
        [ -n "${may[$folder]+known}" ] || continue
        if [[ $text =~ ^[^\<]*\<([^\>]*)\> ]]; then
            target=${BASH_REMATCH[1]}
            for rule in "${only_here[@]}"; do
                read -r name where <<<"$rule"
                if within "$target" "$name" && ! within "$file" "$where"; then
                    wrong[libraries]+="$file:$line: <$target> belongs in $where only"$'\n'
                fi
            done
        elif [[ $text =~ \"([^\"]*)\" ]]; then
            target=${BASH_REMATCH[1]}
            of=${generated[$target]:-${target%%/*}}
            [ "$of" != "$folder" ] || continue
            if [ -z "${may[$of]+known}" ]; then
                wrong[$folder]+="$file:$line: \"$target\": include as \"folder/name.h\""$'\n'
            elif [[ " ${may[$folder]} " != *" $of "* ]]; then
                wrong[$folder]+="$file:$line: $folder may not include \"$target\""$'\n'
            elif [[ -n ${shows[$of]:-} && " ${shows[$of]} " != *" $target "* ||
                " ${hides[$of]:-} " == *" $target "* ]]; then
                wrong[$folder]+="$file:$line: \"$target\" is for $of/ alone"$'\n'
            fi
        fi
    done < <(sources '*.[ch]' | xargs -r grep -HnE '^[ 	]*#[ 	]*include[ 	]*["<]' || true)
    for folder in "${folders[@]}"; do
        point "$folder includes only what it may" "${wrong[$folder]:-}"
    done
    point "library headers stay in their files" "${wrong[libraries]:-}"

    trouble=""
    while IFS=: read -r file line text; do
        for rule in "${only_there[@]}"; do
            read -r name where <<<"$rule"
            if [[ $text =~ (^|[^A-Za-z0-9_])"$name"[\ ]*\( ]] && ! within "$file" "$where"; then
                trouble+="$file:$line: $name() belongs in $where only"$'\n'
            fi
        done
    done < <(bare_code | grep -E '(mktime|localtime_r|tzset|exit) *\(' || true)
    point "clock and exit calls stay in their files" "$trouble"

    trouble=$(comm -23 <(sed -n 's/^--! //p' schema/q_*.sql | sort) \
        <(sources '*.[ch]' | xargs -r grep -ohE '\<Q_[A-Z0-9_]+' | sed 's/^Q_//' | sort -u))
    point "every statement is used" "$trouble"
}

check_headers() {
    local folder headers trouble flags
    for folder in "${folders[@]}"; do
        mapfile -t headers < <(sources '*.h' | grep "^$folder/" || true)
        [ ${#headers[@]} -gt 0 ] || continue
        flags=""
        [ "$folder" != labels ] || flags=$(pkg-config --cflags pangocairo)
        # shellcheck disable=SC2086 # several words
        trouble=$(printf '%s\n' "${headers[@]}" | xargs -P 2 -n 1 ${CC:-gcc} -fsyntax-only -x c -std=c17 \
            -D_GNU_SOURCE -Wall -I. -I"$build/gen" $flags 2>&1) || trouble=${trouble:-a header does not compile}
        point "each header of $folder compiles alone" "$(head -20 <<<"$trouble")"
    done
}

check_programs() {
    local program library trouble
    for program in kist kist-full kistd kist-labels kist-photo; do
        [ -e photo/main.c ] || [ $program != kist-photo ] || continue
        if [ ! -x "$build/$program" ]; then
            point "$program is built" "there is no $build/$program"
            continue
        fi
        trouble=""
        while read -r library; do
            [[ " c m ${needs[$program]} " == *" $library "* ]] || trouble+="$program needs lib$library"$'\n'
        done < <(readelf -dW "$build/$program" | sed -n 's/.*(NEEDED).*\[\(lib\)\{0,1\}\(.*\)\.so.*\]/\2/p' |
            grep -v '^ld-linux')
        point "$program needs the libraries it may" "$trouble"
        trouble=""
        readelf -hW "$build/$program" | grep -q 'Type: *DYN' || trouble+="not position independent"$'\n'
        readelf -dW "$build/$program" | grep -Eq 'BIND_NOW|NOW' || trouble+="not bound at start"$'\n'
        readelf -lW "$build/$program" | grep -q GNU_RELRO || trouble+="no read-only relocations"$'\n'
        readelf -sW --dyn-syms "$build/$program" >"$symbols"
        grep -q __stack_chk_fail "$symbols" || trouble+="no stack protector"$'\n'
        grep -q '_chk@' "$symbols" || trouble+="not fortified"$'\n'
        point "X40: $program is position independent, RELRO, protected, fortified" "$trouble"
    done
}

symbols=$(mktemp)
trap 'rm -f "$symbols"' EXIT
for part in $parts; do
    case $part in
    includes | headers | programs) "check_$part" ;;
    *) echo "layers.sh: no part '$part'; there are includes, headers, programs" >&2 && exit 64 ;;
    esac
done
[ -n "$quiet" ] || echo "1..$count"
[ "$failed" = 0 ]
