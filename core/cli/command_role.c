/* SPDX-License-Identifier: MIT */
/* reroute role and reroute skill: look things up in a taxonomy, and the roles most alike. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

typedef struct library {
    rr_context *context;
    rr_taxonomy *taxonomy;
} library;

static int open_library(library *l, const settings *s)
{
    int code = EXIT_WRONG;
    *l = (library){0};
    if (s->all ? s->arguments.count > 0 : s->arguments.count == 0) {
        say_wrong(s, s->all ? "--all takes no role" : "say which or what: an id, a code or a name",
                  s->all ? "--all 不需要岗位" : "请说明查什么：编号、代码或名称");
        return EXIT_USAGE;
    }
    l->context = open_context(s);
    l->taxonomy = l->context == NULL ? NULL : load_taxonomy(l->context, s, &code);
    return l->taxonomy == NULL ? code : EXIT_DONE;
}

static void close_library(library *l)
{
    rr_taxonomy_destroy(l->taxonomy);
    rr_context_destroy(l->context);
}

static int search(const settings *s, rr_concept concept)
{
    library l;
    int code = open_library(&l, s);
    if (code == EXIT_DONE) {
        rr_candidate *found = calloc(1000, sizeof *found);
        size_t count = 0, max = s->top < 0 ? 5 : s->top == 0 || s->top > 1000 ? 1000 : (size_t)s->top;
        char text[4096];
        rr_error err = {0};
        output out;
        rr_render_options how = render_options(s, RR_FORMAT_TEXT);
        join_arguments(s, 0, text, sizeof text);
        if (found == NULL || rr_taxonomy_search(l.taxonomy, concept, text, found, max, &count, &err) != RR_OK) {
            code = found == NULL ? say_wrong(s, "out of memory", "内存不足") : say_error(s, &err);
        } else if (count == 0) {
            code = say_wrong(s, "nothing has such a name", "没有这样的名称");
        } else if (open_output(&out, l.context, s, &code)) {
            rr_status status = rr_render_candidates(l.taxonomy, concept, found, count, &how, &out.sink, &err);
            code = close_output(&out, s, status, &err);
        }
        free(found);
    }
    close_library(&l);
    return code;
}

static int show(const settings *s, rr_concept concept)
{
    library l;
    int code = open_library(&l, s);
    if (code == EXIT_DONE) {
        char text[4096];
        join_arguments(s, 0, text, sizeof text);
        uint32_t index = resolve_concept(s, l.taxonomy, concept, text);
        rr_render_options how = render_options(s, RR_FORMAT_TEXT);
        rr_error err = {0};
        output out;
        code = EXIT_WRONG;
        if (index != RR_NONE && open_output(&out, l.context, s, &code)) {
            rr_status status = concept == RR_CONCEPT_OCCUPATION
                                   ? rr_render_occupation(l.taxonomy, index, &how, &out.sink, &err)
                                   : rr_render_descriptor(l.taxonomy, index, &how, &out.sink, &err);
            code = close_output(&out, s, status, &err);
        }
    }
    close_library(&l);
    return code;
}

int run_role_search(const settings *s)
{
    return search(s, RR_CONCEPT_OCCUPATION);
}

int run_skill_search(const settings *s)
{
    return search(s, RR_CONCEPT_DESCRIPTOR);
}

int run_role_show(const settings *s)
{
    return show(s, RR_CONCEPT_OCCUPATION);
}

int run_skill_show(const settings *s)
{
    return show(s, RR_CONCEPT_DESCRIPTOR);
}

/* Every occupation that states what it takes; the caller frees. */
static uint32_t *list_sources(const rr_taxonomy *taxonomy, size_t *count)
{
    rr_taxonomy_info info;
    rr_taxonomy_get_info(taxonomy, &info);
    uint32_t *sources = calloc(info.occupation_count + (size_t)1, sizeof *sources);
    *count = 0;
    for (uint32_t i = 0; sources != NULL && i < info.occupation_count; i++) {
        rr_occupation occupation;
        if (rr_taxonomy_occupation(taxonomy, i, &occupation) && occupation.has_content)
            sources[(*count)++] = i;
    }
    return sources;
}

/* Compares and writes; the two tables are sources x top. */
static int write_similar(const settings *s, const library *l, const uint32_t *sources, size_t count)
{
    rr_error err = {0};
    rr_matcher *matcher = NULL;
    rr_scratch *scratch = NULL;
    rr_taxonomy_info info;
    rr_taxonomy_get_info(l->taxonomy, &info);
    uint32_t top = s->top < 0 ? 5 : (uint32_t)s->top;
    if (top == 0 || top > info.occupation_count)
        top = info.occupation_count;
    uint32_t *targets = calloc(count * top + 1, sizeof *targets);
    int32_t *fits = calloc(count * top + 1, sizeof *fits);
    rr_render_options how = render_options(s, RR_FORMAT_TEXT);
    output out;
    int code = EXIT_WRONG;
    if (targets == NULL || fits == NULL)
        say_wrong(s, "out of memory", "内存不足");
    else if (rr_matcher_create(&matcher, l->context, l->taxonomy, &err) != RR_OK ||
             rr_scratch_create(&scratch, matcher, &err) != RR_OK ||
             rr_matcher_similar(matcher, scratch, sources, count, top, s->no_titles, s->no_text, targets, fits, &err) != RR_OK)
        code = say_error(s, &err);
    else if (open_output(&out, l->context, s, &code))
        code = close_output(&out, s,
                            rr_render_similar(l->taxonomy, sources, count, top, targets, fits, &how, &out.sink, &err), &err);
    rr_scratch_destroy(scratch);
    rr_matcher_destroy(matcher);
    free(targets);
    free(fits);
    return code;
}

int run_role_similar(const settings *s)
{
    library l;
    int code = open_library(&l, s);
    if (code == EXIT_DONE && s->all) {
        size_t count = 0;
        uint32_t *sources = list_sources(l.taxonomy, &count);
        code = sources == NULL ? say_wrong(s, "out of memory", "内存不足") : write_similar(s, &l, sources, count);
        free(sources);
    } else if (code == EXIT_DONE) {
        char text[4096];
        rr_occupation occupation;
        join_arguments(s, 0, text, sizeof text);
        uint32_t role = resolve_concept(s, l.taxonomy, RR_CONCEPT_OCCUPATION, text);
        code = EXIT_WRONG;
        if (role != RR_NONE && rr_taxonomy_occupation(l.taxonomy, role, &occupation) && !occupation.has_content)
            say_wrong(s, "the taxonomy doesn't say what this role takes, so it can't be compared",
                      "分类没有说明该岗位的要求，无法比较");
        else if (role != RR_NONE)
            code = write_similar(s, &l, &role, 1);
    }
    close_library(&l);
    return code;
}
