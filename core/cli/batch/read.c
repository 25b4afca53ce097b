/* SPDX-License-Identifier: MIT */
/* A file or pipe of JSON lines, CSV or XML in; groups of records out, each with how far the input is behind it. A
 * group is whatever ends in the bytes of one reading, so that the bytes read tell which records were given out. */
#include "batch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK_LEAST = 1 << 10, BLOCK_MOST = 64 << 10, RECORD_MAX = 4 << 20 };

static int say_unreadable(const source *in, int code)
{
    fprintf(stderr, in_language(in->s->lang, "reroute: cannot read ", "reroute：无法读取 "));
    print_visible(in->name);
    fprintf(stderr, ": %s\n", strerror(code));
    return EXIT_WRONG;
}

/* ---- bytes ---- */

/* Waits for bytes with the door open for an interrupt, and for no longer: it must not come between waiting and asking. */
static bool wait_for_bytes(const source *in)
{
    sigset_t held, open_door;
    fd_set waiting;
    pthread_sigmask(SIG_SETMASK, NULL, &held);
    open_door = held;
    for (const int *i = interrupts; *i != 0; i++)
        sigdelset(&open_door, *i);
    let_interrupts_in(); /* where bytes are always there, waiting lets nothing in */
    if (was_interrupted())
        return false;
    FD_ZERO(&waiting);
    FD_SET(in->fd, &waiting);
    return pselect(in->fd + 1, &waiting, NULL, NULL, NULL, &open_door) >= 0 || errno != EINTR || !was_interrupted();
}

/* Bytes into the block from `at` on, but none beyond where an earlier run got to, so that both can be compared there.
 * -1: it failed, 0: the end. */
static ssize_t read_bytes(source *in, size_t at)
{
    size_t room = in->block_room - at;
    size_t most = in->bytes < in->limit && in->limit - in->bytes < room ? (size_t)(in->limit - in->bytes) : room;
    for (;;) {
        if (!wait_for_bytes(in))
            return 0;
        ssize_t n = read(in->fd, in->block + at, most);
        if (n >= 0 || errno != EINTR) {
            in->bytes += n > 0 ? (uint64_t)n : 0;
            if (n > 0)
                XXH3_128bits_update(in->hash, in->block + at, (size_t)n);
            return n;
        }
    }
}

/* ---- records out of text ---- */

/* The end of a row, behind its line end, from `at` on; `end` when it does not end here. Quotes open at the beginning of a
 * cell only: one astray spoils its own row. */
static const char *find_row_end(source *in, const char *at, const char *end, char separator)
{
    for (; at < end; at++) {
        char c = *at;
        if (in->cell == CELL_QUOTED) {
            in->cell = c == '"' ? CELL_QUOTE : CELL_QUOTED;
            continue;
        }
        if (c == '\n') {
            in->cell = CELL_START;
            return at + 1;
        }
        in->cell = c == '"' && in->quoted && in->cell != CELL_PLAIN ? CELL_QUOTED : c == separator ? CELL_START : CELL_PLAIN;
    }
    return NULL;
}

static const char *find_end(source *in, const char *at, const char *end)
{
    if (in->format == INPUT_CSV && !in->skipping)
        return find_row_end(in, at, end, in->quoted ? ',' : '\t');
    const char *line = memchr(at, '\n', (size_t)(end - at));
    return line == NULL ? NULL : line + 1;
}

static rr_error *copy_error(const rr_error *err)
{
    rr_error *copy = malloc(sizeof *copy);
    if (copy != NULL)
        *copy = *err;
    return copy;
}

/* The first row of a table, which says what is wrong with its columns once for all rows. */
static bool take_header(source *in, const char *text, size_t len)
{
    rr_error err = {0};
    telling t = {in->s, 0};
    rr_profile_read_options o = {.size = sizeof o, .format = RR_PROFILE_CSV, .encoding = in->s->encoding, .finding = say_finding, .user = &t};
    in->header = malloc(len + 1);
    if (in->header == NULL)
        return false;
    memcpy(in->header, text, len);
    in->header_len = len;
    in->header_lines = count_lines(text, len);
    if (in->header_lines == 0) { /* it ends with the input */
        in->header[in->header_len++] = '\n';
        in->header_lines = 1;
    }
    if (rr_profile_read_memory(in->context, in->name, text, len, &o, refuse_profile, NULL, &err) == RR_OK)
        return true;
    in->code = say_unsaid(&t, &err);
    in->ended = true;
    return true;
}

