/* SPDX-License-Identifier: MIT */
/* A page of text for a terminal: wrapped at its width (wide characters counted), with colours when
 * asked for; and what all renderers share: labels, names, percentages, the way to the sink. */
#ifndef RR_RENDER_PAGE_H
#define RR_RENDER_PAGE_H

#include <reroute/render.h>

#include "base/error.h"
#include "base/json.h"
#include "base/mem.h"

typedef enum rr__word_id {
#define LABEL(name, en, zh) RR__LABEL_##name,
#include "render/labels.def"
#undef LABEL
    RR__LABEL_COUNT
} rr__word_id;

typedef enum rr__style { RR__PLAIN, RR__BOLD, RR__DIM, RR__GOOD, RR__BAD, RR__DOUBT } rr__style;

typedef struct rr__page {
    rr__buf out;      /* what is written */
    rr__buf line;     /* the piece being put together; see rr__page_flow */
    const rr_taxonomy *taxonomy;
    const rr_plugins *plugins; /* of the match; NULL: none */
    struct rr__html *html;     /* the page is HTML; NULL: text or a table */
    rr_render_options options;
} rr__page;

void rr__page_init(rr__page *page, const rr_taxonomy *taxonomy, const rr_context *context, const rr_render_options *options);
/* Sends the page to the sink and frees it; `status` other than RR_OK only frees. */
rr_status rr__page_send(rr__page *page, const rr_sink *sink, rr_error *err);

/* Pieces of the current line buffer. */
void rr__page_add(rr__page *page, const char *text);                 /* control characters made visible */
void rr__page_label(rr__page *page, rr__word_id label, const char *a, const char *b, const char *c);
const char *rr__semicolon(const rr__page *page); /* "; " as the language writes it */
void rr__page_int(rr__page *page, int64_t value);
/* Writes the line buffer wrapped at the width: `head` (may be NULL) stands in a column of `indent`
 * characters, later lines hang below the text. Clears the buffer. */
void rr__page_flow(rr__page *page, const char *head, uint32_t indent, rr__style style);
void rr__page_forget(rr__page *page); /* clears the line buffer, but not that it failed */
void rr__page_gap(rr__page *page); /* an empty line */
void rr__page_heading(rr__page *page, rr__word_id label);

/* How many bytes of `text` fit into so many columns of a terminal, at least one character: all, or up to where a line may
 * end (rr__fit_line) or anywhere (rr__fit_columns). */
size_t rr__fit_line(const char *text, size_t len, size_t columns);
size_t rr__fit_columns(const char *text, size_t len, size_t columns);

const char *rr__word(rr_lang lang, rr__word_id id);
const char *rr__between(const rr__page *page, const char *en, const char *zh); /* the one of the page's language */
/* "71.2" of 712345 ppm. */
const char *rr__percent(char out[24], int64_t ppm);
const char *rr__number(char out[24], int64_t value);
/* YYYY-MM-DD of a day since 1970. */
const char *rr__day(char out[16], int32_t day);
/* "1800 CNY" of 180000 minor units; without a currency the number alone. */
const char *rr__money(char out[48], int64_t minor, rrp_str currency);

/* A table of records as CSV or TSV: cells are added in order, rows ended. No cell is a formula to a spreadsheet, and what
 * is hidden in a text is visible; tabs and line ends are \t and \n. */
void rr__cell(rr__page *page, const char *text, bool first);
void rr__cell_int(rr__page *page, int64_t value, bool first);
void rr__cell_known(rr__page *page, int64_t value, bool known); /* not known: empty */
void rr__cells_empty(rr__page *page, size_t count);
void rr__cell_day(rr__page *page, int32_t day);                  /* the same before 1970 */
void rr__cell_line(rr__page *page);                              /* what stands on the line */
void rr__row_end(rr__page *page);

