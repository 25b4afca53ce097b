/* SPDX-License-Identifier: MIT */
/* The grants of a plan in; who else pays, on which condition, until when, and what to bring, as lines of text and pieces
 * of them out. */
#include <string.h>

#include "render/plan_parts.h"

enum { INDENT = 14 };

static bool same_text(const rrp_vec *a, const rrp_vec *b)
{
    return strcmp(rr_plugin_text(a, RR_LANG_EN), rr_plugin_text(b, RR_LANG_EN)) == 0;
}

bool rr__is_same_grant(const rr_plan_grant *a, const rr_plan_grant *b)
{
    const rrp_grant *x = a->grant, *y = b->grant;
    return a->plugin == b->plugin && a->state == b->state && a->exam_open == b->exam_open && x->state == y->state && x->code.n == y->code.n &&
           memcmp(x->code.p, y->code.p, (size_t)x->code.n) == 0 && same_text(&x->texts, &y->texts) && same_text(&x->questions, &y->questions);
}

bool rr__is_said_before(const rr_plan *plan, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (rr__is_same_grant(&plan->grants[k], &plan->grants[i]))
            return true;
    return false;
}

/* " [source; plugin]" */
static void add_source(rr__page *page, const rr_plan_grant *g)
{
    rr_plugin_info info = {0};
    rr__buf_text(&page->line, rr__between(page, " [", "【"));
    if (g->grant->source.n > 0 && (page->options.verbose || g->state == RR_GRANT_COUNTED)) {
        rr__page_add(page, g->grant->source.p);
        rr__buf_text(&page->line, rr__between(page, "; ", "；"));
    }
    rr__page_add(page, rr_plugins_at(page->plugins, g->plugin, &info) ? info.id : "");
    if ((g->grant->flags & RRP_ILLUSTRATIVE) != 0)
        rr__page_label(page, RR__LABEL_SAMPLE, NULL, NULL, NULL);
    rr__buf_text(&page->line, rr__between(page, "]", "】"));
}

void rr__add_grant_why(rr__page *page, const rr_plan_grant *g)
{
    static const rr__word_id words[] = {[RR_GRANT_COUNTED] = RR__LABEL_COUNT,       [RR_GRANT_UNKNOWN] = RR__LABEL_COUNT,
                                        [RR_GRANT_NO_AMOUNT] = RR__LABEL_COUNT,     [RR_GRANT_UNMET] = RR__LABEL_COUNT,
                                        [RR_GRANT_EXAM_UNMET] = RR__LABEL_EXAM_FORBIDS, [RR_GRANT_EXCLUDED] = RR__LABEL_OTHER_GRANT,
                                        [RR_GRANT_CURRENCY] = RR__LABEL_OTHER_CURRENCY};
    rr__word_id why = g->exam_open ? RR__LABEL_EXAM_DECIDES : words[g->state];
    if (why == RR__LABEL_COUNT)
        return;
    rr__buf_text(&page->line, rr__between(page, "; ", "；"));
    rr__page_label(page, why, NULL, NULL, NULL);
}

void rr__add_grant_worth(const rr__planning *p, const rr_plan_grant *g)
{
    char amount[48], step[24], day[16];
    rr__page *page = p->page;
    rr__word_id label = g->state == RR_GRANT_COUNTED                         ? RR__LABEL_PAYS
                        : g->state == RR_GRANT_UNKNOWN && g->saves_minor > 0 ? RR__LABEL_WOULD_SAVE
                        : g->state == RR_GRANT_UNKNOWN                       ? RR__LABEL_SAVES_NOTHING
                                                                             : RR__LABEL_FOR_STEP;
    rr__page_label(page, label, rr__amount(p, amount, g->state == RR_GRANT_COUNTED ? g->amount_minor : g->saves_minor),
                   rr__number(step, (int64_t)g->step + 1), NULL);
    bool certificate = (g->grant->flags & RRP_GRANT_ON_CERTIFICATE) != 0 || g->grant->certificate_level > 0;
    bool claimed = g->state == RR_GRANT_COUNTED || g->state == RR_GRANT_UNKNOWN || g->state == RR_GRANT_NO_AMOUNT;
    if (claimed && g->claim_by_day >= 0) {
        rr__buf_text(&page->line, rr__between(page, ", ", "，"));
        rr__page_label(page, certificate ? RR__LABEL_CLAIM_BY : RR__LABEL_CLAIM_AFTER_COURSE, rr__day(day, g->claim_by_day), NULL, NULL);
    }
}

