/* SPDX-License-Identifier: MIT */
/* The plugin ABI: the one header a plugin author includes. A plugin links nothing of reroute's. C11, C++11
 * and later, or any language with C structs. All text is UTF-8.
 *
 * GROWTH   Interfaces are named "reroute.X/REV" and never change once released: a new method is a new REV.
 *          Records may gain fields at the end only; zero always means "not stated" (where zero is a real
 *          value, a bit of `has` says that it is stated). Vectors carry their stride: never index .data with
 *          [], use RRP_AT; test late fields with RRP_HAS.
 * MEMORY   What a call returns comes from call->host->alloc or is static const. The host copies it when the
 *          call has returned; nothing is ever freed across the boundary. Inputs die when the call returns.
 * SELF     create makes one instance and stores it in *self; the plugin owns it until the host calls destroy,
 *          once, with that pointer. A create that fails must leave *self NULL and hold nothing: destroy is
 *          not called. Tables without create are stateless and get NULL. Keep all state in the instance:
 *          two hosts may share one loaded image.
 * THREADS  One call at a time on one instance; instances run in parallel on any threads. A plugin starts no
 *          thread. Host services may be used only inside a call, with that call's rrp_call.
 * NUMBERS  Scores are parts per million. Money is in minor units (fen, cents) with an ISO 4217 currency. Days
 *          count from 1970-01-01. Levels are hundredths on an ascending scale (300: the third step).
 * FORBIDDEN  exit, abort, fork, exec, signal handlers, setlocale, chdir, threads, files, sockets; exceptions,
 *          panics and longjmp across the boundary. The host runs a plugin in a process of its own where these
 *          fail, and hands it the bytes of the files its manifest lists (RRP_FILES). */
#ifndef REROUTE_PLUGIN_H
#define REROUTE_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RRP_MAGIC 0x50525252u /* the bytes "RRRP" on a little-endian machine */
#define RRP_ABI_MAJOR 1
#define RRP_ABI_MINOR 0
#ifndef RRP_NEEDS_MINOR /* the oldest host minor the plugin can live with */
#define RRP_NEEDS_MINOR 0
#endif
#if defined(__GNUC__)
#define RRP_EXPORT __attribute__((visibility("default")))
#else
#define RRP_EXPORT
#endif

typedef struct rrp_str { const char *p; uint64_t n; } rrp_str;                     /* n bytes, no NUL needed */
typedef struct rrp_vec { const void *data; uint32_t count, stride; } rrp_vec;
#define RRP_S(literal) { (literal), sizeof(literal) - 1 }
#define RRP_VEC(T, ptr, n) { (ptr), (uint32_t)(n), (uint32_t)sizeof(T) }
#define RRP_AT(T, v, i) ((const T *)(const void *)((const char *)(v).data + (size_t)(i) * (v).stride))
#define RRP_HAS(v, T, field) ((v).stride >= offsetof(T, field) + sizeof(((T *)0)->field))
/* The same for a record that starts with its own size (query, profile, host ...). */
#define RRP_SIZED(record, T, field) ((record)->size >= offsetof(T, field) + sizeof(((T *)0)->field))

enum { RRP_OK = 0, RRP_EAGAIN = 1, RRP_ECONFIG = 2, RRP_EDATA = 3, RRP_ENOREGION = 4, RRP_ECANCELLED = 5,
       RRP_ENOMEM = 6, RRP_EINTERNAL = 99 };
enum { RRP_OCCUPATION = 1, RRP_SKILL = 2, RRP_REGION = 3 };                        /* kinds of intern */
enum { RRP_LOG_DEBUG = 1, RRP_LOG_INFO = 2, RRP_LOG_WARN = 3, RRP_LOG_ERROR = 4 };

