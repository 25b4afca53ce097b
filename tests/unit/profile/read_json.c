/* SPDX-License-Identifier: MIT */
/* Profiles as JSON: the same model as XML, one or many, and nothing of a file with an error. */
#include "helper.h"

#include "profile/reader.h"

static void read_json__says_the_same_as_the_xml(void **state)
{
    (void)state;
    kept *k = open_kept(), *x = open_kept();
    assert_int_equal(read_path(x, "valid/profile-driver.xml", NULL), RR_OK);
    assert_int_equal(read_path(k, "valid/profile-driver.json", NULL), RR_OK);
    assert_int_equal(k->count, 1);
    assert_int_equal(k->found_count, 0);
    assert_same_profile(k->profiles[0], x->profiles[0]);
    close_kept(x);
    close_kept(k);
}

static void read_json__many_come_in_their_order(void **state)
{
    (void)state;
    static const char *const files[] = {"valid/profile-many.json", "valid/profile-many.jsonl"};
    kept *k = open_kept();
    for (int i = 0; i < 2; i++) {
        assert_int_equal(read_path(k, files[i], NULL), RR_OK);
        assert_int_equal(k->count, 3);
        assert_string_equal(rr_profile_id(k->profiles[0]), "w-001");
        assert_string_equal(rr_profile_id(k->profiles[2]), "w-003");
        assert_int_equal(rr_profile_job(k->profiles[1], 0)->months, 0);
    }
    assert_int_equal(read_text(k, "a", "[{\"id\":\"a\"},{\"id\":\"b\"}]"), RR_OK);
    assert_int_equal(k->count, 2);
    assert_int_equal(read_text(k, "a", "[]"), RR_OK);
    assert_int_equal(k->count, 0);
    close_kept(k);
}

static int stop_at_once(void *user, rr_profile *profile)
{
    rr_profile_destroy(profile);
    ++*(int *)user;
    return 1;
}

static void read_json__a_caller_that_has_enough_gets_no_more(void **state)
{
    (void)state;
    static const char text[] = "[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"}]";
    kept *k = open_kept();
    int count = 0;
    assert_int_equal(rr_profile_read_memory(k->context, "a", text, sizeof text - 1, NULL, stop_at_once, &count, NULL), RR_OK);
    assert_int_equal(count, 1);
    close_kept(k);
}

static void read_json__one_error_among_many_gives_none(void **state)
{
    (void)state;
    kept *k = open_kept();
    assert_int_equal(read_text(k, "a", "[{\"id\":\"a\"},\n{\"id\":\"b\",\"history\":[{\"years\":1}]},\n{\"id\":\"a\"}]"), RR_EINVALID);
    assert_int_equal(k->count, 0);
    assert_true(found(k, RR__MSG_PROFILE_ONE_OF, 2));
    assert_int_equal(read_text(k, "a", "[{\"id\":\"a\"},\n{\"id\":\"b\"},\n{\"id\":\"a\"}]"), RR_EINVALID);
    assert_int_equal(k->err.number, RR__MSG_PROFILE_ID_TWICE);
    assert_int_equal(k->err.line, 3);
    assert_string_equal(k->err.args, "a");
    assert_string_equal(k->err.args + 2, "1"); /* where the first is */
    assert_int_equal(read_text(k, "a.jsonl", "{\"id\":\"a\"}\n\n{\"id\":\"b\"}\n{\"id\":\"b\"}\n"), RR_EINVALID);
    assert_int_equal(k->err.line, 4);
    assert_string_equal(k->err.args + 2, "3");
    assert_int_equal(read_text(k, "a.jsonl", "{\"id\":\"a\"}\n{\"id\":\n"), RR_ESYNTAX);
    assert_int_equal(k->err.line, 2);
    close_kept(k);
}

static void read_json__every_mistake_is_told_with_its_place(void **state)
{
    (void)state;
    static const struct { enum rr__message message; uint32_t line; } expected[] = {
        {RR__MSG_PROFILE_UNKNOWN_FIELD, 1}, {RR__MSG_PROFILE_UNKNOWN_FIELD, 2}, {RR__MSG_PROFILE_NOT_TEXT, 2},
        {RR__MSG_PROFILE_NOT_NUMBER, 2}, {RR__MSG_PROFILE_RANGE, 2}, {RR__MSG_PROFILE_NOT_LIST, 3},
        {RR__MSG_PROFILE_NOT_TEXT, 4}, {RR__MSG_PROFILE_NOT_NUMBER, 5}};
    kept *k = open_kept();
    assert_int_equal(read_path(k, "invalid/profile-typo.json", NULL), RR_EINVALID);
    assert_int_equal(k->count, 0);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        if (!found(k, expected[i].message, expected[i].line))
            fail_msg("no R%04d on line %u", (int)expected[i].message, expected[i].line);
    assert_int_equal(k->err.column, 61); /* the value that nobody asked for, behind its quote */
    close_kept(k);
}

