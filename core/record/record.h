/* SPDX-License-Identifier: MIT */
/* A record as it lies in memory: its bytes, their tree, and what of it is compared. */
#ifndef RR_RECORD_RECORD_H
#define RR_RECORD_RECORD_H

#include <reroute/record.h>

#include "base/file.h"
#include "base/json.h"

/* What a result came from. Texts are borrowed; "" : not stated. */
typedef struct rr__made_by { const char *id, *version, *sha256, *status, *isolation; } rr__made_by;
typedef struct rr__provenance {
    const char *engine;
    rr__made_by taxonomy;
    rr__made_by *plugins;
    size_t plugin_count;
} rr__provenance;

struct rr_record {
    rr_context *context;
    char *name;               /* of the file */
    rr__bytes bytes;          /* a copy of its own */
    rr__json json;
    rr__arena arena;
    rr_record_asked asked;
    rr__provenance made_by;
    const struct rr__json_node *input, *overrides;
    const char *input_sha256; /* as the record says */
    bool edited;              /* its checksum is not the recorded one */
};
#endif
