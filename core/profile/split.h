/* SPDX-License-Identifier: MIT */
/* Lists inside one cell of a table, in both directions. */
#ifndef RR_PROFILE_SPLIT_H
#define RR_PROFILE_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

/* Cuts `cell` in place at ; or its fullwidth form and points `out` at the trimmed, unescaped entries.
 * Backslash takes the meaning from ; = : and itself. Returns how many there are, which may exceed `max`. */
size_t rr__cell_split(char *cell, char **out, size_t max);
/* Cuts an entry at its last `mark` (or the mark's fullwidth form) that is not escaped; NULL: none. The
 * entry itself must still be escaped. */
char *rr__entry_cut(char *entry, char mark);
void rr__entry_unescape(char *entry);
/* What a writer must escape where entries are cut at `mark` (0: they aren't): the mark and the semicolon,
 * fullwidth or not, and the backslash. */
bool rr__is_cell_mark(const char *at, char mark);
#endif
