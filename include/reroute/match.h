/* SPDX-License-Identifier: MIT */
/* Matching: one worker against every role of a taxonomy. Four answers that are never blended: fit,
 * readiness, gap and verdicts. All numbers are integers in parts per million, the same on every
 * machine. A result is immutable and owns its memory; the taxonomy must outlive it. */
#ifndef REROUTE_MATCH_H
#define REROUTE_MATCH_H

#include "override.h"
#include "plugins.h"
#include "profile.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rr_matcher rr_matcher; /* a taxonomy made ready for matching; immutable, shared by threads */
typedef struct rr_match_result rr_match_result;

typedef struct rr_match_options {
    size_t size;        /* sizeof(rr_match_options) */
    int no_titles;      /* leave titles out */
    int no_text;        /* leave descriptions and tasks out */
    uint32_t top;       /* how many roles; 0: all */
    int all_roles;      /* rank roles marked role="source" too */
    char date[11];      /* YYYY-MM-DD, "today"; "" : conditions on years are unknown */
    const char *region; /* ISO 3166-2, borrowed until return; NULL: none */
    const rr_plugins *plugins; /* the region's courses and rules, borrowed for the life of the result; NULL: none */
    const rr_overrides *overrides; /* resolved; borrowed, unchanged, for the life of the result; NULL: none */
    int64_t deadline_ms; /* of rr_deadline_in: the call and all that it does must be over then, or fails with RR_ELATE; 0: none */
} rr_match_options;

/* Makes a taxonomy ready. Reads the index of a frozen file, or builds it.
 * Owns: `*out` is the caller's; it borrows `taxonomy`.  Errors: RR_ENOMEM RR_EDAMAGED RR_ECANCELLED. */
RR_API rr_status rr_matcher_create(rr_matcher **out, rr_context *context, const rr_taxonomy *taxonomy, rr_error *err);
RR_API void rr_matcher_destroy(rr_matcher *matcher);

/* As rr_taxonomy_load, but what XML says is kept, frozen with its matching index, in `folder` (made if it isn't there; for
 * this alone, and nobody else's: one that others may look into, of a mode beyond 0700, is not used), and read from there the next time, by this build of the library, for the same bytes.
 * Entries that are damaged, foreign or stale are ignored and made anew; several programs may do so at once. Of a folder
 * that can't be used, or XML that gives warnings, nothing is kept; notes are given when XML is read. Frozen files are loaded as they are. NULL: no folder.
 * Owns, Errors, Thread: as rr_taxonomy_load.  Since: 0.1 */
RR_API rr_status rr_taxonomy_load_cached(rr_taxonomy **out, rr_context *context, const char *const *paths, size_t path_count,
                                         const char *folder, rr_finding_fn finding, void *user, rr_error *err);

typedef enum rr_origin { RR_ORIGIN_INFERRED = 0, RR_ORIGIN_STATED = 1, RR_ORIGIN_VERIFIED = 2, RR_ORIGIN_ESTIMATED = 3 } rr_origin;

/* One summand of the fit. All contributions of a role add up exactly to its fit_ppm. */
typedef enum rr_contribution_kind {
    RR_CONTRIBUTION_DESCRIPTOR = 0, /* one descriptor of one facet */
    RR_CONTRIBUTION_TITLES = 1,     /* words and letters of titles */
    RR_CONTRIBUTION_TEXT = 2,       /* words of descriptions and tasks */
    RR_CONTRIBUTION_MISSING = 3,    /* a facet that one side lacks counts at its mean */
    RR_CONTRIBUTION_OFFSET = 4,     /* the affine map's constant */
    RR_CONTRIBUTION_CLAMP = 5,      /* what was cut off at 0 or 1 */
    RR_CONTRIBUTION_REST = 6        /* descriptors beyond the ones listed */
} rr_contribution_kind;
typedef struct rr_contribution {
    rr_contribution_kind kind;
    uint32_t term;       /* index of the model's term, or RR_NONE */
    uint32_t descriptor; /* or RR_NONE */
    rr_origin origin;
    int32_t ppm;
    const rr_override *override; /* of the descriptor; NULL: none */
} rr_contribution;

typedef struct rr_held {
    uint32_t descriptor;
    int32_t level;       /* hundredths; -1: unknown */
    rr_origin origin;
    uint32_t job;        /* index of the job it was inferred from, or RR_NONE */
    int32_t contribution_ppm;
    const rr_override *override; /* that says so, see rr_match_override; NULL: none */
} rr_held;

