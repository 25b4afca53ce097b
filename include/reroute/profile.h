/* SPDX-License-Identifier: MIT */
/* A worker's profile: what is known of one person, under a pseudonymous id. Absent means unknown,
 * never zero. Build one in memory, or read XML, JSON, JSON Resume or CSV. The profile owns copies of
 * all text and wipes them when destroyed. Thread: one thread at a time while it changes. */
#ifndef REROUTE_PROFILE_H
#define REROUTE_PROFILE_H

#include "taxonomy.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rr_profile rr_profile;

typedef enum rr_skill_state { RR_SKILL_STATED = 0, RR_SKILL_VERIFIED = 1, RR_SKILL_STRUCK = 2 } rr_skill_state;

/* In these structs NULL or -1 means "not stated". Strings given to `add` calls are copied. */
typedef struct rr_job {
    const char *title;        /* an id, a code or a free title, as given */
    int32_t months;           /* how long */
    int32_t until_year;       /* last year worked; 0 with `current` */
    int current;
    uint32_t occupation;      /* resolved index, or RR_NONE */
    rr_resolved_by resolved_by;
} rr_job;

typedef struct rr_skill {
    const char *text;         /* an id or free text, as given */
    int32_t level;            /* hundredths on the ascending scale */
    const char *level_text;   /* the level as written; NULL: none */
    rr_skill_state state;
    const char *reason;       /* why struck out or how verified */
    uint32_t descriptor;
    rr_resolved_by resolved_by;
} rr_skill;

typedef struct rr_licence { const char *name; int32_t year; } rr_licence;
typedef struct rr_fact { const char *name, *value; } rr_fact;
typedef struct rr_language { const char *tag, *level; } rr_language;

typedef struct rr_constraints {
    int32_t max_weeks, hours_per_week, travel_minutes;
    int64_t max_cost_minor, income_floor_minor;
    char currency[4];         /* "" : not stated */
    char earliest_start[11];  /* YYYY-MM-DD or "" */
} rr_constraints;

RR_API rr_status rr_profile_create(rr_profile **out, rr_context *context, const char *id, rr_error *err);
RR_API void rr_profile_destroy(rr_profile *profile);

RR_API rr_status rr_profile_add_job(rr_profile *profile, const rr_job *job, rr_error *err);
RR_API rr_status rr_profile_add_skill(rr_profile *profile, const rr_skill *skill, rr_error *err);
RR_API rr_status rr_profile_add_licence(rr_profile *profile, const rr_licence *licence, rr_error *err);
RR_API rr_status rr_profile_add_fact(rr_profile *profile, const rr_fact *fact, rr_error *err);
RR_API rr_status rr_profile_add_language(rr_profile *profile, const rr_language *language, rr_error *err);
RR_API rr_status rr_profile_set_education(rr_profile *profile, const char *education, rr_error *err);
RR_API rr_status rr_profile_set_region(rr_profile *profile, const char *region, rr_error *err);
RR_API rr_status rr_profile_set_constraints(rr_profile *profile, const rr_constraints *constraints, rr_error *err);

RR_API const char *rr_profile_id(const rr_profile *profile);
RR_API const char *rr_profile_education(const rr_profile *profile); /* NULL: unknown */
RR_API const char *rr_profile_region(const rr_profile *profile);
RR_API const rr_constraints *rr_profile_constraints(const rr_profile *profile);
RR_API size_t rr_profile_job_count(const rr_profile *profile);
RR_API const rr_job *rr_profile_job(const rr_profile *profile, size_t index);
RR_API size_t rr_profile_skill_count(const rr_profile *profile);
RR_API const rr_skill *rr_profile_skill(const rr_profile *profile, size_t index);
RR_API size_t rr_profile_licence_count(const rr_profile *profile);
RR_API const rr_licence *rr_profile_licence(const rr_profile *profile, size_t index);
RR_API size_t rr_profile_fact_count(const rr_profile *profile);
RR_API const rr_fact *rr_profile_fact(const rr_profile *profile, size_t index);
RR_API size_t rr_profile_language_count(const rr_profile *profile);
RR_API const rr_language *rr_profile_language(const rr_profile *profile, size_t index);

typedef enum rr_profile_format {
    RR_PROFILE_AUTO = 0, /* told from the content: XML, JSON, JSON Resume; CSV by the name's end */
    RR_PROFILE_XML = 1, RR_PROFILE_JSON = 2, RR_PROFILE_JSON_RESUME = 3, RR_PROFILE_CSV = 4
} rr_profile_format;

