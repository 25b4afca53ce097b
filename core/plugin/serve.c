/* SPDX-License-Identifier: MIT */
/* A plugin's binary and requests in, replies out. Runs beside the plugin's code: in the helper process, or in the
 * host's own. Whatever the plugin returns is encoded here, so that nobody else reads its memory. */
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "plugin/serve.h"

/* --- load --- */

/* The dynamic linker tells images apart by path first, and a descriptor's number is used again for the next file. So
 * the path carries device and inode as "/" and "/." steps, which lead nowhere and are different for each file. */
static void name_image(char out[400], int fd, const struct stat *st)
{
    uint64_t numbers[2] = {(uint64_t)st->st_dev, (uint64_t)st->st_ino};
    size_t len = (size_t)sprintf(out, "/proc/self/fd");
    for (int i = 0; i < 128; i++) {
        out[len++] = '/';
        if ((numbers[i / 64] >> (i % 64) & 1) != 0)
            out[len++] = '.';
    }
    snprintf(out + len, 400 - len, "/%d", fd);
}

/* The linker's words without our path in front. */
static rr__fault explain_load(const char *path, char *why, size_t why_size)
{
    const char *text = dlerror();
    text = text == NULL ? "" : text;
    size_t len = strlen(path);
    if (strncmp(text, path, len) == 0 && text[len] == ':')
        text += len + 1 + (text[len + 1] == ' ');
    snprintf(why, why_size, "%s", text);
    return strstr(text, "undefined symbol") != NULL ? RR__FAULT_UNDEFINED_SYMBOL : RR__FAULT_LOAD;
}

/* The same again as was read from the file: the linker may have put another image's symbol there. */
static rr__fault check_entry(const rrp_entry *entry, char *why, size_t why_size)
{
    if (entry->magic != RRP_MAGIC || entry->size < sizeof *entry) {
        snprintf(why, why_size, "reroute_plugin is no plugin's descriptor");
        return RR__FAULT_DAMAGED;
    }
    if (entry->abi_major != RRP_ABI_MAJOR) {
        snprintf(why, why_size, "built for plugin ABI %u.%u, this program speaks %d.x", (unsigned)entry->abi_major,
                 (unsigned)entry->abi_minor, RRP_ABI_MAJOR);
        return RR__FAULT_WRONG_ABI;
    }
    if (entry->needs_minor > RRP_ABI_MINOR) {
        snprintf(why, why_size, "needs plugin ABI %d.%u, this program speaks %d.%d", RRP_ABI_MAJOR, (unsigned)entry->needs_minor,
                 RRP_ABI_MAJOR, RRP_ABI_MINOR);
        return RR__FAULT_HOST_TOO_OLD;
    }
    if (entry->get == NULL || entry->id == NULL || entry->version == NULL) {
        snprintf(why, why_size, "reroute_plugin lacks id, version or get");
        return RR__FAULT_DAMAGED;
    }
    return RR__FAULT_NONE;
}

rr__fault rr__server_load(rr__server **out, const rr_allocator *allocator, int fd, char *why, size_t why_size)
{
    char path[400];
    struct stat st;
    *out = NULL;
    if (fstat(fd, &st) != 0) {
        snprintf(why, why_size, "its file can't be read");
        return RR__FAULT_LOAD;
    }
    name_image(path, fd, &st);
    void *image = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (image == NULL)
        return explain_load(path, why, why_size);
    const rrp_entry *entry = dlsym(image, "reroute_plugin");
    if (entry == NULL) {
        explain_load(path, why, why_size);
        return RR__FAULT_NO_ENTRY;
    }
    rr__fault fault = check_entry(entry, why, why_size);
    if (fault != RR__FAULT_NONE)
        return fault;
    rr__server *server = rr__alloc(allocator, sizeof *server);
    if (server == NULL) {
        snprintf(why, why_size, "out of memory");
        return RR__FAULT_MEMORY;
    }
    server->allocator = *allocator;
    server->host = rr__host_services;
    server->entry = entry;
    rr__arena_init(&server->arena, &server->allocator);
    rr__arena_init(&server->misses_arena, &server->allocator);
    *out = server;
    return RR__FAULT_NONE;
}

void rr__server_on_log(rr__server *server, void (*log)(void *user, uint32_t level, const char *text, size_t len), void *user)
{
    server->log = log;
    server->log_user = user;
}

void rr__server_on_cancelled(rr__server *server, bool (*cancelled)(void *user), void *user)
{
    server->cancelled = cancelled;
    server->cancelled_user = user;
}

/* --- calls and instances --- */

void rr__call_init(rr__call *call, rr__server *server, uint64_t quota)
{
    memset(call, 0, sizeof *call);
    call->abi = (rrp_call){&server->host, call};
    call->server = server;
    call->quota = call->left = quota;
    call->arena = &call->own;
    rr__arena_init(&call->own, &server->allocator);
}

