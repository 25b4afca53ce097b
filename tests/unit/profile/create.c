/* SPDX-License-Identifier: MIT */
/* Profiles made in memory: checked as files are, and copied. */
#include "helper.h"

static void create__copies_what_it_is_given(void **state)
{
    (void)state;
    kept *k = open_kept();
    rr_profile *p = NULL;
    char title[] = "  cook\tand\nbaker  ";
    assert_int_equal(rr_profile_create(&p, k->context, "w-001", NULL), RR_OK);
    rr_job job = {.title = title, .months = 0, .until_year = -1, .occupation = 7, .resolved_by = RR_BY_ID};
    assert_int_equal(rr_profile_add_job(p, &job, NULL), RR_OK);
    memset(title, 'x', sizeof title - 1);
    assert_string_equal(rr_profile_job(p, 0)->title, "cook and baker");
    assert_int_equal(rr_profile_job(p, 0)->months, 0);
    assert_int_equal(rr_profile_job(p, 0)->occupation, 7);
    rr_profile_destroy(p);
    rr_profile_destroy(NULL);
    close_kept(k);
}

static void create__wrong_values_change_nothing(void **state)
{
    (void)state;
    kept *k = open_kept();
    rr_profile *p = NULL;
    assert_int_equal(rr_profile_create(&p, k->context, "", &k->err), RR_EINVALID);
    assert_null(p);
    assert_int_equal(rr_profile_create(&p, k->context, "13800138000", &k->err), RR_EINVALID);
    assert_int_equal(rr_profile_create(&p, k->context, "w\xff", &k->err), RR_EENCODING);
    assert_int_equal(rr_profile_create(&p, k->context, "w-001", &k->err), RR_OK);
    rr_job zeroed = {.title = "cook"}; /* an until of 0 says that the job goes on */
    assert_int_equal(rr_profile_add_job(p, &zeroed, &k->err), RR_EINVALID);
    rr_job untitled = {.title = NULL, .months = -1, .until_year = -1};
    assert_int_equal(rr_profile_add_job(p, &untitled, &k->err), RR_EINVALID);
    rr_skill state_off = {.text = "x", .level = -1, .state = (rr_skill_state)3};
    assert_int_equal(rr_profile_add_skill(p, &state_off, &k->err), RR_EINVALID);
    rr_constraints c = *rr_profile_constraints(p);
    memcpy(c.currency, "CNYX", 4); /* not ended */
    assert_int_equal(rr_profile_set_constraints(p, &c, &k->err), RR_EINVALID);
    assert_int_equal(rr_profile_job_count(p) + rr_profile_skill_count(p), 0);
    assert_string_equal(rr_profile_constraints(p)->currency, "");
    assert_int_equal(rr_profile_set_education(p, "大专", NULL), RR_OK);
    assert_string_equal(rr_profile_education(p), "vocational-college");
    assert_int_equal(rr_profile_set_education(p, "school of life", NULL), RR_EINVALID);
    assert_string_equal(rr_profile_education(p), "vocational-college");
    assert_int_equal(rr_profile_set_education(p, NULL, NULL), RR_OK);
    assert_null(rr_profile_education(p));
    assert_int_equal(rr_profile_set_region(p, "浙江省", NULL), RR_OK);
    assert_string_equal(rr_profile_region(p), "CN-ZJ");
    assert_int_equal(rr_profile_set_region(p, "US-CA", NULL), RR_OK);
    assert_string_equal(rr_profile_region(p), "US-CA");
    rr_profile_destroy(p);
    close_kept(k);
}

static void create__a_thousand_entries_and_no_more(void **state)
{
    (void)state;
    kept *k = open_kept();
    rr_profile *p = NULL;
    rr_licence licence = {"C1", -1};
    assert_int_equal(rr_profile_create(&p, k->context, "w-001", NULL), RR_OK);
    for (int i = 0; i < 1024; i++)
        assert_int_equal(rr_profile_add_licence(p, &licence, NULL), RR_OK);
    assert_int_equal(rr_profile_add_licence(p, &licence, &k->err), RR_ELIMIT);
    assert_int_equal(rr_profile_licence_count(p), 1024);
    rr_profile_destroy(p);
    close_kept(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(create__copies_what_it_is_given),
        cmocka_unit_test(create__wrong_values_change_nothing),
        cmocka_unit_test(create__a_thousand_entries_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
