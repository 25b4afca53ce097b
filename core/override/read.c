/* SPDX-License-Identifier: MIT */
/* A file of overrides in, the overrides out: {"schema": "reroute.overrides/1", "overrides": [{"kind": ...}, ...]}, or
 * the list alone. A file with any error adds nothing. */
#include "override/overrides.h"

#include <string.h>

#include "base/file.h"
#include "base/text.h"

typedef struct rr__json_node node;

enum { FILE_LIMIT = 4 << 20, FINDINGS_MAX = 100 };

typedef struct reading {
    rr_overrides *overrides;
    const rr__json *json;
    const char *file; /* a copy that stays */
    rr_finding_fn finding;
    void *user;
    size_t errors;
    rr_error first;
} reading;

/* Gives `err` its place. Returns RR_OK to go on, or what ends the reading. */
static rr_status report(reading *r, const node *at, rr_error *err)
{
    rr_error placed = *err;
    if (err->status == RR_ENOMEM) {
        r->first = *err;
        return RR_ENOMEM;
    }
    rr__fail_at(&placed, err->status, r->json->file, 0, 0, RR__MSG_BAD_CALL, NULL);
    memcpy(err->file, placed.file, sizeof err->file);
    rr__json_place(r->json, at, &err->line, &err->column);
    if (r->errors++ == 0)
        r->first = *err;
    if (r->finding != NULL)
        r->finding(r->user, err);
    return err->status == RR_ELIMIT || r->errors >= FINDINGS_MAX ? r->first.status : RR_OK;
}

static rr_status say(reading *r, const node *at, enum rr__message message, const char *a, const char *b, const char *c)
{
    rr_error err;
    rr__fail(&err, RR_EINVALID, message, a, b == NULL ? "" : b, c == NULL ? "" : c, NULL);
    return report(r, at, &err);
}

static int find_name(const char *const *names, int count, const char *word)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], word) == 0)
            return i;
    return -1;
}

/* "first", "last", "out" or a rank; 0: none of them. */
static uint32_t read_place(const node *value)
{
    static const char *const words[] = {"first", "last", "out"};
    static const uint32_t places[] = {1, RR_PLACE_LAST, RR_PLACE_OUT};
    int64_t number = 0;
    int word = value->kind == RR__JSON_STRING ? find_name(words, 3, value->value) : -1;
    if (word >= 0)
        return places[word];
    return rr__parse_int(value->value, value->value_len, 1, 1000000, &number) ? (uint32_t)number : 0;
}

/* One member into the override; *bad: it was reported. */
static rr_status take_member(reading *r, const node *m, rr_override *o, uint32_t *members, bool *bad)
{
    const char **const texts[RR__OVERRIDE_MEMBERS] = {
        [RR__OVERRIDE_SKILL] = &o->skill, [RR__OVERRIDE_LEVEL] = &o->level, [RR__OVERRIDE_ROLE] = &o->role,
        [RR__OVERRIDE_PLUGIN] = &o->plugin, [RR__OVERRIDE_CONDITION] = &o->condition, [RR__OVERRIDE_REASON] = &o->reason,
        [RR__OVERRIDE_WHO] = &o->who, [RR__OVERRIDE_DATE] = &o->date};
    const char *kinds[RR__OVERRIDE_KINDS];
    int member = find_name(rr__override_members, RR__OVERRIDE_MEMBERS, m->key);
    bool numeric = member == RR__OVERRIDE_LEVEL || member == RR__OVERRIDE_PLACE;
    *bad = true;
    if (member < 0) {
        const char *near = rr__nearest(m->key, rr__override_members, RR__OVERRIDE_MEMBERS);
        return say(r, m, RR__MSG_PROFILE_UNKNOWN_FIELD, m->key, "overrides", near == NULL ? "kind" : near);
    }
    if (m->kind != RR__JSON_STRING && !(numeric && m->kind == RR__JSON_NUMBER))
        return say(r, m, RR__MSG_PROFILE_NOT_TEXT, m->key, NULL, NULL);
    *members |= 1u << member;
    if (texts[member] != NULL) {
        *texts[member] = m->value;
    } else if (member == RR__OVERRIDE_KIND) {
        for (int i = 0; i < RR__OVERRIDE_KINDS; i++)
            kinds[i] = rr__override_kinds[i].name;
        int kind = find_name(kinds, RR__OVERRIDE_KINDS, m->value);
        if (kind < 0)
            return say(r, m, RR__MSG_OVERRIDE_WORD, "kind", "strike, add, level, verdict, finding, order", NULL);
        o->kind = (rr_override_kind)kind;
    } else if (member == RR__OVERRIDE_STATE) {
        int state = find_name(rr__override_states, 3, m->value);
        if (state < 0)
            return say(r, m, RR__MSG_OVERRIDE_WORD, "state", "met, unmet, unknown", NULL);
        o->state = (rr_verdict_state)state;
    } else {
        o->place = read_place(m);
        if (o->place == 0)
            return say(r, m, RR__MSG_OVERRIDE_WORD, "place", "first, last, out, 1, 2, 3 ...", NULL);
    }
    *bad = false;
    return RR_OK;
}

