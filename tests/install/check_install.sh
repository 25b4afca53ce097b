#!/bin/sh
# SPDX-License-Identifier: MIT
# Installed into any prefix and moved from there, linked shared or statically by pkg-config or CMake, or built inside another
# project: the program and the library find their parts and answer with the bytes of the build tree. Nothing is fetched.
set -e
[ -z "$REROUTE_SANITIZED" ] || { echo "SKIPPED, LOUDLY: what links a sanitized library must be sanitized too"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
umask 000 # plugins that others may write to are refused: the modes must come from the install rules
chmod 755 "$folder"
export HOME="$folder" CMAKE_BUILD_PARALLEL_LEVEL=2
unset REROUTE_DATA_DIR REROUTE_PLUGIN_PATH XDG_DATA_HOME XDG_STATE_HOME PKG_CONFIG_PATH LD_LIBRARY_PATH DESTDIR
day=2026-11-24
profile=$folder/driver.json

wrong() {
    echo "$*"
    exit 1
}

quietly() { # command ...; its output is shown when it fails
    "$@" > "$folder/log" 2>&1 || { tail -40 "$folder/log"; wrong "failed: $*"; }
}

same() { # what, command ...: prints the JSON of the match
    what=$1
    shift
    "$@" > "$folder/there" || wrong "failed: $what"
    cmp "$folder/expected" "$folder/there" || wrong "not the bytes of the build tree: $what"
    echo "the bytes of the build tree: $what"
}

ask_program() { "$1" match "$profile" --region CN-GD --date "$day" -l en -f json; }

# --- the program, in a prefix that has moved ---
quietly cmake --install "$REROUTE_BUILD" --prefix "$folder/first"
mv "$folder/first" "$folder/moved"
prefix=$folder/moved
"$REROUTE_BIN" profile new --occupation 'taxi driver' --years 12 --licence C1:2012 --age 47 -f json -o "$profile"
ask_program "$REROUTE_BIN" > "$folder/expected"
"$prefix/bin/reroute" plugin list --region CN-GD -f csv -l en | grep -q '^"org.reroute.cn-guangdong".*"ok"' || wrong "the region's plugin takes no part"
same "the program in a moved prefix" ask_program "$prefix/bin/reroute"
loose=$(find "$prefix" -perm /022 ! -type l)
[ -z "$loose" ] || wrong "others may write to: $loose"
strings -a "$prefix/bin/reroute" "$prefix"/lib*/libreroute.so.0 | grep -F "$REROUTE_SOURCE" && wrong "what is installed names the folder it was built in"
for file in share/man/man1/reroute.1 share/man/man1/reroute-match.1 share/man/zh_CN/man1/reroute-plan.1 share/doc/reroute/LICENSE \
    share/bash-completion/completions/reroute share/zsh/site-functions/_reroute include/reroute/reroute.h include/reroute/plugin.h \
    include/reroute/reroute.hpp include/reroute/cpp/matcher.hpp; do
    [ -s "$prefix/$file" ] || wrong "not installed: $file"
done
"$prefix/bin/reroute" completion bash | cmp - "$prefix/share/bash-completion/completions/reroute" || wrong "the completion is not the program's"
"$prefix/bin/reroute" plugin new "$folder/own" --scoring -l en > /dev/null || wrong "the templates are not found"

# --- pkg-config ---
data=$prefix/share/reroute
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name reroute.pc)")
export PKG_CONFIG_PATH
libdir=$(dirname "$PKG_CONFIG_PATH")
cc="${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Werror"
consumer=$REROUTE_SOURCE/tests/install/consumer
set -- "$data/taxonomies/cn-transition" "$data/plugins" CN-GD "$day" "$profile"

[ "$(cd "$(pkg-config --variable=datadir reroute)" && pwd -P)" = "$(cd "$data" && pwd -P)" ] || wrong "pkg-config's datadir is another"
pkg-config --libs reroute | grep -q xml2 && wrong "who links the shared library must name what it stands on"
quietly $cc "$consumer/match.c" -o "$folder/shared" $(pkg-config --cflags --libs reroute)
readelf -d "$folder/shared" | grep -q 'NEEDED.*libreroute\.so\.0' || wrong "not linked with the SONAME"
same "shared, by pkg-config" env "LD_LIBRARY_PATH=$libdir" "$folder/shared" "$@"

