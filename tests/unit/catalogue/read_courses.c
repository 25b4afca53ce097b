/* SPDX-License-Identifier: MIT */
/* courses.xml, whole, damaged and wrong, in; rows, findings and what is found by skill out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "catalogue/catalogue.h"
#include "catalogue/validate.h"

enum { FOUND_MAX = 120, TEXT_MAX = 1 << 16 };

static struct {
    rr_context *context;
    rr_taxonomy *demo;
    rr__arena arena;
    rr__vec unknown;
    rr_error found[FOUND_MAX], err;
    size_t found_count;
    char text[TEXT_MAX];
    size_t len;
} kept;

static int open_kept(void **state)
{
    (void)state;
    static const char *const path = RR_TEST_SOURCE "/tests/data/valid/taxonomy-every-feature.xml";
    rr__bytes bytes;
    if (rr_context_create(&kept.context, NULL, NULL) != RR_OK || rr_taxonomy_load(&kept.demo, kept.context, &path, 1, NULL, NULL, NULL) != RR_OK ||
        rr__file_open(&bytes, &kept.context->allocator, RR_TEST_SOURCE "/tests/data/valid/courses-every-feature.xml", TEXT_MAX - 1, NULL) != RR_OK)
        return 1;
    memcpy(kept.text, bytes.data, bytes.len);
    kept.len = bytes.len;
    rr__bytes_finish(&bytes);
    rr__arena_init(&kept.arena, &kept.context->allocator);
    rr__vec_init(&kept.unknown, &kept.context->allocator, sizeof(rr__unknown_name));
    return 0;
}

static int close_kept(void **state)
{
    (void)state;
    rr__vec_finish(&kept.unknown);
    rr__arena_finish(&kept.arena);
    rr_taxonomy_destroy(kept.demo);
    rr_context_destroy(kept.context);
    return 0;
}

static void hear(void *user, const rr_error *err)
{
    (void)user;
    if (kept.found_count < FOUND_MAX)
        kept.found[kept.found_count++] = *err;
}

static rr_status read_text(rr__courses *out, const char *text, size_t len)
{
    kept.found_count = 0;
    kept.unknown.count = 0;
    return rr__courses_read(out, &kept.arena, &kept.unknown, kept.context, kept.demo, "c.xml", text, len, hear, NULL, &kept.err);
}

static void catalogue_read_courses__every_feature_is_read(void **state)
{
    (void)state;
    rr__courses got;
    assert_int_equal(read_text(&got, kept.text, kept.len), RR_OK);
    assert_int_equal(got.schools.count, 1);
    assert_int_equal(got.courses.count, 2);
    const rrp_school *school = RRP_AT(rrp_school, got.schools, 0);
    assert_int_equal(school->lat_e6, 23120000);
    assert_int_equal(school->lon_e6, -113260000);
    assert_int_equal(school->confidence, RRP_LOW);
    assert_int_equal(school->flags, RRP_ILLUSTRATIVE);
    const rrp_course *c = RRP_AT(rrp_course, got.courses, 0);
    assert_string_equal(c->id.p, "c-lift");
    assert_int_equal(c->price_minor, 180050);
    assert_int_equal(c->has, RRP_COURSE_PRICE);
    assert_int_equal(c->mode, RRP_ON_SITE | RRP_EVENING);
    assert_int_equal(c->confidence, RRP_HIGH);
    assert_string_equal(c->source.p, "Made up for tests");
    assert_string_equal(c->currency.p, "CNY");
    assert_int_equal(c->teaches.count, 1); /* the other is not in the taxonomy */
    assert_int_equal(kept.unknown.count, 1);
    assert_string_equal(RR__AT(rr__unknown_name, &kept.unknown, 0).name, "s.no-such-skill");
    const rrp_course *base = RRP_AT(rrp_course, got.courses, 1);
    assert_int_equal(base->has, 0);
    assert_int_equal(RRP_AT(rrp_skill_level, base->teaches, 0)->level, 0);
}

