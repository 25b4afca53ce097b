/* SPDX-License-Identifier: MIT */
/* What a course or an exam asks for: elements of <needs> in, conditions in groups of alternatives out. */
#include <string.h>

#include "catalogue/reading.h"
#include "profile/measure.h"
#include "taxonomy/block.h"
#include "taxonomy/written_level.h"

bool rr__read_reference(rr__courses_reading *r, bool skill, const char *name, uint32_t *out)
{
    uint32_t found = skill ? rr_taxonomy_find_descriptor(r->taxonomy, name) : rr_taxonomy_find_occupation(r->taxonomy, name);
    *out = found == RR_NONE ? 0 : found + 1;
    if (found != RR_NONE)
        return true;
    rr__xml_say(r->xml, RR__MSG_COURSES_UNKNOWN_NAME, name, NULL);
    for (size_t i = 0; i < r->unknown->count; i++) {
        rr__unknown_name *known = &RR__AT(rr__unknown_name, r->unknown, i);
        if (strcmp(known->name, name) == 0) {
            known->count++;
            return true;
        }
    }
    return rr__vec_push(r->unknown, &(rr__unknown_name){name, 1});
}

static bool take_history(rr__courses_reading *r, const rr__xml_value *v, rrp_need *need)
{
    need->kind = RRP_NEED_HISTORY;
    need->months = (int32_t)v[1].number;
    return !v[0].given || rr__read_reference(r, false, v[0].text, &need->ref);
}

static bool take_skill(rr__courses_reading *r, const rr__xml_value *v, rrp_need *need)
{
    need->kind = RRP_NEED_SKILL;
    if (!rr__read_reference(r, true, v[0].text, &need->ref))
        return false;
    if (need->ref != 0 && v[1].given)
        need->level = rr__written_level(r->xml, r->taxonomy, need->ref - 1, v[1].number);
    return true;
}

static void take_education(rr__courses_reading *r, const rr__xml_value *v, rrp_need *need)
{
    need->kind = RRP_NEED_EDUCATION;
    if (v[0].given && rr__education_rank(v[0].text, v[0].len) < 0)
        rr__xml_say(r->xml, RR__MSG_BAD_WORD, v[0].text, "level", rr__education_steps, NULL);
}

/* A condition that names what the taxonomy does not know stays as a text that nobody could parse: it is unknown. */
static bool add(rr__courses_reading *r, rrp_need *need)
{
    if (!r->in_any)
        r->groups[r->depth]++;
    need->group = r->groups[r->depth] - 1;
    return rr__vec_push(&r->needs[r->depth], need);
}

bool rr__read_need(rr__courses_reading *r, uint32_t element, const rr__xml_value *v)
{
    rrp_need need = {.value = {v[0].text, v[0].len}, .texts = {NULL, 0, sizeof(rrp_text)}};
    bool good = rr__read_need_text_end(r);
    switch (element) {
    case RR__CO_SKILL: good = good && take_skill(r, v, &need); break;
    case RR__CO_HISTORY: good = good && take_history(r, v, &need); break;
    case RR__CO_LICENCE: need.kind = RRP_NEED_LICENCE; break;
    case RR__CO_EDUCATION: take_education(r, v, &need); break;
    case RR__CO_COURSE_HELD: need.kind = RRP_NEED_COURSE; break;
    case RR__CO_CERTIFICATE_HELD: need.kind = RRP_NEED_CERTIFICATE; break;
    default:
        need.kind = RRP_NEED_AGE;
        need.months = (int32_t)v[0].number * 12;
        need.value = (rrp_str){"", 0};
    }
    if (need.ref == 0 && v[0].given && (need.kind == RRP_NEED_SKILL || need.kind == RRP_NEED_HISTORY))
        need.kind = RRP_NEED_TEXT;
    else if (need.kind == RRP_NEED_SKILL || need.kind == RRP_NEED_HISTORY)
        need.value = (rrp_str){"", 0};
    return good && add(r, &need);
}

bool rr__read_need_text_end(rr__courses_reading *r)
{
    rrp_need need = {.kind = RRP_NEED_TEXT, .value = {"", 0}};
    if (r->texts.count == 0)
        return true;
    if (!rr__xml_keep(r->xml, r->texts.data, r->texts.count, sizeof(rrp_text), &need.texts))
        return false;
    r->texts.count = 0;
    return add(r, &need);
}

bool rr__read_need_text(rr__courses_reading *r, const char *text)
{
    const char *lang = rr__xml_lang(r->xml);
    bool known = false;
    if (lang[0] == '\0')
        rr__xml_say(r->xml, RR__MSG_XML_LANG, "text", NULL);
    for (size_t i = 0; i < r->texts.count; i++)
        known = known || strcmp(RR__AT(rrp_text, &r->texts, i).lang.p, lang) == 0;
    if (known && !rr__read_need_text_end(r))
        return false;
    const char *kept = rr__arena_text(r->arena, lang, strlen(lang));
    return kept != NULL && rr__vec_push(&r->texts, &(rrp_text){{kept, strlen(kept)}, {text, strlen(text)}});
}
