/* SPDX-License-Identifier: MIT */
/* Options in, a context out; its clock, its sink into the caller's memory, and the version of the library. */
#include <string.h>
#include <time.h>

#include "error.h"
#include "mem.h"

const char *rr_version(void)
{
    return RR_VERSION_STRING;
}

int rr_abi(void)
{
    return RR_ABI;
}

rr_status rr_context_create(rr_context **out, const rr_context_options *options, rr_error *err)
{
    rr_allocator allocator = options != NULL && options->allocator != NULL ? *options->allocator : rr__malloc_allocator;
    rr__error_clear(err);
    rr_context *context = rr__alloc(&allocator, sizeof *context);
    *out = context;
    if (context == NULL)
        return rr__fail_nomem(err);
    context->allocator = allocator;
    rr_context_options known = {0}; /* a caller built with fewer options leaves the others out */
    if (options != NULL)
        memcpy(&known, options, options->size < sizeof known ? options->size : sizeof known);
    context->cancelled = known.cancelled;
    context->progress = known.progress;
    context->log = known.log;
    context->user = known.user;
    return RR_OK;
}

void rr_context_destroy(rr_context *context)
{
    if (context == NULL)
        return;
    rr_allocator allocator = context->allocator;
    rr__free(&allocator, context);
}

int64_t rr__monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t rr_deadline_in(uint32_t ms)
{
    return rr__monotonic_ms() + ms;
}

bool rr__is_late(int64_t deadline_ms)
{
    return deadline_ms != 0 && rr__monotonic_ms() >= deadline_ms;
}

rr_status rr__check_time(const rr_context *ctx, int64_t deadline_ms, rr_error *err)
{
    if (rr__cancelled(ctx))
        return rr__fail(err, RR_ECANCELLED, RR__MSG_CANCELLED, NULL);
    return rr__is_late(deadline_ms) ? rr__fail(err, RR_ELATE, RR__MSG_TIME_OVER, NULL) : RR_OK;
}

/* One NUL stays behind what is there, also when there is no room for more. */
static int fill_buffer(void *user, const char *bytes, size_t len)
{
    rr_buffer *buffer = user;
    size_t room = buffer->len + 1 < buffer->size ? buffer->size - buffer->len - 1 : 0;
    size_t fits = len < room ? len : room;
    if (fits > 0)
        memcpy(buffer->bytes + buffer->len, bytes, fits);
    if (room > 0)
        buffer->bytes[buffer->len + fits] = '\0';
    buffer->len += len;
    return 0;
}

rr_sink rr_buffer_sink(rr_buffer *buffer)
{
    if (buffer->size > 0)
        buffer->bytes[buffer->len < buffer->size ? buffer->len : buffer->size - 1] = '\0';
    return (rr_sink){buffer, fill_buffer};
}
