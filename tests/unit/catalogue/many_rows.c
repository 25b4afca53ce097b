/* SPDX-License-Identifier: MIT */
/* Catalogues of a size and a shape that nobody would write by hand: a row more costs a row more, whatever they say. */
#include "helper.h"

enum { MANY = 100000 };

static struct { rrp_course *rows; rrp_need *needs; rrp_skill_level *taught; char (*ids)[16]; rrp_school school; } made;
static const rrp_text title = {RRP_S("en"), RRP_S("Title")};

static int set_up(void **state)
{
    made.rows = calloc(MANY, sizeof *made.rows);
    made.needs = calloc(MANY, sizeof *made.needs);
    made.taught = calloc(MANY, sizeof *made.taught);
    made.ids = calloc(MANY, sizeof *made.ids);
    return made.rows == NULL || made.needs == NULL || made.taught == NULL || made.ids == NULL || open_kept(state);
}

static int tear_down(void **state)
{
    free(made.rows);
    free(made.needs);
    free(made.taught);
    free(made.ids);
    return close_kept(state);
}

/* Good rows of one school, each teaching one skill, without conditions. */
static rr__courses make_rows(uint32_t count)
{
    uint32_t skill = find_skill("s.drive");
    made.school = (rrp_school){.id = RRP_S("s"), .region = rr__region_number("CN", 2), .names = RRP_VEC(rrp_text, &title, 1)};
    for (uint32_t i = 0; i < count; i++) {
        int len = snprintf(made.ids[i], sizeof made.ids[i], "c%u", i);
        made.taught[i] = (rrp_skill_level){skill + 1, (int32_t)(i % 5 + 1) * 100};
        made.rows[i] = (rrp_course){.id = {made.ids[i], (uint64_t)len}, .school_id = RRP_S("s"), .currency = RRP_S("CNY"), .has = RRP_COURSE_PRICE,
                                    .price_minor = (int64_t)(i * 7919u % 10007u), .titles = RRP_VEC(rrp_text, &title, 1),
                                    .teaches = RRP_VEC(rrp_skill_level, &made.taught[i], 1)};
    }
    return (rr__courses){RRP_VEC(rrp_school, &made.school, 1), RRP_VEC(rrp_course, made.rows, count)};
}

static void need_course(uint32_t row, uint32_t needed)
{
    made.needs[row] = (rrp_need){.kind = RRP_NEED_COURSE, .value = made.rows[needed].id};
    made.rows[row].needs = (rrp_vec)RRP_VEC(rrp_need, &made.needs[row], 1);
}

static rr__courses validate(const rr__courses *in, uint32_t *refused, rr_error *first)
{
    rr__courses out;
    assert_int_equal(rr__courses_validate(&out, &kept.arena, in, kept.demo, refused, first, &kept.err), RR_OK);
    assert_int_equal(out.courses.count + *refused, in->courses.count);
    return out;
}

static void catalogue_many_rows__a_hundred_thousand_courses_load_and_answer(void **state)
{
    (void)state;
    uint32_t refused = 0, descriptor = find_skill("s.drive"), total = 0;
    rr_error first;
    rr__catalogue *catalogue = NULL;
    rr__courses in = make_rows(MANY);
    double since = seconds();
    rr__catalogue_part part = {0, validate(&in, &refused, &first)};
    assert_int_equal(refused, 0);
    assert_int_equal(rr__catalogue_create(&catalogue, kept.context, kept.demo, &part, 1, &kept.err), RR_OK);
    assert_within(since, 1.0);
    assert_int_equal(rr__catalogue_count(catalogue), MANY);
    rr__offer offer;
    since = seconds();
    for (int i = 0; i < 10000; i++)
        total += rr__catalogue_find(catalogue, descriptor, i % 6 * 100 - 1, i % 5 * 100, NULL, &offer);
    assert_within(since, 0.1); /* 10 microseconds each, with every course in the one list */
    assert_true(total > 0);
    rr__catalogue_destroy(catalogue);
}

static void catalogue_many_rows__one_bad_course_refuses_a_chain_of_all(void **state)
{
    (void)state;
    uint32_t refused = 0;
    rr_error first;
    rr__courses in = make_rows(MANY);
    for (uint32_t i = 0; i + 1 < MANY; i++)
        need_course(i, i + 1);
    made.rows[MANY - 1].weeks = 10000;
    double since = seconds();
    validate(&in, &refused, &first);
    assert_within(since, 1.0);
    assert_int_equal(refused, MANY);
    assert_int_equal(first.number, RR__MSG_COURSES_VALUE);
    assert_string_equal(first.args, made.ids[MANY - 1]);
}

static void catalogue_many_rows__a_chain_is_no_circle_in_either_order(void **state)
{
    (void)state;
    for (int forward = 0; forward < 2; forward++) {
        uint32_t refused = 0;
        rr_error first;
        rr__courses in = make_rows(MANY);
        for (uint32_t i = 0; i + 1 < MANY; i++)
            need_course(forward ? i : i + 1, forward ? i + 1 : i);
        double since = seconds();
        validate(&in, &refused, &first);
        assert_within(since, 1.0);
        assert_int_equal(refused, 0);
    }
}

