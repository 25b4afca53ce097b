/* SPDX-License-Identifier: MIT */
/* rr_plugins_open: folders in; plugins found, checked, read and started, and one catalogue of all their courses,
 * out. What is wrong with one plugin leaves that one out and says why. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/region.h"
#include "base/text.h"
#include "catalogue/limits.h"
#include "plugin/plugins.h"
#include "plugin/start.h"
#include "profile/model.h"

enum { DEADLINE_MS = 2000 };

typedef struct opening {
    rr_plugins *plugins;
    const rr_plugins_options *options;
    rr_error *err;
    rr__buf hashed;            /* names and hashes of one plugin's files */
} opening;

/* The error becomes the plugin's failure; out of memory and a wish to stop stay errors. */
static rr_status fail_plugin(rr__plugin *plugin, rr__fault fault, const rr_error *why, rr_error *err)
{
    if (why->status == RR_ENOMEM || why->status == RR_ECANCELLED) {
        if (err != NULL)
            *err = *why;
        return why->status;
    }
    char text[sizeof plugin->failure.detail];
    rr_error_format(why, RR_LANG_EN, text, sizeof text);
    rr__failure_set(&plugin->failure, fault, "%s", text); /* UTF-8, whatever the folder is called */
    plugin->why = *why;
    return RR_OK;
}

static rr__fault fault_of_file(const rr_error *why)
{
    return why->status == RR_ENOTFOUND ? RR__FAULT_MISSING_FILE : RR__FAULT_REFUSED;
}

static rr__fault fault_of_binary(const rr_error *why)
{
    static const struct { uint16_t message; rr__fault fault; } faults[] = {
        {RR__MSG_PLUGIN_NOT_ELF, RR__FAULT_NOT_ELF},           {RR__MSG_PLUGIN_WRONG_MACHINE, RR__FAULT_WRONG_MACHINE},
        {RR__MSG_PLUGIN_NOT_SHARED, RR__FAULT_NOT_ELF},
        {RR__MSG_PLUGIN_NO_ENTRY, RR__FAULT_NO_ENTRY},         {RR__MSG_PLUGIN_WRONG_MAGIC, RR__FAULT_NO_ENTRY},
        {RR__MSG_PLUGIN_WRONG_ABI, RR__FAULT_WRONG_ABI},       {RR__MSG_PLUGIN_HOST_TOO_OLD, RR__FAULT_HOST_TOO_OLD}};
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
        if (faults[i].message == why->number)
            return faults[i].fault;
    return RR__FAULT_DAMAGED;
}

static void add_hash(opening *o, const char *name, const uint8_t digest[32])
{
    char hex[65];
    rr__hex(digest, 32, hex);
    rr__buf_text(&o->hashed, hex);
    rr__buf_text(&o->hashed, "  ");
    rr__buf_text(&o->hashed, name);
    rr__buf_char(&o->hashed, '\n');
}

static void hash_file(opening *o, const char *name, const void *bytes, size_t len)
{
    uint8_t digest[32];
    rr__sha256(bytes, len, digest);
    add_hash(o, name, digest);
}

/* ---- found folders ---- */

static int by_id(const void *a, const void *b)
{
    const rr__plugin *x = a, *y = b;
    int order = strcmp(x->manifest.id, y->manifest.id);
    return order != 0 ? order : x->order < y->order ? -1 : x->order > y->order;
}

static rr_status name_regions(opening *o, rr__plugin *plugin)
{
    char code[8];
    rr__buf names;
    rr__buf_init(&names, &o->plugins->context->allocator, 1 << 16);
    for (size_t i = 0; i < plugin->manifest.region_count; i++) {
        rr__region_code(plugin->manifest.regions[i], code);
        rr__buf_text(&names, i == 0 ? "" : " ");
        rr__buf_text(&names, code);
    }
    plugin->regions = names.failed ? NULL : rr__arena_text(&o->plugins->arena, names.len == 0 ? "" : names.data, names.len);
    rr__buf_finish(&names);
    return plugin->regions == NULL ? rr__fail_nomem(o->err) : RR_OK;
}

