/* SPDX-License-Identifier: MIT */
/* A match in, the tables a caseworker reads out: what is held, what is missing, which rules there are, how the fit adds up. */
#include <string.h>

#include "render/match_page.h"

static void put_more(rr__html *h, size_t shown, size_t count)
{
    char number[24];
    if (count <= shown)
        return;
    rr__html_open(h, RR__TAG_p);
    rr__html_word(h, RR__LABEL_AND_MORE, rr__number(number, (int64_t)(count - shown)), NULL, NULL);
    rr__html_close(h);
}

void rr__html_worker(rr__html *h, const rr__match_page *p)
{
    rr__html_open_class(h, RR__TAG_p, "strong");
    rr__html_word(h, RR__LABEL_WORKER, rr_profile_id(p->profile), NULL, NULL);
    rr__html_own(h, ": ", "：");
    rr__html_jobs(h, p->profile);
    rr__html_close(h);
    if (p->asked->date[0] == '\0')
        return;
    rr__page_label(h->page, RR__LABEL_TODAY, p->asked->date, NULL, NULL);
    if (p->asked->region != NULL) {
        rr__buf_text(&h->page->line, rr__between(h->page, ", ", "，"));
        rr__page_add(h->page, p->asked->region);
    }
    rr__html_flow(h, NULL, RR__DIM);
}

void rr__html_role_name(rr__html *h, const rr_match *match)
{
    rr__page_int(h->page, match->rank);
    rr__buf_text(&h->page->line, ". ");
    rr__html_line(h);
    rr__html_name(h, rr_occupation_label(h->page->taxonomy, match->occupation, h->page->options.lang));
}

void rr__html_long_name(rr__html *h, const rr_match *match)
{
    const char *label = rr_occupation_label(h->page->taxonomy, match->occupation, h->page->options.lang);
    if (rr__fit_columns(label, strlen(label), RR__NAME_COLUMNS) == strlen(label))
        return;
    rr__html_open(h, RR__TAG_p);
    rr__html_name(h, label);
    rr__html_close(h);
}

void rr__html_codes(rr__html *h, const rr_match *match)
{
    rr_code code;
    rr__page *page = h->page;
    rr__html_open(h, RR__TAG_small);
    rr__page_add(page, rr__occupation_id(page->taxonomy, match->occupation));
    for (uint32_t k = 0; rr_occupation_code(page->taxonomy, match->occupation, k, &code); k++) {
        rr__buf_text(&page->line, "; ");
        rr__page_add(page, code.scheme);
        rr__buf_text(&page->line, code.edition[0] == '\0' ? "" : " ");
        rr__page_add(page, code.edition);
        rr__buf_char(&page->line, ' ');
        rr__page_add(page, code.code);
    }
    rr__html_line(h);
    rr__html_close(h);
}

static void put_level(rr__html *h, uint32_t descriptor, int32_t from, int32_t to)
{
    char a[32] = "", b[32] = "";
    rr__html_number(h);
    if (to < 0 || rr_level_format(h->page->taxonomy, descriptor, to, b, sizeof b) == 0) {
        rr__html_own(h, "–", "–");
        return;
    }
    if (from > 0)
        rr_level_format(h->page->taxonomy, descriptor, from, a, sizeof a);
    if (a[0] == '\0')
        rr__html_text(h, b);
    else
        rr__html_word(h, RR__LABEL_LEVELS, a, b, NULL);
}

/* "by override: REASON"; nothing for NULL. */
static void put_decided(rr__html *h, const rr_override *o)
{
    if (o == NULL)
        return;
    rr__html_open_class(h, RR__TAG_p, "doubt");
    rr__page_label(h->page, RR__LABEL_BY_OVERRIDE, NULL, NULL, NULL);
    rr__page_reason(h->page, o);
    rr__html_line(h);
    rr__html_close(h);
}

static void put_origin(rr__html *h, const rr_profile *profile, const rr_held *held)
{
    static const rr__word_id labels[] = {RR__LABEL_INFERRED_PLAIN, RR__LABEL_STATED, RR__LABEL_VERIFIED, RR__LABEL_ESTIMATED};
    rr__page *page = h->page;
    rr__html_cell(h);
    if (held->origin != RR_ORIGIN_INFERRED || held->job >= rr_profile_job_count(profile)) {
        rr__html_word(h, labels[held->origin], NULL, NULL, NULL);
        return;
    }
    const rr_job *from = rr_profile_job(profile, held->job);
    rr__html_word_name(h, RR__LABEL_INFERRED,
                       from->occupation == RR_NONE ? from->title : rr_occupation_label(page->taxonomy, from->occupation, page->options.lang));
}

