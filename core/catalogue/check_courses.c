/* SPDX-License-Identifier: MIT */
/* Rows of a catalogue in; every rule that one breaks out. */
#include <string.h>

#include "base/hash.h"
#include "base/region.h"
#include "base/text.h"
#include "catalogue/validate.h"

enum { TEXT_MAX = 4096, ID_MAX = 128, DAY_MAX = 84006 /* 2199-12-31 */, HOURS_MAX = 20000, WEEKS_MAX = 520, LEVEL_MAX = 10000, MONTHS_MAX = 1440,
       ITEMS_MAX = 1000, STEPS_MAX = 64 };
static const int64_t money_most = 100000000000;

typedef struct checking {
    const rr__courses *courses;
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

static bool is_utf8(rrp_str text)
{
    return text.n == 0 || text.n > TEXT_MAX || rr__utf8_check(text.p, text.n) == text.n;
}

static bool is_url(rrp_str url)
{
    bool http = (url.n > 8 && memcmp(url.p, "https://", 8) == 0) || (url.n > 7 && memcmp(url.p, "http://", 7) == 0);
    return url.n == 0 || (is_text(url, TEXT_MAX) && http);
}

static bool is_day(int32_t day)
{
    return day >= 0 && day <= DAY_MAX;
}

static bool is_money(int64_t minor)
{
    return minor >= 0 && minor <= money_most;
}

static void check_texts(checking *c, const rrp_vec *texts, bool needed, const char *what)
{
    expect(c, !needed || texts->count > 0, what);
    expect(c, texts->count <= 16, what);
    for (uint32_t i = 0; i < texts->count && i < 16; i++) {
        const rrp_text *t = RRP_AT(rrp_text, *texts, i);
        if (!is_utf8(t->text)) {
            say(c, RR__MSG_COURSES_TEXT, what);
            continue;
        }
        expect(c, t->lang.n > 0 && is_text(t->lang, 64) && t->text.n > 0 && is_text(t->text, TEXT_MAX), what);
    }
}

static void check_source(checking *c, rrp_str source, rrp_str url, uint32_t confidence)
{
    expect(c, is_text(source, TEXT_MAX), "source");
    expect(c, is_url(url), "source_url");
    expect(c, confidence <= RRP_HIGH, "confidence");
}

static void check_id(checking *c, rrp_str id, rr__map *known, uint32_t row)
{
    uint32_t present = row;
    bool good = id.n > 0 && is_text(id, ID_MAX);
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
    expect(c, is_url(s->url), "url");
    expect(c, is_text(s->address, TEXT_MAX), "address");
    expect(c, rr__region_code(s->region, code) > 0, "region");
    expect(c, (s->has & RRP_SCHOOL_PLACE) == 0 || (s->lat_e6 >= -90000000 && s->lat_e6 <= 90000000 && s->lon_e6 >= -180000000 && s->lon_e6 <= 180000000),
           "place");
    check_source(c, s->source, s->source_url, s->confidence);
}

static void check_need(checking *c, const rrp_need *n)
{
    expect(c, n->kind <= RRP_NEED_AGE, "needs: kind");
    expect(c, n->kind != RRP_NEED_SKILL || (n->ref > 0 && n->ref <= c->descriptors), "needs: skill");
    expect(c, n->kind != RRP_NEED_HISTORY || n->ref <= c->occupations, "needs: occupation");
    expect(c, n->level >= 0 && n->level <= LEVEL_MAX, "needs: level");
    expect(c, n->months >= 0 && n->months <= MONTHS_MAX, "needs: months");
    expect(c, is_text(n->value, TEXT_MAX), "needs: value");
    bool named = n->kind == RRP_NEED_LICENCE || n->kind == RRP_NEED_EDUCATION || n->kind == RRP_NEED_COURSE || n->kind == RRP_NEED_CERTIFICATE;
    expect(c, !named || n->value.n > 0, "needs: value");
    check_texts(c, &n->texts, n->kind == RRP_NEED_TEXT && n->value.n == 0, "needs: text");
    uint32_t ignored = 0;
    if (n->kind == RRP_NEED_COURSE && is_text(n->value, ID_MAX) && (ignored = rr__map_get(&c->ids, n->value.p, (size_t)n->value.n)) == UINT32_MAX)
        say(c, RR__MSG_COURSES_NO_SUCH, n->value.p);
}

static void check_needs(checking *c, const rrp_vec *needs)
{
    expect(c, needs->count <= ITEMS_MAX, "needs");
    for (uint32_t i = 0; i < needs->count && i < ITEMS_MAX; i++)
        check_need(c, RRP_AT(rrp_need, *needs, i));
}

static void check_session(checking *c, const rrp_session *s)
{
    bool start = (s->has & RRP_SESSION_START) != 0, end = (s->has & RRP_SESSION_END) != 0, by = (s->has & RRP_SESSION_APPLY_BY) != 0;
    expect(c, s->id.n > 0 && is_text(s->id, ID_MAX), "session: id");
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
    expect(c, (s->has & RRP_SESSION_APPLY_BEFORE) == 0 || (s->apply_days_before >= 0 && s->apply_days_before <= 366), "session: apply_days_before");
    expect(c, (s->has & RRP_SESSION_SEATS) == 0 || (s->seats >= 0 && s->seats <= 1000000), "session: seats");
    expect(c, (s->has & RRP_SESSION_PRICE) == 0 || is_money(s->price_minor), "session: price");
}

static void check_sessions(checking *c, const rrp_vec *sessions)
{
    expect(c, sessions->count <= ITEMS_MAX, "sessions");
    for (uint32_t i = 0; i < sessions->count && i < ITEMS_MAX; i++) {
        const rrp_session *own = RRP_AT(rrp_session, *sessions, i);
        check_session(c, own);
        for (uint32_t k = 0; k < i && own->id.n > 0; k++) {
            const rrp_session *other = RRP_AT(rrp_session, *sessions, k);
            if (other->id.n == own->id.n && memcmp(other->id.p, own->id.p, own->id.n) == 0)
                say(c, RR__MSG_COURSES_SESSION_TWICE, own->id.p);
        }
    }
}

static void check_certificate(checking *c, const rrp_certificate *k)
{
    expect(c, k->id.n > 0 && is_text(k->id, ID_MAX), "certificate: id");
    expect(c, k->occupation <= c->occupations, "certificate: occupation");
    expect(c, k->level <= 5, "certificate: level");
    expect(c, (k->has & RRP_CERTIFICATE_FEE) == 0 || is_money(k->exam_fee_minor), "certificate: exam_fee");
    expect(c, is_text(k->issuer, TEXT_MAX), "certificate: issuer");
    check_texts(c, &k->names, true, "certificate: name");
    check_needs(c, &k->needs);
    check_source(c, k->source, k->source_url, k->confidence);
}

static bool asks_money(const rrp_course *k)
{
    if ((k->has & RRP_COURSE_PRICE) != 0)
        return true;
    for (uint32_t i = 0; i < k->certificates.count; i++)
        if ((RRP_AT(rrp_certificate, k->certificates, i)->has & RRP_CERTIFICATE_FEE) != 0)
            return true;
    return false;
}

static void check_course(checking *c, const rrp_course *k)
{
    if (is_text(k->school_id, ID_MAX) && rr__map_get(&c->schools, k->school_id.p, (size_t)k->school_id.n) == UINT32_MAX)
        say(c, RR__MSG_COURSES_SCHOOL, k->school_id.n == 0 ? "" : k->school_id.p);
    check_texts(c, &k->titles, true, "title");
    expect(c, is_url(k->url), "url");
    expect(c, rr__is_currency(k->currency) || (k->currency.n == 0 && !asks_money(k)), "currency");
    expect(c, (k->has & RRP_COURSE_PRICE) == 0 || is_money(k->price_minor), "price");
    expect(c, k->hours <= HOURS_MAX, "hours");
    expect(c, k->weeks <= WEEKS_MAX, "weeks");
    expect(c, k->mode < 32, "mode");
    expect(c, k->teaches.count <= ITEMS_MAX && k->certificates.count <= ITEMS_MAX, "teaches");
    for (uint32_t i = 0; i < k->teaches.count && i < ITEMS_MAX; i++) {
        const rrp_skill_level *taught = RRP_AT(rrp_skill_level, k->teaches, i);
        expect(c, taught->skill > 0 && taught->skill <= c->descriptors, "teaches: skill");
        expect(c, taught->level >= 0 && taught->level <= LEVEL_MAX, "teaches: level");
    }
    check_needs(c, &k->needs);
    check_sessions(c, &k->sessions);
    for (uint32_t i = 0; i < k->certificates.count && i < ITEMS_MAX; i++)
        check_certificate(c, RRP_AT(rrp_certificate, k->certificates, i));
    check_source(c, k->source, k->source_url, k->confidence);
}

/* ---- prerequisites that lead back to themselves ---- */

/* Whether every alternative of one of its groups is a course that can't be taken. Courses that can be are found by
 * going round until none is added; what is left waits for itself. */
static bool can_be_taken(const checking *c, const rrp_course *k, const uint8_t *open)
{
    for (uint32_t i = 0; i < k->needs.count; i++) {
        uint32_t group = RRP_AT(rrp_need, k->needs, i)->group;
        bool possible = false;
        for (uint32_t n = 0; n < k->needs.count && !possible; n++) {
            const rrp_need *need = RRP_AT(rrp_need, k->needs, n);
            uint32_t row = need->kind != RRP_NEED_COURSE ? UINT32_MAX : rr__map_get(&c->ids, need->value.p, (size_t)need->value.n);
            possible = need->group == group && (need->kind != RRP_NEED_COURSE || row == UINT32_MAX || open[row]);
        }
        if (!possible)
            return false;
    }
    return true;
}

static const char *next_in_cycle(const checking *c, const rrp_course *k, const uint8_t *open)
{
    for (uint32_t n = 0; n < k->needs.count; n++) {
        const rrp_need *need = RRP_AT(rrp_need, k->needs, n);
        uint32_t row = need->kind != RRP_NEED_COURSE ? UINT32_MAX : rr__map_get(&c->ids, need->value.p, (size_t)need->value.n);
        if (row != UINT32_MAX && !open[row])
            return need->value.p;
    }
    return "";
}

static void check_cycles(checking *c, const rr_allocator *a)
{
    uint32_t count = c->courses->courses.count;
    uint8_t *open = rr__alloc(a, count + (size_t)1);
    if (open == NULL) {
        c->nomem = true;
        return;
    }
    int rounds = 0;
    for (bool more = true; more && rounds < STEPS_MAX; rounds++) {
        more = false;
        for (uint32_t i = 0; i < count; i++)
            if (!open[i] && can_be_taken(c, RRP_AT(rrp_course, c->courses->courses, i), open))
                open[i] = more = true;
    }
    for (uint32_t i = 0; i < count; i++) {
        const rrp_course *k = RRP_AT(rrp_course, c->courses->courses, i);
        if (open[i])
            continue;
        c->row = (rr__breach){.index = i, .id = k->id.p};
        if (rounds == STEPS_MAX)
            say(c, RR__MSG_COURSES_VALUE, "needs: more than 64 courses one after the other");
        else
            say(c, RR__MSG_COURSES_CYCLE, next_in_cycle(c, k, open));
    }
    rr__free(a, open);
}

void rr__courses_check(const rr__courses *courses, const rr_taxonomy *taxonomy, const rr_allocator *a,
                       void (*each)(void *user, const rr__breach *breach), void *user, bool *nomem)
{
    rr_taxonomy_info info;
    rr_taxonomy_get_info(taxonomy, &info);
    checking c = {.courses = courses, .descriptors = info.descriptor_count, .occupations = info.occupation_count, .each = each, .user = user};
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
