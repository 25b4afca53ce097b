#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the commands of a document and compares what they print, in order, in one empty folder.

A `.case` file is one console; a Markdown file has fenced blocks marked `console`.

    $ command                 run by sh; standard output and error together
    expected line             to the letter; `...` alone stands for any lines, ` ...` at a line's end for its rest
    [1]                       the exit code, where it isn't 0

A line `# needs NAME` skips the whole document, loudly, unless the program NAME is there; `# needs $NAME`
unless the variable is set. Names in the environment: REROUTE_SOURCE (the tree), REROUTE_TEST_DATA.
`--update` rewrites the document with what the commands print now: read the difference before you keep it."""
import os, re, shutil, subprocess, sys, tempfile


def consoles(text, markdown):
    """The blocks of (first line number, lines)."""
    if not markdown:
        return [(1, text.split("\n"))]
    blocks, current = [], None
    for number, line in enumerate(text.split("\n"), 1):
        if current is None and line.strip() == "```console":
            current = (number + 1, [])
        elif current is not None and line.strip() == "```":
            blocks.append(current)
            current = None
        elif current is not None:
            current[1].append(line)
    return blocks


def steps(block):
    """The steps of a block: [line number, command, expected lines, exit code]."""
    found, (number, lines) = [], block
    for offset, line in enumerate(lines):
        if line.startswith("$ "):
            found.append([number + offset, line[2:], [], 0])
        elif line.startswith("> ") and found and not found[-1][2]:
            found[-1][1] += "\n" + line[2:]
        elif not found or line.startswith("# "):
            continue
        elif re.fullmatch(r"\[\d+\]", line):
            found[-1][3] = int(line[1:-1])
        else:
            found[-1][2].append(line)
    for step in found:
        while step[2] and not step[2][-1].strip():
            step[2].pop()
    return found


def matches(expected, got):
    """Whether the lines agree; `...` alone matches any number of lines."""
    if not expected:
        return not got
    if expected[0].strip() == "...":
        return any(matches(expected[1:], got[i:]) for i in range(len(got) + 1))
    if not got:
        return False
    want = expected[0]
    same = got[0].startswith(want[:-4]) if want.endswith(" ...") else want == got[0]
    return same and matches(expected[1:], got[1:])


def run(command, folder):
    env = dict(os.environ, PATH=os.path.dirname(os.environ["REROUTE_BIN"]) + ":" + os.environ["PATH"])
    env.pop("NO_COLOR", None)
    done = subprocess.run(["sh", "-c", command], cwd=folder, env=env, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600)
    lines = done.stdout.decode("utf-8", "backslashreplace").split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    return [line.rstrip() for line in lines], done.returncode


def main():
    update = "--update" in sys.argv
    path = [a for a in sys.argv[1:] if not a.startswith("--")][0]
    text = open(path, encoding="utf-8").read()
    for need in re.findall(r"^(?:# |<!-- )needs (\S+)", text, re.M):
        if not (os.environ.get(need[1:]) if need.startswith("$") else shutil.which(need)):
            print(f"SKIPPED, LOUDLY: {path} needs {need}, which is not here")
            return 0
    lines, failed, count, shift = text.split("\n"), 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        if os.path.isdir(os.path.join(os.environ["REROUTE_SOURCE"], "tests")):
            os.symlink(os.path.join(os.environ["REROUTE_SOURCE"], "tests"), os.path.join(folder, "tests"))
            os.symlink(os.path.join(os.environ["REROUTE_SOURCE"], "taxonomies"), os.path.join(folder, "taxonomies"))
        for block in consoles(text, path.endswith(".md")):
            for number, command, expected, code in steps(block):
                if command.startswith("skip "):
                    continue
                count += 1
                got, status = run(command, folder)
                if matches([line.rstrip() for line in expected], got) and status == code:
                    continue
                failed += 1
                print(f"{path}:{number}: $ {command}\n--- expected (exit {code})")
                print("\n".join(expected) + f"\n--- got (exit {status})\n" + "\n".join(got))
                if update:
                    start = number + shift + command.count("\n")
                    old = 0
                    while start + old < len(lines) and not lines[start + old].startswith(("$ ", "```")) \
                            and not (lines[start + old] == "" and path.endswith(".case") and
                                     start + old + 1 < len(lines) and lines[start + old + 1].startswith(("# ", "$ "))):
                        old += 1
                    new = got + ([f"[{status}]"] if status else [])
                    lines[start:start + old] = new
                    shift += len(new) - old
    if update and failed:
        open(path, "w", encoding="utf-8").write("\n".join(lines))
    print(f"{path}: {count - failed} of {count} commands as documented")
    return 1 if failed or not count else 0


sys.exit(main())
