/* SPDX-License-Identifier: MIT */
/* Plans against brute force: every set of courses with every choice of sessions, on random small problems. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "plan/problem.h"

/* Every build tries all 12,000; under sanitizers, which take ten times as long, a tenth of them. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { CASES = 1200 };
#else
enum { CASES = 12000 };
#endif
enum { STUDIES = 10, ITEMS = 8, SLOTS = 2, PAYMENTS = 3, PROVIDERS = 3, LIMITS = 4, GROUPS = 3, HORIZON = 120 };

/* A random problem with its tables. */
typedef struct made {
    rr__problem p;
    rr__study studies[STUDIES];
    rr__lesson lessons[STUDIES * ITEMS];
    rr__slot slots[STUDIES * SLOTS];
    rr__span needs[STUDIES * 2];
    uint32_t providers[STUDIES * 2 * PROVIDERS];
    rr__payment payments[STUDIES * PAYMENTS];
    uint32_t limits[LIMITS];
    int64_t threshold, most_cost;
    int32_t last_day;
} made;

static uint64_t seed;

static uint32_t below(uint32_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)((seed >> 20) % n);
}

static void make_lessons(made *m, rr__study *s, uint32_t *at)
{
    s->lessons = (rr__span){*at, 0};
    for (uint32_t i = 0; i < m->p.item_count; i++)
        if (below(3) == 0) {
            m->lessons[(*at)++] = (rr__lesson){i, (1 + below(4)) * 25};
            s->lessons.count++;
        }
}

static void make_slots(made *m, rr__study *s, uint32_t *at)
{
    int64_t price = below(5) == 0 ? 0 : 100 * (1 + below(6));
    s->slots = (rr__span){*at, below(8) == 0 ? 0 : 1 + below(SLOTS)};
    for (uint32_t k = 0; k < s->slots.count; k++) {
        int32_t start = (int32_t)below(60), weeks = 1 + (int32_t)below(6);
        rr__slot slot = {start, start + weeks * 7 - 1, start, 5 + 5 * below(4), k, below(4) == 0 ? price + 50 : price};
        uint32_t to = *at + k;
        for (; to > *at && (m->slots[to - 1].end > slot.end || (m->slots[to - 1].end == slot.end && m->slots[to - 1].start > slot.start)); to--)
            m->slots[to] = m->slots[to - 1];
        m->slots[to] = slot;
    }
    *at += s->slots.count;
}

static void make_needs(made *m, rr__study *s, uint32_t *at, uint32_t *providers)
{
    s->needs = (rr__span){*at, below(3) == 0 ? 1 + below(2) : 0};
    for (uint32_t k = 0; k < s->needs.count; k++) {
        m->needs[*at] = (rr__span){*providers, 1 + below(PROVIDERS)};
        for (uint32_t i = 0; i < m->needs[*at].count; i++)
            m->providers[(*providers)++] = below(m->p.study_count);
        (*at)++;
    }
}

static void make_payments(made *m, rr__study *s, uint32_t *at)
{
    s->payments = (rr__span){*at, below(PAYMENTS + 1)};
    for (uint32_t k = 0; k < s->payments.count; k++)
        m->payments[(*at)++] = (rr__payment){.limit = below(LIMITS), .group = below(2) == 0 ? RR__NOTHING : below(GROUPS),
                                             .amount = below(2) == 0 ? -1 : (int64_t)50 * (1 + below(8)), .share_ppm = 100000 * (1 + below(10)),
                                             .cap = below(2) == 0 ? -1 : (int64_t)100 * (1 + below(3))};
}

static void make(made *m)
{
    uint32_t lessons = 0, slots = 0, needs = 0, providers = 0, payments = 0;
    m->p = (rr__problem){.studies = m->studies, .study_count = 1 + below(STUDIES), .item_count = 1 + below(ITEMS), .lessons = m->lessons,
                         .slots = m->slots, .needs = m->needs, .providers = m->providers, .payments = m->payments, .limits = m->limits,
                         .limit_count = LIMITS, .hours_per_week = 10 + 10 * below(4)};
    for (uint32_t i = 0; i < LIMITS; i++)
        m->limits[i] = 1 + below(3);
    for (uint32_t c = 0; c < m->p.study_count; c++) {
        rr__study *s = &m->studies[c];
        *s = (rr__study){.fee = below(4) == 0 ? 80 : 0, .hours = 10 * (1 + below(4))};
        make_lessons(m, s, &lessons);
        make_slots(m, s, &slots);
        make_needs(m, s, &needs, &providers);
        make_payments(m, s, &payments);
    }
    m->threshold = 25 * (1 + below(4 * m->p.item_count));
    m->most_cost = below(3) == 0 ? 300 + 100 * below(10) : INT64_MAX / 4;
    m->last_day = below(3) == 0 ? 40 + (int32_t)below(40) : HORIZON;
}

