/* SPDX-License-Identifier: MIT */
/* A planning problem and a goal in, the best set of dated courses out: branch and bound over sets of courses.
 *
 * A node is a set of chosen courses. Needs of what is chosen come first: each names the course that meets it. Then
 * the item that the fewest courses bring is taken up: each course that brings it is tried and then forbidden, and last
 * the item is left as it is. So every set is looked at once (but for alternatives among needs). Lower bounds come from
 * prices that an item's gain is worth at least: no course costs less than the prices of what it brings. A greedy set
 * (greedy.c) comes first, so that there is something to beat. */
#include "plan/search.h"

#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 4, CHOSEN_MOST = 200 };

/* ---- what holds for one goal ---- */

static int64_t total_gain(const rr__problem *p, uint32_t c)
{
    int64_t sum = 0;
    for (uint32_t k = p->studies[c].lessons.first; k < p->studies[c].lessons.first + p->studies[c].lessons.count; k++)
        sum += p->lessons[k].gain;
    return sum;
}

/* Of the slots that end in time and start when what is needed can be done: the least cost and work. */
static void measure_studies(rr__search *s)
{
    const rr__problem *p = s->p;
    memset(s->most, 0, p->item_count * sizeof *s->most);
    for (uint32_t c = 0; c < p->study_count; c++) {
        rr__span slots = p->studies[c].slots;
        s->slot_count[c] = 0;
        s->least_cost[c] = s->least_work[c] = INT64_MAX;
        int32_t ready = s->first_end[c] > s->goal.last_day ? INT32_MAX : rr__ready_for(p, s->first_end, c);
        for (uint32_t k = slots.first; k < slots.first + slots.count && p->slots[k].end <= s->goal.last_day; k++) {
            int64_t work = (int64_t)p->slots[k].load * (p->slots[k].end - p->slots[k].start + 1);
            s->slot_count[c]++;
            if (p->slots[k].start <= ready || p->slots[k].load > p->hours_per_week)
                continue;
            s->least_cost[c] = s->slot_cost[k] < s->least_cost[c] ? s->slot_cost[k] : s->least_cost[c];
            s->least_work[c] = work < s->least_work[c] ? work : s->least_work[c];
        }
        bool can_be = s->least_cost[c] <= s->goal.most_cost;
        s->state[c] = can_be ? RR__STUDY_FREE : RR__STUDY_BARRED;
        for (uint32_t k = p->studies[c].lessons.first; k < p->studies[c].lessons.first + p->studies[c].lessons.count && can_be; k++)
            if (p->lessons[k].gain > s->most[p->lessons[k].item])
                s->most[p->lessons[k].item] = p->lessons[k].gain;
    }
}

/* What each unit of an item's gain costs at least: feasible prices, raised in rounds to where some course is exactly paid. */
static void price_items(rr__search *s, double *prices, const int64_t *costs)
{
    const rr__problem *p = s->p;
    double *slack = s->slack;
    for (uint32_t i = 0; i < p->item_count; i++)
        prices[i] = -1;
    for (uint32_t c = 0; c < p->study_count; c++)
        for (uint32_t k = 0; k < p->studies[c].lessons.count && s->state[c] == RR__STUDY_FREE; k++) {
            double *price = &prices[p->lessons[p->studies[c].lessons.first + k].item], own = (double)costs[c] / (double)s->total[c];
            *price = *price < 0 || own < *price ? own : *price;
        }
    for (uint32_t i = 0; i < p->item_count; i++)
        prices[i] = prices[i] < 0 ? 0 : prices[i];
    for (uint32_t c = 0; c < p->study_count; c++) {
        slack[c] = (double)costs[c];
        for (uint32_t k = 0; k < p->studies[c].lessons.count && s->state[c] == RR__STUDY_FREE; k++) {
            const rr__lesson *l = &p->lessons[p->studies[c].lessons.first + k];
            slack[c] -= prices[l->item] * (double)l->gain;
        }
    }
    for (uint32_t round = 0; round < ROUNDS; round++)
        for (uint32_t i = 0; i < p->item_count; i++) {
            double most = -1;
            for (uint32_t k = s->by_item[i].first; k < s->by_item[i].first + s->by_item[i].count; k++) {
                const rr__bringer *b = &s->bringers[k];
                if (s->state[b->study] != RR__STUDY_FREE)
                    continue;
                double raise = slack[b->study] > 0 ? slack[b->study] / (double)b->gain : 0;
                most = most < 0 || raise < most ? raise : most;
            }
            double raise = round + 1 == ROUNDS ? most : most / 2;
            for (uint32_t k = s->by_item[i].first; k < s->by_item[i].first + s->by_item[i].count && raise > 0; k++)
                slack[s->bringers[k].study] -= raise * (double)s->bringers[k].gain;
            prices[i] += raise > 0 ? raise : 0;
        }
}

