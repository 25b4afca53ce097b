/* SPDX-License-Identifier: MIT */
/* JSON in, profiles out: one object, a list of them, or {"profiles": [...]}. */
#include <string.h>

#include "base/json.h"
#include "profile/reader.h"

typedef struct rr__json_node node;

/* A file of many profiles asks for many places in the order of the text: the last one is where to go on. */
typedef struct json_reading {
    rr__reader *reader;
    rr__json json;
    uint32_t told, line, column;
} json_reading;

static const struct { const char *member; rr__record_kind kind; } members[] = {
    {"history", RR__RECORD_JOB}, {"skills", RR__RECORD_SKILL}, {"licences", RR__RECORD_LICENCE}, {"languages", RR__RECORD_LANGUAGE},
    {"constraints", RR__RECORD_CONSTRAINTS}, {"facts", RR__RECORD_FACT}};
enum { MEMBERS = sizeof members / sizeof members[0] };

static void tell_place(rr__reader *reader, uint32_t at, uint32_t *line, uint32_t *column)
{
    json_reading *r = reader->source;
    uint32_t start = at < r->json.node_count ? r->json.nodes[at].start : 0;
    if (start < r->told) {
        r->told = 0;
        r->line = r->column = 1;
    }
    for (; r->told < start; r->told++) {
        bool next = r->json.text[r->told] == '\n';
        r->line += next;
        r->column = next ? 1 : r->column + (((unsigned char)r->json.text[r->told] & 0xc0) != 0x80);
    }
    *line = r->line;
    *column = r->column;
}

static uint32_t index_of(const json_reading *r, const node *n)
{
    return (uint32_t)(n - r->json.nodes);
}

static const node *first_of(const json_reading *r, const node *n)
{
    return n->child == 0 ? NULL : &r->json.nodes[n->child];
}

static const node *next_of(const json_reading *r, const node *n)
{
    return n->next == 0 ? NULL : &r->json.nodes[n->next];
}

/* Whether a value is written as its field asks; *fits false: reported. */
static rr_status check_type(json_reading *r, const node *value, rr__field_type type, const char *name, bool *fits)
{
    rr__json_kind kind = value->kind;
    bool text = kind == RR__JSON_STRING, number = kind == RR__JSON_NUMBER, truth = kind == RR__JSON_BOOL;
    *fits = type == RR__FIELD_TEXT     ? text
            : type == RR__FIELD_NUMBER ? number || text
            : type == RR__FIELD_YES_NO ? truth || text
                                       : text || number || truth;
    if (*fits)
        return RR_OK;
    enum rr__message message = type == RR__FIELD_NUMBER   ? RR__MSG_PROFILE_NOT_NUMBER
                               : type == RR__FIELD_YES_NO ? RR__MSG_PROFILE_NOT_YES_NO
                                                          : RR__MSG_PROFILE_NOT_TEXT;
    return rr__reader_say(r->reader, RR_EINVALID, index_of(r, value), message, name, "12", NULL);
}

static rr_status say_unknown(json_reading *r, const node *member, rr__record_kind kind)
{
    const char *names[RR__FIELDS_MAX + MEMBERS];
    size_t count = 0;
    const rr__field *field = NULL;
    for (int i = 0; (field = rr__field_at(kind, i)) != NULL; i++)
        names[count++] = field->name;
    for (int i = 0; kind == RR__RECORD_PROFILE && i < MEMBERS; i++)
        names[count++] = members[i].member;
    return rr__reader_unknown(r->reader, index_of(r, member), member->key, rr__record_name(kind), names, count);
}

static bool is_group(const char *key)
{
    for (int i = 0; i < MEMBERS; i++)
        if (strcmp(members[i].member, key) == 0)
            return true;
    return false;
}

