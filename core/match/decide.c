/* SPDX-License-Identifier: MIT */
/* The caseworker's overrides and what was computed in; what holds then, and what each override did, out. */
#include <string.h>

#include "base/error.h"
#include "match/ranking.h"
#include "override/overrides.h"

/* They must have been resolved for what is matched here: their numbers mean nothing elsewhere. */
rr_status rr__decide_options(const rr_match_options *options, const rr_matcher *m, rr_error *err)
{
    const rr_overrides *o = options->overrides;
    if (rr_overrides_count(o) == 0 || (o->taxonomy == m->taxonomy && (o->plugins == options->plugins || options->plugins == NULL)))
        return RR_OK;
    return rr__fail(err, RR_EUSAGE, RR__MSG_BAD_CALL, "rr_overrides_resolve", NULL);
}

rr_override_effect *rr__decide_effects(rr__arena *arena, const rr_overrides *overrides)
{
    size_t count = rr_overrides_count(overrides);
    rr_override_effect *effects = rr__arena_alloc(arena, (count + 1) * sizeof *effects, _Alignof(rr_override_effect));
    for (size_t i = 0; i < count && effects != NULL; i++)
        effects[i] = (rr_override_effect){.override = rr_overrides_at(overrides, i), .was_level = -1};
    return effects;
}

/* What the profile says of the skill makes room for what the caseworker does. */
static bool replace_statements(rr__worker *w, const rr__statement *by)
{
    size_t kept = 0;
    rr__statement *all = w->statements.data;
    for (size_t i = 0; i < w->statements.count; i++)
        if (all[i].descriptor != by->descriptor)
            all[kept++] = all[i];
    w->statements.count = kept;
    return rr__vec_push(&w->statements, by);
}

static bool decide_skill(rr__worker *w, const rr_override *o)
{
    const rr__holding *h = &w->holdings[o->descriptor];
    rr_override_effect *effect = &w->effects[o->index];
    bool strikes = o->kind == RR_OVERRIDE_STRIKE, verified = h->held && h->origin == RR_ORIGIN_VERIFIED;
    *effect = (rr_override_effect){.override = o, .was_held = h->held, .was_struck = h->struck, .was_level = h->level,
                                   .was_origin = (rr_origin)h->origin};
    if (!h->held)
        effect->was_level = -1;
    if (o->kind == RR_OVERRIDE_LEVEL && !h->held)
        return true; /* a level of what is not there */
    int32_t level = strikes ? -1 : o->ascending_level >= 0 ? o->ascending_level : h->held ? h->level : -1;
    rr__statement said = {o->descriptor, level, strikes ? RR_SKILL_STRUCK : verified ? RR_SKILL_VERIFIED : RR_SKILL_STATED, o};
    effect->applied = strikes ? !h->struck : !h->held || h->level != level || h->origin == RR_ORIGIN_INFERRED;
    uint8_t origin = strikes ? RR_ORIGIN_INFERRED : verified ? RR_ORIGIN_VERIFIED : RR_ORIGIN_STATED;
    rr__worker_hold(w, o->descriptor, (rr__holding){.held = !strikes, .struck = strikes, .level = level, .origin = origin},
                    (rr__whence){o, RR_NONE});
    return replace_statements(w, &said);
}

bool rr__decide_skills(rr__worker *w)
{
    for (size_t i = 0; i < rr_overrides_count(w->options->overrides); i++) {
        const rr_override *o = rr_overrides_at(w->options->overrides, i);
        if (o->kind <= RR_OVERRIDE_LEVEL && !decide_skill(w, o))
            return false;
    }
    return true;
}

const rr_override *rr__decide_verdict(const rr__worker *w, uint32_t occupation, uint32_t entry)
{
    for (size_t i = 0; i < rr_overrides_count(w->options->overrides); i++) {
        const rr_override *o = rr_overrides_at(w->options->overrides, i);
        if (o->kind == RR_OVERRIDE_VERDICT && o->occupation == occupation && o->entry == entry)
            return o;
    }
    return NULL;
}

/* One that names the role goes before one for every role. Adjustments and things to know are no verdicts. */
const rr_override *rr__decide_finding(const rr__worker *w, uint32_t occupation, uint32_t plugin, const rrp_finding *f)
{
    const rr_override *general = NULL;
    bool verdict = f->delta_ppm == 0 && (f->flags & RRP_INFORMATION) == 0;
    for (size_t i = 0; verdict && i < rr_overrides_count(w->options->overrides); i++) {
        const rr_override *o = rr_overrides_at(w->options->overrides, i);
        if (o->kind != RR_OVERRIDE_FINDING || o->plugin_index != plugin || strlen(o->condition) != f->code.n ||
            memcmp(o->condition, f->code.p, f->code.n) != 0)
            continue;
        if (o->occupation == occupation)
            return o;
        if (o->role == NULL)
            general = o;
    }
    return general;
}

