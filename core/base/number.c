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

bool rr__parse_date(const char *text, size_t len, int64_t *days)
{
    static const int64_t before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    int64_t year = 0, month = 0, day = 0;
    if (len != 10 || text[4] != '-' || text[7] != '-' || !rr__parse_int(text, 4, 1, 9999, &year) ||
        !rr__parse_int(text + 5, 2, 1, 12, &month) || !rr__parse_int(text + 8, 2, 1, 31, &day))
        return false;
    int64_t leap = is_leap(year);
    if (day > before[month] - before[month - 1] + (month == 2 ? leap : 0))
        return false;
    int64_t y = year - 1;
    *days = y * 365 + y / 4 - y / 100 + y / 400 + before[month - 1] + (month > 2 ? leap : 0) + day - 1 - 719162;
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
