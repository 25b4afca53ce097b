/* SPDX-License-Identifier: MIT */
/* A match result in, a page for the desk out: five roles, each with what is held, missing and in the way. */
#include <string.h>

#include "base/text.h"
#include "render/page.h"

enum { INDENT = 14, HELD_SHOWN = 4, GAP_SHOWN = 3 };

static const char *head(const rr__page *page, rr__word_id id)
{
    return rr__word(page->options.lang, id);
}

void rr__page_job(rr__page *page, const rr_job *job, bool first)
{
    char years[32];
    rr__buf_text(&page->line, first ? "" : rr__semicolon(page));
    rr__page_add(page, job->occupation == RR_NONE ? job->title
                                                  : rr_occupation_label(page->taxonomy, job->occupation, page->options.lang));
    rr__buf_text(&page->line, page->options.lang == RR_LANG_ZH ? "（" : " (");
    if (job->months >= 0) {
        int64_t tenths = ((int64_t)job->months * 10 + 6) / 12;
        years[rr__format_decimal(years, tenths * 100000)] = '\0';
        rr__page_label(page, RR__LABEL_YEARS, years, NULL, NULL);
    } else {
        rr__page_label(page, RR__LABEL_YEARS_UNKNOWN, NULL, NULL, NULL);
    }
    rr__buf_text(&page->line, page->options.lang == RR_LANG_ZH ? "）" : ")");
}

void rr__page_worker(rr__page *page, const rr_profile *profile, const rr_match_options *asked)
{
    rr__page_label(page, RR__LABEL_WORKER, rr_profile_id(profile), NULL, NULL);
    rr__buf_text(&page->line, page->options.lang == RR_LANG_ZH ? "：" : ": ");
    for (size_t i = 0; i < rr_profile_job_count(profile); i++)
        rr__page_job(page, rr_profile_job(profile, i), i == 0);
    rr__page_flow(page, NULL, 0, RR__BOLD);
    if (asked->date[0] != '\0') {
        rr__page_label(page, RR__LABEL_TODAY, asked->date, NULL, NULL);
        if (asked->region != NULL) {
            rr__buf_text(&page->line, page->options.lang == RR_LANG_ZH ? "，" : ", ");
            rr__page_add(page, asked->region);
        }
        rr__page_flow(page, NULL, 0, RR__DIM);
    }
}

void rr__page_numbers(rr__page *page, const rr_match *match)
{
    char number[24];
    const char *comma = page->options.lang == RR_LANG_ZH ? "，" : ", ";
    if (match->score_ppm != match->fit_ppm) {
        rr__page_label(page, RR__LABEL_SCORE, rr__percent(number, match->score_ppm), NULL, NULL);
        rr__buf_text(&page->line, comma);
    }
    rr__page_label(page, RR__LABEL_FIT, rr__percent(number, match->fit_ppm), NULL, NULL);
    rr__buf_text(&page->line, page->options.lang == RR_LANG_ZH ? "（" : " (");
    rr__page_label(page, RR__LABEL_PERCENTILE, rr__percent(number, match->fit_percentile_ppm), NULL, NULL);
    rr__buf_text(&page->line, page->options.lang == RR_LANG_ZH ? "）" : ")");
    rr__buf_text(&page->line, comma);
    if (match->readiness_ppm < 0)
        rr__page_label(page, RR__LABEL_READINESS_NONE, NULL, NULL, NULL);
    else
        rr__page_label(page, RR__LABEL_READINESS, rr__percent(number, match->readiness_ppm), NULL, NULL);
    rr__buf_text(&page->line, comma);
    rr__page_label(page, match->viable ? RR__LABEL_VIABLE : RR__LABEL_NOT_VIABLE, NULL, NULL, NULL);
    rr__page_flow(page, NULL, 3, match->viable ? RR__GOOD : RR__PLAIN);
}

void rr__page_level(rr__page *page, uint32_t descriptor, int32_t from, int32_t to)
{
    char a[32] = "", b[32] = "";
    if (to < 0)
        return;
    rr_level_format(page->taxonomy, descriptor, to, b, sizeof b);
    if (from > 0)
        rr_level_format(page->taxonomy, descriptor, from, a, sizeof a);
    rr__buf_text(&page->line, page->options.lang == RR_LANG_ZH ? "（" : " (");
    rr__page_label(page, a[0] == '\0' ? RR__LABEL_LEVEL : RR__LABEL_LEVEL_CHANGE, a[0] == '\0' ? b : a, b, NULL);
    rr__buf_text(&page->line, page->options.lang == RR_LANG_ZH ? "）" : ")");
}

static void show_held(rr__page *page, const rr_match *match)
{
    for (size_t i = 0; i < match->held_count && i < HELD_SHOWN; i++) {
        rr__buf_text(&page->line, i == 0 ? "" : rr__semicolon(page));
        rr__page_add(page, rr_descriptor_label(page->taxonomy, match->held[i].descriptor, page->options.lang));
    }
    if (match->held_count > 0)
        rr__page_flow(page, head(page, RR__LABEL_CAN_DO), INDENT, RR__PLAIN);
}