typedef struct rr_profile_read_options {
    size_t size;              /* sizeof(rr_profile_read_options) */
    rr_profile_format format;
    const char *encoding;     /* of JSON and CSV; NULL: UTF-8 (a BOM is allowed) */
    rr_finding_fn finding;    /* every error, what was ignored, what is doubtful, up to a hundred; NULL: none */
    void *user;
    char *failed_id;          /* RR_PROFILE_ID_ROOM bytes, or NULL: after an error the id of the profile that the first one is
                               * in, where it was read before the error and may be an id; else "" */
} rr_profile_read_options;
#define RR_PROFILE_ID_ROOM 513 /* bytes that hold any id with its NUL */

/* Reads every profile of a file (CSV and JSON may hold many) and gives each to `each`, which takes
 * ownership; a non-zero return stops the reading. A file with any error gives no profile at all.
 * The first error is also in `err`. Many profiles are given one by one after all were found good: only
 * RR_ENOMEM and RR_ECANCELLED can come when some were given already.
 * Errors: RR_EIO RR_ESYNTAX RR_EDOCTYPE RR_EENCODING RR_ELIMIT RR_EINVALID RR_ENOMEM. */
RR_API rr_status rr_profile_read(rr_context *context, const char *path, const rr_profile_read_options *options,
                                 int (*each)(void *user, rr_profile *profile), void *user, rr_error *err);
RR_API rr_status rr_profile_read_memory(rr_context *context, const char *name, const void *bytes, size_t len,
                                        const rr_profile_read_options *options,
                                        int (*each)(void *user, rr_profile *profile), void *user, rr_error *err);

/* XML of any length, in constant memory: <profiles> with any number of <profile> in it, or a single one. What is fed is
 * read at once, and each profile goes to `each` as it ends, which takes ownership; with the line it begins on. In the
 * place of one with an error comes NULL and the first error. A non-zero return ends the reading quietly.
 * An error of the document itself ends it with the call's own error: there is no going on behind it. One person twice is
 * not noticed. rr_profile_stream_end says that nothing follows.
 * Owns: `*out` is the caller's.  Errors: as rr_profile_read.  Thread: one at a time.  Since: 0.1 */
typedef struct rr_profile_stream rr_profile_stream;
RR_API rr_status rr_profile_stream_create(rr_profile_stream **out, rr_context *context, const char *name,
                                          int (*each)(void *user, rr_profile *profile, uint32_t line, const rr_error *err), void *user,
                                          rr_error *err);
RR_API rr_status rr_profile_stream_feed(rr_profile_stream *stream, const void *bytes, size_t len, rr_error *err);
RR_API rr_status rr_profile_stream_end(rr_profile_stream *stream, rr_error *err);
/* While `each` has an error: the id of the profile that it is in, where it was read before the error; "" else. Borrowed
 * until `each` returns.  Since: 0.1 */
RR_API const char *rr_profile_stream_failed_id(const rr_profile_stream *stream);
RR_API void rr_profile_stream_destroy(rr_profile_stream *stream);

/* Resolves jobs and skills against a taxonomy, in place. What can't be resolved stays RR_NONE; each
 * such entry is given to `unresolved` with its candidates (borrowed until return).
 * Returns RR_OK when all were, RR_EAMBIGUOUS when one wasn't. */
typedef struct rr_unresolved {
    rr_concept kind;
    size_t index;             /* of the job or skill */
    const char *text;         /* as given: personal data, for the screen only */
    rr_status status;         /* RR_EAMBIGUOUS or RR_ENOTFOUND */
    const rr_candidate *candidates;
    size_t candidate_count;
} rr_unresolved;
RR_API rr_status rr_profile_resolve(rr_profile *profile, const rr_taxonomy *taxonomy,
                                    void (*unresolved)(void *user, const rr_unresolved *what), void *user, rr_error *err);

/* Writes a profile as XML, JSON or (one row) CSV; `header` says whether the CSV header comes first. */
RR_API rr_status rr_profile_write(const rr_profile *profile, rr_profile_format format, int header,
                                  const rr_sink *sink, rr_error *err);

/* SHA-256 of the profile's canonical JSON, hexadecimal. */
RR_API rr_status rr_profile_sha256(const rr_profile *profile, char out[65], rr_error *err);

#ifdef __cplusplus
}
#endif
#endif
