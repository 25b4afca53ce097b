/* SPDX-License-Identifier: MIT */
/* The matching index: what is derived from a taxonomy so that a profile is compared with every occupation
 * at once. One contiguous block of offsets, stored in frozen files as it is.
 *
 * Occupations with content are the documents 0..n-1, in the order of ids. Every term of the model has
 * features: the columns of a rated facet, the descriptors of a listed one, the words of titles and texts.
 * A document's value of a feature is ready for a dot product: transformed, weighted by idf, normalised.
 * Those of rated facets, which nearly all documents have, are columns of dense matrices, those that many have are columns of a
 * sparse one, the rest inverted lists; in all, values are whole numbers of 16 bits, so that sums of products are exact
 * (quantise.c). */
#ifndef RR_MATCH_INDEX_H
#define RR_MATCH_INDEX_H

#include <math.h>

#include <reroute/match.h>

#include "taxonomy/block.h"

enum { RR__INDEX_VERSION = 4, RR__COMBINATIONS = 4, RR__QUANTILES = 1001, RR__TERMS_MAX = 64 };
enum { RR__STRETCH = 65536 /* documents whose numbers a posting tells apart */, RR__COLUMNS_MAX = 1 << 24, RR__LIST_STEP = 4 };
#define RR__INDEX_MAGIC "RRINDEX\x1a"

typedef struct rr__index_term {
    uint32_t term;            /* of the block's model, or RR_NONE for a default */
    rr__term how;             /* its recipe (the id is 0 for defaults) */
    float weights[RR__COMBINATIONS];
    uint32_t first_feature, feature_count;
    uint32_t first_column, columns; /* its first features are columns; rated: all, importance first, then level, from an even
                                       number on, and counted apart */
    float mean;               /* of the similarity over pairs: what a side that lacks the facet counts as */
    float lowest_level, level_range; /* of the facet's scale, hundredths */
    float grain;              /* documents' values are stored as whole numbers of 1 / grain, a power of two */
    float longest;            /* the largest norm of a document's stored values */
    uint32_t biased;          /* some document's bias is not 0 */
} rr__index_term;

typedef struct rr__feature {
    uint32_t descriptor;      /* or RR_NONE: a word */
    float idf;                /* listed; rated: 1 / standard deviation, or 1 */
    float mean;               /* rated: the column's mean behind row-centring; raw_mean where a value is missing */
    float raw_mean;
} rr__feature;

typedef struct rr__entry_of { uint32_t feature; float raw, value; } rr__entry_of; /* of a document */
typedef struct rr__posting { uint16_t document /* of its stretch */; int16_t value; } rr__posting;

typedef struct rr__combination {
    double lowest, highest;   /* the affine map: raw -> 0 and 1 */
    int32_t quantiles[RR__QUANTILES]; /* of the fits of pairs, ppm, ascending */
    uint32_t zero; /* here and below: what would else be a gap with nobody knows what in it */
} rr__combination;

typedef struct rr__index {
    char magic[8];
    uint32_t version, endian;
    uint64_t size;
    uint8_t taxonomy_sha256[32];
    uint32_t documents, padded;  /* padded to whole tiles */
    uint32_t stretch;            /* documents: lists are apart for each so many */
    uint32_t occupations, facets, terms, features, dense, columns, entries, postings, zero;
    uint64_t at_terms, at_documents, at_document_of, at_features, at_lists, at_dense, at_tiles, at_bias, at_lacks, at_forward, at_entries, at_postings,
        at_norms, at_needed;
    rr__combination combinations[RR__COMBINATIONS];
} rr__index;

