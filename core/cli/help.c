/* SPDX-License-Identifier: MIT */
/* Help, read off the tables of commands.c. */
#include "cli.h"

#include <string.h>

/* What stands for a value in a usage line, in Chinese. */
static const char *const values[][2] = {
    {"FILE|DIR", "文件|目录"}, {"FILE...", "文件..."}, {"FILE", "文件"}, {"PROFILE", "档案"}, {"ROLE", "岗位"}, {"ROLE...", "岗位..."}, {"SKILL", "技能"},
    {"TEXT", "文字"}, {"DIR", "目录"}, {"CODE", "代码"}, {"FORMAT", "格式"}, {"WHEN", "何时"}, {"VIEW", "读者"}, {"NAME", "名称"}, {"TITLE[=LEVEL]", "名称[=等级]"},
    {"SKILL[=LEVEL]", "技能[=等级]"},
    {"TITLE", "名称"}, {"NAME[:YEAR]", "名称[:年份]"}, {"NAME=VALUE", "名称=值"}, {"YEAR", "年份"}, {"LEVEL", "学历"}, {"ID", "编号"},
    {"LIST", "列表"}, {"AMOUNT", "金额"}, {"MINUTES", "分钟"}, {"LAT,LON", "纬度,经度"}, {"YYYY-MM-DD", "年-月-日"}};

void name_values(char *out, size_t size, const char *names, rr_lang lang)
{
    size_t used = 0;
    out[0] = '\0';
    while (*names != '\0' && used + 1 < size) {
        size_t len = strcspn(names, " "), gap = strspn(names + len, " ");
        const char *word = names;
        int n = (int)len;
        for (size_t i = 0; lang == RR_LANG_ZH && i < sizeof values / sizeof values[0]; i++)
            if (strlen(values[i][0]) == len && strncmp(values[i][0], names, len) == 0) {
                word = values[i][1];
                n = (int)strlen(word);
            }
        used += (size_t)snprintf(out + used, size - used, "%.*s%.*s", n, word, (int)gap, names + len);
        names += len + gap;
    }
}

/* Columns on a terminal: what these two tables hold beyond ASCII is Chinese, two columns each. */
static int width_of(const char *text)
{
    int width = 0;
    for (const unsigned char *c = (const unsigned char *)text; *c != 0; c++)
        width += *c < 0x80 ? 1 : (*c & 0xc0) == 0xc0 ? 2 : 0;
    return width;
}

void name_command(char *out, size_t size, const command *c)
{
    snprintf(out, size, "%s%s%s", c->group == NULL ? "" : c->group, c->group == NULL ? "" : " ", c->name);
}

/* Where the line that `text` begins with ends within `room` columns: at a space, or behind a Chinese character. */
static size_t find_break(const char *text, int room)
{
    size_t best = 0;
    int width = 0;
    for (size_t at = 0; text[at] != '\0';) {
        size_t n = 1;
        while (((unsigned char)text[at + n] & 0xc0) == 0x80)
            n++;
        width += n > 1 ? 2 : 1;
        if (text[at] == ' ')
            best = at;
        if (width > room)
            return best;
        at += n;
        if (n > 1 && strncmp(text + at, "，", 3) != 0 && strncmp(text + at, "）", 3) != 0 && strncmp(text + at, "、", 3) != 0 &&
            strncmp(text + at, "；", 3) != 0)
            best = at;
    }
    return strlen(text);
}

enum { LINE = 80 };

/* Help behind a name in a column, wrapped. */
static void print_column(FILE *to, const char *name, int width, const char *text)
{
    int pad = width - width_of(name);
    fprintf(to, "  %s%*s ", name, pad > 0 ? pad : 0, "");
    for (;;) {
        size_t cut = find_break(text, LINE - width - 3 + (pad < 0 ? pad : 0));
        fprintf(to, "%.*s\n", (int)cut, text);
        text += cut + strspn(text + cut, " ");
        if (*text == '\0' || cut == 0)
            return;
        fprintf(to, "%*s", width + 3, "");
        pad = 0;
    }
}

static void print_command_line(FILE *to, const command *c, rr_lang lang)
{
    char name[96], arguments[48], both[160];
    name_values(arguments, sizeof arguments, c->arguments, lang);
    name_command(name, sizeof name, c);
    snprintf(both, sizeof both, "%s %s", name, arguments);
    print_column(to, both, 30, in_language(lang, c->help_en, c->help_zh));
}

