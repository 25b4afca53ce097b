/* SPDX-License-Identifier: MIT */
/* The frozen taxonomy: one contiguous block without pointers. Records are fixed-width little-endian
 * integers; text is an offset into the string section (0: the empty string; each string is NUL-ended);
 * a group of child records is (first, count) into the section of the children. Occupations and
 * descriptors are sorted by id bytewise, so that an index is a rank and equal content is equal bytes.
 * Nothing here depends on time, locale, hash order or machine. */
#ifndef RR_TAXONOMY_BLOCK_H
#define RR_TAXONOMY_BLOCK_H

#include <reroute/taxonomy.h>

#include "base/hash.h"
#include "base/mem.h"

#define RR__BLOCK_MAGIC "RRBLOCK\x1a"
#define RR__BLOCK_VERSION 1u
#define RR__BLOCK_ENDIAN 0x01020304u

typedef uint32_t rr__text; /* offset into RR__SEC_STRINGS */

typedef enum rr__section {
    RR__SEC_STRINGS, RR__SEC_HEAD, RR__SEC_SOURCES, RR__SEC_SCALES, RR__SEC_FACETS,
    RR__SEC_DESCRIPTORS, RR__SEC_OCCUPATIONS, RR__SEC_LABELS, RR__SEC_TEXTS, RR__SEC_PATTERNS,
    RR__SEC_BROADER,      /* uint32_t descriptor: parents, ascending, grouped by child */
    RR__SEC_NARROWER,     /* uint32_t descriptor: children, ascending, grouped by parent */
    RR__SEC_REQUIREMENTS, /* grouped by occupation, ascending by descriptor */
    RR__SEC_REQUIRED_BY,  /* uint32_t occupation, grouped by descriptor, ascending */
    RR__SEC_CODES, RR__SEC_CROSSWALKS, RR__SEC_ENTRIES, RR__SEC_CLAIMS, RR__SEC_CONDITIONS,
    RR__SEC_EXPOSURES, RR__SEC_PAYS, RR__SEC_STANDARDS, RR__SEC_HOURS, RR__SEC_NOTES,
    RR__SEC_TERMS, RR__SEC_WEIGHTS,
    RR__SEC_NAME_SLOTS,   /* uint32_t: open-addressed hash table of labels by normalised text: label index + 1, 0 free */
    RR__SEC_CODE_ORDER,   /* uint32_t: code indices sorted by code text, then index */
    RR__SEC_COUNT
} rr__section;

typedef struct rr__block_section { uint64_t offset; uint32_t count, stride; } rr__block_section;

typedef struct rr__block {
    char magic[8];
    uint32_t version, endian;
    uint64_t size;       /* bytes of the whole block, header included */
    uint8_t sha256[32];  /* of everything behind the header */
    rr__block_section sections[RR__SEC_COUNT];
} rr__block;

typedef struct rr__group { uint32_t first, count; } rr__group;
typedef struct rr__prov { uint32_t source; uint8_t confidence, basis; uint16_t zero; } rr__prov;

typedef struct rr__head {
    rr__text id, version, licence, licence_url, attribution;
    rr__group labels;                 /* of the taxonomy itself */
    uint32_t viable_readiness_ppm;
    uint32_t rated_occupation_count;
} rr__head;
typedef struct rr__source { rr__text id, text, url; int32_t year; uint32_t confidence; } rr__source;
/* first..last as written, in hundredths. ascending level = |written - first| in hundredths, plus
 * min(first, last) when first < last, else counted from 1: written 5 of 5..1 is 100, written 1 is 500 */
typedef struct rr__scale { rr__text id; int32_t first, last; } rr__scale;
typedef struct rr__facet {
    rr__text id;
    uint32_t kind, scale /* index or RR_NONE */, descriptor_count, essential_from_ppm /* RR_NONE: not stated */;
    int32_t importance_min, importance_max; /* millionths, as written; for writing XML back */
    rr__group labels;
} rr__facet;
typedef struct rr__label { rr__text text; uint32_t concept; /* 0 occupation 1 descriptor 2 other */
    uint32_t owner; rr__text lang; uint32_t preferred; } rr__label;
