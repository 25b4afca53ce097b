/* SPDX-License-Identifier: MIT */
/* plugin.xml in, what the plugin says of itself out. */
#include <string.h>

#include "base/region.h"
#include "base/xml_table.h"
#include "plugin/manifest.h"

enum { PLUGIN, NAME, SERVES, READS, FILE_, BINARY, SETTING, ELEMENTS };
enum { PLUGIN_ID, PLUGIN_VERSION, PLUGIN_VENDOR, PLUGIN_LICENCE, PLUGIN_ILLUSTRATIVE };
enum { READS_WHAT, READS_FACT };
enum { FILE_NAME, FILE_KIND };
enum { SETTING_KEY, SETTING_VALUE };

static const rr__xml_element elements[ELEMENTS] = {
    [PLUGIN] = {"plugin", 0, RR__XML_EMPTY, true, RR__XML_IN(NAME) | RR__XML_IN(SERVES),
                {{"!id", RR__XML_ID, 0, 0, NULL}, {"!version", RR__XML_ID, 0, 0, NULL}, {"!vendor", RR__XML_TEXT, 0, 0, NULL},
                 {"!licence", RR__XML_TEXT, 0, 0, NULL}, {"illustrative", RR__XML_YES, 0, 0, NULL}}},
    [NAME] = {"name", RR__XML_IN(PLUGIN), RR__XML_TRANSLATED, false, 0, {{0}}},
    [SERVES] = {"serves", RR__XML_IN(PLUGIN), RR__XML_EMPTY, false, 0, {{"!region", RR__XML_REGION, 0, 0, NULL}}},
    [READS] = {"reads", RR__XML_IN(PLUGIN), RR__XML_EMPTY, false, 0,
               {{"what", RR__XML_WORD, 0, 0, "history skills licences languages education constraints"}, {"fact", RR__XML_ID, 0, 0, NULL}}},
    [FILE_] = {"file", RR__XML_IN(PLUGIN), RR__XML_EMPTY, false, 0,
               {{"!name", RR__XML_ID, 0, 0, NULL}, {"!kind", RR__XML_WORD, 0, 0, "courses rules data"}}},
    [BINARY] = {"binary", RR__XML_IN(PLUGIN), RR__XML_EMPTY, true, 0, {{"!name", RR__XML_ID, 0, 0, NULL}}},
    [SETTING] = {"setting", RR__XML_IN(PLUGIN), RR__XML_EMPTY, false, 0,
                 {{"!key", RR__XML_ID, 0, 0, NULL}, {"!value", RR__XML_TEXT, 0, 0, NULL}}},
};

enum { FILES_MAX = 64, SETTINGS_MAX = 256 };

typedef struct manifest_reading {
    rr__manifest *out;
    rr__arena *arena;
    rr__vec regions, reads, files, settings;
    rr__xml_reader *reader;
    bool lists; /* a file or a binary, right or wrong */
} manifest_reading;

/* A name of a file in the folder itself: no way out of it, nothing hidden. */
static bool is_plain(const char *name)
{
    return name[0] != '\0' && name[0] != '.' && strchr(name, '/') == NULL && strcmp(name, "plugin.xml") != 0;
}

/* Reverse DNS: org.example.name. */
static bool is_plugin_id(const char *id)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";
    size_t len = strlen(id);
    return strspn(id, allowed) == len && strchr(id, '.') != NULL && id[0] != '.' && len > 0 && id[len - 1] != '.' && strstr(id, "..") == NULL;
}

static void take_name(manifest_reading *r, const char *name)
{
    if (!is_plain(name))
        rr__xml_say(r->reader, RR__MSG_PLUGIN_FILE_NAME, name, NULL);
    bool twice = r->out->binary != NULL && strcmp(r->out->binary, name) == 0;
    for (size_t i = 0; i < r->files.count; i++)
        twice = twice || strcmp(RR__AT(rr__plugin_file, &r->files, i).name, name) == 0;
    if (twice)
        rr__xml_say(r->reader, RR__MSG_PLUGIN_FILE_TWICE, name, NULL);
}

