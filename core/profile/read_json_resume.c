/* SPDX-License-Identifier: MIT */
/* A JSON Resume in, one profile out. What tells who the person is stays behind; what is not certain stays
 * unknown, with a note. */
#include <string.h>

#include "base/json.h"
#include "base/region.h"
#include "base/text.h"
#include "profile/reader.h"

typedef struct rr__json_node node;

/* The file's name is often the person's, so that it is not the id either. */
#define RESUME_ID "resume"

typedef struct resume_reading {
    rr__reader *reader;
    const rr__json *json;
    rr_profile *profile;
    const char *step; /* the highest step of education that is certain */
} resume_reading;

static uint32_t index_of(const resume_reading *r, const node *n)
{
    return (uint32_t)(n - r->json->nodes);
}

static const node *first_of(const resume_reading *r, const node *n)
{
    return n->child == 0 ? NULL : &r->json->nodes[n->child];
}

static const node *next_of(const resume_reading *r, const node *n)
{
    return n->next == 0 ? NULL : &r->json->nodes[n->next];
}

/* The text of a member; NULL when it is missing, empty or no text. */
static const char *text_of(const resume_reading *r, const node *object, const char *key, const node **found)
{
    *found = rr__json_member(r->json, object, key);
    if (*found == NULL || ((*found)->kind != RR__JSON_STRING && (*found)->kind != RR__JSON_NUMBER))
        return NULL;
    const char *text = (*found)->value;
    return text[strspn(text, " \t\r\n")] == '\0' ? NULL : text;
}

static rr_status note(resume_reading *r, const node *n, enum rr__message message, const char *name, const char *b)
{
    return rr__reader_say(r->reader, RR_OK, index_of(r, n), message, name, b, NULL);
}

/* An error of an addition, at the object it was made of. */
static rr_status added(resume_reading *r, rr_status status, const node *n, rr_error *err)
{
    return status == RR_OK ? RR_OK : rr__reader_error(r->reader, index_of(r, n), err);
}

/* YYYY, YYYY-MM or YYYY-MM-DD into months since year 0, and the year; *month false: only the year is known. */
static bool read_month(const char *text, int32_t *months, int32_t *year, bool *month)
{
    int64_t y = 0, m = 1, days = 0;
    size_t len = strlen(text);
    if ((len != 4 && len != 7 && len != 10) || !rr__parse_int(text, 4, RR__PROFILE_YEAR_MIN, RR__PROFILE_YEAR_MAX, &y) ||
        (len == 7 && (text[4] != '-' || !rr__parse_int(text + 5, 2, 1, 12, &m))) ||
        (len == 10 && (!rr__parse_date(text, 10, &days) || !rr__parse_int(text + 5, 2, 1, 12, &m))))
        return false;
    *year = (int32_t)y;
    *months = (int32_t)(y * 12 + m - 1);
    *month = len > 4;
    return true;
}

