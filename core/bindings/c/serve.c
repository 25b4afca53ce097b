/* SPDX-License-Identifier: MIT
 * A match server: profiles as lines of JSON in; their matches, or the numbers of what is wrong, out, in the order in which they
 * are done. What is costly is opened once, for all threads.  serve TAXONOMY PLUGINS REGION < in > out */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <reroute/reroute.h>

enum { THREADS = 4, TOP = 5 };
static struct { rr_context *context; rr_taxonomy *taxonomy; rr_matcher *matcher; rr_plugins *plugins; ssize_t requests; pthread_t threads[THREADS]; } all;
static int put(void *user, const char *bytes, size_t len) { return fwrite(bytes, 1, len, user) != len; }
static int keep(void *user, rr_profile *profile) { rr_profile_destroy(*(rr_profile **)user); *(rr_profile **)user = profile; return 0; }

static int answer(const char *line, size_t len, const char *region, FILE *to, rr_error *err)
{
    rr_profile *profile = NULL;
    rr_match_result *result = NULL;
    rr_match_options asked = {.size = sizeof asked, .top = TOP, .region = region, .plugins = all.plugins};
    strftime(asked.date, sizeof asked.date, "%Y-%m-%d", localtime_r(&(time_t){time(NULL)}, &(struct tm){0}));
    int done = rr_profile_read_memory(all.context, "request.json", line, len, NULL, keep, &profile, err) == RR_OK && profile != NULL &&
               rr_profile_resolve(profile, all.taxonomy, NULL, NULL, err) == RR_OK && rr_match_run(&result, all.matcher, profile, &asked, err) == RR_OK &&
               rr_render_match(result, all.taxonomy, profile, &asked,
                               &(rr_render_options){.size = sizeof(rr_render_options), .format = RR_FORMAT_JSONL}, &(rr_sink){to, put}, err) == RR_OK;
    rr_match_result_destroy(result);
    rr_profile_destroy(profile);
    return done;
}
static void *serve(void *region)
{
    char *line = NULL, *text = NULL;
    for (size_t size = 0, len = 0;; free(text), text = NULL) {
        rr_error err = {0};
        flockfile(stdin); /* lines are numbered as they come */
        ssize_t got = getline(&line, &size, stdin), number = ++all.requests;
        funlockfile(stdin);
        FILE *to = got > 0 ? open_memstream(&text, &len) : NULL;
        if (to == NULL) return free(line), NULL;
        int done = answer(line, (size_t)got, region, to, &err);
        if (fclose(to) == 0 && done) printf("{\"request\":%zd,\"match\":%.*s}\n", number, (int)len - 1, text);
        else printf("{\"request\":%zd,\"status\":%d,\"error\":\"R%04u\"}\n", number, (int)err.status, (unsigned)err.number);
        fflush(stdout);
    }
}
int main(int argc, char **argv)
{
    rr_error err = {0}; char helper[4096] = "", text[2048];
    if (argc != 4) return fputs("usage: serve TAXONOMY PLUGINS REGION < profiles > matches\n", stderr), 2;
    rr_plugins_helper(helper, sizeof helper);
    rr_plugins_options o = {.size = sizeof o, .paths = (const char *const *)argv + 2, .path_count = 1, .region = argv[3], .helper = helper};
    if (rr_context_create(&all.context, NULL, &err) != RR_OK ||
        rr_taxonomy_load(&all.taxonomy, all.context, (const char *const *)argv + 1, 1, NULL, NULL, &err) != RR_OK ||
        rr_matcher_create(&all.matcher, all.context, all.taxonomy, &err) != RR_OK || rr_plugins_open(&all.plugins, all.context, all.taxonomy, &o, &err) != RR_OK)
        return rr_error_format(&err, RR_LANG_EN, text, sizeof text), fprintf(stderr, "%s\n", text), 1;
    for (int i = 0; i < THREADS; i++) if (pthread_create(&all.threads[i], NULL, serve, argv[3]) != 0) return 1;
    for (int i = 0; i < THREADS; i++) pthread_join(all.threads[i], NULL);
    rr_plugins_destroy(all.plugins), rr_matcher_destroy(all.matcher), rr_taxonomy_destroy(all.taxonomy), rr_context_destroy(all.context);
    return ferror(stdout) ? 1 : 0;
}
