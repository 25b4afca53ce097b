/* SPDX-License-Identifier: MIT */
/* A course whose id is the day that it was asked as of. */
#include <reroute/plugin.h>
#include <stdio.h>

static const char *day_of(rrp_call *call, const rrp_course_query *query, uint64_t *len)
{
    char *text = (char *)call->host->alloc(call, 16, 1);
    *len = text == NULL ? 0 : (uint64_t)snprintf(text, 16, "day%d", (int)query->as_of_day);
    return text;
}

static int32_t list(rrp_call *call, const rrp_course_query *query, rrp_course_page *page)
{
    static const rrp_text title = {RRP_S("en"), RRP_S("Sample")};
    rrp_school *school = (rrp_school *)call->host->alloc(call, sizeof *school, 8);
    rrp_course *course = (rrp_course *)call->host->alloc(call, sizeof *course, 8);
    uint64_t len = 0;
    const char *day = day_of(call, query, &len);
    if (school == NULL || course == NULL || day == NULL)
        return RRP_ENOMEM;
    *school = (rrp_school){.id = RRP_S("s1"), .names = RRP_VEC(rrp_text, &title, 1), .region = query->region};
    *course = (rrp_course){.id = {day, len}, .school_id = RRP_S("s1"), .currency = RRP_S("CNY"), .titles = RRP_VEC(rrp_text, &title, 1)};
    page->schools = (rrp_vec)RRP_VEC(rrp_school, school, 1);
    page->courses = (rrp_vec)RRP_VEC(rrp_course, course, 1);
    return RRP_OK;
}
#define IN_COURSES return list(call, query, page)
#include "fixture.h"
