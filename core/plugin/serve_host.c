/* SPDX-License-Identifier: MIT */
/* What a plugin asks of its host, answered on the spot from what START brought: memory, names, settings, files. */
#include <string.h>

#include "base/region.h"
#include "plugin/serve.h"

static rr__call *call_of(const rrp_call *call)
{
    return (rr__call *)call->priv;
}

/* A text that a plugin handed over; without bytes it is empty, whatever its length says. */
static rrp_str sane(rrp_str text)
{
    return text.p == NULL ? (rrp_str){"", 0} : text;
}

static void log_text(rrp_call *call, uint32_t level, rrp_str text)
{
    rr__server *server = call_of(call)->server;
    text = sane(text);
    if (server->log != NULL)
        server->log(server->log_user, level, text.p, (size_t)text.n);
}

/* Copies what fits, cut between characters. */
static size_t copy_cut(char *to, size_t room, rrp_str text)
{
    text = sane(text);
    size_t len = text.n < room ? (size_t)text.n : room;
    while (len < text.n && len > 0 && ((unsigned char)text.p[len] & 0xc0) == 0x80)
        len--;
    memcpy(to, text.p, len);
    return len;
}

void rr__call_say(rr__call *call, rrp_str text, rrp_str where)
{
    call->text_len = copy_cut(call->text, sizeof call->text, text);
    call->where_len = copy_cut(call->where, sizeof call->where, where);
}

static int32_t fail(rrp_call *call, int32_t code, rrp_str text, rrp_str where)
{
    rr__call_say(call_of(call), text, where);
    return code;
}

static void *give_memory(rrp_call *abi, uint64_t bytes, uint64_t align)
{
    rr__call *call = call_of(abi);
    enum { ORDINARY = sizeof(void *) * 2, LARGEST = 4096 };
    if (++call->allocations == call->server->bend.fail_alloc || align > LARGEST || (align & (align - 1)) != 0)
        return NULL;
    uint64_t more = align > ORDINARY ? align : 0; /* the arena itself knows no larger alignment */
    if (bytes > call->left || more > call->left - bytes)
        return NULL;
    char *memory = rr__arena_alloc(call->arena, (size_t)(bytes + more), ORDINARY);
    if (memory == NULL)
        return NULL;
    call->left -= bytes + more;
    return more == 0 ? memory : memory + (align - (uintptr_t)memory % align) % align;
}