rr__word_id rr__grant_word(const rr_plan_grant *g)
{
    static const rr__word_id words[] = {[RR_GRANT_COUNTED] = RR__LABEL_COUNTED,    [RR_GRANT_UNKNOWN] = RR__LABEL_UNKNOWN,
                                        [RR_GRANT_NO_AMOUNT] = RR__LABEL_NO_AMOUNT, [RR_GRANT_UNMET] = RR__LABEL_NOT_MET,
                                        [RR_GRANT_EXAM_UNMET] = RR__LABEL_NOT_MET, [RR_GRANT_EXCLUDED] = RR__LABEL_EXCLUDED,
                                        [RR_GRANT_CURRENCY] = RR__LABEL_EXCLUDED};
    return words[g->state];
}

static void show_grant(const rr__planning *p, const rr_plan *plan, size_t i)
{
    static const rr__style styles[] = {RR__GOOD, RR__DOUBT, RR__DOUBT, RR__DIM, RR__DIM, RR__DIM, RR__DIM};
    rr__page *page = p->page;
    const rr_plan_grant *g = &plan->grants[i];
    rr__page_add(page, rr_plugin_text(&g->grant->texts, page->options.lang));
    rr__add_grant_why(page, g);
    if (g->grant->state == RRP_UNKNOWN)
        rr__page_question(page, rr_plugin_text(&g->grant->questions, page->options.lang));
    add_source(page, g);
    rr__page_flow(page, rr__word(page->options.lang, rr__grant_word(g)), INDENT, styles[g->state]);
    for (size_t k = i; k < plan->grant_count; k++)
        if (rr__is_same_grant(&plan->grants[k], g)) {
            rr__add_grant_worth(p, &plan->grants[k]);
            rr__page_flow(page, NULL, INDENT, RR__PLAIN);
        }
}

static bool is_among(const rr__vec *documents, const rrp_text *t)
{
    for (size_t i = 0; i < documents->count; i++) {
        const rrp_text *other = RR__AT(const rrp_text *, documents, i);
        if (other->text.n == t->text.n && memcmp(other->text.p, t->text.p, (size_t)t->text.n) == 0)
            return true;
    }
    return false;
}

void rr__gather_documents(rr__page *page, const rr_plan *plan, rr__vec *documents)
{
    for (size_t i = 0; i < plan->grant_count; i++) {
        const rrp_text *t = NULL;
        while (plan->grants[i].state <= RR_GRANT_NO_AMOUNT && (t = rr__next_document(plan->grants[i].grant, page->options.lang, t)) != NULL)
            if (!is_among(documents, t) && !rr__vec_push(documents, &t))
                page->out.failed = true;
    }
}

static void show_documents(rr__page *page, const rr_plan *plan)
{
    rr__vec documents;
    rr__vec_init(&documents, page->out.allocator, sizeof(const rrp_text *));
    rr__gather_documents(page, plan, &documents);
    for (size_t i = 0; i < documents.count; i++) {
        rr__page_add(page, RR__AT(const rrp_text *, &documents, i)->text.p);
        rr__page_flow(page, rr__word(page->options.lang, RR__LABEL_BRING), INDENT, RR__PLAIN);
    }
    rr__vec_finish(&documents);
}

void rr__page_plan_grants(const rr__planning *p, const rr_plan *plan)
{
    if (plan->grant_count > 0)
        rr__page_heading(p->page, RR__LABEL_GRANTS);
    for (size_t i = 0; i < plan->grant_count; i++)
        if (!rr__is_said_before(plan, i))
            show_grant(p, plan, i);
    show_documents(p->page, plan);
}
