/* SPDX-License-Identifier: MIT */
/* One course in; what it takes, when it starts, which certificate it prepares for and what that exam asks for, as text
 * and JSON, out. */
#include <string.h>

#include "base/text.h"
#include "catalogue/catalogue.h"
#include "render/page.h"

/* The first session that can still be applied for and has a seat; NULL: none, or the day is not known. */
static const rrp_session *find_start(const rrp_course *course, const char *date, int32_t *start, int32_t *apply_by)
{
    int64_t day = 0;
    const rrp_session *first = NULL;
    if (!rr__parse_date(date, strlen(date), &day))
        return NULL;
    for (uint32_t i = 0; i < course->sessions.count; i++) {
        const rrp_session *s = RRP_AT(rrp_session, course->sessions, i);
        int32_t own_start = 0, own_apply = 0;
        bool full = (s->has & RRP_SESSION_SEATS) != 0 && s->seats == 0;
        if (full || !rr__session_next(s, (int32_t)day, &own_start, &own_apply) || (first != NULL && own_start >= *start))
            continue;
        *start = own_start;
        *apply_by = own_apply;
        first = s;
    }
    return first;
}

/* In the order of the bits: RRP_ON_SITE ... */
static const struct { rr__word_id label; const char *name; } MODES[] = {{RR__LABEL_ON_SITE, "on-site"}, {RR__LABEL_ONLINE, "online"},
    {RR__LABEL_EVENING, "evening"}, {RR__LABEL_PART_TIME, "part-time"}, {RR__LABEL_WEEKEND, "weekend"}};
enum { MODE_COUNT = sizeof MODES / sizeof *MODES };

static void add_mode(rr__page *page, uint32_t mode)
{
    for (size_t i = 0, shown = 0; i < MODE_COUNT; i++) {
        if ((mode >> i & 1) == 0)
            continue;
        rr__buf_text(&page->line, shown++ == 0 ? "" : rr__between(page, ", ", "、"));
        rr__page_label(page, MODES[i].label, NULL, NULL, NULL);
    }
}

void rr__page_price(rr__page *page, bool stated, int64_t minor, rrp_str currency)
{
    char number[48];
    if (!stated)
        rr__page_label(page, RR__LABEL_PRICE_UNKNOWN, NULL, NULL, NULL);
    else if (minor == 0)
        rr__page_label(page, RR__LABEL_FREE, NULL, NULL, NULL);
    else
        rr__page_add(page, rr__money_of_view(page, number, minor, currency));
}

static const char *role_label(const rr__page *page, uint32_t ref)
{
    return ref == 0 ? "" : rr_occupation_label(page->taxonomy, ref - 1, page->options.lang);
}

static bool same_id(rrp_str a, rrp_str b)
{
    return a.n == b.n && memcmp(a.p, b.p, (size_t)a.n) == 0;
}

/* What the offer calls the course or the certificate that is needed; NULL: it is about neither. */
static const rrp_vec *names_of(const rr_offer *offer, const rrp_need *n)
{
    const rrp_course *c = offer->course;
    if (n->kind == RRP_NEED_COURSE)
        return same_id(c->id, n->value) ? &c->titles : NULL;
    for (uint32_t i = 0; i < c->certificates.count; i++)
        if (same_id(RRP_AT(rrp_certificate, c->certificates, i)->id, n->value))
            return &RRP_AT(rrp_certificate, c->certificates, i)->names;
    return NULL;
}

/* Ids are a plugin's own, so its own name for one; NULL: no plugin has a name for it. */
static const char *find_name(const rr__page *page, uint32_t plugin, const rrp_need *n)
{
    rr_offer offer;
    const char *elsewhere = NULL;
    for (size_t i = 0; page->plugins != NULL && rr_plugins_course(page->plugins, i, &offer); i++) {
        const rrp_vec *names = names_of(&offer, n);
        if (names == NULL || (offer.plugin != plugin && elsewhere != NULL))
            continue;
        elsewhere = rr_plugin_text(names, page->options.lang);
        if (offer.plugin == plugin)
            break;
    }
    return elsewhere;
}

