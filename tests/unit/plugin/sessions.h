/* SPDX-License-Identifier: MIT */
/* What the tests of sessions share: requests of each kind, plugins opened by name, one that is healthy. */
#ifndef TEST_PLUGIN_SESSIONS_H
#define TEST_PLUGIN_SESSIONS_H

#include "helper.h"
#include <reroute/plugins.h>

/* Where an answer is expected, the deadline is one that no noise of the machine reaches; where none is, a short one. */
enum { EVER_MS = 60000, SOON_MS = 400 };

typedef struct test {
    rr_context *context;
    rr_taxonomy *taxonomy;
    rr__buf start, requests[RR__CALL_GRANTS + 1]; /* by RR__CALL_* */
    char helper[512];
    rr__session *healthy;
} test;

static inline rr__session_options options_for(const test *t, bool by_helper)
{
    return (rr__session_options){.helper = by_helper ? t->helper : NULL, .folder = RR_TEST_FAULTY_PLUGINS, .start_ms = EVER_MS,
                                 .call_ms = EVER_MS};
}

static inline bool open_plugin(rr__session **session, const test *t, const char *name, const rr__session_options *options, rr__failure *failure)
{
    char path[512];
    uint32_t offers = 0;
    snprintf(path, sizeof path, "%s/%s.so", RR_TEST_FAULTY_PLUGINS, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    bool ok = rr__session_open(session, t->context, fd, &t->start, options, &offers, failure);
    close(fd);
    assert_int_equal(ok, *session != NULL);
    assert_int_equal(ok, failure->fault == RR__FAULT_NONE);
    return ok;
}

/* What one session answers to everything, one after the other. */
static inline void collect(const test *t, rr__session *session, rr__buf *all)
{
    rr__failure failure;
    rr__buf reply;
    rr__buf_init(&reply, &rr__malloc_allocator, 0);
    for (int method = RR__CALL_REGIONS; method <= RR__CALL_GRANTS; method++) {
        if (!rr__session_call(session, &t->requests[method], &reply, &failure))
            fail_msg("%s: %s", rr__fault_code(failure.fault), failure.detail);
        rr__encode_u32(all, (uint32_t)reply.len);
        rr__buf_add(all, reply.data, reply.len);
    }
    rr__buf_finish(&reply);
    assert_false(all->failed);
}

static inline void check_failure(const char *what, const rr__failure *failure, rr__fault fault, const char *says)
{
    if (failure->fault != fault || (fault != RR__FAULT_NONE && strstr(failure->detail, says) == NULL))
        fail_msg("%s: \"%s: %s\" instead of \"%s: %s\"", what, rr__fault_code(failure->fault), failure->detail, rr__fault_code(fault), says);
}

static inline void check_healthy(const test *t, rr__buf *expected)
{
    rr__buf now;
    rr__buf_init(&now, &rr__malloc_allocator, 0);
    collect(t, t->healthy, &now);
    if (expected->len == 0)
        rr__buf_add(expected, now.data, now.len);
    assert_int_equal(now.len, expected->len);
    assert_memory_equal(now.data, expected->data, now.len);
    rr__buf_finish(&now);
}

static inline int set_up(void **state)
{
    static const char *const path = RR_TEST_SOURCE "/tests/data/valid/taxonomy-every-feature.xml";
    static const rr__manifest manifest = {.id = "org.reroute.fixture", .version = "1"};
    test *t = calloc(1, sizeof *t);
    assert_non_null(t);
    assert_int_equal(rr_context_create(&t->context, NULL, NULL), RR_OK);
    assert_int_equal(rr_taxonomy_load(&t->taxonomy, t->context, &path, 1, NULL, NULL, NULL), RR_OK);
    rr__buf_init(&t->start, &rr__malloc_allocator, 0);
    rr__start_request(&t->start, t->taxonomy, &manifest, NULL, 0);
    const rrp_held skills[3] = {{.skill = 1}, {.skill = 2}, {.skill = 3}};
    const rrp_profile profile = {.size = sizeof profile, .region = rr__region_number("CN-GD", 5), .skills = RRP_VEC(rrp_held, skills, 3)};
    const rrp_candidate candidates[2] = {{.occupation = 1}, {.occupation = 2}};
    const rrp_vec vec = RRP_VEC(rrp_candidate, candidates, 2), none = {NULL, 0, sizeof(rrp_course)};
    const rrp_course_query query = {.size = sizeof query, .region = profile.region, .max_rows = 10};
    for (int method = RR__CALL_REGIONS; method <= RR__CALL_GRANTS; method++) {
        rr__buf_init(&t->requests[method], &rr__malloc_allocator, 0);
        rr__encode_u32(&t->requests[method], (uint32_t)method);
    }
    rr__encode(&t->requests[RR__CALL_COURSES], &rr__abi_course_query, &query, sizeof query);
    rr__encode(&t->requests[RR__CALL_SCORE], &rr__abi_profile, &profile, sizeof profile);
    rr__encode_vec(&t->requests[RR__CALL_SCORE], &rr__abi_candidate, &vec);
    rr__encode(&t->requests[RR__CALL_GRANTS], &rr__abi_profile, &profile, sizeof profile);
    rr__encode_u32(&t->requests[RR__CALL_GRANTS], 1);
    rr__encode_vec(&t->requests[RR__CALL_GRANTS], &rr__abi_course, &none);
    assert_true(rr_plugins_helper(t->helper, sizeof t->helper) > 0);
    rr__session_options options = options_for(t, true);
    rr__failure failure;
    if (!open_plugin(&t->healthy, t, "healthy", &options, &failure))
        fail_msg("%s: %s", rr__fault_code(failure.fault), failure.detail);
    *state = t;
    return 0;
}

static inline int tear_down(void **state)
{
    test *t = *state;
    rr__session_close(t->healthy);
    for (int method = RR__CALL_REGIONS; method <= RR__CALL_GRANTS; method++)
        rr__buf_finish(&t->requests[method]);
    rr__buf_finish(&t->start);
    rr_taxonomy_destroy(t->taxonomy);
    rr_context_destroy(t->context);
    free(t);
    return 0;
}
#endif
