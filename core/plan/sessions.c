/* SPDX-License-Identifier: MIT */
/* One course in, the dates on which it can be attended out, within the limits of the plan; or what stands against it. */
#include <stdlib.h>

#include "plan/gather.h"

enum { WEEK = 7, KM_PER_HOUR = 120 };

static const rrp_session *session_at(const rr__candidate_course *c, uint32_t i)
{
    return RRP_AT(rrp_session, c->offer.course->sessions, i);
}

/* The last day of a session that starts on `start`; -1: nobody states how long it takes. */
static int64_t end_of(const rrp_course *course, const rrp_session *s, int32_t start)
{
    if (s->recur == RRP_ONCE && (s->has & RRP_SESSION_END) != 0 && s->end_day >= start)
        return s->end_day;
    return course->weeks > 0 ? start + (int64_t)course->weeks * WEEK - 1 : -1;
}

static uint32_t load_of(const rr__gathering *g, const rrp_course *course, int32_t start, int64_t end)
{
    int64_t days = end - start + 1;
    if (course->hours == 0)
        return (uint32_t)g->limits.hours_per_week; /* not stated: nothing else fits beside it */
    return (uint32_t)(((int64_t)course->hours * WEEK + days - 1) / days);
}

/* A course shorter than a week takes its own hours, not a week's worth of them. */
static uint32_t week_load_of(const rr__gathering *g, const rrp_course *course, int32_t start, int64_t end)
{
    uint32_t load = load_of(g, course, start, end);
    return course->hours > 0 && load > course->hours ? course->hours : load;
}

/* What was found against a course so far: the reason that comes closest to a date stays. */
typedef struct against { bool any; rr_open_reason reason; int64_t value, later; } against; /* later: first start with a seat, too late; -1: none */

static void note(against *a, rr_open_reason reason, int64_t value)
{
    static const uint8_t rank[] = {[RR_OPEN_TOO_LATE] = 3, [RR_OPEN_NO_SEAT] = 4, [RR_OPEN_HOURS] = 5, [RR_OPEN_MODE] = 2, [RR_OPEN_TRAVEL] = 2, [RR_OPEN_PRICE] = 1, [RR_OPEN_LENGTH] = 1,
                                   [RR_OPEN_TOGETHER] = 0};
    if (a->any && (rank[reason] < rank[a->reason] || (rank[reason] == rank[a->reason] && (value < 0 || (a->value >= 0 && value >= a->value)))))
        return;
    *a = (against){true, reason, value, a->later};
}

static int64_t price_of(const rr__candidate_course *c, const rrp_session *s)
{
    const rrp_course *course = c->offer.course;
    return (s->has & RRP_SESSION_PRICE) != 0 ? s->price_minor : (course->has & RRP_COURSE_PRICE) != 0 ? course->price_minor : RR__UNPRICED;
}

/* Every date of a session from the first day to the last. false: out of memory. */
static bool add_dates(rr__gathering *g, rr__candidate_course *c, uint32_t index, against *a)
{
    const rrp_session *s = session_at(c, index);
    int32_t before = s->recur != RRP_ONCE && (s->has & RRP_SESSION_APPLY_BEFORE) != 0 ? s->apply_days_before : 0;
    bool soon = s->recur == RRP_ONCE || g->limits.first_day - before < g->today; /* who starts later may apply from today on */
    int32_t day = soon ? g->today : g->limits.first_day - before, start = 0, apply_by = 0;
    bool full = (s->has & RRP_SESSION_SEATS) != 0 && s->seats <= 0;
    if (!rr__session_next(s, day, &start, &apply_by) || start < g->limits.first_day) {
        note(a, RR_OPEN_TOO_LATE, -1);
        return true;
    }
    for (;;) {
        int64_t end = end_of(c->offer.course, s, start);
        if (end < 0) {
            note(a, RR_OPEN_LENGTH, -1);
            return true;
        }
        uint32_t load = week_load_of(g, c->offer.course, start, end);
        rr__slot slot = {start, (int32_t)end, apply_by, load, index, price_of(c, s)};
        if (full) {
            note(a, RR_OPEN_NO_SEAT, -1);
        } else if (end > g->limits.last_day) {
            a->later = a->later < 0 || start < a->later ? start : a->later;
            note(a, RR_OPEN_TOO_LATE, end - g->limits.last_day);
        } else if (load > (uint32_t)g->limits.hours_per_week) {
            note(a, RR_OPEN_HOURS, load);
        } else if (!rr__vec_push(&g->slots, &slot)) {
            return false;
        }
        if (s->recur == RRP_ONCE || full || end > g->limits.last_day || !rr__session_next(s, start + 1 - before, &start, &apply_by))
            return true;
    }
}

