/* SPDX-License-Identifier: MIT */
/* Tables: CSV (RFC 4180, quoted cells may hold line breaks) and unquoted TSV, row by row, with the line
 * of each row; and cells written so that no spreadsheet takes them for a formula. */
#ifndef RR_BASE_CSV_H
#define RR_BASE_CSV_H

#include "error.h"
#include "mem.h"

typedef struct rr__csv {
    const char *file;
    const char *at, *end;
    char separator;
    bool quoted;
    uint32_t line, row_line;   /* of the next byte; of the current row */
    rr__buf cells;             /* NUL-ended cells of the current row */
    rr__vec offsets;           /* size_t */
} rr__csv;
/* `text` is UTF-8 and borrowed. separator ',' with quoted true for CSV, '\t' with false for TSV. */
void rr__csv_init(rr__csv *csv, const rr_allocator *a, const char *file, const char *text, size_t len, char separator, bool quoted);
void rr__csv_finish(rr__csv *csv);
/* Reads the next row; *cells is its number of cells, 0 at the end. Blank lines are skipped. */
rr_status rr__csv_row(rr__csv *csv, size_t *cells, rr_error *err);
const char *rr__csv_cell(const rr__csv *csv, size_t index); /* "" beyond the row */

/* Adds a quoted cell, prefixing ' where a spreadsheet would see a formula; numbers go bare. */
void rr__csv_add(rr__buf *out, const char *text, bool first);
void rr__csv_add_int(rr__buf *out, int64_t value, bool first);
#endif
