/* SPDX-License-Identifier: MIT */
/* Checks of catalogues and rules, as data or from code: each finding belongs to one check by its message. */
#include <string.h>

#include "base/region.h"
#include "check/checking.h"

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
        return rr__check_say(c, RR_CHECK_SKIP, "%s", "the plugin has neither courses.xml nor rules.xml");
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
ROWS(currency)
ROWS(dates_sane)
ROWS(values_in_range)

static rr_check_state judge_rules(rr__checking *c, check_fn *own, rr__plugin_file_kind other)
{
    if (!rr__has_files(c))
        return RR_CHECK_SKIP;
    if (!has_file(c, RR__FILE_RULES) && !has_file(c, other))
        return rr__check_say(c, RR_CHECK_SKIP, "%s", "the plugin has no rules.xml");
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
            return rr__check_say(c, RR_CHECK_FAIL, "course \"%s\" is made up, and plugin.xml does not say so", course->id.p);
    }
    return RR_CHECK_PASS;
}

/* ---- pages of code ---- */

static bool knows(const rr__checking *c, rrp_str id)
{
    for (uint32_t i = 0; i < c->rows.courses.count; i++) {
        const rrp_course *course = RRP_AT(rrp_course, c->rows.courses, i);
        if (course->id.n == id.n && memcmp(course->id.p, id.p, id.n) == 0)
            return true;
    }
    return false;
}

rr_check_state rr__check_paging_complete(rr__checking *c)
{
    enum { ROWS_SMALL = 3, PAGES_MAX = 100000 };
    rrp_str cursor = {"", 0};
    uint32_t count = 0, outcome = 0;
    if (!rr__has_offers(c, RR__OFFERS_CATALOGUE) || !rr__has_rows(c))
        return RR_CHECK_SKIP;
    for (uint32_t pages = 0; pages < PAGES_MAX; pages++) {
        rrp_course_page page = {.size = sizeof page};
        if (!rr__ask_courses(c, c->manifest.regions[0], ROWS_SMALL, cursor, &page, &outcome))
            return c->detail[0] != '\0' ? RR_CHECK_FAIL : rr__check_say(c, RR_CHECK_FAIL, "%s", "a page can't be read");
        if (page.courses.count > ROWS_SMALL)
            return rr__check_say(c, RR_CHECK_FAIL, "a page of at most 3 holds %u courses", (unsigned)page.courses.count);
        for (uint32_t i = 0; i < page.courses.count; i++)
            if (!knows(c, RRP_AT(rrp_course, page.courses, i)->id))
                return rr__check_say(c, RR_CHECK_FAIL, "%s", "small pages hold a course that large ones do not");
        count += page.courses.count;
        if (page.next_cursor.n == 0)
            break;
        if (page.courses.count == 0)
            return rr__check_say(c, RR_CHECK_FAIL, "%s", "an empty page has a cursor: this never ends");
        cursor = page.next_cursor;
    }
    if (count == c->rows.courses.count)
        return RR_CHECK_PASS;
    return rr__check_say(c, RR_CHECK_FAIL, "%u courses in small pages, %u in large ones", (unsigned)count, (unsigned)c->rows.courses.count);
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
        return rr__check_say(c, RR_CHECK_FAIL, "%u courses for a region that does not exist", (unsigned)page.courses.count);
    return RR_CHECK_FAIL;
}
