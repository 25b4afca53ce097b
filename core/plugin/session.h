/* SPDX-License-Identifier: MIT */
/* One running instance of a plugin's binary: in a helper process of its own (reroute-plugin-host), or in
 * this one. Requests and replies are the same bytes either way. */
#ifndef RR_PLUGIN_SESSION_H
#define RR_PLUGIN_SESSION_H

#include <reroute/plugin.h>

#include "base/error.h"
#include "base/mem.h"

/* What went wrong with a plugin, by a name that stays: "crash", "timeout" ... (faults.def) */
typedef enum rr__fault {
#define FAULT(name, code, whose, en, zh) RR__FAULT_##name,
#include "plugin/faults.def"
#undef FAULT
    RR__FAULT_COUNT
} rr__fault;

/* Request: u32 method, then its arguments encoded (records.h). Reply: u32 outcome, then results.
 *   START    u32 RR__WIRE_VERSION, str id, str version       (of the manifest)
 *            names of occupations, names of skills           (each: u32 count, str of names that end in NUL, sorted
 *                                                             bytewise: the number of a name is its position + 1)
 *            vec rrp_fact settings, vec rrp_fact files       (key = name, value = content)
 *            u32 count, count times: str file, str page      (listed courses, read: vec rrp_school, vec rrp_course)
 *                                           ->  u32 interfaces offered (bits RR__OFFERS_*)
 *   REGIONS  -                              ->  vec u32
 *   COURSES  rrp_course_query               ->  rrp_course_page
 *   SCORE    rrp_profile, vec rrp_candidate ->  vec rrp_verdict
 *   GRANTS   rrp_profile, u32 occupation, vec rrp_course  ->  vec rrp_grant
 *   CHECK    u32 RR__CHECK_*, a request     ->  u32 RR__CHECK_PASSED ..., str why
 * Behind the reply, over the socket and in process alike: what was interned in vain since the last one, u32 times and
 *                                             str name each, then u32 how many bytes that is.
 * outcome: RRP_OK; or the plugin's code (1-99), or RR__OUTCOME_FAULT + rr__fault for what was found beside it; both
 * are followed by str text, str where. */
enum { RR__CALL_START = 1, RR__CALL_REGIONS, RR__CALL_COURSES, RR__CALL_SCORE, RR__CALL_GRANTS, RR__CALL_CHECK };
enum { RR__OFFERS_CATALOGUE = 1, RR__OFFERS_SCORING = 2, RR__OFFERS_FUNDING = 4 };
/* Names that one reply says were interned in vain; more are counted together as "...". */
enum { RR__MISSES_MAX = 1000, RR__MISSES_BYTES_MAX = 1 << 20 };
enum { RR__WIRE_VERSION = 2, RR__OUTCOME_FAULT = 1000 };
/* The author's checks that must run beside the code; the request they are given is run, once or often, in a bent host.
 * They want a process of their own without a sandbox. (serve_check.c) */
enum { RR__CHECK_UNKNOWN_INTERFACE = 1 /* needs no request */, RR__CHECK_TWO_INSTANCES, RR__CHECK_CREATE_DESTROY, RR__CHECK_DETERMINISTIC,
       RR__CHECK_LONGER_STRIDE, RR__CHECK_MINIMAL_HOST, RR__CHECK_NEEDS_MINOR, RR__CHECK_ALLOC_FAILS, RR__CHECK_CANCEL,
       RR__CHECK_PROCESS_STATE, RR__CHECK_THREADS };
enum { RR__CHECK_PASSED = 0, RR__CHECK_FAILED = 1, RR__CHECK_NOT_APPLICABLE = 2 };

/* ---- serve*.c: beside the plugin's code, in the helper or in process. They need base/mem, base/region and records,
 *      and nothing else: what the helper links. ---- */
typedef struct rr__server rr__server;
/* Loads the binary behind `fd` (dlopen of /proc/self/fd/N, RTLD_NOW | RTLD_LOCAL; never dlclosed). The fd may be closed
 * afterwards. On failure *out is NULL and `why` says it, with the linker's words. */