/* ---- host services: all can be answered inside the helper process without a round trip ---- */
struct rrp_host;
typedef struct rrp_call { const struct rrp_host *host; void *priv; } rrp_call;     /* one per call */
typedef struct rrp_host {
    uint32_t size;
    uint16_t abi_major, abi_minor;
    const char *name, *version;
    void (*log)(rrp_call *call, uint32_t level, rrp_str text);
    int32_t (*fail)(rrp_call *call, int32_t code, rrp_str text, rrp_str where);    /* returns code */
    void *(*alloc)(rrp_call *call, uint64_t bytes, uint64_t align);                /* zeroed; NULL: quota hit */
    uint32_t (*intern)(rrp_call *call, uint32_t kind, rrp_str id);                 /* 0: not in the taxonomy */
    rrp_str (*name_of)(rrp_call *call, uint32_t kind, uint32_t number);            /* the id back; n 0: none */
    rrp_str (*config)(rrp_call *call, rrp_str key);                                /* n 0: not set */
    uint32_t (*cancelled)(rrp_call *call);                                         /* poll in long loops */
    const void *(*extension)(const struct rrp_host *host, const char *id);         /* NULL: not offered */
} rrp_host;

/* ---- the one exported symbol. The host reads its first 32 bytes, frozen for ever, from the file before
        any code of the plugin runs ---- */
typedef struct rrp_entry {
    uint32_t magic, size;
    uint16_t abi_major, abi_minor, needs_minor, reserved0;
    uint32_t reserved[4];
    const char *id, *name, *version, *vendor, *licence;                            /* id: reverse DNS */
    const void *(*get)(const char *interface_id);                                  /* pure; NULL: not offered */
} rrp_entry;
#define RRP_PLUGIN(ID, NAME, VERSION, VENDOR, LICENCE, GET)                                                       \
    RRP_EXPORT extern const rrp_entry reroute_plugin;                                                             \
    const rrp_entry reroute_plugin = { RRP_MAGIC, (uint32_t)sizeof(rrp_entry), RRP_ABI_MAJOR, RRP_ABI_MINOR,      \
        RRP_NEEDS_MINOR, 0, {0, 0, 0, 0}, ID, NAME, VERSION, VENDOR, LICENCE, GET }

/* ---- what several records share ---- */
enum { RRP_CONFIDENCE_UNSTATED = 0, RRP_LOW = 1, RRP_MEDIUM = 2, RRP_HIGH = 3 };
enum { RRP_ILLUSTRATIVE = 1 };                                                     /* flags: made up as an example */
typedef struct rrp_text { rrp_str lang, text; } rrp_text;                          /* vectors of it: one a language */
typedef struct rrp_skill_level { uint32_t skill; int32_t level; } rrp_skill_level;

/* ---- (a) course catalogue ---- */
/* A region is an ISO 3166-2 code such as CN-GD; its parent is the country, CN. intern and name_of turn codes
 * into numbers and back. */
typedef struct rrp_school {
    rrp_str id, url, address;
    rrp_vec names;                                                                 /* rrp_text */
    uint32_t region, flags, has, confidence;                                       /* has: RRP_SCHOOL_PLACE */
    int32_t lat_e6, lon_e6;
    rrp_str source, source_url;
} rrp_school;
enum { RRP_SCHOOL_PLACE = 1 };

/* A condition of a course or an exam. Needs of one group are alternatives; every group must hold. */
enum { RRP_NEED_TEXT = 0, RRP_NEED_SKILL = 1, RRP_NEED_HISTORY = 2, RRP_NEED_LICENCE = 3, RRP_NEED_EDUCATION = 4,
       RRP_NEED_COURSE = 5, RRP_NEED_CERTIFICATE = 6, RRP_NEED_AGE = 7 };
typedef struct rrp_need {
    uint32_t group, kind;
    uint32_t ref;                                  /* skill or occupation (0 with HISTORY: any) */
    int32_t level, months;                         /* least level; least experience, or least age in months */
    uint32_t reserved;
    rrp_str value;                                 /* licence, education, course or certificate by name or id */
    rrp_vec texts;                                 /* rrp_text: as the school words it; for TEXT all there is */
} rrp_need;

enum { RRP_ON_SITE = 1, RRP_ONLINE = 2, RRP_EVENING = 4, RRP_PART_TIME = 8, RRP_WEEKEND = 16 }; /* mode, bits */
enum { RRP_ONCE = 0, RRP_WEEKLY = 1, RRP_MONTHLY = 2, RRP_YEARLY = 3 };
typedef struct rrp_session {
    rrp_str id;
    uint32_t has, mode;                            /* has: RRP_SESSION_*; mode 0: the course's */
    uint32_t recur, nth, weekday;                  /* MONTHLY: the nth (1-5) weekday (1 Monday - 7); YEARLY: of start_day's month */
    int32_t start_day, end_day, apply_by_day;      /* ONCE: the dates; else start_day and end_day bound the series */
    int32_t apply_days_before, seats;
    int64_t price_minor;                           /* instead of the course's */
} rrp_session;
enum { RRP_SESSION_SEATS = 1, RRP_SESSION_PRICE = 2, RRP_SESSION_START = 4, RRP_SESSION_END = 8, RRP_SESSION_APPLY_BY = 16,
       RRP_SESSION_APPLY_BEFORE = 32 };

