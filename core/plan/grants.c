/* SPDX-License-Identifier: MIT */
/* The courses of a plan's problem in, what somebody else may pay of each out: as payments of the problem where an amount
 * is known and the conditions are met, as open questions where they aren't known. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "plan/gather.h"

rr_verdict_state rr__exam_admits(const rr__worker *w, const rrp_certificate *certificate)
{
    return (rr_verdict_state)rr__judge_all(w, &certificate->needs);
}

static const rrp_course *course_of(const rr__gathering *g, uint32_t study)
{
    return RR__AT(rr__candidate_course, &g->courses, g->course_of[study]).offer.course;
}

/* Admission to an exam of the level (0: any) that the course prepares for; `*any`: there is one. */
static rr__truth judge_exam(const rr__gathering *g, uint32_t study, uint32_t level, bool *any)
{
    const rrp_vec *certificates = &course_of(g, study)->certificates;
    rr__heard heard = {0};
    *any = false;
    for (uint32_t i = 0; i < certificates->count; i++) {
        const rrp_certificate *k = RRP_AT(rrp_certificate, *certificates, i);
        if (level != 0 && k->level != level)
            continue;
        *any = true;
        rr__hear(&heard, (rr__truth)rr__exam_admits(g->w, k));
    }
    return rr__any_of(&heard);
}

/* Which grants speak of which course. */
typedef struct row { uint32_t plugin; const rrp_grant *grant; } row;

typedef struct about { rrp_str course; uint32_t order; row row; } about;

static int by_course(const void *x, const void *y)
{
    const about *a = x, *b = y;
    size_t n = (size_t)(a->course.n < b->course.n ? a->course.n : b->course.n);
    int order = n == 0 ? 0 : memcmp(a->course.p, b->course.p, n);
    if (order == 0 && a->course.n != b->course.n)
        order = a->course.n < b->course.n ? -1 : 1;
    return order != 0 ? order : a->order < b->order ? -1 : a->order > b->order;
}

static int compare_id(rrp_str a, rrp_str b)
{
    return by_course(&(about){.course = a}, &(about){.course = b});
}

/* Numbers for names: of limits (plugin and code) and of groups. */
typedef struct numbering { rr__map limits, groups; rr__buf key; bool nomem; } numbering;

static uint32_t number_text(rr__gathering *g, rr__map *map, const char *text, size_t len, bool *nomem)
{
    uint32_t at = rr__map_get(map, text, len);
    if (at != UINT32_MAX)
        return at;
    const char *kept = rr__arena_text(g->arena, text, len);
    *nomem = kept == NULL || !rr__map_put(map, kept, len, (uint32_t)map->count, &at) || *nomem;
    return at;
}

/* How often the person may still have it. `hoped`: had it been granted where that was open. */
static uint32_t times_left(const rr__gathering *g, uint32_t plugin, const rrp_grant *grant, bool hoped)
{
    uint32_t left = grant->per_person > 0 ? grant->per_person : 1;
    for (size_t i = 0; i < g->before_count; i++)
        for (size_t k = 0; k < g->before[i]->grant_count; k++) {
            const rr_plan_grant *had = &g->before[i]->grants[k];
            bool taken = (had->state == RR_GRANT_COUNTED && had->amount_minor > 0) ||
                         (hoped && had->state == RR_GRANT_UNKNOWN && had->saves_minor > 0);
            if (taken && left > 0 && had->plugin == plugin && compare_id(had->grant->code, grant->code) == 0)
                left--;
        }
    return left;
}

