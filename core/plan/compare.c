/* SPDX-License-Identifier: MIT */
/* rr_compare_run: a worker and two to six roles in; how each is reached, what it pays, and what could go wrong, out. */
#include <string.h>

#include "base/error.h"
#include "base/region.h"
#include "base/text.h"
#include "plan/compare.h"
#include "plan/gather.h"

/* ---- how the role is reached ---- */

static void choose_plans(rr_compared *c)
{
    for (size_t i = 0; i < rr_plan_count(c->plans); i++) {
        const rr_plan *plan = rr_plan_at(c->plans, i);
        c->cheapest = (plan->kinds & RR_PLAN_CHEAPEST) != 0 ? plan : c->cheapest;
        c->fastest = (plan->kinds & RR_PLAN_FASTEST) != 0 ? plan : c->fastest;
    }
    for (size_t i = 0; i < rr_plan_proof_count(c->plans); i++) {
        const rr_plan_proof *proof = rr_plan_proof_at(c->plans, i);
        c->cheapest_proven = proof->kind == RR_PLAN_CHEAPEST ? proof->optimal : c->cheapest_proven;
        c->fastest_proven = proof->kind == RR_PLAN_FASTEST ? proof->optimal : c->fastest_proven;
    }
}

static rr_way find_way(const rr_compared *c, const rr_plugins *plugins)
{
    int32_t threshold = (int32_t)rr_plan_result_limits(c->plans)->threshold_ppm;
    int32_t best = c->cheapest != NULL ? c->cheapest->readiness_ppm : c->match->readiness_ppm;
    return c->match->readiness_ppm < 0                                     ? RR_WAY_NOTHING_STATED
           : c->match->viable                                              ? RR_WAY_NO_COURSE
           : c->cheapest != NULL && c->cheapest->viable                    ? RR_WAY_PLAN
           : best >= threshold                                             ? RR_WAY_LAW
           : plugins == NULL || rr_plugins_course_count(plugins) == 0      ? RR_WAY_NO_CATALOGUE
           : !rr_plan_searched(c->plans)                                   ? RR_WAY_NOT_FOUND
           : c->cheapest != NULL                                           ? RR_WAY_PART
                                                                           : RR_WAY_NONE;
}

static rr_training train(const rr_plan *plan)
{
    if (plan == NULL)
        return (rr_training){0};
    uint32_t day_weeks = rr__day_weeks(plan, NULL);
    return (rr_training){.weeks = plan->weeks, .day_weeks = day_weeks, .beside_work = day_weeks == 0};
}

/* ---- what it pays, and the notes ---- */

static int nearness(const char *place, const char *region)
{
    uint32_t of = rr__region_number(place, strlen(place)), here = region == NULL ? 0 : rr__region_number(region, strlen(region));
    return of == 0 || here == 0 ? 0 : of == here ? 2 : of == rr__region_country(here);
}

static bool is_before(const rr_taxonomy *t, uint32_t occupation, const rr_compared_pay *a, const rr_compared_pay *b)
{
    rr_pay x, y;
    rr_occupation_pay(t, occupation, a->pay, &x);
    rr_occupation_pay(t, occupation, b->pay, &y);
    return a->here != b->here ? a->here > b->here : x.year != y.year ? x.year > y.year : a->pay < b->pay;
}

static bool add_pays(rr__comparing *c, rr__compared_role *role)
{
    rr_pay pay;
    const rr_taxonomy *t = c->taxonomy;
    for (uint32_t k = 0; rr_occupation_pay(t, role->is.occupation, k, &pay); k++) {
        rr_compared_pay add = {k, nearness(pay.place, c->options.region)};
        if (!rr__vec_push(&role->pays, &add))
            return false;
        for (size_t i = role->pays.count - 1; i > 0 && is_before(t, role->is.occupation, &add, &RR__AT(rr_compared_pay, &role->pays, i - 1)); i--) {
            RR__AT(rr_compared_pay, &role->pays, i) = RR__AT(rr_compared_pay, &role->pays, i - 1);
            RR__AT(rr_compared_pay, &role->pays, i - 1) = add;
        }
    }
    return true;
}

