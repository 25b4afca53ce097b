/* SPDX-License-Identifier: MIT */
/* An index with one number changed in, refused: each of these would lead scoring out of its memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "match/index.h"

#define PART(type, index, where) ((type *)(void *)((char *)(index) + (index)->where))

static uint32_t rated_feature(const rr__index *i)
{
    for (uint32_t t = 0; t < i->terms; t++)
        if (rr__index_terms(i)[t].how.kind == RR__TERM_RATED && rr__index_terms(i)[t].feature_count > 0)
            return rr__index_terms(i)[t].first_feature;
    return RR_NONE;
}

static uint32_t listed_feature(const rr__index *i)
{
    for (uint32_t f = 0; f < i->features; f++)
        if (rr__index_places(i)[f].count != RR_NONE)
            return f;
    return RR_NONE;
}

static void column_too_high(rr__index *i) { PART(rr__place, i, at_places)[rated_feature(i)].at = i->columns; }
static void rated_as_list(rr__index *i) { PART(rr__place, i, at_places)[rated_feature(i)] = (rr__place){i->postings, 0}; }
static void list_too_long(rr__index *i) { PART(rr__place, i, at_places)[listed_feature(i)].count = i->postings + 1; }
static void list_too_late(rr__index *i) { PART(rr__place, i, at_places)[listed_feature(i)].at = i->postings + 1; }
static void posting_of_nobody(rr__index *i) { PART(rr__posting, i, at_postings)->document = i->documents; }
static void entry_of_nothing(rr__index *i) { PART(rr__entry_of, i, at_entries)->feature = i->features; }
static void entries_too_many(rr__index *i) { PART(uint32_t, i, at_forward)[i->documents] = i->entries + 1; }
static void entries_backwards(rr__index *i) { PART(uint32_t, i, at_forward)[0] = PART(uint32_t, i, at_forward)[1] + 1; }
static void document_of_nobody(rr__index *i) { *PART(uint32_t, i, at_documents) = i->occupations; }
static void features_too_many(rr__index *i) { PART(rr__index_term, i, at_terms)->feature_count = i->features + 1; }
static void no_divisor(rr__index *i) { PART(rr__index_term, i, at_terms)->how.divisor = 0; }
static void needed_outside(rr__index *i) { i->at_needed = i->size; }
static void places_outside(rr__index *i) { i->at_places = i->size - i->size % 64; }
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
    static void (*const of_columns[])(rr__index *) = {column_too_high, rated_as_list, entry_of_nothing, entries_too_many, entries_backwards,
        document_of_nobody, features_too_many, no_divisor, needed_outside, places_outside, other_facets, odd_padding, older};
    static void (*const of_lists[])(rr__index *) = {list_too_long, list_too_late, posting_of_nobody};
    refuse(RR_TEST_SOURCE "/tests/data/valid/taxonomy-every-feature.xml", of_columns, sizeof of_columns / sizeof of_columns[0]);
    refuse(RR_TEST_SOURCE "/taxonomies/cn-transition", of_lists, sizeof of_lists / sizeof of_lists[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(match_check_index__refuses_what_leads_outside)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
