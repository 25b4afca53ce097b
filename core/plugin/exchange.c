/* SPDX-License-Identifier: MIT */
/* A request in, the answer of a process that is not trusted out, or why there is none; never later than the
 * deadline, whatever the other side does or leaves undone. */
#include "plugin/process.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "plugin/frame.h"

enum { CHUNK = 16384, LOG_READS = 16 };

typedef struct exchange {
    rr__process *process;
    uint8_t head_out[RR__FRAME_HEADER], head_in[RR__FRAME_HEADER];
    const rr__buf *request;
    size_t sent, to_send;  /* of header and message together */
    size_t head_len;       /* of head_in */
    rr__frame answer;
    uint32_t call, reply_max;
    rr__buf *reply;
} exchange;

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
}

/* A dead receiver is no news here: the answer may have come before it died, and if not, receiving tells. */
static void send_some(exchange *e)
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

static rr__exchanged check_header(exchange *e)
{
    e->answer = rr__frame_unpack(e->head_in);
    if (e->answer.call != e->call)
        return RR__EXCHANGE_GARBLED;
    return e->answer.len > e->reply_max ? RR__EXCHANGE_TOO_LARGE : RR__EXCHANGE_DONE;
}

/* What is there, up to the end of one frame and no further. DONE with an incomplete frame: nothing more for now. */
static rr__exchanged receive_some(exchange *e, bool *complete)
{
    uint8_t chunk[CHUNK];
    while (true) {
        bool in_head = e->head_len < RR__FRAME_HEADER;
        size_t wanted = in_head ? RR__FRAME_HEADER - e->head_len : e->answer.len - e->reply->len;
        if (wanted == 0) {
            *complete = true;
            return rr__frame_checksum(e->reply->data, e->reply->len) == e->answer.checksum ? RR__EXCHANGE_DONE : RR__EXCHANGE_GARBLED;
        }
        ssize_t n = recv(e->process->rpc, chunk, wanted < sizeof chunk ? wanted : sizeof chunk, MSG_DONTWAIT);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return RR__EXCHANGE_DONE;
        if (n <= 0)
            return RR__EXCHANGE_ENDED;
        if (in_head) {
            memcpy(e->head_in + e->head_len, chunk, (size_t)n);
            e->head_len += (size_t)n;
            rr__exchanged verdict = e->head_len == RR__FRAME_HEADER ? check_header(e) : RR__EXCHANGE_DONE;
            if (verdict != RR__EXCHANGE_DONE)
                return verdict;
        } else {
            rr__buf_add(e->reply, (const char *)chunk, (size_t)n);
            if (e->reply->failed)
                return RR__EXCHANGE_NOMEM;
        }
    }
}

/* Both directions at once: a side that only wrote would wait for a reader that only writes. */
static rr__exchanged run(exchange *e, int64_t deadline_ms)
{
    while (true) {
        int64_t left = deadline_ms - rr__monotonic_ms();
        int patience = left <= 0 ? 0 : left > 60000 ? 60000 : (int)left;
        short events = (short)(e->sent < e->to_send ? POLLIN | POLLOUT : POLLIN);
        struct pollfd ready[2] = {{e->process->rpc, events, 0}, {e->process->log, POLLIN, 0}};
        int n = poll(ready, 2, patience);
        if (n < 0 && errno != EINTR)
            return RR__EXCHANGE_NOMEM;
        if (n > 0 && ready[1].revents != 0)
            rr__process_drain_log(e->process);
        if (n > 0 && ready[0].revents != 0) {
            bool complete = false;
            send_some(e);
            rr__exchanged verdict = receive_some(e, &complete);
            if (complete || verdict != RR__EXCHANGE_DONE)
                return verdict;
        }
        /* Only now: after a pause of this program (Ctrl-Z) the answer is there, though it is late. */
        if (left <= 0)
            return RR__EXCHANGE_OVERDUE;
    }
}

rr__exchanged rr__process_exchange(rr__process *process, const rr__buf *request, uint32_t call, rr__buf *reply, uint32_t reply_max,
                                   int64_t deadline_ms)
{
    exchange e = {.process = process, .request = request, .call = call, .reply = reply, .reply_max = reply_max};
    rr__buf_clear(reply);
    if (request != NULL) {
        rr__frame frame = {(uint32_t)request->len, call, rr__frame_checksum(request->data, request->len)};
        rr__frame_pack(e.head_out, frame);
        e.to_send = RR__FRAME_HEADER + request->len;
    }
    return run(&e, deadline_ms);
}
