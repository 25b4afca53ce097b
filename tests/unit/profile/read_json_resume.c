/* SPDX-License-Identifier: MIT */
/* JSON Resume: the work, skills and papers arrive, the person stays behind. */
#include "helper.h"

static const rr_licence *licence_of(const kept *k, size_t i)
{
    return rr_profile_licence(k->profiles[0], i);
}

static void read_json_resume__a_file_as_it_is_becomes_a_profile(void **state)
{
    (void)state;
    kept *k = open_kept();
    assert_int_equal(read_path(k, "valid/profile-resume.json", NULL), RR_OK);
    assert_int_equal(k->count, 1);
    const rr_profile *p = k->profiles[0];
    assert_string_equal(rr_profile_id(p), "resume");
    assert_string_equal(rr_profile_region(p), "CN-ZJ");
    assert_string_equal(rr_profile_education(p), "bachelor"); /* the master's has no end */
    assert_int_equal(rr_profile_job_count(p), 4);
    assert_int_equal(rr_profile_job(p, 0)->months, 66);
    assert_int_equal(rr_profile_job(p, 0)->until_year, 2024);
    assert_int_equal(rr_profile_job(p, 1)->months, 24);
    assert_true(rr_profile_job(p, 2)->current);
    assert_int_equal(rr_profile_job(p, 2)->months, -1); /* a file knows no today */
    assert_int_equal(rr_profile_job(p, 3)->months, -1); /* month 13 */
    assert_int_equal(rr_profile_job(p, 3)->until_year, 2014);
    assert_int_equal(rr_profile_skill_count(p), 4);
    assert_string_equal(rr_profile_skill(p, 0)->text, "Logistics");
    assert_string_equal(rr_profile_skill(p, 0)->level_text, "Master");
    assert_string_equal(rr_profile_skill(p, 2)->text, "barcodes");
    assert_string_equal(rr_profile_skill(p, 3)->level_text, "3");
    assert_string_equal(licence_of(k, 0)->name, "Forklift licence");
    assert_int_equal(licence_of(k, 0)->year, 2020);
    assert_int_equal(licence_of(k, 1)->year, -1);
    assert_int_equal(rr_profile_language_count(p), 2);
    assert_string_equal(rr_profile_language(p, 0)->tag, "en");
    assert_string_equal(rr_profile_language(p, 0)->level, "B1");
    assert_true(found(k, RR__MSG_PROFILE_LEVEL_WORD, 0));
    assert_true(found(k, RR__MSG_PROFILE_PERSONAL_LEFT_OUT, 3));
    assert_true(found(k, RR__MSG_PROFILE_UNSURE, 0));
    close_kept(k);
}

static void read_json_resume__nothing_of_the_person_is_written_or_said(void **state)
{
    (void)state;
    kept *k = open_kept();
    char text[1024];
    assert_int_equal(read_path(k, "valid/profile-resume.json", NULL), RR_OK);
    written w = write_as(k->profiles[0], RR_PROFILE_JSON);
    assert_null(strstr(w.bytes, "CANARY"));
    assert_null(strstr(w.bytes, "canary"));
    assert_null(strstr(w.bytes, "13800138000"));
    for (size_t i = 0; i < k->found_count; i++) {
        rr_error_format(&k->found[i], RR_LANG_EN, text, sizeof text);
        assert_null(strstr(text, "CANARY"));
    }
    free(w.bytes);
    close_kept(k);
}

static void read_json_resume__what_it_gives_writes_and_reads_back(void **state)
{
    (void)state;
    static const rr_profile_format formats[] = {RR_PROFILE_XML, RR_PROFILE_JSON, RR_PROFILE_CSV};
    kept *k = open_kept(), *again = open_kept();
    assert_int_equal(read_path(k, "valid/profile-resume.json", NULL), RR_OK);
    for (int i = 0; i < 3; i++) {
        written w = write_as(k->profiles[0], formats[i]);
        assert_int_equal(read_as(again, "a", w.bytes, w.len, formats[i], NULL), RR_OK);
        assert_same_profile(k->profiles[0], again->profiles[0]);
        free(w.bytes);
    }
    close_kept(again);
    close_kept(k);
}

static void read_json_resume__the_projects_own_sample_loads(void **state)
{
    (void)state;
    const char *data = getenv("REROUTE_TEST_DATA");
    char path[1024];
    if (data == NULL || data[0] == '\0') {
        print_message("SKIPPED, LOUDLY: REROUTE_TEST_DATA is not set, the sample of JSON Resume is not read\n");
        skip();
    }
    kept *k = open_kept();
    rr_profile_read_options o = {.size = sizeof o, .finding = note_finding, .user = k};
    snprintf(path, sizeof path, "%s/profiles/jsonresume-sample.json", data);
    assert_int_equal(rr_profile_read(k->context, path, &o, keep, k, &k->err), RR_OK);
    const rr_profile *p = k->profiles[0];
    assert_string_equal(rr_profile_job(p, 0)->title, "CEO/President");
    assert_int_equal(rr_profile_job(p, 0)->months, 12);
    assert_int_equal(rr_profile_skill_count(p), 8);
    assert_string_equal(rr_profile_education(p), "bachelor");
    assert_null(rr_profile_region(p));
    close_kept(k);
}

static void read_json_resume__a_resume_of_the_wrong_shape_is_an_error(void **state)
{
    (void)state;
    kept *k = open_kept();
    assert_int_equal(read_text(k, "a", "{\"work\":{}}"), RR_EINVALID);
    assert_int_equal(read_text(k, "a", "{\"work\":[3]}"), RR_EINVALID);
    assert_int_equal(read_text(k, "a", "{\"work\":null,\"basics\":null}"), RR_OK);
    assert_int_equal(read_as(k, "a", "[]", 2, RR_PROFILE_JSON_RESUME, NULL), RR_EINVALID);
    close_kept(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read_json_resume__a_file_as_it_is_becomes_a_profile),
        cmocka_unit_test(read_json_resume__nothing_of_the_person_is_written_or_said),
        cmocka_unit_test(read_json_resume__what_it_gives_writes_and_reads_back),
        cmocka_unit_test(read_json_resume__the_projects_own_sample_loads),
        cmocka_unit_test(read_json_resume__a_resume_of_the_wrong_shape_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
