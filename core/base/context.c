/* SPDX-License-Identifier: MIT */
/* Options in, a context out; and the version of the library. */
#include "error.h"
#include "mem.h"

const char *rr_version(void)
{
    return RR_VERSION_STRING;
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
    if (options != NULL) {
        context->cancelled = options->cancelled;
        context->progress = options->progress;
        context->user = options->user;
    }
    return RR_OK;
}

void rr_context_destroy(rr_context *context)
{
    if (context == NULL)
        return;
    rr_allocator allocator = context->allocator;
    rr__free(&allocator, context);
}