void rr__call_finish(rr__call *call)
{
    rr__arena_finish(&call->own);
}

uint32_t rr__server_fault(rr__call *call, rr__fault fault, const char *why)
{
    rr__call_say(call, (rrp_str){why, strlen(why)}, (rrp_str){"", 0});
    return RR__OUTCOME_FAULT + (uint32_t)fault;
}

/* The plugin's code as an outcome; one that the ABI doesn't know counts as an internal error. */
static uint32_t report(rr__call *call, int32_t code)
{
    char text[64];
    if (code >= RRP_OK && code <= RRP_EINTERNAL)
        return (uint32_t)code;
    snprintf(text, sizeof text, "the unknown code %d", (int)code);
    if (call->text_len == 0)
        rr__call_say(call, (rrp_str){text, strlen(text)}, (rrp_str){"", 0});
    return RRP_EINTERNAL;
}

/* create and destroy stand at the same place in each table. */
typedef struct lifetime { int32_t (*create)(rrp_call *call, void **self); void (*destroy)(void *self); } lifetime;

static lifetime lifetime_of(const rr__server *server, int kind)
{
    switch (kind) {
    case RR__CATALOGUE: return (lifetime){server->catalogue->create, server->catalogue->destroy};
    case RR__SCORING: return (lifetime){server->scoring->create, server->scoring->destroy};
    default: return (lifetime){server->funding->create, server->funding->destroy};
    }
}

static bool is_offered(const rr__server *server, int kind)
{
    const void *const tables[RR__KINDS] = {server->catalogue, server->scoring, server->funding};
    return tables[kind] != NULL;
}

/* Makes the instance on first use. What create gets from host->alloc lives as long as the instance. */
static uint32_t make_instance(rr__call *call, int kind)
{
    rr__server *server = call->server;
    rr__instance *instance = &server->instances[kind];
    lifetime life = lifetime_of(server, kind);
    if (instance->made)
        return RRP_OK;
    rr__arena_init(&instance->arena, &server->allocator);
    call->arena = &instance->arena;
    int32_t code = life.create == NULL ? RRP_OK : life.create(&call->abi, &instance->self);
    call->arena = &call->own;
    call->left = call->quota;
    instance->made = code == RRP_OK;
    if (!instance->made) {
        rr__arena_finish(&instance->arena);
        instance->self = NULL;
    }
    return report(call, code);
}

void rr__server_drop_instances(rr__server *server)
{
    for (int kind = RR__KINDS - 1; kind >= 0; kind--) {
        rr__instance *instance = &server->instances[kind];
        if (!instance->made)
            continue;
        lifetime life = lifetime_of(server, kind);
        if (life.destroy != NULL)
            life.destroy(instance->self);
        rr__arena_finish(&instance->arena);
        *instance = (rr__instance){0};
    }
}

void rr__server_destroy(rr__server *server)
{
    if (server == NULL)
        return;
    rr_allocator allocator = server->allocator;
    rr__server_drop_instances(server);
    rr__arena_finish(&server->arena);
    rr__arena_finish(&server->misses_arena);
    rr__free(&allocator, server);
}

/* --- START --- */

/* Cuts the names apart; false: they are not `count` texts that end in NUL. */
static bool take_names(rr__decoder *in, rr__names *names)
{
    uint32_t count = rr__decode_u32(in), i = 0;
    rrp_str bytes = rr__decode_str(in);
    if (in->failed || count > bytes.n)
        return false;
    uint32_t *at = rr__arena_alloc(in->arena, ((size_t)count + 1) * sizeof *at, sizeof *at);
    if (at == NULL)
        return false;
    for (uint64_t from = 0; i < count && from < bytes.n; i++) {
        const char *end = memchr(bytes.p + from, '\0', (size_t)(bytes.n - from));
        if (end == NULL)
            return false;
        from = (uint64_t)(end - bytes.p) + 1;
        at[i + 1] = (uint32_t)from;
    }
    *names = (rr__names){count, at, bytes.p};
    return i == count && at[count] == bytes.n;
}

static bool take_listed(rr__server *server, rr__decoder *in)
{
    uint32_t count = rr__decode_u32(in);
    if (in->failed || count > (size_t)(in->end - in->at) / (2 * sizeof(uint32_t)))
        return false;
    server->listed = rr__arena_alloc(in->arena, (count + (size_t)1) * sizeof *server->listed, sizeof(void *));
    for (uint32_t i = 0; server->listed != NULL && i < count; i++) {
        server->listed[i].file = rr__decode_str(in);
        server->listed[i].page = rr__decode_str(in);
    }
    server->listed_count = server->listed == NULL ? 0 : count;
    return server->listed != NULL;
}

