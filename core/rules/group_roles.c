/* SPDX-License-Identifier: MIT */
/* The roles of each rule in, classes of occupations out: two are of one class when exactly the same rules are
 * about them, so that what is found for one holds for the other. */
#include <string.h>

#include "rules/model.h"

typedef struct grouping {
    uint32_t *classes;               /* by occupation's number */
    uint32_t *size, *inside, *split; /* by class: members, those the rule is about, the class these move to */
    uint32_t occupations, count;
} grouping;

/* Parts every class that the rule is about in part. */
static void refine(grouping *g, const rr__rule *rule)
{
    uint32_t before = g->count;
    memset(g->inside, 0, before * sizeof *g->inside);
    memset(g->split, 0, before * sizeof *g->split);
    for (uint32_t o = 1; o <= g->occupations; o++)
        g->inside[g->classes[o]] += rr__rule_is_about(rule, o);
    for (uint32_t o = 1; o <= g->occupations; o++) {
        uint32_t c = g->classes[o];
        if (c >= before || !rr__rule_is_about(rule, o) || g->inside[c] == g->size[c])
            continue;
        if (g->split[c] == 0)
            g->split[c] = g->count++;
        g->classes[o] = g->split[c];
    }
    for (uint32_t c = 0; c < before; c++)
        if (g->split[c] != 0) {
            g->size[g->split[c]] = g->inside[c];
            g->size[c] -= g->inside[c];
        }
}

bool rr__rules_group_roles(rr__rules *rules)
{
    const rr_allocator *a = &rules->context->allocator;
    size_t room = rules->occupation_count + (size_t)1;
    uint32_t *scratch = rr__alloc(a, 3 * room * sizeof *scratch);
    grouping g = {.occupations = rules->occupation_count, .count = 1};
    g.classes = rr__arena_alloc(&rules->arena, room * sizeof *g.classes, _Alignof(uint32_t));
    bool done = scratch != NULL && g.classes != NULL;
    if (done) {
        g.size = scratch;
        g.inside = scratch + room;
        g.split = scratch + 2 * room;
        g.size[0] = (uint32_t)room; /* with the occupation that is not known, which no rule names */
        for (size_t i = 0; i < rules->count; i++)
            if (rules->rules[i].roles != NULL)
                refine(&g, &rules->rules[i]);
        rules->classes = g.classes;
    }
    rr__free(a, scratch);
    return done;
}
