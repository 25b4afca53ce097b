/* SPDX-License-Identifier: MIT */
/* A decision on record: one JSON file that holds the input, the options, the overrides, the hashes of taxonomy and
 * plugins, and the result, so that the same decision can be made again, byte for byte, or what changed can be named.
 * Written by the renderers (rr_render_options.record); read and compared here. It holds a person's profile: keep it like
 * a case file. */
#ifndef REROUTE_RECORD_H
#define REROUTE_RECORD_H

#include "override.h"
#include "profile.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One option, as whoever asked would give it again. */
typedef enum rr_record_type { RR_RECORD_FLAG = 0, RR_RECORD_NUMBER = 1, RR_RECORD_TEXT = 2, RR_RECORD_LIST = 3 } rr_record_type;
typedef struct rr_record_option {
    const char *name;
    rr_record_type type;
    int64_t number;                        /* FLAG: 0 or 1 */
    const char *const *texts; size_t count; /* TEXT: at most one */
    int absent;                            /* NUMBER: not given */
} rr_record_option;

/* What was asked for: every option that can change the result. */
typedef struct rr_record_asked {
    const char *command;
    const char *const *arguments;     size_t argument_count; /* beside the profile */
    const rr_record_option *options;  size_t option_count;
} rr_record_asked;

typedef struct rr_record rr_record;

/* Reads a record. Errors, with line and column: RR_EIO RR_ESYNTAX RR_EENCODING RR_ELIMIT RR_ENOMEM; RR_EINVALID: it is
 * none, or a member is missing or of another shape. A record whose checksum is wrong is read: rr_record_compare says so. */
RR_API rr_status rr_record_read(rr_record **out, rr_context *context, const char *path, rr_error *err);
RR_API rr_status rr_record_read_memory(rr_record **out, rr_context *context, const char *name, const void *bytes, size_t len, rr_error *err);
RR_API void rr_record_destroy(rr_record *record);

/* All borrowed until rr_record_destroy. */
RR_API const rr_record_asked *rr_record_get_asked(const rr_record *record);
/* The recorded input and overrides, not yet resolved; errors point into the record. Owns: `*out` is the caller's. */
RR_API rr_status rr_record_profile(const rr_record *record, rr_context *context, rr_profile **out, rr_error *err);
RR_API rr_status rr_record_overrides(const rr_record *record, rr_context *context, rr_overrides **out, rr_error *err);

/* Whether `bytes` are the record's own; `*line` gets the first line that differs (0: none; may be NULL). */
RR_API int rr_record_is(const rr_record *record, const void *bytes, size_t len, uint32_t *line);
/* Tells everything that is not as it was recorded: the record itself, its input, the program, the taxonomy, each plugin.
 * What there is now is taken from `now`, a record made now; NULL: from the taxonomy and the plugins (NULL: not known).
 * `*told` gets how much was told. Errors: RR_ENOMEM. */
RR_API rr_status rr_record_compare(const rr_record *record, const rr_record *now, const rr_taxonomy *taxonomy, const rr_plugins *plugins,
                                   rr_finding_fn finding, void *user, size_t *told, rr_error *err);

#ifdef __cplusplus
}
#endif
#endif
