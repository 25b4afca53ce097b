/* SPDX-License-Identifier: MIT */
/* Plugins and helpers with every fault in; the right name for it, and an unharmed host, out. */
#define _GNU_SOURCE
#include <dirent.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "sessions.h"
#include "../stingy.h"

enum { SIGNALS = 65 };

/* ---- the host's own state ---- */

typedef struct host_state {
    int descriptors, threads;
    mode_t mask;
    char locale[128], folder[512];
    struct sigaction signals[SIGNALS];
    sigset_t blocked;
} host_state;

static int count_entries(const char *path)
{
    DIR *dir = opendir(path);
    assert_non_null(dir);
    int count = -3; /* "." and "..", and this folder's own descriptor (none in task) */
    while (readdir(dir) != NULL)
        count++;
    closedir(dir);
    return count;
}

static void look_at_host(host_state *state)
{
    memset(state, 0, sizeof *state);
    state->descriptors = count_entries("/proc/self/fd");
    state->threads = count_entries("/proc/self/task");
    state->mask = umask(022);
    umask(state->mask);
    snprintf(state->locale, sizeof state->locale, "%s", setlocale(LC_ALL, NULL));
    assert_non_null(getcwd(state->folder, sizeof state->folder));
    for (int i = 1; i < SIGNALS; i++)
        sigaction(i, NULL, &state->signals[i]);
    sigprocmask(SIG_BLOCK, NULL, &state->blocked);
}

static void check_host(const host_state *before)
{
    host_state after;
    look_at_host(&after);
    assert_int_equal(after.descriptors, before->descriptors);
    assert_int_equal(after.threads, before->threads);
    assert_int_equal(after.mask, before->mask);
    assert_string_equal(after.locale, before->locale);
    assert_string_equal(after.folder, before->folder);
    for (int i = 1; i < SIGNALS; i++)
        assert_ptr_equal(after.signals[i].sa_handler, before->signals[i].sa_handler);
    assert_memory_equal(&after.blocked, &before->blocked, sizeof after.blocked);
}

/* No child but the healthy session's, which lives. */
static void check_no_zombie(void)
{
    int status = 0;
    assert_int_equal(waitpid(-1, &status, WNOHANG), 0);
}

/* ---- plugins with a fault each ---- */

typedef struct fault_case {
    const char *plugin;
    uint32_t method;       /* the call that fails; RR__CALL_START: opening */
    rr__fault fault;       /* NONE: the call succeeds */
    const char *says;      /* in the detail */
    uint32_t deadline_ms;
    uint32_t reply_max;
} fault_case;

