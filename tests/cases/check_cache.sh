#!/bin/sh
# SPDX-License-Identifier: MIT
# The cache of taxonomies: read when nothing changed, made anew when anything did, believed only when it is whole.
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export XDG_CACHE_HOME="$folder/cache"
cache=$folder/cache/reroute/taxonomies
valid=$REROUTE_SOURCE/tests/data/valid/taxonomy-every-feature.xml
fail() { echo "check_cache: $1" >&2; exit 1; }
info() { "$REROUTE_BIN" taxonomy info -t "$1" -f json -q $2; }
entries() { find "$cache" -name '*.rrt' 2> /dev/null | wc -l; }
same() { info "$1" > "$folder/a" && info "$1" --no-cache > "$folder/b" && cmp -s "$folder/a" "$folder/b" || fail "$2"; }

mkdir "$folder/t"
cp "$REROUTE_SOURCE"/taxonomies/cn-transition/*.xml "$folder/t"
info "$folder/t" --no-cache > "$folder/plain"
[ ! -e "$folder/cache" ] || fail "--no-cache keeps something"
info "$folder/t" > "$folder/first"
cmp "$folder/plain" "$folder/first"
[ "$(entries)" = 1 ] || fail "the first use keeps $(entries) entries"
[ "$(stat -c %a "$cache")" = 700 ] || fail "the folder is open to others"
info "$folder/t" > "$folder/second"
cmp "$folder/plain" "$folder/second"

# That it is read at all: another taxonomy under the entry's name is what comes.
entry=$(find "$cache" -name '*.rrt')
"$REROUTE_BIN" taxonomy build "$valid" -o "$folder/other.rrt" -q
cp "$entry" "$folder/kept"
cp "$folder/other.rrt" "$entry"
info "$folder/t" > "$folder/swapped"
cmp -s "$folder/swapped" "$folder/plain" && fail "the cache is not read"
[ "$(entries)" = 1 ] || fail "building a frozen file goes through the cache"

# Damaged in many ways: not believed, and made anew.
size=$(stat -c %s "$folder/kept")
for way in empty short byte text folder link; do
    rm -rf "$entry"
    cp "$folder/kept" "$entry"
    case $way in
    empty) : > "$entry" ;;
    short) truncate -s $((size / 2)) "$entry" ;;
    byte) printf '\377' | dd of="$entry" bs=1 seek=$((size / 2)) conv=notrunc 2> /dev/null ;;
    text) echo "not a taxonomy" > "$entry" ;;
    folder) rm "$entry" && mkdir "$entry" ;;
    link) rm "$entry" && ln -s "$folder/other.rrt" "$entry" ;;
    esac
    same "$folder/t" "an entry that is damaged ($way) is believed"
    [ "$way" = folder ] || cmp "$entry" "$folder/kept" || fail "an entry that was damaged ($way) is not made anew"
done
rm -rf "$entry"

# Known by its times, once they lie behind: the link leads to the entry, and a change of the same size is seen.
sleep 3
info "$folder/t" > /dev/null
info "$folder/t" > /dev/null
[ "$(find "$cache" -type l | wc -l)" -ge 1 ] || fail "sources that stay are not known by their times"
file=$(ls "$folder"/t/*.xml | head -n 1)
touch -r "$file" "$folder/times"
sed -i 's/version="2026.11"/version="2026.12"/' "$folder"/t/*.xml
touch -r "$folder/times" "$file"
info "$folder/t" | grep -q '2026.12' || fail "a change that keeps size and time is not seen"
same "$folder/t" "changed sources differ"
cp "$valid" "$folder/t/zz.xml"
info "$folder/t" > "$folder/a" 2>&1 && fail "a file that comes to the folder is not seen"
rm "$folder/t/zz.xml"

# Links that lead elsewhere.
for link in $(find "$cache" -type l); do
    ln -sfn ../../../other.rrt "$link"
done
same "$folder/t" "a link that leads out of the folder is followed"

# Several at once begin with nothing.
rm -rf "$folder/cache"
for i in 1 2 3 4; do
    info "$folder/t" > "$folder/at-once-$i" &
done
wait
info "$folder/t" --no-cache > "$folder/plain"
for i in 1 2 3 4; do
    cmp "$folder/plain" "$folder/at-once-$i"
done
[ "$(find "$cache" -type f | wc -l)" = 1 ] || fail "several at once leave more than an entry"

# Not ours alone, or no folder: as if there were none.
chmod 777 "$cache"
rm -f "$cache"/*
info "$folder/t" > /dev/null
[ "$(entries)" = 0 ] || fail "a folder that others may write to is used"
rm -rf "$cache"
: > "$cache"
same "$folder/t" "a file in the folder's place"
XDG_CACHE_HOME=relative info "$folder/t" > /dev/null
[ ! -e relative ] || fail "a relative XDG_CACHE_HOME is used"
rm -f "$cache"

# Warnings are given each time.
"$REROUTE_BIN" taxonomy info -t "$REROUTE_SOURCE/tests/data/valid/taxonomy-every-feature.xml" -t "$REROUTE_SOURCE/tests/data/invalid" > "$folder/a" 2>&1 || :
"$REROUTE_BIN" taxonomy info -t "$REROUTE_SOURCE/tests/data/valid/taxonomy-every-feature.xml" -t "$REROUTE_SOURCE/tests/data/invalid" > "$folder/b" 2>&1 || :
cmp "$folder/a" "$folder/b"

# Not without end: eight stay.
for i in 1 2 3 4 5 6 7 8 9 10; do
    sed "2,\$s/version=\"[^\"]*\"/version=\"$i\"/" "$valid" > "$folder/one.xml"
    info "$folder/one.xml" > /dev/null
done
[ "$(entries)" = 8 ] || fail "$(entries) entries stay of ten"
printf x > "$cache/$(printf '%064d' 0).rrt.abcdef"
touch -d '2 hours ago' "$cache/$(printf '%064d' 0).rrt.abcdef"
sed "2,\$s/version=\"[^\"]*\"/version=\"11\"/" "$valid" > "$folder/one.xml"
info "$folder/one.xml" > /dev/null
[ ! -e "$cache/$(printf '%064d' 0).rrt.abcdef" ] || fail "what a killed program left stays"
