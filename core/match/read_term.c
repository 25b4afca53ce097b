/* SPDX-License-Identifier: MIT */
/* One term of the model in, its features and what every document says of them out. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "match/building.h"

/* Adds to a feature's raw value of the current document. */
static bool touch(rr__building *o, uint32_t local, float raw)
{
    while (o->sums.count <= local)
        if (rr__vec_grow(&o->sums, 1) == NULL)
            return rr__building_fail(o);
    float *sum = &RR__AT(float, &o->sums, local);
    if (*sum == 0 && !rr__vec_push(&o->touched, &local))
        return rr__building_fail(o);
    *sum += raw;
    return true;
}

static uint32_t add_feature(rr__building *o, uint32_t descriptor)
{
    rr__feature f = {.descriptor = descriptor, .idf = 1};
    uint32_t none = 0;
    if (!rr__vec_push(&o->features, &f) || !rr__vec_push(&o->counts, &none))
        rr__building_fail(o);
    return o->term->feature_count++;
}

static uint32_t local_of(rr__building *o, uint32_t descriptor)
{
    if (o->local_of[descriptor] == 0)
        o->local_of[descriptor] = add_feature(o, descriptor) + 1;
    return o->local_of[descriptor] - 1;
}

/* Every distinct ancestor exactly `generation` steps up gets the value once for each descriptor below it. */
static void climb(rr__building *o, uint32_t descriptor, float raw, uint32_t generation)
{
    enum { MOST = 256 };
    uint32_t now[MOST] = {descriptor}, next[MOST], count = 1;
    for (uint32_t g = 0; g < generation; g++) {
        uint32_t above = 0;
        for (uint32_t i = 0; i < count; i++) {
            rr__group broader = rr__block_descriptor(o->b, now[i])->broader;
            for (uint32_t k = 0; k < broader.count && above < MOST; k++) {
                uint32_t parent = *RR__RECORD(uint32_t, o->b, RR__SEC_BROADER, broader.first + k), seen = 0;
                while (seen < above && next[seen] != parent)
                    seen++;
                if (seen == above)
                    next[above++] = parent;
            }
        }
        memcpy(now, next, above * sizeof *now);
        count = above;
    }
    for (uint32_t i = 0; i < count && !o->failed; i++)
        touch(o, local_of(o, now[i]), raw);
}

static uint32_t facet_of(const rr__building *o, const rr__requirement *r)
{
    return rr__block_descriptor(o->b, r->descriptor)->facet;
}

static const rr__requirement *requirement(const rr__building *o, const rr__occupation *from, uint32_t k)
{
    return RR__RECORD(rr__requirement, o->b, RR__SEC_REQUIREMENTS, from->requirements.first + k);
}

float rr__requirement_weight(const rr__requirement *r, bool kinds)
{
    if (r->importance_ppm >= 0)
        return (float)((double)r->importance_ppm / 1e6);
    return (float)r->count * (r->essential || !kinds ? 1.0f : 0.5f);
}

static void read_listed(rr__building *o, const rr__occupation *from)
{
    for (uint32_t k = 0; k < from->requirements.count && !o->failed; k++) {
        const rr__requirement *r = requirement(o, from, k);
        if (facet_of(o, r) == o->term->how.facet)
            climb(o, r->descriptor, rr__requirement_weight(r, o->kinds), o->term->how.generation);
    }
}

static bool take_token(void *user, const char *token, size_t len)
{
    rr__building *o = user;
    uint32_t local = rr__map_get(&o->words, token, len);
    if (local == RR_NONE) {
        char *kept = rr__arena_text(&o->arena, token, len);
        if (kept == NULL || !rr__map_put(&o->words, kept, len, o->term->feature_count, &local))
            return rr__building_fail(o);
        add_feature(o, RR_NONE);
    }
    return touch(o, local, o->token_weight);
}

static void read_titles(rr__building *o, const rr__occupation *from)
{
    for (uint32_t i = 0; i < from->labels.count && !o->failed; i++) {
        const rr__label *label = RR__RECORD(rr__label, o->b, RR__SEC_LABELS, from->labels.first + i);
        int32_t weight = label->preferred ? o->term->how.preferred : o->term->how.alternative;
        const char *text = rr__block_text(o->b, label->text);
        o->token_weight = (float)((double)weight / 1e6);
        if (weight > 0 && !(o->term->how.ngrams ? rr__ngrams(o->tokenizer, text, take_token, o)
                                                : rr__words(o->tokenizer, text, rr__block_text(o->b, label->lang), take_token, o)))
            rr__building_fail(o);
    }
}

