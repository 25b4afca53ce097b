/* SPDX-License-Identifier: MIT */
/* All plugins' courses in; for a descriptor, how many teach it and the first of them, out. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "catalogue/catalogue.h"

/* One course in the list of a descriptor that it teaches. */
typedef struct taught { uint32_t descriptor, offer; int32_t level; } taught;

struct rr__catalogue {
    rr_context *context;
    rr__offer *offers;   /* by plugin, then id */
    size_t count;
    taught *lists;       /* by descriptor, then level descending, then price and place */
    size_t taught_count;
    size_t *starts;      /* of each descriptor's list; one more for the end */
    uint32_t descriptors;
};

static int compare_str(rrp_str a, rrp_str b)
{
    size_t n = (size_t)(a.n < b.n ? a.n : b.n);
    int order = n == 0 ? 0 : memcmp(a.p, b.p, n);
    return order != 0 ? order : a.n < b.n ? -1 : a.n > b.n;
}

static int by_place(const void *x, const void *y)
{
    const rr__offer *a = x, *b = y;
    if (a->plugin != b->plugin)
        return a->plugin < b->plugin ? -1 : 1;
    return compare_str(a->course->id, b->course->id);
}

static int by_descriptor(const void *x, const void *y)
{
    const taught *a = x, *b = y;
    if (a->descriptor != b->descriptor)
        return a->descriptor < b->descriptor ? -1 : 1;
    if (a->level != b->level)
        return a->level > b->level ? -1 : 1;
    return a->offer < b->offer ? -1 : a->offer > b->offer;
}

/* A stated price before none, the cheapest, then plugin and id, which is the place. */
static bool is_before(const rr__catalogue *c, const taught *a, const taught *b)
{
    const rrp_course *x = c->offers[a->offer].course, *y = c->offers[b->offer].course;
    bool x_priced = (x->has & RRP_COURSE_PRICE) != 0, y_priced = (y->has & RRP_COURSE_PRICE) != 0;
    if (x_priced != y_priced)
        return x_priced;
    if (x_priced && x->price_minor != y->price_minor)
        return x->price_minor < y->price_minor;
    return a->offer < b->offer;
}

static bool add_part(rr__catalogue *c, const rr__catalogue_part *part)
{
    rr__map schools;
    bool good = true;
    uint32_t present = 0;
    rr__map_init(&schools, &c->context->allocator);
    for (uint32_t i = 0; i < part->courses.schools.count && good; i++) {
        const rrp_school *s = RRP_AT(rrp_school, part->courses.schools, i);
        good = rr__map_put(&schools, s->id.p, (size_t)s->id.n, i, &present);
    }
    for (uint32_t i = 0; i < part->courses.courses.count && good; i++) {
        const rrp_course *k = RRP_AT(rrp_course, part->courses.courses, i);
        uint32_t row = rr__map_get(&schools, k->school_id.p, (size_t)k->school_id.n);
        c->offers[c->count++] = (rr__offer){part->plugin, k, row == UINT32_MAX ? NULL : RRP_AT(rrp_school, part->courses.schools, row), 0};
        c->taught_count += k->teaches.count;
    }
    rr__map_finish(&schools);
    return good;
}

static bool build_lists(rr__catalogue *c)
{
    size_t n = 0;
    c->lists = rr__alloc(&c->context->allocator, (c->taught_count + 1) * sizeof *c->lists);
    c->starts = rr__alloc(&c->context->allocator, (c->descriptors + (size_t)2) * sizeof *c->starts);
    if (c->lists == NULL || c->starts == NULL)
        return false;
    for (size_t i = 0; i < c->count; i++)
        for (uint32_t k = 0; k < c->offers[i].course->teaches.count; k++) {
            const rrp_skill_level *t = RRP_AT(rrp_skill_level, c->offers[i].course->teaches, k);
            if (t->skill > 0 && t->skill <= c->descriptors)
                c->lists[n++] = (taught){t->skill - 1, (uint32_t)i, t->level};
        }
    c->taught_count = n;
    qsort(c->lists, n, sizeof *c->lists, by_descriptor);
    for (size_t i = 0; i < n; i++)
        c->starts[c->lists[i].descriptor + 1]++;
    for (uint32_t d = 0; d < c->descriptors; d++)
        c->starts[d + 1] += c->starts[d];
    return true;
}

rr_status rr__catalogue_create(rr__catalogue **out, rr_context *context, const rr_taxonomy *taxonomy, const rr__catalogue_part *parts,
                               size_t count, rr_error *err)
{
    rr_taxonomy_info info;
    size_t total = 0;
    rr__catalogue *c = rr__alloc(&context->allocator, sizeof *c);
    *out = NULL;
    if (c == NULL)
        return rr__fail_nomem(err);
    rr_taxonomy_get_info(taxonomy, &info);
    c->context = context;
    c->descriptors = info.descriptor_count;
    for (size_t i = 0; i < count; i++)
        total += parts[i].courses.courses.count;
    c->offers = rr__alloc(&context->allocator, (total + 1) * sizeof *c->offers);
    bool good = c->offers != NULL;
    for (size_t i = 0; i < count && good; i++)
        good = add_part(c, &parts[i]);
    if (good) {
        qsort(c->offers, c->count, sizeof *c->offers, by_place);
        good = build_lists(c);
    }
    if (!good) {
        rr__catalogue_destroy(c);
        return rr__fail_nomem(err);
    }
    *out = c;
    return RR_OK;
}

void rr__catalogue_destroy(rr__catalogue *c)
{
    if (c == NULL)
        return;
    rr__free(&c->context->allocator, c->offers);
    rr__free(&c->context->allocator, c->lists);
    rr__free(&c->context->allocator, c->starts);
    rr__free(&c->context->allocator, c);
}

size_t rr__catalogue_count(const rr__catalogue *c)
{
    return c->count;
}

bool rr__catalogue_at(const rr__catalogue *c, size_t index, rr__offer *out)
{
    if (index >= c->count)
        return false;
    *out = c->offers[index];
    return true;
}

/* A course that states no level may teach any: it counts, after those that reach the level asked for. */
uint32_t rr__catalogue_find(const rr__catalogue *c, uint32_t descriptor, int32_t from_level, int32_t to_level, rr__offer *first)
{
    uint32_t count = 0;
    const taught *best = NULL;
    bool best_reaches = false;
    if (descriptor >= c->descriptors)
        return 0;
    for (size_t i = c->starts[descriptor]; i < c->starts[descriptor + 1]; i++) {
        const taught *t = &c->lists[i];
        if (t->level > 0 && t->level <= from_level)
            continue;
        bool reaches = t->level > 0 && t->level >= to_level;
        count++;
        if (best == NULL || (reaches && !best_reaches) || (reaches == best_reaches && is_before(c, t, best))) {
            best = t;
            best_reaches = reaches;
        }
    }
    if (best != NULL) {
        *first = c->offers[best->offer];
        first->level = best->level;
    }
    return count;
}
