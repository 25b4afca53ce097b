/* SPDX-License-Identifier: MIT */
/* rr_plan_run and rr_path_run on small catalogues made for one question each: limits, seats, dates, needs, money, currencies,
 * grants, and the reason for whatever stays open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plan/gather.h"
#include "world.h"

static const rr_plan *plan_of(const world *w, rr_plan_kind kind)
{
    for (size_t i = 0; i < rr_plan_count(w->result); i++)
        if ((rr_plan_at(w->result, i)->kinds & (uint32_t)kind) != 0)
            return rr_plan_at(w->result, i);
    return NULL;
}

static const rr_plan_open *open_of(const world *w, const char *skill)
{
    uint32_t d = rr_taxonomy_find_descriptor(w->taxonomy, skill);
    for (size_t i = 0; i < rr_plan_open_count(w->result); i++) {
        const rr_plan_open *o = rr_plan_open_at(w->result, i);
        if (rr_match_at(rr_plan_result_match(w->result), 0)->gap[o->gap].descriptor == d)
            return o;
    }
    return NULL;
}

static void plan_run__three_kinds_differ_and_none_is_beaten(void **state)
{
    world w;
    (void)state;
    open_world(&w, COURSE("cheap", "hours='40' weeks='8' price='100' mode='on-site'", TEACHES("s.b") MONTHLY)
                   COURSE("quick", "hours='40' weeks='1' price='900' mode='on-site'", TEACHES("s.b") MONTHLY)
                   COURSE("rest", "hours='20' weeks='2' price='300' mode='on-site'", TEACHES("s.c") TEACHES("s.d") MONTHLY), NULL);
    run(&w);
    assert_string_equal(courses_of(plan_of(&w, RR_PLAN_CHEAPEST)), "cheap");
    assert_string_equal(courses_of(plan_of(&w, RR_PLAN_FASTEST)), "quick");
    assert_string_equal(courses_of(plan_of(&w, RR_PLAN_COMPLETE)), "rest cheap"); /* both start on the same day; the shorter first */
    assert_int_equal(plan_of(&w, RR_PLAN_COMPLETE)->readiness_ppm, 1000000);
    assert_int_equal(plan_of(&w, RR_PLAN_CHEAPEST)->own_minor, 10000);
    assert_true(plan_of(&w, RR_PLAN_CHEAPEST)->viable);
    for (size_t i = 0; i < rr_plan_proof_count(w.result); i++)
        assert_true(rr_plan_proof_at(w.result, i)->optimal);
    assert_int_equal(open_of(&w, "s.c")->reason, RR_OPEN_NOT_NEEDED);
    close_world(&w);
}

static void plan_run__limits_are_kept_and_said(void **state)
{
    world w;
    (void)state;
    open_world(&w, COURSE("dear", "hours='40' weeks='2' price='900' mode='on-site'", TEACHES("s.b") MONTHLY)
                   COURSE("full-time", "hours='80' weeks='2' price='100' mode='on-site'", TEACHES("s.c") MONTHLY)
                   COURSE("long", "hours='80' weeks='20' price='100' mode='evening'", TEACHES("s.d") MONTHLY), NULL);
    w.limits.max_cost_minor = 50000;
    run(&w);
    assert_int_equal(open_of(&w, "s.b")->reason, RR_OPEN_COST);
    assert_int_equal(open_of(&w, "s.b")->value, 90000);
    w.limits.hours_per_week = 20;
    run(&w);
    assert_int_equal(open_of(&w, "s.c")->reason, RR_OPEN_HOURS);
    assert_int_equal(open_of(&w, "s.c")->value, 40);
    w.limits.max_weeks = 8;
    run(&w);
    assert_int_equal(open_of(&w, "s.d")->reason, RR_OPEN_TOO_LATE);
    w.limits.max_weeks = -1;
    w.limits.modes = RRP_ON_SITE;
    run(&w);
    assert_int_equal(open_of(&w, "s.d")->reason, RR_OPEN_MODE);
    w.limits.modes = 0;
    w.limits.travel_minutes = 30;
    w.limits.has_home = 1;
    w.limits.home_lat_e6 = 31000000; /* a degree north of the school: some 111 km */
    w.limits.home_lon_e6 = 120000000;
    run(&w);
    assert_int_equal(rr_plan_count(w.result), 0);
    assert_int_equal(open_of(&w, "s.d")->reason, RR_OPEN_TRAVEL);
    assert_in_range(open_of(&w, "s.d")->value, 50, 60);
    close_world(&w);
}

