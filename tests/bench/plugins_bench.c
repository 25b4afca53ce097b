/* SPDX-License-Identifier: MIT */
/* A plugin's binary in; what isolation costs out: from the start of its helper to the first answer, and a request of
 * about 50 KB to it and back, next to the same in this process.
 *     plugins_bench HELPER PLUGIN.so TAXONOMY.xml */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <reroute/reroute.h>

#include "plugin/records.h"
#include "plugin/session.h"
#include "plugin/start.h"

enum { STARTS = 300, CALLS = 2000, PLUGINS = 4, CANDIDATES = 950, MISSING = 4 };

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
    const double *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

static void print(const char *what, double *times, size_t count)
{
    qsort(times, count, sizeof *times, compare);
    printf("%-34s median %7.0f us, 99 of 100 within %7.0f us\n", what, times[count / 2], times[count * 99 / 100]);
}

static void must(bool ok, const char *what, const char *why)
{
    if (ok)
        return;
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

/* As many candidates as a large taxonomy yields, each with what is missing. */
static void make_score(rr__buf *out)
{
    static rrp_candidate candidates[CANDIDATES];
    static const rrp_skill_level missing[MISSING] = {{1, 300}, {2, 100}, {3, 500}, {1, 200}};
    const rrp_profile profile = {.size = sizeof profile};
    const rrp_vec vec = RRP_VEC(rrp_candidate, candidates, CANDIDATES);
    for (uint32_t i = 0; i < CANDIDATES; i++)
        candidates[i] = (rrp_candidate){.occupation = i % 3 + 1, .fit_ppm = (int32_t)i, .missing = RRP_VEC(rrp_skill_level, missing, MISSING)};
    rr__encode_u32(out, RR__CALL_SCORE);
    rr__encode(out, &rr__abi_profile, &profile, sizeof profile);
    rr__encode_vec(out, &rr__abi_candidate, &vec);
}

static rr__session *open_session(rr_context *context, int binary, const rr__buf *start, const char *helper)
{
    const rr__session_options options = {.helper = helper, .folder = "/", .start_ms = 10000, .call_ms = 10000};
    rr__session *session = NULL;
    rr__failure failure;
    uint32_t offers;
    must(rr__session_open(&session, context, binary, start, &options, &offers, &failure), "start", failure.detail);
    return session;
}

static void call(rr__session *session, const rr__buf *request, rr__buf *reply)
{
    rr__failure failure;
    must(rr__session_call(session, request, reply, &failure), "call", failure.detail);
}

static void time_starts(rr_context *context, int binary, const rr__buf *start, const char *helper)
{
    static double times[STARTS];
    rr__buf request, reply;
    rr__buf_init(&request, &rr__malloc_allocator, 0);
    rr__buf_init(&reply, &rr__malloc_allocator, 0);
    rr__encode_u32(&request, RR__CALL_REGIONS);
    for (int i = 0; i < STARTS; i++) {
        double from = now_us();
        rr__session *session = open_session(context, binary, start, helper);
        call(session, &request, &reply);
        times[i] = now_us() - from;
        rr__session_close(session);
    }
    printf("start request of %zu bytes\n", start->len);
    print("helper started to first answer", times, STARTS);
    rr__buf_finish(&request);
    rr__buf_finish(&reply);
}

/* One match: each of `count` plugins is asked in turn. By helper and in this process turn about, so that what else
 * the machine does meets both. */
static void time_calls(rr__session *const *helpers, rr__session *const *inside, int count, const rr__buf *request, rr__buf *reply)
{
    static double times[2][CALLS], more[CALLS];
    for (int i = 0; i < CALLS; i++) {
        for (int way = 0; way < 2; way++) {
            double from = now_us();
            for (int k = 0; k < count; k++)
                call(way == 0 ? helpers[k] : inside[k], request, reply);
            times[way][i] = now_us() - from;
        }
        more[i] = times[0][i] - times[1][i];
    }
    printf("score by %d of them, %zu bytes asked, %zu answered\n", count, request->len, reply->len);
    print("  in helpers", times[0], CALLS);
    print("  in this process", times[1], CALLS);
    print("  overhead", more, CALLS);
}

int main(int argc, char **argv)
{
    must(argc == 4, "usage", "plugins_bench HELPER PLUGIN.so TAXONOMY.xml");
    const char *const path = argv[3];
    const rr__manifest manifest = {.id = "org.reroute.test", .version = "1"};
    rr_context *context = NULL;
    rr_taxonomy *taxonomy = NULL;
    rr__session *helpers[PLUGINS], *inside[PLUGINS];
    rr__buf start, request, reply;
    int binary = open(argv[2], O_RDONLY | O_CLOEXEC);
    must(binary >= 0, argv[2], "can't be opened");
    must(rr_context_create(&context, NULL, NULL) == RR_OK, "context", "out of memory");
    must(rr_taxonomy_load(&taxonomy, context, &path, 1, NULL, NULL, NULL) == RR_OK, path, "can't be loaded");
    rr__buf_init(&start, &rr__malloc_allocator, 0);
    rr__buf_init(&request, &rr__malloc_allocator, 0);
    rr__buf_init(&reply, &rr__malloc_allocator, 0);
    rr__start_request(&start, taxonomy, &manifest, NULL, 0);
    make_score(&request);
    time_starts(context, binary, &start, argv[1]);
    for (int i = 0; i < PLUGINS; i++) {
        helpers[i] = open_session(context, binary, &start, argv[1]);
        inside[i] = open_session(context, binary, &start, NULL);
    }
    time_calls(helpers, inside, 1, &request, &reply);
    time_calls(helpers, inside, PLUGINS, &request, &reply);
    for (int i = 0; i < PLUGINS; i++) {
        rr__session_close(helpers[i]);
        rr__session_close(inside[i]);
    }
    rr__buf_finish(&start);
    rr__buf_finish(&request);
    rr__buf_finish(&reply);
    rr_taxonomy_destroy(taxonomy);
    rr_context_destroy(context);
    close(binary);
    return 0;
}
