/* SPDX-License-Identifier: MIT */
/* The builder: everything that loads a taxonomy (XML reader, importers) adds to it, in any order; then
 * rr__builder_freeze validates, resolves references and lays out the block. References are by id text
 * until then. Text given is copied (interned) by the builder, so callers may pass borrowed text. All
 * `add` calls return false when out of memory (check once: builder->failed stays set). */
#ifndef RR_TAXONOMY_BUILDER_H
#define RR_TAXONOMY_BUILDER_H

#include "block.h"
#include "base/error.h"

typedef struct rr__place { uint32_t file, line, column; } rr__place; /* file: index of rr__builder_file */

typedef struct rr__builder rr__builder;

rr_status rr__builder_create(rr__builder **out, const rr_context *ctx, rr_finding_fn finding, void *user, rr_error *err);
void rr__builder_destroy(rr__builder *b);

/* Where the following additions come from; importers call rr__builder_at per row. */
uint32_t rr__builder_file(rr__builder *b, const char *name);
void rr__builder_at(rr__builder *b, rr__place place);

typedef struct rr__fact_source { const char *source, *confidence, *basis; } rr__fact_source; /* NULL: inherit */

/* Records an error, warning or note about the current place; counted, capped and handed on. */
void rr__builder_finding(rr__builder *b, rr_status status, enum rr__message message, ...);

void rr__builder_refuse(rr__builder *b, const rr_error *fault); /* the same for an error made elsewhere */
bool rr__builder_failed(const rr__builder *b, rr_error *err);   /* whether an error was found; the first one */

bool rr__builder_head(rr__builder *b, const char *id, const char *version, const char *overlays);
bool rr__builder_name(rr__builder *b, const char *lang, const char *text); /* the taxonomy's label */
bool rr__builder_licence(rr__builder *b, const char *id, const char *url, const char *text);
bool rr__builder_source(rr__builder *b, const char *id, const char *url, int32_t year, const char *confidence, const char *text);
bool rr__builder_scale(rr__builder *b, const char *id, int64_t first_millionths, int64_t last_millionths);
typedef struct rr__facet_in { const char *id, *kind, *levels; int64_t importance_min, importance_max, essential_from; /* millionths; essential_from -1: none */ } rr__facet_in;
bool rr__builder_facet(rr__builder *b, const rr__facet_in *facet);
bool rr__builder_facet_label(rr__builder *b, const char *lang, const char *text); /* of the last facet */

/* action: NULL, "extend", "replace" or "remove". What follows until the next descriptor or occupation
 * belongs to it. */
bool rr__builder_descriptor(rr__builder *b, const char *id, const char *facet, const char *action, const rr__fact_source *from);
bool rr__builder_broader(rr__builder *b, const char *parent);
bool rr__builder_occupation(rr__builder *b, const char *id, const char *outlook, const char *role, const char *action, const rr__fact_source *from);
/* For both kinds: */
bool rr__builder_label(rr__builder *b, const char *lang, const char *text, bool preferred);
bool rr__builder_text(rr__builder *b, const char *lang, const char *text, const char *task_id /* NULL: description */);
bool rr__builder_pattern(rr__builder *b, const char *lang, const char *text);
bool rr__builder_crosswalk(rr__builder *b, const char *scheme, const char *code, const char *match, const rr__fact_source *from);
/* For occupations: */
bool rr__builder_code(rr__builder *b, const char *scheme, const char *edition, const char *code);
typedef struct rr__requires_in {
    const char *ref, *kind;          /* kind NULL: not stated */
    int64_t importance, level;       /* millionths as written; -1: not stated */
    int64_t count, hours;            /* -1: not stated */
    const char *hours_basis;
    rr__fact_source from;
} rr__requires_in;
bool rr__builder_requires(rr__builder *b, const rr__requires_in *in);
bool rr__builder_entry(rr__builder *b, const char *rule_class, const char *code, bool disputed, const char *state, const rr__fact_source *from);
bool rr__builder_entry_text(rr__builder *b, const char *lang, const char *text, bool question);
bool rr__builder_entry_claim(rr__builder *b, const char *lang, const char *text, const rr__fact_source *from);
typedef struct rr__condition_in { rr__condition_kind kind; const char *op, *name, *value; int64_t min_years, level; /* millionths; -1 none */ } rr__condition_in;
bool rr__builder_condition_open(rr__builder *b, const rr__condition_in *in); /* leaves too: open then close */
bool rr__builder_condition_close(rr__builder *b);
bool rr__builder_exposure(rr__builder *b, const char *index, int32_t year, int64_t value_millionths /* -1 none */, const char *grade, const rr__fact_source *from);
bool rr__builder_pay(rr__builder *b, const char *place, int32_t year, int64_t low, int64_t high, const char *currency, const char *period, const rr__fact_source *from);
bool rr__builder_standard(rr__builder *b, const char *edition, const char *lowest, const char *highest, const rr__fact_source *from);
bool rr__builder_standard_hours(rr__builder *b, const char *level, int32_t hours);
bool rr__builder_note(rr__builder *b, const char *kind, const char *lang, const char *text, const rr__fact_source *from);
/* Model: */
bool rr__builder_viable(rr__builder *b, int64_t readiness_millionths);
typedef struct rr__term_in { const char *id, *facet, *measure, *columns, *centre, *scale, *tf, *titles, *text;
    int64_t generation, idf, preferred, alternative, divisor, level_factor; /* millionths; -1: default */ } rr__term_in;
bool rr__builder_term(rr__builder *b, const rr__term_in *in);
bool rr__builder_weight(rr__builder *b, bool titles, bool text, const char *term, int64_t value_millionths);

/* Validates, resolves, freezes. Fails when any error was found. Frees what it no longer needs as it
 * goes, so that the peak stays low. */
rr_status rr__builder_freeze(rr__builder *b, rr_taxonomy **out, rr_error *err);

/* Reads one XML document into the builder. */
rr_status rr__read_taxonomy_xml(rr__builder *b, const rr_context *ctx, const char *file, const void *bytes, size_t len, size_t chunk, rr_error *err);
#endif
