/* SPDX-License-Identifier: MIT */
/* The rule set as it lies in memory, written by the reader once, and what judging a person by it takes. */
#ifndef RR_RULES_MODEL_H
#define RR_RULES_MODEL_H

#include "base/regex.h"
#include "base/truth.h"
#include "rules/rules.h"
#include "taxonomy/block.h"

enum { RR__RULES_MAX = 10000, RR__RULES_DEPTH = 16, RR__RULES_PATTERNS_MAX = 2000 };

/* Groups first, then what is asked of the person, then of the candidate. */
typedef enum rr__rule_kind { RR__RULE_ALL, RR__RULE_ANY, RR__RULE_NOT, RR__RULE_FACT, RR__RULE_HISTORY, RR__RULE_LICENCE,
    RR__RULE_EDUCATION, RR__RULE_SKILL, RR__RULE_FIT, RR__RULE_READINESS } rr__rule_kind;

/* Things of the taxonomy as the ABI numbers them (index + 1), or regions. */
typedef struct rr__numbers {
    const uint32_t *at;
    uint32_t count;
    bool given;   /* there is a list, though nothing of it may be known */
    bool missing; /* something of it is not in the taxonomy */
} rr__numbers;

/* A tree in preorder: the children of a node follow it; `next` is the index behind its last descendant. */
typedef struct rr__rule_condition {
    rr__rule_kind kind;
    uint32_t next;
    rr__op op;                /* fact, fit, readiness */
    const char *name, *value; /* fact: both; licence: its name */
    rr__numbers ids;          /* history: occupations; skill: one */
    const rr__regex *title;   /* history; may be NULL */
    int64_t number;           /* history: months; licence: years in hundredths; education: rank; skill: level; fit, readiness: ppm */
    rrp_vec questions;        /* its own, or the rule's */
} rr__rule_condition;

/* What a rule is about. All must hold; roles have been worked out (rr__rule.roles). */
typedef enum rr__scope_kind { RR__SCOPE_REGION, RR__SCOPE_TEACHES, RR__SCOPE_TITLE, RR__SCOPE_CERTIFICATE } rr__scope_kind;
typedef struct rr__rule_scope {
    rr__scope_kind kind;
    rr__numbers ids;        /* regions; skills taught; occupations of the certificate */
    const rr__regex *title; /* of the course */
    uint32_t level;         /* of the certificate as printed; 0: any */
} rr__rule_scope;

typedef enum rr__outcome { RR__OUTCOME_FINDING, RR__OUTCOME_ADJUST, RR__OUTCOME_GRANT } rr__outcome;
typedef struct rr__rule {
    rr__outcome outcome;
    rrp_finding finding;            /* finding, adjust: as it is given, but for state, questions and whether the delta counts */
    rrp_grant grant;                /* the same but for state, questions and course */
    uint32_t condition, condition_end, scope, scope_end;
    int32_t from_day, until_day;    /* INT32_MIN, INT32_MAX: open */
    const uint64_t *roles;          /* a bit for each occupation's number; NULL: every role */
    rrp_vec questions;
    bool per_candidate, per_course; /* it asks for fit or readiness; its scope asks for a course */
} rr__rule;

/* A pattern, compiled once, and the roles it was found in; NULL: it was not tried on roles. */
typedef struct rr__rule_pattern { rr__regex *regex; const uint64_t *roles; } rr__rule_pattern;

struct rr__rules {
    const rr_context *context;
    rr__arena arena; /* everything below, but for the patterns */
    const char *owner;
    const rr__rule *rules;                size_t count;
    const rr__rule_condition *conditions; size_t condition_count;
    const rr__rule_scope *scopes;
    rr__vec patterns; /* rr__rule_pattern */
    /* Occupations that the same rules are about are of one class: by occupation's number, 0 for one not known. */
    const uint32_t *classes;
    uint32_t occupation_count;
    size_t left_out; /* names that the taxonomy does not know */
};

static inline bool rr__rule_is_about(const rr__rule *rule, uint32_t occupation)
{
    return rule->roles == NULL || (rule->roles[occupation / 64] >> occupation % 64 & 1) != 0;
}

/* One person being judged. Everything comes from the arena. */
typedef struct rr__asking {
    const rr__rules *rules;
    rr__arena *arena;
    const rrp_profile *profile;
    uint8_t *truths; /* rr__truth by condition */
    int32_t year;    /* of the day asked for; -1: not stated */
    int64_t steps;   /* left for patterns */
    bool nomem;
} rr__asking;

bool rr__asking_begin(rr__asking *asking, const rr__rules *rules, rr__arena *arena, const rrp_profile *profile);
/* Judges what the rule asks of the person. false: it says nothing today or in this region. */
bool rr__rule_begin(rr__asking *asking, const rr__rule *rule);
/* The rule's state for a candidate (NULL: it asks nothing of one). */
rr__truth rr__rule_conclude(rr__asking *asking, const rr__rule *rule, const rrp_candidate *candidate);
/* What to ask when the state is unknown: the questions of the unknown conditions that keep it open, each once, in the
 * order of the file. */
rrp_vec rr__rule_questions(rr__asking *asking, const rr__rule *rule);
/* Whether the course is one the rule is about; unknown when a pattern ran out of its budget. */
rr__truth rr__rule_covers(rr__asking *asking, const rr__rule *rule, const rrp_course *course);

/* Works out which occupations the same rules are about: classes. false: out of memory. */
bool rr__rules_group_roles(rr__rules *rules);
#endif
