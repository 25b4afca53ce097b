/* SPDX-License-Identifier: MIT */
/* Results as text for an 80-column terminal, JSON, CSV, TSV or a page of HTML, in English or Chinese. No decisions are
 * made here: what is shown is what the structs say. */
#ifndef REROUTE_RENDER_H
#define REROUTE_RENDER_H

#include "check.h"
#include "explain.h"
#include "compare.h"
#include "path.h"
#include "record.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum rr_format { RR_FORMAT_TEXT = 0, RR_FORMAT_JSON = 1, RR_FORMAT_JSONL = 2, RR_FORMAT_CSV = 3, RR_FORMAT_TSV = 4,
                         RR_FORMAT_HTML = 5 /* of matches, explanations, plans, paths and comparisons: one file, to be read and printed */ } rr_format;
/* For whom text and HTML are: everything, or plain words without codes and sources. */
typedef enum rr_view { RR_VIEW_CASEWORKER = 0, RR_VIEW_CLIENT = 1 } rr_view;

typedef struct rr_render_options {
    size_t size;      /* sizeof(rr_render_options) */
    rr_format format;
    rr_lang lang;
    int colour;       /* ANSI colours in text */
    int verbose;      /* sources and confidences too */
    uint32_t columns; /* width of text; 0: 80 */
    rr_view view;
    int beside;       /* HTML: `lang` and the other language side by side */
    const rr_record_asked *record; /* JSON: the whole decision on record, with the profile; NULL: the result alone */
} rr_render_options;

RR_API rr_status rr_render_match(const rr_match_result *result, const rr_taxonomy *taxonomy, const rr_profile *profile,
                                 const rr_match_options *asked, const rr_render_options *options, const rr_sink *sink, rr_error *err);
RR_API rr_status rr_render_explanation(const rr_explanation *explanation, const rr_matcher *matcher, const rr_taxonomy *taxonomy,
                                       const rr_profile *profile, const rr_match_options *asked,
                                       const rr_render_options *options, const rr_sink *sink, rr_error *err);
/* One profile's ranked list, short: an object in JSON lines, a row for each role (at least one) in CSV and TSV. In the place of one that
 * could not be matched stands its error, with its line but without anything that the profile says. */
typedef enum rr_list_field {
    RR_LIST_ID = 0, RR_LIST_LINE = 1, RR_LIST_UNRESOLVED = 2,                             /* of the profile */
    RR_LIST_RANK = 3, RR_LIST_OCCUPATION = 4, RR_LIST_LABEL = 5, RR_LIST_SCORE = 6, RR_LIST_FIT = 7, RR_LIST_READINESS = 8, /* of each role */
    RR_LIST_FIELDS = 9
} rr_list_field;
typedef struct rr_listed {
    const char *id;               /* NULL: not known */
    uint64_t line;                /* of the input; 0: none */
    uint32_t unresolved, count;   /* jobs and skills left out because nobody could tell what they are; rows */
    const rr_match_row *rows;
    const rr_error *failure;      /* NULL: none */
} rr_listed;
RR_API const char *rr_list_field_name(rr_list_field field); /* NULL: there is none */
/* Fields in the order they are wanted. JSON: an error is written whatever they are. CSV and TSV: with a last column for it.
 * RR_EUSAGE, and nothing written: a field or an occupation that there is not. */
RR_API rr_status rr_render_list(const rr_taxonomy *taxonomy, const rr_listed *listed, const rr_list_field *fields, size_t field_count,
                                const rr_render_options *options, const rr_sink *sink, rr_error *err);
/* The first row of CSV and TSV. */
RR_API rr_status rr_render_list_head(const rr_taxonomy *taxonomy, const rr_list_field *fields, size_t field_count,
                                     const rr_render_options *options, const rr_sink *sink, rr_error *err);
/* Plans of one role; CSV and TSV: a row for each step of each plan, and for each skill that it leaves open. */
RR_API rr_status rr_render_plan(const rr_plan_result *result, const rr_taxonomy *taxonomy, const rr_profile *profile,
                                const rr_match_options *asked, const rr_render_options *options, const rr_sink *sink, rr_error *err);
/* Paths to one role, the direct way first; CSV and TSV: a row for each step of each. */
RR_API rr_status rr_render_path(const rr_path_result *result, const rr_taxonomy *taxonomy, const rr_profile *profile,
                                const rr_match_options *asked, const rr_render_options *options, const rr_sink *sink, rr_error *err);
/* Roles side by side, in the view asked for; CSV and TSV: a row for each role. */
RR_API rr_status rr_render_comparison(const rr_comparison *comparison, const rr_taxonomy *taxonomy, const rr_profile *profile,
                                      const rr_match_options *asked, const rr_render_options *options, const rr_sink *sink, rr_error *err);
RR_API rr_status rr_render_occupation(const rr_taxonomy *taxonomy, uint32_t occupation, const rr_render_options *options, const rr_sink *sink, rr_error *err);
RR_API rr_status rr_render_descriptor(const rr_taxonomy *taxonomy, uint32_t descriptor, const rr_render_options *options, const rr_sink *sink, rr_error *err);
/* Search results and candidates. */
RR_API rr_status rr_render_candidates(const rr_taxonomy *taxonomy, rr_concept kind, const rr_candidate *candidates, size_t count,
                                      const rr_render_options *options, const rr_sink *sink, rr_error *err);
/* Shape: as rr_matcher_similar's. `TSV`: source rank target fit_ppm. */
RR_API rr_status rr_render_similar(const rr_taxonomy *taxonomy, const uint32_t *sources, size_t source_count, uint32_t top,
                                   const uint32_t *targets, const int32_t *fits_ppm,
                                   const rr_render_options *options, const rr_sink *sink, rr_error *err);
RR_API rr_status rr_render_taxonomy(const rr_taxonomy *taxonomy, const rr_render_options *options, const rr_sink *sink, rr_error *err);
RR_API rr_status rr_render_profile(const rr_profile *profile, const rr_taxonomy *taxonomy, const rr_render_options *options, const rr_sink *sink, rr_error *err);
RR_API rr_status rr_render_plugins(const rr_plugins *plugins, const rr_taxonomy *taxonomy, const rr_render_options *options, const rr_sink *sink, rr_error *err);
/* The same match without and with plugins, of all roles; shows the first `top` of the second. */
RR_API rr_status rr_render_trial(const rr_match_result *before, const rr_match_result *after, uint32_t top, const rr_taxonomy *taxonomy,
                                 const rr_profile *profile, const rr_match_options *asked, const rr_render_options *options,
                                 const rr_sink *sink, rr_error *err);
/* Verdicts of a plugin's checks: `index` of rr_check_at. */
typedef struct rr_checked { size_t index; rr_check_state state; const char *detail; } rr_checked;
RR_API rr_status rr_render_checks(rr_context *context, const rr_checked *results, size_t count, const rr_render_options *options,
                                  const rr_sink *sink, rr_error *err);
RR_API rr_status rr_render_evaluation(const rr_evaluation *evaluation, const rr_render_options *options, const rr_sink *sink, rr_error *err);

#ifdef __cplusplus
}
#endif
#endif
