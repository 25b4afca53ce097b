/* SPDX-License-Identifier: MIT */
/* The steps commands have in common: open a context, load, resolve, say what went wrong, write. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted; /* the number of the first signal */
const int interrupts[] = {SIGINT, SIGTERM, SIGHUP, 0};

void note_interrupt(int number)
{
    if (interrupted != 0) { /* a second one, whichever */
        signal(number, SIG_DFL);
        raise(number);
        return;
    }
    interrupted = number;
}

bool was_interrupted(void)
{
    return interrupted != 0;
}

int interrupted_code(void)
{
    return 128 + interrupted;
}

void add_interrupts(sigset_t *signals)
{
    struct sigaction now;
    for (const int *i = interrupts; *i != 0; i++)
        if (sigaction(*i, NULL, &now) == 0 && now.sa_handler != SIG_IGN) /* blocked, it would be kept all the same */
            sigaddset(signals, *i);
}

static void catch_one(int number)
{
    sigaction(number, &(struct sigaction){.sa_handler = note_interrupt}, NULL);
}

void catch_all_interrupts(void)
{
    struct sigaction before;
    for (const int *i = interrupts; *i != 0; i++)
        if (*i == SIGINT || (sigaction(*i, NULL, &before) == 0 && before.sa_handler != SIG_IGN)) /* what nohup ignores stays so */
            catch_one(*i);
}

