/* SPDX-License-Identifier: MIT */
/* Whether a search for plans went to its end. */
#ifndef RR_PLAN_SEARCHED_H
#define RR_PLAN_SEARCHED_H

#include <stdbool.h>

#include <reroute/plan.h>

/* Whether the search went through everything. Without a plan it did unless a course stays that is possible by itself. */
bool rr__is_searched(const rr_plan_result *result);
#endif
