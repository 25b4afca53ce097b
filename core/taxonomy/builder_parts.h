/* SPDX-License-Identifier: MIT */
/* What the builder holds while a taxonomy grows: every fact as one small record that names its owner, its
 * place and its texts by number. Only build.c, build_facts.c, validate.c and freeze*.c look inside. */
#ifndef RR_TAXONOMY_BUILDER_PARTS_H
#define RR_TAXONOMY_BUILDER_PARTS_H

#include "base/text.h"
#include "taxonomy/builder.h"

/* Texts that name something are interned: equal texts have one number, counted from 1; 0 is "". Here an
 * rr__text is that number. What is only shown is stored: a copy of its own, by its offset. */
typedef uint32_t rr__stored;

/* Numbers keyed by an interned text: uint32_t, value + 1. */
typedef rr__vec rr__text_map;
static inline void rr__text_map_init(rr__text_map *map, const rr_allocator *allocator)
{
    rr__vec_init(map, allocator, sizeof(uint32_t));
}
uint32_t rr__text_map_get(const rr__text_map *map, rr__text key);                /* RR_NONE: not there */
bool rr__text_map_put(rr__text_map *map, rr__text key, uint32_t value);          /* replaces */

typedef struct rr__where { uint32_t line; uint16_t file, column; } rr__where;
enum { RR__INHERIT = 255 };

/* The head of every record that belongs to something: its owner is an index into the records before it. */
typedef struct rr__owned { uint32_t owner; rr__where where; uint8_t late; /* added by extending */ } rr__owned;

typedef struct rr__concept_in {
    rr__text id, facet;
    rr__prov prov; /* source: a text, 0 to inherit; confidence, basis: RR__INHERIT */
    rr__where where;
    uint8_t outlook, role, removed, labelled;
    uint32_t facet_index; /* of a descriptor, once validated */
} rr__concept_in;
typedef struct rr__label_in { rr__owned of; uint32_t concept; rr__stored text; rr__text lang; uint32_t preferred; } rr__label_in;
typedef struct rr__text_in { rr__owned of; uint32_t concept; rr__stored text; rr__text lang, id; uint32_t kind; } rr__text_in;
typedef struct rr__pattern_in { rr__owned of; uint32_t concept; rr__stored text; rr__text lang; } rr__pattern_in;
typedef struct rr__link_in { rr__owned of; rr__text parent; } rr__link_in;
typedef struct rr__required_in { rr__owned of; rr__text ref; rr__requirement facts; int64_t importance, level; } rr__required_in;
typedef struct rr__code_in { rr__owned of; rr__text scheme, edition, code; } rr__code_in;
typedef struct rr__crosswalk_in { rr__owned of; uint32_t concept; rr__crosswalk facts; } rr__crosswalk_in;
typedef struct rr__entry_in { rr__owned of; rr__entry facts; uint32_t texts, questions; } rr__entry_in;
typedef struct rr__claim_in { rr__owned of; uint32_t kind; /* 0 text 1 question 2 claim */ rr__claim facts; } rr__claim_in;
typedef struct rr__exposure_in { rr__owned of; rr__exposure facts; } rr__exposure_in;
typedef struct rr__pay_in { rr__owned of; rr__pay facts; } rr__pay_in;
typedef struct rr__standard_in { rr__owned of; rr__standard facts; } rr__standard_in;
typedef struct rr__hours_in { rr__owned of; rr__hours facts; } rr__hours_in;
typedef struct rr__note_in { rr__owned of; rr__note facts; } rr__note_in;
typedef struct rr__facet_build { rr__facet facts; rr__text levels; rr__where where; } rr__facet_build;
typedef struct rr__source_build { rr__source facts; rr__where where; } rr__source_build;
typedef struct rr__term_build { rr__term facts; rr__text facet; rr__where where; } rr__term_build;
typedef struct rr__weight_build { uint32_t combination; rr__text term; int32_t value; rr__where where; } rr__weight_build;
typedef struct rr__condition_build { rr__condition facts; rr__where where; uint32_t entry; } rr__condition_build;

typedef struct rr__interned { rr__text text; uint32_t hash; } rr__interned;

enum { RR__CONDITION_DEPTH = 32 };

struct rr__builder {
    const rr_context *ctx;
    const rr_allocator *allocator;
    rr_finding_fn finding;
    void *user;
    rr_error first;                /* the first error found */
    uint32_t errors, handed;
    bool failed;                   /* out of memory */

    rr__vec pool, starts;          /* char: interned texts, NUL-ended; uint32_t: where each starts */
    rr__vec stored;                /* char: stored texts, NUL-ended; the first is "" */
    rr__interned *interned;        /* open-addressed */
    uint32_t interned_slots;

    rr__vec files;                 /* rr__text */
    rr__where at;
    bool overlay;                  /* the file being read extends another */
    rr__text id, version, licence, licence_url, attribution;
    bool has_head, has_licence;
    int64_t viable;

    rr__vec sources, scales, facets, names; /* rr__source_build, rr__scale, rr__facet_build, rr__label_in */
    rr__vec concepts[2];           /* rr__concept_in; by rr_concept */
    rr__text_map ids[2];
    rr__text_map source_ids, scale_ids, facet_ids, term_ids;
    rr_concept current_kind;
    uint32_t current;              /* index or RR_NONE */
    bool extending;
    rr__vec labels, texts, patterns, links, requirements, codes, crosswalks, entries, claims, exposures, pays, standards,
        hours, notes, terms, weights, conditions;
    uint32_t open_conditions[RR__CONDITION_DEPTH];
    uint32_t condition_depth;
};

rr__stored rr__store(rr__builder *b, const char *text);
rr__text rr__intern(rr__builder *b, const char *text); /* NULL: 0 */
/* One of a fixed set of words by its index; NULL, or with a finding a wrong one, is `none`. */
uint32_t rr__builder_pick(rr__builder *b, const char *what, const char *value, const char *const *names, uint32_t count, uint32_t none);
rr__prov rr__builder_provenance(rr__builder *b, const rr__fact_source *from);
const char *rr__builder_string(const rr__builder *b, rr__text text);
static inline const char *rr__builder_stored(const rr__builder *b, rr__stored text) { return (const char *)b->stored.data + text; }
void rr__builder_point(rr__builder *b, rr__where where);     /* findings name this place */
bool rr__builder_push(rr__builder *b, rr__vec *vec, const void *record);

/* validate.c: checks what only the whole can tell, and drops what was replaced or removed. */
rr_status rr__builder_validate(rr__builder *b, rr_error *err);
#endif