void let_interrupts_in(void)
{
    sigset_t own, before;
    sigemptyset(&own);
    add_interrupts(&own);
    pthread_sigmask(SIG_UNBLOCK, &own, &before);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static int ask_cancelled(void *user)
{
    (void)user;
    return interrupted != 0;
}

static void show_progress(void *user, const char *step, uint64_t done, uint64_t total)
{
    (void)user;
    fprintf(stderr, "\r\033[K%s %d%%", step, total == 0 ? 0 : (int)(done * 100 / total));
    if (done >= total)
        fprintf(stderr, "\r\033[K");
}

rr_context *open_context(const settings *s)
{
    catch_one(SIGINT);
    rr_context_options o = {.size = sizeof o, .cancelled = ask_cancelled};
    if (!s->quiet && isatty(STDERR_FILENO))
        o.progress = show_progress;
    rr_context *context = NULL;
    rr_error err = {0};
    if (rr_context_create(&context, &o, &err) != RR_OK)
        say_error(s, &err);
    return context;
}

int say_error(const settings *s, const rr_error *err)
{
    char text[2048];
    rr_error_format(err, s->lang, text, sizeof text);
    fprintf(stderr, "%s\n", text);
    return err->status == RR_ECANCELLED ? EXIT_INTERRUPTED : EXIT_WRONG;
}

int say_wrong(const settings *s, const char *en, const char *zh)
{
    fprintf(stderr, "reroute: %s\n", in_language(s->lang, en, zh));
    return EXIT_WRONG;
}

void print_visible(const char *text)
{
    char visible[2048];
    rr_text_visible(text, visible, sizeof visible);
    fputs(visible, stderr);
}

void say_finding(void *user, const rr_error *err)
{
    telling *t = user;
    rr_severity severity = rr_error_severity(err);
    t->errors += severity == RR_SEVERITY_ERROR;
    if (severity == RR_SEVERITY_ERROR || (severity == RR_SEVERITY_WARNING && !t->s->quiet) || t->s->verbose)
        say_error(t->s, err);
}

static bool is_there(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

/* The data stands beside the program: bin/../share/reroute, when installed as in the build tree. */
void data_path(char *out, size_t size, const char *name)
{
    const char *set = getenv("REROUTE_DATA_DIR");
    char program[1024];
    ssize_t len = set != NULL ? -1 : readlink("/proc/self/exe", program, sizeof program - 1);
    if (set != NULL) {
        snprintf(out, size, "%s/%s", set, name);
        return;
    }
    program[len < 0 ? 0 : len] = '\0';
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(program, '/');
        if (slash != NULL)
            *slash = '\0';
    }
    snprintf(out, size, "%s/share/reroute/%s", program, name);
}

int say_unsaid(const telling *t, const rr_error *err)
{
    bool said = t->errors > 0 && err->status != RR_ECANCELLED && err->status != RR_ENOMEM && err->status != RR_EIO;
    return said ? EXIT_WRONG : say_error(t->s, err);
}

const char *cut_at(const char *text, char mark, char *left, size_t size)
{
    const char *at = strrchr(text, mark);
    size_t len = at == NULL ? strlen(text) : (size_t)(at - text);
    if (len >= size)
        len = size - 1;
    memcpy(left, text, len);
    left[len] = '\0';
    return at == NULL ? NULL : at + 1;
}

void join_arguments(const settings *s, size_t first, char *out, size_t size)
{
    out[0] = '\0';
    for (size_t i = first, used = 0; i < s->arguments.count && used + 1 < size; i++)
        used += (size_t)snprintf(out + used, size - used, "%s%s", i == first ? "" : " ", s->arguments.items[i]);
}

const char *home_folder(char *out, size_t size, const char *variable, const char *fallback)
{
    const char *set = getenv(variable), *home = getenv("HOME");
    if (set != NULL && set[0] == '/')
        snprintf(out, size, "%s/reroute", set);
    else if (home != NULL && home[0] == '/')
        snprintf(out, size, "%s/%s/reroute", home, fallback);
    else
        return NULL;
    return out;
}

static const char *cache_folder(char *out, size_t size)
{
    if (home_folder(out, size - 16, "XDG_CACHE_HOME", ".cache") == NULL)
        return NULL;
    return strcat(out, "/taxonomies");
}

static int load_quietly(rr_taxonomy **out, rr_context *context, const settings *s, const char *const *paths,
                        size_t count)
{
    rr_error err = {0};
    telling t = {s, 0};
    char folder[1200];
    const char *cache = s->no_cache || s->verbose /* notes too, each time */ ? NULL : cache_folder(folder, sizeof folder);
    if (rr_taxonomy_load_cached(out, context, paths, count, cache, say_finding, &t, &err) == RR_OK)
        return EXIT_DONE;
    return say_unsaid(&t, &err);
}

rr_taxonomy *load_taxonomy(rr_context *context, const settings *s, int *code)
{
    rr_taxonomy *taxonomy = NULL;
    char path[1200];
    const char *paths[1] = {path};
    if (s->taxonomies.count > 0) {
        *code = load_quietly(&taxonomy, context, s, s->taxonomies.items, s->taxonomies.count);
        return taxonomy;
    }
    data_path(path, sizeof path, "taxonomies/cn-transition");
    if (!is_there(path)) {
        *code = say_wrong(s, "the shipped taxonomy is not beside the program; name one with -t FILE",
                          "程序旁找不到随附的分类；请用 -t 文件 指定");
        return NULL;
    }
    *code = load_quietly(&taxonomy, context, s, paths, 1);
    return taxonomy;
}

/* The one profile a command is about: the only one of the file, or the one with the id asked for. */
typedef struct choice {
    const char *id;
    rr_profile *profile;
    size_t count;
} choice;

static int choose(void *user, rr_profile *profile)
{
    choice *c = user;
    c->count++;
    bool wanted = c->profile == NULL && (c->id == NULL || strcmp(c->id, rr_profile_id(profile)) == 0);
    if (wanted)
        c->profile = profile;
    else
        rr_profile_destroy(profile);
    return 0;
}

static int refuse_choice(const settings *s, choice *c)
{
    bool many = c->id == NULL && c->count > 1;
    rr_profile_destroy(c->profile);
    c->profile = NULL;
    return many       ? say_wrong(s, "the file holds many profiles; say which: --id ID", "文件含多份档案；请用 --id 编号 指明")
           : c->count ? say_wrong(s, "no profile of the file has this id", "文件中没有此编号的档案")
                      : say_wrong(s, "the file holds no profile", "文件中没有档案");
}

rr_profile *load_profile(rr_context *context, const settings *s, const char *path, int *code)
{
    choice c = {.id = s->id};
    rr_error err = {0};
    telling t = {s, 0};
    rr_profile_read_options o = {.size = sizeof o, .encoding = s->encoding, .finding = say_finding, .user = &t};
    if (rr_profile_read(context, strcmp(path, "-") == 0 ? "/dev/stdin" : path, &o, choose, &c, &err) != RR_OK) {
        rr_profile_destroy(c.profile);
        *code = say_unsaid(&t, &err);
        return NULL;
    }
    if (c.profile == NULL || (c.id == NULL && c.count > 1))
        *code = refuse_choice(s, &c);
    return c.profile;
}

void list_candidates(const settings *s, const rr_taxonomy *taxonomy, rr_concept concept, const rr_candidate *candidates, size_t count)
{
    for (size_t i = 0; i < count && i < 6; i++) {
        rr_occupation occupation;
        rr_descriptor descriptor;
        uint32_t index = candidates[i].index;
        bool role = concept == RR_CONCEPT_OCCUPATION;
        if (role ? !rr_taxonomy_occupation(taxonomy, index, &occupation) : !rr_taxonomy_descriptor(taxonomy, index, &descriptor))
            continue;
        const char *label = role ? rr_occupation_label(taxonomy, index, s->lang) : rr_descriptor_label(taxonomy, index, s->lang);
        fputs("  ", stderr);
        print_visible(role ? occupation.id : descriptor.id);
        fputs("  ", stderr);
        print_visible(label);
        fprintf(stderr, "%s\n",
                candidates[i].undetermined ? in_language(s->lang, "  (a pattern could not be decided)", "（模式无法判定）") : "");
    }
}

typedef struct unresolved_user {
    const settings *s;
    const rr_taxonomy *taxonomy;
    const rr_profile *profile;
    size_t jobs, skills;
} unresolved_user;

/* Says whose and which job or skill, never the words themselves: they are a person's. */
static void say_unresolved(void *user, const rr_unresolved *what)
{
    unresolved_user *u = user;
    bool job = what->kind == RR_CONCEPT_OCCUPATION;
    *(job ? &u->jobs : &u->skills) += 1;
    fprintf(stderr, in_language(u->s->lang, "%s, %s %zu: ", "%s，%s %zu："), rr_profile_id(u->profile),
            in_language(u->s->lang, job ? "job" : "skill", job ? "职业" : "技能"), what->index + 1);
    fprintf(stderr, "%s\n",
            what->status == RR_EAMBIGUOUS ? in_language(u->s->lang, "may mean several; say which by its id:", "可能有多种含义，请用编号指明：")
            : what->candidate_count > 0   ? in_language(u->s->lang, "is not known; the nearest are:", "未能识别；最接近的有：")
                                          : in_language(u->s->lang, "is not known, and nothing is near", "未能识别，也没有相近者"));
    list_candidates(u->s, u->taxonomy, what->kind, what->candidates, what->candidate_count);
}

bool resolve_profile(const settings *s, rr_profile *profile, const rr_taxonomy *taxonomy, bool strict)
{
    unresolved_user user = {s, taxonomy, profile, 0, 0};
    rr_error err = {0};
    rr_status status = rr_profile_resolve(profile, taxonomy, say_unresolved, &user, &err);
    if (status == RR_OK)
        return true;
    if (status != RR_EAMBIGUOUS || user.jobs + user.skills == 0) {
        say_error(s, &err);
        return false;
    }
    if (strict || (user.jobs > 0 && !s->skip_unknown)) {
        if (!strict)
            say_wrong(s, "name the job by its id or code in the profile, or go on without it: --skip-unknown",
                      "请在档案中用编号或代码写明该职业，或加 --skip-unknown 忽略它");
        return false;
    }
    return true;
}

uint32_t resolve_concept(const settings *s, const rr_taxonomy *taxonomy, rr_concept concept, const char *text)
{
    rr_candidate found[CANDIDATES_MAX];
    size_t count = 0;
    rr_error err = {0};
    rr_status status = rr_taxonomy_resolve(taxonomy, concept, text, found, CANDIDATES_MAX, &count, &err);
    if (status == RR_OK && count > 0)
        return found[0].index;
    say_error(s, &err);
    list_candidates(s, taxonomy, concept, found, count);
    return RR_NONE;
}

rr_match_options match_options(const settings *s)
{
    rr_match_options o = {.size = sizeof o, .no_titles = s->no_titles, .no_text = s->no_text,
                          .top = s->top < 0 ? 5 : (uint32_t)s->top, .all_roles = s->all_roles};
    time_t now = time(NULL);
    struct tm local;
    if (s->date != NULL)
        memcpy(o.date, s->date, 11);
    else if (localtime_r(&now, &local) != NULL)
        strftime(o.date, sizeof o.date, "%Y-%m-%d", &local);
    return o;
}

static uint32_t terminal_columns(void)
{
    const char *set = getenv("COLUMNS");
    long columns = set == NULL ? 80 : strtol(set, NULL, 10);
    return columns < 40 || columns > 400 ? 80 : (uint32_t)columns;
}

rr_render_options render_options(const settings *s, rr_format fallback)
{
    const char *no_color = getenv("NO_COLOR");
    bool terminal = s->output == NULL && isatty(STDOUT_FILENO) && (no_color == NULL || no_color[0] == '\0');
    return (rr_render_options){.size = sizeof(rr_render_options),
                               .format = s->format < 0 ? fallback : (rr_format)s->format,
                               .lang = s->lang,
                               .beside = s->beside,
                               .view = s->view < 0 ? RR_VIEW_CASEWORKER : (rr_view)s->view,
                               .colour = s->colour == 1 || (s->colour == 0 && terminal),
                               .verbose = s->verbose,
                               .columns = terminal_columns()};
}

static int write_stdout(void *user, const char *bytes, size_t len)
{
    (void)user;
    return fwrite(bytes, 1, len, stdout) == len ? 0 : 1;
}

bool open_output(output *o, rr_context *context, const settings *s, int *code)
{
    rr_error err = {0};
    *o = (output){{NULL, write_stdout}, NULL};
    if (s->output == NULL || strcmp(s->output, "-") == 0)
        return true;
    if (rr_file_create(&o->file, context, s->output, &err) != RR_OK) {
        *code = say_error(s, &err);
        return false;
    }
    o->sink = *rr_file_sink(o->file);
    return true;
}

int close_output(output *o, const settings *s, rr_status status, const rr_error *failure)
{
    return end_output(o, s, status != RR_OK ? say_error(s, failure) : EXIT_DONE);
}

int end_output(output *o, const settings *s, int code)
{
    rr_error err = {0};
    if (code == EXIT_DONE && o->file != NULL && rr_file_commit(o->file, &err) != RR_OK)
        code = say_error(s, &err);
    rr_file_destroy(o->file);
    return code;
}