static void plan_run__what_runs_together_fits_the_week(void **state)
{
    world w;
    (void)state;
    open_world(&w, COURSE("a", "hours='60' weeks='3' price='100' mode='on-site'", TEACHES("s.b") MONTHLY)
                   COURSE("b", "hours='60' weeks='3' price='100' mode='on-site'", TEACHES("s.c") MONTHLY)
                   COURSE("c", "hours='60' weeks='3' price='100' mode='on-site'", TEACHES("s.d") MONTHLY), NULL);
    run(&w); /* 40 hours a week: two at a time */
    const rr_plan *complete = plan_of(&w, RR_PLAN_COMPLETE);
    assert_true(rr_plan_result_limits(w.result)->hours_assumed);
    assert_int_equal(complete->step_count, 3);
    assert_int_equal(complete->steps[0].start_day, complete->steps[1].start_day);
    assert_true(complete->steps[2].start_day > complete->steps[0].end_day);
    w.limits.hours_per_week = 60;
    run(&w);
    complete = plan_of(&w, RR_PLAN_COMPLETE);
    assert_int_equal(complete->steps[2].start_day, complete->steps[0].start_day);
    w.limits.hours_per_week = 20;
    w.limits.max_weeks = 8;
    run(&w); /* 8 weeks have two first Mondays: one course at a time, two of three */
    complete = plan_of(&w, RR_PLAN_COMPLETE);
    assert_int_equal(complete->step_count, 2);
    assert_int_equal(complete->readiness_ppm, 750000);
    for (size_t i = 0; i < rr_plan_open_count(w.result); i++)
        if (rr_plan_open_at(w.result, i)->reason == RR_OPEN_TOGETHER)
            complete = NULL;
    assert_null(complete);
    close_world(&w);
}

static void plan_run__needs_come_first_or_close_the_way(void **state)
{
    world w;
    (void)state;
    open_world(&w, COURSE("base", "hours='20' weeks='1' price='50' mode='on-site'", TEACHES("s.x") MONTHLY)
                   COURSE("other-base", "hours='20' weeks='1' price='10' mode='on-site'", TEACHES("s.x") "<session id='o' start='2026-01-05'/>")
                   COURSE("next", "hours='20' weeks='1' price='100' mode='on-site'", TEACHES("s.b") "<needs><any><course id='base'/><course id='other-base'/></any></needs>" MONTHLY)
                   COURSE("by-skill", "hours='20' weeks='1' price='100' mode='on-site'", TEACHES("s.c") "<needs><skill id='s.x' level='4'/></needs>" MONTHLY)
                   COURSE("never", "hours='20' weeks='1' price='100' mode='on-site'", TEACHES("s.d") "<needs><course id='other-base'/></needs>" MONTHLY), NULL);
    run(&w);
    const rr_plan *complete = plan_of(&w, RR_PLAN_COMPLETE);
    assert_string_equal(courses_of(complete), "base by-skill next");
    assert_true(complete->steps[1].start_day > complete->steps[0].end_day);
    assert_int_equal(complete->steps[1].before_count, 1);
    assert_int_equal(complete->steps[2].before[0], 0);
    assert_int_equal(open_of(&w, "s.d")->reason, RR_OPEN_PREREQUISITE);
    assert_string_equal(open_of(&w, "s.d")->need->value.p, "other-base");
    close_world(&w);
}

