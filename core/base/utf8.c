/* SPDX-License-Identifier: MIT */
/* UTF-8 in; validity, characters, widths, visible and normalised forms out. */
#include <string.h>

#include <utf8proc.h>

#include "text.h"

/* Length of the valid character at `s`, or 0. */
static size_t check_character(const unsigned char *s, size_t len)
{
    if (s[0] < 0x80)
        return 1;
    size_t need = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
    if (s[0] < 0xc2 || s[0] > 0xf4 || len < need)
        return 0;
    for (size_t i = 1; i < need; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf0 && s[1] < 0x90) ||
        (s[0] == 0xf4 && s[1] > 0x8f))
        return 0;
    return need;
}

size_t rr__utf8_check(const char *bytes, size_t len)
{
    const unsigned char *s = (const unsigned char *)bytes;
    size_t at = 0;
    while (at < len) {
        uint64_t eight = 0;
        if (len - at >= 8) {
            memcpy(&eight, s + at, 8);
            if ((eight & 0x8080808080808080u) == 0) {
                at += 8;
                continue;
            }
        }
        size_t n = check_character(s + at, len - at);
        if (n == 0)
            return at;
        at += n;
    }
    return len;
}

uint32_t rr__utf8_next(const char **p, const char *end)
{
    const unsigned char *s = (const unsigned char *)*p;
    if (*p >= end)
        return 0;
    if (s[0] < 0x80) {
        *p += 1;
        return s[0];
    }
    size_t n = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
    if ((size_t)(end - *p) < n)
        n = (size_t)(end - *p);
    uint32_t c = s[0] & (0xffu >> (n + 1));
    for (size_t i = 1; i < n; i++)
        c = c << 6 | (s[i] & 0x3f);
    *p += n;
    return c;
}

size_t rr__utf8_put(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n; i-- > 1; c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)((0xf00u >> n & 0xffu) | c);
    return n;
}

/* ASCII as it is compared, from NUL on; a space parts words. + and # tell C++ and C# from C. */
static const char folded[] = "                                   #       +    0123456789       "
                             "abcdefghijklmnopqrstuvwxyz      abcdefghijklmnopqrstuvwxyz     ";

/* Letters, digits and marks stay. */
static bool is_kept(uint32_t c)
{
    if (c < 0x80)
        return folded[c] != ' ';
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

static void add_normalised(rr__buf *out, const char *text, size_t len)
{
    const char *at = text, *end = text + len;
    bool gap = false;
    while (at < end) {
        const char *from = at;
        uint32_t c = rr__utf8_next(&at, end);
        if (!is_kept(c)) {
            gap = true;
            continue;
        }
        if (gap && out->len > 0)
            rr__buf_char(out, ' ');
        gap = false;
        if (c < 0x80)
            rr__buf_char(out, folded[c]);
        else
            rr__buf_add(out, from, (size_t)(at - from));
    }
}

/* The common case, written straight into the buffer; false when it isn't the case. */
static bool normalise_ascii(rr__buf *out, const char *text, size_t len)
{
    rr__buf_add(out, text, len);
    char *start = out->data, *to = start;
    for (size_t i = 0; i < len && !out->failed; i++) {
        if ((unsigned char)text[i] >= 0x80)
            return false;
        char c = folded[(unsigned char)text[i]];
        if (c != ' ' || (to > start && to[-1] != ' '))
            *to++ = c;
    }
    if (!out->failed) {
        to -= to > start && to[-1] == ' ';
        *to = '\0';
        out->len = (size_t)(to - start);
    }
    return true;
}

void rr__normalise(rr__buf *out, const char *text, size_t len)
{
    rr__buf_clear(out);
    if (normalise_ascii(out, text, len))
        return;
    rr__buf_clear(out);
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)len, &mapped,
                                      (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
                                                          UTF8PROC_CASEFOLD | UTF8PROC_IGNORE));
    if (n < 0 || mapped == NULL) {
        out->failed = true;
        return;
    }
    add_normalised(out, (const char *)mapped, (size_t)n);
    rr__malloc_allocator.resize(NULL, mapped, 0); /* utf8proc's memory is malloc's */
}

