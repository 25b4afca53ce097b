/* SPDX-License-Identifier: MIT */
/* Records of the plugin ABI in, bytes out, and back: a table says what a record holds, one encoder and one
 * decoder serve all of them. */
#include "plugin/records.h"

#include <string.h>

/* The kind is the compiler's answer, so that a table can't say another than the header. */
#define KIND(T, field)                                                                              \
    _Generic(((T *)0)->field, uint16_t: RR__ABI_U16, uint32_t: RR__ABI_U32, int32_t: RR__ABI_I32,   \
             uint64_t: RR__ABI_U64, int64_t: RR__ABI_I64, rrp_str: RR__ABI_STR, rrp_vec: RR__ABI_VEC)
#define VEC(field, items) {#field, offsetof(TYPE, field), sizeof(((TYPE *)0)->field), KIND(TYPE, field), items},
#define ONE(field) VEC(field, NULL)
#define RECORD(name, sized)                                                                         \
    const rr__abi_record rr__abi_##name = {"rrp_" #name, sizeof(rrp_##name), sizeof name##_fields / sizeof name##_fields[0], \
                                           name##_fields, sized};

#define TYPE rrp_text
static const rr__abi_field text_fields[] = {ONE(lang) ONE(text)};
RECORD(text, false)
#undef TYPE

#define TYPE rrp_skill_level
static const rr__abi_field skill_level_fields[] = {ONE(skill) ONE(level)};
RECORD(skill_level, false)
#undef TYPE

#define TYPE rrp_school
static const rr__abi_field school_fields[] = {
    ONE(id) ONE(url) ONE(address) VEC(names, &rr__abi_text) ONE(region) ONE(flags) ONE(has) ONE(confidence)
    ONE(lat_e6) ONE(lon_e6) ONE(source) ONE(source_url)};
RECORD(school, false)
#undef TYPE

#define TYPE rrp_need
static const rr__abi_field need_fields[] = {
    ONE(group) ONE(kind) ONE(ref) ONE(level) ONE(months) ONE(reserved) ONE(value) VEC(texts, &rr__abi_text)};
RECORD(need, false)
#undef TYPE

#define TYPE rrp_session
static const rr__abi_field session_fields[] = {
    ONE(id) ONE(has) ONE(mode) ONE(recur) ONE(nth) ONE(weekday) ONE(start_day) ONE(end_day) ONE(apply_by_day)
    ONE(apply_days_before) ONE(seats) ONE(price_minor)};
RECORD(session, false)
#undef TYPE

#define TYPE rrp_certificate
static const rr__abi_field certificate_fields[] = {
    ONE(id) ONE(issuer) VEC(names, &rr__abi_text) ONE(occupation) ONE(level) ONE(has) ONE(confidence)
    ONE(exam_fee_minor) VEC(needs, &rr__abi_need) ONE(source) ONE(source_url)};
RECORD(certificate, false)
#undef TYPE

#define TYPE rrp_course
static const rr__abi_field course_fields[] = {
    ONE(id) ONE(school_id) ONE(url) ONE(currency) VEC(titles, &rr__abi_text) ONE(has) ONE(flags) ONE(mode)
    ONE(confidence) ONE(price_minor) ONE(hours) ONE(weeks) VEC(teaches, &rr__abi_skill_level) VEC(needs, &rr__abi_need)
    VEC(sessions, &rr__abi_session) VEC(certificates, &rr__abi_certificate) ONE(source) ONE(source_url)};
RECORD(course, false)
#undef TYPE

#define TYPE rrp_course_query
static const rr__abi_field course_query_fields[] = {ONE(size) ONE(region) ONE(as_of_day) ONE(max_rows) ONE(cursor)};
RECORD(course_query, true)
#undef TYPE

#define TYPE rrp_course_page
static const rr__abi_field course_page_fields[] = {
    ONE(size) ONE(reserved) VEC(schools, &rr__abi_school) VEC(courses, &rr__abi_course) ONE(next_cursor)};
RECORD(course_page, true)
#undef TYPE

#define TYPE rrp_fact
static const rr__abi_field fact_fields[] = {ONE(key) ONE(value)};
RECORD(fact, false)
#undef TYPE

#define TYPE rrp_job
static const rr__abi_field job_fields[] = {
    ONE(occupation) ONE(has) ONE(flags) ONE(months) ONE(until_year) ONE(reserved) ONE(title)};
RECORD(job, false)
#undef TYPE

#define TYPE rrp_licence
static const rr__abi_field licence_fields[] = {ONE(name) ONE(has) ONE(year)};
RECORD(licence, false)
#undef TYPE

#define TYPE rrp_language
static const rr__abi_field language_fields[] = {ONE(tag) ONE(level)};
RECORD(language, false)
#undef TYPE

