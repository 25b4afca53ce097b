/* SPDX-License-Identifier: MIT */
/* rr_compare_run on a made-up region: how each role is reached, the living meanwhile, pays by nearness, risks, and
 * questions that several roles share. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include <reroute/reroute.h>

typedef struct desk {
    rr_context *context;
    rr_taxonomy *taxonomy;
    rr_matcher *matcher;
    rr_plugins *plugins;
    rr_profile *profile;
} desk;
static desk at;

static int set_up(void **state)
{
    (void)state;
    const char *const parts[] = {RR_TEST_SOURCE "/tests/data/plan/taxonomy.xml", RR_TEST_SOURCE "/tests/data/compare/overlay.xml"};
    const char *const region[] = {RR_TEST_SOURCE "/tests/data/plan/region"};
    rr_plugins_options o = {.size = sizeof o, .paths = region, .path_count = 1, .region = "XX-1"};
    rr_job job = {.title = "demo:packer", .months = 36, .current = 1};
    rr_fact age = {"age", "40"};
    assert_int_equal(rr_context_create(&at.context, NULL, NULL), RR_OK);
    assert_int_equal(rr_taxonomy_load(&at.taxonomy, at.context, parts, 2, NULL, NULL, NULL), RR_OK);
    assert_int_equal(rr_matcher_create(&at.matcher, at.context, at.taxonomy, NULL), RR_OK);
    assert_int_equal(rr_plugins_open(&at.plugins, at.context, at.taxonomy, &o, NULL), RR_OK);
    assert_int_equal(rr_profile_create(&at.profile, at.context, "w-1", NULL), RR_OK);
    assert_int_equal(rr_profile_add_job(at.profile, &job, NULL), RR_OK);
    assert_int_equal(rr_profile_add_fact(at.profile, &age, NULL), RR_OK);
    assert_int_equal(rr_profile_resolve(at.profile, at.taxonomy, NULL, NULL, NULL), RR_OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    rr_profile_destroy(at.profile);
    rr_plugins_destroy(at.plugins);
    rr_matcher_destroy(at.matcher);
    rr_taxonomy_destroy(at.taxonomy);
    rr_context_destroy(at.context);
    return 0;
}

static uint32_t role(const char *id)
{
    uint32_t found = rr_taxonomy_find_occupation(at.taxonomy, id);
    assert_int_not_equal(found, RR_NONE);
    return found;
}

static rr_match_options options(void)
{
    return (rr_match_options){.size = sizeof(rr_match_options), .date = "2026-11-26", .region = "XX-1", .plugins = at.plugins};
}

static rr_comparison *compare(const uint32_t *roles, size_t count, const rr_plan_options *limits)
{
    rr_comparison *c = NULL;
    rr_match_options o = options();
    assert_int_equal(rr_compare_run(&c, at.matcher, at.profile, roles, count, &o, limits, NULL), RR_OK);
    assert_int_equal(rr_compared_count(c), count);
    return c;
}

static size_t count_risks(const rr_compared *c, rr_risk_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < c->risk_count; i++)
        count += c->risks[i].kind == kind;
    return count;
}

static void plan_compare__each_role_says_how_it_is_reached(void **state)
{
    (void)state;
    const uint32_t roles[] = {role("demo:target"), role("demo:paid"), role("demo:fading"), role("demo:bare")};
    rr_comparison *c = compare(roles, 4, NULL);
    const rr_way ways[] = {RR_WAY_PLAN, RR_WAY_NO_COURSE, RR_WAY_LAW, RR_WAY_NOTHING_STATED};
    for (size_t k = 0; k < 4; k++) {
        assert_int_equal(rr_compared_at(c, k)->occupation, roles[k]);
        assert_int_equal(rr_compared_at(c, k)->way, ways[k]);
    }
    assert_null(rr_compared_at(c, 4));
    assert_int_equal(count_risks(rr_compared_at(c, 2), RR_RISK_DECLINING), 1);
    rr_comparison_destroy(c);

    rr_plan_options tight = {.size = sizeof tight, .max_weeks = 4, .hours_per_week = -1, .travel_minutes = -1, .max_cost_minor = -1};
    c = compare(roles, 2, &tight);
    assert_int_equal(rr_compared_at(c, 0)->way, RR_WAY_NONE);
    rr_comparison_destroy(c);
    rr_plan_options free_only = {.size = sizeof free_only, .max_weeks = -1, .hours_per_week = -1, .travel_minutes = -1, .max_cost_minor = 0};
    c = compare(roles, 2, &free_only);
    assert_int_equal(rr_compared_at(c, 0)->way, RR_WAY_PART);
    rr_comparison_destroy(c);
    rr_plan_options short_search = {.size = sizeof short_search, .max_weeks = -1, .hours_per_week = -1, .travel_minutes = -1, .max_cost_minor = -1, .effort = 200};
    c = compare(roles, 2, &short_search);
    assert_int_equal(count_risks(rr_compared_at(c, 0), RR_RISK_UNPROVEN) > 0, !rr_plan_searched(rr_compared_at(c, 0)->plans));
    assert_false(rr_plan_searched(rr_compared_at(c, 0)->plans));
    rr_comparison_destroy(c);
}

static void plan_compare__days_with_lessons_are_counted_once(void **state)
{
    (void)state;
    const uint32_t roles[] = {role("demo:target"), role("demo:tight")};
    rr_comparison *c = compare(roles, 2, NULL);
    const rr_compared *target = rr_compared_at(c, 0), *tight = rr_compared_at(c, 1);
    uint32_t course_days = 0;
    for (size_t s = 0; s < target->cheapest->step_count; s++)
        course_days += (uint32_t)(target->cheapest->steps[s].end_day - target->cheapest->steps[s].start_day + 1);
    assert_int_equal(course_days, 42); /* three courses of two weeks, two of them in the same ones */
    assert_int_equal(target->cheapest_training.day_weeks, 4);
    assert_int_equal(target->cheapest_training.weeks, target->cheapest->weeks);
    assert_false(target->cheapest_training.beside_work);
    assert_int_equal(tight->cheapest_training.day_weeks, 0); /* online at weekends */
    assert_true(tight->cheapest_training.beside_work);
    assert_int_equal(tight->cheapest_training.weeks, tight->cheapest->weeks);
    rr_comparison_destroy(c);
}

