/* SPDX-License-Identifier: MIT */
/* Chosen courses in, the most that grants pay towards them out. Of a group one is paid for a course, a grant is
 * paid as often as its limit says, and no course is paid more than it costs. */
#include <string.h>

#include "plan/problem.h"

enum { BILLS_MAX = 512, PAYMENTS_MAX = 2048, STEPS_MOST = 100000 };

/* One payment that could be made. */
typedef struct due { uint32_t bill, payment; int64_t value; } due;

typedef struct funding {
    const rr__problem *p;
    due dues[PAYMENTS_MAX];
    uint32_t count;
    int64_t bills[BILLS_MAX], rest[BILLS_MAX + 1]; /* what each course costs; at most paid for it and all behind it */
    uint32_t bill_count;
    uint32_t used[PAYMENTS_MAX];      /* of the limits that the dues share, by the index of the first due */
    uint32_t limit_of[PAYMENTS_MAX];  /* of each due: the first due with the same limit */
    uint8_t made[PAYMENTS_MAX], best_made[PAYMENTS_MAX];
    int64_t best;
    uint64_t steps;
} funding;

int64_t rr__payment_of(const rr__payment *payment, int64_t price)
{
    int64_t value = payment->amount >= 0 ? payment->amount : price / 1000000 * payment->share_ppm + price % 1000000 * payment->share_ppm / 1000000;
    return payment->cap >= 0 && value > payment->cap ? payment->cap : value;
}

static bool group_is_free(const funding *f, uint32_t k)
{
    uint32_t group = f->p->payments[f->dues[k].payment].group;
    for (uint32_t i = k; group != RR__NOTHING && i-- > 0 && f->dues[i].bill == f->dues[k].bill;)
        if (f->made[i] && f->p->payments[f->dues[i].payment].group == group)
            return false;
    return true;
}

/* Dues are decided one by one, in order; what is behind a bill can't bring more than `rest`. */
static void decide(funding *f, uint32_t k, int64_t total, int64_t of_bill)
{
    uint32_t bill = k < f->count ? f->dues[k].bill : f->bill_count;
    if (k > 0 && f->dues[k - 1].bill != bill) {
        uint32_t last = f->dues[k - 1].bill;
        total += of_bill < f->bills[last] ? of_bill : f->bills[last];
        of_bill = 0;
    }
    if (k == f->count) {
        if (total > f->best) {
            f->best = total;
            memcpy(f->best_made, f->made, f->count);
        }
        return;
    }
    if (total + f->rest[bill] <= f->best || f->steps >= STEPS_MOST)
        return;
    f->steps++;
    uint32_t limit = f->limit_of[k];
    if (f->used[limit] < f->p->limits[f->p->payments[f->dues[k].payment].limit] && group_is_free(f, k)) {
        f->made[k] = 1;
        f->used[limit]++;
        decide(f, k + 1, total, of_bill + f->dues[k].value);
        f->used[limit]--;
        f->made[k] = 0;
    }
    decide(f, k + 1, total, of_bill);
}

/* The most one bill can get if nothing were limited: of each group the greatest. */
static int64_t alone(const funding *f, uint32_t from, uint32_t to)
{
    int64_t sum = 0, bill = from < to ? f->bills[f->dues[from].bill] : 0;
    for (uint32_t k = from; k < to; k++) {
        uint32_t group = f->p->payments[f->dues[k].payment].group;
        bool beaten = false;
        for (uint32_t i = from; i < to && group != RR__NOTHING && !beaten; i++)
            beaten = i != k && f->p->payments[f->dues[i].payment].group == group &&
                     (f->dues[i].value > f->dues[k].value || (f->dues[i].value == f->dues[k].value && i < k));
        sum += beaten ? 0 : f->dues[k].value;
    }
    return sum < bill ? sum : bill;
}

static void gather(funding *f, const rr__pick *picks, uint32_t count, const uint8_t *on)
{
    for (uint32_t b = 0; b < count && b < BILLS_MAX; b++) {
        const rr__study *study = &f->p->studies[picks[b].study];
        int64_t price = f->p->slots[picks[b].slot].price;
        f->bills[f->bill_count++] = price + study->fee;
        if (price >= RR__UNPRICED)
            continue; /* what would be paid of it is as unknown as its price */
        for (uint32_t k = study->payments.first; k < study->payments.first + study->payments.count && f->count < PAYMENTS_MAX; k++) {
            int64_t value = rr__payment_of(&f->p->payments[k], price);
            if (value > 0 && (on == NULL || on[k]))
                f->dues[f->count++] = (due){b, k, value};
        }
    }
}

static void say_taken(const funding *f, int64_t *taken)
{
    for (uint32_t k = 0, first = 0; k < f->count; k++) {
        first = k > 0 && f->dues[k].bill == f->dues[k - 1].bill ? first : k;
        int64_t left = f->bills[f->dues[k].bill];
        for (uint32_t i = first; i < k; i++)
            left -= taken[f->dues[i].payment];
        taken[f->dues[k].payment] = !f->best_made[k] ? 0 : f->dues[k].value < left ? f->dues[k].value : left;
    }
}

static bool is_paid_for(const rr__problem *p, const rr__pick *picks, uint32_t count)
{
    bool any = false;
    for (uint32_t b = 0; b < count && !any; b++)
        any = p->studies[picks[b].study].payments.count > 0;
    return any;
}

int64_t rr__fund(const rr__problem *p, const rr__pick *picks, uint32_t count, const uint8_t *on, int64_t *taken, uint64_t *spent)
{
    if (!is_paid_for(p, picks, count))
        return 0;
    __attribute__((uninitialized)) funding f; /* tens of kilobytes, asked for by the million: what is read of it was written */
    f.p = p;
    f.count = f.bill_count = 0;
    f.best = -1;
    f.steps = 0;
    gather(&f, picks, count, on);
    for (uint32_t k = 0; k < f.count; k++) {
        f.limit_of[k] = k;
        f.used[k] = f.made[k] = 0;
        for (uint32_t i = 0; i < k && f.limit_of[k] == k; i++)
            if (p->payments[f.dues[i].payment].limit == p->payments[f.dues[k].payment].limit)
                f.limit_of[k] = i;
    }
    f.rest[f.bill_count] = 0;
    for (uint32_t b = f.bill_count, to = f.count; b-- > 0;) {
        uint32_t from = to;
        while (from > 0 && f.dues[from - 1].bill == b)
            from--;
        f.rest[b] = f.rest[b + 1] + alone(&f, from, to);
        to = from;
    }
    decide(&f, 0, 0, 0);
    if (taken != NULL)
        say_taken(&f, taken);
    if (spent != NULL)
        *spent += f.steps >= STEPS_MOST || count > BILLS_MAX || f.count == PAYMENTS_MAX ? RR__INEXACT : f.steps;
    return f.best;
}
