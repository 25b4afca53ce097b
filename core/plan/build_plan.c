/* SPDX-License-Identifier: MIT */
/* A solution of the planning problem in, the plan as the public records say it out. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/gather.h"

typedef struct building {
    rr__gathering *g;
    rr__pick *picks;       /* by start */
    uint32_t count;
    int64_t *taken;        /* by payment: what is paid, sure ones only */
    rr_plan_step *steps;
    rr_plan_grant *grants;
    size_t grant_count;
} building;

static const rr__slot *slot_at(const building *b, uint32_t k)
{
    return &b->g->funded.slots[b->picks[k].slot];
}

static const rr__candidate_course *course_at(const building *b, uint32_t k)
{
    return &RR__AT(rr__candidate_course, &b->g->courses, b->g->course_of[b->picks[k].study]);
}

static void sort_picks(building *b, const rr__solution *s)
{
    for (uint32_t k = 0; k < s->count; k++) {
        uint32_t at = k;
        const rr__slot *own = &b->g->funded.slots[s->picks[k].slot];
        for (; at > 0; at--) {
            const rr__slot *other = slot_at(b, at - 1);
            if (other->start < own->start || (other->start == own->start && other->end <= own->end))
                break;
            b->picks[at] = b->picks[at - 1];
        }
        b->picks[at] = s->picks[k];
    }
}

/* ---- what a step brings and asks ---- */

static int32_t level_of(const rrp_course *course, uint32_t descriptor)
{
    for (uint32_t i = 0; i < course->teaches.count; i++)
        if (RRP_AT(rrp_skill_level, course->teaches, i)->skill == descriptor + 1)
            return RRP_AT(rrp_skill_level, course->teaches, i)->level;
    return 0;
}

/* Whether the course teaches the item itself, to a level nobody states. */
static bool is_vague(const rrp_course *course, const rr__item *item)
{
    for (uint32_t i = 0; i < course->teaches.count; i++)
        if (RRP_AT(rrp_skill_level, course->teaches, i)->skill == item->requirement->descriptor + 1)
            return RRP_AT(rrp_skill_level, course->teaches, i)->level <= 0 && item->requirement->level > 0;
    return false;
}

static uint32_t covered_by(const rr__item *item, int64_t gain)
{
    int64_t now = item->weight * item->covered_ppm / 1000000 + gain;
    return now >= item->weight ? 1000000 : (uint32_t)(now * 1000000 / item->weight);
}

static bool add_closes(building *b, uint32_t k)
{
    rr__gathering *g = b->g;
    const rr__candidate_course *c = course_at(b, k);
    rr_plan_closes *closes = rr__arena_alloc(g->arena, (c->lessons.count + (size_t)1) * sizeof *closes, 8);
    size_t n = 0;
    if (closes == NULL)
        return false;
    for (uint32_t l = c->lessons.first; l < c->lessons.first + c->lessons.count; l++) {
        const rr__lesson *lesson = &RR__AT(rr__lesson, &g->lessons, l);
        const rr__item *item = &g->items[lesson->item];
        closes[n++] = (rr_plan_closes){item->gap, level_of(c->offer.course, item->requirement->descriptor), covered_by(item, lesson->gain)};
    }
    b->steps[k].closes = closes;
    b->steps[k].closes_count = n;
    return true;
}

/* Of each group of needs the chosen course that ends first. */
static bool add_before(building *b, uint32_t k)
{
    const rr__problem *p = &b->g->funded;
    rr__span needs = p->studies[b->picks[k].study].needs;
    uint32_t *before = rr__arena_alloc(b->g->arena, (needs.count + (size_t)1) * sizeof *before, 8);
    size_t n = 0;
    if (before == NULL)
        return false;
    for (uint32_t i = needs.first; i < needs.first + needs.count; i++) {
        uint32_t best = RR_NONE;
        for (uint32_t s = 0; s < b->count; s++)
            for (uint32_t v = p->needs[i].first; v < p->needs[i].first + p->needs[i].count; v++)
                if (p->providers[v] == b->picks[s].study && slot_at(b, s)->end < slot_at(b, k)->start &&
                    (best == RR_NONE || slot_at(b, s)->end < slot_at(b, best)->end))
                    best = s;
        bool again = best == RR_NONE;
        for (size_t s = 0; s < n && !again; s++)
            again = before[s] == best;
        if (!again)
            before[n++] = best;
    }
    b->steps[k].before = before;
    b->steps[k].before_count = n;
    return true;
}

static bool add_exams(building *b, uint32_t k)
{
    const rrp_vec *certificates = &course_at(b, k)->offer.course->certificates;
    rr_plan_exam *exams = rr__arena_alloc(b->g->arena, (certificates->count + (size_t)1) * sizeof *exams, 8);
    if (exams == NULL)
        return false;
    for (uint32_t i = 0; i < certificates->count; i++) {
        const rrp_certificate *c = RRP_AT(rrp_certificate, *certificates, i);
        exams[i] = (rr_plan_exam){c, rr__exam_admits(b->g->w, c)};
    }
    b->steps[k].exams = exams;
    b->steps[k].exam_count = certificates->count;
    return true;
}

