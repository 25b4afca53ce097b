/* SPDX-License-Identifier: MIT */
/* Profiles as XML: what a file says arrives, and nothing of a file with an error does. */
#include "helper.h"

#include "profile/reader.h"

static void read_xml__everything_a_file_says_arrives(void **state)
{
    (void)state;
    kept *k = open_kept();
    assert_int_equal(read_path(k, "valid/profile-driver.xml", NULL), RR_OK);
    assert_int_equal(k->count, 1);
    assert_int_equal(k->found_count, 0);
    const rr_profile *p = k->profiles[0];
    assert_string_equal(rr_profile_id(p), "w-001");
    assert_string_equal(rr_profile_region(p), "CN-GD");
    assert_string_equal(rr_profile_education(p), "vocational-secondary");
    assert_int_equal(rr_profile_job_count(p), 3);
    assert_string_equal(rr_profile_job(p, 0)->title, "taxi driver");
    assert_int_equal(rr_profile_job(p, 0)->months, 144);
    assert_int_equal(rr_profile_job(p, 0)->until_year, 2026);
    assert_true(rr_profile_job(p, 0)->current);
    assert_int_equal(rr_profile_job(p, 0)->occupation, RR_NONE);
    assert_int_equal(rr_profile_job(p, 1)->months, 6);
    assert_string_equal(rr_profile_job(p, 2)->title, "4-02-02-01");
    assert_int_equal(rr_profile_job(p, 2)->months, -1);
    assert_int_equal(rr_profile_job(p, 2)->until_year, -1);
    assert_null(rr_profile_job(p, 3));
    assert_int_equal(rr_profile_skill_count(p), 3);
    assert_string_equal(rr_profile_skill(p, 0)->level_text, "4");
    assert_int_equal(rr_profile_skill(p, 0)->level, -1);
    assert_int_equal(rr_profile_skill(p, 0)->state, RR_SKILL_VERIFIED);
    assert_string_equal(rr_profile_skill(p, 0)->reason, "shown at the wheel");
    assert_string_equal(rr_profile_skill(p, 1)->text, "keeping accounts");
    assert_int_equal(rr_profile_skill(p, 2)->state, RR_SKILL_STRUCK);
    assert_int_equal(rr_profile_licence(p, 0)->year, 2012);
    assert_int_equal(rr_profile_licence(p, 1)->year, -1);
    assert_string_equal(rr_profile_language(p, 0)->level, "native");
    assert_null(rr_profile_language(p, 1)->level);
    const rr_constraints *c = rr_profile_constraints(p);
    assert_int_equal(c->max_weeks, 8);
    assert_int_equal(c->max_cost_minor, 50000);
    assert_int_equal(c->income_floor_minor, 450050);
    assert_string_equal(c->earliest_start, "2026-12-01");
    assert_int_equal(rr_profile_fact_count(p), 3);
    assert_string_equal(rr_profile_fact(p, 1)->value, "0"); /* a zero said is a zero, not unknown */
    close_kept(k);
}

static void read_xml__what_is_left_out_is_unknown(void **state)
{
    (void)state;
    kept *k = open_kept();
    assert_int_equal(read_text(k, "a.xml", "<profile xmlns='urn:reroute:profile:1' id='w-1'/>"), RR_OK);
    const rr_profile *p = k->profiles[0];
    assert_null(rr_profile_region(p));
    assert_null(rr_profile_education(p));
    assert_int_equal(rr_profile_constraints(p)->max_weeks, -1);
    assert_int_equal(rr_profile_constraints(p)->max_cost_minor, -1);
    assert_string_equal(rr_profile_constraints(p)->currency, "");
    close_kept(k);
}

static void read_xml__every_mistake_is_told_with_its_line(void **state)
{
    (void)state;
    static const struct { enum rr__message message; uint32_t line; } expected[] = {
        {RR__MSG_PROFILE_UNKNOWN_FIELD, 2}, {RR__MSG_PROFILE_UNKNOWN_FIELD, 3}, {RR__MSG_PROFILE_NOT_NUMBER, 4},
        {RR__MSG_PROFILE_RANGE, 5}, {RR__MSG_PROFILE_RANGE, 6}, {RR__MSG_PROFILE_FACT_TWICE, 8}, {RR__MSG_PROFILE_DATE, 9},
        {RR__MSG_PROFILE_FIELD_TWICE, 10}, {RR__MSG_PROFILE_NOT_NUMBER, 11}, {RR__MSG_PROFILE_ONE_OF, 12},
        {RR__MSG_PROFILE_NOT_INSIDE, 13}};
    kept *k = open_kept();
    assert_int_equal(read_path(k, "invalid/profile-typo.xml", NULL), RR_EINVALID);
    assert_int_equal(k->count, 0);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        if (!found(k, expected[i].message, expected[i].line))
            fail_msg("no R%04d on line %u", (int)expected[i].message, expected[i].line);
    assert_int_equal(k->err.line, 2); /* the first */
    assert_true(k->err.column > 0);
    assert_non_null(strstr(k->err.file, "profile-typo.xml"));
    assert_string_equal(k->err.args + strlen("yaers") + 1 + strlen("job") + 1, "years");
    close_kept(k);
}

static void read_xml__an_id_that_is_a_person_is_refused_and_not_printed(void **state)
{
    (void)state;
    static const struct { const char *file; enum rr__message message; const char *secret; } cases[] = {
        {"invalid/profile-id-email.xml", RR__MSG_PROFILE_PERSONAL, "canary"},
        {"invalid/profile-id-idcard18.xml", RR__MSG_PROFILE_PERSONAL, "44010"},
        {"invalid/profile-id-idcard15.xml", RR__MSG_PROFILE_PERSONAL, "44010"},
        {"invalid/profile-id-mobile.xml", RR__MSG_PROFILE_PERSONAL, "138"},
        {"invalid/profile-id-spaces.xml", RR__MSG_PROFILE_ID_SPACE, "Canary"}};
    kept *k = open_kept();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[1024];
        assert_int_equal(read_path(k, cases[i].file, NULL), RR_EINVALID);
        assert_int_equal(k->err.number, cases[i].message);
        k->err.file[0] = '\0';
        rr_error_format(&k->err, RR_LANG_EN, text, sizeof text);
        assert_null(strstr(text, cases[i].secret));
    }
    close_kept(k);
}

