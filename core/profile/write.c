/* SPDX-License-Identifier: MIT */
/* A profile in; XML, JSON, a row of CSV or a SHA-256 out. What is written reads back as the same profile. */
#include <string.h>

#include "base/hash.h"
#include "base/text.h"
#include "profile/model.h"

const char *rr__job_field(const rr_job *job)
{
    const char *colon = strchr(job->title, ':');
    bool id = colon != NULL && colon > job->title && colon[1] != '\0' && strchr(job->title, ' ') == NULL;
    for (const char *c = job->title; id && c < colon; c++)
        id = (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '-';
    return id ? "occupation" : "title";
}

const char *rr__skill_field(const rr_skill *skill)
{
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:_-";
    return skill->text[strspn(skill->text, signs)] == '\0' ? "ref" : "skill";
}

/* Two places tell every month from its neighbours. */
const char *rr__format_years(char out[32], int32_t months)
{
    rr__format_decimal(out, ((int64_t)months * 100 + 6) / 12 * 10000);
    return out;
}

const char *rr__format_money(char out[32], int64_t minor)
{
    rr__format_decimal(out, minor * 10000);
    return out;
}

const char *rr__format_level(char out[32], int32_t hundredths)
{
    rr__format_decimal(out, (int64_t)hundredths * 10000);
    return out;
}

bool rr__is_plain_number(const char *text, int64_t *millionths)
{
    char again[32];
    if (strlen(text) > 20 || !rr__parse_decimal(text, strlen(text), millionths))
        return false;
    rr__format_decimal(again, *millionths);
    return strcmp(text, again) == 0;
}

static void open_buf(rr__buf *buf, const rr_profile *profile)
{
    rr__buf_init(buf, &profile->context->allocator, 0);
    buf->secret = true;
}

static rr_status send_buf(rr__buf *buf, const rr_sink *sink, rr_error *err)
{
    rr_status status = RR_OK;
    if (buf->failed)
        status = rr__fail_nomem(err);
    else if (buf->len > 0 && sink->write(sink->user, buf->data, buf->len) != 0)
        status = rr__fail(err, RR_EIO, RR__MSG_CANNOT_WRITE, "the output", NULL);
    rr__buf_finish(buf);
    return status;
}

rr_status rr_profile_write(const rr_profile *profile, rr_profile_format format, int header, const rr_sink *sink, rr_error *err)
{
    rr__buf buf;
    rr__error_clear(err);
    if (format != RR_PROFILE_XML && format != RR_PROFILE_JSON && format != RR_PROFILE_CSV)
        return rr__fail(err, RR_EUSAGE, RR__MSG_BAD_CALL, "rr_profile_write", NULL);
    open_buf(&buf, profile);
    if (format == RR_PROFILE_XML)
        rr__profile_xml(profile, &buf);
    else if (format == RR_PROFILE_CSV)
        rr__profile_csv(profile, header != 0, &buf);
    else
        rr__profile_json(profile, true, &buf);
    return send_buf(&buf, sink, err);
}

rr_status rr_profile_sha256(const rr_profile *profile, char out[65], rr_error *err)
{
    uint8_t digest[32];
    rr__buf buf;
    rr__error_clear(err);
    open_buf(&buf, profile);
    rr__profile_json(profile, false, &buf);
    out[0] = '\0';
    rr_status status = buf.failed ? rr__fail_nomem(err) : RR_OK;
    if (status == RR_OK) {
        rr__sha256(buf.data, buf.len, digest);
        rr__hex(digest, sizeof digest, out);
    }
    rr__buf_finish(&buf);
    return status;
}
