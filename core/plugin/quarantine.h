/* SPDX-License-Identifier: MIT */
/* Which plugins failed, how often and why, kept from run to run: after three faults a plugin is left out until its
 * files or this program change. The file is only a memory: damaged or foreign, it counts as empty. */
#ifndef RR_PLUGIN_QUARANTINE_H
#define RR_PLUGIN_QUARANTINE_H

#include "base/error.h"
#include "base/mem.h"
#include "plugin/session.h"

typedef struct rr__quarantine rr__quarantine; /* one thread at a time */
/* `path` NULL: remembers only as long as it lives. Errors: RR_ENOMEM. */
rr_status rr__quarantine_open(rr__quarantine **out, rr_context *context, const char *path, rr_error *err);
void rr__quarantine_close(rr__quarantine *q); /* takes NULL */
/* Whether the plugin with these files is to be left out; `failure` says why then. */
bool rr__quarantine_holds(const rr__quarantine *q, const char *id, const char *sha256, rr__failure *failure);
/* Counts a fault, and writes the file. That it can't be written changes nothing else. */
void rr__quarantine_note(rr__quarantine *q, const char *id, const char *sha256, const rr__failure *failure);
/* It answered well: what it did before is forgotten. */
void rr__quarantine_clear(rr__quarantine *q, const char *id, const char *sha256);
/* How long to wait before a plugin that failed `failures` times in a row is started again. */
int64_t rr__quarantine_delay_ms(uint32_t failures);
#endif
