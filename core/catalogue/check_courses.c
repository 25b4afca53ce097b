/* SPDX-License-Identifier: MIT */
/* Rows of a catalogue in; every rule that one breaks out. */
#include <string.h>

#include "base/hash.h"
#include "base/region.h"
#include "base/text.h"
#include "catalogue/limits.h"
#include "catalogue/prerequisites.h"
#include "catalogue/validate.h"
#include "profile/measure.h"
#include "taxonomy/written_level.h"

enum { MODES = RRP_ON_SITE | RRP_ONLINE | RRP_EVENING | RRP_PART_TIME | RRP_WEEKEND };

typedef struct checking {
    const rr__courses *courses;
    const rr_taxonomy *taxonomy;
    uint32_t descriptors, occupations;
    rr__map schools, ids;      /* id -> row */
    void (*each)(void *user, const rr__breach *breach);
    void *user;
    rr__breach row;            /* the one in hand */
    bool nomem;
} checking;

static void say(checking *c, enum rr__message message, const char *what)
{
    c->row.message = message;
    c->row.what = what;
    c->each(c->user, &c->row);
}

static void expect(checking *c, bool good, const char *what)
{
    if (!good)
        say(c, RR__MSG_COURSES_VALUE, what);
}

bool rr__is_currency(rrp_str code)
{
    for (size_t i = 0; i < code.n; i++)
        if (code.p[i] < 'A' || code.p[i] > 'Z')
            return false;
    return code.n == 3;
}

static bool is_text(rrp_str text, size_t most)
{
    return text.n <= most && (text.n == 0 || (rr__utf8_check(text.p, text.n) == text.n && memchr(text.p, '\0', text.n) == NULL));
}

/* As in a file: nothing invisible, no spaces. */
static bool is_id(rrp_str id)
{
    if (id.n == 0 || !is_text(id, RR__XML_ID_MAX))
        return false;
    for (const char *at = id.p, *end = id.p + id.n; at < end;) {
        uint32_t one = rr__utf8_next(&at, end);
        if (one == ' ' || one == 0xa0 || one == 0x3000 || rr__is_hidden(one))
            return false;
    }
    return true;
}

static bool is_utf8(rrp_str text)
{
    return text.n == 0 || text.n > RR__XML_TEXT_MAX || rr__utf8_check(text.p, text.n) == text.n;
}

bool rr__is_url(rrp_str url)
{
    bool http = (url.n > 8 && memcmp(url.p, "https://", 8) == 0) || (url.n > 7 && memcmp(url.p, "http://", 7) == 0);
    for (uint64_t i = 0; i < url.n && http && url.n <= RR__XML_TEXT_MAX; i++)
        http = (unsigned char)url.p[i] > ' ' && url.p[i] != 0x7f && strchr("<>\"", url.p[i]) == NULL;
    return url.n == 0 || (http && is_text(url, RR__XML_TEXT_MAX));
}

static bool is_day(int32_t day)
{
    return day >= 0 && day <= RR__DAY_MAX;
}

static bool is_money(int64_t minor)
{
    return minor >= 0 && minor <= RR__XML_MONEY_MAX;
}

static void check_texts(checking *c, const rrp_vec *texts, bool needed, const char *what)
{
    expect(c, !needed || texts->count > 0, what);
    expect(c, texts->count <= RR__TEXTS_MAX, what);
    for (uint32_t i = 0; i < texts->count && i < RR__TEXTS_MAX; i++) {
        const rrp_text *t = RRP_AT(rrp_text, *texts, i);
        if (!is_utf8(t->text)) {
            say(c, RR__MSG_COURSES_TEXT, what);
            continue;
        }
        expect(c, t->lang.n > 0 && is_text(t->lang, 64) && t->text.n > 0 && is_text(t->text, RR__XML_TEXT_MAX), what);
    }
}

static void check_source(checking *c, rrp_str source, rrp_str url, uint32_t confidence)
{
    expect(c, is_text(source, RR__XML_TEXT_MAX), "source");
    expect(c, rr__is_url(url), "source_url");
    expect(c, confidence <= RRP_HIGH, "confidence");
}