void rr__html_held(rr__html *h, const rr__match_page *p, size_t most)
{
    static const rr__word_id columns[] = {RR__LABEL_COL_SKILL, RR__LABEL_COL_LEVEL, RR__LABEL_COL_ORIGIN, RR__LABEL_COL_ADDS_FIT};
    const rr_match *match = p->match;
    if (match->held_count == 0)
        return;
    rr__html_table(h, RR__LABEL_HELD_CAPTION, columns, 4);
    for (size_t i = 0; i < match->held_count && i < most; i++) {
        rr__html_row(h);
        rr__html_row_head(h);
        rr__html_name(h, rr_descriptor_label(h->page->taxonomy, match->held[i].descriptor, h->page->options.lang));
        put_level(h, match->held[i].descriptor, -1, match->held[i].level);
        put_origin(h, p->profile, &match->held[i]);
        put_decided(h, match->held[i].override);
        rr__html_percent(h, match->held[i].contribution_ppm);
    }
    rr__html_table_end(h);
    put_more(h, most, match->held_count);
}

/* How long it takes, and the courses of the region. */
static void put_learning(rr__html *h, const rr_gap_item *item)
{
    char hours[24];
    rr__page *page = h->page;
    if (item->hours >= 0)
        rr__page_label(page, RR__LABEL_HOURS, rr__number(hours, item->hours), item->hours_basis, NULL);
    if (item->course_count > 0) {
        rr__buf_text(&page->line, page->line.len > 0 ? rr__between(h->page, "; ", "；") : "");
        rr__page_courses(page, item);
    }
    if (page->line.len == 0)
        rr__html_own(h, "–", "–");
    rr__html_line(h);
}

static void put_gap_row(rr__html *h, const rr_gap_item *item)
{
    rr__page *page = h->page;
    rr__html_row(h);
    rr__html_row_head(h);
    rr__html_name(h, rr_descriptor_label(page->taxonomy, item->descriptor, page->options.lang));
    if (item->relative != RR_NONE) {
        rr__html_own(h, " (", "（");
        rr__html_word_name(h, RR__LABEL_RELATIVE, rr_descriptor_label(page->taxonomy, item->relative, page->options.lang));
        rr__html_own(h, ")", "）");
    }
    put_level(h, item->descriptor, item->from_level, item->to_level);
    rr__html_short(h);
    rr__page_label(page, item->essential ? RR__LABEL_ESSENTIAL : RR__LABEL_OPTIONAL, NULL, NULL, NULL);
    if (item->importance_ppm >= 0) {
        rr__buf_text(&page->line, rr__between(h->page, ", ", "，"));
        rr__html_add_share(h, item->importance_ppm);
    }
    rr__html_line(h);
    rr__html_percent(h, item->readiness_ppm);
    rr__html_cell(h);
    put_learning(h, item);
    put_decided(h, item->override);
}

void rr__html_gap(rr__html *h, const rr__match_page *p, size_t most)
{
    static const rr__word_id columns[] = {RR__LABEL_COL_SKILL, RR__LABEL_COL_LEVEL, RR__LABEL_COL_NEED, RR__LABEL_COL_ADDS_READINESS,
                                          RR__LABEL_COL_LEARNING};
    const rr_match *match = p->match;
    if (match->gap_count == 0) {
        rr__html_word_in(h, RR__TAG_p, RR__LABEL_NO_CHANGE);
        return;
    }
    rr__html_table(h, RR__LABEL_GAP_CAPTION, columns, 5);
    for (size_t i = 0; i < match->gap_count && i < most; i++)
        put_gap_row(h, &match->gap[i]);
    rr__html_table_end(h);
    put_more(h, most, match->gap_count);
}

static bool take_verdict(const rr__page *page, const rr_match *match, size_t index, rr__rule *out)
{
    static const rr__word_id kinds[] = {RR__LABEL_LAW, RR__LABEL_CUSTOM, RR__LABEL_PROGRAMME};
    const rr_verdict *v = &match->verdicts[index];
    *out = (rr__rule){.kind = kinds[v->rule_class], .state = v->state, .law = v->rule_class == RR_CLASS_LAW, .verdict = v,
                      .text = rr_occupation_entry_text(page->taxonomy, match->occupation, v->entry, page->options.lang),
                      .question = rr_occupation_entry_question(page->taxonomy, match->occupation, v->entry, page->options.lang)};
    return true;
}

