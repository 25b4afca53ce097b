/* SPDX-License-Identifier: MIT */
/* A person and the role at the end in; which roles a path to it may go over, out. */
#include <string.h>

#include "base/error.h"
#include "plan/gather.h"
#include "plan/later_self.h"
#include "plan/stops.h"
#include "plan/walk.h"

enum { STOPS_MOST = 8,    /* roles tried as the stop of a path of two */
       AFLOAT_MOST = 4,   /* and of more than those the ones whose pay reaches the floor */
       PAIRS_MOST = 6, BEFORE_MOST = 2, /* second stops of a path of three, and first ones tried for each */
       LOOKS_MOST = 10,   /* second stops for which first ones are looked for */
       AHEAD_MOST = 16 }; /* first stops from which the next are looked for, without courses */

typedef struct seeking {
    rr__walking *w;
    rr__chains *chains;
    const rr__worker *worker; /* the person as of today */
    uint32_t target;
    int32_t threshold;
    rr__stop *stops;
    size_t count;
} seeking;

static void add_chain(rr__chains *c, const uint32_t *roles, size_t length)
{
    if (c->count == RR__CHAINS_MOST)
        return;
    memcpy(c->roles[c->count], roles, length * sizeof *roles);
    c->lengths[c->count++] = length;
}

/* Whether what the role pays reaches the floor. */
static bool keeps_afloat(const rr__walking *w, uint32_t occupation)
{
    rr_path_step step = {.occupation = occupation};
    rr__judge_income(w, &step);
    return step.income == RR_INCOME_MET;
}

/* Viable stops first; with a catalogue also some that courses may make viable, which stand behind them, and some that only
 * keep the household while the rest is learnt. Without one, what a stop teaches must be enough. */
static void add_stops(const seeking *s, bool courses)
{
    size_t viable = 0, others = 0, afloat = 0;
    for (size_t i = 0; i < s->count; i++) {
        const rr__stop *stop = &s->stops[i];
        size_t *taken = stop->viable ? &viable : &others;
        bool leads = courses || (stop->viable && stop->leads_to_ppm >= s->threshold);
        if (*taken >= STOPS_MOST && courses && stop->viable && afloat < AFLOAT_MOST && keeps_afloat(s->w, stop->occupation))
            taken = &afloat;
        else if (*taken >= STOPS_MOST || !leads)
            continue;
        ++*taken;
        add_chain(s->chains, (uint32_t[]){stop->occupation, s->target}, 2);
    }
}

/* With courses: second stops that aren't viable yet, with the first stops that lead furthest towards them. */
static void add_pairs(const seeking *s)
{
    size_t pairs = 0, looks = 0;
    for (size_t i = 0; i < s->count && pairs < PAIRS_MOST && looks < LOOKS_MOST; i++) {
        rr__stop *before = NULL;
        size_t before_count = 0, taken = 0;
        if (s->stops[i].viable)
            continue;
        looks++;
        if (!rr__find_stops(&before, &before_count, s->worker, s->stops[i].occupation, false)) {
            s->w->status = rr__fail_nomem(s->w->err);
            return;
        }
        for (size_t k = 0; k < before_count && taken < BEFORE_MOST && before[k].viable; k++)
            if (before[k].occupation != s->target) {
                add_chain(s->chains, (uint32_t[]){before[k].occupation, s->stops[i].occupation, s->target}, 3);
                taken++;
            }
        pairs += taken > 0;
        rr__stops_free(s->worker, before);
    }
}

/* Without courses: what each viable first stop makes viable. */
static void look_ahead(const seeking *s)
{
    rr__walking *w = s->w;
    for (size_t i = 0; i < s->count && i < AHEAD_MOST && s->stops[i].viable && w->status == RR_OK; i++) {
        rr_match_options options;
        rr_profile *later = NULL;
        rr__stop *next = NULL;
        size_t next_count = 0, taken = 0;
        int32_t leave = w->first_day + rr__stop_days(w);
        w->status = rr__later_self(&later, s->worker, NULL, s->stops[i].occupation, w->stop_months, leave, w->err);
        rr__worker *then = w->status == RR_OK ? rr__worker_on(w, later, leave, &options) : NULL;
        if (then != NULL && !rr__find_stops(&next, &next_count, then, s->target, false))
            w->status = rr__fail_nomem(w->err);
        for (size_t k = 0; k < next_count && taken < BEFORE_MOST && next[k].viable; k++)
            if (next[k].leads_to_ppm >= s->threshold && next[k].occupation != s->stops[i].occupation) {
                add_chain(s->chains, (uint32_t[]){s->stops[i].occupation, next[k].occupation, s->target}, 3);
                taken++;
            }
        rr__stops_free(s->worker, next);
        rr__worker_destroy(then);
        rr_profile_destroy(later);
    }
}

void rr__find_chains(rr__walking *w, rr__chains *chains, uint32_t target)
{
    rr_match_options options;
    bool courses = w->options.plugins != NULL && rr_plugins_course_count(w->options.plugins) > 0;
    rr__worker *worker = rr__worker_on(w, w->profile, w->first_day, &options);
    seeking s = {.w = w, .chains = chains, .worker = worker, .target = target,
                 .threshold = (int32_t)rr__block_head(w->m->taxonomy->block)->viable_readiness_ppm};
    if (worker == NULL)
        return;
    if (!rr__find_stops(&s.stops, &s.count, worker, target, true))
        w->status = rr__fail_nomem(w->err);
    if (w->status == RR_OK && w->most_steps > 1)
        add_stops(&s, courses);
    if (w->status == RR_OK && w->most_steps > 2)
        (courses ? add_pairs : look_ahead)(&s);
    rr__stops_free(worker, s.stops);
    rr__worker_destroy(worker);
}
