/* SPDX-License-Identifier: MIT */
/* Records: read back as they were written, compared with what there is now, and hostile ones. */
#include <stdlib.h>

#include "../override/helper.h"

typedef struct bytes { char *data; size_t len; } bytes;

static int keep(void *user, const char *data, size_t len)
{
    bytes *b = user;
    b->data = realloc(b->data, b->len + len + 1);
    if (b->data == NULL)
        return 1;
    memcpy(b->data + b->len, data, len);
    b->len += len;
    b->data[b->len] = '\0';
    return 0;
}

/* A match of two roles on record, with an override of each family. */
static bytes make_record(desk *d, rr_format format)
{
    static const char *const files[] = {"a.xml", "b.xml"}, *const lang[] = {"en"}, *const arguments[] = {"cn:x y"};
    static const rr_record_option options[] = {{"taxonomy", RR_RECORD_LIST, 0, files, 2, 0}, {"top", RR_RECORD_NUMBER, 2, NULL, 0, 0},
                                               {"no-text", RR_RECORD_FLAG, 1, NULL, 0, 0}, {"lang", RR_RECORD_TEXT, 0, lang, 1, 0},
                                               {"region", RR_RECORD_TEXT, 0, NULL, 0, 0}, {"fold", RR_RECORD_NUMBER, 0, NULL, 0, 1}};
    rr_record_asked asked = {"match", arguments, 1, options, 6};
    rr_match_options o = {.size = sizeof o, .date = "2026-11-24", .top = 2};
    rr_render_options how = {.size = sizeof how, .format = format, .record = &asked};
    rr_match_result *result = NULL;
    bytes out = {NULL, 0};
    rr_sink sink = {&out, keep};
    decide(d, "[{\"kind\":\"strike\",\"skill\":\"drive vehicles\",\"reason\":\"back \\\"injury\\\"\",\"who\":\"cw-1\"},"
              "{\"kind\":\"order\",\"role\":\"cn:icv-tester\",\"place\":2,\"reason\":\"wish\"},"
              "{\"kind\":\"verdict\",\"role\":\"cn:icv-tester\",\"condition\":\"#1\",\"state\":\"unmet\",\"reason\":\"seen\"}]");
    o.overrides = d->overrides;
    assert_int_equal(rr_match_run(&result, d->matcher, d->driver, &o, &d->err), RR_OK);
    assert_int_equal(rr_render_match(result, d->taxonomy, d->driver, &o, &how, &sink, &d->err), RR_OK);
    rr_match_result_destroy(result);
    return out;
}

static size_t compare(desk *d, const bytes *b, const rr_taxonomy *taxonomy)
{
    rr_record *record = NULL;
    size_t told = 0;
    d->told_count = 0;
    assert_int_equal(rr_record_read_memory(&record, d->context, "r.json", b->data, b->len, &d->err), RR_OK);
    assert_int_equal(rr_record_compare(record, NULL, taxonomy, NULL, note_told, d, &told, &d->err), RR_OK);
    assert_int_equal(told, d->told_count);
    rr_record_destroy(record);
    return told;
}

/* The same length, so that only what is meant is changed. */
static void replace(bytes *b, const char *from, const char *to)
{
    char *at = strstr(b->data, from);
    assert_non_null(at);
    assert_int_equal(strlen(from), strlen(to));
    memcpy(at, to, strlen(to));
}