static const fault_case FAULTS[] = {
    {"constructor_crash", RR__CALL_START, RR__FAULT_CRASH, "while it was loaded: signal 11 (SEGV)", EVER_MS, 0},
    {"constructor_hang", RR__CALL_START, RR__FAULT_TIMEOUT, "while it was loaded: no answer after 400 ms", SOON_MS, 0},
    {"constructor_starts_program", RR__CALL_START, RR__FAULT_FORBIDDEN, "while it was loaded: execve", EVER_MS, 0},
    {"constructor_greets", RR__CALL_START, RR__FAULT_BAD_REPLY, "while it was loaded: not a frame of this call", EVER_MS, 0},
    {"undefined_symbol", RR__CALL_START, RR__FAULT_UNDEFINED_SYMBOL, "function_that_is_nowhere", EVER_MS, 0},
    {"crash_in_create", RR__CALL_REGIONS, RR__FAULT_CRASH, "in regions: signal 11 (SEGV)", EVER_MS, 0},
    {"crash_in_regions", RR__CALL_REGIONS, RR__FAULT_CRASH, "in regions: signal 11 (SEGV)", EVER_MS, 0},
    {"crash_in_courses", RR__CALL_COURSES, RR__FAULT_CRASH, "in courses: signal 11 (SEGV)", EVER_MS, 0},
    {"crash_in_score", RR__CALL_SCORE, RR__FAULT_CRASH, "in score: signal 11 (SEGV)", EVER_MS, 0},
    {"crash_in_grants", RR__CALL_GRANTS, RR__FAULT_CRASH, "in grants: signal 11 (SEGV)", EVER_MS, 0},
    {"crash_in_destroy", RR__CALL_SCORE, RR__FAULT_NONE, "", EVER_MS, 0},
    {"hang_in_destroy", RR__CALL_SCORE, RR__FAULT_NONE, "", EVER_MS, 0},
    {"exit_0", RR__CALL_SCORE, RR__FAULT_EXIT, "exit status 0", EVER_MS, 0},
    {"exit_3", RR__CALL_SCORE, RR__FAULT_EXIT, "exit status 3", EVER_MS, 0},
    {"abort", RR__CALL_SCORE, RR__FAULT_CRASH, "signal 6 (ABRT)", EVER_MS, 0},
    {"throw", RR__CALL_SCORE, RR__FAULT_CRASH, "nobody caught this", EVER_MS, 0},
    {"loop", RR__CALL_SCORE, RR__FAULT_TIMEOUT, "in score: no answer after 400 ms", SOON_MS, 0},
    {"sleep", RR__CALL_SCORE, RR__FAULT_TIMEOUT, "in score: no answer after 400 ms", SOON_MS, 0},
    {"memory_bomb", RR__CALL_SCORE, RR__FAULT_MEMORY, "in score: more than 256 MiB", EVER_MS, 0},
    {"quota", RR__CALL_SCORE, RR__FAULT_MEMORY, "in score: out of memory", EVER_MS, 0},
    {"stack_overflow", RR__CALL_SCORE, RR__FAULT_CRASH, "signal 11 (SEGV)", EVER_MS, 0},
    {"stdout_flood", RR__CALL_SCORE, RR__FAULT_NONE, "", EVER_MS, 0},
    {"stderr_flood", RR__CALL_SCORE, RR__FAULT_NONE, "", EVER_MS, 0},
    {"noisy_crash", RR__CALL_SCORE, RR__FAULT_CRASH, "the table of fees ? is empty", EVER_MS, 0},
    {"fd_leak", RR__CALL_SCORE, RR__FAULT_FORBIDDEN, "in score: dup", EVER_MS, 0},
    {"fork", RR__CALL_SCORE, RR__FAULT_FORBIDDEN, "in score: clone", EVER_MS, 0},
    {"thread", RR__CALL_SCORE, RR__FAULT_FORBIDDEN, "in score: rt_sigaction for a thread", EVER_MS, 0},
    {"starts_shell", RR__CALL_SCORE, RR__FAULT_FORBIDDEN, "in score: ", EVER_MS, 0},
    {"reply_too_large", RR__CALL_SCORE, RR__FAULT_TOO_LARGE, "in score: ", EVER_MS, 1 << 20},
    {"odd_values", RR__CALL_SCORE, RR__FAULT_NONE, "", EVER_MS, 0},
    {"odd_values", RR__CALL_GRANTS, RR__FAULT_NONE, "", EVER_MS, 0},
    {"bad_utf8", RR__CALL_SCORE, RR__FAULT_NONE, "", EVER_MS, 0},
    {"dangling_ids", RR__CALL_SCORE, RR__FAULT_NONE, "", EVER_MS, 0},
    {"dangling_ids", RR__CALL_COURSES, RR__FAULT_NONE, "", EVER_MS, 0},
    {"opens_file", RR__CALL_SCORE, RR__FAULT_FORBIDDEN, "in score: openat /etc/passwd", EVER_MS, 0},
    {"opens_socket", RR__CALL_SCORE, RR__FAULT_FORBIDDEN, "in score: socket", EVER_MS, 0},
    {"changes_locale", RR__CALL_SCORE, RR__FAULT_FORBIDDEN, "in score: open", EVER_MS, 0},
    {"changes_folder", RR__CALL_SCORE, RR__FAULT_FORBIDDEN, "in score: chdir", EVER_MS, 0},
    {"changes_signals", RR__CALL_SCORE, RR__FAULT_FORBIDDEN, "in score: rt_sigaction", EVER_MS, 0},
    {"signals_others", RR__CALL_SCORE, RR__FAULT_FORBIDDEN, "in score: kill", EVER_MS, 0},
    {"makes_code", RR__CALL_SCORE, RR__FAULT_FORBIDDEN, "in score: mmap", EVER_MS, 0},
    {"looks_around", RR__CALL_SCORE, RR__FAULT_NONE, "", EVER_MS, 0},
    {"constructor_opens_file", RR__CALL_SCORE, RR__FAULT_NONE, "", EVER_MS, 0},
    {"closes_socket", RR__CALL_SCORE, RR__FAULT_BAD_REPLY, "in score: it closed its connection", EVER_MS, 0},
    {"scribbles", RR__CALL_SCORE, RR__FAULT_BAD_REPLY, "in score: not a frame of this call", EVER_MS, 0},
    {"reports_error", RR__CALL_SCORE, RR__FAULT_REPORTED, "in score: bad data; it says: no rates for 2027, at rates.tsv:3", EVER_MS, 0},
};

