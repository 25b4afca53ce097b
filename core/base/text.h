/* SPDX-License-Identifier: MIT */
/* Text: UTF-8 checking, normalising for comparison, width on a terminal, making control characters
 * visible, words and n-grams, decimals and civil dates. No locale is used anywhere. */
#ifndef RR_BASE_TEXT_H
#define RR_BASE_TEXT_H

#include "mem.h"

/* Offset of the first byte that is not valid UTF-8 (overlong forms, surrogates and > U+10FFFF are not),
 * or `len`. */
size_t rr__utf8_check(const char *bytes, size_t len);
/* Decodes one character of valid UTF-8, advancing *p; 0 at the end. */
uint32_t rr__utf8_next(const char **p, const char *end);
size_t rr__utf8_put(uint32_t c, char out[4]);

/* NFKC, case-folded, runs of white space and punctuation to one space, trimmed: what labels are
 * compared by. Replaces the content of `out`. ASCII goes a fast way. */
void rr__normalise(rr__buf *out, const char *text, size_t len);

/* Columns on a terminal: wide and fullwidth count 2, combining 0. */
size_t rr__width(const char *text, size_t len);
/* Adds `text` with C0, C1, ESC, DEL, bidi and zero-width controls, U+2028/9 and newlines as \u{202E}. */
void rr__add_visible(rr__buf *out, const char *text, size_t len);
bool rr__is_hidden(uint32_t c); /* a character rr__add_visible escapes */
bool rr__is_visible(const char *text, size_t len); /* UTF-8 without such characters */
/* The same for what may be no UTF-8, such as names of files: a byte that is not is \x{FF}. NULL: out of memory. */
const char *rr__make_visible(rr__arena *arena, const char *text);

/* Likeness of two normalised texts in ppm: Dice coefficient of character bigrams. */
uint32_t rr__likeness(const char *a, size_t a_len, const char *b, size_t b_len);
/* The nearest of `count` names to `text` (likeness of at least 300,000), or NULL. */
const char *rr__nearest(const char *text, const char *const *names, size_t count);

/* A plain decimal into millionths, exactly (at most 6 places kept; more are an error, as are signs but
 * '-', exponents, commas, hex, inf and nan, and what does not fit). */
bool rr__parse_decimal(const char *text, size_t len, int64_t *millionths);
bool rr__parse_int(const char *text, size_t len, int64_t min, int64_t max, int64_t *out);
/* Days since 1970-01-01 of YYYY-MM-DD; false when there is no such day. */
bool rr__parse_date(const char *text, size_t len, int64_t *days);
/* Civil dates and days since 1970-01-01, for the years 1 to 9999. */
typedef struct rr__civil { int64_t year, month, day; } rr__civil;
int64_t rr__days_of(rr__civil date);
rr__civil rr__civil_of(int64_t days);
int64_t rr__month_days(int64_t year, int64_t month);
enum { RR__DAY_MAX = 84370 }; /* 2200-12-31, the last day that data may name */
/* Writes millionths with no trailing zeros: "0.85". Returns the length. */
size_t rr__format_decimal(char out[32], int64_t millionths);

/* Deterministic mathematics: the same bits on every machine and compiler. */
double rr__ln(double x);                    /* x > 0 */
double rr__power_quarters(double x, int quarters); /* x^(quarters/4), x >= 0, by square roots */

/* Words of a text for matching: normalised; alphabetic scripts as words stemmed in `lang` ("en" ->
 * English Snowball; others unstemmed), Han as 2-grams. The callback borrows each token until return. */
typedef struct rr__tokenizer rr__tokenizer;
rr__tokenizer *rr__tokenizer_create(const rr_allocator *a); /* NULL: out of memory. Remembers stems. */
void rr__tokenizer_destroy(rr__tokenizer *t);
typedef bool (*rr__token_fn)(void *user, const char *token, size_t len); /* false stops: out of memory */
bool rr__words(rr__tokenizer *t, const char *text, const char *lang, rr__token_fn fn, void *user);
/* Within-word character n-grams: 5 for alphabetic scripts (words padded by one space each side; shorter
 * words whole), 2 for Han. */
bool rr__ngrams(rr__tokenizer *t, const char *text, rr__token_fn fn, void *user);
#endif
