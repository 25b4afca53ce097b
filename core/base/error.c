/* SPDX-License-Identifier: MIT */
/* A message number, a place and arguments in; an error value, and later its text in a language, out. */
#include "error.h"

#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include "text.h"

enum { E = RR_SEVERITY_ERROR, W = RR_SEVERITY_WARNING, N = RR_SEVERITY_NOTE };

static const struct message {
    uint16_t number;
    uint8_t severity;
    const char *texts[2];
} messages[] = {
#define MSG(number, name, severity, en, zh) {(number), (severity), {en, zh}},
#include "messages.def"
#undef MSG
};

static const struct message *find_message(uint16_t number)
{
    for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++)
        if (messages[i].number == number)
            return &messages[i];
    return NULL;
}

/* What says that there is nothing more: the text behind is never looked at, and calls that go well are many. */
void rr__error_clear(rr_error *err)
{
    if (err == NULL)
        return;
    memset(err, 0, offsetof(rr_error, file));
    err->file[0] = err->args[0] = '\0';
}

/* Copies what fits, cut between characters. */
static size_t copy_cut(char *out, size_t room, const char *text)
{
    size_t len = strlen(text);
    if (len >= room) {
        len = room == 0 ? 0 : room - 1;
        while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80)
            len--;
    }
    if (room > 0) {
        memcpy(out, text, len);
        out[len] = '\0';
    }
    return len;
}

static rr_status fill(rr_error *err, rr_status status, const char *file, uint32_t line, uint32_t column,
                      enum rr__message message, va_list args)
{
    if (err == NULL)
        return status;
    rr__error_clear(err);
    err->status = status;
    err->number = (uint16_t)message;
    err->line = line;
    err->column = column;
    copy_cut(err->file, sizeof err->file, file == NULL ? "" : file);
    size_t used = 0;
    const char *arg = NULL;
    while ((arg = va_arg(args, const char *)) != NULL && used < sizeof err->args) {
        used += copy_cut(err->args + used, sizeof err->args - used, arg) + 1;
        err->arg_count++;
    }
    return status;
}

rr_status rr__fail(rr_error *err, rr_status status, enum rr__message message, ...)
{
    va_list args;
    va_start(args, message);
    fill(err, status, NULL, 0, 0, message, args);
    va_end(args);
    return status;
}

rr_status rr__fail_at(rr_error *err, rr_status status, const char *file, uint32_t line, uint32_t column,
                      enum rr__message message, ...)
{
    va_list args;
    va_start(args, message);
    fill(err, status, file, line, column, message, args);
    va_end(args);
    return status;
}

rr_status rr__fail_nomem(rr_error *err)
{
    return rr__fail(err, RR_ENOMEM, RR__MSG_NOMEM, NULL);
}

/* Writes into the caller's memory and counts what did not fit. */
typedef struct target {
    char *out;
    size_t size, len;
} target;

static void put(target *t, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++, t->len++)
        if (t->len + 1 < t->size)
            t->out[t->len] = bytes[i];
}

static void put_code(target *t, const char *opening, uint32_t c)
{
    static const char hex[] = "0123456789ABCDEF";
    put(t, opening, 3);
    for (int shift = c > 0xffff ? 20 : c > 0xff ? 12 : 4; shift >= 0; shift -= 4)
        put(t, &hex[(c >> shift) & 15], 1);
    put(t, "}", 1);
}

static void put_visible(target *t, const char *text)
{
    size_t left = strlen(text);
    while (left > 0) {
        const char *end = text + rr__utf8_check(text, left), *stop = text + left;
        while (text < end) {
            const char *from = text;
            uint32_t c = rr__utf8_next(&text, end);
            if (rr__is_hidden(c))
                put_code(t, "\\u{", c);
            else
                put(t, from, (size_t)(text - from));
        }
        if (text < stop)
            put_code(t, "\\x{", (unsigned char)*text++);
        left = (size_t)(stop - text);
    }
}

static void put_number(target *t, uint32_t value, int width)
{
    char digits[12];
    int n = 0;
    do {
        digits[n++] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0 || n < width);
    while (n > 0)
        put(t, &digits[--n], 1);
}

