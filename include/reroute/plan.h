/* SPDX-License-Identifier: MIT */
/* Plans: which courses close a role's essential gap, in which order, starting when, for how much of the
 * person's own money. Up to three plans, none of which another beats in everything. The search is exact; where
 * it reached its limit of work it says so and how good a plan could still be. */
#ifndef REROUTE_PLAN_H
#define REROUTE_PLAN_H

#include "match.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What the person can spend: each field overrules the profile's constraint of the same name. -1, 0 or "": not given. */
typedef struct rr_plan_options {
    size_t size;                 /* sizeof(rr_plan_options) */
    int32_t max_weeks;           /* from the earliest day to the end of the last course; at most 520; -1: the profile's, else three years */
    int32_t hours_per_week;      /* for all courses that run at the same time; -1: the profile's, else 40, which is said */
    int32_t travel_minutes;      /* one way; -1: the profile's, else no limit */
    int64_t max_cost_minor;      /* most own cost; -1: the profile's, else no limit */
    char currency[4];            /* of max_cost; "": the profile's, else the one most courses are priced in */
    char earliest_start[11];     /* YYYY-MM-DD; "": the profile's, else the date of the match */
    uint32_t modes;              /* RRP_ON_SITE ...: a session must have one of them; 0: any */
    int32_t has_home, home_lat_e6, home_lon_e6; /* where the person sets out from; without it travel is a question */
    uint32_t effort;             /* steps of the search; 0: 300,000 */
} rr_plan_options;

typedef enum rr_plan_kind { RR_PLAN_CHEAPEST = 1, RR_PLAN_FASTEST = 2, RR_PLAN_COMPLETE = 4 } rr_plan_kind; /* bits */

/* What a session, course or grant leaves open: the words are in the record it points to. */
typedef enum rr_plan_question_kind {
    RR_QUESTION_NEED = 0,        /* a condition of the course nobody stated: `need` */
    RR_QUESTION_EXAM = 1,        /* the same of an exam: `need`, `certificate` */
    RR_QUESTION_SEATS = 2,       /* how many places are left */
    RR_QUESTION_TRAVEL = 3,      /* whether the school is in reach */
    RR_QUESTION_PRICE = 4,       /* the price */
    RR_QUESTION_LEVEL = 5        /* which level the course reaches in `descriptor` */
} rr_plan_question_kind;
typedef struct rr_plan_question {
    rr_plan_question_kind kind;
    const rrp_certificate *certificate;
    const rrp_need *need;
    uint32_t descriptor;
} rr_plan_question;

/* One gap item that a step moves, and how far. */
typedef struct rr_plan_closes { uint32_t gap; int32_t level; uint32_t covered_ppm; } rr_plan_closes; /* index into the match's gap; level 0: not stated */

/* An exam the course prepares for, and whether the person is admitted as things stand. */
typedef struct rr_plan_exam { const rrp_certificate *certificate; rr_verdict_state admitted; } rr_plan_exam;

typedef struct rr_plan_step {
    rr_offer offer;
    const rrp_session *session;
    int32_t start_day, end_day, apply_by_day; /* days since 1970; end: the last day */
    uint32_t hours, hours_per_week;           /* hours 0: not stated, then all the person's hours are taken */
    int64_t price_minor, fee_minor;           /* fee: of exams the person is admitted to */
    int64_t granted_minor, own_minor;         /* own = price + fee - granted */
    int price_known;
    uint32_t mode;                            /* RRP_ON_SITE ..., 0: not stated */
    const rr_plan_closes *closes;      size_t closes_count;
    const uint32_t *before;            size_t before_count;  /* steps that must come first */
    const rr_plan_exam *exams;         size_t exam_count;
    const rr_plan_question *questions; size_t question_count;
} rr_plan_step;

typedef enum rr_plan_grant_state {
    RR_GRANT_COUNTED = 0,   /* its conditions are met: in the own cost */
    RR_GRANT_UNKNOWN = 1,   /* depends on an answer: `saves_minor` is what it would take off */
    RR_GRANT_NO_AMOUNT = 2, /* met or unknown, but nobody stated how much, or the price it is paid of */
    RR_GRANT_UNMET = 3,     /* the person doesn't qualify */
    RR_GRANT_EXAM_UNMET = 4,/* paid on a certificate whose exam the person isn't admitted to */
    RR_GRANT_EXCLUDED = 5,  /* another of its group, or its limit per person, or the price, leaves nothing */
    RR_GRANT_CURRENCY = 6   /* in another currency than the plan */
} rr_plan_grant_state;
typedef struct rr_plan_grant {
    uint32_t plugin, step;     /* step: it is for */
    const rrp_grant *grant;
    rr_plan_grant_state state;
    int exam_open;             /* UNKNOWN also, or only, because admission to the exam is */
    int64_t amount_minor;      /* counted */
    int64_t saves_minor;       /* UNKNOWN: what it would take off the own cost */
    int32_t claim_by_day;      /* at the latest, if the certificate is issued on the step's last day; -1: no date stated */
} rr_plan_grant;

