/* SPDX-License-Identifier: MIT */
/* A builder's records in, findings out: what only the whole taxonomy can tell. References are checked,
 * levels and importances put on their scales, circles found, and what overlays replaced is dropped. */
#include <stdlib.h>
#include <string.h>

#include "base/regex.h"
#include "taxonomy/builder_parts.h"

static const char *text_of(const rr__builder *b, rr__text text)
{
    return rr__builder_string(b, text);
}

/* "... is not defined; did you mean ...?" with the likest of the ids known. */
static void say_unknown(rr__builder *b, const char *what, rr__text wanted, const rr__vec *all, size_t stride)
{
    const char *text = text_of(b, wanted), *best = NULL;
    uint32_t best_likeness = 400000;
    for (size_t i = 0; i < all->count && b->handed < 200; i++) {
        rr__text id = *(const rr__text *)(const void *)((const char *)all->data + i * stride);
        const char *name = text_of(b, id);
        uint32_t likeness = rr__likeness(text, strlen(text), name, strlen(name));
        if (likeness > best_likeness) {
            best_likeness = likeness;
            best = name;
        }
    }
    if (best != NULL)
        rr__builder_finding(b, RR_ENOTFOUND, RR__MSG_UNKNOWN_REFERENCE, what, text, best, NULL);
    else
        rr__builder_finding(b, RR_ENOTFOUND, RR__MSG_UNKNOWN_REFERENCE_ALONE, what, text, NULL);
}

static uint32_t find_concept(rr__builder *b, rr_concept kind, rr__text id, const char *what)
{
    uint32_t index = rr__text_map_get(&b->ids[kind], id);
    if (index != RR_NONE && !RR__AT(rr__concept_in, &b->concepts[kind], index).removed)
        return index;
    say_unknown(b, what, id, &b->concepts[kind], sizeof(rr__concept_in));
    return RR_NONE;
}

static void check_source(rr__builder *b, rr__prov prov, rr__where where)
{
    if (prov.source == 0 || rr__text_map_get(&b->source_ids, prov.source) != RR_NONE)
        return;
    rr__builder_point(b, where);
    say_unknown(b, "source", prov.source, &b->sources, sizeof(rr__source_build));
}

static void check_head(rr__builder *b)
{
    b->at = (rr__where){0};
    if (!b->has_licence)
        rr__builder_finding(b, RR_EINVALID, RR__MSG_NO_LICENCE, NULL);
    if (b->sources.count == 0)
        rr__builder_finding(b, RR_EINVALID, RR__MSG_NO_SOURCE, NULL);
    if (b->concepts[RR_CONCEPT_OCCUPATION].count == 0)
        rr__builder_finding(b, RR_EINVALID, RR__MSG_EMPTY_TAXONOMY, NULL);
    for (size_t i = 0; i < b->facets.count; i++) {
        rr__facet_build *facet = &RR__AT(rr__facet_build, &b->facets, i);
        if (facet->levels == 0)
            continue;
        facet->facts.scale = rr__text_map_get(&b->scale_ids, facet->levels);
        rr__builder_point(b, facet->where);
        if (facet->facts.scale == RR_NONE)
            say_unknown(b, "scale", facet->levels, &b->scales, sizeof(rr__scale));
    }
}

static void check_concepts(rr__builder *b)
{
    for (int kind = 0; kind < 2; kind++)
        for (size_t i = 0; i < b->concepts[kind].count; i++) {
            rr__concept_in *c = &RR__AT(rr__concept_in, &b->concepts[kind], i);
            if (c->removed)
                continue;
            rr__builder_point(b, c->where);
            check_source(b, c->prov, c->where);
            if (!c->labelled)
                rr__builder_finding(b, RR_EINVALID, RR__MSG_NO_LABEL, text_of(b, c->id), NULL);
            c->facet_index = kind == RR_CONCEPT_DESCRIPTOR ? rr__text_map_get(&b->facet_ids, c->facet) : RR_NONE;
            if (kind == RR_CONCEPT_DESCRIPTOR && c->facet_index == RR_NONE)
                say_unknown(b, "facet", c->facet, &b->facets, sizeof(rr__facet_build));
        }
}

bool rr__level_from_written(const rr__scale *scale, int64_t millionths, int32_t *level)
{
    int64_t written = millionths / 10000, low = scale->first, high = scale->last;
    if (millionths % 10000 != 0 || (low < high ? written < low || written > high : written > low || written < high))
        return false;
    *level = (int32_t)(low < high ? written : low - written + high);
    return true;
}

