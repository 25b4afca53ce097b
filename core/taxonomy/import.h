/* SPDX-License-Identifier: MIT */
/* What the importers share: tables read by the names of their columns, and an account of every row. */
#ifndef RR_TAXONOMY_IMPORT_H
#define RR_TAXONOMY_IMPORT_H

#include "base/csv.h"
#include "base/file.h"
#include "taxonomy/builder.h"

enum { RR__REASONS = 24, RR__COLUMNS = 10, RR__TABLES = 24 };

typedef struct rr__import {
    const rr_context *ctx;
    rr__builder *b;
    const char *dir;
    void (*row)(void *user, const rr_import_row *row);
    void *user;
    rr_error *err;
    rr__arena arena;
    rr_status status;
    const char *named[RR__TABLES]; /* the files asked for, so that the others can be accounted for too */
    size_t named_count;
} rr__import;

/* One file: rr__table_next moves to the next row, whose fate is then told exactly once. */
typedef struct rr__table {
    rr__import *import;
    const char *name;
    rr__bytes raw, text;
    rr__csv csv;
    size_t columns[RR__COLUMNS]; /* where each asked-for column stands; SIZE_MAX: optional and absent */
    size_t needed;               /* a row with fewer cells lacks a column that must be there */
    uint32_t file;               /* for the places of findings */
    uint64_t read;
    struct { const char *what; int kind; uint64_t rows; } fates[RR__REASONS];
    size_t fate_count;
    bool open;
} rr__table;

/* Names of columns end with NULL; one that starts with '?' may be absent. A missing file is an error unless
 * optional: then the table is not open. Rows that are cut short, or that hold characters XML can't, are
 * refused here and never seen by the caller. */
bool rr__table_open(rr__table *t, rr__import *import, const char *file, char separator, bool optional, const char *const *columns);
bool rr__table_next(rr__table *t);
const char *rr__table_cell(const rr__table *t, size_t column); /* trimmed of white space and no-break spaces */
enum { RR__USED = 1, RR__MERGED = 2, RR__REFUSED = 3 };
void rr__table_tell(rr__table *t, int kind, const char *why);
void rr__table_close(rr__table *t); /* hands in the account */
char *rr__trim(char *text);         /* in place: white space and no-break spaces off both ends */

/* Accounts for the folder's files that end in `suffix` and that no table was opened for: all refused. */
void rr__import_rest(rr__import *import, const char *suffix, char separator);

rr_status rr__import_onet(rr__import *import);
rr_status rr__import_esco(rr__import *import);
#endif
