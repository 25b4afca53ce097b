/* SPDX-License-Identifier: MIT */
/* reroute batch: any number of profiles in, a line for each in their order out. */
#include "batch.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { JOBS_MOST = 256, GROUPS_A_JOB = 2, GROUPS_MORE = 2 };

/* A thread that writes asks four times a second whether it is time: a crash costs no more than that. */
static bool save(batch *b)
{
    char *plugins = regions_describe(&b->regions);
    b->check.at = b->to.done;
    b->check.at.output_hash = XXH3_128bits_digest(b->to.hash);
    free(b->check.plugins);
    b->check.plugins = plugins;
    b->checked = seconds_now();
    errno = ENOMEM;
    b->unsaved = plugins != NULL && checkpoint_save(&b->check, &b->to) ? 0 : errno;
    if (b->unsaved == 0)
        b->saved = b->check.at.records;
    return b->unsaved == 0;
}

bool save_now_and_then(batch *b)
{
    enum { TIMES_A_SECOND = 4 };
    if (b->to.plain || seconds_now() - b->checked < 1.0 / TIMES_A_SECOND)
        return true;
    return save(b);
}

static int say_no_memory(const settings *s)
{
    return say_wrong(s, "out of memory", "内存不足");
}

/* ---- before ---- */

static int open_all(batch *b)
{
    int code = begin_session(&b->o, b->s);
    rr_error err = {0};
    if (code != EXIT_DONE)
        return code;
    code = EXIT_WRONG;
    b->o.taxonomy = load_taxonomy(b->o.context, b->s, &code);
    if (b->o.taxonomy == NULL)
        return code;
    if (rr_matcher_create(&b->o.matcher, b->o.context, b->o.taxonomy, &err) != RR_OK)
        return say_error(b->s, &err);
    b->o.region = b->o.place == NULL ? NULL : rr_profile_region(b->o.place);
    b->asked.region = b->o.region;
    return EXIT_DONE;
}

/* What the run before must have had in common with this one. */
static int describe(batch *b)
{
    rr_taxonomy_info info;
    rr_taxonomy_get_info(b->o.taxonomy, &info);
    b->check = (checkpoint){.asked = describe_asked(b->s, &b->how), .taxonomy = strdup(info.sha256)};
    memcpy(b->check.date, b->asked.date, sizeof b->check.date);
    return b->check.asked == NULL || b->check.taxonomy == NULL ? say_no_memory(b->s) : EXIT_DONE;
}

/* A run that goes on has the day of the one before, or what it writes would not fit. */
static int take_up(batch *b, const checkpoint *before)
{
    if (b->s->date != NULL && strcmp(b->s->date, before->date) != 0)
        return say_wrong(b->s, "the run before had another --date", "上次运行的 --date 不同");
    memcpy(b->asked.date, before->date, sizeof b->asked.date);
    memcpy(b->check.date, before->date, sizeof b->check.date);
    b->own.date = b->check.date;
    if (!regions_open_as(&b->regions, b->s, b->o.context, b->o.taxonomy, before->plugins))
        return b->regions.code;
    b->check.plugins = regions_describe(&b->regions);
    if (b->check.plugins == NULL)
        return say_no_memory(b->s);
    b->from = before->at;
    b->saved = before->at.records;
    return checkpoint_compare(before, &b->check, b->s);
}

/* Roughly, in bytes. */
static size_t answer_size(const batch *b)
{
    enum { ROLE = 96, ROLE_IN_FULL = 12000 };
    rr_taxonomy_info info;
    rr_taxonomy_get_info(b->o.taxonomy, &info);
    uint32_t roles = b->asked.top == 0 || b->asked.top > info.occupation_count ? info.occupation_count : b->asked.top;
    return (size_t)roles * (b->how.full ? ROLE_IN_FULL : ROLE);
}

