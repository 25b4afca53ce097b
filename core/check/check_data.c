/* SPDX-License-Identifier: MIT */
/* Checks of catalogues and rules, as data or from code: each finding belongs to one check by its message. */
#include <string.h>

#include "base/hash.h"
#include "base/region.h"
#include "check/checking.h"
#include "rules/model.h"

typedef rr_check_state check_fn(rr__checking *c);

/* `what`: how the message's second argument begins; NULL: any. The first row that fits decides; what fits none belongs to
 * data-valid. */
static const struct { uint16_t message; const char *what; check_fn *check; } owners[] = {
    {RR__MSG_BAD_BYTES, NULL, rr__check_utf8_valid},
    {RR__MSG_COURSES_TEXT, NULL, rr__check_utf8_valid},
    {RR__MSG_COURSES_ID_TWICE, NULL, rr__check_ids_unique},
    {RR__MSG_COURSES_SESSION_TWICE, NULL, rr__check_ids_unique},
    {RR__MSG_RULES_ID_TWICE, NULL, rr__check_ids_unique},
    {RR__MSG_COURSES_SOURCE_TWICE, NULL, rr__check_ids_unique},
    {RR__MSG_COURSES_VALUE, "certificate: one id twice", rr__check_ids_unique},
    {RR__MSG_COURSES_SCHOOL, NULL, rr__check_school_refs},
    {RR__MSG_COURSES_SCHOOL_NEAR, NULL, rr__check_school_refs},
    {RR__MSG_COURSES_NO_SUCH, NULL, rr__check_course_refs},
    {RR__MSG_COURSES_NO_SUCH_NEAR, NULL, rr__check_course_refs},
    {RR__MSG_COURSES_CYCLE, NULL, rr__check_course_refs},
    {RR__MSG_COURSES_STUCK, NULL, rr__check_course_refs},
    {RR__MSG_COURSES_UNKNOWN_NAME, NULL, rr__check_skills_known},
    {RR__MSG_COURSES_UNKNOWN_NEAR, NULL, rr__check_skills_known},
    {RR__MSG_RULES_LEFT_OUT, NULL, rr__check_skills_known},
    {RR__MSG_RULES_LEFT_OUT_NEAR, NULL, rr__check_skills_known},
    {RR__MSG_COURSES_VALUE, "teaches: skill", rr__check_skills_known},
    {RR__MSG_COURSES_VALUE, "needs: skill", rr__check_skills_known},
    {RR__MSG_COURSES_VALUE, "needs: occupation", rr__check_skills_known},
    {RR__MSG_COURSES_VALUE, "certificate: occupation", rr__check_skills_known},
    {RR__MSG_PROFILE_CURRENCY, NULL, rr__check_currency},
    {RR__MSG_COURSES_VALUE, "currency", rr__check_currency},
    {RR__MSG_RULES_CURRENCY, NULL, rr__check_currency},
    {RR__MSG_COURSES_SESSION_DATES, NULL, rr__check_dates_sane},
    {RR__MSG_XML_DATE, NULL, rr__check_dates_sane},
    {RR__MSG_COURSES_VALUE, "session: price", rr__check_values_in_range},
    {RR__MSG_COURSES_VALUE, "session: seats", rr__check_values_in_range},
    {RR__MSG_COURSES_VALUE, "session", rr__check_dates_sane},
    {RR__MSG_COURSES_VALUE, NULL, rr__check_values_in_range},
    {RR__MSG_XML_WHOLE, NULL, rr__check_values_in_range},
    {RR__MSG_XML_DECIMAL, NULL, rr__check_values_in_range},
    {RR__MSG_XML_MONEY, NULL, rr__check_values_in_range},
    {RR__MSG_XML_URL, NULL, rr__check_values_in_range},
    {RR__MSG_LEVEL_OFF_SCALE, NULL, rr__check_values_in_range},
    {RR__MSG_RULES_DATES, NULL, rr__check_rules_dates},
    {RR__MSG_RULES_UNDECLARED, NULL, rr__check_rules_facts},
    {RR__MSG_MISSING_ATTRIBUTE, "source", rr__check_rules_cite},
    {RR__MSG_UNKNOWN_REFERENCE, NULL, rr__check_rules_cite},
    {RR__MSG_UNKNOWN_REFERENCE_ALONE, NULL, rr__check_rules_cite},
};

