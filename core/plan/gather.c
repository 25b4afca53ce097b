/* SPDX-License-Identifier: MIT */
/* The items of a gap and the catalogue in; the courses that come into question, as studies of the planning problem or
 * with what speaks against them, out. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "plan/gather.h"

/* ---- who teaches what ---- */

typedef struct touch { uint32_t descriptor, item, worth; } touch;      /* to learn the descriptor moves the item */
typedef struct teaching { uint32_t descriptor, offer; int32_t level; } teaching;

typedef struct finding {
    rr__gathering *g;
    rr__vec touches;     /* by descriptor, then item */
    teaching *teachings; /* of all offers, by descriptor, then offer */
    size_t teaching_count;
    rr__map ids;         /* plugin and course id -> offer */
    rr__buf key;
    uint32_t *course_at; /* by offer: index into g->courses, or RR__NOTHING */
    bool nomem;
    uint32_t item;       /* being looked at */
} finding;

static int by_touch(const void *x, const void *y)
{
    const touch *a = x, *b = y;
    if (a->descriptor != b->descriptor)
        return a->descriptor < b->descriptor ? -1 : 1;
    return a->item < b->item ? -1 : a->item > b->item;
}

static int by_teaching(const void *x, const void *y)
{
    const teaching *a = x, *b = y;
    if (a->descriptor != b->descriptor)
        return a->descriptor < b->descriptor ? -1 : 1;
    return a->offer < b->offer ? -1 : a->offer > b->offer;
}

static void add_touch(void *user, uint32_t relative, uint32_t worth)
{
    finding *f = user;
    f->nomem = !rr__vec_push(&f->touches, &(touch){relative, f->item, worth}) || f->nomem;
}

static void find_touches(finding *f)
{
    const rr__worker *w = f->g->w;
    for (f->item = 0; f->item < f->g->item_count; f->item++) {
        uint32_t descriptor = f->g->items[f->item].requirement->descriptor;
        add_touch(f, descriptor, 1000000);
        if (!w->holdings[descriptor].struck)
            rr__each_relative(w->matcher->taxonomy->block, descriptor, add_touch, f);
    }
    if (f->touches.count > 0)
        qsort(f->touches.data, f->touches.count, sizeof(touch), by_touch);
}

static bool list_teachings(finding *f)
{
    const rr__catalogue *catalogue = f->g->plugins->catalogue;
    size_t total = 0;
    rr__offer o;
    for (size_t i = 0; rr__catalogue_at(catalogue, i, &o); i++)
        total += o.course->teaches.count;
    f->teachings = rr__alloc(&f->g->context->allocator, (total + 1) * sizeof *f->teachings);
    f->course_at = rr__alloc(&f->g->context->allocator, (rr__catalogue_count(catalogue) + 1) * sizeof *f->course_at);
    if (f->teachings == NULL || f->course_at == NULL)
        return false;
    for (uint32_t i = 0; rr__catalogue_at(catalogue, i, &o); i++) {
        f->course_at[i] = RR__NOTHING;
        for (uint32_t k = 0; k < o.course->teaches.count; k++) {
            const rrp_skill_level *t = RRP_AT(rrp_skill_level, o.course->teaches, k);
            if (t->skill > 0)
                f->teachings[f->teaching_count++] = (teaching){t->skill - 1, i, t->level};
        }
    }
    qsort(f->teachings, f->teaching_count, sizeof *f->teachings, by_teaching);
    return true;
}

