/* SPDX-License-Identifier: MIT */
/* What overrides change in a match, and what they must leave alone. */
#include "../override/helper.h"

static const rr_held *held_of(const desk *d, const rr_match *m, const char *skill)
{
    for (size_t i = 0; i < m->held_count; i++)
        if (m->held[i].descriptor == rr_taxonomy_find_descriptor(d->taxonomy, skill))
            return &m->held[i];
    return NULL;
}

static const rr_gap_item *gap_of(const desk *d, const rr_match *m, const char *skill)
{
    for (size_t i = 0; i < m->gap_count; i++)
        if (m->gap[i].descriptor == rr_taxonomy_find_descriptor(d->taxonomy, skill))
            return &m->gap[i];
    return NULL;
}

static rr_override_effect effect_of(const rr_match_result *r, size_t index)
{
    rr_override_effect e;
    assert_true(rr_match_override(r, index, &e));
    return e;
}

/* A skill override counts as the profile's own statement does, to the last part per million. */
static void match_decide__acts_as_if_the_profile_said_so(void **state)
{
    (void)state;
    desk d;
    open_desk(&d);
    decide(&d, "[{\"kind\":\"strike\",\"skill\":\"s.drive-vehicles\",\"reason\":\"back\"},"
               "{\"kind\":\"add\",\"skill\":\"s.instructing\",\"level\":4,\"reason\":\"taught\"}]");
    rr_match_result *decided = match_all(&d, d.overrides);
    rr_skill skills[] = {{.text = "s.drive-vehicles", .level = -1, .state = RR_SKILL_STRUCK, .descriptor = RR_NONE},
                         {.text = "s.instructing", .level = -1, .level_text = "4", .descriptor = RR_NONE}};
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(rr_profile_add_skill(d.driver, &skills[i], NULL), RR_OK);
    assert_int_equal(rr_profile_resolve(d.driver, d.taxonomy, NULL, NULL, NULL), RR_OK);
    rr_match_result *stated = match_all(&d, NULL);
    assert_int_equal(rr_match_count(decided), rr_match_count(stated));
    for (size_t i = 0; i < rr_match_count(decided); i++) {
        const rr_match *a = rr_match_at(decided, i), *b = rr_match_at(stated, i);
        assert_int_equal(a->occupation, b->occupation);
        assert_int_equal(a->fit_ppm, b->fit_ppm);
        assert_int_equal(a->readiness_ppm, b->readiness_ppm);
        assert_int_equal(a->contribution_count, b->contribution_count);
        assert_int_equal(a->held_count, b->held_count);
        for (size_t k = 0; k < a->held_count; k++) {
            assert_int_equal(a->held[k].level, b->held[k].level);
            assert_int_equal(a->held[k].origin, b->held[k].origin);
            assert_null(b->held[k].override);
        }
    }
    const rr_match *role = match_of(&d, decided, "cn:driving-instructor");
    assert_ptr_equal(held_of(&d, role, "s.instructing")->override, rr_overrides_at(d.overrides, 1));
    assert_null(held_of(&d, role, "s.drive-vehicles"));
    assert_ptr_equal(gap_of(&d, role, "s.drive-vehicles")->override, rr_overrides_at(d.overrides, 0));
    assert_true(effect_of(decided, 0).applied && effect_of(decided, 0).was_held && effect_of(decided, 0).was_level > 0);
    assert_int_equal(effect_of(decided, 0).was_origin, RR_ORIGIN_INFERRED);
    assert_true(effect_of(decided, 1).applied && !effect_of(decided, 1).was_held);
    rr_match_result_destroy(decided);
    rr_match_result_destroy(stated);
    close_desk(&d);
}

/* An override on top of the profile's own words takes their place; it is not counted twice. */
static void match_decide__replaces_what_the_profile_says(void **state)
{
    (void)state;
    desk d;
    open_desk(&d);
    rr_skill said = {.text = "s.instructing", .level = -1, .level_text = "5", .descriptor = RR_NONE};
    assert_int_equal(rr_profile_add_skill(d.driver, &said, NULL), RR_OK);
    assert_int_equal(rr_profile_resolve(d.driver, d.taxonomy, NULL, NULL, NULL), RR_OK);
    decide(&d, "[{\"kind\":\"level\",\"skill\":\"s.instructing\",\"level\":3,\"reason\":\"seen\"}]");
    rr_match_result *r = match_all(&d, d.overrides);
    const rr_held *held = held_of(&d, match_of(&d, r, "cn:driving-instructor"), "s.instructing");
    assert_int_equal(held->level, 300);
    assert_int_equal(held->origin, RR_ORIGIN_STATED);
    assert_int_equal(effect_of(r, 0).was_level, 100);
    rr_match_result_destroy(r);
    decide(&d, "[{\"kind\":\"strike\",\"skill\":\"s.instructing\",\"reason\":\"never did\"}]");
    r = match_all(&d, d.overrides);
    assert_null(held_of(&d, match_of(&d, r, "cn:driving-instructor"), "s.instructing"));
    rr_match_result_destroy(r);
    close_desk(&d);
}

