/* SPDX-License-Identifier: MIT */
/* An index with one number changed in, refused: each of these would lead scoring out of its memory, or to no end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "match/accumulate.h"
#include "match/index.h"

#define PART(type, index, where) ((type *)(void *)((char *)(index) + (index)->where))

static uint32_t first_list(const rr__index *i)
{
    for (uint32_t f = 0; f < i->features; f++)
        if (rr__index_lists(i, 0)[f + 1] > rr__index_lists(i, 0)[f])
            return f;
    return RR_NONE;
}

/* The first entry of a document that has two of a term. */
static rr__entry_of *two_entries(rr__index *i)
{
    for (uint32_t t = 0; t < i->terms; t++)
        for (uint32_t d = 0; d < i->documents; d++)
            if (rr__index_forward(i, t)[d + 1] - rr__index_forward(i, t)[d] >= 2)
                return PART(rr__entry_of, i, at_entries) + rr__index_forward(i, t)[d];
    return NULL;
}

static rr__index_term *first_term(rr__index *i, bool rated)
{
    rr__index_term *term = PART(rr__index_term, i, at_terms);
    while (rr__is_rated(term) != rated)
        term++;
    return term;
}

static void columns_too_many(rr__index *i) { first_term(i, false)->columns = i->columns + 1; }
static void column_of_another(rr__index *i) { first_term(i, false)->first_column++; }
static void column_too_few(rr__index *i) { i->columns++; }
static void dense_too_many(rr__index *i) { first_term(i, true)->columns = i->dense + 1; }
static void dense_of_another(rr__index *i) { first_term(i, true)->first_column += 2; }
static void dense_too_few(rr__index *i) { i->dense += 2; }
static void dense_outside(rr__index *i) { i->at_dense = i->size; }
static void rated_as_list(rr__index *i)
{
    rr__index_term *terms = PART(rr__index_term, i, at_terms), *term = first_term(i, true);
    for (term->columns -= 2, i->dense -= 2, term++; term < terms + i->terms; term++)
        if (rr__is_rated(term))
            term->first_column -= 2;
}
static void list_too_long(rr__index *i) { PART(uint32_t, i, at_lists)[i->features] = i->postings + RR__LIST_STEP; }
static void list_too_late(rr__index *i) { PART(uint32_t, i, at_lists)[0] = RR__LIST_STEP; }
static void list_backwards(rr__index *i) { PART(uint32_t, i, at_lists)[first_list(i)] = i->postings; }
static void list_of_half_a_step(rr__index *i) { PART(uint32_t, i, at_lists)[first_list(i) + 1]--; }
static void posting_of_nobody(rr__index *i) { PART(rr__posting, i, at_postings)->document = (uint16_t)i->documents; }
static void no_stretch(rr__index *i) { i->stretch = 0; }
static void long_stretch(rr__index *i) { i->stretch = RR__STRETCH + RR__TILE; }
static void entry_of_nothing(rr__index *i) { PART(rr__entry_of, i, at_entries)->feature = i->features; }
static void entry_twice(rr__index *i) { two_entries(i)[1].feature = two_entries(i)[0].feature; }
static void entry_of_another_term(rr__index *i) { PART(rr__entry_of, i, at_entries)[i->entries - 1].feature = 0; }
static void entries_too_many(rr__index *i) { PART(uint32_t, i, at_forward)[i->documents] = i->entries + 1; }
static void entries_backwards(rr__index *i) { PART(uint32_t, i, at_forward)[0] = PART(uint32_t, i, at_forward)[1] + 1; }
static void document_of_nobody(rr__index *i) { *PART(uint32_t, i, at_documents) = i->occupations; }
/* A role that is ranked and then has no place among the documents, or another's. */
static void document_unknown(rr__index *i) { PART(uint32_t, i, at_document_of)[*PART(uint32_t, i, at_documents)] = RR_NONE; }
static void document_of_two(rr__index *i) { PART(uint32_t, i, at_documents)[1] = PART(uint32_t, i, at_documents)[0]; }
static void features_too_many(rr__index *i) { PART(rr__index_term, i, at_terms)->feature_count = i->features + 1; }
static void no_divisor(rr__index *i) { PART(rr__index_term, i, at_terms)->how.divisor = 0; }
static void recipe_without_end(rr__index *i) { first_term(i, false)->how.generation = UINT32_MAX; }
static void recipe_of_no_name(rr__index *i) { first_term(i, false)->how.id = UINT32_MAX; }
static void recipe_unknown(rr__index *i) { first_term(i, false)->term = UINT32_MAX - 1; }
static void weight_of_no_number(rr__index *i) { first_term(i, false)->weights[0] = NAN; }
static void weight_too_large(rr__index *i) { first_term(i, true)->weights[RR__COMBINATIONS - 1] = -2148; }
static void needed_outside(rr__index *i) { i->at_needed = i->size; }
static void lists_outside(rr__index *i) { i->at_lists = i->size - i->size % 64; }
static void other_facets(rr__index *i) { i->facets++; }
static void odd_padding(rr__index *i) { i->padded--; }
static void older(rr__index *i) { i->version--; }

