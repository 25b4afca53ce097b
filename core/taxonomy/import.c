/* SPDX-License-Identifier: MIT */
/* rr_taxonomy_import: a folder of official files in, a taxonomy and an account of every row out. */
#include "taxonomy/import.h"

#include <string.h>

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
    for (size_t c = 0; columns[c] != NULL; c++) {
        bool optional = columns[c][0] == '?';
        t->columns[c] = SIZE_MAX;
        for (size_t i = 0; i < count; i++)
            if (strcmp(rr__csv_cell(&t->csv, i), columns[c] + optional) == 0)
                t->columns[c] = i;
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
    rr_status status = rr__file_open(&t->raw, &import->ctx->allocator, path, TABLE_LIMIT, &own);
    if (status == RR_EIO && optional) {
        rr_import_row absent = {file, "the file is absent", 0, 0};
        import->row(import->user, &absent);
        return false;
    }
    if (status == RR_EIO)
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
    rr__builder_file(import->b, file);
    if (!find_columns(t, columns)) {
        rr__table_close(t);
        return false;
    }
    return true;
}

bool rr__table_next(rr__table *t)
{
    size_t count = 0;
    if (!t->open || t->import->status != RR_OK)
        return false;
    rr_status status = rr__csv_row(&t->csv, &count, t->import->err);
    if (status != RR_OK)
        return fail(t->import, status);
    if (count == 0)
        return false;
    t->read++;
    if ((t->read & 0xfff) == 0) {
        const rr_context *ctx = t->import->ctx;
        if (ctx->progress != NULL)
            ctx->progress(ctx->user, t->name, (uint64_t)(t->csv.at - (const char *)t->text.data), t->text.len);
        if (rr__cancelled(ctx))
            return fail(t->import, rr__fail(t->import->err, RR_ECANCELLED, RR__MSG_CANCELLED, NULL));
    }
    return true;
}

static bool is_gap(const char *at)
{
    return strchr(" \t\r\n", *at) != NULL && *at != '\0';
}

const char *rr__table_cell(const rr__table *t, size_t column)
{
    if (t->columns[column] == SIZE_MAX)
        return "";
    char *text = (char *)(uintptr_t)rr__csv_cell(&t->csv, t->columns[column]);
    for (;;) {
        if (is_gap(text))
            text++;
        else if (memcmp(text, "\xc2\xa0", text[0] == '\0' ? 1 : 2) == 0)
            text += 2;
        else
            break;
    }
    size_t len = strlen(text);
    while (len > 0 && (is_gap(text + len - 1) || (len > 1 && memcmp(text + len - 2, "\xc2\xa0", 2) == 0)))
        len -= is_gap(text + len - 1) ? 1 : 2;
    text[len] = '\0'; /* the row's buffer is the table's own */
    return text;
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
    t->open = false;
}

static void ignore_row(void *user, const rr_import_row *row)
{
    (void)user, (void)row;
}

/* The version stands in the folder's name, as in db_29_3_text or esco-1.2.0; the files don't say it. */
static void read_version(const char *dir, char *out, size_t size)
{
    const char *end = dir + strlen(dir);
    size_t used = 0;
    while (end > dir && end[-1] == '/')
        end--;
    const char *at = end;
    while (at > dir && at[-1] != '/')
        at--;
    while (at < end && (*at < '0' || *at > '9'))
        at++;
    for (; at < end && used + 1 < size; at++) {
        bool digit = *at >= '0' && *at <= '9';
        bool joins = (*at == '.' || *at == '_') && at + 1 < end && at[1] >= '0' && at[1] <= '9';
        if (!digit && !joins)
            break;
        out[used++] = digit ? *at : '.';
    }
    memcpy(out + used, used == 0 ? "unknown" : "", used == 0 ? 8 : 1);
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
    static const struct { const char *name; rr_status (*run)(rr__import *, const char *); } schemes[] = {
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
        if (model_path != NULL)
            status = read_model(&import, model_path);
        if (status == RR_OK)
            status = schemes[i].run(&import, version);
        if (status == RR_OK)
            status = rr__builder_freeze(import.b, out, err);
        rr__arena_finish(&import.arena);
        rr__builder_destroy(import.b);
        return status;
    }
    return rr__fail(err, RR_EUSAGE, RR__MSG_IMPORT_SCHEME, scheme, NULL);
}
