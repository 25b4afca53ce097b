/* SPDX-License-Identifier: MIT */
/* A plugin's binary and requests in; replies, or one failure that says what went wrong where, out. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "plugin/frame.h"
#include "plugin/process.h"
#include "plugin/records.h"
#include "plugin/session.h"

#define MEMORY_DEFAULT ((uint64_t)256 << 20)
#define REPLY_DEFAULT ((uint32_t)64 << 20)
enum { CLOSE_MS = 500, LAST_GRACE_MS = 100, WORDS_MAX = 160 };

struct rr__session {
    const rr_allocator *allocator;
    rr_allocator watched; /* the same, for what runs in process */
    bool starved;         /* it had nothing to give */
    uint32_t start_ms, call_ms, reply_max, calls;
    uint64_t memory_bytes;
    rr__server *server; /* in process */
    rr__process process;
    rr__exchange exchange; /* of the call that is under way */
    rr__isolation isolation;
    rr__buf answer; /* whole, with the outcome */
    rr__buf misses; /* what was interned in vain, as it came */
    size_t misses_taken;
    bool dead;
    rr__failure failure; /* of a dead one */
};

/* ---- what went wrong ---- */

/* In the order of RR__CALL_*; before the first call the binary is loaded, and before that the helper made ready. */
static const char *const WHERE[] = {"while it was loaded", "while it started", "in regions", "in courses", "in score", "in grants",
                                    "in a check", "in a call", "before it was loaded"};
enum { LOADING_CALL = 0, OTHER_CALL = 7, GREETING_CALL, WHERE_COUNT };

static const char *name_call(uint32_t method)
{
    return WHERE[method < WHERE_COUNT ? method : OTHER_CALL];
}

static const char *name_signal(int number)
{
    static const struct { int number; const char *name; } NAMES[] = {
        {SIGSEGV, " (SEGV)"}, {SIGABRT, " (ABRT)"}, {SIGBUS, " (BUS)"}, {SIGFPE, " (FPE)"}, {SIGILL, " (ILL)"},
        {SIGKILL, " (KILL)"}, {SIGTERM, " (TERM)"}, {SIGTRAP, " (TRAP)"}, {SIGXFSZ, " (XFSZ)"}, {SIGPIPE, " (PIPE)"}};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (NAMES[i].number == number)
            return NAMES[i].name;
    return "";
}

/* The last lines that it wrote to standard error, as many as fit whole, or the end of the last one. */
static const char *last_words(const rr__process *process, int *len)
{
    const char *text = process->log_text;
    size_t end = process->log_len, from = 0;
    while (end > 0 && text[end - 1] == '\n')
        end--;
    if (end > WORDS_MAX) {
        from = end - WORDS_MAX;
        const char *line = memchr(text + from, '\n', end - from);
        if (line != NULL)
            from = (size_t)(line - text);
        while (from < end && ((text[from] & 0xC0) == 0x80)) /* not in the middle of a character */
            from++;
    }
    while (from < end && text[from] == '\n')
        from++;
    *len = (int)(end - from);
    return text + from;
}

static bool blame_nobody(rr__failure *failure)
{
    return rr__failure_set(failure, RR__FAULT_NONE, "this program is out of memory");
}

static void tell(rr__failure *failure, rr__fault fault, const char *where, const char *what, const rr__process *process)
{
    int len = 0;
    const char *words = last_words(process, &len);
    if (len == 0)
        rr__failure_set(failure, fault, "%s: %s", where, what);
    else
        rr__failure_set(failure, fault, "%s: %s" RR__SAYS "%.*s", where, what, len, words);
}

/* The system call that it died of is the last line, unless the plugin had blocked all signals. */
static void tell_forbidden(rr__failure *failure, const char *where, const rr__process *process)
{
    int len = 0;
    const char *words = last_words(process, &len), *line = memrchr(words, '\n', (size_t)len);
    if (line != NULL)
        len -= (int)(line + 1 - words), words = line + 1;
    if (len == 0)
        rr__failure_set(failure, RR__FAULT_FORBIDDEN, "%s: a system call", where);
    else
        rr__failure_set(failure, RR__FAULT_FORBIDDEN, "%s: %.*s", where, len, words);
}

