/* SPDX-License-Identifier: MIT */
/* rules.xml in, findings and grants out. A rule that asks for what nobody stated is unknown and says what to
 * ask; it is never false. */
#ifndef RR_RULES_RULES_H
#define RR_RULES_RULES_H

#include <reroute/plugin.h>
#include <reroute/taxonomy.h>

#include "base/error.h"
#include "base/mem.h"

typedef struct rr__rules rr__rules; /* immutable, shared by threads */

/* `reads`: what the manifest declares ("history", "fact:age" ...); a rule that asks for anything else is an error. */
rr_status rr__rules_read(rr__rules **out, rr_context *context, const rr_taxonomy *taxonomy, const char *file, const void *bytes,
                         size_t len, const char *const *reads, size_t read_count, rr_finding_fn finding, void *user, rr_error *err);
void rr__rules_destroy(rr__rules *rules);
size_t rr__rules_count(const rr__rules *rules);
const char *rr__rules_verdict(const rr__rules *rules, size_t index); /* the code of a rule that gives a verdict, else NULL */
bool rr__rules_judge(const rr__rules *rules);           /* some give findings or adjustments */
bool rr__rules_pay(const rr__rules *rules);             /* some give grants */
const char *rr__rules_owner(const rr__rules *rules);    /* who keeps them, as the file says */
size_t rr__rules_left_out(const rr__rules *rules);      /* names of roles and skills that the taxonomy does not know */

/* The same shapes as the ABI's score and grants methods; results live in `arena` or in the rules. One call may
 * run on any thread. A pattern that runs out of its budget makes its condition unknown. */
rr_status rr__rules_score(const rr__rules *rules, rr__arena *arena, const rrp_profile *profile, const rrp_vec *candidates,
                          rrp_vec *verdicts, rr_error *err);
rr_status rr__rules_grants(const rr__rules *rules, rr__arena *arena, const rrp_profile *profile, uint32_t occupation,
                           const rrp_vec *courses, rrp_vec *grants, rr_error *err);
#endif