static bool ask(rr__vec *out, rr_plan_question_kind kind, const rrp_certificate *certificate, const rrp_need *need, uint32_t descriptor)
{
    return rr__vec_push(out, &(rr_plan_question){kind, certificate, need, descriptor});
}

/* Each alternative of a group that is unknown may be the answer. */
static bool ask_needs(const building *b, rr__vec *out, const rrp_vec *needs, const rrp_certificate *certificate)
{
    bool good = true;
    for (uint32_t i = rr__next_group(needs, 0); i < needs->count && good; i = rr__next_group(needs, i + 1)) {
        if (rr__judge_group(b->g->w, needs, i) != RR__UNKNOWN)
            continue;
        for (uint32_t n = i; n < needs->count && good; n++) {
            const rrp_need *need = RRP_AT(rrp_need, *needs, n);
            if (need->group == RRP_AT(rrp_need, *needs, i)->group && rr__judge_need(b->g->w, need) == RR__UNKNOWN)
                good = ask(out, certificate == NULL ? RR_QUESTION_NEED : RR_QUESTION_EXAM, certificate, need, RR_NONE);
        }
    }
    return good;
}

static bool add_questions(building *b, uint32_t k)
{
    rr__gathering *g = b->g;
    const rr__candidate_course *c = course_at(b, k);
    const rrp_course *course = c->offer.course;
    rr_plan_step *step = &b->steps[k];
    rr__vec list;
    rr__vec_init(&list, &g->context->allocator, sizeof(rr_plan_question));
    bool good = ask_needs(b, &list, &course->needs, NULL);
    for (size_t i = 0; i < step->exam_count && good; i++)
        good = step->exams[i].admitted != RR_VERDICT_UNKNOWN || ask_needs(b, &list, &step->exams[i].certificate->needs, step->exams[i].certificate);
    if (good && (step->session->has & RRP_SESSION_SEATS) == 0)
        good = ask(&list, RR_QUESTION_SEATS, NULL, NULL, RR_NONE);
    if (good && g->limits.travel_minutes >= 0 && rr__asks_travel(step->mode))
        good = ask(&list, RR_QUESTION_TRAVEL, NULL, NULL, RR_NONE);
    if (good && !step->price_known)
        good = ask(&list, RR_QUESTION_PRICE, NULL, NULL, RR_NONE);
    for (uint32_t l = c->lessons.first; l < c->lessons.first + c->lessons.count && good; l++) {
        const rr__item *item = &g->items[RR__AT(rr__lesson, &g->lessons, l).item];
        if (is_vague(course, item))
            good = ask(&list, RR_QUESTION_LEVEL, NULL, NULL, item->requirement->descriptor);
    }
    rr_plan_question *kept = good ? rr__arena_alloc(g->arena, (list.count + 1) * sizeof *kept, 8) : NULL;
    if (kept != NULL && list.count > 0)
        memcpy(kept, list.data, list.count * sizeof *kept);
    step->questions = kept;
    step->question_count = list.count;
    rr__vec_finish(&list);
    return kept != NULL;
}

static bool add_step(building *b, uint32_t k)
{
    const rr__candidate_course *c = course_at(b, k);
    const rr__slot *slot = slot_at(b, k);
    const rrp_course *course = c->offer.course;
    const rrp_session *session = RRP_AT(rrp_session, course->sessions, slot->session);
    bool known = slot->price < RR__UNPRICED;
    b->steps[k] = (rr_plan_step){.offer = {c->offer.plugin, course, c->offer.school}, .session = session, .start_day = slot->start,
                                 .end_day = slot->end, .apply_by_day = slot->apply_by, .hours = course->hours, .hours_per_week = slot->load,
                                 .price_minor = known ? slot->price : 0, .price_known = known,
                                 .fee_minor = b->g->funded.studies[b->picks[k].study].fee, .mode = session->mode != 0 ? session->mode : course->mode};
    return add_closes(b, k) && add_before(b, k) && add_exams(b, k) && add_questions(b, k);
}

/* ---- money ---- */

/* What the open payments would take off, each alone. */
static int64_t saving_of(const building *b, uint32_t payment, int64_t sure)
{
    b->g->counted[payment] = 1;
    int64_t with = rr__fund(&b->g->funded, b->picks, b->count, b->g->counted, NULL, NULL);
    b->g->counted[payment] = 0;
    return with - sure;
}

static int32_t claim_day(const rrp_grant *grant, const rr_plan_step *step)
{
    return (grant->has & RRP_GRANT_CLAIM) != 0 ? step->end_day + grant->claim_within_days : -1;
}