static bool add_notes(rr__comparing *c, rr__compared_role *role)
{
    rr_note note;
    bool good = true;
    for (uint32_t k = 0; good && rr_occupation_note(c->taxonomy, role->is.occupation, k, RR_LANG_EN, &note); k++) {
        if (strcmp(note.kind, "condition") == 0)
            good = rr__vec_push(&role->conditions, &k);
        else if (strcmp(note.kind, "demand") == 0)
            good = rr__vec_push(&role->openings, &k);
    }
    return good;
}

/* ---- what could go wrong ---- */

static bool add_risk(rr__compared_role *role, rr_risk_kind kind, size_t index, size_t step, const rr_plan *plan)
{
    return rr__vec_push(&role->risks, &(rr_risk){kind, (uint32_t)index, (uint32_t)step, plan});
}

static bool is_rule(const rrp_finding *f)
{
    return f->delta_ppm == 0 && (f->flags & RRP_INFORMATION) == 0;
}

/* What is unmet before what is unknown. */
static bool add_rules(rr__compared_role *role, rr_verdict_state state)
{
    bool good = true;
    const rr_match *m = role->is.match;
    for (size_t i = 0; good && i < m->verdict_count; i++)
        if (m->verdicts[i].state == state)
            good = add_risk(role, RR_RISK_ENTRY, i, 0, NULL);
    for (size_t i = 0; good && i < m->finding_count; i++)
        if (is_rule(m->findings[i].finding) && m->findings[i].finding->state == (uint32_t)state)
            good = add_risk(role, RR_RISK_RULE, i, 0, NULL);
    return good;
}

static bool add_plan_risks(rr__compared_role *role, const rr_plan *plan, bool proven)
{
    bool good = plan == NULL || proven || add_risk(role, RR_RISK_UNPROVEN, 0, 0, plan);
    for (size_t s = 0; good && plan != NULL && s < plan->step_count; s++) {
        const rr_plan_step *step = &plan->steps[s];
        for (size_t e = 0; good && e < step->exam_count; e++)
            good = step->exams[e].admitted == RR_VERDICT_MET || add_risk(role, RR_RISK_EXAM, e, s, plan);
        bool few = (step->session->has & RRP_SESSION_SEATS) != 0 && step->session->seats <= RR_FEW_SEATS;
        good = good && (!few || add_risk(role, RR_RISK_SEATS, 0, s, plan));
        good = good && (step->price_known || add_risk(role, RR_RISK_PRICE, 0, s, plan));
    }
    return good;
}

static bool add_risks(rr__comparing *c, rr__compared_role *role)
{
    rr_exposure exposure;
    rr_occupation occupation;
    const rr_compared *is = &role->is;
    bool good = add_rules(role, RR_VERDICT_UNMET) && add_plan_risks(role, is->cheapest, is->cheapest_proven != 0);
    if (good && is->fastest != is->cheapest)
        good = add_plan_risks(role, is->fastest, is->fastest_proven != 0);
    for (uint32_t k = 0; good && rr_occupation_exposure(c->taxonomy, is->occupation, k, &exposure); k++)
        good = exposure.value_ppm < RR_EXPOSURE_HIGH_PPM || add_risk(role, RR_RISK_EXPOSURE, k, 0, NULL);
    if (good && rr_taxonomy_occupation(c->taxonomy, is->occupation, &occupation) && occupation.outlook == RR_OUTLOOK_DECLINING)
        good = add_risk(role, RR_RISK_DECLINING, 0, 0, NULL);
    return good && add_rules(role, RR_VERDICT_UNKNOWN);
}

/* ---- one role, and all of them ---- */