/* The layers that kernels may lack decide whether these faults can be told. */
static bool needs_layer(const fault_case *c)
{
    return c->fault == RR__FAULT_FORBIDDEN || strcmp(c->plugin, "constructor_opens_file") == 0;
}

/* Sanitizers need all the addresses there are, and look into /proc when something is thrown. That of threads blocks all
 * signals where a thread is started, so that the one that tells why can't be delivered. */
static bool hidden_by_sanitizers(const fault_case *c)
{
    const char *sanitized = getenv("REROUTE_SANITIZED");
    if (sanitized == NULL || sanitized[0] == '\0')
        return false;
    return strcmp(c->plugin, "memory_bomb") == 0 || strcmp(c->plugin, "throw") == 0 ||
           (strcmp(c->plugin, "thread") == 0 && strstr(sanitized, "thread") != NULL);
}

static void run_case(const test *t, const fault_case *c)
{
    rr__session *session = NULL;
    rr__failure failure, again;
    rr__buf reply;
    rr__session_options options = options_for(t, true);
    options.reply_max = c->reply_max;
    *(c->method == RR__CALL_START ? &options.start_ms : &options.call_ms) = c->deadline_ms;
    bool opened = open_plugin(&session, t, c->plugin, &options, &failure);
    if (c->method == RR__CALL_START || !opened) {
        check_failure(c->plugin, &failure, c->method == RR__CALL_START ? c->fault : RR__FAULT_NONE, c->says);
        return;
    }
    rr__buf_init(&reply, &rr__malloc_allocator, 0);
    bool ok = rr__session_call(session, &t->requests[c->method], &reply, &failure);
    check_failure(c->plugin, &failure, c->fault, c->says);
    assert_int_equal(ok, c->fault == RR__FAULT_NONE);
    assert_int_equal(ok, reply.len > 0);
    if (rr__session_dead(session)) {
        assert_false(rr__session_call(session, &t->requests[RR__CALL_REGIONS], &reply, &again));
        check_failure(c->plugin, &again, failure.fault, failure.detail);
    } else {
        assert_true(rr__session_call(session, &t->requests[RR__CALL_REGIONS], &reply, &again));
    }
    rr__buf_finish(&reply);
    rr__session_close(session);
}

static void plugin_isolate__every_fault_has_its_name_and_stays_outside(void **state)
{
    const test *t = *state;
    rr__buf expected;
    rr__buf_init(&expected, &rr__malloc_allocator, 0);
    check_healthy(t, &expected);
    for (size_t i = 0; i < sizeof FAULTS / sizeof *FAULTS; i++) {
        if (needs_layer(&FAULTS[i]) && rr__session_isolation(t->healthy) != RR__FULL) {
            print_message("[ SKIPPED  ] %s: this system isolates less\n", FAULTS[i].plugin);
            continue;
        }
        if (hidden_by_sanitizers(&FAULTS[i])) {
            print_message("[ SKIPPED  ] %s: not under sanitizers\n", FAULTS[i].plugin);
            continue;
        }
        host_state before;
        look_at_host(&before);
        run_case(t, &FAULTS[i]);
        check_no_zombie();
        check_host(&before);
        check_healthy(t, &expected);
    }
    rr__buf_finish(&expected);
}