/* ---- brute force ---- */

typedef struct tried { bool found; int64_t cost; int32_t finish; uint64_t hours; int64_t gain; uint32_t set; } tried;
typedef struct brute { const made *m; rr__pick picks[STUDIES]; uint32_t count; tried cheapest, fastest, complete; int64_t need; } brute;

/* All ways to pay: each payment made or not, by the rules, one bit each. */
static int64_t fund_by_force(const made *m, const rr__pick *picks, uint32_t count)
{
    uint32_t of[STUDIES * PAYMENTS], which[STUDIES * PAYMENTS], n = 0;
    int64_t best = 0;
    for (uint32_t b = 0; b < count; b++)
        for (uint32_t k = 0; k < m->studies[picks[b].study].payments.count; k++) {
            of[n] = b;
            which[n++] = m->studies[picks[b].study].payments.first + k;
        }
    if (n > 14)
        return -1;
    for (uint32_t bits = 0; bits < 1u << n; bits++) {
        int64_t paid[STUDIES] = {0}, total = 0;
        uint32_t used[LIMITS] = {0}, groups[STUDIES] = {0};
        bool good = true;
        for (uint32_t k = 0; k < n && good; k++) {
            const rr__payment *pay = &m->payments[which[k]];
            if ((bits >> k & 1) == 0)
                continue;
            good = ++used[pay->limit] <= m->limits[pay->limit] && (pay->group == RR__NOTHING || (groups[of[k]] >> pay->group & 1) == 0);
            groups[of[k]] |= pay->group == RR__NOTHING ? 0 : 1u << pay->group;
            int64_t price = m->slots[picks[of[k]].slot].price, value = pay->amount >= 0 ? pay->amount : price * pay->share_ppm / 1000000;
            paid[of[k]] += pay->cap >= 0 && value > pay->cap ? pay->cap : value;
        }
        for (uint32_t b = 0; b < count && good; b++) {
            int64_t bill = m->slots[picks[b].slot].price + m->studies[picks[b].study].fee;
            total += paid[b] < bill ? paid[b] : bill;
        }
        best = good && total > best ? total : best;
    }
    return best;
}

static const rr__slot *slot_of_study(const brute *b, uint32_t study)
{
    for (uint32_t k = 0; k < b->count; k++)
        if (b->picks[k].study == study)
            return &b->m->slots[b->picks[k].slot];
    return NULL;
}

static bool is_allowed(const brute *b)
{
    const made *m = b->m;
    for (uint32_t k = 0; k < b->count; k++) {
        const rr__slot *own = &m->slots[b->picks[k].slot];
        const rr__study *s = &m->studies[b->picks[k].study];
        uint32_t load = 0;
        for (uint32_t i = 0; i < b->count; i++) {
            const rr__slot *other = &m->slots[b->picks[i].slot];
            load += other->start <= own->start && own->start <= other->end ? other->load : 0;
        }
        if (load > m->p.hours_per_week || own->end > m->last_day)
            return false;
        for (uint32_t g = 0; g < s->needs.count; g++) {
            rr__span group = m->needs[s->needs.first + g];
            bool met = false;
            for (uint32_t i = 0; i < group.count && !met; i++) {
                const rr__slot *before = slot_of_study(b, m->providers[group.first + i]);
                met = before != NULL && before != own && before->end < own->start;
            }
            if (!met)
                return false;
        }
    }
    return true;
}

/* The criteria in the order of a kind, each to be as low as can be. */
static bool is_less(const tried *a, const tried *b, int kind)
{
    const int64_t x[] = {-a->gain, a->cost, a->finish, (int64_t)a->hours}, y[] = {-b->gain, b->cost, b->finish, (int64_t)b->hours};
    static const int order[3][4] = {{1, 2, 3, 0}, {2, 1, 3, 0}, {0, 1, 2, 3}};
    for (int k = 0; k < 4; k++)
        if (x[order[kind][k]] != y[order[kind][k]])
            return x[order[kind][k]] < y[order[kind][k]];
    for (uint32_t c = 0; c < 32; c++) /* of lists of courses, the lower comes first */
        if ((a->set >> c & 1) != (b->set >> c & 1))
            return (a->set >> c & 1) != 0 ? (b->set >> c) != 0 : (a->set >> c) == 0;
    return false;
}

static void keep(tried *best, const tried *t, int kind)
{
    if (!best->found || is_less(t, best, kind))
        *best = *t;
}

