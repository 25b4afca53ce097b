# SPDX-License-Identifier: MIT
# For the tests of bindings: an installed prefix, and in $folder what each binding's program reads (profile.json,
# overrides.json, broken.json, crashing/: a plugin; of O*NET onet.xml and onet.json) and what the installed program answers (expected/). Bindings write the same into got/.
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export HOME="$folder"
unset REROUTE_DATA_DIR REROUTE_PLUGIN_PATH XDG_DATA_HOME XDG_STATE_HOME DESTDIR
prefix=$folder/prefix
reroute=$prefix/bin/reroute
cmake --install "$REROUTE_BUILD" --prefix "$prefix" > /dev/null
libdir=$(dirname "$(dirname "$(find "$prefix" -name reroute.pc)")")

# A program that is not sanitized takes a sanitized library if the runtime comes first; what it forgets at its end is its own affair.
preload() {
    runtime=$(ldd "$libdir/libreroute.so" | awk '/lib(asan|tsan)/ {print $3; exit}')
    [ -n "$runtime" ] || { echo "SKIPPED, LOUDLY: the sanitizers' runtime is no library of its own, which this program would need"; exit 77; }
    export LD_PRELOAD="$runtime" ASAN_OPTIONS=detect_leaks=0
}
mkdir "$folder/expected" "$folder/got"

"$reroute" profile new --occupation 'taxi driver' --years 12 --licence C1:2012 --age 47 -f json -o "$folder/profile.json"
echo '[{"kind": "strike", "skill": "drive vehicles", "reason": "back injury", "who": "cw-7", "date": "2026-11-24"}]' > "$folder/overrides.json"
printf '{"id": "w-001",\n "history": [{"title": ]}\n' > "$folder/broken.json"

"$reroute" plugin new "$folder/crashing" --scoring -l en > /dev/null
sed -i 's/region="XX"/region="CN-GD"/' "$folder/crashing/plugin.xml"
sed -i 's/    if (out == NULL)/    __builtin_trap();\n&/' "$folder/crashing/crashing.c"
make -s -C "$folder/crashing"

answer() { # file, command, options ...
    answer=$1 command=$2
    shift 2
    "$reroute" "$command" "$folder/profile.json" "$@" -r CN-GD --date 2026-11-24 > "$folder/expected/$answer"
}
answer match.json match -f json -l en
answer match-zh.json match -f json -l zh
answer match-zh.txt match -f text -l zh
answer match.html match -f html -l en
answer explain.json explain cn:driving-instructor -f json -l en
answer plan.json plan cn:driving-instructor -f json -l en
answer path.json path cn:data-labeller -f json -l en
answer compare.json compare cn:driving-instructor cn:icv-tester -f json -l en
answer struck.json match --override "$folder/overrides.json" -f json -l en
for lang in en zh; do
    "$reroute" match "$folder/broken.json" -l $lang > "$folder/expected/error-$lang.txt" 2>&1 && exit 1
done
if [ -n "$REROUTE_TEST_DATA" ] && [ -d "$REROUTE_TEST_DATA/onet-29.3" ]; then
    "$reroute" taxonomy import onet "$REROUTE_TEST_DATA/onet-29.3" -q -o "$folder/onet.xml"
    printf '{"id": "w-002", "history": [{"occupation": "53-3033.00", "years": 12}]}\n' > "$folder/onet.json"
    "$reroute" match "$folder/onet.json" -t "$folder/onet.xml" --date 2026-11-24 -n 10 -f json -l en > "$folder/expected/onet.json"
else
    echo "SKIPPED, LOUDLY: REROUTE_TEST_DATA names no folder with onet-29.3"
fi
grep -q '"org.reroute.cn-guangdong"' "$folder/expected/match.json"

PKG_CONFIG_PATH=$libdir/pkgconfig
export PKG_CONFIG_PATH

documented() { # README of a binding, VARIABLE=value ...: its console, in the prefix
    readme=$REROUTE_SOURCE/core/bindings/$1/README.md
    shift
    env "REROUTE_BIN=$reroute" "$@" python3 "$REROUTE_SOURCE/tests/cases/run.py" "$readme"
}

same() { # which binding: all answers are there, and those of the program; got/ is emptied for the next
    diff -r "$folder/expected" "$folder/got" || { echo "$1: not the bytes of the program"; exit 1; }
    echo "$1: the bytes of the program"
    rm -f "$folder/got"/*
}
