/* SPDX-License-Identifier: MIT */
/* reroute-manual FOLDER: the tables that --help is made from, and what this folder adds to them, in; man pages of the
 * program and of each command, in English and Chinese, out. Their date is the version's, or that of SOURCE_DATE_EPOCH, by which
 * whoever builds packages dates what is built. Run by the build; not installed. */
#include "../cli.h"
#include "roff.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static const struct { const char *command, *text[2]; } abouts[] = {
#define ABOUT(command, en, zh) {command, {en, zh}},
#include "about.def"
#undef ABOUT
};

typedef enum place_kind { VARIABLE, FOLDER } place_kind;
static const struct { place_kind kind; const char *name, *option, *text[2]; } places[] = {
#define PLACE(kind, name, option, en, zh) {kind, name, option, {en, zh}},
#include "places.def"
#undef PLACE
};

typedef struct page {
    roff r;
    rr_lang lang;
    const command *c; /* NULL: the page of the program */
} page;

static const char *say(const page *p, const char *en, const char *zh)
{
    return in_language(p->lang, en, zh);
}

static const char *find_about(const command *c, rr_lang lang)
{
    char name[48];
    name_command(name, sizeof name, c);
    for (size_t i = 0; i < sizeof abouts / sizeof abouts[0]; i++)
        if (strcmp(abouts[i].command, name) == 0)
            return abouts[i].text[lang];
    return NULL;
}

/* "reroute-taxonomy-check"; of the program itself "reroute". */
static void name_page(char *out, size_t size, const command *c)
{
    char name[48] = "";
    if (c != NULL)
        name_command(name, sizeof name, c);
    snprintf(out, size, "reroute%s%s", c == NULL ? "" : "-", name);
    for (char *at = out; *at != '\0'; at++)
        if (*at == ' ')
            *at = '-';
}

/* A term, and what it means below it. */
static void begin_term(page *p)
{
    roff_macro(&p->r, "TP", NULL);
}

static void write_synopsis(page *p)
{
    char name[64] = "reroute ", arguments[48] = "";
    if (p->c != NULL) {
        name_command(name + strlen(name), sizeof name - strlen(name), p->c);
        name_values(arguments, sizeof arguments, p->c->arguments, p->lang);
    }
    roff_macro(&p->r, "SH", say(p, "SYNOPSIS", "概述"));
    roff_words(&p->r, "B", name);
    roff_words(&p->r, "R", p->c == NULL ? "" : " ");
    if (p->c == NULL)
        snprintf(arguments, sizeof arguments, "%s", say(p, "COMMAND", "命令"));
    if (arguments[0] != '\0') {
        roff_words(&p->r, "I", arguments);
        roff_words(&p->r, "R", " ");
    }
    roff_words(&p->r, "R", say(p, "[OPTIONS]", "[选项]"));
}

static void write_option(page *p, const option *o)
{
    char value[48], dashed[64], letter[3] = {'-', o->letter, '\0'};
    begin_term(p);
    if (o->letter) {
        roff_words(&p->r, "B", letter);
        roff_words(&p->r, "R", ", ");
    }
    snprintf(dashed, sizeof dashed, "--%s", o->name);
    roff_words(&p->r, "B", dashed);
    name_values(value, sizeof value, o->argument == NULL ? "" : o->argument, p->lang);
    if (value[0] != '\0') {
        roff_words(&p->r, "R", " ");
        roff_words(&p->r, "I", value);
    }
    roff_line(&p->r);
    if (o->help_en != NULL)
        roff_text(&p->r, say(p, o->help_en, o->help_zh));
    else {
        roff_text(&p->r, say(p, "one of, the first unless said:", "其一，默认为第一种："));
        roff_text(&p->r, p->c->formats);
    }
}

