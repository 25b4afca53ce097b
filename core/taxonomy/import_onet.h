/* SPDX-License-Identifier: MIT */
/* What the readers of O*NET's files share: facts gathered by occupation, so that each occupation can be given
 * to the builder as a whole. Only import_onet*.c look inside. */
#ifndef RR_TAXONOMY_IMPORT_ONET_H
#define RR_TAXONOMY_IMPORT_ONET_H

#include "base/hash.h"
#include "taxonomy/import.h"

typedef struct rr__onet_fact { uint32_t occupation, descriptor; int64_t importance, level; uint32_t count; } rr__onet_fact;
typedef struct rr__onet_words { uint32_t occupation; const char *text, *id; uint8_t kind; } rr__onet_words;
enum { RR__ONET_TITLE = 1, RR__ONET_DESCRIPTION = 2, RR__ONET_TASK = 3 };
typedef struct rr__onet_occupation { const char *code, *title; } rr__onet_occupation;

typedef struct rr__onet {
    rr__import *import;
    rr__map occupations;   /* code -> index into list */
    rr__vec list;          /* rr__onet_occupation */
    rr__map descriptors;   /* id -> index into ids */
    rr__vec ids;           /* const char * */
    rr__vec facts, texts;  /* rr__onet_fact, rr__onet_words */
    rr__map seen;          /* occupation and descriptor -> index into facts */
    bool grouped;          /* activities are there, whose elements have parents in the content model */
} rr__onet;

bool rr__onet_nomem(rr__onet *o);                                                       /* always false */
const char *rr__onet_keep(rr__onet *o, const char *text);                               /* NULL: out of memory */
const char *rr__onet_id(rr__onet *o, const char *a, const char *b, const char *c);      /* "onet:" and the parts; never NULL */
uint32_t rr__onet_occupation_of(const rr__onet *o, const char *code);                   /* RR_NONE: unknown */
/* Adds a descriptor unless it is there; its index, or RR_NONE for out of memory. */
uint32_t rr__onet_descriptor(rr__onet *o, const char *id, const char *facet, const char *label, const char *description, const char *broader);
/* The fact about this pair, made when it is new; NULL: out of memory. */
rr__onet_fact *rr__onet_fact_of(rr__onet *o, uint32_t occupation, uint32_t descriptor, bool *is_new);
void rr__onet_add_words(rr__onet *o, uint32_t occupation, uint8_t kind, const char *text, const char *id);

/* import_onet_ratings.c: what rates every element. */
void rr__onet_read_ratings(rr__onet *o);
void rr__onet_read_job_zones(rr__onet *o);
void rr__onet_read_model_reference(rr__onet *o); /* after all that names elements */
/* import_onet_lists.c: what names some out of many. */
void rr__onet_read_activities(rr__onet *o);
void rr__onet_read_tools(rr__onet *o);
void rr__onet_read_titles(rr__onet *o);
void rr__onet_read_tasks(rr__onet *o);
#endif