mkdir "$folder/only-static"
cp -R "$prefix/." "$folder/only-static"
find "$folder/only-static" -name 'libreroute.so*' -exec rm {} +
PKG_CONFIG_PATH=$folder/only-static${PKG_CONFIG_PATH#"$prefix"}
quietly $cc "$consumer/match.c" -o "$folder/static" $(pkg-config --static --cflags --libs reroute)
same "static, by pkg-config" "$folder/static" "$@" "$(pkg-config --variable=plugin_host reroute)"
PKG_CONFIG_PATH=$libdir/pkgconfig

# --- CMake: the package, a folder of another project, FetchContent ---
build_consumer() { # how, cmake options ...
    how=$1
    shift
    quietly cmake -S "$consumer" -B "$folder/$how" -DHOW="$how" "-DCMAKE_C_COMPILER=${CC:-cc}" "-DCMAKE_CXX_COMPILER=${CXX:-c++}" "$@"
    quietly cmake --build "$folder/$how" --target "${target:-all}"
    [ "$(ctest --test-dir "$folder/$how" -N | grep -c 'Test *#')" = 1 ] || wrong "$how: the other project's tests are not its own"
}

build_consumer package "-DCMAKE_PREFIX_PATH=$prefix"
for program in shared static cpp; do
    helper=
    [ $program != static ] || helper=$prefix/libexec/reroute/reroute-plugin-host
    same "$program, by find_package" "$folder/package/match_$program" "$@" $helper
done

(export PKG_CONFIG_LIBDIR="$folder/nothing" PKG_CONFIG_PATH=; target=match_shared build_consumer lean "-DCMAKE_PREFIX_PATH=$prefix")
same "shared, by find_package, without what it stands on" "$folder/lean/match_shared" "$@"

target=match_static build_consumer folder "-DREROUTE_FOLDER=$REROUTE_SOURCE" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS_DEBUG=-O0 -DCMAKE_UNITY_BUILD=ON
same "static, by add_subdirectory" "$folder/folder/match_static" "$@" "$prefix/libexec/reroute/reroute-plugin-host"
[ ! -e "$folder/folder/reroute/bin/reroute" ] || wrong "add_subdirectory built what the other project did not use"

build_consumer fetched "-DFETCHCONTENT_SOURCE_DIR_REROUTE=$REROUTE_SOURCE" -DFETCHCONTENT_FULLY_DISCONNECTED=ON \
    -DREROUTE_INSTALL=ON -DCMAKE_INSTALL_PREFIX=/usr
for program in shared cpp; do
    same "$program, by FetchContent" "$folder/fetched/match_$program" "$@"
done

# --- DESTDIR, below /usr: on Debian the multiarch folder ---
DESTDIR=$folder/root quietly cmake --install "$folder/fetched"
multiarch=$(${CC:-cc} -print-multiarch 2> /dev/null || true)
if [ -f /etc/debian_version ] && [ -n "$multiarch" ]; then
    [ -e "$folder/root/usr/lib/$multiarch/libreroute.so.0" ] || wrong "the library is not in usr/lib/$multiarch"
    [ -s "$folder/root/usr/share/zsh/vendor-completions/_reroute" ] || wrong "the completion is not where Debian's zsh looks"
    [ -e "$folder/root/usr/lib/$multiarch/pkgconfig/reroute.pc" ] || wrong "reroute.pc is not in usr/lib/$multiarch/pkgconfig"
else
    echo "SKIPPED, LOUDLY: the multiarch folder, which only Debian has"
fi
[ -z "$(find "$folder/root" -mindepth 1 -maxdepth 1 ! -name usr)" ] || wrong "installed outside of /usr"
"$folder/root/usr/bin/reroute" match "$profile" --region CN-GD --date "$day" -l en > "$folder/there"
"$REROUTE_BIN" match "$profile" --region CN-GD --date "$day" -l en | cmp - "$folder/there" || wrong "not the same below DESTDIR"
PKG_CONFIG_PATH=$(dirname "$(find "$folder/root" -name reroute.pc)")
quietly $cc "$consumer/match.c" -o "$folder/rooted" $(pkg-config --cflags --libs reroute)
same "shared, below DESTDIR, by pkg-config" env "LD_LIBRARY_PATH=$(dirname "$PKG_CONFIG_PATH")" "$folder/rooted" "$@"