static void refuse(const char *path, void (*const *changes)(rr__index *), size_t count)
{
    rr_context *context = NULL;
    rr_taxonomy *taxonomy = NULL;
    rr_matcher *matcher = NULL;
    assert_int_equal(rr_context_create(&context, NULL, NULL), RR_OK);
    assert_int_equal(rr_taxonomy_load(&taxonomy, context, &path, 1, NULL, NULL, NULL), RR_OK);
    assert_int_equal(rr_matcher_create(&matcher, context, taxonomy, NULL), RR_OK);
    const rr__index *right = matcher->index;
    rr__index *changed = malloc(right->size);
    assert_non_null(changed);
    assert_null(rr__index_check(right, right->size, taxonomy->block));
    assert_non_null(rr__index_check(right, right->size - 64, taxonomy->block));
    for (size_t c = 0; c < count; c++) {
        memcpy(changed, right, right->size);
        changes[c](changed);
        if (rr__index_check(changed, right->size, taxonomy->block) == NULL)
            fail_msg("change %zu was not refused", c);
    }
    free(changed);
    rr_matcher_destroy(matcher);
    rr_taxonomy_destroy(taxonomy);
    rr_context_destroy(context);
}

static void match_check_index__refuses_what_leads_outside(void **state)
{
    (void)state;
    static void (*const of_columns[])(rr__index *) = {columns_too_many, column_of_another, column_too_few, dense_too_many,
        dense_of_another, dense_too_few, dense_outside, rated_as_list, entry_of_nothing, entry_twice,
        entry_of_another_term, entries_too_many, entries_backwards, document_of_nobody, document_unknown, document_of_two,
        features_too_many, no_divisor, recipe_without_end, recipe_of_no_name, recipe_unknown, weight_of_no_number, weight_too_large, needed_outside, lists_outside,
        no_stretch, long_stretch, other_facets, odd_padding, older};
    static void (*const of_lists[])(rr__index *) = {list_too_long, list_too_late, list_backwards, list_of_half_a_step, posting_of_nobody};
    refuse(RR_TEST_SOURCE "/tests/data/valid/taxonomy-every-feature.xml", of_columns, sizeof of_columns / sizeof of_columns[0]);
    refuse(RR_TEST_SOURCE "/taxonomies/cn-transition", of_lists, sizeof of_lists / sizeof of_lists[0]);
}

/* Numbers of a file may be of any size: what a facet that is lacking counts stays one, and of its sign. */
static void match_contribute__keeps_within_its_numbers(void **state)
{
    (void)state;
    const char *path = RR_TEST_SOURCE "/tests/data/valid/taxonomy-every-feature.xml";
    const rr_match_options options = {.size = sizeof options, .date = "2026-11-01"};
    rr_context *context = NULL;
    rr_taxonomy *taxonomy = NULL;
    rr_matcher *matcher = NULL;
    rr_profile *profile = NULL;
    size_t lacking = 0;
    assert_int_equal(rr_context_create(&context, NULL, NULL), RR_OK);
    assert_int_equal(rr_taxonomy_load(&taxonomy, context, &path, 1, NULL, NULL, NULL), RR_OK);
    assert_int_equal(rr_matcher_create(&matcher, context, taxonomy, NULL), RR_OK);
    rr__index *index = matcher->owned;
    for (uint32_t t = 0; t < index->terms; t++)
        PART(rr__index_term, index, at_terms)[t].mean = 1e30f;
    assert_null(rr__index_check(index, index->size, taxonomy->block));
    for (uint32_t d = 0; d < index->documents; d++) {
        rr_match_result *result = NULL;
        const rr_job job = {.title = "job", .occupation = rr__index_documents(index)[d], .months = -1, .until_year = -1};
        assert_int_equal(rr_profile_create(&profile, context, "w-1", NULL), RR_OK);
        assert_int_equal(rr_profile_add_job(profile, &job, NULL), RR_OK);
        assert_int_equal(rr_match_run(&result, matcher, profile, &options, NULL), RR_OK);
        for (size_t i = 0; i < rr_match_count(result); i++)
            for (size_t k = 0; k < rr_match_at(result, i)->contribution_count; k++) {
                const rr_contribution *c = &rr_match_at(result, i)->contributions[k];
                lacking += c->kind == RR_CONTRIBUTION_MISSING;
                assert_true(c->kind != RR_CONTRIBUTION_MISSING || c->ppm == INT32_MAX);
            }
        rr_match_result_destroy(result);
        rr_profile_destroy(profile);
    }
    assert_true(lacking > 0);
    rr_matcher_destroy(matcher);
    rr_taxonomy_destroy(taxonomy);
    rr_context_destroy(context);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(match_check_index__refuses_what_leads_outside),
        cmocka_unit_test(match_contribute__keeps_within_its_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
