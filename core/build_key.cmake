# SPDX-License-Identifier: MIT
# cmake -DFOLDER=core -DOUT=build_key.h -P build_key.cmake: a digest of the sources that decide what a frozen taxonomy holds,
# so that no other build's is taken from a cache.
file(GLOB SOURCES ${FOLDER}/base/*.[ch] ${FOLDER}/base/*.def ${FOLDER}/taxonomy/*.[ch] ${FOLDER}/taxonomy/*.def ${FOLDER}/match/*.[ch])
list(SORT SOURCES)
set(all "")
foreach(source ${SOURCES})
  file(SHA256 ${source} digest)
  string(APPEND all ${digest})
endforeach()
string(SHA256 key "${all}")
file(CONFIGURE OUTPUT ${OUT} CONTENT "#define RR__BUILD_KEY \"${key}\"\n")
