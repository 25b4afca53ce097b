/* SPDX-License-Identifier: MIT */
/* reroute replay: a decision on record in; that it comes out the same, or what changed since, out. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* The commands whose results go on record. */
static const struct { const char *command; result_writer write; }
    replayable[] = {{"match", write_match}, {"explain", write_explanation}, {"plan", write_plan},
               {"path", write_path}, {"compare", write_comparison}};

static result_writer find_writer(const char *name)
{
    for (size_t i = 0; i < sizeof replayable / sizeof replayable[0]; i++)
        if (strcmp(replayable[i].command, name) == 0)
            return replayable[i].write;
    return NULL;
}

typedef struct result { /* what comes out now */
    char *bytes;
    size_t len, capacity;
} result;

static int keep_bytes(void *user, const char *bytes, size_t len)
{
    result *r = user;
    if (r->len + len > r->capacity) {
        size_t larger = r->capacity * 2 > r->len + len ? r->capacity * 2 : r->len + len;
        char *grown = realloc(r->bytes, larger);
        if (grown == NULL)
            return 1;
        r->bytes = grown;
        r->capacity = larger;
    }
    memcpy(r->bytes + r->len, bytes, len);
    r->len += len;
    return 0;
}

/* The recorded settings, with the files that are named now. */
static int settle(settings *out, const settings *s, const rr_record *record)
{
    const char *unknown = "";
    *out = default_settings();
    out->lang = s->lang;
    out->quiet = s->quiet;
    out->replayed = rr_record_get_asked(record);
    if (!apply_record(out, out->replayed, &unknown)) {
        fprintf(stderr, "reroute: %s: ", in_language(s->lang, "the record has an option that this version can't take", "存档含有此版本不能接受的选项"));
        print_visible(unknown);
        fputs("\n", stderr);
        return EXIT_WRONG;
    }
    if (out->format >= 0 && out->format != RR_FORMAT_JSON && out->format != RR_FORMAT_JSONL)
        return say_wrong(s, "the record asks for a format that no record has: its format must be json or jsonl", "存档所记的格式不能用于存档：格式须为 json 或 jsonl");
    out->in_process = s->in_process; /* a file that names plugins is no leave to let their code in */
    out->require_isolation = out->require_isolation || s->require_isolation;
    if (s->taxonomies.count > 0)
        out->taxonomies = s->taxonomies;
    if (s->plugins.count > 0)
        out->plugins = s->plugins;
    return EXIT_DONE;
}

static int make_again(session *o, const settings *then, const rr_record *record, result *out)
{
    rr_error err = {0};
    recording r;
    rr_sink sink = {out, keep_bytes};
    int code = begin_session(o, then);
    if (code != EXIT_DONE)
        return code;
    if (rr_record_profile(record, o->context, &o->profile, &err) != RR_OK || rr_record_overrides(record, o->context, &o->overrides, &err) != RR_OK)
        return say_error(then, &err);
    code = open_session_taxonomy(o, then);
    if (code == EXIT_DONE)
        code = open_session_plugins(o, then);
    if (code != EXIT_DONE)
        return code;
    rr_match_options asked = session_options(o, then);
    rr_render_options how = render_options(then, RR_FORMAT_JSON);
    record_settings(&r, then, asked.date, asked.top);
    how.record = &r.asked;
    return find_writer(then->command)(o, then, &how, &sink);
}

static void say_change(void *user, const rr_error *err)
{
    say_error(user, err);
}

/* Everything that is not as it was; that nothing is and the bytes still differ is the worst. */
static int say_changes(const settings *s, const rr_record *record, const session *o, const result *again, bool made, uint32_t line)
{
    rr_error err = {0};
    rr_record *now = NULL;
    if (made && rr_record_read_memory(&now, o->context, s->arguments.items[0], again->bytes, again->len, &err) != RR_OK)
        say_error(s, &err);
    settings told = *s;
    size_t changes = 0;
    if (rr_record_compare(record, now, o->taxonomy, o->plugins, say_change, &told, &changes, &err) != RR_OK) {
        changes = 1;
        say_error(s, &err);
    }
    rr_record_destroy(now);
    if (made)
        fprintf(stderr, in_language(s->lang, "The result differs, from line %u of the record on.\n", "结果不同：从存档第 %u 行起。\n"), line);
    else
        say_wrong(s, "the decision can't be made again, see above", "无法重做此决定，见上");
    if (changes == 0 && made)
        say_wrong(s, "NOTHING THAT IS RECORDED CHANGED, yet the result is another. Don't rely on either; report this as a fault.",
                  "存档所记的输入均未改变，结果却不同。两者均不可依据；请报告此故障。");
    return EXIT_WRONG;
}

/* The result of now, where it is asked for. */
static int write_again(const settings *s, session *o, const result *again)
{
    output out;
    int code = EXIT_DONE;
    if (s->show && fwrite(again->bytes, 1, again->len, stdout) != again->len)
        return say_wrong(s, "cannot write the output", "无法写出结果");
    if (s->output == NULL || !open_output(&out, o->context, s, &code))
        return code;
    if (out.sink.write(out.sink.user, again->bytes, again->len) != 0)
        code = say_wrong(s, "cannot write the output", "无法写出结果");
    return end_output(&out, s, code);
}

static int replay(const settings *s, const settings *then, const rr_record *record)
{
    session o = {0};
    result again = {0};
    uint32_t line = 0;
    int code = make_again(&o, then, record, &again), written = EXIT_DONE;
    bool made = code == EXIT_DONE, same = made && rr_record_is(record, again.bytes, again.len, &line);
    if (made)
        written = write_again(s, &o, &again);
    if (same)
        fprintf(s->show ? stderr : stdout, "%s: %s\n", s->arguments.items[0],
                in_language(s->lang, "the same decision, byte for byte", "同一决定，逐字节一致"));
    else if (code != EXIT_INTERRUPTED)
        code = say_changes(s, record, &o, &again, made, line);
    free(again.bytes);
    close_session(&o);
    return code != EXIT_DONE ? code : written;
}

int run_replay(const settings *s)
{
    rr_error err = {0};
    rr_record *record = NULL;
    settings then;
    if (s->arguments.count != 1) {
        say_wrong(s, "say which record: reroute replay FILE", "请指定存档：reroute replay 文件");
        return EXIT_USAGE;
    }
    rr_context *context = open_context(s);
    int code = context == NULL ? EXIT_WRONG : EXIT_DONE;
    if (code == EXIT_DONE && rr_record_read(&record, context, s->arguments.items[0], &err) != RR_OK)
        code = say_error(s, &err);
    if (code == EXIT_DONE && find_writer(rr_record_get_asked(record)->command) == NULL)
        code = say_wrong(s, "the record is of a command that can't be replayed here", "存档所记的命令无法在此重做");
    if (code == EXIT_DONE)
        code = settle(&then, s, record);
    if (code == EXIT_DONE)
        code = replay(s, &then, record);
    rr_record_destroy(record);
    rr_context_destroy(context);
    return code;
}