rr__fault rr__server_load(rr__server **out, const rr_allocator *allocator, int fd, char *why, size_t why_size);
/* Handles one request; appends the reply. `quota`: bytes host->alloc may give in this call. */
void rr__server_handle(rr__server *server, const void *request, size_t len, rr__buf *reply, uint64_t quota);
/* Appends what was interned in vain since it was last said. Once for each reply. */
void rr__server_add_misses(rr__server *server, rr__buf *reply);
void rr__server_destroy(rr__server *server); /* takes NULL; destroys the instances, keeps the image */
/* Where log() text goes; NULL for nowhere. */
void rr__server_on_log(rr__server *server, void (*log)(void *user, uint32_t level, const char *text, size_t len), void *user);
/* What host->cancelled answers; NULL: never. */
void rr__server_on_cancelled(rr__server *server, bool (*cancelled)(void *user), void *user);

/* ---- isolate.c: the host's side ---- */
typedef enum rr__isolation { RR__IN_PROCESS, RR__RLIMITS, RR__LANDLOCK /* and rlimits */, RR__SECCOMP /* and rlimits */, RR__FULL } rr__isolation;

typedef struct rr__failure { rr__fault fault; char detail[256]; } rr__failure;
/* In a detail, what follows is the plugin's own words, which may be about the person: not for keeping. */
#define RR__SAYS "; it says: "
const char *rr__fault_code(rr__fault fault);
const char *rr__fault_text(rr__fault fault, rr_lang lang);
/* translate.c: a detail, or what a check says, as the reader's language has it. */
void rr__plugin_words(const char *detail, rr_lang lang, char *out, size_t size);
rr__fault rr__fault_of(const char *code); /* RR__FAULT_COUNT: none has it */
/* Whether the plugin itself is at fault, by what it did when its code ran: noted, and in the end quarantined. Not what
 * this system or this program lacks, nor what its files say, which is told anew each time. */
bool rr__fault_is_its_own(rr__fault fault);
/* Always false. The detail is cut to fit and made valid UTF-8; control characters stay, for who shows it. */
bool rr__failure_set(rr__failure *failure, rr__fault fault, const char *format, ...) __attribute__((format(printf, 3, 4)));

typedef struct rr__session_options {
    const char *helper;            /* path of reroute-plugin-host; "": there is none; NULL: in process */
    const char *folder;            /* the plugin's: read-only for the helper's dynamic linker, nothing else */
    uint32_t start_ms, call_ms;    /* deadlines, monotonic; in process they can't be kept */
    uint64_t memory_bytes;         /* of the helper; 0: 256 MiB */
    uint32_t reply_max;            /* bytes; 0: 64 MiB */
    bool require_isolation;
} rr__session_options;

typedef struct rr__session rr__session;
/* Starts the helper (or loads in process) and sends START. The fd of the binary is duplicated.
 * Returns false with `failure` filled: load failures, crash or overrun in a constructor, isolation missing. False with
 * RR__FAULT_NONE, here and below: this program itself is out of memory (RR_ENOMEM), which is no plugin's fault. */
bool rr__session_open(rr__session **out, rr_context *context, int binary_fd, const rr__buf *start, const rr__session_options *options,
                      uint32_t *offers, rr__failure *failure);
/* One call. `reply` gets what follows the outcome. After a fault that ended the helper every later call fails the same way. */
bool rr__session_call(rr__session *session, const rr__buf *request, rr__buf *reply, rr__failure *failure);
/* The same in several sessions, each another one: their helpers work side by side, so that all take as long as the slowest,
 * and none longer than until `deadline_ms` (0: only its own). */
typedef struct rr__inquiry {
    rr__session *session;
    const rr__buf *request; /* kept until the end */
    rr__buf *reply;
    rr__failure *failure;
    bool ok;
    uint32_t patience_ms;   /* these two are filled in */
    int64_t deadline_ms;
} rr__inquiry;
void rr__sessions_call(rr__inquiry *calls, size_t count, int64_t deadline_ms);
rr__isolation rr__session_isolation(const rr__session *session);
bool rr__session_dead(const rr__session *session);
/* The next name that the code interned in vain, borrowed until the next call; false, and begun anew: no more. */
bool rr__session_miss(rr__session *session, rrp_str *name, uint32_t *times);
void rr__session_close(rr__session *session); /* takes NULL; ends and reaps the helper */
#endif
