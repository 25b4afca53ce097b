#!/bin/sh
# SPDX-License-Identifier: MIT
# More regions than are kept open at once: each profile has its answer, on any number of threads, after a --resume too; and
# plugins that are opened again must be those that were closed.
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export XDG_STATE_HOME="$folder/state"
# 1,200 regions, some twice, between people of a region that plugins serve.
awk 'BEGIN {
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for (i = 0; i < 1500; i++) {
        k = i % 1200
        region = i % 500 == 7 ? "CN-GD" : "X" substr(letters, 1 + int(k / 676), 1) "-" substr(letters, 1 + int(k / 26) % 26, 1) substr(letters, 1 + k % 26, 1)
        printf "{\"id\":\"w-%d\",\"region\":\"%s\",\"history\":[{\"title\":\"taxi driver\",\"years\":12}],\"facts\":{\"age\":47}}\n", i, region
    }
}' > people.jsonl
batch() { # file, more
    file=$1
    shift
    "$REROUTE_BIN" batch "$file" -t "$REROUTE_SOURCE/taxonomies/cn-transition" -n 3 --date 2026-11-24 -l en -q "$@"
}
batch people.jsonl --jobs 1 > one
batch people.jsonl --jobs 8 > eight
cmp one eight || { echo "1 and 8 threads write something else"; exit 1; }
[ "$(wc -l < one)" = 1500 ] && ! grep -q '"error"' one || { echo "somebody has no answer"; exit 1; }
sed -E 's/"region":"X[^"]*",//' people.jsonl > nowhere.jsonl # no plugin serves these
batch nowhere.jsonl | cmp - one || { echo "regions without plugins change the answer"; exit 1; }

# A run that is broken off beyond the first 512 regions knows them all when it is gone on with.
sed '1400s/.*/{"id":"w-x","colour":"blue"}/' people.jsonl > torn.jsonl
code=0
batch torn.jsonl --strict -o out.jsonl 2> said || code=$?
[ "$code" = 1 ] && grep -q colour said && [ -s out.jsonl.part ] || { echo "--strict ended with $code:"; cat said; exit 1; }
head -n 1399 people.jsonl > rest.jsonl
sed -n '1400,$p' people.jsonl >> rest.jsonl
cp rest.jsonl torn.jsonl
batch torn.jsonl --strict -o out.jsonl --resume
cmp out.jsonl one || { echo "gone on with, it is another file"; exit 1; }

# A plugin that is not the same when its region comes again.
cp -r "$REROUTE_SOURCE/plugins/cn-henan" henan
mkfifo people
batch people --from jsonl --plugin henan --jobs 1 > out 2> said &
run=$!
exec 3> people
echo '{"id":"w-1","region":"CN-HA","history":[{"title":"taxi driver"}]}' >&3
while [ ! -s out ]; do sleep 0.1; done
echo '<!-- another -->' >> henan/plugin.xml
grep -v CN-GD people.jsonl >&3
echo '{"id":"again","region":"CN-HA","history":[{"title":"taxi driver"}]}' >&3
exec 3>&-
code=0
wait $run || code=$?
[ "$code" = 1 ] && grep -q "plugins were changed during the run" said || { echo "changed plugins: ended with $code:"; cat said; exit 1; }
! grep -q again out || { echo "changed plugins were used"; exit 1; }
echo "1,200 regions: the same bytes on 1 and 8 threads and gone on with; a plugin that changes ends the run"
