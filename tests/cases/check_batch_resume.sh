#!/bin/sh
# SPDX-License-Identifier: MIT
# A batch that is killed or interrupted at any moment and gone on with ends in the same file as one that is not. Moments
# come from a seeded generator, half of them kill -9, half SIGINT, SIGTERM or SIGHUP; some runs are stopped more than once.
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
taxonomy=$REROUTE_SOURCE/taxonomies/cn-transition

# 3,000 people, a few of whom fail; the last line ends with the input.
awk 'BEGIN {
    split("cn:taxi-driver cn:picker cashier cn:bookkeeper cn:sewing-operator nobody-knows", jobs, " ")
    srand(5)
    for (i = 1; i <= 3000; i++)
        printf "{\"id\":\"w-%d\",\"history\":[{\"title\":\"%s\",\"years\":%d}]}%s", i, jobs[1 + int(rand() * 6)], 1 + int(rand() * 20), i < 3000 ? "\n" : ""
}' > people.jsonl
{ echo id,occupation,years; sed -E 's/.*"id":"([^"]*)".*"title":"([^"]*)","years":([0-9]*).*/\1,"\2",\3/' people.jsonl; echo; } > people.csv
{ echo '<profiles xmlns="urn:reroute:profile:1">'
  sed -E 's/.*"id":"([^"]*)".*"title":"([^"]*)","years":([0-9]*).*/<profile id="\1"><job title="\2" years="\3"\/><\/profile>/' people.jsonl
  echo '</profiles>'; } > people.xml

options="-t $taxonomy -n 20 --jobs 2 --date 2026-11-24 -l en -q --errors-ok"
batch() { # kind, more
    kind=$1
    shift
    "$REROUTE_BIN" batch "people.$kind" $options -o "out.$kind" "$@"
}
for kind in jsonl csv xml; do
    batch "$kind" && mv "out.$kind" "whole.$kind"
done
start=$(date +%s%N)
batch jsonl && rm out.jsonl
took=$((($(date +%s%N) - start) / 1000000))

seed=20261124
resumed=0
rounds=50
[ -z "$REROUTE_SANITIZED" ] || rounds=10 # these are slow
for round in $(seq $rounds); do
    case $((round % 5)) in 3) kind=csv ;; 4) kind=xml ;; *) kind=jsonl ;; esac
    for again in 1 2; do
        seed=$(((seed * 1103515245 + 12345) % 2147483648))
        moment=$((seed / 65536 % (took + 20)))
        case $((seed / 7 % 6)) in 0) signal=INT ended=130 ;; 1) signal=TERM ended=143 ;; 2) signal=HUP ended=129 ;; *) signal=KILL ended=137 ;; esac
        "$REROUTE_BIN" batch "people.$kind" $options -o "out.$kind" --resume 2> /dev/null &
        run=$!
        sleep "$(printf '%d.%03d' $((moment / 1000)) $((moment % 1000)))"
        kill -s "$signal" "$run" 2> /dev/null || true
        code=0
        wait "$run" 2> /dev/null || code=$?
        case $code in 0 | $ended) ;; *) echo "round $round: ended with $code after SIG$signal"; exit 1 ;; esac
        [ "$code" = 0 ] && break
    done
    [ ! -s "out.$kind.part.state" ] || resumed=$((resumed + 1))
    [ "$code" = 0 ] || batch "$kind" --resume || { echo "round $round: can't be gone on with"; exit 1; }
    cmp "out.$kind" "whole.$kind" || { echo "round $round: SIG$signal after $moment ms gave another file"; exit 1; }
    [ ! -e "out.$kind.part" ] && [ ! -e "out.$kind.part.state" ] || { echo "round $round: something was left over"; exit 1; }
    rm "out.$kind"
done
# An interrupt ends it also where bytes are always there to be read: far from the end of a million people.
awk 'BEGIN { for (i = 1; i <= 1000000; i++) printf "{\"id\":\"w-%d\",\"history\":[{\"title\":\"cashier\"}]}\n", i }' > many.jsonl
many() { # signal, exit code
    "$REROUTE_BIN" batch many.jsonl $options -o out.many 2> said &
    run=$!
    while [ ! -s out.many.part ]; do sleep 0.1; done
    kill -s "$1" "$run"
    code=0
    wait "$run" 2> /dev/null || code=$?
    [ "$code" = "$2" ] || { echo "SIG$1 in the middle of a large file: it ended with $code"; exit 1; }
    [ ! -e out.many ] || { echo "SIG$1: it went on to the end"; exit 1; }
    grep -q 'done in out.many.part; the same command with --resume' said || { echo "SIG$1: it says:"; cat said; exit 1; }
    rm out.many.part out.many.part.state
}
many INT 130
many TERM 143
many HUP 129
# What nohup has made ignored stays so.
{ cat people.jsonl; sleep 1; } | (trap '' HUP; exec "$REROUTE_BIN" batch $options -o out.nohup) &
run=$!
while [ ! -s out.nohup.part ]; do sleep 0.1; done
kill -s HUP "$run"
wait "$run" || { echo "a SIGHUP that nohup ignores ended it with $?"; exit 1; }
cmp out.nohup whole.jsonl

[ "$resumed" -ge $((rounds / 10)) ] || { echo "only $resumed runs were gone on with from a checkpoint: the moments show too little"; exit 1; }
echo "$rounds runs stopped and gone on with, $resumed of them from a checkpoint: each the same file"
