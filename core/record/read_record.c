/* SPDX-License-Identifier: MIT */
/* A file in, a decision on record out, or the place where it is none. */
#include "record/record.h"

#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"
#include "override/overrides.h"

typedef struct rr__json_node node;

enum { FILE_LIMIT = 256 << 20 };

/* `what` is missing, or not of the shape it has in a record. */
static rr_status refuse(const rr_record *r, const node *at, const char *what, rr_error *err)
{
    uint32_t line = 1, column = 1;
    rr__json_place(&r->json, at == NULL ? &r->json.nodes[0] : at, &line, &column);
    return rr__fail_at(err, RR_EINVALID, r->name, line, column, RR__MSG_RECORD_FOREIGN, what, NULL);
}

/* A member of the kind; *status is changed when there is none. */
static const node *member(const rr_record *r, const node *object, const char *key, rr__json_kind kind, rr_status *status, rr_error *err)
{
    const node *m = *status == RR_OK ? rr__json_member(&r->json, object, key) : NULL;
    if (*status == RR_OK && (m == NULL || m->kind != kind))
        *status = refuse(r, m == NULL ? object : m, key, err);
    return m;
}

static const char *text(const rr_record *r, const node *object, const char *key, rr_status *status, rr_error *err)
{
    const node *m = member(r, object, key, RR__JSON_STRING, status, err);
    return *status == RR_OK ? m->value : "";
}

/* The same for one that may be null. */
static const char *text_or_none(const rr_record *r, const node *object, const char *key, rr_status *status, rr_error *err)
{
    const node *m = *status == RR_OK ? rr__json_member(&r->json, object, key) : NULL;
    return m != NULL && m->kind == RR__JSON_NULL ? "" : text(r, object, key, status, err);
}

static const node *next_of(const rr_record *r, const node *n)
{
    return n->next == 0 ? NULL : &r->json.nodes[n->next];
}

static const node *first_of(const rr_record *r, const node *n)
{
    return n->child == 0 ? NULL : &r->json.nodes[n->child];
}

static rr_status read_texts(rr_record *r, const node *list, const char *const **out, size_t *count, rr_error *err)
{
    const char **texts = rr__arena_alloc(&r->arena, (list->count + (size_t)1) * sizeof *texts, _Alignof(const char *));
    *out = texts;
    if (texts == NULL)
        return rr__fail_nomem(err);
    for (const node *item = first_of(r, list); item != NULL; item = next_of(r, item)) {
        if (item->kind != RR__JSON_STRING)
            return refuse(r, item, "text", err);
        texts[(*count)++] = item->value;
    }
    return RR_OK;
}

/* true and false are flags; null was text or a number that was not given. */
static rr_status read_option(rr_record *r, const node *m, rr_record_option *out, rr_error *err)
{
    const char **one = NULL;
    *out = (rr_record_option){.name = m->key, .type = RR_RECORD_TEXT};
    switch (m->kind) {
    case RR__JSON_BOOL:
        out->type = RR_RECORD_FLAG;
        out->number = m->value[0] == 't';
        return RR_OK;
    case RR__JSON_NUMBER:
        out->type = RR_RECORD_NUMBER;
        return rr__parse_int(m->value, m->value_len, INT64_MIN, INT64_MAX, &out->number) ? RR_OK : refuse(r, m, m->key, err);
    case RR__JSON_STRING:
        one = rr__arena_alloc(&r->arena, sizeof *one, _Alignof(const char *));
        if (one == NULL)
            return rr__fail_nomem(err);
        one[0] = m->value;
        out->texts = one;
        out->count = 1;
        return RR_OK;
    case RR__JSON_ARRAY:
        out->type = RR_RECORD_LIST;
        return read_texts(r, m, &out->texts, &out->count, err);
    case RR__JSON_NULL:
        return RR_OK;
    case RR__JSON_OBJECT:
        break;
    }
    return refuse(r, m, m->key, err);
}