static uint32_t take_interfaces(rr__call *call, uint32_t *offers)
{
    rr__server *server = call->server;
    const rrp_catalogue *catalogue = server->entry->get(RRP_CATALOGUE);
    const rrp_scoring *scoring = server->entry->get(RRP_SCORING);
    const rrp_funding *funding = server->entry->get(RRP_FUNDING);
    if (catalogue != NULL && (catalogue->size < sizeof *catalogue || catalogue->regions == NULL || catalogue->courses == NULL))
        return rr__server_fault(call, RR__FAULT_BAD_VALUES, RRP_CATALOGUE ": its table is too short or lacks a method");
    if (scoring != NULL && (scoring->size < sizeof *scoring || scoring->score == NULL))
        return rr__server_fault(call, RR__FAULT_BAD_VALUES, RRP_SCORING ": its table is too short or lacks a method");
    if (funding != NULL && (funding->size < sizeof *funding || funding->grants == NULL))
        return rr__server_fault(call, RR__FAULT_BAD_VALUES, RRP_FUNDING ": its table is too short or lacks a method");
    server->catalogue = catalogue;
    server->scoring = scoring;
    server->funding = funding;
    *offers = (catalogue != NULL ? RR__OFFERS_CATALOGUE : 0u) | (scoring != NULL ? RR__OFFERS_SCORING : 0u) |
              (funding != NULL ? RR__OFFERS_FUNDING : 0u);
    return RRP_OK;
}

/* What the manifest says and what the binary says of itself must be one thing. */
static uint32_t compare_with_manifest(rr__call *call, rrp_str id, rrp_str version)
{
    const rrp_entry *entry = call->server->entry;
    char why[256];
    if (strcmp(entry->id, id.p) == 0 && strcmp(entry->version, version.p) == 0)
        return RRP_OK;
    snprintf(why, sizeof why, "plugin.xml says %.60s %.40s, the binary %.60s %.40s", id.p, version.p, entry->id, entry->version);
    return rr__server_fault(call, RR__FAULT_MISMATCH, why);
}

static uint32_t start(rr__call *call, rr__decoder *in, rr__buf *reply)
{
    rr__server *server = call->server;
    uint32_t offers = 0, wire = rr__decode_u32(in);
    if (wire != RR__WIRE_VERSION || server->started)
        return rr__server_fault(call, RR__FAULT_HELPER, wire != RR__WIRE_VERSION ? "the helper program is of another version of reroute" :
                                                            "started twice");
    in->arena = &server->arena;
    rrp_str id = rr__decode_str(in), version = rr__decode_str(in);
    bool good = take_names(in, &server->occupations) && take_names(in, &server->skills);
    rr__decode_vec(in, &rr__abi_fact, &server->settings);
    rr__decode_vec(in, &rr__abi_fact, &server->files);
    if (!good || !take_listed(server, in) || in->failed || in->at != in->end)
        return rr__server_fault(call, in->nomem ? RR__FAULT_MEMORY : RR__FAULT_HELPER, "the start request can't be read");
    uint32_t outcome = compare_with_manifest(call, id, version);
    if (outcome == RRP_OK)
        outcome = take_interfaces(call, &offers);
    server->started = outcome == RRP_OK;
    rr__encode_u32(reply, offers);
    return outcome;
}

/* --- the plugin's methods --- */

/* Whether the arguments were read whole; else the outcome. */
static uint32_t end_arguments(rr__call *call, const rr__decoder *in)
{
    if (in->nomem)
        return rr__server_fault(call, RR__FAULT_MEMORY, "no memory for the request");
    return in->failed || in->at != in->end ? rr__server_fault(call, RR__FAULT_HELPER, "the request can't be read") : RRP_OK;
}

static uint32_t end_reply(rr__call *call, bool encoded)
{
    return encoded ? RRP_OK : rr__server_fault(call, RR__FAULT_BAD_REPLY, "a vector or text with a length but without content");
}

static uint32_t regions(rr__call *call, void *self, rr__decoder *in, rr__buf *reply)
{
    rrp_vec out = {NULL, 0, 0};
    uint32_t outcome = end_arguments(call, in);
    if (outcome == RRP_OK)
        outcome = report(call, call->server->catalogue->regions(self, &call->abi, &out));
    return outcome != RRP_OK ? outcome : end_reply(call, rr__encode_vec(reply, NULL, &out));
}

/* A record by itself, with what a check wants at its end. */
static void *take_record(rr__call *call, rr__decoder *in, const rr__abi_record *record)
{
    size_t size = record->size + (size_t)in->tail;
    char *data = rr__arena_alloc(&call->own, size + in->behind, sizeof(uint64_t));
    if (data == NULL) {
        in->failed = in->nomem = true;
        return NULL;
    }
    rr__decode(in, record, data);
    memset(data + size, in->noise, in->behind);
    return data;
}