static bool says_present(const char *text)
{
    static const char *const words[] = {"present", "Present", "PRESENT", "now", "Now", "current", "Current", "至今", "今"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    return false;
}

/* How long and until when: from two dates, or nothing that is not certain. */
static rr_status read_dates(resume_reading *r, const node *work, rr_job *job)
{
    const node *start_node = NULL, *end_node = NULL;
    const char *start = text_of(r, work, "startDate", &start_node), *end = text_of(r, work, "endDate", &end_node);
    int32_t from = 0, to = 0, from_year = 0, to_year = 0;
    bool from_month = false, to_month = false;
    bool began = start != NULL && read_month(start, &from, &from_year, &from_month);
    if (start != NULL && !began) {
        rr_status status = note(r, start_node, RR__MSG_PROFILE_UNSURE, "startDate", NULL);
        if (status != RR_OK)
            return status;
    }
    if (end == NULL || says_present(end)) {
        /* Still at work: how long that is depends on a today that a file does not know. */
        job->current = start != NULL || end != NULL;
        job->until_year = job->current ? 0 : -1;
        return began ? note(r, start_node, RR__MSG_PROFILE_UNSURE, "years", NULL) : RR_OK;
    }
    if (!read_month(end, &to, &to_year, &to_month))
        return note(r, end_node, RR__MSG_PROFILE_UNSURE, "endDate", NULL);
    job->until_year = to_year;
    if (!began)
        return RR_OK;
    int32_t months = from_month && to_month ? to - from : (to_year - from_year) * 12;
    if (months < 0 || months > RR__PROFILE_MONTHS_MAX)
        return note(r, end_node, RR__MSG_PROFILE_UNSURE, "years", NULL);
    job->months = months;
    return RR_OK;
}

static rr_status read_work(resume_reading *r, const node *work)
{
    const node *found = NULL;
    rr_error err;
    rr_job job = {.months = -1, .until_year = -1, .occupation = RR_NONE};
    job.title = text_of(r, work, "position", &found);
    if (job.title == NULL)
        return note(r, work, RR__MSG_PROFILE_NOT_TAKEN, "work", NULL);
    rr_status status = read_dates(r, work, &job);
    return status != RR_OK ? status : added(r, rr_profile_add_job(r->profile, &job, &err), work, &err);
}

static rr_status add_skill(resume_reading *r, const node *n, const char *text, const char *level)
{
    rr_error err;
    rr_skill skill = {.text = text, .level = -1, .level_text = level, .descriptor = RR_NONE};
    return added(r, rr_profile_add_skill(r->profile, &skill, &err), n, &err);
}

static rr_status read_skill(resume_reading *r, const node *skill)
{
    const node *name_node = NULL, *level_node = NULL;
    const char *name = text_of(r, skill, "name", &name_node), *level = text_of(r, skill, "level", &level_node);
    int64_t number = 0;
    rr_status status = RR_OK;
    if (level != NULL && !rr__profile_is_level(level)) {
        status = note(r, level_node, RR__MSG_PROFILE_UNSURE, "level", NULL);
        level = NULL;
    }
    if (status == RR_OK && name != NULL)
        status = add_skill(r, name_node, name, level);
    if (status == RR_OK && name != NULL && level != NULL && !rr__parse_decimal(level, strlen(level), &number))
        status = note(r, level_node, RR__MSG_PROFILE_LEVEL_WORD, "level", NULL);
    const node *keywords = rr__json_member(r->json, skill, "keywords");
    if (keywords == NULL || keywords->kind != RR__JSON_ARRAY)
        return status;
    for (const node *k = first_of(r, keywords); k != NULL && status == RR_OK; k = next_of(r, k))
        if (k->kind == RR__JSON_STRING && k->value[strspn(k->value, " \t\r\n")] != '\0')
            status = add_skill(r, k, k->value, NULL);
    return status;
}

static rr_status read_certificate(resume_reading *r, const node *certificate)
{
    const node *found = NULL;
    rr_error err;
    rr_licence licence = {text_of(r, certificate, "name", &found), -1};
    const char *date = text_of(r, certificate, "date", &found);
    int32_t months = 0;
    bool month = false;
    rr_status status = RR_OK;
    if (licence.name == NULL)
        return note(r, certificate, RR__MSG_PROFILE_NOT_TAKEN, "certificates", NULL);
    if (date != NULL && !read_month(date, &months, &licence.year, &month))
        status = note(r, found, RR__MSG_PROFILE_UNSURE, "date", NULL);
    return status != RR_OK ? status : added(r, rr_profile_add_licence(r->profile, &licence, &err), certificate, &err);
}

static rr_status read_language(resume_reading *r, const node *language)
{
    const node *name_node = NULL, *level_node = NULL;
    const char *name = text_of(r, language, "language", &name_node), *level = text_of(r, language, "fluency", &level_node);
    rr_error err;
    if (name == NULL)
        return note(r, language, RR__MSG_PROFILE_NOT_TAKEN, "languages", NULL);
    const char *tag = rr__recognise_language(name);
    size_t code = strcspn(name, "-");
    if (tag == NULL && (code == 2 || code == 3) && rr__is_language_tag(name))
        tag = name; /* "en", "zh-Hans": a tag already; an unknown name such as "Frisian" is none */
    if (tag == NULL)
        return note(r, name_node, RR__MSG_PROFILE_UNSURE, "language", NULL);
    rr_language own = {tag, level};
    return added(r, rr_profile_add_language(r->profile, &own, &err), language, &err);
}

static int rank_step(const char *step)
{
    const char *found = step == NULL ? NULL : strstr(rr__education_words, step);
    return found == NULL ? -1 : (int)(found - rr__education_words);
}

/* Only what was finished counts: an entry that began and has no end is still going on, or was given up. */
static rr_status read_education(resume_reading *r, const node *education)
{
    const node *type_node = NULL, *start_node = NULL, *end_node = NULL;
    const char *type = text_of(r, education, "studyType", &type_node), *start = text_of(r, education, "startDate", &start_node);
    const char *end = text_of(r, education, "endDate", &end_node);
    const char *step = type == NULL ? NULL : rr__recognise_study(type);
    if (step == NULL || (start != NULL && (end == NULL || says_present(end))))
        return note(r, type_node == NULL ? education : type_node, RR__MSG_PROFILE_UNSURE, "studyType", NULL);
    if (rank_step(step) > rank_step(r->step))
        r->step = step;
    return RR_OK;
}

/* The region, where it is one of the codes or provinces; all else of `basics` tells who the person is. */
static rr_status read_basics(resume_reading *r, const node *basics)
{
    const node *found = NULL;
    rr_error err;
    rr_status status = RR_OK;
    bool personal = false;
    for (const node *m = first_of(r, basics); m != NULL; m = next_of(r, m))
        personal |= strcmp(m->key, "location") != 0;
    if (personal)
        status = note(r, basics, RR__MSG_PROFILE_PERSONAL_LEFT_OUT, "basics", RESUME_ID);
    const node *location = rr__json_member(r->json, basics, "location");
    const char *region = location == NULL || status != RR_OK ? NULL : text_of(r, location, "region", &found);
    if (region == NULL)
        return status;
    if (rr__recognise_region(region) == NULL && !(rr__profile_is_region(region) && region[2] == '-'))
        return note(r, found, RR__MSG_PROFILE_UNSURE, "region", NULL);
    return added(r, rr_profile_set_region(r->profile, region, &err), found, &err);
}

static const struct section {
    const char *name;
    rr_status (*read)(resume_reading *r, const node *item);
} sections[] = {{"work", read_work}, {"skills", read_skill}, {"certificates", read_certificate}, {"languages", read_language},
                {"education", read_education}};

static rr_status read_section(resume_reading *r, const node *member)
{
    const struct section *section = NULL;
    rr_status status = RR_OK;
    if (strcmp(member->key, "basics") == 0 && member->kind == RR__JSON_OBJECT)
        return read_basics(r, member);
    if (member->key[0] == '$' || strcmp(member->key, "meta") == 0)
        return RR_OK;
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++)
        if (strcmp(sections[i].name, member->key) == 0)
            section = &sections[i];
    if (section == NULL || member->kind == RR__JSON_NULL)
        return section == NULL ? note(r, member, RR__MSG_PROFILE_NOT_TAKEN, member->key, NULL) : RR_OK;
    if (member->kind != RR__JSON_ARRAY)
        return rr__reader_say(r->reader, RR_EINVALID, index_of(r, member), RR__MSG_PROFILE_NOT_LIST, member->key, NULL, NULL);
    for (const node *item = first_of(r, member); item != NULL && status == RR_OK; item = next_of(r, item))
        status = item->kind == RR__JSON_OBJECT ? section->read(r, item)
                                               : rr__reader_say(r->reader, RR_EINVALID, index_of(r, item), RR__MSG_PROFILE_NOT_OBJECT,
                                                                member->key, NULL, NULL);
    return status;
}

rr_status rr__read_profile_resume(rr__reader *reader, const rr__json *json)
{
    resume_reading r = {.reader = reader, .json = json};
    const node *root = &json->nodes[0];
    rr_error err;
    if (root->kind != RR__JSON_OBJECT)
        return rr__reader_say(reader, RR_EINVALID, 0, RR__MSG_PROFILE_NOT_OBJECT, "profile", NULL, NULL);
    rr_status status = rr__reader_begin(reader, RESUME_ID, 0, &r.profile);
    for (const node *m = first_of(&r, root); m != NULL && status == RR_OK; m = next_of(&r, m))
        status = read_section(&r, m);
    if (status == RR_OK && r.step != NULL)
        status = added(&r, rr_profile_set_education(r.profile, r.step, &err), root, &err);
    if (status == RR_OK)
        return rr__reader_end(reader, r.profile, 0);
    rr_profile_destroy(r.profile);
    return status;
}
