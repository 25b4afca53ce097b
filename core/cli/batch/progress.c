/* SPDX-License-Identifier: MIT */
/* A run in; how fast it goes and how long it will take, on a terminal, and at the end what came of it, out. */
#include "batch.h"

#include <inttypes.h>
#include <time.h>
#include <unistd.h>

double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double rate_of(const batch *b, double now)
{
    double took = now - b->began;
    return took > 0 ? (double)(b->accepted + b->failed) / took : 0;
}

/* Called by whoever writes, a few times a second. */
void show_batch_progress(batch *b, bool at_end)
{
    enum { TIMES_A_SECOND = 4 };
    double now = seconds_now();
    if (b->s->quiet || !b->terminal || (!at_end && now - b->shown < 1.0 / TIMES_A_SECOND))
        return;
    b->shown = now;
    if (at_end) {
        fputs("\r\033[K", stderr);
        return;
    }
    fprintf(stderr, in_language(b->s->lang, "\r\033[K%" PRIu64 " profiles, %.0f/s", "\r\033[K%" PRIu64 " 份档案，每秒 %.0f"), b->to.done.records,
            rate_of(b, now));
    uint64_t done = b->to.done.input_bytes - b->from.input_bytes, whole = b->in.size - b->from.input_bytes;
    if (b->in.size > b->from.input_bytes && done > 0 && done <= whole) {
        unsigned long left = (unsigned long)((now - b->began) / (double)done * (double)(whole - done) + 0.5);
        fprintf(stderr, in_language(b->s->lang, ", %lu:%02lu:%02lu left", "，剩余 %lu:%02lu:%02lu"), left / 3600, left / 60 % 60, left % 60);
    }
    fflush(stderr);
}

void say_summary(const batch *b)
{
    if (b->s->quiet)
        return;
    fprintf(stderr, in_language(b->s->lang, "reroute: %" PRIu64 " accepted, %" PRIu64 " failed", "reroute：成功 %" PRIu64 "，失败 %" PRIu64), b->accepted,
            b->failed);
    if (b->from.records > 0)
        fprintf(stderr, in_language(b->s->lang, " (%" PRIu64 " were there)", "（此前已有 %" PRIu64 "）"), b->from.records);
    fprintf(stderr, in_language(b->s->lang, "; %.0f per second\n", "；每秒 %.0f\n"), rate_of(b, seconds_now()));
}
