/* SPDX-License-Identifier: MIT */
/* What the files that run beside a plugin's code share: the loaded plugin, and one call into it. */
#ifndef RR_PLUGIN_SERVE_H
#define RR_PLUGIN_SERVE_H

#include "plugin/records.h"
#include "plugin/session.h"

/* Names in bytewise order, each ended by NUL; at[i] is where the i-th starts, at[count] the end. */
typedef struct rr__names { uint32_t count; const uint32_t *at; const char *bytes; } rr__names;

/* A courses.xml that the host has read. It stays encoded until the plugin asks for it. */
typedef struct rr__listed {
    rrp_str file, page;
    bool ready;
    rrp_vec schools, courses;
    const rrp_school **by_id;
} rr__listed;

enum { RR__CATALOGUE, RR__SCORING, RR__FUNDING, RR__KINDS };
typedef struct rr__instance { rr__arena arena; void *self; bool made; } rr__instance;

/* How a check bends the host. All zero: not at all. */
typedef struct rr__bend {
    uint64_t fail_alloc;  /* this allocation of the call fails, counted from 1 */
    uint32_t tail;        /* records have grown by so many bytes */
    uint32_t behind;      /* so many bytes of noise stand where nothing is said to stand */
    uint8_t noise;
    bool minimal;         /* nothing optional is offered */
    bool cancelled;       /* the answer of host->cancelled */
} rr__bend;

typedef struct rr__miss { rrp_str name; uint32_t times; } rr__miss;

struct rr__server {
    rrp_host host;        /* first: a service that gets the host finds the server */
    uint8_t behind_host[64]; /* noise, too */
    rr_allocator allocator;
    const rrp_entry *entry;
    const rrp_catalogue *catalogue;
    const rrp_scoring *scoring;
    const rrp_funding *funding;
    rr__instance instances[RR__KINDS];
    bool started;
    rr__arena arena;      /* what START said */
    rr__names occupations, skills;
    rrp_vec settings, files; /* rrp_fact */
    rr__listed *listed;
    uint32_t listed_count;
    void (*log)(void *user, uint32_t level, const char *text, size_t len);
    bool (*cancelled)(void *user);
    void *log_user, *cancelled_user;
    rr__arena misses_arena; /* interned in vain since it was last said, by name */
    rr__miss *misses;
    uint32_t miss_count, unlisted;
    rr__bend bend;
};

typedef struct rr__call {
    rrp_call abi;         /* priv leads back here */
    rr__server *server;
    rr__arena *arena;     /* where host->alloc gets its memory */
    uint64_t quota, left; /* bytes host->alloc may give */
    uint64_t allocations, cancel_polls;
    rr__arena own;        /* lives as long as the call */
    char text[1024], where[256]; /* what the plugin said to host->fail */
    size_t text_len, where_len;
} rr__call;
void rr__call_init(rr__call *call, rr__server *server, uint64_t quota);
void rr__call_finish(rr__call *call);
void rr__call_say(rr__call *call, rrp_str text, rrp_str where);

extern const rrp_host rr__host_services;       /* serve_host.c: the functions; sizes and names filled in by serve.c */
extern const rrp_xml_catalogue rr__xml_catalogue; /* serve_page.c */
int rr__compare_text(rrp_str a, rrp_str b);         /* bytewise, the shorter first */

/* Runs one request; appends what follows the outcome, which is returned. */
uint32_t rr__server_run(rr__call *call, rr__decoder *in, rr__buf *reply);
/* The same for CHECK, whose number has been read. */
uint32_t rr__server_check(rr__call *call, rr__decoder *in, rr__buf *reply);
/* An outcome that is no plugin's code, with its reason. */
uint32_t rr__server_fault(rr__call *call, rr__fault fault, const char *why);
/* Gives up the instances; the next call makes new ones. */
void rr__server_drop_instances(rr__server *server);
#endif