static void write_commands(page *p)
{
    roff_macro(&p->r, "SH", say(p, "COMMANDS", "命令"));
    for (size_t i = 0; i < command_count; i++) {
        char name[48], arguments[48];
        name_command(name, sizeof name, &commands[i]);
        name_values(arguments, sizeof arguments, commands[i].arguments, p->lang);
        begin_term(p);
        roff_words(&p->r, "B", name);
        roff_words(&p->r, "R", " ");
        roff_words(&p->r, "I", arguments);
        roff_line(&p->r);
        roff_text(&p->r, say(p, commands[i].help_en, commands[i].help_zh));
    }
}

static void write_options(page *p)
{
    roff_macro(&p->r, "SH", say(p, "OPTIONS", "选项"));
    if (p->c == NULL)
        roff_text(&p->r, say(p, "Each command has its own; these are of all.", "各命令另有选项；以下为共有。"));
    for (size_t i = 0; i < option_count; i++)
        if (p->c != NULL ? lists(p->c->options, options[i].name) : lists("lang quiet help version", options[i].name))
            write_option(p, &options[i]);
}

static void write_exit_codes(page *p)
{
    roff_macro(&p->r, "SH", say(p, "EXIT STATUS", "退出码"));
    for (size_t i = 0; i < EXIT_CODES; i++) {
        char code[8];
        snprintf(code, sizeof code, "%d", exit_codes[i].code);
        begin_term(p);
        roff_words(&p->r, "B", code);
        roff_line(&p->r);
        roff_text(&p->r, say(p, exit_codes[i].en, exit_codes[i].zh));
    }
}

/* Those that matter to the command. */
static void write_places(page *p, place_kind kind, const char *heading)
{
    size_t written = 0;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if (places[i].kind != kind || (p->c != NULL && !lists(p->c->options, places[i].option)))
            continue;
        if (written++ == 0)
            roff_macro(&p->r, "SH", heading);
        begin_term(p);
        roff_words(&p->r, kind == VARIABLE ? "B" : "I", places[i].name);
        roff_line(&p->r);
        roff_text(&p->r, places[i].text[p->lang]);
    }
    if (written > 0 && kind == FOLDER) {
        roff_macro(&p->r, "PP", NULL);
        roff_text(&p->r, say(p, "PREFIX is the folder above the one that the program is in.", "PREFIX 为程序所在文件夹的上一级文件夹。"));
    }
}

/* The program's page names all, a command's the program and the others of its group. */
static void write_see_also(page *p)
{
    char name[64];
    roff_macro(&p->r, "SH", say(p, "SEE ALSO", "参见"));
    if (p->c != NULL) {
        roff_words(&p->r, "B", "reroute");
        roff_words(&p->r, "R", "(1)");
    }
    for (size_t i = 0, count = p->c != NULL; i < command_count; i++) {
        const command *other = &commands[i];
        bool together = p->c == NULL || (other->group == NULL && p->c->group == NULL) ||
                        (other->group != NULL && p->c->group != NULL && strcmp(other->group, p->c->group) == 0);
        if (other == p->c || !together)
            continue;
        if (count++ > 0) {
            roff_words(&p->r, "R", ",");
            roff_line(&p->r);
        }
        name_page(name, sizeof name, other);
        roff_words(&p->r, "B", name);
        roff_words(&p->r, "R", "(1)");
    }
    roff_line(&p->r);
}

static void write_head(page *p, const char *date)
{
    char name[64], title[64];
    name_page(name, sizeof name, p->c);
    for (size_t i = 0; i <= strlen(name); i++)
        title[i] = (char)(name[i] >= 'a' && name[i] <= 'z' ? name[i] - 'a' + 'A' : name[i]);
    fprintf(p->r.to, ".\\\" Made from the tables of the program by reroute-manual.\n");
    fprintf(p->r.to, ".TH %s 1 %s \"reroute %s\" \"%s\"\n", title, date, RR_VERSION_STRING, say(p, "User Commands", "用户命令"));
    roff_macro(&p->r, "ad l", NULL); /* neither words torn apart nor options cut in two */
    roff_macro(&p->r, "nh", NULL);
    roff_macro(&p->r, "SH", say(p, "NAME", "名称"));
    roff_words(&p->r, "R", name);
    roff_text(&p->r, "-");
    roff_text(&p->r, p->c == NULL ? about_program[p->lang] : say(p, p->c->help_en, p->c->help_zh));
}