static bool judge(brute *b, bool *too_many)
{
    const made *m = b->m;
    int64_t have[ITEMS] = {0};
    tried t = {.found = true, .finish = INT32_MIN};
    if (b->count == 0 || !is_allowed(b))
        return false;
    for (uint32_t k = 0; k < b->count; k++) {
        const rr__study *s = &m->studies[b->picks[k].study];
        const rr__slot *slot = &m->slots[b->picks[k].slot];
        t.cost += slot->price + s->fee;
        t.finish = slot->end > t.finish ? slot->end : t.finish;
        t.hours += s->hours;
        t.set |= 1u << b->picks[k].study;
        for (uint32_t i = 0; i < s->lessons.count; i++) {
            const rr__lesson *l = &m->lessons[s->lessons.first + i];
            have[l->item] = l->gain > have[l->item] ? l->gain : have[l->item];
        }
    }
    for (uint32_t i = 0; i < m->p.item_count; i++)
        t.gain += have[i];
    int64_t paid = fund_by_force(m, b->picks, b->count);
    *too_many = *too_many || paid < 0;
    t.cost -= paid;
    if (t.cost > m->most_cost)
        return false;
    if (t.gain > 0)
        keep(&b->complete, &t, 2);
    if (t.gain >= b->need) {
        keep(&b->cheapest, &t, 0);
        keep(&b->fastest, &t, 1);
    }
    return true;
}

static void try_all(brute *b, uint32_t study, bool *too_many)
{
    if (study == b->m->p.study_count) {
        judge(b, too_many);
        return;
    }
    try_all(b, study + 1, too_many);
    for (uint32_t k = 0; k < b->m->studies[study].slots.count; k++) {
        b->picks[b->count++] = (rr__pick){study, b->m->studies[study].slots.first + k};
        try_all(b, study + 1, too_many);
        b->count--;
    }
}

/* ---- the two held together ---- */

static void check_one(const made *m, const rr__solution *got, const tried *want, const char *what, int case_number)
{
    uint32_t set = 0;
    brute b = {.m = m};
    for (uint32_t k = 0; k < got->count; k++) {
        set |= 1u << got->picks[k].study;
        b.picks[b.count++] = got->picks[k];
    }
    bool same = got->found == want->found && (!want->found || (got->cost == want->cost && got->finish == want->finish && got->hours == want->hours &&
                                                               got->gain == want->gain && set == want->set && got->complete));
    if (!same)
        print_error("case %d, %s: found %d cost %lld finish %d hours %llu gain %lld set %x complete %d; brute force: found %d cost %lld finish %d "
                    "hours %llu gain %lld set %x\n",
                    case_number, what, got->found, (long long)got->cost, got->finish, (unsigned long long)got->hours, (long long)got->gain, set,
                    got->complete, want->found, (long long)want->cost, want->finish, (unsigned long long)want->hours, (long long)want->gain, want->set);
    assert_true(same);
    assert_true(!got->found || is_allowed(&b));
}

static void plan_three__equal_brute_force_on_random_problems(void **state)
{
    rr_context *context = NULL;
    static made m;
    uint32_t compared = 0, found = 0, differ = 0;
    (void)state;
    assert_int_equal(rr_context_create(&context, NULL, NULL), RR_OK);
    seed = 20261126;
    for (int i = 0; i < CASES; i++) {
        rr__arena arena;
        rr__three got;
        bool too_many = false;
        make(&m);
        brute b = {.m = &m};
        try_all(&b, 0, &too_many); /* the greatest gain first, then who reaches what is needed */
        b.need = b.complete.found && b.complete.gain < m.threshold ? b.complete.gain : m.threshold;
        b.cheapest = b.fastest = (tried){0};
        b.count = 0;
        try_all(&b, 0, &too_many);
        if (too_many)
            continue;
        rr__search *search = rr__search_create(context, &m.p);
        assert_non_null(search);
        rr__arena_init(&arena, &context->allocator);
        assert_true(rr__three_plans(&got, &arena, search, &m.p, m.threshold, m.most_cost, m.last_day, 4000000));
        check_one(&m, &got.complete, &b.complete, "complete", i);
        check_one(&m, &got.cheapest, &b.cheapest, "cheapest", i);
        check_one(&m, &got.fastest, &b.fastest, "fastest", i);
        compared++;
        found += got.complete.found;
        differ += got.complete.found && got.cheapest.finish != got.fastest.finish;
        rr__arena_finish(&arena);
        rr__search_destroy(search);
    }
    rr_context_destroy(context);
    print_message("%u problems compared, %u with a plan, in %u of them the cheapest is not the fastest\n", compared, found, differ);
    assert_true(compared > CASES * 9 / 10 && found > CASES / 2 && differ > CASES / 20);
}

