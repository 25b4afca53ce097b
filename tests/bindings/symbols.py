# SPDX-License-Identifier: MIT
"""No public function is forgotten by a binding: each of core/reroute.symbols is used by Python, Node and the C++ header, or
stands below with the reason why not. symbols.py SOURCE"""
import os, re, sys

SOURCE = sys.argv[1]

# What a binding has another way for, by name or pattern.
MADE_OF_JSON = "profiles and overrides are made of objects, as JSON, which is checked in the same way"
OF_A_RESULT = "results are objects made of their JSON"
EXCEPTIONS = {
    "Python": {
        r"rr_profile_(create|add_\w+|set_\w+)": MADE_OF_JSON,
        r"rr_overrides_add": MADE_OF_JSON,
        r"rr_file_\w+": "Python has files of its own",
        r"rr_plugin_text": "texts are dicts by language",
        r"rr_match_overrides": "a result's options hold them",
    },
    "Node": {
        r"rr_profile_(create|add_\w+|set_\w+)": MADE_OF_JSON,
        r"rr_overrides_add": MADE_OF_JSON,
        r"rr_overrides_(at|count)": "data() of a result says what they are and did",
        r"rr_profile_((job|skill|licence|fact|language)(_count)?|constraints|education|region)": "data() of the profile",
        r"rr_file_\w+": "Node has files of its own",
        r"rr_(match|plan|path|compared|ask|explanation)_(?!run|one|list)\w+": OF_A_RESULT,
        r"rr_taxonomy_(get_info|source|facet|find_\w+)": "data() of the taxonomy; ids are looked for first",
        r"rr_facet_label": "data() of the taxonomy",
        r"rr_(occupation|descriptor)_(?!label|description)\w+": "data() of the occupation or descriptor",
        r"rr_plugins_(?!open|destroy|helper)\w+": "data() of the plugins",
        r"rr_plugin_text": "data() of the plugins",
        r"rr_check_state_name": "states are those words",
    },
    "C++": {
        r"rr_buffer_sink": "std::string, or a sink that fills what the caller has",
    },
}

# The files of each, and how a use looks in them: a table of signatures is no use.
BINDINGS = {
    "Python": ("core/bindings/python/reroute", r"^(?!_signatures).*\.py$", r"\b(?:_?lib|library)\.({})\b"),
    "Node": ("core/bindings/node", r"^(?!library).*\.js$", r"\blib\.({0})\b|['\"]({0})['\"]"),
    "C++": ("include/reroute/cpp", r"\.hpp$", r"\b({})\b"),
}


def used(folder, files, use, names):
    texts = []
    for name in sorted(os.listdir(os.path.join(SOURCE, folder))):
        if re.search(files, name):
            with open(os.path.join(SOURCE, folder, name), encoding="utf-8") as file:
                text = file.read()
            texts.append(re.sub(r"/\*.*?\*/", "", text, flags=re.S) if name.endswith(".hpp") else text)  # to be named in a comment is no use
    found = re.findall(use.format("|".join(names)), "\n".join(texts))
    return {name for one in found for name in ((one,) if isinstance(one, str) else one) if name}


# Numbers of the C headers that a binding has to write down itself: where, and how they look there.
NUMBERS = [
    ("include/reroute/profile.h", r"#define RR_PROFILE_ID_ROOM (\d+)", "core/bindings/python/reroute/_context.py", r"^PROFILE_ID_ROOM = (\d+)"),
    ("include/reroute/profile.h", r"#define RR_PROFILE_ID_ROOM (\d+)", "core/bindings/node/index.js", r"^const PROFILE_ID_ROOM = (\d+);"),
]


def number(path, pattern):
    with open(os.path.join(SOURCE, path), encoding="utf-8") as file:
        return re.search(pattern, file.read(), re.M)[1]


def main():
    with open(os.path.join(SOURCE, "core/reroute.symbols"), encoding="utf-8") as file:
        symbols = file.read().split()
    with open(os.path.join(SOURCE, "core/bindings/node/library.js"), encoding="utf-8") as file:
        opened = {name for name in ("rr_abi",) if name in file.read()}
    wrong = []
    for binding, (folder, files, use) in BINDINGS.items():
        names = used(folder, files, use, symbols) | (opened if binding == "Node" else set())
        if len(names) < 50:
            wrong.append(f"{binding}: only {len(names)} functions are used: this test sees nothing")
        for pattern, why in EXCEPTIONS[binding].items():
            meant = {name for name in symbols if re.fullmatch(pattern, name)}
            if not meant:
                wrong.append(f"{binding}: no function is called {pattern} ({why})")
            if meant and meant <= names:
                wrong.append(f"{binding}: {pattern} is used after all")
            names |= meant
        missing = [name for name in symbols if name not in names]
        if missing:
            wrong.append(f"{binding} forgets {' '.join(missing)}: bind them, or say in tests/bindings/symbols.py why not")
    wrong += [f"{theirs} has another number than {path}: {ours}" for path, ours, theirs, own in NUMBERS if number(path, ours) != number(theirs, own)]
    print("\n".join(wrong) or f"{len(symbols)} functions: used by each binding, or said why not")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
