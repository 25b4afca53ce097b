/* SPDX-License-Identifier: MIT */
/* A taxonomy's names, a manifest and its files in, the START request out. */
#include "plugin/start.h"

#include <string.h>

#include "plugin/records.h"
#include "plugin/session.h"

static void add_text(rr__buf *out, const char *text, size_t len)
{
    if (!rr__encode_str(out, (rrp_str){text, len}))
        out->failed = true;
}

/* Between these two, what is added is one text. */
static size_t open_text(rr__buf *out)
{
    rr__encode_u32(out, 0);
    return out->len;
}

static void close_text(rr__buf *out, size_t from)
{
    size_t len = out->len - from;
    uint32_t number = (uint32_t)len;
    out->failed = out->failed || len > UINT32_MAX;
    if (!out->failed)
        memcpy(out->data + from - sizeof number, &number, sizeof number);
}

static const char *occupation_id(const rr_taxonomy *taxonomy, uint32_t index)
{
    rr_occupation occupation;
    rr_taxonomy_occupation(taxonomy, index, &occupation);
    return occupation.id;
}

static const char *skill_id(const rr_taxonomy *taxonomy, uint32_t index)
{
    rr_descriptor descriptor;
    rr_taxonomy_descriptor(taxonomy, index, &descriptor);
    return descriptor.id;
}

/* The taxonomy numbers its concepts in the order of their ids, which is the order the other side searches by. */
static void add_names(rr__buf *out, const rr_taxonomy *taxonomy, uint32_t count,
                      const char *(*id_of)(const rr_taxonomy *taxonomy, uint32_t index))
{
    rr__encode_u32(out, count);
    size_t from = open_text(out);
    for (uint32_t i = 0; i < count; i++) {
        const char *id = id_of(taxonomy, i);
        rr__buf_add(out, id, strlen(id) + 1);
    }
    close_text(out, from);
}

static void add_listed(rr__buf *out, const rr__start_file *file)
{
    add_text(out, file->name, strlen(file->name));
    size_t from = open_text(out);
    if (!rr__encode_vec(out, &rr__abi_school, &file->schools) || !rr__encode_vec(out, &rr__abi_course, &file->courses))
        out->failed = true;
    close_text(out, from);
}

void rr__start_request(rr__buf *out, const rr_taxonomy *taxonomy, const rr__manifest *manifest, const rr__start_file *files,
                       size_t file_count)
{
    rr_taxonomy_info info;
    uint32_t listed = 0;
    rr_taxonomy_get_info(taxonomy, &info);
    rr__encode_u32(out, RR__CALL_START);
    rr__encode_u32(out, RR__WIRE_VERSION);
    add_text(out, manifest->id, strlen(manifest->id));
    add_text(out, manifest->version, strlen(manifest->version));
    add_names(out, taxonomy, info.occupation_count, occupation_id);
    add_names(out, taxonomy, info.descriptor_count, skill_id);
    rr__encode_u32(out, (uint32_t)manifest->setting_count); /* vec rrp_fact */
    for (size_t i = 0; i < manifest->setting_count; i++) {
        add_text(out, manifest->settings[i].key, strlen(manifest->settings[i].key));
        add_text(out, manifest->settings[i].value, strlen(manifest->settings[i].value));
    }
    rr__encode_u32(out, (uint32_t)file_count); /* vec rrp_fact */
    for (size_t i = 0; i < file_count; i++) {
        add_text(out, files[i].name, strlen(files[i].name));
        add_text(out, files[i].bytes, files[i].len);
        listed += files[i].listed ? 1 : 0;
    }
    rr__encode_u32(out, listed);
    for (size_t i = 0; i < file_count; i++)
        if (files[i].listed)
            add_listed(out, &files[i]);
}
