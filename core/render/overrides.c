/* SPDX-License-Identifier: MIT */
/* What the caseworker decided and what it changed in; lines of text and cells out. Wherever something overridden is
 * shown, so are the override and its reason. */
#include <string.h>

#include "base/text.h"
#include "render/html.h"

void rr__page_reason(rr__page *page, const rr_override *o)
{
    rr__page_add(page, o->reason);
    if (o->who == NULL && o->date == NULL)
        return;
    rr__buf_text(&page->line, rr__between(page, " (", "（"));
    rr__page_add(page, o->who == NULL ? "" : o->who);
    rr__buf_text(&page->line, o->who != NULL && o->date != NULL ? rr__between(page, ", ", "，") : "");
    rr__page_add(page, o->date == NULL ? "" : o->date);
    rr__buf_text(&page->line, rr__between(page, ")", "）"));
}

void rr__page_decided(rr__page *page, const rr_override *o)
{
    if (o == NULL)
        return;
    rr__buf_text(&page->line, rr__between(page, "; ", "；"));
    rr__page_label(page, RR__LABEL_BY_OVERRIDE, NULL, NULL, NULL);
    rr__page_reason(page, o);
}

static void add_state(rr__page *page, rr_verdict_state state, const rr_override *o, rr_verdict_state computed)
{
    rr__page_label(page, rr__verdict_word(state), NULL, NULL, NULL);
    if (o != NULL && state != computed)
        rr__page_label(page, RR__LABEL_OVERRIDDEN, rr__word(page->options.lang, rr__verdict_word(computed)), NULL, NULL);
}

void rr__page_state(rr__page *page, rr_verdict_state state, const rr_override *o, rr_verdict_state computed)
{
    add_state(page, state, o, computed);
    rr__buf_text(&page->line, rr__between(page, ": ", "："));
}

void rr__page_settled(rr__page *page, rr_verdict_state state, const rr_override *o, rr_verdict_state computed)
{
    add_state(page, state, o, computed);
    rr__page_decided(page, o);
}

/* "drive vehicles: struck out (was held, level 3)" */
static void add_skill(rr__page *page, const rr__decided *of, const rr_override_effect *e)
{
    (void)of;
    static const rr__word_id labels[] = {RR__LABEL_OVERRIDE_STRIKE, RR__LABEL_OVERRIDE_ADD, RR__LABEL_OVERRIDE_LEVEL};
    const rr_override *o = e->override;
    char level[32] = "";
    bool graded = o->kind == RR_OVERRIDE_ADD && o->level != NULL;
    rr__page_label(page, graded ? RR__LABEL_OVERRIDE_ADD_LEVEL : labels[o->kind],
                   rr_descriptor_label(page->taxonomy, o->descriptor, page->options.lang), o->level, NULL);
    rr__buf_text(&page->line, rr__between(page, " (", "（"));
    rr__page_label(page, e->was_held     ? RR__LABEL_WAS_HELD
                         : e->was_struck ? RR__LABEL_WAS_STRUCK
                                         : RR__LABEL_WAS_NOT_HELD, NULL, NULL, NULL);
    if (e->was_level >= 0 && rr_level_format(page->taxonomy, o->descriptor, e->was_level, level, sizeof level) > 0) {
        rr__buf_text(&page->line, rr__between(page, ", ", "，"));
        rr__page_label(page, RR__LABEL_LEVEL, level, NULL, NULL);
    }
    rr__buf_text(&page->line, rr__between(page, ")", "）"));
}

static const rrp_finding *find_said_of(const rr_match *m, const rr_override *o)
{
    for (size_t k = 0; k < m->finding_count && (o->occupation == RR_NONE || o->occupation == m->occupation); k++)
        if (m->findings[k].plugin == o->plugin_index && strcmp(m->findings[k].finding->code.p, o->condition) == 0)
            return m->findings[k].finding;
    return NULL;
}

/* The first finding of the results that the override is about; NULL: none says it. */
static const rrp_finding *find_said(const rr__decided *of, const rr_override *o)
{
    const rrp_finding *said = NULL;
    for (size_t r = 0; r < of->count && said == NULL; r++)
        for (size_t i = 0; i < rr_match_count(of->results[r]) && said == NULL; i++)
            said = find_said_of(rr_match_at(of->results[r], i), o);
    return said;
}

