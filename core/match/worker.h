/* SPDX-License-Identifier: MIT */
/* A worker as the matcher sees one: what is held, where each piece comes from, and the query for scoring. */
#ifndef RR_MATCH_WORKER_H
#define RR_MATCH_WORKER_H

#include "match/index.h"

/* What is said of one skill, by the profile or by an override; its descriptor may be RR_NONE. */
typedef struct rr__statement {
    uint32_t descriptor;
    int32_t level; /* -1: not said */
    rr_skill_state state;
    const rr_override *override; /* that says it; NULL: the profile does */
} rr__statement;

/* What the worker holds of one descriptor: eight bytes, for there are tens of thousands; and what is asked for most often of
 * all in one byte, beside it. */
typedef struct rr__holding {
    uint8_t held, struck, origin, zero;
    int32_t level; /* ascending hundredths; -1: unknown */
} rr__holding;
enum {
    RR__NOTED = 1,   /* to be cleared for the next */
    RR__BELOW = 2,   /* one of its children is held */
    RR__HELD = 4, RR__STRUCK = 8,
    RR__WRITTEN = 16 /* the holding says so too: else it has no level, comes from a job, and nobody will ask from which */
};
/* Where it comes from. */
typedef struct rr__whence {
    const rr_override *override; /* that says so; NULL: none */
    uint32_t job;                /* index of the job it was inferred from, or RR_NONE */
} rr__whence;

/* What a requirement that counts for the readiness asks for, and of whom: whoever asks often has lists of them. */
#define RR__FAMILY ((uint32_t)0xfffffffe)
typedef struct rr__ask {
    uint32_t descriptor;
    uint32_t parent; /* RR_NONE: none; RR__FAMILY: several, or too many children to look at all of them */
    uint32_t weight;
    int32_t level, low; /* low: of its scale, where a level is asked for */
} rr__ask;
/* The same where no level is asked for, the weight is a million, the family simple and numbers are small: most are. Without
 * a parent: the number behind the last descriptor, which nobody holds. */
typedef struct rr__plain_ask { uint16_t descriptor, parent; } rr__plain_ask;
typedef struct rr__need { uint32_t descriptor, parent; int32_t level; } rr__need;
typedef struct rr__roles {
    uint32_t *parents;                /* [descriptors]: as in rr__ask */
    uint32_t *first_ask, *first_plain, *first_need; /* [documents + 1] */
    rr__vec asks, plain, needs;       /* rr__ask; rr__plain_ask; rr__need: all that the roles ask for */
} rr__roles;

/* A job that says something: its occupation's document and its share; the shares add up to 1. */
typedef struct rr__past { uint32_t document, job; float share; } rr__past;

/* The memory of one worker serves the next: all of it is kept, and only what was used is cleared. */
typedef struct rr__worker {
    const rr_matcher *matcher;
    const rr_profile *profile;
    const rr_match_options *options;
    const rr__roles *roles; /* NULL: read off the taxonomy */
    rr__holding *holdings; /* one a descriptor and one more */
    uint8_t *marks;        /* the same */
    rr__whence *whence;    /* the same; NULL: nobody will ask */
    uint32_t *noted;       /* descriptors whose holding says something */
    uint32_t noted_count, descriptors;
    rr__vec statements;    /* rr__statement */
    rr_override_effect *effects; /* one an override; the result's */
    rr__vec history;       /* rr__past */
    bool below_marked;     /* RR__BELOW is right */
    int32_t today_year;    /* -1: unknown */
    int64_t today;
    rr__query query;
    rr__vec entries;       /* rr__entry_of: of the query */
    float *sums;           /* [features]: what a query is summed up in, blank between queries; made for the first one */
    uint8_t *seen;         /* the same */
    float *scores;         /* [padded] */
    int32_t *fits;         /* [padded] */
} rr__worker;

/* worker.c: the memory alone, and a worker taken into it; both in one. Taking has two parts: what was said, which is all
 * that a query needs, and what is held therefore. */
rr_status rr__worker_reserve(rr__worker **out, const rr_matcher *m, const rr__roles *roles /* NULL: to be explained */, rr_error *err);
rr_status rr__worker_listen(rr__worker *w, const rr_profile *profile, const rr_match_options *options, rr_override_effect *effects, rr_error *err);
rr_status rr__worker_infer(rr__worker *w, rr_error *err);
rr_status rr__worker_take(rr__worker *w, const rr_profile *profile, const rr_match_options *options, rr_override_effect *effects, rr_error *err);
rr_status rr__worker_create(rr__worker **out, const rr_matcher *m, const rr_profile *profile, const rr_match_options *options,
                            rr_override_effect *effects, rr_error *err);
