/* SPDX-License-Identifier: MIT */
/* Three-valued logic (Kleene): what is not known stays unknown until something else decides. */
#ifndef RR_BASE_TRUTH_H
#define RR_BASE_TRUTH_H

#include <stdbool.h>

/* The numbers are those of RR_VERDICT_* and RRP_UNKNOWN, RRP_MET and RRP_UNMET. */
typedef enum rr__truth { RR__UNKNOWN = 0, RR__MET = 1, RR__UNMET = 2 } rr__truth;

/* What the members of a group said so far. */
typedef struct rr__heard { bool met, unmet, unknown; } rr__heard;

static inline rr__truth rr__yes_or_no(bool yes) { return yes ? RR__MET : RR__UNMET; }
static inline rr__truth rr__not(rr__truth t) { return t == RR__MET ? RR__UNMET : t == RR__UNMET ? RR__MET : RR__UNKNOWN; }

static inline void rr__hear(rr__heard *group, rr__truth truth)
{
    group->met = group->met || truth == RR__MET;
    group->unmet = group->unmet || truth == RR__UNMET;
    group->unknown = group->unknown || truth == RR__UNKNOWN;
}

static inline rr__truth rr__all_of(const rr__heard *group)
{
    return group->unmet ? RR__UNMET : group->unknown ? RR__UNKNOWN : RR__MET;
}

static inline rr__truth rr__any_of(const rr__heard *group)
{
    return group->met ? RR__MET : group->unknown ? RR__UNKNOWN : RR__UNMET;
}
#endif
