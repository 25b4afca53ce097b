/* SPDX-License-Identifier: MIT */
/* What tests of plans and paths share: a world of a few roles with a catalogue and rules made for one question. */
#ifndef TEST_PLAN_WORLD_H
#define TEST_PLAN_WORLD_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <reroute/reroute.h>

#include "../stingy.h"

static const char taxonomy_xml[] =
    "<taxonomy xmlns='urn:reroute:taxonomy:1' id='t' version='1' xml:lang='en'><label>T</label><licence id='MIT'>x</licence>"
    "<source id='S' confidence='high'>A source</source><scale id='lv' first='5' last='1'/>"
    "<facet id='skill' kind='listed' levels='lv'><label>Skills</label></facet>"
    "<descriptor id='s.a' facet='skill'><label>alpha</label></descriptor><descriptor id='s.b' facet='skill'><label>beta</label></descriptor>"
    "<descriptor id='s.c' facet='skill'><label>gamma</label></descriptor><descriptor id='s.d' facet='skill'><label>delta</label></descriptor>"
    "<descriptor id='s.x' facet='skill'><label>extra</label></descriptor>"
    "<occupation id='t:old' source='S'><label>Old job</label><requires ref='s.a' kind='essential' level='5'/></occupation>"
    "<occupation id='t:stop' source='S'><label>Stop</label><requires ref='s.a' kind='essential' level='5'/>"
    "<requires ref='s.c' kind='optional' level='4'/><requires ref='s.d' kind='optional' level='4'/>"
    "<pay place='XX' year='2026' low='3000' high='4000' currency='CNY' period='month'/></occupation>"
    "<occupation id='t:new' source='S'><label>New job</label><requires ref='s.a' kind='essential' level='5'/>"
    "<requires ref='s.b' kind='essential' level='4'/><requires ref='s.c' kind='essential' level='4'/>"
    "<requires ref='s.d' kind='essential' level='4'/></occupation>"
    "<model viable-readiness='0.5'/></taxonomy>";

/* Every world's memory. */
static stingy heap;

/* The world of one test: a catalogue and rules of their own. */
typedef struct world {
    char folder[64];
    rr_context *context;
    rr_taxonomy *taxonomy;
    rr_matcher *matcher;
    rr_plugins *plugins;
    rr_profile *profile;
    rr_plan_options limits;
    rr_match_options options;
    rr_plan_result *result;
    size_t findings;
} world;

static inline void write_file(const world *w, const char *name, const char *text)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", w->folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

static inline void note_finding(void *user, const rr_error *err)
{
    (void)err;
    ++*(size_t *)user;
}

