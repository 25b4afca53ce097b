/* SPDX-License-Identifier: MIT */
/* A helper process seen from the host: started, spoken to in frames under a deadline, ended and reaped. */
#ifndef RR_PLUGIN_PROCESS_H
#define RR_PLUGIN_PROCESS_H

#include <sys/types.h>

#include "base/mem.h"

enum { RR__LOG_MAX = 4096 };
typedef struct rr__process {
    pid_t pid;                  /* 0: none, or reaped */
    int rpc, log;               /* our ends; -1: closed */
    size_t log_len;
    char log_text[RR__LOG_MAX]; /* the last of what it wrote to standard error, as it came */
} rr__process;

int64_t rr__monotonic_ms(void);

/* ---- spawn.c ---- */
/* Starts `program` with an empty environment, the frames' socket, the log and the binary where frame.h says, all
 * other descriptors closed, no signal blocked or ignored. Returns 0 or an errno; then nothing is left open. */
int rr__process_start(rr__process *process, const char *program, char *const arguments[], int binary_fd);

/* How it ended. `asked`: it had to be killed. Unknown: somebody else collected the status, or the program that we
 * live in ignores SIGCHLD. */
typedef struct rr__end { enum { RR__END_UNKNOWN, RR__END_EXIT, RR__END_SIGNAL } how; int value; bool asked; } rr__end;
/* Gives it `grace_ms` to end by itself, then kills it; reaps it; closes everything. Waits for no other child. */
rr__end rr__process_end(rr__process *process, uint32_t grace_ms);

/* ---- exchange.c ---- */
typedef enum rr__exchanged {
    RR__EXCHANGE_DONE, RR__EXCHANGE_OVERDUE, RR__EXCHANGE_ENDED, RR__EXCHANGE_TOO_LARGE, RR__EXCHANGE_GARBLED, RR__EXCHANGE_NOMEM
} rr__exchanged;
/* Sends `request` (NULL: only listens) and takes the frame that answers `call` into `reply`, not trusting the other
 * side to read, to write whole frames, or to write what it announced. */
rr__exchanged rr__process_exchange(rr__process *process, const rr__buf *request, uint32_t call, rr__buf *reply, uint32_t reply_max,
                                   int64_t deadline_ms);
void rr__process_drain_log(rr__process *process);
#endif
