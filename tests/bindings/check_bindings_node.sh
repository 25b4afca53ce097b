#!/bin/sh
# SPDX-License-Identifier: MIT
# The Node module in an installed prefix, with koffi of the version that its package names: it finds the library beside itself,
# answers as `reroute` does, its structs are the compiler's and its declarations hold.
skip() {
    echo "SKIPPED, LOUDLY: $*"
    exit 77
}
command -v node > /dev/null && command -v npm > /dev/null || skip "node and npm are not installed"
node -e 'process.exit(process.versions.node.split(".")[0] < 18 ? 1 : 0)' || skip "Node $(node --version) is older than 18"
home=$HOME # npm's settings are there
. "$REROUTE_SOURCE/tests/bindings/expected.sh"
MODULE=$prefix/share/reroute/node
cd "$MODULE"
HOME=$home npm ci --ignore-scripts --no-audit --no-fund --prefer-offline --cache "$REROUTE_BUILD/tests/npm" > "$folder/npm" 2>&1 || { cat "$folder/npm"; skip "npm could not get koffi"; }

[ -z "$REROUTE_SANITIZED" ] || preload
export MODULE DATA="$prefix/share/reroute" FOLDER="$folder" INCLUDE="$prefix/include"
node --test "$REROUTE_SOURCE/tests/bindings/node.js" > "$folder/said" 2>&1 || { cat "$folder/said"; exit 1; }
same "node $(node --version)"
node --test "$REROUTE_SOURCE/tests/bindings/node_more.js" > "$folder/said" 2>&1 || { cat "$folder/said"; exit 1; }
mkdir "$folder/modules"
ln -s "$MODULE" "$folder/modules/reroute"
documented node "NODE_PATH=$folder/modules"

REROUTE_LIBRARY=$folder/nothing.so node -e "require('$MODULE')" 2> "$folder/said" && { echo "a library was found that is not there"; exit 1; }
grep -q 'could not be loaded' "$folder/said"
printf 'int rr_abi(void) { return 99; }\n' | ${CC:-cc} -shared -fPIC -x c - -o "$folder/other.so"
REROUTE_LIBRARY=$folder/other.so node -e "require('$MODULE')" 2> "$folder/said" && { echo "a library of another ABI was taken"; exit 1; }
grep -q 'has ABI 99' "$folder/said"
