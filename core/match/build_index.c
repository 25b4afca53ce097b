/* SPDX-License-Identifier: MIT */
/* A frozen taxonomy in, the matching index out: for each term of the model what every document says, as
 * features with values; then the columns, inverted lists and biases that scoring runs over. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "match/accumulate.h"
#include "match/index.h"

enum { DENSE_FROM_SHARE = 8 };

typedef struct building {
    const rr_context *ctx;
    const rr_allocator *a;
    const rr__block *b;
    uint32_t documents, padded, occupations;
    uint32_t *document_of;
    rr__vec list;                /* uint32_t: occupation of a document */
    rr__vec terms, features, places, entries, forward, bias, lacks, norms, needed; /* as in the index */
    uint32_t columns, postings;
    /* of the term being read */
    rr__index_term *term;
    uint32_t *local_of;          /* descriptor -> feature of the term + 1 */
    rr__map words;
    rr__arena arena;
    rr__tokenizer *tokenizer;
    rr__vec sums;                /* float: by feature of the term */
    rr__vec touched;             /* uint32_t */
    float token_weight;
    bool kinds;                  /* some of the facet's requirements are essential, so that optional ones count half */
    bool failed;
} building;

static bool fail(building *o)
{
    o->failed = true;
    return false;
}

/* Adds to a feature's raw value of the current document. */
static bool touch(building *o, uint32_t local, float raw)
{
    while (o->sums.count <= local)
        if (rr__vec_grow(&o->sums, 1) == NULL)
            return fail(o);
    float *sum = &RR__AT(float, &o->sums, local);
    if (*sum == 0 && !rr__vec_push(&o->touched, &local))
        return fail(o);
    *sum += raw;
    return true;
}

static uint32_t add_feature(building *o, uint32_t descriptor)
{
    rr__feature f = {.descriptor = descriptor, .idf = 1};
    rr__place l = {0, 0};
    if (!rr__vec_push(&o->features, &f) || !rr__vec_push(&o->places, &l))
        fail(o);
    return o->term->feature_count++;
}

static uint32_t local_of(building *o, uint32_t descriptor)
{
    if (o->local_of[descriptor] == 0)
        o->local_of[descriptor] = add_feature(o, descriptor) + 1;
    return o->local_of[descriptor] - 1;
}

/* Every distinct ancestor exactly `generation` steps up gets the value once for each descriptor below it. */
static void climb(building *o, uint32_t descriptor, float raw, uint32_t generation)
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

static uint32_t facet_of(const building *o, const rr__requirement *r)
{
    return rr__block_descriptor(o->b, r->descriptor)->facet;
}

static const rr__requirement *requirement(const building *o, const rr__occupation *from, uint32_t k)
{
    return RR__RECORD(rr__requirement, o->b, RR__SEC_REQUIREMENTS, from->requirements.first + k);
}

float rr__requirement_weight(const rr__requirement *r, bool kinds)
{
    if (r->importance_ppm >= 0)
        return (float)((double)r->importance_ppm / 1e6);
    return (float)r->count * (r->essential || !kinds ? 1.0f : 0.5f);
}

static void read_listed(building *o, const rr__occupation *from)
{
    for (uint32_t k = 0; k < from->requirements.count && !o->failed; k++) {
        const rr__requirement *r = requirement(o, from, k);
        if (facet_of(o, r) == o->term->how.facet)
            climb(o, r->descriptor, rr__requirement_weight(r, o->kinds), o->term->how.generation);
    }
}

static bool take_token(void *user, const char *token, size_t len)
{
    building *o = user;
    uint32_t local = rr__map_get(&o->words, token, len);
    if (local == RR_NONE) {
        char *kept = rr__arena_text(&o->arena, token, len);
        if (kept == NULL || !rr__map_put(&o->words, kept, len, o->term->feature_count, &local))
            return fail(o);
        add_feature(o, RR_NONE);
    }
    return touch(o, local, o->token_weight);
}

