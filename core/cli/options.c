/* SPDX-License-Identifier: MIT */
/* Arguments in, the command and its settings out, by the tables of commands.c. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* How unlike two words are: the number of edits, for "did you mean". Words are short. */
static size_t count_edits(const char *a, const char *b)
{
    enum { WORD_MAX = 32 };
    size_t row[WORD_MAX + 1], a_len = strlen(a), b_len = strlen(b);
    if (a_len > WORD_MAX || b_len > WORD_MAX)
        return WORD_MAX;
    for (size_t j = 0; j <= b_len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            size_t replace = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            size_t shorter = row[j - 1] < row[j] ? row[j - 1] : row[j];
            row[j] = replace < shorter + 1 ? replace : shorter + 1;
        }
    }
    return row[b_len];
}

typedef struct suggestion {
    const char *wanted, *best;
    size_t edits;
} suggestion;

static void consider(suggestion *s, const char *word)
{
    size_t edits = count_edits(s->wanted, word);
    if (edits < s->edits && edits <= 1 + strlen(word) / 3) {
        s->edits = edits;
        s->best = word;
    }
}

static int complain(rr_lang lang, const char *en, const char *zh, const char *word, const char *suggested)
{
    fprintf(stderr, "reroute: ");
    fprintf(stderr, "%s: ", in_language(lang, en, zh));
    for (const unsigned char *c = (const unsigned char *)word; *c != 0; c++)
        fputc(*c < 0x20 || *c == 0x7f ? '?' : *c, stderr);
    if (suggested != NULL)
        fprintf(stderr, in_language(lang, "; did you mean \"%s\"?", "；您是否想输入“%s”？"), suggested);
    fprintf(stderr, "\n%s\n", in_language(lang, "Try: reroute --help", "请参阅：reroute --help"));
    return EXIT_USAGE;
}

bool command_takes(const command *c, const char *name)
{
    size_t len = strlen(name);
    for (const char *at = c->options; (at = strstr(at, name)) != NULL; at += len)
        if ((at == c->options || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0'))
            return true;
    return false;
}

static const option *find_option(const char *word, size_t len)
{
    for (size_t i = 0; i < option_count; i++)
        if ((word[0] == '-' && word[1] == '-' && strlen(options[i].name) == len - 2 &&
             strncmp(options[i].name, word + 2, len - 2) == 0) ||
            (word[1] != '-' && len == 2 && options[i].letter == word[1]))
            return &options[i];
    return NULL;
}

static bool pick(const char *const *names, int count, const char *value, int *out)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], value) == 0) {
            *out = i;
            return true;
        }
    return false;
}

static bool parse_count(const char *value, int *out)
{
    char *end = NULL;
    long number = strtol(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end != '\0' || number > 1000000)
        return false;
    *out = (int)number;
    return true;
}

static bool store_value(const option *o, const char *value, settings *s)
{
    static const char *const formats[] = {"text", "json", "jsonl", "csv", "tsv", "xml"};
    static const char *const languages[] = {"en", "zh"};
    static const char *const whens[] = {"auto", "always", "never"};
    char *field = (char *)s + o->offset;
    int picked = 0;
    switch (o->kind) {
    case OPTION_FLAG:
        *(bool *)(void *)field = true;
        return true;
    case OPTION_LIST: {
        text_list *list = (text_list *)(void *)field;
        if (list->count == LIST_MAX)
            return false;
        list->items[list->count++] = value;
        return true;
    }
    case OPTION_TEXT:
    case OPTION_DATE:
        *(const char **)(void *)field = value;
        return o->kind == OPTION_TEXT || strlen(value) == 10;
    case OPTION_COUNT:
        return parse_count(value, (int *)(void *)field);
    case OPTION_FORMAT:
        return pick(formats, 6, value, (int *)(void *)field);
    case OPTION_LANG:
        if (!pick(languages, 2, value, &picked))
            return false;
        s->lang = picked == 1 ? RR_LANG_ZH : RR_LANG_EN;
        return true;
    case OPTION_COLOUR:
        return pick(whens, 3, value, (int *)(void *)field);
    }
    return false;
}

