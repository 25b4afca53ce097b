/* SPDX-License-Identifier: MIT */
/* How far a run is in, a small file beside its output out; and back, held against what is there now. The output is
 * on the disk before the checkpoint that counts on it, and the checkpoint takes its name when it is whole: whatever
 * moment a run ends at, there is an earlier state that agrees with itself. */
#include "batch.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD "reroute-batch 1\n"

static void put_line(FILE *out, const char *key, const char *text)
{
    fprintf(out, "%s ", key);
    for (; *text != '\0'; text++)
        putc((unsigned char)*text < 0x20 ? '?' : *text, out);
    putc('\n', out);
}

static void put_hash(FILE *out, const char *key, uint64_t bytes, XXH128_hash_t hash)
{
    fprintf(out, "%s %" PRIu64 " %016" PRIx64 "%016" PRIx64 "\n", key, bytes, hash.high64, hash.low64);
}

bool checkpoint_save(const checkpoint *c, const target *t)
{
    char path[4096];
    if (fdatasync(t->fd) != 0)
        return false;
    if ((size_t)snprintf(path, sizeof path, "%s.new", t->state) >= sizeof path) {
        errno = ENAMETOOLONG;
        return false;
    }
    FILE *out = fopen(path, "we");
    if (out == NULL)
        return false;
    fputs(HEAD, out);
    fprintf(out, "records %" PRIu64 " %" PRIu64 "\n", c->at.records, c->at.failed);
    put_hash(out, "input", c->at.input_bytes, c->at.input_hash);
    put_hash(out, "output", c->at.output_bytes, c->at.output_hash);
    put_line(out, "date", c->date);
    put_line(out, "asked", c->asked);
    put_line(out, "taxonomy", c->taxonomy);
    put_line(out, "plugins", c->plugins);
    int why = fflush(out) == 0 && fsync(fileno(out)) == 0 ? 0 : errno;
    if (fclose(out) != 0 && why == 0)
        why = errno;
    if (why == 0 && rename(path, t->state) != 0)
        why = errno;
    if (why != 0)
        unlink(path);
    errno = why;
    return why == 0;
}

/* ---- back ---- */

