/* SPDX-License-Identifier: MIT */
/* courses.xml in, schools and courses as the plugin ABI's records out. The table is the format. */
#include <string.h>

#include "base/text.h"
#include "catalogue/reading.h"
#include "catalogue/validate.h"
#include "taxonomy/written_level.h"

#define IN RR__XML_IN
#define NEEDED (IN(RR__CO_NEEDS) | IN(RR__CO_ANY))
#define ID(name) {name, RR__XML_ID, 0, 0, NULL}
#define TEXT(name) {name, RR__XML_TEXT, 0, 0, NULL}
#define URL(name) {name, RR__XML_URL, 0, 0, NULL}
#define DATE(name) {name, RR__XML_DATE, 0, 0, NULL}
#define MONEY(name) {name, RR__XML_MONEY, 0, 0, NULL}
#define YES(name) {name, RR__XML_YES, 0, 0, NULL}
#define WHOLE(name, min, max) {name, RR__XML_WHOLE, min, max, NULL}
#define DECIMAL(name, min, max) {name, RR__XML_DECIMAL, min, max, NULL}
#define CONFIDENCE {"confidence", RR__XML_WORD, 0, 0, "low medium high"}
#define MODE {"mode", RR__XML_WORDS, 0, 0, "on-site online evening part-time weekend"}
#define MILLION INT64_C(1000000)

static const rr__xml_element elements[] = {
    [RR__CO_COURSES] = {"courses", 0, RR__XML_EMPTY, false, 0, {TEXT("!currency"), YES("illustrative")}},
    [RR__CO_SOURCE] = {"source", IN(RR__CO_COURSES), RR__XML_WRITTEN, false, 0, {ID("!id"), CONFIDENCE, URL("url")}},
    [RR__CO_SCHOOL] = {"school", IN(RR__CO_COURSES), RR__XML_EMPTY, false, IN(RR__CO_NAME),
                       {ID("!id"), {"!region", RR__XML_REGION, 0, 0, NULL}, ID("!source"), CONFIDENCE, URL("url"), TEXT("address"),
                        DECIMAL("lat", -90 * MILLION, 90 * MILLION), DECIMAL("lon", -180 * MILLION, 180 * MILLION), YES("illustrative")}},
    [RR__CO_NAME] = {"name", IN(RR__CO_SCHOOL) | IN(RR__CO_CERTIFICATE), RR__XML_TRANSLATED, false, 0, {{0}}},
    [RR__CO_COURSE] = {"course", IN(RR__CO_COURSES), RR__XML_EMPTY, false, IN(RR__CO_TITLE),
                       {ID("!id"), ID("!school"), ID("!source"), CONFIDENCE, URL("url"), WHOLE("hours", 0, RR__HOURS_MAX), WHOLE("weeks", 0, RR__WEEKS_MAX),
                        MONEY("price"), MODE, YES("illustrative")}},
    [RR__CO_TITLE] = {"title", IN(RR__CO_COURSE), RR__XML_TRANSLATED, false, 0, {{0}}},
    [RR__CO_TEACHES] = {"teaches", IN(RR__CO_COURSE), RR__XML_EMPTY, false, 0, {ID("!skill"), DECIMAL("level", 0, 100 * MILLION)}},
    [RR__CO_NEEDS] = {"needs", IN(RR__CO_COURSE) | IN(RR__CO_CERTIFICATE), RR__XML_EMPTY, true, 0, {{0}}},
    [RR__CO_ANY] = {"any", IN(RR__CO_NEEDS), RR__XML_EMPTY, false, 0, {{0}}},
    [RR__CO_SKILL] = {"skill", NEEDED, RR__XML_EMPTY, false, 0, {ID("!id"), DECIMAL("level", 0, 100 * MILLION)}},
    [RR__CO_HISTORY] = {"history", NEEDED, RR__XML_EMPTY, false, 0, {ID("occupation"), WHOLE("months", 0, RR__EXPERIENCE_MONTHS_MAX)}},
    [RR__CO_LICENCE] = {"licence", NEEDED, RR__XML_EMPTY, false, 0, {TEXT("!name")}},
    [RR__CO_EDUCATION] = {"education", NEEDED, RR__XML_EMPTY, false, 0, {ID("!level")}},
    [RR__CO_COURSE_HELD] = {"course", NEEDED, RR__XML_EMPTY, false, 0, {ID("!id")}},
    [RR__CO_CERTIFICATE_HELD] = {"certificate", NEEDED, RR__XML_EMPTY, false, 0, {ID("!id")}},
    [RR__CO_AGE] = {"age", NEEDED, RR__XML_EMPTY, false, 0, {WHOLE("!years", 0, RR__AGE_MAX)}},
    [RR__CO_TEXT] = {"text", NEEDED, RR__XML_WRITTEN, false, 0, {{0}}},
    [RR__CO_SESSION] = {"session", IN(RR__CO_COURSE), RR__XML_EMPTY, false, 0,
                        {ID("!id"), {"recur", RR__XML_WORD, 0, 0, "once weekly monthly yearly"}, WHOLE("nth", 1, 5), WHOLE("weekday", 1, 7),
                         DATE("start"), DATE("end"), DATE("apply-by"), DATE("from"), DATE("until"), WHOLE("apply-days-before", 0, RR__APPLY_DAYS_MAX),
                         WHOLE("seats", 0, RR__SEATS_MAX), MONEY("price"), MODE}},
    [RR__CO_CERTIFICATE] = {"certificate", IN(RR__CO_COURSE), RR__XML_EMPTY, false, IN(RR__CO_NAME),
                            {ID("!id"), ID("occupation"), WHOLE("level", 1, 5), ID("!source"), CONFIDENCE, MONEY("exam-fee"), TEXT("issuer")}},
};
enum { NAMES_MAX = 5000 };
enum { SE_ID, SE_RECUR, SE_NTH, SE_WEEKDAY, SE_START, SE_END, SE_APPLY_BY, SE_FROM, SE_UNTIL, SE_BEFORE, SE_SEATS, SE_PRICE, SE_MODE };

