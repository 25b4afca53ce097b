/* SPDX-License-Identifier: MIT */
/* Taxonomies: loaded from XML or from a frozen file, checked, frozen, then read-only.
 * A loaded taxonomy is immutable and may be shared by any number of threads. Every `const char *` a
 * getter gives is UTF-8, NUL-ended, never NULL ("" where nothing is stated) and borrowed until
 * rr_taxonomy_destroy. Occupations and descriptors are numbered from 0 in the order of their ids. */
#ifndef REROUTE_TAXONOMY_H
#define REROUTE_TAXONOMY_H

#include "context.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rr_taxonomy rr_taxonomy;

#define RR_NONE UINT32_MAX /* no such thing; not stated */

/* Loads taxonomies: each path is an XML file, a frozen file or a folder whose *.xml are read in the
 * order of their names. Parts of one id are joined, overlays applied in order. Every finding is given
 * to `finding` (may be NULL) up to a cap; the first error is also in `err`.
 * Owns: `*out` is the caller's.  Errors: all but RR_EUSAGE.  Thread: any.  Since: 0.1 */
RR_API rr_status rr_taxonomy_load(rr_taxonomy **out, rr_context *context, const char *const *paths,
                                  size_t path_count, rr_finding_fn finding, void *user, rr_error *err);

/* The same from memory: one XML document or frozen block; `name` stands in errors for a file name. */
RR_API rr_status rr_taxonomy_load_memory(rr_taxonomy **out, rr_context *context, const char *name,
                                         const void *bytes, size_t len, rr_finding_fn finding,
                                         void *user, rr_error *err);
RR_API void rr_taxonomy_destroy(rr_taxonomy *taxonomy);

/* Writes the frozen taxonomy with its matching index to `path`, atomically. */
RR_API rr_status rr_taxonomy_save(const rr_taxonomy *taxonomy, const char *path, rr_error *err);

/* Writes the taxonomy as XML that loads to the identical content. */
RR_API rr_status rr_taxonomy_write_xml(const rr_taxonomy *taxonomy, const rr_sink *sink, rr_error *err);

/* How an import went, file by file. used + merged + refused = read. */
typedef struct rr_import_row {
    const char *file;
    const char *what; /* what they are, or why they were merged or refused: a short text, in English */
    int kind;         /* 0 read, 1 used, 2 merged, 3 refused */
    uint64_t rows;
} rr_import_row;
/* `what` in the language asked for. Thread: any.  Since: 0.1 */
RR_API const char *rr_import_row_what(const rr_import_row *row, rr_lang lang);

/* Imports the official files of a scheme ("onet" or "esco") in the folder `dir`. `row` is called for
 * every line of the account. Facets, terms and weights come from `model_path`, an XML file with a
 * taxonomy head and a model (taxonomies/onet/model.xml); NULL: none. */
RR_API rr_status rr_taxonomy_import(rr_taxonomy **out, rr_context *context, const char *scheme,
                                    const char *dir, const char *model_path,
                                    void (*row)(void *user, const rr_import_row *row), void *user,
                                    rr_error *err);

typedef enum rr_facet_kind { RR_FACET_RATED = 0, RR_FACET_LISTED = 1, RR_FACET_SCALE = 2 } rr_facet_kind;
typedef enum rr_confidence { RR_CONFIDENCE_UNSTATED = 0, RR_CONFIDENCE_LOW = 1, RR_CONFIDENCE_MEDIUM = 2, RR_CONFIDENCE_HIGH = 3 } rr_confidence;
typedef enum rr_basis { RR_BASIS_SOURCED = 0, RR_BASIS_JUDGED = 1 } rr_basis;
typedef enum rr_outlook { RR_OUTLOOK_UNKNOWN = 0, RR_OUTLOOK_EMERGING = 1, RR_OUTLOOK_STABLE = 2, RR_OUTLOOK_DECLINING = 3 } rr_outlook;
typedef enum rr_role { RR_ROLE_BOTH = 0, RR_ROLE_SOURCE = 1, RR_ROLE_TARGET = 2 } rr_role;
typedef enum rr_rule_class { RR_CLASS_LAW = 0, RR_CLASS_CUSTOM = 1, RR_CLASS_PROGRAMME = 2 } rr_rule_class;
typedef enum rr_match_type { RR_MATCH_EXACT = 0, RR_MATCH_CLOSE = 1, RR_MATCH_BROAD = 2, RR_MATCH_NARROW = 3 } rr_match_type;

/* Where a fact comes from. */
typedef struct rr_provenance {
    uint32_t source; /* index of a source, or RR_NONE */
    rr_confidence confidence;
    rr_basis basis;
} rr_provenance;