/* The first teaching of a descriptor. */
static size_t first_teaching(const finding *f, uint32_t descriptor)
{
    size_t low = 0, high = f->teaching_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (f->teachings[middle].descriptor < descriptor)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool name_course(finding *f, uint32_t plugin, rrp_str id)
{
    rr__buf_clear(&f->key);
    rr__buf_int(&f->key, plugin);
    rr__buf_char(&f->key, ' ');
    rr__buf_add(&f->key, id.p, (size_t)id.n);
    f->nomem = f->nomem || f->key.failed;
    return !f->key.failed;
}

static bool list_ids(finding *f)
{
    rr__offer o;
    bool good = true;
    uint32_t present = 0;
    for (uint32_t i = 0; good && rr__catalogue_at(f->g->plugins->catalogue, i, &o); i++) {
        const char *kept = name_course(f, o.plugin, o.course->id) ? rr__arena_text(f->g->arena, f->key.data, f->key.len) : NULL;
        good = kept != NULL && rr__map_put(&f->ids, kept, f->key.len, i, &present);
    }
    return good;
}

static uint32_t find_course(finding *f, uint32_t plugin, rrp_str id)
{
    return name_course(f, plugin, id) ? rr__map_get(&f->ids, f->key.data, f->key.len) : UINT32_MAX;
}

/* ---- candidates ---- */

static void add_candidate(finding *f, uint32_t offer)
{
    rr__candidate_course c = {.study = RR__NOTHING};
    if (f->course_at[offer] != RR__NOTHING)
        return;
    f->course_at[offer] = (uint32_t)f->g->courses.count;
    rr__catalogue_at(f->g->plugins->catalogue, offer, &c.offer);
    f->nomem = !rr__vec_push(&f->g->courses, &c) || f->nomem;
}

/* Calls `each` with every offer that can meet the need: the course it names, or those that teach the skill. */
static void each_provider(finding *f, uint32_t plugin, const rrp_need *n, void (*each)(finding *f, uint32_t offer))
{
    if (n->kind == RRP_NEED_COURSE) {
        uint32_t offer = find_course(f, plugin, n->value);
        if (offer != UINT32_MAX)
            each(f, offer);
    }
    if (n->kind == RRP_NEED_SKILL && n->ref > 0)
        for (size_t k = first_teaching(f, n->ref - 1); k < f->teaching_count && f->teachings[k].descriptor == n->ref - 1; k++)
            if (n->level <= 0 || f->teachings[k].level >= n->level)
                each(f, f->teachings[k].offer);
}

/* What moves an item, and what leads there. */
static void find_candidates(finding *f)
{
    rr__gathering *g = f->g;
    for (size_t i = 0; i < f->touches.count && !f->nomem; i++) {
        uint32_t descriptor = RR__AT(touch, &f->touches, i).descriptor;
        if (i > 0 && RR__AT(touch, &f->touches, i - 1).descriptor == descriptor)
            continue;
        for (size_t k = first_teaching(f, descriptor); k < f->teaching_count && f->teachings[k].descriptor == descriptor; k++)
            add_candidate(f, f->teachings[k].offer);
    }
    for (size_t i = 0; i < g->courses.count && !f->nomem; i++) {
        const rr__candidate_course *c = &RR__AT(rr__candidate_course, &g->courses, i);
        const rrp_vec *needs = &c->offer.course->needs;
        uint32_t plugin = c->offer.plugin;
        for (uint32_t k = rr__next_group(needs, 0); k < needs->count; k = rr__next_group(needs, k + 1)) {
            if (rr__judge_group(g->w, needs, k) != RR__UNMET)
                continue;
            for (uint32_t n = k; n < needs->count; n++)
                if (RRP_AT(rrp_need, *needs, n)->group == RRP_AT(rrp_need, *needs, k)->group)
                    each_provider(f, plugin, RRP_AT(rrp_need, *needs, n), add_candidate);
        }
    }
}

/* Back into the order of plugins and ids, in which ties are broken. */
static int by_offer(const void *x, const void *y)
{
    const rr__candidate_course *a = x, *b = y;
    return a->study < b->study ? -1 : a->study > b->study;
}

static void sort_candidates(finding *f)
{
    size_t offers = rr__catalogue_count(f->g->plugins->catalogue);
    for (uint32_t i = 0; i < offers; i++)
        if (f->course_at[i] != RR__NOTHING)
            RR__AT(rr__candidate_course, &f->g->courses, f->course_at[i]).study = i;
    if (f->g->courses.count > 0)
        qsort(f->g->courses.data, f->g->courses.count, sizeof(rr__candidate_course), by_offer);
    for (uint32_t i = 0; i < f->g->courses.count; i++) {
        f->course_at[RR__AT(rr__candidate_course, &f->g->courses, i).study] = i;
        RR__AT(rr__candidate_course, &f->g->courses, i).study = RR__NOTHING;
    }
}

/* ---- what each brings ---- */

static int64_t gain_of(const rr__item *item, uint32_t covered)
{
    return covered <= item->covered_ppm ? 0 : item->weight * covered / 1000000 - item->weight * item->covered_ppm / 1000000;
}

static bool add_lesson(rr__gathering *g, rr__candidate_course *c, uint32_t item, int64_t gain)
{
    for (uint32_t k = c->lessons.first; k < c->lessons.first + c->lessons.count; k++) {
        rr__lesson *l = &RR__AT(rr__lesson, &g->lessons, k);
        if (l->item == item) {
            l->gain = gain > l->gain ? gain : l->gain;
            return true;
        }
    }
    c->lessons.count++;
    return rr__vec_push(&g->lessons, &(rr__lesson){item, gain});
}

static bool find_lessons(finding *f, rr__candidate_course *c)
{
    const rr__block *b = f->g->w->matcher->taxonomy->block;
    const touch *touches = f->touches.data;
    c->lessons = (rr__span){(uint32_t)f->g->lessons.count, 0};
    for (uint32_t k = 0; k < c->offer.course->teaches.count; k++) {
        const rrp_skill_level *t = RRP_AT(rrp_skill_level, c->offer.course->teaches, k);
        size_t low = 0, high = f->touches.count;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (touches[middle].descriptor + 1 < t->skill)
                low = middle + 1;
            else
                high = middle;
        }
        for (; low < f->touches.count && touches[low].descriptor + 1 == t->skill; low++) {
            const rr__item *item = &f->g->items[touches[low].item];
            uint32_t level = rr__cover_level(b, item->requirement, t->level > 0 ? t->level : -1);
            int64_t gain = gain_of(item, (uint32_t)((uint64_t)level * touches[low].worth / 1000000));
            if (gain > 0 && !add_lesson(f->g, c, touches[low].item, gain))
                return false;
        }
    }
    return true;
}

