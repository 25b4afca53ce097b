/* SPDX-License-Identifier: MIT */
/* What the tests of overrides share: the shipped taxonomy, a taxi driver, and overrides read from text. */
#ifndef TEST_OVERRIDE_HELPER_H
#define TEST_OVERRIDE_HELPER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <reroute/reroute.h>

#include "base/error.h"

typedef struct desk {
    rr_context *context;
    rr_taxonomy *taxonomy;
    rr_matcher *matcher;
    rr_profile *driver;
    rr_overrides *overrides;
    rr_error err, told[128];
    size_t told_count;
} desk;

static inline void note_told(void *user, const rr_error *err)
{
    desk *d = user;
    if (d->told_count < 128)
        d->told[d->told_count++] = *err;
}

static inline void open_desk(desk *d)
{
    const char *path = RR_TEST_SOURCE "/taxonomies/cn-transition";
    rr_job job = {.title = "cn:taxi-driver", .months = 144, .until_year = -1, .current = 1, .occupation = RR_NONE};
    rr_licence licence = {"C1", 2012};
    memset(d, 0, sizeof *d);
    assert_int_equal(rr_context_create(&d->context, NULL, NULL), RR_OK);
    assert_int_equal(rr_taxonomy_load(&d->taxonomy, d->context, &path, 1, NULL, NULL, NULL), RR_OK);
    assert_int_equal(rr_matcher_create(&d->matcher, d->context, d->taxonomy, NULL), RR_OK);
    assert_int_equal(rr_profile_create(&d->driver, d->context, "w-1", NULL), RR_OK);
    assert_int_equal(rr_profile_add_job(d->driver, &job, NULL), RR_OK);
    assert_int_equal(rr_profile_add_licence(d->driver, &licence, NULL), RR_OK);
    assert_int_equal(rr_profile_resolve(d->driver, d->taxonomy, NULL, NULL, NULL), RR_OK);
    assert_int_equal(rr_overrides_create(&d->overrides, d->context, NULL), RR_OK);
}

static inline void close_desk(desk *d)
{
    rr_overrides_destroy(d->overrides);
    rr_profile_destroy(d->driver);
    rr_matcher_destroy(d->matcher);
    rr_taxonomy_destroy(d->taxonomy);
    rr_context_destroy(d->context);
}

static inline rr_status read_overrides(desk *d, const char *text)
{
    d->told_count = 0;
    return rr_overrides_read_memory(d->overrides, "o.json", text, strlen(text), note_told, d, &d->err);
}

/* Starts again with what the text decides, resolved without plugins. */
static inline void decide(desk *d, const char *text)
{
    rr_overrides_destroy(d->overrides);
    assert_int_equal(rr_overrides_create(&d->overrides, d->context, NULL), RR_OK);
    assert_int_equal(read_overrides(d, text), RR_OK);
    assert_int_equal(rr_overrides_resolve(d->overrides, d->taxonomy, NULL, NULL, NULL, &d->err), RR_OK);
}

static inline rr_match_result *match_all(desk *d, const rr_overrides *overrides)
{
    rr_match_result *result = NULL;
    rr_match_options o = {.size = sizeof o, .date = "2026-11-24", .overrides = overrides};
    assert_int_equal(rr_match_run(&result, d->matcher, d->driver, &o, &d->err), RR_OK);
    return result;
}

static inline const rr_match *match_of(const desk *d, const rr_match_result *result, const char *role)
{
    uint32_t occupation = rr_taxonomy_find_occupation(d->taxonomy, role);
    for (size_t i = 0; i < rr_match_count(result); i++)
        if (rr_match_at(result, i)->occupation == occupation)
            return rr_match_at(result, i);
    return NULL;
}
#endif
