/* SPDX-License-Identifier: MIT */
/* What a caseworker decides in; a checked override with copies of its own out. */
#include "override/overrides.h"

#include <string.h>

#include "base/text.h"
#include "profile/model.h"

const rr__override_row rr__override_kinds[RR__OVERRIDE_KINDS] = {
    [RR_OVERRIDE_STRIKE] = {"strike", RR__MEMBER(SKILL), 0},
    [RR_OVERRIDE_ADD] = {"add", RR__MEMBER(SKILL), RR__MEMBER(LEVEL)},
    [RR_OVERRIDE_LEVEL] = {"level", RR__MEMBER(SKILL) | RR__MEMBER(LEVEL), 0},
    [RR_OVERRIDE_VERDICT] = {"verdict", RR__MEMBER(ROLE) | RR__MEMBER(CONDITION) | RR__MEMBER(STATE), 0},
    [RR_OVERRIDE_FINDING] = {"finding", RR__MEMBER(PLUGIN) | RR__MEMBER(CONDITION) | RR__MEMBER(STATE), RR__MEMBER(ROLE)},
    [RR_OVERRIDE_ORDER] = {"order", RR__MEMBER(ROLE) | RR__MEMBER(PLACE), 0}};
const char *const rr__override_members[RR__OVERRIDE_MEMBERS] = {"kind", "skill", "level", "role", "plugin", "condition",
                                                                "state", "place", "reason", "who", "date"};
const char *const rr__override_states[3] = {"unknown", "met", "unmet"};

rr_status rr_overrides_create(rr_overrides **out, rr_context *context, rr_error *err)
{
    rr__error_clear(err);
    rr_overrides *o = rr__alloc(&context->allocator, sizeof *o);
    *out = o;
    if (o == NULL)
        return rr__fail_nomem(err);
    o->context = context;
    rr__arena_init(&o->arena, &context->allocator);
    o->arena.secret = true;
    rr__vec_init(&o->items, &context->allocator, sizeof(rr_override));
    rr__vec_init(&o->files, &context->allocator, sizeof(const char *));
    o->items.secret = o->files.secret = true;
    return RR_OK;
}

void rr_overrides_destroy(rr_overrides *o)
{
    if (o == NULL)
        return;
    rr__arena_finish(&o->arena);
    rr__vec_finish(&o->items);
    rr__vec_finish(&o->files);
    rr__free_secret(&o->context->allocator, o, sizeof *o);
}

size_t rr_overrides_count(const rr_overrides *o)
{
    return o == NULL ? 0 : o->items.count;
}

const rr_override *rr_overrides_at(const rr_overrides *o, size_t index)
{
    return index < rr_overrides_count(o) ? &RR__AT(rr_override, &o->items, index) : NULL;
}

/* Exactly the members of its kind. */
static rr_status check_members(rr_override_kind kind, uint32_t members, rr_error *err)
{
    const rr__override_row *row = &rr__override_kinds[kind];
    uint32_t may = row->needs | row->may | RR__MEMBER(KIND) | RR__MEMBER(REASON) | RR__MEMBER(WHO) | RR__MEMBER(DATE);
    for (int m = 0; m < RR__OVERRIDE_MEMBERS; m++) {
        if ((row->needs | RR__MEMBER(REASON)) & ~members & (1u << m))
            return rr__fail(err, RR_EINVALID, RR__MSG_OVERRIDE_MISSING, row->name, rr__override_members[m], NULL);
        if (members & ~may & (1u << m))
            return rr__fail(err, RR_EINVALID, RR__MSG_OVERRIDE_NOT_ITS, row->name, rr__override_members[m], NULL);
    }
    return RR_OK;
}

