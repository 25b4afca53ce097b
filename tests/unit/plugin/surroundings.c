/* SPDX-License-Identifier: MIT */
/* Programs that prepare their processes in odd ways, and systems that isolate less, in; sessions that work all the same,
 * or say what is missing, out. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>

#include "plugin/frame.h"
#include "plugin/process.h"
#include "sessions.h"

/* ---- what the program around us may have done ---- */

static void plugin_surroundings__children_may_be_nobodys_business(void **state)
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

static void plugin_surroundings__standard_streams_may_be_closed(void **state)
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

static void plugin_surroundings__what_the_program_left_open_stays_here(void **state)
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

static void plugin_surroundings__no_plugin_outlives_a_killed_program(void **state)
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

static void plugin_surroundings__what_a_helper_started_ends_with_it(void **state)
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

static void plugin_surroundings__signals_interrupt_nothing(void **state)
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

static void plugin_surroundings__what_the_system_lacks_is_told(void **state)
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plugin_surroundings__children_may_be_nobodys_business),
        cmocka_unit_test(plugin_surroundings__standard_streams_may_be_closed),
        cmocka_unit_test(plugin_surroundings__what_the_program_left_open_stays_here),
        cmocka_unit_test(plugin_surroundings__no_plugin_outlives_a_killed_program),
        cmocka_unit_test(plugin_surroundings__what_a_helper_started_ends_with_it),
        cmocka_unit_test(plugin_surroundings__signals_interrupt_nothing),
#if defined(__x86_64__) || defined(__aarch64__)
        cmocka_unit_test(plugin_surroundings__what_the_system_lacks_is_told),
#endif
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
