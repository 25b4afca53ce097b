#!/bin/sh
# SPDX-License-Identifier: MIT
# Ten times the profiles take the same memory, under 128 MB, in each format; and any number of threads writes the same.
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