static void read_titles(building *o, const rr__occupation *from)
{
    for (uint32_t i = 0; i < from->labels.count && !o->failed; i++) {
        const rr__label *label = RR__RECORD(rr__label, o->b, RR__SEC_LABELS, from->labels.first + i);
        int32_t weight = label->preferred ? o->term->how.preferred : o->term->how.alternative;
        const char *text = rr__block_text(o->b, label->text);
        o->token_weight = (float)((double)weight / 1e6);
        if (weight > 0 && !(o->term->how.ngrams ? rr__ngrams(o->tokenizer, text, take_token, o)
                                                : rr__words(o->tokenizer, text, rr__block_text(o->b, label->lang), take_token, o)))
            fail(o);
    }
}

static void read_text(building *o, const rr__occupation *from)
{
    o->token_weight = 1;
    for (uint32_t i = 0; i < from->texts.count && !o->failed; i++) {
        const rr__text_item *item = RR__RECORD(rr__text_item, o->b, RR__SEC_TEXTS, from->texts.first + i);
        if (item->kind == o->term->how.text_kind &&
            !rr__words(o->tokenizer, rr__block_text(o->b, item->text), rr__block_text(o->b, item->lang), take_token, o))
            fail(o);
    }
}

static int compare_numbers(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* The touched sums become the document's entries, features ascending. */
static void keep_document(building *o)
{
    qsort(o->touched.data, o->touched.count, sizeof(uint32_t), compare_numbers);
    for (size_t i = 0; i < o->touched.count && !o->failed; i++) {
        uint32_t local = RR__AT(uint32_t, &o->touched, i);
        rr__entry_of e = {o->term->first_feature + local, RR__AT(float, &o->sums, local), 0};
        RR__AT(float, &o->sums, local) = 0;
        RR__AT(rr__place, &o->places, e.feature).count++;
        if (!rr__vec_push(&o->entries, &e))
            fail(o);
    }
    o->touched.count = 0;
}

/* Every descriptor of the facet is a column, twice when levels count too. */
static void read_rated_columns(building *o)
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
    o->term->rated_columns = o->term->feature_count;
}

float rr__level_value(const rr__index_term *term, int32_t level)
{
    float share = term->level_range > 0 ? ((float)level - term->lowest_level) / term->level_range : 0;
    return share * (float)((double)term->how.level_factor / 1e6);
}

