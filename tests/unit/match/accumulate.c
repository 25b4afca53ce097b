/* SPDX-License-Identifier: MIT */
/* Every set of loops gives the bits that plain ones give, for counts that fill no register. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "match/accumulate.h"
#include "match/index.h"

/* What processors run that multiply no pairs of 16 bits. */
#define SET portable
#define TARGET
#define WIDTH 4
#define TOGETHER 2
enum { REGISTERS = 4 };
#define UNROLL
#include "match/accumulate_loops.h"

enum { PADDED = 3 * RR__TILE, COLUMNS = 7, QUERIES = 3, PAIRS = 5, DENSE = 7 /* queries: more than are taken at once, and some */, DENSE_WIDTH = 2 * PAIRS + 2 };

typedef struct outcome {
    int32_t sums[QUERIES][PADDED], dense[DENSE][PADDED];
    float weighed[PADDED], biased[PADDED], distances[PADDED], constants[PADDED];
    int32_t fits[PADDED], least[RR__CONTENDERS];
    uint32_t reaching[PADDED / RR__LANES + 1];
} outcome;

static float floats[2][PADDED];
static int16_t tiles[COLUMNS * PADDED], pairs[2 * PAIRS * PADDED], dense_values[DENSE * DENSE_WIDTH];

/* Values of many sizes, so that another order of a sum would show. */
static float spread(uint32_t i)
{
    float x = (float)(int32_t)(i * 2654435761u % 20011u) - 10005;
    return x / (float)(1u << (i % 23));
}

/* Whole numbers up to both ends of 16 bits. */
static int16_t whole(uint32_t i)
{
    return i % 11 == 0 ? INT16_MAX : i % 13 == 0 ? -INT16_MAX : (int16_t)(i * 2654435761u >> 16);
}

/* Queries of no, two and six columns; their last column counts nothing. */
static const uint32_t named[] = {0, 1, 3, 4, 5, 5};
static const uint32_t counts[QUERIES] = {0, 2, 6};

static int16_t value_of(uint32_t query, uint32_t k)
{
    return k == 5 ? 0 : whole(query * 100 + k + 7);
}

static int16_t *cell(uint32_t column, uint32_t document)
{
    return &tiles[(document / RR__TILE * COLUMNS + column) * RR__TILE + document % RR__TILE];
}

static void add_columns(int32_t *sums, const rr__loops *loops, uint32_t padded)
{
    uint32_t at[sizeof named / sizeof named[0]];
    int16_t values[QUERIES][sizeof named / sizeof named[0]];
    rr__picks picks[QUERIES];
    for (uint32_t i = 0; i < QUERIES; i++) {
        for (uint32_t k = 0; k < sizeof named / sizeof named[0]; k++) {
            at[k] = named[k] * RR__TILE * 2;
            values[i][k] = value_of(i, k);
        }
        picks[i] = (rr__picks){at, values[i], counts[i]};
    }
    loops->add_columns(sums, tiles, COLUMNS, picks, QUERIES, padded);
}

static void add_dense(int32_t *sums, const rr__loops *loops, uint32_t padded)
{
    const rr__pairs own = {pairs, PAIRS, dense_values, DENSE_WIDTH};
    loops->add_dense(sums, &own, DENSE, padded);
}

static void run(outcome *out, const rr__loops *loops, uint32_t padded)
{
    memset(out, 0, sizeof *out);
    for (uint32_t i = 0; i < QUERIES * PADDED; i++)
        out->sums[i / PADDED][i % PADDED] = (int32_t)(i * 2654435761u);
    for (uint32_t i = 0; i < DENSE * PADDED; i++)
        out->dense[i / PADDED][i % PADDED] = (int32_t)(i * 2654435761u);
    memcpy(out->weighed, out->sums[0], sizeof out->weighed);
    for (uint32_t d = 0; d < PADDED; d++)
        out->biased[d] = out->distances[d] = out->constants[d] = spread(d + 5);
    add_columns(out->sums[0], loops, padded);
    add_dense(out->dense[0], loops, padded);
    loops->weigh_sums(out->weighed, 1.0f / (1 << 27), padded);
    loops->add_biases(out->biased, floats[0], 0.7f, padded);
    loops->add_distance(out->distances, floats[0], 1.5f, 0.3f, 7, padded);
    loops->add_constant(out->constants, 0.1f, padded);
    loops->round_fits(out->fits, floats[1], -4000, 130, padded);
    for (uint32_t top = 1; top <= RR__CONTENDERS; top++)
        out->least[top - 1] = loops->find_least(out->fits, top, padded);
    for (uint32_t from = 0, i = 0; from < padded; from += RR__LANES)
        out->reaching[i++] = loops->find_reaching(out->fits, 999999, from, padded);
}

