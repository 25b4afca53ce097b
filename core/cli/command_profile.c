/* SPDX-License-Identifier: MIT */
/* reroute profile new, check and convert. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* "12" or "0.5" years in months; -1 when it is no such number. */
static int32_t months_of(const char *years)
{
    long whole = 0, tenths = 0, scale = 1;
    const char *c = years;
    for (; *c >= '0' && *c <= '9' && whole < 1000; c++)
        whole = whole * 10 + (*c - '0');
    if (*c == '.')
        for (c++; *c >= '0' && *c <= '9' && scale < 1000; c++) {
            tenths = tenths * 10 + (*c - '0');
            scale *= 10;
        }
    if (c == years || *c != '\0' || whole > 80)
        return -1;
    return (int32_t)(whole * 12 + (tenths * 12 + scale / 2) / scale);
}

static int32_t year_of(const char *text)
{
    return text != NULL && strlen(text) == 4 && strspn(text, "0123456789") == 4 ? (int32_t)strtol(text, NULL, 10) : -1;
}

static int add_jobs(const settings *s, const rr_taxonomy *taxonomy, rr_profile *profile, rr_error *err)
{
    for (size_t i = 0; i < s->occupations.count; i++) {
        uint32_t index = resolve_concept(s, taxonomy, RR_CONCEPT_OCCUPATION, s->occupations.items[i]);
        rr_occupation occupation;
        if (index == RR_NONE)
            return EXIT_WRONG;
        rr_taxonomy_occupation(taxonomy, index, &occupation);
        bool last = i + 1 == s->occupations.count;
        rr_job job = {.title = occupation.id, .months = -1, .until_year = -1, .occupation = index};
        if (i < s->years.count && s->years.items[i] != NULL && (job.months = months_of(s->years.items[i])) < 0)
            return say_wrong(s, "--years takes a number from 0 to 80, such as 12 or 0.5",
                             "--years 需要 0 至 80 的数字，如 12 或 0.5");
        if (last && s->until != NULL && (job.until_year = year_of(s->until)) < 0)
            return say_wrong(s, "--until takes a year, such as 2025", "--until 需要年份，如 2025");
        job.current = last && s->until == NULL;
        if (rr_profile_add_job(profile, &job, err) != RR_OK)
            return say_error(s, err);
    }
    return EXIT_DONE;
}

static int add_skills(const settings *s, const rr_taxonomy *taxonomy, rr_profile *profile, rr_error *err)
{
    for (size_t i = 0; i < s->skills.count; i++) {
        char name[1024];
        const char *level = cut_at(s->skills.items[i], '=', name, sizeof name);
        uint32_t index = resolve_concept(s, taxonomy, RR_CONCEPT_DESCRIPTOR, name);
        rr_descriptor descriptor;
        if (index == RR_NONE)
            return EXIT_WRONG;
        rr_taxonomy_descriptor(taxonomy, index, &descriptor);
        rr_skill skill = {.text = descriptor.id, .level = -1, .level_text = level, .descriptor = index};
        if (rr_profile_add_skill(profile, &skill, err) != RR_OK)
            return say_error(s, err);
    }
    return EXIT_DONE;
}

static int add_rest(const settings *s, rr_profile *profile, rr_error *err)
{
    char name[256];
    for (size_t i = 0; i < s->licences.count; i++) {
        const char *year = cut_at(s->licences.items[i], ':', name, sizeof name);
        rr_licence licence = {name, year == NULL ? -1 : year_of(year)};
        if (year != NULL && licence.year < 0)
            return say_wrong(s, "a licence is NAME or NAME:YEAR", "证照写作 名称 或 名称:年份");
        if (rr_profile_add_licence(profile, &licence, err) != RR_OK)
            return say_error(s, err);
    }
    for (size_t i = 0; i < s->facts.count; i++) {
        rr_fact fact = {name, cut_at(s->facts.items[i], '=', name, sizeof name)};
        if (fact.value == NULL)
            return say_wrong(s, "a fact is NAME=VALUE", "事实写作 名称=值");
        if (rr_profile_add_fact(profile, &fact, err) != RR_OK)
            return say_error(s, err);
    }
    rr_fact age = {"age", s->age};
    if ((s->age != NULL && rr_profile_add_fact(profile, &age, err) != RR_OK) ||
        (s->education != NULL && rr_profile_set_education(profile, s->education, err) != RR_OK) ||
        (s->region != NULL && rr_profile_set_region(profile, s->region, err) != RR_OK))
        return say_error(s, err);
    return EXIT_DONE;
}

