/* SPDX-License-Identifier: MIT */
/* Faults and whole profiles from a reader in, placed findings and profiles for the caller out. */
#include <string.h>

#include "base/text.h"
#include "profile/reader.h"

enum { FINDINGS_MAX = 100 };

/* Findings are told in the first pass only; what comes after a hundred is cut, so that a hostile file
 * does not cost more than its size. */
static void tell(rr__reader *reader, const rr_error *err)
{
    reader->finding_count++;
    if (!reader->giving && reader->finding_count <= FINDINGS_MAX && reader->finding != NULL)
        reader->finding(reader->finding_user, err);
}

static void set_place(rr__reader *reader, rr_error *err, uint32_t at)
{
    if (reader->giving || reader->finding_count >= FINDINGS_MAX)
        return;
    reader->place(reader, at, &err->line, &err->column);
    err->line += err->line > 0 ? reader->line_offset : 0;
    size_t len = strlen(reader->file);
    if (len >= sizeof err->file)
        len = sizeof err->file - 1;
    while (len > 0 && reader->file[len] != '\0' && ((unsigned char)reader->file[len] & 0xc0) == 0x80)
        len--;
    memcpy(err->file, reader->file, len);
    err->file[len] = '\0';
}

rr_status rr__reader_fault(rr__reader *reader, const rr_error *err)
{
    if (err->status != RR_ENOMEM && err->status != RR_ECANCELLED) {
        tell(reader, err);
        reader->error_count++;
    }
    if (reader->status == RR_OK || err->status == RR_ENOMEM || err->status == RR_ECANCELLED) {
        reader->status = err->status;
        reader->first = *err;
        rr__reader_tell_id(reader, reader->id);
    }
    return err->status;
}

rr_status rr__reader_error(rr__reader *reader, uint32_t at, rr_error *err)
{
    rr_status status = err->status;
    if (status != RR_ENOMEM)
        set_place(reader, err, at);
    rr__reader_fault(reader, err);
    /* Beyond a limit the rest is not worth reading. */
    return status == RR_ENOMEM || status == RR_ELIMIT || reader->error_count >= FINDINGS_MAX ? reader->status : RR_OK;
}

rr_status rr__reader_say(rr__reader *reader, rr_status status, uint32_t at, enum rr__message message, const char *a,
                         const char *b, const char *c)
{
    rr_error err;
    rr__fail(&err, status, message, a == NULL ? "" : a, b == NULL ? "" : b, c == NULL ? "" : c, NULL);
    if (status != RR_OK)
        return rr__reader_error(reader, at, &err);
    set_place(reader, &err, at);
    tell(reader, &err);
    return RR_OK;
}

rr_status rr__reader_unknown(rr__reader *reader, uint32_t at, const char *name, const char *inside,
                             const char *const *names, size_t count)
{
    const char *best = rr__nearest(name, names, count);
    return rr__reader_say(reader, RR_EINVALID, at, RR__MSG_PROFILE_UNKNOWN_FIELD, name, inside, best != NULL ? best : count > 0 ? names[0] : "");
}

rr_status rr__reader_begin(rr__reader *reader, const char *id, uint32_t at, rr_profile **out)
{
    rr_error err;
    *out = NULL;
    if (rr__cancelled(reader->context)) {
        rr__fail(&err, RR_ECANCELLED, RR__MSG_CANCELLED, NULL);
        return rr__reader_fault(reader, &err);
    }
    /* The context is only read; the public call takes it as applications hold it. */
    rr_context *context = (rr_context *)(uintptr_t)reader->context;
    return rr_profile_create(out, context, id, &err) == RR_OK ? RR_OK : rr__reader_error(reader, at, &err);
}

/* Which entry of the file a profile is: in JSON lines the line, else the reader's own place. */
static uint32_t identify(const rr__reader *reader, uint32_t at)
{
    return reader->by_line ? reader->line_offset + 1 : at;
}

/* One person twice in a file is never settled by a guess. */
static rr_status remember_id(rr__reader *reader, const rr_profile *profile, uint32_t at)
{
    uint32_t own = identify(reader, at), present = 0, column = 0;
    char number[32];
    rr_error err;
    const char *id = rr__arena_text(&reader->id_texts, profile->id, strlen(profile->id));
    if (id == NULL || !rr__map_put(&reader->ids, id, strlen(id), own, &present)) {
        rr__fail_nomem(&err);
        return rr__reader_error(reader, at, &err);
    }
    if (present == own)
        return RR_OK;
    uint32_t line = present;
    if (!reader->by_line)
        reader->place(reader, present, &line, &column);
    rr__format_decimal(number, (int64_t)line * 1000000);
    return rr__reader_say(reader, RR_EINVALID, at, RR__MSG_PROFILE_ID_TWICE, id, number, NULL);
}

/* The usual file holds one profile: what finding a second time needs is made for the second. */
rr_status rr__reader_end(rr__reader *reader, rr_profile *profile, uint32_t at)
{
    rr_status status = RR_OK;
    if (profile == NULL)
        return RR_OK;
    reader->profile_count++;
    if (reader->giving) {
        reader->stopped = reader->each(reader->each_user, profile) != 0;
        return RR_OK;
    }
    if (reader->profile_count == 2 && reader->kept != NULL)
        status = remember_id(reader, reader->kept, reader->kept_at);
    if (status == RR_OK && reader->profile_count >= 2)
        status = remember_id(reader, profile, at);
    rr_profile_destroy(reader->kept);
    reader->kept = NULL;
    reader->kept_at = at;
    if (reader->status == RR_OK)
        reader->kept = profile;
    else
        rr_profile_destroy(profile);
    return status;
}
