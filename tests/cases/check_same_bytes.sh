#!/bin/sh
# SPDX-License-Identifier: MIT
# The same input gives the same bytes: again, in other locales and time zones, and from another compiler.
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
taxonomy=$REROUTE_SOURCE/taxonomies/cn-transition

answer() { # program, file
    "$1" profile new --occupation 'taxi driver' --years 12 --age 47 -t "$taxonomy" -l en -o "$folder/p.xml"
    { "$1" match "$folder/p.xml" -t "$taxonomy" -f json -n 0 --date 2026-11-24 -l en
      "$1" match "$folder/p.xml" -t "$taxonomy" -n 9 --date 2026-11-24 -l zh
      "$1" match "$folder/p.xml" -t "$taxonomy" --strike s.drive-vehicles --reason 'back injury' --date 2026-11-24 -l en -f json -o "$folder/record.json"
      cat "$folder/record.json"
      "$1" replay "$folder/record.json" -l en
      "$1" explain "$folder/p.xml" cn:data-labeller -t "$taxonomy" --date 2026-11-24 -l en
      "$1" plan "$folder/p.xml" cn:data-labeller -r CN-GD -t "$taxonomy" --date 2026-11-24 -l en -v
      "$1" path "$folder/p.xml" cn:data-labeller -r CN-GD -t "$taxonomy" --date 2026-11-24 -l en --floor 4500
      "$1" compare "$folder/p.xml" cn:data-labeller cn:icv-tester -r CN-GD -t "$taxonomy" --date 2026-11-24 -l en
      "$1" match "$folder/p.xml" -t "$taxonomy" --date 2026-11-24 -f html -l zh,en
      "$1" explain "$folder/p.xml" cn:data-labeller -t "$taxonomy" --region CN-GD --date 2026-11-24 -f html --view client -l en
      "$1" role similar --all --top 10 -f tsv -t "$taxonomy" -l en
      "$1" taxonomy info -t "$taxonomy" -f json -l en; } > "$2"
    "$1" taxonomy build "$taxonomy" -o "$2.rrt"
    cat "$2.rrt" >> "$2"
}

compare() { # what, file
    cmp "$folder/first" "$2" || { echo "not the same bytes: $1"; exit 1; }
    echo "the same bytes: $1"
}

answer "$REROUTE_BIN" "$folder/first"
answer "$REROUTE_BIN" "$folder/again"
compare "a second run" "$folder/again"
for locale in de_DE.UTF-8 tr_TR.UTF-8 zh_CN.UTF-8; do
    if ! locale -a 2> /dev/null | grep -qi "^$(echo "$locale" | sed 's/-//')$"; then
        echo "SKIPPED, LOUDLY: the locale $locale is not installed"
        continue
    fi
    (export LC_ALL=$locale; answer "$REROUTE_BIN" "$folder/there")
    compare "$locale" "$folder/there"
done
for zone in Pacific/Kiritimati America/Los_Angeles; do
    (export TZ=$zone; answer "$REROUTE_BIN" "$folder/there")
    compare "time zone $zone" "$folder/there"
done
if [ -n "$REROUTE_OTHER_BIN" ]; then
    answer "$REROUTE_OTHER_BIN" "$folder/there"
    compare "another compiler" "$folder/there"
else
    echo "SKIPPED, LOUDLY: REROUTE_OTHER_BIN names no program of another compiler"
fi