static rr_status read_manifest(opening *o, rr__plugin *plugin)
{
    rr_plugins *p = o->plugins;
    rr__bytes bytes = {0};
    rr_error why = {0};
    rr__buf path;
    const char *folder = plugin->manifest.folder;
    rr__fault fault = RR__FAULT_NONE;
    rr__buf_init(&path, &p->context->allocator, 1 << 16);
    rr__buf_text(&path, plugin->shown);
    rr__buf_text(&path, "/plugin.xml");
    rr_status status = path.failed ? rr__fail_nomem(&why) : rr__plugin_file_read(&bytes, p->context, folder, "plugin.xml", RR__MANIFEST_BYTES_MAX, &why);
    if (status != RR_OK) {
        fault = fault_of_file(&why);
    } else {
        status = rr__manifest_read(&plugin->manifest, &p->arena, p->context, folder, path.data, bytes.data, bytes.len,
                                   o->options->finding, o->options->user, &why);
        fault = RR__FAULT_MANIFEST;
        rr__sha256(bytes.data, bytes.len, plugin->manifest_digest);
    }
    if (status != RR_OK) {
        const char *slash = strrchr(plugin->shown, '/');
        plugin->unread = true;
        plugin->manifest = (rr__manifest){.folder = folder, .id = slash == NULL ? plugin->shown : slash + 1, .version = "", .vendor = "",
                                          .licence = "", .name_en = "", .name_zh = ""};
    }
    rr__bytes_finish(&bytes);
    rr__buf_finish(&path);
    return status == RR_OK ? name_regions(o, plugin) : fail_plugin(plugin, fault, &why, o->err);
}

static rr_status add_found(opening *o, const rr__vec *found)
{
    rr_plugins *p = o->plugins;
    for (size_t i = 0; i < found->count; i++) {
        rr__plugin *plugin = rr__vec_grow(&p->items, 1);
        if (plugin == NULL)
            return rr__fail_nomem(o->err);
        plugin->manifest.folder = RR__AT(rr__found, found, i).folder;
        plugin->shown = rr__make_visible(&p->arena, plugin->manifest.folder);
        plugin->binary = -1;
        plugin->order = (uint32_t)i;
        plugin->named = RR__AT(rr__found, found, i).named;
        rr__buf_init(&plugin->start, &p->context->allocator, SIZE_MAX / 4);
        rr__vec_init(&plugin->unknown, &p->context->allocator, sizeof(rr__unknown_name));
        rr__arena_init(&plugin->rows, &p->context->allocator);
        if (plugin->shown == NULL)
            return rr__fail_nomem(o->err);
    }
    return RR_OK;
}

static rr_status discover(opening *o)
{
    rr_plugins *p = o->plugins;
    rr__vec found;
    rr_status status = RR_OK;
    rr__vec_init(&found, &p->context->allocator, sizeof(rr__found));
    for (size_t i = 0; i < o->options->path_count && status == RR_OK; i++)
        status = rr__plugins_discover(&found, &p->arena, p->context, o->options->paths[i], true, o->err);
    for (size_t i = 0; i < o->options->search_count && status == RR_OK; i++)
        status = rr__plugins_discover(&found, &p->arena, p->context, o->options->search[i], false, o->err);
    if (status == RR_OK)
        status = add_found(o, &found);
    rr__vec_finish(&found);
    return status;
}

/* ---- the files of one plugin ---- */

