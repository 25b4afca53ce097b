/* SPDX-License-Identifier: MIT */
/* XML in, its profile out, or in their order those of <profiles>. */
#include <string.h>

#include "base/text.h"
#include "base/xml.h"
#include "profile/reader.h"

#define NAMESPACE "urn:reroute:profile:1"

static const struct { const char *element; rr__record_kind kind; } elements[] = {
    {"job", RR__RECORD_JOB}, {"skill", RR__RECORD_SKILL}, {"licence", RR__RECORD_LICENCE}, {"language", RR__RECORD_LANGUAGE},
    {"constraints", RR__RECORD_CONSTRAINTS}, {"fact", RR__RECORD_FACT}};
enum { ELEMENTS = sizeof elements / sizeof elements[0] };

/* A place of this reader is a line and a column in one number. */
enum { COLUMN_BITS = 12, COLUMN_MAX = (1 << COLUMN_BITS) - 1, LINE_MAX = (1 << (32 - COLUMN_BITS)) - 1 };

typedef struct xml_reading {
    rr__reader *reader;
    rr__arena arena;      /* values wait here for the element's text */
    rr_profile *profile;
    rr__record record;
    uint32_t depth, skipped, at, profile_at;
    uint32_t base;        /* depth of a profile's element: 1 inside <profiles> */
    bool had_constraints, inside;
    /* one after another as they come: */
    int (*each)(void *user, rr_profile *profile, uint32_t line, const rr_error *err); /* NULL: the reader's way */
    uint32_t line;        /* of the profile's beginning: places count from there, for they hold no large numbers */
    bool spoilt;          /* the rest of this one is not worth reading */
} xml_reading;

static void tell_place(rr__reader *reader, uint32_t at, uint32_t *line, uint32_t *column)
{
    (void)reader;
    *line = at >> COLUMN_BITS;
    *column = at & COLUMN_MAX;
}

static uint32_t place_of(const xml_reading *r, const rr__xml *xml)
{
    uint32_t line = rr__xml_line(xml), column = rr__xml_column(xml);
    line -= r->each != NULL && r->line > 0 && line >= r->line ? r->line - 1 : 0;
    return (line > LINE_MAX ? LINE_MAX : line) << COLUMN_BITS | (column > COLUMN_MAX ? 0 : column);
}

static rr_status fail_nomem(xml_reading *r)
{
    rr_error err;
    rr__fail_nomem(&err);
    return rr__reader_fault(r->reader, &err);
}

static rr_status say_unknown_attribute(xml_reading *r, const char *name)
{
    const char *names[RR__FIELDS_MAX];
    size_t count = 0;
    const rr__field *field = NULL;
    for (int i = 0; (field = rr__field_at(r->record.kind, i)) != NULL; i++)
        names[count++] = field->name;
    return rr__reader_unknown(r->reader, r->at, name, rr__record_name(r->record.kind), names, count);
}

static rr_status keep_attributes(xml_reading *r, const rr__xml_attribute *attributes, size_t count)
{
    rr_status status = RR_OK;
    for (size_t i = 0; i < count && status == RR_OK; i++) {
        if (attributes[i].prefix[0] != '\0')
            continue; /* of other namespaces: others' business */
        int field = rr__field_find(r->record.kind, attributes[i].name);
        char *value = field < 0 ? NULL : rr__arena_text(&r->arena, attributes[i].value, attributes[i].value_len);
        if (field >= 0 && value == NULL)
            return fail_nomem(r);
        status = field < 0 ? say_unknown_attribute(r, attributes[i].name) : rr__record_set(r->reader, &r->record, field, value, r->at);
    }
    return status;
}

/* Whatever comes before it among the attributes. */
static rr_status keep_id(xml_reading *r, const rr__xml_attribute *attributes, size_t count)
{
    r->reader->id = NULL;
    for (size_t i = 0; i < count; i++)
        if (attributes[i].prefix[0] == '\0' && strcmp(attributes[i].name, "id") == 0) {
            r->reader->id = rr__arena_text(&r->arena, attributes[i].value, attributes[i].value_len);
            return r->reader->id == NULL ? fail_nomem(r) : RR_OK;
        }
    return RR_OK;
}

