/* SPDX-License-Identifier: MIT */
/* Plugins that misbehave, each in its helper: the fault has the right name, this process is as it was before, and
 * a healthy plugin beside it answers the same bytes. */
#include "session_fixture.h"

typedef struct neighbourhood {
    world *w;
    rr__session *healthy;
    rr__isolation isolation;
    rr__buf expected; /* what the healthy one answers to SCORE */
    state before;
} neighbourhood;

/* Where the system lacks a layer, what needs it can't be asserted; that is said, and not passed over. */
static bool has_layers(rr__isolation isolation, const char *fault)
{
    if (isolation == RR__FULL)
        return true;
    if (fault != NULL)
        print_message("NOT CONTAINED HERE: %s; this system lacks Landlock or seccomp\n", fault);
    return false;
}

static int set_up(void **out)
{
    rr__failure failure;
    neighbourhood *n = calloc(1, sizeof *n);
    assert_non_null(n);
    n->w = open_world();
    const rr__session_options options = {.helper = n->w->helper, .folder = RR_TEST_FAULTS, .start_ms = GENEROUS_MS, .call_ms = GENEROUS_MS};
    rr__buf_init(&n->expected, &rr__malloc_allocator, 0);
    assert_true(open_plugin(&n->healthy, n->w, "healthy", &options, &failure));
    n->isolation = rr__session_isolation(n->healthy);
    assert_true(call_plugin(n->w, n->healthy, RR__CALL_SCORE, &failure));
    rr__buf_add(&n->expected, n->w->reply.data, n->w->reply.len);
    assert_true(n->expected.len > 100);
    look(&n->before);
    *out = n;
    return 0;
}

static int tear_down(void **in)
{
    neighbourhood *n = *in;
    rr__session_close(n->healthy);
    rr__buf_finish(&n->expected);
    close_world(n->w);
    free(n);
    return 0;
}

/* The healthy one's helper is a child, too. */
static void assert_all_well(neighbourhood *n)
{
    rr__failure failure;
    assert_unchanged(&n->before, 0);
    assert_true(call_plugin(n->w, n->healthy, RR__CALL_SCORE, &failure));
    assert_same(&n->w->reply, &n->expected);
}

typedef enum need { NOTHING, TIME /* runs out */, LAYERS, PLAIN_BUILD /* see below */ } need;
typedef struct row {
    const char *plugin;
    uint32_t method;    /* in which it fails; START: the session doesn't open */
    rr__fault fault;
    const char *detail; /* how it begins */
    need need;
} row;

