/* SPDX-License-Identifier: MIT */
/* A builder's records in, the sections of a block out: what belongs to concepts. Everything is laid out in
 * an order that only the content decides: children by owner and then as given, texts as first used. */
#include <stdlib.h>
#include <string.h>

#include "taxonomy/freeze_parts.h"

void *rr__freeze_get(rr__freezing *f, size_t count, size_t size)
{
    void *block = f->failed ? NULL : rr__alloc(f->allocator, (count + 2) * size);
    f->failed = f->failed || block == NULL;
    return block;
}

void rr__freeze_begin(rr__freezing *f, rr__section s, size_t stride)
{
    while (f->out.count % 8 != 0 && !f->failed)
        f->failed = rr__vec_grow(&f->out, 1) == NULL;
    f->sections[s] = (rr__block_section){f->out.count, 0, (uint32_t)stride};
}

void rr__freeze_emit(rr__freezing *f, rr__section s, const void *record)
{
    f->failed = f->failed || !rr__vec_add(&f->out, record, f->sections[s].stride);
    f->sections[s].count++;
}

void *rr__freeze_room(rr__freezing *f, rr__section s, uint32_t count)
{
    void *room = f->failed ? NULL : rr__vec_grow(&f->out, (size_t)count * f->sections[s].stride);
    f->failed = room == NULL;
    f->sections[s].count += count;
    return room;
}

static rr__text add_text(rr__freezing *f, const char *text)
{
    uint32_t at = (uint32_t)f->pool.count;
    f->failed = f->failed || !rr__vec_add(&f->pool, text, strlen(text) + 1);
    return f->failed ? 0 : at;
}

/* A text that was stored, not interned, is met once. */
static rr__text copy_text(rr__freezing *f, rr__stored text)
{
    return text == 0 ? 0 : add_text(f, rr__builder_stored(f->b, text));
}

rr__text rr__freeze_move_text(rr__freezing *f, rr__text text)
{
    if (text == 0 || f->failed)
        return 0;
    rr__text moved = rr__text_map_get(&f->moved, text);
    if (moved == RR_NONE) {
        moved = add_text(f, rr__builder_string(f->b, text));
        f->failed = f->failed || !rr__text_map_put(&f->moved, text, moved);
    }
    return f->failed ? 0 : moved;
}

/* A fact's own source, else its owner's; the confidence goes with the source. */
static rr__prov settle(const rr__freezing *f, rr__prov own, const rr__prov *outer)
{
    const rr__builder *b = f->b;
    rr__prov p = {RR_NONE, RR_CONFIDENCE_UNSTATED, RR_BASIS_SOURCED, 0};
    if (outer != NULL)
        p = *outer;
    if (own.source != 0) {
        p.source = rr__text_map_get(&b->source_ids, own.source);
        p.confidence = p.source == RR_NONE ? 0 : (uint8_t)RR__AT(rr__source_build, &b->sources, p.source).facts.confidence;
    }
    if (own.confidence != RR__INHERIT)
        p.confidence = own.confidence;
    if (own.basis != RR__INHERIT)
        p.basis = own.basis;
    return p;
}


/* qsort has no argument for us: ids are sorted through pairs that carry their text. */
typedef struct id_pair { const char *id; uint32_t index; } id_pair;

static int compare_ids(const void *a, const void *b)
{
    return strcmp(((const id_pair *)a)->id, ((const id_pair *)b)->id);
}

/* What comes sorted, as what we wrote ourselves does, is not sorted again. */
static void sort(void *records, size_t count, size_t stride, int (*compare)(const void *, const void *))
{
    for (size_t i = 1; i < count; i++)
        if (compare((const char *)records + (i - 1) * stride, (const char *)records + i * stride) > 0) {
            qsort(records, count, stride, compare);
            return;
        }
}