static uint32_t courses(rr__call *call, void *self, rr__decoder *in, rr__buf *reply)
{
    rrp_course_page page = {.size = sizeof page};
    const rrp_course_query *query = take_record(call, in, &rr__abi_course_query);
    uint32_t outcome = end_arguments(call, in);
    if (outcome == RRP_OK)
        outcome = report(call, call->server->catalogue->courses(self, &call->abi, query, &page));
    if (outcome == RRP_ENOREGION) { /* nothing to offer there: an answer, not a fault */
        page = (rrp_course_page){.size = sizeof page};
        outcome = RRP_OK;
    }
    return outcome != RRP_OK ? outcome : end_reply(call, rr__encode(reply, &rr__abi_course_page, &page, sizeof page));
}

static uint32_t score(rr__call *call, void *self, rr__decoder *in, rr__buf *reply)
{
    rrp_vec candidates = {NULL, 0, 0}, out = {NULL, 0, 0};
    const rrp_profile *profile = take_record(call, in, &rr__abi_profile);
    rr__decode_vec(in, &rr__abi_candidate, &candidates);
    uint32_t outcome = end_arguments(call, in);
    if (outcome == RRP_OK)
        outcome = report(call, call->server->scoring->score(self, &call->abi, profile, &candidates, &out));
    return outcome != RRP_OK ? outcome : end_reply(call, rr__encode_vec(reply, &rr__abi_verdict, &out));
}

static uint32_t grants(rr__call *call, void *self, rr__decoder *in, rr__buf *reply)
{
    rrp_vec offered = {NULL, 0, 0}, out = {NULL, 0, 0};
    const rrp_profile *profile = take_record(call, in, &rr__abi_profile);
    uint32_t occupation = rr__decode_u32(in);
    rr__decode_vec(in, &rr__abi_course, &offered);
    uint32_t outcome = end_arguments(call, in);
    if (outcome == RRP_OK)
        outcome = report(call, call->server->funding->grants(self, &call->abi, profile, occupation, &offered, &out));
    return outcome != RRP_OK ? outcome : end_reply(call, rr__encode_vec(reply, &rr__abi_grant, &out));
}

static const struct method {
    uint32_t number;
    int kind;
    uint32_t (*run)(rr__call *call, void *self, rr__decoder *in, rr__buf *reply);
} methods[] = {
    {RR__CALL_REGIONS, RR__CATALOGUE, regions},
    {RR__CALL_COURSES, RR__CATALOGUE, courses},
    {RR__CALL_SCORE, RR__SCORING, score},
    {RR__CALL_GRANTS, RR__FUNDING, grants},
};

uint32_t rr__server_run(rr__call *call, rr__decoder *in, rr__buf *reply)
{
    rr__server *server = call->server;
    uint32_t number = rr__decode_u32(in);
    in->tail = server->bend.tail;
    in->behind = server->bend.behind;
    in->noise = server->bend.noise;
    if (number == RR__CALL_START)
        return start(call, in, reply);
    if (number == RR__CALL_CHECK && server->started)
        return rr__server_check(call, in, reply);
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        const struct method *method = &methods[i];
        if (method->number != number)
            continue;
        if (!server->started || !is_offered(server, method->kind))
            return rr__server_fault(call, RR__FAULT_HELPER, "the interface is not offered");
        call->own.secret = method->kind != RR__CATALOGUE; /* a person's profile */
        uint32_t outcome = make_instance(call, method->kind);
        return outcome != RRP_OK ? outcome : method->run(call, server->instances[method->kind].self, in, reply);
    }
    return rr__server_fault(call, RR__FAULT_HELPER, "an unknown request");
}

void rr__server_handle(rr__server *server, const void *request, size_t len, rr__buf *reply, uint64_t quota)
{
    const uint8_t *bytes = request;
    size_t from = reply->len;
    rr__call call;
    rr__call_init(&call, server, quota);
    rr__decoder in = {.at = bytes, .end = bytes + len, .arena = &call.own};
    rr__encode_u32(reply, RRP_OK);
    uint32_t outcome = rr__server_run(&call, &in, reply);
    if (outcome == RRP_OK && reply->failed)
        outcome = rr__server_fault(&call, RR__FAULT_TOO_LARGE, "the reply is larger than the limit");
    if (outcome != RRP_OK) {
        reply->len = from;
        reply->failed = false;
        rr__encode_u32(reply, outcome);
        rr__encode_str(reply, (rrp_str){call.text, call.text_len});
        rr__encode_str(reply, (rrp_str){call.where, call.where_len});
    }
    rr__call_finish(&call);
}