#define TYPE rrp_held
static const rr__abi_field held_fields[] = {ONE(skill) ONE(level) ONE(origin) ONE(reserved)};
RECORD(held, false)
#undef TYPE

#define TYPE rrp_profile
static const rr__abi_field profile_fields[] = {
    ONE(size) ONE(region) ONE(as_of_day) ONE(has) VEC(skills, &rr__abi_held) VEC(history, &rr__abi_job)
    VEC(licences, &rr__abi_licence) VEC(facts, &rr__abi_fact) VEC(languages, &rr__abi_language) ONE(education)
    ONE(currency) ONE(max_weeks) ONE(hours_per_week) ONE(travel_minutes) ONE(earliest_day) ONE(max_cost_minor)
    ONE(income_floor_minor)};
RECORD(profile, true)
#undef TYPE

#define TYPE rrp_candidate
static const rr__abi_field candidate_fields[] = {
    ONE(occupation) ONE(has) ONE(fit_ppm) ONE(readiness_ppm) VEC(missing, &rr__abi_skill_level)};
RECORD(candidate, false)
#undef TYPE

#define TYPE rrp_finding
static const rr__abi_field finding_fields[] = {
    ONE(rule_class) ONE(state) ONE(delta_ppm) ONE(flags) ONE(confidence) ONE(reserved) ONE(code) ONE(course_id)
    VEC(texts, &rr__abi_text) VEC(questions, &rr__abi_text) ONE(source) ONE(source_url)};
RECORD(finding, false)
#undef TYPE

#define TYPE rrp_verdict
static const rr__abi_field verdict_fields[] = {ONE(candidate) ONE(reserved) VEC(findings, &rr__abi_finding)};
RECORD(verdict, false)
#undef TYPE

#define TYPE rrp_grant
static const rr__abi_field grant_fields[] = {
    ONE(course_id) ONE(code) ONE(currency) ONE(state) ONE(flags) ONE(has) ONE(confidence) ONE(amount_minor)
    ONE(cap_minor) ONE(share_ppm) ONE(per_person) ONE(claim_within_days) ONE(certificate_level) ONE(exclusion_group)
    VEC(texts, &rr__abi_text) VEC(questions, &rr__abi_text) VEC(documents, &rr__abi_text) ONE(source) ONE(source_url)};
RECORD(grant, false)
#undef TYPE

const rr__abi_record *const rr__abi_records[] = {
    &rr__abi_text, &rr__abi_skill_level, &rr__abi_school, &rr__abi_need, &rr__abi_session, &rr__abi_certificate,
    &rr__abi_course, &rr__abi_course_query, &rr__abi_course_page, &rr__abi_fact, &rr__abi_job, &rr__abi_licence,
    &rr__abi_language, &rr__abi_held, &rr__abi_profile, &rr__abi_candidate, &rr__abi_finding, &rr__abi_verdict,
    &rr__abi_grant, NULL};

/* A vector of plain numbers, as if each were a record. */
static const rr__abi_field number_fields[] = {{"number", 0, sizeof(uint32_t), RR__ABI_U32, NULL}};
static const rr__abi_record number = {"uint32_t", sizeof(uint32_t), 1, number_fields, false};

/* Bytes of a field on the wire; of strings and vectors, of their count. */
static size_t wire_size(const rr__abi_field *field)
{
    return field->kind == RR__ABI_STR || field->kind == RR__ABI_VEC ? sizeof(uint32_t) : field->size;
}

static size_t least_wire_size(const rr__abi_record *record)
{
    size_t sum = 0;
    for (uint32_t i = record->sized ? 1 : 0; i < record->field_count; i++)
        sum += wire_size(&record->fields[i]);
    return sum;
}

/* --- encode --- */

void rr__encode_u32(rr__buf *out, uint32_t value)
{
    rr__buf_add(out, (const char *)&value, sizeof value);
}

bool rr__encode_str(rr__buf *out, rrp_str text)
{
    if (text.n > UINT32_MAX || (text.n > 0 && text.p == NULL))
        return false;
    rr__encode_u32(out, (uint32_t)text.n);
    rr__buf_add(out, text.p, (size_t)text.n);
    return true;
}