bool rr__rule_at(const rr__page *page, const rr_match *match, size_t index, rr__rule *out)
{
    static const rr__word_id kinds[] = {RR__LABEL_LAW, RR__LABEL_LAW, RR__LABEL_CUSTOM, RR__LABEL_PROGRAMME};
    if (index < match->verdict_count)
        return take_verdict(page, match, index, out);
    index -= match->verdict_count;
    if (index >= match->finding_count)
        return false;
    const rrp_finding *f = match->findings[index].finding;
    bool information = (f->flags & RRP_INFORMATION) != 0;
    *out = (rr__rule){.kind = information ? RR__LABEL_TO_KNOW : f->delta_ppm != 0 ? RR__LABEL_ADJUSTED : kinds[f->rule_class & 3],
                      .state = (rr_verdict_state)(f->state % 3), .information = information || f->delta_ppm != 0,
                      .law = f->rule_class == RRP_LAW, .delta_ppm = f->delta_ppm, .said = &match->findings[index],
                      .text = rr_plugin_text(&f->texts, page->options.lang), .question = rr_plugin_text(&f->questions, page->options.lang)};
    return true;
}

bool rr__is_entry_as_before(const rr_match *before, const rr_verdict *v)
{
    for (size_t i = 0; i < before->verdict_count; i++)
        if (before->verdicts[i].entry == v->entry)
            return before->verdicts[i].state == v->state;
    return false;
}

bool rr__is_finding_as_before(const rr_match *before, const rr_rule_finding *said)
{
    for (size_t i = 0; i < before->finding_count; i++)
        if (rr__same_rule(&before->findings[i], said))
            return before->findings[i].finding->state == said->finding->state;
    return false;
}

static bool is_as_before(const rr_match *before, const rr__rule *rule)
{
    return before != NULL && (rule->verdict != NULL ? rr__is_entry_as_before(before, rule->verdict) : rr__is_finding_as_before(before, rule->said));
}

bool rr__rule_is_among(const rr__match_page *p, const rr__rule *rule, rr__which which)
{
    bool shared = rule->said != NULL && rr_match_count(p->result) > 1 && rr__is_shared(p->result, rule->said);
    return !is_as_before(p->before, rule) && (which == RR__RULES_ALL || shared == (which == RR__RULES_SHARED));
}

static void put_claims(rr__html *h, const rr_match *match, uint32_t entry, uint32_t count)
{
    rr_note claim;
    for (uint32_t c = 0; c < count; c++)
        if (rr_occupation_entry_claim(h->page->taxonomy, match->occupation, entry, c, h->page->options.lang, &claim)) {
            rr__html_open(h, RR__TAG_p);
            rr__page_add(h->page, claim.text);
            rr__buf_text(&h->page->line, rr__between(h->page, " (", "（"));
            rr__html_line(h);
            rr__html_source(h, &claim.provenance);
            rr__html_own(h, ")", "）");
            rr__html_close(h);
        }
}

static void put_said_source(rr__html *h, const rr_rule_finding *said)
{
    static const rr__word_id confidences[] = {RR__LABEL_COUNT, RR__LABEL_LOW, RR__LABEL_MEDIUM, RR__LABEL_HIGH};
    const rrp_finding *f = said->finding;
    rr_plugin_info info;
    if (f->source.n > 0) {
        rr__html_link(h, f->source_url.n > 0 ? f->source_url.p : "", f->source.p);
        rr__buf_text(&h->page->line, rr__between(h->page, ", ", "，"));
    }
    if (f->source.n > 0 && f->confidence != 0) {
        rr__page_label(h->page, confidences[f->confidence & 3], NULL, NULL, NULL);
        rr__buf_text(&h->page->line, rr__between(h->page, "; ", "；"));
    }
    rr__page_add(h->page, rr_plugins_at(h->page->plugins, said->plugin, &info) ? info.id : "");
    rr__html_line(h);
}

static void put_state(rr__html *h, const rr__rule *rule)
{
    char number[24];
    rr__html_short(h);
    if (rule->delta_ppm != 0) {
        rr__buf_text(&h->page->line, rule->delta_ppm < 0 ? "" : "+");
        rr__buf_text(&h->page->line, rr__percent(number, rule->delta_ppm));
        rr__buf_text(&h->page->line, rr__between(h->page, " %", "%"));
        rr__html_line(h);
    } else if (!rule->information) {
        rr__html_word_in(h, RR__TAG_b, rr__verdict_word(rule->state));
    } else {
        rr__html_own(h, "–", "–");
    }
}

