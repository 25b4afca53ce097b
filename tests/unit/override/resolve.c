/* SPDX-License-Identifier: MIT */
/* Finding what overrides name: by id, code or title; else an error with candidates and its place in the file. */
#include "helper.h"

typedef struct heard { enum rr__message message; uint32_t line; size_t candidates, names, count; } heard;

static void hear(void *user, const rr_override_unresolved *what)
{
    heard *h = user;
    h->message = (enum rr__message)what->err->number;
    h->line = what->err->line;
    h->candidates = what->candidate_count;
    h->names = what->name_count;
    h->count++;
}

static void override_resolve__takes_ids_codes_and_titles(void **state)
{
    (void)state;
    desk d;
    open_desk(&d);
    decide(&d, "[{\"kind\":\"strike\",\"skill\":\"s.drive-vehicles\",\"reason\":\"r\"},"
               "{\"kind\":\"add\",\"skill\":\"传授指导\",\"level\":\"4\",\"reason\":\"r\"},"
               "{\"kind\":\"order\",\"role\":\"data labeller\",\"place\":1,\"reason\":\"r\"},"
               "{\"kind\":\"verdict\",\"role\":\"cn:icv-tester\",\"condition\":\"licence-3-years\",\"state\":\"met\",\"reason\":\"r\"},"
               "{\"kind\":\"verdict\",\"role\":\"cn:icv-tester\",\"condition\":\"#2\",\"state\":\"met\",\"reason\":\"r\"}]");
    assert_int_equal(rr_overrides_at(d.overrides, 0)->descriptor, rr_taxonomy_find_descriptor(d.taxonomy, "s.drive-vehicles"));
    assert_int_equal(rr_overrides_at(d.overrides, 1)->descriptor, rr_taxonomy_find_descriptor(d.taxonomy, "s.instructing"));
    assert_int_equal(rr_overrides_at(d.overrides, 1)->ascending_level, 200); /* the scale runs from 5 down to 1 */
    assert_int_equal(rr_overrides_at(d.overrides, 2)->occupation, rr_taxonomy_find_occupation(d.taxonomy, "cn:data-labeller"));
    assert_int_equal(rr_overrides_at(d.overrides, 3)->entry, 0);
    assert_int_equal(rr_overrides_at(d.overrides, 4)->entry, 1);
    close_desk(&d);
}

static void override_resolve__is_an_error_with_candidates(void **state)
{
    (void)state;
    static const struct { const char *text; enum rr__message message; rr_status status; int candidates, names; } cases[] = {
        {"[\n{\"kind\":\"strike\",\"skill\":\"drive vehicels\",\"reason\":\"r\"}]", RR__MSG_RESOLVE_UNKNOWN, RR_ENOTFOUND, 1, 0},
        {"[\n{\"kind\":\"order\",\"role\":\"4-04-05-05\",\"place\":1,\"reason\":\"r\"}]", RR__MSG_RESOLVE_AMBIGUOUS, RR_EAMBIGUOUS, 1, 0},
        {"[\n{\"kind\":\"add\",\"skill\":\"s.instructing\",\"level\":9,\"reason\":\"r\"}]", RR__MSG_OVERRIDE_OFF_SCALE, RR_EINVALID, 0, 0},
        {"[\n{\"kind\":\"verdict\",\"role\":\"cn:icv-tester\",\"condition\":\"none\",\"state\":\"met\",\"reason\":\"r\"}]",
         RR__MSG_OVERRIDE_CONDITION, RR_ENOTFOUND, 0, 1},
        {"[\n{\"kind\":\"verdict\",\"role\":\"cn:icv-tester\",\"condition\":\"#99\",\"state\":\"met\",\"reason\":\"r\"}]",
         RR__MSG_OVERRIDE_CONDITION, RR_ENOTFOUND, 0, 1},
        {"[{\"kind\":\"strike\",\"skill\":\"s.instructing\",\"reason\":\"r\"},\n{\"kind\":\"add\",\"skill\":\"instructing\",\"reason\":\"r\"}]",
         RR__MSG_OVERRIDE_TWICE, RR_EINVALID, 0, 0},
        {"[{\"kind\":\"order\",\"role\":\"cn:icv-tester\",\"place\":\"out\",\"reason\":\"r\"},\n"
         "{\"kind\":\"order\",\"role\":\"cn:icv-tester\",\"place\":2,\"reason\":\"r\"}]", RR__MSG_OVERRIDE_TWICE, RR_EINVALID, 0, 0},
        {"[{\"kind\":\"order\",\"role\":\"cn:icv-tester\",\"place\":\"first\",\"reason\":\"r\"},\n"
         "{\"kind\":\"order\",\"role\":\"cn:data-labeller\",\"place\":1,\"reason\":\"r\"}]", RR__MSG_OVERRIDE_TWICE, RR_EINVALID, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        desk d;
        heard h = {.count = 0};
        open_desk(&d);
        assert_int_equal(read_overrides(&d, cases[i].text), RR_OK);
        assert_int_equal(rr_overrides_resolve(d.overrides, d.taxonomy, NULL, hear, &h, &d.err), cases[i].status);
        assert_int_equal(d.err.number, cases[i].message);
        assert_int_equal(d.err.line, 2);
        assert_int_equal(d.err.column, 1);
        assert_string_equal(d.err.file, "o.json");
        assert_int_equal(h.count, 1);
        assert_int_equal(h.message, cases[i].message);
        assert_true((h.candidates > 0) == (cases[i].candidates > 0));
        assert_true((h.names > 0) == (cases[i].names > 0));
        close_desk(&d);
    }
}

/* Two roles may both be last or both left out. */
static void override_resolve__lets_places_be_shared_where_they_can(void **state)
{
    (void)state;
    desk d;
    open_desk(&d);
    decide(&d, "[{\"kind\":\"order\",\"role\":\"cn:icv-tester\",\"place\":\"last\",\"reason\":\"r\"},"
               "{\"kind\":\"order\",\"role\":\"cn:data-labeller\",\"place\":\"last\",\"reason\":\"r\"}]");
    close_desk(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(override_resolve__takes_ids_codes_and_titles),
        cmocka_unit_test(override_resolve__is_an_error_with_candidates),
        cmocka_unit_test(override_resolve__lets_places_be_shared_where_they_can)};
    return cmocka_run_group_tests_name("override/resolve", tests, NULL, NULL);
}
