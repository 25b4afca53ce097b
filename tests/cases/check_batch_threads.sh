#!/bin/sh
# SPDX-License-Identifier: MIT
# Eight threads on one context with plugins of several regions write what one thread writes. Under the thread sanitizer
# a race ends the run.
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export TSAN_OPTIONS="halt_on_error=1 exitcode=66" XDG_STATE_HOME="$folder/state"
people=1200
[ -z "$REROUTE_SANITIZED" ] || people=400 # these are slow
awk -v people=$people 'BEGIN {
    split("cn:taxi-driver cn:picker cashier cn:bookkeeper cn:sewing-operator nobody-knows", jobs, " ")
    split("CN-GD CN-ZJ CN-BJ CN-HA CN-XJ", regions, " ")
    srand(5)
    for (i = 1; i <= people; i++) {
        region = int(rand() * 7)
        printf "{\"id\":\"w-%d\",\"history\":[{\"title\":\"%s\",\"years\":%d}]%s,\"skills\":[{\"skill\":\"spreadsheets\"}],\"facts\":{\"age\":%d}}\n", i,
            jobs[1 + int(rand() * 6)], 1 + int(rand() * 20), region < 5 ? ",\"region\":\"" regions[1 + region] "\"" : "", 20 + int(rand() * 40)
    }
}' > "$folder/people.jsonl"

batch() { # threads, file, more
    threads=$1
    to=$2
    shift 2
    "$REROUTE_BIN" batch "$folder/people.jsonl" -t "$REROUTE_SOURCE/taxonomies/cn-transition" --jobs "$threads" --date 2026-11-24 -l en -q \
        --errors-ok "$@" > "$folder/$to" || { echo "batch --jobs $threads $*: ended with $?"; exit 1; }
}
for more in "-n 5" "-n 5 --in-process" "-n 2 --full --in-process" "-n 5 -r CN-GD"; do
    batch 1 one $more
    batch 8 eight $more
    cmp "$folder/one" "$folder/eight" || { echo "not the same bytes: $more"; exit 1; }
    [ "$(grep -c '"error"' "$folder/one")" -gt 0 ] && [ "$(wc -l < "$folder/one")" = $people ]
    echo "1 and 8 threads write the same: $more"
done
