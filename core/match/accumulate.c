/* SPDX-License-Identifier: MIT */
/* Columns of floats in, sums by document out: loops written once, compiled for each width of vectors, and
 * chosen while running. */
#include "match/accumulate.h"

#include <stddef.h>

#define SET plain
#define TARGET
#define WIDTH 4
#include "match/accumulate_loops.h"
#if defined(__x86_64__)
#define SET avx2
#define TARGET __attribute__((target("avx2")))
#define WIDTH 8
#include "match/accumulate_loops.h"
#define SET avx512
#define TARGET __attribute__((target("avx512f")))
#define WIDTH 16
#include "match/accumulate_loops.h"
#endif

const rr__loops *rr__loops_at(uint32_t index)
{
    const rr__loops *sets[4] = {&plain}, **next = sets + 1;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2"))
        *next++ = &avx2;
    if (__builtin_cpu_supports("avx512f"))
        *next++ = &avx512;
#endif
    *next = NULL;
    return index < sizeof sets / sizeof sets[0] ? sets[index] : NULL;
}

const rr__loops *rr__loops_here(void)
{
    const rr__loops *widest = NULL;
    for (uint32_t i = 0; rr__loops_at(i) != NULL; i++)
        widest = rr__loops_at(i);
    return widest;
}