static void read_json__every_prefix_fails(void **state)
{
    (void)state;
    size_t len = 0;
    char *text = load_file("valid/profile-driver.json", &len);
    kept *k = open_kept();
    while (len > 0 && text[len - 1] == '\n')
        len--;
    for (size_t n = 0; n < len; n++) {
        assert_int_not_equal(read_as(k, "a.json", text, n, RR_PROFILE_AUTO, NULL), RR_OK);
        assert_int_equal(k->count, 0);
    }
    free(text);
    close_kept(k);
}

static void read_json__hostile_files_give_typed_errors(void **state)
{
    (void)state;
    static const struct { const char *file; rr_status status; } cases[] = {
        {"hostile/profile-long-title.json", RR_ELIMIT}, {"hostile/profile-deep.json", RR_ELIMIT},
        {"hostile/profile-duplicate-keys.json", RR_ESYNTAX}, {"hostile/profile-surrogate.json", RR_ESYNTAX},
        {"hostile/profile-control.json", RR_EINVALID}, {"hostile/profile-bidi-id.json", RR_EINVALID},
        {"hostile/profile-bidi.json", RR_OK}};
    kept *k = open_kept();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(read_path(k, cases[i].file, NULL), cases[i].status);
    close_kept(k);
}

static void read_json__numbers_are_plain_or_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "1e3", "1e999", "-1", "80.1", "\"NaN\"", "\"inf\"", "\"0x10\"", "\"1,5\"", "\"1.\"", "\".5\"", "\"+1\"", "\"\"", "\" 1\"",
        "\"１２\"", "0.1234567", "99999999999999999999", "true", "[]", "{}", "\"1e1\"", "-0.5", "\"--1\"", "\"1 2\"", "\"twelve\""};
    static const struct { const char *text; int32_t months; } good[] = {
        {"0", 0}, {"12", 144}, {"0.5", 6}, {"\"0.25\"", 3}, {"0.42", 5}, {"80", 960}, {"null", -1}, {"1.0", 12}};
    kept *k = open_kept();
    char text[256];
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        snprintf(text, sizeof text, "{\"id\":\"a\",\"history\":[{\"title\":\"x\",\"years\":%s}]}", bad[i]);
        if (read_text(k, "a", text) == RR_OK)
            fail_msg("accepted: %s", bad[i]);
    }
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        snprintf(text, sizeof text, "{\"id\":\"a\",\"history\":[{\"title\":\"x\",\"years\":%s}]}", good[i].text);
        assert_int_equal(read_text(k, "a", text), RR_OK);
        assert_int_equal(rr_profile_job(k->profiles[0], 0)->months, good[i].months);
    }
    close_kept(k);
}

static void read_json__absurd_values_are_errors(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\"history\":[{\"title\":\"x\",\"until\":1899}]", "\"history\":[{\"title\":\"x\",\"until\":2201}]",
        "\"history\":[{\"title\":\"x\",\"until\":0}]", "\"history\":[{\"title\":\"x\",\"until\":-1}]",
        "\"history\":[{\"title\":\"x\",\"code\":\"1\"}]", "\"history\":[{\"title\":\"\"}]", "\"history\":[{\"title\":\" \"}]",
        "\"licences\":[{\"name\":\"C1\",\"year\":20121}]", "\"licences\":[{\"year\":2012}]", "\"facts\":{\"age\":131}",
        "\"facts\":{\"age\":-1}", "\"facts\":{\"age\":\"old\"}", "\"facts\":{\"phone\":\"x\"}", "\"facts\":{\"姓名\":\"x\"}",
        "\"facts\":{\"note\":\"13800138000\"}", "\"facts\":{\"note\":\"a@b\"}", "\"facts\":{\"a b\":1}",
        "\"constraints\":{\"hours-per-week\":169}", "\"constraints\":{\"max-weeks\":-1}", "\"constraints\":{\"max-cost\":1.005}",
        "\"constraints\":{\"currency\":\"cny\"}", "\"constraints\":{\"currency\":\"CNYX\"}",
        "\"constraints\":{\"earliest-start\":\"2027-02-29\"}", "\"constraints\":{\"travel-minutes\":1.5}",
        "\"constraints\":{\"max-weeks\":1,\"max_weeks\":2}", "\"region\":\"Guangdong\"", "\"region\":\"CN-QQ\"",
        "\"education\":\"kindergarten\"", "\"education\":\"研究生\"", "\"languages\":[{\"tag\":\"Simplified Chinese\"}]",
        "\"languages\":[{\"level\":\"B1\"}]", "\"skills\":[{\"skill\":\"a\",\"ref\":\"b\"}]",
        "\"skills\":[{\"skill\":\"a\",\"state\":\"known\"}]", "\"skills\":[{\"skill\":\"a\",\"level\":\"0x4\"}]",
        "\"skills\":[{\"skill\":\"a\",\"level\":-1}]", "\"skills\":[\"a\"]", "\"schema\":\"reroute.profile/2\"", "\"histroy\":[]"};
    kept *k = open_kept();
    char text[512];
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        snprintf(text, sizeof text, "{\"id\":\"a\",%s}", bad[i]);
        if (read_text(k, "a", text) == RR_OK)
            fail_msg("accepted: %s", bad[i]);
        assert_true(k->err.number >= 400 && k->err.number < 500);
        assert_int_equal(k->err.line, 1);
        assert_true(k->err.column > 1);
    }
    close_kept(k);
}