/* Position + 1 of the name, or 0. */
static uint32_t find_name(const rr__names *names, rrp_str id)
{
    uint32_t low = 0, high = names->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        size_t len = names->at[middle + 1] - names->at[middle] - 1;
        int order = memcmp(names->bytes + names->at[middle], id.p, len < id.n ? len : (size_t)id.n);
        if (order == 0 && len == id.n)
            return middle + 1;
        if (order < 0 || (order == 0 && len < id.n))
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

static const rr__names *names_of(const rr__server *server, uint32_t kind)
{
    return kind == RRP_OCCUPATION ? &server->occupations : kind == RRP_SKILL ? &server->skills : NULL;
}

/* Names in bytewise order; where the name is, or would be. */
static uint32_t place_of(const rr__server *server, rrp_str name, bool *there)
{
    uint32_t low = 0, high = server->miss_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = rr__compare_text(server->misses[middle].name, name);
        *there = order == 0;
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *there = false;
    return low;
}

/* What no more room is found for is counted only. An id is never longer than what is kept. */
static void note_miss(rr__server *server, rrp_str name)
{
    enum { KEPT = 128 };
    bool there = false;
    name.n = name.n < KEPT ? name.n : KEPT;
    uint32_t at = place_of(server, name, &there);
    if (server->misses == NULL)
        server->misses = rr__arena_alloc(&server->misses_arena, RR__MISSES_MAX * sizeof *server->misses, sizeof(void *));
    const char *kept = there || server->misses == NULL || server->miss_count == RR__MISSES_MAX ? NULL :
        rr__arena_text(&server->misses_arena, name.p, (size_t)name.n);
    if (there) {
        server->misses[at].times++;
    } else if (kept == NULL) {
        server->unlisted++;
    } else {
        memmove(server->misses + at + 1, server->misses + at, (server->miss_count - at) * sizeof *server->misses);
        server->misses[at] = (rr__miss){{kept, name.n}, 1};
        server->miss_count++;
    }
}

void rr__server_add_misses(rr__server *server, rr__buf *reply)
{
    size_t from = reply->len, limit = reply->limit;
    reply->limit += RR__MISSES_BYTES_MAX; /* the reply itself kept to its limit */
    for (uint32_t i = 0; i < server->miss_count; i++) {
        rr__encode_u32(reply, server->misses[i].times);
        rr__encode_str(reply, server->misses[i].name);
    }
    if (server->unlisted > 0) {
        rr__encode_u32(reply, server->unlisted);
        rr__encode_str(reply, (rrp_str)RRP_S("..."));
    }
    rr__encode_u32(reply, (uint32_t)(reply->len - from));
    reply->limit = limit;
    rr__arena_finish(&server->misses_arena);
    server->misses = NULL;
    server->miss_count = server->unlisted = 0;
}

static uint32_t intern(rrp_call *call, uint32_t kind, rrp_str id)
{
    const rr__names *names = names_of(call_of(call)->server, kind);
    id = sane(id);
    if (kind == RRP_REGION)
        return rr__region_number(id.p, (size_t)id.n);
    uint32_t number = names == NULL ? 0 : find_name(names, id);
    if (number == 0 && names != NULL && id.n > 0)
        note_miss(call_of(call)->server, id);
    return number;
}

static rrp_str name_of(rrp_call *abi, uint32_t kind, uint32_t number)
{
    rr__call *call = call_of(abi);
    const rr__names *names = names_of(call->server, kind);
    char code[8];
    if (names != NULL && number > 0 && number <= names->count)
        return (rrp_str){names->bytes + names->at[number - 1], names->at[number] - names->at[number - 1] - 1};
    size_t len = kind == RRP_REGION ? rr__region_code(number, code) : 0;
    const char *copy = len > 0 ? rr__arena_text(&call->own, code, len) : NULL;
    return copy == NULL ? (rrp_str){"", 0} : (rrp_str){copy, len};
}

static rrp_str find_value(const rrp_vec *facts, rrp_str key)
{
    key = sane(key);
    for (uint32_t i = 0; i < facts->count; i++) {
        const rrp_fact *fact = RRP_AT(rrp_fact, *facts, i);
        if (fact->key.n == key.n && memcmp(fact->key.p, key.p, (size_t)key.n) == 0)
            return fact->value;
    }
    return (rrp_str){"", 0};
}

static rrp_str config(rrp_call *call, rrp_str key)
{
    const rr__server *server = call_of(call)->server;
    return server->bend.minimal ? (rrp_str){"", 0} : find_value(&server->settings, key);
}

static rrp_str get_file(rrp_call *call, rrp_str name)
{
    return find_value(&call_of(call)->server->files, name);
}

static uint32_t cancelled(rrp_call *abi)
{
    rr__call *call = call_of(abi);
    const rr__server *server = call->server;
    call->cancel_polls++;
    return server->bend.cancelled || (server->cancelled != NULL && server->cancelled(server->cancelled_user));
}

static const void *extension(const rrp_host *host, const char *id)
{
    static const rrp_files files = {sizeof files, 0, get_file};
    const rr__server *server = (const rr__server *)(const void *)host;
    if (server->bend.minimal || id == NULL)
        return NULL;
    if (strcmp(id, RRP_FILES) == 0)
        return &files;
    return strcmp(id, RRP_XML_CATALOGUE) == 0 ? &rr__xml_catalogue : NULL;
}

const rrp_host rr__host_services = {
    .size = sizeof(rrp_host),
    .abi_major = RRP_ABI_MAJOR,
    .abi_minor = RRP_ABI_MINOR,
    .name = "reroute",
    .version = RR_VERSION_STRING,
    .log = log_text,
    .fail = fail,
    .alloc = give_memory,
    .intern = intern,
    .name_of = name_of,
    .config = config,
    .cancelled = cancelled,
    .extension = extension,
};
