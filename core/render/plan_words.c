/* SPDX-License-Identifier: MIT */
/* Kinds, modes, amounts, questions and reasons of a plan in; words on the page's line out. */
#include <string.h>

#include "render/plan_parts.h"

const rr__bit_name rr__kind_names[] = {{RR_PLAN_CHEAPEST, "cheapest"}, {RR_PLAN_FASTEST, "fastest"}, {RR_PLAN_COMPLETE, "complete"}, {0, NULL}};
const rr__bit_name rr__mode_names[] = {{RRP_ON_SITE, "on-site"}, {RRP_ONLINE, "online"}, {RRP_EVENING, "evening"}, {RRP_PART_TIME, "part-time"},
                                       {RRP_WEEKEND, "weekend"}, {0, NULL}};

rr__planning rr__planning_of(rr__page *page, const rr_plan_result *result, const rr_match_options *asked)
{
    return (rr__planning){.page = page, .result = result, .match = rr_match_at(rr_plan_result_match(result), 0),
                          .limits = rr_plan_result_limits(result), .asked = asked};
}

static bool is_in(const rrp_text *text, rr_lang lang)
{
    return text->lang.n >= 2 && memcmp(text->lang.p, lang == RR_LANG_ZH ? "zh" : "en", 2) == 0;
}

const rrp_text *rr__next_document(const rrp_grant *grant, rr_lang lang, const rrp_text *before)
{
    bool any = false, passed = before == NULL;
    for (uint32_t i = 0; i < grant->documents.count; i++)
        any = any || is_in(RRP_AT(rrp_text, grant->documents, i), lang);
    for (uint32_t i = 0; i < grant->documents.count; i++) {
        const rrp_text *text = RRP_AT(rrp_text, grant->documents, i);
        if (passed && (!any || is_in(text, lang)))
            return text;
        passed = passed || text == before;
    }
    return NULL;
}

/* The words of the bits that are set. */
static void add_bits(rr__page *page, uint32_t bits, const rr__word_id *words, size_t count, const char *comma)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if ((bits & 1u << i) == 0)
            continue;
        bool last = bits >> (i + 1) == 0;
        if (any)
            rr__buf_text(&page->line, comma == NULL && last ? rr__word(page->options.lang, RR__LABEL_AND) : rr__between(page, ", ", "、"));
        rr__page_label(page, words[i], NULL, NULL, NULL);
        any = true;
    }
}

void rr__page_kinds(rr__page *page, uint32_t kinds)
{
    static const rr__word_id words[] = {RR__LABEL_CHEAPEST, RR__LABEL_FASTEST, RR__LABEL_COMPLETE};
    add_bits(page, kinds, words, 3, NULL);
}

void rr__page_modes(rr__page *page, uint32_t modes)
{
    static const rr__word_id words[] = {RR__LABEL_MODE_ON_SITE, RR__LABEL_MODE_ONLINE, RR__LABEL_MODE_EVENING, RR__LABEL_MODE_PART_TIME,
                                        RR__LABEL_MODE_WEEKEND};
    add_bits(page, modes, words, 5, ", ");
}

const char *rr__amount(const rr__planning *p, char out[48], int64_t minor)
{
    return rr__money_of_view(p->page, out, minor, (rrp_str){p->limits->currency, strlen(p->limits->currency)});
}

void rr__page_amount(const rr__planning *p, int64_t minor)
{
    char number[48];
    rr__page_add(p->page, rr__amount(p, number, minor));
}

/* Of several exams the one that is meant is named. */
void rr__page_plan_question(rr__page *page, const rr_plan_step *step, const rr_plan_question *q)
{
    static const rr__word_id words[] = {RR__LABEL_ASK_NEED, RR__LABEL_ASK_EXAM, RR__LABEL_ASK_SEATS, RR__LABEL_ASK_TRAVEL, RR__LABEL_ASK_PRICE,
                                        RR__LABEL_ASK_LEVEL};
    const char *about = q->certificate != NULL       ? rr_plugin_text(&q->certificate->names, page->options.lang)
                        : q->kind == RR_QUESTION_LEVEL ? rr_descriptor_label(page->taxonomy, q->descriptor, page->options.lang)
                                                       : NULL;
    bool many = q->kind == RR_QUESTION_EXAM && step->exam_count > 1;
    rr__word_id word = many ? RR__LABEL_ASK_EXAM_OF : words[q->kind];
    if (page->options.view == RR_VIEW_CLIENT)
        word = q->kind == RR_QUESTION_NEED ? RR__LABEL_ASK_NEED_YOU : many ? RR__LABEL_ASK_EXAM_OF_YOU : q->kind == RR_QUESTION_EXAM ? RR__LABEL_ASK_EXAM_YOU : word;
    rr__page_label(page, word, about, NULL, NULL);
    if (q->need == NULL)
        return;
    rr__page_need(page, step->offer.plugin, q->need);
    rr__buf_text(&page->line, rr__between(page, "?", "？"));
}