int64_t rr__level_to_written(const rr__scale *scale, int32_t level)
{
    int64_t written = scale->first < scale->last ? level : (int64_t)scale->first - level + scale->last;
    return written * 10000;
}

static void check_level(rr__builder *b, const rr__facet_build *facet, int64_t written, int32_t *level)
{
    char text[32], first[32], last[32];
    const rr__scale *scale = facet->facts.scale == RR_NONE ? NULL : &RR__AT(rr__scale, &b->scales, facet->facts.scale);
    if (scale == NULL) {
        if (facet->levels == 0)
            rr__builder_finding(b, RR_EINVALID, RR__MSG_LEVEL_WITHOUT_SCALE, text_of(b, facet->facts.id), NULL);
        return;
    }
    if (rr__level_from_written(scale, written, level))
        return;
    rr__format_decimal(text, written);
    rr__format_decimal(first, (int64_t)scale->first * 10000);
    rr__format_decimal(last, (int64_t)scale->last * 10000);
    rr__builder_finding(b, RR_EINVALID, RR__MSG_LEVEL_OFF_SCALE, text, text_of(b, scale->id), first, last, NULL);
}

static void check_importance(rr__builder *b, const rr__facet *facet, int64_t written, int32_t *ppm)
{
    char text[32], min[32], max[32];
    int64_t range = (int64_t)facet->importance_max - facet->importance_min;
    if (written >= facet->importance_min && written <= facet->importance_max && range > 0) {
        *ppm = (int32_t)(((written - facet->importance_min) * 1000000 + range / 2) / range);
        return;
    }
    rr__format_decimal(text, written);
    rr__format_decimal(min, facet->importance_min);
    rr__format_decimal(max, facet->importance_max);
    rr__builder_finding(b, RR_EINVALID, RR__MSG_IMPORTANCE_RANGE, text, min, max, NULL);
}

enum { UNSTATED = 2 };

static void check_requirement(rr__builder *b, rr__required_in *r)
{
    rr__builder_point(b, r->of.where);
    check_source(b, r->facts.prov, r->of.where);
    r->facts.descriptor = find_concept(b, RR_CONCEPT_DESCRIPTOR, r->ref, "skill");
    if (r->facts.descriptor == RR_NONE)
        return;
    const rr__concept_in *d = &RR__AT(rr__concept_in, &b->concepts[RR_CONCEPT_DESCRIPTOR], r->facts.descriptor);
    if (d->facet_index == RR_NONE)
        return;
    const rr__facet_build *facet = &RR__AT(rr__facet_build, &b->facets, d->facet_index);
    if (r->level >= 0)
        check_level(b, facet, r->level, &r->facts.level);
    if (r->importance != -1)
        check_importance(b, &facet->facts, r->importance, &r->facts.importance_ppm);
    if (r->facts.essential == UNSTATED) {
        bool ruled = facet->facts.essential_from_ppm != RR_NONE && r->facts.importance_ppm >= 0;
        r->facts.essential = ruled ? (uint32_t)r->facts.importance_ppm >= facet->facts.essential_from_ppm
                                   : rr__essential_unless_stated(&facet->facts);
    }
}

static void check_entries(rr__builder *b)
{
    for (size_t i = 0; i < b->entries.count; i++) {
        const rr__entry_in *e = &RR__AT(rr__entry_in, &b->entries, i);
        rr__builder_point(b, e->of.where);
        check_source(b, e->facts.prov, e->of.where);
        if (e->texts == 0)
            rr__builder_finding(b, RR_EINVALID, RR__MSG_ENTRY_WITHOUT_TEXT, NULL);
        if (e->questions == 0 && e->facts.state == 0)
            rr__builder_finding(b, RR_EINVALID, RR__MSG_UNDECIDABLE_ENTRY, NULL);
    }
    for (size_t i = 0; i < b->claims.count; i++)
        check_source(b, RR__AT(rr__claim_in, &b->claims, i).facts.prov, RR__AT(rr__claim_in, &b->claims, i).of.where);
}