typedef struct rr_plan {
    uint32_t kinds;            /* RR_PLAN_*: the same plan may be several */
    int viable;                /* with it done the role is viable */
    int32_t readiness_ppm;     /* after it */
    int32_t start_day, finish_day;
    uint32_t weeks;            /* from the earliest day to the finish, begun weeks counted */
    uint32_t hours;
    int64_t price_minor, fee_minor, granted_minor, own_minor;
    int64_t own_if_granted_minor; /* if every open question about a grant is answered well */
    uint32_t unknown_prices;   /* steps whose price nobody stated: own cost is without them */
    const rr_plan_step *steps;   size_t step_count;   /* by start */
    const rr_plan_grant *grants; size_t grant_count;  /* by step, then plugin and code */
} rr_plan;

/* How sure a kind is: the search went through everything, or stopped at its limit. */
typedef struct rr_plan_proof {
    rr_plan_kind kind;
    int optimal;
    int64_t bound;             /* no plan can be better: own cost (CHEAPEST), day (FASTEST), readiness_ppm (COMPLETE) */
} rr_plan_proof;

/* Why a gap item stays open. */
typedef enum rr_open_reason {
    RR_OPEN_NOT_NEEDED = 0,    /* courses for it exist; the role is viable without, and this plan leaves it */
    RR_OPEN_NOT_TAUGHT = 1,    /* no course of the region teaches it further than the person is */
    RR_OPEN_LEVEL = 2,         /* courses teach it, but not to the level asked: `value` is the highest */
    RR_OPEN_NO_SEAT = 3,       /* `value`: first day on which a session with a seat starts, though too late; or -1 */
    RR_OPEN_TOO_LATE = 4,      /* `value`: days past the limit, the course would end; -1: no session to come */
    RR_OPEN_PREREQUISITE = 5,  /* `need` isn't met and no course leads to it */
    RR_OPEN_HOURS = 6,         /* `value`: hours a week it takes */
    RR_OPEN_COST = 7,          /* `value`: own cost of the course */
    RR_OPEN_MODE = 8,          /* only in modes not asked for, or none stated */
    RR_OPEN_TRAVEL = 9,        /* `value`: minutes it takes at least */
    RR_OPEN_CURRENCY = 10,     /* priced in another currency */
    RR_OPEN_PRICE = 11,        /* price not stated while there is a limit of cost */
    RR_OPEN_LENGTH = 12,       /* nobody states how long it takes */
    RR_OPEN_TOGETHER = 13      /* each course is possible, but not together with the others within the limits */
} rr_open_reason;
typedef struct rr_plan_open {
    uint32_t gap;              /* index into the match's gap */
    uint32_t plans;            /* bit k: plan k leaves it open */
    rr_open_reason reason;
    rr_offer offer;            /* the course that comes closest; course NULL: none */
    const rrp_need *need;
    int64_t value;
} rr_plan_open;

typedef struct rr_plan_result rr_plan_result;

/* Plans for one role. The match options name date, region and plugins; a date must be given.
 * Owns: `*out` is the caller's; borrows matcher, taxonomy, profile and plugins.
 * Errors: RR_EUSAGE (no date, bad limits) RR_EINVALID RR_ENOTFOUND RR_ENOMEM RR_ECANCELLED.
 * Thread: as rr_match_run.  Since: 0.1 */
RR_API rr_status rr_plan_run(rr_plan_result **out, const rr_matcher *matcher, const rr_profile *profile, uint32_t occupation,
                             const rr_match_options *options, const rr_plan_options *limits, rr_error *err);
RR_API void rr_plan_result_destroy(rr_plan_result *result);
RR_API const rr_match_result *rr_plan_result_match(const rr_plan_result *result); /* of this role: rr_match_at 0 */
RR_API size_t rr_plan_count(const rr_plan_result *result);                         /* 0: nothing can be closed, or nothing is to be */
RR_API const rr_plan *rr_plan_at(const rr_plan_result *result, size_t index);      /* cheapest first */
RR_API size_t rr_plan_proof_count(const rr_plan_result *result);
RR_API const rr_plan_proof *rr_plan_proof_at(const rr_plan_result *result, size_t index);
/* Whether the search went through everything: otherwise there may be plans where none was found. */
RR_API int rr_plan_searched(const rr_plan_result *result);
RR_API size_t rr_plan_open_count(const rr_plan_result *result);                    /* essential gap items that some plan leaves open */
RR_API const rr_plan_open *rr_plan_open_at(const rr_plan_result *result, size_t index);
/* How the plugins fared when asked about grants; as rr_match_plugin. */
RR_API int rr_plan_plugin(const rr_plan_result *result, size_t index, rr_plugin_run *out);

/* The limits as they were applied. */
typedef struct rr_plan_limits {
    int32_t first_day, last_day;     /* last_day: of the horizon or max_weeks */
    int32_t hours_per_week; int hours_assumed;
    int32_t travel_minutes;          /* -1: none */
    int64_t max_cost_minor;          /* -1: none */
    char currency[4];                /* of every amount; "": nothing is priced */
    uint32_t modes, effort, threshold_ppm;
    uint32_t course_count;           /* courses that came into question */
} rr_plan_limits;
RR_API const rr_plan_limits *rr_plan_result_limits(const rr_plan_result *result);

#ifdef __cplusplus
}
#endif
#endif