static void match_decide__says_what_changes_nothing(void **state)
{
    (void)state;
    desk d;
    open_desk(&d);
    decide(&d, "[{\"kind\":\"level\",\"skill\":\"s.instructing\",\"level\":3,\"reason\":\"r\"},"
               "{\"kind\":\"order\",\"role\":\"cn:taxi-driver\",\"place\":2,\"reason\":\"r\"},"
               "{\"kind\":\"verdict\",\"role\":\"cn:icv-tester\",\"condition\":\"licence-3-years\",\"state\":\"met\",\"reason\":\"r\"},"
               "{\"kind\":\"finding\",\"plugin\":\"org.absent\",\"condition\":\"c\",\"state\":\"met\",\"reason\":\"r\"}]");
    rr_match_result *r = match_all(&d, d.overrides), *plain = match_all(&d, NULL);
    for (size_t i = 0; i < 4; i++)
        assert_false(effect_of(r, i).applied);
    for (size_t i = 0; i < rr_match_count(r); i++) {
        assert_int_equal(rr_match_at(r, i)->occupation, rr_match_at(plain, i)->occupation);
        assert_int_equal(rr_match_at(r, i)->fit_ppm, rr_match_at(plain, i)->fit_ppm);
        assert_int_equal(rr_match_at(plain, i)->computed_rank, i + 1);
    }
    rr_override_effect e;
    assert_false(rr_match_override(r, 4, &e));
    assert_false(rr_match_override(plain, 0, &e));
    rr_match_result_destroy(r);
    rr_match_result_destroy(plain);
    close_desk(&d);
}

/* A rule of law made unmet sinks the role; made met, it lets it rise again. */
static void match_decide__settles_conditions(void **state)
{
    (void)state;
    desk d;
    open_desk(&d);
    decide(&d, "[{\"kind\":\"verdict\",\"role\":\"cn:icv-tester\",\"condition\":\"licence-3-years\",\"state\":\"unmet\",\"reason\":\"expired\"}]");
    rr_match_result *r = match_all(&d, d.overrides);
    const rr_match *m = match_of(&d, r, "cn:icv-tester");
    assert_int_equal(m->rank, rr_match_count(r));
    assert_int_equal(rr_match_sunk(r), 1);
    assert_int_equal(m->verdicts[0].state, RR_VERDICT_UNMET);
    assert_int_equal(m->verdicts[0].computed, RR_VERDICT_MET);
    assert_ptr_equal(m->verdicts[0].override, rr_overrides_at(d.overrides, 0));
    assert_null(m->verdicts[1].override);
    assert_int_equal(m->verdicts[1].state, m->verdicts[1].computed);
    assert_false(m->viable);
    assert_true(effect_of(r, 0).applied && effect_of(r, 0).is_law);
    assert_int_equal(effect_of(r, 0).was_state, RR_VERDICT_MET);
    rr_match_result_destroy(r);

    rr_explanation *e = NULL;
    rr_match_options o = {.size = sizeof o, .date = "2026-11-24", .overrides = d.overrides};
    assert_int_equal(rr_explain(&e, d.matcher, d.driver, rr_taxonomy_find_occupation(d.taxonomy, "cn:icv-tester"), &o, NULL), RR_OK);
    int found = 0;
    for (size_t i = 0; i < rr_explanation_change_count(e); i++)
        found = found || (rr_explanation_change(e, i)->kind == RR_CHANGE_VERDICT && rr_explanation_change(e, i)->index == 0);
    assert_true(found);
    rr_explanation_destroy(e);
    close_desk(&d);
}