static void tell_end(const rr__session *session, rr__failure *failure, const char *where, uint32_t patience_ms,
                     rr__end end)
{
    char what[64];
    rr__fault fault = RR__FAULT_CRASH;
    if (end.how == RR__END_SIGNAL && end.value == SIGSYS) {
        tell_forbidden(failure, where, &session->process);
        return;
    }
    if (end.how == RR__END_UNKNOWN) {
        snprintf(what, sizeof what, "it ended, how is not known");
    } else if (end.how == RR__END_EXIT && end.value == RR__HELPER_MEMORY) {
        fault = RR__FAULT_MEMORY;
        snprintf(what, sizeof what, "more than %llu MiB", (unsigned long long)(session->memory_bytes >> 20));
    } else if (end.how == RR__END_EXIT) {
        fault = RR__FAULT_EXIT;
        snprintf(what, sizeof what, "exit status %d", end.value);
    } else if (end.value == SIGALRM) { /* its own clock: this program was stopped beyond the deadline */
        fault = RR__FAULT_TIMEOUT;
        snprintf(what, sizeof what, "no answer after %u ms", patience_ms);
    } else if (end.asked) {
        fault = RR__FAULT_BAD_REPLY;
        snprintf(what, sizeof what, "it closed its connection and went on");
    } else {
        snprintf(what, sizeof what, "signal %d%s", end.value, name_signal(end.value));
    }
    tell(failure, fault, where, what, &session->process);
}

/* The session is over: ends the helper, if there is one, and keeps the failure for later calls. */
static bool bury(rr__session *session, rr__failure *failure)
{
    session->dead = true;
    rr__process_end(&session->process, 0);
    session->failure = *failure;
    return false;
}

static bool bury_exchange(rr__session *session, rr__exchanged how, uint32_t method, uint32_t patience_ms, rr__failure *failure)
{
    const char *where = name_call(method);
    char what[64];
    switch (how) {
    case RR__EXCHANGE_OVERDUE:
        rr__process_drain_log(&session->process);
        snprintf(what, sizeof what, "no answer after %u ms", patience_ms);
        tell(failure, RR__FAULT_TIMEOUT, where, what, &session->process);
        break;
    case RR__EXCHANGE_TOO_LARGE:
        rr__failure_set(failure, RR__FAULT_TOO_LARGE, "%s: more than %u bytes", where, session->reply_max);
        break;
    case RR__EXCHANGE_NOMEM:
        blame_nobody(failure);
        break;
    case RR__EXCHANGE_ENDED:
        tell_end(session, failure, where, patience_ms, rr__process_end(&session->process, LAST_GRACE_MS));
        break;
    default:
        rr__failure_set(failure, RR__FAULT_BAD_REPLY, "%s: not a frame of this call", where);
    }
    return bury(session, failure);
}

/* ---- a call ---- */

static const char *name_outcome(uint32_t outcome)
{
    static const struct { uint32_t code; const char *name; } NAMES[] = {
        {RRP_EAGAIN, "try again"}, {RRP_ECONFIG, "bad setting"}, {RRP_EDATA, "bad data"}, {RRP_ENOREGION, "no such region"},
        {RRP_ECANCELLED, "cancelled"}, {RRP_ENOMEM, "out of memory"}, {RRP_EINTERNAL, "internal error"}};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (NAMES[i].code == outcome)
            return NAMES[i].name;
    return "unknown error";
}

/* Text in the ABI's encoding, without a copy. */
static rrp_str take_text(const char **at, size_t *left)
{
    rr__decoder in = {.at = (const uint8_t *)*at, .end = (const uint8_t *)*at + *left};
    uint32_t len = rr__decode_u32(&in);
    rrp_str text = {"", 0};
    if (in.failed || len > (size_t)(in.end - in.at))
        return text;
    text = (rrp_str){(const char *)in.at, len};
    *at += 4 + (size_t)len;
    *left -= 4 + (size_t)len;
    return text;
}