/* The rule in words; the caseworker also reads whose it is and its code. */
static void add_rule(rr__page *page, const rr__decided *of, const rr_override *o)
{
    const rrp_finding *said = find_said(of, o);
    bool client = page->options.view == RR_VIEW_CLIENT;
    if (said != NULL)
        rr__page_add(page, rr_plugin_text(&said->texts, page->options.lang));
    else if (client)
        rr__page_label(page, RR__LABEL_RULE_OF, rr_plugins_name(page->plugins, o->plugin_index, page->options.lang), NULL, NULL);
    if (client)
        return;
    rr__buf_text(&page->line, said != NULL ? rr__between(page, " (", "（") : "");
    rr__page_add(page, o->plugin);
    rr__buf_text(&page->line, rr__between(page, ", ", "，"));
    rr__page_add(page, o->condition);
    rr__buf_text(&page->line, said != NULL ? rr__between(page, ")", "）") : "");
}

/* "Robotaxi operator, driving record: met (computed: unknown)" */
static void add_condition(rr__page *page, const rr__decided *of, const rr_override_effect *e)
{
    const rr_override *o = e->override;
    rr__page_add(page, o->occupation == RR_NONE ? rr__between(page, "every role", "全部岗位")
                                                : rr_occupation_label(page->taxonomy, o->occupation, page->options.lang));
    rr__buf_text(&page->line, rr__between(page, ", ", "，"));
    if (o->kind == RR_OVERRIDE_FINDING)
        add_rule(page, of, o);
    else
        rr__page_add(page, rr_occupation_entry_text(page->taxonomy, o->occupation, o->entry, page->options.lang));
    rr__buf_text(&page->line, rr__between(page, ": ", "："));
    rr__page_label(page, rr__verdict_word(o->state), NULL, NULL, NULL);
    if (e->applied)
        rr__page_label(page, RR__LABEL_OVERRIDDEN, rr__word(page->options.lang, rr__verdict_word(e->was_state)), NULL, NULL);
}

/* "Driving instructor: put first (computed rank 4)" */
static void add_order(rr__page *page, const rr__decided *of, const rr_override_effect *e)
{
    (void)of;
    const rr_override *o = e->override;
    char rank[24], computed[24];
    rr__word_id label = o->place == RR_PLACE_OUT    ? RR__LABEL_OVERRIDE_OUT
                        : o->place == RR_PLACE_LAST ? RR__LABEL_OVERRIDE_LAST
                        : o->place == 1             ? RR__LABEL_OVERRIDE_FIRST
                                                    : RR__LABEL_OVERRIDE_RANK;
    rr__page_label(page, label, rr_occupation_label(page->taxonomy, o->occupation, page->options.lang),
                   rr__number(rank, e->rank == 0 ? o->place : e->rank), NULL);
    if (e->was_rank > 0)
        rr__page_label(page, RR__LABEL_COMPUTED_RANK, rr__number(computed, e->was_rank), NULL, NULL);
}

/* What the override did in any of the results: each is said once, as where it did most. False: there is none. */
static bool find_effect(const rr__decided *of, size_t index, rr_override_effect *out)
{
    rr_override_effect e;
    bool found = false;
    for (size_t k = 0; k < of->count && rr_match_override(of->results[k], index, &e); k++) {
        if (!found || (e.applied && !out->applied) || (e.is_law && !out->is_law))
            *out = e;
        found = true;
    }
    return found;
}

static void add_effect(rr__page *page, const rr__decided *of, const rr_override_effect *e)
{
    static void (*const adders[])(rr__page *, const rr__decided *, const rr_override_effect *) = {add_skill, add_skill, add_skill, add_condition, add_condition, add_order};
    adders[e->override->kind](page, of, e);
    rr__buf_text(&page->line, rr__between(page, ". ", "。"));
    rr__page_label(page, RR__LABEL_REASON, NULL, NULL, NULL);
    rr__page_reason(page, e->override);
    if (e->applied)
        return;
    rr__buf_text(&page->line, rr__between(page, ". ", "。"));
    rr__page_label(page, RR__LABEL_OVERRIDE_NOTHING, NULL, NULL, NULL);
}

