/* SPDX-License-Identifier: MIT */
/* Why a role, why not, and the smallest set of changes that would make it viable, with the courses for it: reasons as data. */
#ifndef REROUTE_EXPLAIN_H
#define REROUTE_EXPLAIN_H

#include "plan.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum rr_change_kind {
    RR_CHANGE_GAP = 0,     /* reach the level of a gap item (`index` into the match's gap) */
    RR_CHANGE_VERDICT = 1, /* meet an unmet law (`index` into the match's verdicts) */
    RR_CHANGE_ASK = 2,     /* settle an unknown law by its question (`index` into the verdicts) */
    RR_CHANGE_RULE = 3,    /* the same two for laws that plugins bring (`index` into the match's findings) */
    RR_CHANGE_ASK_RULE = 4
} rr_change_kind;
typedef struct rr_change { rr_change_kind kind; uint32_t index; uint32_t readiness_ppm; /* after it */ } rr_change;

typedef struct rr_explanation rr_explanation;

/* Explains one role for one worker. `rr_explanation_match` is the match it explains.
 * The changes are a smallest set: no set of fewer gap items reaches the threshold; among those of that
 * size, the one with the fewest hours, then the greatest readiness, then the lowest ids.
 * Owns: `*out` is the caller's; borrows matcher and taxonomy. */
RR_API rr_status rr_explain(rr_explanation **out, const rr_matcher *matcher, const rr_profile *profile,
                            uint32_t occupation, const rr_match_options *options, rr_error *err);
RR_API void rr_explanation_destroy(rr_explanation *explanation);
RR_API const rr_match *rr_explanation_match(const rr_explanation *explanation);
RR_API const rr_match_result *rr_explanation_result(const rr_explanation *explanation);
RR_API size_t rr_explanation_ranked(const rr_explanation *explanation);
RR_API size_t rr_explanation_change_count(const rr_explanation *explanation);
RR_API const rr_change *rr_explanation_change(const rr_explanation *explanation, size_t index);
/* Plans within the limits that the profile states, where the options name plugins and a date; else NULL. Borrowed. */
RR_API const rr_plan_result *rr_explanation_plan(const rr_explanation *explanation);
RR_API int rr_explanation_reachable(const rr_explanation *explanation); /* the changes suffice */

#ifdef __cplusplus
}
#endif
#endif
