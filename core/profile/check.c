/* SPDX-License-Identifier: MIT */
/* Values somebody gave in, a yes or an error that names the field, never the value, out. */
#include <string.h>

#include "base/text.h"
#include "profile/model.h"

/* White space at either end goes, the ideographic and the unbreakable space too. */
static size_t blank_at(const char *at, const char *end)
{
    if (at < end && (*at == ' ' || (*at >= '\t' && *at <= '\r')))
        return 1;
    if (end - at >= 2 && memcmp(at, "\xc2\xa0", 2) == 0)
        return 2;
    return end - at >= 3 && memcmp(at, "\xe3\x80\x80", 3) == 0 ? 3 : 0;
}

static void trim(const char **from, const char **to)
{
    size_t n = 0;
    while ((n = blank_at(*from, *to)) > 0)
        *from += n;
    for (;;) {
        const char *end = *to;
        for (n = 1; n <= 3 && end == *to; n++)
            if ((size_t)(*to - *from) >= n && blank_at(*to - n, *to) == n)
                *to -= n;
        if (end == *to)
            return;
    }
}

/* Characters that a text can't hold in every format: XML 1.0 knows no others below space. */
static bool is_bad(uint32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f || c == 0xfffe || c == 0xffff;
}

rr_status rr__profile_text(rr__arena *arena, const char *field, const char *text, size_t max, const char **out, rr_error *err)
{
    const char *from = text, *to = text + strlen(text);
    size_t count = 0;
    char limit[32];
    *out = NULL;
    if (rr__utf8_check(text, (size_t)(to - from)) != (size_t)(to - from))
        return rr__fail(err, RR_EENCODING, RR__MSG_PROFILE_TEXT_BAD, field, NULL);
    trim(&from, &to);
    for (const char *at = from; at < to; count++) {
        if (is_bad(rr__utf8_next(&at, to)))
            return rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_TEXT_BAD, field, NULL);
        if (count == max) {
            rr__format_decimal(limit, (int64_t)max * 1000000);
            return rr__fail(err, RR_ELIMIT, RR__MSG_PROFILE_TEXT_LONG, field, limit, NULL);
        }
    }
    if (count == 0)
        return rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_TEXT_EMPTY, field, NULL);
    char *copy = rr__arena_text(arena, from, (size_t)(to - from));
    if (copy == NULL)
        return rr__fail_nomem(err);
    for (char *c = copy; *c != '\0'; c++)
        if (*c == '\t' || *c == '\n' || *c == '\r')
            *c = ' ';
    *out = copy;
    return RR_OK;
}

/* A digit in ASCII or fullwidth, which people type in Chinese; -1 for none. */
static int digit_at(const char **at, const char *end)
{
    const char *from = *at;
    uint32_t c = rr__utf8_next(at, end);
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    if (c >= 0xff10 && c <= 0xff19)
        return (int)(c - 0xff10);
    *at = from;
    return -1;
}

/* An identity card has 15 or 18 digits (the last may be X), a mobile number 11 from 13 on, with or
 * without 86 before it. */
static bool is_number_of_person(const char *digits, size_t count, bool x)
{
    if (x)
        return count == 17;
    if (count >= 13 && digits[0] == '8' && digits[1] == '6' && is_number_of_person(digits + 2, count - 2, false))
        return true;
    return count == 15 || count == 18 || (count == 11 && digits[0] == '1' && digits[1] >= '3');
}

enum { DIGITS = 32 };

/* Runs of digits, where spaces, hyphens, dots and brackets do not end a run that is nothing but a number. */
static bool finds_number(const char *text, bool joined, char digits[DIGITS])
{
    static const char joints[] = "+-.() /";
    const char *at = text, *end = text + strlen(text);
    size_t count = 0;
    while (at <= end) {
        int digit = at == end ? -1 : digit_at(&at, end);
        if (digit >= 0) {
            if (count < DIGITS)
                digits[count] = (char)('0' + digit);
            count++;
            continue;
        }
        bool x = at < end && (*at == 'x' || *at == 'X') && (at + 1 == end || strchr("0123456789", at[1]) == NULL);
        if (joined && at < end && strchr(joints, *at) != NULL) {
            at++;
            continue;
        }
        if (count <= DIGITS && !(joined && count == 15) && is_number_of_person(digits, count, x))
            return true; /* fifteen with gaps are more often a date and a serial number */
        if (joined)
            return false; /* letters among it: no telephone number written with gaps */
        count = 0;
        if (at == end)
            break;
        rr__utf8_next(&at, end);
    }
    return false;
}

static bool holds_number(const char *text)
{
    char digits[DIGITS];
    bool found = finds_number(text, false, digits) || finds_number(text, true, digits);
    explicit_bzero(digits, sizeof digits);
    return found;
}

bool rr__profile_is_personal(const char *text)
{
    return strchr(text, '@') != NULL || strstr(text, "\xef\xbc\xa0") != NULL || holds_number(text);
}

bool rr__profile_names_person(const char *name)
{
    static const char *const names[] = {
        "name", "full-name", "first-name", "last-name", "family-name", "given-name", "surname", "phone", "telephone", "mobile",
        "email", "e-mail", "address", "id-card", "id-number", "identity-card", "passport", "wechat",
        "姓名", "名字", "电话", "手机", "手机号", "手机号码", "联系电话", "联系方式", "邮箱", "电子邮箱", "身份证", "身份证号",
        "身份证号码", "住址", "家庭住址", "地址", "微信", "微信号", "护照", "护照号"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *a = name, *b = names[i];
        while (*a != '\0' && ((*a >= 'A' && *a <= 'Z' ? *a + 32 : *a == '_' || *a == ' ' ? '-' : *a) == *b))
            a++, b++;
        if (*a == '\0' && *b == '\0')
            return true;
    }
    return false;
}

