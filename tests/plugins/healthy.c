/* SPDX-License-Identifier: MIT */
/* A well-behaved plugin with all three interfaces. Built with AT and FAULT it does one forbidden thing in one
 * place; built with other values it answers what can't be. */
#include <reroute/plugin.h>

#include <string.h>

enum { NOWHERE, CONSTRUCTOR, CREATE, REGIONS, COURSES, SCORE, GRANTS, DESTROY };
#ifdef FAULT
#include "faults.h"
static void pass(int place)
{
    if (place == AT)
        FAULT();
}
#else
#define pass(place) ((void)(place))
#endif

#ifndef CLASS
#define CLASS RRP_PROGRAMME
#endif
#ifndef STATE
#define STATE RRP_UNKNOWN
#endif
#ifndef DELTA
#define DELTA (candidate->fit_ppm / 10)
#endif
#ifndef WORDS
#define WORDS "可申请技能提升补贴"
#endif
#ifndef TAUGHT
#define TAUGHT call->host->intern(call, RRP_SKILL, (rrp_str)RRP_S("s.drive"))
#endif
#ifndef ANSWERED
#define ANSWERED candidates->count
#endif
#ifndef TEXT_COPIES
#define TEXT_COPIES 1
#endif

typedef struct state { uint32_t region; } state;

#if defined(FAULT)
__attribute__((constructor)) static void begin(void)
{
    pass(CONSTRUCTOR);
}
#endif

static int32_t create(rrp_call *call, void **self)
{
    state *s = call->host->alloc(call, sizeof *s, 0);
    pass(CREATE);
    if (s == NULL)
        return RRP_ENOMEM;
    s->region = call->host->intern(call, RRP_REGION, (rrp_str)RRP_S("CN-GD"));
    *self = s;
    return RRP_OK;
}

static void destroy(void *self)
{
    (void)self;
    pass(DESTROY);
}

static int32_t regions(void *self, rrp_call *call, rrp_vec *out)
{
    (void)call;
    pass(REGIONS);
    *out = (rrp_vec)RRP_VEC(uint32_t, &((state *)self)->region, 1);
    return RRP_OK;
}

static int32_t courses(void *self, rrp_call *call, const rrp_course_query *query, rrp_course_page *page)
{
    static const rrp_text name = {RRP_S("zh"), RRP_S("示例学校")}, title = {RRP_S("en"), RRP_S("A sample course")};
    rrp_school *school = call->host->alloc(call, sizeof *school, 0);
    rrp_course *course = call->host->alloc(call, sizeof *course, 0);
    rrp_skill_level *taught = call->host->alloc(call, sizeof *taught, 0);
    pass(COURSES);
    if (school == NULL || course == NULL || taught == NULL)
        return RRP_ENOMEM;
    if (query->region != ((state *)self)->region)
        return call->host->fail(call, RRP_ENOREGION, (rrp_str)RRP_S("only Guangdong"), (rrp_str)RRP_S(""));
    *taught = (rrp_skill_level){TAUGHT, 300};
    *school = (rrp_school){.id = RRP_S("school"), .names = RRP_VEC(rrp_text, &name, 1), .region = query->region};
    *course = (rrp_course){.id = RRP_S("course"), .school_id = RRP_S("school"), .titles = RRP_VEC(rrp_text, &title, 1),
                           .teaches = RRP_VEC(rrp_skill_level, taught, 1), .flags = RRP_ILLUSTRATIVE};
    page->schools = (rrp_vec)RRP_VEC(rrp_school, school, 1);
    page->courses = (rrp_vec)RRP_VEC(rrp_course, course, 1);
    return RRP_OK;
}

static int32_t score(void *self, rrp_call *call, const rrp_profile *profile, const rrp_vec *candidates, rrp_vec *verdicts)
{
    static const rrp_text text = {RRP_S("zh"), RRP_S(WORDS)};
    rrp_text *texts = call->host->alloc(call, TEXT_COPIES * sizeof text, 0);
    const uint32_t count = ANSWERED;
    rrp_verdict *list = call->host->alloc(call, count * sizeof *list, 0);
    rrp_finding *findings = call->host->alloc(call, count * sizeof *findings, 0);
    (void)self, (void)profile;
    pass(SCORE);
    if (list == NULL || findings == NULL || texts == NULL)
        return RRP_ENOMEM;
    for (uint32_t i = 0; i < TEXT_COPIES; i++)
        texts[i] = text;
    for (uint32_t i = 0; i < count; i++) {
        const rrp_candidate *candidate = RRP_AT(rrp_candidate, *candidates, i);
        (void)candidate;
        findings[i] = (rrp_finding){.rule_class = CLASS, .state = STATE, .delta_ppm = DELTA, .code = RRP_S("uplift"),
                                    .source = call->host->name_of(call, RRP_OCCUPATION, candidate->occupation),
                                    .texts = RRP_VEC(rrp_text, texts, TEXT_COPIES), .questions = RRP_VEC(rrp_text, &text, 1)};
        list[i] = (rrp_verdict){i, 0, RRP_VEC(rrp_finding, &findings[i], 1)};
    }
    *verdicts = (rrp_vec)RRP_VEC(rrp_verdict, list, count);
    return RRP_OK;
}

static int32_t grants(void *self, rrp_call *call, const rrp_profile *profile, uint32_t occupation, const rrp_vec *asked, rrp_vec *out)
{
    rrp_grant *list = call->host->alloc(call, asked->count * sizeof *list, 0);
    (void)self, (void)profile, (void)occupation;
    pass(GRANTS);
    for (uint32_t i = 0; list != NULL && i < asked->count; i++)
        list[i] = (rrp_grant){.course_id = RRP_AT(rrp_course, *asked, i)->id, .code = RRP_S("subsidy"), .currency = RRP_S("CNY"),
                              .state = RRP_MET, .has = RRP_GRANT_SHARE, .share_ppm = 800000};
    *out = (rrp_vec)RRP_VEC(rrp_grant, list, asked->count);
    return list == NULL ? RRP_ENOMEM : RRP_OK;
}

static const void *get(const char *id)
{
    static const rrp_catalogue catalogue = {sizeof catalogue, 0, create, destroy, regions, courses};
    static const rrp_scoring scoring = {sizeof scoring, 0, create, destroy, score};
    static const rrp_funding funding = {sizeof funding, 0, create, destroy, grants};
    if (strcmp(id, RRP_CATALOGUE) == 0)
        return &catalogue;
    if (strcmp(id, RRP_SCORING) == 0)
        return &scoring;
    return strcmp(id, RRP_FUNDING) == 0 ? &funding : NULL;
}

RRP_PLUGIN("org.reroute.test", "Test", "1", "reroute", "MIT", get);