static void plan_run__seats_dates_and_currencies_are_reasons(void **state)
{
    world w;
    (void)state;
    open_world(&w, COURSE("full", "hours='20' weeks='1' price='100'", TEACHES("s.b") "<session id='f' recur='weekly' weekday='1' seats='0'/>")
                   COURSE("past", "hours='20' weeks='1' price='100'", TEACHES("s.c") "<session id='p' start='2026-11-30' end='2026-12-04'/>")
                   COURSE("d", "hours='20' weeks='1' price='100'", TEACHES("s.d") MONTHLY), NULL);
    strcpy(w.limits.currency, "EUR");
    run(&w);
    assert_int_equal(rr_plan_count(w.result), 0);
    assert_int_equal(open_of(&w, "s.d")->reason, RR_OPEN_CURRENCY);
    w.limits.currency[0] = '\0';
    run(&w);
    assert_string_equal(rr_plan_result_limits(w.result)->currency, "CNY");
    assert_int_equal(open_of(&w, "s.b")->reason, RR_OPEN_NO_SEAT);
    assert_int_equal(open_of(&w, "s.c")->reason, RR_OPEN_TOO_LATE);
    assert_int_equal(open_of(&w, "s.c")->value, -1);
    strcpy(w.options.date, "2026-11-30"); /* the day itself can still be had */
    run(&w);
    assert_string_equal(courses_of(plan_of(&w, RR_PLAN_COMPLETE)), "past d");
    close_world(&w);
}

static void plan_run__what_nobody_states_is_asked_or_left_out(void **state)
{
    world w;
    (void)state;
    open_world(&w, COURSE("unpriced", "hours='20' weeks='1'", TEACHES("s.b") "<session id='u' recur='weekly' weekday='1'/>")
                   COURSE("priced", "hours='20' weeks='1' price='800'", TEACHES("s.b") MONTHLY)
                   COURSE("endless", "hours='20' price='10'", TEACHES("s.c") MONTHLY)
                   COURSE("vague", "hours='20' weeks='1' price='10'", "<teaches skill='s.d'/>" MONTHLY), NULL);
    run(&w);
    assert_string_equal(courses_of(plan_of(&w, RR_PLAN_CHEAPEST)), "priced"); /* what has no price is no bargain */
    const rr_plan *fastest = plan_of(&w, RR_PLAN_FASTEST);
    assert_int_equal(fastest->unknown_prices, 0);
    assert_int_equal(open_of(&w, "s.c")->reason, RR_OPEN_LENGTH);
    w.limits.max_cost_minor = 50000; /* the one that has a price comes nearer */
    run(&w);
    assert_int_equal(open_of(&w, "s.b")->reason, RR_OPEN_COST);
    close_world(&w);
    open_world(&w, COURSE("unpriced", "hours='20' weeks='1'", TEACHES("s.b") MONTHLY), NULL);
    run(&w);
    assert_int_equal(plan_of(&w, RR_PLAN_COMPLETE)->unknown_prices, 1);
    assert_int_equal(plan_of(&w, RR_PLAN_COMPLETE)->own_minor, 0);
    assert_int_equal(plan_of(&w, RR_PLAN_COMPLETE)->steps[0].questions[0].kind, RR_QUESTION_PRICE);
    w.limits.max_cost_minor = 50000;
    run(&w);
    assert_int_equal(open_of(&w, "s.b")->reason, RR_OPEN_PRICE);
    close_world(&w);
}