/* ---- helpers with a fault each ---- */

typedef struct helper_case { const char *way; uint32_t method; rr__fault fault; const char *says; uint32_t deadline_ms; } helper_case;

static const helper_case HELPERS[] = {
    {"says-nothing", RR__CALL_START, RR__FAULT_HELPER, "before it was loaded: no answer after 400 ms", SOON_MS},
    {"leaves-at-once", RR__CALL_START, RR__FAULT_HELPER, "before it was loaded: exit status 7", EVER_MS},
    {"wrong-greeting", RR__CALL_START, RR__FAULT_HELPER, "before it was loaded: not a greeting", EVER_MS},
    {"empty-greeting", RR__CALL_START, RR__FAULT_HELPER, "before it was loaded: not a greeting", EVER_MS},
    {"nonsense-fault", RR__CALL_START, RR__FAULT_BAD_REPLY, "not a frame of this call", EVER_MS},
    {"no-such-way", RR__CALL_START, RR__FAULT_HELPER, "before it was loaded: exit status 65", EVER_MS},
    {"garbage", RR__CALL_SCORE, RR__FAULT_BAD_REPLY, "not a frame of this call", EVER_MS},
    {"wrong-checksum", RR__CALL_SCORE, RR__FAULT_BAD_REPLY, "not a frame of this call", EVER_MS},
    {"huge-length", RR__CALL_SCORE, RR__FAULT_TOO_LARGE, "more than 67108864 bytes", EVER_MS},
    {"half-a-frame", RR__CALL_SCORE, RR__FAULT_TIMEOUT, "no answer after", SOON_MS},
    {"half-and-ends", RR__CALL_SCORE, RR__FAULT_EXIT, "exit status 9", EVER_MS},
    {"wrong-call", RR__CALL_SCORE, RR__FAULT_BAD_REPLY, "not a frame of this call", EVER_MS},
    {"empty-answer", RR__CALL_SCORE, RR__FAULT_BAD_REPLY, "not a frame of this call", EVER_MS},
    {"drips", RR__CALL_SCORE, RR__FAULT_TIMEOUT, "no answer after", SOON_MS},
    {"stops-reading", RR__CALL_SCORE, RR__FAULT_TIMEOUT, "no answer after", SOON_MS},
    {"only-writes", RR__CALL_SCORE, RR__FAULT_TOO_LARGE, "more than 67108864 bytes", EVER_MS},
    {"leaves", RR__CALL_SCORE, RR__FAULT_EXIT, "exit status 0", EVER_MS},
};

/* A request that no socket holds: who stops reading must not stop us. */
static void make_large_request(rr__buf *request)
{
    rr__buf_init(request, &rr__malloc_allocator, 0);
    rr__encode_u32(request, RR__CALL_SCORE);
    char block[1024] = {0};
    for (int i = 0; i < 4096; i++)
        rr__buf_add(request, block, sizeof block);
    assert_false(request->failed);
}

static bool open_fake(rr__session **session, const test *t, const char *way, uint32_t start_ms, uint32_t call_ms, rr__failure *failure)
{
    rr__session_options options = {.helper = RR_TEST_FAULTY_PLUGINS "/fake_helper", .folder = way, .start_ms = start_ms, .call_ms = call_ms};
    return open_plugin(session, t, "healthy", &options, failure);
}