static void read_json__ids_that_are_no_secret_pass(void **state)
{
    (void)state;
    static const char *const good[] = {"w-001", "甲-001", "2026-11-24-0000001", "20261124", "esco:a1b2", "no_1/7", "12345678901"};
    static const char *const bad[] = {"13800138000", "+86 138 0013 8000", "8613800138000", "138.0013.8000", "w-13800138000",
                                      "440101198001011234", "44010119800101123X", "44010119800101123x", "440101 19800101 1234",
                                      "440101800101123", "a@b.c", "a＠b", "１３８００１３８０００", "a b", "a　b", "a\\tb", "a\\u200bb"};
    kept *k = open_kept();
    char text[128];
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        snprintf(text, sizeof text, "{\"id\":\"%s\"}", good[i]);
        if (read_text(k, "a", text) != RR_OK)
            fail_msg("refused: %s", good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        snprintf(text, sizeof text, "{\"id\":\"%s\"}", bad[i]);
        if (read_text(k, "a", text) == RR_OK)
            fail_msg("accepted: %s", bad[i]);
    }
    close_kept(k);
}

static void read_json__errors_never_print_values(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "{\"id\":\"CANARY 1\"}", "{\"id\":\"a\",\"region\":\"CANARY\"}", "{\"id\":\"a\",\"education\":\"CANARY\"}",
        "{\"id\":\"a\",\"history\":[{\"title\":\"CANARY\",\"years\":\"CANARY\"}]}",
        "{\"id\":\"a\",\"skills\":[{\"skill\":\"CANARY\",\"state\":\"CANARY\"}]}",
        "{\"id\":\"a\",\"skills\":[{\"skill\":\"CANARY\",\"level\":\"CANARY\"}]}",
        "{\"id\":\"a\",\"facts\":{\"age\":\"CANARY\"}}", "{\"id\":\"a\",\"facts\":{\"phone\":\"CANARY\"}}",
        "{\"id\":\"a\",\"constraints\":{\"currency\":\"CANARY\"}}", "{\"id\":\"a\",\"languages\":[{\"tag\":\"CANARY CANARY\"}]}"};
    kept *k = open_kept();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[1024];
        read_text(k, "a", cases[i]);
        assert_true(k->found_count > 0);
        for (size_t f = 0; f < k->found_count; f++)
            for (int lang = 0; lang < 2; lang++) {
                rr_error_format(&k->found[f], (rr_lang)lang, text, sizeof text);
                assert_null(strstr(text, "CANARY"));
            }
    }
    close_kept(k);
}

static void read_json__the_encoding_is_what_the_caller_says(void **state)
{
    (void)state;
    static const char gb[] = "{\"id\":\"a\",\"history\":[{\"title\":\"\xcb\xbe\xbb\xfa\"}]}";
    kept *k = open_kept();
    assert_int_equal(read_as(k, "a", gb, sizeof gb - 1, RR_PROFILE_AUTO, "GB18030"), RR_OK);
    assert_string_equal(rr_profile_job(k->profiles[0], 0)->title, "司机");
    assert_int_equal(read_as(k, "a", gb, sizeof gb - 1, RR_PROFILE_AUTO, NULL), RR_EENCODING);
    assert_int_equal(read_text(k, "a", "\xef\xbb\xbf{\"id\":\"a\"}"), RR_OK);
    assert_int_equal(read_text(k, "a", "hello"), RR_EINVALID);
    assert_int_equal(k->err.number, RR__MSG_PROFILE_FORMAT_UNKNOWN);
    assert_int_equal(read_text(k, "a", ""), RR_ESYNTAX);
    close_kept(k);
}

