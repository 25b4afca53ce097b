/* SPDX-License-Identifier: MIT */
/* rr_taxonomy_import: a folder of official files in, a taxonomy and an account of every row out. */
#include "taxonomy/import.h"

#include <string.h>
#include <unistd.h>

#include "base/text.h"

enum { TABLE_LIMIT = 1 << 30 };

static bool fail(rr__import *import, rr_status status)
{
    if (import->status == RR_OK)
        import->status = status;
    return false;
}

static bool find_columns(rr__table *t, const char *const *columns)
{
    size_t count = 0;
    rr_status status = rr__csv_row(&t->csv, &count, t->import->err);
    if (status != RR_OK)
        return fail(t->import, status);
    for (size_t c = 0; c < RR__COLUMNS; c++)
        t->columns[c] = SIZE_MAX;
    for (size_t c = 0; columns[c] != NULL; c++) {
        bool optional = columns[c][0] == '?';
        for (size_t i = 0; i < count; i++)
            if (strcmp(rr__csv_cell(&t->csv, i), columns[c] + optional) == 0)
                t->columns[c] = i;
        if (t->columns[c] != SIZE_MAX && !optional && t->columns[c] >= t->needed)
            t->needed = t->columns[c] + 1;
        if (t->columns[c] == SIZE_MAX && !optional)
            return fail(t->import, rr__fail_at(t->import->err, RR_EINVALID, t->name, 1, 0, RR__MSG_IMPORT_COLUMN, columns[c], NULL));
    }
    return true;
}

bool rr__table_open(rr__table *t, rr__import *import, const char *file, char separator, bool optional, const char *const *columns)
{
    size_t dir = strlen(import->dir), name = strlen(file);
    char *path = rr__arena_alloc(&import->arena, dir + name + 2, 1);
    rr_error own = {0};
    *t = (rr__table){.import = import, .name = file};
    if (import->status != RR_OK)
        return false;
    if (path == NULL)
        return fail(import, rr__fail_nomem(import->err));
    memcpy(path, import->dir, dir);
    path[dir] = '/';
    memcpy(path + dir + 1, file, name);
    if (import->named_count < RR__TABLES)
        import->named[import->named_count++] = file;
    rr_status status = rr__file_open(&t->raw, &import->ctx->allocator, path, TABLE_LIMIT, &own);
    /* A file that is there but can't be read is no absent file: without it the import would be a part. */
    bool is_absent = status == RR_EIO && access(path, F_OK) != 0;
    if (is_absent && optional) {
        rr_import_row absent = {file, "the file is absent", 0, 0};
        import->row(import->user, &absent);
        return false;
    }
    if (is_absent)
        status = rr__fail_at(&own, RR_ENOTFOUND, import->dir, 0, 0, RR__MSG_IMPORT_MISSING, file, NULL);
    if (status == RR_OK)
        status = rr__transcode(&t->text, &import->ctx->allocator, file, NULL, t->raw.data, t->raw.len, &own);
    if (status != RR_OK) {
        rr__bytes_finish(&t->raw);
        if (import->err != NULL)
            *import->err = own;
        return fail(import, status);
    }
    t->open = true;
    rr__csv_init(&t->csv, &import->ctx->allocator, file, (const char *)t->text.data, t->text.len, separator, separator == ',');
    t->file = rr__builder_file(import->b, file);
    if (!find_columns(t, columns)) {
        rr__table_close(t);
        return false;
    }
    return true;
}

/* Control characters and the two non-characters: XML 1.0 has no way to write them. */
static bool fits_xml(const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') ||
            (c == 0xef && (strncmp(text, "\xef\xbf\xbe", 3) == 0 || strncmp(text, "\xef\xbf\xbf", 3) == 0)))
            return false;
    }
    return true;
}

/* Why a row can't be used whatever it says, or NULL. */
static const char *find_fault(const rr__table *t, size_t cells)
{
    if (cells < t->needed)
        return "the row is cut short";
    for (size_t c = 0; c < RR__COLUMNS; c++)
        if (t->columns[c] < cells && !fits_xml(rr__csv_cell(&t->csv, t->columns[c])))
            return "a character that XML can't hold";
    return NULL;
}

static bool report_progress(const rr__table *t)
{
    const rr_context *ctx = t->import->ctx;
    if ((t->read & 0xfff) != 0)
        return true;
    if (ctx->progress != NULL)
        ctx->progress(ctx->user, t->name, (uint64_t)(t->csv.at - (const char *)t->text.data), t->text.len);
    return !rr__cancelled(ctx) || fail(t->import, rr__fail(t->import->err, RR_ECANCELLED, RR__MSG_CANCELLED, NULL));
}

