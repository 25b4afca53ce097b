/* SPDX-License-Identifier: MIT */
/* A session and a day in, its next start that can still be applied for out. Civil dates only: no clock and no
 * time zone is asked. */
#include "base/text.h"
#include "catalogue/catalogue.h"

/* The fifth Monday of February comes again after 40 years at most. */
enum { WEEK = 7, YEARS_AHEAD = 41, MONTHS_AHEAD = 12 };
#define NO_DAY INT64_MAX

/* Monday 1 to Sunday 7; 1970-01-01 was a Thursday. */
static int64_t weekday_of(int64_t day)
{
    return ((day + 3) % WEEK + WEEK) % WEEK + 1;
}

static int64_t first_weekday_from(int64_t day, int64_t weekday)
{
    return day + (weekday - weekday_of(day) + WEEK) % WEEK;
}

/* The nth weekday of a month, or NO_DAY in a month that has no such day. */
static int64_t nth_weekday(int64_t year, int64_t month, const rrp_session *s)
{
    int64_t first = rr__days_of((rr__civil){year, month, 1});
    int64_t day = first_weekday_from(first, s->weekday) + (int64_t)(s->nth - 1) * WEEK;
    return day - first < rr__month_days(year, month) ? day : NO_DAY;
}

static int64_t next_monthly(const rrp_session *s, int64_t from)
{
    rr__civil at = rr__civil_of(from);
    for (int i = 0; i <= MONTHS_AHEAD; i++) {
        int64_t day = nth_weekday(at.year, at.month, s);
        if (day != NO_DAY && day >= from)
            return day;
        at.year += at.month == 12;
        at.month = at.month % 12 + 1;
    }
    return NO_DAY;
}

/* In the month of the first day: its nth weekday, or the same date where none is named. */
static int64_t next_yearly(const rrp_session *s, int64_t from)
{
    rr__civil first = rr__civil_of(s->start_day), at = rr__civil_of(from);
    for (int i = 0; i <= YEARS_AHEAD; i++, at.year++) {
        int64_t day = s->nth > 0                                               ? nth_weekday(at.year, first.month, s)
                      : first.day <= rr__month_days(at.year, first.month) ? rr__days_of((rr__civil){at.year, first.month, first.day})
                                                                               : NO_DAY;
        if (day != NO_DAY && day >= from)
            return day;
    }
    return NO_DAY;
}

/* The first start of a series on or after `from`. */
static int64_t next_start(const rrp_session *s, int64_t from)
{
    bool by_weekday = s->weekday >= 1 && s->weekday <= WEEK && s->nth <= 5;
    switch (s->recur) {
    case RRP_WEEKLY: return by_weekday ? first_weekday_from(from, s->weekday) : NO_DAY;
    case RRP_MONTHLY: return by_weekday && s->nth >= 1 ? next_monthly(s, from) : NO_DAY;
    case RRP_YEARLY: return (s->has & RRP_SESSION_START) != 0 && s->start_day >= 0 && (s->nth == 0 || by_weekday) ? next_yearly(s, from) : NO_DAY;
    default: return NO_DAY;
    }
}

bool rr__session_next(const rrp_session *s, int32_t day, int32_t *start, int32_t *apply_by)
{
    int64_t before = (s->has & RRP_SESSION_APPLY_BEFORE) != 0 ? s->apply_days_before : 0, next = s->start_day, close = 0;
    if (s->recur == RRP_ONCE) {
        close = (s->has & RRP_SESSION_APPLY_BY) != 0 ? s->apply_by_day : next - before;
        if ((s->has & RRP_SESSION_START) == 0 || next < day || close < day)
            return false;
    } else {
        /* Application closes the same number of days before each start: what starts late enough is open. */
        int64_t from = day + before;
        if ((s->has & RRP_SESSION_START) != 0 && s->start_day > from)
            from = s->start_day;
        if (before < 0 || from < 0 || from > RR__DAY_MAX)
            return false;
        next = next_start(s, from);
        if (next > RR__DAY_MAX || ((s->has & RRP_SESSION_END) != 0 && next > s->end_day))
            return false;
        close = next - before;
    }
    *start = (int32_t)next;
    *apply_by = (int32_t)close;
    return true;
}