typedef struct rrp_certificate {
    rrp_str id, issuer;
    rrp_vec names;                                 /* rrp_text */
    uint32_t occupation, level;                    /* whose standard; level as printed: 5 lowest .. 1; 0: none */
    uint32_t has, confidence;                      /* has: RRP_CERTIFICATE_FEE */
    int64_t exam_fee_minor;
    rrp_vec needs;                                 /* rrp_need: the exam's own conditions */
    rrp_str source, source_url;
} rrp_certificate;
enum { RRP_CERTIFICATE_FEE = 1 };

typedef struct rrp_course {
    rrp_str id, school_id, url, currency;                                          /* ISO 4217 */
    rrp_vec titles;                                /* rrp_text */
    uint32_t has, flags, mode, confidence;         /* has: RRP_COURSE_*; flags: RRP_ILLUSTRATIVE */
    int64_t price_minor;
    uint32_t hours, weeks;
    rrp_vec teaches;                               /* rrp_skill_level: the level reached */
    rrp_vec needs;                                 /* rrp_need */
    rrp_vec sessions;                              /* rrp_session */
    rrp_vec certificates;                          /* rrp_certificate: prepared for, not granted by attending */
    rrp_str source, source_url;
} rrp_course;
enum { RRP_COURSE_PRICE = 1 };

/* max_rows: courses, at most; the first page may bring all schools. A catalogue is taken once and then used for any day, so
 * as_of_day (0: not said) must not decide what it lists: give courses with the dates of their sessions. */
typedef struct rrp_course_query { uint32_t size, region; int32_t as_of_day; uint32_t max_rows; rrp_str cursor; } rrp_course_query;
typedef struct rrp_course_page { uint32_t size, reserved; rrp_vec schools, courses; rrp_str next_cursor; } rrp_course_page;
#define RRP_CATALOGUE "reroute.catalogue/1"
typedef struct rrp_catalogue {
    uint32_t size, flags;
    int32_t (*create)(rrp_call *call, void **self);
    void (*destroy)(void *self);
    int32_t (*regions)(void *self, rrp_call *call, rrp_vec *regions);              /* out: uint32_t; those of the manifest */
    int32_t (*courses)(void *self, rrp_call *call, const rrp_course_query *query, rrp_course_page *page);
} rrp_catalogue;

/* ---- (b) scoring: one call per profile, all candidates at once ---- */
typedef struct rrp_fact { rrp_str key, value; } rrp_fact;                          /* "age" = "52" */
typedef struct rrp_job { uint32_t occupation, has, flags; int32_t months, until_year, reserved; rrp_str title; } rrp_job; /* title: as given */
enum { RRP_JOB_MONTHS = 1, RRP_JOB_UNTIL = 2 };                                    /* has; occupation 0: not known */
enum { RRP_JOB_CURRENT = 1 };                                                      /* flags */
typedef struct rrp_licence { rrp_str name; uint32_t has; int32_t year; } rrp_licence;
enum { RRP_LICENCE_YEAR = 1 };
typedef struct rrp_language { rrp_str tag, level; } rrp_language;
enum { RRP_INFERRED = 0, RRP_STATED = 1, RRP_VERIFIED = 2 };
typedef struct rrp_held { uint32_t skill; int32_t level; uint32_t origin, reserved; } rrp_held;
/* Only what the manifest declares under <reads> is filled; the rest is as if not stated. */
typedef struct rrp_profile {
    uint32_t size, region;
    int32_t as_of_day;
    uint32_t has;                                                                  /* RRP_PROFILE_* */
    rrp_vec skills, history, licences, facts, languages;                           /* rrp_held, rrp_job, rrp_licence, rrp_fact, rrp_language */
    rrp_str education, currency;
    int32_t max_weeks, hours_per_week, travel_minutes, earliest_day;
    int64_t max_cost_minor, income_floor_minor;
} rrp_profile;
enum { RRP_PROFILE_MAX_WEEKS = 1, RRP_PROFILE_HOURS = 2, RRP_PROFILE_TRAVEL = 4, RRP_PROFILE_EARLIEST = 8,
       RRP_PROFILE_MAX_COST = 16, RRP_PROFILE_FLOOR = 32 };