/* An outcome that is no success: in the plugin's own words, or those of the code beside it. It goes on living. */
static bool report(uint32_t outcome, const char *at, size_t left, uint32_t method, rr__failure *failure)
{
    rrp_str text = take_text(&at, &left), where = take_text(&at, &left);
    int text_len = text.n < 200 ? (int)text.n : 200, where_len = where.n < 100 ? (int)where.n : 100;
    const char *call = name_call(method), *at_where = where_len > 0 ? ", at " : "";
    if (outcome > RR__OUTCOME_FAULT && outcome - RR__OUTCOME_FAULT < RR__FAULT_COUNT)
        return rr__failure_set(failure, (rr__fault)(outcome - RR__OUTCOME_FAULT), "%s: %.*s%s%.*s", call, text_len, text.p, at_where,
                               where_len, where.p);
    rr__fault fault = outcome == RRP_ENOMEM ? RR__FAULT_MEMORY : RR__FAULT_REPORTED;
    return rr__failure_set(failure, fault, "%s: %s%s%.*s%s%.*s", call, name_outcome(outcome), text_len > 0 ? RR__SAYS : "", text_len,
                           text.p, at_where, where_len, where.p);
}

/* In process the plugin's memory is this program's: that it ran out must not look like the plugin's fault. */
static void *resize_watched(void *user, void *block, size_t size)
{
    rr__session *session = user;
    void *resized = session->allocator->resize(session->allocator->user, block, size);
    session->starved = session->starved || (resized == NULL && size > 0);
    return resized;
}

static bool answer_in_process(rr__session *session, const rr__buf *request, uint32_t method, rr__failure *failure)
{
    rr__buf_clear(&session->answer);
    session->starved = false;
    rr__server_handle(session->server, request->data, request->len, &session->answer, rr__frame_quota(session->memory_bytes));
    rr__server_add_misses(session->server, &session->answer);
    if (!session->answer.failed && !session->starved)
        return true;
    return bury_exchange(session, RR__EXCHANGE_NOMEM, method, 0, failure);
}

/* false: it can't be asked, and `failure` says why. */
static bool ask_helper(rr__session *session, const rr__buf *request, uint32_t method, int64_t deadline_ms, rr__failure *failure)
{
    if (request != NULL && request->len > RR__REQUEST_MAX) {
        rr__failure_set(failure, RR__FAULT_TOO_LARGE, "%s: a request of more than %u bytes", name_call(method), RR__REQUEST_MAX);
        return bury(session, failure);
    }
    session->exchange = (rr__exchange){.process = &session->process, .request = request, .reply = &session->answer,
                                       .call = request == NULL ? RR__UNASKED_CALL : ++session->calls,
                                       .reply_max = session->reply_max + RR__MISSES_BYTES_MAX, .deadline_ms = deadline_ms};
    return true;
}

/* Listens for what the helper says unasked. */
static bool hear_helper(rr__session *session, uint32_t method, int64_t deadline_ms, rr__failure *failure)
{
    rr__exchange *exchange = &session->exchange;
    if (!ask_helper(session, NULL, method, deadline_ms, failure))
        return false;
    rr__process_exchange(&exchange, 1);
    return exchange->how == RR__EXCHANGE_DONE || bury_exchange(session, exchange->how, method, session->start_ms, failure);
}

/* An empty buffer has no data, and nothing may be added to NULL. */
static rr__decoder decoder_of(const rr__buf *buf)
{
    const uint8_t *bytes = (const uint8_t *)(buf->len > 0 ? buf->data : "");
    return (rr__decoder){.at = bytes, .end = bytes + buf->len};
}

