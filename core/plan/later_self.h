/* SPDX-License-Identifier: MIT */
/* The person of a profile at a later time: courses of a plan done, a job worked. */
#ifndef RR_PLAN_LATER_SELF_H
#define RR_PLAN_LATER_SELF_H

#include <reroute/plan.h>

#include "match/worker.h"

/* `w`: the person as of now. `plan` NULL: no courses. `*out` is the caller's. */
rr_status rr__later_self(rr_profile **out, const rr__worker *w, const rr_plan *plan, uint32_t occupation, uint32_t months, int32_t until_day,
                         rr_error *err);
#endif