static rrp_str str_of(const rr__xml_value *v)
{
    return (rrp_str){v->text, v->len};
}

static uint32_t confidence_of(const rr__xml_value *v)
{
    return v->given ? (uint32_t)v->number + RRP_LOW : RRP_CONFIDENCE_UNSTATED;
}

static bool cite(rr__courses_reading *r, rr__vec *cited, const rr__xml_value *source, const rr__xml_value *confidence)
{
    return rr__vec_push(cited, &(rr__cited){rr__xml_here(r->xml), source->text, confidence_of(confidence)});
}

static bool start_school(rr__courses_reading *r, const rr__xml_value *v)
{
    rr__xml_place here = rr__xml_here(r->xml);
    bool placed = v[6].given && v[7].given;
    if (v[6].given != v[7].given && !v[6].wrong && !v[7].wrong)
        rr__xml_say(r->xml, RR__MSG_COURSES_PLACE, NULL);
    rrp_school school = {.id = str_of(&v[0]), .region = (uint32_t)v[1].number, .url = str_of(&v[4]), .address = str_of(&v[5]),
                         .flags = r->illustrative || v[8].number != 0 ? RRP_ILLUSTRATIVE : 0, .has = placed ? RRP_SCHOOL_PLACE : 0,
                         .lat_e6 = placed ? (int32_t)v[6].number : 0, .lon_e6 = placed ? (int32_t)v[7].number : 0};
    return rr__vec_push(&r->schools, &school) && rr__vec_push(&r->school_places, &here) && cite(r, &r->schools_cited, &v[2], &v[3]);
}

