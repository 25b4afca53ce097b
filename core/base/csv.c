/* SPDX-License-Identifier: MIT */
/* UTF-8 tables in, rows of cells out; and cells out that no spreadsheet takes for a formula. */
#include "csv.h"

#include <string.h>

enum { ROW_LIMIT = 16 << 20 };

void rr__csv_init(rr__csv *csv, const rr_allocator *a, const char *file, const char *text, size_t len, char separator, bool quoted)
{
    *csv = (rr__csv){.file = file, .at = text, .end = text + len, .separator = separator, .quoted = quoted, .line = 1};
    rr__buf_init(&csv->cells, a, ROW_LIMIT);
    csv->cells.secret = true; /* profiles are read by this */
    rr__vec_init(&csv->offsets, a, sizeof(size_t));
}

void rr__csv_finish(rr__csv *csv)
{
    rr__buf_finish(&csv->cells);
    rr__vec_finish(&csv->offsets);
}

static rr_status fail_row(const rr__csv *csv, rr_error *err, const char *why)
{
    return rr__fail_at(err, RR_ESYNTAX, csv->file, csv->line, 0, RR__MSG_CSV_SYNTAX, why, NULL);
}

/* A quoted cell; `at` stands behind the opening quote and ends behind the closing one. */
static rr_status read_quoted(rr__csv *csv, rr_error *err)
{
    for (;;) {
        const char *quote = memchr(csv->at, '"', (size_t)(csv->end - csv->at));
        if (quote == NULL)
            return fail_row(csv, err, "a quoted cell does not end");
        if (memchr(csv->at, '\0', (size_t)(quote - csv->at)) != NULL)
            return fail_row(csv, err, "a NUL byte");
        for (const char *c = csv->at; c < quote; c++)
            csv->line += *c == '\n';
        rr__buf_add(&csv->cells, csv->at, (size_t)(quote - csv->at));
        csv->at = quote + 1;
        if (csv->at == csv->end || *csv->at != '"')
            break;
        rr__buf_char(&csv->cells, '"');
        csv->at++;
    }
    if (csv->at < csv->end && *csv->at != csv->separator && *csv->at != '\n' && *csv->at != '\r')
        return fail_row(csv, err, "text behind a closing quote");
    return RR_OK;
}

static rr_status read_cell(rr__csv *csv, rr_error *err)
{
    if (csv->quoted && csv->at < csv->end && *csv->at == '"') {
        csv->at++;
        return read_quoted(csv, err);
    }
    const char *from = csv->at;
    while (csv->at < csv->end && *csv->at != csv->separator && *csv->at != '\n' &&
           !(*csv->at == '\r' && (csv->at + 1 == csv->end || csv->at[1] == '\n'))) {
        if (*csv->at == '\0')
            return fail_row(csv, err, "a NUL byte");
        if (csv->quoted && *csv->at == '"')
            return fail_row(csv, err, "a quote inside an unquoted cell");
        csv->at++;
    }
    rr__buf_add(&csv->cells, from, (size_t)(csv->at - from));
    return RR_OK;
}

static void skip_line_end(rr__csv *csv)
{
    if (csv->at < csv->end && *csv->at == '\r')
        csv->at++;
    if (csv->at < csv->end && *csv->at == '\n')
        csv->at++;
    csv->line++;
}

rr_status rr__csv_row(rr__csv *csv, size_t *cells, rr_error *err)
{
    while (csv->at < csv->end && (*csv->at == '\n' || (*csv->at == '\r' && csv->at + 1 < csv->end && csv->at[1] == '\n')))
        skip_line_end(csv);
    rr__buf_clear(&csv->cells);
    csv->offsets.count = 0;
    *cells = 0;
    csv->row_line = csv->line;
    while (csv->at < csv->end || csv->offsets.count > 0) {
        size_t offset = csv->cells.len;
        if (!rr__vec_push(&csv->offsets, &offset))
            return rr__fail_nomem(err);
        rr_status status = read_cell(csv, err);
        if (status != RR_OK)
            return status;
        rr__buf_char(&csv->cells, '\0');
        if (csv->at == csv->end || *csv->at != csv->separator)
            break;
        csv->at++;
    }
    if (csv->cells.failed)
        return csv->cells.len > ROW_LIMIT / 2 ? rr__fail_at(err, RR_ELIMIT, csv->file, csv->row_line, 0, RR__MSG_CSV_SYNTAX, "a row longer than 16 MiB", NULL)
                                              : rr__fail_nomem(err);
    if (csv->offsets.count > 0)
        skip_line_end(csv);
    *cells = csv->offsets.count;
    return RR_OK;
}

const char *rr__csv_cell(const rr__csv *csv, size_t index)
{
    return index < csv->offsets.count ? csv->cells.data + RR__AT(size_t, &csv->offsets, index) : "";
}

void rr__csv_add(rr__buf *out, const char *text, bool first)
{
    rr__buf_text(out, first ? "\"" : ",\"");
    if (text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL)
        rr__buf_char(out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            rr__buf_char(out, '"');
        rr__buf_char(out, *text);
    }
    rr__buf_char(out, '"');
}

void rr__csv_add_int(rr__buf *out, int64_t value, bool first)
{
    if (!first)
        rr__buf_char(out, ',');
    rr__buf_int(out, value);
}
