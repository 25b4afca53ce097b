/* SPDX-License-Identifier: MIT */
/* A builder's records in, the frozen block out: concepts sorted by id with the groups of their children,
 * the model, the table of names, and all of it put behind one header. */
#include <string.h>

#include "taxonomy/freeze_parts.h"

/* The groups that occupations and descriptors point to. */
typedef struct children {
    rr__groups labels[2], texts[2], patterns[2], crosswalks[2], broader, narrower, requirements, required_by, codes, entries,
        exposures, pays, standards, notes;
} children;

static void finish_children(children *c, const rr_allocator *a)
{
    rr__groups *all = (rr__groups *)c;
    for (size_t i = 0; i < sizeof *c / sizeof *all; i++)
        rr__free(a, all[i].first);
}

static void freeze_children(rr__freezing *f, children *c)
{
    for (int kind = 0; kind < 2; kind++)
        c->labels[kind] = rr__freeze_labels(f, kind);
    rr__vec_finish(&f->b->labels);
    rr__freeze_begin(f, RR__SEC_TEXTS, sizeof(rr__text_item));
    for (int kind = 0; kind < 2; kind++)
        c->texts[kind] = rr__freeze_texts(f, kind);
    rr__vec_finish(&f->b->texts);
    rr__freeze_begin(f, RR__SEC_PATTERNS, sizeof(rr__pattern));
    for (int kind = 0; kind < 2; kind++)
        c->patterns[kind] = rr__freeze_patterns(f, kind);
    rr__freeze_begin(f, RR__SEC_CROSSWALKS, sizeof(rr__crosswalk));
    for (int kind = 0; kind < 2; kind++)
        c->crosswalks[kind] = rr__freeze_crosswalks(f, kind);
    rr__freeze_links(f, RR__SEC_BROADER, true, &c->broader);
    rr__freeze_links(f, RR__SEC_NARROWER, false, &c->narrower);
    c->requirements = rr__freeze_requirements(f);
    rr__freeze_required_by(f, &c->requirements, &c->required_by);
    c->codes = rr__freeze_codes(f);
    rr__freeze_code_order(f);
    c->entries = rr__freeze_entries(f);
    c->exposures = rr__freeze_exposures(f);
    c->pays = rr__freeze_pays(f);
    c->standards = rr__freeze_standards(f);
    c->notes = rr__freeze_notes(f);
}

static uint32_t facet_of(const rr__freezing *f, uint32_t descriptor_rank)
{
    return RR__AT(rr__concept_in, &f->b->concepts[1], f->order[1][descriptor_rank]).facet_index;
}

static void freeze_descriptors(rr__freezing *f, const children *c, uint32_t *facet_counts)
{
    rr__freeze_begin(f, RR__SEC_DESCRIPTORS, sizeof(rr__descriptor));
    for (uint32_t r = 0; r < f->count[1] && !f->failed; r++) {
        const rr__concept_in *in = &RR__AT(rr__concept_in, &f->b->concepts[1], f->order[1][r]);
        uint32_t facet = facet_of(f, r);
        rr__descriptor d = {.id = rr__freeze_move_text(f, in->id), .facet = facet, .prov = rr__freeze_owner_prov(f, 1, f->order[1][r]),
                            .labels = rr__freeze_group_at(f, &c->labels[1], r), .texts = rr__freeze_group_at(f, &c->texts[1], r),
                            .patterns = rr__freeze_group_at(f, &c->patterns[1], r), .broader = rr__freeze_group_at(f, &c->broader, r),
                            .narrower = rr__freeze_group_at(f, &c->narrower, r), .crosswalks = rr__freeze_group_at(f, &c->crosswalks[1], r),
                            .required_by = rr__freeze_group_at(f, &c->required_by, r)};
        facet_counts[facet]++;
        rr__freeze_emit(f, RR__SEC_DESCRIPTORS, &d);
    }
}

/* A rated facet that says from which importance on a descriptor is essential says what an occupation takes;
 * one that doesn't (interests, styles) only describes it. */
static bool states_content(const rr__freezing *f, uint32_t facet)
{
    const rr__facet *facts = &RR__AT(rr__facet_build, &f->b->facets, facet).facts;
    return facts->kind == RR_FACET_RATED && facts->essential_from_ppm != RR_NONE;
}

static bool has_rated_facet(const rr__freezing *f)
{
    for (uint32_t i = 0; i < f->b->facets.count; i++)
        if (states_content(f, i))
            return true;
    return false;
}

