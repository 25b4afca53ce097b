/* SPDX-License-Identifier: MIT */
/* Plugins and helpers with every fault in; the right name for it, and an unharmed host, out. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>

#include "plugin/frame.h"
#include "plugin/process.h"
#include "sessions.h"
#include "shortage.h"

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

static void check_failure(const char *what, const rr__failure *failure, rr__fault fault, const char *says)
{
    if (failure->fault != fault || (fault != RR__FAULT_NONE && strstr(failure->detail, says) == NULL))
        fail_msg("%s: \"%s: %s\" instead of \"%s: %s\"", what, rr__fault_code(failure->fault), failure->detail, rr__fault_code(fault), says);
}

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
    shortage s = {0, 0};
    const rr_allocator allocator = {&s, resize_or_fail};
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
        s = (shortage){0, n};
        bool ok = rr__session_open(&session, t.context, fd, &t.start, &options, &offers, &failure) &&
                  rr__session_call(session, &t.requests[RR__CALL_SCORE], &reply, &failure);
        close(fd);
        failed = s.count >= n;
        assert_int_equal(ok, !failed);
        assert_int_equal(failure.fault, RR__FAULT_NONE);
        rr__session_close(session);
    }
    assert_true(s.fails_at > 3);
    check_no_zombie();
    check_host(&before);
    rr__buf_finish(&reply);
    rr_context_destroy(t.context);
}

/* ---- what the program around us may have done ---- */

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

static void plugin_isolate__children_may_be_nobodys_business(void **state)
{
    const test *t = *state;
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    rr__session *session = NULL;
    rr__failure failure;
    rr__buf reply;
    rr__buf_init(&reply, &rr__malloc_allocator, 0);
    rr__session_options options = options_for(t, true);
    sigaction(SIGCHLD, &ignore, &before);
    assert_true(open_plugin(&session, t, "crash_in_score", &options, &failure));
    assert_false(rr__session_call(session, &t->requests[RR__CALL_SCORE], &reply, &failure));
    check_failure("ignored", &failure, RR__FAULT_CRASH, "it ended, how is not known");
    rr__session_close(session);
    assert_true(open_plugin(&session, t, "healthy", &options, &failure));
    assert_true(rr__session_call(session, &t->requests[RR__CALL_SCORE], &reply, &failure));
    rr__session_close(session);
    options.call_ms = SOON_MS;
    assert_true(open_plugin(&session, t, "loop", &options, &failure));
    assert_false(rr__session_call(session, &t->requests[RR__CALL_SCORE], &reply, &failure));
    check_failure("ignored", &failure, RR__FAULT_TIMEOUT, "in score");
    rr__session_close(session);
    sigaction(SIGCHLD, &before, NULL);
    rr__buf_finish(&reply);
}

/* Runs `body` in a process of its own, which may spoil itself. It returns 0, or what was wrong. */
static void check_in_child(const test *t, int (*body)(const test *t))
{
    int status = 0;
    pid_t pid = fork();
    if (pid == 0)
        _exit(body(t));
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* Without cmocka, whose failures would go on in the parent's tests. */
static int call_once(const test *t, bool require, rr__isolation *isolation, rr__failure *failure)
{
    rr__session *session = NULL;
    rr__session_options options = options_for(t, true);
    options.require_isolation = require;
    uint32_t offers = 0;
    rr__buf reply;
    rr__buf_init(&reply, &rr__malloc_allocator, 0);
    int fd = open(RR_TEST_FAULTY_PLUGINS "/looks_around.so", O_RDONLY | O_CLOEXEC);
    bool ok = rr__session_open(&session, t->context, fd, &t->start, &options, &offers, failure) &&
              rr__session_call(session, &t->requests[RR__CALL_SCORE], &reply, failure);
    close(fd);
    *isolation = ok ? rr__session_isolation(session) : RR__IN_PROCESS;
    rr__session_close(session);
    rr__buf_finish(&reply);
    return !ok;
}

static int run_without_streams(const test *t)
{
    rr__isolation isolation;
    rr__failure failure;
    for (int fd = 0; fd < 3; fd++)
        close(fd);
    return call_once(t, false, &isolation, &failure);
}

static void plugin_isolate__standard_streams_may_be_closed(void **state)
{
    check_in_child(*state, run_without_streams);
}

/* Descriptors without CLOEXEC, an environment, blocked and ignored signals: nothing of it reaches the plugin. */
static int run_untidily(const test *t)
{
    rr__isolation isolation;
    rr__failure failure;
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGALRM, SIG_IGN);
    setenv("SECRET", "of the program", 1);
    for (int fd = 20; fd < 60; fd += 10)
        if (dup2(2, fd) < 0)
            return 1;
    return call_once(t, false, &isolation, &failure) != 0 ? 2 : 0;
}

