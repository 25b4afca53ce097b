#!/bin/sh
# SPDX-License-Identifier: MIT
# Ten times the profiles take the same memory, under 128 MB, in each format; and any number of threads writes the same. On
# O*NET eight threads stay under 128 MB, whatever is written.
set -e
if [ -n "$REROUTE_SANITIZED" ]; then
    echo "SKIPPED, LOUDLY: sanitizers have a memory of their own"
    exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/measure.py" <<'END'
import os, random, subprocess, sys
program, taxonomy, folder = os.environ["REROUTE_BIN"], os.environ["REROUTE_SOURCE"] + "/taxonomies/cn-transition", sys.argv[1]
jobs = ["cn:taxi-driver", "cn:picker", "cashier", "出租车司机", "cn:bookkeeper", "nobody knows this"]


def people(count):
    random.seed(1)
    return ((f"w-{i}", random.choice(jobs), random.randint(1, 20)) for i in range(count))


def write(kind, count):
    path = f"{folder}/people.{kind}"
    with open(path, "w", encoding="utf-8") as out:
        out.write({"csv": "id,occupation,years\n", "xml": '<profiles xmlns="urn:reroute:profile:1">\n'}.get(kind, ""))
        for who, job, years in people(count):
            out.write({"jsonl": f'{{"id":"{who}","history":[{{"title":"{job}","years":{years}}}]}}\n', "csv": f'{who},"{job}",{years}\n',
                       "xml": f'<profile id="{who}"><job title="{job}" years="{years}"/></profile>\n'}[kind])
        out.write("</profiles>\n" if kind == "xml" else "")
    return path


def run(path, threads, target):
    """Peak memory in KiB."""
    command = [program, "batch", path, "-t", taxonomy, "-n", "5", "--jobs", str(threads), "--date", "2026-11-24", "-q", "--errors-ok", "-o", target]
    child = subprocess.Popen(command)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{' '.join(command)}: {child.returncode}")
    return usage.ru_maxrss


for kind, many in [("jsonl", 200000), ("csv", 200000), ("xml", 200000)]:
    path = write(kind, many // 10)
    few = run(path, 2, folder + "/out")
    for threads in (1, 8):
        run(path, threads, folder + "/other")
        if subprocess.call(["cmp", folder + "/out", folder + "/other"]) != 0:
            sys.exit(f"{threads} threads write something else")
    most = run(write(kind, many), 2, folder + "/out")
    print(f"{kind}: {few // 1024} MB for {many // 10} profiles, {most // 1024} MB for {many}; 1, 2 and 8 threads write the same")
    if most > few + 4096 or most > 128 * 1024:
        sys.exit("memory grows with the input")
END
python3 "$folder/measure.py" "$folder"

if [ ! -d "$REROUTE_TEST_DATA/onet-29.3" ]; then
    echo "SKIPPED, LOUDLY: O*NET is not here (REROUTE_TEST_DATA)"
    exit 77
fi
"$REROUTE_BIN" taxonomy import onet "$REROUTE_TEST_DATA/onet-29.3" -q -o "$folder/onet.xml"
"$REROUTE_BIN" taxonomy build "$folder/onet.xml" -o "$folder/onet.rrt" -q
"$REROUTE_BIN" role similar --all --top 1 -f tsv -t "$folder/onet.rrt" | cut -f1 | grep '^onet:' | sort -u > "$folder/roles"
cat > "$folder/eight.py" <<'END'
import os, random, subprocess, sys
folder = sys.argv[1]
random.seed(1)
roles = open(folder + "/roles").read().split()
with open(folder + "/people.jsonl", "w") as out, open(folder + "/people.xml", "w") as xml:
    xml.write('<profiles xmlns="urn:reroute:profile:1">\n')
    for i in range(30000):
        role, years = random.choice(roles), random.randint(1, 30)
        out.write(f'{{"id":"w-{i}","history":[{{"occupation":"{role}","years":{years}}}]}}\n')
        xml.write(f'<profile id="w-{i}"><job occupation="{role}" years="{years}"/></profile>\n')
    xml.write("</profiles>\n")
subprocess.run(f"head -n 1500 {folder}/people.jsonl > {folder}/few.jsonl", shell=True, check=True)
for name, more in [("people.jsonl", ["-n", "10"]), ("people.xml", ["-n", "10"]), ("people.jsonl", ["-n", "50", "-f", "csv"]), ("few.jsonl", ["-n", "5", "--full"]),
                   ("few.jsonl", ["-n", "0"])]:
    child = subprocess.Popen([os.environ["REROUTE_BIN"], "batch", f"{folder}/{name}", "-t", folder + "/onet.rrt", "--jobs", "8", "-q", *more], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    print(f"O*NET, 8 threads, {name} {' '.join(more)}: {usage.ru_maxrss // 1024} MB")
    if child.returncode != 0 or usage.ru_maxrss > 128 * 1024:
        sys.exit("too much")
END
python3 "$folder/eight.py" "$folder"
