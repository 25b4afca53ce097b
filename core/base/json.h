/* SPDX-License-Identifier: MIT */
/* JSON: a token tree that keeps positions (jsmn), so that semantic errors can name line and column, and
 * a writer that is stable to the byte. */
#ifndef RR_BASE_JSON_H
#define RR_BASE_JSON_H

#include "error.h"
#include "mem.h"

typedef enum rr__json_kind { RR__JSON_OBJECT, RR__JSON_ARRAY, RR__JSON_STRING, RR__JSON_NUMBER, RR__JSON_BOOL, RR__JSON_NULL } rr__json_kind;
typedef struct rr__json { /* owns */
    const char *file, *text;
    size_t len;
    struct rr__json_node {
        rr__json_kind kind;
        uint32_t start, end;   /* byte offsets in the text */
        uint32_t child, next;  /* indices, 0: none (0 is the root) */
        uint32_t count;        /* members or items */
        const char *key;       /* of an object's member: unescaped; NULL otherwise */
        const char *value;     /* string: unescaped; number, bool: as written; NUL-ended */
        uint32_t value_len;
    } *nodes;
    uint32_t node_count;
    rr__arena arena;
} rr__json;
/* Strict RFC 8259 (jsmn alone is lax: this checks grammar, escapes, numbers, surrogates, UTF-8,
 * duplicate keys, depth <= 64 and trailing bytes). */
rr_status rr__json_parse(rr__json *out, const rr_allocator *a, const char *file, const char *text, size_t len, rr_error *err);
void rr__json_finish(rr__json *json);
const struct rr__json_node *rr__json_member(const rr__json *json, const struct rr__json_node *object, const char *key);
void rr__json_place(const rr__json *json, const struct rr__json_node *node, uint32_t *line, uint32_t *column);

/* Writer: commas and indentation are its own; `pretty` puts members on lines of their own. */
typedef struct rr__json_out {
    rr__buf *buf;
    bool pretty;
    uint8_t depth;
    bool first[64];
} rr__json_out;
void rr__json_out_init(rr__json_out *w, rr__buf *buf, bool pretty);
void rr__json_open(rr__json_out *w, const char *key, char bracket); /* key NULL in arrays; '{' or '[' */
void rr__json_close(rr__json_out *w, char bracket);
void rr__json_text(rr__json_out *w, const char *key, const char *text); /* NULL text: null */
void rr__json_int(rr__json_out *w, const char *key, int64_t value);
void rr__json_bool(rr__json_out *w, const char *key, bool value);
void rr__json_null(rr__json_out *w, const char *key);
void rr__json_decimal(rr__json_out *w, const char *key, int64_t millionths); /* 2750000: 2.75 */
#endif