/* Ids separated by spaces; "any" is any occupation. */
static void check_history(rr__builder *b, rr__text ids)
{
    char id[256];
    for (size_t at = 0;;) {
        const char *text = text_of(b, ids) + at;
        size_t gap = strspn(text, " "), len = strcspn(text + gap, " ");
        if (len == 0 || len >= sizeof id)
            return;
        memcpy(id, text + gap, len);
        id[len] = '\0';
        at += gap + len;
        if (strcmp(id, "any") != 0)
            find_concept(b, RR_CONCEPT_OCCUPATION, rr__intern(b, id), "occupation");
    }
}

static void check_conditions(rr__builder *b)
{
    static const char *const steps[] = {"primary", "junior-secondary", "senior-secondary", "vocational-secondary",
                                        "vocational-college", "bachelor", "master", "doctorate"};
    for (size_t i = 0; i < b->conditions.count; i++) {
        rr__condition_build *c = &RR__AT(rr__condition_build, &b->conditions, i);
        rr__builder_point(b, c->where);
        if (c->facts.kind == RR__COND_HISTORY) {
            check_history(b, c->facts.name);
        } else if (c->facts.kind == RR__COND_EDUCATION) {
            rr__builder_pick(b, "min", text_of(b, c->facts.name), steps, 8, 0);
        } else if (c->facts.kind == RR__COND_SKILL) {
            uint32_t d = find_concept(b, RR_CONCEPT_DESCRIPTOR, c->facts.name, "skill");
            uint32_t f = d == RR_NONE ? RR_NONE
                                      : rr__text_map_get(&b->facet_ids, RR__AT(rr__concept_in, &b->concepts[1], d).facet);
            if (f != RR_NONE && c->facts.level >= 0)
                check_level(b, &RR__AT(rr__facet_build, &b->facets, f), (int64_t)c->facts.level * 10000, &c->facts.level);
        }
    }
}

static void check_rest(rr__builder *b)
{
    for (size_t i = 0; i < b->crosswalks.count; i++)
        check_source(b, RR__AT(rr__crosswalk_in, &b->crosswalks, i).facts.prov, RR__AT(rr__crosswalk_in, &b->crosswalks, i).of.where);
    for (size_t i = 0; i < b->exposures.count; i++)
        check_source(b, RR__AT(rr__exposure_in, &b->exposures, i).facts.prov, RR__AT(rr__exposure_in, &b->exposures, i).of.where);
    for (size_t i = 0; i < b->pays.count; i++)
        check_source(b, RR__AT(rr__pay_in, &b->pays, i).facts.prov, RR__AT(rr__pay_in, &b->pays, i).of.where);
    for (size_t i = 0; i < b->standards.count; i++)
        check_source(b, RR__AT(rr__standard_in, &b->standards, i).facts.prov, RR__AT(rr__standard_in, &b->standards, i).of.where);
    for (size_t i = 0; i < b->notes.count; i++)
        check_source(b, RR__AT(rr__note_in, &b->notes, i).facts.prov, RR__AT(rr__note_in, &b->notes, i).of.where);
    for (size_t i = 0; i < b->patterns.count && !b->failed; i++) {
        const rr__pattern_in *p = &RR__AT(rr__pattern_in, &b->patterns, i);
        rr__regex *regex = NULL;
        rr_error why = {0};
        const char *text = rr__builder_stored(b, p->text);
        rr_status status = rr__regex_compile(&regex, b->allocator, text, strlen(text), &why);
        rr__regex_destroy(regex);
        b->failed = b->failed || status == RR_ENOMEM;
        rr__builder_point(b, p->of.where);
        if (status != RR_OK && status != RR_ENOMEM)
            rr__builder_finding(b, RR_EINVALID, RR__MSG_PATTERN_REFUSED, why.args, why.args + strlen(why.args) + 1, NULL);
    }
}

static void check_model(rr__builder *b)
{
    for (size_t i = 0; i < b->terms.count; i++) {
        rr__term_build *t = &RR__AT(rr__term_build, &b->terms, i);
        rr__builder_point(b, t->where);
        if (t->facet == 0)
            continue;
        t->facts.facet = rr__text_map_get(&b->facet_ids, t->facet);
        if (t->facts.facet == RR_NONE) {
            say_unknown(b, "facet", t->facet, &b->facets, sizeof(rr__facet_build));
            continue;
        }
        uint32_t kind = RR__AT(rr__facet_build, &b->facets, t->facts.facet).facts.kind;
        t->facts.kind = kind == RR_FACET_RATED ? RR__TERM_RATED : kind == RR_FACET_SCALE ? RR__TERM_SCALE : RR__TERM_LISTED;
    }
    for (size_t i = 0; i < b->weights.count; i++) {
        rr__weight_build *w = &RR__AT(rr__weight_build, &b->weights, i);
        rr__builder_point(b, w->where);
        if (rr__text_map_get(&b->term_ids, w->term) == RR_NONE)
            say_unknown(b, "term", w->term, &b->terms, sizeof(rr__term_build));
    }
}