bool rr__encode(rr__buf *out, const rr__abi_record *record, const void *data, uint32_t stride)
{
    static const char zeros[sizeof(uint64_t)] = {0};
    uint32_t known = stride, own = 0;
    if (record->sized && stride >= sizeof own) {
        memcpy(&own, data, sizeof own);
        known = own < stride ? own : stride;
    }
    for (uint32_t i = record->sized ? 1 : 0; i < record->field_count; i++) {
        const rr__abi_field *field = &record->fields[i];
        const char *at = (const char *)data + field->offset;
        rrp_str text = {NULL, 0};
        rrp_vec vec = {NULL, 0, 0};
        bool good = true;
        if (field->offset + field->size > known) {
            rr__buf_add(out, zeros, wire_size(field));
        } else if (field->kind == RR__ABI_STR) {
            memcpy(&text, at, sizeof text);
            good = rr__encode_str(out, text);
        } else if (field->kind == RR__ABI_VEC) {
            memcpy(&vec, at, sizeof vec);
            good = rr__encode_vec(out, field->items, &vec);
        } else {
            rr__buf_add(out, at, field->size);
        }
        if (!good)
            return false;
    }
    return true;
}

bool rr__encode_vec(rr__buf *out, const rr__abi_record *record, const rrp_vec *vec)
{
    record = record == NULL ? &number : record;
    if (vec->count > 0 && (vec->data == NULL || vec->stride == 0))
        return false;
    rr__encode_u32(out, vec->count);
    /* What can't fit is not read: a count that is wrong ends here, and not behind the end of the plugin's memory. */
    if (!out->failed && vec->count > (out->limit - out->len) / least_wire_size(record))
        out->failed = true;
    for (uint32_t i = 0; i < vec->count && !out->failed; i++)
        if (!rr__encode(out, record, (const char *)vec->data + (size_t)i * vec->stride, vec->stride))
            return false;
    return true;
}

/* --- decode --- */

/* The bytes, or NULL when so many are not left. */
static const uint8_t *take_bytes(rr__decoder *in, size_t count)
{
    const uint8_t *at = in->at;
    if (in->failed || count > (size_t)(in->end - in->at)) {
        in->failed = true;
        return NULL;
    }
    in->at += count;
    return at;
}

static void take_number(rr__decoder *in, void *to, size_t size)
{
    const uint8_t *bytes = take_bytes(in, size);
    if (bytes != NULL)
        memcpy(to, bytes, size);
    else
        memset(to, 0, size);
}

uint32_t rr__decode_u32(rr__decoder *in)
{
    uint32_t value = 0;
    take_number(in, &value, sizeof value);
    return value;
}

static void *take_memory(rr__decoder *in, size_t size)
{
    void *memory = rr__arena_alloc(in->arena, size, sizeof(uint64_t));
    if (memory == NULL)
        in->failed = in->nomem = true;
    return memory;
}

rrp_str rr__decode_str(rr__decoder *in)
{
    rrp_str text = {"", 0};
    uint32_t len = rr__decode_u32(in);
    const uint8_t *bytes = take_bytes(in, len);
    if (in->failed || len == 0)
        return text;
    const char *copy = rr__arena_text(in->arena, (const char *)bytes, len);
    if (copy == NULL)
        in->failed = in->nomem = true;
    else
        text = (rrp_str){copy, len};
    return text;
}

void rr__decode(rr__decoder *in, const rr__abi_record *record, void *out)
{
    if (record->sized) {
        uint32_t size = record->size + in->tail;
        memcpy(out, &size, sizeof size);
    }
    for (uint32_t i = record->sized ? 1 : 0; i < record->field_count; i++) {
        const rr__abi_field *field = &record->fields[i];
        char *at = (char *)out + field->offset;
        if (field->kind == RR__ABI_STR) {
            rrp_str text = rr__decode_str(in);
            memcpy(at, &text, sizeof text);
        } else if (field->kind == RR__ABI_VEC) {
            rrp_vec vec = {NULL, 0, 0};
            rr__decode_vec(in, field->items, &vec);
            memcpy(at, &vec, sizeof vec);
        } else {
            take_number(in, at, field->size);
        }
    }
    memset((char *)out + record->size, 0xa5, in->tail);
}

void rr__decode_vec(rr__decoder *in, const rr__abi_record *record, rrp_vec *out)
{
    record = record == NULL ? &number : record;
    uint32_t count = rr__decode_u32(in), tail = record == &number ? 0 : in->tail, stride = record->size + tail;
    *out = (rrp_vec){NULL, 0, record->size + tail};
    if (in->failed || count > (size_t)(in->end - in->at) / least_wire_size(record)) {
        in->failed = true;
        return;
    }
    char *items = count == 0 ? NULL : take_memory(in, (size_t)count * stride + in->behind);
    for (uint32_t i = 0; items != NULL && i < count && !in->failed; i++)
        rr__decode(in, record, items + (size_t)i * stride);
    if (items != NULL)
        memset(items + (size_t)count * stride, in->noise, in->behind);
    if (items != NULL && !in->failed)
        *out = (rrp_vec){items, count, stride};
}
