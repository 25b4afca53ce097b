/* SPDX-License-Identifier: MIT */
/* The parts of a building in, the index as one block out, its values in columns and inverted lists. */
#include <string.h>

#include "match/accumulate.h"
#include "match/building.h"

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

static bool is_column(const rr__index_term *term, uint32_t feature)
{
    return feature - term->first_feature < term->columns;
}

/* [stretch][features + 1]: first how many postings each list has, behind its place, then where each starts. */
static bool count_postings(rr__vec *lists, const rr__building *o, uint32_t stretch)
{
    const rr__entry_of *entries = o->entries.data;
    const uint32_t *forward = o->forward.data;
    size_t width = o->features.count + 1, stretches = o->documents / stretch + (o->documents % stretch != 0);
    uint32_t *starts = rr__vec_grow(lists, stretches * width);
    if (starts == NULL && stretches > 0)
        return false;
    for (uint32_t t = 0; t < o->terms.count; t++, forward += o->documents + 1)
        for (uint32_t d = 0; d < o->documents; d++)
            for (uint32_t i = forward[d]; i < forward[d + 1]; i++)
                if (!is_column(&RR__AT(rr__index_term, &o->terms, t), entries[i].feature))
                    starts[d / stretch * width + entries[i].feature + 1]++;
    uint32_t start = 0;
    for (size_t k = 0; k < stretches * width; k++) {
        start += (starts[k] + RR__LIST_STEP - 1) / RR__LIST_STEP * RR__LIST_STEP;
        starts[k] = start;
    }
    return true;
}

/* Where a document's value of a term's column is. */
static int16_t *cell_of(rr__index *index, const rr__index_term *term, uint32_t column, uint32_t d)
{
    size_t tile = d / RR__TILE, place = d % RR__TILE;
    int16_t *dense = (int16_t *)(void *)((char *)index + index->at_dense) + (size_t)term->first_column * index->padded;
    int16_t *sparse = (int16_t *)(void *)((char *)index + index->at_tiles);
    return rr__is_rated(term) ? dense + ((tile * rr__pairs_of(term) + column / 2) * RR__TILE + place) * 2 + column % 2
                              : sparse + (tile * index->columns + term->first_column + column) * RR__TILE + place;
}

/* Documents ascend within a list: what is not its next posting yet stays a posting of value 0. */
static void fill_values(rr__index *index, uint32_t *next)
{
    rr__posting *postings = (rr__posting *)(void *)((char *)index + index->at_postings);
    const rr__entry_of *entries = rr__index_entries(index);
    memset((char *)index + index->at_dense, 0, (size_t)index->dense * index->padded * sizeof(int16_t));
    memset((char *)index + index->at_tiles, 0, (size_t)index->columns * index->padded * sizeof(int16_t));
    memset(postings, 0, index->postings * sizeof *postings);
    for (uint32_t t = 0; t < index->terms; t++) {
        const rr__index_term *term = &rr__index_terms(index)[t];
        const uint32_t *forward = rr__index_forward(index, t);
        for (uint32_t d = 0; d < index->documents; d++)
            for (uint32_t i = forward[d]; i < forward[d + 1]; i++) {
                uint32_t f = entries[i].feature;
                int16_t value = rr__whole(entries[i].value * term->grain);
                if (is_column(term, f))
                    *cell_of(index, term, f - term->first_feature, d) = value;
                else
                    postings[next[d / index->stretch * (index->features + (size_t)1) + f]++] = (rr__posting){(uint16_t)(d % index->stretch), value};
            }
    }
}

static void reserve_parts(rr__index *head, layout *l, const rr__building *o, const rr__vec *lists)
{
    head->at_terms = reserve(l, o->terms.count * sizeof(rr__index_term));
    head->at_documents = reserve(l, o->documents * sizeof(uint32_t));
    head->at_document_of = reserve(l, o->occupations * sizeof(uint32_t));
    head->at_features = reserve(l, o->features.count * sizeof(rr__feature));
    head->at_lists = reserve(l, lists->count * sizeof(uint32_t));
    head->at_dense = reserve(l, (uint64_t)o->dense * o->padded * sizeof(int16_t));
    head->at_tiles = reserve(l, (uint64_t)o->columns * o->padded * sizeof(int16_t));
    head->at_bias = reserve(l, o->bias.count * sizeof(float));
    head->at_norms = reserve(l, o->norms.count * sizeof(float));
    head->at_lacks = reserve(l, o->lacks.count);
    head->at_needed = reserve(l, o->needed.count);
    head->at_forward = reserve(l, o->forward.count * sizeof(uint32_t));
    head->at_entries = reserve(l, o->entries.count * sizeof(rr__entry_of));
    head->at_postings = reserve(l, (uint64_t)head->postings * sizeof(rr__posting));
    head->size = l->size;
}

static void copy_parts(rr__index *index, const rr__building *o, const rr__vec *lists)
{
    copy_part(index, index->at_terms, &o->terms);
    copy_part(index, index->at_documents, &o->list);
    memcpy((char *)index + index->at_document_of, o->document_of, o->occupations * sizeof(uint32_t));
    copy_part(index, index->at_features, &o->features);
    copy_part(index, index->at_lists, lists);
    copy_part(index, index->at_bias, &o->bias);
    copy_part(index, index->at_norms, &o->norms);
    copy_part(index, index->at_lacks, &o->lacks);
    copy_part(index, index->at_needed, &o->needed);
    copy_part(index, index->at_forward, &o->forward);
    copy_part(index, index->at_entries, &o->entries);
}

rr__index *rr__building_lay_out(const rr__building *o, uint32_t stretch, size_t *size)
{
    layout l = {0};
    rr__vec lists;
    rr__vec_init(&lists, o->a, sizeof(uint32_t));
    rr__index head = {.version = RR__INDEX_VERSION, .endian = RR__BLOCK_ENDIAN, .documents = o->documents, .padded = o->padded, .stretch = stretch,
                      .occupations = o->occupations, .facets = rr__block_count(o->b, RR__SEC_FACETS), .terms = (uint32_t)o->terms.count,
                      .features = (uint32_t)o->features.count, .dense = o->dense, .columns = o->columns, .entries = (uint32_t)o->entries.count};
    memcpy(head.magic, RR__INDEX_MAGIC, sizeof head.magic);
    memcpy(head.taxonomy_sha256, o->b->sha256, sizeof head.taxonomy_sha256);
    rr__index *index = NULL;
    if (count_postings(&lists, o, stretch)) {
        head.postings = lists.count == 0 ? 0 : RR__AT(uint32_t, &lists, lists.count - 1);
        reserve(&l, sizeof(rr__index));
        reserve_parts(&head, &l, o, &lists);
        index = rr__alloc(o->a, l.size);
    }
    if (index != NULL) {
        *index = head;
        copy_parts(index, o, &lists);
        fill_values(index, lists.data);
        *size = l.size;
    }
    rr__vec_finish(&lists);
    return index;
}
