/* SPDX-License-Identifier: MIT */
/* A person and candidates, or a role's courses, in; what every plugin says of them out. Each sees the same
 * input and no other's answer, so their order and their faults change nothing for the rest. */
#include "base/error.h"
#include "plugin/plugins.h"
#include "plugin/records.h"

/* One question, put to all plugins in the same words. */
typedef struct question {
    rr_plugins *plugins;
    rr__arena *arena;
    uint32_t call, offers;         /* what it is, and which plugins' code answers it */
    const char *where;             /* for what is wrong with an answer */
    const rr__abi_record *answer;
    const rrp_vec *items;          /* candidates or courses */
    uint32_t occupation;           /* of GRANTS */
    int64_t deadline_ms;           /* 0: none */
    rr__buf tail;                  /* the part of the request that is the same for all */
} question;

static rr_status ask_rules(const question *q, const rr__plugin *plugin, const rrp_profile *person, rr__said *said, rr_error *err)
{
    if (plugin->rules == NULL)
        return RR_OK;
    return q->call == RR__CALL_SCORE
               ? rr__rules_score(plugin->rules, q->arena, person, q->items, &said->verdicts[0], err)
               : rr__rules_grants(plugin->rules, q->arena, person, q->occupation, q->items, &said->verdicts[0], err);
}

/* What was answered, decoded and held against what can be. What is wrong is the plugin's failure, no error. */
static rr_status take_answer(const question *q, const rr__buf *reply, rr__said *said, rr_error *err)
{
    const rr_allocator *a = &q->plugins->context->allocator;
    rrp_vec *answer = &said->verdicts[1];
    rr__decoder in = {.at = (const uint8_t *)reply->data, .end = (const uint8_t *)reply->data + reply->len, .arena = q->arena};
    rr__decode_vec(&in, q->answer, answer);
    if (in.nomem)
        return rr__fail_nomem(err);
    if (in.failed || in.at != in.end) {
        rr__failure_set(&said->failure, RR__FAULT_BAD_REPLY, "%s: it can't be decoded", q->where);
        return RR_OK;
    }
    bool judged = q->call == RR__CALL_SCORE ? rr__judge_verdicts(answer, q->items->count, a, &said->failure)
                                            : rr__judge_grants(answer, q->items, a, &said->failure);
    return judged ? RR_OK : rr__fail_nomem(err);
}

/* One plugin's code while it is asked; session NULL: it isn't. */
typedef struct asked {
    rr__plugin *plugin;
    rr__said *said;
    rr__session *session;
    rr__buf request, reply;
} asked;

/* What can't be asked is the plugin's failure, no error. */
static rr_status prepare(const question *q, asked *a, const rrp_profile *person, rr_error *err)
{
    const rr_allocator *allocator = &q->plugins->context->allocator;
    rr__buf_init(&a->request, allocator, SIZE_MAX / 4);
    rr__buf_init(&a->reply, allocator, SIZE_MAX / 4);
    a->request.secret = a->reply.secret = true;
    rr__encode_u32(&a->request, q->call);
    rr__encode(&a->request, &rr__abi_profile, person, sizeof *person);
    rr__buf_add(&a->request, q->tail.data, q->tail.len);
    if (a->request.failed || q->tail.failed)
        return rr__fail_nomem(err);
    a->session = rr__plugin_take_session(q->plugins, a->plugin, q->deadline_ms, &a->said->failure);
    return a->session == NULL && a->said->failure.fault == RR__FAULT_NONE ? rr__fail_nomem(err) : RR_OK;
}

static rr_status conclude(const question *q, asked *a, const rr__inquiry *call, rr_status status, rr_error *err)
{
    rr__failure *failure = &a->said->failure;
    if (status == RR_OK && call != NULL && call->ok)
        status = take_answer(q, &a->reply, a->said, err);
    else if (status == RR_OK && call != NULL && failure->fault == RR__FAULT_NONE)
        status = rr__fail_nomem(err);
    if (status != RR_OK || failure->fault != RR__FAULT_NONE)
        a->said->verdicts[1] = (rrp_vec){NULL, 0, q->answer->size};
    static const rr__failure nothing = {.fault = RR__FAULT_NONE};
    bool blamed = status == RR_OK || failure->fault != RR__FAULT_TIMEOUT; /* that its time was cut short is not its fault */
    bool told = status == RR_OK || (blamed && failure->fault != RR__FAULT_NONE);
    rr__plugin_give_session(q->plugins, a->plugin, a->session, told ? q->call : 0, blamed ? failure : &nothing);
    rr__buf_finish(&a->request);
    rr__buf_finish(&a->reply);
    return status;
}

