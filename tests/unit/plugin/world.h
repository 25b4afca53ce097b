/* SPDX-License-Identifier: MIT */
/* What tests of whole matches share: a taxonomy, a taxi driver, the helper, a folder for plugins. */
#ifndef TEST_PLUGIN_WORLD_H
#define TEST_PLUGIN_WORLD_H

#include <stdbool.h>
#include <stdlib.h>

#include <reroute/reroute.h>

#include "folders.h"

static struct {
    rr_context *context;
    rr_taxonomy *taxonomy;
    rr_matcher *matcher;
    rr_profile *profile;
    char helper[PATH_LEN], base[PATH_LEN];
} the_world;

static inline bool open_world(void)
{
    static const char *const taxonomy = RR_TEST_SOURCE "/taxonomies/cn-transition";
    rr_job job = {.title = "cn:taxi-driver", .months = 144, .current = 1, .occupation = RR_NONE};
    snprintf(the_world.base, sizeof the_world.base, "/tmp/reroute-plugins-XXXXXX");
    return mkdtemp(the_world.base) != NULL && rr_plugins_helper(the_world.helper, sizeof the_world.helper) > 0 &&
           rr_context_create(&the_world.context, NULL, NULL) == RR_OK &&
           rr_taxonomy_load(&the_world.taxonomy, the_world.context, &taxonomy, 1, NULL, NULL, NULL) == RR_OK &&
           rr_matcher_create(&the_world.matcher, the_world.context, the_world.taxonomy, NULL) == RR_OK &&
           rr_profile_create(&the_world.profile, the_world.context, "w-1", NULL) == RR_OK &&
           rr_profile_add_job(the_world.profile, &job, NULL) == RR_OK &&
           rr_profile_resolve(the_world.profile, the_world.taxonomy, NULL, NULL, NULL) == RR_OK;
}

static inline void close_world(void)
{
    remove_folder(the_world.base);
    rr_profile_destroy(the_world.profile);
    rr_matcher_destroy(the_world.matcher);
    rr_taxonomy_destroy(the_world.taxonomy);
    rr_context_destroy(the_world.context);
}

static inline void make_folder(char out[PATH_LEN], const char *name, const char *id, const char *version, const char *parts)
{
    make_plugin_folder(out, the_world.base, name, id, version, parts);
}

static inline void make_faulty(char folder[PATH_LEN], const char *name, const char *id, const char *version)
{
    char from[PATH_LEN];
    snprintf(from, sizeof from, "%s/%s.so", RR_TEST_FAULTY_PLUGINS, name);
    make_folder(folder, name, id, version, "<binary name=\"plugin.so\"/>");
    copy_file(from, folder, "plugin.so", 0755);
}

static inline int set_up_world(void **state)
{
    (void)state;
    return open_world() ? 0 : 1;
}

static inline int tear_down_world(void **state)
{
    (void)state;
    close_world();
    return 0;
}

/* Of a sink that is a FILE. */
static inline int keep_bytes(void *user, const char *bytes, size_t len)
{
    return fwrite(bytes, 1, len, (FILE *)user) == len ? 0 : 1;
}

static inline rr_match_result *run_match(const rr_plugins *plugins)
{
    rr_match_result *result = NULL;
    rr_error err = {0};
    rr_match_options o = {.size = sizeof o, .date = "2026-11-26", .region = "CN-GD", .plugins = plugins};
    assert_int_equal(rr_match_run(&result, the_world.matcher, the_world.profile, &o, &err), RR_OK);
    return result;
}
#endif
