/* SPDX-License-Identifier: MIT */
/* A small plugin in good order, in which a fixture breaks one thing: what it defines as IN_CREATE, IN_REGIONS,
 * IN_COURSES, IN_SCORE, IN_GRANTS or IN_DESTROY is run first in that method, and may return. */
#ifndef TEST_PLUGINS_FIXTURE_H
#define TEST_PLUGINS_FIXTURE_H

#include <reroute/plugin.h>

#ifndef IN_CREATE
#define IN_CREATE (void)0
#endif
#ifndef IN_REGIONS
#define IN_REGIONS (void)0
#endif
#ifndef IN_COURSES
#define IN_COURSES (void)0
#endif
#ifndef IN_SCORE
#define IN_SCORE (void)0
#endif
#ifndef IN_GRANTS
#define IN_GRANTS (void)0
#endif
#ifndef IN_DESTROY
#define IN_DESTROY (void)0
#endif

static const rrp_text school_name = {RRP_S("en"), RRP_S("Sample school")};
static const rrp_text course_title = {RRP_S("en"), RRP_S("Sample course")};
static rrp_text reason = {RRP_S("en"), RRP_S("because")};

static int32_t create(rrp_call *call, void **self)
{
    IN_CREATE;
    *self = call->host->alloc(call, 64, 8);
    return *self == NULL ? RRP_ENOMEM : RRP_OK;
}

static void destroy(void *self)
{
    IN_DESTROY;
    (void)self;
}

static int32_t regions(void *self, rrp_call *call, rrp_vec *out)
{
    IN_REGIONS;
    (void)self;
    uint32_t *region = (uint32_t *)call->host->alloc(call, sizeof *region, 4);
    if (region == NULL)
        return RRP_ENOMEM;
    rrp_str code = RRP_S("CN-GD");
    *region = call->host->intern(call, RRP_REGION, code);
    rrp_vec found = RRP_VEC(uint32_t, region, 1);
    *out = found;
    return RRP_OK;
}

static int32_t courses(void *self, rrp_call *call, const rrp_course_query *query, rrp_course_page *page)
{
    IN_COURSES;
    (void)self;
    rrp_school *school = (rrp_school *)call->host->alloc(call, sizeof *school, 8);
    rrp_course *course = (rrp_course *)call->host->alloc(call, sizeof *course, 8);
    if (school == NULL || course == NULL)
        return RRP_ENOMEM;
    rrp_str school_id = RRP_S("s1"), course_id = RRP_S("c1"), currency = RRP_S("CNY");
    rrp_vec names = RRP_VEC(rrp_text, &school_name, 1), titles = RRP_VEC(rrp_text, &course_title, 1);
    school->id = course->school_id = school_id;
    school->names = names;
    school->region = query->region;
    course->id = course_id;
    course->currency = currency;
    course->titles = titles;
    rrp_vec schools = RRP_VEC(rrp_school, school, 1), all = RRP_VEC(rrp_course, course, 1);
    page->schools = schools;
    page->courses = all;
    return RRP_OK;
}

/* Every candidate gains as many parts per million as the person has skills. */
static int32_t score(void *self, rrp_call *call, const rrp_profile *profile, const rrp_vec *candidates, rrp_vec *verdicts)
{
    IN_SCORE;
    (void)self;
    rrp_verdict *verdict = (rrp_verdict *)call->host->alloc(call, candidates->count * sizeof *verdict, 8);
    rrp_finding *finding = (rrp_finding *)call->host->alloc(call, candidates->count * sizeof *finding, 8);
    if (verdict == NULL || finding == NULL)
        return RRP_ENOMEM;
    rrp_str code = RRP_S("sample");
    rrp_vec texts = RRP_VEC(rrp_text, &reason, 1);
    for (uint32_t i = 0; i < candidates->count; i++) {
        finding[i].rule_class = RRP_CUSTOM;
        finding[i].state = RRP_MET;
        finding[i].delta_ppm = (int32_t)profile->skills.count;
        finding[i].code = code;
        finding[i].texts = texts;
        rrp_vec findings = RRP_VEC(rrp_finding, &finding[i], 1);
        verdict[i].candidate = i;
        verdict[i].findings = findings;
    }
    rrp_vec all = RRP_VEC(rrp_verdict, verdict, candidates->count);
    *verdicts = all;
    return RRP_OK;
}

static int32_t grants(void *self, rrp_call *call, const rrp_profile *profile, uint32_t occupation, const rrp_vec *offered, rrp_vec *out)
{
    IN_GRANTS;
    (void)self, (void)call, (void)profile, (void)occupation, (void)offered;
    rrp_vec none = {NULL, 0, 0};
    *out = none;
    return RRP_OK;
}

static const void *get(const char *name)
{
    static const rrp_catalogue catalogue = {sizeof catalogue, 0, create, destroy, regions, courses};
    static const rrp_scoring scoring = {sizeof scoring, 0, create, destroy, score};
    static const rrp_funding funding = {sizeof funding, 0, create, destroy, grants};
    switch (name[8]) { /* "reroute." */
    case 'c': return &catalogue;
    case 's': return &scoring;
    case 'f': return &funding;
    default: return NULL;
    }
}

RRP_PLUGIN("org.reroute.fixture", "Fixture", "1", "reroute", "MIT", get);
#endif
