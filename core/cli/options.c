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

static int end_complaint(rr_lang lang)
{
    fprintf(stderr, "\n%s\n", in_language(lang, "Try: reroute --help", "请参阅：reroute --help"));
    return EXIT_USAGE;
}

static int complain(rr_lang lang, const char *en, const char *zh, const char *word, const char *dashes, const char *suggested)
{
    fprintf(stderr, in_language(lang, "reroute: %s: ", "reroute：%s："), in_language(lang, en, zh));
    print_visible(word);
    if (suggested != NULL)
        fprintf(stderr, in_language(lang, "; did you mean \"%s%s\"?", "；您是否想输入“%s%s”？"), dashes, suggested);
    return end_complaint(lang);
}

bool lists(const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = list; len > 0 && (at = strstr(at, word)) != NULL; at += len)
        if ((at == list || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0'))
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

enum { FORMATS = 7 };
static const char *const format_names[FORMATS] = {"text", "json", "jsonl", "csv", "tsv", "html", "xml"}; /* as rr_format, and xml */

const char *format_name(int format)
{
    return format < 0 ? NULL : format_names[format];
}

static bool pick_format(const char *value, int *out)
{
    for (int i = 0; i < FORMATS; i++)
        if (strcmp(format_names[i], value) == 0) {
            *out = i;
            return true;
        }
    return false;
}

static int refuse_format(rr_lang lang, const command *c, const char *name)
{
    fprintf(stderr, in_language(lang, "reroute: this command can't write %s; it can: %s", "reroute：该命令不能输出 %s；可用：%s"),
            name, c->formats);
    return end_complaint(lang);
}

/* The place of `value` in `list`, whose words spaces separate. */
static bool pick(const char *list, const char *value, int *out)
{
    int at = 0;
    for (const char *word = list; *word != '\0'; at++) {
        size_t len = strcspn(word, " ");
        if (strlen(value) == len && strncmp(word, value, len) == 0) {
            *out = at;
            return true;
        }
        word += len + (word[len] == ' ');
    }
    return false;
}

/* All that an option of the kind takes, in the order of what it stands for. */
static const char *const choices[] = {[OPTION_LANG] = "en zh en,zh zh,en",
                                      [OPTION_VIEW] = "caseworker client",
                                      [OPTION_COLOUR] = "auto always never",
                                      [OPTION_MODES] = "on-site online evening part-time weekend"}; /* as RRP_ON_SITE ... */

const char *option_choices(const option *o, const command *c)
{
    if (o->kind == OPTION_FORMAT)
        return c->formats;
    return (size_t)o->kind < sizeof choices / sizeof choices[0] ? choices[o->kind] : NULL;
}

static bool parse_count(const char *value, int *out)
{
    char *end = NULL;
    long number = strtol(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end != '\0' || number > COUNT_MOST)
        return false;
    *out = (int)number;
    return true;
}

/* A decimal with at most `places` decimals into units of its last place; at most `most` before the point. */
static bool parse_fixed(const char *text, const char *end, int places, int64_t most, int64_t *out)
{
    int64_t value = 0;
    int after = -1; /* digits behind the point */
    bool negative = text < end && *text == '-', digits = false;
    for (const char *c = text + negative; c < end; c++) {
        if (*c == '.' && after < 0 && digits) {
            after = 0;
            continue;
        }
        if (*c < '0' || *c > '9' || after == places || (after < 0 && value > most))
            return false;
        value = value * 10 + (*c - '0');
        digits = true;
        after += after >= 0;
    }
    if (!digits || after == 0)
        return false;
    for (int k = after < 0 ? 0 : after; k < places; k++) {
        value *= 10;
        most *= 10;
    }
    for (int k = 0; k < after; k++)
        most *= 10;
    *out = negative ? -value : value;
    return value <= most;
}

static bool parse_place(const char *text, place *out)
{
    int64_t lat = 0, lon = 0;
    const char *comma = strchr(text, ',');
    if (comma == NULL || !parse_fixed(text, comma, 6, 90, &lat) || !parse_fixed(comma + 1, text + strlen(text), 6, 180, &lon))
        return false;
    *out = (place){true, (int32_t)lat, (int32_t)lon};
    return true;
}

static bool parse_modes(const char *text, unsigned *out)
{
    char name[16];
    int mode = 0;
    *out = 0;
    for (;;) {
        size_t len = strcspn(text, ",");
        snprintf(name, sizeof name, "%.*s", (int)len, text);
        if (len >= sizeof name || !pick(choices[OPTION_MODES], name, &mode))
            return false;
        *out |= 1u << mode;
        if (text[len] == '\0')
            return true;
        text += len + 1;
    }
}

/* YYYY-MM-DD, a day that the calendar has. */
static bool is_date(const char *text)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = 0, month = 0, day = 0, end = 0;
    if (strlen(text) != 10 || strspn(text, "0123456789-") != 10 || sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 ||
        end != 10 || year < 1 || month < 1 || month > 12)
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day >= 1 && day <= days[month - 1] + (month == 2 && leap);
}

/* The years of the job named last; the jobs before it without years stay unknown. */
static bool store_years(settings *s, const char *value)
{
    while (s->years.count + 1 < s->occupations.count)
        s->years.items[s->years.count++] = NULL;
    if (s->years.count == LIST_MAX || s->years.count > s->occupations.count || (s->years.count > 0 && s->years.count == s->occupations.count))
        return false;
    s->years.items[s->years.count++] = value;
    return true;
}

/* A reason belongs to the decision before it, which has none yet. */
static bool store_decision(const option *o, const char *value, settings *s)
{
    decision *last = s->decision_count == 0 ? NULL : &s->decisions[s->decision_count - 1];
    if (o->kind == OPTION_REASON) {
        if (last == NULL || last->reason != NULL)
            return false;
        last->reason = value;
        return true;
    }
    if (s->decision_count == LIST_MAX)
        return false;
    s->decisions[s->decision_count++] = (decision){o->kind == OPTION_ADD, value, NULL};
    return true;
}

bool store_value(const option *o, const char *value, settings *s)
{
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
        return o->kind == OPTION_TEXT || is_date(value);
    case OPTION_AMOUNT:
        return parse_fixed(value, value + strlen(value), 2, AMOUNT_MOST, (int64_t *)(void *)field) && value[0] != '-';
    case OPTION_MODES:
        return parse_modes(value, (unsigned *)(void *)field);
    case OPTION_PLACE:
        return parse_place(value, (place *)(void *)field);
    case OPTION_YEARS:
        return store_years(s, value);
    case OPTION_COUNT:
        return parse_count(value, (int *)(void *)field);
    case OPTION_FORMAT:
        return pick_format(value, (int *)(void *)field);
    case OPTION_LANG:
        if (!pick(choices[o->kind], value, &picked))
            return false;
        s->lang = picked % 2 == 1 ? RR_LANG_ZH : RR_LANG_EN;
        s->beside = picked > 1;
        return true;
    case OPTION_STRIKE:
    case OPTION_ADD:
    case OPTION_REASON:
        return store_decision(o, value, s);
    case OPTION_VIEW:
    case OPTION_COLOUR:
        return pick(choices[o->kind], value, (int *)(void *)field);
    }
    return false;
}

