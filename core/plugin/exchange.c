/* SPDX-License-Identifier: MIT */
/* Requests in, the answers of processes that are not trusted out, or why there is none; none later than its
 * deadline, whatever the other sides do or leave undone. */
#include "plugin/process.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CHUNK = 16384, LOG_READS = 16 };

static void keep_last(rr__process *process, const char *text, size_t len)
{
    if (len > RR__LOG_MAX) {
        text += len - RR__LOG_MAX;
        len = RR__LOG_MAX;
    }
    size_t kept = process->log_len < RR__LOG_MAX - len ? process->log_len : RR__LOG_MAX - len;
    memmove(process->log_text, process->log_text + process->log_len - kept, kept);
    memcpy(process->log_text + kept, text, len);
    process->log_len = kept + len;
}

/* A bounded number of reads: a flood must not keep us here. */
void rr__process_drain_log(rr__process *process)
{
    char text[RR__LOG_MAX];
    for (int i = 0; i < LOG_READS && process->log >= 0; i++) {
        ssize_t n = read(process->log, text, sizeof text);
        if (n > 0)
            keep_last(process, text, (size_t)n);
        else if (n < 0 && (errno == EAGAIN || errno == EINTR))
            break;
        else { /* its other end is closed; polled further, it would be ready for ever */
            close(process->log);
            process->log = -1;
        }
    }
    explicit_bzero(text, sizeof text); /* nobody knows what a plugin says */
}

/* A dead receiver is no news here: the answer may have come before it died, and if not, receiving tells. */
static void send_some(rr__exchange *e)
{
    while (e->sent < e->to_send) {
        size_t in_head = e->sent < RR__FRAME_HEADER ? RR__FRAME_HEADER - e->sent : 0;
        size_t in_body = in_head != 0 ? 0 : e->sent - RR__FRAME_HEADER;
        struct iovec parts[2] = {{e->head_out + RR__FRAME_HEADER - in_head, in_head},
                                 {e->request->data + in_body, e->to_send - e->sent - in_head}};
        struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
        ssize_t n = sendmsg(e->process->rpc, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n > 0)
            e->sent += (size_t)n;
        else if (n < 0 && errno == EINTR)
            continue;
        else if (n < 0 && errno != EAGAIN)
            e->to_send = e->sent;
        else
            return;
    }
}

static rr__exchanged check_header(rr__exchange *e)
{
    e->answer = rr__frame_unpack(e->head_in);
    if (e->answer.call != e->call)
        return RR__EXCHANGE_GARBLED;
    return e->answer.len > e->reply_max ? RR__EXCHANGE_TOO_LARGE : RR__EXCHANGE_DONE;
}

/* What is there, up to the end of one frame and no further. DONE with an incomplete frame: nothing more for now. */
static rr__exchanged receive_some(rr__exchange *e, bool *complete)
{
    while (true) {
        bool in_head = e->head_len < RR__FRAME_HEADER;
        size_t wanted = in_head ? RR__FRAME_HEADER - e->head_len : e->answer.len - e->reply->len;
        if (wanted == 0) {
            *complete = true;
            return rr__frame_checksum(e->reply->data, e->reply->len) == e->answer.checksum ? RR__EXCHANGE_DONE : RR__EXCHANGE_GARBLED;
        }
        size_t most = wanted < CHUNK ? wanted : CHUNK;
        void *room = in_head ? (char *)e->head_in + e->head_len : rr__buf_room(e->reply, most);
        if (room == NULL)
            return RR__EXCHANGE_NOMEM;
        ssize_t n = recv(e->process->rpc, room, most, MSG_DONTWAIT);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return RR__EXCHANGE_DONE;
        if (n <= 0)
            return RR__EXCHANGE_ENDED;
        if (in_head) {
            e->head_len += (size_t)n;
            rr__exchanged verdict = e->head_len == RR__FRAME_HEADER ? check_header(e) : RR__EXCHANGE_DONE;
            if (verdict != RR__EXCHANGE_DONE)
                return verdict;
        } else {
            e->reply->len += (size_t)n;
            e->reply->data[e->reply->len] = '\0';
        }
    }
}

static void end(rr__exchange *e, rr__exchanged how)
{
    e->how = how;
    e->over = true;
}

/* What came or can go, for one of them. */
static void advance(rr__exchange *e, const struct pollfd ready[2], int64_t now_ms)
{
    if (ready[1].revents != 0)
        rr__process_drain_log(e->process);
    if (ready[0].revents != 0) {
        bool complete = false;
        send_some(e);
        rr__exchanged verdict = receive_some(e, &complete);
        if (complete || verdict != RR__EXCHANGE_DONE)
            end(e, verdict);
    }
    /* Only now: after a pause of this program (Ctrl-Z) the answer is there, though it is late. */
    if (!e->over && now_ms >= e->deadline_ms)
        end(e, RR__EXCHANGE_OVERDUE);
}

static int patience(rr__exchange *const *exchanges, size_t count, int64_t now_ms)
{
    int64_t least = 60000;
    for (size_t i = 0; i < count; i++)
        if (!exchanges[i]->over && exchanges[i]->deadline_ms - now_ms < least)
            least = exchanges[i]->deadline_ms - now_ms;
    return least < 0 ? 0 : (int)least;
}

static void begin(rr__exchange *e)
{
    rr__buf_clear(e->reply);
    e->over = false;
    e->sent = e->to_send = e->head_len = 0;
    e->answer = (rr__frame){0};
    if (e->request == NULL)
        return;
    rr__frame frame = {(uint32_t)e->request->len, e->call, rr__frame_checksum(e->request->data, e->request->len)};
    rr__frame_pack(e->head_out, frame);
    e->to_send = RR__FRAME_HEADER + e->request->len;
    send_some(e); /* so that all of them work while we wait for the first */
}

/* Both directions at once: a side that only wrote would wait for a reader that only writes. */
void rr__process_exchange(rr__exchange *const *exchanges, size_t count)
{
    struct pollfd ready[2 * RR__EXCHANGES_MAX];
    for (size_t i = 0; i < count; i++)
        begin(exchanges[i]);
    while (true) {
        size_t open = 0;
        for (size_t i = 0; i < count; i++) {
            const rr__exchange *e = exchanges[i];
            short events = (short)(e->sent < e->to_send ? POLLIN | POLLOUT : POLLIN);
            ready[2 * i] = (struct pollfd){e->over ? -1 : e->process->rpc, events, 0};
            ready[2 * i + 1] = (struct pollfd){e->over ? -1 : e->process->log, POLLIN, 0};
            open += !e->over;
        }
        if (open == 0)
            return;
        int64_t now_ms = rr__monotonic_ms();
        int n = poll(ready, 2 * (nfds_t)count, patience(exchanges, count, now_ms));
        for (size_t i = 0; i < count; i++) {
            if (exchanges[i]->over)
                continue;
            if (n < 0 && errno != EINTR)
                end(exchanges[i], RR__EXCHANGE_NOMEM);
            else if (n >= 0)
                advance(exchanges[i], ready + 2 * i, now_ms);
        }
    }
}