static void check_id(checking *c, rrp_str id, rr__map *known, uint32_t row)
{
    uint32_t present = row;
    bool good = is_id(id);
    expect(c, good, "id");
    if (good && !rr__map_put(known, id.p, (size_t)id.n, row, &present))
        c->nomem = true;
    if (good && present != row)
        say(c, RR__MSG_COURSES_ID_TWICE, "");
}

static void check_school(checking *c, const rrp_school *s)
{
    char code[8];
    check_id(c, s->id, &c->schools, c->row.index);
    check_texts(c, &s->names, true, "name");
    expect(c, rr__is_url(s->url), "url");
    expect(c, is_text(s->address, RR__XML_TEXT_MAX), "address");
    expect(c, rr__region_code(s->region, code) > 0, "region");
    expect(c, (s->has & RRP_SCHOOL_PLACE) == 0 || (s->lat_e6 >= -90000000 && s->lat_e6 <= 90000000 && s->lon_e6 >= -180000000 && s->lon_e6 <= 180000000),
           "place");
    check_source(c, s->source, s->source_url, s->confidence);
}

/* A level of a skill that there is, on its scale; 0: not stated. */
static bool is_level(const checking *c, uint32_t skill, int32_t level)
{
    return level == 0 || skill == 0 || skill > c->descriptors || rr__is_level(c->taxonomy, skill - 1, level);
}

static void check_need(checking *c, const rrp_need *n)
{
    expect(c, n->kind <= RRP_NEED_AGE, "needs: kind");
    expect(c, n->kind != RRP_NEED_SKILL || (n->ref > 0 && n->ref <= c->descriptors), "needs: skill");
    expect(c, n->kind != RRP_NEED_HISTORY || n->ref <= c->occupations, "needs: occupation");
    expect(c, n->kind == RRP_NEED_SKILL ? is_level(c, n->ref, n->level) : n->level == 0, "needs: level");
    expect(c, n->months >= 0 && n->months <= RR__NEED_MONTHS_MAX, "needs: months");
    expect(c, is_text(n->value, RR__XML_TEXT_MAX), "needs: value");
    bool named = n->kind == RRP_NEED_LICENCE || n->kind == RRP_NEED_EDUCATION || n->kind == RRP_NEED_COURSE || n->kind == RRP_NEED_CERTIFICATE;
    expect(c, !named || n->value.n > 0, "needs: value");
    expect(c, n->kind != RRP_NEED_EDUCATION || n->value.n == 0 || rr__education_rank(n->value.p, (size_t)n->value.n) >= 0, "needs: education");
    check_texts(c, &n->texts, n->kind == RRP_NEED_TEXT && n->value.n == 0, "needs: text");
    if (n->kind == RRP_NEED_COURSE && n->value.n > 0 && is_text(n->value, RR__XML_TEXT_MAX) &&
        rr__map_get(&c->ids, n->value.p, (size_t)n->value.n) == UINT32_MAX)
        say(c, RR__MSG_COURSES_NO_SUCH, n->value.p);
}

static void check_needs(checking *c, const rrp_vec *needs)
{
    expect(c, needs->count <= RR__ITEMS_MAX, "needs");
    for (uint32_t i = 0; i < needs->count && i < RR__ITEMS_MAX; i++)
        check_need(c, RRP_AT(rrp_need, *needs, i));
}