/* Depth-first over the links child -> parent without recursion; grey nodes on the way back are a circle. */
typedef struct walk { uint32_t *first, *parents, *next, *stack; uint8_t *state; uint32_t count; } walk;

static bool open_walk(walk *w, rr__builder *b)
{
    size_t n = b->concepts[RR_CONCEPT_DESCRIPTOR].count;
    *w = (walk){.count = (uint32_t)n};
    w->first = rr__alloc(b->allocator, (n + 2) * sizeof(uint32_t));
    w->next = rr__alloc(b->allocator, (n + 1) * sizeof(uint32_t));
    w->stack = rr__alloc(b->allocator, (n + 1) * sizeof(uint32_t));
    w->parents = rr__alloc(b->allocator, (b->links.count + 1) * sizeof(uint32_t));
    w->state = rr__alloc(b->allocator, n + 1);
    return w->first != NULL && w->next != NULL && w->stack != NULL && w->parents != NULL && w->state != NULL;
}

static void close_walk(walk *w, const rr__builder *b)
{
    rr__free(b->allocator, w->first);
    rr__free(b->allocator, w->next);
    rr__free(b->allocator, w->stack);
    rr__free(b->allocator, w->parents);
    rr__free(b->allocator, w->state);
}

static void fill_walk(walk *w, rr__builder *b)
{
    for (size_t i = 0; i < b->links.count; i++)
        w->first[RR__AT(rr__link_in, &b->links, i).of.owner + 2]++;
    for (uint32_t i = 0; i < w->count; i++)
        w->first[i + 2] += w->first[i + 1];
    for (size_t i = 0; i < b->links.count; i++) {
        rr__link_in *link = &RR__AT(rr__link_in, &b->links, i);
        rr__builder_point(b, link->of.where);
        bool removed = RR__AT(rr__concept_in, &b->concepts[1], link->of.owner).removed;
        uint32_t parent = removed ? RR_NONE : find_concept(b, RR_CONCEPT_DESCRIPTOR, link->parent, "descriptor");
        w->parents[w->first[link->of.owner + 1]++] = parent;
    }
    for (uint32_t i = 0; i < w->count; i++)
        w->next[i] = w->first[i];
}

static void say_cycle(rr__builder *b, const walk *w, uint32_t depth, uint32_t back_to)
{
    rr__buf names;
    uint32_t from = depth, shown = 0;
    rr__buf_init(&names, b->allocator, 4096);
    while (from > 0 && w->stack[from - 1] != back_to)
        from--;
    for (uint32_t i = from == 0 ? 0 : from - 1; i < depth; i++) {
        if (shown++ == 6 && depth - i > 2) {
            rr__buf_text(&names, "... -> ");
            i = depth - 1;
        }
        rr__buf_text(&names, text_of(b, RR__AT(rr__concept_in, &b->concepts[1], w->stack[i]).id));
        rr__buf_text(&names, " -> ");
    }
    rr__buf_text(&names, text_of(b, RR__AT(rr__concept_in, &b->concepts[1], back_to).id));
    rr__builder_point(b, RR__AT(rr__concept_in, &b->concepts[1], back_to).where);
    rr__builder_finding(b, RR_EINVALID, RR__MSG_CYCLE, names.data == NULL ? "?" : names.data, NULL);
    b->failed = b->failed || names.failed;
    rr__buf_finish(&names);
}

static void check_cycles(rr__builder *b)
{
    enum { WHITE, GREY, BLACK };
    walk w;
    if (!open_walk(&w, b)) {
        b->failed = true;
    } else {
        fill_walk(&w, b);
        for (uint32_t root = 0; root < w.count; root++) {
            uint32_t depth = 0;
            if (w.state[root] == WHITE) {
                w.state[root] = GREY;
                w.stack[depth++] = root;
            }
            while (depth > 0) {
                uint32_t node = w.stack[depth - 1];
                if (w.next[node] == w.first[node + 1]) {
                    w.state[node] = BLACK;
                    depth--;
                    continue;
                }
                uint32_t parent = w.parents[w.next[node]++];
                if (parent == RR_NONE || w.state[parent] == BLACK)
                    continue;
                if (w.state[parent] == GREY) {
                    say_cycle(b, &w, depth, parent);
                    continue;
                }
                w.state[parent] = GREY;
                w.stack[depth++] = parent;
            }
        }
    }
    close_walk(&w, b);
}

