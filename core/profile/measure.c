/* SPDX-License-Identifier: MIT */
/* A statement about a worker and what a rule asks in; met, unmet or unknown out. */
#include "profile/measure.h"

#include <string.h>

#include "base/text.h"

const char rr__education_steps[] =
    "none primary junior-secondary senior-secondary vocational-secondary vocational-college bachelor master doctorate";

int rr__education_rank(const char *step, size_t len)
{
    static const struct { const char *name; int rank; } steps[] = {{"none", 0}, {"primary", 1}, {"junior-secondary", 2},
        {"senior-secondary", 3}, {"vocational-secondary", 3}, {"vocational-college", 4}, {"bachelor", 5}, {"master", 6}, {"doctorate", 7}};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if (strlen(steps[i].name) == len && memcmp(steps[i].name, step, len) == 0)
            return steps[i].rank;
    return -1;
}

/* Equality: of numbers where a number is asked for, else of the words as written. */
static rr__truth equals(const char *have, size_t len, const char *wanted, size_t wanted_len)
{
    int64_t x = 0, y = 0;
    if (rr__parse_decimal(wanted, wanted_len, &y))
        return rr__parse_decimal(have, len, &x) ? rr__yes_or_no(x == y) : RR__UNKNOWN;
    return rr__yes_or_no(len == wanted_len && memcmp(have, wanted, len) == 0);
}

static rr__truth is_one_of(const char *have, size_t len, const char *list)
{
    rr__heard words = {false, false, false};
    for (const char *at = list; *at != '\0';) {
        size_t n = strcspn(at, " ");
        if (n > 0)
            rr__hear(&words, equals(have, len, at, n));
        at += n + (at[n] != '\0');
    }
    return rr__any_of(&words);
}

rr__truth rr__compare_fact(const char *have, size_t len, rr__op op, const char *wanted)
{
    int64_t x = 0, y = 0;
    size_t wanted_len = strlen(wanted);
    if (op == RR__OP_IN)
        return is_one_of(have, len, wanted);
    if (op == RR__OP_EQ)
        return equals(have, len, wanted, wanted_len);
    if (op == RR__OP_NE)
        return rr__not(equals(have, len, wanted, wanted_len));
    if (!rr__parse_decimal(have, len, &x) || !rr__parse_decimal(wanted, wanted_len, &y))
        return RR__UNKNOWN; /* words have no order */
    switch (op) {
    case RR__OP_LT: return rr__yes_or_no(x < y);
    case RR__OP_LE: return rr__yes_or_no(x <= y);
    case RR__OP_GT: return rr__yes_or_no(x > y);
    default: return rr__yes_or_no(x >= y);
    }
}

rr__truth rr__licence_held_for(int32_t issued_year, int32_t today_year, int32_t years_hundredths)
{
    if (years_hundredths <= 0)
        return RR__MET;
    if (issued_year < 0 || today_year < 0)
        return RR__UNKNOWN;
    int64_t most = ((int64_t)today_year - issued_year) * 100 + 100, least = most - 200;
    return least >= years_hundredths ? RR__MET : most < years_hundredths ? RR__UNMET : RR__UNKNOWN;
}

void rr__experience_add(rr__experience *sum, rr__truth fits, int32_t months)
{
    sum->doubt = sum->doubt || fits == RR__UNKNOWN; /* it may have been this kind of work */
    if (fits != RR__MET)
        return;
    sum->worked = true;
    sum->doubt = sum->doubt || months < 0;
    sum->months += months < 0 ? 0 : months;
}

rr__truth rr__experience_reaches(const rr__experience *sum, int64_t months)
{
    if (sum->worked && sum->months >= months)
        return RR__MET;
    return sum->doubt ? RR__UNKNOWN : RR__UNMET;
}
