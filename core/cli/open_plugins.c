/* SPDX-License-Identifier: MIT */
/* Options and environment in, the region's plugins out. Where they are looked for: --plugin, REROUTE_PLUGIN_PATH,
 * the user's data folder, the folder beside the program. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct places {
    char *path;                      /* a copy of REROUTE_PLUGIN_PATH, cut up */
    char user[1200], system[1200], state[1200], helper[1200];
    const char *search[LIST_MAX];
    size_t count;
} places;

static void find_places(places *p)
{
    const char *path = getenv("REROUTE_PLUGIN_PATH");
    p->path = path == NULL ? NULL : strdup(path);
    char *rest = p->path;
    for (char *one; rest != NULL && (one = strsep(&rest, ":")) != NULL;)
        if (one[0] != '\0' && p->count + 2 < LIST_MAX)
            p->search[p->count++] = one;
    if (home_folder(p->user, sizeof p->user - 16, "XDG_DATA_HOME", ".local/share") != NULL) {
        strcat(p->user, "/plugins");
        p->search[p->count++] = p->user;
    }
    data_path(p->system, sizeof p->system, "plugins");
    p->search[p->count++] = p->system;
}

/* Quarantine is remembered in the user's state folder, if it can be made. */
static const char *state_file(places *p)
{
    if (home_folder(p->state, sizeof p->state - 32, "XDG_STATE_HOME", ".local/state") == NULL)
        return NULL;
    for (char *slash = strchr(p->state + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(p->state, 0700);
        *slash = '/';
    }
    mkdir(p->state, 0700);
    strcat(p->state, "/quarantine");
    return p->state;
}

/* ---- what is found in their files ---- */

enum { UNKNOWN_SKILL = 640, UNKNOWN_SKILL_NEAR = 652, UNKNOWN_NAME = 694, UNKNOWN_NAME_NEAR = 695, FEW = 5 };

/* Names that the taxonomy doesn't know: a few are told, but another taxonomy than the one the files were written for has none
 * of them. */
typedef struct hearing {
    telling told;
    rr_error names[FEW];
    size_t count;
} hearing;

static bool is_unknown_name(const rr_error *err)
{
    return err->number == UNKNOWN_SKILL || err->number == UNKNOWN_SKILL_NEAR || err->number == UNKNOWN_NAME || err->number == UNKNOWN_NAME_NEAR;
}

static void hear(void *user, const rr_error *err)
{
    hearing *h = user;
    if (h->told.s->verbose || !is_unknown_name(err))
        say_finding(&h->told, err);
    else if (h->count++ < FEW)
        h->names[h->count - 1] = *err;
}

static void tell_names(hearing *h)
{
    for (size_t i = 0; i < h->count && h->count <= FEW; i++)
        say_finding(&h->told, &h->names[i]);
    if (h->count > FEW && !h->told.s->quiet)
        fprintf(stderr, in_language(h->told.s->lang, "reroute: %zu names in plugins' files are not in this taxonomy and are left out; --verbose tells each\n",
                                    "reroute：插件文件中有 %zu 个名称不在此分类中，已略去；加 --verbose 逐一列出\n"), h->count);
}

bool open_plugins(rr_plugins **out, rr_context *context, const settings *s, const rr_taxonomy *taxonomy, const char *region, int *code)
{
    places p = {0};
    rr_error err = {0};
    hearing h = {.told = {s, 0}};
    *out = NULL;
    if (s->no_plugins)
        return true;
    if (!s->alone)
        find_places(&p);
    rr_plugins_options o = {.size = sizeof o, .paths = s->plugins.items, .path_count = s->plugins.count, .search = p.search,
                            .search_count = p.count, .region = region, .require_isolation = s->require_isolation,
                            .state_file = s->alone ? NULL : state_file(&p), .finding = hear, .user = &h};
    rr_plugins_helper(p.helper, sizeof p.helper);
    o.helper = s->in_process ? NULL : p.helper; /* "" when there is none: plugins that are data need none */
    const rr_match_options asked = match_options(s);
    memcpy(o.date, asked.date, sizeof o.date);
    rr_status status = rr_plugins_open(out, context, taxonomy, &o, &err);
    free(p.path);
    tell_names(&h);
    if (status != RR_OK)
        *code = say_error(s, &err);
    return status == RR_OK;
}
