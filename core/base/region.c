/* SPDX-License-Identifier: MIT */
/* A region code in, a number out, and back: base 37 over the letters, digits and an end. Language tags in, yes or no out. */
#include "base/region.h"

#include <string.h>

static const char alphabet[] = "\0ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"; /* position = digit, 0 is the end */
enum { BASE = 37, COUNTRY = 2, SUBDIVISION_MAX = 3 };

static uint32_t digit_of(char c)
{
    const char *at = c == '\0' ? NULL : memchr(alphabet + 1, c, BASE - 1);
    return at == NULL ? 0 : (uint32_t)(at - alphabet);
}

/* Five digits: two of the country, three of the subdivision, filled up with ends. */
uint32_t rr__region_number(const char *code, size_t len)
{
    uint32_t number = 0;
    if (len < COUNTRY || len == COUNTRY + 1 || len > COUNTRY + 1 + SUBDIVISION_MAX || (len > COUNTRY && code[COUNTRY] != '-'))
        return 0;
    for (size_t i = 0; i < COUNTRY + 1 + SUBDIVISION_MAX; i++) {
        if (i == COUNTRY)
            continue;
        uint32_t digit = i < len ? digit_of(code[i]) : 0;
        if ((i < len && digit == 0) || (i < COUNTRY && digit > 26))
            return 0;
        number = number * BASE + digit;
    }
    return number;
}

size_t rr__region_code(uint32_t number, char out[8])
{
    char digits[COUNTRY + SUBDIVISION_MAX];
    size_t len = 0;
    uint32_t rest = number;
    for (size_t i = sizeof digits; i-- > 0; rest /= BASE)
        digits[i] = alphabet[rest % BASE];
    for (size_t i = 0; i < sizeof digits && digits[i] != '\0'; i++) {
        if (i == COUNTRY)
            out[len++] = '-';
        out[len++] = digits[i];
    }
    out[len] = '\0';
    return rr__region_number(out, len) == number ? len : 0;
}

uint32_t rr__region_country(uint32_t number)
{
    uint32_t subdivisions = BASE * BASE * BASE;
    return number / subdivisions * subdivisions;
}

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool rr__is_language_tag(const char *tag)
{
    size_t run = 0;
    bool first = true;
    for (const char *c = tag;; c++) {
        if (*c == '-' || *c == '\0') {
            if (run < (first ? 2u : 1u) || run > 8)
                return false;
            if (*c == '\0')
                return true;
            run = 0;
            first = false;
        } else if (!is_alnum(*c) || (first && *c <= '9')) {
            return false;
        } else {
            run++;
        }
    }
}
