/* SPDX-License-Identifier: MIT */
/* reroute batch: a long input is cut into groups of records, which any number of threads turn into text, which is
 * written in the order of the input. Memory holds a fixed number of groups, however long the input is. */
#ifndef REROUTE_CLI_BATCH_H
#define REROUTE_CLI_BATCH_H

#include <pthread.h>
#include <sys/types.h>

#include "../cli.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

/* Messages of the library's table that are made here. */
enum { MESSAGE_RECORD_LONG = 781, MESSAGE_NOT_ONE = 782, MESSAGE_LINES_WIDE = 783, MESSAGE_LIST_GIVEN = 784, MESSAGE_OVER_LINES = 785 };

typedef enum input_format { INPUT_LINES, INPUT_CSV, INPUT_XML } input_format;

/* One profile of the input: its text, or what was read of it already. */
typedef struct record {
    size_t at, len;       /* in the group's text */
    uint64_t line;        /* it begins on, from 1 */
    rr_profile *profile;  /* owned; XML */
    rr_error *failure;    /* owned; why there is none */
    char *id;             /* owned; of one that can't be read, where it could be told; NULL: not */
    bool last;            /* nothing behind it can be read */
} record;

/* How far input and output are, at the end of a group. */
typedef struct position {
    uint64_t records, failed, input_bytes, output_bytes;
    XXH128_hash_t input_hash, output_hash; /* of so many bytes */
} position;

typedef struct group {
    enum { GROUP_FREE, GROUP_READ, GROUP_TAKEN, GROUP_WORKED } stage;
    char *text, *out;
    size_t len, text_room, out_len, out_room;
    record *records;
    size_t count, record_room;
    uint64_t accepted, failed;
    position end;           /* of the input */
    bool cancelled, no_memory;
    bool stops;             /* the run ends behind it */
    uint64_t stop_line;     /* and why: */
    rr_error stop;
} group;
/* Bytes behind the `len` that there are: what growing leaves behind is wiped. false: out of memory. */
bool append(char **data, size_t *len, size_t *room, const char *bytes, size_t more);
/* Frees what people may stand in, and wipes it first; takes NULL. */
void wipe(void *data, size_t size);
void wipe_stack(void); /* what calls that have ended left there: hashing puts down what it hashes */
void free_hash(XXH3_state_t *hash); /* the last bytes that it was given stand in it */
bool group_add_text(group *g, const char *bytes, size_t len);
bool group_add_record(group *g, const record *r);
bool group_write(group *g, const char *bytes, size_t len);
void free_record(record *r); /* what it owns */
void group_clear(group *g);   /* keeps the memory */
void group_destroy(group *g);

/* read.c */
typedef struct source {
    const settings *s;
    rr_context *context;
    const char *name;       /* for messages */
    int fd;
    input_format format;
    bool ended, quoted;     /* cells may be quoted: not in tables with tabs */
    uint64_t size;          /* of a file; 0: not known */
    uint64_t bytes, line, records;
    uint64_t lines_before;  /* of the file that this is a piece of */
    uint64_t limit;         /* where an earlier run got to */
    ssize_t pending;        /* bytes of the block that were read to tell the format */
    int code;               /* how the program ends, when the header of a table is wrong */
    XXH3_state_t *hash;
    char *block;            /* what was read last */
    size_t block_room;
    char *tail;             /* the beginning of a record */
    size_t tail_len, tail_room;
    enum { CELL_START, CELL_PLAIN, CELL_QUOTED, CELL_QUOTE } cell; /* where in the row the tail ends */
    bool skipping;          /* a record that was too long */
    char *header;           /* of a table, with its line end */
    size_t header_len;
    uint64_t header_lines;
    rr_profile_stream *xml;
    group *into;            /* where the XML's profiles go */
} source;
/* Opens the input, tells its format by name, option or first bytes. `answer`: how long what is written of a profile is. */
int source_open(source *in, const settings *s, rr_context *context, uint64_t limit, size_t answer);
/* The records that end in the next bytes; none may. Sets in->ended. false: out of memory. */
bool source_read(source *in, group *g);
/* Reads up to a position that an earlier run got to. EXIT_DONE, or says that the input is another. */
int source_skip(source *in, const position *to);
void source_close(source *in);

/* tell_format.c: sets in->format and in->quoted by the option, the name or the first bytes. EXIT_DONE, or says what is wrong. */
int tell_format(source *in, const char *bytes, size_t len);
bool is_blank(const char *text, size_t len);
uint64_t count_lines(const char *text, size_t len);
int refuse_profile(void *user, rr_profile *profile); /* an `each` that only wants to know whether it can be read */

