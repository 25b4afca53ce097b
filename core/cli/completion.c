/* SPDX-License-Identifier: MIT */
/* Completion for bash and zsh, read off the tables of commands.c: commands, their options, what these take. */
#include "cli.h"

#include <string.h>

/* Whether a value of the option is a file or folder. */
static bool takes_file(const option *o)
{
    return o->argument != NULL && (strstr(o->argument, "FILE") != NULL || strstr(o->argument, "DIR") != NULL);
}

/* Whether the command is the first of its group, or of no group. */
static bool begins(size_t i)
{
    return commands[i].group == NULL || i == 0 || commands[i - 1].group == NULL || strcmp(commands[i - 1].group, commands[i].group) != 0;
}

/* bash: what may stand behind an option that takes a value. */
static void print_bash_values(const command *c)
{
    printf("        case $prev in\n");
    for (size_t i = 0; i < option_count; i++) {
        const option *o = &options[i];
        const char *values = option_choices(o, c);
        if (!lists(c->options, o->name) || o->argument == NULL)
            continue;
        printf(o->letter ? "        -%c|" : "        ", o->letter);
        printf("--%s) words='%s' files=%s ;;\n", o->name, values == NULL ? "" : values, takes_file(o) ? "1" : "");
    }
    printf("        esac ;;\n");
}

static void print_bash_command(const command *c)
{
    char name[48];
    name_command(name, sizeof name, c);
    printf(c->group == NULL ? "    \"%s \"*)" : "    \"%s\")", name);
    printf(" words='");
    for (size_t i = 0; i < option_count; i++)
        if (lists(c->options, options[i].name))
            printf(" --%s", options[i].name);
    printf("'\n");
    print_bash_values(c);
}

static void print_bash(void)
{
    printf("# bash completion for reroute\n_reroute() {\n"
           "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words= files=1\n"
           "    case \"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in\n");
    for (size_t i = 0; i < command_count; i++)
        print_bash_command(&commands[i]);
    printf("    esac\n    if [ \"$COMP_CWORD\" = 1 ]; then\n        words='--help --version");
    for (size_t i = 0; i < command_count; i++)
        if (begins(i))
            printf(" %s", commands[i].group == NULL ? commands[i].name : commands[i].group);
    printf("' files=\n    elif [ \"$COMP_CWORD\" = 2 ]; then\n        case ${COMP_WORDS[1]} in\n");
    for (size_t i = 0; i < command_count; i++) {
        if (commands[i].group == NULL)
            continue;
        if (begins(i))
            printf("        %s) files= words='--help", commands[i].group);
        printf(" %s", commands[i].name);
        if (i + 1 == command_count || begins(i + 1))
            printf("' ;;\n");
    }
    printf("        esac\n    fi\n"
           "    [[ $cur != -* && $words == ' --'* ]] && words=\n"
           "    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
           "    [ -n \"$files\" ] && [[ $cur != -* ]] && compopt -o filenames 2> /dev/null\n"
           "    [ -n \"$files\" ] && [[ $cur != -* ]] && COMPREPLY+=($(compgen -f -- \"$cur\"))\n"
           "    return 0\n}\ncomplete -F _reroute reroute\n");
}

/* `text` within single quotes, with a backslash before the characters of `special`. */
static void print_quoted(const char *text, const char *special)
{
    for (const char *c = text; *c != '\0'; c++)
        if (*c == '\'')
            fputs("'\\''", stdout);
        else
            printf("%s%c", strchr(special, *c) != NULL ? "\\" : "", *c);
}

