/* SPDX-License-Identifier: MIT */
/* Overrides in, JSON as their file has it out. */
#include "override/overrides.h"

static void put_place(rr__json_out *w, uint32_t place)
{
    if (place == RR_PLACE_LAST || place == RR_PLACE_OUT)
        rr__json_text(w, "place", place == RR_PLACE_OUT ? "out" : "last");
    else
        rr__json_int(w, "place", place);
}

void rr__json_overrides(rr__json_out *w, const char *key, const rr_overrides *overrides)
{
    rr__json_open(w, key, '[');
    for (size_t i = 0; i < rr_overrides_count(overrides); i++) {
        const rr_override *o = rr_overrides_at(overrides, i);
        const struct { rr__override_member member; const char *text; } texts[] = {
            {RR__OVERRIDE_SKILL, o->skill}, {RR__OVERRIDE_LEVEL, o->level}, {RR__OVERRIDE_ROLE, o->role}, {RR__OVERRIDE_PLUGIN, o->plugin},
            {RR__OVERRIDE_CONDITION, o->condition}, {RR__OVERRIDE_REASON, o->reason}, {RR__OVERRIDE_WHO, o->who}, {RR__OVERRIDE_DATE, o->date}};
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "kind", rr__override_kinds[o->kind].name);
        for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
            if (texts[k].member == RR__OVERRIDE_REASON && (rr__override_kinds[o->kind].needs & RR__MEMBER(STATE)))
                rr__json_text(w, "state", rr__override_states[o->state]);
            if (texts[k].member == RR__OVERRIDE_REASON && (rr__override_kinds[o->kind].needs & RR__MEMBER(PLACE)))
                put_place(w, o->place);
            if (texts[k].text != NULL)
                rr__json_text(w, rr__override_members[texts[k].member], texts[k].text);
        }
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}
