/* SPDX-License-Identifier: MIT */
/* The table of checks, and running one of them on a plugin's folder. */
#include <string.h>

#include "check/checking.h"

static const struct check {
    const char *id, *group;
    rr_check_state (*run)(rr__checking *c);
    const char *why[2], *hint[2]; /* by rr_lang */
} checks[] = {
#define CHECK(id, group, function, why_en, why_zh, hint_en, hint_zh) {id, group, rr__check_##function, {why_en, why_zh}, {hint_en, hint_zh}},
#include "check/checks.def"
#undef CHECK
};
enum { COUNT = sizeof checks / sizeof checks[0] };

size_t rr_check_count(void)
{
    return COUNT;
}

int rr_check_at(size_t index, rr_lang lang, rr_check *out)
{
    memset(out, 0, sizeof *out);
    if (index >= COUNT)
        return 0;
    const struct check *own = &checks[index];
    size_t l = lang == RR_LANG_ZH;
    *out = (rr_check){own->id, own->group, own->why[l], own->hint[l]};
    return 1;
}

size_t rr_check_find(const char *id)
{
    size_t index = 0;
    while (index < COUNT && strcmp(checks[index].id, id) != 0)
        index++;
    return index;
}

const char *rr_check_state_name(rr_check_state state)
{
    static const char *const names[] = {"pass", "fail", "crash", "skip", "warning"};
    return names[state];
}

rr_status rr_check_run(rr_context *context, const rr_taxonomy *taxonomy, const char *folder, size_t index, const char *helper,
                       rr_lang lang, rr_check_result *out, rr_error *err)
{
    memset(out, 0, sizeof *out);
    if (index >= COUNT)
        return rr__fail(err, RR_EUSAGE, RR__MSG_NOT_A_CHECK, NULL);
    rr__checking c = {.context = context, .taxonomy = taxonomy, .folder = folder, .helper = helper, .lang = lang, .detail = out->detail,
                      .binary = -1, .listed = {{NULL, 0, sizeof(rrp_school)}, {NULL, 0, sizeof(rrp_course)}}};
    rr__arena_init(&c.arena, &context->allocator);
    rr__vec_init(&c.remarks, &context->allocator, sizeof(rr__remark));
    rr__vec_init(&c.unknown, &context->allocator, sizeof(rr__unknown_name));
    rr__buf_init(&c.start, &context->allocator, SIZE_MAX / 4);
    rr__buf_init(&c.request, &context->allocator, SIZE_MAX / 4);
    rr__buf_init(&c.reply, &context->allocator, SIZE_MAX / 4);
    out->state = checks[index].run(&c);
    if (out->state == RR_CHECK_PASS)
        out->detail[0] = '\0';
    bool nomem = c.nomem;
    rr__check_close(&c);
    return nomem ? rr__fail_nomem(err) : RR_OK;
}