/* The bytes stay in `kept` until the session's start is put together. */
static rr_status read_data(opening *o, rr__plugin *plugin, rr__bytes *kept)
{
    rr_plugins *p = o->plugins;
    rr_error why = {0};
    for (size_t i = 0; i < plugin->manifest.file_count && plugin->failure.fault == RR__FAULT_NONE; i++) {
        const rr__plugin_file *file = &plugin->manifest.files[i];
        rr_status status = rr__plugin_file_read(&kept[i], p->context, plugin->manifest.folder, file->name, RR__DATA_BYTES_MAX, &why);
        rr__fault fault = fault_of_file(&why);
        rr__buf path;
        rr__buf_init(&path, &p->context->allocator, 1 << 16);
        rr__buf_text(&path, plugin->shown);
        rr__buf_char(&path, '/');
        rr__buf_text(&path, file->name);
        if (status == RR_OK && path.failed)
            status = rr__fail_nomem(&why);
        if (status == RR_OK) {
            fault = RR__FAULT_DATA;
            hash_file(o, file->name, kept[i].data, kept[i].len);
            if (file->kind == RR__FILE_COURSES)
                status = rr__courses_read(&plugin->courses, &p->arena, &plugin->unknown, p->context, p->taxonomy, path.data,
                                          kept[i].data, kept[i].len, o->options->finding, o->options->user, &why);
            else if (file->kind == RR__FILE_RULES)
                status = rr__rules_read(&plugin->rules, p->context, p->taxonomy, path.data, kept[i].data, kept[i].len, plugin->manifest.reads,
                                        plugin->manifest.read_count, o->options->finding, o->options->user, &why);
        }
        rr__buf_finish(&path);
        if (status != RR_OK && (status = fail_plugin(plugin, fault, &why, o->err)) != RR_OK)
            return status;
    }
    return RR_OK;
}

static rr_status open_binary(opening *o, rr__plugin *plugin)
{
    rr_plugins *p = o->plugins;
    rr_error why = {0};
    rr__bytes bytes = {0};
    rr__inspected inspected;
    const char *name = plugin->manifest.binary, *folder = plugin->manifest.folder;
    rr_status status = rr__plugin_file_open(&plugin->binary, folder, name, &why);
    if (status == RR_OK)
        status = rr__plugin_fd_read(&bytes, p->context, plugin->binary, folder, name, RR__BINARY_BYTES_MAX, &why);
    rr__fault fault = fault_of_file(&why);
    if (status == RR_OK) {
        hash_file(o, name, bytes.data, bytes.len);
        status = rr__plugin_inspect(&inspected, name, bytes.data, bytes.len, RRP_ABI_MINOR, &why);
        fault = fault_of_binary(&why);
    }
    rr__bytes_finish(&bytes);
    return status == RR_OK ? RR_OK : fail_plugin(plugin, fault, &why, o->err);
}

/* ---- its code ---- */

static rr_status start_code(opening *o, rr__plugin *plugin, const rr__bytes *files)
{
    rr_plugins *p = o->plugins;
    rr_status status = RR_OK;
    rr__start_file *listed = rr__alloc(&p->context->allocator, (plugin->manifest.file_count + 1) * sizeof *listed);
    for (size_t i = 0; listed != NULL && i < plugin->manifest.file_count; i++) {
        const rr__plugin_file *file = &plugin->manifest.files[i];
        bool courses = file->kind == RR__FILE_COURSES;
        listed[i] = (rr__start_file){file->name, files[i].data, files[i].len, courses,
                                     courses ? plugin->courses.schools : (rrp_vec){NULL, 0, sizeof(rrp_school)},
                                     courses ? plugin->courses.courses : (rrp_vec){NULL, 0, sizeof(rrp_course)}};
    }
    if (listed != NULL)
        rr__start_request(&plugin->start, p->taxonomy, &plugin->manifest, listed, plugin->manifest.file_count);
    rr__free(&p->context->allocator, listed);
    if (listed == NULL || plugin->start.failed)
        return rr__fail_nomem(o->err);
    rr__session *session = rr__plugin_start_session(p, plugin, &plugin->offers, &plugin->failure);
    if (session == NULL)
        return plugin->failure.fault == RR__FAULT_NONE ? rr__fail_nomem(o->err) : RR_OK;
    plugin->isolation = rr__session_isolation(session);
    if ((plugin->offers & RR__OFFERS_CATALOGUE) != 0)
        status = rr__plugin_take_catalogue(p, plugin, session, o->options, o->err);
    bool asked = status == RR_OK && (plugin->offers & RR__OFFERS_CATALOGUE) != 0; /* that it starts is not enough to forget faults */
    rr__plugin_give_session(p, plugin, session, asked ? RR__CALL_COURSES : 0, &plugin->failure);
    return status;
}