static void record_read__gives_back_what_was_asked(void **state)
{
    (void)state;
    static const rr_format formats[] = {RR_FORMAT_JSON, RR_FORMAT_JSONL};
    for (int f = 0; f < 2; f++) {
        desk d;
        rr_record *record = NULL;
        rr_profile *profile = NULL;
        rr_overrides *overrides = NULL;
        char before[65], after[65];
        uint32_t line = 9;
        open_desk(&d);
        bytes b = make_record(&d, formats[f]);
        assert_int_equal(rr_record_read_memory(&record, d.context, "r.json", b.data, b.len, &d.err), RR_OK);
        const rr_record_asked *asked = rr_record_get_asked(record);
        assert_string_equal(asked->command, "match");
        assert_int_equal(asked->argument_count, 1);
        assert_string_equal(asked->arguments[0], "cn:x y");
        assert_int_equal(asked->option_count, 6);
        assert_int_equal(asked->options[0].count, 2);
        assert_string_equal(asked->options[0].texts[1], "b.xml");
        assert_int_equal(asked->options[1].number, 2);
        assert_true(asked->options[2].type == RR_RECORD_FLAG && asked->options[2].number == 1);
        assert_string_equal(asked->options[3].texts[0], "en");
        assert_int_equal(asked->options[4].count, 0);
        assert_int_equal(asked->options[5].count, 0);
        assert_int_equal(rr_record_profile(record, d.context, &profile, &d.err), RR_OK);
        assert_int_equal(rr_profile_sha256(d.driver, before, NULL), RR_OK);
        assert_int_equal(rr_profile_sha256(profile, after, NULL), RR_OK);
        assert_string_equal(before, after);
        assert_int_equal(rr_record_overrides(record, d.context, &overrides, &d.err), RR_OK);
        assert_int_equal(rr_overrides_count(overrides), 3);
        assert_string_equal(rr_overrides_at(overrides, 0)->reason, "back \"injury\"");
        assert_string_equal(rr_overrides_at(overrides, 0)->who, "cw-1");
        assert_int_equal(rr_overrides_at(overrides, 1)->place, 2);
        assert_int_equal(rr_overrides_at(overrides, 2)->state, RR_VERDICT_UNMET);
        assert_true(rr_record_is(record, b.data, b.len, &line));
        assert_int_equal(line, 0);
        assert_false(rr_record_is(record, b.data, b.len - 1, &line));
        assert_int_equal(compare(&d, &b, d.taxonomy), 0);
        rr_overrides_destroy(overrides);
        rr_profile_destroy(profile);
        rr_record_destroy(record);
        free(b.data);
        close_desk(&d);
    }
}

static void record_compare__names_each_change(void **state)
{
    (void)state;
    static const struct { const char *from, *to; enum rr__message messages[2]; size_t count; } cases[] = {
        {"\"rank\": 1", "\"rank\": 7", {RR__MSG_RECORD_EDITED, 0}, 1},
        {"\"reason\": \"wish\"", "\"reason\": \"whim\"", {RR__MSG_RECORD_EDITED, 0}, 1},
        {"\"years\": 12", "\"years\": 11", {RR__MSG_RECORD_EDITED, RR__MSG_RECORD_INPUT}, 2},
        {"\"years\": 12", "\"yearz\": 12", {RR__MSG_RECORD_EDITED, RR__MSG_RECORD_INPUT}, 2},
        {"\"engine\": \"0.", "\"engine\": \"9.", {RR__MSG_RECORD_EDITED, RR__MSG_RECORD_ENGINE}, 2},
        {"\"version\": \"2026.11\"", "\"version\": \"2025.11\"", {RR__MSG_RECORD_EDITED, RR__MSG_RECORD_TAXONOMY}, 2},
    };
    desk d;
    open_desk(&d);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bytes b = make_record(&d, RR_FORMAT_JSON);
        replace(&b, cases[i].from, cases[i].to);
        assert_int_equal(compare(&d, &b, d.taxonomy), cases[i].count);
        for (size_t k = 0; k < cases[i].count; k++) {
            assert_int_equal(d.told[k].number, cases[i].messages[k]);
            assert_int_equal(rr_error_severity(&d.told[k]), RR_SEVERITY_WARNING);
        }
        free(b.data);
    }
    const char *path = RR_TEST_SOURCE "/tests/data/valid/taxonomy-every-feature.xml";
    rr_taxonomy *other = NULL;
    bytes b = make_record(&d, RR_FORMAT_JSON);
    assert_int_equal(rr_taxonomy_load(&other, d.context, &path, 1, NULL, NULL, NULL), RR_OK);
    assert_int_equal(compare(&d, &b, other), 1);
    assert_int_equal(d.told[0].number, RR__MSG_RECORD_TAXONOMY);
    rr_taxonomy_destroy(other);
    free(b.data);
    close_desk(&d);
}

/* What stands behind the checksum is not covered by it. */
static void record_compare__sees_what_is_added_behind_the_checksum(void **state)
{
    (void)state;
    desk d;
    open_desk(&d);
    bytes b = make_record(&d, RR_FORMAT_JSON);
    b.len -= 3; /* "\n}\n" */
    keep(&b, ",\"x\":1}", 7);
    assert_int_equal(compare(&d, &b, d.taxonomy), 1);
    assert_int_equal(d.told[0].number, RR__MSG_RECORD_EDITED);
    free(b.data);
    close_desk(&d);
}

