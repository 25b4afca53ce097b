/* SPDX-License-Identifier: MIT */
/* What a worker states against what a rule asks, each operator and each doubt, and the logic they feed. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include <reroute/match.h>
#include <reroute/plugin.h>

#include "profile/measure.h"

static void measure__facts_by_every_operator(void **state)
{
    (void)state;
    enum { U = RR__UNKNOWN, M = RR__MET, N = RR__UNMET };
    /* in the order of rr__op: eq ne lt le gt ge in */
    static const struct { const char *have, *wanted; int answers[7]; } rows[] = {
        {"36", "36", {M, N, N, M, N, M, M}},
        {"35.999999", "36", {N, M, M, M, N, N, N}},
        {"36.000001", "36", {N, M, N, N, M, M, N}},
        {"-1", "0", {N, M, M, M, N, N, N}},
        {"36.0", "036", {M, N, N, M, N, M, M}},
        {"9", "10", {N, M, M, M, N, N, N}}, /* as numbers, not as words */
        {"many", "36", {U, U, U, U, U, U, U}},
        {"1e2", "36", {U, U, U, U, U, U, U}},
        {"", "36", {U, U, U, U, U, U, U}},
        {"urban", "urban", {M, N, U, U, U, U, M}},
        {"rural", "urban", {N, M, U, U, U, U, N}},
        {"36", "urban", {N, M, U, U, U, U, N}},
        {"urban", "rural urban", {N, M, U, U, U, U, M}},
        {"urban", "suburban", {N, M, U, U, U, U, N}},
        {"2.0", "1 2  3", {N, M, U, U, U, U, M}},
        {"x", "1 y x", {N, M, U, U, U, U, M}},
        {"z", "1 y x", {N, M, U, U, U, U, U}}, /* it may be the number, badly written */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (int op = 0; op < 7; op++)
            if ((int)rr__compare_fact(rows[i].have, strlen(rows[i].have), (rr__op)op, rows[i].wanted) != rows[i].answers[op])
                fail_msg("\"%s\" op %d \"%s\"", rows[i].have, op, rows[i].wanted);
    assert_int_equal(rr__compare_fact("36 months", 2, RR__OP_EQ, "36"), RR__MET); /* its length, not its end */
}

static void measure__steps_of_schooling_are_ordered(void **state)
{
    (void)state;
    static const char *const order[] = {"none", "primary", "junior-secondary", "senior-secondary", "vocational-college", "bachelor",
                                        "master", "doctorate"};
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
        assert_int_equal(rr__education_rank(order[i], strlen(order[i])), i);
    assert_int_equal(rr__education_rank("vocational-secondary", 20), rr__education_rank("senior-secondary", 16));
    assert_int_equal(rr__education_rank("masters", 7), -1);
    assert_int_equal(rr__education_rank("masters", 6), rr__education_rank("master", 6));
    assert_int_equal(rr__education_rank("", 0), -1);
    size_t steps = 0;
    for (const char *at = rr__education_steps; *at != '\0'; at += strcspn(at, " "), at += *at == ' ', steps++)
        assert_true(rr__education_rank(at, strcspn(at, " ")) >= 0);
    assert_int_equal(steps, 9);
}

static void measure__a_licence_of_one_year_either_way(void **state)
{
    (void)state;
    assert_int_equal(rr__licence_held_for(-1, -1, 0), RR__MET);
    assert_int_equal(rr__licence_held_for(-1, 2026, 300), RR__UNKNOWN);
    assert_int_equal(rr__licence_held_for(2020, -1, 300), RR__UNKNOWN);
    assert_int_equal(rr__licence_held_for(2022, 2026, 300), RR__MET);     /* at least from 31 December to 1 January */
    assert_int_equal(rr__licence_held_for(2023, 2026, 300), RR__UNKNOWN);
    assert_int_equal(rr__licence_held_for(2024, 2026, 300), RR__UNKNOWN); /* up to three years */
    assert_int_equal(rr__licence_held_for(2025, 2026, 300), RR__UNMET);
}

static void measure__experience_adds_up_and_doubts(void **state)
{
    (void)state;
    rr__experience none = {0}, sure = {0}, short_of = {0}, unstated = {0}, perhaps = {0};
    assert_int_equal(rr__experience_reaches(&none, 0), RR__UNMET);
    rr__experience_add(&sure, RR__MET, 7);
    rr__experience_add(&sure, RR__MET, 5);
    rr__experience_add(&sure, RR__UNMET, 100);
    rr__experience_add(&sure, RR__UNKNOWN, 100);
    assert_int_equal(rr__experience_reaches(&sure, 12), RR__MET);
    assert_int_equal(rr__experience_reaches(&sure, 13), RR__UNKNOWN);
    rr__experience_add(&short_of, RR__MET, 11);
    rr__experience_add(&short_of, RR__UNMET, -1);
    assert_int_equal(rr__experience_reaches(&short_of, 12), RR__UNMET);
    rr__experience_add(&unstated, RR__MET, -1);
    assert_int_equal(rr__experience_reaches(&unstated, 0), RR__MET);
    assert_int_equal(rr__experience_reaches(&unstated, 1), RR__UNKNOWN);
    rr__experience_add(&perhaps, RR__UNKNOWN, 12);
    assert_int_equal(rr__experience_reaches(&perhaps, 0), RR__UNKNOWN);
}

static void measure__the_logic_has_three_values(void **state)
{
    (void)state;
    enum { U = RR__UNKNOWN, M = RR__MET, N = RR__UNMET };
    static const int all[3][3] = {{U, U, N}, {U, M, N}, {N, N, N}}, any[3][3] = {{U, M, U}, {M, M, M}, {U, M, N}};
    for (int a = 0; a < 3; a++)
        for (int b = 0; b < 3; b++) {
            rr__heard group = {0};
            rr__hear(&group, (rr__truth)a);
            rr__hear(&group, (rr__truth)b);
            assert_int_equal(rr__all_of(&group), all[a][b]);
            assert_int_equal(rr__any_of(&group), any[a][b]);
        }
    assert_int_equal(rr__not(RR__UNKNOWN), U);
    assert_int_equal(rr__not(RR__MET), N);
    assert_int_equal(rr__not(RR__UNMET), M);
    assert_true((int)RRP_UNKNOWN == U && (int)RRP_MET == M && (int)RRP_UNMET == N);
    assert_true((int)RR_VERDICT_UNKNOWN == U && (int)RR_VERDICT_MET == M && (int)RR_VERDICT_UNMET == N);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(measure__facts_by_every_operator),
        cmocka_unit_test(measure__steps_of_schooling_are_ordered),
        cmocka_unit_test(measure__a_licence_of_one_year_either_way),
        cmocka_unit_test(measure__experience_adds_up_and_doubts),
        cmocka_unit_test(measure__the_logic_has_three_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