/* pool.c: one thread's memory. Zeroed to begin with. */
enum { POOL_SIZES = 11 };
typedef struct pool {
    union head *free[POOL_SIZES];
    struct pool_slab *slabs;
    char *at;
    size_t left;
} pool;
rr_allocator pool_allocator(pool *p);
void pool_close(pool *p); /* and all that was taken from it */

/* What the run writes of each profile. */
typedef struct writing {
    rr_list_field fields[RR_LIST_FIELDS];
    size_t field_count;
    bool full;
    rr_render_options how;
} writing;
/* fields.c: --select, --full and -f. */
int choose_writing(writing *out, const settings *s);

/* regions.c: the plugins of the region asked for, or of each profile's own; opened when first needed, and again when they
 * were closed for others. */
typedef struct region {
    char code[16];
    rr_plugins *plugins;  /* NULL: closed */
    char *says;           /* which took part when it was opened first */
    uint64_t asked;       /* when last, in askings */
    uint32_t users;
} region;
typedef struct regions {
    pthread_mutex_t lock;
    region **known;       /* in the order of codes */
    size_t count, open_count;
    uint64_t asked;
    int code;             /* why one could not be opened: how the program ends */
} regions;
void regions_begin(regions *r);
/* The plugins stay open until regions_leave. false: why has been said; r->code. */
bool regions_enter(region **out, regions *r, const settings *s, rr_context *context, const rr_taxonomy *taxonomy, const char *code);
void regions_leave(regions *r, region *one);
/* "CN-GD,org.example,sha256;..." of all that took part. Owned by the caller; NULL: out of memory. */
char *regions_describe(regions *r);
/* Opens the regions that such a description names. */
bool regions_open_as(regions *r, const settings *s, rr_context *context, const rr_taxonomy *taxonomy, const char *description);
void regions_end(regions *r);

/* target.c: standard output, or a file that grows beside its name until it is whole. */
typedef struct target {
    int fd;
    bool plain;            /* written straight: standard output, a device, a pipe */
    bool fresh;            /* no run before has begun it */
    char *path, *part, *state;
    position done;
    XXH3_state_t *hash;
    int error;             /* errno of a write that failed */
} target;
int say_unwritable(const settings *s, const char *path, int code);
int target_open(target *t, const settings *s, bool *resumes);
bool target_write(target *t, const char *bytes, size_t len);
int target_finish(const target *t, const settings *s); /* gives the file its name */
void target_forget(const target *t); /* a run that could not begin leaves nothing behind */
void target_close(target *t);

/* checkpoint.c: what a run that goes on must agree with, and how far the one before got. */
typedef struct checkpoint {
    position at;
    char date[11];
    char *asked, *taxonomy, *plugins; /* owned */
} checkpoint;
bool checkpoint_save(const checkpoint *c, const target *t); /* false: errno says why */
/* EXIT_DONE; *found false: there is none. Cuts the file back to where it was when the checkpoint was written. */
int checkpoint_load(checkpoint *c, target *t, const settings *s, bool *found);
int checkpoint_compare(const checkpoint *before, const checkpoint *now, const settings *s);
/* What was asked for, as far as the output hangs on it. Owned by the caller; NULL: out of memory. */
char *describe_asked(const settings *s, const writing *w);
void checkpoint_close(checkpoint *c);

/* The run. */
typedef struct batch {
    settings own;          /* what was said, with the run's one date */
    const settings *s;
    session o;             /* without a profile */
    rr_match_options asked;
    writing how;
    source in;
    target to;
    regions regions;
    checkpoint check;      /* what is the same in all of the run's */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    group *groups;
    uint64_t group_count, read, taken, written; /* groups, since the beginning */
    bool ended, stopped, being_written;
    uint64_t accepted, failed; /* of this run */
    const group *stop;     /* the group that ended it */
    position from;         /* where the run before got to */
    bool terminal;
    double began, shown, checked; /* seconds */
    uint64_t saved;        /* records, by the last checkpoint */
    int unsaved;           /* errno of a checkpoint that could not be written */
} batch;
double seconds_now(void);
bool save_now_and_then(batch *b); /* false: a checkpoint could not be written */

/* queue.c */
group *queue_next_free(batch *b);            /* for reading into; NULL: the run has stopped */
void queue_give(batch *b, group *g);         /* read */
void queue_end(batch *b);                    /* nothing more will be read */
group *queue_take(batch *b);                 /* for working on; NULL: there is nothing more to do */
void queue_finish(batch *b, group *g);       /* worked: whoever finishes the next in turn writes */
void queue_stop(batch *b);

/* work.c: a thread's life. */
void *work(void *the_batch);

/* progress.c */
void show_batch_progress(batch *b, bool at_end);
void say_summary(const batch *b);
#endif
