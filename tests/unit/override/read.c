/* SPDX-License-Identifier: MIT */
/* Files of overrides: what they may say, and what is wrong with the others, by line and column. */
#include "helper.h"

static void override_read__keeps_every_kind(void **state)
{
    (void)state;
    desk d;
    open_desk(&d);
    assert_int_equal(read_overrides(&d,
        "{\"schema\": \"reroute.overrides/1\", \"overrides\": [\n"
        " {\"kind\": \"strike\", \"skill\": \"drive vehicles\", \"reason\": \" a\\tb \", \"who\": \"cw-1\", \"date\": \"2026-11-24\"},\n"
        " {\"kind\": \"add\", \"skill\": \"instructing\", \"reason\": \"b\", \"level\": null},\n"
        " {\"kind\": \"level\", \"skill\": \"s.dependability\", \"level\": 2, \"reason\": \"c\"},\n"
        " {\"kind\": \"verdict\", \"role\": \"cn:icv-tester\", \"condition\": \"x\", \"state\": \"unmet\", \"reason\": \"d\"},\n"
        " {\"kind\": \"finding\", \"plugin\": \"org.p\", \"condition\": \"y\", \"state\": \"unknown\", \"reason\": \"e\"},\n"
        " {\"kind\": \"order\", \"role\": \"r\", \"place\": \"first\", \"reason\": \"f\"},\n"
        " {\"kind\": \"order\", \"role\": \"r\", \"place\": 3, \"reason\": \"g\"},\n"
        " {\"kind\": \"order\", \"role\": \"r\", \"place\": \"last\", \"reason\": \"h\"},\n"
        " {\"kind\": \"order\", \"role\": \"r\", \"place\": \"out\", \"reason\": \"i\"}]}"), RR_OK);
    assert_int_equal(rr_overrides_count(d.overrides), 9);
    const rr_override *o = rr_overrides_at(d.overrides, 0);
    assert_int_equal(o->kind, RR_OVERRIDE_STRIKE);
    assert_string_equal(o->reason, "a b");
    assert_string_equal(o->who, "cw-1");
    assert_string_equal(o->date, "2026-11-24");
    assert_int_equal(o->line, 2);
    assert_int_equal(o->column, 2);
    assert_null(rr_overrides_at(d.overrides, 1)->level);
    assert_string_equal(rr_overrides_at(d.overrides, 2)->level, "2");
    assert_int_equal(rr_overrides_at(d.overrides, 3)->state, RR_VERDICT_UNMET);
    assert_int_equal(rr_overrides_at(d.overrides, 4)->state, RR_VERDICT_UNKNOWN);
    assert_int_equal(rr_overrides_at(d.overrides, 5)->place, 1);
    assert_int_equal(rr_overrides_at(d.overrides, 6)->place, 3);
    assert_true(rr_overrides_at(d.overrides, 7)->place == RR_PLACE_LAST);
    assert_true(rr_overrides_at(d.overrides, 8)->place == RR_PLACE_OUT);
    assert_null(rr_overrides_at(d.overrides, 9));
    close_desk(&d);
}

