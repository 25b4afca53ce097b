#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Client pages of many roles, regions and people on paper: each is one sheet, side by side two.

    sweep_sheets.py FOLDER EVERY [COMMAND ...]

Of all pages of the shipped taxonomy and its regions it makes one in EVERY, always the same ones; 1 makes all, some ten
thousand, which takes hours; 7 takes some 25 of the 180 of each role. Says which pages have more sheets, and how far it is."""
import itertools, json, os, subprocess, sys
from check_pages import Browser, sheets

REROUTE = os.environ["REROUTE_BIN"]
DATE = ["--date", "2026-11-24"]
REGIONS = "CN-GD CN-ZJ CN-BJ CN-HA".split()
PEOPLE = {"driver": ["--occupation", "taxi driver", "--years", "12", "--licence", "C1:2012", "--age", "47"],
          "schooled": ["--occupation", "taxi driver", "--years", "12", "--licence", "C1:2012", "--age", "47", "--education", "vocational-secondary"],
          "unstated": ["--occupation", "cn:taxi-driver", "--years", "10"],
          "sewing": ["--occupation", "缝纫工", "--years", "8"],
          "cashier": ["--occupation", "cn:cashier", "--years", "10"]}
STEP = 7 # how far apart the roles are that are compared


def roles(person):
    said = subprocess.run([REROUTE, "match", person, "-n", "0", "-f", "json", "--no-plugins", *DATE], capture_output=True, check=True).stdout
    return sorted(m["occupation"] for m in json.loads(said)["matches"])


def pages(folder, commands):
    """Person, arguments and language of each page, in an order that mixes them."""
    for name, stated in PEOPLE.items():
        subprocess.run([REROUTE, "profile", "new", *stated, "-o", os.path.join(folder, name + ".xml")], check=True)
    names = roles(os.path.join(folder, "driver.xml"))
    for (i, role), region, person, lang, command in itertools.product(enumerate(names), REGIONS, PEOPLE, ("en", "zh", "zh,en"), commands):
        wanted = [role]
        if command == "compare":
            wanted = [names[(i + k * STEP) % len(names)] for k in range(2 + i % 3)]
        if command == "path":
            wanted += ["--floor", "4500"] if i % 2 else []
        yield [command, os.path.join(folder, person + ".xml"), *wanted, "--region", region, "--view", "client", "-f", "html", "-l", lang, *DATE], lang


def main():
    folder, every = os.path.realpath(sys.argv[1]), int(sys.argv[2])
    commands = sys.argv[3:] or ["plan", "path", "compare"]
    html, pdf = os.path.join(folder, "page.html"), os.path.join(folder, "page.pdf")
    browser, failed, made, full = Browser(os.environ.get("CHROMIUM", "chromium")), 0, 0, []
    try:
        for arguments, lang in itertools.islice(pages(folder, commands), 0, None, every):
            subprocess.run([REROUTE, *arguments, "-o", html], check=True)
            browser.load("file://" + html)
            browser.keep("Page.printToPDF", pdf, preferCSSPageSize=True)
            count, size = sheets(pdf)
            most = 2 if "," in lang else 1
            made += 1
            if made % 100 == 0:
                print(f"{made} pages, the last of {arguments[2]}", file=sys.stderr, flush=True)
            if count > most or "A4" not in size:
                failed += 1
                print(f"{count} sheets of {size}, not {most}: reroute " + " ".join(arguments), flush=True)
    finally:
        browser.end()
    print(f"{made} pages, {failed} with too many sheets")
    return 1 if failed or not made else 0


if __name__ == "__main__":
    sys.exit(main())