void rr__worker_destroy(rr__worker *w);
void rr__worker_hold(rr__worker *w, uint32_t descriptor, rr__holding holding, rr__whence whence);
static inline bool rr__worker_holds(const rr__worker *w, uint32_t descriptor) { return (w->marks[descriptor] & RR__HELD) != 0; }
/* cover.c: a child of `parent` is held */
void rr__worker_mark_below(rr__worker *w, uint32_t descriptor, uint32_t parent);
/* query.c: fills the query; facets without evidence are estimated from the nearest occupations. */
rr_status rr__worker_query(rr__worker *w, const float *weights, rr_error *err);
/* What a requirement weighs in the readiness: an importance nobody stated counts as one. */
static inline int64_t rr__weight_of(const rr__requirement *r) { return r->importance_ppm < 0 ? 1000000 : r->importance_ppm; }
/* cover.c: how far the worker covers a requirement, ppm; *relative gets a close relative that counted. */
uint32_t rr__cover(const rr__worker *w, const rr__requirement *r, uint32_t *relative);
uint32_t rr__cover_level(const rr__block *b, const rr__requirement *r, int32_t held_level); /* -1: not stated */
void rr__forget_below(rr__worker *w);
uint32_t rr__parent_of(const rr__block *b, uint32_t descriptor); /* as in rr__ask */
rr__ask rr__ask_of(const rr__block *b, const rr__requirement *r);
/* rr__readiness for whoever has the requirements at hand. */
int32_t rr__readiness_at(rr__worker *w, const rr__roles *roles, uint32_t document);
void rr__each_relative(const rr__block *b, uint32_t descriptor, void (*each)(void *user, uint32_t relative, uint32_t worth_ppm), void *user);
bool rr__counts_for_readiness(const rr__block *b, const rr__requirement *r);
/* consult.c: all that is held, as rrp_held. */
rr_status rr__worker_held(rrp_vec *out, const rr__worker *w, rr__arena *arena, rr_error *err);
/* judge.c */
rr_verdict_state rr__judge(const rr__worker *w, const rr__entry *entry);

/* decide.c: the overrides of the options. Each notes what it did in the worker's effects. */
rr_status rr__decide_options(const rr_match_options *options, const rr_matcher *m, rr_error *err);
rr_override_effect *rr__decide_effects(rr__arena *arena, const rr_overrides *overrides); /* NULL: out of memory */
bool rr__decide_skills(rr__worker *w);                                                    /* false: out of memory */
/* The override of a role's condition, of a plugin's finding for a role; NULL: none. */
const rr_override *rr__decide_verdict(const rr__worker *w, uint32_t occupation, uint32_t entry);
const rr_override *rr__decide_finding(const rr__worker *w, uint32_t occupation, uint32_t plugin, const rrp_finding *f);

struct rr_match_result {
    rr_context *context;
    rr__arena arena;
    rr_match *matches;
    size_t count, ranked, sunk;
    const rr_plugins *plugins; /* NULL: none were asked */
    struct rr__said *said;     /* one a plugin */
    const rr_overrides *overrides;
    rr_override_effect *effects; /* one an override */
    size_t left_out;           /* behind the others in `matches` */
};
/* contribute.c and gap.c: details of one match, in the result's arena. */
rr_status rr__add_contributions(rr_match *match, rr__arena *arena, const rr__worker *w, uint32_t document, const float *weights,
                                const rr__combination *c, rr_error *err);
void rr__sort_contributions(rr_match *match, bool everything); /* largest first; not everything: the smaller ones as one */
rr_status rr__add_gap(rr_match *match, rr__arena *arena, const rr__worker *w, rr_error *err);
rr_status rr__add_courses(rr_match *match, const rr__worker *w, rr_error *err); /* for the gap */
rr_status rr__add_held(rr_match *match, rr__arena *arena, const rr__worker *w, rr_error *err);
rr_status rr__add_verdicts(rr_match *match, rr__arena *arena, const rr__worker *w, rr_error *err);
int32_t rr__readiness(rr__worker *w, uint32_t occupation);
bool rr__breaks_law(const rr__worker *w, uint32_t occupation);
#endif
