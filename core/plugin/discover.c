/* SPDX-License-Identifier: MIT */
/* A path in, the plugin folders at it out, in the order of their names. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "plugin/manifest.h"

/* Whatever plugin.xml is there: whether it is safe to read is asked, and answered aloud, when it is opened. */
static bool holds_manifest(const char *folder)
{
    static const char name[] = "/plugin.xml";
    char path[4096];
    struct stat st;
    size_t len = strlen(folder);
    if (len + sizeof name > sizeof path)
        return false;
    memcpy(path, folder, len);
    memcpy(path + len, name, sizeof name);
    return lstat(path, &st) == 0;
}

static rr_status add_folder(rr__vec *found, const char *folder, bool named, rr_error *err)
{
    const rr__found one = {folder, named};
    return rr__vec_push(found, &one) ? RR_OK : rr__fail_nomem(err);
}

static rr_status add_folders_in(rr__vec *found, rr__arena *arena, rr_context *context, const char *path, rr_error *err)
{
    const char **entries = NULL;
    size_t count = 0;
    rr_status status = rr__folder_list(path, "", arena, &entries, &count, err);
    for (size_t i = 0; i < count && status == RR_OK; i++) {
        if (rr__cancelled(context))
            status = rr__fail(err, RR_ECANCELLED, RR__MSG_CANCELLED, NULL);
        else if (holds_manifest(entries[i]))
            status = add_folder(found, entries[i], false, err);
    }
    return status;
}

rr_status rr__plugins_discover(rr__vec *found, rr__arena *arena, rr_context *context, const char *path, bool must_exist, rr_error *err)
{
    struct stat st;
    size_t len = strlen(path), before = found->count;
    while (len > 1 && path[len - 1] == '/')
        len--;
    const char *folder = rr__arena_text(arena, path, len);
    if (folder == NULL)
        return rr__fail_nomem(err);
    int code = stat(folder, &st) != 0 ? errno : S_ISDIR(st.st_mode) ? 0 : ENOTDIR;
    if (code != 0)
        return !must_exist && (code == ENOENT || code == ENOTDIR) ? RR_OK : rr__fail_file(err, RR__MSG_CANNOT_OPEN, folder, code);
    if (holds_manifest(folder))
        return add_folder(found, folder, true, err);
    rr_status status = add_folders_in(found, arena, context, folder, err);
    if (status == RR_OK && must_exist && found->count == before)
        return rr__fail_at(err, RR_EIO, folder, 0, 0, RR__MSG_PLUGIN_NONE_HERE, NULL);
    return status;
}
