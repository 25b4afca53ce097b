/* SPDX-License-Identifier: MIT */
/* courses.xml, whole, damaged and wrong, in; rows and findings out. */
#include "helper.h"
#include "../stingy.h"

enum { TEXT_MAX = 1 << 16 };

static struct { char text[TEXT_MAX]; size_t len; } good;

static int set_up(void **state)
{
    if (open_kept(state) != 0)
        return 1;
    rr__bytes bytes = load_file("valid/courses-every-feature.xml");
    memcpy(good.text, bytes.data, bytes.len);
    good.len = bytes.len;
    rr__bytes_finish(&bytes);
    return 0;
}

static void catalogue_read_courses__every_feature_is_read(void **state)
{
    (void)state;
    rr__courses got;
    assert_int_equal(read_text(&got, good.text, good.len), RR_OK);
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
    assert_int_equal(read_text(&got, good.text, good.len), RR_OK);
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
    assert_int_equal(read_text(&got, good.text, good.len), RR_OK);
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
        {"school=\"s1\" hours", "school=\"elsewhere\" hours", RR__MSG_COURSES_SCHOOL},
        {"school=\"s1\" hours", "school=\"s2\" hours", RR__MSG_COURSES_SCHOOL_NEAR},
        {"source=\"S1\" confidence=\"high\"", "source=\"X9\"", RR__MSG_UNKNOWN_REFERENCE_ALONE},
        {"<source id=\"S1\"", "<source id=\"S1\">again</source><source id=\"S1\"", RR__MSG_COURSES_SOURCE_TWICE},
        {"<source id=\"S1\"", "<source id=\"sample\"", RR__MSG_UNKNOWN_REFERENCE_ALONE},
        {"id=\"c-base\" school", "id=\"c-lift\" school", RR__MSG_COURSES_ID_TWICE},
        {"<course id=\"c-base\"/>", "<course id=\"other\"/>", RR__MSG_COURSES_NO_SUCH},
        {"<course id=\"c-base\"/>", "<course id=\"c-bsae\"/>", RR__MSG_COURSES_NO_SUCH_NEAR},
        {"<course id=\"c-base\"/>", "<course/>", RR__MSG_MISSING_ATTRIBUTE},
        {"<any>", "<any/><any>", RR__MSG_COURSES_ANY_EMPTY},
        {"apply-days-before=\"7\"", "apply-by=\"2026-01-01\"", RR__MSG_COURSES_VALUE},
        {"apply-by=\"2027-02-20\"", "apply-by=\"2027-02-20\" apply-days-before=\"7\"", RR__MSG_COURSES_VALUE},
        {"weeks=\"3\"", "weeks=\"521\"", RR__MSG_XML_WHOLE},
        {"lat=\"23.12\"", "lat=\"91\"", RR__MSG_XML_DECIMAL},
        {"lat=\"23.12\" ", "", RR__MSG_COURSES_PLACE},
        {"mode=\"on-site evening\"", "mode=\"onsite\"", RR__MSG_BAD_WORD},
        {"recur=\"monthly\"", "recur=\"daily\"", RR__MSG_BAD_WORD},
        {"confidence=\"high\"", "confidence=\"sure\"", RR__MSG_BAD_WORD},
        {"level=\"5\" exam-fee", "level=\"6\" exam-fee", RR__MSG_XML_WHOLE},
        {"years=\"16\"", "years=\"sixteen\"", RR__MSG_XML_WHOLE},
        {"id=\"c-base\" school", "id=\"c base\" school", RR__MSG_XML_ID},
        {"<title xml:lang=\"en\">Basics</title>", "", RR__MSG_XML_NEEDS},
        {"<title xml:lang=\"en\">Basics</title>", "<titel xml:lang=\"en\">Basics</titel>", RR__MSG_UNKNOWN_ELEMENT},
        {"hours=\"60\"", "hour=\"60\"", RR__MSG_UNKNOWN_ATTRIBUTE},
        {"<title xml:lang=\"zh\">", "<title xml:lang=\"en\">", RR__MSG_XML_LANG_TWICE},
        {"<teaches skill=\"s.drive\"/>", "<teaches skill=\"s.drive\"/><needs/><needs/>", RR__MSG_XML_TWICE},
        {"urn:reroute:courses:1", "urn:reroute:course:1", RR__MSG_XML_ROOT},
        {"<certificate id=\"k\" occupation", "<certificate id=\"k\" source=\"S1\"><name xml:lang=\"en\">K</name></certificate><certificate id=\"k\" occupation",
         RR__MSG_COURSES_VALUE},
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
        const char *at = strstr(good.text, faults[i].from);
        assert_non_null(at);
        size_t before = (size_t)(at - good.text);
        int len = snprintf(changed, sizeof changed, "%.*s%s%s", (int)before, good.text, faults[i].to, at + strlen(faults[i].from));
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
    size_t whole = (size_t)(strstr(good.text, "</courses>") - good.text) + strlen("</courses>");
    for (size_t len = 0; len < whole; len++)
        assert_int_not_equal(read_text(&got, good.text, len), RR_OK);
}