/* Whether the override is about what is shown of the role beside its conditions, which say it themselves. */
static bool concerns(const rr_match *match, const rr_override *o)
{
    bool found = match->order == o;
    for (size_t i = 0; i < match->held_count && !found; i++)
        found = match->held[i].override == o;
    for (size_t i = 0; i < match->gap_count && !found; i++)
        found = match->gap[i].override == o;
    return found;
}

void rr__page_role_overrides(rr__page *page, const rr_match_result *result, const rr_match *match, uint32_t indent)
{
    rr_override_effect e;
    for (size_t i = 0; rr_match_override(result, i, &e); i++) {
        if (!concerns(match, e.override))
            continue;
        add_effect(page, &(rr__decided){{result}, 1}, &e);
        rr__page_flow(page, rr__word(page->options.lang, RR__LABEL_OVERRIDE), indent, RR__DOUBT);
    }
}

/* ---- on a client's sheet ---- */

enum { TOP_LINES = 4, EACH_LINES = 2, FOR_LINE = 13, FOR_TOP_LINE = 16, FOR_HEADING = 26 };

static void add_law(rr__page *page)
{
    rr__page_label(page, RR__LABEL_LAW_OVERRIDDEN, NULL, NULL, NULL);
    rr__buf_text(&page->line, rr__between(page, ": ", "："));
}

/* Lines of a sheet for what was decided: of rules of law, which stand on top, or of everything else. */
typedef struct deciding { rr__page *page; bool law, put; size_t columns, most, used, more; bool cut; } deciding;

static bool is_sheet(const rr__page *page)
{
    return page->html != NULL && rr__is_client(page);
}

/* What is longer than its lines ends in an ellipsis, which is said. */
static void cut_line(deciding *d)
{
    rr__buf *line = &d->page->line;
    size_t columns = d->columns * EACH_LINES;
    if (line->failed || rr__width(line->data, line->len) <= columns)
        return;
    line->len = rr__fit_columns(line->data, line->len, columns - 1);
    rr__buf_text(line, "…");
    d->cut = true;
}

static rr__style style_of(const rr_override_effect *e)
{
    return !e->applied ? RR__DOUBT : e->is_law ? RR__BAD : RR__PLAIN;
}

static void end_line(deciding *d, rr__style style)
{
    if (d->put && d->used == 0 && !d->law)
        rr__html_open_class(d->page->html, RR__TAG_div, "fine");
    d->used += d->page->line.failed ? 1 : 1 + rr__width(d->page->line.data, d->page->line.len) / d->columns;
    if (d->put)
        rr__page_flow(d->page, NULL, 0, style);
    else
        rr__page_forget(d->page);
}

/* One after the other while there is room; there always is for the first, and for how many more there are. */
static void each_decision(deciding *d, const rr__decided *of)
{
    char number[24];
    rr_override_effect e;
    for (size_t i = 0; find_effect(of, i, &e); i++) {
        if ((e.is_law != 0) != d->law)
            continue;
        if (d->used > 0 && d->used + EACH_LINES >= d->most) {
            d->more++;
            continue;
        }
        if (d->law)
            add_law(d->page);
        add_effect(d->page, of, &e);
        cut_line(d);
        end_line(d, style_of(&e));
    }
    if (d->more > 0)
        rr__page_label(d->page, RR__LABEL_OVERRIDES_MORE, rr__number(number, (int64_t)d->more), NULL, NULL);
    else if (d->cut)
        rr__page_label(d->page, RR__LABEL_OVERRIDES_CUT, NULL, NULL, NULL);
    if (d->more > 0 || d->cut)
        end_line(d, d->law ? RR__BAD : RR__DOUBT);
}

static deciding decide(rr__page *page, bool law, bool put, size_t most)
{
    bool beside = page->html->beside;
    return (deciding){.page = page, .law = law, .put = put, .columns = law ? (beside ? 46 : 100) : beside ? 52 : 112, .most = law ? TOP_LINES : most};
}

size_t rr__measure_overrides(rr__page *page, const rr__decided *of, size_t most)
{
    deciding law = decide(page, true, false, most), rest = decide(page, false, false, most);
    each_decision(&law, of);
    each_decision(&rest, of);
    return law.used * FOR_TOP_LINE + (rest.used > 0 ? FOR_HEADING : 0) + rest.used * FOR_LINE;
}

