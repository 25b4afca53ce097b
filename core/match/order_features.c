/* SPDX-License-Identifier: MIT */
/* A term's features as they were met in, the same in the order of the index out: columns first, then lists by falling
 * length, which a processor foresees best. Equal ones stay as they were met, beside what comes with them. */
#include <stdlib.h>

#include "match/building.h"

/* A column of the sparse matrix costs what a list does that has a sixteenth of the documents. */
enum { COLUMN_FROM_SHARE = 16 };

typedef struct place { uint32_t length /* in steps; RR_NONE: a column */, local; } place;

static int compare_places(const void *a, const void *b)
{
    const place *x = a, *y = b;
    if (x->length != y->length)
        return x->length > y->length ? -1 : 1;
    return x->local < y->local ? -1 : x->local > y->local;
}

static int compare_entries(const void *a, const void *b)
{
    const rr__entry_of *x = a, *y = b;
    return x->feature < y->feature ? -1 : x->feature > y->feature;
}

static void choose_places(rr__building *o, place *places, const uint32_t *counts)
{
    rr__index_term *term = o->term;
    for (uint32_t i = 0; i < term->feature_count; i++) {
        bool column = rr__is_rated(term) || (uint64_t)counts[i] * COLUMN_FROM_SHARE >= o->documents;
        places[i] = (place){column ? RR_NONE : (counts[i] + RR__LIST_STEP - 1) / RR__LIST_STEP, i};
        term->columns += column;
    }
    qsort(places, term->feature_count, sizeof *places, compare_places);
    uint32_t *columns = rr__is_rated(term) ? &o->dense : &o->columns, more = rr__is_rated(term) ? 2 * rr__pairs_of(term) : term->columns;
    term->first_column = *columns;
    if (more > RR__COLUMNS_MAX - *columns)
        rr__building_fail(o);
    else
        *columns += more;
}

static void sort_entries(rr__building *o, const uint32_t *forward, const uint32_t *number)
{
    rr__entry_of *entries = o->entries.data;
    for (uint32_t i = forward[0]; i < forward[o->documents]; i++)
        entries[i].feature = o->term->first_feature + number[entries[i].feature - o->term->first_feature];
    for (uint32_t d = 0; d < o->documents; d++)
        if (forward[d] < forward[d + 1])
            qsort(entries + forward[d], forward[d + 1] - forward[d], sizeof *entries, compare_entries);
}

void rr__building_order_features(rr__building *o, const uint32_t *forward)
{
    size_t count = o->term->feature_count;
    rr__feature *features = (rr__feature *)o->features.data + o->term->first_feature;
    uint32_t *counts = (uint32_t *)o->counts.data + o->term->first_feature;
    place *places = rr__alloc(o->a, (count + 1) * sizeof *places);
    uint32_t *number = rr__alloc(o->a, (count + 1) * sizeof *number);
    rr__feature *met = rr__alloc(o->a, (count + 1) * sizeof *met);
    if (places == NULL || number == NULL || met == NULL)
        rr__building_fail(o);
    else
        choose_places(o, places, counts);
    for (uint32_t i = 0; i < count && !o->failed; i++) {
        number[places[i].local] = i;
        met[i] = features[i];
    }
    for (uint32_t i = 0; i < count && !o->failed; i++)
        features[i] = met[places[i].local];
    if (!o->failed)
        sort_entries(o, forward, number);
    rr__free(o->a, places);
    rr__free(o->a, number);
    rr__free(o->a, met);
}
