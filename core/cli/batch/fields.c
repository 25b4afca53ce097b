/* SPDX-License-Identifier: MIT */
/* --select, --full and -f in; what is written of each profile out. */
#include "batch.h"

#include <string.h>

static const rr_list_field usual[] = {RR_LIST_ID, RR_LIST_UNRESOLVED, RR_LIST_RANK, RR_LIST_OCCUPATION, RR_LIST_SCORE, RR_LIST_FIT, RR_LIST_READINESS};

static int refuse_field(const settings *s, const char *name)
{
    const char *known = NULL;
    fputs(in_language(s->lang, "reroute: there is no such field: ", "reroute：没有此字段："), stderr);
    print_visible(name);
    fputs(in_language(s->lang, "; there are:", "；可用字段："), stderr);
    for (int i = 0; (known = rr_list_field_name((rr_list_field)i)) != NULL; i++)
        fprintf(stderr, " %s", known);
    fputs("\n", stderr);
    return EXIT_USAGE;
}

static int add_field(writing *out, const settings *s, const char *name)
{
    const char *known = NULL;
    int field = 0;
    while ((known = rr_list_field_name((rr_list_field)field)) != NULL && strcmp(known, name) != 0)
        field++;
    if (known == NULL)
        return refuse_field(s, name);
    for (size_t i = 0; i < out->field_count; i++)
        if (out->fields[i] == (rr_list_field)field)
            return EXIT_DONE;
    out->fields[out->field_count++] = (rr_list_field)field;
    return EXIT_DONE;
}

int choose_writing(writing *out, const settings *s)
{
    *out = (writing){.full = s->full, .how = render_options(s, RR_FORMAT_JSONL)};
    out->how.colour = 0;
    if (s->full && out->how.format != RR_FORMAT_JSONL) {
        say_wrong(s, "--full writes objects: only with -f jsonl", "--full 输出对象：仅可用 -f jsonl");
        return EXIT_USAGE;
    }
    if (s->select == NULL) {
        memcpy(out->fields, usual, sizeof usual);
        out->field_count = sizeof usual / sizeof usual[0];
        return EXIT_DONE;
    }
    if (s->full) {
        say_wrong(s, "--full writes everything; leave out --select", "--full 已输出全部内容；请去掉 --select");
        return EXIT_USAGE;
    }
    for (const char *at = s->select;;) {
        char name[64];
        size_t len = strcspn(at, ",");
        snprintf(name, sizeof name, "%.*s", (int)(len < sizeof name ? len : sizeof name - 1), at);
        int code = add_field(out, s, name);
        if (code != EXIT_DONE || at[len] == '\0')
            return code;
        at += len + 1;
    }
}
