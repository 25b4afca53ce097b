/* SPDX-License-Identifier: MIT */
/* Opening plugins, from the side of the program that uses them: regional catalogues of courses, scoring
 * rules and funding. Opened once for one taxonomy and one region, then shared by any number of threads.
 * A plugin's fault is never an error of a call here: the plugin is left out and its state says why. */
#ifndef REROUTE_PLUGINS_H
#define REROUTE_PLUGINS_H

#include "plugin.h"
#include "taxonomy.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rr_plugins rr_plugins;

typedef struct rr_plugins_options {
    size_t size;                       /* sizeof(rr_plugins_options) */
    const char *const *paths;          /* plugin folders, or folders of them, first id wins; must exist */
    size_t path_count;
    const char *const *search;         /* the same, looked through afterwards; may be missing */
    size_t search_count;
    const char *region;                /* ISO 3166-2; only plugins that serve it or its country are started. NULL: none is */
    const char *helper;                /* reroute-plugin-host, see rr_plugins_helper; "": there is none, plugins with a binary are
                                          left out; NULL: binaries run in this process */
    int require_isolation;             /* a binary that can't be fully isolated is left out */
    const char *state_file;            /* where quarantine is remembered; NULL: only as long as the object lives */
    uint32_t start_ms, call_ms;        /* deadlines; 0: 2000 */
    rr_finding_fn finding;             /* what is wrong or doubtful in manifests and data files; NULL: none */
    void *user;
    char date[11];                     /* YYYY-MM-DD, the day that catalogues in code are told; "": not said */
} rr_plugins_options;

/* Finds, checks and starts plugins and loads their catalogues. Opens no file but those in the folders named, the
 * helper and the state file.
 * Owns: `*out` is the caller's, until rr_plugins_destroy; it borrows context and taxonomy.
 * Errors: RR_ENOMEM RR_ECANCELLED; RR_EIO when a folder of `paths` can't be read; RR_EINVALID for a bad region or date. */
RR_API rr_status rr_plugins_open(rr_plugins **out, rr_context *context, const rr_taxonomy *taxonomy,
                                 const rr_plugins_options *options, rr_error *err);
RR_API void rr_plugins_destroy(rr_plugins *plugins);

/* Where the helper program is, relative to this library (or to the program, if linked statically). Returns the length,
 * 0 when it is nowhere to be found. Thread: any. */
RR_API size_t rr_plugins_helper(char *out, size_t size);

enum { RR_PLUGIN_COURSES = 1, RR_PLUGIN_SCORING = 2, RR_PLUGIN_FUNDING = 4 };
typedef struct rr_plugin_info {
    const char *id, *version, *vendor, *licence;
    const char *folder;        /* as it can be shown: what is hidden or no UTF-8 in its name is escaped */
    const char *regions;       /* that it serves: "CN-GD CN-GX" */
    const char *state;         /* "ok", or a code that stays: "crash", "wrong-abi", "quarantined", "shadowed" ... */
    const char *detail;        /* both sides of it, in English, for the log; "" when there is no more to say */
    const char *isolation;     /* "full", "rlimits" ..., "in-process", "data" (no code runs) */
    char sha256[65];           /* of manifest, data files and binary */
    uint32_t kinds;            /* RR_PLUGIN_* */
    int illustrative;          /* its data is made up as an example */
    uint32_t course_count, refused_count, rule_count; /* refused: rows of its catalogue that broke a rule */
    int named;                 /* a path named its own folder, so somebody expects it to take part */
} rr_plugin_info;
/* In the order of ids; shadowed copies after the one that is used. Borrowed until rr_plugins_destroy. */
RR_API size_t rr_plugins_count(const rr_plugins *plugins);
RR_API int rr_plugins_at(const rr_plugins *plugins, size_t index, rr_plugin_info *out);
RR_API const char *rr_plugins_name(const rr_plugins *plugins, size_t index, rr_lang lang);
/* The state in words. */
RR_API const char *rr_plugins_state_text(const char *state, rr_lang lang);
/* A detail of plugin `index` (of rr_plugin_info or rr_plugin_run) in the language, NUL-ended and cut to `size`. What is
 * not ours to translate stays: the plugin's own words, the linker's, names and paths. */
RR_API void rr_plugins_detail(const rr_plugins *plugins, size_t index, const char *detail, rr_lang lang, char *out, size_t size);
/* Names of skills and occupations that the taxonomy doesn't know: in its data, and those that its code has asked for in vain
 * so far ("...": ones beyond the first thousands). Matches may add to the list; names stay until rr_plugins_destroy. */
RR_API size_t rr_plugins_unknown_count(const rr_plugins *plugins, size_t index);
RR_API const char *rr_plugins_unknown(const rr_plugins *plugins, size_t index, size_t k, uint32_t *times);

/* Courses. Records are the plugin ABI's (plugin.h); skills and occupations are index + 1, strings NUL-ended. */
typedef struct rr_offer { uint32_t plugin; const rrp_course *course; const rrp_school *school; } rr_offer;
RR_API size_t rr_plugins_course_count(const rr_plugins *plugins);
RR_API int rr_plugins_course(const rr_plugins *plugins, size_t index, rr_offer *out);
/* The text of `texts` (rrp_text) in the language, else in another; "" when there is none. Borrowed from the record. */
RR_API const char *rr_plugin_text(const rrp_vec *texts, rr_lang lang);

#ifdef __cplusplus
}
#endif
#endif
