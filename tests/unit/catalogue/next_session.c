/* SPDX-License-Identifier: MIT */
/* Sessions that recur never expire; dates are those of the calendar, in leap years and beyond 2038 too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "catalogue/catalogue.h"

static int32_t day_of(const char *text)
{
    int64_t day = 0;
    if (!rr__parse_date(text, strlen(text), &day))
        fail_msg("no such day: %s", text);
    return (int32_t)day;
}

static void name_day(int64_t day, char out[16])
{
    rr__civil date = rr__civil_of(day);
    snprintf(out, 16, "%04d-%02d-%02d", (int)date.year, (int)date.month, (int)date.day);
}

/* "START by APPLY", or "none". */
static void assert_next(const rrp_session *s, const char *day, const char *expected)
{
    char start[16], by[16], text[64] = "none";
    int32_t next = 0, close = 0;
    if (rr__session_next(s, day_of(day), &next, &close)) {
        name_day(next, start);
        name_day(close, by);
        snprintf(text, sizeof text, "%s by %s", start, by);
    }
    if (strcmp(text, expected) != 0)
        fail_msg("from %s: %s, not %s", day, text, expected);
}

static void catalogue_next_session__every_day_is_a_date_and_back(void **state)
{
    (void)state;
    static const int64_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    rr__civil date = {1600, 1, 1};
    for (int64_t day = rr__days_of(date), end = day_of("2400-12-31"); day <= end; day++) {
        rr__civil told = rr__civil_of(day);
        assert_true(told.year == date.year && told.month == date.month && told.day == date.day);
        assert_int_equal(rr__days_of(told), day);
        bool leap = date.month == 2 && date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
        if (++date.day > lengths[date.month - 1] + leap) {
            date.day = 1;
            date.year += date.month == 12;
            date.month = date.month % 12 + 1;
        }
    }
    assert_int_equal(day_of("1970-01-01"), 0);
    assert_int_equal(day_of("2038-01-20"), 24856);
    assert_int_equal(day_of("2200-12-31"), RR__DAY_MAX);
}

static void catalogue_next_session__once(void **state)
{
    (void)state;
    rrp_session s = {.has = RRP_SESSION_START, .start_day = day_of("2027-03-01")};
    assert_next(&s, "2026-01-01", "2027-03-01 by 2027-03-01");
    assert_next(&s, "2027-03-01", "2027-03-01 by 2027-03-01");
    assert_next(&s, "2027-03-02", "none");
    s.has |= RRP_SESSION_APPLY_BY;
    s.apply_by_day = day_of("2027-02-20");
    assert_next(&s, "2027-02-20", "2027-03-01 by 2027-02-20");
    assert_next(&s, "2027-02-21", "none");
    s.has = RRP_SESSION_START | RRP_SESSION_APPLY_BEFORE;
    s.apply_days_before = 30;
    assert_next(&s, "2027-01-30", "2027-03-01 by 2027-01-30");
    assert_next(&s, "2027-01-31", "none");
    s.has = 0;
    assert_next(&s, "1971-01-01", "none");
}

static void catalogue_next_session__weekly(void **state)
{
    (void)state;
    rrp_session s = {.recur = RRP_WEEKLY, .weekday = 1};
    assert_next(&s, "2026-11-23", "2026-11-23 by 2026-11-23"); /* a Monday */
    assert_next(&s, "2026-11-24", "2026-11-30 by 2026-11-30");
    s.weekday = 7;
    assert_next(&s, "2026-11-23", "2026-11-29 by 2026-11-29");
    assert_next(&s, "2038-01-19", "2038-01-24 by 2038-01-24");
    s.has = RRP_SESSION_APPLY_BEFORE | RRP_SESSION_START | RRP_SESSION_END;
    s.apply_days_before = 3;
    s.start_day = day_of("2027-01-01");
    s.end_day = day_of("2027-01-10");
    assert_next(&s, "2026-11-23", "2027-01-03 by 2026-12-31");
    assert_next(&s, "2027-01-01", "2027-01-10 by 2027-01-07"); /* the 3rd can't be applied for any more */
    assert_next(&s, "2027-01-08", "none");
}

static void catalogue_next_session__monthly(void **state)
{
    (void)state;
    rrp_session s = {.recur = RRP_MONTHLY, .nth = 1, .weekday = 1, .has = RRP_SESSION_APPLY_BEFORE, .apply_days_before = 7};
    assert_next(&s, "2026-11-23", "2026-12-07 by 2026-11-30");
    assert_next(&s, "2026-11-30", "2026-12-07 by 2026-11-30");
    assert_next(&s, "2026-12-01", "2027-01-04 by 2026-12-28");
    s.has = 0;
    s.nth = 5;
    assert_next(&s, "2026-12-01", "2027-03-29 by 2027-03-29"); /* no fifth Monday until then */
    s.weekday = 7;
    assert_next(&s, "2032-02-01", "2032-02-29 by 2032-02-29");
    s.weekday = 1;
    assert_next(&s, "2100-02-01", "2100-03-29 by 2100-03-29"); /* 2100 is no leap year: 28 days from a Monday */
    s.nth = 2;
    s.weekday = 3;
    assert_next(&s, "2038-01-14", "2038-02-10 by 2038-02-10");
    assert_next(&s, "2200-12-11", "none");
}

