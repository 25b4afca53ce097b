/* SPDX-License-Identifier: MIT */
/* What pages say of plans: pictures, the caseworker's tables, and what the client reads on the screen and on paper. */
#ifndef RR_RENDER_PLAN_PAGE_H
#define RR_RENDER_PLAN_PAGE_H

#include "render/match_page.h"
#include "render/plan_parts.h"

/* plan_pictures.c */
void rr__draw_plan_readiness(rr__html *h, const rr__planning *p);
void rr__draw_plan_calendar(rr__html *h, const rr__planning *p, const rr_plan *plan, size_t most);
void rr__draw_plan_costs(rr__html *h, const rr__planning *p, const rr_plan *plan); /* nothing where all is free */
size_t rr__count_plan_costs(const rr__planning *p, const rr_plan *plan); /* rows of that picture */

/* plan_tables.c: for the caseworker */
void rr__html_plans(rr__html *h, const rr__planning *p); /* all of them side by side */
void rr__html_proof(rr__html *h, const rr__planning *p, const rr_plan *plan); /* how sure it is, as paragraphs */
void rr__html_steps(rr__html *h, const rr__planning *p, const rr_plan *plan);
void rr__html_grants(rr__html *h, const rr__planning *p, const rr_plan *plan);
void rr__html_open_items(rr__html *h, const rr__planning *p);

/* plan_client.c: for the client, as text and on a page */
void rr__plan_client(rr__page *page, const rr__planning *p, const rr_profile *profile);
void rr__client_plan_sum(const rr__planning *p); /* the cheapest way: its courses, own cost and time, in short; may be nothing */
void rr__html_steps_short(rr__html *h, const rr__planning *p, const rr_plan *plan, size_t most);

/* plan_html.c: the whole page, and what the pages of other commands show of plans */
void rr__html_plans_in_short(rr__html *h, const rr__planning *p); /* side by side, or why there is none */
void rr__html_plan(rr__html *h, const rr__planning *p, size_t index, rr__tag heading);
void rr__html_plan_parts(rr__html *h, const rr__planning *p, const rr_plan *plan); /* without a heading */
void rr__plan_html(const rr__planning *p, const rr_profile *profile);
#endif
