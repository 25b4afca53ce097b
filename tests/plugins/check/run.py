#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes each broken plugin of faults.table, runs `reroute plugin check` on it, and compares the checks that did not pass with
those the table names. Every check must be named somewhere. Needs a C compiler."""
import concurrent.futures, json, os, shutil, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE, PROGRAM = os.environ["REROUTE_SOURCE"], os.environ["REROUTE_BIN"]
TAXONOMY = os.path.join(SOURCE, "tests/data/valid/taxonomy-every-feature.xml")
MANIFEST = """<plugin xmlns="urn:reroute:plugin:1" id="org.example.plugin" version="1.0" vendor="test" licence="MIT" illustrative="yes">
<name xml:lang="en">Test</name><serves region="XX"/><reads fact="age"/>%s</plugin>
"""
CODE = '<binary name="plugin.so"/>'
DATA = '<file name="courses.xml" kind="courses"/><file name="rules.xml" kind="rules"/>'


def write(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(os.path.join(folder, name), 0o644)


def build(folder, flags):
    subprocess.run([os.environ.get("CC", "cc"), "-std=c11", "-O1", "-w", "-fPIC", "-fvisibility=hidden", "-shared", "-pthread",
                    f"-I{SOURCE}/include", *flags, "-o", os.path.join(folder, "plugin.so"), os.path.join(HERE, "plugin.c")], check=True)
    os.chmod(os.path.join(folder, "plugin.so"), 0o755)


def make(kind, rest, folder):
    os.chmod(folder, 0o755)
    write(folder, "plugin.xml", MANIFEST % {"data": DATA, "both": DATA + CODE}.get(kind, CODE))
    if kind == "code":
        build(folder, [flag for flag in rest.split() if flag != "-"])
    elif kind == "file":
        build(folder, [])
        subprocess.run(["sh", "-e", "-c", rest], cwd=folder, check=True)
    else:
        if kind == "both":
            flags, rest = rest.split(" ", 1)
            build(folder, [flag for flag in flags.split(",") if flag != "-"])
        for name in ("courses.xml", "rules.xml"):
            shutil.copy(os.path.join(HERE, name), folder)
            os.chmod(os.path.join(folder, name), 0o644)
        name, change = rest.split(" ", 1)
        before = open(os.path.join(folder, name), "rb").read()
        subprocess.run(["sed", "-i", change, name], cwd=folder, check=True)
        os.chmod(os.path.join(folder, name), 0o644)
        if change != "s/x/x/" and before == open(os.path.join(folder, name), "rb").read():
            raise SystemExit(f"{rest}: changes nothing")


SLOW = "load-under-100ms"


def unlike(bad, wanted):
    """Whether the checks that did not pass, by id, are others than those wanted, or did not pass otherwise."""
    names = set(wanted.split())
    crash = "=crash" in names
    if SLOW not in names: # how long a load takes on a busy machine says nothing
        bad = {name: check for name, check in bad.items() if name != SLOW}
    return set(bad) != names - {"=crash"} or any((check["state"] == "crash") != crash for check in bad.values())


def try_one(line):
    head, _, wanted = line.rpartition("|")
    kind, name, rest = head.strip().split(" ", 2)
    with tempfile.TemporaryDirectory() as base:
        folder = os.path.join(base, "plugin")
        os.mkdir(folder)
        make(kind, rest, folder)
        got = subprocess.run([PROGRAM, "plugin", "check", folder, "-t", TAXONOMY, "-f", "json", "-q", "-l", "en"], capture_output=True, text=True)
    checks = json.loads(got.stdout)["checks"]
    bad = {check["id"]: check for check in checks if check["state"] not in ("pass", "skip")}
    failed = any(check["state"] in ("fail", "crash") for check in checks)
    complaint = ""
    if unlike(bad, wanted):
        complaint = f"{name}: expected {sorted(wanted.split())}, got " + "; ".join(f"{k} ({v['state']}: {v['detail']})" for k, v in bad.items())
    elif got.returncode != failed: # any failure, a slow load too
        complaint = f"{name}: exit {got.returncode}"
    skipped = [check["id"] for check in checks if check["state"] == "skip"]
    return name, complaint, set(wanted.split()), skipped, [check["id"] for check in checks]


def main():
    lines = [line.strip() for line in open(os.path.join(HERE, "faults.table"), encoding="utf-8") if line.strip() and not line.startswith("#")]
    only = sys.argv[1:]
    if only:
        lines = [line for line in lines if line.split()[1] in only]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = list(pool.map(try_one, lines))
    complaints = [complaint for _, complaint, _, _, _ in results if complaint]
    if not only:
        proven = set().union(*(wanted for _, _, wanted, _, _ in results))
        complaints += [f"no broken plugin proves the check {check}" for check in results[0][4] if check not in proven]
        if len(results[0][4]) < 45:
            complaints.append(f"only {len(results[0][4])} checks")
    print("\n".join(complaints) if complaints else f"{len(results)} plugins, {len(results[0][4])} checks, each proven")
    return 1 if complaints else 0


sys.exit(main())
