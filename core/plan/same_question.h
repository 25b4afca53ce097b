/* SPDX-License-Identifier: MIT */
/* What a match or a plan leaves open, so that each question is asked once: in a comparison, on a path, in a plan. */
#ifndef RR_PLAN_SAME_QUESTION_H
#define RR_PLAN_SAME_QUESTION_H

#include <reroute/plan.h>
#include <stdbool.h>

typedef struct rr__question {
    const char *words;             /* what a rule or a grant asks, in English; NULL: it is about a course */
    const rr_plan_step *step;
    const rr_plan_question *asked; /* of the step */
} rr__question;

/* Rules and grants by their words: a taxonomy and the plugins have no other key in common. What a course or an exam asks of
 * the person is the same whichever course leads to it; the rest is about that course. */
bool rr__same_question(const rr__question *a, const rr__question *b);
#endif
