/* SPDX-License-Identifier: MIT */
/* What the files of the command line share: settings that the options fill, the table of commands, and
 * the few steps every command takes. Only public headers are included. */
#ifndef REROUTE_CLI_H
#define REROUTE_CLI_H

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>

#include <reroute/reroute.h>

enum { EXIT_DONE = 0, EXIT_WRONG = 1, EXIT_USAGE = 2, EXIT_INTERRUPTED = 130 };
enum { LIST_MAX = 64, CANDIDATES_MAX = 20, MODE_COUNT = 5 };
/* The most that an option takes, in whole units. */
#define COUNT_MOST 1000000000
#define AMOUNT_MOST INT64_C(1000000000)

typedef struct text_list {
    const char *items[LIST_MAX];
    size_t count;
} text_list;

/* --strike and --add, each with the --reason behind it. */
typedef struct decision {
    bool add;
    const char *what, *reason;
} decision;
/* Millionths of a degree. */
typedef struct place { bool given; int32_t lat_e6, lon_e6; } place;

/* Everything an option can say. */
typedef struct settings {
    text_list taxonomies, plugins, occupations, years /* of the occupations, NULL: not said */, skills, licences, facts;
    const char *region, *output, *date, *encoding, *truth, *model, *id, *education, *weights;
    const char *age, *until, *only;
    const char *start;
    int top, fold, folds; /* top -1: not given */
    int max_weeks, hours_per_week, travel, effort; /* -1: not given; effort 0 */
    int64_t max_cost;     /* hundredths; -1: not given */
    int64_t floor;        /* the same, a month */
    int steps, stop_months; /* -1: not given */
    unsigned modes;       /* RRP_ON_SITE ... */
    place home;
    int format;           /* rr_format, or -1: not given; behind these xml */
    int view;             /* rr_view, or -1: not given */
    rr_profile_format profile_format;
    rr_lang lang;
    bool beside; /* the other language beside it */
    int colour; /* 0 auto, 1 always, 2 never */
    bool quiet, verbose, no_titles, no_text, all, all_roles, skip_unknown, tune, help, version;
    const char *from, *select; /* batch: format of the input; fields */
    int jobs;                  /* 0: all cores */
    int first_line;            /* 0: the first */
    bool full, strict, errors_ok, resume;
    bool no_cache, no_plugins, in_process, require_isolation, alone; /* alone: only --plugin, none that is installed */
    bool kind_data, kind_scoring, kind_catalogue, kind_funding;
    text_list overrides; /* files */
    decision decisions[LIST_MAX];
    size_t decision_count;
    const char *by;      /* whose decisions */
    text_list arguments; /* what is not an option */
    const char *command; /* its name */
    bool show;
    const rr_record_asked *replayed; /* the record that is made again; NULL: none */
} settings;

typedef struct command {
    const char *group, *name; /* "taxonomy" "check"; a command without a group has only a name */
    int (*run)(const settings *s);
    const char *arguments;
    const char *help_en, *help_zh; /* one line */
    size_t most;                   /* how many arguments it takes at most */
    const char *formats;           /* of -f, separated by spaces, the default first; NULL: it takes none */
    const char *options;           /* names of the options it takes, separated by spaces */
    const char *example;           /* lines, each a command */
} command;
extern const command commands[];
extern const size_t command_count;

typedef struct option {
    const char *name;
    char letter; /* 0: none */
    enum { OPTION_FLAG, OPTION_TEXT, OPTION_LIST, OPTION_COUNT, OPTION_FORMAT, OPTION_LANG, OPTION_COLOUR,
           OPTION_DATE, OPTION_YEARS, OPTION_STRIKE, OPTION_ADD, OPTION_REASON, OPTION_AMOUNT, OPTION_MODES, OPTION_PLACE, OPTION_VIEW } kind;
    size_t offset; /* into settings */
    const char *argument, *help_en, *help_zh;
} option;
extern const option options[];
extern const size_t option_count;

