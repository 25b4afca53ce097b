/* SPDX-License-Identifier: MIT */
/* The same answers from a helper as in process; helpers that speak nonsense; programs of every habit around them;
 * many threads at once. */
#define _GNU_SOURCE
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/time.h>

#include "session_fixture.h"

static int set_up(void **out)
{
    *out = open_world();
    return 0;
}

static int tear_down(void **in)
{
    close_world(*in);
    return 0;
}

static rr__session_options options_of(const char *helper)
{
    return (rr__session_options){.helper = helper, .folder = RR_TEST_FAULTS, .start_ms = GENEROUS_MS, .call_ms = GENEROUS_MS};
}

/* Of values that can't be as well: whoever reads them judges them, and must find the same either way. */
static void plugin_isolate__helper_and_process_answer_the_same_bytes(void **in)
{
    world *w = *in;
    static const char *const names[] = {"healthy", "delta_out_of_range", "state_out_of_range", "class_out_of_range", "invalid_utf8",
                                        "dangling_skill", "large_reply"};
    static const uint32_t methods[] = {RR__CALL_REGIONS, RR__CALL_COURSES, RR__CALL_SCORE, RR__CALL_GRANTS, RR__CALL_SCORE, 77};
    rr__buf first;
    rr__buf_init(&first, &rr__malloc_allocator, 0);
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        rr__session *sessions[2];
        rr__failure failures[2];
        uint32_t offers[2];
        for (int i = 0; i < 2; i++) {
            const rr__session_options options = options_of(i == 0 ? w->helper : NULL);
            int fd = open_binary(names[k]);
            assert_true(rr__session_open(&sessions[i], w->context, fd, &w->start, &options, &offers[i], &failures[i]));
            close(fd);
        }
        assert_int_equal(offers[0], RR__OFFERS_CATALOGUE | RR__OFFERS_SCORING | RR__OFFERS_FUNDING);
        assert_int_equal(offers[1], offers[0]);
        assert_int_not_equal(rr__session_isolation(sessions[0]), RR__IN_PROCESS);
        assert_int_equal(rr__session_isolation(sessions[1]), RR__IN_PROCESS);
        for (size_t m = 0; m < sizeof methods / sizeof *methods; m++) {
            bool ok = call_plugin(w, sessions[0], methods[m], &failures[0]);
            assert_int_equal(ok, methods[m] != 77);
            rr__buf_clear(&first);
            rr__buf_add(&first, w->reply.data, w->reply.len);
            assert_true(!ok || first.len > 4);
            assert_int_equal(call_plugin(w, sessions[1], methods[m], &failures[1]), ok);
            assert_same(&first, &w->reply);
            assert_string_equal(failures[0].detail, failures[1].detail);
        }
        rr__session_close(sessions[0]);
        rr__session_close(sessions[1]);
    }
    rr__buf_finish(&first);
}

/* The limit of memory is met at the same place too. */
static void plugin_isolate__helper_and_process_have_the_same_quota(void **in)
{
    world *w = *in;
    for (int i = 0; i < 2; i++) {
        rr__session_options options = options_of(i == 0 ? w->helper : NULL);
        options.memory_bytes = (uint64_t)32 << 20; /* a quarter is for answers: enough for these 3.2 MB of texts */
        options.reply_max = 1 << 24;
        rr__session *session = NULL;
        rr__failure failure;
        assert_true(open_plugin(&session, w, "large_reply", &options, &failure));
        assert_true(call_plugin(w, session, RR__CALL_SCORE, &failure));
        rr__session_close(session);
        options.memory_bytes = (uint64_t)12 << 20; /* and here not */
        assert_true(open_plugin(&session, w, "large_reply", &options, &failure));
        assert_false(call_plugin(w, session, RR__CALL_SCORE, &failure));
        assert_int_equal(failure.fault, RR__FAULT_MEMORY);
        assert_string_equal(failure.detail, "in score: out of memory");
        assert_false(rr__session_dead(session));
        rr__session_close(session);
    }
}

/* ---- what is not the plugin's doing ---- */

