/* SPDX-License-Identifier: MIT */
/* The inner loops of scoring over all documents at once, one set for each width of the processor's vectors.
 * A document is a lane and its sum runs in one order, each operation rounded on its own, so that every set
 * gives the same bits. Arrays hold `padded` documents, a multiple of RR__LANES, and need no alignment. */
#ifndef RR_MATCH_ACCUMULATE_H
#define RR_MATCH_ACCUMULATE_H

#include <stdint.h>

enum { RR__LANES = 16 };      /* documents a step */
enum { RR__ABREAST = 4 };     /* queries that add_columns_abreast takes */
enum { RR__CONTENDERS = 2 * RR__LANES };

typedef struct rr__loops {
    const char *name;
    /* scores[d] += values[0] * columns[0][d], then values[1] * columns[1][d] ... */
    void (*add_columns)(float *scores, const float *const *columns, const float *values, uint32_t count, uint32_t padded);
    /* The same for RR__ABREAST queries, whose scores follow one another and whose values alternate. */
    void (*add_columns_abreast)(float *scores, const float *const *columns, const float *values, uint32_t count, uint32_t padded);
    /* scores[d] -= weight * (|levels[d] - own| / divisor) */
    void (*add_distance)(float *scores, const float *levels, float own, float weight, float divisor, uint32_t padded);
    void (*add_constant)(float *scores, float constant, uint32_t padded);
    /* fits[d] = (scores[d] - lowest) * factor, cut to 0..1,000,000 and rounded. */
    void (*round_fits)(int32_t *fits, const float *scores, float lowest, float factor, uint32_t padded);
    /* The best fit of each of RR__CONTENDERS groups that share no document. */
    void (*find_contenders)(int32_t *best, const int32_t *fits, uint32_t padded);
    /* The first RR__LANES documents from `from` on with a fit of at least `least` among them, or `padded`. */
    uint32_t (*find_reaching)(const int32_t *fits, int32_t least, uint32_t from, uint32_t padded);
} rr__loops;

/* The widest set that this processor runs. */
const rr__loops *rr__loops_here(void);
/* Each set that this processor runs, by number; NULL behind the last. */
const rr__loops *rr__loops_at(uint32_t index);
#endif