static bool start_course(rr__courses_reading *r, const rr__xml_value *v)
{
    rr__xml_place here = rr__xml_here(r->xml);
    rrp_course course = {.id = str_of(&v[0]), .school_id = str_of(&v[1]), .url = str_of(&v[4]), .currency = r->currency,
                         .hours = (uint32_t)v[5].number, .weeks = (uint32_t)v[6].number, .mode = (uint32_t)v[8].number,
                         .has = v[7].given ? RRP_COURSE_PRICE : 0, .price_minor = v[7].number,
                         .flags = r->illustrative || v[9].number != 0 ? RRP_ILLUSTRATIVE : 0};
    r->teaches.count = r->sessions.count = r->certificates.count = r->needs[0].count = 0;
    r->groups[0] = r->depth = 0;
    rr__first_part parts = {r->session_places.count, r->certificates_cited.count};
    return rr__vec_push(&r->courses, &course) && rr__vec_push(&r->course_places, &here) && rr__vec_push(&r->first_parts, &parts) && cite(r, &r->courses_cited, &v[2], &v[3]);
}

static bool take_taught(rr__courses_reading *r, const rr__xml_value *v)
{
    rrp_skill_level taught = {0};
    if (!v[0].given)
        return true;
    if (!rr__read_reference(r, true, v[0].text, &taught.skill))
        return false;
    if (taught.skill == 0)
        return true;
    if (v[1].given)
        taught.level = rr__written_level(r->xml, r->taxonomy, taught.skill - 1, v[1].number);
    if (!rr__has_room(r, &r->teaches, "teaches"))
        return true;
    for (size_t i = 0; i < r->teaches.count; i++)
        if (RR__AT(rrp_skill_level, &r->teaches, i).skill == taught.skill)
            rr__xml_say(r->xml, RR__MSG_COURSES_TAUGHT_TWICE, v[0].text, NULL);
    return rr__vec_push(&r->teaches, &taught);
}

/* A series is bounded by from and until, a single session has start and end: the other pair is refused. */
static bool take_session(rr__courses_reading *r, const rr__xml_value *v)
{
    bool once = v[SE_RECUR].number == RRP_ONCE;
    const rr__xml_value *start = &v[once ? SE_START : SE_FROM], *end = &v[once ? SE_END : SE_UNTIL];
    const rr__xml_value *wrong = once ? &v[SE_FROM] : &v[SE_START], *wrong_end = once ? &v[SE_UNTIL] : &v[SE_END];
    if (wrong->given || wrong_end->given)
        rr__xml_say(r->xml, RR__MSG_COURSES_SESSION_DATES, NULL);
    const struct { const rr__xml_value *value; uint32_t bit; } stated[] = {
        {start, RRP_SESSION_START}, {end, RRP_SESSION_END}, {&v[SE_APPLY_BY], RRP_SESSION_APPLY_BY},
        {&v[SE_BEFORE], RRP_SESSION_APPLY_BEFORE}, {&v[SE_SEATS], RRP_SESSION_SEATS}, {&v[SE_PRICE], RRP_SESSION_PRICE}};
    rrp_session session = {.id = str_of(&v[SE_ID]), .mode = (uint32_t)v[SE_MODE].number, .recur = (uint32_t)v[SE_RECUR].number,
                           .nth = (uint32_t)v[SE_NTH].number, .weekday = (uint32_t)v[SE_WEEKDAY].number, .start_day = (int32_t)start->number,
                           .end_day = (int32_t)end->number, .apply_by_day = (int32_t)v[SE_APPLY_BY].number,
                           .apply_days_before = (int32_t)v[SE_BEFORE].number, .seats = (int32_t)v[SE_SEATS].number,
                           .price_minor = v[SE_PRICE].number};
    for (size_t i = 0; i < sizeof stated / sizeof stated[0]; i++)
        session.has |= stated[i].value->given ? stated[i].bit : 0;
    rr__xml_place here = rr__xml_here(r->xml);
    return !rr__has_room(r, &r->sessions, "session") || (rr__vec_push(&r->sessions, &session) && rr__vec_push(&r->session_places, &here));
}