static void plugin_isolate__what_the_program_left_open_stays_here(void **state)
{
    check_in_child(*state, run_untidily);
}

/* A program that is killed in the middle of a call; this process inherits what it left. */
static int leave_an_orphan(const test *t)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    int opened[2];
    if (pipe(opened) != 0)
        return 1;
    pid_t host = fork();
    if (host == 0) {
        rr__session *session = NULL;
        rr__failure failure;
        rr__session_options options = options_for(t, true);
        options.call_ms = SOON_MS;
        uint32_t offers = 0;
        rr__buf reply;
        rr__buf_init(&reply, &rr__malloc_allocator, 0);
        int fd = open(RR_TEST_FAULTY_PLUGINS "/loop.so", O_RDONLY | O_CLOEXEC);
        if (!rr__session_open(&session, t->context, fd, &t->start, &options, &offers, &failure) || write(opened[1], "", 1) != 1)
            _exit(1);
        rr__session_call(session, &t->requests[RR__CALL_SCORE], &reply, &failure);
        _exit(2);
    }
    char byte;
    close(opened[1]);
    if (read(opened[0], &byte, 1) != 1)
        return 2;
    usleep(SOON_MS * 1000 / 4); /* by now it loops; if not, it sees the end of its socket */
    int status = 0;
    kill(host, SIGKILL);
    if (waitpid(host, &status, 0) != host || !WIFSIGNALED(status))
        return 3;
    if (waitpid(-1, &status, 0) <= 0)
        return 4;
    return WIFEXITED(status) || WTERMSIG(status) == SIGALRM ? 0 : 5;
}

static void plugin_isolate__no_plugin_outlives_a_killed_program(void **state)
{
    check_in_child(*state, leave_an_orphan);
}

/* As where no filter forbids a plugin to fork. The child holds the socket open, so time runs out. */
static int leave_a_child(const test *t)
{
    rr__session *session = NULL;
    rr__failure failure;
    rr__buf reply;
    int child = 0, status = 0;
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); /* this process inherits it */
    rr__buf_init(&reply, &rr__malloc_allocator, 0);
    rr__session_options options = {.helper = RR_TEST_FAULTY_PLUGINS "/fake_helper", .folder = "leaves-a-child", .start_ms = EVER_MS,
                                   .call_ms = SOON_MS};
    uint32_t offers = 0;
    int fd = open(RR_TEST_FAULTY_PLUGINS "/healthy.so", O_RDONLY | O_CLOEXEC);
    if (!rr__session_open(&session, t->context, fd, &t->start, &options, &offers, &failure))
        return 1;
    close(fd);
    if (rr__session_call(session, &t->requests[RR__CALL_SCORE], &reply, &failure) || failure.fault != RR__FAULT_TIMEOUT)
        return 2;
    const char *words = strstr(failure.detail, "child ");
    if (words == NULL || sscanf(words, "child %d", &child) != 1)
        return 3;
    pid_t got = 0;
    for (int i = 0; i < 10000 && got == 0; i++) {
        got = waitpid(child, &status, WNOHANG);
        usleep(1000);
    }
    rr__session_close(session);
    rr__buf_finish(&reply);
    return got == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL ? 0 : 4;
}

static void plugin_isolate__what_a_helper_started_ends_with_it(void **state)
{
    check_in_child(*state, leave_a_child);
}

static volatile sig_atomic_t interruptions;
static void interrupt(int number)
{
    (void)number;
    interruptions = interruptions + 1;
}

/* A signal every half a millisecond, and handlers that restart nothing. */
static int run_interrupted(const test *t)
{
    const struct sigaction action = {.sa_handler = interrupt};
    rr__isolation isolation;
    rr__failure failure;
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &(struct itimerval){{0, 500}, {0, 500}}, NULL);
    for (int i = 0; i < 10000 && interruptions < 50; i++)
        if (call_once(t, false, &isolation, &failure) != 0)
            return 1;
    return interruptions >= 50 ? 0 : 2;
}

static void plugin_isolate__signals_interrupt_nothing(void **state)
{
    check_in_child(*state, run_interrupted);
}

/* ---- systems that isolate less ---- */

#if defined(__x86_64__) || defined(__aarch64__)
/* This process and what it starts: the call fails as on a kernel that has it not. With `option` only for that prctl. */
static void take_away(int number, int option)
{
    struct sock_filter code[] = {
        {BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, nr)},
        {BPF_JMP | BPF_JEQ | BPF_K, 0, 3, (uint32_t)number},
        {BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, args)},
        {BPF_JMP | BPF_JEQ | BPF_K, (uint8_t)(option < 0), (uint8_t)(option >= 0 ? 1 : 0), (uint32_t)option},
        {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | ENOSYS},
        {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW},
    };
    if (option < 0) /* whatever the argument */
        code[2] = (struct sock_filter){BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | ENOSYS};
    struct sock_fprog program = {sizeof code / sizeof *code, code};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0)
        _exit(90);
}