/* What a value must be like, where not every text will do. */
static int refuse_value(rr_lang lang, const option *o, const char *value)
{
    static const char *const wanted[][2] = {
        [OPTION_LIST] = {"at most 64 times", "最多 64 次"},
        [OPTION_COUNT] = {"a whole number from 0 to 1000000000", "0 至 1000000000 的整数"},
        [OPTION_FORMAT] = {"text, json, jsonl, csv, tsv, html or xml", "text、json、jsonl、csv、tsv、html 或 xml"},
        [OPTION_LANG] = {"en, zh, or both as en,zh or zh,en", "en、zh，或两者并列 en,zh、zh,en"},
        [OPTION_VIEW] = {"client or caseworker", "client 或 caseworker"},
        [OPTION_COLOUR] = {"auto, always or never", "auto、always 或 never"},
        [OPTION_YEARS] = {"one number for each job, behind its --occupation", "每个 --occupation 之后的一个数字"},
        [OPTION_STRIKE] = {"at most 64 skills, with --add", "连同 --add 最多 64 项技能"},
        [OPTION_ADD] = {"at most 64 skills, with --strike", "连同 --strike 最多 64 项技能"},
        [OPTION_REASON] = {"one reason behind each --strike or --add", "每个 --strike 或 --add 之后的一条理由"},
        [OPTION_AMOUNT] = {"an amount from 0 to 1000000000 with at most two decimal places", "0 至 1000000000、最多两位小数的金额"},
        [OPTION_MODES] = {"some of on-site, online, evening, part-time, weekend, with commas between", "on-site、online、evening、part-time、weekend 中的若干项，以逗号分隔"},
        [OPTION_PLACE] = {"latitude and longitude in degrees, such as 23.13,113.26", "以度表示的纬度与经度，如 23.13,113.26"},
        [OPTION_DATE] = {"a date of the calendar such as 2026-11-24", "存在的日期，如 2026-11-24"}};
    fprintf(stderr, in_language(lang, "reroute: --%s takes %s", "reroute：--%s 需要%s"), o->name, wanted[o->kind][lang == RR_LANG_ZH]);
    if (o->kind != OPTION_REASON) { /* which is about a person */
        fputs(in_language(lang, ", not: ", "，而不是："), stderr);
        print_visible(value);
    }
    return end_complaint(lang);
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
        return complain(s->lang, "unknown option", "未知选项", word, "--", best.best);
    }
    const char *value = equals != NULL ? equals + 1 : word[1] != '-' && word[2] != '\0' ? word + 2 : NULL;
    if (o->kind == OPTION_FLAG && value != NULL)
        return complain(s->lang, "this option takes no value", "该选项不带值", word, "", NULL);
    if (o->kind != OPTION_FLAG && value == NULL) {
        if (*at + 1 >= argc)
            return complain(s->lang, "this option needs a value", "该选项需要一个值", word, "", NULL);
        value = argv[++*at];
    }
    if (!store_value(o, value, s))
        return refuse_value(s->lang, o, value);
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
    return complain(s->lang, "unknown command", "未知命令", best.wanted, "", best.best);
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
            s->lang = strncmp(argv[i + 1], "zh", 2) == 0 ? RR_LANG_ZH : RR_LANG_EN;
}

