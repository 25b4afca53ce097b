/* SPDX-License-Identifier: MIT */
/* Sessions of a plugin's code, lent to one call at a time: an idle one if there is, else a new one, a little later after
 * a fault, and none after too many. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "base/text.h"
#include "plugin/plugins.h"
#include "plugin/process.h"

static bool is_quarantined(rr_plugins *plugins, const rr__plugin *plugin, rr__failure *failure)
{
    return rr__quarantine_holds(plugins->quarantine, plugin->manifest.id, plugin->sha256, failure);
}

static void say(const rr_plugins *plugins, enum rr__message message, const char *a, const char *b, const char *c)
{
    rr_error err = {0};
    if (plugins->context->log == NULL)
        return;
    rr__fail(&err, RR_EINVALID, message, a, b, c, NULL);
    plugins->context->log(plugins->context->user, &err);
}

/* Where it happened, of a detail: what follows may be the plugin's words. */
static void say_fault(rr_plugins *plugins, const rr__plugin *plugin, const rr__failure *failure)
{
    char where[40], times[12];
    rr__failure out;
    snprintf(where, sizeof where, "%.*s", (int)strcspn(failure->detail, ":"), failure->detail);
    say(plugins, RR__MSG_PLUGIN_FAULT, plugin->manifest.id, rr__fault_code(failure->fault), where);
    if (!is_quarantined(plugins, plugin, &out))
        return;
    snprintf(times, sizeof times, "%d", RR__FAULTS_TOLERATED);
    say(plugins, RR__MSG_PLUGIN_OUT, plugin->manifest.id, times, NULL);
}

static void note_fault(rr_plugins *plugins, rr__plugin *plugin, uint32_t call, const rr__failure *failure)
{
    rr_error unwritten = {0};
    pthread_mutex_lock(&plugins->lock);
    plugin->failures++;
    plugin->retry_ms = rr__monotonic_ms() + rr__restart_delay_ms(plugin->failures);
    pthread_mutex_unlock(&plugins->lock);
    bool noted = rr__quarantine_note(plugins->quarantine, plugin->manifest.id, plugin->sha256, call, failure);
    say_fault(plugins, plugin, failure);
    if (noted && rr__quarantine_save(plugins->quarantine, &unwritten) == RR_EIO) /* changes nothing else */
        say(plugins, RR__MSG_STATE_UNWRITTEN, NULL, NULL, NULL);
}

/* Waiting, rather than leaving the plugin out: who comes soon after a fault gets the answer of who comes later. */
static void wait_until(int64_t retry_ms, int64_t deadline_ms)
{
    int64_t left = (deadline_ms != 0 && deadline_ms < retry_ms ? deadline_ms : retry_ms) - rr__monotonic_ms();
    if (left > 0)
        nanosleep(&(struct timespec){left / 1000, left % 1000 * 1000000}, NULL);
}

static rr__session *start(rr_plugins *plugins, rr__plugin *plugin, int64_t deadline_ms, uint32_t *offers, rr__failure *failure)
{
    rr__session *session = NULL;
    if (is_quarantined(plugins, plugin, failure))
        return NULL;
    rr__session_options options = plugins->session;
    int64_t left = deadline_ms - rr__monotonic_ms();
    options.folder = plugin->manifest.folder;
    if (deadline_ms != 0 && left < options.start_ms)
        options.start_ms = left > 0 ? (uint32_t)left : 1;
    if (!rr__session_open(&session, plugins->context, plugin->binary, &plugin->start, &options, offers, failure) &&
        rr__fault_is_its_own(failure->fault) && !rr__is_late(deadline_ms))
        note_fault(plugins, plugin, RR__CALL_START, failure);
    return session;
}

rr__session *rr__plugin_start_session(rr_plugins *plugins, rr__plugin *plugin, uint32_t *offers, rr__failure *failure)
{
    return start(plugins, plugin, 0, offers, failure);
}

rr__session *rr__plugin_take_session(rr_plugins *plugins, rr__plugin *plugin, int64_t deadline_ms, rr__failure *failure)
{
    uint32_t offers = 0;
    *failure = (rr__failure){.fault = RR__FAULT_NONE};
    if (is_quarantined(plugins, plugin, failure))
        return NULL;
    pthread_mutex_lock(&plugins->lock);
    rr__session *session = plugin->idle_count > 0 ? plugin->idle[--plugin->idle_count] : NULL;
    int64_t retry_ms = plugin->failures > 0 ? plugin->retry_ms : 0;
    pthread_mutex_unlock(&plugins->lock);
    if (session != NULL)
        return session;
    wait_until(retry_ms, deadline_ms);
    return start(plugins, plugin, deadline_ms, &offers, failure);
}

/* Names it asked for in vain, added to those of its files. A plugin that invents ever new ones fills no memory, and what
 * can't be shown is no name. */
static void add_unknown(rr_plugins *plugins, rr__plugin *plugin, const char *name, size_t len, uint32_t times)
{
    enum { LISTED_MAX = 5000 };
    if (!rr__is_visible(name, len)) {
        name = "...";
        len = 3;
    }
    for (size_t i = 0; i < plugin->unknown.count; i++) {
        rr__unknown_name *known = &RR__AT(rr__unknown_name, &plugin->unknown, i);
        if (strlen(known->name) == len && memcmp(known->name, name, len) == 0) {
            known->count = times < UINT32_MAX - known->count ? known->count + times : UINT32_MAX;
            return;
        }
    }
    if (plugin->unknown.count >= LISTED_MAX && (len != 3 || memcmp(name, "...", 3) != 0)) {
        add_unknown(plugins, plugin, "...", 3, times);
        return;
    }
    rr__unknown_name one = {rr__arena_text(&plugins->arena, name, len), times};
    if (one.name != NULL)
        rr__vec_push(&plugin->unknown, &one); /* without memory the list is shorter: nothing hangs on it */
}

static void take_misses(rr_plugins *plugins, rr__plugin *plugin, rr__session *session)
{
    rrp_str name;
    uint32_t times = 0;
    while (rr__session_miss(session, &name, &times))
        add_unknown(plugins, plugin, name.p, (size_t)name.n, times);
}

/* One that gave answers which can't be is not lent again, though it lives. */
static bool keep(rr__plugin *plugin, rr__session *session, const rr__failure *failure)
{
    if (rr__session_dead(session) || rr__fault_is_its_own(failure->fault) || plugin->idle_count == RR__IDLE_MAX)
        return false;
    plugin->idle[plugin->idle_count++] = session;
    return true;
}

void rr__plugin_give_session(rr_plugins *plugins, rr__plugin *plugin, rr__session *session, uint32_t call, const rr__failure *failure)
{
    if (session == NULL)
        return;
    bool good = failure->fault == RR__FAULT_NONE && call != 0;
    if (rr__fault_is_its_own(failure->fault))
        note_fault(plugins, plugin, call, failure);
    else if (good)
        rr__quarantine_forget(plugins->quarantine, plugin->manifest.id, plugin->sha256, call);
    pthread_mutex_lock(&plugins->lock);
    plugin->failures = good ? 0 : plugin->failures;
    take_misses(plugins, plugin, session);
    bool kept = keep(plugin, session, failure);
    pthread_mutex_unlock(&plugins->lock);
    if (!kept)
        rr__session_close(session);
}
