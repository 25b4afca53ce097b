/* SPDX-License-Identifier: MIT */
/* What stands around every page: its head, which forbids all but its own style sheet, the columns of its languages, and
 * at the end what was cut, the sources, and what the page was made from. */
#include <string.h>

#include "base/text.h"
#include "render/html.h"

enum { PAGE_WIDTH = 700, COLUMN_WIDTH = 340, WIDE_COLUMN_WIDTH = 500 };

static rr_lang other(rr_lang lang)
{
    return lang == RR_LANG_ZH ? RR_LANG_EN : RR_LANG_ZH;
}

static void put_meta(rr__html *h, rr__attr attr, const char *name, const char *content)
{
    rr__html_open(h, RR__TAG_meta);
    rr__html_attr(h, attr, name);
    if (content != NULL)
        rr__html_attr(h, RR__ATTR_content, content);
    rr__html_close(h);
}

/* The title in the page's language and, side by side, in the other. */
static void put_title(rr__html *h, rr__tag tag, rr__html_title title, const void *user)
{
    rr__html_open(h, tag);
    for (int i = 0; i <= (h->beside ? 1 : 0); i++) {
        h->page->options.lang = i == 0 ? h->first : other(h->first);
        if (tag == RR__TAG_title) {
            rr__html_bytes(h, i == 0 ? "" : " · ", i == 0 ? 0 : 4);
            title(h->page, user);
            rr__html_line(h);
            continue;
        }
        rr__html_open(h, RR__TAG_span);
        rr__html_attr(h, RR__ATTR_lang, rr__html_lang(h->page->options.lang));
        title(h->page, user);
        rr__html_line(h);
        rr__html_close(h);
    }
    h->page->options.lang = h->first;
    rr__html_close(h);
}

void rr__html_title_name(rr__page *page, rr__word_id word, const char *name)
{
    char shown[RR__NAME_COLUMNS * 4 + 4];
    size_t len = strlen(name), cut = rr__fit_columns(name, len, RR__NAME_COLUMNS);
    if (cut < len && cut < sizeof shown - 4) {
        memcpy(shown, name, cut);
        memcpy(shown + cut, "…", sizeof "…");
        name = shown;
    }
    rr__page_label(page, word, name, NULL, NULL);
}

static void put_head(rr__html *h, rr__html_title title, const void *user)
{
    char hash[45], policy[160] = "default-src 'none'; style-src 'sha256-";
    rr__style_hash(hash);
    strcat(strcat(policy, hash), "'; base-uri 'none'; form-action 'none'");
    rr__html_open(h, RR__TAG_head);
    put_meta(h, RR__ATTR_charset, "utf-8", NULL);
    put_meta(h, RR__ATTR_http_equiv, "Content-Security-Policy", policy);
    put_meta(h, RR__ATTR_name, "referrer", "no-referrer");
    put_meta(h, RR__ATTR_name, "viewport", "width=device-width, initial-scale=1");
    put_title(h, RR__TAG_title, title, user);
    rr__html_open(h, RR__TAG_style);
    rr__html_bytes(h, "", 0);
    rr__add_style(&h->page->out);
    rr__html_close(h);
    rr__html_close(h);
}

void rr__html_begin(rr__html *h, rr__page *page, rr__html_title title, const void *user)
{
    bool client = rr__is_client(page), beside = page->options.beside != 0;
    *h = (rr__html){.page = page, .beside = beside, .first = page->options.lang,
                    .width = !beside ? PAGE_WIDTH : client ? COLUMN_WIDTH : WIDE_COLUMN_WIDTH};
    rr__vec_init(&h->names, page->out.allocator, sizeof(const char *));
    rr__vec_init(&h->sources, page->out.allocator, sizeof(uint32_t));
    page->html = h;
    page->options.verbose = !client;
    page->options.colour = 0;
    rr__buf_text(&page->out, "<!DOCTYPE html>");
    rr__html_open(h, RR__TAG_html);
    rr__html_attr(h, RR__ATTR_lang, rr__html_lang(h->first));
    put_head(h, title, user);
    rr__html_open_class(h, RR__TAG_body, client ? (beside ? "client both" : "client") : beside ? "wide" : "");
    rr__html_open(h, RR__TAG_header);
    put_title(h, RR__TAG_h1, title, user);
    rr__html_close(h);
    rr__html_open(h, RR__TAG_main);
}