static uint32_t number_limit(rr__gathering *g, numbering *n, uint32_t plugin, const rrp_grant *grant)
{
    rr__buf_clear(&n->key);
    rr__buf_int(&n->key, plugin);
    rr__buf_char(&n->key, ' ');
    rr__buf_add(&n->key, grant->code.p, (size_t)grant->code.n);
    n->nomem = n->key.failed || n->nomem;
    uint32_t at = n->nomem ? 0 : number_text(g, &n->limits, n->key.data, n->key.len, &n->nomem);
    uint32_t left = times_left(g, plugin, grant, false), hoped = times_left(g, plugin, grant, true);
    if (!n->nomem && at == g->limits_of.count)
        n->nomem = !rr__vec_push(&g->limits_of, &left) || !rr__vec_push(&g->hoped_of, &hoped);
    return at;
}

static rr_plan_grant_state state_of(const rr__gathering *g, const rrp_grant *grant, rr__truth exam)
{
    bool priced = (grant->has & (RRP_GRANT_AMOUNT | RRP_GRANT_SHARE)) != 0;
    bool foreign = grant->currency.n == 3 && g->limits.currency[0] != '\0' && memcmp(grant->currency.p, g->limits.currency, 3) != 0;
    if (grant->state == RRP_UNMET)
        return RR_GRANT_UNMET;
    if (exam == RR__UNMET)
        return RR_GRANT_EXAM_UNMET;
    if (!priced)
        return RR_GRANT_NO_AMOUNT;
    if (foreign)
        return RR_GRANT_CURRENCY;
    return grant->state == RRP_UNKNOWN || exam == RR__UNKNOWN ? RR_GRANT_UNKNOWN : RR_GRANT_COUNTED;
}

/* One grant towards one course. */
static void add_payable(rr__gathering *g, numbering *n, uint32_t study, uint32_t plugin, const rrp_grant *grant)
{
    bool on_certificate = (grant->flags & RRP_GRANT_ON_CERTIFICATE) != 0 || grant->certificate_level > 0, any = false;
    rr__truth exam = judge_exam(g, study, grant->certificate_level, &any);
    if (on_certificate && !any)
        return; /* the course leads to no certificate that it is paid for */
    exam = on_certificate ? exam : RR__MET;
    rr__payable payable = {plugin, grant, state_of(g, grant, exam), exam == RR__UNKNOWN, RR__NOTHING};
    if (payable.state == RR_GRANT_COUNTED || payable.state == RR_GRANT_UNKNOWN) {
        bool fixed = (grant->has & RRP_GRANT_AMOUNT) != 0;
        rr__payment payment = {.limit = number_limit(g, n, plugin, grant), .group = RR__NOTHING, .amount = fixed ? grant->amount_minor : -1,
                               .share_ppm = grant->share_ppm, .cap = (grant->has & RRP_GRANT_CAP) != 0 ? grant->cap_minor : -1};
        if (grant->exclusion_group.n > 0)
            payment.group = number_text(g, &n->groups, grant->exclusion_group.p, (size_t)grant->exclusion_group.n, &n->nomem);
        payable.payment = (uint32_t)g->payments.count;
        n->nomem = n->nomem || !rr__vec_push(&g->payments, &payment);
    }
    n->nomem = n->nomem || !rr__vec_push(&g->payables, &payable);
}

/* Calls `each` with the grants of every plugin, rules first, as they came. */
static bool list_rows(rr__gathering *g, rr__vec *out)
{
    for (size_t p = 0; p < g->plugins->items.count; p++)
        for (size_t half = 0; half < 2; half++)
            for (uint32_t i = 0; i < g->said[p].verdicts[half].count; i++)
                if (!rr__vec_push(out, &(row){(uint32_t)p, RRP_AT(rrp_grant, g->said[p].verdicts[half], i)}))
                    return false;
    return true;
}

/* Which studies share their id with another plugin's: a grant names a course by that alone. */
static bool find_shared(const rr__gathering *g, uint8_t *shared)
{
    rr__map first;
    bool good = true;
    rr__map_init(&first, &g->context->allocator);
    for (uint32_t s = 0; s < g->studies.count && good; s++) {
        rrp_str id = course_of(g, s)->id;
        uint32_t other = s;
        good = rr__map_put(&first, id.p, (size_t)id.n, s, &other);
        if (good && other != s)
            shared[s] = shared[other] = 1;
    }
    rr__map_finish(&first);
    return good;
}

