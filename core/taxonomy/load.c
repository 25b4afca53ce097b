/* SPDX-License-Identifier: MIT */
/* Paths in, one immutable taxonomy out: XML files and folders through the builder, frozen files mapped. */
#include <string.h>
#include <sys/mman.h>

#include "base/file.h"
#include "base/regex.h"
#include "taxonomy/builder.h"
#include "taxonomy/frozen.h"

enum { FILE_LIMIT = 1 << 30 };

static rr_status compile_patterns(rr_taxonomy *t, rr_error *err)
{
    uint32_t count = rr__block_count(t->block, RR__SEC_PATTERNS);
    t->patterns = count == 0 ? NULL : rr__alloc(&t->context->allocator, count * sizeof(struct rr__regex *));
    if (count > 0 && t->patterns == NULL)
        return rr__fail_nomem(err);
    for (uint32_t i = 0; i < count; i++) {
        const char *text = rr__block_text(t->block, RR__RECORD(rr__pattern, t->block, RR__SEC_PATTERNS, i)->text);
        rr_status status = rr__regex_compile(&t->patterns[i], &t->context->allocator, text, strlen(text), err);
        if (status != RR_OK)
            return status;
    }
    return RR_OK;
}

rr_status rr__taxonomy_adopt(rr_taxonomy **out, const rr_context *ctx, void *block, rr_error *err)
{
    rr_taxonomy *t = rr__alloc(&ctx->allocator, sizeof *t);
    *out = NULL;
    if (t == NULL)
        return rr__fail_nomem(err);
    t->context = ctx;
    t->block = block;
    rr_status status = compile_patterns(t, err);
    if (status != RR_OK) {
        rr_taxonomy_destroy(t);
        return status;
    }
    t->owned = block;
    *out = t;
    return RR_OK;
}

void rr_taxonomy_destroy(rr_taxonomy *t)
{
    if (t == NULL)
        return;
    for (uint32_t i = 0; t->patterns != NULL && i < rr__block_count(t->block, RR__SEC_PATTERNS); i++)
        rr__regex_destroy(t->patterns[i]);
    rr__free(&t->context->allocator, t->patterns);
    rr__free(&t->context->allocator, t->owned);
    if (t->map != NULL)
        munmap(t->map, t->map_len);
    rr__free(&t->context->allocator, t);
}

/* Takes the bytes when it succeeds. */
static rr_status adopt_frozen(rr_taxonomy **out, const rr_context *ctx, rr__bytes *bytes, bool ours, const char *name, rr_error *err)
{
    const rr__frozen_file *file = NULL;
    rr_status status = rr__frozen_check(&file, bytes->data, bytes->len, ours, name, err);
    rr_taxonomy *t = status == RR_OK ? rr__alloc(&ctx->allocator, sizeof *t) : NULL;
    if (status != RR_OK || t == NULL)
        return status != RR_OK ? status : rr__fail_nomem(err);
    t->context = ctx;
    t->block = (const rr__block *)(const void *)(bytes->data + file->block_offset);
    t->index = file->index_size == 0 ? NULL : bytes->data + file->index_offset;
    t->index_len = file->index_size;
    t->ours = ours;
    status = compile_patterns(t, err);
    if (status != RR_OK) {
        rr_taxonomy_destroy(t);
        return status;
    }
    if (bytes->allocator != NULL) {
        t->owned = bytes->base;
    } else {
        t->map = bytes->base;
        t->map_len = bytes->base_len;
    }
    *out = t;
    return RR_OK;
}

static bool is_frozen(const rr__bytes *bytes)
{
    return bytes->len >= 8 && memcmp(bytes->data, RR__FROZEN_MAGIC, 8) == 0;
}

static rr_status read_one(rr__builder *b, rr_context *ctx, const char *path, rr_error *err)
{
    rr__bytes bytes;
    rr_status status = rr__file_open(&bytes, &ctx->allocator, path, FILE_LIMIT, err);
    if (status != RR_OK)
        return status;
    status = is_frozen(&bytes) ? rr__fail_at(err, RR_EUSAGE, path, 0, 0, RR__MSG_FROZEN_WITH_OTHERS, NULL)
                               : rr__read_taxonomy_xml(b, ctx, path, bytes.data, bytes.len, 0, err);
    rr__bytes_finish(&bytes);
    if (status == RR_OK && rr__cancelled(ctx))
        status = rr__fail(err, RR_ECANCELLED, RR__MSG_CANCELLED, NULL);
    return status;
}

