/* SPDX-License-Identifier: MIT */
/* One plugin while it is checked: what is known of it so far, each step taken when a check first needs it. */
#ifndef RR_CHECK_CHECKING_H
#define RR_CHECK_CHECKING_H

#include <reroute/check.h>

#include "catalogue/limits.h"
#include "catalogue/validate.h"
#include "plugin/manifest.h"
#include "plugin/records.h"
#include "plugin/session.h"
#include "rules/rules.h"

/* What a reader found wrong, or a row of code: message, its second argument, and the words for the author. */
typedef struct rr__remark { uint16_t message; bool warning; char what[64], text[400]; } rr__remark;

typedef enum rr__step { RR__STEP_NEW, RR__STEP_GOOD, RR__STEP_BAD } rr__step;

typedef struct rr__checking {
    rr_context *context;
    const rr_taxonomy *taxonomy;
    const char *folder, *helper;
    rr_lang lang;
    char *detail;                 /* of the result */
    rr__arena arena;
    bool nomem;
    /* manifest and data files */
    rr__step manifest_step, files_step;
    rr_error first;               /* why a step is bad */
    rr__manifest manifest;
    rr__vec remarks;              /* rr__remark: of the manifest, the data files, and the rows of code */
    bool in_rules;                /* the file being read is rules.xml */
    rr__bytes *files;
    rr__courses listed;
    rr__vec unknown;
    rr__rules *rules;
    /* binary */
    rr__step binary_step, server_step, rows_step;
    int binary;
    rr__inspected inspected;
    rr__server *server;
    rr__fault server_fault;
    double load_ms;
    rr__buf start, request, reply;
    uint32_t offers;
    /* what its code answered */
    rr__courses rows;             /* of code, raw; or of the file */
    bool endless;                 /* the pages of code had not ended when patience did */
    rrp_profile person;
    rrp_vec candidates, asked;    /* rrp_candidate; rrp_course that grants are asked for */
} rr__checking;

/* prepare.c: each true when what it names is there; else detail says why. */
bool rr__has_manifest(rr__checking *c);
bool rr__has_files(rr__checking *c);      /* data files read, remarks taken; true even with remarks */
bool rr__has_binary(rr__checking *c);     /* there, and looked into */
bool rr__has_server(rr__checking *c);     /* loaded and started in this process */
bool rr__has_offers(rr__checking *c, uint32_t offers);
bool rr__has_rows(rr__checking *c);       /* rows of code or of the file, remarks taken */
/* What `detail` says: in both languages, with the same arguments in the same order. */
#define rr__in(c, en, zh) ((c)->lang == RR_LANG_ZH ? (zh) : (en))
rr_check_state rr__check_say(rr__checking *c, rr_check_state state, const char *format, ...) __attribute__((format(printf, 3, 4)));
void rr__check_close(rr__checking *c);
bool rr__is_iso4217(rrp_str code);        /* money that is in use, of the list and not only in shape (currencies.c) */

/* ask.c: requests as the host sends them, answered in this process. */
void rr__make_person(rr__checking *c);
bool rr__ask_score(rr__checking *c, const rrp_vec *candidates, rrp_vec *verdicts);
bool rr__ask_grants(rr__checking *c, rrp_vec *grants);
bool rr__ask_courses(rr__checking *c, uint32_t region, uint32_t max_rows, rrp_str cursor, rrp_course_page *page, uint32_t *outcome);
/* Puts the request of an interface that the plugin offers together, `which` counted from 0; false: no more. */
bool rr__make_request(rr__checking *c, size_t which);
void rr__answer_here(rr__checking *c);      /* the request, in this process: into reply */

#define CHECK(id, group, function, why_en, why_zh, hint_en, hint_zh) rr_check_state rr__check_##function(rr__checking *c);
#include "check/checks.def"
#undef CHECK
#endif
