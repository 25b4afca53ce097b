/* SPDX-License-Identifier: MIT */
/* A plugin that uses every host service and offers every interface; the profile's fact "do" says how it shall behave. */
#include <reroute/plugin.h>

#include <stdlib.h>
#include <string.h>

typedef struct state { uint32_t calls; char *from_host; } state;

static int is(rrp_str text, const char *wanted)
{
    return text.n == strlen(wanted) && memcmp(text.p, wanted, (size_t)text.n) == 0;
}

static rrp_str fact(const rrp_profile *profile, const char *key)
{
    for (uint32_t i = 0; i < profile->facts.count; i++)
        if (is(RRP_AT(rrp_fact, profile->facts, i)->key, key))
            return RRP_AT(rrp_fact, profile->facts, i)->value;
    return (rrp_str)RRP_S("");
}

static int32_t create(rrp_call *call, void **self)
{
    state *s = call->host->alloc(call, sizeof *s, 0);
    if (s == NULL || (s->from_host = call->host->alloc(call, 3, 1)) == NULL)
        return RRP_ENOMEM;
    memcpy(s->from_host, "ok", 3);
    call->host->log(call, RRP_LOG_INFO, (rrp_str)RRP_S("created"));
    *self = s;
    return RRP_OK;
}

static void destroy(void *self)
{
    ((state *)self)->from_host[0] = 'x';
}

static int32_t regions(void *self, rrp_call *call, rrp_vec *out)
{
    uint32_t *list = call->host->alloc(call, 2 * sizeof *list, sizeof *list);
    (void)self;
    if (list == NULL)
        return RRP_ENOMEM;
    list[0] = call->host->intern(call, RRP_REGION, (rrp_str)RRP_S("CN-GD"));
    list[1] = call->host->intern(call, RRP_REGION, (rrp_str)RRP_S("CN"));
    *out = (rrp_vec)RRP_VEC(uint32_t, list, 2);
    return RRP_OK;
}

/* The listed courses, with one price changed on the way. */
static int32_t courses(void *self, rrp_call *call, const rrp_course_query *query, rrp_course_page *page)
{
    const rrp_xml_catalogue *xml = call->host->extension(call->host, RRP_XML_CATALOGUE);
    (void)self;
    if (xml == NULL)
        return call->host->fail(call, RRP_ECONFIG, (rrp_str)RRP_S("no courses"), (rrp_str)RRP_S("courses"));
    int32_t code = xml->courses(call, (rrp_str)RRP_S("courses.xml"), query, page);
    for (uint32_t i = 0; code == RRP_OK && i < page->courses.count; i++)
        if (is(RRP_AT(rrp_course, page->courses, i)->id, "c1"))
            ((rrp_course *)page->courses.data)[i].price_minor += 100;
    return code;
}

static rrp_str join(rrp_call *call, rrp_str a, rrp_str b)
{
    char *text = call->host->alloc(call, a.n + b.n + 1, 64);
    if (text == NULL)
        return (rrp_str)RRP_S("");
    memcpy(text, a.p, (size_t)a.n);
    text[a.n] = '|';
    memcpy(text + a.n + 1, b.p, (size_t)b.n);
    return (rrp_str){text, a.n + b.n + 1};
}

static int32_t misbehave(rrp_call *call, rrp_str what, const rrp_vec *candidates, rrp_vec *verdicts)
{
    static const rrp_verdict one = {0, 0, {NULL, 0, 0}};
    static const rrp_verdict no_data = {0, 0, {NULL, 3, sizeof(rrp_finding)}};
    static const rrp_finding no_text = {.code = {NULL, 5}};
    static const rrp_verdict bad_text = {0, 0, RRP_VEC(rrp_finding, &no_text, 1)};
    static const rrp_finding huge_text = {.code = {"x", UINT64_MAX}};
    static const rrp_verdict bad_length = {0, 0, RRP_VEC(rrp_finding, &huge_text, 1)};
    (void)candidates;
    if (is(what, "fail"))
        return call->host->fail(call, RRP_EDATA, (rrp_str)RRP_S("the table is empty"), (rrp_str)RRP_S("rates.tsv:3"));
    if (is(what, "odd-code"))
        return -7;
    if (is(what, "null-data"))
        *verdicts = (rrp_vec){NULL, 2, sizeof(rrp_verdict)};
    if (is(what, "no-stride"))
        *verdicts = (rrp_vec){&one, 1, 0};
    if (is(what, "inner-null"))
        *verdicts = (rrp_vec)RRP_VEC(rrp_verdict, &no_data, 1);
    if (is(what, "null-text"))
        *verdicts = (rrp_vec)RRP_VEC(rrp_verdict, &bad_text, 1);
    if (is(what, "huge-text"))
        *verdicts = (rrp_vec)RRP_VEC(rrp_verdict, &bad_length, 1);
    if (is(what, "huge-count"))
        *verdicts = (rrp_vec){&one, UINT32_MAX, sizeof(rrp_verdict)};
    if (is(what, "short-record")) /* as a plugin of an older minor would, with fewer fields */
        *verdicts = (rrp_vec){&one, 1, offsetof(rrp_verdict, findings)};
    if (is(what, "quota") && call->host->alloc(call, (uint64_t)1 << 40, 8) == NULL)
        return RRP_ENOMEM;
    if (is(what, "odd-align") && call->host->alloc(call, 8, 3) == NULL && call->host->alloc(call, 8, 1 << 20) == NULL)
        return call->host->fail(call, RRP_EDATA, (rrp_str)RRP_S("refused"), (rrp_str){NULL, 9});
    if (is(what, "cancelled") && call->host->cancelled(call))
        return RRP_ECANCELLED;
    return RRP_OK;
}

