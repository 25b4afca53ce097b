/* SPDX-License-Identifier: MIT */
/* Which roles bring a person nearer to another. */
#ifndef RR_PLAN_STOPS_H
#define RR_PLAN_STOPS_H

#include "match/worker.h"

typedef struct rr__stop {
    uint32_t occupation;
    int32_t readiness_ppm;  /* the person's for it now, as an estimate */
    int32_t leads_to_ppm;   /* the person's for the target once it was worked */
    bool viable;            /* now, as far as that estimate and the taxonomy's laws go */
} rr__stop;

/* Roles that would raise the readiness for the target, and with `all` those that are viable and don't, unless the person had
 * them: viable ones first, then the further they lead, then by id. false: out of memory. `*out` is the caller's. */
bool rr__find_stops(rr__stop **out, size_t *count, const rr__worker *w, uint32_t target, bool all);
void rr__stops_free(const rr__worker *w, rr__stop *stops);
#endif
