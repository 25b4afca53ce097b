/* SPDX-License-Identifier: MIT */
/* Matching on a small taxonomy: sums that add up, lists that agree, verdicts in three values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <string.h>

#include <reroute/reroute.h>

#define EVERY_FEATURE RR_TEST_SOURCE "/tests/data/valid/taxonomy-every-feature.xml"
#define SHIPPED RR_TEST_SOURCE "/taxonomies/cn-transition"

static rr_context *context;
static rr_taxonomy *demo, *shipped;
static rr_matcher *demo_matcher, *shipped_matcher;

static void open_one(const char *path, rr_taxonomy **taxonomy, rr_matcher **matcher)
{
    rr_error err = {0};
    assert_int_equal(rr_taxonomy_load(taxonomy, context, &path, 1, NULL, NULL, &err), RR_OK);
    assert_int_equal(rr_matcher_create(matcher, context, *taxonomy, &err), RR_OK);
}

static int set_up(void **state)
{
    (void)state;
    assert_int_equal(rr_context_create(&context, NULL, NULL), RR_OK);
    open_one(EVERY_FEATURE, &demo, &demo_matcher);
    open_one(SHIPPED, &shipped, &shipped_matcher);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    rr_matcher_destroy(demo_matcher);
    rr_matcher_destroy(shipped_matcher);
    rr_taxonomy_destroy(demo);
    rr_taxonomy_destroy(shipped);
    rr_context_destroy(context);
    return 0;
}

static rr_profile *make_profile(const rr_taxonomy *t, const char *job, int32_t months)
{
    rr_profile *p = NULL;
    rr_job held = {.title = job, .months = months, .until_year = -1, .current = 1, .occupation = RR_NONE};
    assert_int_equal(rr_profile_create(&p, context, "w-1", NULL), RR_OK);
    if (job != NULL)
        assert_int_equal(rr_profile_add_job(p, &held, NULL), RR_OK);
    assert_int_equal(rr_profile_resolve(p, t, NULL, NULL, NULL), RR_OK);
    return p;
}

static rr_match_options options(void)
{
    return (rr_match_options){.size = sizeof(rr_match_options), .date = "2026-11-24"};
}

static void match_contribute__adds_up_exactly_for_every_role_and_combination(void **state)
{
    (void)state;
    static const char *const jobs[] = {"cn:taxi-driver", "cn:bookkeeper", "cn:sewing-operator"};
    for (size_t j = 0; j < 3; j++)
        for (int c = 0; c < 4; c++) {
            rr_profile *p = make_profile(shipped, jobs[j], 60);
            rr_match_result *r = NULL;
            rr_match_options o = options();
            o.no_titles = c & 1;
            o.no_text = c >> 1;
            assert_int_equal(rr_match_run(&r, shipped_matcher, p, &o, NULL), RR_OK);
            assert_int_equal(rr_match_count(r), 58);
            for (size_t i = 0; i < rr_match_count(r); i++) {
                const rr_match *m = rr_match_at(r, i);
                int64_t sum = 0;
                for (size_t k = 0; k < m->contribution_count; k++)
                    sum += m->contributions[k].ppm;
                assert_int_equal(sum, m->fit_ppm);
                assert_true(m->fit_ppm >= 0 && m->fit_ppm <= 1000000);
                assert_true(i == 0 || rr_match_at(r, i - 1)->fit_ppm >= m->fit_ppm);
            }
            rr_match_result_destroy(r);
            rr_profile_destroy(p);
        }
}

static void match_similar__gives_the_fits_of_a_single_job_profile(void **state)
{
    (void)state;
    enum { TOP = 72 };
    uint32_t source = rr_taxonomy_find_occupation(shipped, "cn:picker"), targets[TOP];
    int32_t fits[TOP];
    rr_scratch *s = NULL;
    rr_match_result *r = NULL;
    rr_match_options o = options();
    rr_profile *p = make_profile(shipped, "cn:picker", 240);
    o.all_roles = 1;
    assert_int_equal(rr_scratch_create(&s, shipped_matcher, NULL), RR_OK);
    assert_int_equal(rr_matcher_similar(shipped_matcher, s, &source, 1, TOP, 0, 0, targets, fits, NULL), RR_OK);
    assert_int_equal(rr_match_run(&r, shipped_matcher, p, &o, NULL), RR_OK);
    assert_int_equal(rr_match_count(r), TOP);
    for (size_t i = 0; i < TOP; i++) {
        assert_int_equal(rr_match_at(r, i)->occupation, targets[i]);
        assert_int_equal(rr_match_at(r, i)->fit_ppm, fits[i]);
    }
    rr_match_result_destroy(r);
    rr_profile_destroy(p);
    rr_scratch_destroy(s);
}

static void match_worker__does_not_mind_the_order_of_jobs(void **state)
{
    (void)state;
    int32_t fits[2] = {0, 0};
    for (int swap = 0; swap < 2; swap++) {
        static const char *const titles[] = {"cn:cashier", "cn:picker"};
        rr_profile *p = NULL;
        rr_match_result *r = NULL;
        rr_match_options o = options();
        assert_int_equal(rr_profile_create(&p, context, "w", NULL), RR_OK);
        for (int i = 0; i < 2; i++) {
            rr_job job = {.title = titles[i ^ swap], .months = 60, .until_year = 2020, .occupation = RR_NONE};
            assert_int_equal(rr_profile_add_job(p, &job, NULL), RR_OK);
        }
        assert_int_equal(rr_profile_resolve(p, shipped, NULL, NULL, NULL), RR_OK);
        assert_int_equal(rr_match_run(&r, shipped_matcher, p, &o, NULL), RR_OK);
        fits[swap] = rr_match_at(r, 0)->fit_ppm;
        rr_match_result_destroy(r);
        rr_profile_destroy(p);
    }
    assert_in_range(fits[0] - fits[1] + 2, 0, 4);
}

static void match_worker__a_struck_skill_is_missing_and_a_stated_one_is_held(void **state)
{
    (void)state;
    uint32_t role = rr_taxonomy_find_occupation(shipped, "cn:driving-instructor"), drive = rr_taxonomy_find_descriptor(shipped, "s.drive-vehicles");
    uint32_t teach = rr_taxonomy_find_descriptor(shipped, "s.instructing");
    rr_profile *p = make_profile(shipped, "cn:taxi-driver", 120);
    rr_match_options o = options();
    rr_skill struck = {.text = "s.drive-vehicles", .level = -1, .state = RR_SKILL_STRUCK, .reason = "eyesight", .descriptor = RR_NONE};
    rr_skill stated = {.text = "s.instructing", .level = -1, .level_text = "3", .state = RR_SKILL_VERIFIED, .descriptor = RR_NONE};
    assert_int_equal(rr_profile_add_skill(p, &struck, NULL), RR_OK);
    assert_int_equal(rr_profile_add_skill(p, &stated, NULL), RR_OK);
    assert_int_equal(rr_profile_resolve(p, shipped, NULL, NULL, NULL), RR_OK);
    rr_match_result *r = NULL;
    bool missing = false, held = false;
    assert_int_equal(rr_match_one(&r, shipped_matcher, p, role, &o, NULL), RR_OK);
    const rr_match *m = rr_match_at(r, 0);
    for (size_t i = 0; i < m->gap_count; i++)
        missing = missing || (m->gap[i].descriptor == drive && m->gap[i].covered_ppm == 0);
    for (size_t i = 0; i < m->held_count; i++)
        held = held || (m->held[i].descriptor == teach && m->held[i].origin == RR_ORIGIN_VERIFIED && m->held[i].level == 300);
    assert_true(missing);
    assert_true(held);
    rr_match_result_destroy(r);
    rr_profile_destroy(p);
}

static rr_verdict_state verdict_of(rr_profile *p, uint32_t entry)
{
    rr_match_result *r = NULL;
    rr_match_options o = options();
    assert_int_equal(rr_match_one(&r, demo_matcher, p, rr_taxonomy_find_occupation(demo, "demo:operator"), &o, NULL), RR_OK);
    rr_verdict_state state = rr_match_at(r, 0)->verdicts[entry].state;
    rr_match_result_destroy(r);
    return state;
}

static void match_judge__knows_met_unmet_and_unknown(void **state)
{
    (void)state;
    static const struct { uint32_t entry; const char *licence; int32_t year; const char *fact, *value, *education; rr_verdict_state wanted; } table[] = {
        {0, NULL, -1, NULL, NULL, NULL, RR_VERDICT_UNKNOWN}, {0, "C1", 2012, NULL, NULL, NULL, RR_VERDICT_UNKNOWN},
        {0, "C1", 2012, "banned", "no", NULL, RR_VERDICT_MET}, {0, "C1", 2012, "banned", "yes", NULL, RR_VERDICT_UNMET},
        {0, "C1", 2025, "banned", "no", NULL, RR_VERDICT_UNKNOWN}, {0, "A1", -1, "banned", "no", NULL, RR_VERDICT_MET},
        {1, NULL, -1, "age", "45", NULL, RR_VERDICT_MET}, {1, NULL, -1, "age", "46", NULL, RR_VERDICT_UNMET}, {1, NULL, -1, NULL, NULL, NULL, RR_VERDICT_UNKNOWN},
        {2, NULL, -1, NULL, NULL, NULL, RR_VERDICT_UNKNOWN}, {3, NULL, -1, NULL, NULL, NULL, RR_VERDICT_MET}, {4, NULL, -1, NULL, NULL, NULL, RR_VERDICT_MET},
        {5, NULL, -1, NULL, NULL, NULL, RR_VERDICT_MET}, {6, NULL, -1, NULL, NULL, NULL, RR_VERDICT_UNKNOWN},
        {6, NULL, -1, NULL, NULL, "primary", RR_VERDICT_UNMET}, {6, NULL, -1, NULL, NULL, "vocational-secondary", RR_VERDICT_MET}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        rr_profile *p = make_profile(demo, "demo:driver", 36);
        rr_licence licence = {table[i].licence, table[i].year};
        rr_fact fact = {table[i].fact, table[i].value};
        if (licence.name != NULL)
            assert_int_equal(rr_profile_add_licence(p, &licence, NULL), RR_OK);
        if (fact.name != NULL)
            assert_int_equal(rr_profile_add_fact(p, &fact, NULL), RR_OK);
        if (table[i].education != NULL)
            assert_int_equal(rr_profile_set_education(p, table[i].education, NULL), RR_OK);
        if (verdict_of(p, table[i].entry) != table[i].wanted)
            fail_msg("row %zu of the table", i);
        rr_profile_destroy(p);
    }
}

static void explain__changes_reach_the_threshold_and_fewer_would_not(void **state)
{
    (void)state;
    rr_taxonomy_info info;
    rr_taxonomy_get_info(shipped, &info);
    rr_profile *p = make_profile(shipped, "cn:cashier", 60);
    for (uint32_t role = 0; role < info.occupation_count; role++) {
        rr_explanation *e = NULL;
        rr_match_options o = options();
        uint32_t last = 0, before = 0, gaps = 0;
        assert_int_equal(rr_explain(&e, shipped_matcher, p, role, &o, NULL), RR_OK);
        before = last = (uint32_t)rr_explanation_match(e)->readiness_ppm;
        for (size_t i = 0; i < rr_explanation_change_count(e); i++)
            if (rr_explanation_change(e, i)->kind == RR_CHANGE_GAP) {
                before = last;
                last = rr_explanation_change(e, i)->readiness_ppm;
                gaps++;
            }
        if (rr_explanation_reachable(e))
            assert_true(last >= info.viable_readiness_ppm);
        if (gaps > 0)
            assert_true(before < info.viable_readiness_ppm);
        rr_explanation_destroy(e);
    }
    rr_profile_destroy(p);
}

static void match_run__refuses_a_profile_that_says_nothing(void **state)
{
    (void)state;
    rr_profile *p = make_profile(shipped, NULL, 0);
    rr_match_result *r = NULL;
    rr_match_options o = options();
    assert_int_equal(rr_match_run(&r, shipped_matcher, p, &o, NULL), RR_EINVALID);
    assert_null(r);
    rr_profile_destroy(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(match_contribute__adds_up_exactly_for_every_role_and_combination),
        cmocka_unit_test(match_similar__gives_the_fits_of_a_single_job_profile),
        cmocka_unit_test(match_worker__does_not_mind_the_order_of_jobs),
        cmocka_unit_test(match_worker__a_struck_skill_is_missing_and_a_stated_one_is_held),
        cmocka_unit_test(match_judge__knows_met_unmet_and_unknown),
        cmocka_unit_test(explain__changes_reach_the_threshold_and_fewer_would_not),
        cmocka_unit_test(match_run__refuses_a_profile_that_says_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
