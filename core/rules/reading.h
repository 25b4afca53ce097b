/* SPDX-License-Identifier: MIT */
/* What the two readers of a rule share: read_rules.c its head and outcome, read_conditions.c what it applies to
 * and asks. */
#ifndef RR_RULES_READING_H
#define RR_RULES_READING_H

#include "base/hash.h"
#include "catalogue/limits.h"
#include "rules/model.h"

/* The elements of the format; their order is that of the table. */
typedef enum rr__rules_element {
    RR__EL_RULES, RR__EL_SOURCE, RR__EL_RULE, RR__EL_TEXT, RR__EL_QUESTION, RR__EL_APPLIES, RR__EL_ROLE, RR__EL_REGION,
    RR__EL_COURSE, RR__EL_CERTIFICATE, RR__EL_WHEN, RR__EL_ALL, RR__EL_ANY, RR__EL_NOT, RR__EL_FACT, RR__EL_HISTORY,
    RR__EL_LICENCE, RR__EL_EDUCATION, RR__EL_SKILL, RR__EL_FIT, RR__EL_READINESS, RR__EL_FINDING, RR__EL_ADJUST, RR__EL_GRANT,
    RR__EL_DOCUMENT
} rr__rules_element;

/* A rule until its source is known. The names are of the first element that only some outcomes may have. */
typedef struct rr__rule_build {
    rr__rule rule;
    rr__xml_place place;
    const char *source, *about_courses, *about_candidates;
    uint32_t outcomes;
} rr__rule_build;

typedef struct rr__rules_reading {
    rr__rules *rules;
    const rr_taxonomy *taxonomy;
    rr__xml_reader *xml;
    const char *const *reads;
    size_t read_count;
    rr__rule_build own;            /* the rule in hand */
    uint64_t *roles, *listed;      /* its roles so far, NULL: all; those of one list */
    rr__vec sources, built;        /* source, rr__rule_build */
    rr__vec conditions, scopes;    /* as they will be */
    rr__vec places, names;         /* of the conditions: rr__xml_place, const char * */
    rr__map pattern_ids, rule_ids, source_ids; /* pattern text, ids -> place in the vectors */
    rr__vec documents;             /* of the grant in hand: rrp_text */
    uint32_t open[64], depth;      /* the groups around a condition */
    int64_t steps;                 /* left for patterns on the names of roles */
} rr__rules_reading;

/* Each may say what is wrong; false: out of memory. */
bool rr__read_scope(rr__rules_reading *r, uint32_t element, const rr__xml_value *v);
bool rr__read_condition(rr__rules_reading *r, uint32_t element, const rr__xml_value *v);
bool rr__read_condition_end(rr__rules_reading *r);
/* At the end of a rule: its own questions for the conditions that have none. */
void rr__settle_questions(rr__rules_reading *r);
#endif
