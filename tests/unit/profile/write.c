/* SPDX-License-Identifier: MIT */
/* What is written reads back as the same profile, whatever the text holds. */
#include "helper.h"

static const rr_profile_format formats[] = {RR_PROFILE_XML, RR_PROFILE_JSON, RR_PROFILE_CSV};

/* Text that some format could mistake for its own marks. */
static const char *const awkward[] = {
    "plain", "a;b", "a；b", "a=b", "a:2012", "a：2012", "back\\slash", "back\\;both", "\"quoted\"", "'single", "'=quote", "=1+1", "-x", "+x",
    "@x", "a,b", "<a&b>", "]]>", "&#10;", "司机", "a\\", "\\", ";", "=", "''@", "x=", "s.drive", "a\u202eb", "\U0001F600", "null", "007", "a\\；b"};
enum { AWKWARD = sizeof awkward / sizeof awkward[0] };

static rr_profile *make(kept *k, const char *text)
{
    rr_profile *p = NULL;
    assert_int_equal(rr_profile_create(&p, k->context, "w-001", NULL), RR_OK);
    rr_job job = {.title = text, .months = 5, .until_year = 2020, .occupation = RR_NONE};
    rr_job second = {.title = text, .months = -1, .until_year = -1, .current = 1, .occupation = RR_NONE};
    rr_skill skill = {.text = text, .level = -1, .level_text = text, .state = RR_SKILL_STRUCK, .reason = text, .descriptor = RR_NONE};
    rr_skill other = {.text = text, .level = 350, .descriptor = RR_NONE};
    rr_licence licence = {text, -1}, dated = {text, 2012};
    rr_fact fact = {"note", text}, age = {"age", "0"}, number = {"zip", "007"};
    rr_language language = {"zh-Hans", text};
    assert_int_equal(rr_profile_add_job(p, &job, NULL), RR_OK);
    assert_int_equal(rr_profile_add_job(p, &second, NULL), RR_OK);
    assert_int_equal(rr_profile_add_skill(p, &skill, NULL), RR_OK);
    assert_int_equal(rr_profile_add_skill(p, &other, NULL), RR_OK);
    assert_int_equal(rr_profile_add_licence(p, &licence, NULL), RR_OK);
    assert_int_equal(rr_profile_add_licence(p, &dated, NULL), RR_OK);
    assert_int_equal(rr_profile_add_fact(p, &fact, NULL), strchr(text, '@') == NULL ? RR_OK : RR_EINVALID);
    assert_int_equal(rr_profile_add_fact(p, &age, NULL), RR_OK);
    assert_int_equal(rr_profile_add_fact(p, &number, NULL), RR_OK);
    assert_int_equal(rr_profile_add_language(p, &language, NULL), RR_OK);
    return p;
}

static void write__every_awkward_text_survives_every_format(void **state)
{
    (void)state;
    kept *k = open_kept();
    for (int t = 0; t < AWKWARD; t++) {
        rr_profile *p = make(k, awkward[t]);
        for (int f = 0; f < 3; f++) {
            written w = write_as(p, formats[f]);
            if (read_as(k, "a", w.bytes, w.len, formats[f], NULL) != RR_OK)
                fail_msg("format %d does not read back: %s\n%s", f, awkward[t], w.bytes);
            assert_same_profile(p, k->profiles[0]);
            assert_string_equal(rr_profile_job(k->profiles[0], 0)->title, awkward[t]);
            free(w.bytes);
        }
        rr_profile_destroy(p);
    }
    close_kept(k);
}

static void write__files_survive_every_format(void **state)
{
    (void)state;
    kept *k = open_kept(), *again = open_kept();
    assert_int_equal(read_path(k, "valid/profile-driver.xml", NULL), RR_OK);
    for (int f = 0; f < 3; f++) {
        written w = write_as(k->profiles[0], formats[f]);
        assert_int_equal(read_as(again, "a", w.bytes, w.len, formats[f], NULL), RR_OK);
        assert_int_equal(again->found_count, 0);
        assert_same_profile(k->profiles[0], again->profiles[0]);
        written twice = write_as(k->profiles[0], formats[f]);
        assert_string_equal(w.bytes, twice.bytes); /* the same bytes each time */
        free(twice.bytes);
        free(w.bytes);
    }
    close_kept(again);
    close_kept(k);
}

static void write__every_month_survives(void **state)
{
    (void)state;
    kept *k = open_kept();
    for (int32_t months = 0; months <= 960; months++) {
        rr_profile *p = NULL;
        rr_job job = {.title = "x", .months = months, .until_year = -1, .occupation = RR_NONE};
        assert_int_equal(rr_profile_create(&p, k->context, "w-001", NULL), RR_OK);
        assert_int_equal(rr_profile_add_job(p, &job, NULL), RR_OK);
        written w = write_as(p, RR_PROFILE_JSON);
        assert_int_equal(read_as(k, "a", w.bytes, w.len, RR_PROFILE_AUTO, NULL), RR_OK);
        assert_int_equal(rr_profile_job(k->profiles[0], 0)->months, months);
        free(w.bytes);
        rr_profile_destroy(p);
    }
    close_kept(k);
}

static void write__the_hash_is_of_what_is_said(void **state)
{
    (void)state;
    char a[65], b[65];
    kept *k = open_kept();
    assert_int_equal(read_text(k, "a", "{\"id\":\"a\",\"facts\":{\"x\":1,\"age\":47}}"), RR_OK);
    assert_int_equal(rr_profile_sha256(k->profiles[0], a, NULL), RR_OK);
    assert_int_equal(read_text(k, "a", "{\"facts\":{\"age\":\"47\",\"x\":1},\"id\":\"a\"}"), RR_OK);
    assert_int_equal(rr_profile_sha256(k->profiles[0], b, NULL), RR_OK);
    assert_string_equal(a, b);
    /* sha256sum of {"schema":"reroute.profile/1","id":"a","facts":{"age":47,"x":1}} */
    assert_string_equal(a, "5db99063437ba492b5af1e72659fdfa5aaa80e98cccba496629de7466c6aee5b");
    assert_int_equal(read_text(k, "a", "{\"id\":\"a\",\"facts\":{\"x\":0,\"age\":47}}"), RR_OK);
    assert_int_equal(rr_profile_sha256(k->profiles[0], b, NULL), RR_OK);
    assert_string_not_equal(a, b);
    close_kept(k);
}

static int refuse(void *user, const char *bytes, size_t len)
{
    (void)user, (void)bytes, (void)len;
    return 1;
}

static void write__a_sink_that_is_full_is_an_error(void **state)
{
    (void)state;
    kept *k = open_kept();
    rr_sink sink = {NULL, refuse};
    rr_profile *p = NULL;
    assert_int_equal(rr_profile_create(&p, k->context, "w-001", NULL), RR_OK);
    for (int f = 0; f < 3; f++)
        assert_int_equal(rr_profile_write(p, formats[f], 1, &sink, &k->err), RR_EIO);
    assert_int_equal(rr_profile_write(p, RR_PROFILE_AUTO, 1, &sink, &k->err), RR_EUSAGE);
    rr_profile_destroy(p);
    close_kept(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(write__every_awkward_text_survives_every_format),
        cmocka_unit_test(write__files_survive_every_format),
        cmocka_unit_test(write__every_month_survives),
        cmocka_unit_test(write__the_hash_is_of_what_is_said),
        cmocka_unit_test(write__a_sink_that_is_full_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
