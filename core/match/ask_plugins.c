/* SPDX-License-Identifier: MIT */
/* Candidates with their fits in; the findings and adjustments of the region's plugins, by candidate, out. */
#include <string.h>

#include "base/error.h"
#include "match/ranking.h"
#include "plugin/plugins.h"

rr_status rr__worker_held(rrp_vec *out, const rr__worker *w, rr__arena *arena, rr_error *err)
{
    uint32_t descriptors = rr__block_count(w->matcher->taxonomy->block, RR__SEC_DESCRIPTORS), count = 0;
    for (uint32_t d = 0; d < descriptors; d++)
        count += w->holdings[d].held;
    rrp_held *held = rr__arena_alloc(arena, (count + (size_t)1) * sizeof *held, 8);
    if (held == NULL)
        return rr__fail_nomem(err);
    *out = (rrp_vec){held, count, sizeof *held};
    for (uint32_t d = 0; d < descriptors; d++) {
        const rr__holding *h = &w->holdings[d];
        if (h->held)
            *held++ = (rrp_held){d + 1, h->level < 0 ? 0 : h->level, h->origin, 0};
    }
    return RR_OK;
}

static rr_status take_missing(rrp_vec *out, const rr__worker *w, uint32_t occupation, rr__arena *arena, rr_error *err)
{
    rr_match match = {.occupation = occupation};
    rr_status status = rr__add_gap(&match, arena, w, err);
    rrp_skill_level *missing = status == RR_OK ? rr__arena_alloc(arena, (match.gap_count + 1) * sizeof *missing, 8) : NULL;
    if (status == RR_OK && missing == NULL)
        status = rr__fail_nomem(err);
    *out = (rrp_vec){missing, 0, sizeof *missing};
    for (size_t i = 0; i < match.gap_count && status == RR_OK; i++)
        if (match.gap[i].essential)
            missing[out->count++] = (rrp_skill_level){match.gap[i].descriptor + 1, match.gap[i].to_level < 0 ? 0 : match.gap[i].to_level};
    return status;
}

static rr_status take_candidates(rrp_vec *out, const rr__ranking *r, rr__arena *arena, bool with_missing, rr_error *err)
{
    rrp_candidate *candidates = rr__arena_alloc(arena, (r->count + (size_t)1) * sizeof *candidates, 8);
    rr_status status = candidates == NULL ? rr__fail_nomem(err) : RR_OK;
    *out = (rrp_vec){candidates, r->count, sizeof *candidates};
    for (uint32_t i = 0; i < r->count && status == RR_OK; i++) {
        uint32_t occupation = rr__index_documents(r->index)[r->candidates[i].document];
        int32_t readiness = rr__readiness(r->w, occupation);
        candidates[i] = (rrp_candidate){.occupation = occupation + 1, .fit_ppm = r->candidates[i].fit,
                                        .has = readiness >= 0 ? RRP_CANDIDATE_READINESS : 0, .readiness_ppm = readiness >= 0 ? readiness : 0,
                                        .missing = {NULL, 0, sizeof(rrp_skill_level)}};
        if (with_missing)
            status = take_missing(&candidates[i].missing, r->w, occupation, arena, err);
    }
    return status;
}

/* Calls `each` with every finding, plugins in the order of their ids. */
static void each_finding(rr__ranking *r, const rr__said *said, size_t plugins,
                         void (*each)(rr__ranking *r, rr__candidate *c, uint32_t plugin, const rrp_finding *f, void *user), void *user)
{
    for (size_t p = 0; p < plugins; p++)
        for (size_t half = 0; half < 2; half++)
            for (uint32_t v = 0; v < said[p].verdicts[half].count; v++) {
                const rrp_verdict *verdict = RRP_AT(rrp_verdict, said[p].verdicts[half], v);
                for (uint32_t f = 0; f < verdict->findings.count; f++)
                    each(r, &r->candidates[verdict->candidate], (uint32_t)p, RRP_AT(rrp_finding, verdict->findings, f), user);
            }
}