static void check_session(checking *c, const rrp_session *s)
{
    bool start = (s->has & RRP_SESSION_START) != 0, end = (s->has & RRP_SESSION_END) != 0, by = (s->has & RRP_SESSION_APPLY_BY) != 0;
    expect(c, is_id(s->id), "session: id");
    expect(c, s->recur <= RRP_YEARLY, "session: recur");
    expect(c, s->nth <= 5, "session: nth");
    expect(c, s->weekday <= 7, "session: weekday");
    expect(c, (s->recur != RRP_WEEKLY && s->recur != RRP_MONTHLY) || s->weekday >= 1, "session: weekday");
    expect(c, s->recur != RRP_MONTHLY || s->nth >= 1, "session: nth");
    expect(c, s->recur != RRP_YEARLY || s->nth == 0 || s->weekday >= 1, "session: weekday");
    expect(c, (s->recur != RRP_ONCE && s->recur != RRP_YEARLY) || start, "session: start");
    expect(c, (!start || is_day(s->start_day)) && (!end || is_day(s->end_day)) && (!by || is_day(s->apply_by_day)), "session: day");
    expect(c, !start || !end || s->end_day >= s->start_day, "session: it ends before it starts");
    expect(c, !start || !by || s->recur != RRP_ONCE || s->apply_by_day <= s->start_day, "session: apply_by is after the start");
    expect(c, !by || s->recur == RRP_ONCE, "session: apply_by in a series; write apply_days_before");
    expect(c, !by || (s->has & RRP_SESSION_APPLY_BEFORE) == 0, "session: apply_by and apply_days_before");
    expect(c, (s->has & RRP_SESSION_APPLY_BEFORE) == 0 || (s->apply_days_before >= 0 && s->apply_days_before <= RR__APPLY_DAYS_MAX), "session: apply_days_before");
    expect(c, (s->has & RRP_SESSION_SEATS) == 0 || (s->seats >= 0 && s->seats <= RR__SEATS_MAX), "session: seats");
    expect(c, (s->has & RRP_SESSION_PRICE) == 0 || is_money(s->price_minor), "session: price");
    expect(c, s->mode <= MODES, "session: mode");
}

static bool is_same(rrp_str a, rrp_str b)
{
    return a.n == b.n && a.n > 0 && memcmp(a.p, b.p, (size_t)a.n) == 0;
}

static void check_sessions(checking *c, const rrp_vec *sessions)
{
    expect(c, sessions->count <= RR__ITEMS_MAX, "sessions");
    for (uint32_t i = 0; i < sessions->count && i < RR__ITEMS_MAX; i++) {
        const rrp_session *own = RRP_AT(rrp_session, *sessions, i);
        c->row.of = RR__BREACH_OF_SESSION;
        c->row.part = i;
        check_session(c, own);
        for (uint32_t k = 0; k < i; k++)
            if (is_same(RRP_AT(rrp_session, *sessions, k)->id, own->id))
                say(c, RR__MSG_COURSES_SESSION_TWICE, own->id.p);
    }
    c->row.of = RR__BREACH_OF_ROW;
}

static void check_certificate(checking *c, const rrp_certificate *k)
{
    expect(c, is_id(k->id), "certificate: id");
    expect(c, k->occupation <= c->occupations, "certificate: occupation");
    expect(c, k->level <= 5, "certificate: level");
    expect(c, (k->has & RRP_CERTIFICATE_FEE) == 0 || is_money(k->exam_fee_minor), "certificate: exam_fee");
    expect(c, is_text(k->issuer, RR__XML_TEXT_MAX), "certificate: issuer");
    check_texts(c, &k->names, true, "certificate: name");
    check_needs(c, &k->needs);
    check_source(c, k->source, k->source_url, k->confidence);
}

static bool asks_money(const rrp_course *k)
{
    bool asks = (k->has & RRP_COURSE_PRICE) != 0;
    for (uint32_t i = 0; i < k->certificates.count && !asks; i++)
        asks = (RRP_AT(rrp_certificate, k->certificates, i)->has & RRP_CERTIFICATE_FEE) != 0;
    for (uint32_t i = 0; i < k->sessions.count && !asks; i++)
        asks = (RRP_AT(rrp_session, k->sessions, i)->has & RRP_SESSION_PRICE) != 0;
    return asks;
}

static void check_taught(checking *c, const rrp_vec *teaches)
{
    expect(c, teaches->count <= RR__ITEMS_MAX, "teaches");
    for (uint32_t i = 0; i < teaches->count && i < RR__ITEMS_MAX; i++) {
        const rrp_skill_level *taught = RRP_AT(rrp_skill_level, *teaches, i);
        expect(c, taught->skill > 0 && taught->skill <= c->descriptors, "teaches: skill");
        expect(c, is_level(c, taught->skill, taught->level), "teaches: level");
        for (uint32_t k = 0; k < i; k++)
            expect(c, RRP_AT(rrp_skill_level, *teaches, k)->skill != taught->skill, "teaches: one skill twice");
    }
}

