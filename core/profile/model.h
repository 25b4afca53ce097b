/* SPDX-License-Identifier: MIT */
/* The profile's own memory and the checks that every way into it shares: a reader, an application and a
 * test all add through the same functions. */
#ifndef RR_PROFILE_MODEL_H
#define RR_PROFILE_MODEL_H

#include <reroute/profile.h>

#include "base/error.h"
#include "base/json.h"
#include "base/mem.h"

/* Limits, in characters and entries. A text must fit what patterns of a taxonomy are tried on (4 KiB). */
enum {
    RR__PROFILE_TEXT_MAX = 1000,
    RR__PROFILE_NAME_MAX = 128, /* ids, names of facts, tags, levels */
    RR__PROFILE_ENTRIES_MAX = 1024,
    RR__PROFILE_MONTHS_MAX = 80 * 12,
    RR__PROFILE_YEAR_MIN = 1900,
    RR__PROFILE_YEAR_MAX = 2200,
    RR__PROFILE_WEEKS_MAX = 1040,
    RR__PROFILE_WEEK_HOURS = 168,
    RR__PROFILE_DAY_MINUTES = 1440
};
#define RR__PROFILE_MONEY_MAX ((int64_t)100000000000) /* minor units: a thousand million */

/* A growing array inside the arena, so that what it held is wiped with the rest. */
typedef struct rr__list {
    void *items;
    size_t count, capacity;
} rr__list;

struct rr_profile {
    const rr_context *context;
    rr__arena arena; /* secret */
    const char *id, *education, *region;
    rr_constraints constraints;
    rr__list jobs, skills, licences, facts, languages;
};

/* Copies `text` into the arena, trimmed, line ends and tabs as spaces. It must be UTF-8 without
 * control characters, not empty, and at most `max` characters. `field` is the name that errors show; it
 * is always their first argument. */
rr_status rr__profile_text(rr__arena *arena, const char *field, const char *text, size_t max, const char **out, rr_error *err);
rr_status rr__profile_check_id(const char *field, const char *id, rr_error *err);
/* Whether a text holds what looks like an identity card number, a mobile number or an e-mail address. */
bool rr__profile_is_personal(const char *text);
/* Whether a fact, a column or a member of this name would tell who somebody is. */
bool rr__profile_names_person(const char *name);
rr_status rr__profile_check_range(const char *field, int64_t value, int64_t min, int64_t max, rr_error *err);
rr_status rr__profile_check_constraints(const rr_constraints *constraints, rr_error *err);
rr_status rr__profile_check_fact(const rr_fact *fact, rr_error *err);
bool rr__profile_is_level(const char *level);
bool rr__profile_is_region(const char *code);

/* Words as people write them in, the word of the model out; NULL when it is not certain. */
const char *rr__recognise_education(const char *text);
const char *rr__recognise_study(const char *text); /* JSON Resume's free studyType */
const char *rr__recognise_region(const char *text);
const char *rr__recognise_language(const char *text);
bool rr__recognise_state(const char *text, rr_skill_state *state);
bool rr__recognise_yes_no(const char *text, int *yes);
extern const char rr__education_words[]; /* the steps, for messages */
extern const char rr__state_words[];
const char *rr__state_word(rr_skill_state state);

/* Compact and canonical (facts by name) or pretty. */
void rr__profile_json(const rr_profile *profile, bool pretty, rr__buf *out);
/* Inside another document. */
void rr__json_profile(rr__json_out *w, const char *key, const rr_profile *profile, bool sorted);
void rr__profile_xml(const rr_profile *profile, rr__buf *out);
void rr__profile_csv(const rr_profile *profile, bool header, rr__buf *out);

/* What all three writers write in the same way. What is formatted into `out` is returned. */
const char *rr__job_field(const rr_job *job);                 /* "occupation" for an id, else "title" */
const char *rr__skill_field(const rr_skill *skill);           /* "ref" for what may be an id, else "skill" */
const char *rr__format_years(char out[32], int32_t months);          /* 18: "1.5" */
const char *rr__format_money(char out[32], int64_t minor);           /* 450050: "4500.5" */
const char *rr__format_level(char out[32], int32_t hundredths);      /* 350: "3.5" */
bool rr__is_plain_number(const char *text, int64_t *millionths); /* written as itself: "47" but not "047" */
#endif
