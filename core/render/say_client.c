/* SPDX-License-Identifier: MIT */
/* Lines about something in; a list of terms on a page, or a column of heads on the screen, out; in a client's page no more
 * than there is room for. */
#include "base/text.h"
#include "render/match_page.h"

enum { INDENT = 19, LINE_COLUMNS = 105 /* of fine print on A4 */ };

rr__saying rr__about(rr__page *page, rr__word_id head, size_t room)
{
    return (rr__saying){page, head, 0, 0, room};
}

/* On a page the list of terms is opened by the first of them, so that there is none without. */
static bool in_terms(const rr__html *h)
{
    return h->depth > 0 && h->open[h->depth - 1] == RR__TAG_dl;
}

/* The term before the line, which waits for its place. */
static void open_term(rr__html *h, rr__word_id head)
{
    rr__buf line = h->page->line;
    rr__buf_init_like(&h->page->line, &line);
    if (!in_terms(h))
        rr__html_open(h, RR__TAG_dl);
    rr__html_term(h, head);
    rr__buf_finish(&h->page->line);
    h->page->line = line;
}

static void put_text(rr__saying *s)
{
    rr__page *page = s->page;
    if (page->html == NULL) {
        rr__page_flow(page, s->said == 0 ? rr__word(page->options.lang, s->head) : NULL, INDENT, RR__PLAIN);
    } else {
        if (s->said == 0)
            open_term(page->html, s->head);
        rr__html_open(page->html, RR__TAG_p);
        rr__html_line(page->html);
        rr__html_close(page->html);
    }
    s->said++;
}

void rr__say(rr__saying *s)
{
    if (s->page->line.len == 0 || s->page->line.failed)
        return;
    size_t lines = 1 + rr__width(s->page->line.data, s->page->line.len) / LINE_COLUMNS;
    if (lines <= s->room) {
        s->room -= lines;
        put_text(s);
        return;
    }
    s->left_out++;
    rr__page_forget(s->page);
}

void rr__say_end(rr__saying *s)
{
    char number[24];
    if (s->left_out > 0) {
        rr__page_label(s->page, RR__LABEL_MORE_TO_ASK, rr__number(number, (int64_t)s->left_out), NULL, NULL);
        put_text(s);
    }
    if (s->page->html != NULL && s->said > 0)
        rr__html_term_end(s->page->html);
}

void rr__say_one(rr__page *page, rr__word_id head)
{
    rr__saying s = rr__about(page, head, RR__NO_LIMIT);
    rr__say(&s);
    rr__say_end(&s);
}

void rr__close_terms(rr__page *page)
{
    if (page->html != NULL && in_terms(page->html))
        rr__html_close(page->html);
}

void rr__client_top(rr__page *page, const rr__match_page *m, rr__word_id title)
{
    rr__html *h = page->html;
    if (h != NULL) {
        rr__html_long_name(h, m->match);
        rr__html_you_did(h, m->profile);
    } else {
        rr__html_title_name(page, title, rr_occupation_label(page->taxonomy, m->match->occupation, page->options.lang));
        rr__page_flow(page, NULL, 0, RR__BOLD);
        rr__client_person_text(page, m->profile);
    }
    rr__page_law_overrides(page, m->result);
    rr__page_label(page, rr__status_word(page, m->match), NULL, NULL, NULL);
    rr__page_flow(page, NULL, 0, h != NULL || m->match->viable ? RR__BOLD : RR__PLAIN);
    rr__page_gap(page);
}
