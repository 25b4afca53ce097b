/* SPDX-License-Identifier: MIT */
/* What host and helper agree on besides the messages (session.h): file descriptors, arguments, the header of
 * each frame, and the helper's greeting. Both are of one build; nothing here is for ever. */
#ifndef RR_PLUGIN_FRAME_H
#define RR_PLUGIN_FRAME_H

#include <stddef.h>
#include <stdint.h>

/* reroute-plugin-host FOLDER MEMORY_BYTES REPLY_MAX START_MS CALL_MS LAYERS, with an empty environment. Where any of
 * LAYERS (RR__LAYER_*, a number) lacks, the helper greets and ends: the binary's constructors would run unconfined. */
enum { RR__HELPER_RPC = 3, RR__HELPER_BINARY = 4, RR__HELPER_FDS = 5, RR__HELPER_ARGUMENTS = 7 };
/* What the helper exits with when it ran into its limit of memory. */
enum { RR__HELPER_MEMORY = 120 };

/* A frame: the message's length, the number of the call, the message's checksum, each little-endian; the message.
 * Calls count from 1. Call 0 is what the helper says unasked. First the greeting, u32 magic, u32 layers: sent before
 * any of the plugin's code runs, which could write here as well and claim layers that are not there. Then how
 * loading went: u32 rr__fault, str why. */
enum { RR__FRAME_HEADER = 12, RR__UNASKED_CALL = 0 };
#define RR__HELLO_MAGIC 0x48525252u /* RRRH */
#define RR__REQUEST_MAX ((uint32_t)128 << 20)
enum { RR__LAYER_LANDLOCK = 1, RR__LAYER_SECCOMP = 2 };

typedef struct rr__frame { uint32_t len, call, checksum; } rr__frame;
void rr__frame_pack(uint8_t header[RR__FRAME_HEADER], rr__frame frame);
rr__frame rr__frame_unpack(const uint8_t header[RR__FRAME_HEADER]);
uint32_t rr__frame_checksum(const void *message, size_t len);
/* What host->alloc may give in one call, of the helper's memory: the request, the records decoded and the reply
 * need room as well. The same in process, so that a plugin meets the same wall. */
uint64_t rr__frame_quota(uint64_t memory_bytes);
#endif
