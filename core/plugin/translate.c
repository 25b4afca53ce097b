/* SPDX-License-Identifier: MIT */
/* A detail as the log has it, in English, in; the same for who reads another language out. Details are translated when
 * they are shown and not when they are made: they come from the helper, and from the file that quarantine is kept in. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "plugin/plugins.h"

enum { HOLES_MAX = 4 };
static const struct { const char *en, *zh; } WORDS_OF[] = {
#define WORDS(en, zh) {en, zh},
#include "plugin/words.def"
#undef WORDS
};

typedef struct text { const char *at; size_t len; } text;
typedef struct writing { char *out; size_t size, len; } writing;

static void add(writing *w, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len && w->len + 1 < w->size; i++)
        w->out[w->len++] = bytes[i];
    if (w->size > 0)
        w->out[w->len] = '\0';
}

static const char *find(text in, const char *what, size_t len)
{
    for (size_t i = 0; len > 0 && i + len <= in.len; i++)
        if (memcmp(in.at + i, what, len) == 0)
            return in.at + i;
    return NULL;
}

/* Whether the whole of `in` is the pattern; what its holes hold. The last hole takes the rest, the others as little as
 * they can. */
static bool is_like(text in, const char *pattern, text holes[HOLES_MAX])
{
    for (size_t n = 0;; n++) {
        size_t plain = strcspn(pattern, "*"), after;
        if (plain > in.len || memcmp(in.at, pattern, plain) != 0)
            return false;
        in = (text){in.at + plain, in.len - plain};
        pattern += plain;
        if (*pattern == '\0')
            return in.len == 0;
        if (in.len == 0 || n == HOLES_MAX)
            return false;
        pattern++;
        after = strcspn(pattern, "*");
        const char *end = after == 0 && *pattern == '\0' ? in.at + in.len : find((text){in.at + 1, in.len - 1}, pattern, after);
        if (end == NULL)
            return false;
        holes[n] = (text){in.at, (size_t)(end - in.at)};
        in = (text){end, in.len - holes[n].len};
    }
}

static void fill(writing *w, const char *pattern, const text holes[HOLES_MAX])
{
    for (size_t n = 0; *pattern != '\0';) {
        size_t plain = strcspn(pattern, "*");
        add(w, pattern, plain);
        pattern += plain;
        if (*pattern != '*')
            break;
        pattern++;
        add(w, holes[n].at, holes[n].len);
        n++;
    }
}

static bool put_known(writing *w, text part)
{
    text holes[HOLES_MAX];
    for (size_t i = 0; i < sizeof WORDS_OF / sizeof *WORDS_OF; i++)
        if (is_like(part, WORDS_OF[i].en, holes)) {
            fill(w, WORDS_OF[i].zh, holes);
            return true;
        }
    for (int fault = 0; fault < RR__FAULT_COUNT; fault++)
        if (strlen(rr__fault_code((rr__fault)fault)) == part.len && memcmp(rr__fault_code((rr__fault)fault), part.at, part.len) == 0) {
            const char *zh = rr__fault_text((rr__fault)fault, RR_LANG_ZH);
            add(w, zh, strlen(zh));
            return true;
        }
    return false;
}

static const char AT[] = ", at ", AT_ZH[] = "，位于 ";

/* "WHAT, at WHERE" */
static void put_part(writing *w, text part)
{
    const char *where = find(part, AT, sizeof AT - 1);
    if (put_known(w, part))
        return;
    size_t before = w->len;
    if (where != NULL && put_known(w, (text){part.at, (size_t)(where - part.at)})) {
        add(w, AT_ZH, sizeof AT_ZH - 1);
        where += sizeof AT - 1;
        add(w, where, part.len - (size_t)(where - part.at));
        return;
    }
    w->len = before;
    add(w, part.at, part.len);
}

/* The plugin's own words stay; the place that it named is ours to introduce. */
static void put_words(writing *w, const char *words)
{
    const char *where = NULL;
    for (const char *at = words; (at = strstr(at, AT)) != NULL; at += sizeof AT - 1)
        where = at;
    if (where == NULL || strchr(where + sizeof AT - 1, ' ') != NULL) {
        add(w, words, strlen(words));
        return;
    }
    add(w, words, (size_t)(where - words));
    add(w, AT_ZH, sizeof AT_ZH - 1);
    add(w, where + sizeof AT - 1, strlen(where + sizeof AT - 1));
}

void rr__plugin_words(const char *detail, rr_lang lang, char *out, size_t size)
{
    static const char colon[] = ": ", colon_zh[] = "：", says_zh[] = "；其原话：";
    writing w = {out, size, 0};
    const char *says = strstr(detail, RR__SAYS);
    text rest = {detail, says == NULL ? strlen(detail) : (size_t)(says - detail)};
    if (lang != RR_LANG_ZH) {
        snprintf(out, size, "%s", detail);
        return;
    }
    add(&w, "", 0);
    for (const char *end; (end = find(rest, colon, sizeof colon - 1)) != NULL;) {
        put_part(&w, (text){rest.at, (size_t)(end - rest.at)});
        add(&w, colon_zh, sizeof colon_zh - 1);
        rest = (text){end + sizeof colon - 1, rest.len - (size_t)(end - rest.at) - (sizeof colon - 1)};
    }
    put_part(&w, rest);
    if (says != NULL) {
        add(&w, says_zh, sizeof says_zh - 1);
        put_words(&w, says + sizeof RR__SAYS - 1);
    }
    if (size > 0) /* no character is cut in its middle */
        out[rr__utf8_check(out, w.len)] = '\0';
}

void rr_plugins_detail(const rr_plugins *plugins, size_t index, const char *detail, rr_lang lang, char *out, size_t size)
{
    const rr__plugin *p = index < rr_plugins_count(plugins) ? rr__plugin_at(plugins, index) : NULL;
    if (p != NULL && p->why.number != 0 && strcmp(detail, p->failure.detail) == 0)
        rr_error_format(&p->why, lang, out, size);
    else
        rr__plugin_words(detail, lang, out, size);
}