void rr__freeze_rank_concepts(rr__freezing *f, int kind)
{
    rr__vec *all = &f->b->concepts[kind];
    id_pair *pairs = rr__freeze_get(f, all->count, sizeof *pairs);
    f->rank[kind] = rr__freeze_get(f, all->count, sizeof(uint32_t));
    f->order[kind] = rr__freeze_get(f, all->count, sizeof(uint32_t));
    for (size_t i = 0; i < all->count && !f->failed; i++) {
        f->rank[kind][i] = RR_NONE;
        if (!RR__AT(rr__concept_in, all, i).removed)
            pairs[f->count[kind]++] = (id_pair){rr__builder_string(f->b, RR__AT(rr__concept_in, all, i).id), (uint32_t)i};
    }
    if (!f->failed)
        sort(pairs, f->count[kind], sizeof *pairs, compare_ids);
    for (uint32_t r = 0; r < f->count[kind] && !f->failed; r++) {
        f->order[kind][r] = pairs[r].index;
        f->rank[kind][pairs[r].index] = r;
    }
    rr__free(f->allocator, pairs);
}

/* Puts the records of `vec` in the order of their owners' ranks; f->order_of then lists them. `concept`
 * -1: the owner's kind is fixed, else only records of that kind count. */
static rr__groups group(rr__freezing *f, const rr__vec *vec, const uint32_t *rank, uint32_t owners, int concept)
{
    rr__groups g = {rr__freeze_get(f, owners + (size_t)1, sizeof(uint32_t)), owners, 0};
    rr__free(f->allocator, f->order_of);
    f->order_of = rr__freeze_get(f, vec->count, sizeof(uint32_t));
    for (int pass = 0; pass < 2 && !f->failed; pass++) {
        for (size_t i = 0; i < vec->count; i++) {
            const char *record = (const char *)vec->data + i * vec->stride;
            const rr__owned *of = (const rr__owned *)(const void *)record;
            if (concept >= 0 && *(const uint32_t *)(const void *)(record + sizeof(rr__owned)) != (uint32_t)concept)
                continue;
            uint32_t r = rank[of->owner];
            if (r == RR_NONE)
                continue;
            if (pass == 0)
                g.first[r + 2]++;
            else
                f->order_of[g.first[r + 1]++] = (uint32_t)i;
        }
        for (uint32_t r = 0; r < owners && pass == 0; r++)
            g.first[r + 2] += g.first[r + 1];
    }
    return g;
}

rr__group rr__freeze_group_at(const rr__freezing *f, const rr__groups *g, uint32_t rank)
{
    if (f->failed)
        return (rr__group){0, 0};
    return (rr__group){g->base + g->first[rank], g->first[rank + 1] - g->first[rank]};
}

void rr__freeze_head(rr__freezing *f)
{
    rr__builder *b = f->b;
    rr__freeze_begin(f, RR__SEC_SOURCES, sizeof(rr__source));
    for (size_t i = 0; i < b->sources.count; i++) {
        rr__source s = RR__AT(rr__source_build, &b->sources, i).facts;
        s = (rr__source){rr__freeze_move_text(f, s.id), rr__freeze_move_text(f, s.text), rr__freeze_move_text(f, s.url), s.year, s.confidence};
        rr__freeze_emit(f, RR__SEC_SOURCES, &s);
    }
    rr__freeze_begin(f, RR__SEC_SCALES, sizeof(rr__scale));
    for (size_t i = 0; i < b->scales.count; i++) {
        rr__scale s = RR__AT(rr__scale, &b->scales, i);
        s.id = rr__freeze_move_text(f, s.id);
        rr__freeze_emit(f, RR__SEC_SCALES, &s);
    }
}

static void emit_label(rr__freezing *f, const rr__label_in *in, uint32_t owner)
{
    rr__label label = {copy_text(f, in->text), in->concept, owner, rr__freeze_move_text(f, in->lang), in->preferred};
    rr__freeze_emit(f, RR__SEC_LABELS, &label);
}

/* A later preferred label of the same language replaces the former in an overlay, else is an error. */
static bool is_replaced(rr__freezing *f, const rr__label_in *label, const uint32_t *order, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to && label->preferred; i++) {
        const rr__label_in *other = &RR__AT(rr__label_in, &f->b->labels, order[i]);
        if (!other->preferred || other->lang != label->lang)
            continue;
        if (other->of.late)
            return true;
        rr__builder_point(f->b, other->of.where);
        rr__builder_finding(f->b, RR_EINVALID, RR__MSG_DUPLICATE_LABEL,
                            rr__builder_string(f->b, RR__AT(rr__concept_in, &f->b->concepts[label->concept], label->of.owner).id),
                            rr__builder_string(f->b, label->lang), NULL);
        return true;
    }
    return false;
}

