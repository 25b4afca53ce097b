#!/bin/sh
# SPDX-License-Identifier: MIT
# Plugins built long ago, in C, C++ and Rust, run on today's host: they are loaded, keep every promise that can be checked
# (in hosts with longer records and with nothing optional, too), and all say the same, in a helper and in process.
set -e
machine=$(uname -m)
[ -d "$REROUTE_SOURCE/tests/plugins/frozen/1.0/$machine" ] || { echo "SKIPPED, LOUDLY: no frozen plugins for $machine"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
umask 022
taxonomy=$REROUTE_SOURCE/taxonomies/cn-transition
"$REROUTE_BIN" profile new --occupation cn:taxi-driver --years 12 -t "$taxonomy" -o "$folder/p.xml"
for binary in "$REROUTE_SOURCE"/tests/plugins/frozen/*/"$machine"/*.so; do
    name=$(basename "$binary" .so)
    mkdir "$folder/$name"
    cp "$binary" "$folder/$name/plugin.so"
    chmod 755 "$folder/$name/plugin.so"
    echo '<plugin xmlns="urn:reroute:plugin:1" id="org.example.frozen" version="1.0" vendor="tests" licence="MIT"><name xml:lang="en">Frozen</name><serves region="XX"/><binary name="plugin.so"/></plugin>' > "$folder/$name/plugin.xml"
    "$REROUTE_BIN" plugin check "$folder/$name" -t "$taxonomy" -f csv -l en > "$folder/checks" || { grep -E '"(fail|crash)"' "$folder/checks"; echo "$name breaks a promise"; exit 1; }
    for how in "" --in-process; do
        "$REROUTE_BIN" plugin try "$folder/$name" "$folder/p.xml" -t "$taxonomy" --date 2026-11-24 -l en -n 0 $how > "$folder/said"
        grep -q 'Frozen: little is missing' "$folder/said" || { cat "$folder/said"; echo "$name says nothing ($how)"; exit 1; }
        [ -f "$folder/first" ] || cp "$folder/said" "$folder/first"
        cmp "$folder/first" "$folder/said" || { echo "$name says something else ($how)"; exit 1; }
    done
    echo "$name: as ever"
done
