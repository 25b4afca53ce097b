/* SPDX-License-Identifier: MIT */
/* Rectangles, lines and fitted texts in, SVG out. How wide a text is, is not known here: a column of a terminal counts
 * for six and a half pixels, which common fonts stay near at this size. */
#include "render/html.h"

#include <string.h>

#include "base/text.h"

enum { TWO_COLUMNS = 13, LEAST_COLUMNS = 4 };

void rr__svg_begin(rr__html *h, const char *title, int64_t height)
{
    char box[64] = "0 0 ", number[24];
    strcat(strcat(box, rr__number(number, h->width)), " ");
    strcat(box, rr__number(number, height));
    rr__html_open(h, RR__TAG_figure);
    rr__buf line = h->page->line; /* the description waits for its element */
    rr__buf_init_like(&h->page->line, &line);
    rr__html_open(h, RR__TAG_svg);
    rr__html_attr(h, RR__ATTR_role, "img");
    rr__html_attr(h, RR__ATTR_viewbox, box);
    rr__html_attr_int(h, RR__ATTR_width, h->width);
    rr__html_attr_int(h, RR__ATTR_height, height);
    rr__html_open(h, RR__TAG_title);
    rr__html_text(h, title);
    rr__html_close(h);
    rr__html_open(h, RR__TAG_desc);
    rr__buf_finish(&h->page->line);
    h->page->line = line;
    rr__html_line(h);
    rr__html_close(h);
}

void rr__svg_end(rr__html *h)
{
    rr__html_close(h);
    rr__html_close(h);
}

void rr__svg_rect(rr__html *h, const char *class_name, int64_t x, int64_t y, int64_t width, int64_t height)
{
    rr__html_open_class(h, RR__TAG_rect, class_name);
    rr__html_attr_int(h, RR__ATTR_x, x);
    rr__html_attr_int(h, RR__ATTR_y, y);
    rr__html_attr_int(h, RR__ATTR_width, width < 0 ? 0 : width);
    rr__html_attr_int(h, RR__ATTR_height, height);
    rr__html_close(h);
}

void rr__svg_line(rr__html *h, const char *class_name, int64_t x1, int64_t y1, int64_t x2, int64_t y2)
{
    rr__html_open_class(h, RR__TAG_line, class_name);
    rr__html_attr_int(h, RR__ATTR_x1, x1);
    rr__html_attr_int(h, RR__ATTR_y1, y1);
    rr__html_attr_int(h, RR__ATTR_x2, x2);
    rr__html_attr_int(h, RR__ATTR_y2, y2);
    rr__html_close(h);
}

static void put_line(rr__html *h, const char *class_name, int64_t x, int64_t y, rr__anchor anchor, const char *bytes, size_t len, bool cut)
{
    static const char *const anchors[] = {NULL, "middle", "end"};
    rr__html_open_class(h, RR__TAG_text, class_name);
    rr__html_attr_int(h, RR__ATTR_x, x);
    rr__html_attr_int(h, RR__ATTR_y, y);
    if (anchors[anchor] != NULL)
        rr__html_attr(h, RR__ATTR_anchor, anchors[anchor]);
    rr__html_bytes(h, bytes, len);
    rr__html_bytes(h, "…", cut ? 3 : 0);
    rr__html_close(h);
}

static size_t columns_in(int64_t room)
{
    return room * 2 / TWO_COLUMNS < LEAST_COLUMNS ? LEAST_COLUMNS : (size_t)(room * 2 / TWO_COLUMNS);
}

size_t rr__svg_count_lines(int64_t room, const char *text)
{
    size_t left = text == NULL ? 0 : strlen(text), count = 0;
    for (; left > 0; count++) {
        size_t take = rr__fit_line(text, left, columns_in(room));
        text += take;
        left -= take;
    }
    return count;
}

/* Lines of a text that was made visible already. */
static size_t put_lines(rr__html *h, const char *class_name, int64_t x, int64_t y, rr__anchor anchor, int64_t room, size_t most,
                        const rr__buf *text)
{
    size_t columns = columns_in(room), at = 0, count = 0;
    while (!text->failed && at < text->len && count < most) {
        const char *from = text->data + at;
        size_t left = text->len - at, take = rr__fit_line(from, left, columns);
        bool cut = take < left && count + 1 == most;
        if (cut)
            take = rr__fit_columns(from, left, columns - 1);
        size_t shown = take;
        while (shown > 0 && from[shown - 1] == ' ')
            shown--;
        put_line(h, class_name, x, y + (int64_t)count * RR__SVG_LINE, anchor, from, shown, cut);
        at += take;
        count++;
    }
    return count;
}

void rr__svg_line_of(rr__html *h, const char *class_name, int64_t x, int64_t y, rr__anchor anchor, int64_t room)
{
    put_lines(h, class_name, x, y, anchor, room, 1, &h->page->line);
    rr__page_forget(h->page);
}

size_t rr__svg_lines(rr__html *h, const char *class_name, int64_t x, int64_t y, rr__anchor anchor, int64_t room, size_t most,
                     const char *text)
{
    rr__buf visible;
    rr__buf_init_like(&visible, &h->page->line);
    if (text != NULL)
        rr__add_visible(&visible, text, strlen(text));
    size_t count = put_lines(h, class_name, x, y, anchor, room, most, &visible);
    h->page->out.failed = h->page->out.failed || visible.failed;
    rr__buf_finish(&visible);
    return count;
}

void rr__svg_text(rr__html *h, const char *class_name, int64_t x, int64_t y, rr__anchor anchor, int64_t room, const char *text)
{
    rr__svg_lines(h, class_name, x, y, anchor, room, 1, text);
}

const char *rr__keep_line(rr__page *page, char *out, size_t size)
{
    size_t len = page->line.failed ? 0 : page->line.len;
    if (len >= size)
        for (len = size - 1; len > 0 && ((unsigned char)page->line.data[len] & 0xc0) == 0x80;)
            len--; /* whole characters */
    if (len > 0)
        memcpy(out, page->line.data, len);
    out[len] = '\0';
    rr__page_forget(page);
    return out;
}

const char *rr__svg_day(char out[16], int32_t day)
{
    rr__civil c = rr__civil_of(day);
    int64_t parts[] = {c.year / 100 % 100, c.year % 100, c.month, c.day};
    size_t at = 0;
    for (size_t i = 0; i < 4; i++) {
        if (i > 1)
            out[at++] = '-';
        out[at++] = (char)('0' + parts[i] / 10);
        out[at++] = (char)('0' + parts[i] % 10);
    }
    out[at] = '\0';
    return out;
}
