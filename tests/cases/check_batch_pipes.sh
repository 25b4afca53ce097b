#!/bin/sh
# SPDX-License-Identifier: MIT
# What Spark's pipe and Hadoop Streaming do to a program, as their sources have it, done to batch: neither runs here. The
# commands are those of core/cli/batch/README.md; what comes out together is the single run, byte for byte.
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
ln -s "$REROUTE_BIN" reroute
cat > stand_in.py <<'PY'
import os, random, shlex, signal, subprocess, sys
taxonomy = os.environ["REROUTE_SOURCE"] + "/taxonomies/cn-transition"
here = os.getcwd()
random.seed(3)
jobs = ["cn:taxi-driver", "出租车司机", "cashier", "cn:bookkeeper", "nobody knows"]
# Line ends of every kind, blank lines, lines that are wrong; the last has none.
people = [f'{{"id":"w-{i}","history":[{{"{"yers" if i % 97 == 0 else "title"}":"{random.choice(jobs)}"}}]}}' for i in range(900)]
whole = "".join(who + random.choice(["\n", "\r\n", "\n\n"]) for who in people).rstrip("\r\n").encode()
with open("everybody.jsonl", "wb") as out:
    out.write(whole)
subprocess.run([here + "/reroute", "taxonomy", "build", taxonomy, "-o", "onet.rrt", "-q"], check=True)
options = "batch -t onet.rrt -n 10 --date 2026-11-24 --jobs 1 -q --errors-ok"


def fail(text):
    sys.exit(text)


def ignore_pipe():
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # as a Java program's children have it


def without_lines(text):
    """Line numbers of errors count in each piece."""
    import re
    return re.sub(rb'^\{"line":\d+,', b"{", text, flags=re.M)


def ended(line):
    return line.rstrip(b"\r\n") + b"\n"


single = without_lines(subprocess.run([here + "/reroute", *shlex.split(options), "everybody.jsonl"], stdout=subprocess.PIPE, check=True).stdout)
if single.count(b"\n") != len(people) or single.count(b'"error"') < 9:
    fail("the single run is not what is meant")

# Spark: lines without their ends, partitions in order, some of them empty; no environment at all; a code that counts.
lines = whole.splitlines()
cuts = sorted(random.sample(range(len(lines)), 6))
cuts = [0, 0] + cuts + [cuts[-1], len(lines), len(lines)]
together = b""
for begin, end in zip(cuts, cuts[1:]):
    ran = subprocess.run(shlex.split(f"{here}/reroute {options}"), env={}, preexec_fn=ignore_pipe, input=b"".join(line + b"\n" for line in lines[begin:end]),
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if ran.returncode != 0 or ran.stderr != b"":
        fail(f"a partition of {end - begin} lines: {ran.returncode} {ran.stderr}")
    if begin == end and ran.stdout != b"":
        fail("an empty partition is not empty")
    together += ran.stdout
if without_lines(together) != single:
    fail("Spark: not the same")
missing = subprocess.run(shlex.split(f"{here}/reroute {options}".replace("onet.rrt", "missing.rrt")), env={}, input=b"", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
if missing.returncode == 0 or missing.stdout != b"" or missing.stderr.count(b"\n") != 1:
    fail(f"a taxonomy that is missing: {missing}")

# Hadoop: splits at any byte, each from the line that begins in it to the end of the line that its end falls in; the largest
# split is the first part.
with open("ranked.sh", "w") as out:
    out.write('printf "%020d\\n" "$mapreduce_map_input_start"\nexec reroute ' + options + "\n")
cuts = [0] + sorted(random.sample(range(1, len(whole)), 9)) + [len(whole)]
splits = sorted(zip(cuts, cuts[1:]), key=lambda s: s[0] - s[1])
os.mkdir("ranked")
environment = dict(os.environ, PATH=here + ":" + os.environ["PATH"])
for number, (begin, end) in enumerate(splits):
    def line_at(at):
        return 0 if at == 0 else len(whole) if whole.find(b"\n", at) < 0 else whole.find(b"\n", at) + 1
    text = whole[line_at(begin):line_at(end)]
    ran = subprocess.run(["sh", "ranked.sh"], env=dict(environment, mapreduce_map_input_start=str(begin)), preexec_fn=ignore_pipe,
                         input=b"".join(ended(line) for line in text.splitlines(keepends=True)), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if ran.returncode != 0 or ran.stderr != b"":
        fail(f"split {begin} to {end}: {ran.returncode} {ran.stderr}")
    if b"\t" in ran.stdout:
        fail("a tab: Streaming would take what is before it for a key")
    with open(f"ranked/part-{number:05}", "wb") as out:
        out.write(ran.stdout if text else b"")  # of a mapper without input nothing is kept
subprocess.run(["sh", "-c", '''for part in ranked/part-*; do echo "$(head -n 1 "$part") $part"; done | sort |
    while read -r start part; do tail -n +2 "$part"; done > ranked.jsonl'''], check=True)
if without_lines(open("ranked.jsonl", "rb").read()) != single:
    fail("Hadoop: not the same")

# A reader that goes away, whoever has SIGPIPE ignored; and an output that is closed.
child = subprocess.Popen(shlex.split(f"{here}/reroute {options} -n 200"), preexec_fn=ignore_pipe, stdin=open("everybody.jsonl", "rb"), stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE)
child.stdout.read(10)
child.stdout.close()
if child.wait() != -signal.SIGPIPE or child.stderr.read() != b"":
    fail(f"a reader that went away: {child.returncode}")
closed = subprocess.run(["sh", "-c", f"./reroute {options} everybody.jsonl >&-"], stderr=subprocess.PIPE)
if closed.returncode != 1 or b"cannot write" not in closed.stderr:
    fail(f"an output that is closed: {closed}")
print("as Spark and as Hadoop Streaming run it: the same bytes; a piece without lines is empty, a failure has a code")
PY
python3 stand_in.py