/* Where such facets are, only what they rate can be ranked; else whatever states something. */
static bool has_content(const rr__freezing *f, rr__group requirements, bool rated)
{
    for (uint32_t i = 0; rated && i < requirements.count; i++) {
        uint32_t facet = facet_of(f, rr__freeze_requirement_at(f, requirements.first + i)->descriptor);
        if (states_content(f, facet))
            return true;
    }
    return !rated && requirements.count > 0;
}

static void freeze_occupations(rr__freezing *f, const children *c)
{
    bool rated = has_rated_facet(f);
    rr__freeze_begin(f, RR__SEC_OCCUPATIONS, sizeof(rr__occupation));
    for (uint32_t r = 0; r < f->count[0] && !f->failed; r++) {
        const rr__concept_in *in = &RR__AT(rr__concept_in, &f->b->concepts[0], f->order[0][r]);
        rr__occupation o = {.id = rr__freeze_move_text(f, in->id), .outlook = in->outlook, .role = in->role,
                            .prov = rr__freeze_owner_prov(f, 0, f->order[0][r]),
                            .labels = rr__freeze_group_at(f, &c->labels[0], r), .texts = rr__freeze_group_at(f, &c->texts[0], r),
                            .patterns = rr__freeze_group_at(f, &c->patterns[0], r),
                            .requirements = rr__freeze_group_at(f, &c->requirements, r), .codes = rr__freeze_group_at(f, &c->codes, r),
                            .crosswalks = rr__freeze_group_at(f, &c->crosswalks[0], r), .entries = rr__freeze_group_at(f, &c->entries, r),
                            .exposures = rr__freeze_group_at(f, &c->exposures, r), .pays = rr__freeze_group_at(f, &c->pays, r),
                            .standards = rr__freeze_group_at(f, &c->standards, r), .notes = rr__freeze_group_at(f, &c->notes, r)};
        o.has_content = has_content(f, o.requirements, rated);
        f->rated_count += o.has_content;
        rr__freeze_emit(f, RR__SEC_OCCUPATIONS, &o);
    }
}

static void freeze_facets(rr__freezing *f, const rr__group *labels, const uint32_t *counts)
{
    rr__freeze_begin(f, RR__SEC_FACETS, sizeof(rr__facet));
    for (size_t i = 0; i < f->b->facets.count; i++) {
        rr__facet facet = RR__AT(rr__facet_build, &f->b->facets, i).facts;
        facet.id = rr__freeze_move_text(f, facet.id);
        facet.descriptor_count = counts[i];
        facet.labels = labels[i];
        rr__freeze_emit(f, RR__SEC_FACETS, &facet);
    }
}

static void freeze_model(rr__freezing *f)
{
    rr__freeze_begin(f, RR__SEC_TERMS, sizeof(rr__term));
    for (size_t i = 0; i < f->b->terms.count; i++) {
        rr__term t = RR__AT(rr__term_build, &f->b->terms, i).facts;
        t.id = rr__freeze_move_text(f, t.id);
        rr__freeze_emit(f, RR__SEC_TERMS, &t);
    }
    rr__freeze_begin(f, RR__SEC_WEIGHTS, sizeof(rr__weight));
    for (size_t i = 0; i < f->b->weights.count; i++) {
        const rr__weight_build *in = &RR__AT(rr__weight_build, &f->b->weights, i);
        rr__weight w = {in->combination, rr__text_map_get(&f->b->term_ids, in->term), in->value};
        rr__freeze_emit(f, RR__SEC_WEIGHTS, &w);
    }
}

/* Labels by the hash of their normalised text, so that a title is found at once. */
static void freeze_name_slots(rr__freezing *f)
{
    uint32_t labels = f->sections[RR__SEC_LABELS].count, count = 16;
    rr__buf normal;
    while (count < labels * 2)
        count *= 2;
    rr__freeze_begin(f, RR__SEC_NAME_SLOTS, sizeof(uint32_t));
    uint32_t *slots = rr__freeze_room(f, RR__SEC_NAME_SLOTS, count);
    /* How far from each home slot all slots are taken: a hundred thousand things of one name are not walked past
     * a hundred thousand times. */
    uint32_t *taken = rr__freeze_get(f, count, sizeof *taken);
    rr__buf_init(&normal, f->allocator, 1 << 20);
    for (uint32_t i = 0; i < labels && !f->failed; i++) {
        const rr__label *label = (const rr__label *)(const void *)((const char *)f->out.data + f->sections[RR__SEC_LABELS].offset) + i;
        const char *text = (const char *)f->pool.data + label->text;
        rr__normalise(&normal, text, strlen(text));
        f->failed = normal.failed;
        if (label->concept > 1 || normal.len == 0)
            continue;
        uint32_t home = (uint32_t)rr__hash64(normal.data, normal.len) & (count - 1), slot = home + taken[home];
        while (slots[slot & (count - 1)] != 0)
            slot++;
        slots[slot & (count - 1)] = i + 1;
        taken[home] = slot + 1 - home;
    }
    rr__free(f->allocator, taken);
    rr__buf_finish(&normal);
}

