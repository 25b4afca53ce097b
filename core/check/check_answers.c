/* SPDX-License-Identifier: MIT */
/* Checks of what a plugin's code says: findings about roles, grants for courses. */
#include <string.h>

#include "base/region.h"
#include "base/text.h"
#include "check/checking.h"

typedef rr_check_state finding_check(rr__checking *c, const rrp_finding *f);
enum { CODE_MAX = 64 };

static bool score(rr__checking *c, rrp_vec *verdicts)
{
    if (!rr__has_offers(c, RR__OFFERS_SCORING))
        return false;
    rr__make_person(c);
    return rr__ask_score(c, &c->candidates, verdicts);
}

static rr_check_state each_finding(rr__checking *c, finding_check *check)
{
    rrp_vec verdicts;
    if (!score(c, &verdicts))
        return RR_CHECK_SKIP;
    for (uint32_t v = 0; v < verdicts.count; v++) {
        const rrp_verdict *verdict = RRP_AT(rrp_verdict, verdicts, v);
        for (uint32_t i = 0; i < verdict->findings.count; i++) {
            rr_check_state state = check(c, RRP_AT(rrp_finding, verdict->findings, i));
            if (state != RR_CHECK_PASS)
                return state;
        }
    }
    return RR_CHECK_PASS;
}

rr_check_state rr__check_verdict_per_candidate(rr__checking *c)
{
    rrp_vec verdicts;
    if (!score(c, &verdicts))
        return RR_CHECK_SKIP;
    for (uint32_t v = 0; v < verdicts.count; v++) {
        uint32_t own = RRP_AT(rrp_verdict, verdicts, v)->candidate;
        if (own >= c->candidates.count)
            return rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "a verdict about candidate %u of %u", "结论针对第 %u 个候选，而候选只有 %u 个"), (unsigned)own, (unsigned)c->candidates.count);
        for (uint32_t k = 0; k < v; k++)
            if (RRP_AT(rrp_verdict, verdicts, k)->candidate == own)
                return rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "two verdicts about candidate %u", "第 %u 个候选有两个结论"), (unsigned)own);
    }
    return RR_CHECK_PASS;
}

static rr_check_state delta_in_range(rr__checking *c, const rrp_finding *f)
{
    if (f->delta_ppm >= -RR__DELTA_MAX && f->delta_ppm <= RR__DELTA_MAX)
        return RR_CHECK_PASS;
    return rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "a delta of %d ppm", "delta 为 %d ppm"), (int)f->delta_ppm);
}

rr_check_state rr__check_delta_in_range(rr__checking *c)
{
    return each_finding(c, delta_in_range);
}

static const rrp_vec *findings_of(const rrp_vec *verdicts, uint32_t candidate)
{
    static const rrp_vec none = {NULL, 0, sizeof(rrp_finding)};
    for (uint32_t v = 0; v < verdicts->count; v++)
        if (RRP_AT(rrp_verdict, *verdicts, v)->candidate == candidate)
            return &RRP_AT(rrp_verdict, *verdicts, v)->findings;
    return &none;
}

/* The same candidates the other way round must be judged alike. */
rr_check_state rr__check_order_independent(rr__checking *c)
{
    rrp_vec there, back;
    rr__buf a, b;
    rr_check_state state = RR_CHECK_PASS;
    if (!score(c, &there))
        return RR_CHECK_SKIP;
    uint32_t count = c->candidates.count;
    rrp_candidate *turned = rr__arena_alloc(&c->arena, (count + (size_t)1) * sizeof *turned, 8);
    if (turned == NULL)
        return RR_CHECK_SKIP;
    for (uint32_t i = 0; i < count; i++)
        turned[i] = *RRP_AT(rrp_candidate, c->candidates, count - 1 - i);
    if (!rr__ask_score(c, &(rrp_vec)RRP_VEC(rrp_candidate, turned, count), &back))
        return RR_CHECK_FAIL;
    rr__buf_init(&a, &c->context->allocator, SIZE_MAX / 4);
    rr__buf_init(&b, &c->context->allocator, SIZE_MAX / 4);
    for (uint32_t i = 0; i < count && state == RR_CHECK_PASS; i++) {
        rr__buf_clear(&a);
        rr__buf_clear(&b);
        rr__encode_vec(&a, &rr__abi_finding, findings_of(&there, i));
        rr__encode_vec(&b, &rr__abi_finding, findings_of(&back, count - 1 - i));
        if (a.len != b.len || memcmp(a.data, b.data, a.len) != 0)
            state = rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "candidate %u is judged otherwise when the list is turned round", "列表倒序后，第 %u 个候选的结论不同"), (unsigned)i);
    }
    rr__buf_finish(&a);
    rr__buf_finish(&b);
    return state;
}