static void match_accumulate__every_width_gives_the_same_bits(void **state)
{
    (void)state;
    static outcome plain, other;
    for (uint32_t i = 0; i < 2 * PADDED; i++)
        floats[i / PADDED][i % PADDED] = spread(i);
    for (uint32_t i = 0; i < COLUMNS * PADDED; i++)
        tiles[i] = whole(i);
    for (uint32_t i = 0; i < 2 * PAIRS * PADDED; i++)
        pairs[i] = whole(i + 3);
    for (uint32_t i = 0; i < DENSE * DENSE_WIDTH; i++)
        dense_values[i] = whole(i + 5);
    for (uint32_t padded = 0; padded <= PADDED; padded += RR__TILE) {
        run(&plain, rr__loops_at(0), padded);
        run(&other, &portable, padded);
        assert_memory_equal(&plain, &other, sizeof plain);
        for (uint32_t set = 1; rr__loops_at(set) != NULL; set++) {
            run(&other, rr__loops_at(set), padded);
            assert_memory_equal(&plain, &other, sizeof plain);
            if (padded == 0)
                printf("compared with plain: %s\n", rr__loops_at(set)->name);
        }
    }
}

/* Sums that pass 32 bits wrap, so that a hostile file harms nobody. */
static void match_accumulate__sums_are_the_products_of_all_columns(void **state)
{
    (void)state;
    static outcome plain;
    run(&plain, rr__loops_at(0), PADDED);
    for (uint32_t i = 0; i < QUERIES; i++)
        for (uint32_t d = 0; d < PADDED; d++) {
            uint32_t sum = (i * PADDED + d) * 2654435761u;
            for (uint32_t k = 0; k < counts[i]; k++)
                sum += (uint32_t)(value_of(i, k) * *cell(named[k], d));
            assert_int_equal(plain.sums[i][d], (int32_t)sum);
        }
    for (uint32_t i = 0; i < DENSE; i++)
        for (uint32_t d = 0; d < PADDED; d++) {
            uint32_t sum = (i * PADDED + d) * 2654435761u;
            for (uint32_t k = 0; k < 2 * PAIRS; k++)
                sum += (uint32_t)(dense_values[i * DENSE_WIDTH + k] * pairs[((d / RR__TILE * PAIRS + k / 2) * RR__TILE + d % RR__TILE) * 2 + k % 2]);
            assert_int_equal(plain.dense[i][d], (int32_t)sum);
        }
}

/* The best by sorting, against the best by passing over what cannot be among them. */
static void match_top__leaves_out_nothing_whatever_the_ties(void **state)
{
    (void)state;
    enum { DOCUMENTS = PADDED - 3 };
    rr__index index = {.documents = DOCUMENTS, .padded = PADDED};
    for (uint32_t round = 0; round < 200; round++) {
        int32_t fits[PADDED];
        uint32_t found[PADDED], best[PADDED], kinds = 1 + round % 40, tops[] = {0, 1, 10, 33, DOCUMENTS, PADDED};
        for (uint32_t d = 0; d < PADDED; d++)
            fits[d] = d >= DOCUMENTS ? -1 : (int32_t)((d + 1) * (round + 3) * 2654435761u % 65536u % kinds) - (d % 17 == round % 17);
        uint32_t count = 0;
        for (uint32_t d = 0; d < DOCUMENTS; d++) {
            if (fits[d] < 0)
                continue;
            uint32_t at = count++;
            for (; at > 0 && fits[best[at - 1]] < fits[d]; at--)
                best[at] = best[at - 1];
            best[at] = d;
        }
        for (size_t t = 0; t < sizeof tops / sizeof tops[0]; t++) {
            uint32_t most = tops[t] < count ? tops[t] : count;
            assert_int_equal(rr__top(found, tops[t], fits, &index), most);
            assert_memory_equal(found, best, most * sizeof *found);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(match_accumulate__every_width_gives_the_same_bits),
        cmocka_unit_test(match_accumulate__sums_are_the_products_of_all_columns),
        cmocka_unit_test(match_top__leaves_out_nothing_whatever_the_ties),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
