/* SPDX-License-Identifier: MIT */
/* XML: bytes in, three callbacks out. The only file that includes libxml2 is xml.c. Every DOCTYPE is
 * refused; entities are the predefined five; depth, attributes, text and markup are limited. The
 * encoding comes from BOM, else declaration, else UTF-8, and is transcoded by iconv beforehand. */
#ifndef RR_BASE_XML_H
#define RR_BASE_XML_H

#include "error.h"
#include "mem.h"

typedef struct rr__xml_attribute { const char *prefix, *name, *uri, *value; size_t value_len; } rr__xml_attribute;
typedef struct rr__xml rr__xml;

/* Callbacks return RR_OK to go on; anything else stops the parse and becomes its result. Text arrives
 * accumulated: `text` is called once for each run between tags, never for white space only. All
 * pointers are borrowed until return; attribute values and text are NUL-ended. */
typedef struct rr__xml_handler {
    rr_status (*start)(void *user, rr__xml *xml, const char *uri, const char *name,
                       const rr__xml_attribute *attributes, size_t count);
    rr_status (*end)(void *user, rr__xml *xml, const char *uri, const char *name);
    rr_status (*text)(void *user, rr__xml *xml, const char *text, size_t len);
} rr__xml_handler;

uint32_t rr__xml_line(const rr__xml *xml);
uint32_t rr__xml_column(const rr__xml *xml);

/* Parses a whole document. `chunk` is the size fed at a time (0: 16 KiB); tests vary it. */
rr_status rr__xml_parse(const rr_allocator *a, const char *file, const void *bytes, size_t len, size_t chunk,
                        const rr__xml_handler *handler, void *user, rr_error *err);

/* The same piece by piece, for documents of any length. A failure, told by `err` as it was given to open, stays. */
rr_status rr__xml_open(rr__xml **out, const rr_allocator *a, const char *file, const rr__xml_handler *handler, void *user, rr_error *err);
rr_status rr__xml_feed(rr__xml *xml, const void *bytes, size_t len);
rr_status rr__xml_end(rr__xml *xml);
void rr__xml_destroy(rr__xml *xml);

/* Writing: escapes for text and attribute values. Characters XML 1.0 can't hold are the caller's fault. */
void rr__xml_escape(rr__buf *out, const char *text, size_t len);
#endif
