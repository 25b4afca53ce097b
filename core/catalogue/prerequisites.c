/* SPDX-License-Identifier: MIT */
/* Courses with their conditions in; which of them can never be begun, and which hang on one that is refused, out. */
#include "catalogue/prerequisites.h"

#include <string.h>

enum { NAMES_SHOWN = 6 };

static bool add_link(rr__prerequisites *p, uint32_t owner, const rrp_need *need, uint32_t leader, const rr__map *ids)
{
    bool course = need->kind == RRP_NEED_COURSE && need->value.n > 0;
    rr__link link = {owner, course ? rr__map_get(ids, need->value.p, (size_t)need->value.n) : RR_NONE, leader};
    return rr__vec_push(&p->links, &link);
}

static bool add_needs(rr__prerequisites *p, uint32_t owner, const rrp_vec *needs, bool exam, const rr__map *ids)
{
    size_t base = p->links.count;
    bool good = true;
    for (uint32_t i = 0; i < needs->count && needs->count <= RR__ITEMS_MAX && good; i++) {
        const rrp_need *need = RRP_AT(rrp_need, *needs, i);
        uint32_t k = 0;
        while (RRP_AT(rrp_need, *needs, k)->group != need->group)
            k++;
        good = add_link(p, owner, need, exam ? RR_NONE : (uint32_t)(base + k), ids);
    }
    return good;
}

static bool add_course(rr__prerequisites *p, uint32_t row, const rrp_course *c, const rr__map *ids)
{
    bool good = add_needs(p, row, &c->needs, false, ids);
    for (uint32_t i = 0; i < c->certificates.count && c->certificates.count <= RR__ITEMS_MAX && good; i++)
        good = add_needs(p, row, &RRP_AT(rrp_certificate, c->certificates, i)->needs, true, ids);
    return good;
}

static const rr__link *link_at(const rr__prerequisites *p, size_t i)
{
    return &RR__AT(const rr__link, &p->links, i);
}

/* Turns the links round: from the course asked for to those that ask. */
static bool turn_round(rr__prerequisites *p)
{
    p->asked_first = rr__alloc(p->allocator, (p->count + (size_t)2) * sizeof *p->asked_first);
    p->asked = rr__alloc(p->allocator, (p->links.count + 1) * sizeof *p->asked);
    if (p->asked_first == NULL || p->asked == NULL)
        return false;
    for (size_t i = 0; i < p->links.count; i++)
        if (link_at(p, i)->wanted != RR_NONE)
            p->asked_first[link_at(p, i)->wanted + 2]++;
    for (size_t c = 2; c < p->count + (size_t)2; c++)
        p->asked_first[c] += p->asked_first[c - 1];
    for (size_t i = 0; i < p->links.count; i++)
        if (link_at(p, i)->wanted != RR_NONE)
            p->asked[p->asked_first[link_at(p, i)->wanted + 1]++] = (uint32_t)i;
    return true;
}

bool rr__prerequisites_init(rr__prerequisites *p, const rr_allocator *a, const rrp_vec *courses, const rr__map *ids)
{
    *p = (rr__prerequisites){.allocator = a, .count = courses->count};
    rr__vec_init(&p->links, a, sizeof(rr__link));
    p->first = rr__alloc(a, (p->count + (size_t)1) * sizeof *p->first);
    bool good = p->first != NULL;
    for (uint32_t i = 0; i < p->count && good; i++) {
        p->first[i] = (uint32_t)p->links.count;
        good = add_course(p, i, RRP_AT(rrp_course, *courses, i), ids);
    }
    if (!good)
        return false;
    p->first[p->count] = (uint32_t)p->links.count;
    return turn_round(p);
}

void rr__prerequisites_finish(rr__prerequisites *p)
{
    rr__vec_finish(&p->links);
    rr__free(p->allocator, p->first);
    rr__free(p->allocator, p->asked_first);
    rr__free(p->allocator, p->asked);
}

bool rr__prerequisites_spread(const rr__prerequisites *p, uint8_t *marks)
{
    uint32_t *waiting = rr__alloc(p->allocator, (p->count + (size_t)1) * sizeof *waiting), count = 0;
    if (waiting == NULL)
        return false;
    for (uint32_t i = 0; i < p->count; i++)
        if (marks[i])
            waiting[count++] = i;
    while (count > 0) {
        uint32_t course = waiting[--count];
        for (uint32_t i = p->asked_first[course]; i < p->asked_first[course + 1]; i++) {
            uint32_t owner = link_at(p, p->asked[i])->owner;
            if (!marks[owner])
                waiting[count++] = owner;
            marks[owner] = 1;
        }
    }
    rr__free(p->allocator, waiting);
    return true;
}

/* ---- what can never be begun ---- */

