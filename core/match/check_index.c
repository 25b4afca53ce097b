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
           holds(i, i->at_places, i->features, sizeof(rr__place)) &&
           holds(i, i->at_dense, (uint64_t)i->columns * i->padded, 4) && holds(i, i->at_bias, cells, 4) && holds(i, i->at_norms, cells, 4) &&
           holds(i, i->at_lacks, cells, 1) && holds(i, i->at_forward, (uint64_t)i->terms * (i->documents + 1), 4) &&
           holds(i, i->at_needed, i->facets, 1) &&
           holds(i, i->at_entries, i->entries, sizeof(rr__entry_of)) && holds(i, i->at_postings, i->postings, sizeof(rr__posting));
}

static bool terms_fit(const rr__index *i, const rr__block *block)
{
    for (uint32_t t = 0; t < i->terms; t++) {
        const rr__index_term *term = &rr__index_terms(i)[t];
        if (term->first_feature > i->features || term->feature_count > i->features - term->first_feature || term->how.kind > RR__TERM_TEXT ||
            (term->term != RR_NONE && term->term >= rr__block_count(block, RR__SEC_TERMS)) || term->how.divisor <= 0 ||
            (term->how.facet != RR_NONE && term->how.facet >= rr__block_count(block, RR__SEC_FACETS)))
            return false;
        for (uint32_t f = 0; f < term->feature_count && term->how.kind == RR__TERM_RATED; f++)
            if (rr__index_places(i)[term->first_feature + f].count != RR_NONE)
                return false;
    }
    for (uint32_t d = 0; d < i->documents; d++)
        if (rr__index_documents(i)[d] >= i->occupations)
            return false;
    for (uint32_t o = 0; o < i->occupations; o++)
        if (rr__index_document_of(i)[o] != RR_NONE && rr__index_document_of(i)[o] >= i->documents)
            return false;
    return true;
}

static bool lists_fit(const rr__index *i, const rr__block *block)
{
    const rr__feature *features = rr__index_features(i);
    const rr__place *places = rr__index_places(i);
    for (uint32_t f = 0; f < i->features; f++)
        if ((places[f].count == RR_NONE ? places[f].at >= i->columns : places[f].at > i->postings || places[f].count > i->postings - places[f].at) ||
            (features[f].descriptor != RR_NONE && features[f].descriptor >= rr__block_count(block, RR__SEC_DESCRIPTORS)))
            return false;
    const uint32_t *forward = RR__INDEX_AT(uint32_t, i, at_forward);
    for (uint64_t k = 0; k < (uint64_t)i->terms * (i->documents + 1); k++)
        if (forward[k] > i->entries || (k % (i->documents + 1) != 0 && forward[k] < forward[k - 1]))
            return false;
    for (uint32_t k = 0; k < i->entries; k++)
        if (rr__index_entries(i)[k].feature >= i->features)
            return false;
    for (uint32_t k = 0; k < i->postings; k++)
        if (RR__INDEX_AT(rr__posting, i, at_postings)[k].document >= i->documents)
            return false;
    return true;
}

const char *rr__index_check(const rr__index *i, uint64_t len, const rr__block *block)
{
    if (len < sizeof *i || memcmp(i->magic, RR__INDEX_MAGIC, sizeof i->magic) != 0 || i->version != RR__INDEX_VERSION ||
        i->endian != RR__BLOCK_ENDIAN || i->size != len)
        return "index header";
    if (memcmp(i->taxonomy_sha256, block->sha256, sizeof block->sha256) != 0 || i->occupations != rr__block_count(block, RR__SEC_OCCUPATIONS) ||
        i->facets != rr__block_count(block, RR__SEC_FACETS))
        return "index of another taxonomy";
    if (i->terms > RR__TERMS_MAX || i->padded % RR__LANES != 0 || i->documents > i->padded || !parts_fit(i) || !terms_fit(i, block) || !lists_fit(i, block))
        return "index";
    return NULL;
}
