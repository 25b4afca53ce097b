/* SPDX-License-Identifier: MIT */
/* A plan result in, whether its search went to its end out. */
#include "plan/searched.h"

bool rr__is_searched(const rr_plan_result *result)
{
    bool searched = true;
    for (size_t i = 0; i < rr_plan_proof_count(result); i++)
        searched = searched && rr_plan_proof_at(result, i)->optimal;
    for (size_t i = 0; rr_plan_count(result) == 0 && i < rr_plan_open_count(result); i++) {
        rr_open_reason reason = rr_plan_open_at(result, i)->reason;
        searched = searched && reason != RR_OPEN_TOGETHER && reason != RR_OPEN_LEVEL;
    }
    return searched;
}