static check_fn *owner_of(const rr__remark *remark)
{
    for (size_t i = 0; i < sizeof owners / sizeof owners[0]; i++)
        if (owners[i].message == remark->message && (owners[i].what == NULL || strncmp(owners[i].what, remark->what, strlen(owners[i].what)) == 0))
            return owners[i].check;
    return rr__check_data_valid;
}

/* The worst of the remarks that are this check's. */
static rr_check_state judge(rr__checking *c, check_fn *own)
{
    const rr__remark *found = NULL;
    for (size_t i = 0; i < c->remarks.count; i++) {
        const rr__remark *remark = &RR__AT(rr__remark, &c->remarks, i);
        if (owner_of(remark) == own && (found == NULL || (found->warning && !remark->warning)))
            found = remark;
    }
    if (found == NULL)
        return RR_CHECK_PASS;
    return rr__check_say(c, found->warning ? RR_CHECK_WARNING : RR_CHECK_FAIL, "%s", found->text);
}

static bool has_file(const rr__checking *c, rr__plugin_file_kind kind)
{
    for (size_t i = 0; i < c->manifest.file_count; i++)
        if (c->manifest.files[i].kind == kind)
            return true;
    return false;
}

rr_check_state rr__check_data_valid(rr__checking *c)
{
    if (!rr__has_files(c))
        return RR_CHECK_SKIP;
    if (!has_file(c, RR__FILE_COURSES) && !has_file(c, RR__FILE_RULES))
        return rr__check_say(c, RR_CHECK_SKIP, "%s", rr__in(c, "the plugin has neither courses.xml nor rules.xml", "插件没有 courses.xml，也没有 rules.xml"));
    return judge(c, rr__check_data_valid);
}

/* Rows and rules share some of these; a plugin with either is judged. */
static rr_check_state judge_rows(rr__checking *c, check_fn *own)
{
    if (!rr__has_rows(c) && !(c->files_step == RR__STEP_GOOD && has_file(c, RR__FILE_RULES)))
        return RR_CHECK_SKIP;
    c->detail[0] = '\0';
    return judge(c, own);
}

#define ROWS(function) rr_check_state rr__check_##function(rr__checking *c) { return judge_rows(c, rr__check_##function); }
ROWS(utf8_valid)
ROWS(ids_unique)
ROWS(school_refs)
ROWS(course_refs)
ROWS(skills_known)
ROWS(dates_sane)
ROWS(values_in_range)

static rr_check_state judge_currency(rr__checking *c, const char *id, rrp_str currency)
{
    if (currency.n == 0 || rr__is_iso4217(currency))
        return RR_CHECK_PASS;
    return rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "\"%.60s\": ISO 4217 lists no money \"%.8s\" that is in use", "“%.60s”：ISO 4217 现行货币中没有“%.8s”"),
                         id, currency.p);
}

/* The readers look at the shape alone: what is listed changes with the years. */
rr_check_state rr__check_currency(rr__checking *c)
{
    rr_check_state state = judge_rows(c, rr__check_currency);
    for (uint32_t i = 0; state == RR_CHECK_PASS && i < c->rows.courses.count; i++) {
        const rrp_course *course = RRP_AT(rrp_course, c->rows.courses, i);
        state = judge_currency(c, course->id.n == 0 ? "" : course->id.p, course->currency);
    }
    for (size_t i = 0; state == RR_CHECK_PASS && c->rules != NULL && i < c->rules->count; i++)
        if (c->rules->rules[i].outcome == RR__OUTCOME_GRANT)
            state = judge_currency(c, c->rules->rules[i].grant.code.p, c->rules->rules[i].grant.currency);
    return state;
}

static rr_check_state judge_rules(rr__checking *c, check_fn *own, rr__plugin_file_kind other)
{
    if (!rr__has_files(c))
        return RR_CHECK_SKIP;
    if (!has_file(c, RR__FILE_RULES) && !has_file(c, other))
        return rr__check_say(c, RR_CHECK_SKIP, "%s", rr__in(c, "the plugin has no rules.xml", "插件没有 rules.xml"));
    return judge(c, own);
}

rr_check_state rr__check_rules_dates(rr__checking *c)
{
    return judge_rules(c, rr__check_rules_dates, RR__FILE_RULES);
}

rr_check_state rr__check_rules_facts(rr__checking *c)
{
    return judge_rules(c, rr__check_rules_facts, RR__FILE_RULES);
}

/* Courses cite sources the same way. */
rr_check_state rr__check_rules_cite(rr__checking *c)
{
    return judge_rules(c, rr__check_rules_cite, RR__FILE_COURSES);
}

