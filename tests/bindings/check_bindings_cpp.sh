#!/bin/sh
# SPDX-License-Identifier: MIT
# reroute.hpp: the program built beside the library, and the same compiled strictly from an installed prefix by each compiler
# there is, answer as `reroute` does.
. "$REROUTE_SOURCE/tests/bindings/expected.sh"
data=$prefix/share/reroute

"$REROUTE_BUILD/tests/bindings_cpp" "$data" "$folder" "$prefix/libexec/reroute/reroute-plugin-host"
same "beside the library"

compilers="g++ clang++" sanitized=
[ -z "$REROUTE_SANITIZED" ] || compilers=${CXX:-c++} sanitized="-fsanitize=$REROUTE_SANITIZED -fno-sanitize-recover=all -g"
for compiler in $compilers; do
    command -v $compiler > /dev/null || { echo "SKIPPED, LOUDLY: $compiler is not installed"; continue; }
    $compiler -std=c++17 -O1 $sanitized -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Werror "$REROUTE_SOURCE/tests/bindings/cpp.cpp" \
        -o "$folder/cpp" $(pkg-config --cflags --libs reroute) -pthread
    LD_LIBRARY_PATH=$libdir "$folder/cpp" "$data" "$folder"
    same "from a prefix, by $compiler"
done
[ -z "$REROUTE_SANITIZED" ] || { echo "SKIPPED, LOUDLY: the README's console, whose compiler does not sanitize"; exit 0; }
documented cpp "LD_LIBRARY_PATH=$libdir"