bool rr__table_next(rr__table *t)
{
    while (t->open && t->import->status == RR_OK) {
        size_t cells = 0;
        rr_status status = rr__csv_row(&t->csv, &cells, t->import->err);
        if (status != RR_OK)
            return fail(t->import, status);
        if (cells == 0)
            return false;
        t->read++;
        if (!report_progress(t))
            return false;
        rr__builder_at(t->import->b, (rr__place){t->file, t->csv.row_line, 0});
        const char *fault = find_fault(t, cells);
        if (fault == NULL)
            return true;
        rr__table_tell(t, RR__REFUSED, fault);
    }
    return false;
}

static bool is_gap(const char *at)
{
    return strchr(" \t\r\n", *at) != NULL && *at != '\0';
}

static bool is_no_break(const char *at)
{
    return at[0] == '\xc2' && at[1] == '\xa0';
}

char *rr__trim(char *text)
{
    while (is_gap(text) || is_no_break(text))
        text += is_gap(text) ? 1 : 2;
    size_t len = strlen(text), to = len;
    while (to > 0 && (is_gap(text + to - 1) || (to > 1 && is_no_break(text + to - 2))))
        to -= is_gap(text + to - 1) ? 1 : 2;
    if (to < len)
        text[to] = '\0';
    return text;
}

/* The row's buffer is the table's own, so it may be trimmed in place; the "" of a cell beyond the row is
 * not written to, since there is nothing to trim. */
const char *rr__table_cell(const rr__table *t, size_t column)
{
    if (t->columns[column] == SIZE_MAX)
        return "";
    return rr__trim((char *)(uintptr_t)rr__csv_cell(&t->csv, t->columns[column]));
}

void rr__table_tell(rr__table *t, int kind, const char *why)
{
    size_t i = 0;
    while (i < t->fate_count && (t->fates[i].kind != kind || strcmp(t->fates[i].what, why) != 0))
        i++;
    if (i == RR__REASONS)
        return;
    if (i == t->fate_count) {
        t->fate_count++;
        t->fates[i].what = why;
        t->fates[i].kind = kind;
    }
    t->fates[i].rows++;
}

void rr__table_close(rr__table *t)
{
    if (!t->open)
        return;
    rr_import_row row = {t->name, "rows", 0, t->read};
    t->import->row(t->import->user, &row);
    for (int kind = RR__USED; kind <= RR__REFUSED; kind++)
        for (size_t i = 0; i < t->fate_count; i++)
            if (t->fates[i].kind == kind) {
                row = (rr_import_row){t->name, t->fates[i].what, kind, t->fates[i].rows};
                t->import->row(t->import->user, &row);
            }
    rr__csv_finish(&t->csv);
    if (t->text.base != NULL)
        rr__bytes_finish(&t->text);
    rr__bytes_finish(&t->raw);
    rr__builder_at(t->import->b, (rr__place){0}); /* what is said later is about no row of this file */
    t->open = false;
}

static bool is_named(const rr__import *import, const char *name)
{
    for (size_t i = 0; i < import->named_count; i++)
        if (strcmp(import->named[i], name) == 0)
            return true;
    return false;
}

/* Rows of a file whose content is none of ours, so that a fault in it is no reason to fail. */
static uint64_t count_rows(const rr__import *import, const char *path, const char *name, char separator, rr_status *status)
{
    rr__bytes raw;
    rr__csv csv;
    uint64_t rows = 0;
    *status = rr__file_open(&raw, &import->ctx->allocator, path, TABLE_LIMIT, NULL);
    if (*status != RR_OK)
        return 0;
    rr__csv_init(&csv, &import->ctx->allocator, name, (const char *)raw.data, raw.len, separator, separator == ',');
    for (size_t cells = 1; *status == RR_OK && cells > 0; rows += cells > 0)
        *status = rr__csv_row(&csv, &cells, NULL);
    rr__csv_finish(&csv);
    rr__bytes_finish(&raw);
    return rows > 0 ? rows - 1 : 0; /* the header */
}

