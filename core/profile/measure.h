/* SPDX-License-Identifier: MIT */
/* What a worker states against what a rule asks: the same answers wherever rules stand, in a taxonomy or in a
 * plugin. What is not stated is unknown. */
#ifndef RR_PROFILE_MEASURE_H
#define RR_PROFILE_MEASURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/truth.h"
#include "taxonomy/block.h"

/* Steps of schooling in their order; the kinds of upper secondary school are the same step. -1: not a step. */
int rr__education_rank(const char *step, size_t len);
extern const char rr__education_steps[]; /* all of them, for messages */

/* Numbers compare as decimals, words by equality only; what is no number under a numeric comparison is unknown.
 * `wanted` of RR__OP_IN: words separated by spaces. */
rr__truth rr__compare_fact(const char *have, size_t len, rr__op op, const char *wanted);

/* Whether a licence was held for so long. Only the year of issue is known: between the sure and the impossible
 * lies a year of doubt. Years not known: negative. */
rr__truth rr__licence_held_for(int32_t issued_year, int32_t today_year, int32_t years_hundredths);

/* Months of work of one kind, added job by job. */
typedef struct rr__experience { int64_t months; bool worked, doubt; } rr__experience;
void rr__experience_add(rr__experience *sum, rr__truth fits, int32_t months); /* months < 0: not stated */
rr__truth rr__experience_reaches(const rr__experience *sum, int64_t months);
#endif