static int by_price(const void *x, const void *y)
{
    const rr__priced *a = x, *b = y;
    return a->price != b->price ? (a->price < b->price ? -1 : 1) : a->item < b->item ? -1 : a->item > b->item;
}

static void sort_items(rr__search *s, uint32_t *order, const double *prices)
{
    for (uint32_t i = 0; i < s->p->item_count; i++)
        s->sorting[i] = (rr__priced){prices[i], i};
    qsort(s->sorting, s->p->item_count, sizeof *s->sorting, by_price);
    for (uint32_t i = 0; i < s->p->item_count; i++)
        order[i] = s->sorting[i].item;
}

/* Items that few courses bring leave few ways: they come first. */
static void sort_turns(rr__search *s)
{
    const rr__problem *p = s->p;
    for (uint32_t i = 0; i < p->item_count; i++) {
        uint32_t count = 0;
        for (uint32_t k = s->by_item[i].first; k < s->by_item[i].first + s->by_item[i].count; k++)
            count += s->state[s->bringers[k].study] == RR__STUDY_FREE;
        s->sorting[i] = (rr__priced){count, i};
    }
    qsort(s->sorting, p->item_count, sizeof *s->sorting, by_price);
    for (uint32_t i = 0; i < p->item_count; i++)
        s->turn[i] = s->sorting[i].item;
}

static void begin(rr__search *s, const rr__goal *goal, uint64_t effort)
{
    const rr__problem *p = s->p;
    s->goal = *goal;
    s->effort = effort;
    s->spent = 0;
    s->stopped = s->cancelled = false;
    s->exact = true;
    s->best = (rr__solution){.picks = s->best_picks};
    s->chosen_count = s->edge_count = s->undo_count = 0;
    s->stack.count = 0;
    s->gain = s->cost = s->work = 0;
    s->hours = 0;
    measure_studies(s);
    memset(s->have, 0, p->item_count * sizeof *s->have);
    memset(s->left, 0, p->item_count);
    s->reach = 0;
    for (uint32_t i = 0; i < p->item_count; i++)
        s->reach += s->most[i];
    rr__sum_needs(s);
    price_items(s, s->money, s->least_cost);
    price_items(s, s->labour, s->least_work);
    sort_items(s, s->money_order, s->money);
    sort_items(s, s->labour_order, s->labour);
    sort_turns(s);
    int64_t days = (int64_t)goal->last_day - p->first_day + 1;
    s->most_work = days > 0 ? days * (int64_t)p->hours_per_week : 0;
}

/* ---- bounds ---- */

/* The least that `need` more of gain costs, by the items' prices. INT64_MAX: it can't be had. */
static int64_t least(const rr__search *s, const double *prices, const uint32_t *order, int64_t need)
{
    double sum = 0;
    for (uint32_t k = 0; k < s->p->item_count && need > 0; k++) {
        uint32_t i = order[k];
        int64_t room = s->left[i] ? 0 : s->most[i] - s->have[i], take = room < need ? room : need;
        if (take > 0) {
            sum += prices[i] * (double)take;
            need -= take;
        }
    }
    if (need > 0)
        return INT64_MAX;
    double safe = sum - sum * 1e-9 - 1e-6; /* rounding may have made it too great */
    int64_t whole = safe <= 0 ? 0 : (int64_t)safe;
    return safe > (double)whole ? whole + 1 : whole;
}

static int compare_sets(const rr__search *s)
{
    uint32_t n = s->chosen_count < s->best.count ? s->chosen_count : s->best.count;
    for (uint32_t k = 0; k < n; k++)
        if (s->sorted[k] != s->best.picks[k].study)
            return s->sorted[k] < s->best.picks[k].study ? -1 : 1;
    return s->chosen_count < s->best.count ? -1 : s->chosen_count > s->best.count;
}

