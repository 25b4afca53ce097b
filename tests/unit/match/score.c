/* SPDX-License-Identifier: MIT */
/* Sums of products: exact, within 32 bits whatever the weights, the same from lists in stretches and among other queries;
 * and ranking allocates nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "match/accumulate.h"
#include "match/index.h"

static const char *const paths[] = {RR_TEST_SOURCE "/tests/data/valid/taxonomy-every-feature.xml", RR_TEST_SOURCE "/taxonomies/cn-transition"};
enum { TAXONOMIES = sizeof paths / sizeof paths[0], CN_TRANSITION = 1 };
static size_t allocations;
static rr_context *context;
static rr_taxonomy *taxonomies[TAXONOMIES];
static rr_matcher *matchers[TAXONOMIES];

static void *count_alloc(void *user, void *block, size_t size)
{
    (void)user;
    allocations++;
    if (size > 0)
        return realloc(block, size);
    free(block);
    return NULL;
}

static int set_up(void **state)
{
    (void)state;
    rr_allocator counting = {NULL, count_alloc};
    rr_context_options options = {.size = sizeof options, .allocator = &counting};
    assert_int_equal(rr_context_create(&context, &options, NULL), RR_OK);
    for (size_t i = 0; i < TAXONOMIES; i++) {
        assert_int_equal(rr_taxonomy_load(&taxonomies[i], context, &paths[i], 1, NULL, NULL, NULL), RR_OK);
        assert_int_equal(rr_matcher_create(&matchers[i], context, taxonomies[i], NULL), RR_OK);
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    for (size_t i = 0; i < TAXONOMIES; i++) {
        rr_matcher_destroy(matchers[i]);
        rr_taxonomy_destroy(taxonomies[i]);
    }
    rr_context_destroy(context);
    return 0;
}

static void match_whole__stays_within_sixteen_bits(void **state)
{
    (void)state;
    const struct { float from; int16_t to; } rows[] = {{0, 0}, {0.49f, 0}, {0.5f, 1}, {-0.5f, -1}, {-1.49f, -1}, {32766.6f, 32767}, {32767.4f, 32767},
        {1e30f, 32767}, {-1e30f, -32767}, {INFINITY, 32767}, {-INFINITY, -32767}, {NAN, -32767}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(rr__whole(rows[i].from), rows[i].to);
}

/* The sum of the products of one document's values with a query's, and of their sizes, from the entries alone. */
static int64_t sum_products(const rr__index *index, const rr__query *q, uint32_t document, const float *weights, int64_t *sizes)
{
    float fineness = rr__query_fineness(q, index, weights);
    int64_t sum = 0;
    *sizes = 0;
    for (uint32_t t = 0; t < index->terms; t++) {
        const rr__index_term *term = &rr__index_terms(index)[t];
        const uint32_t *forward = rr__index_forward(index, t) + document;
        float factor = rr__query_factor(term, weights[t], fineness);
        for (uint32_t i = 0; i < q->terms[t].count && weights[t] != 0; i++)
            for (uint32_t k = forward[0]; k < forward[1]; k++) {
                const rr__entry_of *a = &q->entries[q->terms[t].first + i], *b = &rr__index_entries(index)[k];
                int64_t product = a->feature == b->feature ? rr__whole(a->value * factor) * rr__whole(b->value * term->grain) : 0;
                sum += product;
                *sizes += product < 0 ? -product : product;
            }
    }
    return sum;
}

static void score_document(float *scores, rr__query *q, const rr__index *index, uint32_t document, const float *weights)
{
    rr__query_of_document(q, index, document);
    rr__score(scores, index, q, 1, weights);
}

static float *make_scores(const rr__index *index, uint32_t count)
{
    float *scores = malloc(rr__scores_size(index, count));
    assert_non_null(scores);
    return scores;
}

/* Each term alone: a cosine's score is the sum of products and, where no side lacks the facet, nothing else. */
static void match_score__is_the_exact_sum_of_products(void **state)
{
    (void)state;
    uint32_t compared = 0;
    for (size_t i = 0; i < TAXONOMIES; i++) {
        const rr__index *index = matchers[i]->index;
        float *scores = make_scores(index, 1);
        for (uint32_t t = 0; t < index->terms; t++) {
            float weights[RR__TERMS_MAX] = {0};
            const uint8_t *lacks = rr__index_lacks(index, t);
            weights[t] = 0.7f;
            if (rr__index_terms(index)[t].how.kind == RR__TERM_SCALE || rr__is_distance(&rr__index_terms(index)[t]))
                continue;
            for (uint32_t source = 0; source < index->documents; source += 5) {
                rr__query q;
                int64_t sizes = 0;
                score_document(scores, &q, index, source, weights);
                for (uint32_t d = 0; d < index->documents && !lacks[source]; d++)
                    if (!lacks[d]) {
                        assert_true(scores[d] == (float)sum_products(index, &q, d, weights, &sizes) / rr__query_fineness(&q, index, weights));
                        compared += scores[d] > 0;
                    }
            }
        }
        free(scores);
    }
    assert_true(compared > 1000);
}