static void check_certificates(checking *c, const rrp_vec *certificates)
{
    expect(c, certificates->count <= RR__ITEMS_MAX, "certificates");
    for (uint32_t i = 0; i < certificates->count && i < RR__ITEMS_MAX; i++) {
        const rrp_certificate *own = RRP_AT(rrp_certificate, *certificates, i);
        c->row.of = RR__BREACH_OF_CERTIFICATE;
        c->row.part = i;
        check_certificate(c, own);
        for (uint32_t k = 0; k < i; k++)
            expect(c, !is_same(RRP_AT(rrp_certificate, *certificates, k)->id, own->id), "certificate: one id twice");
    }
    c->row.of = RR__BREACH_OF_ROW;
}

static void check_course(checking *c, const rrp_course *k)
{
    if (is_text(k->school_id, RR__XML_ID_MAX) && rr__map_get(&c->schools, k->school_id.p, (size_t)k->school_id.n) == UINT32_MAX)
        say(c, RR__MSG_COURSES_SCHOOL, k->school_id.n == 0 ? "" : k->school_id.p);
    check_texts(c, &k->titles, true, "title");
    expect(c, rr__is_url(k->url), "url");
    expect(c, rr__is_currency(k->currency) || (k->currency.n == 0 && !asks_money(k)), "currency");
    expect(c, (k->has & RRP_COURSE_PRICE) == 0 || is_money(k->price_minor), "price");
    expect(c, k->hours <= RR__HOURS_MAX, "hours");
    expect(c, k->weeks <= RR__WEEKS_MAX, "weeks");
    expect(c, k->mode <= MODES, "mode");
    check_taught(c, &k->teaches);
    check_needs(c, &k->needs);
    check_sessions(c, &k->sessions);
    check_certificates(c, &k->certificates);
    check_source(c, k->source, k->source_url, k->confidence);
}

static void say_stuck(void *user, uint32_t row, uint32_t next, const char *circle)
{
    checking *c = user;
    c->row = (rr__breach){.index = row, .id = RRP_AT(rrp_course, c->courses->courses, row)->id.p};
    say(c, circle != NULL ? RR__MSG_COURSES_CYCLE : RR__MSG_COURSES_STUCK,
        circle != NULL ? circle : RRP_AT(rrp_course, c->courses->courses, next)->id.p);
}

static void check_cycles(checking *c, const rr_allocator *a)
{
    rr__prerequisites p;
    if (!rr__prerequisites_init(&p, a, &c->courses->courses, &c->ids) || !rr__prerequisites_stuck(&p, &c->courses->courses, say_stuck, c))
        c->nomem = true;
    rr__prerequisites_finish(&p);
}

void rr__courses_check(const rr__courses *courses, const rr_taxonomy *taxonomy, const rr_allocator *a,
                       void (*each)(void *user, const rr__breach *breach), void *user, bool *nomem)
{
    rr_taxonomy_info info;
    rr_taxonomy_get_info(taxonomy, &info);
    checking c = {.courses = courses, .taxonomy = taxonomy, .descriptors = info.descriptor_count, .occupations = info.occupation_count, .each = each, .user = user};
    rr__map_init(&c.schools, a);
    rr__map_init(&c.ids, a);
    for (uint32_t i = 0; i < courses->schools.count && !c.nomem; i++) {
        const rrp_school *s = RRP_AT(rrp_school, courses->schools, i);
        c.row = (rr__breach){.school = true, .index = i, .id = s->id.n == 0 ? "" : s->id.p};
        check_school(&c, s);
    }
    for (uint32_t i = 0; i < courses->courses.count && !c.nomem; i++) {
        const rrp_course *k = RRP_AT(rrp_course, courses->courses, i);
        c.row = (rr__breach){.index = i, .id = k->id.n == 0 ? "" : k->id.p};
        check_id(&c, k->id, &c.ids, i);
    }
    for (uint32_t i = 0; i < courses->courses.count && !c.nomem; i++) {
        const rrp_course *k = RRP_AT(rrp_course, courses->courses, i);
        c.row = (rr__breach){.index = i, .id = k->id.n == 0 ? "" : k->id.p};
        check_course(&c, k);
    }
    if (!c.nomem)
        check_cycles(&c, a);
    rr__map_finish(&c.schools);
    rr__map_finish(&c.ids);
    *nomem = c.nomem;
}