static void plan_compare__pays_stand_by_nearness_then_year(void **state)
{
    (void)state;
    const uint32_t roles[] = {role("demo:paid"), role("demo:target")};
    const struct { int here; int32_t year; } wanted[] = {{2, 2024}, {2, 2020}, {1, 2025}, {0, 2026}};
    rr_comparison *c = compare(roles, 2, NULL);
    const rr_compared *paid = rr_compared_at(c, 0);
    assert_int_equal(paid->pay_count, 4);
    for (size_t i = 0; i < 4; i++) {
        rr_pay pay;
        assert_true(rr_occupation_pay(at.taxonomy, paid->occupation, paid->pays[i].pay, &pay));
        assert_int_equal(paid->pays[i].here, wanted[i].here);
        assert_int_equal(pay.year, wanted[i].year);
    }
    assert_int_equal(paid->condition_count, 1);
    assert_int_equal(paid->opening_count, 1);
    assert_int_equal(count_risks(paid, RR_RISK_EXPOSURE), 1); /* 0.5 is, 0.499999 and a grade alone are not */
    rr_comparison_destroy(c);
}

static void plan_compare__a_question_is_asked_once_for_all_its_roles(void **state)
{
    (void)state;
    const uint32_t roles[] = {role("demo:target"), role("demo:paid"), role("demo:fading")};
    rr_comparison *c = compare(roles, 3, NULL);
    size_t by_kind[RR_ASK_OPENINGS + 1] = {0};
    for (size_t i = 0; i < rr_ask_count(c); i++) {
        const rr_ask *ask = rr_ask_at(c, i);
        by_kind[ask->kind]++;
        assert_true((ask->roles & 1u << ask->role) != 0 && ask->roles < 1u << 3);
        if (ask->kind == RR_ASK_ENTRY) {
            const rr_match *m = rr_compared_at(c, ask->role)->match;
            assert_string_equal(rr_occupation_entry_question(at.taxonomy, m->occupation, m->verdicts[ask->index].entry, RR_LANG_EN), "Any record?");
            assert_int_equal(ask->roles, 1u << 0 | 1u << 2); /* a law of one, a custom of the other */
        }
        if (ask->kind == RR_ASK_PAY)
            assert_int_equal(ask->roles, 1u << 0 | 1u << 2);
        if (ask->kind == RR_ASK_OPENINGS)
            assert_int_equal(ask->roles, 7);
    }
    assert_int_equal(by_kind[RR_ASK_ENTRY], 1);
    assert_int_equal(by_kind[RR_ASK_PAY], 1);
    assert_int_equal(by_kind[RR_ASK_CONDITIONS], 1);
    assert_int_equal(by_kind[RR_ASK_OPENINGS], 1);
    assert_null(rr_ask_at(c, rr_ask_count(c)));
    rr_comparison_destroy(c);
}