static rr_status take_one(reading *r, const node *object)
{
    rr_override o = {.kind = RR_OVERRIDE_STRIKE};
    rr_error err;
    uint32_t members = 0;
    bool bad = false, any_bad = false;
    rr_status status = RR_OK;
    if (object->kind != RR__JSON_OBJECT)
        return say(r, object, RR__MSG_PROFILE_NOT_OBJECT, "overrides", NULL, NULL);
    for (uint32_t at = object->child; at != 0 && status == RR_OK; at = r->json->nodes[at].next) {
        status = r->json->nodes[at].kind == RR__JSON_NULL ? RR_OK : take_member(r, &r->json->nodes[at], &o, &members, &bad);
        any_bad = any_bad || bad;
        bad = false;
    }
    if (status != RR_OK || any_bad)
        return status;
    if ((members & RR__MEMBER(KIND)) == 0)
        return say(r, object, RR__MSG_PROFILE_FIELD_MISSING, "kind", "overrides", NULL);
    rr__json_place(r->json, object, &o.line, &o.column);
    return rr__overrides_add(r->overrides, &o, members, r->file, &err) == RR_OK ? RR_OK : report(r, object, &err);
}

static rr_status take_list(reading *r, const node *list)
{
    rr_status status = RR_OK;
    if (list->kind != RR__JSON_ARRAY)
        return say(r, list, RR__MSG_PROFILE_NOT_LIST, "overrides", NULL, NULL);
    for (uint32_t at = list->child; at != 0 && status == RR_OK; at = r->json->nodes[at].next)
        status = take_one(r, &r->json->nodes[at]);
    return status;
}

static rr_status take_holder(reading *r, const node *root)
{
    static const char *const names[] = {"schema", "overrides"};
    rr_status status = RR_OK;
    for (uint32_t at = root->child; at != 0 && status == RR_OK; at = r->json->nodes[at].next) {
        const node *m = &r->json->nodes[at];
        int name = find_name(names, 2, m->key);
        if (name == 1)
            status = take_list(r, m);
        else if (name < 0)
            status = say(r, m, RR__MSG_PROFILE_UNKNOWN_FIELD, m->key, "the file", "overrides");
        else if (m->kind != RR__JSON_STRING || strcmp(m->value, "reroute.overrides/1") != 0)
            status = say(r, m, RR__MSG_OVERRIDE_WORD, "schema", "reroute.overrides/1", NULL);
    }
    if (status == RR_OK && (root->kind != RR__JSON_OBJECT || rr__json_member(r->json, root, "overrides") == NULL))
        status = say(r, root, RR__MSG_PROFILE_FIELD_MISSING, "overrides", "the file", NULL);
    return status;
}

/* `list` NULL: of the whole file. */
static rr_status take(rr_overrides *o, const rr__json *json, const node *list, rr_finding_fn finding, void *user, rr_error *err)
{
    reading r = {.overrides = o, .json = json, .finding = finding, .user = user};
    size_t before = o->items.count;
    r.file = rr__arena_text(&o->arena, json->file, strlen(json->file));
    if (r.file == NULL)
        return rr__fail_nomem(err);
    const node *root = &json->nodes[0];
    rr_status status = list != NULL ? take_list(&r, list) : root->kind == RR__JSON_ARRAY ? take_list(&r, root) : take_holder(&r, root);
    if (status == RR_OK && r.errors == 0)
        return RR_OK;
    o->items.count = o->files.count = before;
    if (err != NULL)
        *err = r.first;
    return r.first.status;
}

rr_status rr__overrides_take(rr_overrides *o, const rr__json *json, const node *list, rr_finding_fn finding, void *user, rr_error *err)
{
    return take(o, json, list, finding, user, err);
}

rr_status rr_overrides_read_memory(rr_overrides *o, const char *name, const void *bytes, size_t len, rr_finding_fn finding, void *user,
                                   rr_error *err)
{
    const rr_allocator *a = &o->context->allocator;
    rr_error own = {0};
    rr__bytes text = {0};
    rr__json json = {.file = name};
    rr__error_clear(err);
    rr_status status = len > FILE_LIMIT ? rr__fail_at(&own, RR_ELIMIT, name, 0, 0, RR__MSG_TOO_LARGE, NULL)
                       : len == 0       ? rr__fail_at(&own, RR_ESYNTAX, name, 0, 0, RR__MSG_EMPTY_FILE, NULL)
                                        : rr__transcode(&text, a, name, NULL, bytes, len, &own);
    if (status == RR_OK)
        status = rr__json_parse(&json, a, name, (const char *)text.data, text.len, &own);
    if (status != RR_OK && finding != NULL && status != RR_ENOMEM)
        finding(user, &own);
    if (status == RR_OK)
        status = take(o, &json, NULL, finding, user, &own);
    if (status != RR_OK && err != NULL)
        *err = own;
    rr__json_finish(&json);
    rr__bytes_finish(&text);
    return status;
}

rr_status rr_overrides_read(rr_overrides *o, const char *path, rr_finding_fn finding, void *user, rr_error *err)
{
    rr__bytes bytes;
    rr_status status = rr__file_open(&bytes, &o->context->allocator, path, FILE_LIMIT, err);
    if (status != RR_OK)
        return status;
    status = rr_overrides_read_memory(o, path, bytes.data, bytes.len, finding, user, err);
    rr__bytes_finish(&bytes);
    return status;
}
