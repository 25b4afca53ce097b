#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Who asks what: the questions of taxonomies and plugins (folders of XML and C), held against each other.

What means the same is asked in the same words, so that it is asked once (same_question.c goes by them): a question in one
language has one in the other, whoever asks it, and what hangs on the same facts alone is one question."""
import collections, pathlib, re, sys
import xml.etree.ElementTree as ET

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def name(node):
    return node.tag.split("}")[1]


def question(node):
    """English and Chinese, or None."""
    asked = {q.get(LANG): q.text for q in node if name(q) == "question"}
    return (asked.get("en"), asked.get("zh")) if asked else None


def facts(node):
    """The facts that a question of the node is about: those below it that have no question of their own; others are None."""
    if name(node) == "fact":
        return {node.get("name")}
    found = set()
    for below in node:
        if name(below) in ("when", "all", "any", "not", "fact") and question(below) is None:
            found |= facts(below)
        elif name(below) in ("licence", "history", "education", "skill"):
            found.add(None)
    return found


def of_xml(file):
    for node in ET.parse(file).iter():
        if question(node) is not None:
            yield question(node), frozenset(facts(node))


def of_code(file):
    """SAY(ask_NAME, "English", "Chinese")"""
    for said in re.finditer(r'SAY\(ask_\w+,((?:"(?:[^"\\]|\\.)*"|[\s,])*)\);', file.read_text()):
        texts = [""]
        for text, comma in re.findall(r'"((?:[^"\\]|\\.)*)"|(,)', said[1]):
            texts[-1] += text
            texts += [""] if comma else []
        yield tuple(texts), frozenset()


def main():
    by_en, by_zh, by_facts, count, broken = collections.defaultdict(set), collections.defaultdict(set), collections.defaultdict(set), 0, 0
    for folder in map(pathlib.Path, sys.argv[1:]):
        for file in sorted(folder.glob("*.xml")) + sorted(folder.glob("*.c")):
            for (en, zh), about in (of_code if file.suffix == ".c" else of_xml)(file):
                count += 1
                by_en[en].add(zh)
                by_zh[zh].add(en)
                if about and None not in about:
                    by_facts[about].add(en)
    for what, others in [*by_en.items(), *by_zh.items(), *by_facts.items()]:
        if len(others) > 1:
            broken += 1
            what = what if isinstance(what, str) else " and ".join(sorted(what))
            print(f"{what}: asked in {len(others)} ways: " + " / ".join(sorted(map(str, others))))
    print(f"{count} questions, {len(by_en)} of them different: {broken} asked in two ways")
    return 1 if broken or not count else 0


sys.exit(main())