static rr_status compare_role(rr__comparing *c, rr__compared_role *role, const rr_matcher *m, const rr_profile *profile, rr_error *err)
{
    const rr_allocator *a = &c->context->allocator;
    rr_compared *is = &role->is;
    rr__vec_init(&role->pays, a, sizeof(rr_compared_pay));
    rr__vec_init(&role->conditions, a, sizeof(uint32_t));
    rr__vec_init(&role->openings, a, sizeof(uint32_t));
    rr__vec_init(&role->risks, a, sizeof(rr_risk));
    rr_status status = rr_plan_run(&role->plans, m, profile, is->occupation, &c->options, c->limits, err);
    if (status != RR_OK)
        return status;
    is->plans = role->plans;
    is->match = rr_match_at(rr_plan_result_match(role->plans), 0);
    choose_plans(is);
    is->way = find_way(is, c->options.plugins);
    is->cheapest_training = train(is->cheapest);
    is->fastest_training = train(is->fastest);
    if (!add_pays(c, role) || !add_notes(c, role) || !add_risks(c, role))
        return rr__fail_nomem(err);
    is->pays = role->pays.data;
    is->pay_count = role->pays.count;
    is->conditions = role->conditions.data;
    is->condition_count = role->conditions.count;
    is->openings = role->openings.data;
    is->opening_count = role->openings.count;
    is->risks = role->risks.data;
    is->risk_count = role->risks.count;
    return RR_OK;
}

static rr_status check_roles(const rr_taxonomy *taxonomy, const uint32_t *occupations, size_t count, rr_error *err)
{
    rr_occupation o;
    if (count < 2 || count > RR_COMPARE_MOST)
        return rr__fail(err, RR_EUSAGE, RR__MSG_COMPARE_COUNT, NULL);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            if (occupations[i] == occupations[k] && rr_taxonomy_occupation(taxonomy, occupations[i], &o))
                return rr__fail(err, RR_EUSAGE, RR__MSG_COMPARE_TWICE, o.id, NULL);
    return RR_OK;
}

rr_status rr_compare_run(rr_comparison **out, const rr_matcher *m, const rr_profile *profile, const uint32_t *occupations, size_t count,
                         const rr_match_options *options, const rr_plan_options *limits, rr_error *err)
{
    *out = NULL;
    rr_status status = check_roles(m->taxonomy, occupations, count, err);
    rr_comparison *r = status == RR_OK ? rr__alloc(&m->context->allocator, sizeof *r) : NULL;
    if (r == NULL)
        return status != RR_OK ? status : rr__fail_nomem(err);
    r->context = (rr_context *)(uintptr_t)m->context;
    rr__vec_init(&r->asks, &m->context->allocator, sizeof(rr_ask));
    r->asks.secret = true;
    rr__comparing c = {.context = m->context, .taxonomy = m->taxonomy, .limits = limits};
    memcpy(&c.options, options, options->size < sizeof c.options ? options->size : sizeof c.options);
    for (size_t k = 0; k < count && status == RR_OK; k++) {
        r->roles[k].is.occupation = occupations[k];
        r->count = k + 1;
        status = compare_role(&c, &r->roles[k], m, profile, err);
    }
    if (status == RR_OK && !rr__gather_asks(r, m->taxonomy))
        status = rr__fail_nomem(err);
    if (status != RR_OK)
        rr_comparison_destroy(r);
    else
        *out = r;
    return status;
}

void rr_comparison_destroy(rr_comparison *r)
{
    if (r == NULL)
        return;
    for (size_t k = 0; k < r->count; k++) {
        rr_plan_result_destroy(r->roles[k].plans);
        rr__vec_finish(&r->roles[k].pays);
        rr__vec_finish(&r->roles[k].conditions);
        rr__vec_finish(&r->roles[k].openings);
        rr__vec_finish(&r->roles[k].risks);
    }
    rr__vec_finish(&r->asks);
    rr__free_secret(&r->context->allocator, r, sizeof *r);
}

size_t rr_compared_count(const rr_comparison *r) { return r->count; }
size_t rr_ask_count(const rr_comparison *r) { return r->asks.count; }

const rr_compared *rr_compared_at(const rr_comparison *r, size_t index)
{
    return index < r->count ? &r->roles[index].is : NULL;
}

const rr_ask *rr_ask_at(const rr_comparison *r, size_t index)
{
    return index < r->asks.count ? &RR__AT(rr_ask, &r->asks, index) : NULL;
}