/* A record of `len` bytes: what was kept of it, then `text`. */
static bool add_text_record(source *in, group *g, const char *text, size_t len)
{
    record r = {.at = g->len, .line = in->line, .len = in->tail_len + len};
    bool good = group_add_text(g, in->tail, in->tail_len) && group_add_text(g, text, len);
    in->tail_len = 0;
    if (!good)
        return false;
    in->line += count_lines(g->text + r.at, r.len);
    while (in->format == INPUT_LINES && r.len > 0 && strchr("\r\n", g->text[r.at + r.len - 1]) != NULL)
        r.len--;
    if (is_blank(g->text + r.at, r.len)) {
        g->len = r.at;
        return true;
    }
    if (in->format == INPUT_CSV && in->header == NULL) {
        g->len = r.at;
        return take_header(in, g->text + r.at, r.len);
    }
    in->records++;
    return group_add_record(g, &r);
}

static bool add_failure(source *in, group *g, uint64_t line, const rr_error *err, bool last)
{
    record r = {.line = line, .failure = copy_error(err), .last = last};
    in->records++;
    return r.failure != NULL && group_add_record(g, &r);
}

/* The tail has grown too long: its error stands in its place, and what is left of its line is passed over. */
static bool give_up_record(source *in, group *g)
{
    const rr_error err = {.status = RR_ELIMIT, .number = MESSAGE_RECORD_LONG, .arg_count = 0};
    bool good = add_failure(in, g, in->line, &err, false);
    in->line += count_lines(in->tail, in->tail_len);
    in->tail_len = 0;
    in->skipping = true;
    return good;
}

static bool keep_tail(source *in, group *g, const char *text, size_t len)
{
    if (in->skipping)
        return true;
    if (!append(&in->tail, &in->tail_len, &in->tail_room, text, len))
        return false;
    return in->tail_len <= RECORD_MAX || give_up_record(in, g);
}

static bool cut_text(source *in, group *g, const char *text, size_t len)
{
    const char *end = text + len;
    while (text < end && in->code == EXIT_DONE) {
        size_t left = (size_t)(end - text), room = in->skipping ? left : RECORD_MAX + 1 - in->tail_len;
        const char *stop = left < room ? end : text + room; /* the limit falls on the same byte however blocks do */
        const char *next = find_end(in, text, stop);
        if (next == NULL) {
            if (!keep_tail(in, g, text, (size_t)(stop - text)))
                return false;
            text = stop;
            continue;
        }
        if (in->skipping) {
            in->skipping = false;
            in->cell = CELL_START;
            in->line++;
        } else if (!add_text_record(in, g, text, (size_t)(next - text))) {
            return false;
        }
        text = next;
    }
    return true;
}

/* ---- XML ---- */

static int take_profile(void *user, rr_profile *profile, uint32_t line, const rr_error *err)
{
    source *in = user;
    record r = {.profile = profile, .line = in->lines_before + line, .failure = err == NULL ? NULL : copy_error(err)};
    const char *id = err == NULL ? "" : rr_profile_stream_failed_id(in->xml);
    r.id = id[0] == '\0' ? NULL : strdup(id);
    in->records++;
    bool good = (err == NULL || r.failure != NULL) && group_add_record(in->into, &r);
    if (!good) {
        in->into->no_memory = true;
        free_record(&r);
    }
    return !good;
}

static bool feed_xml(source *in, group *g, size_t len)
{
    rr_error err = {0};
    in->into = g;
    rr_status status = len > 0 ? rr_profile_stream_feed(in->xml, in->block, len, &err) : rr_profile_stream_end(in->xml, &err);
    if (status == RR_OK)
        return !g->no_memory;
    in->ended = true;
    return status != RR_ENOMEM && add_failure(in, g, in->lines_before + err.line, &err, true);
}

/* ---- the whole ---- */

static void note_position(const source *in, group *g)
{
    g->end.records = in->records;
    g->end.input_bytes = in->bytes;
    g->end.input_hash = XXH3_128bits_digest(in->hash);
}