static void read_xml__every_prefix_fails(void **state)
{
    (void)state;
    size_t len = 0;
    char *text = load_file("valid/profile-driver.xml", &len);
    kept *k = open_kept();
    while (len > 0 && text[len - 1] == '\n')
        len--;
    for (size_t n = 0; n < len; n++) {
        assert_int_not_equal(read_as(k, "a.xml", text, n, RR_PROFILE_AUTO, NULL), RR_OK);
        assert_int_equal(k->count, 0);
    }
    assert_int_equal(read_as(k, "a.xml", text, len, RR_PROFILE_AUTO, NULL), RR_OK);
    free(text);
    close_kept(k);
}

static void read_xml__hostile_files_give_typed_errors(void **state)
{
    (void)state;
    kept *k = open_kept();
    assert_int_equal(read_path(k, "hostile/profile-doctype.xml", NULL), RR_EDOCTYPE);
    assert_int_equal(read_path(k, "hostile/profile-deep.xml", NULL), RR_ELIMIT);
    assert_int_equal(read_path(k, "hostile/profile-long-title.xml", NULL), RR_ELIMIT);
    assert_int_equal(k->err.number, RR__MSG_PROFILE_TEXT_LONG);
    assert_int_equal(read_text(k, "a.xml", "<taxonomy xmlns='urn:reroute:taxonomy:1' id='x'/>"), RR_EINVALID);
    assert_int_equal(k->err.number, RR__MSG_NOT_A_PROFILE);
    assert_int_equal(read_text(k, "a.xml", "<profile xmlns='urn:reroute:profile:1'/>"), RR_EINVALID);
    assert_int_equal(k->err.number, RR__MSG_PROFILE_FIELD_MISSING);
    close_kept(k);
}

static void read_xml__too_many_skills_are_a_limit(void **state)
{
    (void)state;
    kept *k = open_kept();
    written w = {NULL, 0};
    const char *head = "<profile xmlns='urn:reroute:profile:1' id='w-1'>", *skill = "<skill ref='s'/>";
    add_written(&w, head, strlen(head));
    for (int i = 0; i < 1024; i++)
        add_written(&w, skill, strlen(skill));
    add_written(&w, "</profile>", 10);
    assert_int_equal(read_as(k, "a", w.bytes, w.len, RR_PROFILE_XML, NULL), RR_OK);
    w.len -= 10;
    add_written(&w, skill, strlen(skill));
    add_written(&w, "</profile>", 10);
    assert_int_equal(read_as(k, "a", w.bytes, w.len, RR_PROFILE_XML, NULL), RR_ELIMIT);
    free(w.bytes);
    close_kept(k);
}

static void read_xml__no_more_than_a_hundred_findings(void **state)
{
    (void)state;
    kept *k = open_kept();
    written w = {NULL, 0};
    const char *head = "<profile xmlns='urn:reroute:profile:1' id='w-1'>", *bad = "<job years='x'/>";
    add_written(&w, head, strlen(head));
    for (int i = 0; i < 5000; i++)
        add_written(&w, bad, strlen(bad));
    add_written(&w, "</profile>", 10);
    assert_int_equal(read_as(k, "a", w.bytes, w.len, RR_PROFILE_XML, NULL), RR_EINVALID);
    assert_int_equal(k->found_count, 100);
    free(w.bytes);
    close_kept(k);
}

static void read_xml__other_encodings_are_read(void **state)
{
    (void)state;
    kept *k = open_kept();
    static const char gb[] = "<?xml version='1.0' encoding='GB18030'?><profile xmlns='urn:reroute:profile:1' id='w-1'>"
                             "<job title='\xcb\xbe\xbb\xfa'/></profile>"; /* 司机 */
    assert_int_equal(read_as(k, "a", gb, sizeof gb - 1, RR_PROFILE_AUTO, NULL), RR_OK);
    assert_string_equal(rr_profile_job(k->profiles[0], 0)->title, "司机");
    /* The same bytes without a declaration are no UTF-8. */
    const char *body = strstr(gb, "<profile");
    assert_int_equal(read_text(k, "a.xml", body), RR_EENCODING);
    char wide[512];
    size_t n = 0;
    for (const char *c = "\xff\xfe<profile xmlns='urn:reroute:profile:1' id='w-1'/>"; *c != '\0'; c++) {
        wide[n++] = *c;
        if (n > 2)
            wide[n++] = '\0';
    }
    assert_int_equal(read_as(k, "a", wide, n, RR_PROFILE_AUTO, NULL), RR_OK);
    close_kept(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read_xml__everything_a_file_says_arrives),
        cmocka_unit_test(read_xml__what_is_left_out_is_unknown),
        cmocka_unit_test(read_xml__every_mistake_is_told_with_its_line),
        cmocka_unit_test(read_xml__an_id_that_is_a_person_is_refused_and_not_printed),
        cmocka_unit_test(read_xml__every_prefix_fails),
        cmocka_unit_test(read_xml__hostile_files_give_typed_errors),
        cmocka_unit_test(read_xml__too_many_skills_are_a_limit),
        cmocka_unit_test(read_xml__no_more_than_a_hundred_findings),
        cmocka_unit_test(read_xml__other_encodings_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