/* The members of an object into a record; null is "not stated". */
static rr_status fill_record(json_reading *r, const node *object, rr__record *record)
{
    rr_status status = RR_OK;
    record->at = index_of(r, object);
    for (const node *m = first_of(r, object); m != NULL && status == RR_OK; m = next_of(r, m)) {
        int field = rr__field_find(record->kind, m->key);
        bool fits = false;
        if (record->kind == RR__RECORD_PROFILE && is_group(m->key))
            continue;
        if (field < 0) {
            status = say_unknown(r, m, record->kind);
            continue;
        }
        if (m->kind == RR__JSON_NULL)
            continue;
        status = check_type(r, m, rr__field_at(record->kind, field)->type, m->key, &fits);
        if (status == RR_OK && fits)
            status = rr__record_set(r->reader, record, field, m->value, index_of(r, m));
    }
    return status;
}

static rr_status take_object(json_reading *r, rr_profile *profile, const node *object, rr__record_kind kind, const char *name)
{
    rr__record record = {.kind = kind};
    if (object->kind != RR__JSON_OBJECT)
        return rr__reader_say(r->reader, RR_EINVALID, index_of(r, object), RR__MSG_PROFILE_NOT_OBJECT, name, NULL, NULL);
    uint32_t before = r->reader->error_count;
    rr_status status = fill_record(r, object, &record);
    return status != RR_OK || r->reader->error_count > before ? status : rr__record_take(r->reader, profile, &record);
}

static rr_status take_list(json_reading *r, rr_profile *profile, const node *list, rr__record_kind kind)
{
    rr_status status = RR_OK;
    if (list->kind != RR__JSON_ARRAY)
        return rr__reader_say(r->reader, RR_EINVALID, index_of(r, list), RR__MSG_PROFILE_NOT_LIST, list->key, NULL, NULL);
    for (const node *item = first_of(r, list); item != NULL && status == RR_OK; item = next_of(r, item))
        status = take_object(r, profile, item, kind, rr__record_name(kind));
    return status;
}

/* {"age": 47, ...} */
static rr_status take_facts(json_reading *r, rr_profile *profile, const node *facts)
{
    rr_status status = RR_OK;
    if (facts->kind != RR__JSON_OBJECT)
        return rr__reader_say(r->reader, RR_EINVALID, index_of(r, facts), RR__MSG_PROFILE_NOT_OBJECT, "facts", NULL, NULL);
    for (const node *m = first_of(r, facts); m != NULL && status == RR_OK; m = next_of(r, m)) {
        uint32_t at = index_of(r, m);
        rr__record record = {.kind = RR__RECORD_FACT, .at = at, .values = {m->key, m->value}, .places = {at, at}};
        bool fits = false;
        if (m->kind == RR__JSON_NULL)
            continue;
        status = check_type(r, m, RR__FIELD_ANY, m->key, &fits);
        if (status == RR_OK && fits)
            status = rr__record_take(r->reader, profile, &record);
    }
    return status;
}

static rr_status take_group(json_reading *r, rr_profile *profile, const node *group)
{
    rr__record_kind kind = RR__RECORD_PROFILE;
    for (int i = 0; i < MEMBERS; i++)
        if (strcmp(members[i].member, group->key) == 0)
            kind = members[i].kind;
    if (kind == RR__RECORD_PROFILE || group->kind == RR__JSON_NULL)
        return RR_OK;
    return kind == RR__RECORD_FACT          ? take_facts(r, profile, group)
           : kind == RR__RECORD_CONSTRAINTS ? take_object(r, profile, group, kind, "constraints")
                                            : take_list(r, profile, group, kind);
}