static void catalogue_read_courses__files_with_faults(void **state)
{
    (void)state;
    static const struct { const char *name; rr_status status; enum rr__message message; uint32_t line; } files[] = {
        {"invalid/courses-typos.xml", RR_EINVALID, RR__MSG_UNKNOWN_ATTRIBUTE, 4}, {"invalid/courses-wrong-root.xml", RR_EINVALID, RR__MSG_XML_ROOT, 2},
        {"invalid/courses-circle.xml", RR_EINVALID, RR__MSG_COURSES_CYCLE, 7}, {"invalid/courses-dates.xml", RR_EINVALID, RR__MSG_XML_DATE, 9},
        {"invalid/courses-no-source.xml", RR_EINVALID, RR__MSG_MISSING_ATTRIBUTE, 6}, {"hostile/courses-doctype.xml", RR_EDOCTYPE, RR__MSG_DOCTYPE, 2},
        {"hostile/courses-hidden-characters.xml", RR_EINVALID, RR__MSG_XML_ID, 4}, {"hostile/courses-script.xml", RR_EINVALID, RR__MSG_XML_URL, 4},
        {"hostile/courses-invalid-byte.xml", RR_EENCODING, RR__MSG_BAD_BYTES, 3}};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        rr__courses got;
        rr__bytes bytes = load_file(files[i].name);
        rr_status status = read_text(&got, (const char *)bytes.data, bytes.len);
        rr__bytes_finish(&bytes);
        if (status != files[i].status || kept.err.number != files[i].message || kept.err.line != files[i].line)
            fail_msg("%s: R%04d on line %u", files[i].name, kept.err.number, kept.err.line);
        assert_int_equal(got.courses.count + got.schools.count, 0);
    }
}

/* Every fault of a file in one go: the place is that of the session or certificate, the name that was meant is said. */
static void catalogue_read_courses__each_fault_is_told_where_it_is(void **state)
{
    (void)state;
    static const struct { enum rr__message message; uint32_t line; const char *meant; } wanted[] = {
        {RR__MSG_UNKNOWN_ATTRIBUTE, 4, "region"}, {RR__MSG_UNKNOWN_ELEMENT, 8, "teaches"}, {RR__MSG_COURSES_UNKNOWN_NEAR, 9, "s.drive"},
        {RR__MSG_COURSES_VALUE, 12, "session: it ends before it starts"}, {RR__MSG_COURSES_VALUE, 14, "session: weekday"},
        {RR__MSG_COURSES_VALUE, 16, "certificate: one id twice"}, {RR__MSG_COURSES_SCHOOL_NEAR, 19, "school-one"},
        {RR__MSG_COURSES_NO_SUCH_NEAR, 19, "course-one"}, {RR__MSG_UNKNOWN_REFERENCE, 19, "official"}};
    rr__courses got;
    rr__bytes bytes = load_file("invalid/courses-typos.xml");
    assert_int_equal(read_text(&got, (const char *)bytes.data, bytes.len), RR_EINVALID);
    rr__bytes_finish(&bytes);
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        bool heard = false;
        for (size_t k = 0; k < kept.found_count; k++) {
            const char *last = kept.found[k].args;
            for (int a = 1; a < kept.found[k].arg_count; a++)
                last += strlen(last) + 1;
            heard = heard || (kept.found[k].number == wanted[i].message && kept.found[k].line == wanted[i].line && strcmp(last, wanted[i].meant) == 0);
        }
        if (!heard)
            fail_msg("no R%04d on line %u: %s", (int)wanted[i].message, wanted[i].line, wanted[i].meant);
    }
}

static void catalogue_read_courses__a_circle_is_named(void **state)
{
    (void)state;
    rr__courses got;
    char text[1024];
    rr__bytes bytes = load_file("invalid/courses-circle.xml");
    assert_int_equal(read_text(&got, (const char *)bytes.data, bytes.len), RR_EINVALID);
    rr__bytes_finish(&bytes);
    rr_error_format(&kept.err, RR_LANG_EN, text, sizeof text);
    assert_non_null(strstr(text, "a -> b -> c -> a"));
    /* d waits for the circle; e may do something else; f goes round alone */
    assert_int_equal(kept.found_count, 5);
    rr_error_format(&kept.found[1], RR_LANG_EN, text, sizeof text);
    assert_non_null(strstr(text, "f -> f"));
    for (size_t i = 2; i < 5; i++)
        assert_int_equal(kept.found[i].number, RR__MSG_COURSES_STUCK);
    assert_string_equal(kept.found[4].args, "d");
}