/* ---- what speaks against it ---- */

static bool in_currency(const rr__gathering *g, const rrp_course *c)
{
    return c->currency.n == 0 || g->limits.currency[0] == '\0' || (c->currency.n == 3 && memcmp(c->currency.p, g->limits.currency, 3) == 0);
}

static bool has_price(const rrp_course *c)
{
    bool any = (c->has & RRP_COURSE_PRICE) != 0;
    for (uint32_t i = 0; i < c->sessions.count; i++)
        any = any || (RRP_AT(rrp_session, c->sessions, i)->has & RRP_SESSION_PRICE) != 0;
    return any;
}

/* The currency of the limit, else the one most of the candidates are priced in; of equally many the first by name. */
static bool choose_currency(rr__gathering *g)
{
    rr__map seen;
    bool good = true;
    uint32_t best = 0, at = 0;
    if (g->limits.currency[0] != '\0')
        return true;
    rr__map_init(&seen, &g->context->allocator);
    for (size_t i = 0; i < g->courses.count && good; i++) {
        const rrp_course *c = RR__AT(rr__candidate_course, &g->courses, i).offer.course;
        if (c->currency.n != 3 || !has_price(c))
            continue;
        good = rr__map_put(&seen, c->currency.p, 3, 0, &at);
        for (size_t k = 0; k < seen.count && good; k++)
            seen.items[k].value += memcmp(seen.items[k].key, c->currency.p, 3) == 0;
    }
    for (size_t k = 0; k < seen.count && good; k++)
        if (seen.items[k].value > best || (seen.items[k].value == best && memcmp(seen.items[k].key, g->limits.currency, 3) < 0)) {
            best = seen.items[k].value;
            memcpy(g->limits.currency, seen.items[k].key, 3);
        }
    rr__map_finish(&seen);
    return good;
}

static void bar(rr__candidate_course *c, rr_open_reason reason, int64_t value, const rrp_need *need)
{
    c->reason = reason;
    c->value = value;
    c->need = need;
}

/* A need that the person doesn't meet and no course leads to. */
static const rrp_need *find_dead_end(finding *f, const rr__candidate_course *c)
{
    const rrp_vec *needs = &c->offer.course->needs;
    for (uint32_t k = rr__next_group(needs, 0); k < needs->count; k = rr__next_group(needs, k + 1)) {
        bool open = rr__judge_group(f->g->w, needs, k) != RR__UNMET;
        for (uint32_t n = k; n < needs->count && !open; n++) {
            const rrp_need *need = RRP_AT(rrp_need, *needs, n);
            if (need->group != RRP_AT(rrp_need, *needs, k)->group)
                continue;
            if (need->kind == RRP_NEED_COURSE)
                open = find_course(f, c->offer.plugin, need->value) != UINT32_MAX;
            for (size_t t = first_teaching(f, need->ref - 1); need->kind == RRP_NEED_SKILL && t < f->teaching_count && !open &&
                 f->teachings[t].descriptor == need->ref - 1; t++)
                open = need->level <= 0 || f->teachings[t].level >= need->level;
        }
        if (!open)
            return RRP_AT(rrp_need, *needs, k);
    }
    return NULL;
}