typedef struct rr_taxonomy_info {
    const char *id, *version, *licence, *licence_url, *attribution;
    char sha256[65]; /* hexadecimal, of the frozen content */
    uint32_t source_count, facet_count, descriptor_count, occupation_count, requirement_count;
    uint32_t rated_occupation_count; /* occupations with content: the ones that can be ranked */
    uint32_t label_count, broader_count, pattern_count, entry_count, exposure_count, crosswalk_count;
    uint32_t viable_readiness_ppm;
    uint64_t block_bytes;
} rr_taxonomy_info;

typedef struct rr_source { const char *id, *text, *url; int32_t year; rr_confidence confidence; } rr_source;
typedef struct rr_facet { const char *id; rr_facet_kind kind; uint32_t descriptor_count; uint32_t essential_from_ppm; } rr_facet;

typedef struct rr_descriptor {
    const char *id;
    uint32_t facet;
    rr_provenance provenance;
    uint32_t broader_count, narrower_count, crosswalk_count, label_count, occupation_count;
} rr_descriptor;

typedef struct rr_occupation {
    const char *id;
    rr_outlook outlook;
    rr_role role;
    int has_content; /* it states what it takes, so it can be ranked */
    rr_provenance provenance;
    uint32_t requirement_count, code_count, crosswalk_count, entry_count, exposure_count, pay_count,
        standard_count, note_count, task_count, label_count;
} rr_occupation;

typedef struct rr_requirement {
    uint32_t descriptor;
    int essential;
    int32_t importance_ppm; /* -1: not stated */
    int32_t level;          /* hundredths on the ascending scale; -1: not stated */
    uint32_t count;         /* how often stated; at least 1 */
    int32_t hours;          /* study hours to reach it; -1: not stated */
    const char *hours_basis;
    rr_provenance provenance;
} rr_requirement;

typedef struct rr_code { const char *scheme, *edition, *code; } rr_code;
typedef struct rr_crosswalk { const char *scheme, *code; rr_match_type match; rr_provenance provenance; } rr_crosswalk;
typedef struct rr_entry { const char *code; rr_rule_class rule_class; int disputed; uint32_t claim_count; rr_provenance provenance; } rr_entry;
typedef struct rr_exposure { const char *index, *grade; int32_t year; int32_t value_ppm; /* -1: only a grade */ rr_provenance provenance; } rr_exposure;
typedef struct rr_pay { const char *place, *currency, *period; int32_t year; int64_t low_minor, high_minor; /* -1: not stated */ rr_provenance provenance; } rr_pay;
typedef struct rr_standard { const char *edition, *lowest, *highest; uint32_t hours_count; rr_provenance provenance; } rr_standard;
typedef struct rr_note { const char *kind, *text; rr_provenance provenance; } rr_note;
typedef struct rr_label { const char *text, *lang; int preferred; } rr_label;

RR_API void rr_taxonomy_get_info(const rr_taxonomy *taxonomy, rr_taxonomy_info *out);
RR_API const char *rr_taxonomy_label(const rr_taxonomy *taxonomy, rr_lang lang);

/* Getters. An index out of range gives a zeroed struct and returns 0, else 1. */
RR_API int rr_taxonomy_source(const rr_taxonomy *taxonomy, uint32_t index, rr_source *out);
RR_API int rr_taxonomy_facet(const rr_taxonomy *taxonomy, uint32_t index, rr_facet *out);
RR_API const char *rr_facet_label(const rr_taxonomy *taxonomy, uint32_t facet, rr_lang lang);

RR_API int rr_taxonomy_descriptor(const rr_taxonomy *taxonomy, uint32_t index, rr_descriptor *out);
RR_API const char *rr_descriptor_label(const rr_taxonomy *taxonomy, uint32_t index, rr_lang lang);
RR_API const char *rr_descriptor_description(const rr_taxonomy *taxonomy, uint32_t index, rr_lang lang);
RR_API uint32_t rr_descriptor_broader(const rr_taxonomy *taxonomy, uint32_t index, uint32_t k);
RR_API uint32_t rr_descriptor_narrower(const rr_taxonomy *taxonomy, uint32_t index, uint32_t k);
RR_API int rr_descriptor_crosswalk(const rr_taxonomy *taxonomy, uint32_t index, uint32_t k, rr_crosswalk *out);
RR_API int rr_descriptor_name(const rr_taxonomy *taxonomy, uint32_t index, uint32_t k, rr_label *out);
/* The k-th occupation that requires the descriptor. */
RR_API uint32_t rr_descriptor_occupation(const rr_taxonomy *taxonomy, uint32_t index, uint32_t k);