/* Their code works side by side; what each said is taken in their order. */
static rr_status ask_code(const question *q, asked *all, size_t count, rr_status status, rr_error *err)
{
    size_t called = 0;
    rr__inquiry *calls = rr__arena_alloc(q->arena, (count + 1) * sizeof *calls, 8);
    if (status == RR_OK && calls == NULL)
        status = rr__fail_nomem(err);
    for (size_t i = 0; i < count && status == RR_OK; i++)
        if (all[i].session != NULL)
            calls[called++] = (rr__inquiry){.session = all[i].session, .request = &all[i].request, .reply = &all[i].reply, .failure = &all[i].said->failure};
    rr__sessions_call(calls, called, q->deadline_ms);
    if (status == RR_OK)
        status = rr__check_time(q->plugins->context, q->deadline_ms, err);
    for (size_t i = 0, next = 0; i < count; i++)
        status = conclude(q, &all[i], next < called && calls[next].session == all[i].session ? &calls[next++] : NULL, status, err);
    return status;
}

static rr_status ask_all(question *q, const rrp_profile *person, rr__said **out, rr_error *err)
{
    size_t plugins = q->plugins->items.count, count = 0;
    rr__said *said = rr__arena_alloc(q->arena, (plugins + 1) * sizeof *said, 8);
    asked *all = rr__arena_alloc(q->arena, (plugins + 1) * sizeof *all, 8);
    rr_status status = said == NULL || all == NULL ? rr__fail_nomem(err) : RR_OK;
    for (size_t i = 0; i < plugins && status == RR_OK; i++) {
        rr__plugin *plugin = rr__plugin_at(q->plugins, i);
        rrp_profile seen;
        said[i].failure = plugin->failure;
        said[i].verdicts[0].stride = said[i].verdicts[1].stride = q->answer->size;
        if (plugin->failure.fault != RR__FAULT_NONE)
            continue;
        status = rr__person_narrow(&seen, q->arena, person, &plugin->manifest, err);
        if (status == RR_OK)
            status = ask_rules(q, plugin, &seen, &said[i], err);
        if (status != RR_OK || (plugin->offers & q->offers) == 0)
            continue;
        asked *one = &all[count++];
        *one = (asked){.plugin = plugin, .said = &said[i]};
        status = prepare(q, one, &seen, err);
    }
    if (count > 0)
        status = ask_code(q, all, count, status, err);
    rr__buf_finish(&q->tail);
    *out = status == RR_OK ? said : NULL;
    return status;
}

rr_status rr__plugins_score(rr_plugins *plugins, rr__arena *arena, const rrp_profile *person, const rrp_vec *candidates,
                            int64_t deadline_ms, rr__said **said, rr_error *err)
{
    question q = {.plugins = plugins, .arena = arena, .call = RR__CALL_SCORE, .offers = RR__OFFERS_SCORING, .where = "in score",
                  .answer = &rr__abi_verdict, .items = candidates, .deadline_ms = deadline_ms};
    rr__buf_init(&q.tail, &plugins->context->allocator, SIZE_MAX / 4);
    q.tail.secret = true; /* how well each fits */
    if (plugins->code_scores)
        rr__encode_vec(&q.tail, &rr__abi_candidate, candidates);
    return ask_all(&q, person, said, err);
}

rr_status rr__plugins_grants(rr_plugins *plugins, rr__arena *arena, const rrp_profile *person, uint32_t occupation,
                             const rrp_vec *courses, int64_t deadline_ms, rr__said **said, rr_error *err)
{
    question q = {.plugins = plugins, .arena = arena, .call = RR__CALL_GRANTS, .offers = RR__OFFERS_FUNDING, .where = "in grants",
                  .answer = &rr__abi_grant, .items = courses, .occupation = occupation + 1, .deadline_ms = deadline_ms};
    rr__buf_init(&q.tail, &plugins->context->allocator, SIZE_MAX / 4);
    rr__encode_u32(&q.tail, q.occupation);
    rr__encode_vec(&q.tail, &rr__abi_course, courses);
    return ask_all(&q, person, said, err);
}