#define RR__INDEX_AT(type, index, where) ((const type *)(const void *)((const char *)(index) + (index)->where))
static inline const rr__index_term *rr__index_terms(const rr__index *i) { return RR__INDEX_AT(rr__index_term, i, at_terms); }
static inline const rr__feature *rr__index_features(const rr__index *i) { return RR__INDEX_AT(rr__feature, i, at_features); }
static inline uint32_t rr__index_stretches(const rr__index *i) { return i->documents / i->stretch + (i->documents % i->stretch != 0); }
/* [feature]: where the feature's postings among the stretch's documents start; the next one's start is their end. A list
 * is filled up to a multiple of RR__LIST_STEP with postings of value 0; a column's is empty. */
static inline const uint32_t *rr__index_lists(const rr__index *i, uint32_t stretch) { return RR__INDEX_AT(uint32_t, i, at_lists) + (size_t)stretch * (i->features + (size_t)1); }
static inline const rr__posting *rr__index_postings(const rr__index *i) { return RR__INDEX_AT(rr__posting, i, at_postings); }
static inline bool rr__is_rated(const rr__index_term *t) { return t->how.kind == RR__TERM_RATED; }
/* A rated term's documents' values by pairs of columns: [tile][pair][RR__TILE][2]. */
static inline uint32_t rr__pairs_of(const rr__index_term *t) { return t->columns / 2 + t->columns % 2; }
static inline const int16_t *rr__index_dense(const rr__index *i, const rr__index_term *t) { return RR__INDEX_AT(int16_t, i, at_dense) + (size_t)t->first_column * i->padded; }
/* [tile][column][RR__TILE]: documents' values by the other columns. */
static inline const int16_t *rr__index_tiles(const rr__index *i) { return RR__INDEX_AT(int16_t, i, at_tiles); }
/* [term][padded]: what a term adds for a document whatever the profile: -|b|^2 / divisor, or the mean where
 * the document lacks the facet; for a scale the document's value. */
static inline const float *rr__index_bias(const rr__index *i, uint32_t term) { return RR__INDEX_AT(float, i, at_bias) + (size_t)term * i->padded; }
static inline const uint8_t *rr__index_lacks(const rr__index *i, uint32_t term) { return RR__INDEX_AT(uint8_t, i, at_lacks) + (size_t)term * i->padded; }
static inline const uint32_t *rr__index_documents(const rr__index *i) { return RR__INDEX_AT(uint32_t, i, at_documents); }
static inline const uint32_t *rr__index_document_of(const rr__index *i) { return RR__INDEX_AT(uint32_t, i, at_document_of); }
/* [term * (documents + 1) + document]: where the document's entries of the term start. */
static inline const uint32_t *rr__index_forward(const rr__index *i, uint32_t term) { return RR__INDEX_AT(uint32_t, i, at_forward) + (size_t)term * (i->documents + 1); }
static inline const rr__entry_of *rr__index_entries(const rr__index *i) { return RR__INDEX_AT(rr__entry_of, i, at_entries); }
/* One a facet: whether any role needs something of it. */
static inline const uint8_t *rr__index_needed(const rr__index *i) { return RR__INDEX_AT(uint8_t, i, at_needed); }
/* |a|^2 of a document in a distance term: [term][padded] */
static inline const float *rr__index_norms(const rr__index *i, uint32_t term) { return RR__INDEX_AT(float, i, at_norms) + (size_t)term * i->padded; }

struct rr_matcher {
    const rr_context *context;
    const rr_taxonomy *taxonomy;
    const rr__index *index;
    void *owned; /* the index when it was built here */
};

/* What is known of one profile in one term. */
typedef struct rr__query_term {
    bool present, estimated;
    float scale_value;   /* scale: levels */
    float own_norm;      /* distance: |a|^2 / divisor */
    uint32_t first, count; /* its entries in the query */
} rr__query_term;
typedef struct rr__query {
    const rr__entry_of *entries; /* borrowed: raw and ready value, features ascending within a term */
    rr__query_term terms[RR__TERMS_MAX];
} rr__query;
enum { RR__QUERIES_MAX = 64 /* scored together */, RR__SOURCES_MAX = 4096 /* sorted together */ };