size_t rr__width(const char *text, size_t len)
{
    const char *at = text, *end = text + len;
    size_t width = 0;
    while (at < end) {
        uint32_t c = rr__utf8_next(&at, end);
        int columns = c < 0x80 ? 1 : utf8proc_charwidth((utf8proc_int32_t)c);
        width += columns > 0 ? (size_t)columns : 0;
    }
    return width;
}

bool rr__is_hidden(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0xad || c == 0x61c || c == 0x180e || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) ||
           (c >= 0xe0000 && c <= 0xe007f);
}

void rr__add_visible(rr__buf *out, const char *text, size_t len)
{
    static const char hex[] = "0123456789ABCDEF";
    const char *at = text, *end = text + len, *plain = text;
    while (at < end) {
        const char *from = at;
        uint32_t c = rr__utf8_next(&at, end);
        if (!rr__is_hidden(c))
            continue;
        rr__buf_add(out, plain, (size_t)(from - plain));
        rr__buf_text(out, "\\u{");
        for (int shift = c > 0xffff ? 20 : c > 0xff ? 12 : 4; shift >= 0; shift -= 4)
            rr__buf_char(out, hex[(c >> shift) & 15]);
        rr__buf_char(out, '}');
        plain = at;
    }
    rr__buf_add(out, plain, (size_t)(end - plain));
}

bool rr__is_visible(const char *text, size_t len)
{
    const char *at = text, *end = text + len;
    if (rr__utf8_check(text, len) != len)
        return false;
    while (at < end)
        if (rr__is_hidden(rr__utf8_next(&at, end)))
            return false;
    return true;
}

const char *rr__make_visible(rr__arena *arena, const char *text)
{
    static const char hex[] = "0123456789ABCDEF";
    size_t len = strlen(text);
    rr__buf out;
    rr__buf_init(&out, arena->allocator, 0);
    while (len > 0) {
        size_t good = rr__utf8_check(text, len);
        rr__add_visible(&out, text, good);
        if (good < len) {
            unsigned char byte = (unsigned char)text[good++];
            rr__buf_text(&out, "\\x{");
            rr__buf_char(&out, hex[byte >> 4]);
            rr__buf_char(&out, hex[byte & 15]);
            rr__buf_char(&out, '}');
        }
        text += good;
        len -= good;
    }
    const char *made = out.failed ? NULL : rr__arena_text(arena, out.len == 0 ? "" : out.data, out.len);
    rr__buf_finish(&out);
    return made;
}

/* Neighbouring characters of the padded text, each pair in one number. */
enum { PAIRS_MAX = 512 };

static size_t collect_pairs(const char *text, size_t len, uint64_t *pairs)
{
    const char *at = text, *end = text + len;
    uint64_t last = ' ';
    size_t count = 0;
    while (count < PAIRS_MAX && last != 0) {
        uint32_t c = at < end ? rr__utf8_next(&at, end) : 0;
        pairs[count++] = last << 32 | (c == 0 ? ' ' : c);
        last = c;
    }
    return count;
}

uint32_t rr__likeness(const char *a, size_t a_len, const char *b, size_t b_len)
{
    uint64_t a_pairs[PAIRS_MAX], b_pairs[PAIRS_MAX];
    if (a_len == b_len && (a_len == 0 || memcmp(a, b, a_len) == 0))
        return 1000000;
    size_t a_count = collect_pairs(a, a_len, a_pairs), b_count = collect_pairs(b, b_len, b_pairs), shared = 0, left = b_count;
    for (size_t i = 0; i < a_count; i++)
        for (size_t j = 0; j < left; j++)
            if (a_pairs[i] == b_pairs[j]) {
                shared++;
                b_pairs[j] = b_pairs[--left];
                break;
            }
    uint32_t likeness = (uint32_t)(2000000u * (uint64_t)shared / (a_count + b_count));
    return likeness > 999999 ? 999999 : likeness; /* only the same text is wholly alike */
}

const char *rr__nearest(const char *text, const char *const *names, size_t count)
{
    const char *best = NULL;
    uint32_t best_likeness = 300000 - 1;
    for (size_t i = 0; i < count; i++) {
        uint32_t likeness = rr__likeness(text, strlen(text), names[i], strlen(names[i]));
        if (likeness > best_likeness) {
            best_likeness = likeness;
            best = names[i];
        }
    }
    return best;
}