/* options.c: what nobody said. */
settings default_settings(void);
/* Returns EXIT_DONE or, having said what was wrong, EXIT_USAGE. */
int parse_arguments(int argc, char **argv, const command **found, settings *s);
/* Whether `word` is one of `list`, which spaces separate. */
bool lists(const char *list, const char *word);
/* All that the option of the command takes, separated by spaces; NULL: other values too. */
const char *option_choices(const option *o, const command *c);

/* help.c */
void print_help(FILE *to, const command *c, const char *group, rr_lang lang);
void name_command(char *out, size_t size, const command *c); /* "taxonomy check" */
/* `names` with the words that stand for a value in `lang`; cut to `size`. */
void name_values(char *out, size_t size, const char *names, rr_lang lang);
typedef struct exit_code { int code; const char *en, *zh; } exit_code;
enum { EXIT_CODES = 4 };
extern const exit_code exit_codes[EXIT_CODES];
extern const char *const about_program[2], *const program_example; /* about: by rr_lang */

/* completion.c */
int print_completion(const settings *s);

/* steps.c: what commands have in common */
/* A macro, so that compilers still check formats. */
#define in_language(lang, en, zh) ((lang) == RR_LANG_ZH ? (zh) : (en))
rr_context *open_context(const settings *s);
int say_error(const settings *s, const rr_error *err); /* on stderr; returns the exit code for it */
int say_wrong(const settings *s, const char *en, const char *zh);
/* Text of a file or a person on stderr, with control characters made visible. */
void print_visible(const char *text);
/* Findings of a file, said one by one, and how many were errors: the last word of the call is then said. */
typedef struct telling {
    const settings *s;
    size_t errors;
} telling;
void say_finding(void *user, const rr_error *err);
int say_unsaid(const telling *t, const rr_error *err);
/* SIGINT ends a command cleanly, SIGTERM and SIGHUP those that catch all; a second one ends it at once. */
extern const int interrupts[]; /* their numbers; 0 behind the last */
void catch_all_interrupts(void);
void add_interrupts(sigset_t *signals); /* but those that are ignored */
void let_interrupts_in(void);           /* those that came while they were blocked */
void note_interrupt(int number);
bool was_interrupted(void);
int interrupted_code(void);    /* the exit code that says by which: 128 and its number */
void data_path(char *out, size_t size, const char *name); /* of what is shipped beside the program */

void list_candidates(const settings *s, const rr_taxonomy *taxonomy, rr_concept concept, const rr_candidate *candidates, size_t count);
/* The program's folder in what the variable names, else in `fallback` of the home; NULL: there is neither. */
const char *home_folder(char *out, size_t size, const char *variable, const char *fallback);
rr_taxonomy *load_taxonomy(rr_context *context, const settings *s, int *code);
rr_profile *load_profile(rr_context *context, const settings *s, const char *path, int *code);
/* Resolves what is in the profile; candidates go to stderr. false: something a match can't do without. */
bool resolve_profile(const settings *s, rr_profile *profile, const rr_taxonomy *taxonomy, bool strict);
/* The arguments from `first` on as one text: titles need no quotes. */
void join_arguments(const settings *s, size_t first, char *out, size_t size);
/* One role or skill by id, code or title; on failure lists the candidates and returns RR_NONE. */
uint32_t resolve_concept(const settings *s, const rr_taxonomy *taxonomy, rr_concept concept, const char *text);

/* Cuts `text` at the last `mark` into a copy in `left`; returns what is behind the mark or NULL. */
const char *cut_at(const char *text, char mark, char *left, size_t size);

/* open_overrides.c: what the caseworker decides, of --override, --strike and --add, found in the taxonomy and the
 * plugins; NULL: nothing is. false: *code says how to end. */
bool open_overrides(rr_overrides **out, rr_context *context, const settings *s, int *code);
bool resolve_overrides(rr_overrides *overrides, const settings *s, const rr_taxonomy *taxonomy, const rr_plugins *plugins);