static void catalogue_next_session__yearly(void **state)
{
    (void)state;
    rrp_session s = {.recur = RRP_YEARLY, .nth = 2, .weekday = 3, .has = RRP_SESSION_START, .start_day = day_of("2026-09-01")};
    assert_next(&s, "2026-01-01", "2026-09-09 by 2026-09-09");
    assert_next(&s, "2026-09-10", "2027-09-08 by 2027-09-08");
    s.nth = s.weekday = 0; /* the date itself */
    assert_next(&s, "2026-09-02", "2027-09-01 by 2027-09-01");
    s.start_day = day_of("2024-02-29");
    assert_next(&s, "2024-03-01", "2028-02-29 by 2028-02-29");
    assert_next(&s, "2096-03-01", "2104-02-29 by 2104-02-29");
    s.nth = 5;
    s.weekday = 1;
    assert_next(&s, "2072-03-01", "2112-02-29 by 2112-02-29"); /* the longest wait there is */
    s.has = 0;
    assert_next(&s, "2026-01-01", "none");
}

static void catalogue_next_session__what_makes_no_sense_never_comes(void **state)
{
    (void)state;
    static const rrp_session wrong[] = {
        {.recur = RRP_WEEKLY}, {.recur = RRP_WEEKLY, .weekday = 8}, {.recur = RRP_MONTHLY, .weekday = 1},
        {.recur = RRP_MONTHLY, .weekday = 1, .nth = 6}, {.recur = RRP_MONTHLY, .nth = UINT32_MAX, .weekday = 1}, {.recur = 4, .weekday = 1, .nth = 1},
        {.recur = RRP_WEEKLY, .weekday = 1, .has = RRP_SESSION_APPLY_BEFORE, .apply_days_before = INT32_MIN},
        {.recur = RRP_WEEKLY, .weekday = 1, .has = RRP_SESSION_APPLY_BEFORE, .apply_days_before = INT32_MAX},
        {.recur = RRP_YEARLY, .has = RRP_SESSION_START, .start_day = INT32_MAX}, {.recur = RRP_YEARLY, .has = RRP_SESSION_START, .start_day = INT32_MIN}, {.has = RRP_SESSION_START, .start_day = INT32_MIN}};
    int32_t start = 0, by = 0;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(rr__session_next(&wrong[i], 20000, &start, &by));
    rrp_session weekly = {.recur = RRP_WEEKLY, .weekday = 1};
    assert_false(rr__session_next(&weekly, INT32_MAX, &start, &by));
    assert_false(rr__session_next(&weekly, INT32_MIN, &start, &by));
}

/* Against a search day by day, for every series of a grid. */
static void catalogue_next_session__agrees_with_counting_days(void **state)
{
    (void)state;
    for (uint32_t recur = RRP_WEEKLY; recur <= RRP_YEARLY; recur++)
        for (uint32_t nth = 1; nth <= 5; nth++)
            for (uint32_t weekday = 1; weekday <= 7; weekday++) {
                rrp_session s = {.recur = recur, .nth = nth, .weekday = weekday, .has = RRP_SESSION_START, .start_day = day_of("2024-02-10")};
                int32_t from = day_of("2094-12-01"), start = 0, by = 0;
                for (int32_t day = from, told = -1; day < from + 4000; day++) {
                    if (told < day) {
                        if (!rr__session_next(&s, day, &start, &by))
                            fail_msg("%u %u %u", recur, nth, weekday);
                        told = start;
                    }
                    rr__civil date = rr__civil_of(day);
                    bool fits = (day + 3) % 7 + 1 == (int32_t)weekday && (recur == RRP_WEEKLY || (date.day - 1) / 7 + 1 == nth) &&
                                (recur != RRP_YEARLY || date.month == 2);
                    assert_int_equal(fits, told == day);
                }
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(catalogue_next_session__every_day_is_a_date_and_back),
        cmocka_unit_test(catalogue_next_session__once),
        cmocka_unit_test(catalogue_next_session__weekly),
        cmocka_unit_test(catalogue_next_session__monthly),
        cmocka_unit_test(catalogue_next_session__yearly),
        cmocka_unit_test(catalogue_next_session__what_makes_no_sense_never_comes),
        cmocka_unit_test(catalogue_next_session__agrees_with_counting_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
