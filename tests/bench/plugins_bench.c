/* SPDX-License-Identifier: MIT */
/* Folders of plugins in; how long opening them takes, and what a match costs without and with them, out.
 *     bench_plugins TAXONOMY REGION FOLDER... */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <reroute/reroute.h>

enum { ROUNDS = 200, OPENINGS = 5 };

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* The median time of a match, in milliseconds. */
static double time_matches(const rr_matcher *matcher, const rr_profile *profile, const rr_plugins *plugins, const char *region)
{
    static double took[ROUNDS];
    rr_match_options o = {.size = sizeof o, .date = "2026-11-24", .region = region, .plugins = plugins, .top = 5};
    for (int i = 0; i < ROUNDS; i++) {
        rr_match_result *result = NULL;
        double start = now_ms();
        if (rr_match_run(&result, matcher, profile, &o, NULL) != RR_OK)
            exit(1);
        took[i] = now_ms() - start;
        rr_match_result_destroy(result);
    }
    qsort(took, ROUNDS, sizeof *took, by_size);
    return took[ROUNDS / 2];
}

int main(int argc, char **argv)
{
    rr_context *context = NULL;
    rr_taxonomy *taxonomy = NULL;
    rr_matcher *matcher = NULL;
    rr_profile *profile = NULL;
    rr_plugins *plugins = NULL;
    rr_plugin_info info;
    char helper[1024];
    if (argc < 4 || rr_plugins_helper(helper, sizeof helper) == 0)
        return 2;
    const char *path = argv[1];
    rr_job job = {.title = "cn:taxi-driver", .months = 144, .current = 1, .occupation = RR_NONE};
    rr_plugins_options o = {.size = sizeof o, .paths = (const char *const *)(void *)(argv + 3), .path_count = (size_t)argc - 3,
                            .region = argv[2], .helper = helper, .start_ms = 60000, .call_ms = 60000};
    if (rr_context_create(&context, NULL, NULL) != RR_OK || rr_taxonomy_load(&taxonomy, context, &path, 1, NULL, NULL, NULL) != RR_OK ||
        rr_matcher_create(&matcher, context, taxonomy, NULL) != RR_OK || rr_profile_create(&profile, context, "w", NULL) != RR_OK ||
        rr_profile_add_job(profile, &job, NULL) != RR_OK || rr_profile_resolve(profile, taxonomy, NULL, NULL, NULL) != RR_OK)
        return 1;
    double opened = 1e9;
    for (int i = 0; i < OPENINGS; i++) {
        rr_plugins_destroy(plugins);
        double start = now_ms();
        if (rr_plugins_open(&plugins, context, taxonomy, &o, NULL) != RR_OK)
            return 1;
        double took = now_ms() - start;
        opened = took < opened ? took : opened;
    }
    for (size_t i = 0; rr_plugins_at(plugins, i, &info); i++)
        if (strcmp(info.state, "ok") != 0)
            fprintf(stderr, "%s: %s %s\n", info.id, info.state, info.detail);
    double without = time_matches(matcher, profile, NULL, argv[2]), with = time_matches(matcher, profile, plugins, argv[2]);
    printf("%zu plugins, %zu courses: opened in %.1f ms (%.1f ms each); a match takes %.2f ms without and %.2f ms with them\n",
           rr_plugins_count(plugins), rr_plugins_course_count(plugins), opened, opened / (double)rr_plugins_count(plugins), without, with);
    rr_plugins_destroy(plugins);
    rr_profile_destroy(profile);
    rr_matcher_destroy(matcher);
    rr_taxonomy_destroy(taxonomy);
    rr_context_destroy(context);
    return 0;
}