static rr_check_state delta_has_reason(rr__checking *c, const rrp_finding *f)
{
    if (f->delta_ppm == 0 || (f->texts.count > 0 && f->source.n > 0))
        return RR_CHECK_PASS;
    return rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "a delta of %d ppm without %s", "delta 为 %d ppm，却没有%s"), (int)f->delta_ppm,
                         f->texts.count == 0 ? rr__in(c, "a text", "说明") : rr__in(c, "a source", "来源"));
}

rr_check_state rr__check_delta_has_reason(rr__checking *c)
{
    return each_finding(c, delta_has_reason);
}

static rr_check_state unmet_has_reason(rr__checking *c, const rrp_finding *f)
{
    if (f->rule_class < RRP_LAW || f->rule_class > RRP_PROGRAMME || f->state > RRP_UNMET)
        return rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "class %u and state %u do not exist together", "类别 %u 与状态 %u 不能并存"), (unsigned)f->rule_class, (unsigned)f->state);
    if (f->state == RRP_UNMET && f->texts.count == 0)
        return rr__check_say(c, RR_CHECK_FAIL, "%s", rr__in(c, "an unmet finding without a text", "“不符合”的结论没有说明"));
    bool to_meet = (f->flags & RRP_INFORMATION) == 0 && f->delta_ppm == 0;
    if (f->state == RRP_UNKNOWN && to_meet && f->questions.count == 0)
        return rr__check_say(c, RR_CHECK_FAIL, "%s", rr__in(c, "an unknown finding without a question", "“未知”的结论没有问题"));
    return RR_CHECK_PASS;
}

rr_check_state rr__check_unmet_has_reason(rr__checking *c)
{
    return each_finding(c, unmet_has_reason);
}

static bool is_code(rrp_str code)
{
    for (uint64_t i = 0; i < code.n; i++) {
        char a = code.p[i];
        if (!((a >= 'a' && a <= 'z') || (a >= '0' && a <= '9') || a == '-' || a == '.' || a == '_'))
            return false;
    }
    return code.n > 0 && code.n <= CODE_MAX;
}

static rr_check_state code_stable(rr__checking *c, const rrp_finding *f)
{
    return is_code(f->code) ? RR_CHECK_PASS : rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "the code \"%.40s\"", "代码为“%.40s”"), f->code.n == 0 ? "" : f->code.p);
}

rr_check_state rr__check_reason_code_stable(rr__checking *c)
{
    return each_finding(c, code_stable);
}

static bool texts_tagged(const rrp_vec *texts)
{
    for (uint32_t i = 0; i < texts->count; i++) {
        rrp_str lang = RRP_AT(rrp_text, *texts, i)->lang;
        if (lang.n == 0 || !rr__is_language_tag(lang.p))
            return false;
    }
    return true;
}

static rr_check_state language_tagged(rr__checking *c, const rrp_finding *f)
{
    bool good = texts_tagged(&f->texts) && texts_tagged(&f->questions);
    return good ? RR_CHECK_PASS : rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "a text of \"%.40s\" has no language", "“%.40s”的一段文字没有标明语言"), f->code.n == 0 ? "" : f->code.p);
}

rr_check_state rr__check_reason_language(rr__checking *c)
{
    return each_finding(c, language_tagged);
}

/* ---- grants ---- */

typedef rr_check_state grant_check(rr__checking *c, const rrp_grant *g);

static rr_check_state each_grant(rr__checking *c, grant_check *check)
{
    rrp_vec grants;
    if (!rr__has_offers(c, RR__OFFERS_FUNDING) || !rr__ask_grants(c, &grants))
        return RR_CHECK_SKIP;
    for (uint32_t i = 0; i < grants.count; i++) {
        rr_check_state state = check(c, RRP_AT(rrp_grant, grants, i));
        if (state != RR_CHECK_PASS)
            return state;
    }
    return RR_CHECK_PASS;
}

static const rrp_course *course_of(const rr__checking *c, rrp_str id)
{
    for (uint32_t i = 0; i < c->asked.count; i++) {
        const rrp_course *course = RRP_AT(rrp_course, c->asked, i);
        if (course->id.n == id.n && memcmp(course->id.p, id.p, id.n) == 0)
            return course;
    }
    return NULL;
}