static void plugin_isolate__a_helper_that_misbehaves_is_told_and_ended(void **state)
{
    const test *t = *state;
    rr__buf large, reply;
    make_large_request(&large);
    rr__buf_init(&reply, &rr__malloc_allocator, 0);
    for (size_t i = 0; i < sizeof HELPERS / sizeof *HELPERS; i++) {
        const helper_case *c = &HELPERS[i];
        rr__session *session = NULL;
        rr__failure failure;
        host_state before;
        look_at_host(&before);
        bool opening = c->method == RR__CALL_START;
        if (open_fake(&session, t, c->way, opening ? c->deadline_ms : EVER_MS, c->deadline_ms, &failure)) {
            assert_false(opening);
            assert_false(rr__session_call(session, &large, &reply, &failure));
            assert_true(rr__session_dead(session));
        }
        check_failure(c->way, &failure, c->fault, c->says);
        rr__session_close(session);
        check_no_zombie();
        check_host(&before);
    }
    rr__buf_finish(&large);
    rr__buf_finish(&reply);
}

/* The first answer is taken; the second, which nobody asked for, is none to the next call. */
static void plugin_isolate__an_answer_nobody_asked_for_is_not_taken(void **state)
{
    const test *t = *state;
    rr__session *session = NULL;
    rr__failure failure;
    rr__buf reply;
    rr__buf_init(&reply, &rr__malloc_allocator, 0);
    assert_true(open_fake(&session, t, "twice", EVER_MS, EVER_MS, &failure));
    assert_true(rr__session_call(session, &t->requests[RR__CALL_SCORE], &reply, &failure));
    assert_false(rr__session_call(session, &t->requests[RR__CALL_SCORE], &reply, &failure));
    check_failure("twice", &failure, RR__FAULT_BAD_REPLY, "not a frame of this call");
    rr__session_close(session);
    rr__buf_finish(&reply);
}

/* ---- both ways ---- */

static void plugin_isolate__in_process_gives_the_same_bytes(void **state)
{
    const test *t = *state;
    static const char *const NAMES[] = {"healthy", "odd_values", "bad_utf8", "dangling_ids"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        rr__buf answers[2];
        for (int by_helper = 0; by_helper < 2; by_helper++) {
            rr__session *session = NULL;
            rr__failure failure;
            rr__session_options options = options_for(t, by_helper);
            rr__buf_init(&answers[by_helper], &rr__malloc_allocator, 0);
            assert_true(open_plugin(&session, t, NAMES[i], &options, &failure));
            assert_int_equal(rr__session_isolation(session) == RR__IN_PROCESS, !by_helper);
            collect(t, session, &answers[by_helper]);
            rr__session_close(session);
        }
        assert_int_equal(answers[0].len, answers[1].len);
        assert_memory_equal(answers[0].data, answers[1].data, answers[0].len);
        rr__buf_finish(&answers[0]);
        rr__buf_finish(&answers[1]);
    }
}

static void plugin_isolate__in_process_reports_what_it_can(void **state)
{
    const test *t = *state;
    static const fault_case CASES[] = {
        {"undefined_symbol", RR__CALL_START, RR__FAULT_UNDEFINED_SYMBOL, "function_that_is_nowhere", EVER_MS, 0},
        {"reports_error", RR__CALL_SCORE, RR__FAULT_REPORTED, "in score: bad data; it says: no rates for 2027, at rates.tsv:3", EVER_MS, 0},
        {"quota", RR__CALL_SCORE, RR__FAULT_MEMORY, "in score: out of memory", EVER_MS, 0},
        {"reply_too_large", RR__CALL_SCORE, RR__FAULT_TOO_LARGE, "in score: ", EVER_MS, 1 << 20}};
    rr__buf reply;
    rr__buf_init(&reply, &rr__malloc_allocator, 0);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        rr__session *session = NULL;
        rr__failure failure;
        rr__session_options options = options_for(t, false);
        options.reply_max = CASES[i].reply_max;
        if (open_plugin(&session, t, CASES[i].plugin, &options, &failure))
            assert_false(rr__session_call(session, &t->requests[CASES[i].method], &reply, &failure));
        check_failure(CASES[i].plugin, &failure, CASES[i].fault, CASES[i].says);
        rr__session_close(session);
    }
    rr__buf_finish(&reply);
}

typedef struct worker { const test *t; rr__buf answers; int failures; } worker;