static int by_end(const void *x, const void *y)
{
    const rr__slot *a = x, *b = y;
    if (a->end != b->end)
        return a->end < b->end ? -1 : 1;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return a->session < b->session ? -1 : a->session > b->session;
}

/* The cosine of a latitude in millionths of a degree, by its series: the same bits everywhere. */
static double cosine(double degrees)
{
    double x = degrees * 0.017453292519943295, x2 = x * x;
    return 1 - x2 / 2 * (1 - x2 / 12 * (1 - x2 / 30 * (1 - x2 / 56)));
}

/* Minutes that the way takes at least, as the crow flies at the speed of a fast train; -1: places not known. */
static int64_t minutes_to(const rr__gathering *g, const rrp_school *school)
{
    if (!g->has_home || school == NULL || (school->has & RRP_SCHOOL_PLACE) == 0)
        return -1;
    double north = (double)(school->lat_e6 - g->home_lat_e6) / 1e6 * 111.2, middle = ((double)school->lat_e6 + g->home_lat_e6) / 2e6;
    double east = (double)(school->lon_e6 - g->home_lon_e6) / 1e6 * 111.2 * cosine(middle);
    double km2 = north * north + east * east;
    int64_t minutes = 0;
    while ((double)minutes * (double)minutes * KM_PER_HOUR * KM_PER_HOUR / 3600 < km2 && minutes < 100000)
        minutes++;
    return minutes;
}

/* What is online and not also on site needs no way there. */
bool rr__asks_travel(uint32_t mode)
{
    return (mode & RRP_ONLINE) == 0 || (mode & RRP_ON_SITE) != 0;
}

bool rr__gather_slots(rr__gathering *g, rr__candidate_course *c, rr__span *out)
{
    size_t first = g->slots.count;
    against a = {.reason = RR_OPEN_TOO_LATE, .value = -1, .later = -1};
    int64_t minutes = minutes_to(g, c->offer.school);
    bool good = true;
    for (uint32_t i = 0; i < c->offer.course->sessions.count && good; i++) {
        const rrp_session *s = session_at(c, i);
        uint32_t mode = s->mode != 0 ? s->mode : c->offer.course->mode;
        bool far = g->limits.travel_minutes >= 0 && rr__asks_travel(mode) && minutes > g->limits.travel_minutes;
        if (g->limits.modes != 0 && (mode & g->limits.modes) == 0)
            note(&a, RR_OPEN_MODE, -1);
        else if (far)
            note(&a, RR_OPEN_TRAVEL, minutes);
        else if (g->limits.max_cost_minor >= 0 && price_of(c, s) == RR__UNPRICED)
            note(&a, RR_OPEN_PRICE, -1);
        else
            good = add_dates(g, c, i, &a);
    }
    *out = (rr__span){(uint32_t)first, (uint32_t)(g->slots.count - first)};
    if (out->count > 0)
        qsort(&RR__AT(rr__slot, &g->slots, first), out->count, sizeof(rr__slot), by_end);
    c->reason = a.reason;
    c->value = a.reason == RR_OPEN_NO_SEAT ? a.later : a.value;
    return good;
}