static void read_json__a_caller_built_with_fewer_options_leaves_the_others_out(void **state)
{
    (void)state;
    static const char text[] = "[{\"id\":\"a\"}]";
    rr_profile_read_options o = {.size = offsetof(rr_profile_read_options, encoding), .format = RR_PROFILE_JSON, .encoding = "behind its end"};
    int count = 0;
    kept *k = open_kept();
    assert_int_equal(rr_profile_read_memory(k->context, "a", text, sizeof text - 1, &o, stop_at_once, &count, NULL), RR_OK);
    assert_int_equal(count, 1);
    o.size = sizeof o;
    assert_int_not_equal(rr_profile_read_memory(k->context, "a", text, sizeof text - 1, &o, stop_at_once, &count, NULL), RR_OK);
    close_kept(k);
}

static void read_json__a_hundred_thousand_places_are_told_in_time(void **state)
{
    (void)state;
    kept *k = open_kept();
    written w = {NULL, 0};
    add_written(&w, "[", 1);
    for (int i = 0; i < 100000; i++)
        add_written(&w, i == 0 ? "{\"id\":\"a\"}" : ",{\"id\":\"a\"}", i == 0 ? 10 : 11);
    add_written(&w, "]", 1);
    assert_int_equal(read_as(k, "a", w.bytes, w.len, RR_PROFILE_JSON, NULL), RR_EINVALID);
    assert_int_equal(k->found_count, 100);
    free(w.bytes);
    close_kept(k);
}

/* Every beginning of a profile is an error; from where the id is whole on, it is told, and in no byte before it. */
static void read_json__a_failure_tells_the_id_that_was_read_before_it(void **state)
{
    (void)state;
    static const char text[] = "{\"facts\":{\"id\":\"no\"},\"history\":[{\"title\":\"\\\"id\\\":\"}], \"id\" : \"w-\\u0031\",\"skills\":[{\"skill\":\"x\"}]}";
    size_t whole = (size_t)(strstr(text, ",\"skills\"") - text);
    char id[RR_PROFILE_ID_ROOM];
    kept *k = open_kept();
    const rr_profile_read_options o = {.size = sizeof o, .format = RR_PROFILE_JSON, .failed_id = id};
    for (size_t len = 0; len < sizeof text; len++) {
        memset(id, 'x', sizeof id);
        rr_status status = rr_profile_read_memory(k->context, "a", text, len, &o, keep, k, &k->err);
        assert_int_equal(status == RR_OK, len == sizeof text - 1);
        assert_string_equal(id, len >= whole && status != RR_OK ? "w-1" : "");
    }
    static const char list[] = "[{\"id\":\"a\"},{\"id\":\"b\",\"age\":1},{\"id\":\"c\",\"age\":1}]";
    assert_int_equal(rr_profile_read_memory(k->context, "a", list, sizeof list - 1, &o, keep, k, &k->err), RR_EINVALID);
    assert_string_equal(id, "b");
    clear_kept(k);
    close_kept(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read_json__says_the_same_as_the_xml),
        cmocka_unit_test(read_json__many_come_in_their_order),
        cmocka_unit_test(read_json__a_caller_that_has_enough_gets_no_more),
        cmocka_unit_test(read_json__one_error_among_many_gives_none),
        cmocka_unit_test(read_json__every_mistake_is_told_with_its_place),
        cmocka_unit_test(read_json__every_prefix_fails),
        cmocka_unit_test(read_json__hostile_files_give_typed_errors),
        cmocka_unit_test(read_json__numbers_are_plain_or_refused),
        cmocka_unit_test(read_json__absurd_values_are_errors),
        cmocka_unit_test(read_json__ids_that_are_no_secret_pass),
        cmocka_unit_test(read_json__errors_never_print_values),
        cmocka_unit_test(read_json__the_encoding_is_what_the_caller_says),
        cmocka_unit_test(read_json__a_caller_built_with_fewer_options_leaves_the_others_out),
        cmocka_unit_test(read_json__a_hundred_thousand_places_are_told_in_time),
        cmocka_unit_test(read_json__a_failure_tells_the_id_that_was_read_before_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
