#!/bin/sh
# SPDX-License-Identifier: MIT
# reroute.hpp: the programs built beside the library, and the same compiled strictly from an installed prefix by each compiler
# there is, answer as `reroute` does.
. "$REROUTE_SOURCE/tests/bindings/expected.sh"
data=$prefix/share/reroute
cat > "$folder/people.xml" << 'END'
<profiles xmlns='urn:reroute:profile:1'>
<profile id='w-1'><job title='taxi driver' years='3'/></profile>
<profile id='w-2'><job title='taxi driver' years='x'/></profile>
<profile id='w-3'><job title='xylophonist' years='3'/><job title='taxi driver' years='3'/></profile>
<profile id='w-4'/>
</profiles>
END
for format in jsonl csv; do
    "$reroute" batch "$folder/people.xml" --no-plugins -n 3 --date 2026-11-24 -l en -q -f $format --errors-ok > "$folder/batch.$format"
done

helper=$prefix/libexec/reroute/reroute-plugin-host
"$REROUTE_BUILD/tests/bindings_cpp" "$data" "$folder" "$helper"
same "beside the library"
"$REROUTE_BUILD/tests/bindings_cpp_more" "$data" "$folder" "$helper"

compilers="g++ clang++" sanitized=
[ -z "$REROUTE_SANITIZED" ] || compilers=${CXX:-c++} sanitized="-fsanitize=$REROUTE_SANITIZED -fno-sanitize-recover=all -g"
for compiler in $compilers; do
    command -v $compiler > /dev/null || { echo "SKIPPED, LOUDLY: $compiler is not installed"; continue; }
    for program in cpp cpp_more; do
        $compiler -std=c++17 -O1 $sanitized -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Werror \
            "$REROUTE_SOURCE/tests/bindings/$program.cpp" -o "$folder/$program" $(pkg-config --cflags --libs reroute) -pthread
        LD_LIBRARY_PATH=$libdir "$folder/$program" "$data" "$folder"
    done
    same "from a prefix, by $compiler"
done
[ -z "$REROUTE_SANITIZED" ] || { echo "SKIPPED, LOUDLY: the README's console, whose compiler does not sanitize"; exit 0; }
documented cpp "LD_LIBRARY_PATH=$libdir"
