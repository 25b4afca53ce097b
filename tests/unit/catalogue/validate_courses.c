/* SPDX-License-Identifier: MIT */
/* Rows as a plugin's code may give them in; those that keep every rule, and why the first one does not, out. */
#include "helper.h"

static rr_status read_good(rr__courses *out)
{
    rr__bytes bytes = load_file("valid/courses-every-feature.xml");
    rr_status status = read_text(out, (const char *)bytes.data, bytes.len);
    rr__bytes_finish(&bytes);
    return status;
}

static void catalogue_validate_courses__bad_rows_are_refused_and_the_rest_stays(void **state)
{
    (void)state;
    rr__courses in, got;
    rr_error first;
    uint32_t refused = 0;
    assert_int_equal(read_good(&in), RR_OK);
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

/* ---- one fault a time ---- */

/* A school and a course that are good, and what hangs on them, to be spoilt. */
typedef struct rows {
    rrp_school school;
    rrp_course course;
    rrp_text name, title;
    rrp_skill_level taught[2];
    rrp_need need;
    rrp_session session[2];
    rrp_certificate certificate[2];
} rows;

static void fill(rows *r)
{
    uint32_t skill = find_skill("s.drive") + 1;
    *r = (rows){.name = {RRP_S("en"), RRP_S("School")}, .title = {RRP_S("zh"), RRP_S("课程")}, .taught = {{skill, 200}, {skill, 300}},
                .need = {.kind = RRP_NEED_SKILL, .ref = skill, .level = 100}};
    r->school = (rrp_school){.id = RRP_S("s"), .names = RRP_VEC(rrp_text, &r->name, 1), .region = rr__region_number("CN-GD", 5)};
    for (int i = 0; i < 2; i++) {
        r->session[i] = (rrp_session){.id = RRP_S("a"), .has = RRP_SESSION_START | RRP_SESSION_END, .start_day = 20000, .end_day = 20010};
        r->certificate[i] = (rrp_certificate){.id = RRP_S("k"), .names = RRP_VEC(rrp_text, &r->name, 1), .level = 5};
    }
    r->course = (rrp_course){.id = RRP_S("c"), .school_id = RRP_S("s"), .currency = RRP_S("CNY"), .titles = RRP_VEC(rrp_text, &r->title, 1),
                             .has = RRP_COURSE_PRICE, .teaches = RRP_VEC(rrp_skill_level, r->taught, 1), .needs = RRP_VEC(rrp_need, &r->need, 1),
                             .sessions = RRP_VEC(rrp_session, r->session, 1), .certificates = RRP_VEC(rrp_certificate, r->certificate, 1)};
}

static uint32_t validate(const rows *r, rr__courses *got, rr_error *first)
{
    uint32_t refused = 0;
    rr__courses in = {RRP_VEC(rrp_school, &r->school, 1), RRP_VEC(rrp_course, &r->course, 1)};
    assert_int_equal(rr__courses_validate(got, &kept.arena, &in, kept.demo, &refused, first, &kept.err), RR_OK);
    return refused;
}

/* Good rows of the most unusual kinds: zero prices, last days, nothing but what must be. */
static void fine_free(rows *r) { r->course.price_minor = 0; }
static void fine_dearest(rows *r) { r->course.price_minor = INT64_C(100000000000); }
static void fine_no_level(rows *r) { r->taught[0].level = r->need.level = 0; }
static void fine_any_history(rows *r) { r->need = (rrp_need){.kind = RRP_NEED_HISTORY, .months = 12}; }
static void fine_in_words(rows *r) { r->need = (rrp_need){.kind = RRP_NEED_TEXT, .texts = RRP_VEC(rrp_text, &r->name, 1)}; }
static void fine_last_day(rows *r) { r->session[0].end_day = 84370; }
static void fine_bare(rows *r)
{
    r->course.has = 0;
    r->course.currency.n = r->course.needs.count = r->course.sessions.count = r->course.certificates.count = r->course.teaches.count = 0;
}
static void fine_series(rows *r) { r->session[0] = (rrp_session){.id = RRP_S("a"), .recur = RRP_WEEKLY, .weekday = 7}; }
static void fine_exam_asks_for_its_course(rows *r)
{
    r->need = (rrp_need){.kind = RRP_NEED_COURSE, .value = RRP_S("c")};
    r->course.needs.count = 0;
    r->certificate[0].needs = (rrp_vec)RRP_VEC(rrp_need, &r->need, 1);
}

static void catalogue_validate_courses__good_rows_pass(void **state)
{
    (void)state;
    static void (*const change[])(rows *) = {fine_free, fine_dearest, fine_no_level, fine_any_history, fine_in_words, fine_last_day, fine_bare, fine_series,
                                             fine_exam_asks_for_its_course};
    for (size_t i = 0; i < sizeof change / sizeof change[0]; i++) {
        static rows r;
        rr__courses got;
        rr_error first;
        fill(&r);
        change[i](&r);
        if (validate(&r, &got, &first) != 0)
            fail_msg("good row %zu: R%04d %s", i, first.number, first.args + strlen(first.args) + 1);
        assert_int_equal(got.courses.count + got.schools.count, 2);
        assert_int_equal(first.number, 0);
    }
}

#define BAD(name, ...) static void bad_##name(rows *r) { __VA_ARGS__; }
BAD(school_id, r->school.id = (rrp_str)RRP_S(""))
BAD(school_region, r->school.region = 5)
BAD(school_no_region, r->school.region = 0)
BAD(school_name, r->school.names.count = 0)
BAD(school_place, (r->school.has = RRP_SCHOOL_PLACE, r->school.lat_e6 = 90000001))
BAD(school_url, r->school.url = (rrp_str)RRP_S("javascript:alert(1)"))
BAD(school_confidence, r->school.confidence = 4)
BAD(id_space, r->course.id = (rrp_str)RRP_S("c 1"))
BAD(id_nul, r->course.id = (rrp_str)RRP_S("c\0d"))
BAD(id_bidi, r->course.id = (rrp_str)RRP_S("c\xe2\x80\xae"))
BAD(id_long, r->course.id = (rrp_str)RRP_S("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"))
BAD(id_bytes, r->course.id = (rrp_str)RRP_S("c\xff"))
BAD(no_school, r->course.school_id = (rrp_str)RRP_S("t"))
BAD(school_unsaid, r->course.school_id = (rrp_str){NULL, 0})
BAD(title, r->course.titles.count = 0)
BAD(title_empty, r->title.text.n = 0)
BAD(title_no_language, r->title.lang.n = 0)
BAD(title_overlong, r->title.text = (rrp_str)RRP_S("\xc0\xaf"))
BAD(title_surrogate, r->title.text = (rrp_str)RRP_S("\xed\xa0\x80"))
BAD(title_cut, r->title.text.n--)
BAD(currency, r->course.currency = (rrp_str)RRP_S("cny"))
BAD(currency_long, r->course.currency = (rrp_str)RRP_S("CNYY"))
BAD(currency_unsaid, r->course.currency.n = 0)
BAD(currency_for_a_session, (r->course.has = 0, r->course.currency.n = 0, r->session[0].has |= RRP_SESSION_PRICE))
BAD(price_negative, r->course.price_minor = -1)
BAD(price_large, r->course.price_minor = INT64_C(100000000001))
BAD(hours, r->course.hours = UINT32_MAX)
BAD(weeks, r->course.weeks = 521)
BAD(mode, r->course.mode = 32)
BAD(url, r->course.url = (rrp_str)RRP_S("data:text/html,x"))
BAD(source_url, r->course.source_url = (rrp_str)RRP_S("ftp://a"))
BAD(taught_nothing, r->taught[0].skill = 0)
BAD(taught_unknown, r->taught[0].skill = UINT32_MAX)
BAD(taught_off_scale, r->taught[0].level = 600)
BAD(taught_below, r->taught[0].level = 50)
BAD(taught_negative, r->taught[0].level = -1)
BAD(taught_twice, r->course.teaches.count = 2)
BAD(need_kind, r->need.kind = 8)
BAD(need_skill, r->need.ref = 0)
BAD(need_level, r->need.level = 550)
BAD(need_occupation, (r->need = (rrp_need){.kind = RRP_NEED_HISTORY, .ref = UINT32_MAX}))
BAD(need_months, (r->need = (rrp_need){.kind = RRP_NEED_HISTORY, .months = -1}))
BAD(need_licence, (r->need = (rrp_need){.kind = RRP_NEED_LICENCE}))
BAD(need_education, (r->need = (rrp_need){.kind = RRP_NEED_EDUCATION, .value = RRP_S("school")}))
BAD(need_course, (r->need = (rrp_need){.kind = RRP_NEED_COURSE, .value = RRP_S("d")}))
BAD(need_itself, (r->need = (rrp_need){.kind = RRP_NEED_COURSE, .value = RRP_S("c")}))
BAD(need_no_words, (r->need = (rrp_need){.kind = RRP_NEED_TEXT}))
BAD(session_id, r->session[0].id.n = 0)
BAD(session_recur, r->session[0].recur = 4)
BAD(session_weekday, (r->session[0].recur = RRP_WEEKLY, r->session[0].weekday = 8))
BAD(session_no_weekday, r->session[0].recur = RRP_WEEKLY)
BAD(session_nth, (r->session[0].recur = RRP_MONTHLY, r->session[0].weekday = 1, r->session[0].nth = 6))
BAD(session_no_nth, (r->session[0].recur = RRP_MONTHLY, r->session[0].weekday = 1))
BAD(session_no_start, r->session[0].has = 0)
BAD(session_yearly_no_start, (r->session[0].recur = RRP_YEARLY, r->session[0].has = 0))
BAD(session_backwards, r->session[0].end_day = 19999)
BAD(session_before_1970, r->session[0].start_day = -1)
BAD(session_after_2200, r->session[0].end_day = 84371)
BAD(session_apply_late, (r->session[0].has |= RRP_SESSION_APPLY_BY, r->session[0].apply_by_day = 20001))
BAD(session_apply_both, (r->session[0].has |= RRP_SESSION_APPLY_BY | RRP_SESSION_APPLY_BEFORE, r->session[0].apply_by_day = 19999))
BAD(session_apply_negative, (r->session[0].has |= RRP_SESSION_APPLY_BEFORE, r->session[0].apply_days_before = -1))
BAD(session_series_apply_by, (r->session[0].recur = RRP_WEEKLY, r->session[0].weekday = 1, r->session[0].has |= RRP_SESSION_APPLY_BY, r->session[0].apply_by_day = 1))
BAD(session_seats, (r->session[0].has |= RRP_SESSION_SEATS, r->session[0].seats = -1))
BAD(session_price, (r->session[0].has |= RRP_SESSION_PRICE, r->session[0].price_minor = INT64_MIN))
BAD(session_mode, r->session[0].mode = 64)
BAD(session_twice, r->course.sessions.count = 2)
BAD(certificate_id, r->certificate[0].id.n = 0)
BAD(certificate_level, r->certificate[0].level = 6)
BAD(certificate_occupation, r->certificate[0].occupation = UINT32_MAX)
BAD(certificate_fee, (r->certificate[0].has = RRP_CERTIFICATE_FEE, r->certificate[0].exam_fee_minor = -1))
BAD(certificate_name, r->certificate[0].names.count = 0)
BAD(certificate_twice, r->course.certificates.count = 2)
BAD(certificate_need, (r->course.needs.count = 0, r->need.kind = 9, r->certificate[0].needs = (rrp_vec)RRP_VEC(rrp_need, &r->need, 1)))

static void catalogue_validate_courses__each_fault_refuses_its_row(void **state)
{
    (void)state;
    static const struct { void (*spoil)(rows *); enum rr__message message; const char *what; } faults[] = {
        {bad_school_id, RR__MSG_COURSES_VALUE, "school id"}, {bad_school_region, RR__MSG_COURSES_VALUE, "school region"},
        {bad_school_no_region, RR__MSG_COURSES_VALUE, "school region"}, {bad_school_name, RR__MSG_COURSES_VALUE, "school name"},
        {bad_school_place, RR__MSG_COURSES_VALUE, "school place"}, {bad_school_url, RR__MSG_COURSES_VALUE, "school url"},
        {bad_school_confidence, RR__MSG_COURSES_VALUE, "school confidence"}, {bad_id_space, RR__MSG_COURSES_VALUE, "id"},
        {bad_id_nul, RR__MSG_COURSES_VALUE, "id"}, {bad_id_bidi, RR__MSG_COURSES_VALUE, "id"}, {bad_id_long, RR__MSG_COURSES_VALUE, "id"},
        {bad_id_bytes, RR__MSG_COURSES_VALUE, "id"}, {bad_no_school, RR__MSG_COURSES_SCHOOL, "t"},
        {bad_school_unsaid, RR__MSG_COURSES_SCHOOL, ""}, {bad_title, RR__MSG_COURSES_VALUE, "title"},
        {bad_title_empty, RR__MSG_COURSES_VALUE, "title"}, {bad_title_no_language, RR__MSG_COURSES_VALUE, "title"},
        {bad_title_overlong, RR__MSG_COURSES_TEXT, "title"}, {bad_title_surrogate, RR__MSG_COURSES_TEXT, "title"},
        {bad_title_cut, RR__MSG_COURSES_TEXT, "title"}, {bad_currency, RR__MSG_COURSES_VALUE, "currency"},
        {bad_currency_long, RR__MSG_COURSES_VALUE, "currency"}, {bad_currency_unsaid, RR__MSG_COURSES_VALUE, "currency"},
        {bad_currency_for_a_session, RR__MSG_COURSES_VALUE, "currency"}, {bad_price_negative, RR__MSG_COURSES_VALUE, "price"},
        {bad_price_large, RR__MSG_COURSES_VALUE, "price"}, {bad_hours, RR__MSG_COURSES_VALUE, "hours"},
        {bad_weeks, RR__MSG_COURSES_VALUE, "weeks"}, {bad_mode, RR__MSG_COURSES_VALUE, "mode"}, {bad_url, RR__MSG_COURSES_VALUE, "url"},
        {bad_source_url, RR__MSG_COURSES_VALUE, "source_url"}, {bad_taught_nothing, RR__MSG_COURSES_VALUE, "teaches: skill"},
        {bad_taught_unknown, RR__MSG_COURSES_VALUE, "teaches: skill"}, {bad_taught_off_scale, RR__MSG_COURSES_VALUE, "teaches: level"},
        {bad_taught_below, RR__MSG_COURSES_VALUE, "teaches: level"}, {bad_taught_negative, RR__MSG_COURSES_VALUE, "teaches: level"},
        {bad_taught_twice, RR__MSG_COURSES_VALUE, "teaches: one skill twice"}, {bad_need_kind, RR__MSG_COURSES_VALUE, "needs: kind"},
        {bad_need_skill, RR__MSG_COURSES_VALUE, "needs: skill"}, {bad_need_level, RR__MSG_COURSES_VALUE, "needs: level"},
        {bad_need_occupation, RR__MSG_COURSES_VALUE, "needs: occupation"}, {bad_need_months, RR__MSG_COURSES_VALUE, "needs: months"},
        {bad_need_licence, RR__MSG_COURSES_VALUE, "needs: value"}, {bad_need_education, RR__MSG_COURSES_VALUE, "needs: education"},
        {bad_need_course, RR__MSG_COURSES_NO_SUCH, "d"}, {bad_need_itself, RR__MSG_COURSES_CYCLE, "c -> c"},
        {bad_need_no_words, RR__MSG_COURSES_VALUE, "needs: text"}, {bad_session_id, RR__MSG_COURSES_VALUE, "session: id"},
        {bad_session_recur, RR__MSG_COURSES_VALUE, "session: recur"}, {bad_session_weekday, RR__MSG_COURSES_VALUE, "session: weekday"},
        {bad_session_no_weekday, RR__MSG_COURSES_VALUE, "session: weekday"}, {bad_session_nth, RR__MSG_COURSES_VALUE, "session: nth"},
        {bad_session_no_nth, RR__MSG_COURSES_VALUE, "session: nth"}, {bad_session_no_start, RR__MSG_COURSES_VALUE, "session: start"},
        {bad_session_yearly_no_start, RR__MSG_COURSES_VALUE, "session: start"},
        {bad_session_backwards, RR__MSG_COURSES_VALUE, "session: it ends before it starts"},
        {bad_session_before_1970, RR__MSG_COURSES_VALUE, "session: day"}, {bad_session_after_2200, RR__MSG_COURSES_VALUE, "session: day"},
        {bad_session_apply_late, RR__MSG_COURSES_VALUE, "session: apply_by is after the start"},
        {bad_session_apply_both, RR__MSG_COURSES_VALUE, "session: apply_by and apply_days_before"},
        {bad_session_apply_negative, RR__MSG_COURSES_VALUE, "session: apply_days_before"},
        {bad_session_series_apply_by, RR__MSG_COURSES_VALUE, "session: apply_by in a series; write apply_days_before"},
        {bad_session_seats, RR__MSG_COURSES_VALUE, "session: seats"}, {bad_session_price, RR__MSG_COURSES_VALUE, "session: price"},
        {bad_session_mode, RR__MSG_COURSES_VALUE, "session: mode"}, {bad_session_twice, RR__MSG_COURSES_SESSION_TWICE, "a"},
        {bad_certificate_id, RR__MSG_COURSES_VALUE, "certificate: id"},
        {bad_certificate_level, RR__MSG_COURSES_VALUE, "certificate: level"},
        {bad_certificate_occupation, RR__MSG_COURSES_VALUE, "certificate: occupation"},
        {bad_certificate_fee, RR__MSG_COURSES_VALUE, "certificate: exam_fee"},
        {bad_certificate_name, RR__MSG_COURSES_VALUE, "certificate: name"},
        {bad_certificate_twice, RR__MSG_COURSES_VALUE, "certificate: one id twice"},
        {bad_certificate_need, RR__MSG_COURSES_VALUE, "needs: kind"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        static rows r;
        rr__courses got;
        rr_error first;
        fill(&r);
        faults[i].spoil(&r);
        uint32_t refused = validate(&r, &got, &first);
        bool school = strncmp(faults[i].what, "school ", 7) == 0;
        const char *what = faults[i].what + (school ? 7 : 0), *said = first.args + strlen(first.args) + 1;
        if (refused != (school ? 2u : 1u) || first.number != faults[i].message || strcmp(said, what) != 0)
            fail_msg("fault %zu (%s): %u refused, R%04d %s", i, faults[i].what, refused, first.number, said);
        assert_int_equal(got.courses.count, 0);
        assert_int_equal(got.schools.count, school ? 0 : 1);
    }
}

/* ---- prerequisites ---- */

enum { COURSES = 5, NEEDS = 4 };
typedef struct asks { uint32_t from, group; const char *to; } asks;

/* Courses a to e of which some ask for others ("-": something that is no course); gives the ids of those that are left. */
static const char *left_of(const asks *wanted, size_t count, rr_error *first)
{
    static char left[COURSES + 1];
    static rows r;
    static rrp_need needs[COURSES][NEEDS];
    static rrp_course courses[COURSES];
    static const char *const names = "abcde";
    rr__courses got, in = {RRP_VEC(rrp_school, &r.school, 1), RRP_VEC(rrp_course, courses, COURSES)};
    uint32_t refused = 0;
    size_t n = 0;
    fill(&r);
    for (uint32_t i = 0; i < COURSES; i++) {
        courses[i] = r.course;
        courses[i].id = (rrp_str){&names[i], 1};
        courses[i].needs = (rrp_vec)RRP_VEC(rrp_need, needs[i], 0);
    }
    for (size_t i = 0; i < count; i++) {
        bool course = wanted[i].to[0] != '-';
        rrp_need need = {.group = wanted[i].group, .kind = course ? RRP_NEED_COURSE : RRP_NEED_AGE, .value = {wanted[i].to, course ? 1 : 0}};
        needs[wanted[i].from][courses[wanted[i].from].needs.count++] = need;
    }
    assert_int_equal(rr__courses_validate(&got, &kept.arena, &in, kept.demo, &refused, first, &kept.err), RR_OK);
    for (uint32_t i = 0; i < got.courses.count; i++)
        left[n++] = RRP_AT(rrp_course, got.courses, i)->id.p[0];
    left[n] = '\0';
    return left;
}

#define LEFT(expected, number_, ...)                                                                                              \
    do {                                                                                                                          \
        static const asks wanted[] = {__VA_ARGS__};                                                                               \
        rr_error first;                                                                                                           \
        assert_string_equal(left_of(wanted, sizeof wanted / sizeof wanted[0], &first), expected);                                 \
        assert_int_equal(first.number, number_);                                                                                  \
    } while (0)

static void catalogue_validate_courses__only_what_can_never_be_begun_is_a_circle(void **state)
{
    (void)state;
    LEFT("abcde", 0, {0, 0, "b"}, {1, 0, "c"}, {2, 0, "d"}, {3, 0, "e"});
    LEFT("abcde", 0, {4, 0, "d"}, {3, 0, "c"}, {2, 0, "b"}, {1, 0, "a"});
    LEFT("cde", RR__MSG_COURSES_CYCLE, {0, 0, "b"}, {1, 0, "a"});
    LEFT("de", RR__MSG_COURSES_CYCLE, {0, 0, "b"}, {1, 0, "a"}, {2, 0, "a"});
    LEFT("bcde", RR__MSG_COURSES_CYCLE, {0, 0, "a"});
    /* an alternative is a way out */
    LEFT("abcde", 0, {0, 0, "b"}, {0, 0, "-"}, {1, 0, "a"});
    LEFT("abcde", 0, {0, 7, "b"}, {0, 7, "c"}, {1, 0, "a"});
    LEFT("cde", RR__MSG_COURSES_CYCLE, {0, 0, "b"}, {0, 1, "-"}, {1, 0, "a"}); /* but not a condition beside it */
    LEFT("cde", RR__MSG_COURSES_CYCLE, {0, 0, "b"}, {0, 0, "a"}, {1, 0, "a"}); /* nor one that goes round too */
    /* groups need not come in order */
    LEFT("cde", RR__MSG_COURSES_CYCLE, {0, 1, "b"}, {0, 0, "c"}, {0, 0, "-"}, {1, 0, "a"});
    LEFT("abcde", 0, {0, 1, "b"}, {0, 0, "c"}, {0, 1, "-"}, {1, 0, "a"});
    /* two circles, and one that waits for both */
    LEFT("", RR__MSG_COURSES_CYCLE, {0, 0, "b"}, {1, 0, "a"}, {2, 0, "d"}, {3, 0, "c"}, {4, 0, "a"}, {4, 0, "c"});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(catalogue_validate_courses__bad_rows_are_refused_and_the_rest_stays),
        cmocka_unit_test(catalogue_validate_courses__good_rows_pass),
        cmocka_unit_test(catalogue_validate_courses__each_fault_refuses_its_row),
        cmocka_unit_test(catalogue_validate_courses__only_what_can_never_be_begun_is_a_circle),
    };
    return cmocka_run_group_tests(tests, open_kept, close_kept);
}