static int32_t score(void *self, rrp_call *call, const rrp_profile *profile, const rrp_vec *candidates, rrp_vec *verdicts)
{
    state *s = self;
    rrp_str what = fact(profile, "do");
    const rrp_files *files = call->host->extension(call->host, RRP_FILES);
    s->calls++;
    if (what.n > 0)
        return misbehave(call, what, candidates, verdicts);
    rrp_verdict *list = call->host->alloc(call, candidates->count * sizeof *list, 0);
    for (uint32_t i = 0; list != NULL && i < candidates->count; i++) {
        const rrp_candidate *candidate = RRP_AT(rrp_candidate, *candidates, i);
        rrp_finding *finding = call->host->alloc(call, sizeof *finding, 4096);
        rrp_text *text = call->host->alloc(call, sizeof *text, 0);
        if (finding == NULL || text == NULL || (uintptr_t)finding % 4096 != 0)
            return RRP_ENOMEM;
        *text = (rrp_text){RRP_S("en"), join(call, call->host->name_of(call, RRP_OCCUPATION, candidate->occupation),
                                             files == NULL ? (rrp_str)RRP_S("-") : files->get(call, (rrp_str)RRP_S("rates.tsv")))};
        if (text->text.n == 0)
            return RRP_ENOMEM;
        *finding = (rrp_finding){.rule_class = RRP_CUSTOM, .state = RRP_MET, .delta_ppm = candidate->fit_ppm / 10,
                                 .code = call->host->config(call, (rrp_str)RRP_S("code")),
                                 .course_id = call->host->name_of(call, RRP_REGION, profile->region),
                                 .texts = RRP_VEC(rrp_text, text, 1), .source = {s->from_host, 2}};
        list[i] = (rrp_verdict){i, 0, RRP_VEC(rrp_finding, finding, 1)};
    }
    *verdicts = (rrp_vec)RRP_VEC(rrp_verdict, list, candidates->count);
    return list == NULL ? RRP_ENOMEM : RRP_OK;
}

static int32_t grants(void *self, rrp_call *call, const rrp_profile *profile, uint32_t occupation, const rrp_vec *courses_asked, rrp_vec *out)
{
    rrp_grant *list = call->host->alloc(call, courses_asked->count * sizeof *list, 0);
    (void)self, (void)profile;
    for (uint32_t i = 0; list != NULL && i < courses_asked->count; i++)
        list[i] = (rrp_grant){.course_id = RRP_AT(rrp_course, *courses_asked, i)->id, .amount_minor = (int64_t)occupation,
                              .has = RRP_GRANT_AMOUNT, .share_ppm = call->host->intern(call, RRP_SKILL, (rrp_str)RRP_S("s.drive"))};
    *out = (rrp_vec)RRP_VEC(rrp_grant, list, courses_asked->count);
    return list == NULL ? RRP_ENOMEM : RRP_OK;
}

static const void *get(const char *id)
{
    static const rrp_catalogue catalogue = {sizeof catalogue, 0, NULL, NULL, regions, courses};
    static const rrp_scoring scoring = {sizeof scoring, 0, create, destroy, score};
    static const rrp_funding funding = {sizeof funding, 0, NULL, NULL, grants};
    if (strcmp(id, RRP_CATALOGUE) == 0)
        return &catalogue;
    if (strcmp(id, RRP_SCORING) == 0)
        return &scoring;
    return strcmp(id, RRP_FUNDING) == 0 ? &funding : NULL;
}

RRP_PLUGIN("org.reroute.everything", "Everything", "1", "reroute", "MIT", get);
