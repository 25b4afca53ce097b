/* SPDX-License-Identifier: MIT */
/* What all readers share: fields by name, a record of field values, findings with places, and the two
 * passes that keep the promise that a file with an error gives no profile. */
#ifndef RR_PROFILE_READER_H
#define RR_PROFILE_READER_H

#include "base/hash.h"
#include "profile/model.h"

typedef enum rr__record_kind {
    RR__RECORD_PROFILE, RR__RECORD_JOB, RR__RECORD_SKILL, RR__RECORD_LICENCE, RR__RECORD_LANGUAGE, RR__RECORD_CONSTRAINTS,
    RR__RECORD_FACT, RR__RECORD_KINDS
} rr__record_kind;

/* What JSON must write a field as. A number may be in quotes; ANY is text, a number or a truth value. */
typedef enum rr__field_type { RR__FIELD_TEXT, RR__FIELD_NUMBER, RR__FIELD_YES_NO, RR__FIELD_ANY } rr__field_type;

enum { RR__FIELDS_MAX = 8 };
typedef struct rr__field { const char *name; rr__field_type type; } rr__field;

/* The order of the fields of each kind; the table in take.c names them. */
enum { RR__PROFILE_ID, RR__PROFILE_REGION, RR__PROFILE_EDUCATION, RR__PROFILE_SCHEMA };
enum { RR__JOB_TITLE, RR__JOB_OCCUPATION, RR__JOB_CODE, RR__JOB_YEARS, RR__JOB_UNTIL, RR__JOB_CURRENT };
enum { RR__SKILL_REF, RR__SKILL_SKILL, RR__SKILL_LEVEL, RR__SKILL_ASCENDING, RR__SKILL_STATE, RR__SKILL_REASON };
enum { RR__LICENCE_NAME, RR__LICENCE_YEAR };
enum { RR__LANGUAGE_TAG, RR__LANGUAGE_LEVEL };
enum { RR__FACT_NAME, RR__FACT_VALUE };
enum { RR__LIMIT_WEEKS, RR__LIMIT_HOURS, RR__LIMIT_TRAVEL, RR__LIMIT_COST, RR__LIMIT_FLOOR, RR__LIMIT_CURRENCY, RR__LIMIT_START };

/* Values are borrowed; NULL: not stated. Places mean something to the reader's `place` only. */
typedef struct rr__record {
    rr__record_kind kind;
    uint32_t at;                      /* of the whole record */
    const char *values[RR__FIELDS_MAX];
    uint32_t places[RR__FIELDS_MAX];
} rr__record;

typedef struct rr__reader {
    const rr_context *context;
    const char *file;
    rr_finding_fn finding;
    void *finding_user;
    int (*each)(void *user, rr_profile *profile);
    void *each_user;
    void (*place)(struct rr__reader *reader, uint32_t at, uint32_t *line, uint32_t *column);
    void *source;             /* what the current reader reads, for `place` */
    bool by_line;             /* JSON lines: every line is a document */
    uint32_t line_offset;     /* of the current one in its file */

    bool giving;              /* the second pass: everything is known to be right */
    bool stopped;             /* `each` wants no more */
    rr_status status;         /* of the first error */
    rr_error first;
    const char *id;           /* of the profile that is being read; NULL: not read yet. Borrowed from what is read */
    char failed_id[RR_PROFILE_ID_ROOM]; /* of the one that the first error is in; "": not known */
    uint32_t finding_count, error_count;
    rr_profile *kept;         /* the last whole profile of the first pass */
    uint32_t kept_at;
    size_t profile_count;
    rr__map ids;              /* -> place */
    rr__arena id_texts;
} rr__reader;

/* Index of the field, or -1. `-` and `_` are the same. */
int rr__field_find(rr__record_kind kind, const char *name);
const rr__field *rr__field_at(rr__record_kind kind, int index); /* NULL behind the last */
const char *rr__record_name(rr__record_kind kind);

/* Sets a field; an error when it is already set. */
rr_status rr__record_set(rr__reader *reader, rr__record *record, int field, const char *value, uint32_t place);
/* Adds what the record says to the profile, reporting each error. RR_OK means go on, even after errors;
 * anything else ends the reading. */
rr_status rr__record_take(rr__reader *reader, rr_profile *profile, const rr__record *record);

/* Reports. An error is counted, the first one kept. They return RR_OK to go on, or what ends the reading:
 * RR_ENOMEM, or the first error's status when there are too many. */
rr_status rr__reader_fault(rr__reader *reader, const rr_error *err); /* with its place; returns its status */
rr_status rr__reader_error(rr__reader *reader, uint32_t at, rr_error *err); /* `err` lacks its place */
rr_status rr__reader_say(rr__reader *reader, rr_status status, uint32_t at, enum rr__message message, const char *a,
                         const char *b, const char *c); /* a note or warning: status RR_OK */
rr_status rr__reader_unknown(rr__reader *reader, uint32_t at, const char *name, const char *inside,
                             const char *const *names, size_t count);

/* tell_id.c: what is known of a profile's id goes into reader->failed_id; of JSON that can't be parsed, what is before the
 * fault. */
void rr__reader_tell_id(rr__reader *reader, const char *id);
void rr__reader_tell_json_id(rr__reader *reader, const char *text, size_t len, const rr_error *fault);

/* Begins and ends a profile. *out is NULL when its id is wrong: then go on with the next. */
rr_status rr__reader_begin(rr__reader *reader, const char *id, uint32_t at, rr_profile **out);
rr_status rr__reader_end(rr__reader *reader, rr_profile *profile, uint32_t at); /* takes it */

rr_status rr__read_profile_xml(rr__reader *reader, const void *bytes, size_t len, size_t chunk);
rr_status rr__read_profile_json(rr__reader *reader, const char *text, size_t len, bool resume);
rr_status rr__read_profile_csv(rr__reader *reader, const char *text, size_t len);
struct rr__json;
struct rr__json_node;
rr_status rr__read_profile_resume(rr__reader *reader, const struct rr__json *json);
bool rr__json_is_resume(const struct rr__json *json);
#endif