settings default_settings(void)
{
    return (settings){.top = -1, .format = -1, .max_weeks = -1, .hours_per_week = -1, .travel = -1, .max_cost = -1, .floor = -1, .steps = -1, .stop_months = -1,
                      .view = -1};
}

int parse_arguments(int argc, char **argv, const command **found, settings *s)
{
    const option *given[LIST_MAX * 2];
    size_t given_count = 0, used = 0;
    *s = default_settings();
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
            return complain(s->lang, "too many arguments", "参数过多", argv[i], "", NULL);
        } else {
            s->arguments.items[s->arguments.count++] = argv[i];
        }
    }
    for (size_t i = 0; i < s->decision_count; i++)
        if (s->decisions[i].reason == NULL)
            return complain(s->lang, "a decision needs its --reason behind it", "每项决定之后须有 --reason", s->decisions[i].what, "", NULL);
    if (s->arguments.count == 0)
        return EXIT_DONE;
    *found = find_command(s, &used);
    s->command = *found == NULL ? NULL : (*found)->name;
    if (*found == NULL)
        return s->help && s->arguments.count == 1 && is_group(s->arguments.items[0]) ? EXIT_DONE : refuse_command(s);
    for (size_t i = 0; i < given_count; i++)
        if (!lists((*found)->options, given[i]->name) && strcmp(given[i]->name, "version") != 0)
            return complain(s->lang, "this command doesn't take the option", "该命令不接受此选项", given[i]->name, "", NULL);
    s->arguments.count -= used;
    memmove(s->arguments.items, s->arguments.items + used, s->arguments.count * sizeof s->arguments.items[0]);
    if (s->arguments.count > (*found)->most && !s->help)
        return complain(s->lang, "this command takes no such argument", "该命令不接受此参数", s->arguments.items[(*found)->most], "", NULL);
    if (s->format >= 0 && !lists((*found)->formats, format_names[s->format]))
        return refuse_format(s->lang, *found, format_names[s->format]);
    if (s->view == RR_VIEW_CLIENT && s->format > RR_FORMAT_TEXT && s->format != RR_FORMAT_HTML)
        return complain(s->lang, "only text and html have a client's view", "只有 text 与 html 有面向求职者的视图", "--view", "", NULL);
    if (s->beside && s->format != RR_FORMAT_HTML)
        return complain(s->lang, "two languages side by side need -f html", "两种语言并列须用 -f html", "--lang", "", NULL);
    return EXIT_DONE;
}