static rr_status start_profile(xml_reading *r, const char *uri, const char *name, const rr__xml_attribute *attributes, size_t count)
{
    if (strcmp(uri, NAMESPACE) != 0 || strcmp(name, "profile") != 0) {
        bool named = strcmp(uri, NAMESPACE) != 0 && (strcmp(name, "profile") == 0 || strcmp(name, "profiles") == 0);
        enum rr__message message = named ? RR__MSG_PROFILE_NAMESPACE : RR__MSG_NOT_A_PROFILE;
        rr_status status = rr__reader_say(r->reader, RR_EINVALID, r->at, message, name, NULL, NULL);
        return status == RR_OK ? RR_EINVALID : status;
    }
    r->inside = true;
    r->had_constraints = false;
    r->profile_at = r->at;
    r->record = (rr__record){.kind = RR__RECORD_PROFILE, .at = r->at};
    rr_status status = keep_id(r, attributes, count);
    if (status == RR_OK)
        status = keep_attributes(r, attributes, count);
    if (status != RR_OK)
        return status;
    if (r->record.values[RR__PROFILE_ID] == NULL)
        return rr__reader_say(r->reader, RR_EINVALID, r->at, RR__MSG_PROFILE_FIELD_MISSING, "id", "profile", NULL);
    status = rr__reader_begin(r->reader, r->record.values[RR__PROFILE_ID], r->at, &r->profile);
    return status != RR_OK || r->profile == NULL ? status : rr__record_take(r->reader, r->profile, &r->record);
}

static rr_status start_profiles(xml_reading *r, const rr__xml_attribute *attributes, size_t count)
{
    static const char *const known[] = {"id"}; /* of a profile: <profiles> has none */
    rr_status status = RR_OK;
    r->base = 1;
    for (size_t i = 0; i < count && status == RR_OK; i++)
        if (attributes[i].prefix[0] == '\0')
            status = rr__reader_unknown(r->reader, r->at, attributes[i].name, "profiles", known, 0);
    return status;
}

/* Something is wrong between the profiles, or with the one that ends here: then its error goes in its place. */
static rr_status give_one(xml_reading *r)
{
    rr__reader *reader = r->reader;
    rr_profile *profile = r->profile;
    rr_status status = reader->status;
    r->profile = NULL;
    if (status == RR_ENOMEM || status == RR_ECANCELLED) {
        rr_profile_destroy(profile);
        return status;
    }
    if (status != RR_OK) {
        rr_profile_destroy(profile);
        profile = NULL;
    }
    reader->stopped = r->each(reader->each_user, profile, r->line, status == RR_OK ? NULL : &reader->first) != 0;
    reader->status = RR_OK;
    reader->error_count = reader->finding_count = 0;
    return RR_OK;
}

/* Its text waits no longer. */
static rr_status end_profile(xml_reading *r)
{
    rr_profile *profile = r->profile;
    r->inside = r->spoilt = false;
    r->reader->id = NULL;
    rr__arena_finish(&r->arena);
    if (r->each != NULL)
        return give_one(r);
    r->profile = NULL;
    return rr__reader_end(r->reader, profile, r->profile_at);
}

static rr_status start_record(xml_reading *r, const char *name, const rr__xml_attribute *attributes, size_t count)
{
    const char *names[ELEMENTS];
    for (int i = 0; i < ELEMENTS; i++) {
        names[i] = elements[i].element;
        if (strcmp(name, names[i]) != 0)
            continue;
        r->record = (rr__record){.kind = elements[i].kind, .at = r->at};
        if (elements[i].kind == RR__RECORD_CONSTRAINTS && r->had_constraints)
            return rr__reader_say(r->reader, RR_EINVALID, r->at, RR__MSG_PROFILE_FIELD_TWICE, "constraints", NULL, NULL);
        r->had_constraints |= elements[i].kind == RR__RECORD_CONSTRAINTS;
        return keep_attributes(r, attributes, count);
    }
    r->skipped = 1;
    return rr__reader_unknown(r->reader, r->at, name, "profile", names, ELEMENTS);
}

