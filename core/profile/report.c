/* SPDX-License-Identifier: MIT */
/* Faults and whole profiles from a reader in, placed findings and profiles for the caller out. */
#include <string.h>

#include "base/text.h"
#include "profile/reader.h"

enum { FINDINGS_MAX = 100 };

/* Findings are told in the first pass only; what comes after a hundred is cut, so that a hostile file
 * does not cost more than its size. */
static void tell(rr__reader *reader, rr_error *err, uint32_t at)
{
    reader->finding_count++;
    if (reader->giving || reader->finding_count > FINDINGS_MAX)
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
    if (reader->finding != NULL)
        reader->finding(reader->finding_user, err);
}

rr_status rr__reader_error(rr__reader *reader, uint32_t at, rr_error *err)
{
    rr_status status = err->status;
    if (status == RR_ENOMEM) {
        reader->status = status;
        reader->first = *err;
        return status;
    }
    tell(reader, err, at);
    reader->error_count++;
    if (reader->status == RR_OK) {
        reader->status = status;
        reader->first = *err;
    }
    /* Beyond a limit the rest is not worth reading. */
    return status == RR_ELIMIT || reader->error_count >= FINDINGS_MAX ? reader->status : RR_OK;
}

rr_status rr__reader_say(rr__reader *reader, rr_status status, uint32_t at, enum rr__message message, const char *a,
                         const char *b, const char *c)
{
    rr_error err;
    rr__fail(&err, status, message, a == NULL ? "" : a, b == NULL ? "" : b, c == NULL ? "" : c, NULL);
    if (status != RR_OK)
        return rr__reader_error(reader, at, &err);
    tell(reader, &err, at);
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
    reader->errors_before = reader->error_count;
    if (rr__cancelled(reader->context)) {
        rr__fail(&err, RR_ECANCELLED, RR__MSG_CANCELLED, NULL);
        reader->status = RR_ECANCELLED;
        reader->first = err;
        return RR_ECANCELLED;
    }
    /* The context is only read; the public call takes it as applications hold it. */
    rr_context *context = (rr_context *)(uintptr_t)reader->context;
    return rr_profile_create(out, context, id, &err) == RR_OK ? RR_OK : rr__reader_error(reader, at, &err);
}

/* One person twice in a file is never settled by a guess. */
static rr_status check_twice(rr__reader *reader, const rr_profile *profile, uint32_t at)
{
    uint32_t line = 0, column = 0, present = 0;
    char number[32];
    rr_error err;
    reader->place(reader, at, &line, &column);
    line += reader->line_offset;
    const char *id = rr__arena_text(&reader->id_texts, profile->id, strlen(profile->id));
    if (id == NULL || !rr__map_put(&reader->ids, id, strlen(id), line, &present)) {
        rr__fail_nomem(&err);
        return rr__reader_error(reader, at, &err);
    }
    if (reader->ids.count > reader->profile_count)
        return RR_OK;
    rr__format_decimal(number, (int64_t)present * 1000000);
    return rr__reader_say(reader, RR_EINVALID, at, RR__MSG_PROFILE_ID_TWICE, id, number, NULL);
}

static void give(rr__reader *reader, rr_profile *profile)
{
    reader->profile_count++;
    reader->stopped = reader->each(reader->each_user, profile) != 0;
}

rr_status rr__reader_end(rr__reader *reader, rr_profile *profile, uint32_t at)
{
    if (profile == NULL)
        return RR_OK;
    if (reader->giving) {
        give(reader, profile);
        return RR_OK;
    }
    rr_status status = check_twice(reader, profile, at);
    rr_profile_destroy(reader->kept);
    reader->kept = NULL;
    if (status == RR_OK && reader->error_count == reader->errors_before)
        reader->kept = profile;
    else
        rr_profile_destroy(profile);
    reader->profile_count = reader->ids.count;
    return status;
}