typedef struct rr__text_item { rr__text text, lang, id; uint32_t kind; /* 0 description, 1 task */ } rr__text_item;
typedef struct rr__pattern { rr__text text, lang; uint32_t concept, owner; } rr__pattern;
typedef struct rr__descriptor {
    rr__text id;
    uint32_t facet;
    rr__prov prov;
    rr__group labels, texts, patterns, broader, narrower, crosswalks, required_by;
} rr__descriptor;
typedef struct rr__occupation {
    rr__text id;
    uint8_t outlook, role, has_content, zero;
    rr__prov prov;
    rr__group labels, texts, patterns, requirements, codes, crosswalks, entries, exposures, pays, standards, notes;
} rr__occupation;
typedef struct rr__requirement {
    uint32_t descriptor;
    int32_t importance_ppm;   /* 0..1,000,000 on the facet's scale; -1 not stated */
    int32_t level;            /* ascending hundredths; -1 not stated */
    uint32_t count;
    int32_t hours;            /* -1 not stated */
    rr__text hours_basis;
    uint32_t essential;       /* as stated; unstated: importance >= the facet's essential-from; else 1 for listed */
    rr__prov prov;
} rr__requirement;
typedef struct rr__code { rr__text scheme, edition, code; uint32_t occupation; } rr__code;
typedef struct rr__crosswalk { rr__text scheme, code; uint32_t match; rr__prov prov; } rr__crosswalk;
typedef struct rr__entry {
    rr__text code;
    uint8_t rule_class, disputed, state /* RR_VERDICT_* stated outright; 0: none */, zero;
    uint32_t condition; /* root condition index or RR_NONE */
    rr__prov prov;
    rr__group texts, questions; /* both into RR__SEC_CLAIMS */
    rr__group claims;           /* into RR__SEC_CLAIMS */
} rr__entry;
typedef struct rr__claim { rr__text text, lang; rr__prov prov; } rr__claim;
typedef enum rr__condition_kind { RR__COND_ALL, RR__COND_ANY, RR__COND_NOT, RR__COND_FACT, RR__COND_LICENCE,
    RR__COND_EDUCATION, RR__COND_HISTORY, RR__COND_SKILL } rr__condition_kind;
typedef enum rr__op { RR__OP_EQ, RR__OP_NE, RR__OP_LT, RR__OP_LE, RR__OP_GT, RR__OP_GE, RR__OP_IN } rr__op;
/* A tree in preorder: the children of a node follow it; `next` is the index behind its last descendant. */
typedef struct rr__condition {
    uint32_t kind, op, next;
    rr__text name;   /* fact, licence, education step, occupation ids or "any", descriptor id */
    rr__text value;  /* of a fact, as written */
    int32_t years_hundredths; /* min-years; -1: none */
    int32_t level;   /* skill: ascending hundredths; -1: none */
    int32_t zero;
} rr__condition;
typedef struct rr__exposure { rr__text index, grade; int32_t year, value_ppm; rr__prov prov; } rr__exposure;
typedef struct rr__pay { rr__text place, currency, period; int32_t year; int64_t low_minor, high_minor; rr__prov prov; } rr__pay;
typedef struct rr__standard { rr__text edition, lowest, highest; rr__group hours; rr__prov prov; } rr__standard;
typedef struct rr__hours { rr__text level; int32_t hours; } rr__hours;
typedef struct rr__note { rr__text kind, text, lang; uint32_t number; /* notes of one kind and number are one note in several languages */ rr__prov prov; } rr__note;

