/* SPDX-License-Identifier: MIT */
/* A check and a request in, whether the plugin keeps its contract out. Each runs the request beside the plugin's code in
 * a host that is bent in one way. Meant for a process of its own: a plugin that breaks the contract may end it. */
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "plugin/serve.h"

extern char **environ;

typedef struct trial {
    rr__server *server;
    const uint8_t *request, *end;
    uint64_t quota;
    rr__buf plain, bent;      /* what the request gives in an ordinary host, and in the bent one */
    uint32_t plain_outcome;
    uint64_t allocations, cancel_polls; /* of the last run */
    bool said;                /* the last run gave a reason for its failure */
    char why[256];
} trial;

/* Runs the request once; `reply` holds the outcome and what follows. */
static uint32_t run(trial *t, rr__buf *reply)
{
    rr__call call;
    rr__call_init(&call, t->server, t->quota);
    rr__decoder in = {.at = t->request, .end = t->end, .arena = &call.own};
    rr__buf_clear(reply);
    uint32_t outcome = rr__server_run(&call, &in, reply);
    if (outcome == RRP_OK && reply->failed)
        outcome = RR__OUTCOME_FAULT + RR__FAULT_TOO_LARGE;
    t->allocations = call.allocations;
    t->cancel_polls = call.cancel_polls;
    t->said = call.text_len > 0;
    rr__call_finish(&call);
    return outcome;
}

static uint32_t failed(trial *t, const char *why)
{
    snprintf(t->why, sizeof t->why, "%s", why);
    return RR__CHECK_FAILED;
}

static bool same_as_plain(const trial *t, uint32_t outcome)
{
    return outcome == t->plain_outcome && t->bent.len == t->plain.len &&
           (t->plain.len == 0 || memcmp(t->bent.data, t->plain.data, t->plain.len) == 0);
}

/* Runs again, in whatever host it is by now. */
static uint32_t expect_same(trial *t, const char *otherwise)
{
    return same_as_plain(t, run(t, &t->bent)) ? RR__CHECK_PASSED : failed(t, otherwise);
}

/* --- the contract of instances --- */

static uint32_t check_unknown_interface(trial *t)
{
    static const char *const ids[] = {"reroute.nothing/1", "reroute.catalogue/99", "reroute.scoring/99", "reroute.funding/99", "reroute.scoring", ""};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        if (t->server->entry->get(ids[i]) == NULL)
            continue;
        snprintf(t->why, sizeof t->why, "get(\"%s\") is not NULL", ids[i]);
        return RR__CHECK_FAILED;
    }
    return RR__CHECK_PASSED;
}

static uint32_t check_two_instances(trial *t)
{
    rr__instance first[RR__KINDS];
    memcpy(first, t->server->instances, sizeof first);
    memset(t->server->instances, 0, sizeof first);
    uint32_t verdict = expect_same(t, "a second instance answers otherwise than the first");
    rr__server_drop_instances(t->server);
    memcpy(t->server->instances, first, sizeof first);
    return verdict != RR__CHECK_PASSED ? verdict : expect_same(t, "the first instance answers otherwise once a second is gone");
}

static uint32_t check_create_destroy(trial *t)
{
    for (int i = 0; i < 100; i++) {
        rr__server_drop_instances(t->server);
        if (!same_as_plain(t, run(t, &t->bent))) {
            snprintf(t->why, sizeof t->why, "instance %d answers otherwise than the first", i + 2);
            return RR__CHECK_FAILED;
        }
    }
    return RR__CHECK_PASSED;
}

static uint32_t check_deterministic(trial *t)
{
    for (int i = 0; i < 5; i++)
        if (expect_same(t, "the same request is answered otherwise when it comes again") != RR__CHECK_PASSED)
            return RR__CHECK_FAILED;
    return RR__CHECK_PASSED;
}

/* --- hosts of another age --- */

static uint32_t check_longer_stride(trial *t)
{
    static const uint32_t tails[] = {8, 48};
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        t->server->bend.tail = tails[i];
        if (expect_same(t, "longer records are read otherwise; reach items by RRP_AT, never by [i]") != RR__CHECK_PASSED)
            return RR__CHECK_FAILED;
    }
    return RR__CHECK_PASSED;
}

static uint32_t check_minimal_host(trial *t)
{
    rr__server_drop_instances(t->server);
    t->server->bend.minimal = true;
    uint32_t outcome = run(t, &t->bent);
    if (outcome == RRP_OK || (outcome < RR__OUTCOME_FAULT && t->said))
        return RR__CHECK_PASSED;
    return failed(t, outcome < RR__OUTCOME_FAULT ? "without files and settings it fails and says no reason to host->fail" :
                                                   "without files and settings its answer can't be read");
}

