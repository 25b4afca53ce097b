/* SPDX-License-Identifier: MIT */
/* An attribute and its field of a table in; its value out, or said what is wrong with it. */
#include "xml_value.h"

#include <string.h>

#include "region.h"
#include "text.h"

enum { URL_MAX = 2048 };

bool rr__xml_refuse_range(rr__xml_reader *r, enum rr__message message, const char *name, const char *text, int64_t min, int64_t max)
{
    char low[32], high[32];
    rr__format_decimal(low, min);
    rr__format_decimal(high, max);
    rr__xml_say(r, message, text, name, low, high, NULL);
    return false;
}

static bool take_number(rr__xml_reader *r, const rr__xml_field *field, const char *name, const char *text, size_t len, int64_t *out)
{
    int64_t min = field->min, max = field->max;
    switch (field->kind) {
    case RR__XML_WHOLE:
        return rr__parse_int(text, len, min, max, out) ||
               rr__xml_refuse_range(r, RR__MSG_XML_WHOLE, name, text, min * 1000000, max * 1000000);
    case RR__XML_DECIMAL:
        return (rr__parse_decimal(text, len, out) && *out >= min && *out <= max) ||
               rr__xml_refuse_range(r, RR__MSG_XML_DECIMAL, name, text, min, max);
    case RR__XML_MONEY:
        if (rr__parse_decimal(text, len, out) && *out >= 0 && *out % 10000 == 0 && *out / 10000 <= RR__XML_MONEY_MAX) {
            *out /= 10000;
            return true;
        }
        return rr__xml_refuse_range(r, RR__MSG_XML_MONEY, name, text, 0, RR__XML_MONEY_MAX * 10000);
    default: /* a date */
        if (rr__parse_date(text, len, out) && *out >= 0 && *out <= RR__DAY_MAX)
            return true;
        rr__xml_say(r, RR__MSG_XML_DATE, text, name, NULL);
        return false;
    }
}

/* The place of a word in a list of words, or RR__XML_NOT_ONE. */
static uint32_t find_word(const char *words, const char *word, size_t len)
{
    for (uint32_t i = 0; *words != '\0'; i++) {
        size_t n = strcspn(words, " ");
        if (n == len && memcmp(words, word, len) == 0)
            return i;
        words += n + (words[n] == ' ');
    }
    return RR__XML_NOT_ONE;
}

static bool take_words(rr__xml_reader *r, const rr__xml_field *field, const char *name, const char *text, int64_t *out)
{
    const char *words = field->kind == RR__XML_YES ? "no yes" : field->words;
    bool many = field->kind == RR__XML_WORDS;
    for (const char *at = text; *at != '\0';) {
        size_t len = many ? strcspn(at, " \t\r\n") : strlen(at);
        uint32_t place = find_word(words, at, len);
        if (place == RR__XML_NOT_ONE && len > 0) {
            rr__xml_say(r, RR__MSG_BAD_WORD, text, name, words, NULL);
            return false;
        }
        if (len > 0)
            *out = many ? *out | (int64_t)1 << place : (int64_t)place;
        at += len;
        at += strspn(at, " \t\r\n");
    }
    return true;
}

static bool is_plain_id(const char *text, size_t len)
{
    const char *at = text, *end = text + len;
    while (at < end) {
        uint32_t c = rr__utf8_next(&at, end);
        if (c == ' ' || c == 0xa0 || c == 0x3000 || rr__is_hidden(c))
            return false;
    }
    return len <= RR__XML_ID_MAX;
}

bool rr__xml_take_value(rr__xml_reader *r, rr__arena *arena, const rr__xml_field *field, const rr__xml_attribute *from, rr__xml_value *out)
{
    const char *name = from->name, *text = from->value;
    size_t len = from->value_len, limit = field->kind == RR__XML_URL ? URL_MAX : RR__XML_TEXT_MAX;
    bool good = false;
    switch (field->kind) {
    case RR__XML_WHOLE: case RR__XML_DECIMAL: case RR__XML_MONEY: case RR__XML_DATE:
        good = take_number(r, field, name, text, len, &out->number);
        break;
    case RR__XML_YES: case RR__XML_WORD: case RR__XML_WORDS:
        good = take_words(r, field, name, text, &out->number);
        break;
    case RR__XML_REGION:
        out->number = rr__region_number(text, len);
        if (!(good = out->number != 0))
            rr__xml_say(r, RR__MSG_XML_REGION, text, name, NULL);
        break;
    case RR__XML_ID:
        if (!(good = is_plain_id(text, len)))
            rr__xml_say(r, RR__MSG_XML_ID, text, name, NULL);
        break;
    case RR__XML_URL: case RR__XML_TEXT:
        good = len <= limit && (field->kind == RR__XML_TEXT || strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0);
        if (len > limit)
            rr__xml_refuse_range(r, RR__MSG_XML_LONG, name, "", (int64_t)limit * 1000000, 0);
        else if (!good)
            rr__xml_say(r, RR__MSG_XML_URL, text, name, NULL);
        break;
    }
    if (!good) {
        out->number = 0;
        out->wrong = true;
        return true;
    }
    out->given = true;
    if (field->kind > RR__XML_URL) /* what is a number now need not be kept */
        return true;
    out->text = rr__arena_text(arena, text, len);
    out->len = (uint32_t)len;
    return out->text != NULL;
}