/* A document is the nearest to itself, so that its sum is among the largest. */
static void match_score__no_sum_passes_32_bits(void **state)
{
    (void)state;
    for (size_t i = 0; i < TAXONOMIES; i++) {
        const rr__index *index = matchers[i]->index;
        int64_t largest = 0;
        for (uint32_t kind = 0; kind < RR__COMBINATIONS + 4; kind++) {
            float weights[RR__TERMS_MAX];
            rr__term_weights(weights, index, kind % RR__COMBINATIONS);
            for (uint32_t t = 0; t < index->terms && kind >= RR__COMBINATIONS; t++)
                weights[t] = kind == 4 ? 1e-6f : kind == 5 ? 1e6f : kind == 6 ? (float)(t + 1) * 50 : t == 0 ? 100 : 0.001f;
            for (uint32_t d = 0; d < index->documents; d++) {
                rr__query q;
                int64_t sizes = 0;
                rr__query_of_document(&q, index, d);
                sum_products(index, &q, d, weights, &sizes);
                assert_true(sizes <= INT32_MAX);
                largest = sizes > largest ? sizes : largest;
            }
        }
        assert_true(largest > INT32_MAX / 4); /* and none is coarser than it must be */
    }
}

static void match_score__is_the_same_in_stretches_and_in_company(void **state)
{
    (void)state;
    enum { TOGETHER = 7 };
    const rr__index *whole = matchers[CN_TRANSITION]->index, *parts = NULL;
    void *built = NULL;
    size_t size = 0;
    assert_int_equal(rr__index_build(&built, &size, context, taxonomies[CN_TRANSITION]->block, RR__TILE, NULL), RR_OK);
    parts = built;
    assert_null(rr__index_check(parts, size, taxonomies[CN_TRANSITION]->block));
    assert_true(rr__index_stretches(whole) == 1 && rr__index_stretches(parts) > 1 && parts->postings > 0);
    assert_memory_equal(whole->combinations, parts->combinations, sizeof whole->combinations);
    float *alone = make_scores(whole, 1), *company = make_scores(parts, TOGETHER), weights[RR__TERMS_MAX];
    rr__term_weights(weights, whole, RR__COMBINATIONS - 1);
    for (uint32_t first = 0; first + TOGETHER <= whole->documents; first += TOGETHER) {
        rr__query queries[TOGETHER], own;
        for (uint32_t i = 0; i < TOGETHER; i++)
            rr__query_of_document(&queries[i], parts, first + i);
        rr__score(company, parts, queries, TOGETHER, weights);
        for (uint32_t i = 0; i < TOGETHER; i++) {
            score_document(alone, &own, whole, first + i, weights);
            assert_memory_equal(alone, company + (size_t)i * parts->padded, whole->documents * sizeof *alone);
        }
    }
    free(alone);
    free(company);
    rr__free(&context->allocator, built);
}

static void match_similar__allocates_nothing(void **state)
{
    (void)state;
    enum { SOURCES = 300, TOP = 10 };
    static uint32_t sources[SOURCES], targets[SOURCES * TOP];
    static int32_t fits[SOURCES * TOP];
    rr_scratch *s = NULL;
    assert_int_equal(rr_scratch_create(&s, matchers[CN_TRANSITION], NULL), RR_OK);
    for (uint32_t i = 0; i < SOURCES; i++)
        sources[i] = i * 7 % 80;
    size_t before = allocations;
    for (int plain = 0; plain < 2; plain++)
        assert_int_equal(rr_matcher_similar(matchers[CN_TRANSITION], s, sources, SOURCES, TOP, plain, plain, targets, fits, NULL), RR_OK);
    assert_true(allocations == before);
    rr_scratch_destroy(s);
}

/* Of another version is not damaged: whoever reads it is told to build it again. */
static void match_create__names_the_version_of_an_older_index(void **state)
{
    (void)state;
    rr_taxonomy frozen = *taxonomies[CN_TRANSITION];
    const rr__index *own = matchers[CN_TRANSITION]->index;
    rr__index *older = malloc(own->size);
    rr_matcher *matcher = NULL;
    rr_error err = {0};
    assert_non_null(older);
    memcpy(older, own, own->size);
    frozen.index = older;
    frozen.index_len = own->size;
    assert_int_equal(rr_matcher_create(&matcher, context, &frozen, &err), RR_OK);
    rr_matcher_destroy(matcher);
    older->version--;
    assert_int_equal(rr_matcher_create(&matcher, context, &frozen, &err), RR_EDAMAGED);
    assert_int_equal(err.number, RR__MSG_FROZEN_FOREIGN);
    older->version++;
    older->columns++;
    assert_int_equal(rr_matcher_create(&matcher, context, &frozen, &err), RR_EDAMAGED);
    assert_int_equal(err.number, RR__MSG_FROZEN_DAMAGED);
    free(older);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(match_whole__stays_within_sixteen_bits),
        cmocka_unit_test(match_score__is_the_exact_sum_of_products),
        cmocka_unit_test(match_score__no_sum_passes_32_bits),
        cmocka_unit_test(match_score__is_the_same_in_stretches_and_in_company),
        cmocka_unit_test(match_similar__allocates_nothing),
        cmocka_unit_test(match_create__names_the_version_of_an_older_index),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