/* What `n` bytes of the block, or the end, bring. */
static bool take_block(source *in, group *g, ssize_t n)
{
    bool good = true;
    in->ended = in->ended || n <= 0;
    if (n < 0) {
        rr_error err = {.status = RR_EIO, .number = 102, .arg_count = 1};
        snprintf(err.args, sizeof err.args, "%s", strerror(errno));
        return add_failure(in, g, in->line, &err, true);
    }
    if (in->format == INPUT_XML)
        good = n == 0 && in->bytes == 0 ? true : feed_xml(in, g, (size_t)n);
    else if (n > 0)
        good = cut_text(in, g, in->block, (size_t)n);
    else if (in->tail_len > 0)
        good = add_text_record(in, g, "", 0);
    note_position(in, g);
    return good;
}

bool source_read(source *in, group *g)
{
    ssize_t n = in->pending > 0 ? in->pending : read_bytes(in, 0);
    in->pending = 0;
    return (n == 0 && was_interrupted()) || take_block(in, g, n);
}

static int say_changed(const source *in)
{
    return say_wrong(in->s, "the input is not the one that the run before read; start anew without --resume, or name the right input",
                     "输入与上次运行所读的不同；请去掉 --resume 重新开始，或指定正确的输入");
}

int source_skip(source *in, const position *to)
{
    group passed = {0};
    bool good = true;
    if (to->input_bytes == 0)
        return EXIT_DONE;
    while (good && !in->ended && !was_interrupted() && in->code == EXIT_DONE && (in->bytes < to->input_bytes || in->pending > 0)) {
        good = source_read(in, &passed);
        group_clear(&passed);
    }
    bool same = in->bytes == to->input_bytes && XXH128_isEqual(XXH3_128bits_digest(in->hash), to->input_hash);
    if (good && same && in->records < to->records && !was_interrupted()) /* the last record may end with the input */
        good = source_read(in, &passed);
    same = same && in->bytes == to->input_bytes && in->records == to->records;
    group_destroy(&passed);
    if (was_interrupted())
        return EXIT_INTERRUPTED;
    return !good ? say_wrong(in->s, "out of memory", "内存不足") : same ? in->code : say_changed(in);
}

/* Short profiles whose answers are long would make large groups: they are read in smaller blocks. */
static size_t block_for(size_t answer)
{
    enum { OUTPUT = 1 << 20, SHORT = 96 }; /* bytes of a group's answers; of a profile */
    size_t block = OUTPUT / (answer + 1) * SHORT;
    return block < BLOCK_LEAST ? BLOCK_LEAST : block > BLOCK_MOST ? BLOCK_MOST : block;
}

/* A pipe may bring the line that tells the format in pieces. false: errno says why. */
static bool read_first_line(source *in)
{
    for (;;) {
        size_t had = (size_t)in->pending;
        ssize_t n = read_bytes(in, had);
        if (n <= 0)
            return n == 0 || had > 0; /* a failure comes again */
        in->pending += n;
        if (memchr(in->block + had, '\n', (size_t)n) != NULL || (size_t)in->pending == in->block_room || in->bytes == in->limit)
            return true;
    }
}

int source_open(source *in, const settings *s, rr_context *context, uint64_t limit, size_t answer)
{
    struct stat st;
    rr_error err = {0};
    const char *path = s->arguments.count == 0 ? "-" : s->arguments.items[0];
    *in = (source){.s = s, .context = context, .name = path, .lines_before = s->first_line > 0 ? (uint64_t)s->first_line - 1 : 0, .limit = limit};
    in->line = in->lines_before + 1;
    in->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (in->fd < 0)
        return say_unreadable(in, errno);
    if (fstat(in->fd, &st) == 0 && S_ISREG(st.st_mode))
        in->size = (uint64_t)st.st_size;
    in->block_room = block_for(answer);
    in->block = malloc(in->block_room);
    in->hash = XXH3_createState();
    if (in->block == NULL || in->hash == NULL)
        return say_wrong(s, "out of memory", "内存不足");
    XXH3_128bits_reset(in->hash);
    if (!read_first_line(in))
        return say_unreadable(in, errno);
    in->ended = in->pending == 0;
    int code = tell_format(in, in->block, (size_t)in->pending);
    if (code == EXIT_DONE && in->format == INPUT_XML && rr_profile_stream_create(&in->xml, context, in->name, take_profile, in, &err) != RR_OK)
        code = say_error(s, &err);
    return code;
}

void source_close(source *in)
{
    rr_profile_stream_destroy(in->xml);
    if (in->fd > STDIN_FILENO)
        close(in->fd);
    free_hash(in->hash);
    wipe(in->tail, in->tail_room);
    wipe(in->block, in->block_room);
    wipe(in->header, in->header_len); /* of a table without one the first person */
}
