/* SPDX-License-Identifier: MIT */
/* What the readers of small XML formats share: a table of elements and attributes in; values in the table's
 * order and texts by language out. Everything wrong is a finding with its place, up to a hundred, and with the
 * nearest name where one is misspelt. Elements and attributes of other namespaces are others' business. */
#ifndef RR_BASE_XML_TABLE_H
#define RR_BASE_XML_TABLE_H

#include <reroute/plugin.h>

#include "error.h"
#include "mem.h"

enum { RR__XML_FIELDS = 14, RR__XML_TEXT_MAX = 4096, RR__XML_ID_MAX = 128 };
#define RR__XML_MONEY_MAX INT64_C(100000000000) /* minor units */

typedef enum rr__xml_kind {
    RR__XML_TEXT,    /* kept as written; at most RR__XML_TEXT_MAX bytes */
    RR__XML_ID,      /* no spaces, nothing invisible; at most RR__XML_ID_MAX bytes */
    RR__XML_URL,     /* http or https */
    RR__XML_WHOLE,   /* min..max */
    RR__XML_DECIMAL, /* min..max, all in millionths */
    RR__XML_MONEY,   /* "1500" or "1500.00" in minor units */
    RR__XML_DATE,    /* days since 1970-01-01 */
    RR__XML_YES,     /* yes 1, no 0 */
    RR__XML_WORD,    /* the place in `words`, from 0 */
    RR__XML_WORDS,   /* several, one bit each */
    RR__XML_REGION   /* rr__region_number */
} rr__xml_kind;

typedef struct rr__xml_field {
    const char *name;  /* "!name": it must be there; NULL ends the list */
    rr__xml_kind kind;
    int64_t min, max;
    const char *words; /* "low medium high" */
} rr__xml_field;

typedef enum rr__xml_content {
    RR__XML_EMPTY,          /* holds elements only */
    RR__XML_WRITTEN,        /* its text is given to `end`; it must have some */
    RR__XML_WRITTEN_OR_NOT, /* the same, and it may have none */
    RR__XML_TRANSLATED      /* text in a language, one each; the parent's `end` takes them with rr__xml_texts */
} rr__xml_content;

#define RR__XML_IN(element) (UINT64_C(1) << (element))
typedef struct rr__xml_element {
    const char *name;
    uint64_t parents; /* where it may stand; 0: it is the root */
    rr__xml_content content;
    bool once;        /* at most one in its parent */
    uint64_t needs;   /* what must stand in it */
    rr__xml_field fields[RR__XML_FIELDS];
} rr__xml_element;

/* An attribute that is missing, empty or wrong is not given: its text is "" and its number 0. */
typedef struct rr__xml_value {
    bool given, wrong; /* wrong: it was written, and what is wrong has been said */
    uint32_t len;
    const char *text;
    int64_t number;
} rr__xml_value;
typedef struct rr__xml_place { uint32_t line, column; } rr__xml_place;

typedef struct rr__xml_reader rr__xml_reader;
typedef struct rr__xml_table {
    const char *uri; /* the namespace */
    const rr__xml_element *elements; /* at most 64; their places in the table are their numbers */
    size_t count;
    /* Either may be NULL. false: out of memory. `values` are in the order of the fields; their texts, and that of the
     * element, are in the arena, NUL-ended. */
    bool (*start)(void *user, rr__xml_reader *reader, uint32_t element, const rr__xml_value *values);
    bool (*end)(void *user, rr__xml_reader *reader, uint32_t element, const rr__xml_value *values, const char *text);
} rr__xml_table;

/* `table`, `file` and `arena` are borrowed until rr__xml_reader_end. */
rr_status rr__xml_reader_begin(rr__xml_reader **out, const rr_context *context, const rr__xml_table *table, rr__arena *arena,
                               const char *file, rr_finding_fn finding, void *finding_user, rr_error *err);
/* Reads the document. RR_OK: it was read to its end, with findings or without; then what needs the whole is checked. */
rr_status rr__xml_reader_run(rr__xml_reader *reader, const void *bytes, size_t len, size_t chunk, void *user);
/* Ends and frees the reader: RR_OK when nothing was wrong, else the first error. Takes NULL. */
rr_status rr__xml_reader_end(rr__xml_reader *reader, rr_error *err);
void rr__xml_reader_nomem(rr__xml_reader *reader); /* the end will be RR_ENOMEM */

/* Says what is wrong, at the start of the element in hand or at a place kept. Arguments as of rr__fail. Errors make the
 * file give nothing; warnings and notes do not. */
void rr__xml_say(rr__xml_reader *reader, enum rr__message message, ...);
void rr__xml_say_at(rr__xml_reader *reader, rr__xml_place place, enum rr__message message, ...);
/* The same for a reference of kind `what` to `name`, which is none of `names`: suggests the nearest. */
void rr__xml_say_unknown(rr__xml_reader *reader, rr__xml_place place, const char *what, const char *name,
                         const char *const *names, size_t count);
/* Whether a finding would still be shown: what is costly to find out for its words only need not be. */
bool rr__xml_is_heard(const rr__xml_reader *reader);
rr__xml_place rr__xml_here(const rr__xml_reader *reader);  /* where the element in hand starts */
uint32_t rr__xml_parent(const rr__xml_reader *reader);     /* the element it stands in */
const char *rr__xml_lang(const rr__xml_reader *reader);    /* the language in force, "" for none; borrowed until the next event */
/* In `end` of an element: its translated children of one kind, as rrp_text in the arena. false: out of memory. */
bool rr__xml_texts(rr__xml_reader *reader, uint32_t child, rrp_vec *out);
/* `count` items into the arena as a vector. false: out of memory. */
bool rr__xml_keep(rr__xml_reader *reader, const void *items, size_t count, size_t stride, rrp_vec *out);
#endif
