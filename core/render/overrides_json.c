/* SPDX-License-Identifier: MIT */
/* What the caseworker decided and what it changed in; JSON out: the decisions, their effects, the roles they left out, and what
 * has to be noticed. */
#include "override/overrides.h"
#include "render/page.h"

void rr__json_override(rr__json_out *w, const rr_override *o)
{
    if (o != NULL)
        rr__json_int(w, "override", o->index);
}

static void put_effect(rr__json_out *w, const rr_override_effect *e, const rr_taxonomy *taxonomy)
{
    const rr_override *o = e->override;
    rr_entry entry;
    rr__json_open(w, NULL, '{');
    rr__json_int(w, "override", o->index);
    rr__json_bool(w, "applied", e->applied != 0);
    if (o->descriptor != RR_NONE) {
        rr__json_text(w, "descriptor", rr__descriptor_id(taxonomy, o->descriptor));
        rr__json_text(w, "was", e->was_held ? "held" : e->was_struck ? "struck" : "not-held");
        rr__json_level(w, "was_level", e->was_level);
        rr__json_text(w, "was_origin", e->was_held ? rr__origin_name(e->was_origin) : NULL);
    }
    if (o->occupation != RR_NONE)
        rr__json_text(w, "occupation", rr__occupation_id(taxonomy, o->occupation));
    if (o->kind == RR_OVERRIDE_VERDICT && rr_occupation_entry(taxonomy, o->occupation, o->entry, &entry))
        rr__json_text(w, "code", entry.code);
    if (o->kind == RR_OVERRIDE_VERDICT || o->kind == RR_OVERRIDE_FINDING) {
        rr__json_text(w, "was", e->applied ? rr__state_name(e->was_state) : NULL);
        rr__json_bool(w, "law", e->is_law != 0);
    }
    if (o->kind == RR_OVERRIDE_ORDER) {
        rr__json_rank(w, "computed_rank", e->was_rank);
        rr__json_rank(w, "rank", e->rank);
    }
    rr__json_close(w, '}');
}

void rr__json_rank(rr__json_out *w, const char *key, uint32_t rank)
{
    rr__json_known(w, key, rank, rank > 0);
}

void rr__json_decisions(rr__json_out *w, const rr_match_result *result, const rr_taxonomy *taxonomy)
{
    rr_override_effect e;
    rr__json_overrides(w, "overrides", rr_match_overrides(result));
    rr__json_open(w, "override_effects", '[');
    for (size_t i = 0; rr_match_override(result, i, &e); i++)
        put_effect(w, &e, taxonomy);
    rr__json_close(w, ']');
}

void rr__json_left_out(rr__json_out *w, const rr_match_result *result, const rr_taxonomy *taxonomy, rr_lang lang)
{
    rr__json_open(w, "left_out", '[');
    for (size_t i = 0; i < rr_match_left_out_count(result); i++) {
        const rr_match *m = rr_match_left_out(result, i);
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "occupation", rr__occupation_id(taxonomy, m->occupation));
        rr__json_text(w, "label", rr_occupation_label(taxonomy, m->occupation, lang));
        rr__json_int(w, "computed_rank", m->computed_rank);
        rr__json_int(w, "score_ppm", m->score_ppm);
        rr__json_int(w, "fit_ppm", m->fit_ppm);
        rr__json_override(w, m->order);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

void rr__json_override_notices(rr__json_out *w, const rr_match_result *result, rr_lang lang)
{
    rr_override_effect e;
    for (size_t i = 0; rr_match_override(result, i, &e); i++) {
        if (e.applied && !e.is_law)
            continue;
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "kind", e.applied ? "law-overridden" : "override-without-effect");
        rr__json_int(w, "override", e.override->index);
        rr__json_text(w, "text", rr__word(lang, e.applied ? RR__LABEL_LAW_OVERRIDDEN : RR__LABEL_OVERRIDE_NOTHING));
        rr__json_close(w, '}');
    }
}
