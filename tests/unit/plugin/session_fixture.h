/* SPDX-License-Identifier: MIT */
/* Sessions with plugins in real helper processes, and what a session must leave as it was in this process. */
#ifndef TEST_PLUGIN_SESSION_FIXTURE_H
#define TEST_PLUGIN_SESSION_FIXTURE_H

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include <reroute/plugins.h>

#include "helper.h"

enum { GENEROUS_MS = 60000, SHORT_MS = 300 }; /* the second only where time runs out in any case */

typedef struct world {
    rr_context *context;
    rr_taxonomy *taxonomy;
    rr__buf start, request, reply;
    char helper[PATH_MAX];
} world;

static inline bool sanitized(void)
{
    const char *with = getenv("REROUTE_SANITIZED");
    return with != NULL && with[0] != '\0';
}

static inline world *open_world(void)
{
    static const char *const path = RR_TEST_SOURCE "/tests/data/valid/taxonomy-every-feature.xml";
    static const rr__manifest manifest = {.id = "org.reroute.test", .version = "1"};
    world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    assert_int_equal(rr_context_create(&w->context, NULL, NULL), RR_OK);
    assert_int_equal(rr_taxonomy_load(&w->taxonomy, w->context, &path, 1, NULL, NULL, NULL), RR_OK);
    rr__buf_init(&w->start, &rr__malloc_allocator, 0);
    rr__buf_init(&w->request, &rr__malloc_allocator, 0);
    rr__buf_init(&w->reply, &rr__malloc_allocator, 0);
    rr__start_request(&w->start, w->taxonomy, &manifest, NULL, 0);
    assert_false(w->start.failed);
    size_t len = rr_plugins_helper(w->helper, sizeof w->helper);
    assert_in_range(len, 1, sizeof w->helper - 1);
    return w;
}

static inline void close_world(world *w)
{
    rr__buf_finish(&w->start);
    rr__buf_finish(&w->request);
    rr__buf_finish(&w->reply);
    rr_taxonomy_destroy(w->taxonomy);
    rr_context_destroy(w->context);
    free(w);
}

static inline int open_binary(const char *name)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, RR_TEST_FAULTS "/%s.so", name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    return fd;
}

static inline bool open_plugin(rr__session **out, world *w, const char *name, const rr__session_options *options, rr__failure *failure)
{
    uint32_t offers = 0;
    int fd = open_binary(name);
    bool ok = rr__session_open(out, w->context, fd, &w->start, options, &offers, failure);
    close(fd);
    assert_true(ok == (*out != NULL) && ok == (offers != 0) && ok == (failure->fault == RR__FAULT_NONE));
    return ok;
}

/* A request of each kind; the course that GRANTS is asked about is that of the plugin. */
static inline void make_request(rr__buf *out, uint32_t method)
{
    const rrp_fact fact = {TEXT("age"), TEXT("52")};
    const rrp_candidate candidates[] = {{.occupation = 1, .fit_ppm = 500000}, {.occupation = 2, .fit_ppm = -20}};
    const rrp_course course = {.id = TEXT("course")};
    const uint32_t region = rr__region_number("CN-GD", 5);
    const rrp_profile profile = {.size = sizeof profile, .region = region, .facts = RRP_VEC(rrp_fact, &fact, 1)};
    const rrp_course_query query = {.size = sizeof query, .region = region};
    const rrp_vec vec = RRP_VEC(rrp_candidate, candidates, 2), courses = RRP_VEC(rrp_course, &course, 1);
    rr__buf_clear(out);
    rr__encode_u32(out, method);
    if (method == RR__CALL_COURSES)
        rr__encode(out, &rr__abi_course_query, &query, sizeof query);
    if (method == RR__CALL_SCORE || method == RR__CALL_GRANTS)
        rr__encode(out, &rr__abi_profile, &profile, sizeof profile);
    if (method == RR__CALL_SCORE)
        rr__encode_vec(out, &rr__abi_candidate, &vec);
    if (method == RR__CALL_GRANTS) {
        rr__encode_u32(out, 1);
        rr__encode_vec(out, &rr__abi_course, &courses);
    }
    assert_false(out->failed);
}

static inline bool call_plugin(world *w, rr__session *session, uint32_t method, rr__failure *failure)
{
    make_request(&w->request, method);
    bool ok = rr__session_call(session, &w->request, &w->reply, failure);
    assert_true(ok == (failure->fault == RR__FAULT_NONE));
    return ok;
}

static inline void assert_same(const rr__buf *a, const rr__buf *b)
{
    assert_int_equal(a->len, b->len);
    assert_memory_equal(a->data, b->data, a->len);
}

/* ---- this process ---- */

typedef struct state {
    size_t descriptors, threads;
    struct sigaction actions[NSIG];
    sigset_t blocked;
    char locale[256], folder[PATH_MAX];
    mode_t mask;
} state;

static inline size_t count_entries(const char *path)
{
    size_t count = 0;
    DIR *folder = opendir(path);
    assert_non_null(folder);
    while (readdir(folder) != NULL)
        count++;
    closedir(folder);
    return count;
}

static inline void look(state *s)
{
    memset(s, 0, sizeof *s);
    s->descriptors = count_entries("/proc/self/fd");
    s->threads = count_entries("/proc/self/task");
    for (int i = 1; i < NSIG; i++)
        sigaction(i, NULL, &s->actions[i]);
    sigprocmask(SIG_SETMASK, NULL, &s->blocked);
    snprintf(s->locale, sizeof s->locale, "%s", setlocale(LC_ALL, NULL));
    assert_non_null(getcwd(s->folder, sizeof s->folder));
    s->mask = umask(0);
    umask(s->mask);
}

/* `children`: 0 when some may run, but none may have ended and wait to be collected; -1 when there may be none. */
static inline void assert_unchanged(const state *before, pid_t children)
{
    static state now; /* large */
    look(&now);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), children);
    assert_int_equal(now.descriptors, before->descriptors);
    for (int i = 0; i < 5000 && now.threads > before->threads; i++) { /* one that was joined is listed a moment longer */
        nanosleep(&(struct timespec){0, 1000000}, NULL);
        now.threads = count_entries("/proc/self/task");
    }
    assert_true(now.threads <= before->threads);
    for (int i = 1; i < NSIG; i++)
        assert_true(now.actions[i].sa_handler == before->actions[i].sa_handler && now.actions[i].sa_flags == before->actions[i].sa_flags);
    assert_memory_equal(&now.blocked, &before->blocked, sizeof now.blocked);
    assert_string_equal(now.locale, before->locale);
    assert_string_equal(now.folder, before->folder);
    assert_int_equal(now.mask, before->mask);
}
#endif
