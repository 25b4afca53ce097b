/* SPDX-License-Identifier: MIT */
/* reroute taxonomy check, info, import and build. */
#include "cli.h"

#include <string.h>

typedef struct counting {
    const settings *s;
    size_t counts[3];
} counting;

static void count_finding(void *user, const rr_error *err)
{
    counting *c = user;
    c->counts[rr_error_severity(err)]++;
    say_error(c->s, err);
}

int run_taxonomy_check(const settings *s)
{
    if (s->arguments.count == 0) {
        say_wrong(s, "say which files: reroute taxonomy check FILE...", "请指定文件：reroute taxonomy check 文件...");
        return EXIT_USAGE;
    }
    rr_context *context = open_context(s);
    if (context == NULL)
        return EXIT_WRONG;
    rr_taxonomy *taxonomy = NULL;
    rr_error err = {0};
    counting c = {s, {0, 0, 0}};
    rr_status status = rr_taxonomy_load(&taxonomy, context, s->arguments.items, s->arguments.count, count_finding, &c, &err);
    int code = status == RR_OK ? EXIT_DONE : EXIT_WRONG;
    if (status != RR_OK && c.counts[RR_SEVERITY_ERROR] == 0)
        code = say_error(s, &err);
    if (status == RR_OK) {
        rr_taxonomy_info info;
        rr_taxonomy_get_info(taxonomy, &info);
        printf(in_language(s->lang, "%s %s: good; %u occupations, %u descriptors, %u requirements, %zu warnings\n",
                           "%s %s：无误；%u 个职业，%u 项描述，%u 条要求，%zu 条警告\n"),
               info.id, info.version, info.occupation_count, info.descriptor_count, info.requirement_count,
               c.counts[RR_SEVERITY_WARNING]);
    } else if (c.counts[RR_SEVERITY_ERROR] > 0) {
        fprintf(stderr, in_language(s->lang, "%zu errors, %zu warnings\n", "%zu 个错误，%zu 条警告\n"),
                c.counts[RR_SEVERITY_ERROR], c.counts[RR_SEVERITY_WARNING]);
    }
    rr_taxonomy_destroy(taxonomy);
    rr_context_destroy(context);
    return code;
}

int run_taxonomy_info(const settings *s)
{
    rr_context *context = open_context(s);
    int code = EXIT_WRONG;
    settings own = *s;
    for (size_t i = 0; i < s->arguments.count && own.taxonomies.count < LIST_MAX; i++)
        own.taxonomies.items[own.taxonomies.count++] = s->arguments.items[i]; /* naming the files plainly means the same */
    rr_taxonomy *taxonomy = context == NULL ? NULL : load_taxonomy(context, &own, &code);
    output out;
    if (taxonomy != NULL && open_output(&out, context, s, &code)) {
        rr_error err = {0};
        rr_render_options how = render_options(s, RR_FORMAT_TEXT);
        code = close_output(&out, s, rr_render_taxonomy(taxonomy, &how, &out.sink, &err), &err);
    }
    rr_taxonomy_destroy(taxonomy);
    rr_context_destroy(context);
    return code;
}

typedef struct account {
    rr_lang lang;
    bool quiet;
    uint64_t totals[4];
    char file[256];
} account;

static void say_row(void *user, const rr_import_row *row)
{
    static const char *const kinds[2][4] = {{"read", "used", "merged", "refused"}, {"读取", "采用", "合并", "拒绝"}};
    account *a = user;
    a->totals[row->kind] += row->rows;
    if (a->quiet)
        return;
    if (strcmp(a->file, row->file) != 0) {
        snprintf(a->file, sizeof a->file, "%s", row->file);
        fprintf(stderr, "%s\n", row->file);
    }
    fprintf(stderr, a->lang == RR_LANG_ZH ? "  %s %10llu  %s\n" : "  %-8s %10llu  %s\n", kinds[a->lang == RR_LANG_ZH][row->kind],
            (unsigned long long)row->rows, rr_import_row_what(row, a->lang));
}

static int write_import(const settings *s, rr_context *context, const rr_taxonomy *taxonomy)
{
    output out;
    rr_error err = {0};
    int code = EXIT_WRONG;
    if (!open_output(&out, context, s, &code))
        return code;
    return close_output(&out, s, rr_taxonomy_write_xml(taxonomy, &out.sink, &err), &err);
}

int run_taxonomy_import(const settings *s)
{
    if (s->arguments.count != 2) {
        say_wrong(s, "say what and where: reroute taxonomy import onet|esco DIR -o FILE.xml",
                  "请指定来源与目录：reroute taxonomy import onet|esco 目录 -o 文件.xml");
        return EXIT_USAGE;
    }
    rr_context *context = open_context(s);
    if (context == NULL)
        return EXIT_WRONG;
    char model[1200], name[160];
    snprintf(name, sizeof name, "taxonomies/%.100s/model.xml", s->arguments.items[0]);
    data_path(model, sizeof model, name);
    account a = {.lang = s->lang, .quiet = s->quiet};
    rr_taxonomy *taxonomy = NULL;
    rr_error err = {0};
    rr_status status = rr_taxonomy_import(&taxonomy, context, s->arguments.items[0], s->arguments.items[1],
                                          s->model != NULL ? s->model : model, say_row, &a, &err);
    int code = status != RR_OK ? say_error(s, &err) : write_import(s, context, taxonomy);
    if (status == RR_OK && !s->quiet)
        fprintf(stderr, in_language(s->lang, "in all %llu rows: %llu used, %llu merged, %llu refused\n",
                                    "共 %llu 行：采用 %llu，合并 %llu，拒绝 %llu\n"),
                (unsigned long long)a.totals[0], (unsigned long long)a.totals[1], (unsigned long long)a.totals[2],
                (unsigned long long)a.totals[3]);
    rr_taxonomy_destroy(taxonomy);
    rr_context_destroy(context);
    return code;
}

int run_taxonomy_build(const settings *s)
{
    if (s->arguments.count == 0 || s->output == NULL) {
        say_wrong(s, "say which files and where to: reroute taxonomy build FILE... -o FILE",
                  "请指定来源与去处：reroute taxonomy build 文件... -o 文件");
        return EXIT_USAGE;
    }
    rr_context *context = open_context(s);
    int code = EXIT_WRONG;
    settings own = *s;
    own.taxonomies = own.arguments;
    own.no_cache = true; /* what is built is its sources' and nothing else's */
    rr_error err = {0};
    rr_taxonomy *taxonomy = context == NULL ? NULL : load_taxonomy(context, &own, &code);
    if (taxonomy != NULL)
        code = rr_taxonomy_save(taxonomy, s->output, &err) == RR_OK ? EXIT_DONE : say_error(s, &err);
    rr_taxonomy_destroy(taxonomy);
    rr_context_destroy(context);
    return code;
}