static void plan_compare__needs_two_to_six_different_roles_and_a_date(void **state)
{
    (void)state;
    const uint32_t two = role("demo:target");
    const uint32_t roles[] = {two, role("demo:paid"), role("demo:fading"), role("demo:bare"), role("demo:same"), role("demo:tight"), role("demo:hostile")};
    const uint32_t twice[] = {roles[1], two, roles[1]};
    rr_match_options o = options();
    rr_comparison *c = NULL;
    rr_error err = {0};
    char text[256];
    assert_int_equal(rr_compare_run(&c, at.matcher, at.profile, roles, 1, &o, NULL, &err), RR_EUSAGE);
    assert_null(c);
    assert_int_equal(rr_compare_run(&c, at.matcher, at.profile, roles, 7, &o, NULL, &err), RR_EUSAGE);
    assert_int_equal(rr_compare_run(&c, at.matcher, at.profile, twice, 3, &o, NULL, &err), RR_EUSAGE);
    rr_error_format(&err, RR_LANG_EN, text, sizeof text);
    assert_non_null(strstr(text, "demo:paid"));
    o.date[0] = '\0';
    assert_int_equal(rr_compare_run(&c, at.matcher, at.profile, roles, 2, &o, NULL, &err), RR_EUSAGE);
    assert_null(c);
    c = compare(roles, 6, NULL);
    rr_comparison_destroy(c);
    rr_comparison_destroy(NULL);
}

static int sink_nothing(void *user, const char *bytes, size_t len)
{
    (void)bytes;
    *(size_t *)user += len;
    return 0;
}

/* A page narrower than its indents still ends, and shows everything. */
static void plan_compare__any_width_of_page_is_written(void **state)
{
    (void)state;
    const uint32_t roles[] = {role("demo:hostile"), role("demo:target"), role("demo:paid")};
    rr_match_options o = options();
    for (size_t count = 2; count <= 3; count++) {
        rr_comparison *c = compare(roles, count, NULL);
        for (uint32_t columns = 1; columns < 200; columns += 7) {
            size_t written = 0;
            rr_sink sink = {&written, sink_nothing};
            rr_render_options how = {.size = sizeof how, .columns = columns, .view = RR_VIEW_CLIENT, .lang = columns % 2 == 0 ? RR_LANG_EN : RR_LANG_ZH};
            assert_int_equal(rr_render_comparison(c, at.taxonomy, at.profile, &o, &how, &sink, NULL), RR_OK);
            assert_true(written > 1000);
        }
        rr_comparison_destroy(c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plan_compare__each_role_says_how_it_is_reached),
        cmocka_unit_test(plan_compare__days_with_lessons_are_counted_once),
        cmocka_unit_test(plan_compare__pays_stand_by_nearness_then_year),
        cmocka_unit_test(plan_compare__a_question_is_asked_once_for_all_its_roles),
        cmocka_unit_test(plan_compare__needs_two_to_six_different_roles_and_a_date),
        cmocka_unit_test(plan_compare__any_width_of_page_is_written),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