static rr_status read_profile(json_reading *r, const node *object)
{
    rr__record record = {.kind = RR__RECORD_PROFILE};
    rr_profile *profile = NULL;
    uint32_t at = index_of(r, object);
    const node *id = rr__json_member(&r->json, object, "id");
    r->reader->id = id != NULL && id->kind == RR__JSON_STRING ? id->value : NULL;
    if (object->kind != RR__JSON_OBJECT)
        return rr__reader_say(r->reader, RR_EINVALID, at, RR__MSG_PROFILE_NOT_OBJECT, "profile", NULL, NULL);
    rr_status status = fill_record(r, object, &record);
    if (status != RR_OK)
        return status;
    if (record.values[RR__PROFILE_ID] == NULL)
        return rr__reader_say(r->reader, RR_EINVALID, at, RR__MSG_PROFILE_FIELD_MISSING, "id", "profile", NULL);
    status = rr__reader_begin(r->reader, record.values[RR__PROFILE_ID], record.places[RR__PROFILE_ID], &profile);
    if (status != RR_OK || profile == NULL)
        return status;
    status = rr__record_take(r->reader, profile, &record);
    for (const node *m = first_of(r, object); m != NULL && status == RR_OK; m = next_of(r, m))
        status = take_group(r, profile, m);
    if (status == RR_OK)
        return rr__reader_end(r->reader, profile, at);
    rr_profile_destroy(profile);
    return status;
}

static rr_status read_profiles(json_reading *r, const node *list)
{
    rr_status status = RR_OK;
    if (list->kind != RR__JSON_ARRAY)
        return rr__reader_say(r->reader, RR_EINVALID, index_of(r, list), RR__MSG_PROFILE_NOT_LIST, "profiles", NULL, NULL);
    for (const node *item = first_of(r, list); item != NULL && status == RR_OK && !r->reader->stopped; item = next_of(r, item))
        status = read_profile(r, item);
    return status;
}

/* {"schema": ..., "profiles": [...]} */
static rr_status read_holder(json_reading *r, const node *object)
{
    static const char *const names[] = {"schema", "profiles"};
    rr_status status = RR_OK;
    for (const node *m = first_of(r, object); m != NULL && status == RR_OK; m = next_of(r, m)) {
        uint32_t at = index_of(r, m);
        if (strcmp(m->key, "profiles") == 0)
            status = read_profiles(r, m);
        else if (strcmp(m->key, "schema") != 0)
            status = rr__reader_unknown(r->reader, at, m->key, "profiles", names, 2);
        else if (m->kind != RR__JSON_STRING || strcmp(m->value, "reroute.profile/1") != 0)
            status = rr__reader_say(r->reader, RR_EINVALID, at, RR__MSG_PROFILE_SCHEMA, "schema", NULL, NULL);
    }
    return status;
}

bool rr__json_is_resume(const rr__json *json)
{
    static const char *const ours[] = {"schema", "id", "history", "profiles"}, *const theirs[] = {"$schema", "basics", "work"};
    const node *root = &json->nodes[0];
    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
        if (rr__json_member(json, root, ours[i]) != NULL)
            return false;
    for (size_t i = 0; i < sizeof theirs / sizeof theirs[0]; i++)
        if (rr__json_member(json, root, theirs[i]) != NULL)
            return true;
    return false;
}

static rr_status read_root(json_reading *r, bool resume)
{
    const node *root = &r->json.nodes[0];
    if (resume || rr__json_is_resume(&r->json))
        return rr__read_profile_resume(r->reader, &r->json);
    if (root->kind == RR__JSON_ARRAY)
        return read_profiles(r, root);
    return rr__json_member(&r->json, root, "profiles") != NULL ? read_holder(r, root) : read_profile(r, root);
}

rr_status rr__read_profile_json(rr__reader *reader, const char *text, size_t len, bool resume)
{
    json_reading r = {.reader = reader, .line = 1, .column = 1};
    rr_error err;
    reader->place = tell_place;
    reader->source = &r;
    rr_status status = rr__json_parse(&r.json, &reader->context->allocator, reader->file, text, len, &err);
    if (status != RR_OK) {
        bool first = reader->status == RR_OK;
        rr_error placed = err;
        placed.line += err.line > 0 ? reader->line_offset : 0;
        rr__reader_fault(reader, &placed);
        if (first && status == RR_ESYNTAX)
            rr__reader_tell_json_id(reader, text, len, &err);
    } else {
        status = read_root(&r, resume);
    }
    rr__json_finish(&r.json);
    reader->id = NULL;
    reader->source = NULL;
    return status;
}
