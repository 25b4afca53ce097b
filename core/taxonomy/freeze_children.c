/* SPDX-License-Identifier: MIT */
/* A builder's records in, the sections of a block out: what belongs to concepts. Everything is laid out in
 * an order that only the content decides: children by owner and then as given, texts as first used. */
#include <string.h>

#include "taxonomy/freeze_parts.h"

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
    rr__label label = {rr__freeze_copy_text(f, in->text), in->concept, owner, rr__freeze_move_text(f, in->lang), in->preferred};
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
    rr__groups g = rr__freeze_group(f, &f->b->labels, f->rank[kind], f->count[kind], kind);
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

/* How one record of a vector is put into the section that was begun. */
typedef void (*emit_child)(rr__freezing *f, const void *record);

/* All of them by owner. `concept` as of rr__freeze_group. */
static rr__groups emit_all(rr__freezing *f, const rr__vec *vec, int kind, int concept, rr__section s, emit_child emit)
{
    rr__groups g = rr__freeze_group(f, vec, f->rank[kind], f->count[kind], concept);
    g.base = f->sections[s].count;
    for (uint32_t i = 0; !f->failed && g.owners > 0 && i < g.first[g.owners]; i++)
        emit(f, (const char *)vec->data + f->order_of[i] * vec->stride);
    return g;
}

static void emit_text(rr__freezing *f, const void *record)
{
    const rr__text_in *in = record;
    rr__text_item item = {rr__freeze_copy_text(f, in->text), rr__freeze_move_text(f, in->lang), rr__freeze_move_text(f, in->id), in->kind};
    rr__freeze_emit(f, RR__SEC_TEXTS, &item);
}

rr__groups rr__freeze_texts(rr__freezing *f, int kind)
{
    return emit_all(f, &f->b->texts, kind, kind, RR__SEC_TEXTS, emit_text);
}

static void emit_pattern(rr__freezing *f, const void *record)
{
    const rr__pattern_in *in = record;
    rr__pattern p = {rr__freeze_copy_text(f, in->text), rr__freeze_move_text(f, in->lang), in->concept, f->rank[in->concept][in->of.owner]};
    rr__freeze_emit(f, RR__SEC_PATTERNS, &p);
}

rr__groups rr__freeze_patterns(rr__freezing *f, int kind)
{
    return emit_all(f, &f->b->patterns, kind, kind, RR__SEC_PATTERNS, emit_pattern);
}

static void emit_crosswalk(rr__freezing *f, const void *record)
{
    const rr__crosswalk_in *in = record;
    rr__prov outer = rr__freeze_owner_prov(f, (int)in->concept, in->of.owner);
    rr__crosswalk c = {rr__freeze_move_text(f, in->facts.scheme), rr__freeze_move_text(f, in->facts.code), in->facts.match, rr__freeze_settle(f, in->facts.prov, &outer)};
    rr__freeze_emit(f, RR__SEC_CROSSWALKS, &c);
}

rr__groups rr__freeze_crosswalks(rr__freezing *f, int kind)
{
    return emit_all(f, &f->b->crosswalks, kind, kind, RR__SEC_CROSSWALKS, emit_crosswalk);
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
        rr__freeze_sort(pairs, count, sizeof *pairs, compare_numbers);
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
    r.prov = rr__freeze_settle(f, r.prov, outer);
    rr__freeze_emit(f, RR__SEC_REQUIREMENTS, &r);
}