static rr_status read_asked(rr_record *r, const node *root, rr_error *err)
{
    rr_status status = RR_OK;
    const node *command = member(r, root, "command", RR__JSON_STRING, &status, err);
    const node *arguments = member(r, root, "arguments", RR__JSON_ARRAY, &status, err);
    const node *given = member(r, root, "options", RR__JSON_OBJECT, &status, err);
    if (status != RR_OK)
        return status;
    rr_record_option *options = rr__arena_alloc(&r->arena, (given->count + (size_t)1) * sizeof *options, _Alignof(rr_record_option));
    if (options == NULL)
        return rr__fail_nomem(err);
    r->asked.command = command->value;
    r->asked.options = options;
    status = read_texts(r, arguments, &r->asked.arguments, &r->asked.argument_count, err);
    for (const node *m = first_of(r, given); m != NULL && status == RR_OK; m = next_of(r, m))
        status = read_option(r, m, &options[r->asked.option_count++], err);
    return status;
}

static rr_status read_provenance(rr_record *r, const node *root, rr_error *err)
{
    rr_status status = RR_OK;
    rr__provenance *p = &r->made_by;
    const node *taxonomy = member(r, root, "taxonomy", RR__JSON_OBJECT, &status, err);
    const node *plugins = member(r, root, "plugins", RR__JSON_ARRAY, &status, err);
    p->engine = text(r, root, "engine", &status, err);
    p->taxonomy.id = text(r, taxonomy, "id", &status, err);
    p->taxonomy.version = text(r, taxonomy, "version", &status, err);
    p->taxonomy.sha256 = text(r, taxonomy, "sha256", &status, err);
    if (status != RR_OK)
        return status;
    p->plugins = rr__arena_alloc(&r->arena, (plugins->count + (size_t)1) * sizeof *p->plugins, _Alignof(rr__made_by));
    if (p->plugins == NULL)
        return rr__fail_nomem(err);
    for (const node *item = first_of(r, plugins); item != NULL && status == RR_OK; item = next_of(r, item)) {
        rr__made_by *own = &p->plugins[p->plugin_count++];
        *own = (rr__made_by){text(r, item, "id", &status, err), text(r, item, "version", &status, err),
                             text_or_none(r, item, "sha256", &status, err), text(r, item, "status", &status, err),
                             text_or_none(r, item, "isolation", &status, err)};
    }
    return status;
}

/* The checksum is of everything before the comma that its own member follows. */
static rr_status check_sum(rr_record *r, const node *root, rr_error *err)
{
    rr_status status = RR_OK;
    uint8_t digest[32];
    char hex[65];
    const node *sum = member(r, root, "record_sha256", RR__JSON_STRING, &status, err);
    if (status != RR_OK)
        return status;
    size_t len = sum->start;
    while (len > 0 && r->json.text[len - 1] != ',')
        len--;
    rr__sha256(r->json.text, len == 0 ? 0 : len - 1, digest);
    rr__hex(digest, sizeof digest, hex);
    r->edited = sum->next != 0 || strcmp(sum->value, hex) != 0;
    return RR_OK;
}

static rr_status read_root(rr_record *r, rr_error *err)
{
    const node *root = &r->json.nodes[0];
    rr_status status = RR_OK;
    const char *schema = text(r, root, "schema", &status, err);
    if (status == RR_OK && strncmp(schema, "reroute.", 8) != 0)
        status = refuse(r, rr__json_member(&r->json, root, "schema"), "schema", err);
    r->input = member(r, root, "input", RR__JSON_OBJECT, &status, err);
    r->overrides = member(r, root, "overrides", RR__JSON_ARRAY, &status, err);
    const node *profile = member(r, root, "profile", RR__JSON_OBJECT, &status, err);
    r->input_sha256 = text(r, profile, "sha256", &status, err);
    if (status == RR_OK)
        status = read_asked(r, root, err);
    if (status == RR_OK)
        status = read_provenance(r, root, err);
    return status != RR_OK ? status : check_sum(r, root, err);
}