rr__groups rr__freeze_labels(rr__freezing *f, int kind)
{
    rr__groups g = group(f, &f->b->labels, f->rank[kind], f->count[kind], kind);
    uint32_t start = f->sections[RR__SEC_LABELS].count;
    for (uint32_t r = 0; r < g.owners && !f->failed; r++) {
        uint32_t from = g.first[r], to = g.first[r + 1];
        g.first[r] = f->sections[RR__SEC_LABELS].count - start;
        for (uint32_t i = from; i < to; i++) {
            const rr__label_in *label = &RR__AT(rr__label_in, &f->b->labels, f->order_of[i]);
            /* Preferred labels are few; only they are compared. */
            uint32_t last = i + 1 < to && label->preferred ? to : i + 1;
            if (!is_replaced(f, label, f->order_of, i + 1, last))
                emit_label(f, label, r);
        }
        if (r + 1 == g.owners)
            g.first[r + 1] = f->sections[RR__SEC_LABELS].count - start;
    }
    g.base = start;
    return g;
}

void rr__freeze_names(rr__freezing *f, rr__group *own, rr__group *facet_labels)
{
    rr__freeze_begin(f, RR__SEC_LABELS, sizeof(rr__label));
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < f->b->names.count && !f->failed; i++) {
            const rr__label_in *in = &RR__AT(rr__label_in, &f->b->names, i);
            if ((in->of.owner == RR_NONE) != (pass == 0))
                continue;
            rr__group *g = pass == 0 ? own : &facet_labels[in->of.owner];
            if (g->count++ == 0)
                g->first = f->sections[RR__SEC_LABELS].count;
            emit_label(f, in, in->of.owner);
        }
}

rr__groups rr__freeze_texts(rr__freezing *f, int kind)
{
    rr__groups g = group(f, &f->b->texts, f->rank[kind], f->count[kind], kind);
    g.base = f->sections[RR__SEC_TEXTS].count;
    for (uint32_t i = 0; !f->failed && g.owners > 0 && i < g.first[g.owners]; i++) {
        const rr__text_in *in = &RR__AT(rr__text_in, &f->b->texts, f->order_of[i]);
        rr__text_item item = {copy_text(f, in->text), rr__freeze_move_text(f, in->lang), rr__freeze_move_text(f, in->id), in->kind};
        rr__freeze_emit(f, RR__SEC_TEXTS, &item);
    }
    return g;
}

rr__groups rr__freeze_patterns(rr__freezing *f, int kind)
{
    rr__groups g = group(f, &f->b->patterns, f->rank[kind], f->count[kind], kind);
    g.base = f->sections[RR__SEC_PATTERNS].count;
    for (uint32_t i = 0; !f->failed && g.owners > 0 && i < g.first[g.owners]; i++) {
        const rr__pattern_in *in = &RR__AT(rr__pattern_in, &f->b->patterns, f->order_of[i]);
        rr__pattern p = {copy_text(f, in->text), rr__freeze_move_text(f, in->lang), in->concept, f->rank[kind][in->of.owner]};
        rr__freeze_emit(f, RR__SEC_PATTERNS, &p);
    }
    return g;
}

rr__prov rr__freeze_owner_prov(const rr__freezing *f, int kind, uint32_t owner)
{
    return settle(f, RR__AT(rr__concept_in, &f->b->concepts[kind], owner).prov, NULL);
}

rr__groups rr__freeze_crosswalks(rr__freezing *f, int kind)
{
    rr__groups g = group(f, &f->b->crosswalks, f->rank[kind], f->count[kind], kind);
    g.base = f->sections[RR__SEC_CROSSWALKS].count;
    for (uint32_t i = 0; !f->failed && g.owners > 0 && i < g.first[g.owners]; i++) {
        const rr__crosswalk_in *in = &RR__AT(rr__crosswalk_in, &f->b->crosswalks, f->order_of[i]);
        rr__prov outer = rr__freeze_owner_prov(f, kind, in->of.owner);
        rr__crosswalk c = {rr__freeze_move_text(f, in->facts.scheme), rr__freeze_move_text(f, in->facts.code), in->facts.match, settle(f, in->facts.prov, &outer)};
        rr__freeze_emit(f, RR__SEC_CROSSWALKS, &c);
    }
    return g;
}

