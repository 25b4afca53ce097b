/* SPDX-License-Identifier: MIT */
/* The questions that checks put to a plugin's code: a made-up person, roles of the taxonomy, courses; answers out. */
#include <stdio.h>
#include <string.h>

#include "base/region.h"
#include "check/checking.h"

enum { CANDIDATES_MAX = 40, DAY = 20783 /* 2026-11-26 */ };

static void *some(rr__checking *c, size_t count, size_t size)
{
    void *items = rr__arena_alloc(&c->arena, (count + 1) * size, 8);
    c->nomem = c->nomem || items == NULL;
    return items;
}

static void make_candidates(rr__checking *c, const rr_taxonomy_info *info)
{
    rrp_candidate *items = some(c, CANDIDATES_MAX, sizeof *items);
    uint32_t count = 0;
    rr_occupation occupation;
    for (uint32_t i = 0; items != NULL && i < info->occupation_count && count < CANDIDATES_MAX; i++)
        if (rr_taxonomy_occupation(c->taxonomy, i, &occupation) && occupation.has_content)
            items[count] = (rrp_candidate){.occupation = i + 1, .has = RRP_CANDIDATE_READINESS, .fit_ppm = 700000 - 10000 * (int32_t)count,
                                           .readiness_ppm = 500000, .missing = {NULL, 0, sizeof(rrp_skill_level)}},
            count++;
    c->candidates = (rrp_vec){items, items == NULL ? 0 : count, sizeof *items};
}

/* Somebody with a little of everything that the manifest reads. */
void rr__make_person(rr__checking *c)
{
    rr_taxonomy_info info;
    if (c->person.size != 0)
        return;
    rr_taxonomy_get_info(c->taxonomy, &info);
    rrp_fact *facts = some(c, c->manifest.read_count, sizeof *facts);
    rrp_job *job = some(c, 1, sizeof *job);
    rrp_held *held = some(c, 1, sizeof *held);
    if (facts == NULL || job == NULL || held == NULL)
        return;
    uint32_t count = 0;
    for (size_t i = 0; i < c->manifest.read_count; i++)
        if (strncmp(c->manifest.reads[i], "fact:", 5) == 0) {
            const char *key = c->manifest.reads[i] + 5;
            facts[count++] = (rrp_fact){{key, strlen(key)}, RRP_S("40")};
        }
    *job = (rrp_job){.occupation = info.occupation_count > 0, .has = RRP_JOB_MONTHS, .months = 120, .title = RRP_S("1")};
    *held = (rrp_held){.skill = info.descriptor_count > 0, .level = 100};
    c->person = (rrp_profile){.size = sizeof c->person, .region = c->manifest.regions[0], .as_of_day = DAY,
                              .skills = RRP_VEC(rrp_held, held, info.descriptor_count > 0), .history = RRP_VEC(rrp_job, job, 1),
                              .licences = {NULL, 0, sizeof(rrp_licence)}, .facts = RRP_VEC(rrp_fact, facts, count),
                              .languages = {NULL, 0, sizeof(rrp_language)}};
    make_candidates(c, &info);
}

/* A course that anybody could hold. */
static const rrp_text title[] = {{RRP_S("en"), RRP_S("A course")}};
static const rrp_certificate certificate[] = {{.id = RRP_S("k"), .names = RRP_VEC(rrp_text, title, 1), .occupation = 1, .level = 5}};
static const rrp_course course[] = {{.id = RRP_S("c"), .school_id = RRP_S("s"), .currency = RRP_S("CNY"), .titles = RRP_VEC(rrp_text, title, 1),
                                     .has = RRP_COURSE_PRICE, .price_minor = 100000, .certificates = RRP_VEC(rrp_certificate, certificate, 1)}};
static const rrp_vec made_up_course = RRP_VEC(rrp_course, course, 1);

/* Grants are asked for the plugin's own courses, if it has any. */
static void make_asked(rr__checking *c)
{
    bool own = rr__has_rows(c) && c->rows.courses.count > 0;
    c->asked = own ? c->rows.courses : made_up_course;
    c->detail[0] = '\0';
}

void rr__answer_here(rr__checking *c)
{
    rr__buf_clear(&c->reply);
    rr__server_handle(c->server, c->request.data, c->request.len, &c->reply, RR__CHECK_QUOTA);
}

