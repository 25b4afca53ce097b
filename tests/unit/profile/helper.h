/* SPDX-License-Identifier: MIT */
/* What the tests of profiles share: reading files of tests/data and keeping what comes out. */
#ifndef TEST_PROFILE_HELPER_H
#define TEST_PROFILE_HELPER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <reroute/reroute.h>

#include "base/error.h"

enum { KEPT_MAX = 8, FOUND_MAX = 256 };

typedef struct kept {
    rr_context *context;
    rr_profile *profiles[KEPT_MAX];
    size_t count;
    rr_error found[FOUND_MAX];
    size_t found_count;
    rr_error err;
} kept;

static inline int keep(void *user, rr_profile *profile)
{
    kept *k = user;
    assert_true(k->count < KEPT_MAX);
    k->profiles[k->count++] = profile;
    return 0;
}

static inline void note_finding(void *user, const rr_error *err)
{
    kept *k = user;
    if (k->found_count < FOUND_MAX)
        k->found[k->found_count++] = *err;
}

static inline kept *open_kept(void)
{
    kept *k = calloc(1, sizeof *k);
    assert_non_null(k);
    assert_int_equal(rr_context_create(&k->context, NULL, NULL), RR_OK);
    return k;
}

static inline void clear_kept(kept *k)
{
    for (size_t i = 0; i < k->count; i++)
        rr_profile_destroy(k->profiles[i]);
    k->count = k->found_count = 0;
}

static inline void close_kept(kept *k)
{
    clear_kept(k);
    rr_context_destroy(k->context);
    free(k);
}

static inline rr_status read_as(kept *k, const char *name, const char *bytes, size_t len, rr_profile_format format, const char *encoding)
{
    rr_profile_read_options o = {.size = sizeof o, .format = format, .encoding = encoding, .finding = note_finding, .user = k};
    clear_kept(k);
    return rr_profile_read_memory(k->context, name, bytes, len, &o, keep, k, &k->err);
}

static inline rr_status read_text(kept *k, const char *name, const char *text)
{
    return read_as(k, name, text, strlen(text), RR_PROFILE_AUTO, NULL);
}

static inline rr_status read_path(kept *k, const char *name, const char *encoding)
{
    char path[1024];
    rr_profile_read_options o = {.size = sizeof o, .encoding = encoding, .finding = note_finding, .user = k};
    clear_kept(k);
    snprintf(path, sizeof path, "%s/tests/data/%s", RR_TEST_SOURCE, name);
    return rr_profile_read(k->context, path, &o, keep, k, &k->err);
}

/* Whether a finding of this number stands on this line (0: anywhere). */
static inline int found(const kept *k, enum rr__message message, uint32_t line)
{
    for (size_t i = 0; i < k->found_count; i++)
        if (k->found[i].number == message && (line == 0 || k->found[i].line == line))
            return 1;
    return 0;
}

/* The whole of a file, NUL-ended; the caller frees it. */
static inline char *load_file(const char *name, size_t *len)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/tests/data/%s", RR_TEST_SOURCE, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = calloc(1, 1 << 20);
    assert_non_null(bytes);
    *len = fread(bytes, 1, (1 << 20) - 1, file);
    fclose(file);
    return bytes;
}

typedef struct written { char *bytes; size_t len; } written;

static inline int add_written(void *user, const char *bytes, size_t len)
{
    written *w = user;
    char *longer = realloc(w->bytes, w->len + len + 1);
    assert_non_null(longer);
    memcpy(longer + w->len, bytes, len);
    w->bytes = longer;
    w->len += len;
    longer[w->len] = '\0';
    return 0;
}

static inline written write_as(const rr_profile *profile, rr_profile_format format)
{
    written w = {NULL, 0};
    rr_sink sink = {&w, add_written};
    assert_int_equal(rr_profile_write(profile, format, 1, &sink, NULL), RR_OK);
    assert_non_null(w.bytes);
    return w;
}

static inline void assert_same_profile(const rr_profile *a, const rr_profile *b)
{
    char left[65], right[65];
    assert_int_equal(rr_profile_sha256(a, left, NULL), RR_OK);
    assert_int_equal(rr_profile_sha256(b, right, NULL), RR_OK);
    assert_string_equal(left, right);
}
#endif