/* What is said twice of one owner is found by the freeze, which a taxonomy with errors never reaches: here it is
 * told along with the other errors. */
typedef struct said { uint64_t what; uint32_t owner, index; } said;

static int compare_said(const void *a, const void *b)
{
    const said *x = a, *y = b;
    if (x->owner != y->owner)
        return x->owner < y->owner ? -1 : 1;
    if (x->what != y->what)
        return x->what < y->what ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

static said read_said(const rr__builder *b, bool labels, size_t i)
{
    if (!labels) {
        const rr__required_in *r = &RR__AT(rr__required_in, &b->requirements, i);
        return (said){r->ref, r->of.owner, (uint32_t)i};
    }
    const rr__label_in *l = &RR__AT(rr__label_in, &b->labels, i);
    return (said){(uint64_t)l->concept << 32 | l->lang, l->of.owner, (uint32_t)i};
}

static void say_twice(rr__builder *b, bool labels, const said *s)
{
    if (!labels) {
        const rr__required_in *r = &RR__AT(rr__required_in, &b->requirements, s->index);
        if (r->of.late)
            return;
        rr__builder_point(b, r->of.where);
        rr__builder_finding(b, RR_EINVALID, RR__MSG_DUPLICATE_REQUIREMENT, text_of(b, r->ref),
                            text_of(b, RR__AT(rr__concept_in, &b->concepts[0], s->owner).id), NULL);
        return;
    }
    const rr__label_in *l = &RR__AT(rr__label_in, &b->labels, s->index);
    if (l->of.late)
        return;
    rr__builder_point(b, l->of.where);
    rr__builder_finding(b, RR_EINVALID, RR__MSG_DUPLICATE_LABEL, text_of(b, RR__AT(rr__concept_in, &b->concepts[l->concept], s->owner).id),
                        text_of(b, l->lang), NULL);
}

static void check_twice(rr__builder *b, bool labels)
{
    size_t all = labels ? b->labels.count : b->requirements.count, count = 0;
    said *list = rr__alloc(b->allocator, (all + 1) * sizeof *list);
    b->failed = b->failed || list == NULL;
    for (size_t i = 0; i < all && list != NULL; i++) {
        const rr__label_in *l = labels ? &RR__AT(rr__label_in, &b->labels, i) : NULL;
        said s = read_said(b, labels, i);
        if ((l == NULL || (l->preferred && l->concept < 2)) && !RR__AT(rr__concept_in, &b->concepts[l == NULL ? 0 : l->concept], s.owner).removed)
            list[count++] = s;
    }
    if (count > 1)
        qsort(list, count, sizeof *list, compare_said);
    for (size_t i = 1; i < count; i++)
        if (list[i].owner == list[i - 1].owner && list[i].what == list[i - 1].what)
            say_twice(b, labels, &list[i]);
    rr__free(b->allocator, list);
}

rr_status rr__builder_validate(rr__builder *b, rr_error *err)
{
    char more[32];
    check_head(b);
    check_concepts(b);
    for (size_t i = 0; i < b->requirements.count && !b->failed; i++) {
        rr__required_in *r = &RR__AT(rr__required_in, &b->requirements, i);
        if (!RR__AT(rr__concept_in, &b->concepts[0], r->of.owner).removed)
            check_requirement(b, r);
    }
    check_cycles(b);
    check_entries(b);
    check_conditions(b);
    check_rest(b);
    check_model(b);
    for (int labels = 0; labels < 2 && b->errors > 0 && !b->failed; labels++)
        check_twice(b, labels == 1);
    if (b->failed)
        return rr__fail_nomem(err);
    if (b->handed > 100) {
        rr_error note;
        rr__format_decimal(more, (int64_t)(b->handed - 100) * 1000000);
        rr__fail(&note, RR_EINVALID, RR__MSG_MORE_FINDINGS, more, NULL);
        if (b->finding != NULL)
            b->finding(b->user, &note);
        b->handed = 0;
    }
    if (b->errors == 0)
        return RR_OK;
    if (err != NULL)
        *err = b->first;
    return b->first.status;
}
