/* SPDX-License-Identifier: MIT */
/* Options in, the caseworker's overrides out: files of --override, then --strike and --add in their order. */
#include "cli.h"

static rr_status add_decision(rr_overrides *overrides, const settings *s, const char *date, const decision *d, rr_error *err)
{
    char name[4096];
    const char *level = d->add ? cut_at(d->what, '=', name, sizeof name) : NULL;
    rr_override o = {.kind = d->add ? RR_OVERRIDE_ADD : RR_OVERRIDE_STRIKE, .skill = d->add ? name : d->what, .level = level,
                     .reason = d->reason, .who = s->by, .date = date};
    return rr_overrides_add(overrides, &o, err);
}

bool open_overrides(rr_overrides **out, rr_context *context, const settings *s, int *code)
{
    rr_error err = {0};
    rr_match_options asked = match_options(s); /* decided on the day asked for */
    *out = NULL;
    if (s->overrides.count + s->decision_count == 0)
        return true;
    rr_status status = rr_overrides_create(out, context, &err);
    for (size_t i = 0; i < s->overrides.count && status == RR_OK; i++) {
        telling t = {s, 0};
        status = rr_overrides_read(*out, s->overrides.items[i], say_finding, &t, &err);
        if (status != RR_OK) {
            *code = say_unsaid(&t, &err);
            return false;
        }
    }
    for (size_t i = 0; i < s->decision_count && status == RR_OK; i++)
        status = add_decision(*out, s, asked.date, &s->decisions[i], &err);
    if (status != RR_OK)
        *code = say_error(s, &err);
    return status == RR_OK;
}

typedef struct naming {
    const settings *s;
    const rr_taxonomy *taxonomy;
    size_t said;
} naming;

static void say_unresolved(void *user, const rr_override_unresolved *what)
{
    naming *n = user;
    n->said++;
    say_error(n->s, what->err);
    list_candidates(n->s, n->taxonomy, what->kind, what->candidates, what->candidate_count);
    for (size_t i = 0; i < what->name_count; i++) {
        fputs("  ", stderr);
        print_visible(what->names[i]);
        fputs("\n", stderr);
    }
}

bool resolve_overrides(rr_overrides *overrides, const settings *s, const rr_taxonomy *taxonomy, const rr_plugins *plugins)
{
    naming n = {s, taxonomy, 0};
    rr_error err = {0};
    rr_status status = rr_overrides_resolve(overrides, taxonomy, plugins, say_unresolved, &n, &err);
    if (status != RR_OK && n.said == 0)
        say_error(s, &err);
    return status == RR_OK;
}
