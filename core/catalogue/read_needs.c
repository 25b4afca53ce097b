/* SPDX-License-Identifier: MIT */
/* What a course or an exam asks for: elements of <needs> in, conditions in groups of alternatives out. */
#include <string.h>

#include "base/text.h"
#include "catalogue/prerequisites.h"
#include "catalogue/reading.h"
#include "profile/measure.h"
#include "taxonomy/block.h"
#include "taxonomy/written_level.h"

enum { SUGGESTIONS_MAX = 20 }; /* a catalogue for another taxonomy is not looked through name by name */

static bool say_unknown(rr__courses_reading *r, bool skill, const char *name)
{
    const rr__block *b = r->taxonomy->block;
    uint32_t count = rr__block_count(b, skill ? RR__SEC_DESCRIPTORS : RR__SEC_OCCUPATIONS);
    bool looked = r->unknown->count < SUGGESTIONS_MAX && rr__xml_is_heard(r->xml);
    const char **names = looked ? rr__alloc(r->schools.allocator, (count + (size_t)1) * sizeof *names) : NULL, *best = NULL;
    if (looked && names == NULL)
        return false;
    for (uint32_t i = 0; i < count && names != NULL; i++)
        names[i] = rr__block_text(b, skill ? rr__block_descriptor(b, i)->id : rr__block_occupation(b, i)->id);
    if (names != NULL)
        best = rr__nearest(name, names, count);
    rr__free(r->schools.allocator, names);
    rr__xml_say(r->xml, best == NULL ? RR__MSG_COURSES_UNKNOWN_NAME : RR__MSG_COURSES_UNKNOWN_NEAR, name, best, NULL);
    return true;
}

/* Each name is said once, where it first stands, and counted. */
bool rr__read_reference(rr__courses_reading *r, bool skill, const char *name, uint32_t *out)
{
    uint32_t found = skill ? rr_taxonomy_find_descriptor(r->taxonomy, name) : rr_taxonomy_find_occupation(r->taxonomy, name);
    uint32_t own = (uint32_t)r->unknown->count, present = own;
    *out = found == RR_NONE ? 0 : found + 1;
    if (found != RR_NONE)
        return true;
    if (!rr__map_put(&r->unknown_ids, name, strlen(name), own, &present))
        return false;
    if (present != own) {
        RR__AT(rr__unknown_name, r->unknown, present).count++;
        return true;
    }
    return say_unknown(r, skill, name) && rr__vec_push(r->unknown, &(rr__unknown_name){name, 1});
}

bool rr__has_room(rr__courses_reading *r, const rr__vec *items, const char *element)
{
    char most[32];
    if (items->count == RR__ITEMS_MAX) {
        rr__format_decimal(most, (int64_t)RR__ITEMS_MAX * 1000000);
        rr__xml_say(r->xml, RR__MSG_COURSES_MANY, element, most, NULL);
    }
    return items->count < RR__ITEMS_MAX;
}

bool rr__read_any(rr__courses_reading *r)
{
    if (!rr__read_need_text_end(r))
        return false;
    r->groups[r->depth]++;
    r->in_any = true;
    r->any_first = r->needs[r->depth].count;
    return true;
}

/* Without an alternative nobody could meet it, and left out it would ask for nothing: neither was meant. */
bool rr__read_any_end(rr__courses_reading *r)
{
    bool good = rr__read_need_text_end(r);
    r->in_any = false;
    if (good && r->needs[r->depth].count == r->any_first)
        rr__xml_say(r->xml, RR__MSG_COURSES_ANY_EMPTY, NULL);
    return good;
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
    if (!v[0].given)
        return true;
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
    return !rr__has_room(r, &r->needs[r->depth], "needs") || rr__vec_push(&r->needs[r->depth], need);
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
    known = known || r->texts.count == RR__TEXTS_MAX;
    if (known && !rr__read_need_text_end(r))
        return false;
    const char *kept = rr__arena_text(r->arena, lang, strlen(lang));
    return kept != NULL && rr__vec_push(&r->texts, &(rrp_text){{kept, strlen(kept)}, {text, strlen(text)}});
}