/* The host is of the minor that the plugin says it needs at least, and where a later one would have more, there is
 * noise: what the plugin answers must not depend on it. */
static uint32_t check_needs_minor(trial *t)
{
    static const uint8_t noises[] = {0x00, 0x5a};
    rr__server *server = t->server;
    server->host.abi_minor = server->entry->needs_minor;
    for (size_t i = 0; i < sizeof noises / sizeof noises[0]; i++) {
        rr__server_drop_instances(server);
        server->bend.behind = sizeof server->behind_host;
        server->bend.noise = noises[i];
        memset(server->behind_host, noises[i], sizeof server->behind_host);
        if (expect_same(t, "it reads fields that a host of the minor it says to need does not have; ask RRP_HAS and RRP_SIZED") !=
            RR__CHECK_PASSED)
            return RR__CHECK_FAILED;
    }
    return RR__CHECK_PASSED;
}

/* --- trouble in the middle --- */

static uint32_t check_alloc_fails(trial *t)
{
    enum { MOST = 2000 };
    for (uint64_t n = 1; n <= MOST; n++) {
        rr__server_drop_instances(t->server);
        t->server->bend.fail_alloc = n;
        uint32_t outcome = run(t, &t->bent);
        if (t->allocations < n)
            break;
        if (outcome >= RR__OUTCOME_FAULT || (outcome == RRP_OK && !same_as_plain(t, outcome))) {
            snprintf(t->why, sizeof t->why, "when allocation %u fails, it %s", (unsigned)n,
                     outcome == RRP_OK ? "reports success with another answer" : "gives an answer that can't be read");
            return RR__CHECK_FAILED;
        }
    }
    return RR__CHECK_PASSED;
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static uint32_t check_cancel(trial *t)
{
    enum { SHORT_MS = 100 };
    t->server->bend.cancelled = true;
    int64_t from = now_ms();
    uint32_t outcome = run(t, &t->bent);
    int64_t took = now_ms() - from;
    if (outcome == RRP_ECANCELLED)
        return RR__CHECK_PASSED;
    if (t->cancel_polls > 0)
        return failed(t, "host->cancelled told it to stop, and it did not return RRP_ECANCELLED");
    if (took < SHORT_MS)
        return RR__CHECK_PASSED;
    snprintf(t->why, sizeof t->why, "it works for %d ms and never asks host->cancelled", (int)took);
    return RR__CHECK_FAILED;
}

/* --- the process --- */

enum { FDS = 256, SIGNALS = 65 };
typedef struct process {
    char folder[1024], locale[512];
    mode_t mask;
    uint64_t environment;
    bool open[FDS];
    struct sigaction actions[SIGNALS];
    sigset_t blocked;
    struct itimerval timer;
} process;

static uint64_t hash_environment(void)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (char **entry = environ; entry != NULL && *entry != NULL; entry++)
        for (const char *c = *entry; ; c++) {
            hash = (hash ^ (unsigned char)*c) * 1099511628211u;
            if (*c == '\0')
                break;
        }
    return hash;
}

static void look_at_process(process *p)
{
    memset(p, 0, sizeof *p);
    if (getcwd(p->folder, sizeof p->folder) == NULL)
        p->folder[0] = '\0';
    const char *locale = setlocale(LC_ALL, NULL); /* asks, sets nothing */
    snprintf(p->locale, sizeof p->locale, "%s", locale == NULL ? "" : locale);
    p->mask = umask(0);
    umask(p->mask);
    p->environment = hash_environment();
    for (int fd = 0; fd < FDS; fd++)
        p->open[fd] = fcntl(fd, F_GETFD) >= 0;
    for (int signal = 1; signal < SIGNALS; signal++)
        sigaction(signal, NULL, &p->actions[signal]);
    sigprocmask(SIG_BLOCK, NULL, &p->blocked);
    getitimer(ITIMER_REAL, &p->timer);
}