static rr__decoder answer(rr__checking *c)
{
    rr__answer_here(c);
    return (rr__decoder){.at = (const uint8_t *)c->reply.data, .end = (const uint8_t *)c->reply.data + c->reply.len, .arena = &c->arena};
}

static void put_score(rr__checking *c, const rrp_vec *candidates)
{
    rr__make_person(c);
    rr__buf_clear(&c->request);
    rr__encode_u32(&c->request, RR__CALL_SCORE);
    rr__encode(&c->request, &rr__abi_profile, &c->person, sizeof c->person);
    rr__encode_vec(&c->request, &rr__abi_candidate, candidates);
}

static void put_grants(rr__checking *c)
{
    rr__make_person(c);
    if (c->asked.data == NULL)
        make_asked(c);
    rr__buf_clear(&c->request);
    rr__encode_u32(&c->request, RR__CALL_GRANTS);
    rr__encode(&c->request, &rr__abi_profile, &c->person, sizeof c->person);
    rr__encode_u32(&c->request, 1);
    rr__encode_vec(&c->request, &rr__abi_course, &c->asked);
}

static void put_courses(rr__checking *c, uint32_t region, uint32_t max_rows, rrp_str cursor)
{
    rrp_course_query query = {.size = sizeof query, .region = region, .as_of_day = DAY, .max_rows = max_rows, .cursor = cursor};
    rr__buf_clear(&c->request);
    rr__encode_u32(&c->request, RR__CALL_COURSES);
    rr__encode(&c->request, &rr__abi_course_query, &query, sizeof query);
}

/* Says why an answer is none. */
static bool refused(rr__checking *c, uint32_t outcome, rr__decoder *in)
{
    if (outcome == RRP_OK)
        return in->failed;
    rrp_str text = rr__decode_str(in);
    rr__check_say(c, RR_CHECK_SKIP, rr__in(c, "the call fails (%u): %s", "调用失败（%u）：%s"), (unsigned)outcome, in->failed || text.p == NULL ? "" : text.p);
    return true;
}

bool rr__ask_score(rr__checking *c, const rrp_vec *candidates, rrp_vec *verdicts)
{
    put_score(c, candidates);
    rr__decoder in = answer(c);
    uint32_t outcome = rr__decode_u32(&in);
    if (refused(c, outcome, &in))
        return false;
    rr__decode_vec(&in, &rr__abi_verdict, verdicts);
    return !in.failed;
}

bool rr__ask_grants(rr__checking *c, rrp_vec *grants)
{
    put_grants(c);
    rr__decoder in = answer(c);
    uint32_t outcome = rr__decode_u32(&in);
    if (refused(c, outcome, &in))
        return false;
    rr__decode_vec(&in, &rr__abi_grant, grants);
    return !in.failed;
}

bool rr__ask_courses(rr__checking *c, uint32_t region, uint32_t max_rows, rrp_str cursor, rrp_course_page *page, uint32_t *outcome)
{
    put_courses(c, region, max_rows, cursor);
    rr__decoder in = answer(c);
    *outcome = rr__decode_u32(&in);
    if (refused(c, *outcome, &in))
        return false;
    page->size = sizeof *page;
    rr__decode(&in, &rr__abi_course_page, page);
    return !in.failed;
}

/* Grants are asked for a made-up course here: nothing of the plugin's runs before the check itself. */
bool rr__make_request(rr__checking *c, size_t which)
{
    static const uint32_t offers[] = {RR__OFFERS_SCORING, RR__OFFERS_CATALOGUE, RR__OFFERS_FUNDING};
    size_t found = 0;
    rr__make_person(c);
    for (size_t i = 0; i < 3; i++) {
        if ((c->offers & offers[i]) == 0 || found++ != which)
            continue;
        c->asked = made_up_course;
        if (offers[i] == RR__OFFERS_SCORING)
            put_score(c, &c->candidates);
        else if (offers[i] == RR__OFFERS_FUNDING)
            put_grants(c);
        else
            put_courses(c, c->manifest.regions[0], 100, (rrp_str){"", 0});
        return true;
    }
    return false;
}
