/* SPDX-License-Identifier: MIT */
/* The first request to a plugin, made by the host: everything that it may ask for later. */
#ifndef RR_PLUGIN_START_H
#define RR_PLUGIN_START_H

#include <reroute/taxonomy.h>

#include "plugin/manifest.h"

/* A file that the manifest lists. */
typedef struct rr__start_file {
    const char *name;
    const void *bytes;
    size_t len;
    bool listed;              /* a courses.xml, read: the rows follow (rrp_school, rrp_course) */
    rrp_vec schools, courses;
} rr__start_file;

/* Appends the START request (session.h). What does not fit, or can't be sent, makes out->failed. */
void rr__start_request(rr__buf *out, const rr_taxonomy *taxonomy, const rr__manifest *manifest, const rr__start_file *files,
                       size_t file_count);
#endif