void rr__import_rest(rr__import *import, const char *suffix, char separator)
{
    const char **paths = NULL;
    size_t count = 0;
    if (import->status != RR_OK)
        return;
    rr_status status = rr__folder_list(import->dir, suffix, &import->arena, &paths, &count, import->err);
    if (status != RR_OK) {
        fail(import, status);
        return;
    }
    for (size_t i = 0; i < count && import->status == RR_OK; i++) {
        const char *slash = strrchr(paths[i], '/'), *name = slash == NULL ? paths[i] : slash + 1;
        if (is_named(import, name))
            continue;
        uint64_t rows = count_rows(import, paths[i], name, separator, &status);
        if (status == RR_ENOMEM)
            fail(import, rr__fail_nomem(import->err));
        rr_import_row read = {name, status == RR_OK ? "rows" : "not a table that can be read", 0, rows};
        rr_import_row refused = {name, "a file that is not imported", RR__REFUSED, rows};
        import->row(import->user, &read);
        if (rows > 0)
            import->row(import->user, &refused);
    }
}

const char *rr_import_row_what(const rr_import_row *row, rr_lang lang)
{
    static const char *const words[][2] = {
#define WORD(en, zh) {en, zh},
#include "taxonomy/import_words.def"
#undef WORD
    };
    for (size_t i = 0; lang == RR_LANG_ZH && i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i][0], row->what) == 0)
            return words[i][1];
    return row->what;
}

static void ignore_row(void *user, const rr_import_row *row)
{
    (void)user, (void)row;
}

/* The version stands in the folder's name, as in db_29_3_text or esco-1.2.0; the files don't say it. A number
 * alone (a year, a copy's) is no version: it takes at least two, joined. */
static void read_version(const char *dir, char *out, size_t size)
{
    const char *end = dir + strlen(dir);
    while (end > dir && end[-1] == '/')
        end--;
    const char *at = end;
    while (at > dir && at[-1] != '/')
        at--;
    while (at < end) {
        size_t used = 0, joints = 0;
        while (at < end && (*at < '0' || *at > '9'))
            at++;
        for (; at < end && used + 1 < size; at++) {
            bool digit = *at >= '0' && *at <= '9';
            bool joins = (*at == '.' || *at == '_') && at + 1 < end && at[1] >= '0' && at[1] <= '9';
            if (!digit && !joins)
                break;
            joints += joins;
            out[used++] = digit ? *at : '.';
        }
        out[used] = '\0';
        if (joints > 0)
            return;
        at += at < end; /* a number that fills `out` must not be met again */
    }
    memcpy(out, "unknown", sizeof "unknown");
}

static rr_status read_model(rr__import *import, const char *path)
{
    rr__bytes bytes;
    rr_status status = rr__file_open(&bytes, &import->ctx->allocator, path, TABLE_LIMIT, import->err);
    if (status == RR_OK) {
        status = rr__read_taxonomy_xml(import->b, import->ctx, path, bytes.data, bytes.len, 0, import->err);
        rr__bytes_finish(&bytes);
    }
    return status;
}

rr_status rr_taxonomy_import(rr_taxonomy **out, rr_context *context, const char *scheme, const char *dir, const char *model_path,
                             void (*row)(void *user, const rr_import_row *row), void *user, rr_error *err)
{
    static const struct { const char *name; rr_status (*run)(rr__import *); } schemes[] = {
        {"onet", rr__import_onet}, {"esco", rr__import_esco}};
    rr__import import = {.ctx = context, .dir = dir, .row = row == NULL ? ignore_row : row, .user = user, .err = err};
    char version[32];
    *out = NULL;
    rr__error_clear(err);
    for (size_t i = 0; i < 2; i++) {
        if (strcmp(schemes[i].name, scheme) != 0)
            continue;
        rr_status status = rr__builder_create(&import.b, context, NULL, NULL, err);
        if (status != RR_OK)
            return status;
        rr__arena_init(&import.arena, &context->allocator);
        read_version(dir, version, sizeof version);
        rr__builder_file(import.b, dir);
        rr__builder_head(import.b, scheme, version, NULL);
        const char **names = NULL;
        size_t count = 0;
        status = rr__folder_list(dir, ".", &import.arena, &names, &count, err); /* is there such a folder at all? */
        if (status == RR_OK && model_path != NULL)
            status = read_model(&import, model_path);
        if (status == RR_OK)
            status = schemes[i].run(&import);
        if (status == RR_OK)
            status = rr__builder_freeze(import.b, out, err);
        rr__arena_finish(&import.arena);
        rr__builder_destroy(import.b);
        return status;
    }
    return rr__fail(err, RR_EUSAGE, RR__MSG_IMPORT_SCHEME, scheme, NULL);
}