/* JSON parts that several results share. */
void rr__json_provenance(rr__json_out *w, const rr_taxonomy *taxonomy, const rr_provenance *provenance);
void rr__json_taxonomy(rr__json_out *w, const rr_taxonomy *taxonomy);
void rr__json_codes(rr__json_out *w, const rr_taxonomy *taxonomy, uint32_t occupation);
/* Of an occupation or a descriptor, by its getter. */
typedef int (*rr__name_at)(const rr_taxonomy *taxonomy, uint32_t concept, uint32_t index, rr_label *out);
void rr__json_names(rr__json_out *w, const rr_taxonomy *taxonomy, uint32_t concept, rr__name_at name_at);
void rr__json_exposure(rr__json_out *w, const rr_taxonomy *taxonomy, uint32_t occupation);
void rr__json_known(rr__json_out *w, const char *key, int64_t value, bool known); /* not known: null */
void rr__json_day(rr__json_out *w, const char *key, int64_t day); /* before 1970: null */
void rr__json_level(rr__json_out *w, const char *key, int32_t level);
const char *rr__class_name(rr_rule_class rule_class); /* "law" "custom" "programme" */
const char *rr__state_name(rr_verdict_state state);   /* "met" "unmet" "unknown" */
rr__word_id rr__verdict_word(rr_verdict_state state); /* the same for people */
const char *rr__origin_name(rr_origin origin);
/* findings.c: what plugins say, in text and JSON. */
/* What of the adjustments had no effect, if anything: after them, so that they add up. */
void rr__page_clipped(rr__page *page, const rr_match *match, uint32_t indent);
void rr__page_finding(rr__page *page, const rr_rule_finding *said, uint32_t indent, bool source);
void rr__page_courses(rr__page *page, const rr_gap_item *item); /* how many, and the first; its name stands before it */
/* Items that have courses, by the first of them. */
void rr__page_course_lines(rr__page *page, const rr_gap_item *const *items, size_t count, uint32_t indent);
/* Findings that every role of the result shares are shown once, at the end. */
bool rr__same_rule(const rr_rule_finding *a, const rr_rule_finding *b); /* whatever it says of the two roles */
bool rr__is_shared(const rr_match_result *result, const rr_rule_finding *said);
void rr__page_shared(rr__page *page, const rr_match_result *result);
bool rr__is_at_work(const char *state); /* of a plugin: it serves the region and is the one that is used */
void rr__page_plugins(rr__page *page, const rr_match_result *result, const rr_match_options *asked);
/* Names that the taxonomy does not know, of the plugin's files and asked for by its code; JSON: inside a list. */
void rr__page_unknown(rr__page *page, const rr_plugins *plugins, size_t index);
void rr__json_unknown(rr__json_out *w, const rr_plugins *plugins, size_t index);
void rr__json_adjustments(rr__json_out *w, const rr_match *match, const rr_plugins *plugins, rr_lang lang);
void rr__json_findings(rr__json_out *w, const rr_match *match, const rr_plugins *plugins, rr_lang lang);
/* What a course is, who offers it and its source; null when there is none. */
void rr__json_offer(rr__json_out *w, const char *key, const rr_offer *offer, const rr_taxonomy *taxonomy, const rr_match_options *asked, rr_lang lang);
void rr__json_courses(rr__json_out *w, const rr_gap_item *item, const rr_taxonomy *taxonomy, const rr_match_options *asked, rr_lang lang);
/* courses.c */
void rr__page_price(rr__page *page, bool stated, int64_t minor, rrp_str currency);
void rr__page_course(rr__page *page, const rr_offer *offer, const char *date);
/* Whether it is made up as an example: the course, its school, or all of the plugin's. */
bool rr__is_sample(const rr_plugins *plugins, const rr_offer *offer);
void rr__page_offer(rr__page *page, const rr_offer *offer);
/* What a course or an exam of the plugin asks for. */
void rr__page_need(rr__page *page, uint32_t plugin, const rrp_need *need);
void rr__page_needs(rr__page *page, uint32_t plugin, const rrp_vec *needs);
void rr__json_needs(rr__json_out *w, const char *key, const rrp_vec *needs, const rr_taxonomy *taxonomy, rr_lang lang);
void rr__page_first_courses(rr__page *page, const rr_match *match, const char *date);
void rr__json_course(rr__json_out *w, const rrp_course *course, const char *date, const rr_taxonomy *taxonomy, rr_lang lang);
void rr__json_plugins(rr__json_out *w, const rr_match_result *result, const rr_plugins *plugins);
/* With whether anything shown is made up as an example. */
void rr__json_plugin_notices(rr__json_out *w, const rr_match_result *result, const rr_match_options *asked, rr_lang lang);