void rr__html_each(rr__html *h, rr__html_part part, const void *user)
{
    size_t depth = h->depth;
    if (!h->beside) {
        part(h, user);
        rr__html_close_to(h, depth);
        return;
    }
    rr__html_open_class(h, RR__TAG_div, "beside");
    for (int i = 0; i < 2; i++) {
        h->page->options.lang = i == 0 ? h->first : other(h->first);
        rr__html_open(h, RR__TAG_div);
        rr__html_attr(h, RR__ATTR_lang, rr__html_lang(h->page->options.lang));
        part(h, user);
        rr__html_close_to(h, depth + 1);
    }
    h->page->options.lang = h->first;
    rr__html_close_to(h, depth);
}

uint32_t rr__html_note_source(rr__html *h, uint32_t source)
{
    for (size_t i = 0; i < h->sources.count; i++)
        if (RR__AT(uint32_t, &h->sources, i) == source)
            return (uint32_t)i + 1;
    h->page->out.failed = !rr__vec_push(&h->sources, &source) || h->page->out.failed;
    return (uint32_t)h->sources.count;
}

void rr__html_source(rr__html *h, const rr_provenance *provenance)
{
    static const rr__word_id confidences[] = {RR__LABEL_COUNT, RR__LABEL_LOW, RR__LABEL_MEDIUM, RR__LABEL_HIGH};
    const char *comma = rr__between(h->page, ", ", "，");
    rr_source source;
    if (rr_taxonomy_source(h->page->taxonomy, provenance->source, &source)) {
        rr__html_open(h, RR__TAG_a);
        rr__html_attr_id(h, RR__ATTR_href, "source", rr__html_note_source(h, provenance->source));
        rr__html_text(h, source.id);
        rr__html_close(h);
    } else {
        rr__html_own(h, "?", "？");
    }
    if (provenance->confidence != RR_CONFIDENCE_UNSTATED) {
        rr__buf_text(&h->page->line, comma);
        rr__page_label(h->page, confidences[provenance->confidence], NULL, NULL, NULL);
    }
    if (provenance->basis == RR_BASIS_JUDGED) {
        rr__buf_text(&h->page->line, comma);
        rr__page_label(h->page, RR__LABEL_JUDGED, NULL, NULL, NULL);
    }
    rr__html_line(h);
}

static void put_names(rr__html *h)
{
    if (h->names.count == 0)
        return;
    rr__html_open(h, RR__TAG_section);
    rr__html_word_in(h, RR__TAG_h2, RR__LABEL_NAMES_IN_FULL);
    for (size_t i = 0; i < h->names.count; i++) {
        rr__html_open(h, RR__TAG_p);
        rr__html_attr_id(h, RR__ATTR_id, "name", (uint32_t)i + 1);
        rr__buf_char(&h->page->line, '[');
        rr__page_int(h->page, (int64_t)i + 1);
        rr__buf_text(&h->page->line, "] ");
        rr__html_text(h, RR__AT(const char *, &h->names, i));
        rr__html_close(h);
    }
    rr__html_close(h);
}

/* Their names alone, with the numbers by which a client's page refers to them. */
static void put_source_names(rr__html *h, const void *user)
{
    rr__page *page = h->page;
    (void)user;
    rr__html_open(h, RR__TAG_p);
    rr__page_label(page, RR__LABEL_SOURCES_HEAD, NULL, NULL, NULL);
    rr__buf_text(&page->line, rr__between(page, ": ", "："));
    for (size_t i = 0; i < h->sources.count; i++) {
        rr__buf_text(&page->line, i == 0 ? "" : rr__semicolon(page));
        rr__page_int(page, (int64_t)i + 1);
        rr__buf_text(&page->line, " ");
        rr__page_source_words(page, RR__AT(uint32_t, &h->sources, i));
    }
    rr__html_line(h);
    rr__html_close(h);
}

static void put_sources(rr__html *h)
{
    static const rr__word_id columns[] = {RR__LABEL_SOURCE, RR__LABEL_SOURCE_SAYS, RR__LABEL_LINK};
    if (h->sources.count == 0)
        return;
    rr__html_open(h, RR__TAG_section);
    rr__html_word_in(h, RR__TAG_h2, RR__LABEL_SOURCES_HEAD);
    rr__html_table(h, RR__LABEL_SOURCES_CAPTION, columns, 3);
    for (size_t i = 0; i < h->sources.count; i++) {
        rr_source source;
        rr_taxonomy_source(h->page->taxonomy, RR__AT(uint32_t, &h->sources, i), &source);
        rr__html_row(h);
        rr__html_attr_id(h, RR__ATTR_id, "source", (uint32_t)i + 1);
        rr__html_row_head(h);
        rr__html_text(h, source.id);
        rr__html_cell(h);
        rr__html_text(h, source.text);
        rr__html_cell(h);
        rr__html_link(h, source.url, source.url);
    }
    rr__html_table_end(h);
    rr__html_close(h);
}