const rr_plan *rr__cheapest_plan(const rr_plan_result *result)
{
    for (size_t k = 0; k < rr_plan_count(result); k++)
        if ((rr_plan_at(result, k)->kinds & RR_PLAN_CHEAPEST) != 0)
            return rr_plan_at(result, k);
    return NULL;
}

bool rr__has_sample(const rr_plugins *plugins, const rr_plan *plan)
{
    for (size_t k = 0; plan != NULL && k < plan->step_count; k++)
        if (rr__is_sample(plugins, &plan->steps[k].offer))
            return true;
    return false;
}

bool rr__adds(const rr_plan *plan, size_t step, const rr_plan_closes *closes)
{
    for (size_t k = 0; k < step; k++)
        for (size_t i = 0; i < plan->steps[k].closes_count; i++)
            if (plan->steps[k].closes[i].gap == closes->gap && plan->steps[k].closes[i].covered_ppm >= closes->covered_ppm)
                return false;
    return true;
}

bool rr__hours_are_known(const rr_plan *plan)
{
    for (size_t k = 0; k < plan->step_count; k++)
        if (plan->steps[k].hours == 0)
            return false;
    return true;
}

/* ---- why something stays open, and what would unlock it ---- */

static void add_unlock(rr__page *page, rr__word_id label, const char *value)
{
    rr__buf_text(&page->line, rr__between(page, "; ", "；"));
    rr__page_label(page, label, value, NULL, NULL);
}

/* The label of the reason with its figures; what it is about is written behind it. */
static void add_reason(const rr__planning *p, const rr_plan_open *o)
{
    static const rr__word_id words[] = {
        [RR_OPEN_NOT_NEEDED] = RR__LABEL_COUNT, [RR_OPEN_NOT_TAUGHT] = RR__LABEL_OPEN_NOT_TAUGHT, [RR_OPEN_LEVEL] = RR__LABEL_OPEN_LEVEL,
        [RR_OPEN_NO_SEAT] = RR__LABEL_OPEN_FULL, [RR_OPEN_TOO_LATE] = RR__LABEL_OPEN_LATE, [RR_OPEN_PREREQUISITE] = RR__LABEL_OPEN_NEED,
        [RR_OPEN_HOURS] = RR__LABEL_OPEN_HOURS, [RR_OPEN_COST] = RR__LABEL_OPEN_COST, [RR_OPEN_MODE] = RR__LABEL_OPEN_MODE,
        [RR_OPEN_TRAVEL] = RR__LABEL_OPEN_TRAVEL, [RR_OPEN_CURRENCY] = RR__LABEL_OPEN_CURRENCY, [RR_OPEN_PRICE] = RR__LABEL_OPEN_PRICE,
        [RR_OPEN_LENGTH] = RR__LABEL_OPEN_LENGTH, [RR_OPEN_TOGETHER] = RR__LABEL_OPEN_TOGETHER};
    char a[48] = "", b[48] = "";
    rr__word_id label = o->reason == RR_OPEN_TOO_LATE && o->value < 0 ? RR__LABEL_OPEN_NO_SESSION : words[o->reason];
    if (o->reason == RR_OPEN_LEVEL) {
        rr_level_format(p->page->taxonomy, p->match->gap[o->gap].descriptor, (int32_t)o->value, a, sizeof a);
    } else if (o->reason == RR_OPEN_COST) {
        rr__amount(p, a, o->value);
        rr__amount(p, b, o->value - p->limits->max_cost_minor);
    } else if (o->reason == RR_OPEN_CURRENCY) {
        size_t letters = o->offer.course->currency.n < 3 ? (size_t)o->offer.course->currency.n : 3;
        memcpy(a, o->offer.course->currency.p, letters);
    } else if (o->reason == RR_OPEN_HOURS || o->reason == RR_OPEN_TRAVEL) {
        rr__number(a, o->value);
        rr__number(b, o->value - (o->reason == RR_OPEN_HOURS ? p->limits->hours_per_week : p->limits->travel_minutes));
    } else {
        rr__number(a, o->value);
    }
    rr__page_label(p->page, label, a, b, NULL);
}

