#!/bin/sh
# SPDX-License-Identifier: MIT
# The server example, compiled from an installed prefix: at most 60 lines; many requests answered by several threads with the
# bytes of `reroute match`, and a request that is wrong with a number and none of its words.
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export HOME="$folder"
unset REROUTE_DATA_DIR REROUTE_PLUGIN_PATH XDG_DATA_HOME XDG_STATE_HOME DESTDIR
source=$REROUTE_SOURCE/core/bindings/c/serve.c
prefix=$folder/prefix
rounds=60

[ "$(wc -l < "$source")" -le 60 ] || { echo "the server example has more than 60 lines"; exit 1; }
cmake --install "$REROUTE_BUILD" --prefix "$prefix" > /dev/null
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name reroute.pc)")
export PKG_CONFIG_PATH
${CC:-cc} -std=c11 -Wall -Wextra -Wpedantic -Werror ${REROUTE_SANITIZED:+-fsanitize=$REROUTE_SANITIZED -fno-sanitize-recover=all -g} "$source" -o "$folder/serve" $(pkg-config --cflags --libs reroute) -pthread

reroute=$prefix/bin/reroute
"$reroute" profile new --occupation 'taxi driver' --years 12 --licence C1:2012 --age 47 --id w-1 -f jsonl > "$folder/1"
"$reroute" profile new --occupation 缝纫工 --years 8 --age 39 --id w-2 -f jsonl > "$folder/2"
"$reroute" profile new --occupation cn:call-centre-agent --years 3 --id w-3 -f jsonl > "$folder/3"
printf 'not JSON, by Zhang San\n' > "$folder/4"
for round in $(seq $rounds); do cat "$folder/1" "$folder/2" "$folder/3" "$folder/4"; done > "$folder/requests"

# The server's day is the clock's: begin again when it changes meanwhile.
day=
while [ "$day" != "$(date +%F)" ]; do
    day=$(date +%F)
    for k in 1 2 3; do "$reroute" match "$folder/$k" -r CN-GD --date "$day" -f jsonl -l en; done > "$folder/matches"
    echo '"status":3,"error":"R0113"' >> "$folder/matches"
    LD_LIBRARY_PATH=$(dirname "$PKG_CONFIG_PATH") "$folder/serve" "$prefix/share/reroute/taxonomies/cn-transition" \
        "$prefix/share/reroute/plugins" CN-GD < "$folder/requests" > "$folder/answers"
done
for round in $(seq $rounds); do cat "$folder/matches"; done > "$folder/expected"
sort -t : -k 2n "$folder/answers" | sed -E 's/^\{"request":[0-9]+,("match":)?(.*)\}$/\2/' > "$folder/sorted"
cmp "$folder/expected" "$folder/sorted" || { echo "the server's answers are not those of reroute match"; exit 1; }
grep -q '"org.reroute.cn-guangdong"[^}]*"status":"ok"' "$folder/answers" || { echo "the region's plugin takes no part"; exit 1; }
if grep -q Zhang "$folder/answers"; then echo "an answer repeats what a request said"; exit 1; fi
echo "$((4 * rounds)) requests answered as reroute match answers"
