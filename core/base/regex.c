/* SPDX-License-Identifier: MIT */
/* Patterns and texts in, yes, no or undetermined out: PCRE2 under a budget of steps, the only file that
 * includes it. The budget counts callouts, so that the answer is the same with and without JIT. */
#include "regex.h"

#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "text.h"

enum { PATTERN_MAX = 1024, SUBJECT_MAX = 4096, STEPS_MAX = 100000, MATCH_LIMIT = 10000, DEPTH_LIMIT = 1000,
       HEAP_KIB = 8192, PARENS_MAX = 50, BUDGET_USED_UP = -1000,
       CALL_STEPS = 100 /* what starting a match costs */ };

struct rr__regex {
    const rr_allocator *allocator;
    pcre2_code *code;
};

static void *allocate(PCRE2_SIZE size, void *user)
{
    const rr_allocator *a = user;
    return a->resize(a->user, NULL, size == 0 ? 1 : size);
}

static void release(void *block, void *user)
{
    const rr_allocator *a = user;
    rr__free(a, block);
}

static rr_status refuse(rr_error *err, const char *why, size_t offset)
{
    char at[32];
    rr__format_decimal(at, (int64_t)offset * 1000000);
    return rr__fail(err, RR_EINVALID, RR__MSG_BAD_PATTERN, why, at, NULL);
}

/* Whether "(?C" stands in the pattern with a bracket that no backslash takes. */
static bool holds_callout(const char *pattern, size_t len)
{
    for (size_t i = 0; i + 2 < len; i++) {
        if (pattern[i] == '\\')
            i++;
        else if (memcmp(pattern + i, "(?C", 3) == 0)
            return true;
    }
    return false;
}

rr_status rr__regex_compile(rr__regex **out, const rr_allocator *a, const char *pattern, size_t len, rr_error *err)
{
    *out = NULL;
    if (len > PATTERN_MAX)
        return refuse(err, "longer than 1024 bytes", PATTERN_MAX);
    if ((len > 1 && pattern[0] == '(' && pattern[1] == '*') || holds_callout(pattern, len))
        return refuse(err, "(*VERBS) at the start and callouts are not accepted", 0);
    void *user = (void *)(uintptr_t)a;
    pcre2_general_context *general = pcre2_general_context_create(allocate, release, user);
    pcre2_compile_context *compile = general == NULL ? NULL : pcre2_compile_context_create(general);
    rr__regex *regex = compile == NULL ? NULL : rr__alloc(a, sizeof *regex);
    rr_status status = RR_OK;
    if (regex == NULL) {
        status = rr__fail_nomem(err);
    } else {
        int error = 0;
        PCRE2_SIZE offset = 0;
        pcre2_set_parens_nest_limit(compile, PARENS_MAX);
        pcre2_set_max_pattern_length(compile, PATTERN_MAX);
        regex->allocator = a;
        regex->code = pcre2_compile((PCRE2_SPTR)pattern, len,
                                    PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_NEVER_BACKSLASH_C | PCRE2_AUTO_CALLOUT,
                                    &error, &offset, compile);
        if (regex->code == NULL) {
            PCRE2_UCHAR why[128] = "";
            pcre2_get_error_message(error, why, sizeof why);
            status = error == PCRE2_ERROR_HEAP_FAILED ? rr__fail_nomem(err) : refuse(err, (const char *)why, offset);
            rr__free(a, regex);
            regex = NULL;
        }
    }
    pcre2_compile_context_free(compile);
    pcre2_general_context_free(general);
    *out = regex;
    return status;
}

void rr__regex_destroy(rr__regex *regex)
{
    if (regex == NULL)
        return;
    pcre2_code_free(regex->code);
    rr__free(regex->allocator, regex);
}

static int count_step(pcre2_callout_block *block, void *user)
{
    int64_t *steps = user;
    (void)block;
    return --*steps < 0 ? BUDGET_USED_UP : 0;
}

static rr__regex_answer find(const rr__regex *regex, const char *subject, size_t len, int64_t *steps, PCRE2_SIZE at[2], bool *nomem)
{
    rr__regex_answer answer = RR__REGEX_UNDETERMINED;
    *nomem = false;
    if (len > SUBJECT_MAX)
        return answer;
    pcre2_general_context *general = pcre2_general_context_create(allocate, release, (void *)(uintptr_t)regex->allocator);
    pcre2_match_context *context = general == NULL ? NULL : pcre2_match_context_create(general);
    pcre2_match_data *data = context == NULL ? NULL : pcre2_match_data_create(1, general);
    int result = PCRE2_ERROR_NOMEMORY;
    if (data != NULL) {
        pcre2_set_match_limit(context, MATCH_LIMIT);
        pcre2_set_depth_limit(context, DEPTH_LIMIT);
        pcre2_set_heap_limit(context, HEAP_KIB);
        pcre2_set_callout(context, count_step, steps);
        result = pcre2_match(regex->code, (PCRE2_SPTR)subject, len, 0, 0, data, context);
    }
    if (result >= 0) {
        memcpy(at, pcre2_get_ovector_pointer(data), 2 * sizeof *at);
        answer = RR__REGEX_YES;
    } else if (result == PCRE2_ERROR_NOMATCH) {
        answer = RR__REGEX_NO;
    } else if (result == PCRE2_ERROR_NOMEMORY) {
        *nomem = true;
    }
    pcre2_match_data_free(data);
    pcre2_match_context_free(context);
    pcre2_general_context_free(general);
    return answer;
}

rr__regex_answer rr__regex_find(const rr__regex *regex, const char *subject, size_t len, size_t *start, size_t *end, bool *nomem)
{
    int64_t steps = STEPS_MAX;
    PCRE2_SIZE at[2] = {0, 0};
    bool exhausted = false;
    rr__regex_answer answer = find(regex, subject, len, &steps, at, &exhausted);
    if (answer == RR__REGEX_YES && start != NULL)
        *start = at[0];
    if (answer == RR__REGEX_YES && end != NULL)
        *end = at[1];
    if (nomem != NULL)
        *nomem = exhausted;
    return answer;
}

rr__regex_answer rr__regex_holds(const rr__regex *regex, const char *subject, size_t len, int64_t *steps, bool *nomem)
{
    PCRE2_SIZE at[2];
    int64_t given = *steps < STEPS_MAX ? *steps : STEPS_MAX, left = given;
    *nomem = false;
    if (given <= 0)
        return RR__REGEX_UNDETERMINED;
    rr__regex_answer answer = find(regex, subject, len, &left, at, nomem);
    *steps -= given - (left < 0 ? 0 : left) + CALL_STEPS;
    return answer;
}
