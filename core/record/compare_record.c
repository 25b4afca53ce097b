/* SPDX-License-Identifier: MIT */
/* A record and what there is now in; what changed, one by one, out. */
#include "record/record.h"

#include <string.h>

#include "base/error.h"

int rr_record_is(const rr_record *r, const void *bytes, size_t len, uint32_t *line)
{
    const char *a = (const char *)r->bytes.data, *b = bytes;
    size_t both = len < r->bytes.len ? len : r->bytes.len, at = 0;
    uint32_t first = 1;
    while (at < both && a[at] == b[at])
        first += a[at++] == '\n';
    bool same = at == len && at == r->bytes.len;
    if (line != NULL)
        *line = same ? 0 : first;
    return same;
}

typedef struct comparing {
    const rr_record *record;
    rr_finding_fn finding;
    void *user;
    size_t told;
} comparing;

enum { SHORT = 12, ARGUMENTS = 6 };

/* Hashes are told by what tells them apart at a glance. */
static void tell(comparing *c, enum rr__message message, const char *const *arguments)
{
    rr_error err;
    const char *const none = "";
    const char *a[ARGUMENTS];
    for (int i = 0, end = 0; i < ARGUMENTS; i++) {
        end = end || arguments[i] == NULL;
        a[i] = end ? none : arguments[i];
    }
    rr__fail_at(&err, RR_EINVALID, c->record->name, 0, 0, message, a[0], a[1], a[2], a[3], a[4], a[5], NULL);
    c->told++;
    if (c->finding != NULL)
        c->finding(c->user, &err);
}

static const char *cut(char out[SHORT + 1], const char *sha256)
{
    size_t len = strnlen(sha256, SHORT);
    memcpy(out, sha256, len);
    out[len] = '\0';
    return out;
}

static bool differ(const char *a, const char *b)
{
    return strcmp(a, b) != 0;
}

/* An input that can't even be read any more has no hash. */
static rr_status compare_input(comparing *c, rr_error *err)
{
    char now[65] = "?", a[SHORT + 1], b[SHORT + 1];
    rr_profile *profile = NULL;
    rr_status status = rr_record_profile(c->record, c->record->context, &profile, err);
    if (status == RR_OK)
        status = rr_profile_sha256(profile, now, err);
    rr_profile_destroy(profile);
    if (status == RR_ENOMEM)
        return status;
    if (differ(now, c->record->input_sha256))
        tell(c, RR__MSG_RECORD_INPUT, (const char *const[]){cut(a, c->record->input_sha256), cut(b, now), NULL});
    return RR_OK;
}

static void compare_taxonomy(comparing *c, const rr__made_by *then, const rr__made_by *now)
{
    char a[SHORT + 1], b[SHORT + 1];
    if (now->id != NULL && (differ(then->sha256, now->sha256) || differ(then->id, now->id) || differ(then->version, now->version)))
        tell(c, RR__MSG_RECORD_TAXONOMY, (const char *const[]){then->id, then->version, cut(a, then->sha256), now->id, now->version, cut(b, now->sha256)});
}

/* The counterpart of plugin `index` of `of`: shadowed copies have the same id and stand behind the one that is used. */
static const rr__made_by *find_plugin(const rr__provenance *p, const rr__provenance *of, size_t index)
{
    const char *id = of->plugins[index].id;
    size_t before = 0;
    for (size_t i = 0; i < index; i++)
        before += strcmp(of->plugins[i].id, id) == 0;
    for (size_t i = 0; i < p->plugin_count; i++)
        if (strcmp(p->plugins[i].id, id) == 0 && before-- == 0)
            return &p->plugins[i];
    return NULL;
}

static void compare_plugin(comparing *c, const rr__made_by *then, const rr__made_by *now)
{
    char a[SHORT + 1], b[SHORT + 1];
    if (now == NULL)
        tell(c, RR__MSG_RECORD_PLUGIN_GONE, (const char *const[]){then->id, then->version, NULL});
    else if (differ(then->sha256, now->sha256) || differ(then->version, now->version))
        tell(c, RR__MSG_RECORD_PLUGIN, (const char *const[]){then->id, then->version, cut(a, then->sha256), now->version, cut(b, now->sha256), NULL});
    else if (differ(then->status, now->status) || differ(then->isolation, now->isolation))
        tell(c, RR__MSG_RECORD_PLUGIN_STATE, (const char *const[]){then->id, then->status, then->isolation, now->status, now->isolation, NULL});
}

static rr_status take_now(rr__provenance *out, rr__arena *arena, const rr_taxonomy *taxonomy, const rr_plugins *plugins, rr_error *err)
{
    rr_taxonomy_info info;
    size_t count = plugins == NULL ? 0 : rr_plugins_count(plugins);
    *out = (rr__provenance){.engine = rr_version()};
    if (taxonomy != NULL) {
        rr_taxonomy_get_info(taxonomy, &info);
        char *sha256 = rr__arena_text(arena, info.sha256, strlen(info.sha256));
        out->taxonomy = (rr__made_by){.id = info.id, .version = info.version, .sha256 = sha256};
        if (sha256 == NULL)
            return rr__fail_nomem(err);
    }
    out->plugins = rr__arena_alloc(arena, (count + 1) * sizeof *out->plugins, _Alignof(rr__made_by));
    if (out->plugins == NULL)
        return rr__fail_nomem(err);
    for (size_t i = 0; i < count; i++) {
        rr_plugin_info plugin;
        rr_plugins_at(plugins, i, &plugin);
        char *sha256 = rr__arena_text(arena, plugin.sha256, strlen(plugin.sha256));
        if (sha256 == NULL)
            return rr__fail_nomem(err);
        out->plugins[out->plugin_count++] = (rr__made_by){plugin.id, plugin.version, sha256, plugin.state, plugin.isolation};
    }
    return RR_OK;
}

static void compare_plugins(comparing *c, const rr__provenance *then, const rr__provenance *now)
{
    for (size_t i = 0; i < then->plugin_count; i++)
        compare_plugin(c, &then->plugins[i], find_plugin(now, then, i));
    for (size_t i = 0; i < now->plugin_count; i++)
        if (find_plugin(then, now, i) == NULL)
            tell(c, RR__MSG_RECORD_PLUGIN_NEW, (const char *const[]){now->plugins[i].id, now->plugins[i].version, NULL});
}

rr_status rr_record_compare(const rr_record *r, const rr_record *now, const rr_taxonomy *taxonomy, const rr_plugins *plugins,
                            rr_finding_fn finding, void *user, size_t *told, rr_error *err)
{
    comparing c = {r, finding, user, 0};
    rr__provenance live;
    rr__arena arena;
    rr__error_clear(err);
    rr__arena_init(&arena, &r->context->allocator);
    rr_status status = now == NULL ? take_now(&live, &arena, taxonomy, plugins, err) : RR_OK;
    if (status == RR_OK && r->edited)
        tell(&c, RR__MSG_RECORD_EDITED, (const char *const[]){NULL});
    if (status == RR_OK)
        status = compare_input(&c, err);
    if (status == RR_OK) {
        const rr__provenance *then = &r->made_by, *here = now != NULL ? &now->made_by : &live;
        if (differ(then->engine, here->engine))
            tell(&c, RR__MSG_RECORD_ENGINE, (const char *const[]){then->engine, here->engine, NULL});
        compare_taxonomy(&c, &then->taxonomy, &here->taxonomy);
        if (now != NULL || plugins != NULL)
            compare_plugins(&c, then, here);
    }
    rr__arena_finish(&arena);
    *told = c.told;
    return status;
}
