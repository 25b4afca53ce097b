/* SPDX-License-Identifier: MIT */
/* reroute-plugin-host: a plugin's binary and requests in, replies out, in a process that has given up every right
 * but computing. Started by the library, never by hand; the end of the socket is the sign to exit. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#include "plugin/frame.h"
#include "plugin/helper/sandbox.h"
#include "plugin/records.h"
#include "plugin/session.h"

#ifdef RR__SANITIZED
/* A crash is the signal it is, and there is no leak check of a process that only ends by _exit. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "handle_segv=0:handle_sigbus=0:handle_abort=0:detect_leaks=0:allocator_may_return_null=1:use_sigaltstack=0";
}
#endif

enum { MISUSE = 64, UNREADABLE = 65, UNCONFINED = 66, ORPHAN_MS = 1000 };

/* Whole, or false: nobody is there any more. */
static bool take(void *to, size_t len)
{
    for (char *at = to; len > 0;) {
        ssize_t n = read(RR__HELPER_RPC, at, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += n;
        len -= (size_t)n;
    }
    return true;
}

/* Header and message at once: the host is woken once. */
static void give_frame(uint32_t call, const rr__buf *message)
{
    uint8_t header[RR__FRAME_HEADER];
    if (message->failed)
        _exit(RR__HELPER_MEMORY);
    rr__frame_pack(header, (rr__frame){(uint32_t)message->len, call, rr__frame_checksum(message->data, message->len)});
    struct iovec parts[2] = {{header, sizeof header}, {message->data, message->len}};
    for (int first = 0; first < 2;) {
        ssize_t n = writev(RR__HELPER_RPC, parts + first, 2 - first);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            _exit(0); /* nobody is there any more */
        for (size_t left = (size_t)n; first < 2; first++) {
            size_t taken = left < parts[first].iov_len ? left : parts[first].iov_len;
            parts[first].iov_base = (char *)parts[first].iov_base + taken;
            parts[first].iov_len -= taken;
            left -= taken;
            if (parts[first].iov_len > 0)
                break;
        }
    }
}

/* The host keeps the deadline. But should it be killed in the middle of a call, nobody would end a plugin that
 * loops: then this does, a little later. */
static void wake_after(uint32_t ms)
{
    uint32_t late = ms > UINT32_MAX - ORPHAN_MS ? UINT32_MAX : ms + ORPHAN_MS;
    struct itimerval timer = {.it_value = {(time_t)(late / 1000), (suseconds_t)(late % 1000) * 1000}};
    setitimer(ITIMER_REAL, &timer, NULL);
}

static void rest(void)
{
    setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, NULL);
}

static void greet(unsigned layers)
{
    rr__buf hello;
    rr__buf_init(&hello, &rr__malloc_allocator, 0);
    rr__encode_u32(&hello, RR__HELLO_MAGIC);
    rr__encode_u32(&hello, layers);
    give_frame(RR__UNASKED_CALL, &hello);
    rr__buf_finish(&hello);
}

static void say_loaded(rr__fault fault, const char *why)
{
    rr__buf loaded;
    rr__buf_init(&loaded, &rr__malloc_allocator, 0);
    rr__encode_u32(&loaded, (uint32_t)fault);
    rr__encode_str(&loaded, (rrp_str){why, strlen(why)});
    give_frame(RR__UNASKED_CALL, &loaded);
    rr__buf_finish(&loaded);
}

/* The next request, or NULL when there is none. */
static char *take_request(rr__frame *frame)
{
    uint8_t header[RR__FRAME_HEADER];
    if (!take(header, sizeof header))
        return NULL;
    *frame = rr__frame_unpack(header);
    if (frame->len > RR__REQUEST_MAX)
        _exit(UNREADABLE);
    char *request = malloc((size_t)frame->len + 1);
    if (request == NULL)
        _exit(RR__HELPER_MEMORY);
    if (!take(request, frame->len) || rr__frame_checksum(request, frame->len) != frame->checksum)
        _exit(UNREADABLE);
    return request;
}

static void serve(rr__server *server, uint64_t memory_bytes, uint32_t reply_max, uint32_t call_ms)
{
    rr__buf reply;
    rr__buf_init(&reply, &rr__malloc_allocator, reply_max);
    rr__frame frame;
    char *request = NULL;
    while ((request = take_request(&frame)) != NULL) {
        wake_after(call_ms);
        rr__buf_clear(&reply);
        rr__server_handle(server, request, frame.len, &reply, rr__frame_quota(memory_bytes));
        rr__server_add_misses(server, &reply);
        rest();
        give_frame(frame.call, &reply);
        explicit_bzero(request, frame.len); /* it was about a person; the host need not wait for it */
        free(request);
    }
    rr__buf_finish(&reply);
}

int main(int argc, char **argv)
{
    if (argc != RR__HELPER_ARGUMENTS)
        return MISUSE;
    uint64_t memory_bytes = strtoull(argv[2], NULL, 10);
    uint32_t reply_max = (uint32_t)strtoul(argv[3], NULL, 10), start_ms = (uint32_t)strtoul(argv[4], NULL, 10);
    uint32_t call_ms = (uint32_t)strtoul(argv[5], NULL, 10), needed = (uint32_t)strtoul(argv[6], NULL, 10);
    wake_after(start_ms);
    unsigned layers = rr__confine_for_loading(argv[1], RR__HELPER_BINARY, memory_bytes);
    greet(layers);
    if ((needed & ~layers) != 0)
        _exit(0); /* the host knows from the greeting */
    char why[512] = "";
    rr__server *server = NULL;
    rr__fault fault = rr__server_load(&server, &rr__malloc_allocator, RR__HELPER_BINARY, why, sizeof why);
    if (!rr__confine_for_running(layers))
        _exit(UNCONFINED);
    close(RR__HELPER_BINARY);
    say_loaded(fault, why);
    rest();
    if (server != NULL)
        serve(server, memory_bytes, reply_max, call_ms);
    wake_after(call_ms);
    rr__server_destroy(server);
    _exit(0); /* not exit: destructors at the end of a process are where plugins crash */
}
