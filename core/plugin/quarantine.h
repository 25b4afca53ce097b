/* SPDX-License-Identifier: MIT */
/* Plugins that failed, remembered from run to run: after three faults one is left out until its files or this
 * program change. And when a helper that died may be started again. */
#ifndef RR_PLUGIN_QUARANTINE_H
#define RR_PLUGIN_QUARANTINE_H

#include "plugin/session.h"

enum { RR__FAULTS_TOLERATED = 3 };

typedef struct rr__quarantine rr__quarantine;
/* Reads the file; NULL: nothing is remembered. A file that is absent, damaged or of another version of this program
 * is as an empty one. Thread: any, for the calls that follow too. NULL: out of memory. */
rr__quarantine *rr__quarantine_open(rr_context *context, const char *path);
/* Whether the plugin is to be left out; `why` gets the last fault and how often. `sha256` is of all its files, in hex. */
bool rr__quarantine_holds(rr__quarantine *quarantine, const char *id, const char *sha256, rr__failure *why);
/* Remembers a fault, and forgets those of other files under that id. false: out of memory. */
bool rr__quarantine_note(rr__quarantine *quarantine, const char *id, const char *sha256, const rr__failure *failure);
void rr__quarantine_forget(rr__quarantine *quarantine, const char *id); /* it ran well, or somebody says so */
/* Writes the file whole, if anything changed; of two programs that write, the last one wins. */
rr_status rr__quarantine_save(rr__quarantine *quarantine, rr_error *err);
void rr__quarantine_close(rr__quarantine *quarantine); /* takes NULL; does not save */

/* Milliseconds to wait after so many faults of one plugin in one run; UINT32_MAX: never again in this run. */
uint32_t rr__restart_delay_ms(uint32_t faults);
bool rr__restart_is_due(uint32_t faults, int64_t last_fault_ms, int64_t now_ms); /* monotonic */
#endif
