/* SPDX-License-Identifier: MIT */
/* A verdict about a candidate that nobody named, a course of a school that is not there, a skill beyond the last. */
#include <reroute/plugin.h>

static int32_t judge(rrp_vec *verdicts)
{
    static const rrp_finding finding = {.rule_class = RRP_LAW, .state = RRP_UNMET, .code = RRP_S("dangling"),
                                        .course_id = RRP_S("no such course")};
    static const rrp_verdict verdict = {.candidate = 4000000000u, .findings = RRP_VEC(rrp_finding, &finding, 1)};
    static const rrp_vec all = RRP_VEC(rrp_verdict, &verdict, 1);
    *verdicts = all;
    return RRP_OK;
}

static int32_t offer(rrp_course_page *page)
{
    static const rrp_skill_level skill = {4000000000u, 300};
    static const rrp_course course = {.id = RRP_S("c9"), .school_id = RRP_S("no such school"), .teaches = RRP_VEC(rrp_skill_level, &skill, 1)};
    static const rrp_vec all = RRP_VEC(rrp_course, &course, 1);
    page->courses = all;
    return RRP_OK;
}
#define IN_SCORE return judge(verdicts)
#define IN_COURSES return offer(page)
#include "fixture.h"
