/* SPDX-License-Identifier: MIT */
/* A helper process seen from the host: started, spoken to in frames under a deadline, ended and reaped. */
#ifndef RR_PLUGIN_PROCESS_H
#define RR_PLUGIN_PROCESS_H

#include <sys/types.h>

#include "base/mem.h"
#include "plugin/frame.h"

enum { RR__LOG_MAX = 4096 };
typedef struct rr__process {
    pid_t pid;                  /* 0: none, or reaped */
    int rpc, log;               /* our ends; -1: closed */
    size_t log_len;
    char log_text[RR__LOG_MAX]; /* the last of what it wrote to standard error, as it came */
} rr__process;

/* ---- spawn.c ---- */
/* Starts `program` with an empty environment, the frames' socket, the log and the binary where frame.h says, all
 * other descriptors closed, no signal blocked or ignored. Returns 0 or an errno; then nothing is left open. */
int rr__process_start(rr__process *process, const char *program, char *const arguments[], int binary_fd);

/* How it ended. `asked`: it was still there and had to be killed. Unknown: somebody else collected the status, or the program that we
 * live in ignores SIGCHLD. */
typedef struct rr__end { enum { RR__END_UNKNOWN, RR__END_EXIT, RR__END_SIGNAL } how; int value; bool asked; } rr__end;
/* Gives it `grace_ms` to end by itself, then kills it, and in any case whatever it started; reaps it; closes
 * everything. Waits for no other child. */
rr__end rr__process_end(rr__process *process, uint32_t grace_ms);

/* ---- exchange.c ---- */
typedef enum rr__exchanged {
    RR__EXCHANGE_DONE, RR__EXCHANGE_OVERDUE, RR__EXCHANGE_ENDED, RR__EXCHANGE_TOO_LARGE, RR__EXCHANGE_GARBLED, RR__EXCHANGE_NOMEM
} rr__exchanged;
/* A request, and the frame that answers it. Fill in the first six; `reply` is filled, `how` says whether it was. */
typedef struct rr__exchange {
    rr__process *process;
    const rr__buf *request; /* NULL: only listens */
    rr__buf *reply;
    uint32_t call, reply_max;
    int64_t deadline_ms;
    rr__exchanged how;
    bool over;
    uint8_t head_out[RR__FRAME_HEADER], head_in[RR__FRAME_HEADER];
    size_t sent, to_send;   /* of header and message together */
    size_t head_len;        /* of head_in */
    rr__frame answer;
} rr__exchange;
enum { RR__EXCHANGES_MAX = 32 };
/* Runs up to RR__EXCHANGES_MAX side by side, each with a process of its own, not trusting the other sides to read, to
 * write whole frames, or to write what they announced. */
void rr__process_exchange(rr__exchange *const *exchanges, size_t count);
void rr__process_drain_log(rr__process *process);
#endif
