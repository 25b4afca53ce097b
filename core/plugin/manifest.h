/* SPDX-License-Identifier: MIT */
/* A plugin's folder in, what it says of itself out: plugin.xml read, files checked and opened, the binary
 * inspected, before any of its code runs. */
#ifndef RR_PLUGIN_MANIFEST_H
#define RR_PLUGIN_MANIFEST_H

#include <reroute/plugin.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"

typedef enum rr__plugin_file_kind { RR__FILE_COURSES, RR__FILE_RULES, RR__FILE_DATA } rr__plugin_file_kind;
typedef struct rr__plugin_file { const char *name; rr__plugin_file_kind kind; } rr__plugin_file;
typedef struct rr__plugin_setting { const char *key, *value; } rr__plugin_setting;

/* All in the arena given to rr__manifest_read. */
typedef struct rr__manifest {
    const char *folder, *id, *version, *vendor, *licence;
    const char *name_en, *name_zh;               /* either falls back to the other */
    const char *binary;                          /* file name in the folder, "x.so"; NULL: data only */
    int illustrative;
    const uint32_t *regions;     size_t region_count; /* rr__region_number */
    const char *const *reads;    size_t read_count;   /* "history", "fact:age" ... */
    const rr__plugin_file *files;        size_t file_count;
    const rr__plugin_setting *settings;  size_t setting_count;
} rr__manifest;
rr_status rr__manifest_read(rr__manifest *out, rr__arena *arena, rr_context *context, const char *folder, const char *file,
                            const void *bytes, size_t len, rr_finding_fn finding, void *user, rr_error *err);
bool rr__manifest_serves(const rr__manifest *manifest, uint32_t region); /* the region or its country */

typedef struct rr__found { const char *folder; bool named; /* itself, and not only the folder around it */ } rr__found;
/* The path is a plugin's folder (it holds plugin.xml) or a folder of such folders, added in the order of their names.
 * A path that does not exist or holds no plugin is no error unless `must_exist`: RR_EIO. */
rr_status rr__plugins_discover(rr__vec *found, rr__arena *arena, rr_context *context, const char *path, bool must_exist, rr_error *err);

/* Opens a file of the folder for reading: a plain file name, a regular file, owner root or oneself, neither it nor the
 * folder group- or world-writable, neither a symbolic link. The folders above, where they really are, must keep others
 * from putting something else in the folder's place; a sticky one such as /tmp does. The fd is what was checked; the
 * caller closes it. Errors: RR_ENOTFOUND when the file or the folder is missing; RR_EINVALID for what is not safe (its
 * path is in err->file); RR_EIO. */
rr_status rr__plugin_file_open(int *fd, const char *folder, const char *name, rr_error *err);
/* Reads what rr__plugin_file_open opened, from its beginning; the bytes are a copy. */
rr_status rr__plugin_fd_read(rr__bytes *out, rr_context *context, int fd, const char *folder, const char *name, size_t limit, rr_error *err);
/* Both. */
rr_status rr__plugin_file_read(rr__bytes *out, rr_context *context, const char *folder, const char *name, size_t limit, rr_error *err);

/* What the bytes of a binary say, before it is loaded: an ELF shared object for this machine whose symbol
 * reroute_plugin holds a fitting descriptor. Bounds-checked; RR_EINVALID with the message that names both sides:
 * PLUGIN_NOT_ELF, PLUGIN_WRONG_MACHINE, PLUGIN_NOT_SHARED, PLUGIN_NO_ENTRY, PLUGIN_WRONG_MAGIC, PLUGIN_WRONG_ABI,
 * PLUGIN_HOST_TOO_OLD, PLUGIN_DAMAGED. */
typedef struct rr__inspected { uint16_t abi_major, abi_minor, needs_minor; uint32_t exports; /* dynamic symbols it defines */ } rr__inspected;
rr_status rr__plugin_inspect(rr__inspected *out, const char *file, const void *bytes, size_t len, uint16_t host_minor, rr_error *err);
#endif
