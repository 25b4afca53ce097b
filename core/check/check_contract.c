/* SPDX-License-Identifier: MIT */
/* Checks of how a plugin's code behaves in hosts of every kind. Most run beside the code (plugin/serve_check.c), once for
 * each interface that it offers. */
#include <stdio.h>
#include <string.h>

#include "base/region.h"
#include "check/checking.h"

enum { START_MS = 5000, CALL_MS = 5000 };

/* One request in a bent host. */
static rr_check_state bend(rr__checking *c, uint32_t number, const rr__buf *asked)
{
    rr__buf request;
    rr__buf_init(&request, &c->context->allocator, SIZE_MAX / 4);
    rr__encode_u32(&request, RR__CALL_CHECK);
    rr__encode_u32(&request, number);
    if (asked != NULL)
        rr__buf_add(&request, asked->data, asked->len);
    rr__buf_clear(&c->reply);
    rr__server_handle(c->server, request.data, request.len, &c->reply, RR__CHECK_QUOTA);
    rr__buf_finish(&request);
    rr__decoder in = {.at = (const uint8_t *)c->reply.data, .end = (const uint8_t *)c->reply.data + c->reply.len, .arena = &c->arena};
    uint32_t outcome = rr__decode_u32(&in), verdict = rr__decode_u32(&in);
    rrp_str why = rr__decode_str(&in);
    char words[512];
    if (outcome != RRP_OK || in.failed)
        return rr__check_say(c, RR_CHECK_SKIP, "%s", rr__in(c, "the check could not be run", "检查未能运行"));
    if (verdict == RR__CHECK_PASSED)
        return RR_CHECK_PASS;
    rr__plugin_words(why.p, c->lang, words, sizeof words);
    return rr__check_say(c, verdict == RR__CHECK_FAILED ? RR_CHECK_FAIL : RR_CHECK_SKIP, "%s", words);
}

/* The same for every interface; the first that fails decides. */
static rr_check_state bend_each(rr__checking *c, uint32_t number)
{
    rr_check_state state = RR_CHECK_SKIP;
    if (!rr__has_server(c))
        return RR_CHECK_SKIP;
    rr__check_say(c, RR_CHECK_SKIP, "%s", rr__in(c, "its code offers no interface", "代码不提供任何接口"));
    for (size_t i = 0; state != RR_CHECK_FAIL && rr__make_request(c, i); i++) {
        rr_check_state own = bend(c, number, &c->request);
        state = own == RR_CHECK_SKIP ? state : own;
    }
    if (state == RR_CHECK_PASS)
        c->detail[0] = '\0';
    return state;
}

rr_check_state rr__check_unknown_interface(rr__checking *c)
{
    return rr__has_server(c) ? bend(c, RR__CHECK_UNKNOWN_INTERFACE, NULL) : RR_CHECK_SKIP;
}

#define BEND(function, number) rr_check_state rr__check_##function(rr__checking *c) { return bend_each(c, number); }
BEND(two_instances, RR__CHECK_TWO_INSTANCES)
BEND(create_destroy, RR__CHECK_CREATE_DESTROY)
BEND(longer_stride, RR__CHECK_LONGER_STRIDE)
BEND(minimal_host, RR__CHECK_MINIMAL_HOST)
BEND(needs_minor_honest, RR__CHECK_NEEDS_MINOR)
BEND(alloc_fails, RR__CHECK_ALLOC_FAILS)
BEND(cancel_honoured, RR__CHECK_CANCEL)
BEND(deterministic, RR__CHECK_DETERMINISTIC)
BEND(process_state, RR__CHECK_PROCESS_STATE)
BEND(no_threads, RR__CHECK_THREADS)

rr_check_state rr__check_empty_batch(rr__checking *c)
{
    rrp_vec answers = {NULL, 0, 0};
    static const rrp_candidate nobody = {0};
    const rrp_vec none = RRP_VEC(rrp_candidate, &nobody, 0);
    if (!rr__has_server(c))
        return RR_CHECK_SKIP;
    if ((c->offers & (RR__OFFERS_SCORING | RR__OFFERS_FUNDING)) == 0)
        return rr__check_say(c, RR_CHECK_SKIP, "%s", rr__in(c, "its code answers no batches", "代码不回答批量询问"));
    if ((c->offers & RR__OFFERS_SCORING) != 0 && (!rr__ask_score(c, &none, &answers) || answers.count > 0))
        return c->detail[0] != '\0' ? RR_CHECK_FAIL : rr__check_say(c, RR_CHECK_FAIL, "%s", rr__in(c, "verdicts about nobody", "没有候选，却有结论"));
    if ((c->offers & RR__OFFERS_FUNDING) != 0) {
        static const rrp_course nothing = {.hours = 0};
        c->asked = (rrp_vec)RRP_VEC(rrp_course, &nothing, 0);
        c->detail[0] = '\0';
        if (!rr__ask_grants(c, &answers) || answers.count > 0)
            return c->detail[0] != '\0' ? RR_CHECK_FAIL : rr__check_say(c, RR_CHECK_FAIL, "%s", rr__in(c, "grants for no course", "没有课程，却有补贴"));
    }
    return RR_CHECK_PASS;
}