/* NULL, or what changed. */
static const char *compare_processes(const process *a, const process *b)
{
    if (strcmp(a->folder, b->folder) != 0)
        return "the working folder";
    if (strcmp(a->locale, b->locale) != 0)
        return "the locale";
    if (a->mask != b->mask)
        return "the umask";
    if (a->environment != b->environment)
        return "the environment";
    if (memcmp(a->open, b->open, sizeof a->open) != 0)
        return "the open descriptors";
    for (int signal = 1; signal < SIGNALS; signal++)
        if (a->actions[signal].sa_handler != b->actions[signal].sa_handler || a->actions[signal].sa_flags != b->actions[signal].sa_flags ||
            sigismember(&a->blocked, signal) != sigismember(&b->blocked, signal))
            return "how signals are handled";
    return (a->timer.it_value.tv_sec | a->timer.it_value.tv_usec) == 0 && (b->timer.it_value.tv_sec | b->timer.it_value.tv_usec) != 0 ?
        "a timer" : NULL;
}

static uint32_t check_process_state(trial *t)
{
    process before, after;
    rr__server_drop_instances(t->server);
    look_at_process(&before);
    run(t, &t->bent);
    rr__server_drop_instances(t->server);
    look_at_process(&after);
    const char *changed = compare_processes(&before, &after);
    if (changed == NULL)
        return RR__CHECK_PASSED;
    snprintf(t->why, sizeof t->why, "it changes %s of the process", changed);
    return RR__CHECK_FAILED;
}

/* A folder's links are its two own and one for each folder in it: here, one a thread. */
static uint32_t check_threads(trial *t)
{
    struct stat before, after;
    rr__server_drop_instances(t->server);
    int can_tell = stat("/proc/self/task", &before);
    run(t, &t->bent);
    rr__server_drop_instances(t->server);
    if (can_tell != 0 || stat("/proc/self/task", &after) != 0) {
        snprintf(t->why, sizeof t->why, "/proc can't be read here");
        return RR__CHECK_NOT_APPLICABLE;
    }
    return after.st_nlink == before.st_nlink ? RR__CHECK_PASSED : failed(t, "a thread that it started is still there");
}

static const struct { uint32_t number; bool needs_success; uint32_t (*check)(trial *t); } checks[] = {
    {RR__CHECK_UNKNOWN_INTERFACE, false, check_unknown_interface},
    {RR__CHECK_TWO_INSTANCES, true, check_two_instances},
    {RR__CHECK_CREATE_DESTROY, true, check_create_destroy},
    {RR__CHECK_DETERMINISTIC, true, check_deterministic},
    {RR__CHECK_LONGER_STRIDE, true, check_longer_stride},
    {RR__CHECK_MINIMAL_HOST, false, check_minimal_host},
    {RR__CHECK_NEEDS_MINOR, true, check_needs_minor},
    {RR__CHECK_ALLOC_FAILS, true, check_alloc_fails},
    {RR__CHECK_CANCEL, false, check_cancel},
    {RR__CHECK_PROCESS_STATE, false, check_process_state},
    {RR__CHECK_THREADS, false, check_threads},
};

static uint32_t run_check(trial *t, uint32_t which)
{
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        if (checks[i].number != which)
            continue;
        t->plain_outcome = checks[i].needs_success ? run(t, &t->plain) : (uint32_t)RRP_OK;
        if (t->plain_outcome == RRP_OK)
            return checks[i].check(t);
        snprintf(t->why, sizeof t->why, "the request fails by itself (%u)", (unsigned)t->plain_outcome);
        return RR__CHECK_NOT_APPLICABLE;
    }
    snprintf(t->why, sizeof t->why, "no such check");
    return RR__CHECK_NOT_APPLICABLE;
}

uint32_t rr__server_check(rr__call *call, rr__decoder *in, rr__buf *reply)
{
    rr__server *server = call->server;
    uint32_t which = rr__decode_u32(in);
    trial t = {.server = server, .request = in->at, .end = in->end, .quota = call->quota};
    rr__decoder peek = *in;
    uint32_t number = rr__decode_u32(&peek);
    if (in->failed || number == RR__CALL_CHECK || number == RR__CALL_START)
        return rr__server_fault(call, RR__FAULT_HELPER, "the check's request can't be read");
    rr__buf_init(&t.plain, &server->allocator, reply->limit);
    rr__buf_init(&t.bent, &server->allocator, reply->limit);
    rr__encode_u32(reply, run_check(&t, which));
    rr__encode_str(reply, (rrp_str){t.why, strlen(t.why)});
    server->bend = (rr__bend){0};
    server->host.abi_minor = RRP_ABI_MINOR;
    memset(server->behind_host, 0, sizeof server->behind_host);
    rr__server_drop_instances(server); /* the next call finds nothing of this one */
    rr__buf_finish(&t.plain);
    rr__buf_finish(&t.bent);
    return RRP_OK;
}
