/* SPDX-License-Identifier: MIT */
/* Digits in, integers out: decimals in millionths, civil dates in days, and mathematics whose bits are the
 * same on every machine. No locale is asked. */
#include <math.h>
#include <string.h>

#include "text.h"

bool rr__parse_decimal(const char *text, size_t len, int64_t *millionths)
{
    size_t at = 0, digits = 0;
    int64_t value = 0, places = -1;
    bool negative = len > 0 && text[0] == '-';
    for (at = negative ? 1 : 0; at < len; at++) {
        char c = text[at];
        if (c == '.' && places < 0 && digits > 0) {
            places = 0;
            continue;
        }
        if (c < '0' || c > '9' || places == 6 || value > (INT64_MAX - 9) / 10)
            return false;
        value = value * 10 + (c - '0');
        digits++;
        if (places >= 0)
            places++;
    }
    if (digits == 0 || places == 0)
        return false;
    for (int64_t i = places < 0 ? 0 : places; i < 6; i++) {
        if (value > INT64_MAX / 10)
            return false;
        value *= 10;
    }
    *millionths = negative ? -value : value;
    return true;
}

bool rr__parse_int(const char *text, size_t len, int64_t min, int64_t max, int64_t *out)
{
    bool negative = len > 0 && text[0] == '-';
    size_t at = negative ? 1 : 0;
    int64_t value = 0;
    if (at == len || len - at > 18)
        return false;
    for (; at < len; at++) {
        if (text[at] < '0' || text[at] > '9')
            return false;
        value = value * 10 + (text[at] - '0');
    }
    value = negative ? -value : value;
    if (value < min || value > max)
        return false;
    *out = value;
    return true;
}

static bool is_leap(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static const int64_t days_before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
enum { EPOCH = 719162 }; /* days from 0001-01-01 to 1970-01-01 */

static int64_t days_before_year(int64_t year)
{
    int64_t y = year - 1;
    return y * 365 + y / 4 - y / 100 + y / 400;
}

int64_t rr__month_days(int64_t year, int64_t month)
{
    return days_before[month] - days_before[month - 1] + (month == 2 && is_leap(year));
}

int64_t rr__days_of(rr__civil date)
{
    return days_before_year(date.year) + days_before[date.month - 1] + (date.month > 2 && is_leap(date.year)) + date.day - 1 - EPOCH;
}

rr__civil rr__civil_of(int64_t days)
{
    int64_t count = days + EPOCH;
    rr__civil date = {count * 400 / 146097 + 1, 1, 1}; /* at most one off: 146,097 days are 400 years */
    while (days_before_year(date.year) > count)
        date.year--;
    while (days_before_year(date.year + 1) <= count)
        date.year++;
    int64_t rest = count - days_before_year(date.year);
    while (rest >= rr__month_days(date.year, date.month))
        rest -= rr__month_days(date.year, date.month++);
    date.day = rest + 1;
    return date;
}

bool rr__parse_date(const char *text, size_t len, int64_t *days)
{
    rr__civil date = {0, 0, 0};
    if (len != 10 || text[4] != '-' || text[7] != '-' || !rr__parse_int(text, 4, 1, 9999, &date.year) ||
        !rr__parse_int(text + 5, 2, 1, 12, &date.month) || !rr__parse_int(text + 8, 2, 1, 31, &date.day) ||
        date.day > rr__month_days(date.year, date.month))
        return false;
    *days = rr__days_of(date);
    return true;
}

size_t rr__format_decimal(char out[32], int64_t millionths)
{
    char digits[32];
    size_t n = 0, len = 0;
    uint64_t rest = millionths < 0 ? (uint64_t)0 - (uint64_t)millionths : (uint64_t)millionths;
    uint64_t whole = rest / 1000000, fraction = rest % 1000000;
    if (millionths < 0)
        out[len++] = '-';
    do {
        digits[n++] = (char)('0' + whole % 10);
        whole /= 10;
    } while (whole > 0);
    while (n > 0)
        out[len++] = digits[--n];
    for (uint64_t place = 100000; fraction > 0; place /= 10) {
        if (place == 100000)
            out[len++] = '.';
        out[len++] = (char)('0' + fraction / place);
        fraction %= place;
    }
    out[len] = '\0';
    return len;
}

/* ln x = e ln 2 + 2 atanh((m - 1) / (m + 1)) with x = m 2^e and m in [0.7, 1.42): a fixed number of terms
 * of a series, so that only correctly rounded operations are used. */
double rr__ln(double x)
{
    uint64_t bits = 0;
    memcpy(&bits, &x, sizeof bits);
    int64_t exponent = (int64_t)(bits >> 52 & 0x7ff) - 1023;
    bits = (bits & 0xfffffffffffffu) | (uint64_t)1023 << 52;
    double m = 0, sum = 0;
    memcpy(&m, &bits, sizeof m);
    if (m > 1.4142135623730951) {
        m *= 0.5;
        exponent++;
    }
    double z = (m - 1) / (m + 1), z2 = z * z, power = z;
    for (int k = 1; k <= 25; k += 2) {
        sum += power / k;
        power *= z2;
    }
    return (double)exponent * 0.6931471805599453 + 2 * sum;
}

double rr__power_quarters(double x, int quarters)
{
    double root = sqrt(x), result = 1;
    if (quarters & 1)
        result *= sqrt(root);
    if (quarters & 2)
        result *= root;
    for (int i = quarters / 4; i > 0; i--)
        result *= x;
    return result;
}
