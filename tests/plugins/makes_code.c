/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <sys/mman.h>
static void *volatile code;
#define IN_SCORE code = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
#include "fixture.h"