/* The caseworker also reads a certificate's id: a profile says by it that it is held. */
static void add_paper(rr__page *page, uint32_t plugin, const rrp_need *n)
{
    bool course = n->kind == RRP_NEED_COURSE, client = page->options.view == RR_VIEW_CLIENT;
    const char *name = find_name(page, plugin, n);
    if (name == NULL && client)
        rr__page_label(page, course ? RR__LABEL_NEED_COURSE_UNNAMED : RR__LABEL_NEED_CERTIFICATE_UNNAMED, NULL, NULL, NULL);
    else if (course)
        rr__page_label(page, RR__LABEL_NEED_COURSE, name == NULL ? n->value.p : name, NULL, NULL);
    else if (client || name == NULL)
        rr__page_label(page, RR__LABEL_NEED_CERTIFICATE, name == NULL ? n->value.p : name, NULL, NULL);
    else
        rr__page_label(page, RR__LABEL_NEED_CERTIFICATE_ID, name, n->value.p, NULL);
}

static const char *education_word(const rr__page *page, const char *step)
{
    static const struct { const char *step; rr__word_id word; } words[] = {
        {"primary", RR__LABEL_PRIMARY}, {"junior-secondary", RR__LABEL_JUNIOR_SECONDARY}, {"senior-secondary", RR__LABEL_SENIOR_SECONDARY},
        {"vocational-secondary", RR__LABEL_VOCATIONAL_SECONDARY}, {"vocational-college", RR__LABEL_VOCATIONAL_COLLEGE}, {"bachelor", RR__LABEL_BACHELOR},
        {"master", RR__LABEL_MASTER}, {"doctorate", RR__LABEL_DOCTORATE}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i].step, step) == 0)
            return rr__word(page->options.lang, words[i].word);
    return step;
}

/* Without words it is the id of something that the taxonomy doesn't know. */
static void add_text(rr__page *page, const rrp_need *n)
{
    if (n->texts.count > 0)
        rr__page_add(page, rr_plugin_text(&n->texts, page->options.lang));
    else if (page->options.view == RR_VIEW_CLIENT)
        rr__page_label(page, RR__LABEL_NEED_UNNAMED, NULL, NULL, NULL);
    else
        rr__page_add(page, n->value.p);
}

void rr__page_need(rr__page *page, uint32_t plugin, const rrp_need *n)
{
    char number[24], level[32];
    switch (n->kind) {
    case RRP_NEED_SKILL:
        rr__page_add(page, rr_descriptor_label(page->taxonomy, n->ref - 1, page->options.lang));
        if (n->level > 0 && rr_level_format(page->taxonomy, n->ref - 1, n->level, level, sizeof level) > 0) {
            rr__buf_text(&page->line, rr__between(page, ", ", "，"));
            rr__page_label(page, RR__LABEL_LEVEL, level, NULL, NULL);
        }
        break;
    case RRP_NEED_HISTORY:
        rr__page_label(page, n->ref == 0 ? RR__LABEL_NEED_WORK : RR__LABEL_NEED_WORK_AS, rr__number(number, n->months), role_label(page, n->ref), NULL);
        break;
    case RRP_NEED_LICENCE: rr__page_label(page, RR__LABEL_NEED_LICENCE, n->value.p, NULL, NULL); break;
    case RRP_NEED_EDUCATION: rr__page_label(page, RR__LABEL_NEED_EDUCATION, education_word(page, n->value.p), NULL, NULL); break;
    case RRP_NEED_COURSE:
    case RRP_NEED_CERTIFICATE: add_paper(page, plugin, n); break;
    case RRP_NEED_AGE: rr__page_label(page, RR__LABEL_NEED_AGE, rr__number(number, n->months / 12), NULL, NULL); break;
    default: add_text(page, n); break;
    }
}

/* Groups hold together with "; and", alternatives of one with "or". */
void rr__page_needs(rr__page *page, uint32_t plugin, const rrp_vec *needs)
{
    for (uint32_t i = 0; i < needs->count; i++) {
        const rrp_need *n = RRP_AT(rrp_need, *needs, i);
        bool again = i > 0 && RRP_AT(rrp_need, *needs, i - 1)->group == n->group;
        if (i > 0)
            rr__buf_text(&page->line, again ? rr__between(page, " or ", " 或 ") : rr__between(page, "; ", "；"));
        rr__page_need(page, plugin, n);
    }
}