static size_t count_kind(const manifest_reading *r, rr__plugin_file_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < r->files.count; i++)
        count += RR__AT(rr__plugin_file, &r->files, i).kind == kind;
    return count;
}

static bool take_file(manifest_reading *r, const rr__xml_value *v)
{
    rr__plugin_file file = {v[FILE_NAME].text, (rr__plugin_file_kind)v[FILE_KIND].number};
    if (!v[FILE_NAME].given || !v[FILE_KIND].given)
        return true;
    take_name(r, file.name);
    if (file.kind != RR__FILE_DATA && count_kind(r, file.kind) > 0)
        rr__xml_say(r->reader, RR__MSG_PLUGIN_KIND_TWICE, file.kind == RR__FILE_COURSES ? "courses" : "rules", NULL);
    if (r->files.count == FILES_MAX)
        rr__xml_say(r->reader, RR__MSG_PLUGIN_FILES_MANY, NULL);
    return r->files.count >= FILES_MAX || rr__vec_push(&r->files, &file);
}

static bool take_read(manifest_reading *r, const rr__xml_value *v)
{
    static const char prefix[] = "fact:";
    static const char *const parts[] = {"history", "skills", "licences", "languages", "education", "constraints"};
    if (v[READS_WHAT].wrong || v[READS_FACT].wrong)
        return true;
    if (v[READS_WHAT].given == v[READS_FACT].given) {
        rr__xml_say(r->reader, RR__MSG_PLUGIN_READS_ONE, NULL);
        return true;
    }
    const char *name = parts[v[READS_WHAT].number]; /* the place in the element's list of words */
    if (v[READS_FACT].given) {
        size_t len = strlen(v[READS_FACT].text);
        char *fact = rr__arena_alloc(r->arena, sizeof prefix + len, 1);
        if (fact == NULL)
            return false;
        memcpy(fact, prefix, sizeof prefix - 1);
        memcpy(fact + sizeof prefix - 1, v[READS_FACT].text, len + 1);
        name = fact;
    }
    return rr__vec_push(&r->reads, &name);
}

static bool take_setting(manifest_reading *r, const rr__xml_value *v)
{
    rr__plugin_setting setting = {v[SETTING_KEY].text, v[SETTING_VALUE].text};
    bool twice = false;
    if (r->settings.count == SETTINGS_MAX)
        rr__xml_say(r->reader, RR__MSG_TOO_MANY, "256", NULL);
    if (r->settings.count >= SETTINGS_MAX)
        return true;
    for (size_t i = 0; i < r->settings.count && v[SETTING_KEY].given; i++)
        twice = twice || strcmp(RR__AT(rr__plugin_setting, &r->settings, i).key, setting.key) == 0;
    if (twice)
        rr__xml_say(r->reader, RR__MSG_DUPLICATE_NAME, "setting", setting.key, NULL);
    return rr__vec_push(&r->settings, &setting);
}

static bool start(void *user, rr__xml_reader *reader, uint32_t element, const rr__xml_value *v)
{
    manifest_reading *r = user;
    r->reader = reader;
    r->lists = r->lists || element == FILE_ || element == BINARY;
    switch (element) {
    case PLUGIN:
        if (v[PLUGIN_ID].given && !is_plugin_id(v[PLUGIN_ID].text))
            rr__xml_say(reader, RR__MSG_PLUGIN_ID, v[PLUGIN_ID].text, NULL);
        r->out->id = v[PLUGIN_ID].text;
        r->out->version = v[PLUGIN_VERSION].text;
        r->out->vendor = v[PLUGIN_VENDOR].text;
        r->out->licence = v[PLUGIN_LICENCE].text;
        r->out->illustrative = v[PLUGIN_ILLUSTRATIVE].number != 0;
        return true;
    case SERVES: {
        uint32_t region = (uint32_t)v[0].number;
        return !v[0].given || rr__vec_push(&r->regions, &region);
    }
    case READS: return take_read(r, v);
    case FILE_: return take_file(r, v);
    case BINARY:
        if (v[0].given)
            take_name(r, v[0].text);
        r->out->binary = v[0].given ? v[0].text : NULL;
        return true;
    case SETTING: return take_setting(r, v);
    default: return true;
    }
}

