#!/bin/sh
# SPDX-License-Identifier: MIT
# core/reroute.symbols, what the shared library exports and what the public headers declare are one and the same list,
# and the static library defines nothing that could be taken for somebody else's.
set -e
export LC_ALL=C
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
list=$REROUTE_SOURCE/core/reroute.symbols
failed=0

same() { # what is wrong when it is in the first and not in the second, first, second
    extra=$(comm -23 "$2" "$3" | tr '\n' ' ')
    [ -z "$extra" ] || { echo "$1: $extra"; failed=1; }
}

sort -u "$list" > "$folder/listed"
cmp -s "$list" "$folder/listed" || { echo "core/reroute.symbols is not sorted, or holds a line twice"; failed=1; }
grep -vx 'rr_[a-z][a-z0-9_]*' "$list" && { echo "those lines of core/reroute.symbols are no names of ours"; failed=1; }

# A declaration with RR_API is, preprocessed, the attribute and then all up to the first bracket.
for header in "$REROUTE_SOURCE"/include/reroute/*.h; do
    ${CC:-cc} -std=c11 -E -P -I "$REROUTE_SOURCE/include" "$header"
done | tr '\n' ' ' | grep -oE '__attribute__ ?\( ?\( ?visibility ?\( ?"default" ?\) ?\) ?\)[^();]*\(' |
    sed -E 's/.*[^a-z0-9_]([a-z0-9_]+) *\($/\1/' | grep '^rr_' | sort -u > "$folder/declared"
nm -D --defined-only "$REROUTE_SHARED" | awk '$2 != "A" {sub(/@.*/, "", $3); print $3}' | sort -u > "$folder/exported"
nm -g --defined-only "$REROUTE_STATIC" | awk 'NF == 3 && $3 !~ /^__odr_asan/ {print $3}' | sort -u > "$folder/archived"
for file in declared exported archived; do
    [ "$(wc -l < "$folder/$file")" -ge 100 ] || { echo "only $(wc -l < "$folder/$file") names are $file: this test sees nothing"; exit 1; }
done

same "declared in include/reroute and not in core/reroute.symbols (add it there, in order)" "$folder/declared" "$folder/listed"
same "in core/reroute.symbols and declared in no public header" "$folder/listed" "$folder/declared"
same "exported by the shared library and not in core/reroute.symbols" "$folder/exported" "$folder/listed"
same "in core/reroute.symbols and not exported by the shared library" "$folder/listed" "$folder/exported"
grep -v '^rr__' "$folder/archived" > "$folder/public"
same "defined in the static library under a name that is neither public nor rr__..." "$folder/public" "$folder/listed"

readelf -d "$REROUTE_SHARED" | grep -q 'SONAME.*\[libreroute\.so\.0\]' || { echo "the shared library's SONAME is not libreroute.so.0"; failed=1; }
readelf -V "$REROUTE_SHARED" | grep -q 'Name: REROUTE_0' || { echo "the shared library's symbols carry no version"; failed=1; }
[ $failed = 0 ] && echo "$(wc -l < "$list") symbols: listed, declared, exported"
exit $failed
