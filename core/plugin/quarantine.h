/* SPDX-License-Identifier: MIT */
/* Plugins that failed, remembered from run to run: after three faults one is left out until its files or this
 * program change. And how long to wait before a helper that died is started again. */
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
/* Remembers a fault in a call (RR__CALL_*), and forgets those of other files under that id. What is not the plugin's own
 * doing (rr__fault_is_its_own) is not remembered. false: out of memory. */
bool rr__quarantine_note(rr__quarantine *quarantine, const char *id, const char *sha256, uint32_t call, const rr__failure *failure);
/* A call went well: its faults are forgotten, and those of starting. Not those of another call, or a plugin that answers one
 * and dies of the other would never be left out. */
void rr__quarantine_forget(rr__quarantine *quarantine, const char *id, const char *sha256, uint32_t call);
/* Adds to the file what was noted and forgotten since the last time, under a lock; not written when that changes nothing.
 * What other programs wrote there meanwhile stays, and changes nothing here: who comes first or last is answered alike. */
rr_status rr__quarantine_save(rr__quarantine *quarantine, rr_error *err);
void rr__quarantine_close(rr__quarantine *quarantine); /* takes NULL; does not save */

/* Milliseconds from a fault until the plugin is started again, after so many in a row. They are waited out, so that time
 * decides nothing. */
uint32_t rr__restart_delay_ms(uint32_t faults);
#endif
