/* SPDX-License-Identifier: MIT */
/* The public face of the atomic writer: bytes from a sink in, a whole file or none out. */
#include "file.h"

struct rr_file {
    rr__writer writer;
    rr_sink sink;
    const rr_context *context;
};

static int add_bytes(void *user, const char *bytes, size_t len)
{
    rr_file *file = user;
    rr__writer_add(&file->writer, bytes, len);
    return file->writer.failed;
}

rr_status rr_file_create(rr_file **out, rr_context *context, const char *path, rr_error *err)
{
    *out = NULL;
    rr_file *file = rr__alloc(&context->allocator, sizeof *file);
    if (file == NULL)
        return rr__fail_nomem(err);
    rr_status status = rr__writer_open(&file->writer, &context->allocator, path, err);
    if (status != RR_OK) {
        rr__free(&context->allocator, file);
        return status;
    }
    file->context = context;
    file->sink = (rr_sink){file, add_bytes};
    *out = file;
    return RR_OK;
}

const rr_sink *rr_file_sink(rr_file *file)
{
    return &file->sink;
}

rr_status rr_file_commit(rr_file *file, rr_error *err)
{
    return rr__writer_commit(&file->writer, err);
}

void rr_file_destroy(rr_file *file)
{
    if (file == NULL)
        return;
    rr__writer_abandon(&file->writer);
    rr__free(&file->context->allocator, file);
}