/* Every kind of place at once; fits and scores stay what they were, the computed ranks count on. */
static void match_decide__arranges_the_order(void **state)
{
    (void)state;
    desk d;
    open_desk(&d);
    rr_match_result *plain = match_all(&d, NULL);
    size_t n = rr_match_count(plain);
    decide(&d, "[{\"kind\":\"order\",\"role\":\"cn:data-labeller\",\"place\":\"first\",\"reason\":\"a\"},"
               "{\"kind\":\"order\",\"role\":\"cn:icv-tester\",\"place\":2,\"reason\":\"b\"},"
               "{\"kind\":\"order\",\"role\":\"cn:robot-om\",\"place\":1000,\"reason\":\"c\"},"
               "{\"kind\":\"order\",\"role\":\"cn:driving-instructor\",\"place\":\"last\",\"reason\":\"d\"},"
               "{\"kind\":\"order\",\"role\":\"cn:on-demand-courier\",\"place\":\"out\",\"reason\":\"e\"}]");
    rr_match_result *r = match_all(&d, d.overrides);
    assert_int_equal(rr_match_count(r), n - 1);
    assert_int_equal(rr_match_ranked(r), n);
    assert_ptr_equal(rr_match_at(r, 0), match_of(&d, r, "cn:data-labeller"));
    assert_ptr_equal(rr_match_at(r, 1), match_of(&d, r, "cn:icv-tester"));
    assert_ptr_equal(rr_match_at(r, n - 3), match_of(&d, r, "cn:robot-om"));
    assert_ptr_equal(rr_match_at(r, n - 2), match_of(&d, r, "cn:driving-instructor"));
    assert_int_equal(rr_match_left_out_count(r), 1);
    const rr_match *out = rr_match_left_out(r, 0);
    assert_int_equal(out->occupation, rr_taxonomy_find_occupation(d.taxonomy, "cn:on-demand-courier"));
    assert_int_equal(out->rank, 0);
    assert_null(rr_match_left_out(r, 1));
    uint32_t last_computed = 0;
    for (size_t i = 0; i < n; i++) {
        const rr_match *m = i < n - 1 ? rr_match_at(r, i) : out, *before = rr_match_at(plain, m->computed_rank - 1);
        assert_int_equal(m->rank, i < n - 1 ? i + 1 : 0);
        assert_int_equal(m->occupation, before->occupation);
        assert_int_equal(m->fit_ppm, before->fit_ppm);
        assert_int_equal(m->score_ppm, before->score_ppm);
        assert_int_equal(m->readiness_ppm, before->readiness_ppm);
        if (m->order == NULL) {
            assert_true(m->computed_rank > last_computed);
            last_computed = m->computed_rank;
        }
    }
    for (size_t i = 0; i < 5; i++) {
        rr_override_effect e = effect_of(r, i);
        assert_true(e.applied && e.was_rank > 0);
        assert_true((e.rank == 0) == (i == 4));
    }
    rr_match_result_destroy(r);
    rr_match_result_destroy(plain);
    close_desk(&d);
}

static void match_decide__explains_a_role_that_is_left_out(void **state)
{
    (void)state;
    desk d;
    rr_match_result *r = NULL;
    open_desk(&d);
    decide(&d, "[{\"kind\":\"order\",\"role\":\"cn:on-demand-courier\",\"place\":\"out\",\"reason\":\"e\"}]");
    rr_match_options o = {.size = sizeof o, .date = "2026-11-24", .overrides = d.overrides};
    assert_int_equal(rr_match_one(&r, d.matcher, d.driver, rr_taxonomy_find_occupation(d.taxonomy, "cn:on-demand-courier"), &o, NULL), RR_OK);
    assert_int_equal(rr_match_count(r), 1);
    assert_int_equal(rr_match_at(r, 0)->rank, 0);
    assert_int_equal(rr_match_at(r, 0)->computed_rank, 4);
    assert_int_equal(rr_match_left_out_count(r), 0);
    rr_match_result_destroy(r);
    close_desk(&d);
}

static void match_decide__wants_them_resolved_for_what_is_matched(void **state)
{
    (void)state;
    desk d;
    rr_match_result *r = NULL;
    open_desk(&d);
    assert_int_equal(read_overrides(&d, "[{\"kind\":\"strike\",\"skill\":\"s.instructing\",\"reason\":\"r\"}]"), RR_OK);
    rr_match_options o = {.size = sizeof o, .date = "2026-11-24", .overrides = d.overrides};
    assert_int_equal(rr_match_run(&r, d.matcher, d.driver, &o, &d.err), RR_EUSAGE);
    assert_null(r);
    o.size = offsetof(rr_match_options, overrides); /* a caller that knows of none */
    assert_int_equal(rr_match_run(&r, d.matcher, d.driver, &o, &d.err), RR_OK);
    rr_match_result_destroy(r);
    close_desk(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(match_decide__acts_as_if_the_profile_said_so),
        cmocka_unit_test(match_decide__replaces_what_the_profile_says),
        cmocka_unit_test(match_decide__says_what_changes_nothing),
        cmocka_unit_test(match_decide__settles_conditions),
        cmocka_unit_test(match_decide__arranges_the_order),
        cmocka_unit_test(match_decide__explains_a_role_that_is_left_out),
        cmocka_unit_test(match_decide__wants_them_resolved_for_what_is_matched)};
    return cmocka_run_group_tests_name("match/decide", tests, NULL, NULL);
}