static bool start_certificate(rr__courses_reading *r, const rr__xml_value *v)
{
    rrp_certificate certificate = {.id = str_of(&v[0]), .issuer = str_of(&v[6]), .level = (uint32_t)v[2].number,
                                   .has = v[5].given ? RRP_CERTIFICATE_FEE : 0, .exam_fee_minor = v[5].number};
    r->depth = 1;
    r->groups[1] = 0;
    r->needs[1].count = 0;
    if (v[1].given && !rr__read_reference(r, false, v[1].text, &certificate.occupation))
        return false;
    rr__has_room(r, &r->certificates, "certificate");
    return rr__vec_push(&r->certificates, &certificate) && cite(r, &r->certificates_cited, &v[3], &v[4]);
}

static bool start(void *user, rr__xml_reader *xml, uint32_t element, const rr__xml_value *v)
{
    rr__courses_reading *r = user;
    r->xml = xml;
    switch (element) {
    case RR__CO_COURSES:
        r->currency = str_of(&v[0]);
        r->illustrative = v[1].number != 0;
        if (v[0].given && !rr__is_currency(r->currency))
            rr__xml_say(xml, RR__MSG_PROFILE_CURRENCY, "currency", NULL);
        return true;
    case RR__CO_SCHOOL: return start_school(r, v);
    case RR__CO_COURSE: return start_course(r, v);
    case RR__CO_TEACHES: return take_taught(r, v);
    case RR__CO_SESSION: return take_session(r, v);
    case RR__CO_CERTIFICATE: return start_certificate(r, v);
    case RR__CO_ANY: return rr__read_any(r);
    default: return element < RR__CO_SKILL || element > RR__CO_AGE || rr__read_need(r, element, v);
    }
}

static bool keep(rr__courses_reading *r, const rr__vec *items, rrp_vec *out)
{
    return rr__xml_keep(r->xml, items->data, items->count, items->stride, out);
}

static bool end_certificate(rr__courses_reading *r)
{
    rrp_certificate *c = &RR__AT(rrp_certificate, &r->certificates, r->certificates.count - 1);
    r->depth = 0;
    return rr__xml_texts(r->xml, RR__CO_NAME, &c->names) && keep(r, &r->needs[1], &c->needs);
}

static bool end_course(rr__courses_reading *r)
{
    rrp_course *c = &RR__AT(rrp_course, &r->courses, r->courses.count - 1);
    return rr__xml_texts(r->xml, RR__CO_TITLE, &c->titles) && keep(r, &r->teaches, &c->teaches) && keep(r, &r->needs[0], &c->needs) &&
           keep(r, &r->sessions, &c->sessions) && keep(r, &r->certificates, &c->certificates);
}

static bool take_source(rr__courses_reading *r, const rr__xml_value *v, const char *text)
{
    char line[32];
    uint32_t own = (uint32_t)r->sources.count, present = own;
    rr__named_source source = {v[0].text, {text, strlen(text)}, str_of(&v[2]), confidence_of(&v[1]), rr__xml_here(r->xml).line};
    if (v[0].given && !rr__map_put(&r->source_ids, v[0].text, v[0].len, own, &present))
        return false;
    if (present != own) {
        rr__format_decimal(line, (int64_t)RR__AT(rr__named_source, &r->sources, present).line * 1000000);
        rr__xml_say(r->xml, RR__MSG_COURSES_SOURCE_TWICE, v[0].text, line, NULL);
    }
    return rr__vec_push(&r->sources, &source);
}

static bool end(void *user, rr__xml_reader *xml, uint32_t element, const rr__xml_value *v, const char *text)
{
    rr__courses_reading *r = user;
    r->xml = xml;
    switch (element) {
    case RR__CO_SOURCE: return take_source(r, v, text);
    case RR__CO_SCHOOL: return rr__xml_texts(xml, RR__CO_NAME, &RR__AT(rrp_school, &r->schools, r->schools.count - 1).names);
    case RR__CO_COURSE: return end_course(r);
    case RR__CO_CERTIFICATE: return end_certificate(r);
    case RR__CO_TEXT: return rr__read_need_text(r, text);
    case RR__CO_NEEDS: return rr__read_need_text_end(r);
    case RR__CO_ANY: return rr__read_any_end(r);
    default: return true;
    }
}