static int expect(const test *t, rr__isolation expected, const char *missing)
{
    rr__isolation isolation;
    rr__failure failure;
    if (call_once(t, false, &isolation, &failure) != 0)
        return 1;
    if (isolation != expected)
        return 2;
    if (call_once(t, true, &isolation, &failure) == 0)
        return 3;
    return failure.fault == RR__FAULT_NO_ISOLATION && strcmp(failure.detail, missing) == 0 ? 0 : 4;
}

enum { CREATE_RULESET = 444 };

static int run_without_landlock(const test *t)
{
    take_away(CREATE_RULESET, -1);
    return expect(t, RR__SECCOMP, "this system has no Landlock");
}

static int run_without_seccomp(const test *t)
{
    take_away(__NR_prctl, PR_SET_SECCOMP);
    return expect(t, RR__LANDLOCK, "this system has no seccomp");
}

static int run_without_both(const test *t)
{
    take_away(CREATE_RULESET, -1);
    take_away(__NR_prctl, PR_SET_SECCOMP);
    return expect(t, RR__RLIMITS, "this system has neither Landlock nor seccomp");
}

/* All that the helper says unasked, in bytes: the greeting, and unless it must not load, how that went. */
static ssize_t hear_helper(const test *t, const char *layers)
{
    static const char *const arguments[] = {"reroute-plugin-host", RR_TEST_FAULTY_PLUGINS, "268435456", "1048576", "60000", "60000"};
    char *vector[RR__HELPER_ARGUMENTS + 1] = {NULL};
    for (size_t i = 0; i < sizeof arguments / sizeof *arguments; i++)
        vector[i] = (char *)(uintptr_t)arguments[i];
    vector[RR__HELPER_ARGUMENTS - 1] = (char *)(uintptr_t)layers;
    rr__process process = {.rpc = -1, .log = -1};
    const rr__session_options options = options_for(t, true);
    char said[1024];
    ssize_t len = 0, n = 0;
    int fd = open(RR_TEST_FAULTY_PLUGINS "/healthy.so", O_RDONLY | O_CLOEXEC);
    if (rr__process_start(&process, options.helper, vector, fd) != 0)
        return -1;
    close(fd);
    shutdown(process.rpc, SHUT_WR); /* no request will come: it ends */
    struct pollfd ready = {process.rpc, POLLIN, 0};
    while (poll(&ready, 1, EVER_MS) == 1 && (n = recv(process.rpc, said, sizeof said, 0)) > 0)
        len += n;
    rr__process_end(&process, 0);
    return n < 0 && errno != ECONNRESET ? -1 : len;
}

/* A constructor runs while the binary is loaded. Where isolation is required and lacks, it is not. */
static int run_unloaded(const test *t)
{
    enum { GREETING = RR__FRAME_HEADER + 8, LOADED = RR__FRAME_HEADER + 8 };
    take_away(CREATE_RULESET, -1);
    if (hear_helper(t, "0") != GREETING + LOADED)
        return 1;
    if (hear_helper(t, "2") != GREETING + LOADED) /* seccomp it has */
        return 2;
    return hear_helper(t, "3") == GREETING ? 0 : 3;
}

static void plugin_isolate__what_the_system_lacks_is_told(void **state)
{
    const test *t = *state;
    if (rr__session_isolation(t->healthy) != RR__FULL) {
        print_message("[ SKIPPED  ] this system isolates less already\n");
        skip();
    }
    check_in_child(t, run_without_landlock);
    check_in_child(t, run_without_seccomp);
    check_in_child(t, run_without_both);
    check_in_child(t, run_unloaded);
}
#endif

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
        cmocka_unit_test(plugin_isolate__children_may_be_nobodys_business),
        cmocka_unit_test(plugin_isolate__standard_streams_may_be_closed),
        cmocka_unit_test(plugin_isolate__what_the_program_left_open_stays_here),
        cmocka_unit_test(plugin_isolate__no_plugin_outlives_a_killed_program),
        cmocka_unit_test(plugin_isolate__what_a_helper_started_ends_with_it),
        cmocka_unit_test(plugin_isolate__signals_interrupt_nothing),
#if defined(__x86_64__) || defined(__aarch64__)
        cmocka_unit_test(plugin_isolate__what_the_system_lacks_is_told),
#endif
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
