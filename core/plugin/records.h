/* SPDX-License-Identifier: MIT */
/* The records of the plugin ABI as tables, and the one encoder and decoder that the tables drive. Used
 * between host and helper, in process (so that both ways give the same bytes), and by the layout gate. */
#ifndef RR_PLUGIN_RECORDS_H
#define RR_PLUGIN_RECORDS_H

#include <reroute/plugin.h>

#include "base/mem.h"

typedef enum rr__abi_kind { RR__ABI_U16, RR__ABI_U32, RR__ABI_I32, RR__ABI_U64, RR__ABI_I64, RR__ABI_STR, RR__ABI_VEC } rr__abi_kind;

struct rr__abi_record;
typedef struct rr__abi_field {
    const char *name;
    uint32_t offset, size;
    rr__abi_kind kind;
    const struct rr__abi_record *items; /* of a vector */
} rr__abi_field;
typedef struct rr__abi_record {
    const char *name;
    uint32_t size, field_count;
    const rr__abi_field *fields; /* no gaps between them; a vector's items never lead back to the record itself */
    bool sized;                  /* the first field is the record's own size; it is not sent, each side sets it */
} rr__abi_record;

extern const rr__abi_record rr__abi_text, rr__abi_skill_level, rr__abi_school, rr__abi_need, rr__abi_session, rr__abi_certificate,
    rr__abi_course, rr__abi_course_query, rr__abi_course_page, rr__abi_fact, rr__abi_job, rr__abi_licence, rr__abi_language,
    rr__abi_held, rr__abi_profile, rr__abi_candidate, rr__abi_finding, rr__abi_verdict, rr__abi_grant;
/* Every record, for the layout gate; NULL ends it. */
extern const rr__abi_record *const rr__abi_records[];

/* Adds a record / a vector of records. Fields beyond `stride` (or beyond a leading `size`) go as zero. No padding:
 * equal records give equal bytes. Numbers are in the machine's own order: both ends are on the same one.
 * Returns false when the record itself is wrong: a vector with items but without data or stride, a string with a length
 * but without bytes, or one longer than 32 bits can say. What was added by then is worth nothing. That there was no room
 * is told by out->failed, as ever. */
bool rr__encode(rr__buf *out, const rr__abi_record *record, const void *data, uint32_t stride);
bool rr__encode_vec(rr__buf *out, const rr__abi_record *record, const rrp_vec *vec); /* record NULL: uint32_t */
void rr__encode_u32(rr__buf *out, uint32_t value);
bool rr__encode_str(rr__buf *out, rrp_str text);

/* What is left to decode. After a failure it stays failed: check once at the end. */
typedef struct rr__decoder {
    const uint8_t *at, *end;
    rr__arena *arena;     /* where vectors and NUL-ended copies of strings go */
    bool failed, nomem;   /* nomem: failed for want of memory, not for what the bytes say */
    /* For checks; multiples of 8. */
    uint32_t tail;        /* each record has grown by so many bytes, and says so */
    uint32_t behind;      /* behind each vector stand so many bytes of `noise`, which nobody may read */
    uint8_t noise;
} rr__decoder;
/* Every length is checked against what is left before anything is allocated. `out` has room for the record and the tail. */
void rr__decode(rr__decoder *in, const rr__abi_record *record, void *out);
void rr__decode_vec(rr__decoder *in, const rr__abi_record *record, rrp_vec *out);
uint32_t rr__decode_u32(rr__decoder *in);
rrp_str rr__decode_str(rr__decoder *in);
#endif
