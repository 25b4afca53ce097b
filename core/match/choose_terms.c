/* SPDX-License-Identifier: MIT */
/* A taxonomy's model in, the index's terms with their weights out; recipes by the kind of facet where it has none. */
#include "match/building.h"

static bool add_default(rr__building *o, uint32_t kind, uint32_t facet, uint32_t generation, uint32_t tf, uint32_t quarters, uint32_t variant, float weight)
{
    rr__index_term t = {.term = RR_NONE};
    t.how = (rr__term){.kind = kind, .facet = facet, .columns = 3, .centre = 3, .generation = generation, .tf = tf, .idf_quarters = quarters,
                       .ngrams = kind == RR__TERM_TITLES ? variant : 0, .text_kind = kind == RR__TERM_TEXT ? variant : 0,
                       .preferred = 1000000, .alternative = 1000000, .divisor = 1000000, .level_factor = 1000000};
    for (uint32_t c = 0; c < RR__COMBINATIONS; c++)
        t.weights[c] = (kind == RR__TERM_TITLES && !(c & 1)) || (kind == RR__TERM_TEXT && !(c & 2)) ? 0 : weight;
    if (o->terms.count == RR__TERMS_MAX)
        return true; /* more facets than terms can be: the first ones count */
    return rr__vec_push(&o->terms, &t) || rr__building_fail(o);
}

static bool has_parents(const rr__building *o, uint32_t facet)
{
    for (uint32_t d = 0; d < rr__block_count(o->b, RR__SEC_DESCRIPTORS); d++)
        if (rr__block_descriptor(o->b, d)->facet == facet && rr__block_descriptor(o->b, d)->broader.count > 0)
            return true;
    return false;
}

static void add_defaults(rr__building *o)
{
    for (uint32_t f = 0; f < rr__block_count(o->b, RR__SEC_FACETS); f++) {
        uint32_t kind = RR__RECORD(rr__facet, o->b, RR__SEC_FACETS, f)->kind;
        if (kind == RR_FACET_RATED)
            add_default(o, RR__TERM_RATED, f, 0, RR__TF_RAW, 0, 0, 1);
        else if (kind == RR_FACET_SCALE)
            add_default(o, RR__TERM_SCALE, f, 0, RR__TF_RAW, 0, 0, 0.1f);
        else {
            add_default(o, RR__TERM_LISTED, f, 0, RR__TF_LOG, 4, 0, 1);
            if (has_parents(o, f))
                add_default(o, RR__TERM_LISTED, f, 1, RR__TF_SQRT, 2, 0, 0.5f);
        }
    }
    add_default(o, RR__TERM_TITLES, RR_NONE, 0, RR__TF_SQRT, 3, 0, 0.5f);
    add_default(o, RR__TERM_TITLES, RR_NONE, 0, RR__TF_SQRT, 3, 1, 0.15f);
    add_default(o, RR__TERM_TEXT, RR_NONE, 0, RR__TF_LOG, 3, 1, 0.25f);
    add_default(o, RR__TERM_TEXT, RR_NONE, 0, RR__TF_LOG, 3, 0, 0.25f);
}

static float default_weight(const rr__index_term *t, uint32_t combination)
{
    if (t->how.kind == RR__TERM_TITLES)
        return combination & 1 ? t->how.ngrams ? 0.15f : 0.5f : 0;
    if (t->how.kind == RR__TERM_TEXT)
        return combination & 2 ? 0.25f : 0;
    return t->how.kind == RR__TERM_SCALE ? 0.1f : t->how.generation > 0 ? 0.5f : 1;
}

/* The model's terms; a combination for which it has no weights gets defaults by the kind of term. */
void rr__building_choose_terms(rr__building *o)
{
    bool weighted[RR__COMBINATIONS] = {false};
    uint32_t count = rr__block_count(o->b, RR__SEC_TERMS);
    for (uint32_t i = 0; i < count && i < RR__TERMS_MAX && !o->failed; i++) {
        rr__index_term t = {.term = i, .how = *RR__RECORD(rr__term, o->b, RR__SEC_TERMS, i)};
        if (!rr__vec_push(&o->terms, &t))
            rr__building_fail(o);
    }
    for (uint32_t i = 0; i < rr__block_count(o->b, RR__SEC_WEIGHTS) && !o->failed; i++) {
        const rr__weight *w = RR__RECORD(rr__weight, o->b, RR__SEC_WEIGHTS, i);
        weighted[w->combination] = true;
        if (w->term < o->terms.count)
            RR__AT(rr__index_term, &o->terms, w->term).weights[w->combination] = (float)((double)w->value / 1e6);
    }
    for (size_t i = 0; i < o->terms.count; i++)
        for (uint32_t c = 0; c < RR__COMBINATIONS; c++) {
            rr__index_term *t = &RR__AT(rr__index_term, &o->terms, i);
            if (!weighted[c])
                t->weights[c] = default_weight(t, c);
        }
    if (count == 0)
        add_defaults(o);
    for (size_t i = 0; i < o->terms.count; i++) {
        rr__index_term *t = &RR__AT(rr__index_term, &o->terms, i);
        uint32_t scale = t->how.facet == RR_NONE ? RR_NONE : RR__RECORD(rr__facet, o->b, RR__SEC_FACETS, t->how.facet)->scale;
        if (scale == RR_NONE)
            continue;
        const rr__scale *s = RR__RECORD(rr__scale, o->b, RR__SEC_SCALES, scale);
        t->lowest_level = (float)(s->first < s->last ? s->first : s->last);
        t->level_range = (float)(s->first < s->last ? s->last - s->first : s->first - s->last);
    }
}