struct rr_scratch {
    const rr_matcher *matcher;
    void *block;
    float *scores;       /* of RR__QUERIES_MAX queries, in the block, on a cache line */
    int32_t *fits;       /* [padded] */
    rr__query queries[RR__QUERIES_MAX];
    uint32_t *first;     /* [documents + 1]: the first source that is this document, then those that are none */
    uint32_t next[RR__SOURCES_MAX];
    struct rr__listing *listing; /* what rr_match_list needs beside; NULL before the first */
};

/* list.c */
void rr__listing_destroy(struct rr__listing *l);

/* build_index.c; `stretch` is RR__STRETCH, or less and a multiple of RR__TILE */
rr_status rr__index_build(void **out, size_t *size, const rr_context *ctx, const rr__block *block, uint32_t stretch, rr_error *err);
/* listed: what naming it counts; `kinds`: the facet tells essential from optional */
float rr__requirement_weight(const rr__requirement *r, bool kinds);
float rr__level_value(const rr__index_term *term, int32_t level);         /* rated: a level as a share of its scale */
/* measure_index.c: the statistics over pairs, once everything else stands. */
rr_status rr__index_measure(rr__index *index, const rr_context *ctx, rr_error *err);
/* check_index.c: NULL, or what is wrong with it; and whether this version, on this kind of machine, built it at all. */
bool rr__index_is_known(const rr__index *index, uint64_t len);
const char *rr__index_check(const rr__index *index, uint64_t len, const rr__block *block);

/* quantise.c: values as whole numbers. A document's are value * grain; a query's value * rr__query_factor. Products of
 * both, added up over all terms, are scores times the query's fineness. */
void rr__term_quantise(rr__index_term *term, const rr__entry_of *entries, const uint32_t *forward, uint32_t documents);
float rr__query_fineness(const rr__query *q, const rr__index *index, const float *weights);
float rr__query_factor(const rr__index_term *term, float weight, float fineness);
static inline bool rr__is_distance(const rr__index_term *t) { return rr__is_rated(t) && t->how.distance; }
enum { RR__WHOLE_MAX = 32767 };
/* The nearest whole number, or the end of the scale; what is no number counts as the lower end. */
static inline int16_t rr__whole(float x)
{
    x = x > -RR__WHOLE_MAX ? x : -RR__WHOLE_MAX;
    x = x < RR__WHOLE_MAX ? x : RR__WHOLE_MAX;
    return (int16_t)(x + copysignf(0.5f, x)); /* not by its sign, which nobody foresees */
}

/* score.c */
void rr__query_of_document(rr__query *q, const rr__index *index, uint32_t document);
/* Raw similarities of each query with every document under the weights (one a term). scores: [count][padded], and
 * behind them what scoring works with: rr__scores_size bytes in all. At most RR__QUERIES_MAX queries. */
size_t rr__scores_size(const rr__index *index, uint32_t count);
void rr__score(float *scores, const rr__index *index, const rr__query *q, uint32_t count, const float *weights);
/* Fits in ppm from raw similarities; -1 behind the last document. fits: [padded] */
void rr__fits(int32_t *fits, const rr__index *index, const float *scores, const rr__combination *c);
/* The `top` best documents, ties by number; a fit below 0 leaves its document out. */
uint32_t rr__top(uint32_t *out, uint32_t top, const int32_t *fits, const rr__index *index);
void rr__term_weights(float *out, const rr__index *index, uint32_t combination);
static inline uint32_t rr__combination_of(int no_titles, int no_text) { return (no_titles ? 0u : 1u) + (no_text ? 0u : 2u); }

/* transform.c: raw entries of one term -> ready values; the same code for documents and profiles. */
void rr__transform(const rr__index_term *term, const rr__feature *features, rr__entry_of *entries, uint32_t count, float *norm2);
float rr__tf_value(uint32_t tf, float raw);
#endif
