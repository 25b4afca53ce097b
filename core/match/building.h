/* SPDX-License-Identifier: MIT */
/* An index while it is built: the parts of rr__index as they grow, and what reading a term needs. */
#ifndef RR_MATCH_BUILDING_H
#define RR_MATCH_BUILDING_H

#include "base/text.h"
#include "match/index.h"

typedef struct rr__building {
    const rr_context *ctx;
    const rr_allocator *a;
    const rr__block *b;
    uint32_t documents, padded, occupations;
    uint32_t *document_of;
    rr__vec list;                /* uint32_t: occupation of a document */
    rr__vec terms, features, entries, forward, bias, lacks, norms, needed; /* as in the index */
    rr__vec counts;              /* uint32_t: documents that have a feature, while its term is read */
    uint32_t dense, columns;
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
} rr__building;

/* Where memory is short, what follows notes it in the building. */
static inline bool rr__building_fail(rr__building *o)
{
    o->failed = true;
    return false;
}

/* choose_terms.c: the model's terms with their weights, or defaults. */
void rr__building_choose_terms(rr__building *o);
/* read_term.c: a term's features, and every document's entries, ready for a dot product. */
void rr__building_read_term(rr__building *o, uint32_t t);
/* order_features.c: the term's features, and each document's entries, put in the index's order; `forward` is the term's. */
void rr__building_order_features(rr__building *o, const uint32_t *forward);
/* lay_out_index.c: all parts in one block; NULL: out of memory. */
rr__index *rr__building_lay_out(const rr__building *o, uint32_t stretch, size_t *size);
#endif