/* What man pages and --help both say. */
const char *const about_program[2] = {"which roles a worker whose job goes away can reach, why, and what is missing", "工作消失之后，可以转到哪些岗位、为什么、还缺什么"};
const char *const program_example = "reroute profile new --occupation 'taxi driver' --years 12 -o driver.xml\n"
                                    "reroute match driver.xml\nreroute explain driver.xml cn:data-labeller\n"
                                    "reroute plan driver.xml cn:data-labeller --region CN-GD";
const exit_code exit_codes[EXIT_CODES] = {{EXIT_DONE, "done", "完成"},
                                          {EXIT_WRONG, "the data or the question is wrong", "数据或问题有误"},
                                          {EXIT_USAGE, "usage", "用法错误"},
                                          {EXIT_INTERRUPTED, "interrupted (143: by SIGTERM, 129: by SIGHUP)", "被中断（143：SIGTERM，129：SIGHUP）"}};

static void print_examples(FILE *to, const char *lines)
{
    while (*lines != '\0') {
        size_t len = strcspn(lines, "\n");
        fprintf(to, "  %.*s\n", (int)len, lines);
        lines += len + (lines[len] == '\n');
    }
}

static void print_overview(FILE *to, const char *group, rr_lang lang)
{
    char about[256];
    snprintf(about, sizeof about, in_language(lang, "reroute: %s.", "reroute：%s。"), about_program[lang]);
    size_t cut = find_break(about, LINE);
    fprintf(to, "%.*s\n%s%s\n%s\n", (int)cut, about, about + cut + (about[cut] == ' '), about[cut] == '\0' ? "" : "\n",
            in_language(lang, "Usage: reroute COMMAND [OPTIONS]", "用法：reroute 命令 [选项]"));
    fprintf(to, "\n%s\n", in_language(lang, "Commands:", "命令："));
    for (size_t i = 0; i < command_count; i++)
        if (group == NULL || (commands[i].group != NULL && strcmp(commands[i].group, group) == 0))
            print_command_line(to, &commands[i], lang);
    fprintf(to, "\n%s\n", in_language(lang, "Example:", "示例："));
    print_examples(to, program_example);
    fprintf(to, "\n%s\n", in_language(lang, "Each command has its own: reroute COMMAND --help",
                                      "各命令另有说明：reroute 命令 --help"));
    fprintf(to, "%s", in_language(lang, "Exit code: ", "退出码："));
    for (size_t i = 0; i < EXIT_CODES; i++)
        fprintf(to, "%s%d %s", i == 0 ? "" : i + 1 == EXIT_CODES ? in_language(lang, ",\n", "，") : in_language(lang, ", ", "，"), exit_codes[i].code,
                in_language(lang, exit_codes[i].en, exit_codes[i].zh));
    fprintf(to, "%s\n", in_language(lang, ".", "。"));
}

static void print_option(FILE *to, const command *c, const option *o, rr_lang lang)
{
    char name[96], value[48], formats[96];
    name_values(value, sizeof value, o->argument == NULL ? "" : o->argument, lang);
    snprintf(name, sizeof name, "%c%c%s--%s%s%s", o->letter ? '-' : ' ', o->letter ? o->letter : ' ',
             o->letter ? ", " : "  ", o->name, value[0] == '\0' ? "" : " ", value);
    snprintf(formats, sizeof formats, in_language(lang, "one of: %s", "其一：%s"), c->formats == NULL ? "" : c->formats);
    print_column(to, name, 26, o->help_en == NULL ? formats : in_language(lang, o->help_en, o->help_zh));
}

void print_help(FILE *to, const command *c, const char *group, rr_lang lang)
{
    if (c == NULL) {
        print_overview(to, group, lang);
        return;
    }
    char name[48], arguments[48];
    name_values(arguments, sizeof arguments, c->arguments, lang);
    name_command(name, sizeof name, c);
    fprintf(to, "%sreroute %s", in_language(lang, "Usage: ", "用法："), name);
    fprintf(to, "%s%s%s\n\n%s\n\n%s\n", arguments[0] ? " " : "", arguments,
            in_language(lang, " [OPTIONS]", " [选项]"), in_language(lang, c->help_en, c->help_zh),
            in_language(lang, "Options:", "选项："));
    for (size_t i = 0; i < option_count; i++)
        if (lists(c->options, options[i].name))
            print_option(to, c, &options[i], lang);
    fprintf(to, "\n%s\n", in_language(lang, "Examples:", "示例："));
    print_examples(to, c->example);
}
