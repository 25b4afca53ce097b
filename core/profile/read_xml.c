/* SPDX-License-Identifier: MIT */
/* A profile as XML in, one profile out. */
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
    uint32_t depth, skipped, at;
    bool had_constraints;
} xml_reading;

static void tell_place(rr__reader *reader, uint32_t at, uint32_t *line, uint32_t *column)
{
    (void)reader;
    *line = at >> COLUMN_BITS;
    *column = at & COLUMN_MAX;
}

static uint32_t place_of(const rr__xml *xml)
{
    uint32_t line = rr__xml_line(xml), column = rr__xml_column(xml);
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

static rr_status start_profile(xml_reading *r, const char *uri, const char *name, const rr__xml_attribute *attributes, size_t count)
{
    if (strcmp(uri, NAMESPACE) != 0 || strcmp(name, "profile") != 0) {
        rr_status status = rr__reader_say(r->reader, RR_EINVALID, r->at, RR__MSG_NOT_A_PROFILE, name, NULL, NULL);
        return status == RR_OK ? RR_EINVALID : status;
    }
    r->record = (rr__record){.kind = RR__RECORD_PROFILE, .at = r->at};
    rr_status status = keep_attributes(r, attributes, count);
    if (status != RR_OK)
        return status;
    if (r->record.values[RR__PROFILE_ID] == NULL)
        return rr__reader_say(r->reader, RR_EINVALID, r->at, RR__MSG_PROFILE_FIELD_MISSING, "id", "profile", NULL);
    status = rr__reader_begin(r->reader, r->record.values[RR__PROFILE_ID], r->at, &r->profile);
    return status != RR_OK || r->profile == NULL ? status : rr__record_take(r->reader, r->profile, &r->record);
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

static rr_status on_start(void *user, rr__xml *xml, const char *uri, const char *name, const rr__xml_attribute *attributes, size_t count)
{
    xml_reading *r = user;
    r->at = place_of(xml);
    if (r->depth++ == 0)
        return start_profile(r, uri, name, attributes, count);
    if (r->skipped > 0) {
        r->skipped++;
        return RR_OK;
    }
    if (strcmp(uri, NAMESPACE) != 0) { /* of other namespaces: others' business */
        r->skipped = 1;
        return RR_OK;
    }
    if (r->depth > 2) {
        r->skipped = 1;
        return rr__reader_say(r->reader, RR_EINVALID, r->at, RR__MSG_PROFILE_NOT_INSIDE, name, rr__record_name(r->record.kind), NULL);
    }
    return start_record(r, name, attributes, count);
}

/* Only a skill has text: its name, or where an attribute names it, the reason. */
static rr_status on_text(void *user, rr__xml *xml, const char *text, size_t len)
{
    xml_reading *r = user;
    uint32_t at = place_of(xml);
    if (r->skipped > 0)
        return RR_OK;
    if (r->depth != 2 || r->record.kind != RR__RECORD_SKILL)
        return rr__reader_say(r->reader, RR_EINVALID, at, RR__MSG_UNEXPECTED_TEXT,
                              r->depth != 2 ? "profile" : rr__record_name(r->record.kind), NULL, NULL);
    char *own = rr__arena_text(&r->arena, text, len);
    if (own == NULL)
        return fail_nomem(r);
    bool reason = r->record.values[RR__SKILL_REF] != NULL || r->record.values[RR__SKILL_SKILL] != NULL;
    return rr__record_set(r->reader, &r->record, reason ? RR__SKILL_REASON : RR__SKILL_SKILL, own, at);
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
    return r->depth != 1 || r->profile == NULL ? RR_OK : rr__record_take(r->reader, r->profile, &r->record);
}

rr_status rr__read_profile_xml(rr__reader *reader, const void *bytes, size_t len, size_t chunk)
{
    static const rr__xml_handler handler = {on_start, on_end, on_text};
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
    if (status == RR_OK)
        return rr__reader_end(reader, r.profile, 0);
    rr_profile_destroy(r.profile);
    return status;
}
