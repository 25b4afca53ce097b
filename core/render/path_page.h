/* SPDX-License-Identifier: MIT */
/* What pages say of paths: pictures, the caseworker's page in full, and what the client reads on the screen and on paper. */
#ifndef RR_RENDER_PATH_PAGE_H
#define RR_RENDER_PATH_PAGE_H

#include "render/path_parts.h"
#include "render/plan_page.h"

/* path_text.c: parts that text and the caseworker's page share */
size_t rr__count_direct(const rr__pathing *p);
void rr__add_path_title(const rr__pathing *p, size_t index); /* "The direct way", "Way 1: over Courier", on the line */
void rr__page_floor(const rr__pathing *p);
void rr__page_no_courses(const rr__pathing *p); /* where no catalogue is known */
void rr__page_path_sums(const rr__pathing *p, const rr_path *path);
void rr__page_path_step(const rr__pathing *p, const rr_path_step *step, bool first);
void rr__page_path_notes(const rr__pathing *p); /* what was looked at, and what weeks without income are */
/* The match of the step's role where it first appears; NULL: here. */
const rr_match *rr__first_match(const rr__pathing *p, size_t path, size_t step);
void rr__page_rules_as_before(rr__page *page, const rr_match *before, uint32_t indent); /* nothing where there were none */

/* path_pictures.c */
void rr__draw_path_map(rr__html *h, const rr__pathing *p);       /* nothing where no way reaches the role */
void rr__draw_path_readiness(rr__html *h, const rr__pathing *p);
void rr__draw_path_calendar(rr__html *h, const rr_path *path);
size_t rr__measure_path_map(const rr__html *h, const rr__pathing *p); /* how high it is, in pixels */

/* path_client.c, path_html.c */
void rr__path_client(const rr__pathing *p);
void rr__path_html(const rr__pathing *p);
#endif
