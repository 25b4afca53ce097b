/* SPDX-License-Identifier: MIT */
/* Paths: roles on the way to a role, each with its own plan, for when the direct way is too far or leaves the household
 * without income for too long. What is worked at a stop counts: its skills are held afterwards, its months open exams. */
#ifndef REROUTE_PATH_H
#define REROUTE_PATH_H

#include "plan.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rr_path_options {
    size_t size;                   /* sizeof(rr_path_options) */
    const rr_plan_options *limits; /* of every step's plan; NULL: the profile's. Borrowed until return */
    uint32_t most_steps;           /* roles of a path, the last one counted: 1 to 3; 0: 3 */
    uint32_t stop_months;          /* worked at each stop; 0: 12 */
    uint32_t most_paths;           /* besides the direct way; 0: 3 */
    int64_t floor_minor;           /* income a month that the household needs; -1: the profile's */
} rr_path_options;

/* What is known of a role's pay against the floor. */
typedef enum rr_income_state {
    RR_INCOME_NO_FLOOR = 0, /* no floor was stated: nothing to hold it against */
    RR_INCOME_MET = 1,      /* the lowest pay stated reaches it */
    RR_INCOME_UNKNOWN = 2,  /* no pay is stated for the place, or the floor lies within what is stated */
    RR_INCOME_BELOW = 3     /* the highest pay stated doesn't reach it */
} rr_income_state;

typedef struct rr_path_step {
    uint32_t occupation;
    int reached;                   /* viable on ready_day */
    int32_t readiness_before_ppm, readiness_ppm; /* when the step begins, and on ready_day */
    int32_t start_day, ready_day;  /* the step begins; the role can be taken up */
    int32_t leave_day;             /* the stop is left: when the first session by day begins for the next role, else when that
                                    * can be taken up; -1: the last step */
    const rr_plan_result *plans;   /* of this step, from where the person then stands; owned by the result */
    const rr_plan *plan;           /* the one taken; NULL: nothing has to be learnt, or nothing leads there */
    uint32_t training_weeks;       /* from start_day to ready_day, begun weeks counted */
    uint32_t unpaid_weeks;         /* of these, without a job: before the first stop all, then those from its leave_day to ready_day */
    int64_t own_minor, own_if_granted_minor;
    rr_income_state income;
    uint32_t pay;                  /* which of the role's pays was held against the floor; RR_NONE: none is stated here */
    const rr_exposure *exposures; size_t exposure_count; /* of the role, by each index that has a figure; never averaged */
} rr_path_step;

typedef struct rr_path {
    int direct;
    int reaches;                   /* every step is viable when its turn comes */
    const rr_path_step *steps; size_t step_count;
    uint32_t weeks;                /* until the last role can be taken up */
    uint32_t unpaid_weeks;
    int64_t own_minor, own_if_granted_minor;
    rr_income_state income;        /* the worst of its stops and its end */
} rr_path;

typedef struct rr_path_result rr_path_result;

/* The direct way (index 0, also when it doesn't reach; where its cheapest and its fastest plan differ, index 1 too: see `direct`), then the paths over stops that reach and that neither another nor
 * the direct way beats in unpaid weeks, own cost, weeks and income at once: by income, unpaid weeks, own cost, weeks, ids.
 * Looked at, where there are courses: over one stop, of the roles that are viable today the eight that bring the last one
 * furthest (what is worked there covers more of its essential requirements; or nothing: then it keeps the household while the
 * rest is learnt, unless it is a job that the person had) and four more whose pay reaches the floor, and eight others that
 * bring it nearer, which courses must make viable; over two, six of the ten that lead furthest of those others, each behind
 * the two viable ones that bring it nearest. Without courses: the eight that lead furthest of the stops that are viable today
 * and make the last role viable; behind each of sixteen that are viable today the two that lead furthest of those that are so
 * afterwards and make it viable. Each step by its cheapest plan or its fastest. Among these nothing is left out that nothing
 * beats, up to `most_paths`; a path over other roles, or by another plan, is not ruled out. The limit of own cost is the whole
 * path's, that of weeks each step's. A grant that one person may have so many times is counted so often over all steps, in
 * the order of the steps.
 * Owns: `*out` is the caller's; borrows matcher, taxonomy, profile and plugins.  Errors, thread: as rr_plan_run. */
RR_API rr_status rr_path_run(rr_path_result **out, const rr_matcher *matcher, const rr_profile *profile, uint32_t occupation,
                             const rr_match_options *options, const rr_path_options *how, rr_error *err);
RR_API void rr_path_result_destroy(rr_path_result *result);
RR_API size_t rr_path_count(const rr_path_result *result);
RR_API const rr_path *rr_path_at(const rr_path_result *result, size_t index);
RR_API uint32_t rr_path_considered(const rr_path_result *result); /* paths that were worked out */
RR_API int64_t rr_path_floor(const rr_path_result *result);       /* -1: none */

#ifdef __cplusplus
}
#endif
#endif
