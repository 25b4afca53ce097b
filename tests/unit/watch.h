/* SPDX-License-Identifier: MIT */
/* A context's memory that is looked through when it is given back, and a desk that works with it: nothing about a person may be
 * found there. */
#ifndef TEST_WATCH_H
#define TEST_WATCH_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <reroute/reroute.h>

/* What may not be found. As text it survives folding of case; the numbers are those of a made-up person alone. */
#define SECRET "qjxkvzqjxkvz"
#define TELEPHONE "13987650321" /* refused; looked for where its digits are counted, on stacks */
enum { SECRET_LEVEL = 987654 };
static const int64_t secret_money = 98765432198;
#define LONG_TEXT SECRET " and more words than the first had, so that what holds them has to grow, " SECRET " " SECRET " " SECRET

enum { NEEDLES_MAX = 10, BEGINS = 4096, KINDS_MAX = 128 };
typedef struct watch {
    struct { const void *bytes; size_t len; } needles[NEEDLES_MAX]; /* numbers; the text is known */
    uint8_t begins[BEGINS]; /* by the first word's remainder: whether a needle begins so */
    size_t needle_count, seen; /* blocks with one of them */
    long count, fails_at; /* of allocations; 0: none fails */
    bool tells_kinds;
    uint64_t kinds[KINDS_MAX], kinds_sum; /* of blocks since then that were not blank: each once, and added up */
    size_t kind_count;
} watch;

static inline void look_for(watch *w, const void *bytes, size_t len)
{
    uint32_t first;
    memcpy(&first, bytes, sizeof first);
    w->begins[first % BEGINS] = 1;
    w->needles[w->needle_count].bytes = bytes;
    w->needles[w->needle_count++].len = len;
}

/* A number of one word may be the lower half of an address, whose upper half is that of a heap, a stack or a library. */
static inline bool is_address(const uint32_t *words, size_t i, size_t count)
{
    return i % 2 == 0 && i + 1 < count && words[i + 1] >= 0x5000 && words[i + 1] < 0x8000;
}

static inline void look_through(watch *w, const void *block, size_t size)
{
    const size_t len = sizeof SECRET - 1;
    const uint32_t *words = block;
    for (const char *at = block, *end = at + size; (size_t)(end - at) >= len; at++) {
        at = memchr(at, SECRET[0], (size_t)(end - at) - len + 1);
        if (at == NULL)
            break;
        if (memcmp(at, SECRET, len) == 0) {
            w->seen++;
            return;
        }
    }
    const size_t count = size / sizeof *words;
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; w->begins[words[i] % BEGINS] != 0 && n < w->needle_count; n++)
            if (size - i * sizeof *words >= w->needles[n].len && memcmp(words + i, w->needles[n].bytes, w->needles[n].len) == 0 &&
                (w->needles[n].len > sizeof *words || !is_address(words, i, count))) {
                w->seen++;
                return;
            }
}

static inline void tell_kind(watch *w, const uint8_t *block, size_t size)
{
    uint64_t kind = 0;
    for (size_t i = 0; i < size; i++)
        if (block[i] != 0)
            kind = (kind ^ block[i] ^ (uint64_t)i << 8) * 0x9e3779b97f4a7c15u;
    for (size_t k = 0; k < w->kind_count; k++)
        if (w->kinds[k] == kind)
            return;
    if (kind == 0)
        return;
    assert_true(w->kind_count < KINDS_MAX);
    w->kinds[w->kind_count++] = kind;
    w->kinds_sum += kind;
}

/* Every block moves when it grows, and what it leaves behind is looked at, too. Blank at first, for what was there before is no
 * fault of whoever gets it. */
static inline void *watch_resize(void *user, void *block, size_t size)
{
    watch *w = user;
    size_t *head = block == NULL ? NULL : (size_t *)block - 2;
    size_t *fresh = size == 0 || ++w->count == w->fails_at ? NULL : calloc(1, size + 2 * sizeof *fresh);
    if (size > 0 && fresh == NULL)
        return NULL;
    if (fresh != NULL) {
        *fresh = size;
        if (head != NULL)
            memcpy(fresh + 2, block, *head < size ? *head : size);
    }
    if (head != NULL) {
        look_through(w, block, *head);
        if (w->tells_kinds)
            tell_kind(w, block, *head);
        free(head);
    }
    return fresh == NULL ? NULL : fresh + 2;
}

typedef struct desk {
    watch watch;
    rr_context *context;
    rr_taxonomy *taxonomy;
    rr_matcher *matcher;
    int brief; /* no searches, which take long, where it is done a thousand times */
    int idle;  /* profiles go as they come */
} desk;

static inline void assert_clean(desk *d, const char *what)
{
    if (d->watch.seen != 0)
        fail_msg("%s: found in %zu blocks", what, d->watch.seen);
}

/* A desk of the shipped taxonomy, all of whose memory is watched. */
static inline int open_desk(void **state)
{
    static desk the_desk;
    static const char *const path = RR_TEST_SOURCE "/taxonomies/cn-transition";
    static const int32_t level = SECRET_LEVEL;
    rr_allocator allocator = {&the_desk.watch, watch_resize};
    const rr_context_options how = {.size = sizeof how, .allocator = &allocator};
    desk *d = *state = &the_desk;
    *d = (desk){.watch = {.seen = 0}};
    if (rr_context_create(&d->context, &how, NULL) != RR_OK || rr_taxonomy_load(&d->taxonomy, d->context, &path, 1, NULL, NULL, NULL) != RR_OK ||
        rr_matcher_create(&d->matcher, d->context, d->taxonomy, NULL) != RR_OK)
        return 1;
    look_for(&d->watch, &secret_money, sizeof secret_money);
    look_for(&d->watch, &level, sizeof level);
    return 0;
}

static inline int close_desk(void **state)
{
    desk *d = *state;
    rr_matcher_destroy(d->matcher);
    rr_taxonomy_destroy(d->taxonomy);
    rr_context_destroy(d->context);
    return d->watch.seen == 0 ? 0 : 1;
}

static inline int drop_bytes(void *user, const char *bytes, size_t len)
{
    (void)user, (void)bytes, (void)len;
    return 0;
}

static inline void see_unresolved(void *user, const rr_unresolved *what)
{
    (void)user, (void)what;
}

/* What applications do with one: find what it means, write it, hash it. */
static inline int use_profile(void *user, rr_profile *profile)
{
    desk *d = user;
    const rr_sink nowhere = {NULL, drop_bytes};
    const rr_render_options how = {.size = sizeof how};
    char sum[65];
    if (d->idle) {
        rr_profile_destroy(profile);
        return 0;
    }
    rr_profile_resolve(profile, d->taxonomy, d->brief ? NULL : see_unresolved, NULL, NULL);
    for (rr_profile_format f = RR_PROFILE_XML; f <= RR_PROFILE_CSV; f++)
        rr_profile_write(profile, f, 1, &nowhere, NULL);
    rr_profile_sha256(profile, sum, NULL);
    rr_render_profile(profile, d->taxonomy, &how, &nowhere, NULL);
    rr_profile_destroy(profile);
    return 0;
}
#endif
