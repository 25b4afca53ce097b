/* SPDX-License-Identifier: MIT */
/* Resolving what was typed: one clear meaning is taken, several are listed, none gives what is near. */
#include "import_helper.h"

#include "base/error.h"

static const char demo[] =
    "<taxonomy xmlns=\"urn:reroute:taxonomy:1\" id=\"r\" version=\"1\"><licence id=\"MIT\"/><source id=\"S\">Who</source><facet id=\"f\" kind=\"listed\"/>"
    "<descriptor id=\"d.c\" facet=\"f\"><label>C</label></descriptor><descriptor id=\"d.cs\" facet=\"f\"><label>C#</label></descriptor>"
    "<descriptor id=\"d.cpp\" facet=\"f\"><label>C++</label></descriptor>"
    "<occupation id=\"o1\"><code scheme=\"a\" edition=\"2015\">10-1</code><code scheme=\"a\" edition=\"2022\">10-2</code><label xml:lang=\"en\">Guard</label>"
    "<label xml:lang=\"zh\">保安</label><alt>watchman</alt><alt>Watchman!</alt><alt>porter</alt><pattern>\\bguard(s|ed|ing)\\b</pattern><requires ref=\"d.c\"/></occupation>"
    "<occupation id=\"o2\"><code scheme=\"a\" edition=\"2022\">10-1</code><code scheme=\"a\" edition=\"2015\">10-3</code><label>Porter</label><alt>caretaker</alt>"
    "<pattern>\\bcarr(y|ies|ied)\\b</pattern><requires ref=\"d.c\"/></occupation>"
    "<occupation id=\"o3\"><label>Caretaker of houses</label><alt>caretaker</alt><pattern>\\bcarr(y|ies)\\b</pattern><requires ref=\"d.c\"/></occupation>"
    "</taxonomy>";

static rr_context *context;
static rr_taxonomy *t;
static rr_candidate found[8];
static size_t count;

static int set_up(void **state)
{
    (void)state;
    return rr_context_create(&context, NULL, NULL) != RR_OK ||
           rr_taxonomy_load_memory(&t, context, "r.xml", demo, sizeof demo - 1, NULL, NULL, NULL) != RR_OK;
}

static int tear_down(void **state)
{
    (void)state;
    rr_taxonomy_destroy(t);
    rr_context_destroy(context);
    return 0;
}

static rr_status resolve(const char *text)
{
    return rr_taxonomy_resolve(t, RR_CONCEPT_OCCUPATION, text, found, 8, &count, NULL);
}

static void check_one(const char *text, const char *id, rr_resolved_by by)
{
    assert_int_equal(resolve(text), RR_OK);
    assert_int_equal(count, 1);
    assert_int_equal(found[0].index, rr_taxonomy_find_occupation(t, id));
    assert_int_equal(found[0].by, by);
}

static void taxonomy_resolve__takes_the_first_way_that_answers(void **state)
{
    (void)state;
    check_one("o2", "o2", RR_BY_ID);
    check_one("10-2", "o1", RR_BY_CODE);
    check_one("10-3", "o2", RR_BY_CODE);
    check_one("  GUARD ", "o1", RR_BY_LABEL);
    check_one("保安", "o1", RR_BY_LABEL);
    check_one("watchman", "o1", RR_BY_ALT_LABEL); /* twice the same occupation is one */
    check_one("I guarded banks", "o1", RR_BY_PATTERN);
    check_one("carried bags", "o2", RR_BY_PATTERN);
}

static void taxonomy_resolve__lets_a_preferred_label_win_over_alternative_ones(void **state)
{
    (void)state;
    check_one("porter", "o2", RR_BY_LABEL);
}

static void taxonomy_resolve__lists_the_candidates_of_what_is_ambiguous(void **state)
{
    (void)state;
    static const struct { const char *text; rr_resolved_by by; } table[] = {
        {"10-1", RR_BY_CODE}, {"caretaker", RR_BY_ALT_LABEL}, {"carries bags", RR_BY_PATTERN}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        assert_int_equal(resolve(table[i].text), RR_EAMBIGUOUS);
        assert_int_equal(count, 2);
        assert_int_equal(found[0].by, table[i].by);
        assert_int_not_equal(found[0].index, found[1].index);
    }
}