static rr_status copy_bytes(rr_record *r, const void *bytes, size_t len, rr_error *err)
{
    const rr_allocator *a = &r->context->allocator;
    char *own = rr__alloc(a, len + 1);
    if (own == NULL)
        return rr__fail_nomem(err);
    memcpy(own, bytes, len);
    r->bytes = (rr__bytes){.data = (const uint8_t *)own, .len = len, .allocator = a, .base = own, .base_len = len + 1};
    return RR_OK;
}

rr_status rr_record_read_memory(rr_record **out, rr_context *context, const char *name, const void *bytes, size_t len, rr_error *err)
{
    *out = NULL;
    rr__error_clear(err);
    if (len == 0)
        return rr__fail_at(err, RR_ESYNTAX, name, 0, 0, RR__MSG_EMPTY_FILE, NULL);
    rr_record *r = rr__alloc(&context->allocator, sizeof *r);
    if (r == NULL)
        return rr__fail_nomem(err);
    r->context = context;
    rr__arena_init(&r->arena, &context->allocator);
    r->arena.secret = true;
    r->name = rr__arena_text(&r->arena, name, strlen(name));
    rr_status status = r->name == NULL ? rr__fail_nomem(err) : copy_bytes(r, bytes, len, err);
    if (status == RR_OK)
        status = rr__json_parse(&r->json, &context->allocator, r->name, (const char *)r->bytes.data, len, err);
    if (status == RR_OK)
        status = read_root(r, err);
    if (status == RR_OK)
        *out = r;
    else
        rr_record_destroy(r);
    return status;
}

rr_status rr_record_read(rr_record **out, rr_context *context, const char *path, rr_error *err)
{
    rr__bytes bytes;
    *out = NULL;
    rr_status status = rr__file_open(&bytes, &context->allocator, path, FILE_LIMIT, err);
    if (status != RR_OK)
        return status;
    status = rr_record_read_memory(out, context, path, bytes.data, bytes.len, err);
    rr__bytes_finish(&bytes);
    return status;
}

void rr_record_destroy(rr_record *r)
{
    if (r == NULL)
        return;
    const rr_allocator *a = &r->context->allocator;
    rr__json_finish(&r->json);
    rr__bytes_finish(&r->bytes);
    rr__arena_finish(&r->arena);
    rr__free_secret(a, r, sizeof *r);
}

const rr_record_asked *rr_record_get_asked(const rr_record *record)
{
    return &record->asked;
}

/* A profile of the record's own alone; blanks before it keep the lines and columns of the record. */
static char *pad_input(const rr_record *r, size_t *len)
{
    size_t before = r->input->start, own = r->input->end - r->input->start;
    char *padded = rr__alloc(&r->context->allocator, before + own + 1);
    if (padded == NULL)
        return NULL;
    for (size_t i = 0; i < before; i++)
        padded[i] = r->json.text[i] == '\n' ? '\n' : ' ';
    memcpy(padded + before, r->json.text + before, own);
    *len = before + own;
    return padded;
}

static int keep_profile(void *user, rr_profile *profile)
{
    *(rr_profile **)user = profile;
    return 1;
}

rr_status rr_record_profile(const rr_record *r, rr_context *context, rr_profile **out, rr_error *err)
{
    rr_profile_read_options o = {.size = sizeof o, .format = RR_PROFILE_JSON};
    size_t len = 0;
    char *padded = pad_input(r, &len);
    *out = NULL;
    if (padded == NULL)
        return rr__fail_nomem(err);
    rr_status status = rr_profile_read_memory(context, r->name, padded, len, &o, keep_profile, out, err);
    if (status == RR_OK && *out == NULL)
        status = refuse(r, r->input, "input", err);
    rr__free_secret(&r->context->allocator, padded, len);
    return status;
}

rr_status rr_record_overrides(const rr_record *r, rr_context *context, rr_overrides **out, rr_error *err)
{
    rr_status status = rr_overrides_create(out, context, err);
    if (status == RR_OK)
        status = rr__overrides_take(*out, &r->json, r->overrides, NULL, NULL, err);
    if (status != RR_OK) {
        rr_overrides_destroy(*out);
        *out = NULL;
    }
    return status;
}