typedef enum rr__term_kind { RR__TERM_RATED, RR__TERM_LISTED, RR__TERM_SCALE, RR__TERM_TITLES, RR__TERM_TEXT } rr__term_kind;
typedef enum rr__tf { RR__TF_BINARY, RR__TF_SQRT, RR__TF_LOG, RR__TF_RAW } rr__tf;
enum { RR__COLUMN_IMPORTANCE = 1, RR__COLUMN_LEVEL = 2 };
enum { RR__CENTRE_ROW = 1, RR__CENTRE_COLUMN = 2 };
typedef struct rr__term {
    rr__text id;
    uint32_t kind, facet /* or RR_NONE */;
    uint32_t distance;                 /* rated: 0 cosine, 1 minus squared distance */
    uint32_t columns, centre, scale_column;
    uint32_t generation, tf, idf_quarters;
    uint32_t ngrams;                   /* titles: 0 words, 1 n-grams */
    uint32_t text_kind;                /* text: 0 description, 1 task */
    int32_t preferred, alternative;    /* titles: millionths */
    int32_t divisor, level_factor;     /* millionths */
} rr__term;
/* value of a term in one combination; weights of combination c = titles + 2 * text (0 both off .. 3 both on) */
typedef struct rr__weight { uint32_t combination, term; int32_t value; /* millionths */ } rr__weight;

/* Access. `b` is a validated block. */
static inline const void *rr__block_at(const rr__block *b, rr__section s)
{
    return (const char *)b + b->sections[s].offset;
}
static inline uint32_t rr__block_count(const rr__block *b, rr__section s) { return b->sections[s].count; }
static inline const char *rr__block_text(const rr__block *b, rr__text t)
{
    return (const char *)rr__block_at(b, RR__SEC_STRINGS) + t;
}
#define RR__RECORD(type, b, section, i) (&((const type *)rr__block_at((b), (section)))[(i)])
static inline const rr__head *rr__block_head(const rr__block *b) { return (const rr__head *)rr__block_at(b, RR__SEC_HEAD); }
static inline const rr__occupation *rr__block_occupation(const rr__block *b, uint32_t i) { return RR__RECORD(rr__occupation, b, RR__SEC_OCCUPATIONS, i); }
static inline const rr__descriptor *rr__block_descriptor(const rr__block *b, uint32_t i) { return RR__RECORD(rr__descriptor, b, RR__SEC_DESCRIPTORS, i); }

struct rr_taxonomy {
    const rr_context *context;
    const rr__block *block;
    void *owned;                  /* heap memory of the block, or NULL when mapped */
    void *map; size_t map_len;    /* the mapped file, or NULL */
    const void *index; size_t index_len; /* the matching index that a frozen file carries; opaque here */
    bool ours;                    /* the file: of this build, see frozen.h */
    struct rr__regex **patterns;  /* compiled when loaded, by pattern index */
};

/* The frozen file: this header, the block, the index; checked by XXH3 of all behind the header. */
typedef struct rr__frozen_file {
    char magic[8];                /* "RRFROZEN" */
    uint32_t version, endian;
    uint64_t checksum, block_offset, block_size, index_offset, index_size;
} rr__frozen_file;

/* The index to store with a saved taxonomy: match/ provides the bytes through this hook (set by the
 * caller of rr__taxonomy_save), so that taxonomy/ need not know match/. */
rr_status rr__taxonomy_save(const rr_taxonomy *taxonomy, const void *index, size_t index_len, const char *path, rr_error *err);

/* Makes a taxonomy of a block on the heap, which it takes when it succeeds. */
rr_status rr__taxonomy_adopt(rr_taxonomy **out, const rr_context *ctx, void *block, rr_error *err);

/* rr_taxonomy_resolve without a look at what is near when nothing is meant: that takes time. */
rr_status rr__taxonomy_tell(const rr_taxonomy *t, rr_concept concept, const char *text, rr_candidate *out, size_t max, size_t *count,
                            rr_error *err);

/* Whether naming a descriptor, without kind and importance, makes it essential: in a listed facet that asks
 * for no importance. */
static inline bool rr__essential_unless_stated(const rr__facet *facet)
{
    return facet->kind == RR_FACET_LISTED && facet->essential_from_ppm == RR_NONE;
}

/* Ascending hundredths of a level as written on the facet's scale, and back. false: not on the scale. */
bool rr__level_from_written(const rr__scale *scale, int64_t millionths, int32_t *level);
int64_t rr__level_to_written(const rr__scale *scale, int32_t level); /* millionths */
#endif