static bool add_grants(building *b, int64_t sure)
{
    rr__gathering *g = b->g;
    size_t total = 0;
    for (uint32_t k = 0; k < b->count; k++)
        total += g->payables_of[b->picks[k].study].count;
    b->grants = rr__arena_alloc(g->arena, (total + 1) * sizeof *b->grants, 8);
    if (b->grants == NULL)
        return false;
    for (uint32_t k = 0; k < b->count; k++) {
        rr__span own = g->payables_of[b->picks[k].study];
        for (uint32_t i = own.first; i < own.first + own.count; i++) {
            const rr__payable *p = &RR__AT(rr__payable, &g->payables, i);
            rr_plan_grant grant = {.plugin = p->plugin, .step = k, .grant = p->grant, .state = p->state, .exam_open = p->exam_open,
                                   .claim_by_day = claim_day(p->grant, &b->steps[k])};
            if (!b->steps[k].price_known && p->payment != RR__NOTHING)
                grant.state = RR_GRANT_NO_AMOUNT;
            if (grant.state == RR_GRANT_COUNTED)
                grant.amount_minor = b->taken[p->payment];
            if (grant.state == RR_GRANT_COUNTED && grant.amount_minor == 0)
                grant.state = RR_GRANT_EXCLUDED;
            if (grant.state == RR_GRANT_UNKNOWN)
                grant.saves_minor = saving_of(b, p->payment, sure);
            b->steps[k].granted_minor += grant.amount_minor;
            b->grants[b->grant_count++] = grant;
        }
        b->steps[k].own_minor = b->steps[k].price_minor + b->steps[k].fee_minor - b->steps[k].granted_minor;
    }
    return true;
}

static void sum_up(rr_plan *out, const building *b, const rr__solution *s)
{
    const rr__gathering *g = b->g;
    int64_t covered = g->covered + s->gain;
    *out = (rr_plan){.readiness_ppm = g->total > 0 ? (int32_t)(covered * 1000000 / g->total) : -1, .steps = b->steps, .step_count = b->count,
                     .grants = b->grants, .grant_count = b->grant_count, .start_day = INT32_MAX, .finish_day = s->finish};
    for (uint32_t k = 0; k < b->count; k++) {
        const rr_plan_step *step = &b->steps[k];
        out->start_day = step->start_day < out->start_day ? step->start_day : out->start_day;
        out->hours += step->hours;
        out->price_minor += step->price_minor;
        out->fee_minor += step->fee_minor;
        out->granted_minor += step->granted_minor;
        out->own_minor += step->own_minor;
        out->unknown_prices += !step->price_known;
    }
    out->weeks = (uint32_t)(s->finish - g->limits.first_day + 7) / 7;
}

rr_status rr__build_plan(rr_plan *out, rr__gathering *g, const rr__solution *s, rr_error *err)
{
    building b = {.g = g, .count = s->count};
    b.picks = rr__arena_alloc(g->arena, (s->count + (size_t)1) * sizeof *b.picks, 8);
    b.steps = rr__arena_alloc(g->arena, (s->count + (size_t)1) * sizeof *b.steps, 8);
    b.taken = rr__arena_alloc(g->arena, (g->payments.count + 1) * sizeof *b.taken, 8);
    uint8_t *all = rr__arena_alloc(g->arena, g->payments.count + 1, 1);
    if (b.picks == NULL || b.steps == NULL || b.taken == NULL || all == NULL)
        return rr__fail_nomem(err);
    sort_picks(&b, s);
    int64_t sure = rr__fund(&g->funded, b.picks, b.count, g->counted, b.taken, NULL);
    for (uint32_t k = 0; k < b.count; k++)
        if (!add_step(&b, k))
            return rr__fail_nomem(err);
    if (!add_grants(&b, sure))
        return rr__fail_nomem(err);
    sum_up(out, &b, s);
    memset(all, 1, g->payments.count);
    out->own_if_granted_minor = out->own_minor - (rr__fund(&g->funded, b.picks, b.count, all, NULL, NULL) - sure);
    return RR_OK;
}

/* Sessions in the evening, at weekends, online or part-time can be taken beside a job. */
static bool is_beside_work(const rr_plan_step *step)
{
    return (step->mode & (RRP_EVENING | RRP_WEEKEND | RRP_ONLINE | RRP_PART_TIME)) != 0;
}

/* Steps stand by their start, so days that two of them share are counted once. */
uint32_t rr__day_weeks(const rr_plan *plan, int32_t *first_day)
{
    int32_t days = 0, until = INT32_MIN;
    for (size_t i = 0; i < plan->step_count; i++) {
        const rr_plan_step *step = &plan->steps[i];
        if (is_beside_work(step) || step->end_day <= until)
            continue;
        if (days == 0 && first_day != NULL)
            *first_day = step->start_day;
        days += step->end_day - (step->start_day > until ? step->start_day : until + 1) + 1;
        until = step->end_day;
    }
    return (uint32_t)(days + 6) / 7;
}