/* ---- the whole: sources, then every rule a row must keep ---- */

/* The row whose name a misspelt one may mean; NULL: none, or so many rows that looking for it would take long. */
static const char *nearest_of(const rr__courses_reading *r, const char *to, const rr__vec *rows, const char *(*name)(const void *row))
{
    if (rows->count > NAMES_MAX || !rr__xml_is_heard(r->xml))
        return NULL;
    const char **names = rr__alloc(rows->allocator, (rows->count + 1) * sizeof *names);
    if (names == NULL) {
        rr__xml_reader_nomem(r->xml);
        return NULL;
    }
    for (size_t i = 0; i < rows->count; i++)
        names[i] = name((const char *)rows->data + i * rows->stride);
    const char *best = rr__nearest(to, names, rows->count);
    rr__free(rows->allocator, names);
    return best;
}

static const char *source_name(const void *row) { return ((const rr__named_source *)row)->id; }
static const char *school_name(const void *row) { return ((const rrp_school *)row)->id.p; }
static const char *course_name(const void *row) { return ((const rrp_course *)row)->id.p; }

static void settle_source(rr__courses_reading *r, const rr__cited *cited, rrp_str *source, rrp_str *url, uint32_t *confidence)
{
    uint32_t place = rr__map_get(&r->source_ids, cited->source, strlen(cited->source));
    if (place == UINT32_MAX) {
        const char *best = cited->source[0] == '\0' ? NULL : nearest_of(r, cited->source, &r->sources, source_name);
        if (cited->source[0] != '\0')
            rr__xml_say_at(r->xml, cited->place, best == NULL ? RR__MSG_UNKNOWN_REFERENCE_ALONE : RR__MSG_UNKNOWN_REFERENCE, "source",
                           cited->source, best, NULL);
        return;
    }
    const rr__named_source *found = &RR__AT(rr__named_source, &r->sources, place);
    *source = found->text;
    *url = found->url;
    *confidence = cited->confidence != 0 ? cited->confidence : found->confidence;
}

static void settle_sources(rr__courses_reading *r)
{
    size_t at = 0;
    for (size_t i = 0; i < r->schools.count; i++) {
        rrp_school *s = &RR__AT(rrp_school, &r->schools, i);
        rrp_str url = {"", 0};
        settle_source(r, &RR__AT(rr__cited, &r->schools_cited, i), &s->source, &url, &s->confidence);
        s->source_url = url;
    }
    for (size_t i = 0; i < r->courses.count; i++) {
        rrp_course *c = &RR__AT(rrp_course, &r->courses, i);
        settle_source(r, &RR__AT(rr__cited, &r->courses_cited, i), &c->source, &c->source_url, &c->confidence);
        for (uint32_t k = 0; k < c->certificates.count; k++) {
            rrp_certificate *certificate = &((rrp_certificate *)(uintptr_t)c->certificates.data)[k];
            settle_source(r, &RR__AT(rr__cited, &r->certificates_cited, at++), &certificate->source, &certificate->source_url, &certificate->confidence);
        }
    }
}

static rr__xml_place place_of(const rr__courses_reading *r, const rr__breach *breach)
{
    if (breach->school)
        return RR__AT(rr__xml_place, &r->school_places, breach->index);
    const rr__first_part *first = &RR__AT(rr__first_part, &r->first_parts, breach->index);
    switch (breach->of) {
    case RR__BREACH_OF_SESSION: return RR__AT(rr__xml_place, &r->session_places, first->session + breach->part);
    case RR__BREACH_OF_CERTIFICATE: return RR__AT(rr__cited, &r->certificates_cited, first->certificate + breach->part).place;
    default: return RR__AT(rr__xml_place, &r->course_places, breach->index);
    }
}

