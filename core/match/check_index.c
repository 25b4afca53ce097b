/* SPDX-License-Identifier: MIT */
/* An index out of a file in, what is wrong with it out: every offset is checked before it is followed. */
#include <string.h>

#include "match/accumulate.h"
#include "match/index.h"

static bool holds(const rr__index *i, uint64_t at, uint64_t count, uint64_t stride)
{
    return at % 64 == 0 && at >= sizeof *i && at <= i->size && count <= (i->size - at) / stride;
}

static bool parts_fit(const rr__index *i)
{
    uint64_t cells = (uint64_t)i->terms * i->padded;
    return holds(i, i->at_terms, i->terms, sizeof(rr__index_term)) && holds(i, i->at_documents, i->documents, 4) &&
           holds(i, i->at_document_of, i->occupations, 4) && holds(i, i->at_features, i->features, sizeof(rr__feature)) &&
           holds(i, i->at_lists, rr__index_stretches(i) * (i->features + (uint64_t)1), 4) &&
           holds(i, i->at_dense, (uint64_t)i->dense * i->padded, 2) && holds(i, i->at_tiles, (uint64_t)i->columns * i->padded, 2) &&
           holds(i, i->at_bias, cells, 4) && holds(i, i->at_norms, cells, 4) &&
           holds(i, i->at_lacks, cells, 1) && holds(i, i->at_forward, (uint64_t)i->terms * (i->documents + (uint64_t)1), 4) &&
           holds(i, i->at_needed, i->facets, 1) &&
           holds(i, i->at_entries, i->entries, sizeof(rr__entry_of)) && holds(i, i->at_postings, i->postings, sizeof(rr__posting));
}

/* A recipe is the model's, whose record was checked with the block, or a default; its weights are such as a model can say. */
static bool recipe_fits(const rr__index_term *term, const rr__block *block)
{
    const rr__term *how = &term->how;
    bool of_facet = how->kind <= RR__TERM_SCALE;
    for (uint32_t c = 0; c < RR__COMBINATIONS; c++)
        if (!(fabs((double)term->weights[c]) * 1e6 <= INT32_MAX)) /* nor is it no number */
            return false;
    if (term->term != RR_NONE)
        return term->term < rr__block_count(block, RR__SEC_TERMS) && memcmp(how, RR__RECORD(rr__term, block, RR__SEC_TERMS, term->term), sizeof *how) == 0;
    return how->kind <= RR__TERM_TEXT && how->divisor > 0 && how->generation <= 1 &&
           (of_facet ? how->facet < rr__block_count(block, RR__SEC_FACETS) : how->facet == RR_NONE);
}

/* Terms own features and columns one behind the other, so that no query names a column twice. */
static bool terms_fit(const rr__index *i, const rr__block *block)
{
    uint32_t features = 0, dense = 0, sparse = 0;
    for (uint32_t t = 0; t < i->terms; t++) {
        const rr__index_term *term = &rr__index_terms(i)[t];
        bool rated = rr__is_rated(term);
        uint32_t *columns = rated ? &dense : &sparse, most = rated ? i->dense : i->columns;
        if (term->first_feature != features || term->feature_count > i->features - features ||
            term->first_column != *columns || (rated ? 2 * (uint64_t)rr__pairs_of(term) : term->columns) > most - *columns || term->columns > term->feature_count ||
            (rated && term->columns != term->feature_count) || !recipe_fits(term, block))
            return false;
        features += term->feature_count;
        *columns += rated ? 2 * rr__pairs_of(term) : term->columns;
    }
    return features == i->features && dense == i->dense && sparse == i->columns;
}

/* Documents and their occupations name one another: who goes from the one to the other comes back. */
static bool documents_fit(const rr__index *i)
{
    const uint32_t *occupations = rr__index_documents(i), *documents = rr__index_document_of(i);
    for (uint32_t d = 0; d < i->documents; d++)
        if (occupations[d] >= i->occupations || documents[occupations[d]] != d)
            return false;
    for (uint32_t o = 0; o < i->occupations; o++)
        if (documents[o] != RR_NONE && (documents[o] >= i->documents || occupations[documents[o]] != o))
            return false;
    return true;
}

