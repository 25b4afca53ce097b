/* SPDX-License-Identifier: MIT */
/* Two to six roles side by side for one worker: what each takes, what it costs, what it pays, what could go wrong and what
 * to ask. Everything stands beside the other as it is stated: no number is blended with another. */
#ifndef REROUTE_COMPARE_H
#define REROUTE_COMPARE_H

#include "plan.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RR_COMPARE_MOST 6
#define RR_EXPOSURE_HIGH_PPM 500000 /* half of its index's scale: what is named as a risk; a line of reroute's, not of the index */
#define RR_FEW_SEATS 5

/* How a role can be reached. */
typedef enum rr_way {
    RR_WAY_PLAN = 0,            /* with courses: `cheapest` and `fastest` */
    RR_WAY_NO_COURSE = 1,       /* as the person is */
    RR_WAY_PART = 2,            /* courses bring it nearer, not within reach: `cheapest` and `fastest` are of the highest readiness */
    RR_WAY_LAW = 3,             /* a rule of law that no course changes is not met */
    RR_WAY_NONE = 4,            /* no course within the limits closes any of the gap */
    RR_WAY_NOT_FOUND = 5,       /* none that reaches it was found before the search reached its limit; what brings it nearest, if anything, stands there */
    RR_WAY_NO_CATALOGUE = 6,    /* no courses are known for the region */
    RR_WAY_NOTHING_STATED = 7   /* the role states no essential requirement */
} rr_way;

/* What is known of the living while a plan runs. No data says what is earned meanwhile: that is a question. */
typedef struct rr_training {
    uint32_t weeks;      /* from the earliest day to the finish, as the plan's */
    uint32_t day_weeks;  /* begun weeks of the days on which a session runs by day, or at hours nobody states; days of two are counted once */
    int beside_work;     /* every session is in the evening, at weekends, online or part-time */
} rr_training;

/* What could go wrong. `index`, `step` and `plan` as far as the kind says. */
typedef enum rr_risk_kind {
    RR_RISK_ENTRY = 0,     /* an entry condition is unmet or unknown: `index` into the match's verdicts */
    RR_RISK_RULE = 1,      /* the same of a plugin's rule: `index` into the match's findings */
    RR_RISK_EXAM = 2,      /* the exam `index` of `step` of `plan` doesn't admit the person, or that is unknown */
    RR_RISK_EXPOSURE = 3,  /* exposure `index` of the occupation reaches RR_EXPOSURE_HIGH_PPM */
    RR_RISK_DECLINING = 4, /* the taxonomy says that the occupation declines */
    RR_RISK_SEATS = 5,     /* `step` of `plan` has at most RR_FEW_SEATS places left */
    RR_RISK_PRICE = 6,     /* nobody states the price of `step` of `plan`: its own cost is without it */
    RR_RISK_UNPROVEN = 7   /* `plan` is the best that was found, not proven the best */
} rr_risk_kind;
typedef struct rr_risk { rr_risk_kind kind; uint32_t index, step; const rr_plan *plan; } rr_risk;

typedef struct rr_compared_pay { uint32_t pay; int here; } rr_compared_pay; /* index of the occupation's pay; here: 2 of the region, 1 of its country, 0 elsewhere */

typedef struct rr_compared {
    uint32_t occupation;
    const rr_match *match;              /* what is held, missing, and the verdicts */
    const rr_plan_result *plans;
    rr_way way;
    const rr_plan *cheapest, *fastest;  /* may be the same; NULL: see `way` */
    int cheapest_proven, fastest_proven;
    rr_training cheapest_training, fastest_training;
    const rr_compared_pay *pays; size_t pay_count;         /* nearest place first, then latest year */
    const uint32_t *conditions;  size_t condition_count;   /* the occupation's notes on conditions of work; 0: unknown */
    const uint32_t *openings;    size_t opening_count;     /* its notes on demand; 0: unknown */
    const rr_risk *risks;        size_t risk_count;
} rr_compared;

/* What to ask, each once for all the roles it concerns. */
typedef enum rr_ask_kind {
    RR_ASK_ENTRY = 0,      /* `index` into the verdicts of the role's match */
    RR_ASK_RULE = 1,       /* `index` into its findings */
    RR_ASK_COURSE = 2,     /* `index` into the questions of `step` of `plan` */
    RR_ASK_GRANT = 3,      /* `index` into the grants of `plan` */
    RR_ASK_OPEN = 4,       /* what would close a gap item of a role out of reach: `index` of rr_plan_open_at */
    RR_ASK_HOURS = 5,      /* how many hours a week the person can learn */
    RR_ASK_SUPPORT = 6,    /* what there is to live on during training */
    RR_ASK_PAY = 7,        /* no pay is stated for the region or its country */
    RR_ASK_CONDITIONS = 8, /* hours and contract: always, notes on conditions of work seldom say */
    RR_ASK_OPENINGS = 9    /* always: notes on demand are not openings here and now */
} rr_ask_kind;
typedef struct rr_ask {
    rr_ask_kind kind;
    uint32_t role;         /* the first it concerns: that of `index` and `plan` */
    uint32_t roles;        /* bit k: role k */
    uint32_t index, step;
    const rr_plan *plan;
} rr_ask;

typedef struct rr_comparison rr_comparison;

/* Compares the roles in the order given.
 * Owns: `*out` is the caller's; borrows matcher, taxonomy, profile and plugins.
 * Errors: RR_EUSAGE (not two to six roles, one twice), and those of rr_plan_run.  Thread: as rr_match_run.  Since: 0.1 */
RR_API rr_status rr_compare_run(rr_comparison **out, const rr_matcher *matcher, const rr_profile *profile, const uint32_t *occupations,
                                size_t count, const rr_match_options *options, const rr_plan_options *limits, rr_error *err);
RR_API void rr_comparison_destroy(rr_comparison *comparison);
RR_API size_t rr_compared_count(const rr_comparison *comparison);
RR_API const rr_compared *rr_compared_at(const rr_comparison *comparison, size_t index);
RR_API size_t rr_ask_count(const rr_comparison *comparison);
RR_API const rr_ask *rr_ask_at(const rr_comparison *comparison, size_t index);

#ifdef __cplusplus
}
#endif
#endif