/* The end of the answer: what was interned in vain, kept until somebody asks. `left`: the reply, without the outcome. */
static bool take_misses(rr__session *session, size_t *left)
{
    uint32_t len = 0;
    size_t rest = session->answer.len - sizeof len;
    if (rest < sizeof len)
        return false;
    rest -= sizeof len;
    memcpy(&len, session->answer.data + sizeof len + rest, sizeof len);
    if (len > rest)
        return false;
    *left = rest - len;
    if (len > 0) /* without memory the list is shorter: nothing hangs on it */
        rr__buf_add(&session->misses, session->answer.data + sizeof len + *left, len);
    return true;
}

bool rr__session_miss(rr__session *session, rrp_str *name, uint32_t *times)
{
    rr__decoder in = decoder_of(&session->misses);
    in.at += session->misses_taken;
    *times = rr__decode_u32(&in);
    const char *at = (const char *)in.at;
    size_t left = (size_t)(in.end - in.at);
    *name = take_text(&at, &left);
    if (in.failed || name->n == 0) {
        rr__buf_clear(&session->misses);
        session->misses_taken = 0;
        return false;
    }
    session->misses_taken = (size_t)(at - session->misses.data);
    return true;
}

static uint32_t method_of(const rr__buf *request)
{
    rr__decoder in = decoder_of(request);
    return rr__decode_u32(&in);
}

/* The answer that is there, without what stands around it. */
static bool take_answer(rr__session *session, uint32_t method, rr__buf *reply, rr__failure *failure)
{
    rr__decoder in = decoder_of(&session->answer);
    uint32_t outcome = rr__decode_u32(&in);
    const char *at = session->answer.data;
    size_t left = 0;
    if (in.failed || !take_misses(session, &left))
        return bury_exchange(session, RR__EXCHANGE_GARBLED, method, 0, failure);
    if (outcome != RRP_OK)
        return report(outcome, at + 4, left, method, failure);
    rr__buf_add(reply, at + 4, left);
    return !reply->failed || blame_nobody(failure);
}

static bool begin_call(rr__inquiry *c)
{
    rr__session *session = c->session;
    *c->failure = session->failure;
    rr__buf_clear(c->reply);
    if (session->dead)
        return false;
    return session->server != NULL ? answer_in_process(session, c->request, method_of(c->request), c->failure)
                                   : ask_helper(session, c->request, method_of(c->request), c->deadline_ms, c->failure);
}

static bool finish_call(rr__inquiry *c)
{
    rr__session *session = c->session;
    uint32_t method = method_of(c->request);
    if (session->server == NULL && session->exchange.how != RR__EXCHANGE_DONE)
        return bury_exchange(session, session->exchange.how, method, c->patience_ms, c->failure);
    return take_answer(session, method, c->reply, c->failure);
}

/* What runs in process answers in its turn; helpers are asked all together, and then heard. */
static void call_together(rr__inquiry *calls, size_t count)
{
    rr__exchange *exchanges[RR__EXCHANGES_MAX] = {NULL};
    size_t asked = 0;
    for (size_t i = 0; i < count; i++) {
        calls[i].ok = begin_call(&calls[i]);
        if (calls[i].ok && calls[i].session->server == NULL)
            exchanges[asked++] = &calls[i].session->exchange;
    }
    rr__process_exchange(exchanges, asked);
    for (size_t i = 0; i < count; i++)
        calls[i].ok = calls[i].ok && finish_call(&calls[i]);
}

void rr__sessions_call(rr__inquiry *calls, size_t count, int64_t deadline_ms)
{
    for (size_t from = 0; from < count; from += RR__EXCHANGES_MAX) {
        size_t together = count - from < RR__EXCHANGES_MAX ? count - from : RR__EXCHANGES_MAX;
        for (size_t i = from; i < from + together; i++) {
            calls[i].patience_ms = calls[i].session->call_ms;
            calls[i].deadline_ms = rr__monotonic_ms() + calls[i].patience_ms;
            if (deadline_ms != 0 && deadline_ms < calls[i].deadline_ms)
                calls[i].deadline_ms = deadline_ms;
        }
        call_together(calls + from, together);
    }
}

