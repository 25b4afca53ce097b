/* SPDX-License-Identifier: MIT */
/* Somebody else's program, C and C++: a profile in, its match as JSON out, with the public headers only.
 * match TAXONOMY PLUGINS REGION DATE PROFILE [HELPER] */
#include <reroute/reroute.h>

#include <stdio.h>
#include <string.h>

static int put(void *user, const char *bytes, size_t len)
{
    (void)user;
    return fwrite(bytes, 1, len, stdout) == len ? 0 : 1;
}

static int keep(void *user, rr_profile *profile)
{
    *(rr_profile **)user = profile;
    return 0;
}

int main(int argc, char **argv)
{
    rr_context *context = NULL;
    rr_taxonomy *taxonomy = NULL;
    rr_matcher *matcher = NULL;
    rr_plugins *plugins = NULL;
    rr_profile *profile = NULL;
    rr_match_result *result = NULL;
    rr_match_options asked;
    rr_render_options how;
    rr_plugins_options regional;
    rr_error err;
    rr_sink sink = {NULL, put};
    char helper[4096] = "", text[2048];
    const char *names[2];
    int ok;

    memset(&err, 0, sizeof err);
    if (argc < 6) {
        printf("%s\n", rr_version());
        return strcmp(rr_version(), RR_VERSION_STRING) == 0 ? 0 : 1;
    }
    names[0] = argv[1];
    names[1] = argv[2];
    if (argc > 6)
        snprintf(helper, sizeof helper, "%s", argv[6]);
    else if (rr_plugins_helper(helper, sizeof helper) == 0)
        fprintf(stderr, "no helper beside the library\n");
    memset(&regional, 0, sizeof regional);
    regional.size = sizeof regional;
    regional.paths = names + 1;
    regional.path_count = 1;
    regional.region = argv[3];
    regional.helper = helper;
    memset(&asked, 0, sizeof asked);
    asked.size = sizeof asked;
    asked.top = 5;
    asked.region = argv[3];
    snprintf(asked.date, sizeof asked.date, "%s", argv[4]);
    snprintf(regional.date, sizeof regional.date, "%s", argv[4]);
    memset(&how, 0, sizeof how);
    how.size = sizeof how;
    how.format = RR_FORMAT_JSON;

    ok = rr_context_create(&context, NULL, &err) == RR_OK && rr_taxonomy_load(&taxonomy, context, names, 1, NULL, NULL, &err) == RR_OK &&
         rr_matcher_create(&matcher, context, taxonomy, &err) == RR_OK && rr_plugins_open(&plugins, context, taxonomy, &regional, &err) == RR_OK;
    asked.plugins = plugins;
    ok = ok && rr_profile_read(context, argv[5], NULL, keep, &profile, &err) == RR_OK &&
         rr_profile_resolve(profile, taxonomy, NULL, NULL, &err) == RR_OK && rr_match_run(&result, matcher, profile, &asked, &err) == RR_OK &&
         rr_render_match(result, taxonomy, profile, &asked, &how, &sink, &err) == RR_OK;
    if (!ok) {
        rr_error_format(&err, RR_LANG_EN, text, sizeof text);
        fprintf(stderr, "%s\n", text);
    }
    rr_match_result_destroy(result);
    rr_profile_destroy(profile);
    rr_plugins_destroy(plugins);
    rr_matcher_destroy(matcher);
    rr_taxonomy_destroy(taxonomy);
    rr_context_destroy(context);
    return ok ? 0 : 1;
}