static void plan_run__grants_count_when_they_are_met(void **state)
{
    world w;
    rr_error err = {0};
    (void)state;
    open_world(&w, COURSE("b", "hours='20' weeks='1' price='1000'", TEACHES("s.b") MONTHLY
                          "<certificate id='k' occupation='t:new' level='5' exam-fee='100' source='S'><name xml:lang='en'>Cert</name></certificate>")
                   COURSE("c", "hours='20' weeks='1' price='1000'", TEACHES("s.c") TEACHES("s.d") MONTHLY
                          "<certificate id='l' occupation='t:new' level='5' exam-fee='100' source='S'><name xml:lang='en'>Cert</name>"
                          "<needs><text xml:lang='en'>A year of related work</text></needs></certificate>"),
               GRANT("share", "share='0.5' cap='300'", "<applies><role in='t:new'/></applies>")
               GRANT("cert", "amount='400' on-certificate='yes' certificate-level='5' claim-days='365' exclusion-group='g' per-person='2'",
                     "<applies><certificate level='5'/></applies>" INSURED)
               GRANT("rival", "amount='350' exclusion-group='g' per-person='2'", "<applies><certificate level='5'/></applies>"));
    run(&w);
    const rr_plan *complete = plan_of(&w, RR_PLAN_COMPLETE);
    assert_string_equal(courses_of(complete), "b c");
    /* 1000 + 1000 + the fee of the exam that asks for nothing - 300 (half, capped, once) - twice 350 */
    assert_int_equal(complete->fee_minor, 10000);
    assert_int_equal(complete->granted_minor, 30000 + 2 * 35000);
    assert_int_equal(complete->own_minor, 110000);
    assert_int_equal(complete->own_if_granted_minor, 110000 - 2 * 5000); /* 400 instead of 350, if insured and admitted */
    int seen = 0;
    for (size_t i = 0; i < complete->grant_count; i++) {
        const rr_plan_grant *g = &complete->grants[i];
        if (strcmp(g->grant->code.p, "cert") != 0)
            continue;
        seen++;
        assert_int_equal(g->state, RR_GRANT_UNKNOWN);
        assert_int_equal(g->saves_minor, 5000);
        assert_int_equal(g->claim_by_day, complete->steps[g->step].end_day + 365);
        assert_int_equal(g->exam_open, complete->steps[g->step].offer.course->id.p[0] == 'c');
    }
    assert_int_equal(seen, 2);
    rr_fact fact = {"insured-months", "40"};
    assert_int_equal(rr_profile_add_fact(w.profile, &fact, &err), RR_OK);
    run(&w);
    complete = plan_of(&w, RR_PLAN_COMPLETE);
    assert_int_equal(complete->granted_minor, 30000 + 40000 + 35000);
    close_world(&w);
}

static void plan_run__effort_that_ends_is_said(void **state)
{
    static const char *const teaches[] = {"<teaches skill='s.b' level='4'/>", "<teaches skill='s.c' level='4'/>", "<teaches skill='s.d' level='4'/>"};
    char courses[7500] = "";
    world w;
    (void)state;
    for (int i = 0; i < 30; i++) { /* of each pair of skills ten, no two of the same price and length */
        char course[300];
        snprintf(course, sizeof course, "<course id='c%d' school='s' source='S' hours='%d' weeks='%d' price='%d'><title xml:lang='en'>Sample</title>%s" MONTHLY "</course>",
                 i, 10 + i, 1 + i % 7, 100 + (i * 37) % 90, teaches[i % 3]);
        strcat(courses, course);
    }
    open_world(&w, courses, NULL);
    w.limits.effort = 1;
    run(&w);
    assert_false(rr_plan_searched(w.result));
    bool proven = true;
    for (size_t i = 0; i < rr_plan_proof_count(w.result); i++) {
        const rr_plan_proof *p = rr_plan_proof_at(w.result, i);
        proven = proven && p->optimal;
        if (p->kind == RR_PLAN_CHEAPEST)
            assert_true(p->bound <= plan_of(&w, RR_PLAN_CHEAPEST)->own_minor);
    }
    assert_false(proven && rr_plan_count(w.result) > 0);
    w.limits.effort = 0;
    run(&w);
    assert_true(rr_plan_searched(w.result));
    close_world(&w);
}

static void plan_run__a_leap_day_of_2100_does_not_exist(void **state)
{
    world w;
    (void)state;
    open_world(&w, COURSE("leap", "hours='20' weeks='1' price='100'", TEACHES("s.b") "<session id='l' start='2100-02-29'/>"), NULL);
    assert_true(w.findings > 0);
    assert_int_equal(rr_plugins_course_count(w.plugins), 0);
    run(&w);
    assert_int_equal(open_of(&w, "s.b")->reason, RR_OPEN_NOT_TAUGHT);
    close_world(&w);
}

static void plan_run__bad_limits_are_errors(void **state)
{
    world w;
    rr_error err = {0};
    rr_plan_result *none = NULL;
    (void)state;
    open_world(&w, COURSE("a", "hours='20' weeks='1' price='100'", TEACHES("s.b") MONTHLY), NULL);
    uint32_t role = rr_taxonomy_find_occupation(w.taxonomy, "t:new");
    w.options.date[0] = '\0';
    assert_int_equal(rr_plan_run(&none, w.matcher, w.profile, role, &w.options, &w.limits, &err), RR_EUSAGE);
    strcpy(w.options.date, "2026-12-01");
    strcpy(w.limits.earliest_start, "2027-02-30");
    assert_int_equal(rr_plan_run(&none, w.matcher, w.profile, role, &w.options, &w.limits, &err), RR_EUSAGE);
    w.limits.earliest_start[0] = '\0';
    w.limits.hours_per_week = 200;
    assert_int_equal(rr_plan_run(&none, w.matcher, w.profile, role, &w.options, &w.limits, &err), RR_EUSAGE);
    assert_null(none);
    close_world(&w);
}