static int open_output_and_input(batch *b)
{
    bool resumes = false, found = false;
    checkpoint before = {0};
    int code = target_open(&b->to, b->s, &resumes);
    if (code == EXIT_DONE && resumes)
        code = checkpoint_load(&before, &b->to, b->s, &found);
    if (code == EXIT_DONE && !resumes && !b->to.plain)
        unlink(b->to.state); /* of a run that came to its end */
    if (code == EXIT_DONE && found)
        code = take_up(b, &before);
    checkpoint_close(&before);
    b->own.date = b->check.date; /* from here on it is one day, whatever the clock says */
    if (code == EXIT_DONE)
        code = source_open(&b->in, b->s, b->o.context, b->from.input_bytes, answer_size(b));
    if (code == EXIT_DONE && found)
        code = source_skip(&b->in, &b->from);
    return code;
}

static int sink_to_target(void *user, const char *bytes, size_t len)
{
    return target_write(user, bytes, len) ? 0 : 1;
}

/* The head of match's own table is the first row of any of its tables. */
static int write_head(batch *b)
{
    rr_error err = {0};
    const rr_sink sink = {&b->to, sink_to_target};
    bool table = b->how.how.format == RR_FORMAT_CSV || b->how.how.format == RR_FORMAT_TSV;
    if (!table || b->to.done.output_bytes > 0)
        return EXIT_DONE;
    rr_status status = rr_render_list_head(b->o.taxonomy, b->how.fields, b->how.field_count, &b->how.how, &sink, &err);
    return status == RR_OK ? EXIT_DONE : say_error(b->s, &err);
}

/* ---- the run ---- */

static bool open_ring(batch *b, int jobs)
{
    pthread_mutex_init(&b->lock, NULL);
    pthread_cond_init(&b->changed, NULL);
    b->group_count = (uint64_t)jobs * GROUPS_A_JOB + GROUPS_MORE;
    b->groups = calloc(b->group_count, sizeof *b->groups);
    return b->groups != NULL;
}

static void read_all(batch *b)
{
    while (!b->in.ended && !was_interrupted() && b->in.code == EXIT_DONE) {
        group *g = queue_next_free(b);
        if (g == NULL)
            break;
        bool good = source_read(&b->in, g);
        if (was_interrupted())
            break;
        g->no_memory = !good;
        if (!good) {
            g->stops = true;
            g->stop = (rr_error){.status = RR_ENOMEM, .number = 100};
        }
        queue_give(b, g); /* an empty one says how far the input is */
    }
    if (was_interrupted())
        queue_stop(b);
    queue_end(b);
}

/* Threads leave an interrupt to this one. */
static bool run_threads(batch *b, int jobs)
{
    pthread_t threads[JOBS_MOST];
    sigset_t held;
    void *failed = NULL;
    int started = 0;
    bool good = true;
    sigemptyset(&held);
    add_interrupts(&held);
    pthread_sigmask(SIG_BLOCK, &held, NULL);
    while (started < jobs && pthread_create(&threads[started], NULL, work, b) == 0)
        started++;
    if (started > 0)
        read_all(b);
    pthread_sigmask(SIG_UNBLOCK, &held, NULL); /* a second one ends the program at once */
    for (int i = 0; i < started; i++) {
        pthread_join(threads[i], &failed);
        good = good && failed == NULL;
    }
    return started > 0 && good;
}

static int jobs_asked(const settings *s)
{
    long cores = s->jobs > 0 ? s->jobs : sysconf(_SC_NPROCESSORS_ONLN);
    return cores < 1 ? 1 : cores > JOBS_MOST ? JOBS_MOST : (int)cores;
}

/* ---- after ---- */

static int say_stop(const batch *b)
{
    const group *g = b->stop;
    rr_error err = g->stop;
    if (g->stop_line > 0) {
        snprintf(err.file, sizeof err.file, "%s", b->in.name);
        err.line = (uint32_t)g->stop_line;
    }
    return say_error(b->s, &err);
}