void rr__client_overrides_of(rr__page *page, const rr__decided *of, size_t most)
{
    if (!is_sheet(page)) {
        rr__page_overrides_of(page, of);
        return;
    }
    deciding d = decide(page, false, false, most);
    each_decision(&d, of);
    if (d.used == 0)
        return;
    rr__page_heading(page, RR__LABEL_OVERRIDES);
    d = decide(page, false, true, most);
    each_decision(&d, of);
    rr__html_close(page->html);
}

void rr__client_overrides(rr__page *page, const rr_match_result *result, size_t most)
{
    rr__client_overrides_of(page, &(rr__decided){{result}, 1}, most);
}

void rr__page_law_overrides_of(rr__page *page, const rr__decided *of)
{
    rr_override_effect e;
    if (is_sheet(page)) {
        deciding d = decide(page, true, true, 0);
        each_decision(&d, of);
        return;
    }
    for (size_t i = 0; find_effect(of, i, &e); i++) {
        if (!e.is_law)
            continue;
        add_law(page);
        add_effect(page, of, &e);
        rr__page_flow(page, NULL, 0, RR__BAD);
    }
}

void rr__page_law_overrides(rr__page *page, const rr_match_result *result)
{
    rr__page_law_overrides_of(page, &(rr__decided){{result}, 1});
}

void rr__page_overrides_of(rr__page *page, const rr__decided *of)
{
    rr_override_effect e;
    for (size_t i = 0; find_effect(of, i, &e); i++) {
        if (i == 0)
            rr__page_heading(page, RR__LABEL_OVERRIDES);
        add_effect(page, of, &e);
        rr__page_flow(page, NULL, 3, style_of(&e));
    }
}

void rr__page_overrides(rr__page *page, const rr_match_result *result)
{
    rr__page_overrides_of(page, &(rr__decided){{result}, 1});
}

/* ---- tables ---- */

/* Whether the override changed anything in the role, conditions too. */
static bool changes(const rr_match *match, const rr_override *o)
{
    bool found = concerns(match, o);
    for (size_t k = 0; k < match->verdict_count && !found; k++)
        found = match->verdicts[k].override == o;
    for (size_t k = 0; k < match->finding_count && !found; k++)
        found = match->findings[k].override == o;
    return found;
}

/* Whether the role has or wants the skill that the override is about. */
static bool has_skill_of(const rr_match *match, const rr_override *o)
{
    bool found = false;
    for (size_t i = 0; i < match->held_count && !found; i++)
        found = match->held[i].descriptor == o->descriptor;
    for (size_t i = 0; i < match->gap_count && !found; i++)
        found = match->gap[i].descriptor == o->descriptor;
    return found && o->descriptor != RR_NONE;
}

static void add_to_cell(rr__page *page, const rr_match_result *result, const rr_override_effect *e)
{
    rr__buf_text(&page->line, page->line.len == 0 ? "" : " | ");
    add_effect(page, &(rr__decided){{result}, 1}, e);
}

void rr__cell_overrides(rr__page *page, const rr_match_result *result, const rr_match *match)
{
    rr__cell_later_overrides(page, NULL, result, match);
}

void rr__cell_later_overrides(rr__page *page, const rr_match_result *today, const rr_match_result *result, const rr_match *match)
{
    rr_override_effect e;
    rr__page_forget(page);
    for (size_t i = 0; today != NULL && rr_match_override(today, i, &e); i++)
        if (has_skill_of(match, e.override))
            add_to_cell(page, today, &e);
    for (size_t i = 0; rr_match_override(result, i, &e); i++)
        if (changes(match, e.override))
            add_to_cell(page, result, &e);
    rr__cell_line(page);
}

void rr__rows_overrides(rr__page *page, const rr_match_result *result, size_t empty)
{
    rr_override_effect e;
    for (size_t i = 0; rr_match_override(result, i, &e); i++) {
        rr__cell(page, "override", true);
        rr__cell(page, e.override->descriptor == RR_NONE ? "" : rr__descriptor_id(page->taxonomy, e.override->descriptor), false);
        rr__cell(page, "", false);
        rr__page_forget(page);
        add_effect(page, &(rr__decided){{result}, 1}, &e);
        rr__cell_line(page);
        rr__cells_empty(page, empty);
        rr__row_end(page);
    }
}