/* Its own healthy session beside plugins that crash, hang and leave. No assertion: not on this thread. */
static void *work(void *user)
{
    static const char *const NEIGHBOURS[] = {"crash_in_score", "loop", "exit_3", "opens_file"};
    worker *w = user;
    rr__session_options options = options_for(w->t, true), hasty = options;
    hasty.call_ms = SOON_MS;
    char path[512];
    rr__buf reply;
    rr__buf_init(&reply, &rr__malloc_allocator, 0);
    for (int i = -1; i < 4; i++) {
        rr__session *session = NULL;
        rr__failure failure;
        uint32_t offers = 0;
        snprintf(path, sizeof path, "%s/%s.so", RR_TEST_FAULTY_PLUGINS, i < 0 ? "healthy" : NEIGHBOURS[i]);
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        bool opened = rr__session_open(&session, w->t->context, fd, &w->t->start, i < 0 ? &options : &hasty, &offers, &failure);
        close(fd);
        bool ok = opened && rr__session_call(session, &w->t->requests[RR__CALL_SCORE], &reply, &failure);
        w->failures += !opened || ok != (i < 0);
        if (i < 0)
            rr__buf_add(&w->answers, reply.data, reply.len);
        rr__session_close(session);
    }
    rr__buf_finish(&reply);
    return NULL;
}

static void *idle(void *user)
{
    return user;
}

