/* SPDX-License-Identifier: MIT */
/* The inner loops of scoring over all documents at once, one set for each width of the processor's vectors.
 * Sums of products are whole numbers, of which any order gives the same; where floats are added, a document is
 * a lane and its sum runs in one order, each operation rounded on its own. So every set gives the same bits.
 * Arrays hold `padded` documents, a multiple of RR__TILE, and need no alignment. */
#ifndef RR_MATCH_ACCUMULATE_H
#define RR_MATCH_ACCUMULATE_H

#include <stdint.h>

enum { RR__LANES = 16 };      /* documents a step */
enum { RR__TILE = 64 };       /* documents of which a matrix's values lie together: 128 bytes a column */
enum { RR__CONTENDERS = 2 * RR__LANES };

/* The sparse columns that a query multiplies, two and two. */
typedef struct rr__picks {
    const uint32_t *at;    /* each column's place in a tile, in bytes */
    const int16_t *values; /* that multiply them */
    uint32_t count;        /* even */
} rr__picks;

/* Columns by pairs of which queries have about all. */
typedef struct rr__pairs {
    const int16_t *tiles;  /* [tile][pair][RR__TILE][2]: documents' values */
    uint32_t count;
    const int16_t *values; /* [query][width]: the first 2 * count multiply them */
    uint32_t width;
} rr__pairs;

typedef struct rr__loops {
    const char *name;
    /* For each of `count` queries, whose sums follow one another: sums[d] += the products of its values of all columns. */
    void (*add_dense)(int32_t *sums, const rr__pairs *pairs, uint32_t count, uint32_t padded);
    /* The same where a query has few of the columns: the products of its picks. `tiles` has the values of RR__TILE documents in all
     * `columns`, column after column, then those of the next documents. */
    void (*add_columns)(int32_t *sums, const int16_t *tiles, uint32_t columns, const rr__picks *picks, uint32_t count, uint32_t padded);
    /* Sums in, scores out in their place: each times `step`. */
    void (*weigh_sums)(void *sums, float step, uint32_t padded);
    /* scores[d] += weight * biases[d] */
    void (*add_biases)(float *scores, const float *biases, float weight, uint32_t padded);
    /* scores[d] -= weight * (|levels[d] - own| / divisor) */
    void (*add_distance)(float *scores, const float *levels, float own, float weight, float divisor, uint32_t padded);
    void (*add_constant)(float *scores, float constant, uint32_t padded);
    /* fits[d] = (scores[d] - lowest) * factor, cut to 0..1,000,000 and rounded. */
    void (*round_fits)(int32_t *fits, const float *scores, float lowest, float factor, uint32_t padded);
    /* A fit that at least `top` documents reach, RR__CONTENDERS at most: high, for most of the others don't. */
    int32_t (*find_least)(const int32_t *fits, uint32_t top, uint32_t padded);
    /* The first RR__LANES documents from `from` on with a fit of at least `least` among them, or `padded`. */
    uint32_t (*find_reaching)(const int32_t *fits, int32_t least, uint32_t from, uint32_t padded);
} rr__loops;

/* The widest set that this processor runs. */
const rr__loops *rr__loops_here(void);
/* Each set that this processor runs, by number; NULL behind the last. */
const rr__loops *rr__loops_at(uint32_t index);
#endif
