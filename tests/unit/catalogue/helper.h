/* SPDX-License-Identifier: MIT */
/* What the tests of catalogues share: a taxonomy, and reading courses with their findings. */
#ifndef TEST_CATALOGUE_HELPER_H
#define TEST_CATALOGUE_HELPER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/region.h"
#include "catalogue/catalogue.h"

enum { FOUND_MAX = 120 };

static struct {
    rr_context *context;
    rr_taxonomy *demo;
    rr__arena arena;
    rr__vec unknown;
    rr_error found[FOUND_MAX], err;
    size_t found_count;
} kept;

static inline int open_kept(void **state)
{
    (void)state;
    static const char *const path = RR_TEST_SOURCE "/tests/data/valid/taxonomy-every-feature.xml";
    if (rr_context_create(&kept.context, NULL, NULL) != RR_OK || rr_taxonomy_load(&kept.demo, kept.context, &path, 1, NULL, NULL, NULL) != RR_OK)
        return 1;
    rr__arena_init(&kept.arena, &kept.context->allocator);
    rr__vec_init(&kept.unknown, &kept.context->allocator, sizeof(rr__unknown_name));
    return 0;
}

static inline int close_kept(void **state)
{
    (void)state;
    rr__vec_finish(&kept.unknown);
    rr__arena_finish(&kept.arena);
    rr_taxonomy_destroy(kept.demo);
    rr_context_destroy(kept.context);
    return 0;
}

static inline void hear(void *user, const rr_error *err)
{
    (void)user;
    if (kept.found_count < FOUND_MAX)
        kept.found[kept.found_count++] = *err;
}

static inline rr_status read_text(rr__courses *out, const char *text, size_t len)
{
    kept.found_count = 0;
    kept.unknown.count = 0;
    return rr__courses_read(out, &kept.arena, &kept.unknown, kept.context, kept.demo, "c.xml", text, len, hear, NULL, &kept.err);
}

static inline rr__bytes load_file(const char *name)
{
    char path[1024];
    rr__bytes bytes;
    snprintf(path, sizeof path, RR_TEST_SOURCE "/tests/data/%s", name);
    assert_int_equal(rr__file_open(&bytes, &kept.context->allocator, path, 1 << 20, NULL), RR_OK);
    return bytes;
}

static inline uint32_t find_skill(const char *id)
{
    uint32_t found = rr_taxonomy_find_descriptor(kept.demo, id);
    assert_int_not_equal(found, RR_NONE);
    return found;
}

/* ---- time ---- */

/* Bounds are several times what is measured, and looser still in builds that are slow on purpose. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SLOW 20
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SLOW 20
#endif
#endif
#ifndef SLOW
#define SLOW 1
#endif

static inline double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static inline void assert_within(double since, double most)
{
    double took = seconds() - since;
    if (took > most * SLOW)
        fail_msg("took %.3f s, more than %.3f s", took, most * SLOW);
}
#endif
