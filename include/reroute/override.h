/* SPDX-License-Identifier: MIT */
/* What the caseworker decides against the computed answer: a skill, a verdict, the order. Every override has a
 * reason, and whatever it changes points to it, so that it is shown as an override wherever it is shown at all.
 * Made by calls or read from a file, resolved once for a taxonomy and plugins, then given to matching. */
#ifndef REROUTE_OVERRIDE_H
#define REROUTE_OVERRIDE_H

#include "plugins.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum rr_verdict_state { RR_VERDICT_UNKNOWN = 0, RR_VERDICT_MET = 1, RR_VERDICT_UNMET = 2 } rr_verdict_state;

typedef struct rr_overrides rr_overrides;

typedef enum rr_override_kind {
    RR_OVERRIDE_STRIKE = 0,  /* the person does not have `skill` */
    RR_OVERRIDE_ADD = 1,     /* the person has `skill`, at `level` if one is given */
    RR_OVERRIDE_LEVEL = 2,   /* the person has `skill`, as thought, but at `level` */
    RR_OVERRIDE_VERDICT = 3, /* the entry condition `condition` of `role` is `state` */
    RR_OVERRIDE_FINDING = 4, /* what `plugin` finds under the code `condition`, for `role` or for every role, is `state` */
    RR_OVERRIDE_ORDER = 5    /* `role` stands at `place` */
} rr_override_kind;

#define RR_PLACE_LAST (UINT32_MAX - 1) /* below all others */
#define RR_PLACE_OUT UINT32_MAX        /* left out of the list */

typedef struct rr_override {
    rr_override_kind kind;
    /* What its kind names and no more; texts are ids, codes or titles as given, NULL: not given. */
    const char *skill, *level, *role, *plugin, *condition;
    rr_verdict_state state;
    uint32_t place;            /* from 1, or RR_PLACE_* */
    const char *reason;        /* never empty */
    const char *who, *date;    /* a pseudonymous id; YYYY-MM-DD; NULL: not said */
    /* Ignored in what is added; filled by reading and resolving. */
    uint32_t index;            /* among the overrides */
    uint32_t line, column;     /* in its file; 0: made by a call */
    uint32_t descriptor, occupation, entry, plugin_index; /* or RR_NONE */
    int32_t ascending_level;   /* hundredths; -1: none */
} rr_override;

RR_API rr_status rr_overrides_create(rr_overrides **out, rr_context *context, rr_error *err);
RR_API void rr_overrides_destroy(rr_overrides *overrides);

/* Adds one. Copies all text. Errors: RR_EINVALID (no reason, a member that its kind needs or can't have) RR_ELIMIT
 * RR_ENOMEM. */
RR_API rr_status rr_overrides_add(rr_overrides *overrides, const rr_override *given, rr_error *err);
/* Adds all of a file, JSON as core/override/README.md says, or none. Every error goes to `finding` (may be NULL), the
 * first is in `err` too. Errors: RR_EIO RR_ESYNTAX RR_EENCODING RR_ELIMIT RR_EINVALID RR_ENOMEM. */
RR_API rr_status rr_overrides_read(rr_overrides *overrides, const char *path, rr_finding_fn finding, void *user, rr_error *err);
RR_API rr_status rr_overrides_read_memory(rr_overrides *overrides, const char *name, const void *bytes, size_t len,
                                          rr_finding_fn finding, void *user, rr_error *err);
RR_API size_t rr_overrides_count(const rr_overrides *overrides);
/* Borrowed until the next is added. */
RR_API const rr_override *rr_overrides_at(const rr_overrides *overrides, size_t index);

/* Finds what each override names. What is not known is an error, told with its candidates: concepts of the taxonomy, or
 * names of conditions and plugins. Without `plugins` (NULL) overrides of their findings stay unresolved and change
 * nothing. Must be done again before a match with another taxonomy or other plugins.
 * Errors: RR_ENOTFOUND RR_EAMBIGUOUS RR_EINVALID (a level off its scale, two overrides of one thing) RR_ENOMEM. */
typedef struct rr_override_unresolved {
    const rr_error *err;
    const rr_override *override;
    rr_concept kind;       /* of the candidates */
    const rr_candidate *candidates; size_t candidate_count;
    const char *const *names;       size_t name_count;
} rr_override_unresolved;
RR_API rr_status rr_overrides_resolve(rr_overrides *overrides, const rr_taxonomy *taxonomy, const rr_plugins *plugins,
                                      void (*unresolved)(void *user, const rr_override_unresolved *what), void *user, rr_error *err);

#ifdef __cplusplus
}
#endif
#endif