static void freeze_end(rr__freezing *f, rr__group names)
{
    rr__builder *b = f->b;
    rr__head head = {rr__freeze_move_text(f, b->id), rr__freeze_move_text(f, b->version), rr__freeze_move_text(f, b->licence),
                     rr__freeze_move_text(f, b->licence_url), rr__freeze_move_text(f, b->attribution), names,
                     b->viable < 0 ? 600000 : (uint32_t)b->viable, f->rated_count};
    rr__freeze_begin(f, RR__SEC_HEAD, sizeof head);
    rr__freeze_emit(f, RR__SEC_HEAD, &head);
    rr__freeze_begin(f, RR__SEC_STRINGS, 1);
    f->failed = f->failed || !rr__vec_add(&f->out, f->pool.data, f->pool.count);
    if (f->failed)
        return;
    f->sections[RR__SEC_STRINGS].count = (uint32_t)f->pool.count;
    rr__block *block = f->out.data;
    memcpy(block->magic, RR__BLOCK_MAGIC, sizeof block->magic);
    block->version = RR__BLOCK_VERSION;
    block->endian = RR__BLOCK_ENDIAN;
    block->size = f->out.count;
    memcpy(block->sections, f->sections, sizeof f->sections);
    rr__sha256(block + 1, f->out.count - sizeof *block, block->sha256);
}

static void freeze_all(rr__freezing *f, children *c)
{
    rr__builder *b = f->b;
    rr__group names = {0, 0};
    rr__group *facet_labels = rr__freeze_get(f, b->facets.count, sizeof *facet_labels);
    uint32_t *facet_counts = rr__freeze_get(f, b->facets.count, sizeof *facet_counts);
    f->failed = f->failed || rr__vec_grow(&f->out, sizeof(rr__block)) == NULL || rr__vec_grow(&f->pool, 1) == NULL;
    for (int kind = 0; kind < 2 && !f->failed; kind++)
        rr__freeze_rank_concepts(f, kind);
    if (!f->failed) {
        rr__freeze_head(f);
        rr__freeze_names(f, &names, facet_labels);
        freeze_children(f, c);
    }
    if (!f->failed) {
        freeze_descriptors(f, c, facet_counts);
        freeze_occupations(f, c);
        freeze_facets(f, facet_labels, facet_counts);
        freeze_model(f);
        freeze_name_slots(f);
        freeze_end(f, names);
    }
    rr__free(f->allocator, facet_labels);
    rr__free(f->allocator, facet_counts);
}

static void say_without_content(rr__freezing *f)
{
    char count[32];
    rr__builder_point(f->b, (rr__where){0});
    rr__format_decimal(count, (int64_t)(f->count[0] - f->rated_count) * 1000000);
    if (f->count[0] > f->rated_count)
        rr__builder_finding(f->b, RR_OK, RR__MSG_NO_CONTENT, count, NULL);
}

rr_status rr__builder_freeze(rr__builder *b, rr_taxonomy **out, rr_error *err)
{
    *out = NULL;
    rr_status status = b->failed ? rr__fail_nomem(err) : rr__builder_validate(b, err);
    if (status != RR_OK)
        return status;
    rr__freezing f = {.b = b, .allocator = b->allocator};
    children c = {0};
    rr__vec_init(&f.out, b->allocator, 1);
    rr__vec_init(&f.pool, b->allocator, 1);
    rr__text_map_init(&f.moved, b->allocator);
    freeze_all(&f, &c);
    finish_children(&c, b->allocator);
    for (int kind = 0; kind < 2; kind++) {
        rr__free(b->allocator, f.rank[kind]);
        rr__free(b->allocator, f.order[kind]);
    }
    rr__free(b->allocator, f.order_of);
    rr__free(b->allocator, f.entry_rank);
    rr__free(b->allocator, f.standard_rank);
    rr__vec_finish(&f.moved);
    rr__vec_finish(&f.pool);
    if (f.failed || b->failed) {
        status = rr__fail_nomem(err);
    } else if (b->errors > 0) {
        status = b->first.status;
        if (err != NULL)
            *err = b->first;
    } else {
        say_without_content(&f);
        status = rr__taxonomy_adopt(out, b->ctx, f.out.data, err);
        if (status == RR_OK)
            return RR_OK;
    }
    rr__vec_finish(&f.out);
    return status;
}