/* One item, many courses, each a little better than the one before and much dearer: each may be tried on top of another. */
static void plan_three__courses_that_differ_in_level_only(void **state)
{
    enum { STEPS = 3000 };
    static rr__study studies[STEPS];
    static rr__lesson lessons[STEPS];
    static rr__slot slots[STEPS];
    rr_context *context = NULL;
    rr__problem p = {.studies = studies, .study_count = STEPS, .item_count = 1, .lessons = lessons, .slots = slots, .hours_per_week = 40};
    (void)state;
    assert_int_equal(rr_context_create(&context, NULL, NULL), RR_OK);
    for (uint32_t c = 0; c < STEPS; c++) {
        studies[c] = (rr__study){.lessons = {c, 1}, .slots = {c, 1}, .hours = 1};
        lessons[c] = (rr__lesson){0, c + 1};
        slots[c] = (rr__slot){(int32_t)c, (int32_t)c, (int32_t)c, 1, 0, (int64_t)(c + 1) * (c + 1)};
    }
    rr__arena arena;
    rr__three got;
    rr__search *search = rr__search_create(context, &p);
    assert_non_null(search);
    rr__arena_init(&arena, &context->allocator);
    assert_true(rr__three_plans(&got, &arena, search, &p, STEPS, INT64_MAX / 4, STEPS, 300000));
    assert_true(got.cheapest.found && got.fastest.found); /* too many ways to prove anything */
    assert_int_equal(got.cheapest.cost, STEPS * STEPS);
    assert_int_equal(got.cheapest.count, 1);
    rr__arena_finish(&arena);
    rr__search_destroy(search);
    rr_context_destroy(context);
}

/* Where the search stops early: what it calls proven is, and no plan is beyond a bound that it gives. */
static void plan_three__say_what_is_proven_when_effort_runs_out(void **state)
{
    rr_context *context = NULL;
    static made m;
    uint32_t unproven = 0, proven = 0;
    (void)state;
    assert_int_equal(rr_context_create(&context, NULL, NULL), RR_OK);
    seed = 20261127;
    for (int i = 0; i < CASES / 4; i++) {
        rr__arena arena;
        rr__three got;
        bool too_many = false;
        make(&m);
        brute b = {.m = &m};
        try_all(&b, 0, &too_many);
        b.need = b.complete.found && b.complete.gain < m.threshold ? b.complete.gain : m.threshold;
        b.cheapest = b.fastest = (tried){0};
        b.count = 0;
        try_all(&b, 0, &too_many);
        if (too_many || !b.complete.found)
            continue;
        rr__search *search = rr__search_create(context, &m.p);
        assert_non_null(search);
        rr__arena_init(&arena, &context->allocator);
        assert_true(rr__three_plans(&got, &arena, search, &m.p, m.threshold, m.most_cost, m.last_day, below(200)));
        if (got.complete.found) {
            bool good = b.complete.gain <= got.complete_bound && got.complete.gain <= b.complete.gain &&
                        (!got.complete.complete || got.complete.gain == b.complete.gain) && got.cheapest.found && got.fastest.found &&
                        b.cheapest.cost >= got.cheapest_bound && (!got.cheapest.complete || got.cheapest.cost == b.cheapest.cost) &&
                        b.fastest.finish >= got.fastest_bound && (!got.fastest.complete || got.fastest.finish == b.fastest.finish) &&
                        (!got.searched || (got.complete.complete && got.cheapest.complete && got.fastest.complete));
            if (!good)
                print_error("case %d: gain %lld%s (bound %lld) of %lld, cost %lld%s (bound %lld) of %lld, finish %d%s (bound %d) of %d\n", i,
                            (long long)got.complete.gain, got.complete.complete ? "!" : "", (long long)got.complete_bound,
                            (long long)b.complete.gain, (long long)got.cheapest.cost, got.cheapest.complete ? "!" : "",
                            (long long)got.cheapest_bound, (long long)b.cheapest.cost, got.fastest.finish, got.fastest.complete ? "!" : "",
                            got.fastest_bound, b.fastest.finish);
            assert_true(good);
        }
        assert_true(got.complete.found || !got.searched);
        unproven += !got.searched;
        proven += got.searched;
        rr__arena_finish(&arena);
        rr__search_destroy(search);
    }
    rr_context_destroy(context);
    print_message("%u searches stopped early, %u didn't\n", unproven, proven);
    assert_true(unproven > CASES / 400 && proven > CASES / 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(plan_three__courses_that_differ_in_level_only),
                                       cmocka_unit_test(plan_three__say_what_is_proven_when_effort_runs_out),
                                       cmocka_unit_test(plan_three__equal_brute_force_on_random_problems)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