/* Missing values are marked by NaN until the columns' means are known. */
static bool read_rated(building *o, const rr__occupation *from)
{
    size_t start = o->entries.count;
    uint32_t width = o->term->feature_count, half = o->term->how.columns == 3 ? width / 2 : width;
    rr__entry_of *row = rr__vec_grow(&o->entries, width);
    bool any = false;
    if (row == NULL && width > 0)
        return fail(o);
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

static void end_columns(building *o, uint32_t first_entry)
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

static void end_listed(building *o)
{
    for (uint32_t i = 0; i < o->term->feature_count; i++) {
        rr__feature *f = &RR__AT(rr__feature, &o->features, o->term->first_feature + i);
        uint32_t count = RR__AT(rr__place, &o->places, o->term->first_feature + i).count;
        f->idf = (float)rr__power_quarters(rr__ln((double)(o->documents + 1) / (double)(count + 1)), (int)o->term->how.idf_quarters);
    }
}

static void set_level(building *o, const rr__occupation *from, uint32_t document, float *bias, uint8_t *lacks)
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

static void read_documents(building *o, float *bias, uint8_t *lacks)
{
    uint32_t kind = o->term->how.kind;
    for (uint32_t d = 0; d < o->documents && !o->failed; d++) {
        uint32_t start = (uint32_t)o->entries.count;
        const rr__occupation *from = rr__block_occupation(o->b, RR__AT(uint32_t, &o->list, d));
        if (!rr__vec_push(&o->forward, &start))
            fail(o);
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
        fail(o);
}

static void transform_documents(building *o, const uint8_t *lacks, float *bias, float *norms, uint32_t t)
{
    const uint32_t *forward = (const uint32_t *)o->forward.data + (size_t)t * (o->documents + 1);
    for (uint32_t d = 0; d < o->documents; d++) {
        float norm = 0;
        rr__transform(o->term, o->features.data, (rr__entry_of *)o->entries.data + forward[d], forward[d + 1] - forward[d], &norm);
        if (o->term->how.kind == RR__TERM_RATED && o->term->how.distance && !lacks[d]) {
            norms[d] = norm;
            bias[d] = -norm;
        }
    }
}

static void place_features(building *o)
{
    for (uint32_t i = 0; i < o->term->feature_count; i++) {
        rr__place *l = &RR__AT(rr__place, &o->places, o->term->first_feature + i);
        if (o->term->how.kind == RR__TERM_RATED || l->count * DENSE_FROM_SHARE >= o->documents) {
            *l = (rr__place){o->columns++, RR_NONE};
        } else {
            l->at = o->postings;
            o->postings += l->count;
        }
    }
}

/* A facet of which nothing is essential only classifies. */
static void find_needed_facets(building *o)
{
    uint8_t *needed = rr__vec_grow(&o->needed, rr__block_count(o->b, RR__SEC_FACETS) + (size_t)1);
    if (needed == NULL) {
        fail(o);
        return;
    }
    for (uint32_t i = 0; i < rr__block_count(o->b, RR__SEC_REQUIREMENTS); i++) {
        const rr__requirement *r = RR__RECORD(rr__requirement, o->b, RR__SEC_REQUIREMENTS, i);
        if (r->essential)
            needed[facet_of(o, r)] = 1;
    }
}

static void read_term(building *o, uint32_t t)
{
    uint32_t first_entry = (uint32_t)o->entries.count;
    o->term = &RR__AT(rr__index_term, &o->terms, t);
    o->term->first_feature = (uint32_t)o->features.count;
    o->kinds = o->term->how.facet != RR_NONE && RR__AT(uint8_t, &o->needed, o->term->how.facet);
    memset(o->local_of, 0, rr__block_count(o->b, RR__SEC_DESCRIPTORS) * sizeof(uint32_t));
    rr__map_finish(&o->words);
    o->sums.count = 0;
    float *bias = (float *)o->bias.data + (size_t)t * o->padded, *norms = (float *)o->norms.data + (size_t)t * o->padded;
    uint8_t *lacks = (uint8_t *)o->lacks.data + (size_t)t * o->padded;
    if (o->term->how.kind == RR__TERM_RATED)
        read_rated_columns(o);
    read_documents(o, bias, lacks);
    if (o->failed)
        return;
    if (o->term->how.kind == RR__TERM_RATED)
        end_columns(o, first_entry);
    else
        end_listed(o);
    transform_documents(o, lacks, bias, norms, t);
    place_features(o);
}

/* Recipes for a taxonomy that brings no model. */
static bool add_default(building *o, uint32_t kind, uint32_t facet, uint32_t generation, uint32_t tf, uint32_t quarters, uint32_t variant, float weight)
{
    rr__index_term t = {.term = RR_NONE};
    t.how = (rr__term){.kind = kind, .facet = facet, .columns = 3, .centre = 3, .generation = generation, .tf = tf, .idf_quarters = quarters,
                       .ngrams = kind == RR__TERM_TITLES ? variant : 0, .text_kind = kind == RR__TERM_TEXT ? variant : 0,
                       .preferred = 1000000, .alternative = 1000000, .divisor = 1000000, .level_factor = 1000000};
    for (uint32_t c = 0; c < RR__COMBINATIONS; c++)
        t.weights[c] = (kind == RR__TERM_TITLES && !(c & 1)) || (kind == RR__TERM_TEXT && !(c & 2)) ? 0 : weight;
    if (o->terms.count == RR__TERMS_MAX)
        return true; /* more facets than terms can be: the first ones count */
    return rr__vec_push(&o->terms, &t) || fail(o);
}

static bool has_parents(const building *o, uint32_t facet)
{
    for (uint32_t d = 0; d < rr__block_count(o->b, RR__SEC_DESCRIPTORS); d++)
        if (rr__block_descriptor(o->b, d)->facet == facet && rr__block_descriptor(o->b, d)->broader.count > 0)
            return true;
    return false;
}

static void add_defaults(building *o)
{
    for (uint32_t f = 0; f < rr__block_count(o->b, RR__SEC_FACETS); f++) {
        uint32_t kind = RR__RECORD(rr__facet, o->b, RR__SEC_FACETS, f)->kind;
        if (kind == RR_FACET_RATED)
            add_default(o, RR__TERM_RATED, f, 0, RR__TF_RAW, 0, 0, 1);
        else if (kind == RR_FACET_SCALE)
            add_default(o, RR__TERM_SCALE, f, 0, RR__TF_RAW, 0, 0, 0.1f);
        else {
            add_default(o, RR__TERM_LISTED, f, 0, RR__TF_LOG, 4, 0, 1);
            if (has_parents(o, f))
                add_default(o, RR__TERM_LISTED, f, 1, RR__TF_SQRT, 2, 0, 0.5f);
        }
    }
    add_default(o, RR__TERM_TITLES, RR_NONE, 0, RR__TF_SQRT, 3, 0, 0.5f);
    add_default(o, RR__TERM_TITLES, RR_NONE, 0, RR__TF_SQRT, 3, 1, 0.15f);
    add_default(o, RR__TERM_TEXT, RR_NONE, 0, RR__TF_LOG, 3, 1, 0.25f);
    add_default(o, RR__TERM_TEXT, RR_NONE, 0, RR__TF_LOG, 3, 0, 0.25f);
}

static float default_weight(const rr__index_term *t, uint32_t combination)
{
    if (t->how.kind == RR__TERM_TITLES)
        return combination & 1 ? t->how.ngrams ? 0.15f : 0.5f : 0;
    if (t->how.kind == RR__TERM_TEXT)
        return combination & 2 ? 0.25f : 0;
    return t->how.kind == RR__TERM_SCALE ? 0.1f : t->how.generation > 0 ? 0.5f : 1;
}

/* The model's terms; a combination for which it has no weights gets defaults by the kind of term. */
static void add_terms(building *o)
{
    bool weighted[RR__COMBINATIONS] = {false};
    uint32_t count = rr__block_count(o->b, RR__SEC_TERMS);
    for (uint32_t i = 0; i < count && i < RR__TERMS_MAX && !o->failed; i++) {
        rr__index_term t = {.term = i, .how = *RR__RECORD(rr__term, o->b, RR__SEC_TERMS, i)};
        if (!rr__vec_push(&o->terms, &t))
            fail(o);
    }
    for (uint32_t i = 0; i < rr__block_count(o->b, RR__SEC_WEIGHTS) && !o->failed; i++) {
        const rr__weight *w = RR__RECORD(rr__weight, o->b, RR__SEC_WEIGHTS, i);
        weighted[w->combination] = true;
        if (w->term < o->terms.count)
            RR__AT(rr__index_term, &o->terms, w->term).weights[w->combination] = (float)((double)w->value / 1e6);
    }
    for (size_t i = 0; i < o->terms.count; i++)
        for (uint32_t c = 0; c < RR__COMBINATIONS; c++) {
            rr__index_term *t = &RR__AT(rr__index_term, &o->terms, i);
            if (!weighted[c])
                t->weights[c] = default_weight(t, c);
        }
    if (count == 0)
        add_defaults(o);
    for (size_t i = 0; i < o->terms.count; i++) {
        rr__index_term *t = &RR__AT(rr__index_term, &o->terms, i);
        uint32_t scale = t->how.facet == RR_NONE ? RR_NONE : RR__RECORD(rr__facet, o->b, RR__SEC_FACETS, t->how.facet)->scale;
        if (scale == RR_NONE)
            continue;
        const rr__scale *s = RR__RECORD(rr__scale, o->b, RR__SEC_SCALES, scale);
        t->lowest_level = (float)(s->first < s->last ? s->first : s->last);
        t->level_range = (float)(s->first < s->last ? s->last - s->first : s->first - s->last);
    }
}

/* The parts of the index, one behind the other, each on a cache line. */
typedef struct layout { uint64_t size; } layout;

static uint64_t reserve(layout *l, uint64_t bytes)
{
    uint64_t at = l->size;
    l->size = (l->size + bytes + 63) / 64 * 64;
    return at;
}

static void copy_part(rr__index *index, uint64_t at, const rr__vec *vec)
{
    if (vec->count > 0)
        memcpy((char *)index + at, vec->data, vec->count * vec->stride);
}

static void fill_values(rr__index *index)
{
    float *dense = (float *)(void *)((char *)index + index->at_dense);
    rr__posting *postings = (rr__posting *)(void *)((char *)index + index->at_postings);
    rr__place *places = (rr__place *)(void *)((char *)index + index->at_places);
    const rr__entry_of *entries = rr__index_entries(index);
    for (uint32_t f = 0; f < index->features; f++)
        if (places[f].count != RR_NONE)
            places[f].count = 0;
    for (uint32_t t = 0; t < index->terms; t++)
        for (uint32_t d = 0; d < index->documents; d++) {
            const uint32_t *forward = rr__index_forward(index, t);
            for (uint32_t i = forward[d]; i < forward[d + 1]; i++) {
                rr__place *l = &places[entries[i].feature];
                if (l->count == RR_NONE)
                    dense[(size_t)l->at * index->padded + d] = entries[i].value;
                else
                    postings[l->at + l->count++] = (rr__posting){d, entries[i].value};
            }
        }
}

static rr__index *lay_out(building *o, size_t *size)
{
    layout l = {0};
    reserve(&l, sizeof(rr__index));
    rr__index head = {.version = RR__INDEX_VERSION, .endian = RR__BLOCK_ENDIAN, .documents = o->documents, .padded = o->padded,
                      .occupations = o->occupations, .facets = rr__block_count(o->b, RR__SEC_FACETS), .terms = (uint32_t)o->terms.count, .features = (uint32_t)o->features.count,
                      .columns = o->columns, .entries = (uint32_t)o->entries.count, .postings = o->postings};
    memcpy(head.magic, RR__INDEX_MAGIC, sizeof head.magic);
    memcpy(head.taxonomy_sha256, o->b->sha256, sizeof head.taxonomy_sha256);
    head.at_terms = reserve(&l, o->terms.count * sizeof(rr__index_term));
    head.at_documents = reserve(&l, o->documents * sizeof(uint32_t));
    head.at_document_of = reserve(&l, o->occupations * sizeof(uint32_t));
    head.at_features = reserve(&l, o->features.count * sizeof(rr__feature));
    head.at_places = reserve(&l, o->places.count * sizeof(rr__place));
    head.at_dense = reserve(&l, (uint64_t)o->columns * o->padded * sizeof(float));
    head.at_bias = reserve(&l, o->bias.count * sizeof(float));
    head.at_norms = reserve(&l, o->norms.count * sizeof(float));
    head.at_lacks = reserve(&l, o->lacks.count);
    head.at_needed = reserve(&l, o->needed.count);
    head.at_forward = reserve(&l, o->forward.count * sizeof(uint32_t));
    head.at_entries = reserve(&l, o->entries.count * sizeof(rr__entry_of));
    head.at_postings = reserve(&l, (uint64_t)o->postings * sizeof(rr__posting));
    head.size = l.size;
    rr__index *index = rr__alloc(o->a, l.size);
    if (index == NULL)
        return NULL;
    *index = head;
    copy_part(index, head.at_terms, &o->terms);
    copy_part(index, head.at_documents, &o->list);
    memcpy((char *)index + head.at_document_of, o->document_of, o->occupations * sizeof(uint32_t));
    copy_part(index, head.at_features, &o->features);
    copy_part(index, head.at_places, &o->places);
    copy_part(index, head.at_bias, &o->bias);
    copy_part(index, head.at_norms, &o->norms);
    copy_part(index, head.at_lacks, &o->lacks);
    copy_part(index, head.at_needed, &o->needed);
    copy_part(index, head.at_forward, &o->forward);
    copy_part(index, head.at_entries, &o->entries);
    fill_values(index);
    *size = l.size;
    return index;
}

static void number_documents(building *o)
{
    o->occupations = rr__block_count(o->b, RR__SEC_OCCUPATIONS);
    o->document_of = rr__alloc(o->a, (o->occupations + (size_t)1) * sizeof(uint32_t));
    o->local_of = rr__alloc(o->a, (rr__block_count(o->b, RR__SEC_DESCRIPTORS) + (size_t)1) * sizeof(uint32_t));
    if (o->document_of == NULL || o->local_of == NULL) {
        fail(o);
        return;
    }
    for (uint32_t i = 0; i < o->occupations && !o->failed; i++) {
        bool content = rr__block_occupation(o->b, i)->has_content;
        o->document_of[i] = content ? o->documents++ : RR_NONE;
        if (content && !rr__vec_push(&o->list, &i))
            fail(o);
    }
    o->padded = (o->documents + RR__LANES - 1) / RR__LANES * RR__LANES;
}

static void close_building(building *o)
{
    rr__vec *vecs[] = {&o->list, &o->terms, &o->features, &o->places, &o->entries, &o->forward, &o->bias, &o->lacks, &o->norms, &o->needed, &o->sums, &o->touched};
    for (size_t i = 0; i < sizeof vecs / sizeof vecs[0]; i++)
        rr__vec_finish(vecs[i]);
    rr__free(o->a, o->document_of);
    rr__free(o->a, o->local_of);
    rr__map_finish(&o->words);
    rr__arena_finish(&o->arena);
    rr__tokenizer_destroy(o->tokenizer);
}

rr_status rr__index_build(void **out, size_t *size, const rr_context *ctx, const rr__block *block, rr_error *err)
{
    building o = {.ctx = ctx, .a = &ctx->allocator, .b = block};
    const struct { rr__vec *vec; size_t stride; } vecs[] = {{&o.list, 4}, {&o.terms, sizeof(rr__index_term)}, {&o.features, sizeof(rr__feature)}, {&o.places, sizeof(rr__place)},
        {&o.entries, sizeof(rr__entry_of)}, {&o.forward, 4}, {&o.bias, 4}, {&o.lacks, 1}, {&o.norms, 4}, {&o.needed, 1}, {&o.sums, 4}, {&o.touched, 4}};
    for (size_t i = 0; i < sizeof vecs / sizeof vecs[0]; i++)
        rr__vec_init(vecs[i].vec, o.a, vecs[i].stride);
    rr__map_init(&o.words, o.a);
    rr__arena_init(&o.arena, o.a);
    *out = NULL;
    o.tokenizer = rr__tokenizer_create(o.a);
    o.failed = o.tokenizer == NULL;
    number_documents(&o);
    find_needed_facets(&o);
    if (!o.failed)
        add_terms(&o);
    size_t cells = o.terms.count * (size_t)o.padded;
    if (o.failed || (cells > 0 && (rr__vec_grow(&o.bias, cells) == NULL || rr__vec_grow(&o.norms, cells) == NULL || rr__vec_grow(&o.lacks, cells) == NULL)))
        o.failed = true;
    bool cancelled = false;
    for (uint32_t t = 0; t < o.terms.count && !o.failed && !cancelled; t++) {
        read_term(&o, t);
        cancelled = rr__cancelled(ctx);
    }
    rr__index *index = o.failed || cancelled ? NULL : lay_out(&o, size);
    close_building(&o);
    if (index == NULL)
        return cancelled ? rr__fail(err, RR_ECANCELLED, RR__MSG_CANCELLED, NULL) : rr__fail_nomem(err);
    rr_status status = rr__index_measure(index, ctx, err);
    if (status != RR_OK) {
        rr__free(&ctx->allocator, index);
        return status;
    }
    *out = index;
    return RR_OK;
}