static void say_breach(void *user, const rr__breach *breach)
{
    rr__courses_reading *r = user;
    bool school = breach->message == RR__MSG_COURSES_SCHOOL, course = breach->message == RR__MSG_COURSES_NO_SUCH;
    const char *best = school   ? nearest_of(r, breach->what, &r->schools, school_name)
                       : course ? nearest_of(r, breach->what, &r->courses, course_name)
                                : NULL;
    enum rr__message message = best == NULL ? breach->message : school ? RR__MSG_COURSES_SCHOOL_NEAR : RR__MSG_COURSES_NO_SUCH_NEAR;
    rr__xml_say_at(r->xml, place_of(r, breach), message, breach->id, breach->what, best, NULL);
}

static bool check_whole(rr__courses_reading *r, rr__courses *out)
{
    bool nomem = false;
    settle_sources(r);
    if (!keep(r, &r->schools, &out->schools) || !keep(r, &r->courses, &out->courses))
        return false;
    rr__courses_check(out, r->taxonomy, r->schools.allocator, say_breach, r, &nomem);
    return !nomem;
}

rr_status rr__courses_read(rr__courses *out, rr__arena *arena, rr__vec *unknown, rr_context *context, const rr_taxonomy *taxonomy,
                           const char *file, const void *bytes, size_t len, rr_finding_fn finding, void *user, rr_error *err)
{
    static const rr__xml_table table = {"urn:reroute:courses:1", elements, sizeof elements / sizeof elements[0], start, end};
    rr__courses_reading r = {.taxonomy = taxonomy, .arena = arena, .unknown = unknown};
    const struct { rr__vec *vec; size_t stride; } vecs[] = {
        {&r.sources, sizeof(rr__named_source)}, {&r.schools, sizeof(rrp_school)}, {&r.courses, sizeof(rrp_course)},
        {&r.schools_cited, sizeof(rr__cited)}, {&r.courses_cited, sizeof(rr__cited)}, {&r.certificates_cited, sizeof(rr__cited)},
        {&r.school_places, sizeof(rr__xml_place)}, {&r.course_places, sizeof(rr__xml_place)}, {&r.session_places, sizeof(rr__xml_place)}, {&r.first_parts, sizeof(rr__first_part)}, {&r.teaches, sizeof(rrp_skill_level)},
        {&r.sessions, sizeof(rrp_session)}, {&r.certificates, sizeof(rrp_certificate)}, {&r.needs[0], sizeof(rrp_need)}, {&r.needs[1], sizeof(rrp_need)},
        {&r.texts, sizeof(rrp_text)}};
    size_t count = sizeof vecs / sizeof vecs[0];
    rr__map_init(&r.source_ids, &context->allocator);
    rr__map_init(&r.unknown_ids, &context->allocator);
    *out = (rr__courses){{NULL, 0, sizeof(rrp_school)}, {NULL, 0, sizeof(rrp_course)}};
    for (size_t i = 0; i < count; i++)
        rr__vec_init(vecs[i].vec, &context->allocator, vecs[i].stride);
    rr_status status = rr__xml_reader_begin(&r.xml, context, &table, arena, file, finding, user, err);
    rr__xml_reader *xml = r.xml;
    if (status == RR_OK) {
        if (rr__xml_reader_run(xml, bytes, len, 0, &r) == RR_OK && !check_whole(&r, out))
            rr__xml_reader_nomem(xml);
        status = rr__xml_reader_end(xml, err);
    }
    for (size_t i = 0; i < count; i++)
        rr__vec_finish(vecs[i].vec);
    rr__map_finish(&r.source_ids);
    rr__map_finish(&r.unknown_ids);
    if (status != RR_OK)
        *out = (rr__courses){{NULL, 0, sizeof(rrp_school)}, {NULL, 0, sizeof(rrp_course)}};
    return status;
}