/* What the taxonomy does not know is said once, counted, and never makes a condition go away. */
static void catalogue_read_courses__a_condition_on_an_unknown_skill_stays_unknown(void **state)
{
    (void)state;
    static const char text[] = "<courses xmlns='urn:reroute:courses:1' currency='CNY'><source id='S'>s</source>"
                               "<school id='s' region='CN' source='S'><name xml:lang='en'>S</name></school>"
                               "<course id='c' school='s' source='S'><title xml:lang='en'>C</title><teaches skill='no.such'/>"
                               "<needs><skill id='no.such' level='4'/><history occupation='no:job' months='12'/><history months='6'/></needs>"
                               "<certificate id='k' occupation='no:job' level='5' source='S'><name xml:lang='en'>K</name></certificate></course></courses>";
    rr__courses got;
    assert_int_equal(read_text(&got, text, sizeof text - 1), RR_OK);
    const rrp_course *c = RRP_AT(rrp_course, got.courses, 0);
    assert_int_equal(c->teaches.count, 0);
    assert_int_equal(c->needs.count, 3);
    assert_int_equal(RRP_AT(rrp_need, c->needs, 0)->kind, RRP_NEED_TEXT);
    assert_string_equal(RRP_AT(rrp_need, c->needs, 0)->value.p, "no.such");
    assert_int_equal(RRP_AT(rrp_need, c->needs, 1)->kind, RRP_NEED_TEXT);
    assert_int_equal(RRP_AT(rrp_need, c->needs, 2)->kind, RRP_NEED_HISTORY);
    assert_int_equal(RRP_AT(rrp_certificate, c->certificates, 0)->occupation, 0);
    assert_int_equal(kept.found_count, 2);
    assert_int_equal(kept.unknown.count, 2);
    assert_int_equal(RR__AT(rr__unknown_name, &kept.unknown, 0).count, 2);
    assert_int_equal(RR__AT(rr__unknown_name, &kept.unknown, 1).count, 2);
}

/* ---- each allocation fails in turn ---- */

/* Reads, validates again, builds a catalogue and asks it. */
static rr_status go_the_whole_way(rr_context *context, rr_error *err)
{
    rr__arena arena;
    rr__vec unknown;
    rr__courses got, valid = {{NULL, 0, sizeof(rrp_school)}, {NULL, 0, sizeof(rrp_course)}};
    rr__catalogue *catalogue = NULL;
    rr_error first;
    rr__offer offer;
    uint32_t refused = 0;
    rr__arena_init(&arena, &context->allocator);
    rr__vec_init(&unknown, &context->allocator, sizeof(rr__unknown_name));
    rr_status status = rr__courses_read(&got, &arena, &unknown, context, kept.demo, "c.xml", good.text, good.len, NULL, NULL, err);
    if (status == RR_OK)
        status = rr__courses_validate(&valid, &arena, &got, kept.demo, &refused, &first, err);
    else
        assert_int_equal(got.courses.count, 0);
    rr__catalogue_part part = {0, valid};
    if (status == RR_OK)
        status = rr__catalogue_create(&catalogue, context, kept.demo, &part, 1, err);
    if (status == RR_OK)
        assert_int_equal(rr__catalogue_find(catalogue, find_skill("s.drive"), -1, 0, NULL, &offer), 2);
    else
        assert_null(catalogue);
    rr__catalogue_destroy(catalogue);
    rr__vec_finish(&unknown);
    rr__arena_finish(&arena);
    return status;
}

static void catalogue_read_courses__every_failed_allocation_is_told(void **state)
{
    (void)state;
    stingy heap = {0};
    rr_allocator failing = {&heap, stingy_resize};
    rr_context_options options = {.size = sizeof options, .allocator = &failing};
    bool failed = true;
    int64_t at = 0;
    for (at = 1; failed; at++) {
        rr_context *context = NULL;
        rr_error err = {0};
        heap.fail_at = 0;
        assert_int_equal(rr_context_create(&context, &options, NULL), RR_OK);
        heap.calls = 0;
        heap.fail_at = at;
        rr_status status = go_the_whole_way(context, &err);
        failed = heap.calls >= at;
        assert_int_equal(status, failed ? RR_ENOMEM : RR_OK);
        assert_int_equal(err.number, failed ? RR__MSG_NOMEM : 0);
        heap.fail_at = 0;
        rr_context_destroy(context);
        assert_int_equal(heap.held, 0);
    }
    assert_true(at > 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(catalogue_read_courses__every_feature_is_read),
        cmocka_unit_test(catalogue_read_courses__conditions_keep_their_groups_and_languages),
        cmocka_unit_test(catalogue_read_courses__zero_seats_and_a_free_session_are_stated),
        cmocka_unit_test(catalogue_read_courses__each_fault_has_its_message),
        cmocka_unit_test(catalogue_read_courses__every_prefix_is_an_error),
        cmocka_unit_test(catalogue_read_courses__files_with_faults),
        cmocka_unit_test(catalogue_read_courses__each_fault_is_told_where_it_is),
        cmocka_unit_test(catalogue_read_courses__a_circle_is_named),
        cmocka_unit_test(catalogue_read_courses__a_condition_on_an_unknown_skill_stays_unknown),
        cmocka_unit_test(catalogue_read_courses__every_failed_allocation_is_told),
    };
    return cmocka_run_group_tests(tests, set_up, close_kept);
}