static rr_profile_format format_asked(const settings *s)
{
    return s->format == RR_FORMAT_JSON || s->format == RR_FORMAT_JSONL ? RR_PROFILE_JSON
           : s->format == RR_FORMAT_CSV                               ? RR_PROFILE_CSV
                                                                      : RR_PROFILE_XML;
}

/* One profile behind `count` others, in the format asked for. */
static rr_status put_profile(const settings *s, const rr_profile *profile, size_t count, const rr_sink *sink, rr_error *err)
{
    rr_render_options how = {.size = sizeof how, .format = RR_FORMAT_JSONL};
    return s->format == RR_FORMAT_JSONL ? rr_render_profile(profile, NULL, &how, sink, err)
                                        : rr_profile_write(profile, format_asked(s), count == 0, sink, err);
}

static int write_profile(const settings *s, rr_context *context, const rr_profile *profile)
{
    output out;
    rr_error err = {0};
    int code = EXIT_WRONG;
    if (!open_output(&out, context, s, &code))
        return code;
    rr_status status = put_profile(s, profile, 0, &out.sink, &err);
    return close_output(&out, s, status, &err);
}

static int make_profile(const settings *s, rr_context *context, const rr_taxonomy *taxonomy)
{
    rr_profile *profile = NULL;
    rr_error err = {0};
    if (rr_profile_create(&profile, context, s->id == NULL ? "w-001" : s->id, &err) != RR_OK)
        return say_error(s, &err);
    int code = add_jobs(s, taxonomy, profile, &err);
    if (code == EXIT_DONE)
        code = add_skills(s, taxonomy, profile, &err);
    if (code == EXIT_DONE)
        code = add_rest(s, profile, &err);
    if (code == EXIT_DONE && !resolve_profile(s, profile, taxonomy, true))
        code = EXIT_WRONG;
    if (code == EXIT_DONE)
        code = write_profile(s, context, profile);
    rr_profile_destroy(profile);
    return code;
}

int run_profile_new(const settings *s)
{
    if (s->occupations.count + s->skills.count == 0 ) {
        say_wrong(s, "say what the person did or can do: --occupation TITLE --years N, or --skill TITLE",
                  "请说明从事过什么或会什么：--occupation 名称 --years 年数，或 --skill 名称");
        return EXIT_USAGE;
    }
    if (s->years.count > s->occupations.count) {
        say_wrong(s, "more --years than --occupation", "--years 多于 --occupation");
        return EXIT_USAGE;
    }
    rr_context *context = open_context(s);
    int code = EXIT_WRONG;
    rr_taxonomy *taxonomy = context == NULL ? NULL : load_taxonomy(context, s, &code);
    if (taxonomy != NULL)
        code = make_profile(s, context, taxonomy);
    rr_taxonomy_destroy(taxonomy);
    rr_context_destroy(context);
    return code;
}

typedef struct reading {
    const settings *s;
    const rr_taxonomy *taxonomy;
    const rr_sink *sink;
    rr_profile_format format;
    telling told;
    size_t count, wrong;
    rr_status status;
    rr_error err;
} reading;

/* What the profile does not say is unknown to every rule that asks for it. */
static void say_absent(const settings *s, const rr_profile *profile)
{
    size_t yearless = 0;
    for (size_t i = 0; i < rr_profile_job_count(profile); i++)
        yearless += rr_profile_job(profile, i)->months < 0;
    const struct { bool absent; const char *en, *zh; } parts[] = {
        {yearless > 0, "years of a job", "某职业的年限"},
        {rr_profile_education(profile) == NULL, "education", "学历"},
        {rr_profile_licence_count(profile) == 0, "licences", "证照"},
        {rr_profile_fact_count(profile) == 0, "facts such as age", "年龄等事实"},
        {rr_profile_region(profile) == NULL, "region", "地区"}};
    bool first = true;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (!parts[i].absent)
            continue;
        fputs(first ? in_language(s->lang, "  not stated, so unknown: ", "  未说明，按未知处理：") : in_language(s->lang, ", ", "、"), stderr);
        fputs(in_language(s->lang, parts[i].en, parts[i].zh), stderr);
        first = false;
    }
    if (!first)
        fputs("\n", stderr);
}