/* ---- in the helper ---- */

/* What the helper's locks end is another check's. */
static rr_check_state say_failure(rr__checking *c, const rr__failure *failure)
{
    char words[512];
    rr__plugin_words(failure->detail, c->lang, words, sizeof words);
    return rr__check_say(c, failure->fault == RR__FAULT_FORBIDDEN ? RR_CHECK_SKIP : RR_CHECK_FAIL, rr__in(c, "%s: %s", "%s：%s"),
                         rr__fault_text(failure->fault, c->lang), words);
}

static rr__session *open_helper(rr__checking *c, rr__failure *failure)
{
    rr__session *session = NULL;
    uint32_t offers = 0;
    rr__session_options options = {.helper = c->helper, .folder = c->folder, .start_ms = START_MS, .call_ms = CALL_MS};
    rr__session_open(&session, c->context, c->binary, &c->start, &options, &offers, failure);
    return session;
}

/* The outcome and what follows, as this process answered it, less the outcome when all is well. */
static bool same_reply(const rr__checking *c, const rr__buf *there)
{
    uint32_t outcome = RRP_OK + 1;
    if (c->reply.len >= sizeof outcome)
        memcpy(&outcome, c->reply.data, sizeof outcome);
    size_t len = c->reply.len - sizeof outcome;
    return outcome == RRP_OK && there->len == len && (len == 0 || memcmp(there->data, c->reply.data + sizeof outcome, len) == 0);
}

static bool need_helper(rr__checking *c)
{
    if (!rr__has_server(c))
        return false;
    if (c->helper != NULL)
        return true;
    rr__check_say(c, RR_CHECK_SKIP, "%s", rr__in(c, "reroute-plugin-host is not there", "找不到 reroute-plugin-host"));
    return false;
}

rr_check_state rr__check_helper_identical(rr__checking *c)
{
    rr__failure failure = {RR__FAULT_NONE, ""};
    rr__buf there;
    rr_check_state state = RR_CHECK_PASS;
    if (!need_helper(c))
        return RR_CHECK_SKIP;
    rr__session *session = open_helper(c, &failure);
    if (session == NULL)
        return say_failure(c, &failure);
    rr__buf_init(&there, &c->context->allocator, SIZE_MAX / 4);
    for (size_t i = 0; state == RR_CHECK_PASS && rr__make_request(c, i); i++) {
        rr__buf_clear(&there);
        rr__answer_here(c);
        if (!rr__session_call(session, &c->request, &there, &failure))
            state = say_failure(c, &failure);
        else if (!same_reply(c, &there))
            state = rr__check_say(c, RR_CHECK_FAIL, "%s", rr__in(c, "the helper's answer differs from this process's", "辅助进程与本进程的回答不同"));
    }
    rr__buf_finish(&there);
    rr__session_close(session);
    return state;
}

/* What the helper's locks end is named by them. */
rr_check_state rr__check_no_forbidden(rr__checking *c)
{
    rr__failure failure = {RR__FAULT_NONE, ""};
    rr__buf there;
    if (!rr__has_binary(c) || !rr__has_files(c))
        return RR_CHECK_SKIP;
    if (!need_helper(c))
        return RR_CHECK_SKIP;
    rr__session *session = open_helper(c, &failure);
    rr__buf_init(&there, &c->context->allocator, SIZE_MAX / 4);
    for (size_t i = 0; session != NULL && failure.fault == RR__FAULT_NONE && rr__make_request(c, i); i++) {
        rr__buf_clear(&there);
        rr__session_call(session, &c->request, &there, &failure);
    }
    rr__buf_finish(&there);
    rr__isolation isolation = session == NULL ? RR__RLIMITS : rr__session_isolation(session);
    rr__session_close(session);
    if (failure.fault == RR__FAULT_FORBIDDEN) {
        char words[512];
        rr__plugin_words(failure.detail, c->lang, words, sizeof words);
        return rr__check_say(c, RR_CHECK_FAIL, "%s", words);
    }
    if (isolation != RR__FULL && isolation != RR__SECCOMP)
        return rr__check_say(c, RR_CHECK_SKIP, "%s", rr__in(c, "this kernel can't tell (no seccomp)", "本系统内核无法判断（没有 seccomp）"));
    return RR_CHECK_PASS;
}