static void taxonomy_resolve__gives_near_names_when_nothing_is_meant(void **state)
{
    (void)state;
    rr_error err = {0};
    assert_int_equal(resolve("caretakr of house"), RR_ENOTFOUND);
    assert_true(count >= 1);
    assert_int_equal(found[0].index, rr_taxonomy_find_occupation(t, "o3"));
    assert_int_equal(found[0].by, RR_BY_NEAREST);
    assert_true(found[0].likeness_ppm < 1000000);
    assert_int_equal(resolve(""), RR_ENOTFOUND);
    assert_int_equal(count, 0);
    assert_int_equal(resolve("!?"), RR_ENOTFOUND);
    assert_int_equal(rr_taxonomy_resolve(t, RR_CONCEPT_OCCUPATION, "\xff\xfe", found, 8, &count, &err), RR_EENCODING);
    assert_int_equal(count, 0);
}

static void taxonomy_resolve__tells_names_apart_by_their_signs(void **state)
{
    (void)state;
    static const struct { const char *text, *id; } table[] = {{"c", "d.c"}, {"C#", "d.cs"}, {"c++", "d.cpp"}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        assert_int_equal(rr_taxonomy_resolve(t, RR_CONCEPT_DESCRIPTOR, table[i].text, found, 8, &count, NULL), RR_OK);
        assert_int_equal(found[0].index, rr_taxonomy_find_descriptor(t, table[i].id));
    }
}

static void taxonomy_resolve__answers_the_same_with_little_room(void **state)
{
    (void)state;
    static const struct { const char *text; rr_status status; } table[] = {
        {"watchman", RR_OK}, {"10-1", RR_EAMBIGUOUS}, {"caretaker", RR_EAMBIGUOUS}, {"caretakr of house", RR_ENOTFOUND}};
    for (size_t max = 0; max < 3; max++)
        for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
            found[max].index = 4711;
            assert_int_equal(rr_taxonomy_resolve(t, RR_CONCEPT_OCCUPATION, table[i].text, found, max, &count, NULL), table[i].status);
            assert_true(count <= max);
            assert_int_equal(found[max].index, 4711);
        }
}

static void taxonomy_resolve__survives_every_failed_allocation(void **state)
{
    (void)state;
    static const char *const texts[] = {"watchman", "carries bags", "caretakr", "保安"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        stingy s = {0};
        rr_allocator allocator = {&s, stingy_resize};
        rr_context_options options = {.size = sizeof options, .allocator = &allocator};
        rr_context *own = NULL;
        rr_taxonomy *mine = NULL;
        assert_int_equal(rr_context_create(&own, &options, NULL), RR_OK);
        assert_int_equal(rr_taxonomy_load_memory(&mine, own, "r.xml", demo, sizeof demo - 1, NULL, NULL, NULL), RR_OK);
        rr_status status = RR_ENOMEM, wanted = resolve(texts[i]);
        for (long n = 1; status == RR_ENOMEM; n++) {
            s.fail_at = s.calls + n;
            status = rr_taxonomy_resolve(mine, RR_CONCEPT_OCCUPATION, texts[i], found, 8, &count, NULL);
            assert_true(n < 200);
        }
        assert_int_equal(status, wanted);
        rr_taxonomy_destroy(mine);
        rr_context_destroy(own);
        assert_int_equal(s.held, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(taxonomy_resolve__takes_the_first_way_that_answers),
        cmocka_unit_test(taxonomy_resolve__lets_a_preferred_label_win_over_alternative_ones),
        cmocka_unit_test(taxonomy_resolve__lists_the_candidates_of_what_is_ambiguous),
        cmocka_unit_test(taxonomy_resolve__gives_near_names_when_nothing_is_meant),
        cmocka_unit_test(taxonomy_resolve__tells_names_apart_by_their_signs),
        cmocka_unit_test(taxonomy_resolve__answers_the_same_with_little_room),
        cmocka_unit_test(taxonomy_resolve__survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
