/* SPDX-License-Identifier: MIT */
/* Help and shell completion, both read off the tables of commands.c. */
#include "cli.h"

#include <string.h>

/* What stands for a value in a usage line, in Chinese. */
static const char *const values[][2] = {
    {"FILE|DIR", "文件|目录"}, {"FILE...", "文件..."}, {"FILE", "文件"}, {"PROFILE", "档案"}, {"ROLE", "岗位"}, {"ROLE...", "岗位..."}, {"SKILL", "技能"},
    {"TEXT", "文字"}, {"DIR", "目录"}, {"CODE", "代码"}, {"FORMAT", "格式"}, {"WHEN", "何时"}, {"VIEW", "读者"}, {"NAME", "名称"}, {"TITLE[=LEVEL]", "名称[=等级]"},
    {"SKILL[=LEVEL]", "技能[=等级]"},
    {"TITLE", "名称"}, {"NAME[:YEAR]", "名称[:年份]"}, {"NAME=VALUE", "名称=值"}, {"YEAR", "年份"}, {"LEVEL", "学历"}, {"ID", "编号"},
    {"LIST", "列表"}, {"AMOUNT", "金额"}, {"MINUTES", "分钟"}, {"LAT,LON", "纬度,经度"}, {"YYYY-MM-DD", "年-月-日"}};

/* `names` with the words that stand for a value in `lang`; cut to `size`. */
static void name_values(char *out, size_t size, const char *names, rr_lang lang)
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

static void print_name(FILE *to, const command *c)
{
    fprintf(to, "%s%s%s", c->group == NULL ? "" : c->group, c->group == NULL ? "" : " ", c->name);
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

/* Help behind a name in a column, wrapped at 80. */
static void print_column(FILE *to, const char *name, int width, const char *text)
{
    enum { LINE = 80 };
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
    char name[96], arguments[48];
    name_values(arguments, sizeof arguments, c->arguments, lang);
    snprintf(name, sizeof name, "%s%s%s %s", c->group == NULL ? "" : c->group, c->group == NULL ? "" : " ", c->name,
             arguments);
    print_column(to, name, 30, in_language(lang, c->help_en, c->help_zh));
}

static void print_overview(FILE *to, const char *group, rr_lang lang)
{
    fprintf(to, "%s\n\n%s\n",
            in_language(lang,
                        "reroute: which roles a worker whose job goes away can reach, why, and what is\nmissing.",
                        "reroute：工作消失之后，可以转到哪些岗位、为什么、还缺什么。"),
            in_language(lang, "Usage: reroute COMMAND [OPTIONS]", "用法：reroute 命令 [选项]"));
    fprintf(to, "\n%s\n", in_language(lang, "Commands:", "命令："));
    for (size_t i = 0; i < command_count; i++)
        if (group == NULL || (commands[i].group != NULL && strcmp(commands[i].group, group) == 0))
            print_command_line(to, &commands[i], lang);
    fprintf(to, "\n%s\n  reroute profile new --occupation 'taxi driver' --years 12 -o driver.xml\n"
                "  reroute match driver.xml\n  reroute explain driver.xml cn:data-labeller\n"
                "  reroute plan driver.xml cn:data-labeller --region CN-GD\n",
            in_language(lang, "Example:", "示例："));
    fprintf(to, "\n%s\n", in_language(lang, "Each command has its own: reroute COMMAND --help",
                                      "各命令另有说明：reroute 命令 --help"));
    fprintf(to, "%s\n", in_language(lang, "Exit code: 0 done, 1 the data or the question is wrong, 2 usage,\n130 interrupted.",
                                    "退出码：0 完成，1 数据或问题有误，2 用法错误，130 被中断。"));
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
    char arguments[48];
    name_values(arguments, sizeof arguments, c->arguments, lang);
    fprintf(to, "%sreroute ", in_language(lang, "Usage: ", "用法："));
    print_name(to, c);
    fprintf(to, "%s%s%s\n\n%s\n\n%s\n", arguments[0] ? " " : "", arguments,
            in_language(lang, " [OPTIONS]", " [选项]"), in_language(lang, c->help_en, c->help_zh),
            in_language(lang, "Options:", "选项："));
    for (size_t i = 0; i < option_count; i++)
        if (lists(c->options, options[i].name))
            print_option(to, c, &options[i], lang);
    fprintf(to, "\n%s\n", in_language(lang, "Examples:", "示例："));
    for (const char *line = c->example; *line != '\0';) {
        size_t len = strcspn(line, "\n");
        fprintf(to, "  %.*s\n", (int)len, line);
        line += len + (line[len] == '\n');
    }
}

static void print_words(const command *c)
{
    for (size_t i = 0; i < option_count; i++)
        if (lists(c->options, options[i].name))
            printf(" --%s", options[i].name);
}

int print_completion(const settings *s)
{
    bool zsh = s->arguments.count == 1 && strcmp(s->arguments.items[0], "zsh") == 0;
    if (s->arguments.count != 1 || (!zsh && strcmp(s->arguments.items[0], "bash") != 0)) {
        say_wrong(s, "say bash or zsh", "请指定 bash 或 zsh");
        return EXIT_USAGE;
    }
    if (zsh)
        printf("#compdef reroute\nautoload -U +X bashcompinit && bashcompinit\n");
    printf("_reroute() {\n    local cur=${COMP_WORDS[COMP_CWORD]} words\n"
           "    case \"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in\n");
    for (size_t i = 0; i < command_count; i++) {
        const command *c = &commands[i];
        printf(c->group == NULL ? "    \"%s \"*" : "    \"%s ", c->group == NULL ? c->name : c->group);
        printf(c->group == NULL ? ") words='" : "%s\") words='", c->name);
        print_words(c);
        printf("' ;;\n");
    }
    printf("    *) words='");
    const char *last = NULL;
    for (size_t i = 0; i < command_count; i++) {
        const char *first = commands[i].group == NULL ? commands[i].name : commands[i].group;
        if (last == NULL || strcmp(last, first) != 0)
            printf("%s ", first);
        last = first;
    }
    printf("' ;;\n    esac\n");
    for (size_t i = 0; i < command_count; i++)
        if (commands[i].group != NULL && (i == 0 || commands[i - 1].group == NULL ||
                                          strcmp(commands[i - 1].group, commands[i].group) != 0)) {
            printf("    [ \"$COMP_CWORD\" = 2 ] && [ \"${COMP_WORDS[1]}\" = %s ] && words='", commands[i].group);
            for (size_t k = 0; k < command_count; k++)
                if (commands[k].group != NULL && strcmp(commands[k].group, commands[i].group) == 0)
                    printf("%s ", commands[k].name);
            printf("'\n");
        }
    printf("    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
           "    [ ${#COMPREPLY[@]} -eq 0 ] && COMPREPLY=($(compgen -f -- \"$cur\"))\n}\n"
           "complete -F _reroute reroute\n");
    return EXIT_DONE;
}