static int compare_numbers(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* broader and narrower as two sections of numbers: each child's parents, each parent's children. */
void rr__freeze_links(rr__freezing *f, rr__section s, bool up, rr__groups *g)
{
    rr__vec *links = &f->b->links;
    uint64_t *pairs = rr__freeze_get(f, links->count, sizeof *pairs);
    size_t count = 0;
    *g = (rr__groups){rr__freeze_get(f, f->count[1] + (size_t)1, sizeof(uint32_t)), f->count[1], 0};
    for (size_t i = 0; i < links->count && !f->failed; i++) {
        const rr__link_in *link = &RR__AT(rr__link_in, links, i);
        uint32_t child = f->rank[1][link->of.owner], index = rr__text_map_get(&f->b->ids[1], link->parent);
        uint32_t parent = index == RR_NONE ? RR_NONE : f->rank[1][index];
        if (child != RR_NONE && parent != RR_NONE)
            pairs[count++] = up ? (uint64_t)child << 32 | parent : (uint64_t)parent << 32 | child;
    }
    if (!f->failed)
        sort(pairs, count, sizeof *pairs, compare_numbers);
    rr__freeze_begin(f, s, sizeof(uint32_t));
    for (size_t i = 0; i < count && !f->failed; i++) {
        uint32_t other = (uint32_t)pairs[i];
        if (i > 0 && pairs[i] == pairs[i - 1])
            continue;
        g->first[(uint32_t)(pairs[i] >> 32) + 1]++;
        rr__freeze_emit(f, s, &other);
    }
    for (uint32_t r = 0; r < f->count[1] && !f->failed; r++)
        g->first[r + 1] += g->first[r];
    rr__free(f->allocator, pairs);
}

static void say_twice(rr__freezing *f, const rr__required_in *r)
{
    rr__builder_point(f->b, r->of.where);
    rr__builder_finding(f->b, RR_EINVALID, RR__MSG_DUPLICATE_REQUIREMENT, rr__builder_string(f->b, r->ref),
                        rr__builder_string(f->b, RR__AT(rr__concept_in, &f->b->concepts[0], r->of.owner).id), NULL);
}

static void emit_requirement(rr__freezing *f, const rr__required_in *in, const rr__prov *outer)
{
    rr__requirement r = in->facts;
    r.descriptor = f->rank[1][r.descriptor];
    r.hours_basis = rr__freeze_move_text(f, r.hours_basis);
    r.prov = settle(f, r.prov, outer);
    rr__freeze_emit(f, RR__SEC_REQUIREMENTS, &r);
}

/* By owner, then by descriptor; of several an overlay's last one counts. */
rr__groups rr__freeze_requirements(rr__freezing *f)
{
    rr__vec *all = &f->b->requirements;
    rr__groups g = group(f, all, f->rank[0], f->count[0], -1);
    uint64_t *keys = rr__freeze_get(f, all->count, sizeof *keys);
    rr__freeze_begin(f, RR__SEC_REQUIREMENTS, sizeof(rr__requirement));
    for (uint32_t r = 0; r < g.owners && !f->failed; r++) {
        uint32_t from = g.first[r], to = g.first[r + 1], n = to - from;
        rr__prov outer = rr__freeze_owner_prov(f, 0, f->order[0][r]);
        for (uint32_t i = 0; i < n; i++)
            keys[i] = (uint64_t)f->rank[1][RR__AT(rr__required_in, all, f->order_of[from + i]).facts.descriptor] << 32 | f->order_of[from + i];
        sort(keys, n, sizeof *keys, compare_numbers);
        g.first[r] = f->sections[RR__SEC_REQUIREMENTS].count;
        for (uint32_t i = 0; i < n; i++) {
            const rr__required_in *next = i + 1 < n ? &RR__AT(rr__required_in, all, (uint32_t)keys[i + 1]) : NULL;
            bool same = next != NULL && keys[i] >> 32 == keys[i + 1] >> 32;
            if (same && !next->of.late)
                say_twice(f, next);
            if (!same)
                emit_requirement(f, &RR__AT(rr__required_in, all, (uint32_t)keys[i]), &outer);
        }
        if (r + 1 == g.owners)
            g.first[r + 1] = f->sections[RR__SEC_REQUIREMENTS].count;
    }
    rr__free(f->allocator, keys);
    rr__vec_finish(all);
    return g;
}

const rr__requirement *rr__freeze_requirement_at(const rr__freezing *f, uint32_t index)
{
    return (const rr__requirement *)(const void *)((const char *)f->out.data + f->sections[RR__SEC_REQUIREMENTS].offset) + index;
}

void rr__freeze_required_by(rr__freezing *f, const rr__groups *requirements, rr__groups *g)
{
    uint32_t count = f->sections[RR__SEC_REQUIREMENTS].count;
    *g = (rr__groups){rr__freeze_get(f, f->count[1] + (size_t)1, sizeof(uint32_t)), f->count[1], 0};
    for (uint32_t i = 0; i < count && !f->failed; i++)
        g->first[rr__freeze_requirement_at(f, i)->descriptor + 2]++;
    for (uint32_t r = 0; r < f->count[1] && !f->failed; r++)
        g->first[r + 2] += g->first[r + 1];
    rr__freeze_begin(f, RR__SEC_REQUIRED_BY, sizeof(uint32_t));
    uint32_t *by = rr__freeze_room(f, RR__SEC_REQUIRED_BY, count);
    for (uint32_t o = 0; o < f->count[0] && !f->failed; o++)
        for (uint32_t i = requirements->first[o]; i < requirements->first[o + 1]; i++)
            by[g->first[rr__freeze_requirement_at(f, i)->descriptor + 1]++] = o;
}

rr__groups rr__freeze_codes(rr__freezing *f)
{
    rr__groups g = group(f, &f->b->codes, f->rank[0], f->count[0], -1);
    rr__freeze_begin(f, RR__SEC_CODES, sizeof(rr__code));
    for (uint32_t i = 0; !f->failed && g.owners > 0 && i < g.first[g.owners]; i++) {
        const rr__code_in *in = &RR__AT(rr__code_in, &f->b->codes, f->order_of[i]);
        rr__code c = {rr__freeze_move_text(f, in->scheme), rr__freeze_move_text(f, in->edition), rr__freeze_move_text(f, in->code), f->rank[0][in->of.owner]};
        rr__freeze_emit(f, RR__SEC_CODES, &c);
    }
    return g;
}

void rr__freeze_code_order(rr__freezing *f)
{
    uint32_t count = f->sections[RR__SEC_CODES].count;
    id_pair *pairs = rr__freeze_get(f, count, sizeof *pairs);
    for (uint32_t i = 0; i < count && !f->failed; i++) {
        const rr__code *codes = (const rr__code *)(const void *)((const char *)f->out.data + f->sections[RR__SEC_CODES].offset);
        pairs[i] = (id_pair){(const char *)f->pool.data + codes[i].code, i};
    }
    rr__freeze_begin(f, RR__SEC_CODE_ORDER, sizeof(uint32_t));
    /* Equal codes keep the order of the codes: an insertion sort of runs would do, a stable key is simpler. */
    for (uint32_t gap = 1; gap < count && !f->failed; gap *= 2) {
        id_pair *merged = rr__freeze_get(f, count, sizeof *merged);
        for (uint32_t from = 0; from < count && merged != NULL; from += 2 * gap) {
            uint32_t mid = from + gap < count ? from + gap : count, to = from + 2 * gap < count ? from + 2 * gap : count;
            for (uint32_t i = from, j = mid, k = from; k < to; k++)
                merged[k] = i < mid && (j == to || strcmp(pairs[i].id, pairs[j].id) <= 0) ? pairs[i++] : pairs[j++];
        }
        rr__free(f->allocator, pairs);
        pairs = merged;
    }
    for (uint32_t i = 0; i < count && !f->failed; i++)
        rr__freeze_emit(f, RR__SEC_CODE_ORDER, &pairs[i].index);
    rr__free(f->allocator, pairs);
}

static void emit_conditions(rr__freezing *f, rr__entry *entry)
{
    if (entry->condition == RR_NONE)
        return;
    uint32_t root = entry->condition, end = RR__AT(rr__condition_build, &f->b->conditions, root).facts.next;
    uint32_t base = f->sections[RR__SEC_CONDITIONS].count;
    entry->condition = base;
    for (uint32_t i = root; i < end && !f->failed; i++) {
        rr__condition c = RR__AT(rr__condition_build, &f->b->conditions, i).facts;
        c.next = c.next - root + base;
        c.name = rr__freeze_move_text(f, c.name);
        c.value = rr__freeze_move_text(f, c.value);
        rr__freeze_emit(f, RR__SEC_CONDITIONS, &c);
    }
}

static rr__groups freeze_claims(rr__freezing *f, uint32_t entries, uint32_t kind, rr__prov *provs)
{
    rr__groups g = group(f, &f->b->claims, f->entry_rank, entries, (int)kind);
    g.base = f->sections[RR__SEC_CLAIMS].count;
    for (uint32_t i = 0; !f->failed && g.owners > 0 && i < g.first[g.owners]; i++) {
        const rr__claim_in *in = &RR__AT(rr__claim_in, &f->b->claims, f->order_of[i]);
        rr__claim c = {copy_text(f, in->facts.text), rr__freeze_move_text(f, in->facts.lang),
                       settle(f, in->facts.prov, &provs[f->entry_rank[in->of.owner]])};
        rr__freeze_emit(f, RR__SEC_CLAIMS, &c);
    }
    return g;
}

/* Conditions stand before entries in the block, so entries are gathered first. */
rr__groups rr__freeze_entries(rr__freezing *f)
{
    rr__vec *all = &f->b->entries;
    rr__groups g = group(f, all, f->rank[0], f->count[0], -1);
    uint32_t count = f->failed || g.owners == 0 ? 0 : g.first[g.owners];
    rr__entry *entries = rr__freeze_get(f, count, sizeof *entries);
    rr__prov *provs = rr__freeze_get(f, count, sizeof *provs);
    f->entry_rank = rr__freeze_get(f, all->count, sizeof(uint32_t));
    rr__freeze_begin(f, RR__SEC_CONDITIONS, sizeof(rr__condition));
    for (size_t i = 0; i < all->count && !f->failed; i++)
        f->entry_rank[i] = RR_NONE;
    for (uint32_t i = 0; i < count && !f->failed; i++) {
        const rr__entry_in *in = &RR__AT(rr__entry_in, all, f->order_of[i]);
        rr__prov outer = rr__freeze_owner_prov(f, 0, in->of.owner);
        f->entry_rank[f->order_of[i]] = i;
        entries[i] = in->facts;
        entries[i].code = rr__freeze_move_text(f, in->facts.code);
        entries[i].prov = provs[i] = settle(f, in->facts.prov, &outer);
        emit_conditions(f, &entries[i]);
    }
    rr__freeze_begin(f, RR__SEC_CLAIMS, sizeof(rr__claim));
    for (uint32_t kind = 0; kind < 3 && !f->failed; kind++) {
        rr__groups texts = freeze_claims(f, count, kind, provs);
        for (uint32_t i = 0; i < count && !f->failed; i++)
            *(kind == 0 ? &entries[i].texts : kind == 1 ? &entries[i].questions : &entries[i].claims) = rr__freeze_group_at(f, &texts, i);
        rr__free(f->allocator, texts.first);
    }
    rr__freeze_begin(f, RR__SEC_ENTRIES, sizeof(rr__entry));
    for (uint32_t i = 0; i < count && !f->failed; i++)
        rr__freeze_emit(f, RR__SEC_ENTRIES, &entries[i]);
    rr__free(f->allocator, entries);
    rr__free(f->allocator, provs);
    return g;
}

rr__groups rr__freeze_exposures(rr__freezing *f)
{
    rr__groups g = group(f, &f->b->exposures, f->rank[0], f->count[0], -1);
    rr__freeze_begin(f, RR__SEC_EXPOSURES, sizeof(rr__exposure));
    for (uint32_t i = 0; !f->failed && g.owners > 0 && i < g.first[g.owners]; i++) {
        const rr__exposure_in *in = &RR__AT(rr__exposure_in, &f->b->exposures, f->order_of[i]);
        rr__prov outer = rr__freeze_owner_prov(f, 0, in->of.owner);
        rr__exposure e = {rr__freeze_move_text(f, in->facts.index), rr__freeze_move_text(f, in->facts.grade), in->facts.year, in->facts.value_ppm,
                          settle(f, in->facts.prov, &outer)};
        rr__freeze_emit(f, RR__SEC_EXPOSURES, &e);
    }
    return g;
}

rr__groups rr__freeze_pays(rr__freezing *f)
{
    rr__groups g = group(f, &f->b->pays, f->rank[0], f->count[0], -1);
    rr__freeze_begin(f, RR__SEC_PAYS, sizeof(rr__pay));
    for (uint32_t i = 0; !f->failed && g.owners > 0 && i < g.first[g.owners]; i++) {
        const rr__pay_in *in = &RR__AT(rr__pay_in, &f->b->pays, f->order_of[i]);
        rr__prov outer = rr__freeze_owner_prov(f, 0, in->of.owner);
        rr__pay p = in->facts;
        p.place = rr__freeze_move_text(f, p.place);
        p.currency = rr__freeze_move_text(f, p.currency);
        p.period = rr__freeze_move_text(f, p.period);
        p.prov = settle(f, p.prov, &outer);
        rr__freeze_emit(f, RR__SEC_PAYS, &p);
    }
    return g;
}

rr__groups rr__freeze_standards(rr__freezing *f)
{
    rr__vec *all = &f->b->standards;
    rr__groups g = group(f, all, f->rank[0], f->count[0], -1);
    uint32_t count = f->failed || g.owners == 0 ? 0 : g.first[g.owners];
    uint32_t *order = rr__freeze_get(f, count, sizeof *order);
    f->standard_rank = rr__freeze_get(f, all->count, sizeof(uint32_t));
    for (size_t i = 0; i < all->count && !f->failed; i++)
        f->standard_rank[i] = RR_NONE;
    for (uint32_t i = 0; i < count && !f->failed; i++) {
        order[i] = f->order_of[i];
        f->standard_rank[order[i]] = i;
    }
    rr__groups hours = group(f, &f->b->hours, f->standard_rank, count, -1);
    rr__freeze_begin(f, RR__SEC_HOURS, sizeof(rr__hours));
    for (uint32_t i = 0; !f->failed && count > 0 && i < hours.first[count]; i++) {
        rr__hours h = RR__AT(rr__hours_in, &f->b->hours, f->order_of[i]).facts;
        h.level = rr__freeze_move_text(f, h.level);
        rr__freeze_emit(f, RR__SEC_HOURS, &h);
    }
    rr__freeze_begin(f, RR__SEC_STANDARDS, sizeof(rr__standard));
    for (uint32_t i = 0; i < count && !f->failed; i++) {
        const rr__standard_in *in = &RR__AT(rr__standard_in, all, order[i]);
        rr__prov outer = rr__freeze_owner_prov(f, 0, in->of.owner);
        rr__standard s = {rr__freeze_move_text(f, in->facts.edition), rr__freeze_move_text(f, in->facts.lowest), rr__freeze_move_text(f, in->facts.highest),
                          rr__freeze_group_at(f, &hours, i), settle(f, in->facts.prov, &outer)};
        rr__freeze_emit(f, RR__SEC_STANDARDS, &s);
    }
    rr__free(f->allocator, hours.first);
    rr__free(f->allocator, order);
    return g;
}

rr__groups rr__freeze_notes(rr__freezing *f)
{
    rr__groups g = group(f, &f->b->notes, f->rank[0], f->count[0], -1);
    rr__freeze_begin(f, RR__SEC_NOTES, sizeof(rr__note));
    for (uint32_t i = 0; !f->failed && g.owners > 0 && i < g.first[g.owners]; i++) {
        const rr__note_in *in = &RR__AT(rr__note_in, &f->b->notes, f->order_of[i]);
        rr__prov outer = rr__freeze_owner_prov(f, 0, in->of.owner);
        rr__note n = {rr__freeze_move_text(f, in->facts.kind), copy_text(f, in->facts.text), rr__freeze_move_text(f, in->facts.lang), in->facts.number,
                      settle(f, in->facts.prov, &outer)};
        rr__freeze_emit(f, RR__SEC_NOTES, &n);
    }
    return g;
}