static void show_gap(rr__page *page, const rr_match *match)
{
    char number[24];
    size_t shown = 0, essential = 0;
    for (size_t i = 0; i < match->gap_count; i++) {
        const rr_gap_item *item = &match->gap[i];
        essential += item->essential != 0;
        if (!item->essential || shown == GAP_SHOWN)
            continue;
        rr__buf_text(&page->line, shown++ == 0 ? "" : rr__semicolon(page));
        rr__page_add(page, rr_descriptor_label(page->taxonomy, item->descriptor, page->options.lang));
        rr__page_level(page, item->descriptor, item->from_level, item->to_level);
    }
    if (essential > shown) {
        rr__buf_text(&page->line, rr__semicolon(page));
        rr__page_label(page, RR__LABEL_AND_MORE, rr__number(number, (int64_t)(essential - shown)), NULL, NULL);
    }
    if (essential == 0)
        rr__page_label(page, RR__LABEL_NOTHING_MISSING, NULL, NULL, NULL);
    rr__page_flow(page, head(page, RR__LABEL_MISSING), INDENT, RR__PLAIN);
}

void rr__page_gap_item(rr__page *page, const rr_gap_item *item)
{
    char number[24], hours[24];
    const char *comma = page->options.lang == RR_LANG_ZH ? "，" : ", ";
    rr__page_add(page, rr_descriptor_label(page->taxonomy, item->descriptor, page->options.lang));
    rr__page_level(page, item->descriptor, item->from_level, item->to_level);
    rr__buf_text(&page->line, comma);
    rr__page_label(page, item->essential ? RR__LABEL_ESSENTIAL : RR__LABEL_OPTIONAL, NULL, NULL, NULL);
    if (item->importance_ppm >= 0) {
        rr__buf_text(&page->line, comma);
        rr__page_label(page, RR__LABEL_IMPORTANCE, rr__percent(number, item->importance_ppm), NULL, NULL);
    }
    if (item->hours >= 0) {
        rr__buf_text(&page->line, comma);
        rr__page_label(page, RR__LABEL_HOURS, rr__number(hours, item->hours), item->hours_basis, NULL);
    }
    if (item->readiness_ppm > 0) {
        rr__buf_text(&page->line, comma);
        rr__page_label(page, RR__LABEL_ADDS_READINESS, rr__percent(number, item->readiness_ppm), NULL, NULL);
    }
    if (item->relative != RR_NONE) {
        rr__buf_text(&page->line, comma);
        rr__page_label(page, RR__LABEL_RELATIVE,
                       rr_descriptor_label(page->taxonomy, item->relative, page->options.lang), NULL, NULL);
    }
    rr__page_decided(page, item->override);
}

void rr__page_dispute(rr__page *page, const rr_entry *entry)
{
    bool zh = page->options.lang == RR_LANG_ZH;
    if (!entry->disputed)
        return;
    rr__buf_text(&page->line, zh ? "（" : " (");
    rr__page_label(page, RR__LABEL_DISPUTED, NULL, NULL, NULL);
    rr__buf_text(&page->line, zh ? "）" : ")");
}

void rr__page_question(rr__page *page, const char *question)
{
    if (question[0] == '\0')
        return;
    rr__buf_text(&page->line, page->options.lang == RR_LANG_ZH ? "。" : ". ");
    rr__page_label(page, RR__LABEL_ASK, question, NULL, NULL);
}

void rr__page_verdict(rr__page *page, const rr_match *match, const rr_verdict *verdict, uint32_t indent)
{
    static const rr__word_id classes[] = {RR__LABEL_LAW, RR__LABEL_CUSTOM, RR__LABEL_PROGRAMME};
    static const rr__style styles[] = {RR__DOUBT, RR__GOOD, RR__BAD};
    rr_entry entry;
    rr_note claim;
    rr_lang lang = page->options.lang;
    const char *question = rr_occupation_entry_question(page->taxonomy, match->occupation, verdict->entry, lang);
    if (!rr_occupation_entry(page->taxonomy, match->occupation, verdict->entry, &entry))
        return;
    rr__page_state(page, verdict->state, verdict->override, verdict->computed);
    rr__page_add(page, rr_occupation_entry_text(page->taxonomy, match->occupation, verdict->entry, lang));
    rr__page_dispute(page, &entry);
    if (page->options.verbose)
        rr__page_provenance(page, &entry.provenance);
    if (verdict->state == RR_VERDICT_UNKNOWN)
        rr__page_question(page, question);
    rr__page_decided(page, verdict->override);
    rr__page_flow(page, head(page, classes[verdict->rule_class]), indent, styles[verdict->state]);
    for (uint32_t c = 0; c < entry.claim_count && entry.disputed; c++)
        if (rr_occupation_entry_claim(page->taxonomy, match->occupation, verdict->entry, c, lang, &claim)) {
            rr__page_add(page, claim.text);
            rr__page_provenance(page, &claim.provenance);
            rr__page_flow(page, NULL, indent, RR__DIM);
        }
}

