/* SPDX-License-Identifier: MIT */
/* Opened plugins in; what each one is, its state and its courses out. */
#include <string.h>

#include "base/error.h"
#include "plugin/plugins.h"

size_t rr_plugins_count(const rr_plugins *plugins)
{
    return plugins == NULL ? 0 : plugins->items.count;
}

static const char *isolation_of(const rr__plugin *plugin)
{
    static const char *const names[] = {"in-process", "rlimits", "rlimits+landlock", "rlimits+seccomp", "full"};
    if (plugin->manifest.binary == NULL)
        return "data";
    return plugin->offers == 0 && plugin->failure.fault != RR__FAULT_NONE ? "" : names[plugin->isolation]; /* "": never started */
}

int rr_plugins_at(const rr_plugins *plugins, size_t index, rr_plugin_info *out)
{
    memset(out, 0, sizeof *out);
    if (index >= rr_plugins_count(plugins))
        return 0;
    const rr__plugin *p = rr__plugin_at(plugins, index);
    const rr__manifest *m = &p->manifest;
    size_t rules = p->rules == NULL ? 0 : rr__rules_count(p->rules);
    *out = (rr_plugin_info){.id = m->id, .version = m->version, .vendor = m->vendor, .licence = m->licence, .folder = p->shown, .regions = p->regions == NULL ? "" : p->regions,
                            .state = rr__fault_code(p->failure.fault), .detail = p->failure.detail, .isolation = isolation_of(p),
                            .illustrative = m->illustrative, .named = p->named, .course_count = p->courses.courses.count, .refused_count = p->refused,
                            .rule_count = (uint32_t)rules};
    memcpy(out->sha256, p->sha256, sizeof out->sha256);
    if (p->courses.courses.count > 0 || (p->offers & RR__OFFERS_CATALOGUE) != 0)
        out->kinds |= RR_PLUGIN_COURSES;
    if ((p->rules != NULL && rr__rules_judge(p->rules)) || (p->offers & RR__OFFERS_SCORING) != 0)
        out->kinds |= RR_PLUGIN_SCORING;
    if ((p->rules != NULL && rr__rules_pay(p->rules)) || (p->offers & RR__OFFERS_FUNDING) != 0)
        out->kinds |= RR_PLUGIN_FUNDING;
    return 1;
}

const char *rr_plugins_name(const rr_plugins *plugins, size_t index, rr_lang lang)
{
    if (index >= rr_plugins_count(plugins))
        return "";
    const rr__manifest *m = &rr__plugin_at(plugins, index)->manifest;
    const char *name = lang == RR_LANG_ZH ? m->name_zh : m->name_en;
    return name == NULL || name[0] == '\0' ? m->id : name;
}

const char *rr_plugins_state_text(const char *state, rr_lang lang)
{
    for (int fault = 0; fault < RR__FAULT_COUNT; fault++)
        if (strcmp(rr__fault_code((rr__fault)fault), state) == 0)
            return rr__fault_text((rr__fault)fault, lang);
    return state;
}

/* That it is locked is not seen from outside. */
static pthread_mutex_t *lock_of(const rr_plugins *plugins)
{
    return (pthread_mutex_t *)(uintptr_t)&plugins->lock;
}

size_t rr_plugins_unknown_count(const rr_plugins *plugins, size_t index)
{
    if (index >= rr_plugins_count(plugins))
        return 0;
    pthread_mutex_lock(lock_of(plugins)); /* matches may add to it */
    size_t count = rr__plugin_at(plugins, index)->unknown.count;
    pthread_mutex_unlock(lock_of(plugins));
    return count;
}

const char *rr_plugins_unknown(const rr_plugins *plugins, size_t index, size_t k, uint32_t *times)
{
    *times = 0;
    if (k >= rr_plugins_unknown_count(plugins, index))
        return "";
    pthread_mutex_lock(lock_of(plugins));
    rr__unknown_name unknown = RR__AT(rr__unknown_name, &rr__plugin_at(plugins, index)->unknown, k);
    pthread_mutex_unlock(lock_of(plugins));
    *times = unknown.count;
    return unknown.name;
}

size_t rr_plugins_course_count(const rr_plugins *plugins)
{
    return plugins == NULL ? 0 : rr__catalogue_count(plugins->catalogue);
}

int rr_plugins_course(const rr_plugins *plugins, size_t index, rr_offer *out)
{
    rr__offer offer;
    memset(out, 0, sizeof *out);
    if (plugins == NULL || !rr__catalogue_at(plugins->catalogue, index, &offer))
        return 0;
    *out = (rr_offer){offer.plugin, offer.course, offer.school};
    return 1;
}

static bool is_in(const rrp_text *text, const char *tag)
{
    return text->lang.n >= 2 && memcmp(text->lang.p, tag, 2) == 0;
}

const char *rr_plugin_text(const rrp_vec *texts, rr_lang lang)
{
    const char *any = "";
    for (uint32_t i = 0; i < texts->count; i++) {
        const rrp_text *text = RRP_AT(rrp_text, *texts, i);
        if (is_in(text, lang == RR_LANG_ZH ? "zh" : "en"))
            return text->text.p;
        if (any[0] == '\0')
            any = text->text.p;
    }
    return any;
}
