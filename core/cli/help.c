/* SPDX-License-Identifier: MIT */
/* Help and shell completion, both read off the tables of commands.c. */
#include "cli.h"

#include <string.h>

static void print_name(FILE *to, const command *c)
{
    fprintf(to, "%s%s%s", c->group == NULL ? "" : c->group, c->group == NULL ? "" : " ", c->name);
}

/* Help behind a name in a column, wrapped at 80; Chinese has no spaces to break at and is short. */
static void print_column(FILE *to, const char *name, int width, const char *text)
{
    enum { LINE = 80 };
    size_t room = (size_t)(LINE - width - 3);
    fprintf(to, "  %-*s ", width, name);
    while (strlen(text) > room && (unsigned char)text[0] < 0x80) {
        size_t cut = room;
        while (cut > 0 && text[cut] != ' ')
            cut--;
        if (cut == 0)
            break;
        fprintf(to, "%.*s\n%*s", (int)cut, text, width + 3, "");
        text += cut + 1;
    }
    fprintf(to, "%s\n", text);
}

static void print_command_line(FILE *to, const command *c, rr_lang lang)
{
    char name[48];
    snprintf(name, sizeof name, "%s%s%s %s", c->group == NULL ? "" : c->group, c->group == NULL ? "" : " ", c->name,
             c->arguments);
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
                "  reroute match driver.xml\n  reroute explain driver.xml cn:data-labeller\n",
            in_language(lang, "Example:", "示例："));
    fprintf(to, "\n%s\n", in_language(lang, "Each command has its own: reroute COMMAND --help",
                                      "各命令另有说明：reroute 命令 --help"));
    fprintf(to, "%s\n", in_language(lang, "Exit code: 0 done, 1 the data or the question is wrong, 2 usage,\n130 interrupted.",
                                    "退出码：0 完成，1 数据或问题有误，2 用法错误，130 被中断。"));
}

static void print_option(FILE *to, const option *o, rr_lang lang)
{
    char name[48];
    snprintf(name, sizeof name, "%c%c%s--%s%s%s", o->letter ? '-' : ' ', o->letter ? o->letter : ' ',
             o->letter ? ", " : "  ", o->name, o->argument == NULL ? "" : " ", o->argument == NULL ? "" : o->argument);
    print_column(to, name, 26, in_language(lang, o->help_en, o->help_zh));
}

void print_help(FILE *to, const command *c, const char *group, rr_lang lang)
{
    if (c == NULL) {
        print_overview(to, group, lang);
        return;
    }
    fprintf(to, "%sreroute ", in_language(lang, "Usage: ", "用法："));
    print_name(to, c);
    fprintf(to, "%s%s%s\n\n%s\n\n%s\n", c->arguments[0] ? " " : "", c->arguments,
            in_language(lang, " [OPTIONS]", " [选项]"), in_language(lang, c->help_en, c->help_zh),
            in_language(lang, "Options:", "选项："));
    for (size_t i = 0; i < option_count; i++)
        if (command_takes(c, options[i].name))
            print_option(to, &options[i], lang);
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
        if (command_takes(c, options[i].name))
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