/* How little a state gives; of one grant about courses of one id the least counts, and once. */
static int grudge(const rrp_grant *grant)
{
    return grant->state == RRP_UNMET ? 2 : grant->state == RRP_UNKNOWN ? 1 : 0;
}

static bool is_said_better(const about *list, size_t count, size_t k)
{
    const rrp_grant *own = list[k].row.grant;
    for (size_t i = 0; i < count; i++) {
        const rrp_grant *other = list[i].row.grant;
        if (i == k || list[i].row.plugin != list[k].row.plugin || compare_id(other->code, own->code) != 0)
            continue;
        if (grudge(other) > grudge(own) || (grudge(other) == grudge(own) && i < k))
            return true;
    }
    return false;
}

/* Grants of every course (no course named) stand first in the sorted list. */
static bool give_to_studies(rr__gathering *g, numbering *n, const about *list, size_t count)
{
    size_t general = 0;
    uint8_t *shared = rr__arena_alloc(g->arena, g->studies.count + 1, 1);
    if (shared == NULL || !find_shared(g, shared))
        return false;
    while (general < count && list[general].course.n == 0)
        general++;
    for (uint32_t s = 0; s < g->studies.count && !n->nomem; s++) {
        rrp_str id = course_of(g, s)->id;
        size_t low = general, high = count;
        rr__span *own = &RR__AT(rr__study, &g->studies, s).payments;
        g->payables_of[s].first = (uint32_t)g->payables.count;
        own->first = (uint32_t)g->payments.count;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (compare_id(list[middle].course, id) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        for (size_t k = 0; k < general && !n->nomem; k++)
            add_payable(g, n, s, list[k].row.plugin, list[k].row.grant);
        size_t first = low;
        while (low < count && compare_id(list[low].course, id) == 0)
            low++;
        for (size_t k = first; k < low && !n->nomem; k++)
            if (!shared[s] || !is_said_better(&list[first], low - first, k - first))
                add_payable(g, n, s, list[k].row.plugin, list[k].row.grant);
        own->count = (uint32_t)g->payments.count - own->first;
        g->payables_of[s].count = (uint32_t)g->payables.count - g->payables_of[s].first;
    }
    return !n->nomem;
}

static bool sort_grants(rr__gathering *g)
{
    rr__vec all;
    numbering n = {.nomem = false};
    const rr_allocator *a = &g->context->allocator;
    rr__vec_init(&all, a, sizeof(row));
    bool good = list_rows(g, &all);
    about *list = good ? rr__alloc(a, (all.count + 1) * sizeof *list) : NULL;
    rr__map_init(&n.limits, a);
    rr__map_init(&n.groups, a);
    rr__buf_init(&n.key, a, SIZE_MAX / 4);
    for (uint32_t i = 0; list != NULL && i < all.count; i++)
        list[i] = (about){RR__AT(row, &all, i).grant->course_id, i, RR__AT(row, &all, i)};
    if (list != NULL && all.count > 0)
        qsort(list, all.count, sizeof *list, by_course);
    good = list != NULL && give_to_studies(g, &n, list, all.count);
    rr__map_finish(&n.limits);
    rr__map_finish(&n.groups);
    rr__buf_finish(&n.key);
    rr__free(a, list);
    rr__vec_finish(&all);
    return good;
}

/* Exams that the person is admitted to are taken, so their fees are part of the cost. */
static void add_fees(rr__gathering *g)
{
    for (uint32_t s = 0; s < g->studies.count; s++) {
        const rrp_vec *certificates = &course_of(g, s)->certificates;
        for (uint32_t i = 0; i < certificates->count; i++) {
            const rrp_certificate *k = RRP_AT(rrp_certificate, *certificates, i);
            if ((k->has & RRP_CERTIFICATE_FEE) != 0 && rr__exam_admits(g->w, k) == RR_VERDICT_MET)
                RR__AT(rr__study, &g->studies, s).fee += k->exam_fee_minor;
        }
    }
}

static rr_status ask(rr__gathering *g, rr_error *err)
{
    rrp_course *courses = rr__arena_alloc(g->arena, (g->studies.count + 1) * sizeof *courses, 8);
    rrp_profile person;
    rrp_vec held;
    if (courses == NULL)
        return rr__fail_nomem(err);
    for (uint32_t s = 0; s < g->studies.count; s++)
        courses[s] = *course_of(g, s);
    rrp_vec offered = RRP_VEC(rrp_course, courses, g->studies.count);
    rr_plugins *plugins = (rr_plugins *)(uintptr_t)g->plugins; /* lending sessions is not seen from outside */
    rr_status status = rr__worker_held(&held, g->w, g->arena, err);
    if (status == RR_OK)
        status = rr__person_take(&person, g->arena, g->w->profile, plugins->region, g->w->options->date, &held, err);
    if (status == RR_OK)
        status = rr__plugins_grants(plugins, g->arena, &person, g->match->occupation, &offered, g->w->options->deadline_ms, &g->said, err);
    return status;
}

/* The problem as the search sees it (payments that are sure), and with all that could be paid. */
static bool state_problem(rr__gathering *g)
{
    size_t studies = g->studies.count, payments = 0;
    rr__study *sure = rr__arena_alloc(g->arena, (studies + 1) * sizeof *sure, 8);
    rr__payment *paid = rr__arena_alloc(g->arena, (g->payments.count + 1) * sizeof *paid, 8);
    g->counted = rr__arena_alloc(g->arena, g->payments.count + 1, 1);
    if (sure == NULL || paid == NULL || g->counted == NULL)
        return false;
    for (size_t i = 0; i < g->payables.count; i++) {
        const rr__payable *p = &RR__AT(rr__payable, &g->payables, i);
        if (p->payment != RR__NOTHING)
            g->counted[p->payment] = p->state == RR_GRANT_COUNTED;
    }
    g->funded = (rr__problem){.deadline_ms = g->w->options->deadline_ms, .studies = g->studies.data, .study_count = (uint32_t)studies,
                              .item_count = g->item_count, .lessons = g->lessons.data,
                              .slots = g->slots.data, .needs = g->spans.data, .providers = g->providers.data, .payments = g->payments.data,
                              .limits = g->hoped_of.data, .limit_count = (uint32_t)g->limits_of.count,
                              .hours_per_week = (uint32_t)g->limits.hours_per_week, .first_day = g->limits.first_day};
    g->p = g->funded;
    g->p.limits = g->limits_of.data;
    g->p.studies = sure;
    g->p.payments = paid;
    for (size_t s = 0; s < studies; s++) {
        sure[s] = g->funded.studies[s];
        rr__span all = sure[s].payments;
        sure[s].payments = (rr__span){(uint32_t)payments, 0};
        for (uint32_t k = all.first; k < all.first + all.count; k++)
            if (g->counted[k])
                paid[payments++] = g->funded.payments[k];
        sure[s].payments.count = (uint32_t)payments - sure[s].payments.first;
    }
    return true;
}

rr_status rr__gather_grants(rr__gathering *g, rr_error *err)
{
    rr_status status = RR_OK;
    g->payables_of = rr__arena_alloc(g->arena, (g->studies.count + 1) * sizeof *g->payables_of, 8);
    if (g->payables_of == NULL)
        return rr__fail_nomem(err);
    if (g->plugins != NULL && g->studies.count > 0) {
        add_fees(g);
        status = ask(g, err);
        if (status == RR_OK && !sort_grants(g))
            status = rr__fail_nomem(err);
    }
    if (status == RR_OK && !state_problem(g))
        status = rr__fail_nomem(err);
    return status;
}
