#!/bin/sh
# SPDX-License-Identifier: MIT
# O*NET and ESCO from their official files: every row accounted for, XML and frozen file alike, ranking
# quality above its floor.
set -e
[ -n "$REROUTE_TEST_DATA" ] && [ -d "$REROUTE_TEST_DATA/onet-29.3" ] || {
    echo "SKIPPED, LOUDLY: REROUTE_TEST_DATA names no folder with onet-29.3 and esco-1.2.0"
    exit 77
}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

sums() { # file: read = used + merged + refused, for each file and in all
    awk '/^in all/ { if ($3 != $5 + $7 + $9) { print "the sum is wrong: " $0; exit 1 } }
         /^[A-Z a-z]*\.(txt|csv)$/ || /_en\.csv$/ { if (read != used) { print "rows unaccounted for before " $0; exit 1 } read = used = 0 }
         $1 == "read" { read += $2 } $1 == "used" || $1 == "merged" || $1 == "refused" { used += $2 }
         END { if (read != used) { print "rows unaccounted for at the end"; exit 1 } }' "$1"
}

floor() { # least nDCG@20, options
    least=$1
    shift
    "$REROUTE_BIN" evaluate -t onet.rrt --truth "$REROUTE_TEST_DATA/onet-29.3/Related Occupations.txt" -f json "$@" > figures
    python3 -c 'import json, sys; f = json.load(open("figures")); print(f); sys.exit(0 if f["n"] == 425 and f["ndcg20"] >= float(sys.argv[1]) else 1)' "$least"
}

for scheme in onet esco; do
    "$REROUTE_BIN" taxonomy import "$scheme" "$REROUTE_TEST_DATA/$scheme-"* -l en -o "$scheme.xml" 2> "$scheme.account"
    sums "$scheme.account"
    "$REROUTE_BIN" taxonomy build "$scheme.xml" -o "$scheme.rrt"
    "$REROUTE_BIN" taxonomy info -t "$scheme.xml" -f json > from-xml
    "$REROUTE_BIN" taxonomy info -t "$scheme.rrt" -f json > from-frozen
    cmp from-xml from-frozen
done
grep -q '"occupations": 3039' from-xml
grep -q 'read  *129004' esco.account
grep -q 'merged  *17  both essential and optional' esco.account
floor 0.68 --no-titles --no-text
floor 0.77 --no-text
floor 0.79
"$REROUTE_BIN" role similar 'taxi driver' -t esco.rrt -n 3 -f tsv | grep -q e75305db-9011-4ee0-ab62-8d41a98f807e
"$REROUTE_BIN" role similar --all --top 20 -f tsv -t onet.rrt | wc -l | grep -q '^17580$'
echo "real data: good"
