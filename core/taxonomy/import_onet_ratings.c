/* SPDX-License-Identifier: MIT */
/* O*NET's files that rate elements in, importances and levels of occupations out. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "taxonomy/import_onet.h"

/* A file of ratings: its facet, the scales that say importance and level with their ends, its elements. */
typedef struct rating_file { const char *file, *facet, *importance, *level, *prefix; int64_t most; } rating_file;
enum { LEAST_IMPORTANCE = 1000000, MOST_LEVEL = 7000000, HUNDREDTH = 10000 };

/* The value on its scale, levels in whole hundredths; why not, or NULL. */
static const char *read_value(const char *text, const rating_file *file, bool importance, int64_t *value)
{
    if (!rr__parse_decimal(text, strlen(text), value))
        return "the value is no number";
    if (importance ? *value < LEAST_IMPORTANCE || *value > file->most : *value < 0 || *value > MOST_LEVEL)
        return "the value is off its scale";
    if (!importance)
        *value = (*value + HUNDREDTH / 2) / HUNDREDTH * HUNDREDTH;
    return NULL;
}

static void read_rating(rr__onet *o, rr__table *t, const rating_file *file)
{
    const char *element = rr__table_cell(t, 1), *scale = rr__table_cell(t, 3), *fault = NULL;
    uint32_t occupation = rr__onet_occupation_of(o, rr__table_cell(t, 0));
    bool importance = strcmp(scale, file->importance) == 0, level = file->level != NULL && strcmp(scale, file->level) == 0, is_new = false;
    int64_t value = 0;
    if (occupation == RR_NONE)
        fault = "the occupation is unknown";
    else if (strncmp(element, file->prefix, strlen(file->prefix)) != 0)
        fault = "not an element of this facet";
    else if (rr__table_cell(t, 2)[0] == '\0')
        fault = "an id or a name is missing";
    else if (!importance && !level)
        fault = "a scale that is no rating of importance or level";
    else if (strcmp(rr__table_cell(t, 5), "Y") == 0)
        fault = "Recommend Suppress";
    else if (level && strcmp(rr__table_cell(t, 6), "Y") == 0)
        fault = "Not Relevant"; /* takes the level away; the importance says that it matters little */
    else
        fault = read_value(rr__table_cell(t, 4), file, importance, &value);
    if (fault != NULL) {
        rr__table_tell(t, RR__REFUSED, fault);
        return;
    }
    const char *id = rr__onet_id(o, element, NULL, NULL);
    rr__onet_fact *f = rr__onet_fact_of(o, occupation, rr__onet_descriptor(o, id, file->facet, rr__table_cell(t, 2), NULL, NULL), &is_new);
    int64_t *slot = f == NULL ? NULL : importance ? &f->importance : &f->level;
    if (slot != NULL && *slot != -1) {
        rr__table_tell(t, RR__REFUSED, "the rating stands twice");
    } else if (slot != NULL) {
        *slot = value;
        rr__table_tell(t, RR__USED, importance ? "importances" : "levels");
    }
}

/* Any of the files may be absent, but without a rating of skills or knowledge no occupation can be ranked. */
void rr__onet_read_ratings(rr__onet *o)
{
    static const rating_file files[] = {{"Skills.txt", "skills", "IM", "LV", "2.", 5000000},
                                        {"Knowledge.txt", "knowledge", "IM", "LV", "2.", 5000000},
                                        {"Work Styles.txt", "work-styles", "IM", NULL, "1.C", 5000000},
                                        {"Interests.txt", "interests", "OI", NULL, "1.B.1", 7000000}};
    static const char *const columns[] = {"O*NET-SOC Code", "Element ID", "Element Name", "Scale ID", "Data Value",
                                          "?Recommend Suppress", "?Not Relevant", NULL};
    bool rated = false;
    for (size_t i = 0; i < 4; i++) {
        rr__table t;
        if (!rr__table_open(&t, o->import, files[i].file, '\t', i != 1 || rated, columns))
            continue;
        rated = rated || i < 2;
        while (rr__table_next(&t))
            read_rating(o, &t, &files[i]);
        rr__table_close(&t);
    }
}

void rr__onet_read_job_zones(rr__onet *o)
{
    static const char *const columns[] = {"O*NET-SOC Code", "Job Zone", NULL};
    rr__table t;
    if (!rr__table_open(&t, o->import, "Job Zones.txt", '\t', true, columns))
        return;
    uint32_t zone = rr__onet_descriptor(o, "onet:job-zone", "job-zone", "Job zone", "How much preparation an occupation needs, from 1 to 5.", NULL);
    while (rr__table_next(&t)) {
        uint32_t occupation = rr__onet_occupation_of(o, rr__table_cell(&t, 0));
        int64_t value = 0;
        bool is_new = false;
        if (occupation == RR_NONE || !rr__parse_int(rr__table_cell(&t, 1), strlen(rr__table_cell(&t, 1)), 1, 5, &value)) {
            rr__table_tell(&t, RR__REFUSED, occupation == RR_NONE ? "the occupation is unknown" : "not a job zone");
            continue;
        }
        rr__onet_fact *f = rr__onet_fact_of(o, occupation, zone, &is_new);
        if (f != NULL && is_new)
            f->level = value * 1000000;
        rr__table_tell(&t, is_new ? RR__USED : RR__REFUSED, is_new ? "job zones" : "the job zone stands twice");
    }
    rr__table_close(&t);
}


/* The parent of an element: its id without the last part; NULL at the top. */
static const char *parent_of(rr__onet *o, const char *id)
{
    const char *dot = strrchr(id, '.');
    if (dot == NULL)
        return NULL;
    char *parent = rr__arena_text(&o->import->arena, id, (size_t)(dot - id));
    return parent == NULL ? (rr__onet_nomem(o), NULL) : rr__onet_id(o, parent, NULL, NULL);
}

/* What elements mean, and the elements that activities are grouped under. The file names parents first. */
void rr__onet_read_model_reference(rr__onet *o)
{
    static const char *const columns[] = {"Element ID", "Element Name", "Description", NULL};
    static const char top[] = "4.A";
    rr__fact_source none = {NULL, NULL, NULL};
    rr__table t;
    if (!rr__table_open(&t, o->import, "Content Model Reference.txt", '\t', true, columns))
        return;
    while (rr__table_next(&t)) {
        const char *element = rr__table_cell(&t, 0), *id = rr__onet_id(o, element, NULL, NULL);
        bool activity = strncmp(element, top, strlen(top)) == 0, known = rr__map_get(&o->descriptors, id, strlen(id)) != RR_NONE;
        if (!known && !(activity && o->grouped)) {
            rr__table_tell(&t, RR__REFUSED, "an element that no imported file names");
            continue;
        }
        if (known)
            rr__builder_descriptor(o->import->b, id, NULL, "extend", &none);
        else
            rr__onet_descriptor(o, id, "dwa", rr__table_cell(&t, 1), NULL, NULL);
        if (rr__table_cell(&t, 2)[0] != '\0')
            rr__builder_text(o->import->b, "en", rr__table_cell(&t, 2), NULL);
        const char *parent = activity && strcmp(element, top) != 0 ? parent_of(o, element) : NULL;
        if (parent != NULL && rr__map_get(&o->descriptors, parent, strlen(parent)) != RR_NONE)
            rr__builder_broader(o->import->b, parent);
        rr__table_tell(&t, RR__USED, "descriptions of elements");
    }
    rr__table_close(&t);
}