typedef struct rr_gap_item {
    uint32_t descriptor;
    int essential;
    int32_t from_level, to_level; /* hundredths; -1: not stated; from 0: not held */
    int32_t importance_ppm;       /* -1: not stated */
    uint32_t relative;            /* a close relative that is held, or RR_NONE */
    uint32_t covered_ppm;         /* partial credit counted in the readiness */
    int32_t hours;                /* -1: not stated */
    const char *hours_basis;
    uint32_t readiness_ppm;       /* what closing it adds to the readiness */
    uint32_t course_count;        /* courses of the region that teach it beyond from_level */
    rr_offer first_course;        /* the first of them; course NULL: none */
    const rr_override *override;  /* of the skill: struck, or a lower level; NULL: none */
} rr_gap_item;

typedef struct rr_verdict {
    uint32_t entry;       /* index of the occupation's entry condition */
    rr_rule_class rule_class;
    rr_verdict_state state;
    const rr_override *override; /* that made it so; NULL: none */
    rr_verdict_state computed;   /* what it would be without */
} rr_verdict;

/* What a plugin's rule says of the role. With a delta it is an adjustment; score = fit + all deltas + clipped_ppm. An unmet
 * law sinks the role as a verdict of the taxonomy does. */
typedef struct rr_rule_finding {
    uint32_t plugin;
    const rrp_finding *finding;  /* its state is the overridden one */
    const rr_override *override; /* NULL: none */
    rr_verdict_state computed;   /* what its state would be without */
} rr_rule_finding;

typedef struct rr_match {
    uint32_t rank /* 0: left out by an override */, occupation;
    int32_t score_ppm, fit_ppm;
    uint32_t fit_percentile_ppm; /* share of pairs of roles in the taxonomy that are less alike */
    int32_t readiness_ppm;       /* -1: the role states no essential requirement */
    int viable;
    const rr_contribution *contributions; size_t contribution_count; /* largest first, then the named rest */
    const rr_held *held;                  size_t held_count;         /* largest contribution first */
    const rr_gap_item *gap;               size_t gap_count;          /* most important first */
    const rr_verdict *verdicts;           size_t verdict_count;
    const rr_rule_finding *findings;      size_t finding_count;      /* in the order of plugin ids */
    int64_t clipped_ppm;         /* what of the deltas has no effect, because a score stays from 0 to 1,000,000; mostly 0 */
    const rr_override *order;    /* that gave it its rank; NULL: none. It never changes fit or score */
    uint32_t computed_rank;      /* what the rank would be without overrides of the order */
} rr_match;

/* Ranks the roles for a resolved profile.
 * Owns: `*out` is the caller's.  Errors: RR_EINVALID (nothing to match on) RR_ENOMEM RR_EUSAGE RR_ECANCELLED RR_ELATE.
 * Thread: any number of calls in parallel on one matcher.  Since: 0.1 */
RR_API rr_status rr_match_run(rr_match_result **out, const rr_matcher *matcher, const rr_profile *profile,
                              const rr_match_options *options, rr_error *err);
/* The same for one role, ranked among all, with every contribution listed. */
RR_API rr_status rr_match_one(rr_match_result **out, const rr_matcher *matcher, const rr_profile *profile,
                              uint32_t occupation, const rr_match_options *options, rr_error *err);
RR_API void rr_match_result_destroy(rr_match_result *result);
RR_API size_t rr_match_count(const rr_match_result *result);
RR_API const rr_match *rr_match_at(const rr_match_result *result, size_t index);
/* Roles that overrides leave out of the list, in the order of their computed ranks; their rank is 0. */
RR_API size_t rr_match_left_out_count(const rr_match_result *result);
RR_API const rr_match *rr_match_left_out(const rr_match_result *result, size_t index);
/* How many roles were ranked (with those left out), and how many roles were sunk below all others by an unmet law. */
RR_API size_t rr_match_ranked(const rr_match_result *result);
RR_API size_t rr_match_sunk(const rr_match_result *result);

/* How the plugins fared in this match: state and detail as in rr_plugin_info, of plugin `index`. */
typedef struct rr_plugin_run { const char *state, *detail, *isolation; } rr_plugin_run;
RR_API int rr_match_plugin(const rr_match_result *result, size_t index, rr_plugin_run *out);