RR_API int rr_taxonomy_occupation(const rr_taxonomy *taxonomy, uint32_t index, rr_occupation *out);
RR_API const char *rr_occupation_label(const rr_taxonomy *taxonomy, uint32_t index, rr_lang lang);
RR_API const char *rr_occupation_description(const rr_taxonomy *taxonomy, uint32_t index, rr_lang lang);
RR_API int rr_occupation_requirement(const rr_taxonomy *taxonomy, uint32_t index, uint32_t k, rr_requirement *out);
RR_API int rr_occupation_code(const rr_taxonomy *taxonomy, uint32_t index, uint32_t k, rr_code *out);
RR_API int rr_occupation_crosswalk(const rr_taxonomy *taxonomy, uint32_t index, uint32_t k, rr_crosswalk *out);
RR_API int rr_occupation_entry(const rr_taxonomy *taxonomy, uint32_t index, uint32_t k, rr_entry *out);
RR_API const char *rr_occupation_entry_text(const rr_taxonomy *taxonomy, uint32_t index, uint32_t k, rr_lang lang);
RR_API const char *rr_occupation_entry_question(const rr_taxonomy *taxonomy, uint32_t index, uint32_t k, rr_lang lang);
RR_API int rr_occupation_entry_claim(const rr_taxonomy *taxonomy, uint32_t index, uint32_t k, uint32_t claim, rr_lang lang, rr_note *out);
RR_API int rr_occupation_exposure(const rr_taxonomy *taxonomy, uint32_t index, uint32_t k, rr_exposure *out);
RR_API int rr_occupation_pay(const rr_taxonomy *taxonomy, uint32_t index, uint32_t k, rr_pay *out);
RR_API int rr_occupation_standard(const rr_taxonomy *taxonomy, uint32_t index, uint32_t k, rr_standard *out);
RR_API int rr_occupation_standard_hours(const rr_taxonomy *taxonomy, uint32_t index, uint32_t k, uint32_t h, const char **level, int32_t *hours);
/* Notes and tasks come once a language; these give the k-th in `lang`, or in the language there is. */
RR_API int rr_occupation_note(const rr_taxonomy *taxonomy, uint32_t index, uint32_t k, rr_lang lang, rr_note *out);
RR_API const char *rr_occupation_task(const rr_taxonomy *taxonomy, uint32_t index, uint32_t k, rr_lang lang);
RR_API int rr_occupation_name(const rr_taxonomy *taxonomy, uint32_t index, uint32_t k, rr_label *out);

/* Writes a level as the scale of the descriptor's facet writes it ("4", "2.75"); "" for -1. */
RR_API size_t rr_level_format(const rr_taxonomy *taxonomy, uint32_t descriptor, int32_t level, char *out, size_t size);

/* By id: RR_NONE when there is none. */
RR_API uint32_t rr_taxonomy_find_occupation(const rr_taxonomy *taxonomy, const char *id);
RR_API uint32_t rr_taxonomy_find_descriptor(const rr_taxonomy *taxonomy, const char *id);

typedef enum rr_concept { RR_CONCEPT_OCCUPATION = 0, RR_CONCEPT_DESCRIPTOR = 1 } rr_concept;
typedef enum rr_resolved_by { RR_BY_ID = 0, RR_BY_CODE = 1, RR_BY_LABEL = 2, RR_BY_ALT_LABEL = 3, RR_BY_PATTERN = 4, RR_BY_NEAREST = 5 } rr_resolved_by;

typedef struct rr_candidate {
    uint32_t index;
    rr_resolved_by by;
    uint32_t likeness_ppm; /* 1,000,000: the same normalised text */
    int undetermined;      /* a pattern ran into its limit on this text */
} rr_candidate;

/* Finds what a person typed: an id, a code, a label, an alternative label or text that a pattern of
 * the taxonomy matches; failing these, the nearest labels. Writes at most `max` candidates, best first,
 * and their number to `*count`.
 * Errors: RR_OK: exactly one was meant (the first); RR_EAMBIGUOUS: several; RR_ENOTFOUND: none, and
 * the candidates are only near.  Thread: any.  Since: 0.1 */
RR_API rr_status rr_taxonomy_resolve(const rr_taxonomy *taxonomy, rr_concept kind, const char *text,
                                     rr_candidate *out, size_t max, size_t *count, rr_error *err);
/* The concepts whose names are nearest to `text`, best first: names that hold it as words first, then by
 * likeness. Never an error that nothing is near: *count is 0 then. Errors: RR_ENOMEM. */
RR_API rr_status rr_taxonomy_search(const rr_taxonomy *taxonomy, rr_concept kind, const char *text,
                                    rr_candidate *out, size_t max, size_t *count, rr_error *err);

#ifdef __cplusplus
}
#endif
#endif
