/* SPDX-License-Identifier: MIT */
/* A catalogue in code: one made-up course. What data can say, say in courses.xml; this is for what it can't,
 * such as reading a file of another format that plugin.xml lists. */
#include "plugin.h"
#include <string.h>

static const rrp_text school_names[] = {{RRP_S("en"), RRP_S("Sample school of template")}, {RRP_S("zh"), RRP_S("示例学校（template）")}};
static const rrp_text course_titles[] = {{RRP_S("en"), RRP_S("Sample: first aid at work")}, {RRP_S("zh"), RRP_S("示例：急救入门")}};
static const rrp_session sessions[] = {{.id = RRP_S("monthly"), .recur = RRP_MONTHLY, .nth = 1, .weekday = 6,
    .has = RRP_SESSION_APPLY_BEFORE | RRP_SESSION_SEATS, .apply_days_before = 7, .seats = 20}};

static uint32_t region_of(rrp_call *call)
{
    return call->host->intern(call, RRP_REGION, (rrp_str)RRP_S("XX"));
}

static int32_t regions(void *self, rrp_call *call, rrp_vec *out)
{
    uint32_t *served = call->host->alloc(call, sizeof *served, _Alignof(uint32_t));
    (void)self;
    if (served == NULL)
        return RRP_ENOMEM;
    *served = region_of(call);
    *out = (rrp_vec)RRP_VEC(uint32_t, served, 1);
    return RRP_OK;
}

static int32_t courses(void *self, rrp_call *call, const rrp_course_query *query, rrp_course_page *page)
{
    rrp_school *school = call->host->alloc(call, sizeof *school, _Alignof(rrp_school));
    rrp_course *course = call->host->alloc(call, sizeof *course, _Alignof(rrp_course));
    rrp_skill_level *teaches = call->host->alloc(call, sizeof *teaches, _Alignof(rrp_skill_level));
    uint32_t skill = call->host->intern(call, RRP_SKILL, (rrp_str)RRP_S("s.provide-first-aid"));
    (void)self;
    if (school == NULL || course == NULL || teaches == NULL)
        return RRP_ENOMEM;
    if (query->region != region_of(call))
        return RRP_ENOREGION;
    *school = (rrp_school){.id = RRP_S("school"), .names = RRP_VEC(rrp_text, school_names, 2), .region = query->region,
                           .flags = RRP_ILLUSTRATIVE, .confidence = RRP_LOW, .source = RRP_S("Made up to show the interface")};
    *teaches = (rrp_skill_level){skill, 100};
    *course = (rrp_course){.id = RRP_S("first-aid"), .school_id = RRP_S("school"), .currency = RRP_S("CNY"), .titles = RRP_VEC(rrp_text, course_titles, 2),
                           .has = RRP_COURSE_PRICE, .flags = RRP_ILLUSTRATIVE, .mode = RRP_ON_SITE | RRP_WEEKEND, .confidence = RRP_LOW,
                           .price_minor = 30000, .hours = 16, .weeks = 2, .teaches = RRP_VEC(rrp_skill_level, teaches, skill != 0),
                           .sessions = RRP_VEC(rrp_session, sessions, 1), .source = RRP_S("Made up to show the interface")};
    page->schools = (rrp_vec)RRP_VEC(rrp_school, school, 1);
    page->courses = (rrp_vec)RRP_VEC(rrp_course, course, 1);
    return RRP_OK;
}

static const void *get(const char *interface_id)
{
    static const rrp_catalogue catalogue = {.size = sizeof catalogue, .regions = regions, .courses = courses};
    return strcmp(interface_id, RRP_CATALOGUE) == 0 ? &catalogue : NULL;
}

RRP_PLUGIN("org.example.template", "Courses of template", "1.0", "example", "MIT", get);