typedef struct fake { const char *what; bool opens; rr__fault fault; const char *detail; bool time; } fake;
static const fake FAKES[] = {
    {"9/", true, RR__FAULT_NONE, "", false},
    {"0/garbage", false, RR__FAULT_HELPER, "before it was loaded: not a frame of this call", false},
    {"0/checksum", false, RR__FAULT_HELPER, "before it was loaded: not a frame of this call", false},
    {"0/huge", false, RR__FAULT_HELPER, "before it was loaded: more than 67108864 bytes", false},
    {"0/half", false, RR__FAULT_HELPER, "before it was loaded: no answer after 300 ms", true},
    {"0/half-header", false, RR__FAULT_HELPER, "before it was loaded: no answer after 300 ms", true},
    {"0/wild", false, RR__FAULT_HELPER, "before it was loaded: not a greeting", false},
    {"0/empty", false, RR__FAULT_HELPER, "before it was loaded: not a greeting", false},
    {"0/exit", false, RR__FAULT_HELPER, "before it was loaded: exit status 5", false},
    {"0/silent", false, RR__FAULT_HELPER, "before it was loaded: no answer after 300 ms", true},
    {"x", false, RR__FAULT_HELPER, "before it was loaded: exit status 1", false},
    {"1/garbage", false, RR__FAULT_BAD_REPLY, "while it was loaded: not a frame of this call", false},
    {"1/call", false, RR__FAULT_BAD_REPLY, "while it was loaded: not a frame of this call", false},
    {"1/empty", false, RR__FAULT_BAD_REPLY, "while it was loaded: not a frame of this call", false},
    {"1/wild", false, RR__FAULT_BAD_REPLY, "while it was loaded: not a frame of this call", false},
    {"1/half-exit", false, RR__FAULT_EXIT, "while it was loaded: exit status 5", false},
    {"2/silent", false, RR__FAULT_TIMEOUT, "while it started: no answer after 300 ms", true},
    {"2/gone", false, RR__FAULT_EXIT, "while it started: exit status 6", false},
    {"2/empty", false, RR__FAULT_BAD_REPLY, "while it started: not a frame of this call", false},
    {"2/wild", false, RR__FAULT_REPORTED, "while it started: unknown error", false},
    {"2/cut-text", false, RR__FAULT_REPORTED, "while it started: bad data", false},
    {"3/garbage", true, RR__FAULT_BAD_REPLY, "in score: not a frame of this call", false},
    {"3/checksum", true, RR__FAULT_BAD_REPLY, "in score: not a frame of this call", false},
    {"3/huge", true, RR__FAULT_TOO_LARGE, "in score: more than 67108864 bytes", false},
    {"3/half", true, RR__FAULT_TIMEOUT, "in score: no answer after 300 ms", true},
    {"3/half-header", true, RR__FAULT_TIMEOUT, "in score: no answer after 300 ms", true},
    {"3/call", true, RR__FAULT_BAD_REPLY, "in score: not a frame of this call", false},
    {"3/empty", true, RR__FAULT_BAD_REPLY, "in score: not a frame of this call", false},
    {"3/wild", true, RR__FAULT_REPORTED, "in score: unknown error", false},
    {"3/cut-text", true, RR__FAULT_REPORTED, "in score: bad data", false},
    {"3/exit", true, RR__FAULT_EXIT, "in score: exit status 5", false},
    {"3/gone", true, RR__FAULT_EXIT, "in score: exit status 6", false},
    {"3/half-exit", true, RR__FAULT_EXIT, "in score: exit status 5", false},
    {"3/close", true, RR__FAULT_BAD_REPLY, "in score: it closed its connection and went on", false},
    {"3/silent", true, RR__FAULT_TIMEOUT, "in score: no answer after 300 ms", true},
};

/* Requests of a megabyte, which fit in no socket's buffer: a helper that reads nothing makes writing wait. */
static void enlarge(rr__buf *request)
{
    static const char nothing[4096];
    for (int i = 0; i < 256; i++)
        rr__buf_add(request, nothing, sizeof nothing);
    assert_false(request->failed);
}

static void plugin_isolate__a_helper_that_speaks_nonsense_is_ended(void **in)
{
    world *w = *in;
    static state before; /* large */
    rr__buf start = w->start;
    rr__buf_init(&w->start, &rr__malloc_allocator, 0);
    rr__buf_add(&w->start, start.data, start.len);
    enlarge(&w->start);
    look(&before);
    for (size_t i = 0; i < sizeof FAKES / sizeof *FAKES; i++) {
        const fake *f = &FAKES[i];
        const rr__session_options options = {.helper = RR_TEST_FAULTS "/fake_helper", .folder = f->what,
                                             .start_ms = f->time && !f->opens ? SHORT_MS : GENEROUS_MS,
                                             .call_ms = f->time ? SHORT_MS : GENEROUS_MS};
        rr__session *session = NULL;
        rr__failure failure;
        assert_int_equal(open_plugin(&session, w, "healthy", &options, &failure), f->opens);
        if (f->opens) {
            make_request(&w->request, RR__CALL_SCORE);
            enlarge(&w->request);
            assert_int_equal(rr__session_call(session, &w->request, &w->reply, &failure), f->fault == RR__FAULT_NONE);
        }
        if (failure.fault != f->fault || strcmp(failure.detail, f->detail) != 0)
            fail_msg("%s: %s (%s), not %s (%s)", f->what, rr__fault_code(failure.fault), failure.detail, rr__fault_code(f->fault), f->detail);
        rr__session_close(session);
        assert_unchanged(&before, -1);
    }
    rr__buf_finish(&w->start);
    w->start = start;
}