/* zsh: one specification of _arguments. */
static void print_zsh_option(const command *c, const option *o, rr_lang lang)
{
    const char *values = option_choices(o, c), *help = in_language(lang, o->help_en, o->help_zh);
    bool takes = o->argument != NULL, many = o->kind == OPTION_LIST || o->kind == OPTION_YEARS || o->kind == OPTION_STRIKE ||
                                             o->kind == OPTION_ADD || o->kind == OPTION_REASON;
    printf("            ");
    if (o->letter && !many)
        printf("'(-%c --%s)'", o->letter, o->name);
    if (o->letter)
        printf("%s{-%c%s,--%s%s}'", many ? "'*'" : "", o->letter, takes ? "+" : "", o->name, takes ? "=" : "");
    else
        printf("'%s--%s%s", many ? "*" : "", o->name, takes ? "=" : "");
    putchar('[');
    print_quoted(help == NULL ? in_language(lang, "how it is written", "输出格式") : help, "[]:\\");
    putchar(']');
    if (takes) {
        putchar(':');
        print_quoted(o->argument, ":\\");
        printf(values != NULL ? ":(%s)" : takes_file(o) ? ":_files" : ": ", values);
    }
    printf("' \\\n");
}

static void print_zsh_command(const command *c, rr_lang lang)
{
    char name[48];
    name_command(name, sizeof name, c);
    printf("    ('%s') _arguments -s -S \\\n", name);
    for (size_t i = 0; i < option_count; i++)
        if (lists(c->options, options[i].name))
            print_zsh_option(c, &options[i], lang);
    printf("            '*:");
    print_quoted(c->arguments, ":\\");
    printf("%s' ;;\n", strstr(c->arguments, "PROFILE") != NULL || strstr(c->arguments, "FILE") != NULL || strstr(c->arguments, "DIR") != NULL ? ":_files"
                       : strcmp(c->arguments, "bash|zsh") == 0 ? ":(bash zsh)" : ": ");
}

/* zsh: the names of all commands, a group as one, or of those of one group. */
static void print_zsh_names(const char *group, rr_lang lang)
{
    for (size_t i = 0; i < command_count; i++) {
        const command *c = &commands[i];
        if (group != NULL ? c->group == NULL || strcmp(c->group, group) != 0 : !begins(i))
            continue;
        printf(" '%s", group == NULL && c->group != NULL ? c->group : c->name);
        if (group != NULL || c->group == NULL) {
            putchar(':');
            print_quoted(in_language(lang, c->help_en, c->help_zh), ":\\");
        }
        putchar('\'');
    }
}

static void print_zsh(rr_lang lang)
{
    printf("#compdef reroute\n# zsh completion for reroute\n_reroute() {\n    local name=$words[2]\n    local -a names\n"
           "    if (( CURRENT == 2 )); then\n        names=(");
    print_zsh_names(NULL, lang);
    printf(")\n        _describe command names\n        return\n    fi\n    case $name in\n");
    for (size_t i = 0; i < command_count; i++)
        if (commands[i].group != NULL && begins(i)) {
            printf("    (%s) names=(", commands[i].group);
            print_zsh_names(commands[i].group, lang);
            printf(") ;;\n");
        }
    printf("    esac\n    shift words; (( CURRENT -= 1 ))\n    if (( $#names )); then\n"
           "        if (( CURRENT == 2 )); then\n            _describe command names\n            return\n        fi\n"
           "        name=\"$name $words[2]\"\n        shift words; (( CURRENT -= 1 ))\n    fi\n    case $name in\n");
    for (size_t i = 0; i < command_count; i++)
        print_zsh_command(&commands[i], lang);
    printf("    esac\n}\n_reroute \"$@\"\n");
}

int print_completion(const settings *s)
{
    bool zsh = s->arguments.count == 1 && strcmp(s->arguments.items[0], "zsh") == 0;
    if (s->arguments.count != 1 || (!zsh && strcmp(s->arguments.items[0], "bash") != 0)) {
        say_wrong(s, "say bash or zsh", "请指定 bash 或 zsh");
        return EXIT_USAGE;
    }
    if (zsh)
        print_zsh(s->lang);
    else
        print_bash();
    return EXIT_DONE;
}
