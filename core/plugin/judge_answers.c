/* SPDX-License-Identifier: MIT */
/* Findings and grants as a plugin's code gave them in; a fault that says what is wrong with the first that can't be, out. */
#include <string.h>

#include "base/hash.h"
#include "base/text.h"
#include "catalogue/limits.h"
#include "catalogue/validate.h"
#include "plugin/plugins.h"

static const char *wrong_text(rrp_str text, const char *empty)
{
    if (text.n > RR__XML_TEXT_MAX)
        return "a text is longer than 4096 bytes";
    if (text.n == 0)
        return empty;
    if (rr__utf8_check(text.p, (size_t)text.n) != text.n)
        return "a text is not UTF-8";
    return memchr(text.p, '\0', (size_t)text.n) == NULL ? NULL : "a text with a NUL in it";
}

/* Pages make links of them. */
static const char *wrong_url(rrp_str url)
{
    return rr__is_url(url) ? NULL : "a source_url that is not an http or https address";
}

static const char *wrong_texts(const rrp_vec *texts)
{
    if (texts->count > RR__TEXTS_MAX)
        return "more than 16 languages of one text";
    for (uint32_t i = 0; i < texts->count; i++) {
        const rrp_text *t = RRP_AT(rrp_text, *texts, i);
        const char *wrong = wrong_text(t->lang, "a text without a language tag");
        if (wrong == NULL)
            wrong = wrong_text(t->text, "an empty text");
        if (wrong != NULL)
            return wrong;
    }
    return NULL;
}

static const char *wrong_source(rrp_str code, rrp_str source, rrp_str url, uint32_t confidence)
{
    const char *wrong = wrong_text(code, "no code that names the rule");
    if (wrong == NULL)
        wrong = wrong_text(source, NULL);
    if (wrong == NULL)
        wrong = wrong_url(url);
    return wrong == NULL && confidence > RRP_HIGH ? "a confidence that does not exist" : wrong;
}

static const char *wrong_finding(const rrp_finding *f)
{
    const char *wrong = wrong_source(f->code, f->source, f->source_url, f->confidence);
    if (wrong == NULL)
        wrong = wrong_texts(&f->texts);
    if (wrong == NULL)
        wrong = wrong_texts(&f->questions);
    if (wrong == NULL)
        wrong = wrong_text(f->course_id, NULL);
    if (wrong != NULL)
        return wrong;
    if (f->rule_class < RRP_LAW || f->rule_class > RRP_PROGRAMME)
        return "a rule class that does not exist";
    if (f->state > RRP_UNMET)
        return "a state that does not exist";
    if (f->delta_ppm > RR__DELTA_MAX || f->delta_ppm < -RR__DELTA_MAX)
        return "a delta beyond 200,000 ppm";
    return f->texts.count == 0 ? "a finding without a text that gives the reason" : NULL;
}

bool rr__judge_verdicts(const rrp_vec *verdicts, uint32_t candidate_count, const rr_allocator *a, rr__failure *failure)
{
    uint8_t *seen = rr__alloc(a, candidate_count + (size_t)1);
    for (uint32_t i = 0; i < verdicts->count && seen != NULL && failure->fault == RR__FAULT_NONE; i++) {
        const rrp_verdict *v = RRP_AT(rrp_verdict, *verdicts, i);
        const char *wrong = v->candidate >= candidate_count         ? "a candidate that was not asked about"
                            : seen[v->candidate]                    ? "a second verdict on one candidate"
                            : v->findings.count > RR__FINDINGS_MAX  ? "more than 64 findings on one candidate" : NULL;
        uint32_t k = 0;
        for (; wrong == NULL && k < v->findings.count; k++)
            wrong = wrong_finding(RRP_AT(rrp_finding, v->findings, k));
        if (wrong != NULL)
            rr__failure_set(failure, RR__FAULT_BAD_VALUES, "in score: verdict %u, finding %u: %s", (unsigned)i, (unsigned)(k == 0 ? 0 : k - 1), wrong);
        else
            seen[v->candidate] = 1;
    }
    rr__free(a, seen);
    return seen != NULL;
}

static const char *wrong_currency(const rrp_grant *g)
{
    bool money = (g->has & (RRP_GRANT_AMOUNT | RRP_GRANT_CAP)) != 0;
    return rr__is_currency(g->currency) || (!money && g->currency.n == 0) ? NULL : "a currency that is not three capital letters";
}

static const char *wrong_grant(const rrp_grant *g, const rr__map *courses)
{
    const char *wrong = wrong_source(g->code, g->source, g->source_url, g->confidence);
    const rrp_vec *texts[] = {&g->texts, &g->questions, &g->documents};
    for (size_t i = 0; i < 3 && wrong == NULL; i++)
        wrong = wrong_texts(texts[i]);
    if (wrong == NULL)
        wrong = wrong_text(g->exclusion_group, NULL);
    if (wrong == NULL)
        wrong = wrong_currency(g);
    if (wrong != NULL)
        return wrong;
    if (g->state > RRP_UNMET)
        return "a state that does not exist";
    if (g->amount_minor < 0 || g->amount_minor > RR__XML_MONEY_MAX || g->cap_minor < 0 || g->cap_minor > RR__XML_MONEY_MAX)
        return "an amount below zero or beyond all reason";
    if (g->share_ppm > 1000000)
        return "a share of more than the price";
    if (g->claim_within_days < 0 || g->claim_within_days > RR__CLAIM_DAYS_MAX || g->certificate_level > 5)
        return "a number out of its range";
    if (g->course_id.n > 0 && rr__map_get(courses, g->course_id.p, (size_t)g->course_id.n) == UINT32_MAX)
        return "a course that was not asked about";
    return g->texts.count == 0 ? "a grant without a text that gives the reason" : NULL;
}

static bool map_courses(rr__map *map, const rrp_vec *courses)
{
    uint32_t present = 0;
    for (uint32_t i = 0; i < courses->count; i++) {
        rrp_str id = RRP_AT(rrp_course, *courses, i)->id;
        if (id.n > 0 && !rr__map_put(map, id.p, (size_t)id.n, i, &present))
            return false;
    }
    return true;
}

bool rr__judge_grants(const rrp_vec *grants, const rrp_vec *courses, const rr_allocator *a, rr__failure *failure)
{
    rr__map map;
    if (grants->count > RR__GRANTS_MAX)
        rr__failure_set(failure, RR__FAULT_BAD_VALUES, "in grants: more than %d grants", RR__GRANTS_MAX);
    if (grants->count == 0 || grants->count > RR__GRANTS_MAX)
        return true;
    rr__map_init(&map, a);
    bool good = map_courses(&map, courses);
    for (uint32_t i = 0; i < grants->count && good && failure->fault == RR__FAULT_NONE; i++) {
        const char *wrong = wrong_grant(RRP_AT(rrp_grant, *grants, i), &map);
        if (wrong != NULL)
            rr__failure_set(failure, RR__FAULT_BAD_VALUES, "in grants: grant %u: %s", (unsigned)i, wrong);
    }
    rr__map_finish(&map);
    return good;
}
