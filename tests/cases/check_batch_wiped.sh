#!/bin/sh
# SPDX-License-Identifier: MIT
# Nothing that people wrote is in the memory of a batch when it ends: neither what it used last, nor what it gave back and
# nobody took since. Not of XML, whose parser keeps buffers of its own.
set -e
if [ -n "$REROUTE_SANITIZED" ]; then
    echo "SKIPPED, LOUDLY: sanitizers keep memory of their own"
    exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/look.py" <<'END'
import ctypes, json, os, re, signal, struct, sys
folder = sys.argv[1]
TRACEME, CONT, SETOPTIONS, O_TRACEEXIT, O_EXITKILL, EVENT_EXIT = 0, 7, 0x4200, 0x40, 1 << 20, 6  # of ptrace
TUNABLES = "glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=1073741824"
SECRET, KNOWN = "qjxkvzqjxkvz", "vqzkxjvqzkxj"
ptrace = ctypes.CDLL(None, use_errno=True).ptrace
ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


def writable(pid):
    """All memory that the process can write, by what it is."""
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for row in maps:
            place, rights, *_, name = row.split(maxsplit=5) if len(row.split()) > 5 else [*row.split(), "anonymous"]
            if "w" in rights:
                begin, end = (int(x, 16) for x in place.split("-"))
                memory.seek(begin)
                yield name.strip(), memory.read(end - begin)


def run(source, options):
    """Where the secret is found at the end, and what stands around it; whether what must be there is."""
    command = [os.environ["REROUTE_BIN"], "batch", "-t", folder + "/taxonomy.rrt", "-n", "5", "--date", "2026-11-24", "-q", *options]
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(source, os.O_RDONLY), 0)
        for target in (1, 2):
            os.dup2(os.open(f"{folder}/out.{target}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), target)
        if ptrace(TRACEME, 0, None, None) != 0:
            os._exit(77)
        # Bound at the end, a function costs a copy of all registers, which hold what was moved last. Nothing goes to the system.
        os.execve(command[0], command, {**os.environ, "LD_BIND_NOW": "1", "TELLING": KNOWN, "GLIBC_TUNABLES": TUNABLES})
    _, status = os.waitpid(pid, 0)
    if not os.WIFSTOPPED(status):
        print("SKIPPED, LOUDLY: processes can't be looked into here")
        sys.exit(77)
    ptrace(SETOPTIONS, pid, None, O_TRACEEXIT | O_EXITKILL)
    found, known, send = [], False, 0
    while True:
        ptrace(CONT, pid, None, send)
        _, status = os.waitpid(pid, 0)
        if not os.WIFSTOPPED(status):
            return found, known
        send = os.WSTOPSIG(status)
        if status >> 8 == signal.SIGTRAP | EVENT_EXIT << 8:
            send = 0
            numbers = results()
            for name, memory in writable(pid):
                known = known or KNOWN.encode() in memory
                for what in [SECRET.encode(), *numbers]:
                    at = memory.find(what)
                    if at >= 0:
                        found.append(f"{name}: {memory[max(at - 30, 0):at + 60]}")


def results():
    """The last fit and readiness that were written, as the program has them."""
    with open(folder + "/out.1", encoding="utf-8") as out:
        told = re.findall(r'"fit_ppm":(\d+),"readiness_ppm":(\d+)', out.read())
    return [struct.pack("<ii", *map(int, told[-1]))] if told else []


def person(i):
    who = {"id": f"somebody-called-{SECRET}-{i}", "history": [{"title": "cn:taxi-driver", "years": 12}, {"title": f"{SECRET} {i}"}],
           "skills": [{"ref": "s.drive-vehicles", "level": 3, "reason": SECRET}], "facts": {"other": SECRET * (1 + i % 30)}}
    if i % 9 == 4:
        who["skills"].append({"title": SECRET})  # wrong
    if i % 9 == 5:
        who["skills"][0]["level"] = 99  # no such level, which is told with the id
    if i == 700:
        who["facts"] = {f"other-{k}": SECRET * 100 for k in range(80)}  # goes on in the next block
    return json.dumps(who)[:-5 if i % 7 == 3 else None]


with open(folder + "/people.jsonl", "w") as out:
    out.writelines(person(i) + "\n" for i in range(1500))
    out.write(person(0).replace(SECRET, SECRET * 400000, 1) + "\n" + person(1))  # too long; without an end
with open(folder + "/people.xml", "w") as out:  # the parser's own buffers: over all that it has left, others are written
    out.write('<profiles xmlns="urn:reroute:profile:1">\n')
    for i in range(8000):
        who, years = (f"somebody-called-{SECRET}-{i // 2}", "x" if i % 3 == 0 else i % 20) if i < 40 else (f"w-{i}", 5)
        out.write(f'<profile id="{who}"><job title="cn:taxi-driver" years="{years}"/><skill ref="s.drive-vehicles" level="{99 if i % 5 == 0 else 3}"/></profile>\n')
    out.write("</profiles>\n")
with open(folder + "/headless.csv", "w") as out:
    out.write(f"somebody-called-{SECRET},cn:taxi-driver,12\n")
with open(folder + "/people.csv", "w") as out:
    out.write("id,occupation,years,skills,fact:other\n")
    out.writelines(f'somebody-called-{SECRET}-{i},cn:taxi-driver,{f"x{SECRET}" if i % 9 == 4 else 12},{SECRET};{SECRET}=3,"{SECRET * (1 + i % 30)}"\n' for i in range(1500))
for name in ("people.jsonl", "people.csv", "headless.csv", "people.xml"):
    for options in (["--jobs", "1"], ["--jobs", "2", "-f", "csv"], ["--full", "-n", "1"], ["--strict"], ["-o", folder + "/to"]):
        found, known = run(f"{folder}/{name}", options)
        if not known:
            sys.exit("its memory was not looked through")
        if found:
            sys.exit(f"{name} {' '.join(options)}:\n" + "\n".join(found))
        if os.path.exists(folder + "/to"):
            os.remove(folder + "/to")
    print(f"{name}: nothing")
END
"$REROUTE_BIN" taxonomy build "$REROUTE_SOURCE/taxonomies/cn-transition" -o "$folder/taxonomy.rrt" -q
python3 "$folder/look.py" "$folder"