/* overrides.c: what the caseworker decided, and why. */
void rr__page_reason(rr__page *page, const rr_override *o);  /* "REASON (who, date)" */
void rr__page_decided(rr__page *page, const rr_override *o); /* "; by override: REASON"; nothing for NULL */
void rr__page_state(rr__page *page, rr_verdict_state state, const rr_override *o, rr_verdict_state computed); /* "NOT MET: " */
/* "NOT MET, OVERRIDDEN (computed: met); by override: REASON" */
void rr__page_settled(rr__page *page, rr_verdict_state state, const rr_override *o, rr_verdict_state computed);
void rr__page_role_overrides(rr__page *page, const rr_match_result *result, const rr_match *match, uint32_t indent);
void rr__page_law_overrides(rr__page *page, const rr_match_result *result); /* loud */
/* The same of results that have the same overrides, each for a role: an override is said once. */
typedef struct rr__decided { const rr_match_result *results[RR_COMPARE_MOST]; size_t count; } rr__decided;
void rr__page_law_overrides_of(rr__page *page, const rr__decided *of);
void rr__page_overrides(rr__page *page, const rr_match_result *result);     /* all, with what they did */
void rr__page_overrides_of(rr__page *page, const rr__decided *of);          /* those of all of them, each once */
/* On a client's sheet, within so many lines, and how many more there are; what concerns law stands on top of it already. As text all. */
void rr__client_overrides(rr__page *page, const rr_match_result *result, size_t most);
void rr__client_overrides_of(rr__page *page, const rr__decided *of, size_t most);
size_t rr__measure_overrides(rr__page *page, const rr__decided *of, size_t most); /* pixels of a sheet, what stands on top counted */
enum { RR__OVERRIDE_LINES = 8, RR__OVERRIDE_LEAST = 3 };
/* Everything that overrides changed in the role, conditions too. On a path, in a role behind the first, those of skills are
 * part of the person by then: they are `today`'s. */
void rr__cell_overrides(rr__page *page, const rr_match_result *result, const rr_match *match);
void rr__cell_later_overrides(rr__page *page, const rr_match_result *today, const rr_match_result *result, const rr_match *match);
/* Kind, descriptor, empty, text, and so many empty ones. */
void rr__rows_overrides(rr__page *page, const rr_match_result *result, size_t empty);
/* overrides_json.c */
void rr__json_override(rr__json_out *w, const rr_override *o);              /* its index, if there is one */
void rr__json_rank(rr__json_out *w, const char *key, uint32_t rank);        /* 0: null */
void rr__json_decisions(rr__json_out *w, const rr_match_result *result, const rr_taxonomy *taxonomy);
void rr__json_left_out(rr__json_out *w, const rr_match_result *result, const rr_taxonomy *taxonomy, rr_lang lang);
void rr__json_override_notices(rr__json_out *w, const rr_match_result *result, rr_lang lang);