static rr_status open_one(opening *o, rr__plugin *plugin)
{
    uint8_t digest[32];
    rr__bytes *files = rr__alloc(&o->plugins->context->allocator, (plugin->manifest.file_count + 1) * sizeof *files);
    rr_status status = files == NULL ? rr__fail_nomem(o->err) : read_data(o, plugin, files);
    if (status == RR_OK && plugin->manifest.binary != NULL && plugin->failure.fault == RR__FAULT_NONE)
        status = open_binary(o, plugin);
    if (status == RR_OK && o->hashed.failed)
        status = rr__fail_nomem(o->err);
    if (status == RR_OK) {
        rr__sha256(o->hashed.data, o->hashed.len, digest);
        rr__hex(digest, sizeof digest, plugin->sha256);
    }
    if (status == RR_OK && plugin->manifest.binary != NULL && plugin->failure.fault == RR__FAULT_NONE)
        status = start_code(o, plugin, files);
    for (size_t i = 0; files != NULL && i < plugin->manifest.file_count; i++)
        rr__bytes_finish(&files[i]);
    rr__free(&o->plugins->context->allocator, files);
    return status;
}

/* The first with the id whose plugin.xml could be read: one that could not only has its folder's name for an id. */
static const rr__plugin *find_first(const rr_plugins *p, size_t index)
{
    size_t i = index;
    while (i > 0 && strcmp(rr__plugin_at(p, i - 1)->manifest.id, rr__plugin_at(p, index)->manifest.id) == 0)
        i--;
    while (i < index && rr__plugin_at(p, i)->unread)
        i++;
    return rr__plugin_at(p, i);
}

/* Without a fault so far: whether it is to be opened. That the copy before it is broken does not bring it in: whoever put
 * that one there wanted this one replaced; but it is said. */
static void judge_place(const rr_plugins *p, size_t index)
{
    rr__plugin *plugin = rr__plugin_at(p, index);
    const rr__plugin *first = find_first(p, index);
    bool well = first->failure.fault == RR__FAULT_NONE || first->failure.fault == RR__FAULT_NOT_SERVED;
    if (first != plugin)
        rr__failure_set(&plugin->failure, RR__FAULT_SHADOWED, "by %s%s%s", first->shown, well ? "" : ", which is itself left out: ",
                        well ? "" : rr__fault_code(first->failure.fault));
    else if (p->region == 0 || !rr__manifest_serves(&plugin->manifest, p->region))
        plugin->failure.fault = RR__FAULT_NOT_SERVED;
}

/* Manifests first: which of several copies counts, and which serve the region, is known from them. */
static rr_status open_all(opening *o)
{
    rr_plugins *p = o->plugins;
    rr_status status = RR_OK;
    for (size_t i = 0; i < p->items.count && status == RR_OK; i++)
        status = read_manifest(o, rr__plugin_at(p, i));
    if (status == RR_OK)
        qsort(p->items.data, p->items.count, sizeof(rr__plugin), by_id);
    for (size_t i = 0; i < p->items.count && status == RR_OK; i++) {
        rr__plugin *plugin = rr__plugin_at(p, i);
        rr__buf_clear(&o->hashed);
        add_hash(o, "plugin.xml", plugin->manifest_digest);
        if (plugin->failure.fault == RR__FAULT_NONE)
            judge_place(p, i);
        if (plugin->failure.fault == RR__FAULT_NONE)
            status = open_one(o, plugin);
        p->code_scores = p->code_scores || (plugin->failure.fault == RR__FAULT_NONE && (plugin->offers & RR__OFFERS_SCORING) != 0);
        if (status == RR_OK && rr__cancelled(p->context))
            status = rr__fail(o->err, RR_ECANCELLED, RR__MSG_CANCELLED, NULL);
    }
    return status;
}

static rr_status gather(opening *o)
{
    rr_plugins *p = o->plugins;
    rr__catalogue_part *parts = rr__arena_alloc(&p->arena, (p->items.count + 1) * sizeof *parts, 8);
    size_t count = 0;
    if (parts == NULL)
        return rr__fail_nomem(o->err);
    for (size_t i = 0; i < p->items.count; i++)
        if (rr__plugin_at(p, i)->failure.fault == RR__FAULT_NONE)
            parts[count++] = (rr__catalogue_part){(uint32_t)i, rr__plugin_at(p, i)->courses};
    return rr__catalogue_create(&p->catalogue, p->context, p->taxonomy, parts, count, o->err);
}