static void plugin_isolate__a_helper_that_is_not_there_is_named(void **in)
{
    world *w = *in;
    static const struct { const char *path, *detail; } rows[] = {
        {"/nowhere/reroute-plugin-host", "/nowhere/reroute-plugin-host: ENOENT"},
        {RR_TEST_SOURCE "/README.md", RR_TEST_SOURCE "/README.md: EACCES"},
        {"/bin/true", "before it was loaded: exit status 0"},
    };
    static state before; /* large */
    look(&before);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const rr__session_options options = options_of(rows[i].path);
        rr__session *session = NULL;
        rr__failure failure;
        assert_false(open_plugin(&session, w, "healthy", &options, &failure));
        assert_int_equal(failure.fault, RR__FAULT_HELPER);
        assert_string_equal(failure.detail, rows[i].detail);
        assert_unchanged(&before, -1);
    }
}

static void plugin_isolate__in_process_is_no_isolation(void **in)
{
    world *w = *in;
    rr__session_options options = options_of(NULL);
    options.require_isolation = true;
    rr__session *session = NULL;
    rr__failure failure;
    assert_false(open_plugin(&session, w, "crash_constructor", &options, &failure)); /* which has not run */
    assert_int_equal(failure.fault, RR__FAULT_NO_ISOLATION);
    assert_string_equal(failure.detail, "it runs in this process");
}

/* Where no filter forbids it a plugin can leave a process behind; it goes with the helper. */
static void plugin_isolate__what_the_helper_started_goes_with_it(void **in)
{
    world *w = *in;
    const rr__session_options options = {.helper = RR_TEST_FAULTS "/fake_helper", .folder = "3/child", .start_ms = GENEROUS_MS,
                                         .call_ms = SHORT_MS};
    rr__session *session = NULL;
    rr__failure failure;
    int child = 0, status = 0;
    assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0); /* orphans come to us */
    assert_true(open_plugin(&session, w, "healthy", &options, &failure));
    assert_false(call_plugin(w, session, RR__CALL_SCORE, &failure)); /* the child holds the socket open: time runs out */
    const char *words = strstr(failure.detail, "it wrote: child ");
    assert_non_null(words);
    assert_int_equal(sscanf(words, "it wrote: child %d", &child), 1);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    rr__session_close(session);
    prctl(PR_SET_CHILD_SUBREAPER, 0);
}

/* ---- programs with habits ---- */

static bool answers(world *w)
{
    const rr__session_options options = options_of(w->helper);
    rr__session *session = NULL;
    rr__failure failure;
    bool ok = open_plugin(&session, w, "healthy", &options, &failure);
    for (int i = 0; ok && i < 200; i++)
        ok = call_plugin(w, session, RR__CALL_SCORE, &failure);
    rr__session_close(session);
    return ok;
}