static const char *name_in(const rrp_vec *names, const char *lang)
{
    for (uint32_t i = 0; i < names->count; i++) {
        const rrp_text *text = RRP_AT(rrp_text, *names, i);
        if (text->lang.n >= 2 && memcmp(text->lang.p, lang, 2) == 0)
            return text->text.p;
    }
    return names->count > 0 ? RRP_AT(rrp_text, *names, 0)->text.p : "";
}

static bool end(void *user, rr__xml_reader *reader, uint32_t element, const rr__xml_value *v, const char *text)
{
    manifest_reading *r = user;
    rrp_vec names;
    (void)v, (void)text;
    if (element != PLUGIN)
        return true;
    if (!rr__xml_texts(reader, NAME, &names))
        return false;
    r->out->name_en = name_in(&names, "en");
    r->out->name_zh = name_in(&names, "zh");
    if (!r->lists)
        rr__xml_say(reader, RR__MSG_PLUGIN_EMPTY, NULL);
    return true;
}

static bool keep(rr__xml_reader *reader, const rr__vec *from, const void **to, size_t *count)
{
    rrp_vec kept;
    if (!rr__xml_keep(reader, from->data, from->count, from->stride, &kept))
        return false;
    *to = kept.data;
    *count = kept.count;
    return true;
}

static bool keep_all(manifest_reading *r, rr__xml_reader *reader)
{
    rr__manifest *m = r->out;
    const void *regions, *reads, *files, *settings;
    if (!keep(reader, &r->regions, &regions, &m->region_count) || !keep(reader, &r->reads, &reads, &m->read_count) ||
        !keep(reader, &r->files, &files, &m->file_count) || !keep(reader, &r->settings, &settings, &m->setting_count))
        return false;
    m->regions = regions;
    m->reads = reads;
    m->files = files;
    m->settings = settings;
    return true;
}

rr_status rr__manifest_read(rr__manifest *out, rr__arena *arena, rr_context *context, const char *folder, const char *file,
                            const void *bytes, size_t len, rr_finding_fn finding, void *user, rr_error *err)
{
    static const rr__xml_table table = {"urn:reroute:plugin:1", elements, ELEMENTS, start, end};
    manifest_reading r = {.out = out, .arena = arena};
    rr__xml_reader *reader = NULL;
    *out = (rr__manifest){.folder = folder};
    rr__vec_init(&r.regions, &context->allocator, sizeof(uint32_t));
    rr__vec_init(&r.reads, &context->allocator, sizeof(const char *));
    rr__vec_init(&r.files, &context->allocator, sizeof(rr__plugin_file));
    rr__vec_init(&r.settings, &context->allocator, sizeof(rr__plugin_setting));
    rr_status status = rr__xml_reader_begin(&reader, context, &table, arena, file, finding, user, err);
    if (status == RR_OK) {
        if (rr__xml_reader_run(reader, bytes, len, 0, &r) == RR_OK && !keep_all(&r, reader))
            rr__xml_reader_nomem(reader);
        status = rr__xml_reader_end(reader, err);
    }
    rr__vec_finish(&r.regions);
    rr__vec_finish(&r.reads);
    rr__vec_finish(&r.files);
    rr__vec_finish(&r.settings);
    if (status != RR_OK)
        *out = (rr__manifest){.folder = folder};
    return status;
}

bool rr__manifest_serves(const rr__manifest *manifest, uint32_t region)
{
    for (size_t i = 0; i < manifest->region_count; i++)
        if (manifest->regions[i] == region || manifest->regions[i] == rr__region_country(region))
            return true;
    return false;
}
