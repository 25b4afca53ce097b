/* SPDX-License-Identifier: MIT */
/* Patterns of a taxonomy (PCRE2, included in regex.c only) with a deterministic budget of steps: what
 * exceeds it is undetermined, never "no match". */
#ifndef RR_BASE_REGEX_H
#define RR_BASE_REGEX_H

#include "error.h"
#include "mem.h"

typedef struct rr__regex rr__regex; /* shared read-only by threads */
typedef enum rr__regex_answer { RR__REGEX_NO = 0, RR__REGEX_YES = 1, RR__REGEX_UNDETERMINED = 2 } rr__regex_answer;
/* Caseless, UTF, UCP. RR_EINVALID with the reason and offset for a bad pattern; patterns that begin
 * with (* or hold (?C are refused. */
rr_status rr__regex_compile(rr__regex **out, const rr_allocator *a, const char *pattern, size_t len, rr_error *err);
void rr__regex_destroy(rr__regex *regex);
/* Subject: valid UTF-8, at most 4 KiB (longer: undetermined). start/end may be NULL. Out of memory is
 * undetermined with *nomem true. */
rr__regex_answer rr__regex_find(const rr__regex *regex, const char *subject, size_t len, size_t *start, size_t *end, bool *nomem);
/* Whether the pattern is in the text, from a budget that several calls share: what one takes, and a little for
 * the call itself, is taken from *steps; with none left every answer is undetermined. */
rr__regex_answer rr__regex_holds(const rr__regex *regex, const char *subject, size_t len, int64_t *steps, bool *nomem);
#endif
