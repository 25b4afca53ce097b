/* SPDX-License-Identifier: MIT */
/* What a result has besides itself when it goes on record: what was asked for, of whom, and a checksum, as JSON. */
#include "base/hash.h"
#include "profile/model.h"
#include "render/page.h"

static void put_option(rr__json_out *w, const rr_record_option *o)
{
    if (o->type == RR_RECORD_FLAG) {
        rr__json_bool(w, o->name, o->number != 0);
    } else if (o->type == RR_RECORD_NUMBER && !o->absent) {
        rr__json_int(w, o->name, o->number);
    } else if (o->type == RR_RECORD_LIST) {
        rr__json_open(w, o->name, '[');
        for (size_t i = 0; i < o->count; i++)
            rr__json_text(w, NULL, o->texts[i]);
        rr__json_close(w, ']');
    } else {
        rr__json_text(w, o->name, o->count == 0 ? NULL : o->texts[0]);
    }
}

void rr__json_record(rr__json_out *w, const rr_record_asked *asked, const rr_profile *profile)
{
    rr__json_text(w, "command", asked->command);
    rr__json_open(w, "arguments", '[');
    for (size_t i = 0; i < asked->argument_count; i++)
        rr__json_text(w, NULL, asked->arguments[i]);
    rr__json_close(w, ']');
    rr__json_open(w, "options", '{');
    for (size_t i = 0; i < asked->option_count; i++)
        put_option(w, &asked->options[i]);
    rr__json_close(w, '}');
    rr__json_profile(w, "input", profile, false); /* in the order it was read: plugins may see an order */
}

/* Of everything before it. */
void rr__json_result_end(rr__json_out *w, const rr_render_options *options)
{
    uint8_t digest[32];
    char hex[65];
    if (options->record != NULL && !w->buf->failed) {
        rr__sha256(w->buf->data, w->buf->len, digest);
        rr__hex(digest, sizeof digest, hex);
        rr__json_text(w, "record_sha256", hex);
    }
    rr__json_close(w, '}');
    rr__buf_char(w->buf, '\n');
}
