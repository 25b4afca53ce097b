/* SPDX-License-Identifier: MIT */
/* What the text, the JSON and the table of comparisons have in common: one comparison being shown, and its words. */
#ifndef RR_RENDER_COMPARE_PARTS_H
#define RR_RENDER_COMPARE_PARTS_H

#include "render/plan_parts.h"

/* How much is shown of each kind; what is more is counted. */
typedef struct rr__compare_limits {
    size_t held, missing, courses, asks, decided; /* decided: lines */
    bool first_alone;   /* courses and living of the first plan alone */
    bool unknown_once;  /* what is unknown of every role stands among the questions, not beside what is known */
} rr__compare_limits;
enum { RR__COMPARE_ALL = 100000 };

typedef struct rr__comparing_page {
    rr__page *page;
    const rr_comparison *result;
    const rr_profile *profile;
    const rr_match_options *asked;
    bool client, sources;           /* plain words; with where it is from */
    rr__compare_limits most;
    rr__buf cells[RR_COMPARE_MOST]; /* of one topic: paragraphs, each ended by a line break */
    rr__buf *cell;                  /* the one being written */
} rr__comparing_page;

/* The plans of a role, as renderers of plans take them. */
rr__planning rr__planning_of_role(const rr__comparing_page *p, const rr_compared *c);
/* What was decided, of all roles. */
rr__decided rr__decided_of(const rr__comparing_page *p);
/* The k-th plan that is shown of a role: the cheapest, then the fastest where that is another. NULL: no more. */
const rr_plan *rr__shown_plan(const rr_compared *c, size_t k);

/* compare_words.c: pieces added to the page's line. */
const char *rr__way_name(rr_way way); /* "plan" "no-course" ... */
void rr__page_way(const rr__comparing_page *p, const rr_compared *c);
void rr__page_risk(const rr__comparing_page *p, const rr_compared *c, const rr_risk *risk);
void rr__page_ask(const rr__comparing_page *p, const rr_ask *ask);
/* Whom a question concerns, where that isn't all: " (A; B)". */
void rr__page_asked_of(const rr__comparing_page *p, const rr_ask *ask);
void rr__page_compared_pay(const rr__comparing_page *p, const rr_compared *c, const rr_compared_pay *pay);
/* The occupation's note of the kind at *index or behind it; false: no more. */
bool rr__next_note(const rr__comparing_page *p, const rr_compared *c, const char *kind, uint32_t *index, rr_note *out);
void rr__page_compared_exposure(const rr__comparing_page *p, const rr_exposure *exposure);
/* In words a client uses, "1000 yuan", else as plans do. */
void rr__page_own_money(const rr__comparing_page *p, const rr__planning *plans, int64_t minor);

/* compare_topics.c: what stands in one role's cell under each topic. */
typedef struct rr__topic {
    rr__word_id caseworker, client;  /* heading */
    void (*put)(rr__comparing_page *p, const rr_compared *c);
} rr__topic;
extern const rr__topic rr__topics[];
extern const size_t rr__topic_count;

/* compare_columns.c: shows the cells of one topic, two side by side where there is room, else one under the other, and
 * empties them. */
void rr__columns_head(rr__comparing_page *p);
void rr__columns_topic(rr__comparing_page *p, rr__word_id heading);

/* Fills the cell of one role under a topic. */
void rr__put_topic(rr__comparing_page *p, size_t topic, size_t role);

/* compare_text.c, compare_json.c, compare_html.c */
void rr__comparison_text(rr__comparing_page *p);
/* Hands over the questions within the limits, numbered from 1; returns how many more there are. */
typedef void (*rr__put_ask)(rr__comparing_page *p, const rr_ask *ask, size_t number);
size_t rr__each_ask(rr__comparing_page *p, rr__put_ask put);
void rr__comparison_html(rr__comparing_page *p);
void rr__comparison_json(rr__comparing_page *p);
#endif