static void catalogue_read_courses__conditions_keep_their_groups_and_languages(void **state)
{
    (void)state;
    static const struct { uint32_t group, kind, texts; } wanted[] = {
        {0, RRP_NEED_LICENCE, 0}, {1, RRP_NEED_TEXT, 2}, {2, RRP_NEED_TEXT, 1}, {3, RRP_NEED_COURSE, 0}, {3, RRP_NEED_HISTORY, 0},
        {3, RRP_NEED_SKILL, 0},   {3, RRP_NEED_TEXT, 1}, {4, RRP_NEED_AGE, 0},  {5, RRP_NEED_EDUCATION, 0}};
    rr__courses got;
    assert_int_equal(read_text(&got, kept.text, kept.len), RR_OK);
    const rrp_vec *needs = &RRP_AT(rrp_course, got.courses, 0)->needs;
    assert_int_equal(needs->count, sizeof wanted / sizeof wanted[0]);
    for (uint32_t i = 0; i < needs->count; i++) {
        const rrp_need *n = RRP_AT(rrp_need, *needs, i);
        assert_int_equal(n->group, wanted[i].group);
        assert_int_equal(n->kind, wanted[i].kind);
        assert_int_equal(n->texts.count, wanted[i].texts);
    }
    assert_int_equal(RRP_AT(rrp_need, *needs, 7)->months, 16 * 12);
    const rrp_certificate *k = RRP_AT(rrp_certificate, RRP_AT(rrp_course, got.courses, 0)->certificates, 0);
    assert_int_equal(k->exam_fee_minor, 12000);
    assert_int_equal(k->needs.count, 2);
    assert_int_equal(RRP_AT(rrp_need, k->needs, 1)->group, 1);
}

static void catalogue_read_courses__zero_seats_and_a_free_session_are_stated(void **state)
{
    (void)state;
    rr__courses got;
    assert_int_equal(read_text(&got, kept.text, kept.len), RR_OK);
    const rrp_vec *sessions = &RRP_AT(rrp_course, got.courses, 0)->sessions;
    const rrp_session *a = RRP_AT(rrp_session, *sessions, 0), *b = RRP_AT(rrp_session, *sessions, 1);
    assert_int_equal(a->has, RRP_SESSION_SEATS | RRP_SESSION_PRICE | RRP_SESSION_START | RRP_SESSION_END | RRP_SESSION_APPLY_BEFORE);
    assert_int_equal(b->has, RRP_SESSION_START | RRP_SESSION_END | RRP_SESSION_APPLY_BY);
    assert_int_equal(b->mode, RRP_ONLINE);
}

