/* SPDX-License-Identifier: MIT */
/* A grant in code: a made-up programme pays half of every course for people who are without work. What data can
 * say, say in rules.xml; this is for what it can't. An unknown fact gives an unknown grant with its question. */
#include "plugin.h"
#include <string.h>

static const rrp_text reason[] = {{RRP_S("en"), RRP_S("Sample: half the price for people without work, at most CNY 600")},
                                  {RRP_S("zh"), RRP_S("示例：失业者补贴一半学费，最高600元")}};
static const rrp_text question[] = {{RRP_S("en"), RRP_S("How many months without work?")},
                                    {RRP_S("zh"), RRP_S("已失业多少个月？")}};

static uint32_t state_of(const rrp_profile *profile)
{
    for (uint32_t i = 0; i < profile->facts.count; i++) {
        const rrp_fact *fact = RRP_AT(rrp_fact, profile->facts, i);
        if (fact->key.n == strlen("months-unemployed") && memcmp(fact->key.p, "months-unemployed", fact->key.n) == 0)
            return fact->value.n == 1 && fact->value.p[0] == '0' ? RRP_UNMET : RRP_MET;
    }
    return RRP_UNKNOWN;
}

static int32_t grants(void *self, rrp_call *call, const rrp_profile *profile, uint32_t occupation, const rrp_vec *courses, rrp_vec *out)
{
    rrp_grant *grant = call->host->alloc(call, (courses->count + 1) * sizeof *grant, _Alignof(rrp_grant));
    (void)self, (void)occupation;
    if (grant == NULL)
        return RRP_ENOMEM;
    for (uint32_t i = 0; i < courses->count; i++)
        grant[i] = (rrp_grant){.course_id = RRP_AT(rrp_course, *courses, i)->id, .code = RRP_S("template-half"), .currency = RRP_S("CNY"),
                               .state = state_of(profile), .has = RRP_GRANT_SHARE | RRP_GRANT_CAP, .confidence = RRP_LOW, .cap_minor = 60000,
                               .share_ppm = 500000, .per_person = 1, .exclusion_group = RRP_S("sample"), .texts = RRP_VEC(rrp_text, reason, 2),
                               .questions = RRP_VEC(rrp_text, question, 2), .source = RRP_S("Made up to show the interface")};
    *out = (rrp_vec)RRP_VEC(rrp_grant, grant, courses->count);
    return RRP_OK;
}

static const void *get(const char *interface_id)
{
    static const rrp_funding funding = {.size = sizeof funding, .grants = grants};
    return strcmp(interface_id, RRP_FUNDING) == 0 ? &funding : NULL;
}

RRP_PLUGIN("org.example.template", "Grants of template", "1.0", "example", "MIT", get);