static void override_read__names_what_is_wrong_and_where(void **state)
{
    (void)state;
    static const struct { const char *text; enum rr__message message; uint32_t line, column; rr_status status; } cases[] = {
        {"", RR__MSG_EMPTY_FILE, 0, 0, RR_ESYNTAX},
        {"[{]", RR__MSG_JSON_SYNTAX, 1, 3, RR_ESYNTAX},
        {"\"x\"", RR__MSG_PROFILE_FIELD_MISSING, 1, 2, RR_EINVALID},
        {"{}", RR__MSG_PROFILE_FIELD_MISSING, 1, 1, RR_EINVALID},
        {"{\"overrides\": {}}", RR__MSG_PROFILE_NOT_LIST, 1, 15, RR_EINVALID},
        {"{\"schema\": \"reroute.overrides/2\", \"overrides\": []}", RR__MSG_OVERRIDE_WORD, 1, 13, RR_EINVALID},
        {"{\"overrides\": [], \"more\": 1}", RR__MSG_PROFILE_UNKNOWN_FIELD, 1, 27, RR_EINVALID},
        {"[1]", RR__MSG_PROFILE_NOT_OBJECT, 1, 2, RR_EINVALID},
        {"[{\"skill\": \"a\"}]", RR__MSG_PROFILE_FIELD_MISSING, 1, 2, RR_EINVALID},
        {"[{\"kind\": \"strik\"}]", RR__MSG_OVERRIDE_WORD, 1, 12, RR_EINVALID},
        {"[\n {\"kind\": \"strike\", \"skill\": \"a\"}]", RR__MSG_OVERRIDE_MISSING, 2, 2, RR_EINVALID},
        {"[{\"kind\": \"strike\", \"skill\": \"a\", \"reason\": \"  \"}]", RR__MSG_PROFILE_TEXT_EMPTY, 1, 2, RR_EINVALID},
        {"[{\"kind\": \"strike\", \"skill\": \"a\", \"reason\": \"r\", \"level\": 3}]", RR__MSG_OVERRIDE_NOT_ITS, 1, 2, RR_EINVALID},
        {"[{\"kind\": \"strike\", \"skil\": \"a\", \"reason\": \"r\"}]", RR__MSG_PROFILE_UNKNOWN_FIELD, 1, 30, RR_EINVALID},
        {"[{\"kind\": \"strike\", \"skill\": 5, \"reason\": \"r\"}]", RR__MSG_PROFILE_NOT_TEXT, 1, 30, RR_EINVALID},
        {"[{\"kind\": \"level\", \"skill\": \"a\", \"reason\": \"r\"}]", RR__MSG_OVERRIDE_MISSING, 1, 2, RR_EINVALID},
        {"[{\"kind\": \"add\", \"skill\": \"a\", \"level\": -1, \"reason\": \"r\"}]", RR__MSG_PROFILE_NOT_NUMBER, 1, 2, RR_EINVALID},
        {"[{\"kind\": \"add\", \"skill\": \"a\", \"level\": 1e400, \"reason\": \"r\"}]", RR__MSG_PROFILE_NOT_NUMBER, 1, 2, RR_EINVALID},
        {"[{\"kind\": \"order\", \"role\": \"a\", \"place\": 0, \"reason\": \"r\"}]", RR__MSG_OVERRIDE_WORD, 1, 42, RR_EINVALID},
        {"[{\"kind\": \"order\", \"role\": \"a\", \"place\": \"top\", \"reason\": \"r\"}]", RR__MSG_OVERRIDE_WORD, 1, 43, RR_EINVALID},
        {"[{\"kind\": \"verdict\", \"role\": \"a\", \"condition\": \"c\", \"state\": \"yes\", \"reason\": \"r\"}]", RR__MSG_OVERRIDE_WORD, 1, 63, RR_EINVALID},
        {"[{\"kind\": \"strike\", \"skill\": \"a\", \"reason\": \"r\", \"date\": \"2026-02-30\"}]", RR__MSG_PROFILE_DATE, 1, 2, RR_EINVALID},
        {"[{\"kind\": \"strike\", \"skill\": \"a\", \"reason\": \"r\", \"who\": \"a@b.cn\"}]", 0, 1, 2, RR_EINVALID},
        {"[{\"kind\": \"strike\", \"skill\": \"a\", \"reason\": \"r\\u0007\"}]", RR__MSG_PROFILE_TEXT_BAD, 1, 2, RR_EINVALID},
        {"[{\"kind\": \"strike\", \"skill\": \"a\", \"skill\": \"b\", \"reason\": \"r\"}]", RR__MSG_JSON_SYNTAX, 1, 36, RR_ESYNTAX},
        {"[{\"kind\": \"strike\", \"skill\": \"\xff\", \"reason\": \"r\"}]", RR__MSG_BAD_BYTES, 1, 0, RR_EENCODING},
    };
    desk d;
    open_desk(&d);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        rr_status status = read_overrides(&d, cases[i].text);
        if (status != cases[i].status || d.err.line != cases[i].line || d.err.column != cases[i].column)
            print_error("case %zu: status %d at %u:%u, R%04u\n", i, (int)status, d.err.line, d.err.column, d.err.number);
        assert_int_equal(status, cases[i].status);
        assert_int_equal(d.err.line, cases[i].line);
        assert_int_equal(d.err.column, cases[i].column);
        assert_true(cases[i].message == 0 || d.err.number == cases[i].message);
        assert_string_equal(d.err.file, "o.json");
        assert_int_equal(d.told_count, 1);
        assert_int_equal(rr_overrides_count(d.overrides), 0);
    }
    close_desk(&d);
}

