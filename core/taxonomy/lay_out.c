/* SPDX-License-Identifier: MIT */
/* Records in, sections of a block out: room, texts as first used, provenance, and children in the order of their owners. */
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

rr__text rr__freeze_copy_text(rr__freezing *f, rr__stored text)
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

rr__prov rr__freeze_settle(const rr__freezing *f, rr__prov own, const rr__prov *outer)
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

static int compare_ids(const void *a, const void *b)
{
    return strcmp(((const rr__id_pair *)a)->id, ((const rr__id_pair *)b)->id);
}

void rr__freeze_sort(void *records, size_t count, size_t stride, int (*compare)(const void *, const void *))
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
    rr__id_pair *pairs = rr__freeze_get(f, all->count, sizeof *pairs);
    f->rank[kind] = rr__freeze_get(f, all->count, sizeof(uint32_t));
    f->order[kind] = rr__freeze_get(f, all->count, sizeof(uint32_t));
    for (size_t i = 0; i < all->count && !f->failed; i++) {
        f->rank[kind][i] = RR_NONE;
        if (!RR__AT(rr__concept_in, all, i).removed)
            pairs[f->count[kind]++] = (rr__id_pair){rr__builder_string(f->b, RR__AT(rr__concept_in, all, i).id), (uint32_t)i};
    }
    if (!f->failed)
        rr__freeze_sort(pairs, f->count[kind], sizeof *pairs, compare_ids);
    for (uint32_t r = 0; r < f->count[kind] && !f->failed; r++) {
        f->order[kind][r] = pairs[r].index;
        f->rank[kind][pairs[r].index] = r;
    }
    rr__free(f->allocator, pairs);
}

rr__groups rr__freeze_group(rr__freezing *f, const rr__vec *vec, const uint32_t *rank, uint32_t owners, int concept)
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

rr__prov rr__freeze_owner_prov(const rr__freezing *f, int kind, uint32_t owner)
{
    return rr__freeze_settle(f, RR__AT(rr__concept_in, &f->b->concepts[kind], owner).prov, NULL);
}
