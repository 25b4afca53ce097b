/* SPDX-License-Identifier: MIT */
/* Text in, roff out: what roff would take for its own is escaped, and lines are broken between words. */
#include "roff.h"

#include <stdbool.h>
#include <string.h>

enum { LINE = 76 };

/* How a character is written so that it is shown, and can be copied, as it is; NULL: as it is. */
static const char *escape_of(char c)
{
    static const struct { char c; const char *roff; } escapes[] = {{'\\', "\\e"}, {'-', "\\-"}, {'\'', "\\(aq"}, {'^', "\\(ha"}, {'~', "\\(ti"}, {'`', "\\(ga"}};
    for (size_t i = 0; i < sizeof escapes / sizeof escapes[0]; i++)
        if (escapes[i].c == c)
            return escapes[i].roff;
    return NULL;
}

static void put(roff *r, char c)
{
    const char *escaped = escape_of(c);
    if (r->column == 0 && c == '.')
        escaped = "\\&.";
    r->column += escaped != NULL ? fprintf(r->to, "%s", escaped) : fprintf(r->to, "%c", c);
}

static void put_font(roff *r, const char *font)
{
    r->column += fprintf(r->to, "\\f%s", font);
}

void roff_line(roff *r)
{
    if (r->column > 0)
        fputc('\n', r->to);
    r->column = 0;
}

void roff_macro(roff *r, const char *macro, const char *text)
{
    roff_line(r);
    fprintf(r->to, ".%s", macro);
    r->column = 1;
    if (text != NULL)
        fputs(" \"", r->to);
    for (; text != NULL && *text != '\0'; text++)
        *text == '"' ? (void)fputs("\"\"", r->to) : put(r, *text);
    if (text != NULL)
        fputc('"', r->to);
    roff_line(r);
}

/* Columns that `len` bytes of text take in the file. */
static int width_of(const char *text, size_t len)
{
    int width = 0;
    for (size_t i = 0; i < len; i++) {
        const char *escaped = text[i] == '`' ? "\\fB" : escape_of(text[i]);
        width += escaped == NULL ? 1 : (int)strlen(escaped);
    }
    return width;
}

void roff_text(roff *r, const char *text)
{
    while (*text != '\0') {
        size_t len = strcspn(text, " ");
        if (r->column > 0 && r->column + width_of(text, len) > LINE)
            roff_line(r);
        else if (r->column > 0 && len > 0)
            r->column += fprintf(r->to, " ");
        for (size_t i = 0; i < len; i++)
            if (text[i] == '`')
                put_font(r, (r->bold = !r->bold) ? "B" : "R");
            else
                put(r, text[i]);
        text += len + (text[len] == ' ');
    }
}

void roff_words(roff *r, const char *font, const char *words)
{
    bool plain = strcmp(font, "R") == 0;
    if (!plain)
        put_font(r, font);
    while (*words != '\0')
        put(r, *words++);
    if (!plain)
        put_font(r, "R");
}

void roff_block(roff *r, const char *lines)
{
    roff_macro(r, "EX", NULL);
    for (; *lines != '\0'; lines++)
        if (*lines == '\n')
            roff_line(r);
        else
            put(r, *lines);
    roff_macro(r, "EE", NULL);
}