/* Argument `index` of a message in Chinese, where it is a reason or a kind and not a name. */
static const char *in_chinese(const struct message *m, int index, const char *arg)
{
    static const struct { enum { WHOLE, BEGINNING, FIRST } how; const char *en, *zh; } reasons[] = {
#define REASON(en, zh) {WHOLE, en, zh},
#define XML_REASON(en, zh) {BEGINNING, en, zh},
#define KIND(en, zh) {FIRST, en, zh},
#include "reasons.def"
#undef REASON
#undef XML_REASON
#undef KIND
    };
    uint16_t number = m->number;
    bool names_kind = index == 0 && (number == RR__MSG_UNKNOWN_REFERENCE || number == RR__MSG_UNKNOWN_REFERENCE_ALONE ||
                                     number == RR__MSG_DUPLICATE_NAME || number == RR__MSG_FROZEN_DAMAGED);
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        bool same = reasons[i].how == BEGINNING ? number == RR__MSG_XML_SYNTAX && strncmp(arg, reasons[i].en, strlen(reasons[i].en)) == 0
                                                : strcmp(arg, reasons[i].en) == 0;
        if (same && (reasons[i].how != FIRST || names_kind))
            return reasons[i].zh;
    }
    return arg;
}

static void put_text(target *t, const rr_error *err, const struct message *m, rr_lang lang)
{
    for (const char *at = m->texts[lang == RR_LANG_ZH]; *at != '\0'; at++) {
        if (*at != '%' || at[1] < '1' || at[1] > '6') {
            put(t, at, 1);
            continue;
        }
        const char *arg = err->args;
        int wanted = *++at - '1';
        for (int i = 0; i < wanted && i < err->arg_count; i++)
            arg += strlen(arg) + 1;
        if (wanted < err->arg_count)
            put_visible(t, lang == RR_LANG_ZH ? in_chinese(m, wanted, arg) : arg);
    }
}

static void end_text(target *t)
{
    if (t->size == 0)
        return;
    size_t end = t->len < t->size ? t->len : t->size - 1;
    if (t->len >= t->size)
        while (end > 0 && ((unsigned char)t->out[end - 1] & 0xc0) == 0x80)
            end--; /* a cut character goes as a whole */
    if (t->len >= t->size && end > 0 && (unsigned char)t->out[end - 1] >= 0xc0)
        end--;
    t->out[end] = '\0';
}

size_t rr__error_text(const rr_error *err, rr_lang lang, char *out, size_t size)
{
    target t = {out, size, 0};
    const struct message *m = find_message(err->number);
    if (m != NULL)
        put_text(&t, err, m, lang);
    end_text(&t);
    return t.len;
}

size_t rr_text_visible(const char *text, char *out, size_t size)
{
    target t = {out, size, 0};
    put_visible(&t, text);
    end_text(&t);
    return t.len;
}

size_t rr_error_format(const rr_error *err, rr_lang lang, char *out, size_t size)
{
    static const char *const words[2][3] = {{"error", "warning", "note"}, {"错误", "警告", "提示"}};
    target t = {out, size, 0};
    const struct message *m = find_message(err->number);
    if (err->file[0] != '\0') {
        put_visible(&t, err->file);
        for (int i = 0; i < 2; i++) {
            uint32_t number = i == 0 ? err->line : err->column;
            if (number == 0)
                break;
            put(&t, ":", 1);
            put_number(&t, number, 1);
        }
        put(&t, ": ", 2);
    }
    const char *word = words[lang == RR_LANG_ZH][rr_error_severity(err)];
    put(&t, word, strlen(word));
    put(&t, " R", 2);
    put_number(&t, err->number, 4);
    put(&t, ": ", 2);
    if (m != NULL)
        put_text(&t, err, m, lang);
    end_text(&t);
    return t.len;
}

rr_severity rr_error_severity(const rr_error *err)
{
    const struct message *m = find_message(err->number);
    return m == NULL ? RR_SEVERITY_ERROR : (rr_severity)m->severity;
}
