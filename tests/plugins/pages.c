/* SPDX-License-Identifier: MIT */
/* A catalogue whose pages go on and on, each with a cursor of its own. ROWS: courses of a page; PAUSE: before it. */
#include <reroute/plugin.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#ifndef PAUSE
#define PAUSE (void)0
#endif

static int32_t list(rrp_call *call, const rrp_course_query *query, rrp_course_page *page)
{
    static const rrp_text title = {RRP_S("en"), RRP_S("Sample course")};
    static const rrp_school school = {.id = RRP_S("s1"), .names = RRP_VEC(rrp_text, &title, 1)};
    static uint32_t number;
    const uint32_t rows = ROWS;
    rrp_school *schools = (rrp_school *)call->host->alloc(call, sizeof school, 8);
    rrp_course *courses = (rrp_course *)call->host->alloc(call, rows * sizeof *courses, 8);
    char *ids = (char *)call->host->alloc(call, rows * (uint64_t)16, 1), *cursor = (char *)call->host->alloc(call, 16, 1);
    PAUSE;
    if (schools == NULL || courses == NULL || ids == NULL || cursor == NULL)
        return RRP_ENOMEM;
    *schools = school;
    schools->region = query->region;
    for (uint32_t i = 0; i < rows; i++, ids += 16) {
        int len = snprintf(ids, 16, "c%u", (unsigned)number++);
        courses[i] = (rrp_course){.id = {ids, (uint64_t)len}, .school_id = RRP_S("s1"), .currency = RRP_S("CNY"), .titles = RRP_VEC(rrp_text, &title, 1)};
    }
    int len = snprintf(cursor, 16, "%u", (unsigned)number);
    page->schools = (rrp_vec)RRP_VEC(rrp_school, schools, query->cursor.n == 0);
    page->courses = (rrp_vec)RRP_VEC(rrp_course, courses, rows);
    page->next_cursor = (rrp_str){cursor, (uint64_t)len};
    return RRP_OK;
}
#define IN_COURSES return list(call, query, page)
#include "fixture.h"
