/* SPDX-License-Identifier: MIT */
/* For tests of importers: folders made of texts, and the account of an import kept for questions. */
#ifndef IMPORT_HELPER_H
#define IMPORT_HELPER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <reroute/reroute.h>
#include "../stingy.h"

typedef struct account_line { char file[64], what[96]; int kind; uint64_t rows; } account_line;
typedef struct account { account_line lines[256]; size_t count; } account;

static inline void note_line(void *user, const rr_import_row *row)
{
    account *a = user;
    assert_true(a->count < 256);
    account_line *line = &a->lines[a->count++];
    snprintf(line->file, sizeof line->file, "%s", row->file);
    snprintf(line->what, sizeof line->what, "%s", row->what);
    line->kind = row->kind;
    line->rows = row->rows;
}

/* Rows of a file with that fate; `what` NULL: whatever the reason. */
static inline uint64_t rows_of(const account *a, const char *file, int kind, const char *what)
{
    uint64_t rows = 0;
    for (size_t i = 0; i < a->count; i++)
        if (strcmp(a->lines[i].file, file) == 0 && a->lines[i].kind == kind && (what == NULL || strcmp(a->lines[i].what, what) == 0))
            rows += a->lines[i].rows;
    return rows;
}

static inline int has_line(const account *a, const char *file, const char *what)
{
    for (size_t i = 0; i < a->count; i++)
        if (strcmp(a->lines[i].file, file) == 0 && strcmp(a->lines[i].what, what) == 0)
            return 1;
    return 0;
}

/* used + merged + refused = read, for every file. */
static inline void check_sums(const account *a)
{
    assert_true(a->count > 0);
    for (size_t i = 0; i < a->count; i++) {
        const char *file = a->lines[i].file;
        uint64_t fates = rows_of(a, file, 1, NULL) + rows_of(a, file, 2, NULL) + rows_of(a, file, 3, NULL);
        assert_int_equal(rows_of(a, file, 0, NULL), fates);
    }
}

typedef struct folder { char base[64], path[128]; } folder;

static inline folder make_folder(const char *name)
{
    folder f;
    strcpy(f.base, "/tmp/reroute-import-XXXXXX");
    assert_non_null(mkdtemp(f.base));
    snprintf(f.path, sizeof f.path, "%s/%s", f.base, name);
    assert_int_equal(mkdir(f.path, 0700), 0);
    return f;
}

static inline void put(const folder *f, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", f->path, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}


/* Folders of tests hold plain files only. */
static inline void drop_folder(const folder *f)
{
    char command[256];
    snprintf(command, sizeof command, "rm -rf '%s'", f->base);
    assert_int_equal(system(command), 0);
}

static inline rr_status import_folder(rr_taxonomy **t, rr_context *context, const char *scheme, const folder *f, account *a, rr_error *err)
{
    memset(a, 0, sizeof *a);
    return rr_taxonomy_import(t, context, scheme, f->path, NULL, note_line, a, err);
}

/* A folder of the real data, or NULL after saying loudly that the test is skipped. */
static inline const char *real_data(const char *name, char *path, size_t size)
{
    const char *base = getenv("REROUTE_TEST_DATA");
    if (base == NULL || base[0] == '\0') {
        fprintf(stderr, "*** SKIPPED: REROUTE_TEST_DATA is not set, so the real %s was NOT imported ***\n", name);
        return NULL;
    }
    snprintf(path, size, "%s/%s", base, name);
    return path;
}

typedef struct bytes { char *data; size_t len; } bytes;

static inline int gather(void *user, const char *more, size_t len)
{
    bytes *b = user;
    char *grown = realloc(b->data, b->len + len);
    if (grown == NULL)
        return 1;
    b->data = grown;
    memcpy(b->data + b->len, more, len);
    b->len += len;
    return 0;
}

/* Written as XML and loaded again, a taxonomy has the same content. */
static inline void check_round_trip(rr_context *context, const rr_taxonomy *t)
{
    rr_taxonomy *again = NULL;
    rr_taxonomy_info first, second;
    rr_error err = {0};
    bytes xml = {NULL, 0};
    rr_sink sink = {&xml, gather};
    assert_int_equal(rr_taxonomy_write_xml(t, &sink, &err), RR_OK);
    assert_int_equal(rr_taxonomy_load_memory(&again, context, "again", xml.data, xml.len, NULL, NULL, &err), RR_OK);
    rr_taxonomy_get_info(t, &first);
    rr_taxonomy_get_info(again, &second);
    assert_string_equal(first.sha256, second.sha256);
    rr_taxonomy_destroy(again);
    free(xml.data);
}

/* What an occupation requires of a descriptor; fails when it doesn't. */
static inline rr_requirement required(const rr_taxonomy *t, const char *occupation, const char *descriptor)
{
    uint32_t o = rr_taxonomy_find_occupation(t, occupation), d = rr_taxonomy_find_descriptor(t, descriptor);
    rr_requirement r;
    assert_int_not_equal(o, RR_NONE);
    assert_int_not_equal(d, RR_NONE);
    for (uint32_t k = 0; rr_occupation_requirement(t, o, k, &r); k++)
        if (r.descriptor == d)
            return r;
    fail_msg("%s does not require %s", occupation, descriptor);
    return r;
}

static inline int has_parent(const rr_taxonomy *t, const char *child, const char *parent)
{
    uint32_t c = rr_taxonomy_find_descriptor(t, child), p = rr_taxonomy_find_descriptor(t, parent), found = 0;
    for (uint32_t k = 0; p != RR_NONE && found != RR_NONE; k++)
        if ((found = rr_descriptor_broader(t, c, k)) == p)
            return 1;
    return 0;
}

/* How many names an occupation has of that text. */
static inline int count_names(const rr_taxonomy *t, const char *occupation, const char *text)
{
    uint32_t o = rr_taxonomy_find_occupation(t, occupation);
    rr_label label;
    int count = 0;
    for (uint32_t k = 0; rr_occupation_name(t, o, k, &label); k++)
        count += strcmp(label.text, text) == 0;
    return count;
}

/* For all tests of a program. */
static rr_context *context;

static inline int open_context(void **state)
{
    (void)state;
    return rr_context_create(&context, NULL, NULL) != RR_OK;
}

static inline int close_context(void **state)
{
    (void)state;
    rr_context_destroy(context);
    return 0;
}
#endif