static void override_read__tells_every_error_and_adds_nothing(void **state)
{
    (void)state;
    desk d;
    open_desk(&d);
    assert_int_equal(read_overrides(&d, "[{\"kind\": \"strike\", \"skill\": \"a\", \"reason\": \"r\"}]"), RR_OK);
    assert_int_equal(read_overrides(&d, "[{\"kind\": \"strike\", \"skill\": \"b\", \"reason\": \"r\"},\n {\"kind\": \"x\"},\n {\"kind\": \"add\"}]"), RR_EINVALID);
    assert_int_equal(d.told_count, 2);
    assert_int_equal(d.told[0].line, 2);
    assert_int_equal(d.told[1].line, 3);
    assert_int_equal(rr_overrides_count(d.overrides), 1);
    close_desk(&d);
}

static void override_read__stops_at_limits(void **state)
{
    (void)state;
    static char text[1 << 20];
    desk d;
    open_desk(&d);
    size_t used = (size_t)snprintf(text, sizeof text, "[");
    for (int i = 0; i < 257; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s{\"kind\":\"strike\",\"skill\":\"s%d\",\"reason\":\"r\"}", i == 0 ? "" : ",", i);
    snprintf(text + used, sizeof text - used, "]");
    assert_int_equal(read_overrides(&d, text), RR_ELIMIT);
    assert_int_equal(d.err.number, RR__MSG_OVERRIDE_TOO_MANY);
    assert_int_equal(rr_overrides_count(d.overrides), 0);
    memset(text, '[', 100);
    text[100] = '\0';
    assert_int_equal(read_overrides(&d, text), RR_ELIMIT);
    used = (size_t)snprintf(text, sizeof text, "[{\"kind\":\"strike\",\"skill\":\"s\",\"reason\":\"");
    memset(text + used, 'x', 1001);
    snprintf(text + used + 1001, sizeof text - used - 1001, "\"}]");
    assert_int_equal(read_overrides(&d, text), RR_ELIMIT);
    assert_int_equal(d.err.number, RR__MSG_PROFILE_TEXT_LONG);
    close_desk(&d);
}

static void override_add__asks_for_a_reason(void **state)
{
    (void)state;
    desk d;
    open_desk(&d);
    rr_override o = {.kind = RR_OVERRIDE_ORDER, .role = "cn:icv-tester", .place = 2};
    assert_int_equal(rr_overrides_add(d.overrides, &o, &d.err), RR_EINVALID);
    assert_int_equal(d.err.number, RR__MSG_OVERRIDE_MISSING);
    o.reason = "wish";
    assert_int_equal(rr_overrides_add(d.overrides, &o, &d.err), RR_OK);
    o.place = 0;
    assert_int_equal(rr_overrides_add(d.overrides, &o, &d.err), RR_EINVALID);
    o.kind = (rr_override_kind)99;
    assert_int_equal(rr_overrides_add(d.overrides, &o, &d.err), RR_EUSAGE);
    assert_int_equal(rr_overrides_count(d.overrides), 1);
    close_desk(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(override_read__keeps_every_kind),
        cmocka_unit_test(override_read__names_what_is_wrong_and_where),
        cmocka_unit_test(override_read__tells_every_error_and_adds_nothing),
        cmocka_unit_test(override_read__stops_at_limits),
        cmocka_unit_test(override_add__asks_for_a_reason)};
    return cmocka_run_group_tests_name("override/read", tests, NULL, NULL);
}