/* A document's entries of a term: features of the term, ascending. */
static bool entries_fit(const rr__index *i, const rr__index_term *term, const uint32_t *forward)
{
    const rr__entry_of *entries = rr__index_entries(i);
    for (uint32_t d = 0; d < i->documents; d++) {
        if (forward[d] > forward[d + 1] || forward[d + 1] > i->entries)
            return false;
        uint32_t least = term->first_feature, bad = 0;
        for (uint32_t k = forward[d]; k < forward[d + 1]; k++) {
            bad |= (uint32_t)(entries[k].feature < least) | (uint32_t)(entries[k].feature - term->first_feature >= term->feature_count);
            least = entries[k].feature + 1;
        }
        if (bad)
            return false;
    }
    return true;
}

/* Lists follow one another in whole steps, and name documents of their stretch. */
static bool lists_fit(const rr__index *i)
{
    const rr__posting *postings = rr__index_postings(i);
    uint32_t start = 0;
    for (uint32_t s = 0; s < rr__index_stretches(i); s++) {
        const uint32_t *lists = rr__index_lists(i, s);
        uint32_t documents = i->documents - s * i->stretch, bad = lists[0] != start;
        for (uint32_t f = 0; f < i->features; f++)
            bad |= (uint32_t)(lists[f] > lists[f + 1]) | (uint32_t)(lists[f] % RR__LIST_STEP != 0);
        if (bad || lists[i->features] > i->postings || lists[i->features] % RR__LIST_STEP != 0)
            return false;
        for (; start < lists[i->features]; start++)
            bad |= postings[start].document >= (documents < i->stretch ? documents : i->stretch);
        if (bad)
            return false;
    }
    return true;
}

static bool features_fit(const rr__index *i, const rr__block *block)
{
    const rr__feature *features = rr__index_features(i);
    for (uint32_t f = 0; f < i->features; f++)
        if (features[f].descriptor != RR_NONE && features[f].descriptor >= rr__block_count(block, RR__SEC_DESCRIPTORS))
            return false;
    for (uint32_t t = 0; t < i->terms; t++)
        if (!entries_fit(i, &rr__index_terms(i)[t], rr__index_forward(i, t)))
            return false;
    return true;
}

/* What is no index at all is left to the check. */
bool rr__index_is_known(const rr__index *i, uint64_t len)
{
    return len < sizeof *i || memcmp(i->magic, RR__INDEX_MAGIC, sizeof i->magic) != 0 ||
           (i->version == RR__INDEX_VERSION && i->endian == RR__BLOCK_ENDIAN);
}

const char *rr__index_check(const rr__index *i, uint64_t len, const rr__block *block)
{
    if (len < sizeof *i || memcmp(i->magic, RR__INDEX_MAGIC, sizeof i->magic) != 0 || !rr__index_is_known(i, len) || i->size != len)
        return "index header";
    if (memcmp(i->taxonomy_sha256, block->sha256, sizeof block->sha256) != 0 || i->occupations != rr__block_count(block, RR__SEC_OCCUPATIONS) ||
        i->facets != rr__block_count(block, RR__SEC_FACETS))
        return "index of another taxonomy";
    if (i->terms > RR__TERMS_MAX || i->padded % RR__TILE != 0 || i->documents > i->padded || i->padded - i->documents >= RR__TILE ||
        i->stretch == 0 || i->stretch > RR__STRETCH || i->dense > RR__COLUMNS_MAX || i->columns > RR__COLUMNS_MAX ||
        !parts_fit(i) || !documents_fit(i) || !terms_fit(i, block) || !features_fit(i, block) || !lists_fit(i))
        return "index";
    return NULL;
}