typedef struct making {
    const rr_match_result *result;
    const rr_profile *profile;
    const rr_match_options *asked;
} making;

/* The k-th plugin that took part: its state is "ok". */
static bool took_part(const making *m, size_t index, rr_plugin_info *info)
{
    rr_plugin_run run;
    if (!rr_plugins_at(m->asked->plugins, index, info))
        return false;
    const char *state = m->result != NULL && rr_match_plugin(m->result, index, &run) ? run.state : info->state;
    return strcmp(state, "ok") == 0;
}

static void put_plugins(rr__html *h, const making *m)
{
    rr_plugin_info info;
    rr__page *page = h->page;
    size_t count = m->asked->plugins == NULL ? 0 : rr_plugins_count(m->asked->plugins), shown = 0;
    for (size_t i = 0; i < count; i++) {
        if (!took_part(m, i, &info))
            continue;
        rr__buf_text(&page->line, shown++ == 0 ? "" : rr__between(h->page, "; ", "；"));
        rr__page_add(page, rr_plugins_name(m->asked->plugins, i, page->options.lang));
        rr__buf_char(&page->line, ' ');
        rr__page_add(page, info.version);
        if (rr__is_client(page))
            continue;
        rr__buf_text(&page->line, rr__between(h->page, " (", "（"));
        rr__page_add(page, info.id);
        rr__buf_text(&page->line, " SHA-256 ");
        rr__page_add(page, info.sha256);
        rr__buf_text(&page->line, rr__between(h->page, ")", "）"));
    }
}

static void put_making(rr__html *h, const void *user)
{
    const making *m = user;
    rr__page *page = h->page;
    rr_taxonomy_info info;
    rr_taxonomy_get_info(page->taxonomy, &info);
    rr__html_open(h, RR__TAG_p);
    const char *label = rr_taxonomy_label(page->taxonomy, page->options.lang);
    rr__page_label(page, RR__LABEL_MADE_WITH, rr_version(), label[0] == '\0' ? info.id : label, info.version);
    if (m->asked->date[0] != '\0') {
        rr__buf_text(&page->line, rr__between(h->page, ", ", "，"));
        rr__page_label(page, RR__LABEL_TODAY, m->asked->date, NULL, NULL);
    }
    rr__buf_text(&page->line, rr__between(h->page, ". ", "。"));
    size_t before = page->line.len;
    put_plugins(h, m);
    rr__buf_text(&page->line, page->line.len > before ? rr__between(h->page, ". ", "。") : "");
    rr__page_add(page, info.attribution);
    rr__html_line(h);
    rr__html_close(h);
}

/* What the page can be made again from. */
static void put_hashes(rr__html *h, const making *m)
{
    char sha256[65] = "";
    rr_taxonomy_info info;
    rr_taxonomy_get_info(h->page->taxonomy, &info);
    if (m->profile != NULL && rr_profile_sha256(m->profile, sha256, NULL) != RR_OK)
        h->page->out.failed = true;
    rr__html_open(h, RR__TAG_p);
    rr__page_add(h->page, info.id);
    rr__buf_text(&h->page->line, " SHA-256 ");
    rr__page_add(h->page, info.sha256);
    rr__buf_text(&h->page->line, "; ");
    if (m->profile != NULL) {
        rr__page_add(h->page, rr_profile_id(m->profile));
        rr__buf_text(&h->page->line, " SHA-256 ");
        rr__page_add(h->page, sha256);
        rr__buf_text(&h->page->line, "; ");
    }
    rr__html_line(h);
    rr__html_link(h, info.licence_url, info.licence);
    rr__html_close(h);
}

void rr__html_end(rr__html *h, const rr_match_result *result, const rr_profile *profile, const rr_match_options *asked)
{
    making m = {result, profile, asked};
    bool client = rr__is_client(h->page);
    if (!client)
        put_sources(h);
    put_names(h);
    rr__html_close(h);
    rr__html_open(h, RR__TAG_footer);
    if (client && h->sources.count > 0)
        rr__html_each(h, put_source_names, NULL);
    rr__html_each(h, put_making, &m);
    if (!client)
        put_hashes(h, &m);
    rr__html_close_to(h, 0);
    rr__buf_char(&h->page->out, '\n');
    rr__vec_finish(&h->names);
    rr__vec_finish(&h->sources);
    h->page->html = NULL;
}
