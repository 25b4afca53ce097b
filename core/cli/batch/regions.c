/* SPDX-License-Identifier: MIT */
/* Regions of profiles in, their plugins out: opened when a profile of the region comes. Those of more than a few hundred
 * regions are not kept open at once: what was not asked for the longest is closed, and opened again when it is. */
#include "batch.h"

#include <stdlib.h>
#include <string.h>

enum { OPEN_MOST = 512 }; /* more than there are threads, so that one is always idle */

void regions_begin(regions *r)
{
    *r = (regions){.code = EXIT_DONE};
    pthread_mutex_init(&r->lock, NULL);
}

/* Where the region is, or belongs, in the order of codes. */
static size_t place_of(const regions *r, const char *code)
{
    size_t from = 0, to = r->count;
    while (from < to) {
        size_t middle = (from + to) / 2;
        if (strcmp(r->known[middle]->code, code) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* A region that has not been asked for before. */
static region *add_region(regions *r, size_t at, const char *code)
{
    region *new = calloc(1, sizeof *new);
    region **grown = realloc(r->known, (r->count + 1) * sizeof *grown);
    r->known = grown == NULL ? r->known : grown;
    if (new == NULL || grown == NULL || strlen(code) >= sizeof new->code) {
        free(new);
        return NULL;
    }
    memmove(grown + at + 1, grown + at, (r->count - at) * sizeof *grown);
    memcpy(new->code, code, strlen(code) + 1);
    r->count++;
    return grown[at] = new;
}

static bool takes_part(const rr_plugin_info *info)
{
    return strcmp(info->state, "not-served") != 0 && strcmp(info->state, "shadowed") != 0;
}

/* ",org.example,sha256,..." of all that take part. Owned by the caller; NULL: out of memory. */
static char *describe_plugins(const rr_plugins *plugins)
{
    rr_plugin_info info;
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    if (out == NULL)
        return NULL;
    for (size_t k = 0; rr_plugins_at(plugins, k, &info); k++)
        if (takes_part(&info))
            fprintf(out, ",%s,%s", info.id, info.sha256);
    return fclose(out) == 0 ? text : NULL;
}

/* Makes room for one more. */
static void close_oldest(regions *r)
{
    region *oldest = NULL;
    for (size_t i = 0; i < r->count && r->open_count >= OPEN_MOST; i++) {
        region *one = r->known[i];
        if (one->plugins != NULL && one->users == 0 && (oldest == NULL || one->asked < oldest->asked))
            oldest = one;
    }
    if (oldest == NULL)
        return;
    rr_plugins_destroy(oldest->plugins);
    oldest->plugins = NULL;
    r->open_count--;
}

/* Opened anew it must be what it was: half a batch with other rules would be no batch. */
static bool open_region(regions *r, region *one, const settings *s, rr_context *context, const rr_taxonomy *taxonomy)
{
    close_oldest(r);
    if (!open_plugins(&one->plugins, context, s, taxonomy, one->code, &r->code))
        return false;
    r->open_count++;
    char *now = describe_plugins(one->plugins);
    bool same = now != NULL && (one->says == NULL || strcmp(one->says, now) == 0);
    if (now == NULL)
        r->code = say_wrong(s, "out of memory", "内存不足");
    else if (!same)
        r->code = say_wrong(s, "plugins were changed during the run; start anew", "运行期间插件有改动；请重新开始");
    if (one->says == NULL)
        one->says = now;
    else
        free(now);
    return same;
}

bool regions_enter(region **out, regions *r, const settings *s, rr_context *context, const rr_taxonomy *taxonomy, const char *code)
{
    *out = NULL;
    pthread_mutex_lock(&r->lock);
    size_t at = place_of(r, code);
    bool there = at < r->count && strcmp(r->known[at]->code, code) == 0, good = r->code == EXIT_DONE;
    region *one = !good ? NULL : there ? r->known[at] : add_region(r, at, code);
    if (good && one == NULL)
        r->code = say_wrong(s, "out of memory", "内存不足");
    good = one != NULL && (one->plugins != NULL || open_region(r, one, s, context, taxonomy));
    if (good) {
        one->asked = ++r->asked;
        one->users++;
        *out = one;
    }
    pthread_mutex_unlock(&r->lock);
    return good;
}

void regions_leave(regions *r, region *one)
{
    pthread_mutex_lock(&r->lock);
    one->users--;
    pthread_mutex_unlock(&r->lock);
}

char *regions_describe(regions *r)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    if (out == NULL)
        return NULL;
    pthread_mutex_lock(&r->lock);
    for (size_t i = 0, said = 0; i < r->count; i++)
        if (r->known[i]->says != NULL)
            fprintf(out, "%s%s%s", said++ == 0 ? "" : ";", r->known[i]->code, r->known[i]->says);
    pthread_mutex_unlock(&r->lock);
    return fclose(out) == 0 ? text : NULL;
}

bool regions_open_as(regions *r, const settings *s, rr_context *context, const rr_taxonomy *taxonomy, const char *description)
{
    region *one = NULL;
    char code[sizeof one->code];
    for (const char *at = s->no_plugins ? "" : description; *at != '\0'; at += *at == ';') {
        size_t len = strcspn(at, ",;");
        snprintf(code, sizeof code, "%.*s", (int)(len < sizeof code ? len : sizeof code - 1), at);
        if (!regions_enter(&one, r, s, context, taxonomy, code))
            return false;
        regions_leave(r, one);
        at += strcspn(at, ";");
    }
    return true;
}

void regions_end(regions *r)
{
    for (size_t i = 0; i < r->count; i++) {
        rr_plugins_destroy(r->known[i]->plugins);
        free(r->known[i]->says);
        free(r->known[i]);
    }
    free(r->known);
    pthread_mutex_destroy(&r->lock);
}