static int check_one(void *user, rr_profile *profile)
{
    reading *r = user;
    r->count++;
    fprintf(stderr, "%s:\n", rr_profile_id(profile));
    bool empty = rr_profile_job_count(profile) + rr_profile_skill_count(profile) == 0;
    bool good = resolve_profile(r->s, profile, r->taxonomy, true) && !empty;
    if (empty)
        fprintf(stderr, "  %s\n", in_language(r->s->lang, "no job and no skill: there is nothing to match", "没有职业也没有技能：无从匹配"));
    if (good)
        fprintf(stderr, "  %s\n", in_language(r->s->lang, "good", "无误"));
    say_absent(r->s, profile);
    r->wrong += !good;
    rr_profile_destroy(profile);
    return was_interrupted();
}

static int convert_one(void *user, rr_profile *profile)
{
    reading *r = user;
    bool one_only = r->format == RR_PROFILE_XML || (r->format == RR_PROFILE_JSON && r->s->format != RR_FORMAT_JSONL);
    r->status = r->count == 1 && one_only ? RR_EINVALID : put_profile(r->s, profile, r->count, r->sink, &r->err);
    r->count++;
    rr_profile_destroy(profile);
    return r->status != RR_OK || was_interrupted();
}

static rr_status read_all(rr_context *context, reading *r, int (*each)(void *, rr_profile *), rr_error *err)
{
    const char *path = r->s->arguments.items[0];
    rr_profile_read_options o = {.size = sizeof o, .encoding = r->s->encoding, .finding = say_finding, .user = &r->told};
    return rr_profile_read(context, strcmp(path, "-") == 0 ? "/dev/stdin" : path, &o, each, r, err);
}

static int ask_for_file(const settings *s)
{
    if (s->arguments.count == 1)
        return EXIT_DONE;
    say_wrong(s, "say which file of profiles", "请指定一个档案文件");
    return EXIT_USAGE;
}

int run_profile_check(const settings *s)
{
    int code = ask_for_file(s);
    if (code != EXIT_DONE)
        return code;
    rr_context *context = open_context(s);
    rr_taxonomy *taxonomy = context == NULL ? NULL : load_taxonomy(context, s, &code);
    if (taxonomy != NULL) {
        rr_error err = {0};
        reading r = {.s = s, .taxonomy = taxonomy, .told = {s, 0}};
        if (read_all(context, &r, check_one, &err) != RR_OK)
            code = say_unsaid(&r.told, &err);
        else
            code = r.wrong > 0 ? EXIT_WRONG : EXIT_DONE;
        if (r.count > 0)
            fprintf(stderr, in_language(s->lang, "%zu profiles, %zu with something to settle\n", "共 %zu 份档案，%zu 份有待确认\n"),
                    r.count, r.wrong);
    }
    rr_taxonomy_destroy(taxonomy);
    rr_context_destroy(context);
    return code;
}

int run_profile_convert(const settings *s)
{
    int code = ask_for_file(s);
    if (code != EXIT_DONE)
        return code;
    rr_context *context = open_context(s);
    output out;
    if (context == NULL || !open_output(&out, context, s, &code)) {
        rr_context_destroy(context);
        return EXIT_WRONG;
    }
    reading r = {.s = s, .sink = &out.sink, .format = format_asked(s), .told = {s, 0}};
    rr_error err = {0};
    rr_status status = read_all(context, &r, convert_one, &err);
    if (status == RR_OK && r.status == RR_EINVALID && r.err.number == 0) {
        rr_file_destroy(out.file);
        code = say_wrong(s, "the file holds many profiles; write them with -f jsonl or csv",
                         "文件含多份档案；请用 -f jsonl 或 csv 输出");
    } else if (status != RR_OK) {
        rr_file_destroy(out.file);
        code = say_unsaid(&r.told, &err);
    } else {
        code = close_output(&out, s, r.status, &r.err);
    }
    rr_context_destroy(context);
    return code;
}
