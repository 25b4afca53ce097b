/* SPDX-License-Identifier: MIT */
/* A plan in; its readiness as bars, its courses as a calendar and its own cost as a waterfall out. */
#include "render/plan_page.h"

#include <string.h>

enum { PLANS_MOST = 3, STEPS_MOST = 24, COSTS_MOST = 40, GRANTS_MOST = 6, PRICES_CLIENT = 2, NAME_BYTES = 128 };

void rr__draw_plan_readiness(rr__html *h, const rr__planning *p)
{
    char names[PLANS_MOST][NAME_BYTES];
    rr__bar bars[PLANS_MOST + 1];
    rr_lang lang = h->page->options.lang;
    size_t count = rr_plan_count(p->result) < PLANS_MOST ? rr_plan_count(p->result) : PLANS_MOST;
    bars[0] = (rr__bar){rr__word(lang, RR__LABEL_STEP_TODAY), p->match->readiness_ppm};
    for (size_t i = 0; i < count; i++) {
        rr__add_plan_name(h->page, rr_plan_at(p->result, i), i);
        bars[i + 1] = (rr__bar){rr__keep_line(h->page, names[i], NAME_BYTES), rr_plan_at(p->result, i)->readiness_ppm};
    }
    rr__draw_bars(h, rr__word(lang, rr__is_client(h->page) ? RR__LABEL_BARS_AFTER_CLIENT : RR__LABEL_BARS_AFTER), bars, count + 1,
                  (int32_t)p->limits->threshold_ppm, rr__word(lang, RR__LABEL_BARS_MARK));
}

static const char *title_of(const rr__page *page, const rr_plan_step *step)
{
    return rr_plugin_text(&step->offer.course->titles, page->options.lang);
}

static const char *sample_word(const rr__page *page, const rr_plan_step *step)
{
    return rr__is_sample(page->plugins, &step->offer) ? rr__word(page->options.lang, RR__LABEL_SAMPLE_WORD) : NULL;
}

void rr__draw_plan_calendar(rr__html *h, const rr__planning *p, const rr_plan *plan, size_t most)
{
    rr__span spans[STEPS_MOST];
    size_t count = plan->step_count < STEPS_MOST ? plan->step_count : STEPS_MOST;
    count = count < most ? count : most;
    int32_t last = p->limits->first_day;
    for (size_t k = 0; k < count; k++) {
        const rr_plan_step *step = &plan->steps[k];
        spans[k] = (rr__span){title_of(h->page, step), step->start_day, step->end_day, sample_word(h->page, step)};
        last = step->end_day > last ? step->end_day : last;
    }
    if (count > 0)
        rr__draw_calendar(h, rr__word(h->page->options.lang, RR__LABEL_CALENDAR_TITLE), spans, count, p->limits->first_day, last);
}

/* What is counted, or what would be saved, by each grant: one row for each, however many steps it is for. */
static size_t take_grants(const rr__planning *p, const rr_plan *plan, rr_plan_grant_state state, rr__cost *out)
{
    size_t count = 0;
    bool counted = state == RR_GRANT_COUNTED;
    rr_lang lang = p->page->options.lang;
    for (size_t i = 0; i < plan->grant_count && count < GRANTS_MOST; i++) {
        int64_t sum = 0;
        if (plan->grants[i].state != state || rr__is_said_before(plan, i))
            continue;
        for (size_t k = i; k < plan->grant_count; k++)
            if (rr__is_same_grant(&plan->grants[k], &plan->grants[i]))
                sum += counted ? plan->grants[k].amount_minor : plan->grants[k].saves_minor;
        if (sum > 0)
            out[count++] = (rr__cost){rr_plugin_text(&plan->grants[i].grant->texts, lang), sum, counted ? RR__COST_GRANT : RR__COST_MAYBE, NULL};
    }
    return count;
}

/* A row for each price; for a client who would get many, their sum. */
static size_t take_prices(const rr__planning *p, const rr_plan *plan, rr__cost *out)
{
    size_t count = 0, priced = 0;
    rr_lang lang = p->page->options.lang;
    for (size_t k = 0; k < plan->step_count; k++)
        priced += plan->steps[k].price_minor > 0;
    bool sum = priced > (rr__is_client(p->page) ? PRICES_CLIENT : STEPS_MOST);
    if (sum)
        out[count++] = (rr__cost){rr__word(lang, RR__LABEL_COURSES), plan->price_minor, RR__COST_PRICE, NULL};
    for (size_t k = 0; k < plan->step_count && !sum; k++)
        if (plan->steps[k].price_minor > 0)
            out[count++] = (rr__cost){title_of(p->page, &plan->steps[k]), plan->steps[k].price_minor, RR__COST_PRICE, sample_word(p->page, &plan->steps[k])};
    if (plan->fee_minor > 0)
        out[count++] = (rr__cost){rr__word(lang, RR__LABEL_EXAM_FEES), plan->fee_minor, RR__COST_PRICE, NULL};
    return count;
}

/* 0: nothing is to be paid, or nobody says how much. */
static size_t take_costs(const rr__planning *p, const rr_plan *plan, rr__cost *out)
{
    rr_lang lang = p->page->options.lang;
    bool client = rr__is_client(p->page);
    size_t count = take_prices(p, plan, out);
    if (count == 0)
        return 0;
    count += take_grants(p, plan, RR_GRANT_COUNTED, out + count);
    out[count++] = (rr__cost){rr__word(lang, client ? RR__LABEL_YOU_PAY : RR__LABEL_OWN_COST), plan->own_minor, RR__COST_TOTAL, NULL};
    count += take_grants(p, plan, RR_GRANT_UNKNOWN, out + count);
    if (plan->own_if_granted_minor != plan->own_minor)
        out[count++] = (rr__cost){rr__word(lang, client ? RR__LABEL_YOU_PAY_IF : RR__LABEL_OWN_COST_IF), plan->own_if_granted_minor, RR__COST_TOTAL, NULL};
    return count;
}

size_t rr__count_plan_costs(const rr__planning *p, const rr_plan *plan)
{
    rr__cost costs[COSTS_MOST];
    return take_costs(p, plan, costs);
}

void rr__draw_plan_costs(rr__html *h, const rr__planning *p, const rr_plan *plan)
{
    rr__cost costs[COSTS_MOST];
    size_t count = take_costs(p, plan, costs);
    if (count > 0)
        rr__draw_waterfall(h, rr__word(h->page->options.lang, RR__LABEL_COSTS_TITLE), costs, count,
                           (rrp_str){p->limits->currency, strlen(p->limits->currency)});
}
