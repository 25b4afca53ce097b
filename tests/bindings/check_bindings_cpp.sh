#!/bin/sh
# SPDX-License-Identifier: MIT
# reroute.hpp: the program built beside the library, and the same compiled strictly from an installed prefix by each compiler
# there is, answer as `reroute` does.
. "$REROUTE_SOURCE/tests/bindings/expected.sh"
data=$prefix/share/reroute

"$REROUTE_BUILD/tests/bindings_cpp" "$data" "$folder" "$prefix/libexec/reroute/reroute-plugin-host"
same "beside the library"
[ -z "$REROUTE_SANITIZED" ] || { echo "SKIPPED, LOUDLY: what links a sanitized library from a prefix must be sanitized too"; exit 0; }

for compiler in g++ clang++; do
    command -v $compiler > /dev/null || { echo "SKIPPED, LOUDLY: $compiler is not installed"; continue; }
    $compiler -std=c++17 -O1 -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Werror "$REROUTE_SOURCE/tests/bindings/cpp.cpp" \
        -o "$folder/cpp" $(pkg-config --cflags --libs reroute) -pthread
    LD_LIBRARY_PATH=$libdir "$folder/cpp" "$data" "$folder"
    same "from a prefix, by $compiler"
done
documented cpp "LD_LIBRARY_PATH=$libdir"