static void path_run__a_stop_teaches_and_pays(void **state)
{
    world w;
    rr_error err = {0};
    rr_path_result *paths = NULL;
    (void)state;
    open_world(&w, COURSE("slow", "hours='400' weeks='20' price='5000' mode='on-site'", TEACHES("s.b") TEACHES("s.c") TEACHES("s.d") MONTHLY), NULL);
    rr_path_options how = {.size = sizeof how, .limits = &w.limits, .floor_minor = 280000};
    uint32_t role = rr_taxonomy_find_occupation(w.taxonomy, "t:new");
    assert_int_equal(rr_path_run(&paths, w.matcher, w.profile, role, &w.options, &how, &err), RR_OK);
    const rr_path *direct = rr_path_at(paths, 0), *over = rr_path_at(paths, 1);
    assert_true(direct->direct && direct->reaches);
    assert_int_equal(direct->unpaid_weeks, direct->weeks);
    assert_int_equal(direct->income, RR_INCOME_UNKNOWN);
    assert_non_null(over);
    assert_int_equal(over->step_count, 2); /* the stop teaches gamma and delta on the job: nothing is to be learnt for the new one */
    assert_int_equal(over->steps[0].occupation, rr_taxonomy_find_occupation(w.taxonomy, "t:stop"));
    assert_int_equal(over->steps[0].income, RR_INCOME_MET);
    assert_int_equal(over->income, RR_INCOME_UNKNOWN); /* the new role's pay is not known */
    assert_int_equal(over->unpaid_weeks, 0);
    assert_int_equal(over->own_minor, 0);
    assert_true(over->steps[1].readiness_before_ppm > direct->steps[0].readiness_before_ppm);
    for (size_t s = 0; s < over->step_count; s++) { /* each with its role's exposure, as the taxonomy has it */
        rr_exposure e;
        size_t k = 0;
        for (; rr_occupation_exposure(w.taxonomy, over->steps[s].occupation, (uint32_t)k, &e); k++)
            assert_int_equal(over->steps[s].exposures[k].value_ppm, e.value_ppm);
        assert_int_equal(over->steps[s].exposure_count, k);
    }
    rr_path_result_destroy(paths);
    how.floor_minor = 500000;
    assert_int_equal(rr_path_run(&paths, w.matcher, w.profile, role, &w.options, &how, &err), RR_OK);
    assert_int_equal(rr_path_at(paths, 1)->steps[0].income, RR_INCOME_BELOW);
    rr_path_result_destroy(paths);
    /* What the caseworker strikes out is learnt at the stop all the same. */
    rr_overrides *overrides = NULL;
    rr_override strike = {.kind = RR_OVERRIDE_STRIKE, .skill = "s.c", .reason = "never done"};
    assert_int_equal(rr_overrides_create(&overrides, w.context, &err), RR_OK);
    assert_int_equal(rr_overrides_add(overrides, &strike, &err), RR_OK);
    assert_int_equal(rr_overrides_resolve(overrides, w.taxonomy, w.plugins, NULL, NULL, &err), RR_OK);
    w.options.overrides = overrides;
    assert_int_equal(rr_path_run(&paths, w.matcher, w.profile, role, &w.options, &how, &err), RR_OK);
    assert_int_equal(rr_path_at(paths, 1)->steps[1].readiness_before_ppm, 750000);
    rr_path_result_destroy(paths);
    rr_overrides_destroy(overrides);
    w.options.overrides = NULL;
    how.most_steps = 4;
    assert_int_equal(rr_path_run(&paths, w.matcher, w.profile, role, &w.options, &how, &err), RR_EUSAGE);
    close_world(&w);
}