bool rr__would_be_best(const rr__search *s, int64_t cost, int32_t finish)
{
    const rr__solution *b = &s->best;
    if (!b->found)
        return true;
    if (cost != b->cost)
        return cost < b->cost;
    if (finish != b->finish)
        return finish < b->finish;
    if (s->hours != b->hours)
        return s->hours < b->hours;
    return s->gain != b->gain ? s->gain > b->gain : compare_sets(s) < 0;
}

static bool is_hopeless(const rr__search *s)
{
    int64_t need = s->goal.gain - s->gain;
    if (s->reach < s->goal.gain)
        return true;
    int64_t more = need > 0 ? least(s, s->labour, s->labour_order, need) : 0;
    if (more > s->most_work || s->work + more > s->most_work)
        return true;
    more = need > 0 ? least(s, s->money, s->money_order, need) : 0;
    if (more > s->goal.most_cost || s->cost + more > s->goal.most_cost)
        return true;
    if (!s->best.found || s->cost + more < s->best.cost)
        return false;
    int32_t finish = INT32_MIN;
    for (uint32_t k = 0; k < s->chosen_count; k++) {
        finish = s->first_end[s->chosen[k]] > finish ? s->first_end[s->chosen[k]] : finish;
    }
    if (s->cost + more != s->best.cost || finish != s->best.finish)
        return s->cost + more > s->best.cost || finish > s->best.finish;
    return s->hours > s->best.hours || (s->hours == s->best.hours && need > 0);
}

/* ---- the search ---- */

static void visit(rr__search *s);

void rr__choose(rr__search *s, uint32_t c)
{
    const rr__problem *p = s->p;
    s->marks[s->chosen_count] = s->undo_count;
    s->state[c] = RR__STUDY_CHOSEN;
    s->next_need[s->chosen_count] = 0;
    s->chosen[s->chosen_count++] = c;
    s->cost += s->least_cost[c];
    s->work += s->least_work[c];
    s->hours += p->studies[c].hours;
    for (uint32_t k = p->studies[c].lessons.first; k < p->studies[c].lessons.first + p->studies[c].lessons.count; k++) {
        const rr__lesson *l = &p->lessons[k];
        int64_t had = s->have[l->item];
        if (l->gain <= had)
            continue;
        s->undo[s->undo_count++] = (rr__undo){l->item, had, s->reach};
        s->have[l->item] = l->gain;
        s->gain += l->gain - had;
        int64_t could = s->left[l->item] ? had : s->most[l->item];
        s->reach += l->gain > could ? l->gain - could : 0;
    }
}

void rr__drop(rr__search *s)
{
    uint32_t c = s->chosen[--s->chosen_count], mark = s->marks[s->chosen_count];
    while (s->undo_count > mark) {
        rr__undo *u = &s->undo[--s->undo_count];
        s->gain -= s->have[u->item] - u->had;
        s->have[u->item] = u->had;
        s->reach = u->reach;
    }
    s->hours -= s->p->studies[c].hours;
    s->work -= s->least_work[c];
    s->cost -= s->least_cost[c];
    s->state[c] = RR__STUDY_FREE;
}

bool rr__search_is_over(rr__search *s)
{
    if (s->spent >= s->effort || (++s->polls % 1024 == 0 && (rr__cancelled(s->context) || rr__is_late(s->p->deadline_ms)))) {
        s->cancelled = s->cancelled || (s->spent < s->effort);
        s->stopped = true;
    }
    return s->stopped || (s->goal.any && s->best.found);
}

/* The first need of a chosen course for which no course was named yet. */
static bool find_need(const rr__search *s, uint32_t *at)
{
    for (uint32_t k = s->chosen_count; k-- > 0;)
        if (s->next_need[k] < s->p->studies[s->chosen[k]].needs.count) {
            *at = k;
            return true;
        }
    return false;
}

static void name_providers(rr__search *s, uint32_t at)
{
    const rr__problem *p = s->p;
    uint32_t asks = s->chosen[at];
    rr__span group = p->needs[p->studies[asks].needs.first + s->next_need[at]];
    s->next_need[at]++;
    for (uint32_t k = group.first; k < group.first + group.count && !rr__search_is_over(s); k++) {
        uint32_t provider = p->providers[k];
        bool fresh = s->state[provider] == RR__STUDY_FREE;
        if (provider == asks || (!fresh && s->state[provider] != RR__STUDY_CHOSEN))
            continue;
        if (fresh)
            rr__choose(s, provider);
        s->edges[s->edge_count++] = (rr__edge){provider, asks};
        visit(s);
        s->edge_count--;
        if (fresh)
            rr__drop(s);
    }
    s->next_need[at]--;
}

