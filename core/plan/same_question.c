/* SPDX-License-Identifier: MIT */
/* Two questions in; whether one answer settles both, out. */
#include <string.h>

#include "plan/same_question.h"

static bool same_text(rrp_str a, rrp_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, (size_t)a.n) == 0);
}

static bool same_need(const rrp_need *a, const rrp_need *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    return a->kind == b->kind && a->ref == b->ref && a->level == b->level && a->months == b->months && same_text(a->value, b->value) &&
           strcmp(rr_plugin_text(&a->texts, RR_LANG_EN), rr_plugin_text(&b->texts, RR_LANG_EN)) == 0;
}

/* What the person holds or is, is the same to be asked for a course and for an exam. */
static bool is_of_person(const rr__question *q)
{
    const rr_plan_question *asked = q->asked;
    return asked->kind <= RR_QUESTION_EXAM && asked->need != NULL && asked->need->kind != RRP_NEED_TEXT;
}

static bool same_of_course(const rr__question *a, const rr__question *b)
{
    const rr_plan_step *x = a->step, *y = b->step;
    const rr_plan_question *p = a->asked, *q = b->asked;
    if (is_of_person(a) && is_of_person(b))
        return same_need(p->need, q->need);
    if (p->kind != q->kind || p->descriptor != q->descriptor || !same_need(p->need, q->need))
        return false;
    if (p->certificate != NULL && q->certificate != NULL)
        return same_text(p->certificate->id, q->certificate->id);
    if (p->kind == RR_QUESTION_NEED)
        return true;
    return x->offer.plugin == y->offer.plugin && same_text(x->offer.course->id, y->offer.course->id) &&
           (p->kind != RR_QUESTION_SEATS || same_text(x->session->id, y->session->id));
}

bool rr__same_question(const rr__question *a, const rr__question *b)
{
    if (a->words != NULL || b->words != NULL)
        return a->words != NULL && b->words != NULL && strcmp(a->words, b->words) == 0;
    return same_of_course(a, b);
}
