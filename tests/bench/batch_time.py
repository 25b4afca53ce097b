#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""batch_time.py BIN FOLDER [--million]: makes profiles from FOLDER/roles, runs `reroute batch` on FOLDER/onet.rrt and its peer
in turn, and prints what tests/bench/run_batch promises."""
import os, random, subprocess, sys, time

program, folder = sys.argv[1] + "/reroute", sys.argv[2]
bench = sys.argv[1] + "/bench_match"
COUNT, LONG, ROUNDS, MANY = 40000, 10000, 8, 4
cores = sorted(os.sched_getaffinity(0))
random.seed(7)
roles = open(folder + "/roles").read().split()


def write(name, count, person):
    path = f"{folder}/{name}.jsonl"
    with open(path, "w") as out:
        for i in range(count):
            out.write(person(i) + "\n")
    return path


def job():
    return f'{{"occupation":"{random.choice(roles)}","years":{random.randint(1, 30)}}}'


def one(i):
    return f'{{"id":"w-{i:07}","history":[{job()}]}}'


def run(path, options, use):
    """Processor seconds, seconds of the clock, peak memory in KiB."""
    start = time.monotonic()
    child = subprocess.Popen([program, "batch", path, "-t", folder + "/onet.rrt", "-n", "10", "-q", "--jobs", str(len(use)), *options],
                             stdout=subprocess.DEVNULL, preexec_fn=lambda: os.sched_setaffinity(0, use))
    _, status, usage = os.wait4(child.pid, 0)
    took = time.monotonic() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"reroute batch {path}: {child.returncode}")
    return usage.ru_utime + usage.ru_stime, took, usage.ru_maxrss


def peer(options):
    subprocess.run([bench, folder + "/onet.rrt", folder, *options], check=True, stdout=subprocess.DEVNULL)
    found = subprocess.run([sys.executable, os.path.dirname(__file__) + "/match_numpy.py", folder], check=True, stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL, preexec_fn=lambda: os.sched_setaffinity(0, cores[:1]))
    return int(found.stdout)


if sys.argv[3:] == ["--million"]:
    million = write("million", 1000000, one)
    for use in (cores, cores[:1]) if len(cores) > 1 else (cores,):
        cpu, clock, peak = run(million, [], use)
        print(f"batch O*NET everything, a million profiles on {len(use)} core{'s' if len(use) > 1 else ''}: {clock:.0f} s, {cpu:.0f} s of processor time, "
              f"peak {peak / 1024:.0f} MB")
    sys.exit()

one_job = write("one", COUNT, one)
three_jobs = write("three", LONG, lambda i: f'{{"id":"w-{i:07}","history":[{job()},{job()},{job()}],"facts":{{"age":{random.randint(18, 60)}}}}}')
empty = write("empty", 0, one)
many = folder + "/many.jsonl" # what two cores share: starting, and the last group that one of them works on, weigh little
with open(many, "wb") as out, open(one_job, "rb") as once:
    out.write(once.read() * MANY)
for what, options, bare in [("--no-titles --no-text", ["--no-titles", "--no-text"], ["--plain"]), ("everything", [], [])]:
    best, two, single, three, numpy, memory, start = 1e9, 1e9, 1e9, 1e9, 0, 0, 1e9
    for _ in range(ROUNDS):
        numpy = max(numpy, peer(bare))
        start = min(start, run(empty, options, cores[:1])[0])
        cpu, _, peak = run(one_job, options, cores[:1])
        best, memory = min(best, cpu), max(memory, peak)
        three = min(three, run(three_jobs, options, cores[:1])[0])
    for _ in range(ROUNDS if len(cores) > 1 else 0):
        single = min(single, run(many, options, cores[:1])[1])
        two = min(two, run(many, options, cores[:2])[1])
    # A long run is meant: what starting takes is told apart.
    rate = COUNT / (best - start)
    print(f"batch O*NET {what}: {rate:.0f} profiles/s of one job on one core, numpy+scipy {numpy} (scores alone), ratio {rate / numpy:.1f}; "
          f"of three jobs {LONG / (three - start):.0f}; start {start * 1000:.0f} ms, peak {memory / 1024:.0f} MB")
    if len(cores) > 1:
        print(f"    {COUNT * MANY} profiles: two cores take {two:.2f} s, one {single:.2f} s: {single / two:.2f} times as fast")
    print(f"    10 million profiles: {1e7 / rate / 3600:.2f} core hours, {1e7 / (LONG / (three - start)) / 3600:.2f} with three jobs each")
