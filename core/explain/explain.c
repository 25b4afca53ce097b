/* SPDX-License-Identifier: MIT */
/* One role for one worker in; the match, and the smallest set of changes that would make it viable, and the
 * courses that do it, out. */
#include <stdlib.h>
#include <string.h>

#include <reroute/explain.h>

#include "base/error.h"
#include "match/index.h"

struct rr_explanation {
    const rr_context *context;
    rr_match_result *own;          /* NULL: the plan's */
    rr_plan_result *plan;          /* NULL: no plugins, or no date to count from */
    const rr_match_result *result;
    rr_change *changes;
    size_t change_count;
    int reachable;
};

/* Readiness gains add up, so taking the greatest gains first needs the fewest items; of equal gains the one
 * with fewer hours, then the lower id. */
typedef struct choice { uint32_t item; uint32_t gain; int32_t hours; uint32_t descriptor; } choice;

static int compare(const void *a, const void *b)
{
    const choice *x = a, *y = b;
    if (x->gain != y->gain)
        return x->gain > y->gain ? -1 : 1;
    uint32_t x_hours = x->hours < 0 ? UINT32_MAX : (uint32_t)x->hours, y_hours = y->hours < 0 ? UINT32_MAX : (uint32_t)y->hours;
    if (x_hours != y_hours)
        return x_hours < y_hours ? -1 : 1;
    return x->descriptor < y->descriptor ? -1 : x->descriptor > y->descriptor;
}

static void choose_gap(rr_explanation *e, const rr_match *match, uint32_t threshold, choice *choices)
{
    size_t count = 0;
    int64_t readiness = match->readiness_ppm;
    for (size_t i = 0; i < match->gap_count; i++)
        if (match->gap[i].readiness_ppm > 0)
            choices[count++] = (choice){(uint32_t)i, match->gap[i].readiness_ppm, match->gap[i].hours, match->gap[i].descriptor};
    qsort(choices, count, sizeof *choices, compare);
    for (size_t i = 0; i < count && readiness < threshold; i++) {
        readiness += choices[i].gain;
        if (i + 1 == count && readiness < 1000000)
            readiness = 1000000; /* every gap closed is all of it, whatever rounding left */
        e->changes[e->change_count++] = (rr_change){RR_CHANGE_GAP, choices[i].item, (uint32_t)(readiness > 1000000 ? 1000000 : readiness)};
    }
    e->reachable = match->readiness_ppm >= 0 && readiness >= threshold;
}

static void add_laws(rr_explanation *e, const rr_match *match)
{
    uint32_t readiness = match->readiness_ppm < 0 ? 0 : (uint32_t)match->readiness_ppm;
    for (size_t i = 0; i < match->verdict_count; i++) {
        const rr_verdict *v = &match->verdicts[i];
        if (v->rule_class == RR_CLASS_LAW && v->state != RR_VERDICT_MET)
            e->changes[e->change_count++] = (rr_change){v->state == RR_VERDICT_UNMET ? RR_CHANGE_VERDICT : RR_CHANGE_ASK, (uint32_t)i, readiness};
    }
    for (size_t i = 0; i < match->finding_count; i++) {
        const rrp_finding *f = match->findings[i].finding;
        if (f->rule_class == RRP_LAW && f->state != RRP_MET && (f->flags & RRP_INFORMATION) == 0 && f->course_id.n == 0)
            e->changes[e->change_count++] = (rr_change){f->state == RRP_UNMET ? RR_CHANGE_RULE : RR_CHANGE_ASK_RULE, (uint32_t)i, readiness};
    }
}

/* With the region's plugins and a date there are courses to plan with; the match is then the plan's. A profile whose limits
 * leave no plan at all is explained without one. */
static rr_status find_match(rr_explanation *e, const rr_matcher *matcher, const rr_profile *profile, uint32_t occupation,
                            const rr_match_options *given, rr_error *err)
{
    rr_match_options options = {0};
    memcpy(&options, given, given->size < sizeof options ? given->size : sizeof options);
    rr_status status = RR_EUSAGE;
    if (options.plugins != NULL && options.date[0] != '\0')
        status = rr_plan_run(&e->plan, matcher, profile, occupation, given, NULL, err);
    if (status == RR_EUSAGE)
        status = rr_match_one(&e->own, matcher, profile, occupation, given, err);
    e->result = e->own != NULL ? e->own : e->plan != NULL ? rr_plan_result_match(e->plan) : NULL;
    return status;
}

rr_status rr_explain(rr_explanation **out, const rr_matcher *matcher, const rr_profile *profile, uint32_t occupation,
                     const rr_match_options *options, rr_error *err)
{
    const rr_allocator *a = &matcher->context->allocator;
    *out = NULL;
    rr_explanation *e = rr__alloc(a, sizeof *e);
    if (e == NULL)
        return rr__fail_nomem(err);
    e->context = matcher->context;
    rr_status status = find_match(e, matcher, profile, occupation, options, err);
    const rr_match *match = status == RR_OK ? rr_match_at(e->result, 0) : NULL;
    size_t room = match == NULL ? 0 : (match->gap_count + 1) * sizeof(choice);
    choice *choices = match == NULL ? NULL : rr__alloc(a, room);
    e->changes = match == NULL ? NULL : rr__alloc(a, (match->gap_count + match->verdict_count + match->finding_count + 1) * sizeof *e->changes);
    if (status == RR_OK && (choices == NULL || e->changes == NULL))
        status = rr__fail_nomem(err);
    if (status == RR_OK) {
        choose_gap(e, match, rr__block_head(matcher->taxonomy->block)->viable_readiness_ppm, choices);
        add_laws(e, match);
        *out = e;
    } else {
        rr_explanation_destroy(e);
    }
    rr__free_secret(a, choices, room);
    return status;
}

void rr_explanation_destroy(rr_explanation *e)
{
    if (e == NULL)
        return;
    rr_match_result_destroy(e->own);
    rr_plan_result_destroy(e->plan);
    rr__free_secret(&e->context->allocator, e->changes, e->change_count * sizeof *e->changes);
    rr__free_secret(&e->context->allocator, e, sizeof *e);
}

const rr_match *rr_explanation_match(const rr_explanation *e)
{
    return rr_match_at(e->result, 0);
}

const rr_match_result *rr_explanation_result(const rr_explanation *e)
{
    return e->result;
}

const rr_plan_result *rr_explanation_plan(const rr_explanation *e)
{
    return e->plan;
}

size_t rr_explanation_ranked(const rr_explanation *e)
{
    return rr_match_ranked(e->result);
}

size_t rr_explanation_change_count(const rr_explanation *e)
{
    return e->change_count;
}

const rr_change *rr_explanation_change(const rr_explanation *e, size_t index)
{
    return index < e->change_count ? &e->changes[index] : NULL;
}

int rr_explanation_reachable(const rr_explanation *e)
{
    return e->reachable;
}
