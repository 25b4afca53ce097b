/* SPDX-License-Identifier: MIT */
/* What the text and the JSON of plans have in common: one plan result being shown, and its words. */
#ifndef RR_RENDER_PLAN_PARTS_H
#define RR_RENDER_PLAN_PARTS_H

#include "render/page.h"

typedef struct rr__planning {
    rr__page *page;
    const rr_plan_result *result;
    const rr_match *match;          /* of the role */
    const rr_plan_limits *limits;
    const rr_match_options *asked;
    bool one;                       /* nothing but this plan is shown, of whatever others there are */
    const rr_plan *shown;           /* with `one`; NULL: no course is taken */
} rr__planning;
rr__planning rr__planning_of(rr__page *page, const rr_plan_result *result, const rr_match_options *asked);

/* plan_words.c. Names of bits in JSON and CSV, the same in every language; a NULL ends each list. */
typedef struct rr__bit_name { uint32_t bit; const char *name; } rr__bit_name;
extern const rr__bit_name rr__kind_names[], rr__mode_names[];
/* Pieces added to the page's line. */
void rr__page_kinds(rr__page *page, uint32_t kinds);  /* "cheapest and fastest" */
void rr__page_modes(rr__page *page, uint32_t modes);  /* "online, evening" */
void rr__page_amount(const rr__planning *p, int64_t minor);
const char *rr__amount(const rr__planning *p, char out[48], int64_t minor);
void rr__page_plan_question(rr__page *page, const rr_plan_step *step, const rr_plan_question *question);
void rr__page_open_reason(const rr__planning *p, const rr_plan_open *open);
const char *rr__reason_name(rr_open_reason reason); /* "not-taught" */
bool rr__hours_are_known(const rr_plan *plan);      /* of all its steps */
/* The cheapest that makes the role viable or comes closest; NULL: there is none, or no course is needed. */
const rr_plan *rr__cheapest_plan(const rr_plan_result *result);
bool rr__has_sample(const rr_plugins *plugins, const rr_plan *plan); /* whether a course of it is made up; NULL: no */
/* Whether the step brings the item further than the steps before it. */
bool rr__adds(const rr_plan *plan, size_t step, const rr_plan_closes *closes);
/* The document after `before` (NULL: the first) that a grant asks for, in the language, else in the others. NULL: no more. */
const rrp_text *rr__next_document(const rrp_grant *grant, rr_lang lang, const rrp_text *before);

/* plan_lines.c: pieces on the page's line */
void rr__add_separator(rr__page *page); /* "; " behind what stands on the line already */
void rr__add_part(rr__page *page, rr__word_id label, const char *a, const char *b); /* a label, behind a separator */
void rr__add_plan_name(rr__page *page, const rr_plan *plan, size_t index); /* "Plan 1: cheapest and fastest" */
void rr__add_cost(const rr__planning *p, const rr_plan *plan);
bool rr__add_cost_if_granted(const rr__planning *p, const rr_plan *plan); /* false: that is the same */
void rr__add_time(const rr__planning *p, const rr_plan *plan);
void rr__add_readiness(const rr__planning *p, const rr_plan *plan);
bool rr__add_doubt(const rr__planning *p, const rr_plan *plan, size_t proof_index); /* false: proven, or of another kind */
void rr__add_go_on(const rr__planning *p);
void rr__add_load(rr__page *page, const rr_plan_step *step);
void rr__add_price(const rr__planning *p, const rr_plan_step *step);
void rr__add_closes(const rr__planning *p, const rr_plan *plan, size_t step); /* may be nothing */
void rr__add_before(rr__page *page, const rr_plan_step *step);                /* may be nothing */
rr__style rr__add_exam(rr__page *page, const rr_plan_step *step, const rr_plan_exam *exam);
/* What stays open for one reason, at the first item that does; false: it was named with an item before. */
bool rr__add_open(const rr__planning *p, size_t index);
/* Where one plan is shown, items that courses could close and that it leaves, for the role is in reach without. false: none. */
bool rr__add_open_by_choice(const rr__planning *p);
/* Whether what is shown leaves the item open. */
bool rr__stays_open(const rr__planning *p, const rr_plan_open *open);

/* plan_grants.c */
bool rr__is_same_grant(const rr_plan_grant *a, const rr_plan_grant *b); /* for another step: said once */
bool rr__is_said_before(const rr_plan *plan, size_t index);
rr__word_id rr__grant_word(const rr_plan_grant *grant); /* "counted" */
void rr__add_grant_why(rr__page *page, const rr_plan_grant *grant);
/* What it comes to for its step, and until when it can be claimed. */
void rr__add_grant_worth(const rr__planning *p, const rr_plan_grant *grant);
/* const rrp_text *: what grants that are or may be paid ask for, each once; behind what is there already. */
void rr__gather_documents(rr__page *page, const rr_plan *plan, rr__vec *documents);
void rr__page_plan_grants(const rr__planning *p, const rr_plan *plan);
/* plan_text.c; the summary for explain */
void rr__plan_text(const rr__planning *p, const rr_profile *profile);
void rr__page_plan_summary(const rr__planning *p);
void rr__page_limits(const rr__planning *p);
void rr__page_no_plan(const rr__planning *p);         /* why there is none */
void rr__page_grants_left_out(const rr__planning *p); /* plugins whose grants are not known */
/* plan.c: rows of tables; nothing known is an empty cell */
void rr__cells_step(const rr__planning *p, const rr_plan *plan, size_t step);
/* plan_json.c */
void rr__plan_json(const rr__planning *p, const rr_profile *profile);
/* Limits, all plans, how sure they are, what stays open, and who was asked to pay. */
void rr__json_plans(rr__json_out *w, const rr__planning *p);
void rr__json_plan_summary(rr__json_out *w, const rr__planning *p);
/* Limits, the plan (NULL: null), how sure it is and what stays open. */
void rr__json_plan_of(rr__json_out *w, const rr__planning *p, const char *key, const rr_plan *plan);
#endif
