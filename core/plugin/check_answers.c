/* SPDX-License-Identifier: MIT */
/* Findings and grants as a plugin's code gave them in; NULL, or what is wrong with the first that can't be, out. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "plugin/plugins.h"

enum { TEXT_MAX = 4096, TEXTS_MAX = 16, FINDINGS_MAX = 64, GRANTS_MAX = 100000, DAYS_MAX = 36600 };
static const int32_t delta_most = 200000;
static const int64_t money_most = 100000000000;

static const char *wrong_text(rrp_str text, const char *empty)
{
    if (text.n > TEXT_MAX)
        return "a text is longer than 4096 bytes";
    if (text.n == 0)
        return empty;
    return rr__utf8_check(text.p, text.n) == text.n ? NULL : "a text is not UTF-8";
}

static const char *wrong_texts(const rrp_vec *texts)
{
    if (texts->count > TEXTS_MAX)
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
        wrong = wrong_text(url, NULL);
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
    if (f->delta_ppm > delta_most || f->delta_ppm < -delta_most)
        return "a delta beyond 200,000 ppm";
    return f->texts.count == 0 ? "a finding without a text that gives the reason" : NULL;
}

const char *rr__check_verdicts(const rrp_vec *verdicts, uint32_t candidate_count, char *detail, size_t size)
{
    for (uint32_t i = 0; i < verdicts->count; i++) {
        const rrp_verdict *v = RRP_AT(rrp_verdict, *verdicts, i);
        const char *wrong = v->candidate >= candidate_count ? "a candidate that was not asked about"
                            : v->findings.count > FINDINGS_MAX ? "more than 64 findings on one candidate" : NULL;
        uint32_t k = 0;
        for (; wrong == NULL && k < v->findings.count; k++)
            wrong = wrong_finding(RRP_AT(rrp_finding, v->findings, k));
        if (wrong != NULL) {
            snprintf(detail, size, "verdict %u, finding %u: %s", i, k == 0 ? 0 : k - 1, wrong);
            return detail;
        }
    }
    return NULL;
}

static bool names_a_course(rrp_str id, const rrp_vec *courses)
{
    for (uint32_t i = 0; i < courses->count; i++) {
        const rrp_course *c = RRP_AT(rrp_course, *courses, i);
        if (c->id.n == id.n && memcmp(c->id.p, id.p, id.n) == 0)
            return true;
    }
    return id.n == 0;
}

static const char *wrong_currency(const rrp_grant *g)
{
    for (size_t i = 0; i < g->currency.n; i++)
        if (g->currency.p[i] < 'A' || g->currency.p[i] > 'Z')
            return "a currency that is not three capital letters";
    bool money = (g->has & (RRP_GRANT_AMOUNT | RRP_GRANT_CAP)) != 0;
    return g->currency.n != 3 && (money || g->currency.n != 0) ? "a currency that is not three capital letters" : NULL;
}

static const char *wrong_grant(const rrp_grant *g, const rrp_vec *courses)
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
    if (g->amount_minor < 0 || g->amount_minor > money_most || g->cap_minor < 0 || g->cap_minor > money_most)
        return "an amount below zero or beyond all reason";
    if (g->share_ppm > 1000000)
        return "a share of more than the price";
    if (g->claim_within_days < 0 || g->claim_within_days > DAYS_MAX || g->certificate_level > 5)
        return "a number out of its range";
    if (!names_a_course(g->course_id, courses))
        return "a course that was not asked about";
    return g->texts.count == 0 ? "a grant without a text that gives the reason" : NULL;
}

const char *rr__check_grants(const rrp_vec *grants, const rrp_vec *courses, char *detail, size_t size)
{
    if (grants->count > GRANTS_MAX) {
        snprintf(detail, size, "more than %d grants", GRANTS_MAX);
        return detail;
    }
    for (uint32_t i = 0; i < grants->count; i++) {
        const char *wrong = wrong_grant(RRP_AT(rrp_grant, *grants, i), courses);
        if (wrong != NULL) {
            snprintf(detail, size, "grant %u: %s", i, wrong);
            return detail;
        }
    }
    return NULL;
}