/* In a child, because standard streams once closed don't come back. */
static void plugin_isolate__a_program_without_standard_streams(void **in)
{
    world *w = *in;
    int status = 0;
    pid_t pid = fork();
    if (pid == 0) {
        for (int i = 0; i < 3; i++)
            close(i);
        _exit(answers(w) ? 0 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void plugin_isolate__a_program_that_ignores_its_children(void **in)
{
    world *w = *in;
    const rr__session_options options = options_of(w->helper);
    rr__session *session = NULL;
    rr__failure failure;
    void (*before)(int) = signal(SIGCHLD, SIG_IGN);
    assert_true(answers(w));
    assert_true(open_plugin(&session, w, "crash_score", &options, &failure));
    assert_false(call_plugin(w, session, RR__CALL_SCORE, &failure));
    assert_int_equal(failure.fault, RR__FAULT_CRASH);
    assert_string_equal(failure.detail, "in score: it ended, how is not known");
    rr__session_close(session);
    signal(SIGCHLD, before);
}

static volatile sig_atomic_t interruptions;
static void interrupt(int number)
{
    (void)number;
    interruptions = interruptions + 1;
}

static void plugin_isolate__a_program_full_of_signals(void **in)
{
    world *w = *in;
    const struct sigaction action = {.sa_handler = interrupt}; /* without SA_RESTART */
    const struct itimerval often = {{0, 500}, {0, 500}}, never = {{0, 0}, {0, 0}};
    struct sigaction before;
    sigaction(SIGALRM, &action, &before);
    setitimer(ITIMER_REAL, &often, NULL);
    bool ok = true;
    for (int i = 0; i < 1000 && (i < 5 || interruptions < 50); i++)
        ok = ok && answers(w);
    setitimer(ITIMER_REAL, &never, NULL);
    sigaction(SIGALRM, &before, NULL);
    assert_true(ok);
    assert_true(interruptions >= 50);
}

static void plugin_isolate__a_program_that_blocks_signals_and_has_a_locale(void **in)
{
    world *w = *in;
    static state before; /* large */
    sigset_t all, old;
    sigfillset(&all);
    setlocale(LC_ALL, "C.UTF-8");
    sigprocmask(SIG_SETMASK, &all, &old);
    look(&before);
    assert_true(answers(w));
    assert_unchanged(&before, -1);
    sigprocmask(SIG_SETMASK, &old, NULL);
    setlocale(LC_ALL, "C");
}

/* ---- threads ---- */

enum { THREADS = 8, CALLS = 50 };
typedef struct worker {
    pthread_t thread;
    world *w; /* start is read by all */
    rr__buf request, reply;
    int good;
} worker;

static void *work(void *user)
{
    worker *me = user;
    const rr__session_options options = options_of(me->w->helper);
    rr__session *session = NULL;
    rr__failure failure;
    rr__buf first;
    rr__buf_init(&first, &rr__malloc_allocator, 0);
    if (open_plugin(&session, me->w, "healthy", &options, &failure) && rr__session_call(session, &me->request, &first, &failure))
        for (int i = 0; i < CALLS; i++)
            if (rr__session_call(session, &me->request, &me->reply, &failure) && me->reply.len == first.len &&
                memcmp(me->reply.data, first.data, first.len) == 0)
                me->good++;
    rr__session_close(session);
    rr__buf_finish(&first);
    return NULL;
}

static void *idle(void *user)
{
    return user;
}

static void plugin_isolate__each_thread_has_its_own(void **in)
{
    world *w = *in;
    static worker workers[THREADS];
    static state before; /* large */
    pthread_t first; /* with which a sanitizer starts one of its own */
    assert_int_equal(pthread_create(&first, NULL, idle, NULL), 0);
    pthread_join(first, NULL);
    look(&before);
    for (int i = 0; i < THREADS; i++) {
        workers[i].w = w;
        workers[i].good = 0;
        rr__buf_init(&workers[i].request, &rr__malloc_allocator, 0);
        rr__buf_init(&workers[i].reply, &rr__malloc_allocator, 0);
        make_request(&workers[i].request, RR__CALL_SCORE);
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(workers[i].thread, NULL);
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(workers[i].good, CALLS);
        assert_int_equal(workers[i].reply.len, workers[0].reply.len);
        assert_memory_equal(workers[i].reply.data, workers[0].reply.data, workers[0].reply.len);
    }
    for (int i = 0; i < THREADS; i++) {
        rr__buf_finish(&workers[i].request);
        rr__buf_finish(&workers[i].reply);
    }
    assert_unchanged(&before, -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plugin_isolate__helper_and_process_answer_the_same_bytes),
        cmocka_unit_test(plugin_isolate__helper_and_process_have_the_same_quota),
        cmocka_unit_test(plugin_isolate__a_helper_that_speaks_nonsense_is_ended),
        cmocka_unit_test(plugin_isolate__a_helper_that_is_not_there_is_named),
        cmocka_unit_test(plugin_isolate__in_process_is_no_isolation),
        cmocka_unit_test(plugin_isolate__what_the_helper_started_goes_with_it),
        cmocka_unit_test(plugin_isolate__a_program_without_standard_streams),
        cmocka_unit_test(plugin_isolate__a_program_that_ignores_its_children),
        cmocka_unit_test(plugin_isolate__a_program_full_of_signals),
        cmocka_unit_test(plugin_isolate__a_program_that_blocks_signals_and_has_a_locale),
        cmocka_unit_test(plugin_isolate__each_thread_has_its_own),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