static rr_status start_element(xml_reading *r, const char *uri, const char *name, const rr__xml_attribute *attributes, size_t count)
{
    uint32_t depth = r->depth++;
    if (depth == 0 && strcmp(uri, NAMESPACE) == 0 && strcmp(name, "profiles") == 0)
        return start_profiles(r, attributes, count);
    if (r->skipped > 0) {
        r->skipped++;
        return RR_OK;
    }
    if (depth > 0 && strcmp(uri, NAMESPACE) != 0) { /* of other namespaces: others' business */
        r->skipped = 1;
        return RR_OK;
    }
    if (depth == r->base && depth > 0 && strcmp(name, "profile") != 0) {
        static const char *const known[] = {"profile"};
        r->skipped = 1;
        return rr__reader_unknown(r->reader, r->at, name, "profiles", known, 1);
    }
    if (depth == r->base)
        return start_profile(r, uri, name, attributes, count);
    if (depth > r->base + 1) {
        r->skipped = 1;
        return rr__reader_say(r->reader, RR_EINVALID, r->at, RR__MSG_PROFILE_NOT_INSIDE, name, rr__record_name(r->record.kind), NULL);
    }
    return start_record(r, name, attributes, count);
}

/* In a stream an error ends a profile, not the document; what stands between two is told at once. */
static rr_status settle(xml_reading *r, rr_status status)
{
    if (r->each == NULL || status == RR_ENOMEM || status == RR_ECANCELLED)
        return status;
    if (!r->inside && r->depth > r->base && status != RR_OK && r->base == 0)
        return status; /* no document of profiles at all */
    r->spoilt = r->spoilt || (r->inside && status != RR_OK);
    return !r->inside && r->reader->status != RR_OK ? give_one(r) : RR_OK;
}

static rr_status on_start(void *user, rr__xml *xml, const char *uri, const char *name, const rr__xml_attribute *attributes, size_t count)
{
    xml_reading *r = user;
    if (r->reader->stopped)
        return RR_ECANCELLED;
    if (!r->inside)
        r->line = rr__xml_line(xml);
    r->reader->line_offset = r->each != NULL && r->line > 0 ? r->line - 1 : 0;
    r->at = place_of(r, xml);
    if (r->spoilt) {
        r->depth++;
        return RR_OK;
    }
    return settle(r, start_element(r, uri, name, attributes, count));
}

/* Only a skill has text: its name, or where an attribute names it, the reason. */
static rr_status take_text(xml_reading *r, const char *text, size_t len, uint32_t at)
{
    if (r->depth != r->base + 2 || r->record.kind != RR__RECORD_SKILL)
        return rr__reader_say(r->reader, RR_EINVALID, at, RR__MSG_UNEXPECTED_TEXT,
                              r->depth <= r->base              ? "profiles"
                              : r->depth != r->base + 2 ? "profile"
                                                               : rr__record_name(r->record.kind), NULL, NULL);
    char *own = rr__arena_text(&r->arena, text, len);
    if (own == NULL)
        return fail_nomem(r);
    bool reason = r->record.values[RR__SKILL_REF] != NULL || r->record.values[RR__SKILL_SKILL] != NULL;
    return rr__record_set(r->reader, &r->record, reason ? RR__SKILL_REASON : RR__SKILL_SKILL, own, at);
}

static rr_status on_text(void *user, rr__xml *xml, const char *text, size_t len)
{
    xml_reading *r = user;
    if (r->skipped > 0 || r->spoilt)
        return RR_OK;
    if (!r->inside)
        r->line = rr__xml_line(xml);
    return settle(r, take_text(r, text, len, place_of(r, xml)));
}

