/* SPDX-License-Identifier: MIT */
/* Regions of profiles in, their plugins out: each opened once, when the first profile of the region comes. */
#include "batch.h"

#include <stdlib.h>
#include <string.h>

enum { REGIONS_MOST = 512 };

void regions_begin(regions *r)
{
    *r = (regions){.code = EXIT_DONE};
    pthread_mutex_init(&r->lock, NULL);
}

/* Where the region is, or belongs, in the order of codes. */
static size_t place_of(const regions *r, const char *code)
{
    size_t at = 0;
    while (at < r->count && strcmp(r->opened[at].code, code) < 0)
        at++;
    return at;
}

static bool open_region_at(regions *r, size_t at, const settings *s, rr_context *context, const rr_taxonomy *taxonomy, const char *code)
{
    rr_plugins *plugins = NULL;
    if (r->code != EXIT_DONE)
        return false;
    struct region *grown = r->count < REGIONS_MOST && strlen(code) < sizeof grown->code ? realloc(r->opened, (r->count + 1) * sizeof *grown) : NULL;
    if (grown == NULL) {
        r->code = say_wrong(s, "too many regions", "地区过多");
        return false;
    }
    r->opened = grown;
    if (!open_plugins(&plugins, context, s, taxonomy, code, &r->code))
        return false;
    memmove(grown + at + 1, grown + at, (r->count - at) * sizeof *grown);
    grown[at] = (struct region){.plugins = plugins};
    memcpy(grown[at].code, code, strlen(code) + 1);
    r->count++;
    return true;
}

bool regions_find(rr_plugins **out, regions *r, const settings *s, rr_context *context, const rr_taxonomy *taxonomy, const char *region)
{
    *out = NULL;
    if (region == NULL || s->no_plugins)
        return true;
    pthread_mutex_lock(&r->lock);
    size_t at = place_of(r, region);
    bool there = at < r->count && strcmp(r->opened[at].code, region) == 0;
    bool good = there || open_region_at(r, at, s, context, taxonomy, region);
    if (good)
        *out = r->opened[at].plugins;
    pthread_mutex_unlock(&r->lock);
    return good;
}

static bool takes_part(const rr_plugin_info *info)
{
    return strcmp(info->state, "not-served") != 0 && strcmp(info->state, "shadowed") != 0;
}

char *regions_describe(regions *r)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    if (out == NULL)
        return NULL;
    pthread_mutex_lock(&r->lock);
    for (size_t i = 0; i < r->count; i++) {
        rr_plugin_info info;
        fprintf(out, "%s%s", i == 0 ? "" : ";", r->opened[i].code);
        for (size_t k = 0; rr_plugins_at(r->opened[i].plugins, k, &info); k++)
            if (takes_part(&info))
                fprintf(out, ",%s,%s", info.id, info.sha256);
    }
    pthread_mutex_unlock(&r->lock);
    return fclose(out) == 0 ? text : NULL;
}

bool regions_open_as(regions *r, const settings *s, rr_context *context, const rr_taxonomy *taxonomy, const char *description)
{
    rr_plugins *plugins = NULL;
    char code[16];
    for (const char *at = description; *at != '\0'; at += *at == ';') {
        size_t len = strcspn(at, ",;");
        snprintf(code, sizeof code, "%.*s", (int)(len < sizeof code ? len : sizeof code - 1), at);
        if (!regions_find(&plugins, r, s, context, taxonomy, code))
            return false;
        at += strcspn(at, ";");
    }
    return true;
}

void regions_end(regions *r)
{
    for (size_t i = 0; i < r->count; i++)
        rr_plugins_destroy(r->opened[i].plugins);
    free(r->opened);
    pthread_mutex_destroy(&r->lock);
}
