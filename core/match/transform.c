/* SPDX-License-Identifier: MIT */
/* Raw values of one side in one term in, values ready for a dot product out. Documents and profiles go
 * through the same lines, so that a profile that is one occupation equals that occupation to the bit. */
#include <math.h>

#include "base/text.h"
#include "match/index.h"

float rr__tf_value(uint32_t tf, float raw)
{
    if (raw <= 0)
        return 0;
    switch (tf) {
    case RR__TF_BINARY: return 1;
    case RR__TF_SQRT: return (float)sqrt((double)raw);
    case RR__TF_LOG: return raw < 1 ? raw : (float)(1 + rr__ln((double)raw));
    default: return raw;
    }
}

static void normalise(rr__entry_of *entries, uint32_t count, float *norm2)
{
    double sum = 0;
    for (uint32_t i = 0; i < count; i++)
        sum += (double)entries[i].value * (double)entries[i].value;
    double norm = sqrt(sum);
    for (uint32_t i = 0; i < count && norm > 0; i++)
        entries[i].value = (float)((double)entries[i].value / norm);
    *norm2 = 1;
}

/* Row-centring takes each side's own mean off, importances and levels apart. */
static void centre_rows(const rr__index_term *term, rr__entry_of *entries, uint32_t count)
{
    uint32_t half = term->how.columns == (RR__COLUMN_IMPORTANCE | RR__COLUMN_LEVEL) ? count / 2 : count;
    for (uint32_t from = 0; half > 0 && from + half <= count; from += half) {
        double sum = 0;
        for (uint32_t i = from; i < from + half; i++)
            sum += (double)entries[i].value;
        float mean = (float)(sum / half);
        for (uint32_t i = from; i < from + half; i++)
            entries[i].value -= mean;
    }
}

static void transform_rated(const rr__index_term *term, const rr__feature *features, rr__entry_of *entries, uint32_t count, float *norm2)
{
    for (uint32_t i = 0; i < count; i++)
        entries[i].value = entries[i].raw;
    if (term->how.centre & RR__CENTRE_ROW)
        centre_rows(term, entries, count);
    for (uint32_t i = 0; i < count; i++) {
        const rr__feature *f = &features[entries[i].feature];
        entries[i].value = (entries[i].value - f->mean) * f->idf;
    }
    if (!term->how.distance) {
        normalise(entries, count, norm2);
        return;
    }
    double sum = 0;
    for (uint32_t i = 0; i < count; i++)
        sum += (double)entries[i].value * (double)entries[i].value;
    *norm2 = (float)(sum / ((double)term->how.divisor / 1e6));
}

void rr__transform(const rr__index_term *term, const rr__feature *features, rr__entry_of *entries, uint32_t count, float *norm2)
{
    *norm2 = 0;
    if (term->how.kind == RR__TERM_RATED) {
        transform_rated(term, features, entries, count, norm2);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        entries[i].value = rr__tf_value(term->how.tf, entries[i].raw) * features[entries[i].feature].idf;
    normalise(entries, count, norm2);
}