/* Courses for the gap items that show_gap names. */
static void show_courses(rr__page *page, const rr_match *match)
{
    const rr_gap_item *items[GAP_SHOWN];
    size_t count = 0;
    for (size_t i = 0, shown = 0; i < match->gap_count && shown < GAP_SHOWN; i++) {
        shown += match->gap[i].essential != 0;
        if (match->gap[i].essential && match->gap[i].course_count > 0)
            items[count++] = &match->gap[i];
    }
    rr__page_course_lines(page, items, count, INDENT);
}

/* What is only to know, and what all roles share, waits for the end. */
static void show_findings(rr__page *page, const rr_match_result *result, const rr_match *match)
{
    for (size_t i = 0; i < match->finding_count; i++) {
        const rr_rule_finding *said = &match->findings[i];
        bool quiet = said->override == NULL && said->finding->delta_ppm == 0 && (said->finding->state == RRP_MET || (said->finding->flags & RRP_INFORMATION) != 0);
        if (!rr__is_shared(result, said) && (!quiet || page->options.verbose))
            rr__page_finding(page, said, INDENT, page->options.verbose || said->finding->delta_ppm != 0);
    }
    rr__page_clipped(page, match, INDENT);
}

static void show_role(rr__page *page, const rr_match_result *result, const rr_match *match)
{
    rr__page_gap(page);
    rr__page_int(page, match->rank);
    rr__buf_text(&page->line, match->rank < 10 ? "  " : " ");
    rr__page_add(page, rr_occupation_label(page->taxonomy, match->occupation, page->options.lang));
    rr__buf_text(&page->line, "  ");
    rr__page_add(page, rr__occupation_id(page->taxonomy, match->occupation));
    rr__page_flow(page, NULL, 0, RR__BOLD);
    rr__page_numbers(page, match);
    rr__page_role_overrides(page, result, match, INDENT);
    show_held(page, match);
    show_gap(page, match);
    show_courses(page, match);
    for (size_t i = 0; i < match->verdict_count; i++)
        if (match->verdicts[i].state != RR_VERDICT_MET || match->verdicts[i].override != NULL || page->options.verbose)
            rr__page_verdict(page, match, &match->verdicts[i], INDENT);
    show_findings(page, result, match);
    rr__page_exposure(page, match->occupation, INDENT);
}

void rr__page_unmatched(rr__page *page, const rr_profile *profile)
{
    bool any = false;
    for (size_t i = 0; i < rr_profile_skill_count(profile); i++) {
        const rr_skill *skill = rr_profile_skill(profile, i);
        if (skill->descriptor != RR_NONE || skill->state == RR_SKILL_STRUCK)
            continue;
        if (!any)
            rr__page_gap(page);
        any = true;
        rr__page_label(page, RR__LABEL_NOT_MATCHED, skill->text, NULL, NULL);
        rr__page_flow(page, NULL, 0, RR__DOUBT);
    }
}

static bool changes_order(const rr_match_result *result)
{
    rr_override_effect e;
    for (size_t i = 0; rr_match_override(result, i, &e); i++)
        if (e.override->kind == RR_OVERRIDE_ORDER && e.rank > 0 && e.applied)
            return true;
    return false;
}

void rr__page_counts(rr__page *page, const rr_match_result *result)
{
    char shown[24], ranked[24];
    rr__page_label(page, RR__LABEL_ROLES_OF, rr__number(shown, (int64_t)rr_match_count(result)),
                   rr__number(ranked, (int64_t)rr_match_ranked(result)), NULL);
    if (rr_match_sunk(result) > 0) {
        rr__buf_text(&page->line, rr__semicolon(page));
        rr__page_label(page, RR__LABEL_SUNK, rr__number(shown, (int64_t)rr_match_sunk(result)), NULL, NULL);
    }
    if (rr_match_left_out_count(result) > 0) {
        rr__buf_text(&page->line, "; ");
        rr__page_label(page, RR__LABEL_COUNT_LEFT_OUT, rr__number(shown, (int64_t)rr_match_left_out_count(result)), NULL, NULL);
    }
    if (changes_order(result)) {
        rr__buf_text(&page->line, "; ");
        rr__page_label(page, RR__LABEL_ORDER_CHANGED, NULL, NULL, NULL);
    }
    rr__page_flow(page, NULL, 0, RR__PLAIN);
}

void rr__match_text(rr__page *page, const rr_match_result *result, const rr_profile *profile, const rr_match_options *asked)
{
    rr__page_worker(page, profile, asked);
    rr__page_counts(page, result);
    rr__page_law_overrides(page, result);
    for (size_t i = 0; i < rr_match_count(result); i++)
        show_role(page, result, rr_match_at(result, i));
    rr__page_shared(page, result);
    rr__page_overrides(page, result);
    rr__page_plugins(page, result, asked);
    rr__page_unmatched(page, profile);
    if (rr_match_count(result) > 0) {
        rr__page_gap(page);
        rr__page_label(page, RR__LABEL_EXPLAIN_HINT, rr__occupation_id(page->taxonomy, rr_match_at(result, 0)->occupation), NULL, NULL);
        rr__page_flow(page, NULL, 0, RR__DIM);
    }
}
