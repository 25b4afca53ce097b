#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Client views of many roles, regions and people, as text and as pages: none shows an id of the files.

    client_words.py FOLDER EVERY [COMMAND ...]

Of all views of the shipped taxonomy and its regions it makes one in EVERY, always the same ones; 1 makes all, which takes
long. What is looked for are ids of plugins, rules, grants, courses, certificates, schools and sources, of occupations, skills
and conditions, names of facts; all that no reader could take for a word."""
import html.parser, itertools, json, os, pathlib, re, subprocess, sys
import xml.etree.ElementTree as xml
from sweep_sheets import DATE, PEOPLE, REGIONS, REROUTE, STEP, roles

SOURCE = pathlib.Path(os.environ["REROUTE_SOURCE"])
COMMANDS = ["match", "explain", "plan", "path", "compare"]
OVERRIDES = [{"kind": "verdict", "role": "cn:icv-tester", "condition": "clean-5-years", "state": "met", "reason": "record seen"},
             {"kind": "finding", "plugin": "org.reroute.cn-national", "condition": "robotaxi-on-board-qualification", "role": "cn:icv-tester", "state": "met",
              "reason": "certificate seen"},
             {"kind": "finding", "plugin": "org.reroute.cn-national", "condition": "av-test-driver", "state": "unmet", "reason": "trained elsewhere"},
             {"kind": "strike", "skill": "drive vehicles", "reason": "eyesight"},
             {"kind": "order", "role": "cn:icv-tester", "place": "first", "reason": "an employer waits"}]


def is_code(text):
    return re.fullmatch(r"[A-Za-z0-9.:_-]+", text) and re.search(r"[.:_-]", text)


def ids():
    """Every id that a file of the taxonomy or of a plugin defines or refers to, and what code names in its texts."""
    found = set()
    files = [*SOURCE.glob("taxonomies/cn-transition/*.xml"), *SOURCE.glob("plugins/cn-*/*.xml")]
    for file in files:
        for element in xml.parse(file).iter():
            kind = element.tag.split("}")[1]
            for name in ("id", "code", "ref", "skill", "source", "exclusion-group", "name" if kind in ("fact", "licence") else "id", "fact"):
                found.add(element.get(name, "") if kind not in ("taxonomy", "crosswalk", "licence") or name != "code" else "")
    for file in SOURCE.glob("plugins/cn-*/*.c"):
        found.update(re.findall(r'(?:\.code = RRP_S|\.exclusion_group = RRP_S|fact_is|number_of|fact_of|RRP_PLUGIN)\((?:profile, )?"([^"]+)"', file.read_text()))
    return {text for text in found if is_code(text)}


class Reading(html.parser.HTMLParser):
    """What somebody reads of a page, or is read to: its text and the words in its attributes."""
    def __init__(self):
        super().__init__()
        self.words, self.skips = [], 0

    def handle_starttag(self, tag, attributes):
        self.skips += tag == "style"
        self.words += [value for name, value in attributes if name in ("aria-label", "alt", "title")]

    def handle_endtag(self, tag):
        self.skips -= tag == "style"

    def handle_data(self, data):
        if not self.skips:
            self.words.append(data)


def words(shown, form):
    if form == "text":
        return re.sub(r"\s+", " ", shown)
    reading = Reading()
    reading.feed(shown)
    return " ".join(reading.words)


def views(folder, commands):
    """Arguments and format of each view, in an order that mixes them."""
    people = {}
    for name, stated in PEOPLE.items():
        people[name] = os.path.join(folder, name + ".xml")
        subprocess.run([REROUTE, "profile", "new", *stated, "-o", people[name]], check=True)
    overrides = os.path.join(folder, "overrides.json")
    pathlib.Path(overrides).write_text(json.dumps({"schema": "reroute.overrides/1", "overrides": OVERRIDES}))
    names = roles(people["driver"])
    every = itertools.product(enumerate(names), REGIONS, people, commands, ("en", "zh"), ("text", "html"), ([], ["--override", overrides]))
    for (i, role), region, person, command, lang, form, decided in every:
        wanted = {"match": ["-n", str(3 + i % 5)], "compare": [names[(i + k * STEP) % len(names)] for k in range(2 + i % 3)]}.get(command, [role])
        if command == "path":
            wanted += ["--floor", "4500"] if i % 2 else []
        yield [command, people[person], *wanted, "--region", region, "--view", "client", "-f", form, "-l", lang, *decided, *DATE], form


def main():
    folder, every = os.path.realpath(sys.argv[1]), int(sys.argv[2])
    known = ids()
    assert {"org.reroute.cn-national", "gd-cert-lv", "clean-5-years", "gd-label", "gd-operator-ratio", "av-test-driver", "drink-driving-5y"} <= known
    pattern = re.compile(r"(?<![A-Za-z0-9._:-])(?:" + "|".join(map(re.escape, sorted(known, key=len, reverse=True))) + r")(?![A-Za-z0-9_-])")
    failed, made = 0, 0
    for arguments, form in itertools.islice(views(folder, sys.argv[3:] or COMMANDS), 0, None, every):
        shown = subprocess.run([REROUTE, *arguments], capture_output=True, check=True).stdout.decode()
        raw = sorted(set(pattern.findall(words(shown, form))))
        made += 1
        if raw:
            failed += 1
            print(", ".join(raw) + ": reroute " + " ".join(arguments), flush=True)
    print(f"{made} views, {failed} with ids")
    return 1 if failed or not made else 0


sys.exit(main())
