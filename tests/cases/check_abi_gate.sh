#!/bin/sh
# SPDX-License-Identifier: MIT
# The layout gate of the plugin ABI knows all of the header, lets it pass as it is, and stops careless edits of it.
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
source=$REROUTE_SOURCE
header=$folder/include/reroute/plugin.h
table=$source/tests/unit/plugin/abi_layout.txt
[ "$(getconf LONG_BIT)" = 64 ] || { echo "SKIPPED, LOUDLY: the table is for pointers of 64 bits"; exit 77; }

run_gate() {
    ${CC:-cc} -std=c11 -D_DEFAULT_SOURCE "-DRR_TEST_SOURCE=\"$source\"" -DRR_TEST_PLUGINS='""' -I "$folder/include" -I "$source/core" \
        $(pkg-config --cflags cmocka) -o "$folder/gate" "$source/tests/unit/plugin/layout.c" "$source/core/plugin/records.c" \
        "$source/core/base/mem.c" $(pkg-config --libs cmocka)
    "$folder/gate" > "$folder/out" 2>&1
}

reset() {
    rm -rf "$folder/include"
    cp -r "$source/include" "$folder/include"
}

reset
missing=$({ grep -oE '\bRRP_[A-Z_0-9]+ = [0-9]+' "$header" | sed 's/ = / /'; sed -nE 's/^(typedef struct rrp_[a-z_]+ \{.*)?\} (rrp_[a-z_]+);.*/\2 /p' "$header"; } |
    while read -r name value; do grep -qE "^$name ${value:-[0-9]+}\$" "$table" || echo "$name"; done)
[ -z "$missing" ] || { echo "not in $table:" $missing; exit 1; }
run_gate || { cat "$folder/out"; exit 1; }
echo "the header as it is passes"

while IFS='|' read -r from to; do
    reset
    sed -i "s/$from/$to/" "$header"
    if cmp -s "$header" "$source/include/reroute/plugin.h"; then echo "nothing to swap: $from"; exit 1; fi
    if run_gate; then echo "not caught: $from -> $to"; exit 1; fi
    grep -q 'breaks plugins that are built' "$folder/out" || { cat "$folder/out"; exit 1; }
    echo "caught: $from -> $to"
done <<'SWAPS'
uint32_t hours, weeks;|uint32_t weeks, hours;
rrp_str code, course_id;|rrp_str course_id, code;
RRP_MET = 1, RRP_UNMET = 2|RRP_UNMET = 1, RRP_MET = 2
\*id, \*name, \*version|*id, *version, *name
int64_t max_cost_minor, income_floor_minor;|int64_t income_floor_minor, max_cost_minor;
int32_t fit_ppm, readiness_ppm;|int64_t fit_ppm, readiness_ppm;
SWAPS