static char *read_whole(const char *path)
{
    enum { MOST = 64 << 20 }; /* with the plugins of every region there is */
    struct stat st;
    FILE *in = fopen(path, "re");
    bool sound = in != NULL && fstat(fileno(in), &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= MOST;
    char *text = sound ? calloc(1, (size_t)st.st_size + 1) : NULL;
    if (text != NULL && fread(text, 1, (size_t)st.st_size, in) != (size_t)st.st_size) {
        free(text);
        text = NULL;
    }
    if (in != NULL)
        fclose(in);
    return text;
}

/* The text behind `key` on the line at *at, which moves behind it; NULL: another line, or none that is whole. */
static char *take_line(char **at, const char *key)
{
    size_t len = strlen(key);
    char *end = strchr(*at, '\n');
    if (end == NULL || strncmp(*at, key, len) != 0 || (*at)[len] != ' ')
        return NULL;
    char *text = *at + len + 1;
    *end = '\0';
    *at = end + 1;
    return text;
}

static bool read_hash(const char *text, uint64_t *bytes, XXH128_hash_t *hash)
{
    char end = '\0';
    return text != NULL && sscanf(text, "%" SCNu64 " %16" SCNx64 "%16" SCNx64 "%c", bytes, &hash->high64, &hash->low64, &end) == 3;
}

static char *copy(const char *text)
{
    return text == NULL ? NULL : strdup(text);
}

static bool parse(checkpoint *c, char *text)
{
    if (strncmp(text, HEAD, strlen(HEAD)) != 0)
        return false;
    char *at = text + strlen(HEAD), *records = take_line(&at, "records"), *input = take_line(&at, "input"), *written = take_line(&at, "output"),
         *date = take_line(&at, "date");
    c->asked = copy(take_line(&at, "asked"));
    c->taxonomy = copy(take_line(&at, "taxonomy"));
    c->plugins = copy(take_line(&at, "plugins"));
    if (date == NULL || strlen(date) + 1 != sizeof c->date || c->asked == NULL || c->taxonomy == NULL || c->plugins == NULL)
        return false;
    memcpy(c->date, date, sizeof c->date);
    return records != NULL && sscanf(records, "%" SCNu64 " %" SCNu64, &c->at.records, &c->at.failed) == 2 &&
           read_hash(input, &c->at.input_bytes, &c->at.input_hash) && read_hash(written, &c->at.output_bytes, &c->at.output_hash);
}

/* Whether the file begins with what had been written; the target's hash goes on from there. */
static bool is_written(target *t, const position *at)
{
    enum { BLOCK = 1 << 16 };
    char *block = malloc(BLOCK);
    uint64_t left = at->output_bytes;
    while (block != NULL && left > 0) {
        ssize_t n = read(t->fd, block, left < BLOCK ? (size_t)left : BLOCK);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        XXH3_128bits_update(t->hash, block, (size_t)n);
        left -= (uint64_t)n;
    }
    bool same = block != NULL && left == 0 && XXH128_isEqual(XXH3_128bits_digest(t->hash), at->output_hash);
    free(block);
    return same;
}

static int refuse(const target *t, const settings *s, const char *en, const char *zh)
{
    print_visible(t->part);
    fprintf(stderr, "%s%s\n", in_language(s->lang, ": ", "："), in_language(s->lang, en, zh));
    return EXIT_WRONG;
}

/* Before the first checkpoint nothing counts: the file begins anew. */
int checkpoint_load(checkpoint *c, target *t, const settings *s, bool *found)
{
    struct stat st;
    bool there = lstat(t->state, &st) == 0 || errno != ENOENT;
    char *text = there ? read_whole(t->state) : NULL;
    *c = (checkpoint){0};
    *found = text != NULL;
    if (there && text == NULL)
        return refuse(t, s, "its checkpoint can't be read", "无法读取其检查点");
    bool good = text == NULL || parse(c, text);
    free(text);
    if (!good)
        return refuse(t, s, "its checkpoint is damaged; remove both files and start anew", "其检查点已损坏；请删除两个文件并重新开始");
    if (*found && !is_written(t, &c->at))
        return refuse(t, s, "it is not what the checkpoint beside it says; remove both files and start anew", "其内容与检查点不符；请删除两个文件并重新开始");
    if (ftruncate(t->fd, (off_t)c->at.output_bytes) != 0 || lseek(t->fd, (off_t)c->at.output_bytes, SEEK_SET) < 0)
        return refuse(t, s, "it can't be cut back", "无法截断");
    t->done = c->at;
    return EXIT_DONE;
}

int checkpoint_compare(const checkpoint *before, const checkpoint *now, const settings *s)
{
    const struct { const char *before, *now, *en, *zh; } parts[] = {
        {before->asked, now->asked, "the run before was asked for something else", "上次运行的选项不同"},
        {before->taxonomy, now->taxonomy, "the run before had another taxonomy", "上次运行使用的分类不同"},
        {before->plugins, now->plugins, "the run before had other plugins", "上次运行使用的插件不同"}};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (strcmp(parts[i].before, parts[i].now) != 0) {
            fprintf(stderr, "reroute: %s%s\n  %s %s\n  %s %s\n", in_language(s->lang, parts[i].en, parts[i].zh),
                    in_language(s->lang, "; do as it did, or start anew:", "；请照旧，或重新开始："), in_language(s->lang, "then", "当时"),
                    parts[i].before, in_language(s->lang, "now ", "现在"), parts[i].now);
            return EXIT_WRONG;
        }
    return EXIT_DONE;
}

char *describe_asked(const settings *s, const writing *w)
{
    char *text = NULL;
    size_t len = 0;
    rr_match_options asked = match_options(s);
    FILE *out = open_memstream(&text, &len);
    if (out == NULL)
        return NULL;
    fprintf(out, "reroute %s -n %u -f %s -l %s%s%s%s%s%s%s%s --region %s --encoding %s --from %s --select ", rr_version(), asked.top,
            format_name((int)w->how.format), s->lang == RR_LANG_ZH ? "zh" : "en", s->no_titles ? " --no-titles" : "", s->no_text ? " --no-text" : "",
            s->all_roles ? " --all-roles" : "", s->full ? " --full" : "", s->no_plugins ? " --no-plugins" : "",
            s->in_process ? " --in-process" : "", s->require_isolation ? " --require-isolation" : "", s->region == NULL ? "-" : s->region,
            s->encoding == NULL ? "-" : s->encoding, s->from == NULL ? "-" : s->from);
    for (size_t i = 0; i < w->field_count; i++)
        fprintf(out, "%s%s", i == 0 ? "" : ",", rr_list_field_name(w->fields[i]));
    if (s->first_line > 1)
        fprintf(out, " --first-line %d", s->first_line);
    if (fclose(out) != 0)
        return NULL;
    for (char *c = text; *c != '\0'; c++)
        *c = (unsigned char)*c < 0x20 ? '?' : *c;
    return text;
}

void checkpoint_close(checkpoint *c)
{
    free(c->asked);
    free(c->taxonomy);
    free(c->plugins);
}