/* One change to the good file, and the message it must bring. */
static void catalogue_read_courses__each_fault_has_its_message(void **state)
{
    (void)state;
    static const struct { const char *from, *to; enum rr__message message; } faults[] = {
        {"currency=\"CNY\"", "currency=\"yuan\"", RR__MSG_PROFILE_CURRENCY},
        {"school=\"s1\" hours", "school=\"s2\" hours", RR__MSG_COURSES_SCHOOL},
        {"source=\"S1\" confidence=\"high\"", "source=\"S9\"", RR__MSG_COURSES_SOURCE},
        {"id=\"c-base\" school", "id=\"c-lift\" school", RR__MSG_COURSES_ID_TWICE},
        {"<course id=\"c-base\"/>", "<course id=\"c-none\"/>", RR__MSG_COURSES_NO_SUCH},
        {"id=\"b\" start", "id=\"a\" start", RR__MSG_COURSES_SESSION_TWICE},
        {"start=\"2027-03-01\"", "from=\"2027-03-01\"", RR__MSG_COURSES_SESSION_DATES},
        {"end=\"2027-03-21\"", "end=\"2027-02-27\"", RR__MSG_COURSES_VALUE},
        {"apply-by=\"2027-02-20\"", "apply-by=\"2027-03-02\"", RR__MSG_COURSES_VALUE},
        {"weekday=\"1\"", "", RR__MSG_COURSES_VALUE},
        {"nth=\"1\"", "", RR__MSG_COURSES_VALUE},
        {"from=\"2028-02-29\"", "from=\"2100-02-29\"", RR__MSG_XML_DATE},
        {"from=\"2026-01-05\"", "from=\"2026-02-30\"", RR__MSG_XML_DATE},
        {"price=\"1800.50\"", "price=\"-1\"", RR__MSG_XML_MONEY},
        {"price=\"1800.50\"", "price=\"1,800\"", RR__MSG_XML_MONEY},
        {"price=\"1800.50\"", "price=\"1e9\"", RR__MSG_XML_MONEY},
        {"price=\"1800.50\"", "price=\"NaN\"", RR__MSG_XML_MONEY},
        {"price=\"1800.50\"", "price=\"1.005\"", RR__MSG_XML_MONEY},
        {"hours=\"60\"", "hours=\"-60\"", RR__MSG_XML_WHOLE},
        {"seats=\"0\"", "seats=\"many\"", RR__MSG_XML_WHOLE},
        {"region=\"XX-1\"", "region=\"xx\"", RR__MSG_XML_REGION},
        {"url=\"https://example.org/\"", "url=\"javascript:alert(1)\"", RR__MSG_XML_URL},
        {"level=\"4\"/>", "level=\"9\"/>", RR__MSG_LEVEL_OFF_SCALE},
        {"level=\"junior-secondary\"", "level=\"school\"", RR__MSG_BAD_WORD},
        {"<teaches skill=\"s.no-such-skill\"", "<teaches skill=\"s.drive\"", RR__MSG_COURSES_TAUGHT_TWICE},
        {"<teaches skill=\"s.drive\"/>", "<teaches skill=\"s.drive\"/><needs><course id=\"c-base\"/></needs>", RR__MSG_COURSES_CYCLE},
    };
    static char changed[TEXT_MAX + 256];
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        rr__courses got;
        const char *at = strstr(kept.text, faults[i].from);
        assert_non_null(at);
        size_t before = (size_t)(at - kept.text);
        int len = snprintf(changed, sizeof changed, "%.*s%s%s", (int)before, kept.text, faults[i].to, at + strlen(faults[i].from));
        assert_int_not_equal(read_text(&got, changed, (size_t)len), RR_OK);
        assert_int_equal(got.courses.count, 0);
        bool heard = false;
        for (size_t k = 0; k < kept.found_count; k++)
            heard = heard || kept.found[k].number == faults[i].message;
        if (!heard)
            print_error("fault %zu (%s) gave message %d\n", i, faults[i].to, kept.found_count > 0 ? kept.found[0].number : -1);
        assert_true(heard);
        assert_true(kept.err.line > 0);
    }
}

static void catalogue_read_courses__every_prefix_is_an_error(void **state)
{
    (void)state;
    rr__courses got;
    size_t whole = (size_t)(strstr(kept.text, "</courses>") - kept.text) + strlen("</courses>");
    for (size_t len = 0; len < whole; len++)
        assert_int_not_equal(read_text(&got, kept.text, len), RR_OK);
}