typedef struct rrp_candidate {
    uint32_t occupation, has;                                                      /* has: RRP_CANDIDATE_READINESS */
    int32_t fit_ppm, readiness_ppm;
    rrp_vec missing;                                                               /* rrp_skill_level */
} rrp_candidate;
enum { RRP_CANDIDATE_READINESS = 1 };

enum { RRP_LAW = 1, RRP_CUSTOM = 2, RRP_PROGRAMME = 3 };                           /* never merged with each other */
enum { RRP_UNKNOWN = 0, RRP_MET = 1, RRP_UNMET = 2 };                              /* unknown carries its question */
enum { RRP_INFORMATION = 2 };                                                      /* a finding's flags: to know, not to meet */
/* Score = fit + all deltas, each one shown, kept from 0 to 1,000,000; what that cuts off is shown too. delta 0 says something
 * and moves nothing. */
typedef struct rrp_finding {
    uint32_t rule_class, state;
    int32_t delta_ppm;
    uint32_t flags, confidence, reserved;
    rrp_str code, course_id;                                                       /* course_id: about that course only */
    rrp_vec texts, questions;                                                      /* rrp_text */
    rrp_str source, source_url;
} rrp_finding;
typedef struct rrp_verdict { uint32_t candidate, reserved; rrp_vec findings; } rrp_verdict; /* index into the candidates */
#define RRP_SCORING "reroute.scoring/1"
typedef struct rrp_scoring {
    uint32_t size, flags;
    int32_t (*create)(rrp_call *call, void **self);
    void (*destroy)(void *self);
    int32_t (*score)(void *self, rrp_call *call, const rrp_profile *profile, const rrp_vec *candidates, rrp_vec *verdicts);
} rrp_scoring;

/* ---- (c) funding: what of a course's price somebody else pays. One call per role; the host searches ---- */
typedef struct rrp_grant {
    rrp_str course_id, code, currency;                                             /* course_id empty: every course of the call */
    uint32_t state, flags, has, confidence;                                        /* has: RRP_GRANT_* */
    int64_t amount_minor, cap_minor;                                               /* fixed amount; most that is paid */
    uint32_t share_ppm;                                                            /* of the price */
    uint32_t per_person;                                                           /* how often one person may have it; 0: not stated */
    int32_t claim_within_days;                                                     /* of the certificate */
    uint32_t certificate_level;                                                    /* only with a certificate of this level; 0: any */
    rrp_str exclusion_group;                                                       /* of one group, across plugins, one is paid */
    rrp_vec texts, questions, documents;                                           /* rrp_text */
    rrp_str source, source_url;
} rrp_grant;
enum { RRP_GRANT_AMOUNT = 1, RRP_GRANT_SHARE = 2, RRP_GRANT_CAP = 4, RRP_GRANT_CLAIM = 8 };
enum { RRP_GRANT_ON_CERTIFICATE = 4 };                                             /* flags: paid once the certificate is held */
#define RRP_FUNDING "reroute.funding/1"
typedef struct rrp_funding {
    uint32_t size, flags;
    int32_t (*create)(rrp_call *call, void **self);
    void (*destroy)(void *self);
    int32_t (*grants)(void *self, rrp_call *call, const rrp_profile *profile, uint32_t occupation, const rrp_vec *courses, rrp_vec *grants);
} rrp_funding;

/* ---- host extensions, each may be missing ---- */
#define RRP_FILES "reroute.files/1"                                                /* the files the manifest lists */
typedef struct rrp_files { uint32_t size, flags; rrp_str (*get)(rrp_call *call, rrp_str name); } rrp_files;
#define RRP_XML_CATALOGUE "reroute.xml-catalogue/1"                                /* a listed courses.xml, already read */
typedef struct rrp_xml_catalogue {
    uint32_t size, flags;
    int32_t (*courses)(rrp_call *call, rrp_str file, const rrp_course_query *query, rrp_course_page *page);
} rrp_xml_catalogue;

#ifdef __cplusplus
}
#endif
#endif
