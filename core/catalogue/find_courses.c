/* SPDX-License-Identifier: MIT */
/* All plugins' courses in; for a descriptor, how many teach it and the first of them, out. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "catalogue/catalogue.h"

/* One course in the list of a descriptor that it teaches. */
typedef struct taught { uint32_t descriptor; int32_t level; uint32_t rank; } taught;

/* The courses of one descriptor that teach it to one level: lists[start] is the first of them, `best` the rank of the first
 * among these and all of higher levels. */
typedef struct run { int32_t level; uint32_t start, best; } run;

struct rr__catalogue {
    rr_context *context;
    rr__offer *offers;   /* by plugin, then id */
    size_t count;
    const rr__offer **ranked; /* by price, then place: what comes first among courses that do the same */
    taught *lists;       /* by descriptor, then level, then rank */
    size_t taught_count;
    run *runs;           /* by descriptor, then level */
    uint32_t *first_runs; /* of each descriptor; one more for the end */
    taught *by_rank;     /* the same as in lists, by rank: what each course teaches, side by side */
    uint32_t *first_taught; /* of each rank; one more for the end */
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

/* A stated price before none, the cheapest, then plugin and id, which is the place. Amounts of different currencies say
 * nothing about each other: currencies go one after the other. */
static int by_price(const void *x, const void *y)
{
    const rr__offer *a = *(const rr__offer *const *)x, *b = *(const rr__offer *const *)y;
    bool a_priced = (a->course->has & RRP_COURSE_PRICE) != 0, b_priced = (b->course->has & RRP_COURSE_PRICE) != 0;
    int order = a_priced != b_priced ? (a_priced ? -1 : 1) : a_priced ? compare_str(a->course->currency, b->course->currency) : 0;
    if (order == 0 && a_priced && a->course->price_minor != b->course->price_minor)
        order = a->course->price_minor < b->course->price_minor ? -1 : 1;
    return order != 0 ? order : a < b ? -1 : a > b;
}

static int by_descriptor(const void *x, const void *y)
{
    const taught *a = x, *b = y;
    if (a->descriptor != b->descriptor)
        return a->descriptor < b->descriptor ? -1 : 1;
    if (a->level != b->level)
        return a->level < b->level ? -1 : 1;
    return a->rank < b->rank ? -1 : a->rank > b->rank;
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

static bool rank_offers(rr__catalogue *c)
{
    c->ranked = rr__alloc(&c->context->allocator, (c->count + 1) * sizeof *c->ranked);
    if (c->ranked == NULL)
        return false;
    for (size_t i = 0; i < c->count; i++)
        c->ranked[i] = &c->offers[i];
    qsort(c->ranked, c->count, sizeof *c->ranked, by_price);
    return true;
}

static bool build_lists(rr__catalogue *c)
{
    size_t n = 0;
    c->lists = rr__alloc(&c->context->allocator, (c->taught_count + 1) * sizeof *c->lists);
    c->by_rank = rr__alloc(&c->context->allocator, (c->taught_count + 1) * sizeof *c->by_rank);
    c->first_taught = rr__alloc(&c->context->allocator, (c->count + 2) * sizeof *c->first_taught);
    if (c->lists == NULL || c->by_rank == NULL || c->first_taught == NULL)
        return false;
    for (size_t i = 0; i < c->count; i++) {
        for (uint32_t k = 0; k < c->ranked[i]->course->teaches.count; k++) {
            const rrp_skill_level *t = RRP_AT(rrp_skill_level, c->ranked[i]->course->teaches, k);
            if (t->skill > 0 && t->skill <= c->descriptors)
                c->by_rank[n++] = (taught){t->skill - 1, t->level, (uint32_t)i};
        }
        c->first_taught[i + 1] = (uint32_t)n;
    }
    c->taught_count = n;
    if (n > 0)
        memcpy(c->lists, c->by_rank, n * sizeof *c->lists);
    qsort(c->lists, n, sizeof *c->lists, by_descriptor);
    return true;
}

static bool starts_run(const rr__catalogue *c, size_t i)
{
    return i == 0 || c->lists[i].descriptor != c->lists[i - 1].descriptor || c->lists[i].level != c->lists[i - 1].level;
}

static bool build_runs(rr__catalogue *c)
{
    size_t count = 0;
    for (size_t i = 0; i < c->taught_count; i++)
        count += starts_run(c, i);
    c->runs = rr__alloc(&c->context->allocator, (count + 1) * sizeof *c->runs);
    c->first_runs = rr__alloc(&c->context->allocator, (c->descriptors + (size_t)2) * sizeof *c->first_runs);
    if (c->runs == NULL || c->first_runs == NULL)
        return false;
    count = 0;
    for (size_t i = 0; i < c->taught_count; i++)
        if (starts_run(c, i)) {
            c->runs[count++] = (run){c->lists[i].level, (uint32_t)i, c->lists[i].rank};
            c->first_runs[c->lists[i].descriptor + 1]++;
        }
    c->runs[count].start = (uint32_t)c->taught_count;
    for (uint32_t d = 0; d < c->descriptors; d++)
        c->first_runs[d + 1] += c->first_runs[d];
    for (uint32_t d = 0; d < c->descriptors; d++)
        for (uint32_t i = c->first_runs[d + 1]; i > c->first_runs[d] + 1; i--)
            if (c->runs[i - 1].best < c->runs[i - 2].best)
                c->runs[i - 2].best = c->runs[i - 1].best;
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
        good = rank_offers(c) && build_lists(c) && build_runs(c);
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
    rr__free(&c->context->allocator, c->runs);
    rr__free(&c->context->allocator, c->first_runs);
    rr__free(&c->context->allocator, c->by_rank);
    rr__free(&c->context->allocator, c->first_taught);
    rr__free(&c->context->allocator, c->ranked);
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

static bool reaches(int32_t level, int32_t to_level)
{
    return level > 0 && level >= to_level;
}

static uint64_t worth_of(const rr__catalogue *c, uint32_t rank, const rr__lack *lacks)
{
    uint64_t worth = 0;
    for (const taught *t = &c->by_rank[c->first_taught[rank]], *end = &c->by_rank[c->first_taught[rank + 1]]; t < end; t++)
        worth += reaches(t->level, lacks[t->descriptor].to_level) ? lacks[t->descriptor].worth : 0;
    return worth;
}

/* Of the courses at [from, end) of the lists, the rank of the one that is worth most; the lowest of equals. */
static uint32_t most_worth(const rr__catalogue *c, uint32_t from, uint32_t end, const rr__lack *lacks)
{
    uint32_t best = UINT32_MAX;
    uint64_t most = 0;
    for (uint32_t i = from; i < end; i++) {
        uint64_t worth = worth_of(c, c->lists[i].rank, lacks);
        if (best == UINT32_MAX || worth > most || (worth == most && c->lists[i].rank < best)) {
            best = c->lists[i].rank;
            most = worth;
        }
    }
    return best;
}

/* A course that states no level may teach any: it counts, after those that reach the level asked for. */
uint32_t rr__catalogue_find(const rr__catalogue *c, uint32_t descriptor, int32_t from_level, int32_t to_level, const rr__lack *lacks,
                            rr__offer *first)
{
    uint32_t count = 0, best = UINT32_MAX;
    int32_t level = 0;
    if (descriptor >= c->descriptors)
        return 0;
    for (const run *r = &c->runs[c->first_runs[descriptor]], *end = &c->runs[c->first_runs[descriptor + 1]]; r < end; r++) {
        if (r->level > 0 && r->level <= from_level)
            continue;
        if (reaches(r->level, to_level)) { /* this run and all behind it reach the level: they come first */
            uint32_t behind = c->runs[c->first_runs[descriptor + 1]].start;
            count += behind - r->start;
            best = lacks == NULL ? r->best : most_worth(c, r->start, behind, lacks);
            break;
        }
        count += r[1].start - r->start;
        if (c->lists[r->start].rank < best)
            best = c->lists[r->start].rank;
    }
    if (best == UINT32_MAX)
        return 0;
    *first = *c->ranked[best];
    for (uint32_t i = 0; i < first->course->teaches.count; i++)
        if (RRP_AT(rrp_skill_level, first->course->teaches, i)->skill == descriptor + 1)
            level = RRP_AT(rrp_skill_level, first->course->teaches, i)->level;
    first->level = level;
    return count;
}
