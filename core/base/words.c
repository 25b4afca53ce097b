/* SPDX-License-Identifier: MIT */
/* Text in, tokens for matching out: stemmed words of alphabetic scripts, pairs of Han characters, and
 * letter n-grams. Stems are remembered, since the words of a taxonomy repeat. */
#include <string.h>

#include <libstemmer.h>

#include "hash.h"
#include "text.h"

struct rr__tokenizer {
    const rr_allocator *allocator;
    struct sb_stemmer *english;
    rr__buf normal, padded;
    rr__arena arena;
    rr__map stems; /* word -> index into stem_texts */
    rr__vec stem_texts; /* const char * */
};

enum { GRAM = 5, TEXT_LIMIT = 1 << 24, WORD_MAX = 64 };

rr__tokenizer *rr__tokenizer_create(const rr_allocator *a)
{
    rr__tokenizer *t = rr__alloc(a, sizeof *t);
    if (t == NULL)
        return NULL;
    t->allocator = a;
    rr__buf_init(&t->normal, a, TEXT_LIMIT);
    rr__buf_init(&t->padded, a, TEXT_LIMIT);
    rr__arena_init(&t->arena, a);
    rr__map_init(&t->stems, a);
    rr__vec_init(&t->stem_texts, a, sizeof(const char *));
    t->english = sb_stemmer_new("english", "UTF_8");
    if (t->english == NULL) {
        rr__tokenizer_destroy(t);
        return NULL;
    }
    return t;
}

void rr__tokenizer_destroy(rr__tokenizer *t)
{
    if (t == NULL)
        return;
    sb_stemmer_delete(t->english);
    rr__buf_finish(&t->normal);
    rr__buf_finish(&t->padded);
    rr__arena_finish(&t->arena);
    rr__map_finish(&t->stems);
    rr__vec_finish(&t->stem_texts);
    rr__free(t->allocator, t);
}

static bool is_han(uint32_t c)
{
    return (c >= 0x3400 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3134f);
}

/* The stem of a word, remembered; NULL: out of memory. */
static const char *stem_word(rr__tokenizer *t, const char *word, size_t len)
{
    uint32_t known = rr__map_get(&t->stems, word, len);
    if (known != UINT32_MAX)
        return RR__AT(const char *, &t->stem_texts, known);
    const sb_symbol *stem = sb_stemmer_stem(t->english, (const sb_symbol *)word, (int)len);
    char *key = rr__arena_text(&t->arena, word, len);
    const char *kept = stem == NULL ? NULL : rr__arena_text(&t->arena, (const char *)stem, (size_t)sb_stemmer_length(t->english));
    if (key == NULL || kept == NULL || !rr__map_put(&t->stems, key, len, (uint32_t)t->stem_texts.count, &known) ||
        !rr__vec_push(&t->stem_texts, &kept))
        return NULL;
    return kept;
}

/* The end of the run that starts at `at`: all Han or all not, up to a space. */
static const char *end_of_run(const char *at, const char *end, bool *han)
{
    const char *next = at;
    *han = is_han(rr__utf8_next(&next, end));
    while (next < end && *next != ' ') {
        const char *before = next;
        if (is_han(rr__utf8_next(&next, end)) != *han)
            return before;
    }
    return next;
}

/* Pairs of neighbouring characters; a single one stands alone. */
static bool give_pairs(const char *at, const char *end, rr__token_fn fn, void *user)
{
    const char *second = at;
    rr__utf8_next(&second, end);
    if (second >= end)
        return fn(user, at, (size_t)(end - at));
    while (second < end) {
        const char *third = second;
        rr__utf8_next(&third, end);
        if (!fn(user, at, (size_t)(third - at)))
            return false;
        at = second;
        second = third;
    }
    return true;
}

static bool give_word(rr__tokenizer *t, const char *at, const char *end, bool stem, rr__token_fn fn, void *user)
{
    size_t len = (size_t)(end - at);
    if (!stem || len > WORD_MAX)
        return fn(user, at, len);
    const char *kept = stem_word(t, at, len);
    return kept != NULL && fn(user, kept, strlen(kept));
}

bool rr__words(rr__tokenizer *t, const char *text, const char *lang, rr__token_fn fn, void *user)
{
    rr__normalise(&t->normal, text, strlen(text));
    if (t->normal.failed)
        return false;
    if (t->normal.len == 0)
        return true;
    /* Chinese texts hold English words too; only a text in another language goes unstemmed. */
    bool stem = lang == NULL || lang[0] == '\0' || strncmp(lang, "en", 2) == 0 || strncmp(lang, "zh", 2) == 0;
    const char *at = t->normal.data, *end = at + t->normal.len;
    while (at < end) {
        bool han = false;
        const char *stop = end_of_run(at, end, &han);
        if (!(han ? give_pairs(at, stop, fn, user) : give_word(t, at, stop, stem, fn, user)))
            return false;
        at = stop < end && *stop == ' ' ? stop + 1 : stop;
    }
    return true;
}

/* Windows of GRAM characters over " word "; shorter ones whole. */
static bool give_grams(rr__tokenizer *t, const char *at, const char *end, rr__token_fn fn, void *user)
{
    rr__buf_clear(&t->padded);
    rr__buf_char(&t->padded, ' ');
    rr__buf_add(&t->padded, at, (size_t)(end - at));
    rr__buf_char(&t->padded, ' ');
    if (t->padded.failed)
        return false;
    const char *from = t->padded.data, *stop = from + t->padded.len, *to = from;
    for (int i = 0; i < GRAM && to < stop; i++)
        rr__utf8_next(&to, stop);
    for (;;) {
        if (!fn(user, from, (size_t)(to - from)))
            return false;
        if (to >= stop)
            return true;
        rr__utf8_next(&from, stop);
        rr__utf8_next(&to, stop);
    }
}

bool rr__ngrams(rr__tokenizer *t, const char *text, rr__token_fn fn, void *user)
{
    rr__normalise(&t->normal, text, strlen(text));
    if (t->normal.failed)
        return false;
    if (t->normal.len == 0)
        return true;
    const char *at = t->normal.data, *end = at + t->normal.len;
    while (at < end) {
        bool han = false;
        const char *stop = end_of_run(at, end, &han);
        if (!(han ? give_pairs(at, stop, fn, user) : give_grams(t, at, stop, fn, user)))
            return false;
        at = stop < end && *stop == ' ' ? stop + 1 : stop;
    }
    return true;
}