static const row ENDS[] = {
    {"crash_constructor", RR__CALL_START, RR__FAULT_CRASH, "while it was loaded: signal 11 (SEGV)", NOTHING},
    {"crash_create", RR__CALL_REGIONS, RR__FAULT_CRASH, "in regions: signal 11 (SEGV)", NOTHING},
    {"crash_create", RR__CALL_SCORE, RR__FAULT_CRASH, "in score: signal 11 (SEGV)", NOTHING},
    {"crash_regions", RR__CALL_REGIONS, RR__FAULT_CRASH, "in regions: signal 11 (SEGV)", NOTHING},
    {"crash_courses", RR__CALL_COURSES, RR__FAULT_CRASH, "in courses: signal 11 (SEGV)", NOTHING},
    {"crash_score", RR__CALL_SCORE, RR__FAULT_CRASH, "in score: signal 11 (SEGV)", NOTHING},
    {"crash_grants", RR__CALL_GRANTS, RR__FAULT_CRASH, "in grants: signal 11 (SEGV)", NOTHING},
    {"overflow_stack", RR__CALL_SCORE, RR__FAULT_CRASH, "in score: signal 11 (SEGV)", NOTHING},
    {"abort", RR__CALL_SCORE, RR__FAULT_CRASH, "in score: signal 6 (ABRT)", NOTHING},
    {"throws", RR__CALL_SCORE, RR__FAULT_CRASH, "in score: signal 6 (ABRT); it wrote: terminate called after throwing", PLAIN_BUILD},
    {"exit_constructor", RR__CALL_START, RR__FAULT_EXIT, "while it was loaded: exit status 0", NOTHING},
    {"leave", RR__CALL_SCORE, RR__FAULT_EXIT, "in score: exit status 0", NOTHING},
    {"leave_at_once", RR__CALL_SCORE, RR__FAULT_EXIT, "in score: exit status 3", NOTHING},
    {"hang_constructor", RR__CALL_START, RR__FAULT_TIMEOUT, "while it was loaded: no answer after 300 ms", TIME},
    {"loop", RR__CALL_SCORE, RR__FAULT_TIMEOUT, "in score: no answer after 300 ms", TIME},
    {"doze", RR__CALL_SCORE, RR__FAULT_TIMEOUT, "in score: no answer after 300 ms", TIME},
    {"eat_memory", RR__CALL_SCORE, RR__FAULT_MEMORY, "in score: more than 256 MiB", PLAIN_BUILD},
    {"nobody_has_this", RR__CALL_START, RR__FAULT_UNDEFINED_SYMBOL, "undefined symbol: nobody_has_this", NOTHING},
    {"write_garbage", RR__CALL_SCORE, RR__FAULT_BAD_REPLY, "in score: not a frame of this call", NOTHING},
    {"forge_greeting", RR__CALL_START, RR__FAULT_BAD_REPLY, "while it was loaded: not a frame of this call", NOTHING},
    {"open_passwd_constructor", RR__CALL_START, RR__FAULT_NONE, "", LAYERS}, /* tried, and got nothing */
    {"fork_constructor", RR__CALL_START, RR__FAULT_FORBIDDEN, "while it was loaded: clone", LAYERS},
    {"open_passwd", RR__CALL_SCORE, RR__FAULT_FORBIDDEN, "in score: openat /etc/passwd", LAYERS},
    {"open_socket", RR__CALL_SCORE, RR__FAULT_FORBIDDEN, "in score: socket", LAYERS},
    {"leak_descriptors", RR__CALL_SCORE, RR__FAULT_FORBIDDEN, "in score: dup", LAYERS},
    {"fork_child", RR__CALL_SCORE, RR__FAULT_FORBIDDEN, "in score: clone", LAYERS},
    {"start_thread", RR__CALL_SCORE, RR__FAULT_FORBIDDEN, "in score: ", LAYERS},
    {"change_locale", RR__CALL_SCORE, RR__FAULT_FORBIDDEN, "in score: openat /usr/lib/locale/", LAYERS},
    {"change_folder", RR__CALL_SCORE, RR__FAULT_FORBIDDEN, "in score: chdir", LAYERS},
    {"take_signal", RR__CALL_SCORE, RR__FAULT_FORBIDDEN, "in score: rt_sigaction", LAYERS},
    {"signal_host", RR__CALL_SCORE, RR__FAULT_FORBIDDEN, "in score: ", LAYERS},
    {"run_program", RR__CALL_SCORE, RR__FAULT_FORBIDDEN, "in score: execve", LAYERS},
    {"map_code", RR__CALL_SCORE, RR__FAULT_FORBIDDEN, "in score: mmap", LAYERS},
};

static bool run(neighbourhood *n, const row *r, rr__session **session, rr__failure *failure)
{
    const bool starting = r->method == RR__CALL_START;
    const rr__session_options options = {.helper = n->w->helper, .folder = RR_TEST_FAULTS,
                                         .start_ms = r->need == TIME && starting ? SHORT_MS : GENEROUS_MS,
                                         .call_ms = r->need == TIME ? SHORT_MS : GENEROUS_MS};
    bool opened = open_plugin(session, n->w, r->plugin, &options, failure);
    if (starting)
        return opened;
    assert_true(opened);
    return call_plugin(n->w, *session, r->method, failure);
}

static void plugin_isolate__a_fault_ends_the_helper_and_nothing_else(void **in)
{
    neighbourhood *n = *in;
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++) {
        const row *r = &ENDS[i];
        rr__session *session = NULL;
        rr__failure failure, again;
        /* Its shadow memory admits no limit, and it takes exceptions only where the C++ library was there from the start. */
        if (r->need == PLAIN_BUILD && sanitized()) {
            print_message("SKIPPED: %s; a sanitizer is in the way\n", r->plugin);
            continue;
        }
        bool ok = run(n, r, &session, &failure);
        if (r->need != LAYERS || has_layers(n->isolation, r->plugin)) {
            if (failure.fault != r->fault || strncmp(failure.detail, r->detail, strlen(r->detail)) != 0)
                fail_msg("%s: %s (%s), not %s (%s)", r->plugin, rr__fault_code(failure.fault), failure.detail, rr__fault_code(r->fault), r->detail);
            assert_int_equal(ok, r->fault == RR__FAULT_NONE);
        }
        if (!ok && session != NULL) { /* it stays dead, with the same words */
            assert_true(rr__session_dead(session));
            assert_false(call_plugin(n->w, session, RR__CALL_REGIONS, &again));
            assert_memory_equal(&again, &failure, sizeof failure);
        }
        rr__session_close(session);
        assert_all_well(n);
    }
}

