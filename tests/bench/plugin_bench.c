/* SPDX-License-Identifier: MIT */
/* A plugin's binary in; what its helper process costs out: from nothing to the answer to START, a round trip of a
 * 50 KB score request, the same in process, and the end.
 *     plugin_bench FILE [ROUNDS] */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <reroute/plugins.h>

#include "plugin/records.h"
#include "plugin/session.h"

enum { STARTS = 300, CANDIDATES = 100, MISSING = 60, ROUNDS_MAX = 100000 };

static double samples[ROUNDS_MAX];

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print(const char *what, int count)
{
    qsort(samples, (size_t)count, sizeof *samples, compare);
    printf("%-28s median %8.1f us   p99 %8.1f us\n", what, samples[count / 2], samples[count - 1 - count / 100]);
}

static void add_text(rr__buf *out, const char *text)
{
    rr__encode_str(out, (rrp_str){text, strlen(text)});
}

/* Without a taxonomy: no names, settings, files or listed courses. */
static void make_start(rr__buf *out)
{
    rr__encode_u32(out, RR__CALL_START);
    rr__encode_u32(out, RR__WIRE_VERSION);
    add_text(out, "org.reroute.fixture");
    add_text(out, "1");
    for (int names = 0; names < 2; names++) {
        rr__encode_u32(out, 0);
        add_text(out, "");
    }
    for (int vectors = 0; vectors < 3; vectors++)
        rr__encode_u32(out, 0);
}

static void make_score(rr__buf *out)
{
    static rrp_skill_level missing[MISSING];
    static rrp_candidate candidates[CANDIDATES];
    for (uint32_t i = 0; i < MISSING; i++)
        missing[i] = (rrp_skill_level){i + 1, 300};
    for (uint32_t i = 0; i < CANDIDATES; i++)
        candidates[i] = (rrp_candidate){.occupation = i + 1, .fit_ppm = 500000, .missing = RRP_VEC(rrp_skill_level, missing, MISSING)};
    const rrp_profile profile = {.size = sizeof profile};
    const rrp_vec vec = RRP_VEC(rrp_candidate, candidates, CANDIDATES);
    rr__encode_u32(out, RR__CALL_SCORE);
    rr__encode(out, &rr__abi_profile, &profile, sizeof profile);
    rr__encode_vec(out, &rr__abi_candidate, &vec);
}

static rr__session *open_session(rr_context *context, int fd, const rr__buf *start, const char *helper)
{
    const rr__session_options options = {.helper = helper, .folder = "/", .start_ms = 10000, .call_ms = 10000};
    rr__session *session = NULL;
    rr__failure failure;
    uint32_t offers = 0;
    if (rr__session_open(&session, context, fd, start, &options, &offers, &failure))
        return session;
    fprintf(stderr, "%s: %s\n", rr__fault_code(failure.fault), failure.detail);
    exit(1);
}

static void time_calls(rr__session *session, const rr__buf *request, int rounds, const char *what)
{
    rr__buf reply;
    rr__failure failure;
    rr__buf_init(&reply, &rr__malloc_allocator, 0);
    for (int i = 0; i < rounds; i++) {
        double from = now_us();
        if (!rr__session_call(session, request, &reply, &failure))
            exit(1);
        samples[i] = now_us() - from;
    }
    print(what, rounds);
    printf("%-28s request %zu bytes, reply %zu bytes, isolation %d\n", "", request->len, reply.len, (int)rr__session_isolation(session));
    rr__buf_finish(&reply);
}

int main(int argc, char **argv)
{
    int rounds = argc > 2 ? atoi(argv[2]) : 20000, fd = argc > 1 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
    char helper[1024];
    rr_context *context = NULL;
    if (fd < 0 || rounds < 1 || rounds > ROUNDS_MAX || rr_plugins_helper(helper, sizeof helper) == 0 ||
        rr_context_create(&context, NULL, NULL) != RR_OK) {
        fprintf(stderr, "usage: plugin_bench FILE [ROUNDS]\n");
        return 1;
    }
    rr__buf start, request;
    rr__buf_init(&start, &rr__malloc_allocator, 0);
    rr__buf_init(&request, &rr__malloc_allocator, 0);
    make_start(&start);
    make_score(&request);
    static double ends[STARTS];
    for (int i = 0; i < STARTS; i++) {
        double from = now_us();
        rr__session *session = open_session(context, fd, &start, helper);
        samples[i] = now_us() - from;
        from = now_us();
        rr__session_close(session);
        ends[i] = now_us() - from;
    }
    print("start, helper", STARTS);
    memcpy(samples, ends, sizeof ends);
    print("end, helper", STARTS);
    for (int by_helper = 1; by_helper >= 0; by_helper--) {
        rr__session *session = open_session(context, fd, &start, by_helper ? helper : NULL);
        time_calls(session, &request, rounds, by_helper ? "score, helper" : "score, in process");
        rr__session_close(session);
    }
    rr__buf_finish(&start);
    rr__buf_finish(&request);
    rr_context_destroy(context);
    close(fd);
    return 0;
}