rr_check_state rr__check_illustrative_marked(rr__checking *c)
{
    if (!rr__has_rows(c))
        return RR_CHECK_SKIP;
    for (uint32_t i = 0; i < c->rows.courses.count && !c->manifest.illustrative; i++) {
        const rrp_course *course = RRP_AT(rrp_course, c->rows.courses, i);
        if ((course->flags & RRP_ILLUSTRATIVE) != 0)
            return rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "course \"%s\" is made up, and plugin.xml does not say so", "课程“%s”为示例，而 plugin.xml 未写明"), course->id.p);
    }
    return RR_CHECK_PASS;
}

/* ---- pages of code ---- */

static bool knows(const rr__map *known, rrp_str id)
{
    return id.n == 0 || rr__map_get(known, id.p, (size_t)id.n) != UINT32_MAX;
}

static bool know_rows(rr__checking *c, rr__map *ids)
{
    uint32_t present = 0;
    for (uint32_t i = 0; i < c->rows.courses.count && !c->nomem; i++) {
        rrp_str id = RRP_AT(rrp_course, c->rows.courses, i)->id;
        c->nomem = id.n > 0 && !rr__map_put(ids, id.p, (size_t)id.n, i, &present);
    }
    return !c->nomem;
}

/* The catalogue once more, in the smallest pages. */
static rr_check_state page_through(rr__checking *c, const rr__map *known)
{
    enum { ROWS_SMALL = 3 };
    rrp_str cursor = {"", 0};
    uint32_t count = 0, outcome = 0;
    for (;;) {
        rrp_course_page page = {.size = sizeof page};
        if (!rr__ask_courses(c, c->manifest.regions[0], ROWS_SMALL, cursor, &page, &outcome))
            return c->detail[0] != '\0' ? RR_CHECK_FAIL : rr__check_say(c, RR_CHECK_FAIL, "%s", rr__in(c, "a page can't be read", "有一页无法读取"));
        if (page.courses.count > ROWS_SMALL)
            return rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "a page of at most 3 holds %u courses", "每页至多 3 门，却有 %u 门"), (unsigned)page.courses.count);
        for (uint32_t i = 0; i < page.courses.count; i++)
            if (!knows(known, RRP_AT(rrp_course, page.courses, i)->id))
                return rr__check_say(c, RR_CHECK_FAIL, "%s", rr__in(c, "small pages hold a course that large ones do not", "小页中有大页没有的课程"));
        count += page.courses.count;
        if (page.next_cursor.n == 0)
            break;
        if (page.courses.count == 0)
            return rr__check_say(c, RR_CHECK_FAIL, "%s", rr__in(c, "an empty page has a cursor: this never ends", "空页带有 cursor，不会结束"));
        if (count > c->rows.courses.count) /* all are known, so some come twice, perhaps for ever */
            break;
        cursor = page.next_cursor;
    }
    if (count == c->rows.courses.count)
        return RR_CHECK_PASS;
    return rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "%u courses in small pages, %u in large ones", "小页共 %u 门课程，大页共 %u 门"), (unsigned)count, (unsigned)c->rows.courses.count);
}

rr_check_state rr__check_paging_complete(rr__checking *c)
{
    rr__map known;
    rr_check_state state = RR_CHECK_SKIP;
    if (!rr__has_offers(c, RR__OFFERS_CATALOGUE) || !rr__has_rows(c))
        return RR_CHECK_SKIP;
    if (c->endless)
        return rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "after %u courses the pages still go on; do they end?", "已有 %u 门课程，分页仍未结束；是否不会结束？"),
                             (unsigned)c->rows.courses.count);
    rr__map_init(&known, &c->context->allocator);
    if (know_rows(c, &known))
        state = page_through(c, &known);
    rr__map_finish(&known);
    return state;
}

rr_check_state rr__check_unknown_region(rr__checking *c)
{
    rrp_course_page page = {.size = sizeof page};
    uint32_t outcome = RRP_OK;
    if (!rr__has_offers(c, RR__OFFERS_CATALOGUE))
        return RR_CHECK_SKIP;
    bool answered = rr__ask_courses(c, rr__region_number("ZZ-9", 4), 100, (rrp_str){"", 0}, &page, &outcome);
    if (outcome == RRP_ENOREGION || (answered && page.courses.count == 0)) {
        c->detail[0] = '\0';
        return RR_CHECK_PASS;
    }
    if (answered)
        return rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "%u courses for a region that does not exist", "对不存在的地区给出 %u 门课程"), (unsigned)page.courses.count);
    return RR_CHECK_FAIL;
}
