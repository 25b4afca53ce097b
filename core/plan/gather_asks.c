/* SPDX-License-Identifier: MIT */
/* Compared roles in, what to ask about them out: each question once, with all the roles it concerns. */
#include "plan/compare.h"
#include "plan/same_question.h"

typedef struct asking { rr_comparison *r; const rr_taxonomy *taxonomy; bool nomem; } asking;

static const rr_match *match_of(const asking *a, const rr_ask *q)
{
    return a->r->roles[q->role].is.match;
}

/* What rules and grants ask in words; NULL: another kind of question. */
static const char *words_of(const asking *a, const rr_ask *q)
{
    const rr_match *m = match_of(a, q);
    switch (q->kind) {
    case RR_ASK_ENTRY:
        return rr_occupation_entry_question(a->taxonomy, m->occupation, m->verdicts[q->index].entry, RR_LANG_EN);
    case RR_ASK_RULE:
        return rr_plugin_text(&m->findings[q->index].finding->questions, RR_LANG_EN);
    case RR_ASK_GRANT:
        return rr_plugin_text(&q->plan->grants[q->index].grant->questions, RR_LANG_EN);
    default:
        return NULL;
    }
}

static bool same_open(const asking *a, const rr_ask *x, const rr_ask *y)
{
    const rr_plan_open *p = rr_plan_open_at(a->r->roles[x->role].plans, x->index), *q = rr_plan_open_at(a->r->roles[y->role].plans, y->index);
    return p->reason == q->reason && p->offer.course == q->offer.course &&
           match_of(a, x)->gap[p->gap].descriptor == match_of(a, y)->gap[q->gap].descriptor;
}

/* One of a rule, a grant or a course. */
static rr__question question_of(const asking *a, const rr_ask *q)
{
    bool course = q->kind == RR_ASK_COURSE;
    return (rr__question){words_of(a, q), course ? &q->plan->steps[q->step] : NULL, course ? &q->plan->steps[q->step].questions[q->index] : NULL};
}

static bool same(const asking *a, const rr_ask *x, const rr_ask *y)
{
    rr__question p = question_of(a, x), q = question_of(a, y);
    bool alike = x->kind == y->kind;
    if (p.words != NULL || q.words != NULL || (alike && x->kind == RR_ASK_COURSE))
        return rr__same_question(&p, &q);
    return alike && (x->kind != RR_ASK_OPEN || same_open(a, x, y));
}

static void ask(asking *a, rr_ask q)
{
    const char *words = words_of(a, &q);
    q.roles = 1u << q.role;
    if (words != NULL && words[0] == '\0')
        return; /* nobody wrote down what to ask */
    for (size_t i = 0; i < a->r->asks.count; i++)
        if (same(a, &RR__AT(rr_ask, &a->r->asks, i), &q)) {
            RR__AT(rr_ask, &a->r->asks, i).roles |= q.roles;
            return;
        }
    a->nomem = a->nomem || !rr__vec_push(&a->r->asks, &q);
}

/* Rules of law before the rest. */
static void ask_rules(asking *a, uint32_t role, bool law)
{
    const rr_match *m = a->r->roles[role].is.match;
    for (uint32_t i = 0; i < m->verdict_count; i++)
        if (m->verdicts[i].state == RR_VERDICT_UNKNOWN && (m->verdicts[i].rule_class == RR_CLASS_LAW) == law)
            ask(a, (rr_ask){.kind = RR_ASK_ENTRY, .role = role, .index = i});
    for (uint32_t i = 0; i < m->finding_count; i++) {
        const rrp_finding *f = m->findings[i].finding;
        if (f->state == RRP_UNKNOWN && f->delta_ppm == 0 && (f->flags & RRP_INFORMATION) == 0 && (f->rule_class == RRP_LAW) == law)
            ask(a, (rr_ask){.kind = RR_ASK_RULE, .role = role, .index = i});
    }
}

static void ask_courses(asking *a, uint32_t role, const rr_plan *plan)
{
    for (uint32_t s = 0; plan != NULL && s < plan->step_count; s++)
        for (uint32_t i = 0; i < plan->steps[s].question_count; i++)
            ask(a, (rr_ask){.kind = RR_ASK_COURSE, .role = role, .index = i, .step = s, .plan = plan});
}

static void ask_grants(asking *a, uint32_t role, const rr_plan *plan)
{
    for (uint32_t i = 0; plan != NULL && i < plan->grant_count; i++)
        if (plan->grants[i].grant->state == RRP_UNKNOWN && plan->grants[i].state <= RR_GRANT_NO_AMOUNT)
            ask(a, (rr_ask){.kind = RR_ASK_GRANT, .role = role, .index = i, .plan = plan});
}

/* Only where the role stays out of reach: what no answer changes is no question. */
static void ask_open(asking *a, uint32_t role)
{
    const rr_compared *c = &a->r->roles[role].is;
    for (uint32_t i = 0; (c->way == RR_WAY_PART || c->way == RR_WAY_NONE) && i < rr_plan_open_count(c->plans); i++) {
        const rr_plan_open *open = rr_plan_open_at(c->plans, i);
        bool none_known = (open->reason == RR_OPEN_NO_SEAT || open->reason == RR_OPEN_TOO_LATE) && open->value < 0;
        if (none_known || open->reason == RR_OPEN_NOT_TAUGHT || open->reason == RR_OPEN_PRICE || open->reason == RR_OPEN_LENGTH)
            ask(a, (rr_ask){.kind = RR_ASK_OPEN, .role = role, .index = i});
    }
}

static void ask_rest(asking *a, uint32_t role)
{
    const rr_compared *c = &a->r->roles[role].is;
    const bool open[] = {[RR_ASK_HOURS] = rr_plan_result_limits(c->plans)->hours_assumed != 0 && c->cheapest != NULL,
                         [RR_ASK_SUPPORT] = c->cheapest != NULL,
                         [RR_ASK_PAY] = c->pay_count == 0 || c->pays[0].here == 0,
                         [RR_ASK_CONDITIONS] = true, /* notes are not hours and a contract, nor openings here */
                         [RR_ASK_OPENINGS] = true};
    for (uint32_t kind = RR_ASK_HOURS; kind <= RR_ASK_OPENINGS; kind++)
        if (open[kind])
            ask(a, (rr_ask){.kind = (rr_ask_kind)kind, .role = role});
}

bool rr__gather_asks(rr_comparison *r, const rr_taxonomy *taxonomy)
{
    asking a = {r, taxonomy, false};
    uint32_t count = (uint32_t)r->count;
    for (int law = 1; law >= 0; law--)
        for (uint32_t k = 0; k < count; k++)
            ask_rules(&a, k, law == 1);
    for (uint32_t k = 0; k < count; k++) {
        ask_courses(&a, k, r->roles[k].is.cheapest);
        ask_courses(&a, k, r->roles[k].is.fastest);
    }
    for (uint32_t k = 0; k < count; k++) {
        ask_grants(&a, k, r->roles[k].is.cheapest);
        ask_grants(&a, k, r->roles[k].is.fastest);
    }
    for (uint32_t k = 0; k < count; k++)
        ask_open(&a, k);
    for (uint32_t k = 0; k < count; k++)
        ask_rest(&a, k);
    return !a.nomem;
}