const char *rr__reason_name(rr_open_reason reason)
{
    static const char *const names[] = {"not-needed", "not-taught", "level", "no-seat", "too-late", "prerequisite", "hours", "cost", "mode",
                                        "travel", "currency", "price", "length", "together"};
    return names[reason];
}

static void add_question(rr__page *page, rr__word_id question)
{
    rr__page_question(page, rr__word(page->options.lang, question));
}

/* The plans that close it, where others don't. */
static void add_closing_plans(const rr__planning *p, const rr_plan_open *o)
{
    char number[24], list[64] = "";
    if (p->one) {
        rr__page_label(p->page, RR__LABEL_OPEN_BY_CHOICE, NULL, NULL, NULL);
        return;
    }
    for (size_t k = 0; k < rr_plan_count(p->result); k++)
        if ((o->plans & 1u << k) == 0) {
            strcat(list, list[0] == '\0' ? "" : ", ");
            strcat(list, rr__number(number, (int64_t)k + 1));
        }
    rr__page_label(p->page, RR__LABEL_OPEN_CLOSED_BY, list, NULL, NULL);
}

/* Which limit stands in the way is not known: each that there is. */
static void add_room(const rr__planning *p)
{
    char value[48];
    rr__page *page = p->page;
    const char *comma = rr__between(page, ", ", "、");
    add_unlock(page, RR__LABEL_UNLOCK_ROOM, rr__number(value, p->limits->hours_per_week));
    if (p->limits->max_cost_minor >= 0) {
        rr__buf_text(&page->line, comma);
        rr__page_label(page, RR__LABEL_UNLOCK_COST, rr__amount(p, value, p->limits->max_cost_minor), NULL, NULL);
    }
    rr__buf_text(&page->line, comma);
    rr__page_label(page, RR__LABEL_UNLOCK_DAY, rr__day(value, p->limits->last_day), NULL, NULL);
}

static void add_key(const rr__planning *p, const rr_plan_open *o)
{
    char value[48];
    rr__page *page = p->page;
    if (o->reason == RR_OPEN_NO_SEAT && o->value >= 0)
        add_unlock(page, RR__LABEL_OPEN_NEXT_SEAT, rr__day(value, (int32_t)o->value));
    else if (o->reason == RR_OPEN_NO_SEAT)
        add_question(page, RR__LABEL_ASK_SEAT);
    else if (o->reason == RR_OPEN_TOO_LATE && o->value >= 0)
        add_unlock(page, RR__LABEL_UNLOCK_WEEKS, rr__number(value, (o->value + 6) / 7));
    else if (o->reason == RR_OPEN_TOO_LATE)
        add_question(page, RR__LABEL_ASK_SESSION);
    else if (o->reason == RR_OPEN_NOT_TAUGHT)
        add_question(page, RR__LABEL_ASK_NOT_TAUGHT);
    else if (o->reason == RR_OPEN_PRICE)
        add_question(page, RR__LABEL_ASK_PRICE);
    else if (o->reason == RR_OPEN_LENGTH)
        add_question(page, RR__LABEL_ASK_LENGTH);
    else if (o->reason == RR_OPEN_TOGETHER)
        add_room(p);
    else if (o->reason == RR_OPEN_PREREQUISITE && o->need != NULL) {
        add_unlock(page, RR__LABEL_UNLOCK_NEED, NULL);
        rr__page_need(page, o->offer.plugin, o->need);
    } else if (o->reason == RR_OPEN_MODE && o->offer.course->mode != 0) {
        rr__buf_text(&page->line, rr__between(page, ", ", "，"));
        rr__page_modes(page, o->offer.course->mode);
    }
}

void rr__page_open_reason(const rr__planning *p, const rr_plan_open *o)
{
    if (o->reason == RR_OPEN_NOT_NEEDED) {
        add_closing_plans(p, o);
        return;
    }
    add_reason(p, o);
    if (o->offer.course != NULL)
        rr__page_offer(p->page, &o->offer);
    add_key(p, o);
}
