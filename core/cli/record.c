/* SPDX-License-Identifier: MIT */
/* Settings in, the options of a record out, by the tables of commands and options; and a record's options back into
 * settings. Whatever option a command takes is recorded, but for those that can't change its result. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

/* The profile is recorded as it was read, and so are the overrides. */
static const char unrecorded[] = "no-cache output color quiet verbose help version encoding id override strike add reason by";

static const command *find_recorded(const char *name)
{
    for (size_t i = 0; i < command_count; i++)
        if (commands[i].group == NULL && strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

/* As --home takes it; NULL: none was given. */
static const char *write_place(char *out, size_t size, const place *p)
{
    const char *lat = p->lat_e6 < 0 ? "-" : "", *lon = p->lon_e6 < 0 ? "-" : "";
    int north = p->lat_e6 < 0 ? -p->lat_e6 : p->lat_e6, east = p->lon_e6 < 0 ? -p->lon_e6 : p->lon_e6;
    if (!p->given)
        return NULL;
    snprintf(out, size, "%s%d.%06d,%s%d.%06d", lat, north / 1000000, north % 1000000, lon, east / 1000000, east % 1000000);
    return out;
}

/* false: an option of this kind holds nothing to record. */
static bool record_value(rr_record_option *out, const char **text, recording *r, const option *o, const settings *s)
{
    const char *field = (const char *)s + o->offset;
    const text_list *list = (const text_list *)(const void *)field;
    out->type = RR_RECORD_TEXT;
    switch (o->kind) {
    case OPTION_FLAG:
        out->type = RR_RECORD_FLAG;
        out->number = *(const bool *)(const void *)field;
        return true;
    case OPTION_COUNT:
        out->type = RR_RECORD_NUMBER;
        out->number = *(const int *)(const void *)field;
        out->absent = out->number < 0;
        return true;
    case OPTION_AMOUNT:
        out->type = RR_RECORD_NUMBER;
        out->number = *(const int64_t *)(const void *)field;
        out->absent = out->number < 0;
        return true;
    case OPTION_MODES:
        out->type = RR_RECORD_NUMBER;
        out->number = *(const unsigned *)(const void *)field;
        out->absent = out->number == 0;
        return true;
    case OPTION_PLACE:
        *text = write_place(r->place, sizeof r->place, (const place *)(const void *)field);
        break;
    case OPTION_LIST:
        out->type = RR_RECORD_LIST;
        out->texts = list->items;
        out->count = list->count;
        return true;
    case OPTION_TEXT:
    case OPTION_DATE:
        *text = *(const char *const *)(const void *)field;
        break;
    case OPTION_FORMAT:
        *text = format_name(s->format);
        break;
    case OPTION_LANG:
        *text = s->lang == RR_LANG_ZH ? "zh" : "en";
        break;
    case OPTION_COLOUR:
    case OPTION_VIEW: /* a record is JSON, which has none */
    case OPTION_YEARS:
    case OPTION_STRIKE:
    case OPTION_ADD:
    case OPTION_REASON:
        return false;
    }
    out->texts = text;
    out->count = *text != NULL;
    return true;
}

void record_settings(recording *r, const settings *s, const char *date, uint32_t top)
{
    const command *c = find_recorded(s->command);
    settings settled = *s; /* what was left to the day and the default is written out */
    settled.date = date;
    settled.top = (int)top;
    memset(r, 0, sizeof *r);
    r->asked = (rr_record_asked){.command = s->command, .arguments = s->arguments.items + 1, .argument_count = s->arguments.count - 1,
                                 .options = r->options};
    for (size_t i = 0; i < option_count && c != NULL && r->asked.option_count < sizeof r->options / sizeof r->options[0]; i++) {
        size_t at = r->asked.option_count;
        r->options[at].name = options[i].name;
        if (!lists(c->options, options[i].name) || lists(unrecorded, options[i].name) ||
            !record_value(&r->options[at], &r->texts[at], r, &options[i], options[i].kind == OPTION_LIST ? s : &settled))
            continue;
        r->asked.option_count++;
    }
    if (s->replayed != NULL)
        r->asked = *s->replayed;
}

static const option *find_option_named(const char *name)
{
    for (size_t i = 0; i < option_count; i++)
        if (strcmp(options[i].name, name) == 0)
            return &options[i];
    return NULL;
}

/* Within what the command line takes. */
static bool store_number(const option *o, int64_t number, void *field)
{
    if (number < 0)
        return false;
    switch (o->kind) {
    case OPTION_COUNT:
        *(int *)field = (int)number;
        return number <= COUNT_MOST;
    case OPTION_AMOUNT:
        *(int64_t *)field = number;
        return number <= AMOUNT_MOST * 100;
    case OPTION_MODES:
        *(unsigned *)field = (unsigned)number;
        return number > 0 && number < 1 << MODE_COUNT;
    default:
        return false;
    }
}

static bool apply_option(settings *s, const rr_record_option *given)
{
    const option *o = find_option_named(given->name);
    if (o == NULL || lists(unrecorded, given->name))
        return false;
    char *field = (char *)s + o->offset;
    if (given->type == RR_RECORD_FLAG) {
        if (o->kind == OPTION_FLAG)
            *(bool *)(void *)field = given->number != 0;
        return o->kind == OPTION_FLAG;
    }
    if (given->type == RR_RECORD_NUMBER)
        return store_number(o, given->number, field);
    if ((given->type == RR_RECORD_LIST) != (o->kind == OPTION_LIST))
        return false;
    for (size_t i = 0; i < given->count; i++)
        if (!store_value(o, given->texts[i], s))
            return false;
    return true;
}

bool apply_record(settings *s, const rr_record_asked *asked, const char **unknown)
{
    s->command = asked->command;
    s->arguments.count = 1; /* where the profile stands in a command */
    s->arguments.items[0] = "";
    for (size_t i = 0; i < asked->argument_count; i++) {
        *unknown = asked->arguments[i];
        if (s->arguments.count == LIST_MAX)
            return false;
        s->arguments.items[s->arguments.count++] = asked->arguments[i];
    }
    for (size_t i = 0; i < asked->option_count; i++) {
        *unknown = asked->options[i].name;
        if (!apply_option(s, &asked->options[i]))
            return false;
    }
    return true;
}
