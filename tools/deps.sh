#!/bin/bash
# deps.sh - install what this project needs on Debian 12, without questions.
#
#   tools/deps.sh build    libraries and compiler, enough for `make demo`
#   tools/deps.sh check    what `make check` needs beside them
#   tools/deps.sh fuzz     what `make fuzz` needs beside them
#   tools/deps.sh audit    what judges pages in `make check-all` and `make bench`
#
# Several sets may be named at once. When everything is there it says nothing and takes a moment.
# No package that starts a service is installed: those servers are unpacked under build/tools, where
# build/tools/bin/ has them ready to run, and npm packages go to build/npm and build/npm-audit.
set -euo pipefail
cd "$(dirname "$0")/.."

build=(gcc libc6-dev make pkgconf
    libmicrohttpd-dev libsqlite3-dev libcurl4-openssl-dev libedit-dev    # linked as shared libraries
    libjansson-dev libsodium-dev libunistring-dev libconfuse-dev         # from their static archives
    libqrencode-dev libpango1.0-dev libcairo2-dev libexpat1-dev          # kist-labels
    libjpeg62-turbo-dev libpng-dev libwebp-dev                           # kist-photo
    fonts-dejavu-core ca-certificates tzdata)
check=(libcmocka-dev bats perl         # unit tests, command line tests, the runner (TAP::Parser)
    clang-format mandoc                # form of the sources and of the man pages
    sqlite3 curl jq strace             # a look into the database, at an answer; injected faults
    chromium zbar-tools zxing-cpp-tools poppler-utils librsvg2-bin  # pages, codes on labels
    python3-aiosmtpd)                  # a mail server that a test can question
fuzz=(clang-14 libclang-rt-14-dev)
audit=(chromium default-jre-headless)  # Lighthouse; the W3C checker is written in Java

# Servers: unpacked, never installed, and the programs of theirs that get a starter in build/tools/bin.
servers=(postgresql-15 postgresql-client-15 libpq5 postfix kannel kannel-extras
    cups cups-daemon cups-client)
programs=(lib/postgresql/15/bin/{initdb,pg_ctl,postgres,psql} sbin/smtp-{sink,source}
    sbin/{bearerbox,smsbox} lib/kannel/test/{fakesmsc,drive_smpp,test_http_server}
    sbin/cupsd bin/{lp,lpoptions,lpstat})

die() {
    echo "deps.sh: $*" >&2
    exit 1
}

# logged COMMAND...: its output goes to build/deps.log, and is shown when it fails.
logged() {
    "$@" >build/deps.log 2>&1 || {
        cat build/deps.log >&2
        die "failed: $*"
    }
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Debian's list of what there is, fetched again at most once in a run.
refreshed=
refresh() {
    [ -z "$refreshed" ] || return 0
    logged as_root apt-get -q update
    refreshed=1
}

# missing PACKAGE...: those that are not installed, one a line.
missing() {
    dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' "$@" 2>/dev/null |
        sed -n 's/^.i //p' | sort -u | comm -13 - <(printf '%s\n' "$@" | sort -u)
}

# install PACKAGE...: those of them that are missing.
install() {
    local want
    mapfile -t want < <(missing "$@")
    [ ${#want[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        die "packages are missing; as root, run: apt-get install --no-install-recommends ${want[*]}"
    fi
    echo "deps.sh: installing ${want[*]}" >&2
    refresh
    logged as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends \
        -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 install "${want[@]}"
}

# Unpack the servers, with the shared libraries they need and this system lacks.
unpack_servers() {
    local root=build/tools stamp want program lib
    stamp="${servers[*]} ${programs[*]}"
    [ "$(cat $root/stamp 2>/dev/null)" != "$stamp" ] || return 0
    echo "deps.sh: unpacking ${servers[*]} under $root" >&2
    rm -rf $root
    mkdir -p $root/deb $root/bin
    # The C library and the compiler's own must be the system's; LLVM serves only PostgreSQL's
    # just-in-time compiler, which is switched off.
    mapfile -t want < <(apt-get -s --no-install-recommends install "${servers[@]}" 2>/dev/null |
        awk '$1 == "Inst" && $2 ~ /^lib/ && $2 !~ /^lib(c6|c-|gcc-s1|stdc\+\+6|llvm)|perl/ { print $2 }')
    mapfile -t want < <(printf '%s\n' "${servers[@]}" "${want[@]}" | sort -u)
    download "${want[@]}" >/dev/null 2>&1 || {
        refresh # the list of packages may be missing or old
        logged download "${want[@]}"
    }
    for lib in "$root"/deb/*.deb; do dpkg -x "$lib" $root; done
    [ ! -d $root/lib ] || cp -a $root/lib/. $root/usr/lib/ # some still come without the /usr
    (cd $root && rm -rf deb etc lib var usr/share/{doc,man,locale,lintian} \
        usr/lib/postgresql/15/lib/{bitcode,llvmjit*})
    lib=$(cd $root && echo usr/lib/*-linux-gnu*)
    for program in "${programs[@]}"; do
        cat >$root/bin/"${program##*/}" <<-END
			#!/bin/sh
			root=\$(dirname "\$(readlink -f "\$0")")/..
			export LD_LIBRARY_PATH="\$root/$lib:\$root/usr/lib/postfix"
			exec "\$root/usr/$program" "\$@"
		END
        chmod +x $root/bin/"${program##*/}"
        ! LD_LIBRARY_PATH=$root/$lib:$root/usr/lib/postfix ldd $root/usr/"$program" |
            grep 'not found' >&2 || die "$root/usr/$program lacks the libraries above"
    done
    echo "$stamp" >$root/stamp
}

download() {
    (cd build/tools/deb && apt-get -q -o APT::Sandbox::User=root download "$@")
}

# npm_packages FOLDER TO: the exact packages of its package-lock.json, outside the source tree.
npm_packages() {
    command -v node >/dev/null || install nodejs
    ! cmp -s "$1/package-lock.json" "$2/installed" || return 0
    command -v npm >/dev/null || install npm
    echo "deps.sh: npm ci in $2" >&2
    mkdir -p "$2"
    cp "$1"/package.json "$1"/package-lock.json "$2"
    logged npm ci --prefix "$2" --ignore-scripts --no-audit --no-fund
    cp "$2"/package-lock.json "$2"/installed
}

[ $# -gt 0 ] || die "usage: tools/deps.sh build|check|fuzz|audit ..."
command -v dpkg-query >/dev/null ||
    die "this knows Debian only; elsewhere install by hand what stands at the top of tools/deps.sh"
mkdir -p build
exec 9>build/.deps.lock
flock 9 # two sets asked for at once by make -j take turns
for set; do
    case $set in
    build) install "${build[@]}" ;;
    check)
        install "${check[@]}"
        unpack_servers
        npm_packages tests/browser build/npm
        ;;
    fuzz) install "${fuzz[@]}" ;;
    audit)
        install "${audit[@]}"
        npm_packages tests/browser/audit build/npm-audit
        ;;
    *) die "no set '$set'; there are build, check, fuzz, audit" ;;
    esac
done
