/* SPDX-License-Identifier: MIT */
/* Money, a pay and a figure of exposure in; the words a client reads for them, on the page's line, out. */
#include <string.h>

#include "base/text.h"
#include "render/html.h"

/* A client reads "1000 yuan", not the currency's code. */
static const char *put_words(const rr__page *page, char out[48], int64_t minor, rrp_str currency)
{
    rr__money(out, minor, currency);
    if (currency.n == 3 && memcmp(currency.p, "CNY", 3) == 0)
        strcpy(out + strlen(out) - 3, rr__word(page->options.lang, RR__LABEL_YUAN));
    return out;
}

void rr__page_money_words(rr__page *page, int64_t minor, const char *currency)
{
    char money[48];
    rr__page_add(page, put_words(page, money, minor, (rrp_str){currency, strlen(currency)}));
}

const char *rr__money_of_view(const rr__page *page, char out[48], int64_t minor, rrp_str currency)
{
    return page->options.view == RR_VIEW_CLIENT ? put_words(page, out, minor, currency) : rr__money(out, minor, currency);
}

/* A source names itself in both languages with " / " between and details in brackets: its name in this one. */
static const char *name_of(const rr__page *page, const rr_source *source, size_t *len)
{
    bool zh = page->options.lang == RR_LANG_ZH;
    const char *slash = strstr(source->text, " / "), *text = zh && slash != NULL ? slash + 3 : source->text;
    *len = slash != NULL && !zh ? (size_t)(slash - text) : strlen(text);
    const char *bracket = strstr(text, " (");
    *len = bracket != NULL && (size_t)(bracket - text) < *len ? (size_t)(bracket - text) : *len;
    return text;
}

void rr__page_source_words(rr__page *page, uint32_t index)
{
    size_t len = 0;
    rr_source source;
    if (!rr_taxonomy_source(page->taxonomy, index, &source))
        return;
    const char *text = name_of(page, &source, &len);
    rr__add_visible(&page->line, text, len);
}

/* On a page as a number, behind which its end names the source. */
static void add_source(rr__page *page, const rr_provenance *provenance, int32_t year)
{
    char digits[24];
    size_t len = 0;
    rr_source source;
    if (!rr_taxonomy_source(page->taxonomy, provenance->source, &source))
        return;
    const char *text = name_of(page, &source, &len);
    if (page->html != NULL) {
        rr__page_label(page, RR__LABEL_SOURCE_NUMBER, rr__number(digits, rr__html_note_source(page->html, provenance->source)), NULL, NULL);
        return;
    }
    rr__add_visible(&page->line, text, len);
    if (year < 0)
        return;
    rr__number(digits, year);
    for (size_t at = 0; at + strlen(digits) <= len; at++)
        if (memcmp(text + at, digits, strlen(digits)) == 0)
            return; /* it names the year itself */
    rr__buf_text(&page->line, rr__between(page, ", ", "，"));
    rr__page_label(page, RR__LABEL_OF_YEAR, digits, NULL, NULL);
}

void rr__page_pay_range(rr__page *page, const rr_pay *pay)
{
    static const rr__word_id periods[] = {RR__LABEL_PER_HOUR, RR__LABEL_PER_DAY, RR__LABEL_PER_MONTH, RR__LABEL_PER_YEAR};
    static const char *const names[] = {"hour", "day", "month", "year"};
    char low[48], high[48];
    rrp_str currency = {pay->currency, strlen(pay->currency)};
    bool zh = page->options.lang == RR_LANG_ZH;
    const char *least = pay->low_minor < 0 ? "" : put_words(page, low, pay->low_minor, currency);
    const char *most = pay->high_minor < 0 ? "" : put_words(page, high, pay->high_minor, currency);
    size_t period = 0;
    while (period < 4 && strcmp(names[period], pay->period) != 0)
        period++;
    bool known = period < 4 && (least[0] != '\0' || most[0] != '\0');
    if (known && zh)
        rr__page_label(page, periods[period], NULL, NULL, NULL);
    rr__page_range(page, least, most, rr__between(page, " to ", "至 "));
    if (known && !zh)
        rr__page_label(page, periods[period], NULL, NULL, NULL);
}

void rr__page_pay_words(rr__page *page, const rr_pay *pay, int here)
{
    char year[24];
    rr__page_pay_range(page, pay);
    rr__buf_text(&page->line, rr__between(page, " (", "（"));
    rr__page_label(page, here == 2 ? RR__LABEL_IN_REGION : here == 1 ? RR__LABEL_IN_COUNTRY : RR__LABEL_IN_PLACE, pay->place, NULL, NULL);
    rr__buf_text(&page->line, rr__between(page, ", ", "，"));
    rr__page_label(page, RR__LABEL_OF_YEAR, rr__number(year, pay->year), NULL, NULL);
    rr__buf_text(&page->line, rr__between(page, "; ", "；"));
    add_source(page, &pay->provenance, -1); /* the year stands before it */
    if (pay->provenance.confidence == RR_CONFIDENCE_LOW) {
        rr__buf_text(&page->line, rr__between(page, "; ", "；"));
        rr__page_label(page, RR__LABEL_UNSURE, NULL, NULL, NULL);
    }
    rr__buf_text(&page->line, rr__between(page, ")", "）"));
}

void rr__page_exposure_words(rr__page *page, const rr_exposure *e)
{
    char number[32];
    number[e->value_ppm >= 0 ? rr__format_decimal(number, e->value_ppm) : 0] = '\0';
    if (e->value_ppm >= 0)
        rr__page_label(page, e->value_ppm >= RR_EXPOSURE_HIGH_PPM ? RR__LABEL_OF_ONE_HIGH : RR__LABEL_OF_ONE, number, NULL, NULL);
    else
        rr__page_add(page, e->grade);
    rr__buf_text(&page->line, rr__between(page, " (", "（"));
    add_source(page, &e->provenance, e->year);
    rr__buf_text(&page->line, rr__between(page, ")", "）"));
}