/* What the course would add to the gain that is still asked for. */
int64_t rr__margin(const rr__search *s, uint32_t c)
{
    const rr__problem *p = s->p;
    int64_t sum = 0, need = s->goal.gain - s->gain;
    for (uint32_t k = p->studies[c].lessons.first; k < p->studies[c].lessons.first + p->studies[c].lessons.count; k++) {
        int64_t more = p->lessons[k].gain - s->have[p->lessons[k].item];
        sum += more > 0 ? more : 0;
    }
    return sum < need ? sum : need;
}

static int by_worth(const void *x, const void *y)
{
    const rr__bringer *a = x, *b = y;
    if (a->worth != b->worth)
        return a->worth < b->worth ? -1 : 1;
    if (a->gain != b->gain)
        return a->gain > b->gain ? -1 : 1;
    return a->study < b->study ? -1 : a->study > b->study;
}

/* The courses that bring the item further, the cheapest for all they add first, on top of the stack. */
static uint32_t list_bringing(rr__search *s, uint32_t item)
{
    uint32_t first = (uint32_t)s->stack.count;
    for (uint32_t k = s->by_item[item].first; k < s->by_item[item].first + s->by_item[item].count; k++) {
        const rr__bringer *b = &s->bringers[k];
        if (s->state[b->study] != RR__STUDY_FREE || b->gain <= s->have[item])
            continue;
        int64_t margin = rr__margin(s, b->study);
        if (!rr__vec_push(&s->stack, &(rr__bringer){b->study, margin, (double)(s->full_cost[b->study] + 1) / (double)margin})) {
            s->cancelled = s->stopped = true; /* out of memory */
            break;
        }
    }
    s->spent += (s->stack.count - first) / 4;
    if (s->stack.count > first)
        qsort(&RR__AT(rr__bringer, &s->stack, first), s->stack.count - first, sizeof(rr__bringer), by_worth);
    return first;
}

static void bring_item(rr__search *s, uint32_t item)
{
    uint32_t first = list_bringing(s, item), end = (uint32_t)s->stack.count, tried = first;
    for (; tried < end && !rr__search_is_over(s); tried++) {
        uint32_t study = RR__AT(rr__bringer, &s->stack, tried).study;
        rr__choose(s, study);
        visit(s);
        rr__drop(s);
        s->state[study] = RR__STUDY_BARRED;
    }
    int64_t lost = s->most[item] - s->have[item];
    if (!rr__search_is_over(s)) {
        s->left[item] = 1;
        s->reach -= lost;
        visit(s);
        s->reach += lost;
        s->left[item] = 0;
    }
    while (tried > first)
        s->state[RR__AT(rr__bringer, &s->stack, --tried).study] = RR__STUDY_FREE;
    s->stack.count = first;
}

static void visit(rr__search *s)
{
    uint32_t at = 0;
    s->spent++;
    if (rr__search_is_over(s) || is_hopeless(s))
        return;
    s->stopped = s->chosen_count >= CHOSEN_MOST; /* no person takes so many courses */
    if (find_need(s, &at)) {
        name_providers(s, at);
        return;
    }
    if (s->gain >= s->goal.gain && s->chosen_count > 0) {
        rr__schedule(s);
        return;
    }
    for (uint32_t k = 0; k < s->p->item_count; k++) {
        uint32_t i = s->turn[k];
        if (!s->left[i] && s->have[i] < s->most[i]) {
            bring_item(s, i);
            return;
        }
    }
}

bool rr__search_solve(rr__search *s, const rr__goal *goal, uint64_t effort, uint64_t *spent, rr__solution *out)
{
    begin(s, goal, effort);
    if (!is_hopeless(s))
        rr__try_greedy(s);
    visit(s);
    if (s->best.found && !goal->any)
        rr__settle(s);
    s->best.complete = !s->stopped && s->exact;
    *spent += s->spent;
    *out = s->best;
    return !s->cancelled;
}

int64_t rr__search_bound(rr__search *s, const rr__goal *goal)
{
    begin(s, goal, 0);
    return goal->gain <= 0 ? 0 : least(s, s->money, s->money_order, goal->gain);
}