static void catalogue_find_courses__the_first_reaches_the_level_then_is_the_cheapest(void **state)
{
    (void)state;
    rrp_text title = {RRP_S("en"), RRP_S("T")};
    rrp_skill_level high = {1, 500}, low = {1, 200}, unstated = {1, 0};
    rrp_course rows[5] = {{.id = RRP_S("e"), .has = RRP_COURSE_PRICE, .price_minor = 900, .teaches = RRP_VEC(rrp_skill_level, &high, 1)},
                          {.id = RRP_S("d"), .has = RRP_COURSE_PRICE, .price_minor = 100, .teaches = RRP_VEC(rrp_skill_level, &low, 1)},
                          {.id = RRP_S("c"), .teaches = RRP_VEC(rrp_skill_level, &high, 1)},
                          {.id = RRP_S("b"), .has = RRP_COURSE_PRICE, .price_minor = 900, .teaches = RRP_VEC(rrp_skill_level, &high, 1)},
                          {.id = RRP_S("a"), .teaches = RRP_VEC(rrp_skill_level, &unstated, 1)}};
    for (size_t i = 0; i < 5; i++)
        rows[i].titles = (rrp_vec)RRP_VEC(rrp_text, &title, 1);
    rr__catalogue_part part = {3, {{NULL, 0, sizeof(rrp_school)}, RRP_VEC(rrp_course, rows, 5)}};
    rr__catalogue *catalogue = NULL;
    rr__offer first = {0};
    assert_int_equal(rr__catalogue_create(&catalogue, kept.context, kept.demo, &part, 1, NULL), RR_OK);
    assert_int_equal(rr__catalogue_count(catalogue), 5);
    assert_int_equal(rr__catalogue_find(catalogue, 0, 0, 300, &first), 5);
    assert_string_equal(first.course->id.p, "b");
    assert_int_equal(first.plugin, 3);
    assert_int_equal(rr__catalogue_find(catalogue, 0, 200, 600, &first), 4); /* the low one teaches nothing new */
    assert_string_equal(first.course->id.p, "b");
    assert_int_equal(rr__catalogue_find(catalogue, 0, 500, 600, &first), 1);
    assert_string_equal(first.course->id.p, "a");
    assert_int_equal(rr__catalogue_find(catalogue, 1, -1, 300, &first), 0);
    assert_int_equal(rr__catalogue_find(catalogue, UINT32_MAX, -1, 300, &first), 0);
    rr__catalogue_destroy(catalogue);
}

static void catalogue_validate_courses__bad_rows_are_refused_and_the_rest_stays(void **state)
{
    (void)state;
    rr__courses in, got;
    rr_error first;
    uint32_t refused = 0;
    assert_int_equal(read_text(&in, kept.text, kept.len), RR_OK);
    rrp_course rows[3] = {*RRP_AT(rrp_course, in.courses, 0), *RRP_AT(rrp_course, in.courses, 1), *RRP_AT(rrp_course, in.courses, 1)};
    rows[1].price_minor = -5;
    rows[1].has = RRP_COURSE_PRICE;
    rows[2].id = (rrp_str)RRP_S("c-good");
    in.courses = (rrp_vec)RRP_VEC(rrp_course, rows, 3);
    assert_int_equal(rr__courses_validate(&got, &kept.arena, &in, kept.demo, &refused, &first, &kept.err), RR_OK);
    /* c-base is refused, and then c-lift, which may ask for it */
    assert_int_equal(refused, 2);
    assert_int_equal(got.courses.count, 1);
    assert_string_equal(RRP_AT(rrp_course, got.courses, 0)->id.p, "c-good");
    assert_int_equal(first.number, RR__MSG_COURSES_VALUE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(catalogue_read_courses__every_feature_is_read),
        cmocka_unit_test(catalogue_read_courses__conditions_keep_their_groups_and_languages),
        cmocka_unit_test(catalogue_read_courses__zero_seats_and_a_free_session_are_stated),
        cmocka_unit_test(catalogue_read_courses__each_fault_has_its_message),
        cmocka_unit_test(catalogue_read_courses__every_prefix_is_an_error),
        cmocka_unit_test(catalogue_find_courses__the_first_reaches_the_level_then_is_the_cheapest),
        cmocka_unit_test(catalogue_validate_courses__bad_rows_are_refused_and_the_rest_stays),
    };
    return cmocka_run_group_tests(tests, open_kept, close_kept);
}