static void record_read__refuses_what_is_none(void **state)
{
    (void)state;
    static const struct { const char *text; rr_status status; uint32_t line, column; } cases[] = {
        {"", RR_ESYNTAX, 0, 0}, {"[]", RR_EINVALID, 1, 1}, {"7", RR_EINVALID, 1, 1}, {"{\n\"schema\": 5}", RR_EINVALID, 2, 11},
        {"{\"schema\": \"other/1\"}", RR_EINVALID, 1, 13}, {"{\"schema\": \"reroute.match/1\"}", RR_EINVALID, 1, 1},
        {"{\"schema\": \"reroute.match/1\", \"input\": [], \"overrides\": []}", RR_EINVALID, 1, 40}, {"{\"schema\": \"reroute", RR_ESYNTAX, 1, 12}};
    desk d;
    rr_record *record = NULL;
    open_desk(&d);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(rr_record_read_memory(&record, d.context, "r.json", cases[i].text, strlen(cases[i].text), &d.err), cases[i].status);
        assert_null(record);
        assert_int_equal(d.err.line, cases[i].line);
        assert_int_equal(d.err.column, cases[i].column);
        assert_string_equal(d.err.file, "r.json");
    }
    close_desk(&d);
}

/* Every cut, and a byte changed at many places: an error, or a record that says that it was changed. */
static void record_read__stands_damage_anywhere(void **state)
{
    (void)state;
    desk d;
    open_desk(&d);
    bytes b = make_record(&d, RR_FORMAT_JSONL);
    for (size_t at = 0; at + 1 < b.len; at += at < 3000 ? 3 : 97) {
        rr_record *record = NULL;
        rr_status status = rr_record_read_memory(&record, d.context, "r.json", b.data, at, &d.err);
        assert_true(status != RR_OK && record == NULL);
        char was = b.data[at];
        b.data[at] = (char)(was ^ 1);
        if (rr_record_read_memory(&record, d.context, "r.json", b.data, b.len, &d.err) == RR_OK) {
            size_t told = 0;
            rr_overrides *overrides = NULL;
            assert_int_equal(rr_record_compare(record, NULL, d.taxonomy, NULL, NULL, NULL, &told, &d.err), RR_OK);
            assert_true(told > 0);
            assert_true((rr_record_overrides(record, d.context, &overrides, &d.err) == RR_OK) == (overrides != NULL));
            rr_overrides_destroy(overrides);
        }
        rr_record_destroy(record);
        b.data[at] = was;
    }
    free(b.data);
    close_desk(&d);
}

/* Errors of what a record holds point into the record, and never show it. */
static void record_profile__says_where_in_the_record(void **state)
{
    (void)state;
    desk d;
    rr_record *record = NULL;
    rr_profile *profile = NULL;
    rr_overrides *overrides = NULL;
    char text[1024];
    open_desk(&d);
    bytes b = make_record(&d, RR_FORMAT_JSON);
    replace(&b, "\"years\": 12", "\"years\": -2");
    replace(&b, "\"place\": 2", "\"place\": 0");
    assert_int_equal(rr_record_read_memory(&record, d.context, "r.json", b.data, b.len, &d.err), RR_OK);
    assert_int_equal(rr_record_profile(record, d.context, &profile, &d.err), RR_EINVALID);
    assert_null(profile);
    uint32_t line = 1;
    for (const char *c = b.data; c < strstr(b.data, "\"years\": -2"); c++)
        line += *c == '\n';
    assert_int_equal(d.err.line, line);
    assert_string_equal(d.err.file, "r.json");
    rr_error_format(&d.err, RR_LANG_EN, text, sizeof text);
    assert_null(strstr(text, "-2"));
    assert_int_equal(rr_record_overrides(record, d.context, &overrides, &d.err), RR_EINVALID);
    assert_null(overrides);
    assert_true(d.err.line > 0 && d.err.line < line + 100);
    rr_record_destroy(record);
    free(b.data);
    close_desk(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(record_read__gives_back_what_was_asked),
        cmocka_unit_test(record_compare__names_each_change),
        cmocka_unit_test(record_compare__sees_what_is_added_behind_the_checksum),
        cmocka_unit_test(record_read__refuses_what_is_none),
        cmocka_unit_test(record_read__stands_damage_anywhere),
        cmocka_unit_test(record_profile__says_where_in_the_record)};
    return cmocka_run_group_tests_name("record/record", tests, NULL, NULL);
}
