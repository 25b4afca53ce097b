#!/bin/sh
# SPDX-License-Identifier: MIT
# The shared library keeps the ABI of core/reroute.abi: what is added passes, what is removed or changed fails. Needs debug
# information (-DCMAKE_C_FLAGS=-g). To change the ABI on purpose: tests/README.md.
set -e
baseline=$REROUTE_SOURCE/core/reroute.abi

skip() {
    echo "SKIPPED, LOUDLY: $*"
    exit 77
}

command -v abidiff > /dev/null && command -v abidw > /dev/null || skip "abidiff (abigail-tools) is not installed"
[ -z "$REROUTE_SANITIZED" ] || skip "a sanitized library has another ABI"
readelf -S "$REROUTE_SHARED" | grep -q '\.debug_info' || skip "the library has no debug information; configure with -DCMAKE_C_FLAGS=-g"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# What is no part of it: types of the library's own, and the insides of those that the headers only name. (abidw tells headers
# by their names alone, and some of the library's own are named like a public one.) And options say their size and grow.
opaque=$(sed -nE 's/^typedef struct (rr_[a-z_]+) \1;.*/\1/p' "$REROUTE_SOURCE"/include/reroute/*.h | paste -s -d '|')
cat > "$folder/rules" <<RULES
[suppress_type]
  name_regexp = ^(rr__.*|__.*|$opaque)$
  drop = yes
[suppress_type]
  type_kind = struct
  name_regexp = ^rr_[a-z_]*_options$
  has_data_member_inserted_at = end
RULES

describe() { # file: the exported functions and the types of the public headers
    abidw --headers-dir "$REROUTE_SOURCE/include/reroute" --drop-private-types --drop-undefined-syms --exported-interfaces-only \
        --suppressions "$folder/rules" --no-corpus-path --no-comp-dir-path --no-show-locs --no-elf-needed --no-parameter-names \
        --no-write-default-sizes --out-file "$1" "$REROUTE_SHARED"
}

if [ "$1" = renew ]; then
    describe "$baseline"
    exit
fi
grep -q "architecture='elf-amd-x86_64'" "$baseline" && [ "$(uname -m)" = x86_64 ] || skip "the committed ABI is that of x86_64"

describe "$folder/now"

compare() { # baseline
    abidiff --suppressions "$folder/rules" --no-added-syms "$1" "$folder/now" > "$folder/said" 2>&1
}

compare "$baseline" || { cat "$folder/said"; echo "the ABI changed (on purpose? tests/README.md says how to renew core/reroute.abi)"; exit 1; }
echo "the ABI is kept"

# The test can fail: a library that once had more, or had it otherwise, is told from this one.
edit() { # passes or fails, what, python that edits `text`
    python3 - "$baseline" "$folder/edited" "$3" <<'PYTHON'
import re, sys
text = before = open(sys.argv[1]).read()
def struct(name):
    return re.search(r"<class-decl name='%s' size-in-bits='(\d+)'.*?</class-decl>" % name, text, re.S)
def without_last(name):
    s = struct(name)
    last = re.findall(r" *<data-member .*?</data-member>\n", s.group(0), re.S)[-1]
    at = int(re.search(r"layout-offset-in-bits='(\d+)'", last).group(1))
    return text.replace(s.group(0), s.group(0).replace(last, "").replace("size-in-bits='%s'" % s.group(1), "size-in-bits='%d'" % at, 1))
exec(sys.argv[3])
assert text != before, "nothing was edited"
open(sys.argv[2], "w").write(text)
PYTHON
    verdict=passes
    compare "$folder/edited" || verdict=fails
    [ $verdict = "$1" ] || { cat "$folder/said"; echo "$2: $verdict, and should not"; exit 1; }
    echo "$verdict: $2"
}

edit fails "a function was removed" "text = text.replace('rr_match_at', 'rr_match_gone')"
edit fails "an enumerator has another value" "text = text.replace(\"name='RR_EUSAGE' value='12'\", \"name='RR_EUSAGE' value='13'\")"
edit fails "two members changed places" "text = re.sub(r\"name='(score|fit)_ppm'\", lambda m: \"name='%s_ppm'\" % {'score': 'fit', 'fit': 'score'}[m[1]], text)"
edit fails "a struct of results grew" "text = without_last('rr_held')"
edit passes "a function was added" "text = re.sub(r\" *<elf-symbol name='rr_match_at'.*?/>\n\", '', re.sub(r\" *<function-decl name='rr_match_at'.*?</function-decl>\n\", '', text, flags=re.S))"
edit passes "options grew at their end" "text = without_last('rr_match_options')"
edit passes "an enumeration grew" "text = re.sub(r\" *<enumerator name='RR_EUSAGE'.*?/>\n\", '', text)"