static rr_check_state grant_in_range(rr__checking *c, const rrp_grant *g)
{
    if (g->amount_minor < 0 || g->amount_minor > RR__XML_MONEY_MAX || g->cap_minor < 0 || g->cap_minor > RR__XML_MONEY_MAX)
        return rr__check_say(c, RR_CHECK_FAIL, "%s", rr__in(c, "an amount below zero or beyond all reason", "金额为负或超出常理"));
    if (g->share_ppm > 1000000)
        return rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "a share of %u ppm", "比例为 %u ppm"), (unsigned)g->share_ppm);
    if (g->state > RRP_UNMET || g->certificate_level > 5 || g->claim_within_days < 0 || g->claim_within_days > RR__CLAIM_DAYS_MAX)
        return rr__check_say(c, RR_CHECK_FAIL, "%s", rr__in(c, "a number out of its range", "数值超出范围"));
    if (g->course_id.n > 0 && course_of(c, g->course_id) == NULL)
        return rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "a grant for the course \"%.40s\", which was not asked about", "补贴针对未询问的课程“%.40s”"), g->course_id.p);
    return RR_CHECK_PASS;
}

rr_check_state rr__check_grants_in_range(rr__checking *c)
{
    return each_grant(c, grant_in_range);
}

static rr_check_state grant_has_reason(rr__checking *c, const rrp_grant *g)
{
    if (!is_code(g->code) || g->texts.count == 0 || g->source.n == 0 || !texts_tagged(&g->texts))
        return rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "a grant without %s", "补贴没有%s"),
                             !is_code(g->code) ? rr__in(c, "a code", "代码") : g->texts.count == 0 ? rr__in(c, "a text", "说明")
                             : g->source.n == 0 ? rr__in(c, "a source", "来源") : rr__in(c, "a language", "语言标记"));
    if (g->state == RRP_UNKNOWN && g->questions.count == 0)
        return rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "the unknown grant \"%.40s\" has no question", "“未知”的补贴“%.40s”没有问题"), g->code.p);
    return RR_CHECK_PASS;
}

rr_check_state rr__check_grant_has_reason(rr__checking *c)
{
    return each_grant(c, grant_has_reason);
}

static rr_check_state currency_matches(rr__checking *c, const rrp_grant *g)
{
    const rrp_course *course = g->course_id.n == 0 ? NULL : course_of(c, g->course_id);
    bool money = (g->has & (RRP_GRANT_AMOUNT | RRP_GRANT_CAP)) != 0;
    if (money && !rr__is_iso4217(g->currency))
        return rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "an amount in the currency \"%.8s\"", "金额的币种为“%.8s”"), g->currency.n == 0 ? "" : g->currency.p);
    bool differs = course != NULL && course->currency.n > 0 && g->currency.n > 0 &&
                   (course->currency.n != g->currency.n || memcmp(course->currency.p, g->currency.p, g->currency.n) != 0);
    return differs ? rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "a grant in %.8s for a course in %.8s", "补贴的币种为 %.8s，课程的币种为 %.8s"), g->currency.p, course->currency.p) : RR_CHECK_PASS;
}

rr_check_state rr__check_currency_matches(rr__checking *c)
{
    return each_grant(c, currency_matches);
}

static bool same(rrp_str a, rrp_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

rr_check_state rr__check_exclusion_groups(rr__checking *c)
{
    rrp_vec grants;
    if (!rr__has_offers(c, RR__OFFERS_FUNDING) || !rr__ask_grants(c, &grants))
        return RR_CHECK_SKIP;
    for (uint32_t i = 0; i < grants.count; i++) {
        const rrp_grant *g = RRP_AT(rrp_grant, grants, i);
        if (g->exclusion_group.n > 0 && !is_code(g->exclusion_group))
            return rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "the exclusion group \"%.40s\" is no plain token", "互斥组“%.40s”不是简单名称"), g->exclusion_group.p);
        for (uint32_t k = 0; k < i && k < 200; k++) {
            const rrp_grant *other = RRP_AT(rrp_grant, grants, k);
            if (same(g->code, other->code) && !same(g->exclusion_group, other->exclusion_group))
                return rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "grants of the code \"%.40s\" are in two exclusion groups", "代码为“%.40s”的补贴属于两个互斥组"), g->code.n == 0 ? "" : g->code.p);
        }
    }
    return RR_CHECK_PASS;
}
