/* SPDX-License-Identifier: MIT */
/* Courses on offer: read from courses.xml, or copied from a plugin's pages; validated; found by what they
 * teach. The records are the plugin ABI's own (skills and occupations as index + 1 into the taxonomy). */
#ifndef RR_CATALOGUE_CATALOGUE_H
#define RR_CATALOGUE_CATALOGUE_H

#include <reroute/plugin.h>
#include <reroute/taxonomy.h>

#include "base/error.h"
#include "base/mem.h"

/* The rows of one courses.xml, in `arena`; every string NUL-ended. */
typedef struct rr__courses { rrp_vec schools, courses; } rr__courses;

/* A name that the taxonomy does not know: counted, kept for the list. */
typedef struct rr__unknown_name { const char *name; uint32_t count; } rr__unknown_name;

/* Reads courses.xml. Every finding is given; any error gives no courses. A skill or occupation that the taxonomy
 * does not know is a warning: it is left out of the row and listed in `unknown` (a vector of rr__unknown_name). */
rr_status rr__courses_read(rr__courses *out, rr__arena *arena, rr__vec *unknown, rr_context *context, const rr_taxonomy *taxonomy,
                           const char *file, const void *bytes, size_t len, rr_finding_fn finding, void *user, rr_error *err);

/* The courses of one plugin, or a page of them, as they came: every rule a row must keep. A row that breaks one is
 * refused: `refused` counts, `first` says what and which. Returns the rows that are good, in `arena`. */
rr_status rr__courses_validate(rr__courses *out, rr__arena *arena, const rr__courses *in, const rr_taxonomy *taxonomy,
                               uint32_t *refused, rr_error *first, rr_error *err);

typedef struct rr__catalogue rr__catalogue; /* all plugins' rows; immutable once built */
typedef struct rr__catalogue_part { uint32_t plugin; rr__courses courses; } rr__catalogue_part;
/* `parts` in the order of the plugins' ids; the records are borrowed, and must outlive the catalogue. */
rr_status rr__catalogue_create(rr__catalogue **out, rr_context *context, const rr_taxonomy *taxonomy, const rr__catalogue_part *parts,
                               size_t count, rr_error *err);
void rr__catalogue_destroy(rr__catalogue *catalogue);

typedef struct rr__offer { uint32_t plugin; const rrp_course *course; const rrp_school *school; int32_t level; } rr__offer;
/* What somebody lacks of a descriptor: the level to reach, and what reaching it is worth; 0: nothing is lacking. */
typedef struct rr__lack { int32_t to_level; uint32_t worth; } rr__lack;
/* How many courses teach the descriptor above `from_level` (hundredths; -1: any), and the first of them: one that
 * reaches `to_level` before one that doesn't; of those that reach it, the one worth most over all that is lacking (by
 * descriptor; NULL: not asked); a stated price before none, the cheapest, then plugin and id. */
uint32_t rr__catalogue_find(const rr__catalogue *catalogue, uint32_t descriptor, int32_t from_level, int32_t to_level,
                            const rr__lack *lacks, rr__offer *first);
size_t rr__catalogue_count(const rr__catalogue *catalogue);
bool rr__catalogue_at(const rr__catalogue *catalogue, size_t index, rr__offer *out); /* by plugin, then id */

/* The next start of a session on or after `day`, with the application still open (days since 1970); false: none. */
bool rr__session_next(const rrp_session *session, int32_t day, int32_t *start, int32_t *apply_by);
#endif
