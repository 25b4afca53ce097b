/* SPDX-License-Identifier: MIT */
/* What the tests of plugins share: a taxonomy, the start request, a loaded plugin. */
#ifndef TEST_PLUGIN_HELPER_H
#define TEST_PLUGIN_HELPER_H

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <reroute/reroute.h>

#include "base/region.h"
#include "plugin/records.h"
#include "plugin/session.h"
#include "plugin/start.h"

#define TEXT(literal) ((rrp_str){(literal), sizeof(literal) - 1})

static inline bool text_is(rrp_str text, const char *wanted)
{
    return text.n == strlen(wanted) && memcmp(text.p, wanted, (size_t)text.n) == 0 && text.p[text.n] == '\0';
}

static inline rr__server *load_plugin(const char *name, rr__fault expected, char why[256])
{
    char path[512];
    rr__server *server = NULL;
    snprintf(path, sizeof path, "%s/%s.so", RR_TEST_PLUGINS, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(rr__server_load(&server, &rr__malloc_allocator, fd, why, 256), expected);
    close(fd);
    return server;
}

/* Sends a request; the outcome. `in` is left behind it. */
static inline uint32_t ask_quota(rr__server *server, const rr__buf *request, rr__buf *reply, rr__arena *arena, rr__decoder *in,
                                 uint64_t quota)
{
    rr__buf_clear(reply);
    rr__server_handle(server, request->data, request->len, reply, quota);
    assert_false(reply->failed);
    *in = (rr__decoder){.at = (const uint8_t *)reply->data, .end = (const uint8_t *)reply->data + reply->len, .arena = arena};
    return rr__decode_u32(in);
}
#endif
