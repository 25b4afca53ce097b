/* SPDX-License-Identifier: MIT */
/* Sessions of a plugin's code, lent to one call at a time: an idle one if there is, else a new one, unless it
 * failed just now or too often. */
#include <time.h>

#include "base/error.h"
#include "plugin/plugins.h"

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static rr__session *take_idle(rr_plugins *plugins, rr__plugin *plugin, bool *wait)
{
    pthread_mutex_lock(&plugins->lock);
    rr__session *session = plugin->idle_count > 0 ? plugin->idle[--plugin->idle_count] : NULL;
    *wait = plugin->failures > 0 && now_ms() < plugin->retry_ms;
    pthread_mutex_unlock(&plugins->lock);
    return session;
}

/* A fault is remembered: for a while in the plugin, for longer in the quarantine. */
static void note_fault(rr_plugins *plugins, rr__plugin *plugin, const rr__failure *failure)
{
    pthread_mutex_lock(&plugins->lock);
    plugin->failures++;
    uint32_t delay = rr__restart_delay_ms(plugin->failures);
    plugin->retry_ms = delay == UINT32_MAX ? INT64_MAX : now_ms() + delay;
    if (rr__quarantine_note(plugins->quarantine, plugin->manifest.id, plugin->sha256, failure))
        rr__quarantine_save(plugins->quarantine, NULL); /* that it can't be written changes nothing else */
    pthread_mutex_unlock(&plugins->lock);
}

rr__session *rr__plugin_take_session(rr_plugins *plugins, rr__plugin *plugin, rr__failure *failure)
{
    uint32_t offers = 0;
    bool wait = false;
    rr__session *session = take_idle(plugins, plugin, &wait);
    *failure = (rr__failure){.fault = wait ? RR__FAULT_QUARANTINED : RR__FAULT_NONE};
    return session != NULL || wait ? session : rr__plugin_start_session(plugins, plugin, &offers, failure);
}

rr__session *rr__plugin_start_session(rr_plugins *plugins, rr__plugin *plugin, uint32_t *offers, rr__failure *failure)
{
    rr__session *session = NULL;
    pthread_mutex_lock(&plugins->lock);
    bool quarantined = rr__quarantine_holds(plugins->quarantine, plugin->manifest.id, plugin->sha256, failure);
    pthread_mutex_unlock(&plugins->lock);
    if (quarantined) {
        failure->fault = RR__FAULT_QUARANTINED;
        return NULL;
    }
    rr__session_options options = plugins->session;
    options.folder = plugin->manifest.folder;
    if (!rr__session_open(&session, plugins->context, plugin->binary, &plugin->start, &options, offers, failure)) {
        if (failure->fault != RR__FAULT_NONE) /* else this program itself is out of memory */
            note_fault(plugins, plugin, failure);
        return NULL;
    }
    return session;
}

void rr__plugin_give_session(rr_plugins *plugins, rr__plugin *plugin, rr__session *session, const rr__failure *failure, bool judged)
{
    if (session == NULL)
        return;
    if (failure->fault != RR__FAULT_NONE && failure->fault != RR__FAULT_REPORTED)
        note_fault(plugins, plugin, failure);
    if (!rr__session_dead(session)) {
        pthread_mutex_lock(&plugins->lock);
        if (failure->fault == RR__FAULT_NONE && judged) {
            rr__quarantine_forget(plugins->quarantine, plugin->manifest.id);
            rr__quarantine_save(plugins->quarantine, NULL);
            plugin->failures = 0;
        }
        bool kept = plugin->idle_count < RR__IDLE_MAX;
        if (kept)
            plugin->idle[plugin->idle_count++] = session;
        pthread_mutex_unlock(&plugins->lock);
        if (kept)
            return;
    }
    rr__session_close(session);
}
