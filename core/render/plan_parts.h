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
/* The cheapest that makes the role viable or comes closest; NULL: there is none, or no course is needed. */
const rr_plan *rr__cheapest_plan(const rr_plan_result *result);
/* Whether the step brings the item further than the steps before it. */
bool rr__adds(const rr_plan *plan, size_t step, const rr_plan_closes *closes);
/* The document after `before` (NULL: the first) that a grant asks for, in the language, else in the others. NULL: no more. */
const rrp_text *rr__next_document(const rrp_grant *grant, rr_lang lang, const rrp_text *before);

/* plan_grants.c */
void rr__page_plan_grants(const rr__planning *p, const rr_plan *plan);
/* plan_text.c; the summary for explain */
void rr__plan_text(const rr__planning *p, const rr_profile *profile);
void rr__page_plan_summary(const rr__planning *p);
void rr__page_limits(const rr__planning *p);
/* plan_json.c */
void rr__plan_json(const rr__planning *p, const rr_profile *profile);
/* Limits, all plans, how sure they are, what stays open, and who was asked to pay. */
void rr__json_plans(rr__json_out *w, const rr__planning *p);
void rr__json_plan_summary(rr__json_out *w, const rr__planning *p);
/* Limits, the plan (NULL: null), how sure it is and what stays open. */
void rr__json_plan_of(rr__json_out *w, const rr__planning *p, const char *key, const rr_plan *plan);
#endif