static uint32_t occupation_of(const rr__ranking *r, const rr__candidate *c)
{
    return rr__index_documents(r->index)[c->document];
}

static void count_one(rr__ranking *r, rr__candidate *c, uint32_t plugin, const rrp_finding *f, void *user)
{
    (void)user;
    const rr_override *override = rr__decide_finding(r->w, occupation_of(r, c), plugin, f);
    uint32_t state = override != NULL ? (uint32_t)override->state : f->state;
    bool to_meet = (f->flags & RRP_INFORMATION) == 0 && f->course_id.n == 0;
    c->findings++;
    c->delta += f->delta_ppm;
    c->sunk = c->sunk || (to_meet && f->rule_class == RRP_LAW && state == RRP_UNMET);
}

typedef struct placing {
    rr_rule_finding *findings;
    rr__arena *arena; /* for findings that are overridden: roles share the others */
    bool nomem;
} placing;

static void place_one(rr__ranking *r, rr__candidate *c, uint32_t plugin, const rrp_finding *f, void *user)
{
    placing *p = user;
    rr_rule_finding *out = &p->findings[c->first + c->findings++];
    *out = (rr_rule_finding){plugin, f, rr__decide_finding(r->w, occupation_of(r, c), plugin, f), (rr_verdict_state)(f->state % 3)};
    if (out->override == NULL)
        return;
    rr_override_effect *effect = &r->w->effects[out->override->index];
    rrp_finding *own = rr__arena_alloc(p->arena, sizeof *own, _Alignof(rrp_finding));
    p->nomem = p->nomem || own == NULL;
    if (own == NULL)
        return;
    *own = *f;
    own->state = (uint32_t)out->override->state;
    out->finding = own;
    if (out->computed == out->override->state)
        return;
    effect->applied = 1;
    effect->was_state = out->computed;
    effect->is_law = effect->is_law || f->rule_class == RRP_LAW;
}

static rr_status sort_findings(rr__ranking *r, const rr__said *said, size_t plugins, rr__arena *arena, rr_error *err)
{
    uint32_t total = 0;
    each_finding(r, said, plugins, count_one, NULL);
    for (uint32_t i = 0; i < r->count; i++) {
        r->candidates[i].first = total;
        total += r->candidates[i].findings;
        r->candidates[i].findings = 0;
    }
    placing p = {.findings = rr__arena_alloc(arena, (total + (size_t)1) * sizeof *p.findings, 8), .arena = arena};
    if (p.findings != NULL)
        each_finding(r, said, plugins, place_one, &p);
    r->findings = p.findings;
    return p.findings == NULL || p.nomem ? rr__fail_nomem(err) : RR_OK;
}

rr_status rr__ranking_consult(rr__ranking *r, rr_match_result *result, rr_error *err)
{
    rr_plugins *plugins = (rr_plugins *)(uintptr_t)r->w->options->plugins; /* lending sessions is not seen from outside */
    rr__arena *arena = &result->arena;
    rrp_vec held, candidates;
    rrp_profile person;
    if (plugins == NULL || plugins->items.count == 0)
        return RR_OK;
    rr_status status = rr__worker_held(&held, r->w, arena, err);
    if (status == RR_OK)
        status = take_candidates(&candidates, r, arena, plugins->code_scores, err);
    if (status == RR_OK)
        status = rr__person_take(&person, arena, r->w->profile, plugins->region, r->w->options->date, &held, err);
    if (status == RR_OK)
        status = rr__plugins_score(plugins, arena, &person, &candidates, r->w->options->deadline_ms, &result->said, err);
    if (status == RR_OK)
        status = sort_findings(r, result->said, plugins->items.count, arena, err);
    result->plugins = plugins;
    return status;
}

int rr_match_plugin(const rr_match_result *result, size_t index, rr_plugin_run *out)
{
    rr_plugin_info info;
    memset(out, 0, sizeof *out);
    if (result->said == NULL || !rr_plugins_at(result->plugins, index, &info))
        return 0;
    *out = (rr_plugin_run){rr__fault_code(result->said[index].failure.fault), result->said[index].failure.detail, info.isolation};
    return 1;
}
