/* SPDX-License-Identifier: MIT */
/* What pages say of one match: the parts that the pages of several commands share. */
#ifndef RR_RENDER_MATCH_PAGE_H
#define RR_RENDER_MATCH_PAGE_H

#include "plan/same_question.h"
#include "render/html.h"

typedef struct rr__match_page {
    const rr_match_result *result;
    const rr_match *match;      /* NULL: all of the result */
    const rr_profile *profile;
    const rr_match_options *asked;
    const rr_explanation *explanation; /* of the match; NULL: none */
    const rr_matcher *matcher;         /* with an explanation */
    const rr_match *before;            /* the same role before: of its rules only those that are otherwise now; NULL: all */
} rr__match_page;

/* A rule of the taxonomy or of a plugin, as a page says it. */
typedef struct rr__rule {
    rr__word_id kind;           /* law, employers, programme, to know, adjusted */
    rr_verdict_state state;
    bool information;           /* to know, not to meet */
    bool law;
    int32_t delta_ppm;
    const char *text, *question; /* question "": none */
    const rr_verdict *verdict;   /* of the taxonomy, else NULL */
    const rr_rule_finding *said; /* of a plugin, else NULL */
} rr__rule;
/* Whether the rule stood as it does now. */
bool rr__is_entry_as_before(const rr_match *before, const rr_verdict *verdict);
bool rr__is_finding_as_before(const rr_match *before, const rr_rule_finding *said);
/* The rules of a match by index, the taxonomy's first; false behind the last. */
bool rr__rule_at(const rr__page *page, const rr_match *match, size_t index, rr__rule *out);

/* match_tables.c: for the caseworker. At most `most` rows, and how many more there are. */
void rr__html_role_name(rr__html *h, const rr_match *match); /* its rank and its name */
void rr__html_long_name(rr__html *h, const rr_match *match); /* where the title had to cut it: again, leading to all of it */
void rr__html_codes(rr__html *h, const rr_match *match);
void rr__html_worker(rr__html *h, const rr__match_page *p); /* who, what they did, as of when and where */
void rr__html_held(rr__html *h, const rr__match_page *p, size_t most);
void rr__html_gap(rr__html *h, const rr__match_page *p, size_t most);
/* Rules that hold for all roles of the result, or those of this match alone. `both`: all of them. */
typedef enum rr__which { RR__RULES_OWN, RR__RULES_SHARED, RR__RULES_ALL } rr__which;
void rr__html_rules(rr__html *h, const rr__match_page *p, rr__which which);
void rr__html_sum(rr__html *h, const rr__match_page *p);

/* What a client is told of rules: those in the state, laws first, each question once, at most `most`; *more: how many others
 * there are. */
enum { RR__RULES_PICKED = 8 };
size_t rr__pick_rules(const rr__page *page, const rr__match_page *p, rr_verdict_state state, rr__which which, rr__rule *out, size_t most, size_t *more);
const char *rr__rule_words(const rr__rule *rule); /* the question where the state is unknown, else the rule */
rr__question rr__rule_question(const rr__page *page, const rr_match *match, const rr__rule *rule); /* the same */

/* match_client.c: for the client, in plain words. Terms of a list: the caller opens and closes RR__TAG_dl. */
void rr__html_can_do(rr__html *h, const rr_match *match, size_t most);
void rr__html_to_learn(rr__html *h, const rr_match *match, size_t most);
void rr__html_a_course(rr__html *h, const rr_match *match);
/* "TITLE (SCHOOL, 1800 yuan, sample data)" */
void rr__html_offer(rr__html *h, const rr_offer *offer);
/* "you can try for it now"; under a condition while a law is not settled. */
rr__word_id rr__status_word(const rr__page *page, const rr_match *match);
void rr__html_in_the_way(rr__html *h, const rr__match_page *p, size_t most);
void rr__html_ask_first(rr__html *h, const rr__match_page *p, rr__which which, size_t most);
bool rr__html_asks(const rr__html *h, const rr__match_page *p, rr__which which); /* whether there is anything to ask */
void rr__html_jobs(rr__html *h, const rr_profile *profile); /* "Taxi driver (12 years), ..." */
void rr__html_you_did(rr__html *h, const rr_profile *profile);
/* Courses that are made up, plugins that could not be read, and how much more there is to know. */
void rr__page_caveats(rr__page *page, const rr__match_page *p, bool sample); /* text too; sample: something made up is shown */
/* A bar for each role of the result, or for the match alone, with the line from which a role is within reach. */
void rr__html_readiness(rr__html *h, const rr__match_page *p);
bool rr__rule_is_among(const rr__match_page *p, const rr__rule *rule, rr__which which);

/* client_text.c: the same for a terminal */
/* Whether the cheapest plan is summed up below, with its own courses: then none of a single skill stand beside them. */
bool rr__is_planned(const rr__match_page *p);
void rr__match_client_text(rr__page *page, const rr__match_page *p);
void rr__explanation_client_text(rr__page *page, const rr__match_page *p);
void rr__client_person_text(rr__page *page, const rr_profile *profile);
void rr__client_skills_text(rr__page *page, const rr_match *match);
void rr__client_rules_text(rr__page *page, const rr__match_page *p, rr_verdict_state state, rr__word_id head, rr__which which);

/* say_client.c: a term and what is said of it, on a page and on the screen. The list of terms is opened by the first. */
typedef struct rr__saying {
    rr__page *page;
    rr__word_id head;
    size_t said, left_out;
    size_t room; /* lines that are left */
} rr__saying;
enum { RR__NO_LIMIT = 1000 };
rr__saying rr__about(rr__page *page, rr__word_id head, size_t room);
void rr__say(rr__saying *s);     /* takes the line; an empty one is nothing */
void rr__say_end(rr__saying *s); /* how much had no room */
void rr__say_one(rr__page *page, rr__word_id head); /* the line is all there is under the head */
void rr__close_terms(rr__page *page);
/* Who it is for, and how things stand with the role of the match; text has its title here, a page above. */
void rr__client_top(rr__page *page, const rr__match_page *m, rr__word_id title);

/* match_html.c, explanation_html.c: whole pages */
void rr__match_html(rr__page *page, const rr__match_page *p);
void rr__explanation_html(rr__page *page, const rr__match_page *p);
#endif