/* open_plugins.c: the plugins that serve the region; NULL with --no-plugins. false: *code says how to end. */
bool open_plugins(rr_plugins **out, rr_context *context, const settings *s, const rr_taxonomy *taxonomy, const char *region, int *code);

/* session.c: what commands about one person open first. close_session after either outcome. */
typedef struct session {
    rr_profile *place; /* holds the region asked for, as its code */
    rr_context *context;
    rr_taxonomy *taxonomy;
    rr_profile *profile;
    rr_matcher *matcher;
    rr_plugins *plugins;
    rr_overrides *overrides;
    const char *region; /* asked for, or of the profile; NULL: none */
} session;
int open_session(session *o, const settings *s, const char *profile);
/* The same in two steps, for a profile (o->profile) from elsewhere. */
int begin_session(session *o, const settings *s);
int open_session_taxonomy(session *o, const settings *s);
int open_session_plugins(session *o, const settings *s);
/* On stderr, that plugin `index` was named and serves another region; false: it does not. */
bool say_elsewhere(const session *o, const settings *s, size_t index);
void close_session(session *o);
rr_match_options session_options(const session *o, const settings *s);

rr_match_options match_options(const settings *s);
rr_plan_options plan_options(const settings *s); /* command_plan.c */
rr_render_options render_options(const settings *s, rr_format fallback);

/* Where a command's result goes: standard output, or the file of -o, written whole or not at all. */
typedef struct output {
    rr_sink sink;
    rr_file *file;
} output;
bool open_output(output *o, rr_context *context, const settings *s, int *code);
int close_output(output *o, const settings *s, rr_status status, const rr_error *err);
int end_output(output *o, const settings *s, int code); /* commits after EXIT_DONE only */

/* A command about one person writes its result; returns its exit code, and has said what was wrong. */
typedef int (*result_writer)(const session *o, const settings *s, const rr_render_options *how, const rr_sink *sink);
/* Opens the session of the profile that the first argument names and writes the result to where it goes; JSON into a
 * file goes on record. */
int run_session(const settings *s, result_writer write);

/* record.c: the settings that can change a result, as a record keeps them, and back. */
typedef struct recording {
    rr_record_asked asked;
    rr_record_option options[LIST_MAX * 2]; /* more than the table of options has */
    const char *texts[LIST_MAX * 2];
    char place[48];
} recording;
void record_settings(recording *r, const settings *s, const char *date, uint32_t top);
/* false: the record has an option that this program doesn't know, `*unknown`. */
bool apply_record(settings *s, const rr_record_asked *asked, const char **unknown);

/* Of an option: its value into the settings (options.c); false: it is none. */
bool store_value(const option *o, const char *value, settings *s);
const char *format_name(int format);

/* command_*.c */
int run_match(const settings *s);
int run_explain(const settings *s);
int write_match(const session *o, const settings *s, const rr_render_options *how, const rr_sink *sink);
int write_plan(const session *o, const settings *s, const rr_render_options *how, const rr_sink *sink);
int write_path(const session *o, const settings *s, const rr_render_options *how, const rr_sink *sink);
int write_comparison(const session *o, const settings *s, const rr_render_options *how, const rr_sink *sink);
int write_explanation(const session *o, const settings *s, const rr_render_options *how, const rr_sink *sink);
int run_replay(const settings *s);
int run_plan(const settings *s);
int run_path(const settings *s);
int run_compare(const settings *s);
int run_plugin_list(const settings *s);
int run_plugin_check(const settings *s);
int run_plugin_try(const settings *s);
int run_plugin_new(const settings *s);
int run_profile_new(const settings *s);
int run_profile_check(const settings *s);
int run_profile_convert(const settings *s);
int run_role_search(const settings *s);
int run_role_show(const settings *s);
int run_role_similar(const settings *s);
int run_skill_search(const settings *s);
int run_skill_show(const settings *s);
int run_taxonomy_check(const settings *s);
int run_taxonomy_info(const settings *s);
int run_taxonomy_import(const settings *s);
int run_taxonomy_build(const settings *s);
int run_evaluate(const settings *s);
int run_batch(const settings *s);

#endif