static rr__candidate *find_candidate(const rr__ranking *r, uint32_t occupation)
{
    for (uint32_t i = 0; i < r->count; i++)
        if (rr__index_documents(r->index)[r->candidates[i].document] == occupation)
            return &r->candidates[i];
    return NULL;
}

void rr__decide_note_verdicts(const rr__ranking *r)
{
    const rr__block *b = r->w->matcher->taxonomy->block;
    for (size_t i = 0; i < rr_overrides_count(r->w->options->overrides); i++) {
        const rr_override *o = rr_overrides_at(r->w->options->overrides, i);
        if (o->kind != RR_OVERRIDE_VERDICT || find_candidate(r, o->occupation) == NULL)
            continue;
        const rr__entry *e = RR__RECORD(rr__entry, b, RR__SEC_ENTRIES, rr__block_occupation(b, o->occupation)->entries.first + o->entry);
        rr_override_effect *effect = &r->w->effects[i];
        effect->was_state = rr__judge(r->w, e);
        effect->applied = effect->was_state != o->state;
        effect->is_law = effect->applied && e->rule_class == RR_CLASS_LAW;
    }
}

/* The candidate that an override puts nearest to the front, beyond those taken already; NULL: none. */
static rr__candidate *next_placed(const rr__ranking *r, uint32_t beyond)
{
    rr__candidate *next = NULL;
    for (uint32_t i = 0; i < r->count; i++) {
        rr__candidate *c = &r->candidates[i];
        if (c->order != NULL && c->order->place < RR_PLACE_LAST && c->order->place > beyond && (next == NULL || c->order->place < next->order->place))
            next = c;
    }
    return next;
}

static uint32_t append_placed_at(rr__candidate *out, uint32_t used, const rr__ranking *r, uint32_t place)
{
    for (uint32_t i = 0; i < r->count; i++)
        if (r->candidates[i].order != NULL && r->candidates[i].order->place == place)
            out[used++] = r->candidates[i];
    return used;
}

/* Those without an override keep their order; one at rank N stands there, as far as there are others. */
static void arrange(rr__candidate *out, rr__ranking *r)
{
    uint32_t used = 0, at = 0;
    const rr__candidate *placed = next_placed(r, 0);
    for (;;) {
        while (at < r->count && r->candidates[at].order != NULL)
            at++;
        if (placed == NULL && at == r->count)
            break;
        if (placed != NULL && (placed->order->place <= used + 1 || at == r->count)) {
            out[used++] = *placed;
            placed = next_placed(r, placed->order->place);
        } else {
            out[used++] = r->candidates[at++];
        }
    }
    used = append_placed_at(out, used, r, RR_PLACE_LAST);
    r->left_out = r->count - used;
    append_placed_at(out, used, r, RR_PLACE_OUT);
}

rr_status rr__decide_order(rr__ranking *r, rr_error *err)
{
    const rr_allocator *a = &r->w->matcher->context->allocator;
    const rr_overrides *overrides = r->w->options->overrides;
    bool any = false;
    for (uint32_t i = 0; i < r->count; i++)
        r->candidates[i].computed = i + 1;
    for (size_t i = 0; i < rr_overrides_count(overrides); i++) {
        const rr_override *o = rr_overrides_at(overrides, i);
        rr__candidate *c = o->kind == RR_OVERRIDE_ORDER ? find_candidate(r, o->occupation) : NULL;
        if (c == NULL)
            continue;
        c->order = o;
        any = true;
    }
    if (!any)
        return RR_OK;
    rr__candidate *arranged = rr__alloc(a, (r->count + (size_t)1) * sizeof *arranged);
    if (arranged == NULL)
        return rr__fail_nomem(err);
    arrange(arranged, r);
    memcpy(r->candidates, arranged, r->count * sizeof *arranged);
    rr__free_secret(a, arranged, (r->count + (size_t)1) * sizeof *arranged);
    for (uint32_t i = 0; i < r->count; i++) {
        const rr__candidate *c = &r->candidates[i];
        if (c->order == NULL)
            continue;
        rr_override_effect *effect = &r->w->effects[c->order->index];
        effect->was_rank = c->computed;
        effect->rank = i < r->count - r->left_out ? i + 1 : 0;
        effect->applied = effect->was_rank != effect->rank;
    }
    return RR_OK;
}