static inline void open_world(world *w, const char *courses, const char *rules)
{
    char text[12000], folder[128], taxonomy[160];
    rr_error err = {0};
    memset(w, 0, sizeof *w);
    snprintf(w->folder, sizeof w->folder, "/tmp/reroute-plan-XXXXXX");
    assert_non_null(mkdtemp(w->folder));
    write_file(w, "taxonomy.xml", taxonomy_xml);
    snprintf(folder, sizeof folder, "%s/p", w->folder);
    assert_int_equal(mkdir(folder, 0755), 0);
    snprintf(text, sizeof text, "<plugin xmlns='urn:reroute:plugin:1' id='org.example.plan' version='1' vendor='x' licence='MIT' illustrative='yes'>"
             "<name xml:lang='en'>Sample</name><serves region='XX'/><reads what='history'/><reads fact='insured-months'/>"
             "<file name='courses.xml' kind='courses'/>%s</plugin>", rules == NULL ? "" : "<file name='rules.xml' kind='rules'/>");
    write_file(w, "p/plugin.xml", text);
    snprintf(text, sizeof text, "<courses xmlns='urn:reroute:courses:1' currency='CNY' illustrative='yes'><source id='S' confidence='low'>Made up</source>"
             "<school id='s' region='XX' lat='30' lon='120' source='S'><name xml:lang='en'>Sample school</name></school>%s</courses>", courses);
    write_file(w, "p/courses.xml", text);
    if (rules != NULL) {
        snprintf(text, sizeof text, "<rules xmlns='urn:reroute:rules:1' owner='Sample'><source id='R' confidence='high'>A rule</source>%s</rules>", rules);
        write_file(w, "p/rules.xml", text);
    }
    snprintf(taxonomy, sizeof taxonomy, "%s/taxonomy.xml", w->folder);
    const char *path = taxonomy, *plugin = folder;
    rr_plugins_options o = {.size = sizeof o, .paths = &plugin, .path_count = 1, .region = "XX", .finding = note_finding, .user = &w->findings};
    static const rr_allocator allocator = {&heap, stingy_resize};
    rr_context_options memory = {.size = sizeof memory, .allocator = &allocator};
    assert_int_equal(rr_context_create(&w->context, &memory, &err), RR_OK);
    assert_int_equal(rr_taxonomy_load(&w->taxonomy, w->context, &path, 1, NULL, NULL, &err), RR_OK);
    assert_int_equal(rr_matcher_create(&w->matcher, w->context, w->taxonomy, &err), RR_OK);
    assert_int_equal(rr_plugins_open(&w->plugins, w->context, w->taxonomy, &o, &err), RR_OK);
    assert_int_equal(rr_profile_create(&w->profile, w->context, "w-1", &err), RR_OK);
    rr_job job = {.title = "t:old", .months = 60, .until_year = 2026, .occupation = RR_NONE};
    assert_int_equal(rr_profile_add_job(w->profile, &job, &err), RR_OK);
    assert_int_equal(rr_profile_resolve(w->profile, w->taxonomy, NULL, NULL, &err), RR_OK);
    w->limits = (rr_plan_options){.size = sizeof w->limits, .max_weeks = -1, .hours_per_week = -1, .travel_minutes = -1, .max_cost_minor = -1};
    w->options = (rr_match_options){.size = sizeof w->options, .date = "2026-12-01", .region = "XX", .plugins = w->plugins};
}

static inline void run(world *w)
{
    rr_error err = {0};
    rr_plan_result_destroy(w->result);
    assert_int_equal(rr_plan_run(&w->result, w->matcher, w->profile, rr_taxonomy_find_occupation(w->taxonomy, "t:new"), &w->options, &w->limits, &err), RR_OK);
}

static inline void close_world(world *w)
{
    static const char *const files[] = {"taxonomy.xml", "p/plugin.xml", "p/courses.xml", "p/rules.xml", "p", ""};
    rr_plan_result_destroy(w->result);
    rr_profile_destroy(w->profile);
    rr_plugins_destroy(w->plugins);
    rr_matcher_destroy(w->matcher);
    rr_taxonomy_destroy(w->taxonomy);
    rr_context_destroy(w->context);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char path[160];
        snprintf(path, sizeof path, "%s/%s", w->folder, files[i]);
        remove(path);
    }
}

/* The courses of a plan by start: "a b". */
static inline const char *courses_of(const rr_plan *plan)
{
    static char text[200];
    text[0] = '\0';
    for (size_t i = 0; plan != NULL && i < plan->step_count; i++) {
        strcat(text, i > 0 ? " " : "");
        strcat(text, plan->steps[i].offer.course->id.p);
    }
    return text;
}

#define COURSE(id, attributes, inside) "<course id='" id "' school='s' source='S' " attributes "><title xml:lang='en'>Sample " id "</title>" inside "</course>"
#define TEACHES(skill) "<teaches skill='" skill "' level='4'/>"
#define MONTHLY "<session id='m' recur='monthly' nth='1' weekday='1' apply-days-before='3' seats='10'/>"

#define GRANT(id, attributes, when) "<rule id='" id "' class='programme' source='R'><text xml:lang='en'>Grant " id "</text>" \
    "<question xml:lang='en'>Insured?</question>" when "<grant currency='CNY' " attributes "><document xml:lang='en'>Paper " id "</document></grant></rule>"
#define INSURED "<when><fact name='insured-months' at-least='36'/></when>"
#endif