/* What override `index` did in this match. `applied` 0: what it names does not occur here, or was so without it. */
typedef struct rr_override_effect {
    const rr_override *override;
    int applied;
    int was_held, was_struck;    /* skills: before it */
    int32_t was_level;           /* -1: unknown */
    rr_origin was_origin;
    rr_verdict_state was_state;  /* conditions: before it; findings say it one by one */
    uint32_t was_rank, rank;     /* order: computed, and given; rank 0: left out */
    int is_law;                  /* it settles a rule of law otherwise than the rule would */
} rr_override_effect;
RR_API int rr_match_override(const rr_match_result *result, size_t index, rr_override_effect *out);
RR_API const rr_overrides *rr_match_overrides(const rr_match_result *result); /* as given; NULL: none */

/* Ranked lists only, for speed: what one thread's calls work in, made once and used again and again. */
typedef struct rr_scratch rr_scratch;
RR_API rr_status rr_scratch_create(rr_scratch **out, const rr_matcher *matcher, rr_error *err);
RR_API void rr_scratch_destroy(rr_scratch *scratch);

typedef struct rr_match_row {
    uint32_t rank, occupation;
    int32_t score_ppm, fit_ppm, readiness_ppm; /* readiness -1: the role states no essential requirement */
} rr_match_row;
/* The ranks, scores, fits and readiness of rr_match_run, without what explains them: of a profile the first `*count` roles,
 * or as many as `options` ask for if these are fewer; `*count` gets how many. Once a scratch has seen a few profiles
 * nothing is allocated, but with plugins or overrides, which go the way of rr_match_run.
 * Errors: as rr_match_run; RR_EUSAGE for no room.  Thread: any, each with a scratch of its own.  Since: 0.1 */
RR_API rr_status rr_match_list(const rr_matcher *matcher, rr_scratch *scratch, const rr_profile *profile,
                               const rr_match_options *options, rr_match_row *rows, uint32_t *count, rr_error *err);
/* The same for many, which is faster: best by a hundred. Each answer is what it would be alone.
 * Shape: `rows` count x room, `counts` and `errors` one a profile: what is wrong with one is there and no error of the call.
 * Errors: RR_ENOMEM RR_ECANCELLED RR_EUSAGE: then no answer counts. */
RR_API rr_status rr_match_lists(const rr_matcher *matcher, rr_scratch *scratch, const rr_profile *const *profiles, size_t count,
                                const rr_match_options *options, uint32_t room, rr_match_row *rows, uint32_t *counts,
                                rr_error *errors, rr_error *err);

/* For each source occupation taken alone as a job history, the `top` most alike other occupations. `targets` and `fits_ppm` hold top entries per source; unused entries
 * are RR_NONE. Shape: source_count x top.  Thread: any; reuse `scratch` per thread. */
RR_API rr_status rr_matcher_similar(const rr_matcher *matcher, rr_scratch *scratch, const uint32_t *sources,
                                    size_t source_count, uint32_t top, int no_titles, int no_text,
                                    uint32_t *targets, int32_t *fits_ppm, rr_error *err);

/* The model's terms: name, the facet it compares (or RR_NONE) and its weight under the options. */
typedef struct rr_term { const char *id; uint32_t facet; int32_t weight_ppm; } rr_term;
RR_API size_t rr_matcher_term_count(const rr_matcher *matcher);
RR_API int rr_matcher_term(const rr_matcher *matcher, size_t index, int no_titles, int no_text, rr_term *out);

/* Ranking quality against expert truth: a TSV `source target gain`, or O*NET's own file of related
 * occupations. Rates are in ppm. */
typedef struct rr_evaluation {
    uint32_t n;            /* sources */
    uint32_t skipped_rows; /* rows naming occupations that are unknown or without content */
    uint32_t ndcg20_ppm, recall10_ppm, precision5_ppm, mrr_ppm;
} rr_evaluation;
typedef struct rr_evaluate_options {
    size_t size;
    int no_titles, no_text;
    uint32_t fold, folds;  /* only sources of fold `fold` of `folds` (by a hash of the id); folds 0: all */
    const char *weights;   /* "K2=0.5 DWA=0.1 ...": instead of the model's; NULL: the model's */
} rr_evaluate_options;
RR_API rr_status rr_evaluate(rr_evaluation *out, const rr_matcher *matcher, const char *truth_path,
                             const rr_evaluate_options *options, rr_error *err);

/* Tunes the weights of one combination by coordinate ascent on truth, and writes them as
 * "TERM=weight ..." into `out`, cross-validated figures into `*held_out`. */
RR_API rr_status rr_tune(const rr_matcher *matcher, const char *truth_path, const rr_evaluate_options *options,
                         char *out, size_t size, rr_evaluation *held_out, rr_error *err);

#ifdef __cplusplus
}
#endif
#endif
