/* SPDX-License-Identifier: MIT */
/* The opened plugins as the rest of the library sees them: what each one is, its rows and rules, and one
 * call that asks all of them about a person's candidates. */
#ifndef RR_PLUGIN_PLUGINS_H
#define RR_PLUGIN_PLUGINS_H

#include <pthread.h>

#include <reroute/plugins.h>
#include <reroute/profile.h>

#include "catalogue/catalogue.h"
#include "plugin/manifest.h"
#include "plugin/quarantine.h"
#include "plugin/session.h"
#include "rules/rules.h"

enum { RR__IDLE_MAX = 64 };

typedef struct rr__plugin {
    rr__manifest manifest;
    const char *shown;        /* its folder, as it can be shown */
    bool unread;              /* plugin.xml could not be read: its id is its folder's name */
    const char *regions;      /* that it serves, in words */
    uint8_t manifest_digest[32];
    char sha256[65];
    rr__failure failure;      /* fault other than NONE: left out */
    rr_error why;             /* what its detail says, where that is a message; number 0: it is not */
    rr__courses courses;      /* from its data files, or from its code */
    rr__arena rows;           /* what its code said of them */
    rr__rules *rules;         /* NULL: none */
    int binary;               /* the checked file, or -1 */
    rr__buf start;            /* what a session of it is started with */
    uint32_t offers;          /* RR__OFFERS_*, of its code */
    rr__isolation isolation;
    uint32_t refused;         /* rows that broke a rule */
    uint32_t order;           /* of discovery */
    bool named;               /* its own folder was asked for */
    /* below: guarded by the lock of rr_plugins */
    rr__session *idle[RR__IDLE_MAX];
    size_t idle_count;
    uint32_t failures;        /* in a row */
    int64_t retry_ms;         /* monotonic: not started again before */
    rr__vec unknown;          /* rr__unknown_name: of its files, and what its code asked for in vain */
} rr__plugin;

struct rr_plugins {
    rr_context *context;
    const rr_taxonomy *taxonomy;
    rr__arena arena;          /* once opened, guarded by the lock */
    rr__vec items;            /* rr__plugin, by id, then in the order found */
    rr__catalogue *catalogue;
    rr__quarantine *quarantine;
    rr__session_options session; /* helper and deadlines; the folder is set for each */
    char *helper;
    uint32_t region;          /* 0: none, nothing is started */
    int32_t day;              /* that catalogues are asked as of; 0: not said */
    bool code_scores;         /* some plugin's code does, so candidates go with what they lack */
    pthread_mutex_t lock;
};
static inline rr__plugin *rr__plugin_at(const rr_plugins *plugins, size_t i)
{
    return &RR__AT(rr__plugin, &plugins->items, i);
}

/* take_person.c: a profile as plugins see one, in the arena. `held`: rrp_held. */
rr_status rr__person_take(rrp_profile *out, rr__arena *arena, const rr_profile *profile, uint32_t region, const char *date,
                          const rrp_vec *held, rr_error *err);
/* The same with nothing in it but what the manifest says the plugin reads. Borrows from `whole`. */
rr_status rr__person_narrow(rrp_profile *out, rr__arena *arena, const rrp_profile *whole, const rr__manifest *manifest, rr_error *err);

/* take_catalogue.c: the plugin's courses, from its code. What is wrong with that is the plugin's failure, no error. */
rr_status rr__plugin_take_catalogue(rr_plugins *plugins, rr__plugin *plugin, rr__session *session, const rr_plugins_options *options, rr_error *err);

/* judge_answers.c: what a plugin's code answered, by value: BAD_VALUES, and what is wrong with the first that can't be.
 * false: out of memory. */
bool rr__judge_verdicts(const rrp_vec *verdicts, uint32_t candidate_count, const rr_allocator *a, rr__failure *failure);
bool rr__judge_grants(const rrp_vec *grants, const rrp_vec *courses, const rr_allocator *a, rr__failure *failure);

/* consult.c: what one plugin said in one match. */
typedef struct rr__said {
    rr__failure failure;
    rrp_vec verdicts[2];      /* of its rules, of its code */
} rr__said;
/* Asks every plugin; `said` gets one for each of plugins->items. Plugins' faults are no error. Ends by `deadline_ms` (0: none)
 * with RR_ELATE. Thread: any. */
rr_status rr__plugins_score(rr_plugins *plugins, rr__arena *arena, const rrp_profile *person, const rrp_vec *candidates,
                            int64_t deadline_ms, rr__said **said, rr_error *err);
/* Grants of all plugins for courses of one role, the same way; verdicts hold rrp_grant then. */
rr_status rr__plugins_grants(rr_plugins *plugins, rr__arena *arena, const rrp_profile *person, uint32_t occupation,
                             const rrp_vec *courses, int64_t deadline_ms, rr__said **said, rr_error *err);

/* session_pool.c: NULL with `failure` filled. */
rr__session *rr__plugin_start_session(rr_plugins *plugins, rr__plugin *plugin, uint32_t *offers, rr__failure *failure);
/* Not beyond `deadline_ms` (0: none), which is not the plugin's fault. */
rr__session *rr__plugin_take_session(rr_plugins *plugins, rr__plugin *plugin, int64_t deadline_ms, rr__failure *failure);
/* `call`: what it was asked (RR__CALL_*), for which earlier faults are forgotten or one more is noted; 0: it only started, or
 * the answer was not taken. */
void rr__plugin_give_session(rr_plugins *plugins, rr__plugin *plugin, rr__session *session, uint32_t call, const rr__failure *failure);
#endif
