/* SPDX-License-Identifier: MIT */
/* What the text, the JSON and the table of paths have in common: one path result being shown. */
#ifndef RR_RENDER_PATH_PARTS_H
#define RR_RENDER_PATH_PARTS_H

#include "render/plan_parts.h"

typedef struct rr__pathing {
    rr__page *page;
    const rr_path_result *result;
    const rr_profile *profile;
    const rr_match_options *asked;
    rr__planning direct;        /* the plans of the direct way: its match and the limits as they were applied */
} rr__pathing;

/* The plans of a step, as renderers of plans take them. */
rr__planning rr__planning_of_step(const rr__pathing *p, const rr_path_step *step);
const char *rr__label_of(const rr__pathing *p, uint32_t occupation); /* its name in the page's language */
/* What is known of the step's pay here; false: nothing. */
bool rr__step_pay(const rr__pathing *p, const rr_path_step *step, rr_pay *out);
/* The currency of the floor: the profile's, else that of the plans; "" : not known. */
const char *rr__floor_currency(const rr__pathing *p);

const char *rr__income_name(rr_income_state income); /* "no-floor" "met" "unknown" "below" */

/* path_text.c, path_json.c */
void rr__path_text(const rr__pathing *p);
void rr__path_json(const rr__pathing *p);
#endif