rr_status rr__profile_check_id(const char *field, const char *id, rr_error *err)
{
    size_t len = id == NULL ? 0 : strlen(id);
    if (len == 0)
        return rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_TEXT_EMPTY, field, NULL);
    if (len > 4 * RR__PROFILE_NAME_MAX)
        return rr__fail(err, RR_ELIMIT, RR__MSG_PROFILE_TEXT_LONG, field, "128", NULL);
    if (rr__utf8_check(id, len) != len)
        return rr__fail(err, RR_EENCODING, RR__MSG_PROFILE_TEXT_BAD, field, NULL);
    if (rr__profile_is_personal(id))
        return rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_PERSONAL, field, NULL);
    size_t count = 0;
    for (const char *at = id, *end = id + len; at < end; count++) {
        if (blank_at(at, end) > 0)
            return rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_ID_SPACE, field, NULL);
        uint32_t c = rr__utf8_next(&at, end);
        if (is_bad(c) || rr__is_hidden(c) || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f)
            return rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_ID_SPACE, field, NULL);
    }
    return count <= RR__PROFILE_NAME_MAX ? RR_OK : rr__fail(err, RR_ELIMIT, RR__MSG_PROFILE_TEXT_LONG, field, "128", NULL);
}

rr_status rr__profile_check_range(const char *field, int64_t value, int64_t min, int64_t max, rr_error *err)
{
    char low[32], high[32];
    if (value >= min && value <= max)
        return RR_OK;
    rr__format_decimal(low, min * 1000000);
    rr__format_decimal(high, max * 1000000);
    return rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_RANGE, field, low, high, NULL);
}

rr_status rr__profile_check_constraints(const rr_constraints *c, rr_error *err)
{
    const struct { const char *field; int64_t value, max, shown; } numbers[] = {
        {"max-weeks", c->max_weeks, RR__PROFILE_WEEKS_MAX, RR__PROFILE_WEEKS_MAX},
        {"hours-per-week", c->hours_per_week, RR__PROFILE_WEEK_HOURS, RR__PROFILE_WEEK_HOURS},
        {"travel-minutes", c->travel_minutes, RR__PROFILE_DAY_MINUTES, RR__PROFILE_DAY_MINUTES},
        {"max-cost", c->max_cost_minor, RR__PROFILE_MONEY_MAX, RR__PROFILE_MONEY_MAX / 100},
        {"income-floor", c->income_floor_minor, RR__PROFILE_MONEY_MAX, RR__PROFILE_MONEY_MAX / 100}};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (numbers[i].value < -1 || numbers[i].value > numbers[i].max)
            return rr__profile_check_range(numbers[i].field, numbers[i].value < 0 ? -1 : numbers[i].shown + 1, 0, numbers[i].shown, err);
    int64_t day = 0;
    const char *currency = c->currency;
    if (memchr(currency, '\0', sizeof c->currency) == NULL ||
        (currency[0] != '\0' && (strlen(currency) != 3 || strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)))
        return rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_CURRENCY, "currency", NULL);
    if (memchr(c->earliest_start, '\0', sizeof c->earliest_start) == NULL ||
        (c->earliest_start[0] != '\0' && !rr__parse_date(c->earliest_start, strlen(c->earliest_start), &day)))
        return rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_DATE, "earliest-start", NULL);
    return RR_OK;
}

rr_status rr__profile_check_fact(const rr_fact *fact, rr_error *err)
{
    int64_t age = 0;
    for (const char *at = fact->name, *end = at + strlen(at); at < end;) {
        uint32_t c = *at == ' ' || *at == '=' || *at == ';' ? 0x200b : rr__utf8_next(&at, end);
        if (rr__is_hidden(c))
            return rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_ID_SPACE, "name", NULL);
    }
    if (rr__profile_names_person(fact->name) || rr__profile_is_personal(fact->value) || rr__profile_is_personal(fact->name))
        return rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_FACT_PERSONAL, rr__profile_is_personal(fact->name) ? "name" : fact->name, NULL);
    if (strcmp(fact->name, "age") != 0)
        return RR_OK;
    if (!rr__parse_decimal(fact->value, strlen(fact->value), &age))
        return rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_NOT_NUMBER, "age", "47", NULL);
    return age < 0 || age > 130000000 ? rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_RANGE, "age", "0", "130", NULL) : RR_OK;
}

/* A level is a plain number or a word such as "good" or "5 of 10"; what is neither is a slip of the pen. */
bool rr__profile_is_level(const char *level)
{
    int64_t number = 0;
    if (rr__parse_decimal(level, strlen(level), &number))
        return number >= 0;
    return strpbrk(level, "0123456789") == NULL || strspn(level, "0123456789+-.,eExX") != strlen(level);
}

/* ISO 3166-2 in shape, or a whole country: US-CA, US. China's provinces are known by name: rr__recognise_region. */
bool rr__profile_is_region(const char *code)
{
    static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", others[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    size_t len = strlen(code);
    if (len < 2 || strspn(code, capitals) < 2 || strncmp(code, "CN-", 3) == 0)
        return false;
    return len == 2 || (code[2] == '-' && len >= 4 && len <= 6 && strspn(code + 3, others) == len - 3);
}