/* By owner, then by descriptor; of several an overlay's last one counts. */
rr__groups rr__freeze_requirements(rr__freezing *f)
{
    rr__vec *all = &f->b->requirements;
    rr__groups g = rr__freeze_group(f, all, f->rank[0], f->count[0], -1);
    uint64_t *keys = rr__freeze_get(f, all->count, sizeof *keys);
    rr__freeze_begin(f, RR__SEC_REQUIREMENTS, sizeof(rr__requirement));
    for (uint32_t r = 0; r < g.owners && !f->failed; r++) {
        uint32_t from = g.first[r], to = g.first[r + 1], n = to - from;
        rr__prov outer = rr__freeze_owner_prov(f, 0, f->order[0][r]);
        for (uint32_t i = 0; i < n; i++)
            keys[i] = (uint64_t)f->rank[1][RR__AT(rr__required_in, all, f->order_of[from + i]).facts.descriptor] << 32 | f->order_of[from + i];
        rr__freeze_sort(keys, n, sizeof *keys, compare_numbers);
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

static void emit_code(rr__freezing *f, const void *record)
{
    const rr__code_in *in = record;
    rr__code c = {rr__freeze_move_text(f, in->scheme), rr__freeze_move_text(f, in->edition), rr__freeze_move_text(f, in->code), f->rank[0][in->of.owner]};
    rr__freeze_emit(f, RR__SEC_CODES, &c);
}

rr__groups rr__freeze_codes(rr__freezing *f)
{
    rr__freeze_begin(f, RR__SEC_CODES, sizeof(rr__code));
    return emit_all(f, &f->b->codes, 0, -1, RR__SEC_CODES, emit_code);
}

void rr__freeze_code_order(rr__freezing *f)
{
    uint32_t count = f->sections[RR__SEC_CODES].count;
    rr__id_pair *pairs = rr__freeze_get(f, count, sizeof *pairs);
    for (uint32_t i = 0; i < count && !f->failed; i++) {
        const rr__code *codes = (const rr__code *)(const void *)((const char *)f->out.data + f->sections[RR__SEC_CODES].offset);
        pairs[i] = (rr__id_pair){(const char *)f->pool.data + codes[i].code, i};
    }
    rr__freeze_begin(f, RR__SEC_CODE_ORDER, sizeof(uint32_t));
    /* Equal codes keep the order of the codes: an insertion sort of runs would do, a stable key is simpler. */
    for (uint32_t gap = 1; gap < count && !f->failed; gap *= 2) {
        rr__id_pair *merged = rr__freeze_get(f, count, sizeof *merged);
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
    rr__groups g = rr__freeze_group(f, &f->b->claims, f->entry_rank, entries, (int)kind);
    g.base = f->sections[RR__SEC_CLAIMS].count;
    for (uint32_t i = 0; !f->failed && g.owners > 0 && i < g.first[g.owners]; i++) {
        const rr__claim_in *in = &RR__AT(rr__claim_in, &f->b->claims, f->order_of[i]);
        rr__claim c = {rr__freeze_copy_text(f, in->facts.text), rr__freeze_move_text(f, in->facts.lang),
                       rr__freeze_settle(f, in->facts.prov, &provs[f->entry_rank[in->of.owner]])};
        rr__freeze_emit(f, RR__SEC_CLAIMS, &c);
    }
    return g;
}

/* Conditions stand before entries in the block, so entries are gathered first. */
rr__groups rr__freeze_entries(rr__freezing *f)
{
    rr__vec *all = &f->b->entries;
    rr__groups g = rr__freeze_group(f, all, f->rank[0], f->count[0], -1);
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
        entries[i].prov = provs[i] = rr__freeze_settle(f, in->facts.prov, &outer);
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

static void emit_exposure(rr__freezing *f, const void *record)
{
    const rr__exposure_in *in = record;
    rr__prov outer = rr__freeze_owner_prov(f, 0, in->of.owner);
    rr__exposure e = {rr__freeze_move_text(f, in->facts.index), rr__freeze_move_text(f, in->facts.grade), in->facts.year, in->facts.value_ppm,
                      rr__freeze_settle(f, in->facts.prov, &outer)};
    rr__freeze_emit(f, RR__SEC_EXPOSURES, &e);
}

rr__groups rr__freeze_exposures(rr__freezing *f)
{
    rr__freeze_begin(f, RR__SEC_EXPOSURES, sizeof(rr__exposure));
    return emit_all(f, &f->b->exposures, 0, -1, RR__SEC_EXPOSURES, emit_exposure);
}

static void emit_pay(rr__freezing *f, const void *record)
{
    const rr__pay_in *in = record;
    rr__prov outer = rr__freeze_owner_prov(f, 0, in->of.owner);
    rr__pay p = in->facts;
    p.place = rr__freeze_move_text(f, p.place);
    p.currency = rr__freeze_move_text(f, p.currency);
    p.period = rr__freeze_move_text(f, p.period);
    p.prov = rr__freeze_settle(f, p.prov, &outer);
    rr__freeze_emit(f, RR__SEC_PAYS, &p);
}

rr__groups rr__freeze_pays(rr__freezing *f)
{
    rr__freeze_begin(f, RR__SEC_PAYS, sizeof(rr__pay));
    return emit_all(f, &f->b->pays, 0, -1, RR__SEC_PAYS, emit_pay);
}

rr__groups rr__freeze_standards(rr__freezing *f)
{
    rr__vec *all = &f->b->standards;
    rr__groups g = rr__freeze_group(f, all, f->rank[0], f->count[0], -1);
    uint32_t count = f->failed || g.owners == 0 ? 0 : g.first[g.owners];
    uint32_t *order = rr__freeze_get(f, count, sizeof *order);
    f->standard_rank = rr__freeze_get(f, all->count, sizeof(uint32_t));
    for (size_t i = 0; i < all->count && !f->failed; i++)
        f->standard_rank[i] = RR_NONE;
    for (uint32_t i = 0; i < count && !f->failed; i++) {
        order[i] = f->order_of[i];
        f->standard_rank[order[i]] = i;
    }
    rr__groups hours = rr__freeze_group(f, &f->b->hours, f->standard_rank, count, -1);
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
                          rr__freeze_group_at(f, &hours, i), rr__freeze_settle(f, in->facts.prov, &outer)};
        rr__freeze_emit(f, RR__SEC_STANDARDS, &s);
    }
    rr__free(f->allocator, hours.first);
    rr__free(f->allocator, order);
    return g;
}

static void emit_note(rr__freezing *f, const void *record)
{
    const rr__note_in *in = record;
    rr__prov outer = rr__freeze_owner_prov(f, 0, in->of.owner);
    rr__note n = {rr__freeze_move_text(f, in->facts.kind), rr__freeze_copy_text(f, in->facts.text), rr__freeze_move_text(f, in->facts.lang), in->facts.number,
                  rr__freeze_settle(f, in->facts.prov, &outer)};
    rr__freeze_emit(f, RR__SEC_NOTES, &n);
}

rr__groups rr__freeze_notes(rr__freezing *f)
{
    rr__freeze_begin(f, RR__SEC_NOTES, sizeof(rr__note));
    return emit_all(f, &f->b->notes, 0, -1, RR__SEC_NOTES, emit_note);
}