static rr_status read_folder(rr__builder *b, rr_context *ctx, const char *path, rr_error *err)
{
    rr__arena arena;
    const char **names = NULL;
    size_t count = 0;
    rr__arena_init(&arena, &ctx->allocator);
    rr_status status = rr__folder_list(path, ".xml", &arena, &names, &count, err);
    for (size_t i = 0; i < count && status == RR_OK; i++)
        status = read_one(b, ctx, names[i], err);
    rr__arena_finish(&arena);
    if (status == RR_OK && count == 0)
        status = rr__fail(err, RR_ENOTFOUND, RR__MSG_NO_HEAD, path, NULL);
    return status;
}

/* Files that are faulty in themselves don't keep the rest from being read: every finding is reported. */
static rr_status read_paths(rr__builder *b, rr_context *ctx, const char *const *paths, size_t count, rr_error *err)
{
    rr_status first = RR_OK;
    for (size_t i = 0; i < count; i++) {
        rr_error own = {0};
        rr_status status = rr__is_folder(paths[i]) ? read_folder(b, ctx, paths[i], &own) : read_one(b, ctx, paths[i], &own);
        if (status != RR_OK && first == RR_OK) {
            first = status;
            if (err != NULL)
                *err = own;
        }
        if (status == RR_ENOMEM || status == RR_ECANCELLED || status == RR_EIO)
            break;
    }
    return first;
}

/* Only whole documents are frozen: after a fault in one, what is missing would be found everywhere. */
static rr_status finish(rr__builder *b, rr_status status, rr_taxonomy **out, rr_error *err)
{
    if (status == RR_OK)
        status = rr__builder_freeze(b, out, err);
    else if (status != RR_ENOMEM && status != RR_ECANCELLED && rr__builder_failed(b, err))
        status = err == NULL ? status : err->status;
    rr__builder_destroy(b);
    return status;
}

/* RR_OK without *frozen: it is another file. */
static rr_status load_frozen(rr_taxonomy **out, rr_context *ctx, const char *path, bool ours, bool *frozen, rr_error *err)
{
    rr__bytes bytes;
    rr_status status = rr__file_open(&bytes, &ctx->allocator, path, FILE_LIMIT, err);
    if (status != RR_OK)
        return status;
    *frozen = is_frozen(&bytes);
    if (*frozen)
        status = adopt_frozen(out, ctx, &bytes, ours, path, err);
    if (!*frozen || status != RR_OK)
        rr__bytes_finish(&bytes);
    return status;
}

rr_status rr__taxonomy_load_ours(rr_taxonomy **out, rr_context *ctx, const char *path, rr_error *err)
{
    bool frozen = false;
    *out = NULL;
    rr_status status = load_frozen(out, ctx, path, true, &frozen, err);
    return status == RR_OK && !frozen ? rr__fail_at(err, RR_EDAMAGED, path, 0, 0, RR__MSG_FROZEN_DAMAGED, "header", NULL) : status;
}

rr_status rr_taxonomy_load(rr_taxonomy **out, rr_context *ctx, const char *const *paths, size_t path_count, rr_finding_fn finding,
                           void *user, rr_error *err)
{
    rr__builder *b = NULL;
    *out = NULL;
    rr__error_clear(err);
    if (path_count == 0)
        return rr__fail(err, RR_EUSAGE, RR__MSG_BAD_CALL, "no path", NULL);
    if (path_count == 1 && !rr__is_folder(paths[0])) {
        bool frozen = false;
        rr_status status = load_frozen(out, ctx, paths[0], false, &frozen, err);
        if (frozen || status != RR_OK)
            return status;
    }
    rr_status status = rr__builder_create(&b, ctx, finding, user, err);
    return status != RR_OK ? status : finish(b, read_paths(b, ctx, paths, path_count, err), out, err);
}

rr_status rr_taxonomy_load_memory(rr_taxonomy **out, rr_context *ctx, const char *name, const void *bytes, size_t len,
                                  rr_finding_fn finding, void *user, rr_error *err)
{
    rr__builder *b = NULL;
    rr__bytes given = {bytes, len, NULL, NULL, 0};
    *out = NULL;
    rr__error_clear(err);
    if (is_frozen(&given)) {
        void *copy = rr__resize(&ctx->allocator, NULL, len);
        if (copy == NULL)
            return rr__fail_nomem(err);
        memcpy(copy, bytes, len);
        rr__bytes own = {copy, len, &ctx->allocator, copy, len};
        rr_status status = adopt_frozen(out, ctx, &own, false, name, err);
        if (status != RR_OK)
            rr__bytes_finish(&own);
        return status;
    }
    rr_status status = rr__builder_create(&b, ctx, finding, user, err);
    return status != RR_OK ? status : finish(b, rr__read_taxonomy_xml(b, ctx, name, bytes, len, 0, err), out, err);
}