static void read_text(rr__building *o, const rr__occupation *from)
{
    o->token_weight = 1;
    for (uint32_t i = 0; i < from->texts.count && !o->failed; i++) {
        const rr__text_item *item = RR__RECORD(rr__text_item, o->b, RR__SEC_TEXTS, from->texts.first + i);
        if (item->kind == o->term->how.text_kind &&
            !rr__words(o->tokenizer, rr__block_text(o->b, item->text), rr__block_text(o->b, item->lang), take_token, o))
            rr__building_fail(o);
    }
}

static int compare_numbers(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* The touched sums become the document's entries, features ascending. */
static void keep_document(rr__building *o)
{
    qsort(o->touched.data, o->touched.count, sizeof(uint32_t), compare_numbers);
    for (size_t i = 0; i < o->touched.count && !o->failed; i++) {
        uint32_t local = RR__AT(uint32_t, &o->touched, i);
        rr__entry_of e = {o->term->first_feature + local, RR__AT(float, &o->sums, local), 0};
        RR__AT(float, &o->sums, local) = 0;
        RR__AT(uint32_t, &o->counts, e.feature)++;
        if (!rr__vec_push(&o->entries, &e))
            rr__building_fail(o);
    }
    o->touched.count = 0;
}

/* Every descriptor of the facet is a column, twice when levels count too. */
static void read_rated_columns(rr__building *o)
{
    for (int pass = 0; pass < 2; pass++) {
        if (!(o->term->how.columns & (pass == 0 ? RR__COLUMN_IMPORTANCE : RR__COLUMN_LEVEL)))
            continue;
        for (uint32_t d = 0; d < rr__block_count(o->b, RR__SEC_DESCRIPTORS) && !o->failed; d++)
            if (rr__block_descriptor(o->b, d)->facet == o->term->how.facet) {
                uint32_t local = add_feature(o, d);
                if (o->local_of[d] == 0)
                    o->local_of[d] = local + 1;
            }
    }
}

float rr__level_value(const rr__index_term *term, int32_t level)
{
    float share = term->level_range > 0 ? ((float)level - term->lowest_level) / term->level_range : 0;
    return share * (float)((double)term->how.level_factor / 1e6);
}

/* Missing values are marked by NaN until the columns' means are known. */
static bool read_rated(rr__building *o, const rr__occupation *from)
{
    size_t start = o->entries.count;
    uint32_t width = o->term->feature_count, half = o->term->how.columns == 3 ? width / 2 : width;
    rr__entry_of *row = rr__vec_grow(&o->entries, width);
    bool any = false;
    if (row == NULL && width > 0)
        return rr__building_fail(o);
    for (uint32_t i = 0; i < width; i++)
        row[i] = (rr__entry_of){o->term->first_feature + i, NAN, 0};
    for (uint32_t k = 0; k < from->requirements.count; k++) {
        const rr__requirement *r = requirement(o, from, k);
        if (facet_of(o, r) != o->term->how.facet || o->local_of[r->descriptor] == 0)
            continue;
        uint32_t column = o->local_of[r->descriptor] - 1;
        any = true;
        if ((o->term->how.columns & RR__COLUMN_IMPORTANCE) && r->importance_ppm >= 0)
            row[column].raw = (float)((double)r->importance_ppm / 1e6);
        if ((o->term->how.columns & RR__COLUMN_LEVEL) && r->level >= 0)
            row[column + (o->term->how.columns == 3 ? half : 0)].raw = rr__level_value(o->term, r->level);
    }
    if (!any)
        o->entries.count = start;
    return any;
}

static void end_columns(rr__building *o, uint32_t first_entry)
{
    rr__entry_of *entries = o->entries.data;
    uint32_t width = o->term->feature_count;
    for (uint32_t c = 0; c < width; c++) {
        rr__feature *f = &RR__AT(rr__feature, &o->features, o->term->first_feature + c);
        double sum = 0;
        uint32_t n = 0;
        for (size_t i = first_entry + c; i < o->entries.count; i += width)
            if (!isnan(entries[i].raw)) {
                sum += (double)entries[i].raw;
                n++;
            }
        f->raw_mean = n == 0 ? 0 : (float)(sum / n);
        for (size_t i = first_entry + c; i < o->entries.count; i += width)
            if (isnan(entries[i].raw))
                entries[i].raw = f->raw_mean;
    }
    /* Means and deviations are those of what row-centring leaves: run the rows once with neutral columns. */
    for (size_t row = first_entry; width > 0 && row < o->entries.count; row += width) {
        rr__index_term plain = *o->term;
        float norm = 0;
        plain.how.distance = 1;
        rr__transform(&plain, o->features.data, entries + row, width, &norm);
    }
    for (uint32_t c = 0; c < width; c++) {
        rr__feature *f = &RR__AT(rr__feature, &o->features, o->term->first_feature + c);
        double sum = 0, squares = 0, n = 0;
        for (size_t i = first_entry + c; i < o->entries.count; i += width, n++)
            sum += (double)entries[i].value;
        double mean = n > 0 ? sum / n : 0;
        for (size_t i = first_entry + c; i < o->entries.count; i += width)
            squares += ((double)entries[i].value - mean) * ((double)entries[i].value - mean);
        double deviation = n > 0 ? sqrt(squares / n) : 0;
        f->mean = o->term->how.centre & RR__CENTRE_COLUMN ? (float)mean : 0;
        f->idf = o->term->how.scale_column && deviation > 0 ? (float)(1 / deviation) : 1;
    }
}

static void end_listed(rr__building *o)
{
    for (uint32_t i = 0; i < o->term->feature_count; i++) {
        rr__feature *f = &RR__AT(rr__feature, &o->features, o->term->first_feature + i);
        uint32_t count = RR__AT(uint32_t, &o->counts, o->term->first_feature + i);
        f->idf = (float)rr__power_quarters(rr__ln((double)(o->documents + 1) / (double)(count + 1)), (int)o->term->how.idf_quarters);
    }
}

static void set_level(rr__building *o, const rr__occupation *from, uint32_t document, float *bias, uint8_t *lacks)
{
    lacks[document] = 1;
    for (uint32_t k = 0; k < from->requirements.count; k++) {
        const rr__requirement *r = requirement(o, from, k);
        if (facet_of(o, r) == o->term->how.facet && r->level >= 0) {
            bias[document] = (float)r->level / 100;
            lacks[document] = 0;
            return;
        }
    }
}

static void read_documents(rr__building *o, float *bias, uint8_t *lacks)
{
    uint32_t kind = o->term->how.kind;
    for (uint32_t d = 0; d < o->documents && !o->failed; d++) {
        uint32_t start = (uint32_t)o->entries.count;
        const rr__occupation *from = rr__block_occupation(o->b, RR__AT(uint32_t, &o->list, d));
        if (!rr__vec_push(&o->forward, &start))
            rr__building_fail(o);
        if (kind == RR__TERM_SCALE) {
            set_level(o, from, d, bias, lacks);
            continue;
        }
        if (kind == RR__TERM_RATED)
            read_rated(o, from);
        else if (kind == RR__TERM_LISTED)
            read_listed(o, from);
        else if (kind == RR__TERM_TITLES)
            read_titles(o, from);
        else
            read_text(o, from);
        if (kind != RR__TERM_RATED)
            keep_document(o);
        lacks[d] = o->entries.count == start;
    }
    uint32_t end = (uint32_t)o->entries.count;
    if (!rr__vec_push(&o->forward, &end))
        rr__building_fail(o);
}

static void transform_documents(rr__building *o, const uint32_t *forward, const uint8_t *lacks, float *bias, float *norms)
{
    for (uint32_t d = 0; d < o->documents; d++) {
        float norm = 0;
        rr__transform(o->term, o->features.data, (rr__entry_of *)o->entries.data + forward[d], forward[d + 1] - forward[d], &norm);
        if (o->term->how.kind == RR__TERM_RATED && o->term->how.distance && !lacks[d]) {
            norms[d] = norm;
            bias[d] = -norm;
            o->term->biased = 1;
        }
    }
}

void rr__building_read_term(rr__building *o, uint32_t t)
{
    uint32_t first_entry = (uint32_t)o->entries.count;
    bool rated = RR__AT(rr__index_term, &o->terms, t).how.kind == RR__TERM_RATED;
    o->term = &RR__AT(rr__index_term, &o->terms, t);
    o->term->first_feature = (uint32_t)o->features.count;
    o->kinds = o->term->how.facet != RR_NONE && RR__AT(uint8_t, &o->needed, o->term->how.facet);
    memset(o->local_of, 0, rr__block_count(o->b, RR__SEC_DESCRIPTORS) * sizeof(uint32_t));
    rr__map_finish(&o->words);
    o->sums.count = 0;
    float *bias = (float *)o->bias.data + (size_t)t * o->padded, *norms = (float *)o->norms.data + (size_t)t * o->padded;
    uint8_t *lacks = (uint8_t *)o->lacks.data + (size_t)t * o->padded;
    if (rated)
        read_rated_columns(o);
    read_documents(o, bias, lacks);
    if (o->failed)
        return;
    if (rated)
        end_columns(o, first_entry);
    else
        end_listed(o);
    const uint32_t *forward = (const uint32_t *)o->forward.data + (size_t)t * (o->documents + 1);
    rr__building_order_features(o, forward);
    if (o->failed)
        return;
    transform_documents(o, forward, lacks, bias, norms);
    rr__term_quantise(o->term, o->entries.data, forward, o->documents);
}