typedef struct search {
    const rr__prerequisites *p;
    uint8_t *met;      /* of each leader: one alternative can be had */
    uint32_t *unmet;   /* of each course: groups that are not met yet; 0: it can be begun */
    uint32_t *waiting; /* courses that can be begun, not yet told to those that ask for them; later the way walked */
    uint32_t waiting_count;
} search;

static void meet(search *s, const rr__link *link)
{
    if (link->leader == RR_NONE || s->met[link->leader])
        return;
    s->met[link->leader] = 1;
    if (--s->unmet[link->owner] == 0)
        s->waiting[s->waiting_count++] = link->owner;
}

/* Opens what asks for no course; each course that opens may open those that ask for it. */
static void open_all(search *s)
{
    const rr__prerequisites *p = s->p;
    for (size_t i = 0; i < p->links.count; i++)
        if (link_at(p, i)->leader == i)
            s->unmet[link_at(p, i)->owner]++;
    for (uint32_t c = 0; c < p->count; c++)
        if (s->unmet[c] == 0)
            s->waiting[s->waiting_count++] = c;
    for (size_t i = 0; i < p->links.count; i++)
        if (link_at(p, i)->wanted == RR_NONE)
            meet(s, link_at(p, i));
    while (s->waiting_count > 0) {
        uint32_t course = s->waiting[--s->waiting_count];
        for (uint32_t i = p->asked_first[course]; i < p->asked_first[course + 1]; i++)
            meet(s, link_at(p, p->asked[i]));
    }
}

/* What a course waits for: of its first group that is not met, the first, which waits too. */
static uint32_t next_of(const search *s, uint32_t course)
{
    for (uint32_t i = s->p->first[course]; i < s->p->first[course + 1]; i++)
        if (link_at(s->p, i)->leader != RR_NONE && !s->met[link_at(s->p, i)->leader])
            return link_at(s->p, i)->wanted;
    return RR_NONE;
}

static void name_circle(rr__buf *out, const search *s, uint32_t from, const rrp_vec *courses)
{
    uint32_t at = from, shown = 0;
    rr__buf_clear(out);
    do {
        if (shown++ < NAMES_SHOWN) {
            rrp_str id = RRP_AT(rrp_course, *courses, at)->id;
            rr__buf_add(out, id.p, (size_t)id.n);
            rr__buf_text(out, " -> ");
        }
        at = next_of(s, at);
    } while (at != from);
    if (shown > NAMES_SHOWN)
        rr__buf_text(out, "... -> ");
    rr__buf_add(out, RRP_AT(rrp_course, *courses, from)->id.p, (size_t)RRP_AT(rrp_course, *courses, from)->id.n);
}

bool rr__prerequisites_stuck(const rr__prerequisites *p, const rrp_vec *courses,
                             void (*each)(void *user, uint32_t row, uint32_t next, const char *circle), void *user)
{
    rr__buf names;
    search s = {.p = p, .met = rr__alloc(p->allocator, p->links.count + 1), .unmet = rr__alloc(p->allocator, (p->count + (size_t)1) * sizeof(uint32_t)),
                .waiting = rr__alloc(p->allocator, (p->count + (size_t)1) * sizeof(uint32_t))};
    /* Which walk came by a course, from 1. Each walk follows what is waited for until it meets a way already walked: its
     * own, which is a circle, or an older one. */
    uint32_t *walked = rr__alloc(p->allocator, (p->count + (size_t)1) * sizeof *walked);
    bool good = s.met != NULL && s.unmet != NULL && s.waiting != NULL && walked != NULL;
    rr__buf_init(&names, p->allocator, 0);
    if (good)
        open_all(&s);
    for (uint32_t from = 0; from < p->count && good; from++) {
        uint32_t at = from;
        for (; s.unmet[at] > 0 && walked[at] == 0; at = next_of(&s, at))
            walked[at] = from + 1;
        bool circle = s.unmet[at] > 0 && walked[at] == from + 1;
        if (circle)
            name_circle(&names, &s, at, courses);
        good = !names.failed;
        if (circle && good)
            each(user, at, next_of(&s, at), names.data);
        if (circle)
            s.waiting[s.waiting_count++] = at; /* said */
    }
    for (uint32_t i = 0; i < s.waiting_count && good; i++)
        walked[s.waiting[i]] = 0;
    for (uint32_t row = 0; row < p->count && good; row++)
        if (s.unmet[row] > 0 && walked[row] != 0)
            each(user, row, next_of(&s, row), NULL);
    rr__buf_finish(&names);
    rr__free(p->allocator, s.met);
    rr__free(p->allocator, s.unmet);
    rr__free(p->allocator, s.waiting);
    rr__free(p->allocator, walked);
    return good;
}