static rr_status check_values(const rr_override *given, uint32_t members, rr_error *err)
{
    int64_t number = 0;
    if ((members & RR__MEMBER(STATE)) && (unsigned)given->state > RR_VERDICT_UNMET)
        return rr__fail(err, RR_EINVALID, RR__MSG_OVERRIDE_WORD, "state", "met, unmet, unknown", NULL);
    if ((members & RR__MEMBER(PLACE)) && given->place == 0)
        return rr__fail(err, RR_EINVALID, RR__MSG_OVERRIDE_WORD, "place", "first, last, out, 1, 2, 3 ...", NULL);
    if (given->level != NULL && (!rr__parse_decimal(given->level, strlen(given->level), &number) || number < 0))
        return rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_NOT_NUMBER, "level", "3", NULL);
    if (given->date != NULL && !rr__parse_date(given->date, strlen(given->date), &number))
        return rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_DATE, "date", NULL);
    return given->who == NULL ? RR_OK : rr__profile_check_id("who", given->who, err);
}

static rr_status copy_texts(rr_overrides *o, rr_override *own, rr_error *err)
{
    const struct { rr__override_member member; const char **text; size_t max; } texts[] = {
        {RR__OVERRIDE_SKILL, &own->skill, RR__PROFILE_TEXT_MAX}, {RR__OVERRIDE_LEVEL, &own->level, RR__PROFILE_NAME_MAX},
        {RR__OVERRIDE_ROLE, &own->role, RR__PROFILE_TEXT_MAX}, {RR__OVERRIDE_PLUGIN, &own->plugin, RR__PROFILE_NAME_MAX},
        {RR__OVERRIDE_CONDITION, &own->condition, RR__PROFILE_NAME_MAX}, {RR__OVERRIDE_REASON, &own->reason, RR__PROFILE_TEXT_MAX},
        {RR__OVERRIDE_WHO, &own->who, RR__PROFILE_NAME_MAX}, {RR__OVERRIDE_DATE, &own->date, RR__PROFILE_NAME_MAX}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const char *name = rr__override_members[texts[i].member];
        rr_status status = *texts[i].text == NULL ? RR_OK : rr__profile_text(&o->arena, name, *texts[i].text, texts[i].max, texts[i].text, err);
        if (status != RR_OK)
            return status;
    }
    return RR_OK;
}

rr_status rr__overrides_add(rr_overrides *o, const rr_override *given, uint32_t members, const char *file, rr_error *err)
{
    rr_override own = *given;
    rr_status status = check_members(given->kind, members, err);
    if (status == RR_OK)
        status = check_values(given, members, err);
    if (status == RR_OK && o->items.count == RR__OVERRIDES_MAX)
        status = rr__fail(err, RR_ELIMIT, RR__MSG_OVERRIDE_TOO_MANY, "256", NULL);
    if (status == RR_OK)
        status = copy_texts(o, &own, err);
    if (status != RR_OK)
        return status;
    own.index = (uint32_t)o->items.count;
    own.descriptor = own.occupation = own.entry = own.plugin_index = RR_NONE;
    own.ascending_level = -1;
    o->taxonomy = NULL; /* to be resolved again */
    if (!rr__vec_push(&o->files, &file) || !rr__vec_push(&o->items, &own)) {
        o->files.count = o->items.count;
        return rr__fail_nomem(err);
    }
    return RR_OK;
}

rr_status rr_overrides_add(rr_overrides *o, const rr_override *given, rr_error *err)
{
    rr_override own = *given;
    rr__error_clear(err);
    if ((unsigned)given->kind >= RR__OVERRIDE_KINDS)
        return rr__fail(err, RR_EUSAGE, RR__MSG_BAD_CALL, "rr_overrides_add", NULL);
    uint32_t members = RR__MEMBER(KIND) | (rr__override_kinds[given->kind].needs & (RR__MEMBER(STATE) | RR__MEMBER(PLACE)));
    const struct { uint32_t bit; const char *text; } texts[] = {
        {RR__MEMBER(SKILL), own.skill}, {RR__MEMBER(LEVEL), own.level}, {RR__MEMBER(ROLE), own.role}, {RR__MEMBER(PLUGIN), own.plugin},
        {RR__MEMBER(CONDITION), own.condition}, {RR__MEMBER(REASON), own.reason}, {RR__MEMBER(WHO), own.who}, {RR__MEMBER(DATE), own.date}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        members |= texts[i].text != NULL ? texts[i].bit : 0;
    own.line = own.column = 0;
    return rr__overrides_add(o, &own, members, "", err);
}