/* One option at argv[*at]; moves *at behind its value. */
static int parse_option(int argc, char **argv, int *at, settings *s, const option **found)
{
    const char *word = argv[*at], *equals = word[1] == '-' ? strchr(word, '=') : NULL;
    size_t len = equals != NULL ? (size_t)(equals - word) : word[1] == '-' ? strlen(word) : 2;
    const option *o = find_option(word, len);
    *found = o;
    if (o == NULL) {
        suggestion best = {word + (word[1] == '-' ? 2 : 1), NULL, 99};
        for (size_t i = 0; i < option_count; i++)
            consider(&best, options[i].name);
        return complain(s->lang, "unknown option", "未知选项", word, best.best);
    }
    const char *value = equals != NULL ? equals + 1 : word[1] != '-' && word[2] != '\0' ? word + 2 : NULL;
    if (o->kind == OPTION_FLAG && value != NULL)
        return complain(s->lang, "this option takes no value", "该选项不带值", word, NULL);
    if (o->kind != OPTION_FLAG && value == NULL) {
        if (*at + 1 >= argc)
            return complain(s->lang, "this option needs a value", "该选项需要一个值", word, NULL);
        value = argv[++*at];
    }
    if (!store_value(o, value, s))
        return complain(s->lang, "not a value for this option", "该选项不接受此值", value == NULL ? word : value, o->argument);
    return EXIT_DONE;
}

/* The command named by the first one or two words; *used says how many. */
static const command *find_command(const settings *s, size_t *used)
{
    const text_list *words = &s->arguments;
    for (size_t i = 0; i < command_count && words->count > 0; i++) {
        const command *c = &commands[i];
        *used = c->group == NULL ? 1 : 2;
        const char *first = c->group == NULL ? c->name : c->group;
        if (strcmp(first, words->items[0]) == 0 &&
            (c->group == NULL || (words->count > 1 && strcmp(c->name, words->items[1]) == 0)))
            return c;
    }
    return NULL;
}

static bool is_group(const char *word)
{
    for (size_t i = 0; i < command_count; i++)
        if (commands[i].group != NULL && strcmp(commands[i].group, word) == 0)
            return true;
    return false;
}

static int refuse_command(const settings *s)
{
    const text_list *words = &s->arguments;
    bool group = is_group(words->items[0]);
    if (group && words->count == 1) {
        print_help(stderr, NULL, words->items[0], s->lang);
        return EXIT_USAGE;
    }
    suggestion best = {words->items[group ? 1 : 0], NULL, 99};
    for (size_t i = 0; i < command_count; i++)
        if (!group || (commands[i].group != NULL && strcmp(commands[i].group, words->items[0]) == 0))
            consider(&best, group || commands[i].group == NULL ? commands[i].name : commands[i].group);
    return complain(s->lang, "unknown command", "未知命令", best.wanted, best.best);
}

/* The language must be known before the first complaint. */
static void guess_language(int argc, char **argv, settings *s)
{
    const char *names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < 3; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && value[0] != '\0') {
            s->lang = strncmp(value, "zh", 2) == 0 ? RR_LANG_ZH : RR_LANG_EN;
            break;
        }
    }
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], "-l") == 0 || strcmp(argv[i], "--lang") == 0)
            s->lang = strcmp(argv[i + 1], "zh") == 0 ? RR_LANG_ZH : RR_LANG_EN;
}

int parse_arguments(int argc, char **argv, const command **found, settings *s)
{
    const option *given[LIST_MAX * 2];
    size_t given_count = 0, used = 0;
    *s = (settings){.top = -1, .format = -1};
    *found = NULL;
    guess_language(argc, argv, s);
    bool only_arguments = false;
    for (int i = 1; i < argc; i++) {
        const option *o = NULL;
        if (!only_arguments && strcmp(argv[i], "--") == 0) {
            only_arguments = true;
        } else if (!only_arguments && argv[i][0] == '-' && argv[i][1] != '\0') {
            int code = parse_option(argc, argv, &i, s, &o);
            if (code != EXIT_DONE)
                return code;
            if (given_count < LIST_MAX * 2)
                given[given_count++] = o;
        } else if (s->arguments.count == LIST_MAX) {
            return complain(s->lang, "too many arguments", "参数过多", argv[i], NULL);
        } else {
            s->arguments.items[s->arguments.count++] = argv[i];
        }
    }
    if (s->arguments.count == 0)
        return EXIT_DONE;
    *found = find_command(s, &used);
    if (*found == NULL)
        return s->help && s->arguments.count == 1 && is_group(s->arguments.items[0]) ? EXIT_DONE : refuse_command(s);
    for (size_t i = 0; i < given_count; i++)
        if (!command_takes(*found, given[i]->name) && strcmp(given[i]->name, "version") != 0)
            return complain(s->lang, "this command doesn't take the option", "该命令不接受此选项", given[i]->name, NULL);
    s->arguments.count -= used;
    memmove(s->arguments.items, s->arguments.items + used, s->arguments.count * sizeof s->arguments.items[0]);
    return EXIT_DONE;
}