/* What comparisons and paths both count. */
static void day_weeks__are_those_of_days_with_sessions_by_day(void **state)
{
    const rr_plan_step steps[] = {{.start_day = 100, .end_day = 169, .mode = RRP_EVENING}, {.start_day = 150, .end_day = 163, .mode = RRP_ON_SITE},
                                  {.start_day = 160, .end_day = 171}, {.start_day = 161, .end_day = 162, .mode = RRP_ON_SITE},
                                  {.start_day = 200, .end_day = 206, .mode = RRP_ON_SITE | RRP_WEEKEND}};
    rr_plan plan = {.steps = steps, .step_count = 5};
    int32_t first = -1;
    (void)state;
    assert_int_equal(rr__day_weeks(&plan, &first), 4); /* days 150 to 171 */
    assert_int_equal(first, 150);
    plan.step_count = 1;
    first = 7;
    assert_int_equal(rr__day_weeks(&plan, &first), 0);
    assert_int_equal(first, 7);
}

/* What a step of a path was granted can't be had again at the next, beyond what one person may have; nor can it be hoped for
 * twice. */
static void plan_after__a_grant_that_was_had_is_had(void **state)
{
    static const struct { const char *rule; int64_t own[3], if_granted[3]; rr_plan_grant_state states[3]; } cases[] = {
        {GRANT("once", "amount='400'", "<applies><course teaches='s.b'/></applies>"),
         {60000, 100000, 100000}, {60000, 100000, 100000}, {RR_GRANT_COUNTED, RR_GRANT_EXCLUDED, RR_GRANT_EXCLUDED}},
        {GRANT("twice", "amount='400' per-person='2'", "<applies><course teaches='s.b'/></applies>"),
         {60000, 60000, 100000}, {60000, 60000, 100000}, {RR_GRANT_COUNTED, RR_GRANT_COUNTED, RR_GRANT_EXCLUDED}},
        {GRANT("open", "amount='400'", "<applies><course teaches='s.b'/></applies>" INSURED),
         {100000, 100000, 100000}, {60000, 100000, 100000}, {RR_GRANT_UNKNOWN, RR_GRANT_UNKNOWN, RR_GRANT_UNKNOWN}}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        world w;
        rr_error err = {0};
        rr_plan_result *results[3] = {NULL, NULL, NULL};
        const rr_plan *before[3];
        open_world(&w, COURSE("a", "hours='40' weeks='2' price='1000' mode='on-site'", TEACHES("s.b") TEACHES("s.c") TEACHES("s.d") MONTHLY), cases[i].rule);
        for (size_t k = 0; k < 3; k++) {
            assert_int_equal(rr__plan_run_after(&results[k], w.matcher, w.profile, rr_taxonomy_find_occupation(w.taxonomy, "t:new"), &w.options,
                                                &w.limits, before, k, &err), RR_OK);
            before[k] = rr_plan_at(results[k], 0);
            assert_int_equal(before[k]->own_minor, cases[i].own[k]);
            assert_int_equal(before[k]->own_if_granted_minor, cases[i].if_granted[k]);
            assert_int_equal(before[k]->grants[0].state, cases[i].states[k]);
            assert_int_equal(before[k]->grants[0].saves_minor, before[k]->own_minor - before[k]->own_if_granted_minor);
        }
        for (size_t k = 0; k < 3; k++)
            rr_plan_result_destroy(results[k]);
        close_world(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plan_run__three_kinds_differ_and_none_is_beaten), cmocka_unit_test(plan_run__limits_are_kept_and_said),
        cmocka_unit_test(plan_run__what_runs_together_fits_the_week), cmocka_unit_test(plan_run__needs_come_first_or_close_the_way),
        cmocka_unit_test(plan_run__seats_dates_and_currencies_are_reasons), cmocka_unit_test(plan_run__what_nobody_states_is_asked_or_left_out),
        cmocka_unit_test(plan_after__a_grant_that_was_had_is_had),
        cmocka_unit_test(plan_run__grants_count_when_they_are_met), cmocka_unit_test(plan_run__effort_that_ends_is_said),
        cmocka_unit_test(plan_run__a_leap_day_of_2100_does_not_exist), cmocka_unit_test(plan_run__bad_limits_are_errors),
        cmocka_unit_test(path_run__a_stop_teaches_and_pays),
        cmocka_unit_test(day_weeks__are_those_of_days_with_sessions_by_day)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