/* A checkpoint that can't be written ends the run while the one before it still counts. */
static void say_unsaved(const batch *b)
{
    say_unwritable(b->s, b->to.state, b->unsaved);
    fputs(in_language(b->s->lang, "reroute: when it can be, the same command with --resume goes on from the checkpoint before, or else begins anew\n",
                      "reroute：可写入后，同一命令加 --resume 即从上一个检查点继续；没有检查点则重新开始\n"), stderr);
}

/* What counts is what the checkpoint says: the group that the run ended in is not there. */
static void say_resume(const batch *b)
{
    if (b->saved > 0)
        fprintf(stderr, in_language(b->s->lang, "reroute: %" PRIu64 " done in ", "reroute：已完成 %" PRIu64 " 份，在 "), b->saved);
    else
        fputs(in_language(b->s->lang, "reroute: none done yet in ", "reroute：尚无完成者，在 "), stderr);
    print_visible(b->to.part);
    fputs(b->saved > 0 ? in_language(b->s->lang, "; the same command with --resume goes on behind them\n", "；同一命令加 --resume 即从其后继续\n")
                       : in_language(b->s->lang, "; the same command with --resume begins with the first\n", "；同一命令加 --resume 即从第一份开始\n"),
          stderr);
}

static int say_end(const batch *b)
{
    return b->to.error != 0                    ? target_finish(&b->to, b->s)
           : was_interrupted()                 ? EXIT_INTERRUPTED
           : b->regions.code != EXIT_DONE      ? b->regions.code
           : b->in.code != EXIT_DONE           ? b->in.code
           : b->stop != NULL && b->stop->stops ? say_stop(b)
           : b->unsaved != 0                   ? EXIT_WRONG
                                               : say_no_memory(b->s);
}

static int conclude(batch *b, bool worked)
{
    bool whole = worked && !b->stopped && !was_interrupted() && b->in.code == EXIT_DONE && b->written == b->read;
    show_batch_progress(b, true);
    if (!whole && b->to.error == 0 && b->unsaved == 0 && !b->to.plain)
        save(b);
    int code = whole ? target_finish(&b->to, b->s) : say_end(b);
    say_summary(b);
    if (b->unsaved != 0)
        say_unsaved(b);
    else if (!whole && !b->to.plain)
        say_resume(b);
    return code == EXIT_DONE && b->failed + b->from.failed > 0 && !b->s->errors_ok ? EXIT_WRONG : code;
}

static int run(batch *b)
{
    catch_all_interrupts();
    int jobs = jobs_asked(b->s), code = open_all(b);
    if (code == EXIT_DONE)
        code = describe(b);
    if (code == EXIT_DONE)
        code = open_output_and_input(b);
    if (code == EXIT_DONE)
        code = write_head(b);
    if (code == EXIT_DONE && !open_ring(b, jobs))
        code = say_no_memory(b->s);
    if (code != EXIT_DONE) {
        target_forget(&b->to);
        return code;
    }
    b->began = b->checked = seconds_now();
    return conclude(b, run_threads(b, jobs));
}

static void close_batch(batch *b)
{
    for (uint64_t i = 0; i < b->group_count; i++)
        group_destroy(&b->groups[i]);
    free(b->groups);
    source_close(&b->in);
    target_close(&b->to);
    regions_end(&b->regions);
    checkpoint_close(&b->check);
    close_session(&b->o);
}

int run_batch(const settings *s)
{
    batch *b = calloc(1, sizeof *b);
    if (b == NULL)
        return say_no_memory(s);
    b->own = *s;
    b->s = &b->own;
    b->terminal = isatty(STDERR_FILENO) == 1;
    b->asked = match_options(s);
    regions_begin(&b->regions);
    int code = choose_writing(&b->how, s);
    if (code == EXIT_DONE)
        code = run(b);
    close_batch(b);
    wipe_stack();
    free(b);
    return code;
}