static void write_page(page *p, const char *date)
{
    write_head(p, date);
    write_synopsis(p);
    roff_macro(&p->r, "SH", say(p, "DESCRIPTION", "说明"));
    if (p->c != NULL)
        roff_text(&p->r, find_about(p->c, p->lang));
    else
        roff_text(&p->r, say(p, "For a job-center caseworker and a displaced worker: every figure adds up from parts that can be shown, every fact "
                                "names its source, and what is not known is a question to ask. Nothing is sent anywhere.",
                             "供就业服务人员与失业者使用：每个数字都由可展示的部分相加而成，每项事实都有出处，未知即为待问。不向任何地方发送任何内容。"));
    if (p->c == NULL)
        write_commands(p);
    write_options(p);
    write_exit_codes(p);
    write_places(p, VARIABLE, say(p, "ENVIRONMENT", "环境变量"));
    write_places(p, FOLDER, say(p, "FILES", "文件"));
    roff_macro(&p->r, "SH", say(p, "EXAMPLES", "示例"));
    roff_block(&p->r, p->c == NULL ? program_example : p->c->example);
    write_see_also(p);
}

static bool make_page(const char *folder, const command *c, rr_lang lang, const char *date)
{
    char name[64], path[4096];
    page p = {.lang = lang, .c = c};
    if (c != NULL && find_about(c, lang) == NULL) {
        name_command(name, sizeof name, c);
        fprintf(stderr, "reroute-manual: about.def says nothing of `%s`\n", name);
        return false;
    }
    name_page(name, sizeof name, c);
    snprintf(path, sizeof path, "%s/%sman1/%s.1", folder, lang == RR_LANG_ZH ? "zh_CN/" : "", name);
    p.r.to = fopen(path, "w");
    bool good = p.r.to != NULL;
    if (good) {
        write_page(&p, date);
        good = !ferror(p.r.to);
        good = fclose(p.r.to) == 0 && good;
    }
    if (!good)
        fprintf(stderr, "reroute-manual: %s: %s\n", path, strerror(errno));
    return good;
}

static bool tell_date(char *out, size_t size)
{
    const char *given = getenv("SOURCE_DATE_EPOCH");
    char *end = NULL;
    struct tm day;
    time_t seconds = given == NULL ? 0 : (time_t)strtoll(given, &end, 10);
    if (given == NULL)
        return snprintf(out, size, "%s", RR_VERSION_DATE) > 0;
    return end != given && *end == '\0' && gmtime_r(&seconds, &day) != NULL && strftime(out, size, "%Y-%m-%d", &day) > 0;
}

int main(int argc, char **argv)
{
    static const char *const folders[] = {"", "/man1", "/zh_CN", "/zh_CN/man1"};
    char path[4096], date[32];
    bool good = argc == 2 && tell_date(date, sizeof date);
    if (!good)
        fprintf(stderr, "usage: reroute-manual FOLDER (SOURCE_DATE_EPOCH: seconds since 1970)\n");
    for (size_t i = 0; good && i < sizeof folders / sizeof folders[0]; i++) {
        snprintf(path, sizeof path, "%s%s", argv[1], folders[i]);
        good = mkdir(path, 0755) == 0 || errno == EEXIST;
    }
    for (int lang = RR_LANG_EN; good && lang <= RR_LANG_ZH; lang++) {
        good = make_page(argv[1], NULL, (rr_lang)lang, date);
        for (size_t i = 0; i < command_count && good; i++)
            good = make_page(argv[1], &commands[i], (rr_lang)lang, date);
    }
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
