/* SPDX-License-Identifier: MIT */
/* Checks for plugin authors: each tries one promise of a plugin and says what is wrong and what to do. A check loads and
 * runs the plugin's code inside the calling process, which a broken plugin may end or hang: run each in a process of its
 * own, as `reroute plugin check` does. */
#ifndef REROUTE_CHECK_H
#define REROUTE_CHECK_H

#include "taxonomy.h"

#ifdef __cplusplus
extern "C" {
#endif

/* SKIP: the plugin has nothing of the kind, or an earlier check says why it can't be tried. */
typedef enum rr_check_state { RR_CHECK_PASS = 0, RR_CHECK_FAIL = 1, RR_CHECK_CRASH = 2, RR_CHECK_SKIP = 3, RR_CHECK_WARNING = 4 } rr_check_state;

typedef struct rr_check {
    const char *id;    /* "delta-in-range": stays */
    const char *group; /* "file" "contract" "catalogue" "scoring" "funding" "rules" */
    const char *why;   /* one sentence: what goes wrong otherwise */
    const char *hint;  /* what to do when it fails */
} rr_check;
RR_API size_t rr_check_count(void);
RR_API int rr_check_at(size_t index, rr_lang lang, rr_check *out);
/* By id; rr_check_count() when there is none. */
RR_API size_t rr_check_find(const char *id);
RR_API const char *rr_check_state_name(rr_check_state state); /* "pass" "fail" "crash" "skip" "warning" */

typedef struct rr_check_result {
    rr_check_state state;
    char detail[512]; /* what was found; "" when it passed */
} rr_check_result;

/* Runs one check on the plugin in `folder`. `helper`: reroute-plugin-host, or NULL to skip the checks that need it.
 * Errors: RR_ENOMEM RR_EUSAGE (no such check).  Thread: one at a time in a process. */
RR_API rr_status rr_check_run(rr_context *context, const rr_taxonomy *taxonomy, const char *folder, size_t index, const char *helper,
                              rr_lang lang, rr_check_result *out, rr_error *err);

#ifdef __cplusplus
}
#endif
#endif