static rr_status set_up(opening *o)
{
    rr_plugins *p = o->plugins;
    const rr_plugins_options *options = o->options;
    if (options->region != NULL) {
        const char *code = rr__recognise_region(options->region);
        code = code == NULL ? options->region : code;
        p->region = rr__region_number(code, strlen(code));
        if (p->region == 0)
            return rr__fail(o->err, RR_EINVALID, RR__MSG_PROFILE_REGION, options->region, NULL);
    }
    int64_t day = 0;
    if (memchr(options->date, '\0', sizeof options->date) == NULL ||
        (options->date[0] != '\0' && !rr__parse_date(options->date, strlen(options->date), &day)))
        return rr__fail(o->err, RR_EINVALID, RR__MSG_PROFILE_DATE, "date", NULL);
    p->day = (int32_t)day;
    p->session = (rr__session_options){.start_ms = options->start_ms == 0 ? DEADLINE_MS : options->start_ms,
                                       .call_ms = options->call_ms == 0 ? DEADLINE_MS : options->call_ms,
                                       .require_isolation = options->require_isolation != 0};
    if (options->helper != NULL) {
        p->session.helper = p->helper = rr__arena_text(&p->arena, options->helper, strlen(options->helper));
        if (p->helper == NULL)
            return rr__fail_nomem(o->err);
    }
    p->quarantine = rr__quarantine_open(p->context, options->state_file);
    return p->quarantine == NULL ? rr__fail_nomem(o->err) : RR_OK;
}

rr_status rr_plugins_open(rr_plugins **out, rr_context *context, const rr_taxonomy *taxonomy, const rr_plugins_options *given, rr_error *err)
{
    rr_plugins_options known = {0}; /* a caller built with fewer options leaves the others out */
    memcpy(&known, given, given->size < sizeof known ? given->size : sizeof known);
    *out = NULL;
    rr_plugins *p = rr__alloc(&context->allocator, sizeof *p);
    if (p == NULL)
        return rr__fail_nomem(err);
    p->context = context;
    p->taxonomy = taxonomy;
    pthread_mutex_init(&p->lock, NULL);
    rr__arena_init(&p->arena, &context->allocator);
    rr__vec_init(&p->items, &context->allocator, sizeof(rr__plugin));
    opening o = {.plugins = p, .options = &known, .err = err};
    rr__buf_init(&o.hashed, &context->allocator, 1 << 20);
    rr_status status = set_up(&o);
    if (status == RR_OK)
        status = discover(&o);
    if (status == RR_OK)
        status = open_all(&o);
    if (status == RR_OK)
        status = gather(&o);
    rr__buf_finish(&o.hashed);
    if (status != RR_OK)
        rr_plugins_destroy(p);
    else
        *out = p;
    return status;
}

void rr_plugins_destroy(rr_plugins *p)
{
    if (p == NULL)
        return;
    for (size_t i = 0; i < p->items.count; i++) {
        rr__plugin *plugin = rr__plugin_at(p, i);
        while (plugin->idle_count > 0)
            rr__session_close(plugin->idle[--plugin->idle_count]);
        if (plugin->binary >= 0)
            close(plugin->binary);
        rr__rules_destroy(plugin->rules);
        rr__buf_finish(&plugin->start);
        rr__vec_finish(&plugin->unknown);
        rr__arena_finish(&plugin->rows);
    }
    rr__catalogue_destroy(p->catalogue);
    if (p->quarantine != NULL)
        rr__quarantine_save(p->quarantine, NULL); /* what was forgotten since the last fault */
    rr__quarantine_close(p->quarantine);
    rr__vec_finish(&p->items);
    rr__arena_finish(&p->arena);
    pthread_mutex_destroy(&p->lock);
    rr__free(&p->context->allocator, p);
}
