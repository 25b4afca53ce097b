/* SPDX-License-Identifier: MIT */
/* What freeze.c, freeze_children.c and lay_out.c share: the block while it is laid out. */
#ifndef RR_TAXONOMY_FREEZE_PARTS_H
#define RR_TAXONOMY_FREEZE_PARTS_H

#include "taxonomy/builder_parts.h"

typedef struct rr__freezing {
    rr__builder *b;
    const rr_allocator *allocator;
    rr__vec out;              /* bytes of the block */
    rr__vec pool;             /* the new string section */
    rr__text_map moved;       /* text in the builder -> text in the block */
    rr__block_section sections[RR__SEC_COUNT];
    uint32_t *rank[2];        /* of a concept by its index; RR_NONE: removed */
    uint32_t *order[2];       /* concepts by rank */
    uint32_t count[2];
    uint32_t *order_of;       /* the records of the vector grouped last, by owner */
    uint32_t *entry_rank, *standard_rank;
    uint32_t rated_count;
    bool failed;              /* out of memory */
} rr__freezing;

/* Children by owner rank: those of rank r stand at base + [first[r], first[r + 1]) of their section. */
typedef struct rr__groups { uint32_t *first; uint32_t owners, base; } rr__groups;

/* qsort has no argument for us: ids are sorted through pairs that carry their text. */
typedef struct rr__id_pair { const char *id; uint32_t index; } rr__id_pair;

/* lay_out.c */
void *rr__freeze_get(rr__freezing *f, size_t count, size_t size);
void rr__freeze_begin(rr__freezing *f, rr__section s, size_t stride);
void rr__freeze_emit(rr__freezing *f, rr__section s, const void *record);
void *rr__freeze_room(rr__freezing *f, rr__section s, uint32_t count); /* zeroed, to be filled before the next is emitted */
rr__text rr__freeze_move_text(rr__freezing *f, rr__text text);
rr__text rr__freeze_copy_text(rr__freezing *f, rr__stored text); /* one that was stored, not interned, is met once */
/* A fact's own source, else its owner's; the confidence goes with the source. */
rr__prov rr__freeze_settle(const rr__freezing *f, rr__prov own, const rr__prov *outer);
rr__prov rr__freeze_owner_prov(const rr__freezing *f, int kind, uint32_t owner);
/* What comes sorted, as what we wrote ourselves does, is not sorted again. */
void rr__freeze_sort(void *records, size_t count, size_t stride, int (*compare)(const void *, const void *));
void rr__freeze_rank_concepts(rr__freezing *f, int kind);
/* Puts the records of `vec` in the order of their owners' ranks; f->order_of then lists them. `concept`
 * -1: the owner's kind is fixed, else only records of that kind count. */
rr__groups rr__freeze_group(rr__freezing *f, const rr__vec *vec, const uint32_t *rank, uint32_t owners, int concept);
rr__group rr__freeze_group_at(const rr__freezing *f, const rr__groups *g, uint32_t rank);

/* freeze_children.c */
void rr__freeze_head(rr__freezing *f);
rr__groups rr__freeze_labels(rr__freezing *f, int kind);
void rr__freeze_names(rr__freezing *f, rr__group *own, rr__group *facet_labels);
rr__groups rr__freeze_texts(rr__freezing *f, int kind);
rr__groups rr__freeze_patterns(rr__freezing *f, int kind);
rr__groups rr__freeze_crosswalks(rr__freezing *f, int kind);
void rr__freeze_links(rr__freezing *f, rr__section s, bool up, rr__groups *g);
rr__groups rr__freeze_requirements(rr__freezing *f);
const rr__requirement *rr__freeze_requirement_at(const rr__freezing *f, uint32_t index);
void rr__freeze_required_by(rr__freezing *f, const rr__groups *requirements, rr__groups *g);
rr__groups rr__freeze_codes(rr__freezing *f);
void rr__freeze_code_order(rr__freezing *f);
rr__groups rr__freeze_entries(rr__freezing *f);
rr__groups rr__freeze_exposures(rr__freezing *f);
rr__groups rr__freeze_pays(rr__freezing *f);
rr__groups rr__freeze_standards(rr__freezing *f);
rr__groups rr__freeze_notes(rr__freezing *f);
#endif