/* Where the caseworker decided: how, what was computed, and why. */
static void put_rule_decided(rr__html *h, const rr__rule *rule)
{
    const rr_override *o = rule->verdict != NULL ? rule->verdict->override : rule->said->override;
    if (o == NULL)
        return;
    rr__html_open_class(h, RR__TAG_p, rule->law ? "bad" : "doubt");
    rr__page_settled(h->page, rule->state, o, rule->verdict != NULL ? rule->verdict->computed : rule->said->computed);
    rr__html_line(h);
    rr__html_close(h);
}

static void put_rule(rr__html *h, const rr_match *match, const rr__rule *rule)
{
    rr_entry entry = {0};
    rr__page *page = h->page;
    if (rule->verdict != NULL)
        rr_occupation_entry(page->taxonomy, match->occupation, rule->verdict->entry, &entry);
    rr__html_row(h);
    rr__html_row_head(h);
    rr__html_word(h, rule->kind, NULL, NULL, NULL);
    put_state(h, rule);
    rr__html_cell(h);
    rr__page_add(page, rule->text);
    rr__page_dispute(page, &entry);
    if (rule->state == RR_VERDICT_UNKNOWN)
        rr__page_question(page, rule->question);
    rr__html_line(h);
    put_rule_decided(h, rule);
    if (entry.claim_count > 0)
        put_claims(h, match, rule->verdict->entry, entry.claim_count);
    rr__html_open_class(h, RR__TAG_p, "dim");
    rr__html_word(h, RR__LABEL_SOURCE, NULL, NULL, NULL);
    rr__html_own(h, ": ", "：");
    if (rule->verdict != NULL)
        rr__html_source(h, &entry.provenance);
    else
        put_said_source(h, rule->said);
}

void rr__html_rules(rr__html *h, const rr__match_page *p, rr__which which)
{
    static const rr__word_id columns[] = {RR__LABEL_COL_KIND, RR__LABEL_COL_STATE, RR__LABEL_COL_RULE};
    rr__rule rule;
    bool any = false;
    for (size_t i = 0; p->match != NULL && rr__rule_at(h->page, p->match, i, &rule); i++) {
        if (!rr__rule_is_among(p, &rule, which))
            continue;
        if (!any)
            rr__html_table(h, which == RR__RULES_SHARED ? RR__LABEL_FOR_ALL_ROLES : RR__LABEL_RULES_CAPTION, columns, 3);
        any = true;
        put_rule(h, p->match, &rule);
    }
    if (any)
        rr__html_table_end(h);
}

static void put_summand(rr__html *h, const rr_contribution *c, const rr__match_page *p)
{
    static const rr__word_id labels[] = {RR__LABEL_REST,   RR__LABEL_SAME_WORK, RR__LABEL_SAME_TEXT, RR__LABEL_MEAN,
                                          RR__LABEL_OFFSET, RR__LABEL_CLAMP,     RR__LABEL_REST};
    rr_term term;
    rr__html_row(h);
    rr__html_row_head(h);
    if (c->descriptor != RR_NONE)
        rr__html_name(h, rr_descriptor_label(h->page->taxonomy, c->descriptor, h->page->options.lang));
    else
        rr__html_word(h, labels[c->kind], NULL, NULL, NULL);
    rr__html_cell(h);
    if (c->term != RR_NONE && rr_matcher_term(p->matcher, c->term, p->asked->no_titles, p->asked->no_text, &term))
        rr__html_text(h, term.id);
    rr__html_number(h);
    rr__page_int(h->page, c->ppm);
    rr__html_line(h);
}

void rr__html_sum(rr__html *h, const rr__match_page *p)
{
    static const rr__word_id columns[] = {RR__LABEL_COL_SUMMAND, RR__LABEL_COL_TERM, RR__LABEL_COL_PPM};
    rr__html_table(h, RR__LABEL_SUM_CAPTION, columns, 3);
    for (size_t i = 0; i < p->match->contribution_count; i++)
        put_summand(h, &p->match->contributions[i], p);
    rr__html_row(h);
    rr__html_row_head(h);
    rr__html_word_in(h, RR__TAG_b, RR__LABEL_SUM);
    rr__html_cell(h);
    rr__html_number(h);
    rr__page_int(h->page, p->match->fit_ppm);
    rr__html_line(h);
    rr__html_table_end(h);
}
