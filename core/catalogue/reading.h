/* SPDX-License-Identifier: MIT */
/* courses.xml while it is read. */
#ifndef RR_CATALOGUE_READING_H
#define RR_CATALOGUE_READING_H

#include "base/hash.h"
#include "base/xml_table.h"
#include "catalogue/catalogue.h"
#include "catalogue/limits.h"

/* The elements of the format; their order is that of the table. */
typedef enum rr__courses_element {
    RR__CO_COURSES, RR__CO_SOURCE, RR__CO_SCHOOL, RR__CO_NAME, RR__CO_COURSE, RR__CO_TITLE, RR__CO_TEACHES, RR__CO_NEEDS, RR__CO_ANY,
    RR__CO_SKILL, RR__CO_HISTORY, RR__CO_LICENCE, RR__CO_EDUCATION, RR__CO_COURSE_HELD, RR__CO_CERTIFICATE_HELD, RR__CO_AGE, RR__CO_TEXT,
    RR__CO_SESSION, RR__CO_CERTIFICATE
} rr__courses_element;

typedef struct rr__named_source { const char *id; rrp_str text, url; uint32_t confidence, line; } rr__named_source;
/* Which source a school, course or certificate names, until all sources are known. */
typedef struct rr__cited { rr__xml_place place; const char *source; uint32_t confidence; } rr__cited;

/* Where the sessions and certificates of a course begin among all. */
typedef struct rr__first_part { size_t session, certificate; } rr__first_part;

typedef struct rr__courses_reading {
    const rr_taxonomy *taxonomy;
    rr__xml_reader *xml;
    rr__arena *arena;
    rr__vec *unknown;               /* rr__unknown_name */
    rr__map unknown_ids, source_ids; /* name -> place in `unknown` and in `sources` */
    rrp_str currency;
    bool illustrative;
    rr__vec sources;                /* rr__named_source */
    rr__vec schools, courses;       /* as they will be */
    rr__vec schools_cited, courses_cited, school_places, course_places; /* of each: rr__cited, rr__xml_place */
    rr__vec certificates_cited, session_places; /* of all courses, in the order of the file */
    rr__vec first_parts;            /* of each course: rr__first_part */
    rr__vec teaches, sessions, certificates; /* of the course in hand */
    rr__vec needs[2];               /* of the course, of the certificate in hand */
    uint32_t groups[2], depth;      /* groups so far; depth 1: a certificate is in hand */
    bool in_any;
    size_t any_first;               /* how many conditions there were before it */
    rr__vec texts;                  /* rrp_text: of one condition in words, as long as its languages differ */
} rr__courses_reading;

/* read_needs.c. false: out of memory. */
bool rr__read_need(rr__courses_reading *r, uint32_t element, const rr__xml_value *v);
/* A <text>: the next language of a condition in words, or the first of another one. */
bool rr__read_need_text(rr__courses_reading *r, const char *text);
/* The condition in words is complete: something else follows. */
bool rr__read_need_text_end(rr__courses_reading *r);
/* An <any> begins and ends. */
bool rr__read_any(rr__courses_reading *r);
bool rr__read_any_end(rr__courses_reading *r);
/* Whether a course may have one more of these; said when not. */
bool rr__has_room(rr__courses_reading *r, const rr__vec *items, const char *element);
/* An occupation or skill by its id; 0 and counted when the taxonomy doesn't know it. false: out of memory. */
bool rr__read_reference(rr__courses_reading *r, bool skill, const char *name, uint32_t *out);
#endif
