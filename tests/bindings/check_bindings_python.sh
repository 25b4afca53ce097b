#!/bin/sh
# SPDX-License-Identifier: MIT
# The Python module in an installed prefix, with each Python there is from 3.9 on: it finds the library beside itself, answers as
# `reroute` does, and its structs are the compiler's.
. "$REROUTE_SOURCE/tests/bindings/expected.sh"
if command -v mypy > /dev/null; then
    (cd "$prefix/share/reroute/python" && mypy --no-incremental --cache-dir=/dev/null reroute) > "$folder/said" || { cat "$folder/said"; exit 1; }
else
    echo "SKIPPED, LOUDLY: mypy is not installed, so nobody looks at the types"
fi
[ -z "$REROUTE_SANITIZED" ] || preload

tried=0
for python in python3 python3.9 python3.12 python3.13; do
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2> /dev/null || continue
    PYTHONPATH=$prefix/share/reroute/python PYTHONDONTWRITEBYTECODE=1 "$python" -W error "$REROUTE_SOURCE/tests/bindings/python.py" \
        "$prefix/share/reroute" "$folder" "$prefix/include"
    same "$python"
    PYTHONPATH=$prefix/share/reroute/python PYTHONDONTWRITEBYTECODE=1 "$python" -W error "$REROUTE_SOURCE/tests/bindings/python_more.py" \
        "$prefix/share/reroute" "$folder"
    tried=$((tried + 1))
done
[ $tried -gt 0 ] || { echo "SKIPPED, LOUDLY: no Python of 3.9 or later is installed"; exit 77; }

export PYTHONPATH=$prefix/share/reroute/python PYTHONDONTWRITEBYTECODE=1
documented python

# Found where it is said to be, and told apart from a library of another ABI.
mkdir "$folder/elsewhere"
mv "$libdir"/libreroute.so* "$folder/elsewhere"
python3 -c 'import reroute' 2> "$folder/said" && { echo "a library was found that is not there"; exit 1; }
grep -q 'ImportError: libreroute.so.0 could not be loaded' "$folder/said" || { cat "$folder/said"; exit 1; }
REROUTE_LIBRARY=$folder/elsewhere/libreroute.so.0 python3 -c 'import reroute; print(reroute.version())'
printf 'int rr_abi(void) { return 99; }\n' | ${CC:-cc} -shared -fPIC -x c - -o "$folder/other.so"
REROUTE_LIBRARY=$folder/other.so python3 -c 'import reroute' 2> "$folder/said" && { echo "a library of another ABI was taken"; exit 1; }
grep -q 'has ABI 99' "$folder/said"
