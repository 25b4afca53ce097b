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

enum { PADDED = 7 * RR__LANES, COLUMNS = 5 };

typedef struct outcome {
    float sums[PADDED], abreast[RR__ABREAST][PADDED], distances[PADDED], constants[PADDED];
    int32_t fits[PADDED], contenders[RR__CONTENDERS];
    uint32_t reaching[PADDED / RR__LANES + 1];
} outcome;

static float columns[COLUMNS][PADDED];

/* Values of many sizes, so that another order of a sum would show. */
static float spread(uint32_t i)
{
    float x = (float)(int32_t)(i * 2654435761u % 20011u) - 10005;
    return x / (float)(1u << (i % 23));
}

static void run(outcome *out, const rr__loops *loops, uint32_t padded)
{
    const float *at[COLUMNS];
    float values[COLUMNS * RR__ABREAST];
    memset(out, 0, sizeof *out);
    for (uint32_t k = 0; k < COLUMNS; k++)
        at[k] = columns[k];
    for (uint32_t k = 0; k < COLUMNS * RR__ABREAST; k++)
        values[k] = spread(k + 77);
    for (uint32_t d = 0; d < PADDED; d++)
        out->sums[d] = out->distances[d] = out->constants[d] = out->abreast[0][d] = spread(d + 5);
    loops->add_columns(out->sums, at, values, COLUMNS, padded);
    loops->add_columns_abreast(out->abreast[0], at, values, COLUMNS, padded);
    loops->add_distance(out->distances, columns[0], 1.5f, 0.3f, 7, padded);
    loops->add_constant(out->constants, 0.1f, padded);
    loops->round_fits(out->fits, columns[1], -4000, 130, padded);
    loops->find_contenders(out->contenders, out->fits, padded);
    for (uint32_t from = 0, i = 0; from < padded; from += RR__LANES)
        out->reaching[i++] = loops->find_reaching(out->fits, 999999, from, padded);
}

static void match_accumulate__every_width_gives_the_same_bits(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < COLUMNS * PADDED; i++)
        columns[i / PADDED][i % PADDED] = spread(i);
    for (uint32_t padded = 0; padded <= PADDED; padded += RR__LANES) {
        static outcome plain, other;
        run(&plain, rr__loops_at(0), padded);
        for (uint32_t set = 1; rr__loops_at(set) != NULL; set++) {
            run(&other, rr__loops_at(set), padded);
            assert_memory_equal(&plain, &other, sizeof plain);
            if (padded == 0)
                printf("compared with plain: %s\n", rr__loops_at(set)->name);
        }
    }
}

static void match_accumulate__plain_sums_run_in_the_order_of_columns(void **state)
{
    (void)state;
    static outcome plain;
    run(&plain, rr__loops_at(0), PADDED);
    for (uint32_t d = 0; d < PADDED; d++) {
        float sum = spread(d + 5);
        for (uint32_t k = 0; k < COLUMNS; k++) {
            float product = columns[k][d] * spread(k + 77);
            sum = sum + product;
        }
        assert_memory_equal(&sum, &plain.sums[d], sizeof sum);
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
        cmocka_unit_test(match_accumulate__plain_sums_run_in_the_order_of_columns),
        cmocka_unit_test(match_top__leaves_out_nothing_whatever_the_ties),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