static rr_status on_end(void *user, rr__xml *xml, const char *uri, const char *name)
{
    xml_reading *r = user;
    (void)xml, (void)uri, (void)name;
    r->depth--;
    if (r->skipped > 0) {
        r->skipped--;
        return RR_OK;
    }
    if (r->depth == r->base && r->inside)
        return end_profile(r);
    return r->spoilt || r->depth != r->base + 1 || r->profile == NULL ? RR_OK : settle(r, rr__record_take(r->reader, r->profile, &r->record));
}

static const rr__xml_handler handler = {on_start, on_end, on_text};

rr_status rr__read_profile_xml(rr__reader *reader, const void *bytes, size_t len, size_t chunk)
{
    const rr_allocator *a = &reader->context->allocator;
    xml_reading r = {.reader = reader};
    rr_error err = {.status = RR_OK};
    rr__arena_init(&r.arena, a);
    r.arena.secret = true;
    reader->place = tell_place;
    rr_status status = rr__xml_parse(a, reader->file, bytes, len, chunk, &handler, &r, &err);
    if (status != RR_OK && err.status != RR_OK) /* a fault of the document itself; others have been reported */
        rr__reader_fault(reader, &err);
    rr__arena_finish(&r.arena);
    rr_profile_destroy(r.profile);
    return reader->stopped && reader->status == RR_OK ? RR_OK : status;
}

/* ---- as it comes ---- */

struct rr_profile_stream {
    rr__reader reader;
    xml_reading reading;
    rr__xml *xml;
    rr_error err;
    char *name;
};

rr_status rr_profile_stream_create(rr_profile_stream **out, rr_context *context, const char *name,
                                   int (*each)(void *user, rr_profile *profile, uint32_t line, const rr_error *err), void *user, rr_error *err)
{
    const rr_allocator *a = &context->allocator;
    rr__error_clear(err);
    rr_profile_stream *s = rr__alloc(a, sizeof *s);
    *out = s;
    if (s == NULL)
        return rr__fail_nomem(err);
    s->name = rr__alloc(a, strlen(name) + 1);
    s->reader = (rr__reader){.context = context, .file = s->name, .each_user = user, .place = tell_place};
    s->reading = (xml_reading){.reader = &s->reader, .each = each};
    rr__arena_init(&s->reading.arena, a);
    s->reading.arena.secret = true;
    if (s->name == NULL || rr__xml_open(&s->xml, a, s->name, &handler, &s->reading, &s->err) != RR_OK) {
        rr_profile_stream_destroy(s);
        *out = NULL;
        return rr__fail_nomem(err);
    }
    memcpy(s->name, name, strlen(name) + 1);
    return RR_OK;
}

/* Where the reader found what ended the document, that is its error. */
static rr_status tell(const rr_profile_stream *s, rr_status status, rr_error *err)
{
    if (status == RR_ECANCELLED && s->reader.stopped)
        return RR_OK;
    if (status != RR_OK && err != NULL)
        *err = s->err.status != RR_OK ? s->err : s->reader.first;
    return status;
}

rr_status rr_profile_stream_feed(rr_profile_stream *s, const void *bytes, size_t len, rr_error *err)
{
    return tell(s, rr__xml_feed(s->xml, bytes, len), err);
}

rr_status rr_profile_stream_end(rr_profile_stream *s, rr_error *err)
{
    return tell(s, rr__xml_end(s->xml), err);
}

const char *rr_profile_stream_failed_id(const rr_profile_stream *s)
{
    return s->reader.failed_id;
}

void rr_profile_stream_destroy(rr_profile_stream *s)
{
    if (s == NULL)
        return;
    const rr_allocator *a = &s->reader.context->allocator;
    rr__xml_destroy(s->xml);
    rr_profile_destroy(s->reading.profile);
    rr__arena_finish(&s->reading.arena);
    rr__free(a, s->name);
    rr__free_secret(a, s, sizeof *s);
}
