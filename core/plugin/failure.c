/* SPDX-License-Identifier: MIT */
/* A fault and words in; a failure with a detail that is short and valid UTF-8 out, and the faults' codes and texts. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "plugin/session.h"

enum { OTHERS, OWN };
static const struct { const char *code; int whose; const char *texts[2]; } FAULTS[RR__FAULT_COUNT] = {
#define FAULT(name, code, whose, en, zh) {code, whose, {en, zh}},
#include "plugin/faults.def"
#undef FAULT
};

const char *rr__fault_code(rr__fault fault)
{
    return fault < RR__FAULT_COUNT ? FAULTS[fault].code : "";
}

const char *rr__fault_text(rr__fault fault, rr_lang lang)
{
    return fault < RR__FAULT_COUNT ? FAULTS[fault].texts[lang == RR_LANG_ZH] : "";
}

bool rr__fault_is_its_own(rr__fault fault)
{
    return fault < RR__FAULT_COUNT && FAULTS[fault].whose == OWN;
}

rr__fault rr__fault_of(const char *code)
{
    for (int i = 0; i < RR__FAULT_COUNT; i++)
        if (strcmp(FAULTS[i].code, code) == 0)
            return (rr__fault)i;
    return RR__FAULT_COUNT;
}

/* The text comes from a plugin: bytes that are no UTF-8 become '?', a character cut at the end goes. */
static void make_valid(char *text, size_t len, bool cut)
{
    size_t bad = 0;
    while ((bad += rr__utf8_check(text + bad, len - bad)) < len) {
        if (cut && len - bad < 4) {
            text[bad] = '\0';
            return;
        }
        text[bad] = '?';
    }
}

bool rr__failure_set(rr__failure *failure, rr__fault fault, const char *format, ...)
{
    failure->fault = fault;
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(failure->detail, sizeof failure->detail, format, arguments);
    va_end(arguments);
    if (len < 0)
        failure->detail[0] = '\0';
    make_valid(failure->detail, strlen(failure->detail), len >= (int)sizeof failure->detail);
    return false;
}
