/* SPDX-License-Identifier: MIT */
/* A scoring plugin that breaks its contract in the one way that the profile's fact "do" names. */
#define _DEFAULT_SOURCE
#include <reroute/plugin.h>

#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int32_t instances, calls; /* what no plugin should have */

static int32_t create(rrp_call *call, void **self)
{
    (void)call, (void)self;
    instances++;
    return RRP_OK;
}

static void *sleep_on(void *unused)
{
    sleep(1);
    return unused;
}

static void spin(long ms)
{
    struct timespec from, now;
    clock_gettime(CLOCK_MONOTONIC, &from);
    do
        clock_gettime(CLOCK_MONOTONIC, &now);
    while ((now.tv_sec - from.tv_sec) * 1000 + (now.tv_nsec - from.tv_nsec) / 1000000 < ms);
}

static int32_t disturb(const char *what)
{
    static const struct itimerval timer = {{0, 0}, {1000, 0}};
    pthread_t thread;
    if (strcmp(what, "chdir") == 0)
        return chdir("/usr");
    if (strcmp(what, "umask") == 0)
        return umask(0123) == 0123 ? -1 : 0;
    if (strcmp(what, "locale") == 0)
        return setlocale(LC_ALL, "C.UTF-8") == NULL ? -1 : 0;
    if (strcmp(what, "environment") == 0)
        return setenv("CARELESS", "1", 1);
    if (strcmp(what, "signal") == 0)
        return signal(SIGUSR2, SIG_IGN) == SIG_ERR ? -1 : 0;
    if (strcmp(what, "timer") == 0)
        return setitimer(ITIMER_REAL, &timer, NULL);
    if (strcmp(what, "descriptor") == 0)
        return open("/dev/null", O_RDONLY) < 0 ? -1 : 0;
    if (strcmp(what, "thread") == 0)
        return pthread_create(&thread, NULL, sleep_on, NULL) != 0 ? -1 : pthread_detach(thread);
    return 0;
}

static int32_t score(void *self, rrp_call *call, const rrp_profile *profile, const rrp_vec *candidates, rrp_vec *verdicts)
{
    (void)self;
    char what[32] = "";
    const rrp_str value = RRP_AT(rrp_fact, profile->facts, 0)->value;
    memcpy(what, value.p, value.n < sizeof what ? (size_t)value.n : sizeof what - 1);
    int32_t delta = strcmp(what, "instance-count") == 0 ? instances : strcmp(what, "call-count") == 0 ? ++calls : 0;
    if (strcmp(what, "no-reason") == 0 && call->host->extension(call->host, RRP_FILES) == NULL)
        return RRP_ECONFIG;
    if (strcmp(what, "asks") == 0)
        call->host->cancelled(call);
    if (strcmp(what, "spin") == 0)
        spin(150);
    if (strcmp(what, "minor") == 0)
        delta = ((const int32_t *)(const void *)(profile + 1))[1]; /* a field that some later profile may have */
    if (disturb(what) != 0)
        return RRP_EINTERNAL;
    rrp_verdict *list = call->host->alloc(call, candidates->count * sizeof *list, 0);
    if (list == NULL)
        return RRP_ENOMEM;
    for (uint32_t i = 0; i < candidates->count; i++) {
        const rrp_candidate *candidate = strcmp(what, "index") == 0 ? &((const rrp_candidate *)candidates->data)[i] :
                                                                      RRP_AT(rrp_candidate, *candidates, i);
        rrp_finding *finding = call->host->alloc(call, sizeof *finding, 0);
        if (finding == NULL && strcmp(what, "swallow") != 0)
            return RRP_ENOMEM;
        if (finding != NULL)
            *finding = (rrp_finding){.rule_class = RRP_CUSTOM, .delta_ppm = delta + candidate->fit_ppm};
        list[i] = (rrp_verdict){i, 0, RRP_VEC(rrp_finding, finding, finding == NULL ? 0 : 1)};
        if (finding == NULL && i == 1)
            list[i].findings.count = 1; /* and data NULL */
    }
    *verdicts = (rrp_vec)RRP_VEC(rrp_verdict, list, candidates->count);
    return RRP_OK;
}

static const rrp_scoring scoring = {sizeof(rrp_scoring), 0, create, NULL, score};

static const void *get(const char *id)
{
    return strncmp(id, RRP_SCORING, sizeof RRP_SCORING - 2) == 0 ? &scoring : NULL; /* whatever the revision */
}

RRP_PLUGIN("org.reroute.careless", "Careless", "1", "reroute", "MIT", get);