static void catalogue_many_rows__a_chain_closed_at_its_end_is_refused_whole(void **state)
{
    (void)state;
    uint32_t refused = 0;
    rr_error first;
    rr__courses in = make_rows(MANY);
    for (uint32_t i = 0; i < MANY; i++)
        need_course(i, (i + 1) % MANY);
    double since = seconds();
    validate(&in, &refused, &first);
    assert_within(since, 1.0);
    assert_int_equal(refused, MANY);
    assert_int_equal(first.number, RR__MSG_COURSES_CYCLE);
}

/* One course with more of everything than any course has: refused, and not looked through. */
static void catalogue_many_rows__one_course_with_too_much(void **state)
{
    (void)state;
    uint32_t refused = 0;
    rr_error first;
    rr__courses in = make_rows(2);
    rrp_session *sessions = calloc(MANY, sizeof *sessions);
    assert_non_null(sessions);
    for (uint32_t i = 0; i < MANY; i++)
        made.needs[i] = (rrp_need){.group = i, .kind = RRP_NEED_COURSE, .value = made.rows[1].id};
    made.rows[0].needs = (rrp_vec)RRP_VEC(rrp_need, made.needs, MANY);
    made.rows[0].sessions = (rrp_vec)RRP_VEC(rrp_session, sessions, MANY);
    made.rows[0].teaches = (rrp_vec)RRP_VEC(rrp_skill_level, made.taught, MANY);
    double since = seconds();
    validate(&in, &refused, &first);
    assert_within(since, 0.5);
    assert_int_equal(refused, 1);
    free(sessions);
}

/* A document of `count` pieces between a head and an end. */
static char *make_text(const char *head, const char *piece, const char *end, size_t *len)
{
    size_t room = strlen(head) + strlen(end) + MANY * (strlen(piece) + 8) + 1;
    char *text = malloc(room);
    assert_non_null(text);
    size_t at = (size_t)snprintf(text, room, "%s", head);
    const char *mark = strchr(piece, '#');
    for (int i = 0; i < MANY; i++)
        at += (size_t)snprintf(text + at, room - at, "%.*s%d%s", (int)(mark - piece), piece, i, mark + 1);
    *len = at + (size_t)snprintf(text + at, room - at, "%s", end);
    return text;
}

#define HEAD "<courses xmlns='urn:reroute:courses:1' currency='CNY'><source id='S'>s</source>"                       \
             "<school id='s' region='CN' source='S'><name xml:lang='en'>S</name></school>"
#define COURSE "<course id='c' school='s' source='S'><title xml:lang='en'>C</title>"

/* Whatever a file repeats a hundred thousand times, it is read in the time of its length. */
static void catalogue_many_rows__files_that_repeat_themselves(void **state)
{
    (void)state;
    static const struct { const char *head, *piece, *end; rr_status status; } files[] = {
        {HEAD COURSE, "<teaches skill='s.drive'/><!--#-->", "</course></courses>", RR_EINVALID},
        {HEAD COURSE, "<teaches skill='s.none-#'/>", "</course></courses>", RR_OK},
        {HEAD COURSE, "<session id='e#' start='2027-01-01'/>", "</course></courses>", RR_EINVALID},
        {HEAD COURSE, "<certificate id='k#' source='S'><name xml:lang='en'>K</name></certificate>", "</course></courses>", RR_EINVALID},
        {HEAD COURSE "<needs>", "<course id='c#'/>", "</needs></course></courses>", RR_EINVALID},
        {HEAD COURSE "<needs><any>", "<text xml:lang='aa-#'>x</text>", "</any></needs></course></courses>", RR_EINVALID},
        {HEAD "<course id='c' school='s' source='S'>", "<title xml:lang='en-#'>C</title>", "</course></courses>", RR_EINVALID},
        {HEAD, "<source id='S#'>s</source>", "</courses>", RR_OK},
        {HEAD, "<course id='c#' school='n' source='N'><title xml:lang='en'>C</title></course>", "</courses>", RR_EINVALID},
        {HEAD, "<school id='s' region='CN' source='S'><name xml:lang='en'>#</name></school>", "</courses>", RR_EINVALID},
        {HEAD, "<course id='c#' school='s' source='S'><title xml:lang='en'>C</title></course>", "</courses>", RR_OK}};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        rr__courses got;
        size_t len = 0;
        char *text = make_text(files[i].head, files[i].piece, files[i].end, &len);
        double since = seconds();
        if (read_text(&got, text, len) != files[i].status)
            fail_msg("file %zu: R%04d", i, kept.err.number);
        assert_within(since, 1.5);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(catalogue_many_rows__a_hundred_thousand_courses_load_and_answer),
        cmocka_unit_test(catalogue_many_rows__a_chain_is_no_circle_in_either_order),
        cmocka_unit_test(catalogue_many_rows__a_chain_closed_at_its_end_is_refused_whole),
        cmocka_unit_test(catalogue_many_rows__one_course_with_too_much),
        cmocka_unit_test(catalogue_many_rows__one_bad_course_refuses_a_chain_of_all),
        cmocka_unit_test(catalogue_many_rows__files_that_repeat_themselves),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
