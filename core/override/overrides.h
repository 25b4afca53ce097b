/* SPDX-License-Identifier: MIT */
/* The caseworker's overrides as they lie in memory, and the words of their file. */
#ifndef RR_OVERRIDE_OVERRIDES_H
#define RR_OVERRIDE_OVERRIDES_H

#include <reroute/override.h>

#include "base/error.h"
#include "base/json.h"
#include "base/mem.h"

enum { RR__OVERRIDES_MAX = 256 };

struct rr_overrides {
    rr_context *context;
    rr__arena arena;  /* secret: reasons are about a person */
    rr__vec items;    /* rr_override */
    rr__vec files;    /* const char *: of each item */
    const rr_taxonomy *taxonomy; /* resolved for; NULL: not yet */
    const rr_plugins *plugins;
};

/* The members of an override, and which of them a kind needs or may have beside `reason`, `who` and `date`. */
typedef enum rr__override_member {
    RR__OVERRIDE_KIND, RR__OVERRIDE_SKILL, RR__OVERRIDE_LEVEL, RR__OVERRIDE_ROLE, RR__OVERRIDE_PLUGIN, RR__OVERRIDE_CONDITION,
    RR__OVERRIDE_STATE, RR__OVERRIDE_PLACE, RR__OVERRIDE_REASON, RR__OVERRIDE_WHO, RR__OVERRIDE_DATE, RR__OVERRIDE_MEMBERS
} rr__override_member;
#define RR__MEMBER(name) (1u << RR__OVERRIDE_##name)
typedef struct rr__override_row { const char *name; uint32_t needs, may; } rr__override_row;
enum { RR__OVERRIDE_KINDS = RR_OVERRIDE_ORDER + 1 };

/* create.c */
extern const rr__override_row rr__override_kinds[RR__OVERRIDE_KINDS];
extern const char *const rr__override_members[RR__OVERRIDE_MEMBERS];
extern const char *const rr__override_states[3]; /* as rr_verdict_state */
/* `given`: the members that are stated, as bits. `file` and `place` are where errors point to. */
rr_status rr__overrides_add(rr_overrides *overrides, const rr_override *given, uint32_t members, const char *file, rr_error *err);

/* read.c: the list of overrides in a parsed file that holds more than them. */
rr_status rr__overrides_take(rr_overrides *overrides, const rr__json *json, const struct rr__json_node *list, rr_finding_fn finding,
                             void *user, rr_error *err);
/* write.c: as the file has them, under `key`. */
void rr__json_overrides(rr__json_out *w, const char *key, const rr_overrides *overrides);
#endif