static const row LIVES[] = {
    {"flood_stdout", RR__CALL_SCORE, RR__FAULT_NONE, "", NOTHING},
    {"flood_stderr", RR__CALL_SCORE, RR__FAULT_NONE, "", NOTHING},
    {"large_reply", RR__CALL_SCORE, RR__FAULT_TOO_LARGE, "in score: the reply is larger than the limit", NOTHING},
    {"healthy", RR__CALL_START, RR__FAULT_NONE, "", NOTHING},
};

static void plugin_isolate__after_a_small_fault_it_goes_on(void **in)
{
    neighbourhood *n = *in;
    for (size_t i = 0; i < sizeof LIVES / sizeof *LIVES; i++) {
        const row *r = &LIVES[i];
        rr__session *session = NULL;
        rr__failure failure;
        const rr__session_options options = {.helper = n->w->helper, .folder = RR_TEST_FAULTS, .start_ms = GENEROUS_MS,
                                             .call_ms = GENEROUS_MS, .reply_max = 1 << 20};
        assert_true(open_plugin(&session, n->w, r->plugin, &options, &failure));
        for (int round = 0; round < 3 && r->method != RR__CALL_START; round++) {
            assert_int_equal(call_plugin(n->w, session, r->method, &failure), r->fault == RR__FAULT_NONE);
            assert_int_equal(failure.fault, r->fault);
            assert_int_equal(strncmp(failure.detail, r->detail, strlen(r->detail)), 0);
            if (r->fault == RR__FAULT_NONE)
                assert_same(&n->w->reply, &n->expected);
        }
        assert_true(call_plugin(n->w, session, RR__CALL_REGIONS, &failure));
        assert_false(rr__session_dead(session));
        rr__session_close(session);
        assert_all_well(n);
    }
}

/* What a plugin's method reports is its own words, not a fault of its process. */
static void plugin_isolate__an_error_in_its_own_words_comes_through(void **in)
{
    neighbourhood *n = *in;
    rr__failure failure;
    const rrp_course_query query = {.size = sizeof query, .region = rr__region_number("CN-ZJ", 5)};
    rr__buf_clear(&n->w->request);
    rr__encode_u32(&n->w->request, RR__CALL_COURSES);
    rr__encode(&n->w->request, &rr__abi_course_query, &query, sizeof query);
    assert_false(rr__session_call(n->healthy, &n->w->request, &n->w->reply, &failure));
    assert_int_equal(failure.fault, RR__FAULT_REPORTED);
    assert_string_equal(failure.detail, "in courses: no such region: only Guangdong");
    assert_all_well(n);
}

/* Ending is the last thing asked of it: how it does so is of no consequence. */
static void plugin_isolate__a_bad_end_is_of_no_consequence(void **in)
{
    neighbourhood *n = *in;
    static const char *const names[] = {"crash_destroy", "hang_destroy"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const rr__session_options options = {.helper = n->w->helper, .folder = RR_TEST_FAULTS, .start_ms = GENEROUS_MS, .call_ms = GENEROUS_MS};
        rr__session *session = NULL;
        rr__failure failure;
        assert_true(open_plugin(&session, n->w, names[i], &options, &failure));
        assert_true(call_plugin(n->w, session, RR__CALL_SCORE, &failure));
        assert_same(&n->w->reply, &n->expected);
        rr__session_close(session);
        assert_all_well(n);
    }
}

static void plugin_isolate__the_layers_are_reported(void **in)
{
    neighbourhood *n = *in;
    rr__session *session = NULL;
    rr__failure failure;
    const rr__session_options strict = {.helper = n->w->helper, .folder = RR_TEST_FAULTS, .start_ms = GENEROUS_MS, .call_ms = GENEROUS_MS,
                                        .require_isolation = true};
    bool full = has_layers(n->isolation, "anything");
    assert_int_not_equal(n->isolation, RR__IN_PROCESS);
    assert_int_equal(open_plugin(&session, n->w, "healthy", &strict, &failure), full);
    assert_int_equal(failure.fault, full ? RR__FAULT_NONE : RR__FAULT_NO_ISOLATION);
    rr__session_close(session);
    assert_all_well(n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plugin_isolate__a_fault_ends_the_helper_and_nothing_else),
        cmocka_unit_test(plugin_isolate__after_a_small_fault_it_goes_on),
        cmocka_unit_test(plugin_isolate__an_error_in_its_own_words_comes_through),
        cmocka_unit_test(plugin_isolate__a_bad_end_is_of_no_consequence),
        cmocka_unit_test(plugin_isolate__the_layers_are_reported),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