/* Text parts that several results share. */
void rr__page_provenance(rr__page *page, const rr_provenance *provenance); /* " [source, confidence, judged]" */
/* One figure by one named index, never averaged: "FO13 2013: 0.89; ILO25 2025: 0.28 G1". */
void rr__page_add_exposure(rr__page *page, uint32_t occupation);
void rr__page_exposure(rr__page *page, uint32_t occupation, uint32_t indent);
/* "LOW-HIGH", "from LOW", "up to HIGH" or unknown; "" is not stated. */
void rr__page_range(rr__page *page, const char *low, const char *high, const char *between);
void rr__page_pay(rr__page *page, const rr_pay *pay); /* "CN 2024: 3000-5000 CNY/month" */
void rr__json_pay(rr__json_out *w, const char *key, const rr_taxonomy *taxonomy, const rr_pay *pay);
void rr__json_notes(rr__json_out *w, const char *key, const rr__page *page, uint32_t occupation, const char *kind); /* an array of those of the kind */
const char *rr__occupation_id(const rr_taxonomy *taxonomy, uint32_t occupation);
const char *rr__descriptor_id(const rr_taxonomy *taxonomy, uint32_t descriptor);

/* job_words.c: as a client reads them, on the line. */
void rr__page_money_words(rr__page *page, int64_t minor, const char *currency); /* "1000 yuan" */
const char *rr__money_of_view(const rr__page *page, char out[48], int64_t minor, rrp_str currency); /* so for the client alone */
void rr__page_pay_range(rr__page *page, const rr_pay *pay); /* "3000 yuan to 5000 yuan a month" */
/* "3000 yuan to 5000 yuan a month (in the whole country, 2024; SOURCE)"; here: as in rr_compared_pay. */
void rr__page_pay_words(rr__page *page, const rr_pay *pay, int here);
void rr__page_source_words(rr__page *page, uint32_t source); /* its name in this language */
void rr__page_exposure_words(rr__page *page, const rr_exposure *exposure); /* "0.99 of at most 1, which is high (SOURCE)" */

/* record.c */
void rr__json_record(rr__json_out *w, const rr_record_asked *asked, const rr_profile *profile);
/* Ends a result's object; on record, its checksum is the last member. */
void rr__json_result_end(rr__json_out *w, const rr_render_options *options);
/* explanation.c: the rule that a change is about, or its question. */
const char *rr__change_text(const rr__page *page, const rr_match *match, const rr_change *change, bool question);

/* match_json.c; all but the first for explain too */
void rr__match_json(rr__page *page, const rr_match_result *result, const rr_profile *profile, const rr_match_options *asked);
void rr__json_match(rr__json_out *w, const rr_match *match, const rr_taxonomy *taxonomy, const rr_match_options *asked, rr_lang lang, bool everything);
void rr__json_verdicts(rr__json_out *w, const rr_match *match, const rr_taxonomy *taxonomy, const rr_plugins *plugins, rr_lang lang);
void rr__json_result_head(rr__json_out *w, const char *schema, const rr_match_result *result, const rr_taxonomy *taxonomy,
                          const rr_profile *profile, const rr_match_options *asked, const rr_render_options *options);
void rr__json_notices(rr__json_out *w, const rr_match_result *result, const rr_taxonomy *taxonomy, const rr_profile *profile,
                      const rr_match_options *asked, rr_lang lang);
/* match_text.c; all but the first for explain too */
void rr__match_text(rr__page *page, const rr_match_result *result, const rr_profile *profile, const rr_match_options *asked);
void rr__page_job(rr__page *page, const rr_job *job, bool first); /* "Taxi driver (12 years)", behind "; " */
void rr__page_worker(rr__page *page, const rr_profile *profile, const rr_match_options *asked);
void rr__page_counts(rr__page *page, const rr_match_result *result); /* how many roles, and how many were sunk */
void rr__page_numbers(rr__page *page, const rr_match *match);
/* Behind the text of an entry condition: that its sources disagree, and what to ask. */
void rr__page_dispute(rr__page *page, const rr_entry *entry);
void rr__page_question(rr__page *page, const char *question);
void rr__page_verdict(rr__page *page, const rr_match *match, const rr_verdict *verdict, uint32_t indent);
void rr__page_level(rr__page *page, uint32_t descriptor, int32_t from, int32_t to); /* " (level 6 to 5)" */
void rr__page_gap_item(rr__page *page, const rr_gap_item *item);
void rr__page_unmatched(rr__page *page, const rr_profile *profile);
#endif