bool rr__session_call(rr__session *session, const rr__buf *request, rr__buf *reply, rr__failure *failure)
{
    rr__inquiry one = {.session = session, .request = request, .reply = reply, .failure = failure};
    rr__sessions_call(&one, 1, 0);
    return one.ok;
}

/* ---- opening ---- */

static bool asked_to_cancel(void *context)
{
    return rr__cancelled(context);
}

static bool load_in_process(rr__session *session, rr_context *context, int binary_fd, rr__failure *failure)
{
    char why[256] = "";
    session->isolation = RR__IN_PROCESS;
    rr__fault fault = rr__server_load(&session->server, &session->watched, binary_fd, why, sizeof why);
    if (session->starved)
        return blame_nobody(failure);
    if (fault != RR__FAULT_NONE)
        return rr__failure_set(failure, fault, "%s", why);
    rr__server_on_cancelled(session->server, asked_to_cancel, context);
    return true;
}

static bool start_helper(rr__session *session, int binary_fd, const rr__session_options *options, rr__failure *failure)
{
    char memory[24], reply_max[12], start_ms[12], call_ms[12], layers[12];
    snprintf(memory, sizeof memory, "%llu", (unsigned long long)session->memory_bytes);
    snprintf(reply_max, sizeof reply_max, "%u", session->reply_max);
    snprintf(start_ms, sizeof start_ms, "%u", session->start_ms);
    snprintf(call_ms, sizeof call_ms, "%u", session->call_ms);
    snprintf(layers, sizeof layers, "%d", options->require_isolation ? RR__LAYER_LANDLOCK | RR__LAYER_SECCOMP : 0);
    const char *arguments[RR__HELPER_ARGUMENTS + 1] = {"reroute-plugin-host", options->folder != NULL ? options->folder : "", memory, reply_max,
                                                       start_ms, call_ms, layers, NULL};
    char *const *vector = (char *const *)(uintptr_t)arguments; /* posix_spawn changes none of them */
    if (options->helper[0] == '\0')
        return rr__failure_set(failure, RR__FAULT_HELPER, "reroute-plugin-host was not found");
    int code = rr__process_start(&session->process, options->helper, vector, binary_fd);
    return code == 0 || rr__failure_set(failure, RR__FAULT_HELPER, "%s: %s", options->helper, strerrorname_np(code));
}

/* What goes wrong here is no fault of the plugin: none of its code has run. */
static bool read_greeting(rr__session *session, int64_t deadline, rr__failure *failure)
{
    if (!hear_helper(session, GREETING_CALL, deadline, failure)) {
        failure->fault = failure->fault == RR__FAULT_NONE ? RR__FAULT_NONE : RR__FAULT_HELPER;
        return false;
    }
    rr__decoder in = decoder_of(&session->answer);
    uint32_t magic = rr__decode_u32(&in), layers = rr__decode_u32(&in);
    if (in.failed || magic != RR__HELLO_MAGIC)
        return rr__failure_set(failure, RR__FAULT_HELPER, "%s: not a greeting", name_call(GREETING_CALL));
    static const rr__isolation ACHIEVED[] = {RR__RLIMITS, RR__LANDLOCK, RR__SECCOMP, RR__FULL};
    session->isolation = ACHIEVED[layers & (RR__LAYER_LANDLOCK | RR__LAYER_SECCOMP)];
    return true;
}

static bool read_loaded(rr__session *session, int64_t deadline, rr__failure *failure)
{
    if (!hear_helper(session, LOADING_CALL, deadline, failure))
        return false;
    rr__decoder in = decoder_of(&session->answer);
    uint32_t fault = rr__decode_u32(&in);
    if (in.failed || fault >= RR__FAULT_COUNT)
        return bury_exchange(session, RR__EXCHANGE_GARBLED, LOADING_CALL, 0, failure);
    if (fault == RR__FAULT_NONE)
        return true;
    const char *at = (const char *)in.at;
    size_t left = (size_t)(in.end - in.at);
    rrp_str why = take_text(&at, &left);
    return rr__failure_set(failure, (rr__fault)fault, "%.*s", why.n < 256 ? (int)why.n : 256, why.p);
}