int64_t rr__search_reach(const rr__search *s, int32_t last_day)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < s->p->item_count; i++) {
        int64_t most = 0;
        for (uint32_t k = s->by_item[i].first; k < s->by_item[i].first + s->by_item[i].count; k++) {
            const rr__bringer *b = &s->bringers[k];
            if (b->gain > most && s->first_end[b->study] <= last_day)
                most = b->gain;
        }
        sum += most;
    }
    return sum;
}

/* ---- life ---- */

static void list_bringers(rr__search *s)
{
    const rr__problem *p = s->p;
    for (uint32_t c = 0; c < p->study_count; c++) {
        s->total[c] = total_gain(p, c);
        for (uint32_t k = p->studies[c].lessons.first; k < p->studies[c].lessons.first + p->studies[c].lessons.count; k++)
            s->by_item[p->lessons[k].item].count++;
    }
    for (uint32_t i = 1; i < p->item_count; i++)
        s->by_item[i].first = s->by_item[i - 1].first + s->by_item[i - 1].count;
    for (uint32_t i = 0; i < p->item_count; i++)
        s->by_item[i].count = 0;
    for (uint32_t c = 0; c < p->study_count; c++)
        for (uint32_t k = p->studies[c].lessons.first; k < p->studies[c].lessons.first + p->studies[c].lessons.count; k++) {
            rr__span *span = &s->by_item[p->lessons[k].item];
            s->bringers[span->first + span->count++] = (rr__bringer){c, p->lessons[k].gain, 0};
        }
}

rr__search *rr__search_create(const rr_context *context, const rr__problem *p)
{
    const rr_allocator *a = &context->allocator;
    size_t studies = p->study_count + (size_t)1, items = p->item_count + (size_t)1, lessons = 1, slots = 1, edges = 1;
    for (uint32_t c = 0; c < p->study_count; c++) {
        lessons += p->studies[c].lessons.count;
        slots += p->studies[c].slots.count;
        edges += p->studies[c].needs.count;
    }
    rr__search *s = rr__alloc(a, sizeof *s);
    if (s == NULL)
        return NULL;
    s->context = context;
    s->p = p;
    rr__arena_init(&s->arena, a);
    rr__vec_init(&s->stack, a, sizeof(rr__bringer));
    s->arena.secret = true;
#define TAKE(field, count) ((s->field = rr__arena_alloc(&s->arena, (count) * sizeof *s->field, 16)) != NULL)
    bool good = TAKE(slot_count, studies) && TAKE(least_cost, studies) && TAKE(least_work, studies) && TAKE(total, studies) &&
                TAKE(slack, studies) && TAKE(state, studies) && TAKE(chosen, studies) && TAKE(next_need, studies) && TAKE(marks, studies) && TAKE(first_end, studies) &&
                TAKE(full_cost, studies) && TAKE(full_work, studies) && TAKE(set_aside, studies) &&
                TAKE(sorted, studies) && TAKE(in_order, studies) && TAKE(placed, studies) && TAKE(set_picks, studies) &&
                TAKE(best_picks, studies) && TAKE(rest_least, studies) && TAKE(most, items) && TAKE(have, items) && TAKE(sums, items) && TAKE(left, items) &&
                TAKE(money, items) && TAKE(labour, items) && TAKE(money_order, items) && TAKE(labour_order, items) && TAKE(turn, items) &&
                TAKE(sorting, items) && TAKE(by_item, items) && TAKE(bringers, lessons) && TAKE(undo, lessons) && TAKE(slot_cost, slots) &&
                TAKE(by_start, slots) && TAKE(edges, edges) && TAKE(best_edges, edges);
#undef TAKE
    if (!good) {
        rr__search_destroy(s);
        return NULL;
    }
    list_bringers(s);
    for (uint32_t c = 0; c < p->study_count; c++)
        for (uint32_t k = p->studies[c].slots.first; k < p->studies[c].slots.first + p->studies[c].slots.count; k++) {
            rr__pick pick = {c, k};
            s->slot_cost[k] = p->slots[k].price + p->studies[c].fee - rr__fund(p, &pick, 1, NULL, NULL, NULL);
        }
    rr__sort_by_start(s);
    rr__find_first_ends(p, s->first_end);
    return s;
}

void rr__search_destroy(rr__search *s)
{
    if (s == NULL)
        return;
    const rr_allocator *a = &s->context->allocator;
    rr__arena_finish(&s->arena);
    rr__vec_finish(&s->stack);
    rr__free_secret(a, s, sizeof *s); /* with what the person can spend */
}
