/* SPDX-License-Identifier: MIT */
/* Columns in, sums by document out: loops written once, compiled for each width of vectors, and chosen while
 * running. */
#include "match/accumulate.h"

#include <stddef.h>
#include <string.h>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

enum { REGISTERS = 4 /* of sums, for each query */ };
#define UNROLL _Pragma("GCC unroll 4") /* so that sums stay in registers */

/* Of 16-bit lanes a and b, LOW and HIGH take turns, a first; ADD_PRODUCTS adds the products of neighbouring lanes to a sum.
 * Wide registers do so within each 128 bits, so FIRST and SECOND bring the sums of both into the order of documents. */
#define SET plain
#define TARGET
#define WIDTH 4
#define TOGETHER 2
#if defined(__SSE2__)
#define PACKED __m128i
#define LOW _mm_unpacklo_epi16
#define HIGH _mm_unpackhi_epi16
#define ADD_PRODUCTS(sum, a, b) _mm_add_epi32(sum, _mm_madd_epi16(a, b))
#define FIRST(low, high) (low)
#define SECOND(low, high) (high)
#endif
#include "match/accumulate_loops.h"
#if defined(__x86_64__)
#define SET avx2
#define TARGET __attribute__((target("avx2")))
#define WIDTH 8
#define TOGETHER 2
#define PACKED __m256i
#define LOW _mm256_unpacklo_epi16
#define HIGH _mm256_unpackhi_epi16
#define ADD_PRODUCTS(sum, a, b) _mm256_add_epi32(sum, _mm256_madd_epi16(a, b))
#define FIRST(low, high) _mm256_permute2x128_si256(low, high, 0x20)
#define SECOND(low, high) _mm256_permute2x128_si256(low, high, 0x31)
#include "match/accumulate_loops.h"
#define SET avx512
#define TARGET __attribute__((target("avx512f,avx512bw")))
#define WIDTH 16
#define TOGETHER 4
#define PACKED __m512i
#define LOW _mm512_unpacklo_epi16
#define HIGH _mm512_unpackhi_epi16
#define ADD_PRODUCTS(sum, a, b) _mm512_add_epi32(sum, _mm512_madd_epi16(a, b))
#define FIRST(low, high) _mm512_permutex2var_epi64(low, _mm512_set_epi64(11, 10, 3, 2, 9, 8, 1, 0), high)
#define SECOND(low, high) _mm512_permutex2var_epi64(low, _mm512_set_epi64(15, 14, 7, 6, 13, 12, 5, 4), high)
#include "match/accumulate_loops.h"
#define SET vnni
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vnni")))
#define WIDTH 16
#define TOGETHER 4
#define PACKED __m512i
#define LOW _mm512_unpacklo_epi16
#define HIGH _mm512_unpackhi_epi16
#define ADD_PRODUCTS _mm512_dpwssd_epi32
#define FIRST(low, high) _mm512_permutex2var_epi64(low, _mm512_set_epi64(11, 10, 3, 2, 9, 8, 1, 0), high)
#define SECOND(low, high) _mm512_permutex2var_epi64(low, _mm512_set_epi64(15, 14, 7, 6, 13, 12, 5, 4), high)
#include "match/accumulate_loops.h"
#endif

const rr__loops *rr__loops_at(uint32_t index)
{
    const rr__loops *sets[5] = {&plain}, **next = sets + 1;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2"))
        *next++ = &avx2;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw"))
        *next++ = &avx512;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vnni"))
        *next++ = &vnni;
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