/* The next start, and what of its session is otherwise than the course in general. */
static void show_start(rr__page *page, const rrp_course *c, const char *date)
{
    char day[16], by[16];
    int32_t start = 0, apply_by = 0;
    const rrp_session *s = find_start(c, date, &start, &apply_by);
    if (s == NULL) {
        rr__page_label(page, RR__LABEL_NO_START, NULL, NULL, NULL);
        rr__page_flow(page, NULL, 6, RR__PLAIN);
        return;
    }
    rr__day(day, start);
    rr__day(by, apply_by);
    rr__page_label(page, RR__LABEL_NEXT_START, day, by, NULL);
    bool price = (s->has & RRP_SESSION_PRICE) != 0 && ((c->has & RRP_COURSE_PRICE) == 0 || s->price_minor != c->price_minor);
    bool mode = s->mode != 0 && s->mode != c->mode;
    if (price || mode) {
        rr__buf_text(&page->line, rr__between(page, "; ", "；"));
        rr__page_label(page, RR__LABEL_THIS_SESSION, NULL, NULL, NULL);
    }
    if (price)
        rr__page_price(page, true, s->price_minor, c->currency);
    rr__buf_text(&page->line, price && mode ? rr__between(page, ", ", "，") : "");
    if (mode)
        add_mode(page, s->mode);
    rr__page_flow(page, NULL, 6, RR__PLAIN);
}

static void show_length(rr__page *page, const rrp_course *c, const char *date)
{
    char number[24];
    const char *comma = rr__between(page, ", ", "，");
    if (c->hours > 0) {
        rr__page_label(page, RR__LABEL_COURSE_HOURS, rr__number(number, c->hours), NULL, NULL);
        rr__buf_text(&page->line, comma);
    }
    if (c->weeks > 0) {
        rr__page_label(page, RR__LABEL_COURSE_WEEKS, rr__number(number, c->weeks), NULL, NULL);
        rr__buf_text(&page->line, comma);
    }
    rr__page_price(page, (c->has & RRP_COURSE_PRICE) != 0, c->price_minor, c->currency);
    rr__buf_text(&page->line, c->mode != 0 ? comma : "");
    add_mode(page, c->mode);
    rr__page_flow(page, NULL, 6, RR__PLAIN);
    show_start(page, c, date);
}

static void show_exam(rr__page *page, const rr_offer *offer, const rrp_certificate *k)
{
    rr__page_label(page, RR__LABEL_PREPARES_FOR, rr_plugin_text(&k->names, page->options.lang), NULL, NULL);
    if ((k->has & RRP_CERTIFICATE_FEE) != 0) {
        rr__buf_text(&page->line, rr__between(page, "; ", "；"));
        rr__page_label(page, RR__LABEL_EXAM_FEE, NULL, NULL, NULL);
        rr__page_price(page, true, k->exam_fee_minor, offer->course->currency);
    }
    if (k->needs.count > 0) {
        rr__buf_text(&page->line, rr__between(page, "; ", "；"));
        rr__page_label(page, RR__LABEL_EXAM_ASKS, NULL, NULL, NULL);
        rr__page_needs(page, offer->plugin, &k->needs);
    }
    rr__page_flow(page, NULL, 6, RR__DOUBT);
}

bool rr__is_sample(const rr_plugins *plugins, const rr_offer *offer)
{
    rr_plugin_info info = {0};
    uint32_t flags = offer->course->flags | (offer->school == NULL ? 0 : offer->school->flags);
    return (flags & RRP_ILLUSTRATIVE) != 0 || (rr_plugins_at(plugins, offer->plugin, &info) && info.illustrative);
}

/* "TITLE (SCHOOL, plugin, sample data)" */
void rr__page_offer(rr__page *page, const rr_offer *offer)
{
    rr_plugin_info info = {0};
    const rrp_course *c = offer->course;
    rr__page_add(page, rr_plugin_text(&c->titles, page->options.lang));
    rr__buf_text(&page->line, rr__between(page, " (", "（"));
    if (offer->school != NULL) {
        rr__page_add(page, rr_plugin_text(&offer->school->names, page->options.lang));
        rr__buf_text(&page->line, rr__between(page, ", ", "，"));
    }
    rr__page_add(page, rr_plugins_at(page->plugins, offer->plugin, &info) ? info.id : "");
    if (rr__is_sample(page->plugins, offer))
        rr__page_label(page, RR__LABEL_SAMPLE, NULL, NULL, NULL);
    rr__buf_text(&page->line, rr__between(page, ")", "）"));
}

void rr__page_course(rr__page *page, const rr_offer *offer, const char *date)
{
    const rrp_course *c = offer->course;
    rr__page_offer(page, offer);
    rr__page_flow(page, NULL, 3, RR__BOLD);
    show_length(page, c, date);
    if (c->needs.count > 0) {
        rr__page_label(page, RR__LABEL_COURSE_ASKS, NULL, NULL, NULL);
        rr__page_needs(page, offer->plugin, &c->needs);
        rr__page_flow(page, NULL, 6, RR__PLAIN);
    }
    for (uint32_t i = 0; i < c->certificates.count; i++)
        show_exam(page, offer, RRP_AT(rrp_certificate, c->certificates, i));
}