static const char *name_missing(rr__isolation isolation)
{
    static const char *const MISSING[] = {"it runs in this process", "this system has neither Landlock nor seccomp",
                                          "this system has no seccomp", "this system has no Landlock", ""};
    return MISSING[isolation];
}

static bool open_session(rr__session *session, rr_context *context, int binary_fd, const rr__buf *start, const rr__session_options *options,
                         uint32_t *offers, rr__failure *failure)
{
    int64_t deadline = rr__monotonic_ms() + session->start_ms;
    if (options->helper == NULL && options->require_isolation)
        return rr__failure_set(failure, RR__FAULT_NO_ISOLATION, "%s", name_missing(RR__IN_PROCESS));
    if (options->helper == NULL && !load_in_process(session, context, binary_fd, failure))
        return false;
    if (options->helper != NULL && (!start_helper(session, binary_fd, options, failure) || !read_greeting(session, deadline, failure)))
        return false;
    if (options->require_isolation && session->isolation != RR__FULL)
        return rr__failure_set(failure, RR__FAULT_NO_ISOLATION, "%s", name_missing(session->isolation));
    if (options->helper != NULL && !read_loaded(session, deadline, failure))
        return false;
    rr__buf reply;
    rr__buf_init(&reply, session->allocator, session->reply_max);
    rr__inquiry first = {.session = session, .request = start, .reply = &reply, .failure = failure, .patience_ms = session->start_ms,
                      .deadline_ms = deadline};
    call_together(&first, 1);
    rr__decoder in = decoder_of(&reply);
    *offers = first.ok ? rr__decode_u32(&in) : 0;
    rr__buf_finish(&reply);
    if (first.ok && in.failed)
        return bury_exchange(session, RR__EXCHANGE_GARBLED, RR__CALL_START, 0, failure);
    return first.ok;
}

bool rr__session_open(rr__session **out, rr_context *context, int binary_fd, const rr__buf *start, const rr__session_options *options,
                      uint32_t *offers, rr__failure *failure)
{
    *failure = (rr__failure){.fault = RR__FAULT_NONE};
    *offers = 0;
    rr__session *session = rr__alloc(&context->allocator, sizeof *session);
    *out = session;
    if (session == NULL)
        return blame_nobody(failure);
    session->allocator = &context->allocator;
    session->start_ms = options->start_ms;
    session->call_ms = options->call_ms;
    session->memory_bytes = options->memory_bytes != 0 ? options->memory_bytes : MEMORY_DEFAULT;
    session->reply_max = options->reply_max != 0 ? options->reply_max : REPLY_DEFAULT;
    session->process = (rr__process){.rpc = -1, .log = -1};
    session->watched = (rr_allocator){session, resize_watched};
    rr__buf_init(&session->answer, &session->watched, options->helper == NULL ? session->reply_max : (size_t)session->reply_max + RR__MISSES_BYTES_MAX);
    session->answer.secret = true;
    rr__buf_init(&session->misses, session->allocator, RR__MISSES_BYTES_MAX);
    if (open_session(session, context, binary_fd, start, options, offers, failure))
        return true;
    *offers = 0;
    rr__session_close(session);
    *out = NULL;
    return false;
}

rr__isolation rr__session_isolation(const rr__session *session)
{
    return session->isolation;
}

bool rr__session_dead(const rr__session *session)
{
    return session->dead;
}

/* A living helper destroys the plugin's instance first. */
void rr__session_close(rr__session *session)
{
    if (session == NULL)
        return;
    rr__process_end(&session->process, CLOSE_MS);
    if (session->server != NULL)
        rr__server_destroy(session->server);
    rr__buf_finish(&session->answer);
    rr__buf_finish(&session->misses);
    rr__free_secret(session->allocator, session, sizeof *session); /* with what the plugin wrote to standard error */
}