static void plugin_isolate__many_sessions_at_once(void **state)
{
    const test *t = *state;
    enum { WORKERS = 8 };
    pthread_t threads[WORKERS], first; /* with the first thread a sanitizer starts one of its own, which stays */
    worker workers[WORKERS];
    host_state before;
    const int alone = count_entries("/proc/self/task");
    assert_int_equal(pthread_create(&first, NULL, idle, NULL), 0);
    assert_int_equal(pthread_join(first, NULL), 0);
    const char *sanitized = getenv("REROUTE_SANITIZED");
    const int own = sanitized != NULL && strstr(sanitized, "thread") != NULL ? 1 : 0;
    for (int i = 0; i < 1000 && count_entries("/proc/self/task") > alone + own; i++)
        usleep(1000);
    look_at_host(&before);
    for (int i = 0; i < WORKERS; i++) {
        workers[i] = (worker){.t = t};
        rr__buf_init(&workers[i].answers, &rr__malloc_allocator, 0);
        assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < WORKERS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (int i = 0; i < WORKERS; i++) {
        assert_int_equal(workers[i].failures, 0);
        assert_int_equal(workers[i].answers.len, workers[0].answers.len);
        assert_memory_equal(workers[i].answers.data, workers[0].answers.data, workers[0].answers.len);
    }
    for (int i = 0; i < WORKERS; i++)
        rr__buf_finish(&workers[i].answers);
    check_no_zombie();
    for (int i = 0; i < 1000 && count_entries("/proc/self/task") != before.threads; i++)
        usleep(1000); /* a joined thread leaves the list a moment later */
    check_host(&before);
}

/* ---- our own memory ---- */

/* Every allocation of the host in turn: nobody is blamed, nothing is left behind. */
static void plugin_isolate__running_out_of_memory_is_nobodys_fault(void **state)
{
    test t = *(const test *)*state;
    stingy s = {0};
    const rr_allocator allocator = {&s, stingy_resize};
    rr_context_options context_options = {.size = sizeof context_options, .allocator = &allocator};
    assert_int_equal(rr_context_create(&t.context, &context_options, NULL), RR_OK);
    rr__buf reply;
    rr__buf_init(&reply, &rr__malloc_allocator, 0);
    host_state before;
    look_at_host(&before);
    bool failed = true;
    for (int n = 1; failed; n++) {
        rr__session *session = NULL;
        rr__session_options options = options_for(&t, true);
        rr__failure failure;
        uint32_t offers = 0;
        int fd = open(RR_TEST_FAULTY_PLUGINS "/healthy.so", O_RDONLY | O_CLOEXEC);
        s.calls = 0;
        s.fail_at = n;
        bool ok = rr__session_open(&session, t.context, fd, &t.start, &options, &offers, &failure) &&
                  rr__session_call(session, &t.requests[RR__CALL_SCORE], &reply, &failure);
        close(fd);
        failed = s.calls >= n;
        assert_int_equal(ok, !failed);
        assert_int_equal(failure.fault, RR__FAULT_NONE);
        rr__session_close(session);
    }
    assert_true(s.fail_at > 3);
    check_no_zombie();
    check_host(&before);
    rr__buf_finish(&reply);
    rr_context_destroy(t.context);
}

static void plugin_isolate__a_missing_helper_is_told(void **state)
{
    const test *t = *state;
    rr__session *session = NULL;
    rr__failure failure;
    host_state before;
    rr__session_options options = options_for(t, true);
    options.helper = RR_TEST_FAULTY_PLUGINS "/no-such-helper";
    look_at_host(&before);
    assert_false(open_plugin(&session, t, "healthy", &options, &failure));
    check_failure("no helper", &failure, RR__FAULT_HELPER, "no-such-helper: ENOENT");
    options.helper = RR_TEST_FAULTY_PLUGINS; /* a folder */
    assert_false(open_plugin(&session, t, "healthy", &options, &failure));
    check_failure("no helper", &failure, RR__FAULT_HELPER, "EACCES");
    check_no_zombie();
    check_host(&before);
}

static void plugin_isolate__in_process_is_no_isolation(void **state)
{
    const test *t = *state;
    rr__session *session = NULL;
    rr__failure failure;
    rr__session_options options = options_for(t, false);
    options.require_isolation = true;
    assert_false(open_plugin(&session, t, "healthy", &options, &failure));
    check_failure("in process", &failure, RR__FAULT_NO_ISOLATION, "it runs in this process");
}

static void plugin_isolate__the_helper_is_found(void **state)
{
    const test *t = *state;
    char small[8] = "xxxxxxx";
    assert_int_equal(rr_plugins_helper(small, sizeof small), strlen(t->helper));
    assert_int_equal(strlen(small), sizeof small - 1);
    assert_int_equal(rr_plugins_helper(NULL, 0), strlen(t->helper));
    assert_int_equal(access(t->helper, X_OK), 0);
}

static void plugin_isolate__details_are_text(void **state)
{
    (void)state;
    rr__failure failure;
    char long_text[400];
    memset(long_text, 'x', sizeof long_text);
    memcpy(long_text + 254, "\xe5\xb9\xbf", 4); /* cut in the middle */
    rr__failure_set(&failure, RR__FAULT_CRASH, "%s", long_text);
    assert_int_equal(strlen(failure.detail), 254);
    rr__failure_set(&failure, RR__FAULT_CRASH, "a\xff\xe5\xb9z");
    assert_string_equal(failure.detail, "a???z");
    for (int i = 0; i < RR__FAULT_COUNT; i++) {
        assert_int_equal(rr__fault_of(rr__fault_code((rr__fault)i)), i);
        assert_string_not_equal(rr__fault_text((rr__fault)i, RR_LANG_ZH), rr__fault_text((rr__fault)i, RR_LANG_EN));
    }
    assert_int_equal(rr__fault_of("no-such-code"), RR__FAULT_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plugin_isolate__details_are_text),
        cmocka_unit_test(plugin_isolate__the_helper_is_found),
        cmocka_unit_test(plugin_isolate__every_fault_has_its_name_and_stays_outside),
        cmocka_unit_test(plugin_isolate__a_helper_that_misbehaves_is_told_and_ended),
        cmocka_unit_test(plugin_isolate__an_answer_nobody_asked_for_is_not_taken),
        cmocka_unit_test(plugin_isolate__in_process_gives_the_same_bytes),
        cmocka_unit_test(plugin_isolate__in_process_reports_what_it_can),
        cmocka_unit_test(plugin_isolate__in_process_is_no_isolation),
        cmocka_unit_test(plugin_isolate__many_sessions_at_once),
        cmocka_unit_test(plugin_isolate__running_out_of_memory_is_nobodys_fault),
        cmocka_unit_test(plugin_isolate__a_missing_helper_is_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
