/* SPDX-License-Identifier: MIT */
/* A term's values in, the steps in: how fine documents' and queries' values can be as whole numbers of 16 bits so that no
 * sum of their products passes 32 bits. Such sums are exact, whatever their order. */
#include <math.h>

#include "match/index.h"

/* The largest power of two that takes `largest` to no more than `most`. */
static double power_below(double largest, double most)
{
    double power = 1099511627776.0; /* 2^40 */
    while (power > 1e-9 && !(largest * power <= most)) /* no number at all ends as the least */
        power /= 2;
    return power;
}

/* No value of a cosine is above 1, whatever a profile says. */
void rr__term_quantise(rr__index_term *term, const rr__entry_of *entries, const uint32_t *forward, uint32_t documents)
{
    double largest = rr__is_distance(term) ? 1e-6 : 1, longest = 0;
    for (uint32_t i = forward[0]; i < forward[documents]; i++)
        if (fabs((double)entries[i].value) > largest)
            largest = fabs((double)entries[i].value);
    term->grain = (float)power_below(largest, RR__WHOLE_MAX);
    for (uint32_t d = 0; d < documents; d++) {
        double squares = 0;
        for (uint32_t i = forward[d]; i < forward[d + 1]; i++) {
            double own = rr__whole(entries[i].value * term->grain);
            squares += own * own;
        }
        longest = squares > longest ? squares : longest;
    }
    term->longest = (float)sqrt(longest);
}

static double weigh(const rr__index_term *term, float weight)
{
    return (double)weight * (rr__is_distance(term) ? 2e6 / (double)term->how.divisor : 1);
}

float rr__query_factor(const rr__index_term *term, float weight, float fineness)
{
    return (float)(weigh(term, weight) * (double)fineness / (double)term->grain);
}

/* A sum of products is at most the product of both norms (Cauchy and Schwarz), in each term; rounding lengthens a query's
 * values by half a step each. No value is above the norm. */
float rr__query_fineness(const rr__query *q, const rr__index *index, const float *weights)
{
    enum { SUM_MAX = INT32_MAX - 65536 };
    double largest = 0, sum = 0, rounded = 0;
    for (uint32_t t = 0; t < index->terms; t++) {
        const rr__index_term *term = &rr__index_terms(index)[t];
        const rr__query_term *own = &q->terms[t];
        if (weights[t] == 0 || !own->present || term->how.kind == RR__TERM_SCALE)
            continue;
        double norm = rr__is_distance(term) ? sqrt((double)own->own_norm * (double)term->how.divisor / 1e6) : 1;
        double steps = fabs(weigh(term, weights[t])) * norm / (double)term->grain;
        largest = steps > largest ? steps : largest;
        sum += steps * (double)term->longest;
        rounded += sqrt((double)own->count) / 2 * (double)term->longest;
    }
    double one = power_below(largest, RR__WHOLE_MAX), all = power_below(sum, SUM_MAX - rounded);
    return (float)(one < all ? one : all);
}