/* Looks for what rules the course out; what remains becomes a study. false: out of memory. */
static bool admit(finding *f, uint32_t index)
{
    rr__gathering *g = f->g;
    rr__candidate_course *c = &RR__AT(rr__candidate_course, &g->courses, index);
    const rrp_course *course = c->offer.course;
    const rrp_need *dead_end = find_dead_end(f, c);
    if (!in_currency(g, course)) {
        bar(c, RR_OPEN_CURRENCY, -1, NULL);
        return true;
    }
    if (!has_price(course) && g->limits.max_cost_minor >= 0) {
        bar(c, RR_OPEN_PRICE, -1, NULL);
        return true;
    }
    if (dead_end != NULL) {
        bar(c, RR_OPEN_PREREQUISITE, -1, dead_end);
        return true;
    }
    if (!rr__gather_slots(g, c, &c->slots))
        return false;
    if (c->slots.count == 0)
        return true;
    uint32_t weeks = (uint32_t)(RR__AT(rr__slot, &g->slots, c->slots.first).end - RR__AT(rr__slot, &g->slots, c->slots.first).start + 7) / 7;
    rr__study study = {.lessons = c->lessons, .slots = c->slots,
                       .hours = course->hours > 0 ? course->hours : weeks * (uint32_t)g->limits.hours_per_week};
    c->study = (uint32_t)g->studies.count;
    g->course_of[c->study] = index;
    return rr__vec_push(&g->studies, &study);
}

/* ---- needs between studies ---- */

static void push_provider(finding *f, uint32_t offer)
{
    uint32_t course = f->course_at[offer];
    uint32_t study = course == RR__NOTHING ? RR__NOTHING : RR__AT(rr__candidate_course, &f->g->courses, course).study;
    rr__span *group = &RR__AT(rr__span, &f->g->spans, f->g->spans.count - 1);
    for (uint32_t k = group->first; k < group->first + group->count; k++)
        if (RR__AT(uint32_t, &f->g->providers, k) == study)
            return;
    if (study == RR__NOTHING)
        return;
    f->nomem = !rr__vec_push(&f->g->providers, &study) || f->nomem;
    group->count++;
}

static void link_needs(finding *f, uint32_t study)
{
    rr__gathering *g = f->g;
    const rr__candidate_course *c = &RR__AT(rr__candidate_course, &g->courses, g->course_of[study]);
    const rrp_vec *needs = &c->offer.course->needs;
    rr__span *own = &RR__AT(rr__study, &g->studies, study).needs;
    *own = (rr__span){(uint32_t)g->spans.count, 0};
    for (uint32_t k = rr__next_group(needs, 0); k < needs->count && !f->nomem; k = rr__next_group(needs, k + 1)) {
        if (rr__judge_group(g->w, needs, k) != RR__UNMET)
            continue;
        f->nomem = !rr__vec_push(&g->spans, &(rr__span){(uint32_t)g->providers.count, 0});
        own->count++;
        for (uint32_t n = k; n < needs->count && !f->nomem; n++)
            if (RRP_AT(rrp_need, *needs, n)->group == RRP_AT(rrp_need, *needs, k)->group)
                each_provider(f, c->offer.plugin, RRP_AT(rrp_need, *needs, n), push_provider);
    }
}

static bool gather(finding *f)
{
    rr__gathering *g = f->g;
    find_touches(f);
    if (f->nomem || !list_teachings(f) || !list_ids(f))
        return false;
    find_candidates(f);
    if (f->nomem)
        return false;
    sort_candidates(f);
    g->course_of = rr__arena_alloc(g->arena, (g->courses.count + 1) * sizeof *g->course_of, 8);
    if (g->course_of == NULL || !choose_currency(g))
        return false;
    g->limits.course_count = (uint32_t)g->courses.count;
    for (uint32_t i = 0; i < g->courses.count; i++) {
        if (!find_lessons(f, &RR__AT(rr__candidate_course, &g->courses, i)) || !admit(f, i) || f->nomem)
            return false;
        if (rr__cancelled(g->context) || rr__is_late(g->w->options->deadline_ms))
            return true;
    }
    for (uint32_t i = 0; i < g->studies.count && !f->nomem; i++)
        link_needs(f, i);
    return !f->nomem;
}

rr_status rr__gather_courses(rr__gathering *g, rr_error *err)
{
    finding f = {.g = g};
    if (g->plugins == NULL)
        return RR_OK;
    rr__vec_init(&f.touches, &g->context->allocator, sizeof(touch));
    rr__map_init(&f.ids, &g->context->allocator);
    rr__buf_init(&f.key, &g->context->allocator, SIZE_MAX / 4);
    bool good = gather(&f);
    rr__vec_finish(&f.touches);
    rr__map_finish(&f.ids);
    rr__buf_finish(&f.key);
    rr__free(&g->context->allocator, f.teachings);
    rr__free(&g->context->allocator, f.course_at);
    return good ? rr__check_time(g->context, g->w->options->deadline_ms, err) : rr__fail_nomem(err);
}

void rr__gathering_finish(rr__gathering *g)
{
    rr__vec *vecs[] = {&g->courses, &g->lessons, &g->slots, &g->spans, &g->providers, &g->studies, &g->payments, &g->limits_of, &g->hoped_of, &g->payables};
    for (size_t i = 0; i < sizeof vecs / sizeof vecs[0]; i++)
        rr__vec_finish(vecs[i]);
}