/* The first courses of a match's gap, each once. */
void rr__page_first_courses(rr__page *page, const rr_match *match, const char *date)
{
    bool any = false;
    for (size_t i = 0; i < match->gap_count; i++) {
        const rr_offer *offer = &match->gap[i].first_course;
        bool seen = offer->course == NULL;
        for (size_t k = 0; k < i && !seen; k++)
            seen = match->gap[k].first_course.course == offer->course;
        if (seen || (!match->gap[i].essential && !page->options.verbose))
            continue;
        if (!any)
            rr__page_heading(page, RR__LABEL_COURSES_NAMED);
        any = true;
        rr__page_course(page, offer, date);
    }
}

/* ---- JSON ---- */

void rr__json_needs(rr__json_out *w, const char *key, const rrp_vec *needs, const rr_taxonomy *taxonomy, rr_lang lang)
{
    static const char *const kinds[] = {"text", "skill", "history", "licence", "education", "course", "certificate", "age"};
    rr__json_open(w, key, '[');
    for (uint32_t i = 0; i < needs->count; i++) {
        const rrp_need *n = RRP_AT(rrp_need, *needs, i);
        rr__json_open(w, NULL, '{');
        rr__json_int(w, "group", n->group);
        rr__json_text(w, "kind", kinds[n->kind & 7]);
        if (n->kind == RRP_NEED_SKILL)
            rr__json_text(w, "descriptor", rr__descriptor_id(taxonomy, n->ref - 1));
        if (n->kind == RRP_NEED_HISTORY)
            rr__json_text(w, "occupation", n->ref == 0 ? NULL : rr__occupation_id(taxonomy, n->ref - 1));
        if (n->level > 0)
            rr__json_level(w, "level", n->level);
        if (n->kind == RRP_NEED_HISTORY || n->kind == RRP_NEED_AGE)
            rr__json_int(w, "months", n->months);
        if (n->value.n > 0)
            rr__json_text(w, "value", n->value.p);
        if (n->texts.count > 0)
            rr__json_text(w, "text", rr_plugin_text(&n->texts, lang));
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

static void put_mode(rr__json_out *w, const char *key, uint32_t mode)
{
    rr__json_open(w, key, '[');
    for (size_t i = 0; i < MODE_COUNT; i++)
        if ((mode >> i & 1) != 0)
            rr__json_text(w, NULL, MODES[i].name);
    rr__json_close(w, ']');
}

void rr__json_course(rr__json_out *w, const rrp_course *c, const char *date, const rr_taxonomy *taxonomy, rr_lang lang)
{
    char day[16];
    int32_t start = 0, apply_by = 0;
    const rrp_session *session = find_start(c, date, &start, &apply_by);
    bool known = session != NULL;
    if (c->hours > 0)
        rr__json_int(w, "hours", c->hours);
    if (c->weeks > 0)
        rr__json_int(w, "weeks", c->weeks);
    if (known)
        rr__day(day, start);
    rr__json_text(w, "next_start", known ? day : NULL);
    if (known)
        rr__day(day, apply_by);
    rr__json_text(w, "apply_by", known ? day : NULL);
    put_mode(w, "mode", c->mode);
    put_mode(w, "session_mode", known && session->mode != 0 ? session->mode : c->mode);
    rr__json_known(w, "session_price_minor", known ? session->price_minor : 0, known && (session->has & RRP_SESSION_PRICE) != 0);
    rr__json_needs(w, "needs", &c->needs, taxonomy, lang);
    rr__json_open(w, "certificates", '[');
    for (uint32_t i = 0; i < c->certificates.count; i++) {
        const rrp_certificate *k = RRP_AT(rrp_certificate, c->certificates, i);
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "id", k->id.p);
        rr__json_text(w, "name", rr_plugin_text(&k->names, lang));
        if (k->level > 0)
            rr__json_int(w, "level", k->level);
        rr__json_known(w, "exam_fee_minor", k->exam_fee_minor, (k->has & RRP_CERTIFICATE_FEE) != 0);
        rr__json_needs(w, "needs", &k->needs, taxonomy, lang);
        rr__json_text(w, "source", k->source.n == 0 ? NULL : k->source.p);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}
