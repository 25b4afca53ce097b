/* SPDX-License-Identifier: MIT */
/* rules.xml read: every fault told with its place, nothing half read, nothing hostile obeyed. */
#include "helper.h"
#include "../stingy.h"

/* The findings as they are shown, a line each. */
static const char *say_all(rr_lang lang)
{
    static char all[1 << 16];
    size_t len = 0;
    all[0] = '\0';
    for (size_t i = 0; i < kept.found_count && i < FOUND_MAX; i++) {
        len += rr_error_format(&kept.found[i], lang, all + len, sizeof all - len);
        all[len++] = '\n';
        all[len] = '\0';
    }
    return all;
}

static void read__a_file_with_every_feature(void **state)
{
    (void)state;
    rr__rules *rules = read_file_rules(kept.demo, "valid/rules-every-feature.xml");
    assert_non_null(rules);
    assert_string_equal(say_all(RR_LANG_EN), "");
    assert_int_equal(rr__rules_count(rules), 5);
    assert_int_equal(rr__rules_left_out(rules), 0);
    assert_string_equal(rr__rules_owner(rules), "The testers");
    rr__rules_destroy(rules);
    rr__rules_destroy(NULL);
}

#define R(attributes, inside) "<rule id='r' class='law' source='S'" attributes "><text xml:lang='en'>T</text>" inside "</rule>"
#define Q "<question xml:lang='en'>q?</question>"

/* Rules on line 3, and all that is said of them. */
static const struct { const char *rules, *said; } faults[] = {
    {R("", ""), "3:36: error R0680: rule \"r\" needs exactly one outcome: a <finding>, an <adjust> or a <grant>\n"},
    {R("", "<finding/><finding/>"), "3:36: error R0680: rule \"r\" needs exactly one outcome: a <finding>, an <adjust> or a <grant>\n"},
    {R("", "<finding/>") "\n" R("", "<finding/>"), "4:36: error R0681: rule \"r\" is already on line 3; choose another id\n"},
    {"<source id='S'>again</source>", "3:15: error R0681: source \"S\" is already on line 2; choose another id\n"},
    {R("", Q "<when><fact name='secret' is='y'/></when><finding/>"),
     "3:134: error R0682: <fact> asks for what plugin.xml does not declare; add <reads fact=\"secret\"/> to it\n"},
    {R("", "<when><licence name='C1'/></when><finding/>"),
     "3:89: error R0683: when this <licence> is unknown there is nothing to ask: give it a <question>, or give the rule one\n"},
    {R("", "<when><any/></when><finding/>"), "3:75: error R0684: <any> is empty; put a condition into it, or leave it out\n"},
    {R("", "<when/><finding/>"), "3:70: error R0684: <when> is empty; put a condition into it, or leave it out\n"},
    {R("", "<when><fact name='a' is='y' at-least='1'>" Q "</fact></when><finding/>"),
     "3:105: error R0686: <fact> needs exactly one of: is is-not at-least at-most above below in\n"},
    {R("", "<when><fact name='a'>" Q "</fact></when><finding/>"),
     "3:85: error R0686: <fact> needs exactly one of: is is-not at-least at-most above below in\n"},
    {R("", "<when><fit/></when><finding/>"), "3:75: error R0686: <fit> needs exactly one of: at-least at-most above below\n"},
    {R("", "<when><fact name='a' below='many'>" Q "</fact></when><finding/>"),
     "3:98: error R0687: \"many\" must be a plain number for \"below\"; words have no order, use is or in\n"},
    {R(" from='2026-01-02' until='2026-01-01'", "<finding/>"), "3:73: error R0688: until is before from, so the rule would never say anything\n"},
    {R("", "<grant/>"), "3:71: error R0689: a <grant> needs an amount or a share\n"},
    {R("", "<grant amount='1'/>"), "3:82: error R0690: an amount or a cap needs its currency: three capital letters such as CNY\n"},
    {R("", "<grant share='0.5' cap='1'/>"), "3:91: error R0690: an amount or a cap needs its currency: three capital letters such as CNY\n"},
    {R("", "<grant amount='1' currency='yuan'/>"), "3:98: error R0690: an amount or a cap needs its currency: three capital letters such as CNY\n"},
    {R("", "<applies><course title='x'/></applies><finding/>"),
     "3:36: error R0691: <course> chooses courses, which only a <grant> is about; a finding or an adjustment is about a role\n"},
    {R("", "<applies><certificate level='5'/></applies><adjust delta='0.1'/>"),
     "3:36: error R0691: <certificate> chooses courses, which only a <grant> is about; a finding or an adjustment is about a role\n"},
    {R("", "<when><readiness above='0.5'/></when><grant share='1'/>"),
     "3:36: error R0692: <readiness> is known only while roles are ranked; a <grant> can't ask for it\n"},
    {R("", "<applies><role/></applies><finding/>"), "3:79: error R0693: <role> needs at least one of: in title\n"},
    {R("", "<applies><course/></applies><grant share='1'/>"), "3:81: error R0693: <course> needs at least one of: teaches title\n"},
    {R("", "<applies><certificate/></applies><grant share='1'/>"), "3:86: error R0693: <certificate> needs at least one of: level occupation\n"},
    {R("", "<applies><role in='zzz demo:drivr'/></applies><finding/>"),
     "3:99: warning R0694: role \"zzz\" is not in the taxonomy and is left out\n"
     "rules.xml:3:99: warning R0695: role \"demo:drivr\" is not in the taxonomy and is left out; did you mean \"demo:driver\"?\n"},
    {R("", "<when><skill id='s.drvie'>" Q "</skill></when><finding/>"),
     "3:90: warning R0695: skill \"s.drvie\" is not in the taxonomy and is left out; did you mean \"s.drive\"?\n"},
    {R("", "<applies><region in='CN-GD Kanton'/></applies><finding/>"),
     "3:99: error R0608: \"in\" can\'t be \"Kanton\"; write a region as ISO 3166 does, such as CN-GD or CN\n"},
    {R("", "<when><education at-least='kindergarten'>" Q "</education></when><finding/>"),
     "3:105: error R0213: \"kindergarten\" is not a value of \"at-least\"; use one of: none primary junior-secondary senior-secondary "
     "vocational-secondary vocational-college bachelor master doctorate\n"},
    {R("", "<when><skill id='s.drive' level='6'>" Q "</skill></when><finding/>"),
     "3:100: error R0236: level 6 is not on the scale \"cn-level\" (5 to 1)\n"},
    {R("", "<applies><role title='(x'/></applies><finding/>"), "3:90: error R0115: bad pattern at character 2: missing closing parenthesis\n"},
    {R("", "<adjust delta='0.2000001'/>"), "3:90: error R0605: \"delta\" can\'t be \"0.2000001\"; write a plain number from -0.2 to 0.2\n"},
    {R("", "<adjust delta='-0.21'/>"), "3:86: error R0605: \"delta\" can\'t be \"-0.21\"; write a plain number from -0.2 to 0.2\n"},
    {R("", "<grant share='1.01'/>"), "3:84: error R0605: \"share\" can\'t be \"1.01\"; write a plain number from 0 to 1\n"
                                     "rules.xml:3:84: error R0689: a <grant> needs an amount or a share\n"},
    {R("", "<grant share='1' cap='-1' currency='CNY'/>"),
     "3:105: error R0606: \"cap\" can\'t be \"-1\"; write an amount from 0 to 1000000000 with at most two decimal places, such as 1500.00\n"},
    {R(" from='2026-02-30'", "<finding/>"),
     "3:54: error R0607: \"from\" can\'t be \"2026-02-30\"; write a day of the calendar from 1970 to 2200, such as 2027-03-01\n"},
    {"<rule id='r' class='law' source='T'><text xml:lang='en'>T</text><finding/></rule>", "3:36: error R0232: source \"T\" is not defined\n"},
    {"<rule id='r' class='law'><text xml:lang='en'>T</text><finding/></rule>", "3:25: error R0202: <rule> needs the attribute \"source\"\n"},
    {"<rule id='r' class='law' source='S'><finding/></rule>", "3:36: error R0603: <rule> needs a <text>\n"},
    {"<rule id='r' class='law' source='S'><text>T</text><finding/></rule>", "3:42: error R0612: <text> needs a language: xml:lang=\"zh\" or \"en\"\n"},
    {R("", "<grant share='1'><document>paper</document></grant>"), "3:91: error R0612: <document> needs a language: xml:lang=\"zh\" or \"en\"\n"},
    {R("", "<applies><any><role in='demo:driver'/></any></applies><finding/>"),
     "3:78: error R0200: element <any> is not known inside <applies>; did you mean <role>?\n"},
    {R("", "<when><all><role in='demo:driver'/></all></when><finding/>"),
     "3:98: error R0200: element <role> is not known inside <all>; did you mean <all>?\n"
     "rules.xml:3:75: error R0684: <all> is empty; put a condition into it, or leave it out\n"},
};

static void read__every_fault_is_told_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        char wanted[1024];
        rr__rules *rules = read_rules(faults[i].rules);
        snprintf(wanted, sizeof wanted, "rules.xml:%s", faults[i].said);
        const char *said = say_all(RR_LANG_EN);
        bool warned = strstr(faults[i].said, "error") == NULL;
        if (strcmp(said, wanted) != 0 || (rules != NULL) != warned)
            fail_msg("%s\nsays: %swants: %s", faults[i].rules, said, wanted);
        if (warned)
            assert_int_equal(rr__rules_left_out(rules), kept.found_count);
        else
            assert_memory_equal(&kept.err, &kept.found[0], sizeof kept.err);
        assert_non_null(strstr(say_all(RR_LANG_ZH), warned ? "警告" : "错误"));
        rr__rules_destroy(rules);
    }
}

static void read__only_what_is_declared_may_be_asked(void **state)
{
    (void)state;
    static const struct { const char *leaf, *reads; } rows[] = {
        {"<history/>", "history"}, {"<licence name='C1'/>", "licences"}, {"<education at-least='none'/>", "education"},
        {"<skill id='s.drive'/>", "skills"}, {"<fact name='age' is='1'/>", "fact:age"}, {"<fit above='0'/>", NULL}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (int with = 0; with < 2; with++) {
            char text[1024], line[64];
            rr__rules *rules = NULL;
            int len = snprintf(text, sizeof text, HEAD R("", Q "<when>%s</when><finding/>") TAIL, rows[i].leaf);
            kept.found_count = 0;
            rr_status status = rr__rules_read(&rules, kept.context, kept.demo, "rules.xml", text, (size_t)len, with ? &rows[i].reads : NULL,
                                              (size_t)with * (rows[i].reads != NULL), keep_finding, NULL, &kept.err);
            assert_int_equal(status, with || rows[i].reads == NULL ? RR_OK : RR_EINVALID);
            if (status != RR_OK) {
                bool fact = strncmp(rows[i].reads, "fact:", 5) == 0;
                snprintf(line, sizeof line, "add <reads %s=\"%s\"/> to it", fact ? "fact" : "what", rows[i].reads + (fact ? 5 : 0));
                assert_non_null(strstr(say_all(RR_LANG_EN), line));
                assert_int_equal(kept.err.number, 682);
            }
            rr__rules_destroy(rules);
        }
}

/* Files with a fault each: the first thing that is said of them. */
static void read__bad_and_hostile_files_are_refused(void **state)
{
    (void)state;
    static const struct { const char *name; uint32_t number, line, findings; } files[] = {
        {"invalid/rules-typos.xml", 213, 3, 19}, {"invalid/rules-wrong-root.xml", 600, 1, 1}, {"invalid/rules-two-outcomes.xml", 680, 3, 1},
        {"invalid/rules-no-source.xml", 232, 2, 1}, {"hostile/rules-doctype.xml", 109, 1, 1}, {"hostile/rules-bad-patterns.xml", 115, 3, 3},
        {"hostile/rules-costly-title.xml", 696, 3, 1}, {"hostile/rules-deep.xml", 685, 3, 1}, {"hostile/rules-deeper.xml", 111, 4, 2},
        {"hostile/rules-hidden-characters.xml", 609, 3, 1}};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        assert_null(read_file_rules(kept.demo, files[i].name));
        uint32_t number = 0, line = 0;
        for (size_t k = kept.found_count; k-- > 0;)
            if (rr_error_severity(&kept.found[k]) == RR_SEVERITY_ERROR) {
                number = kept.found[k].number;
                line = kept.found[k].line;
            }
        if (i == 8) /* the depth that conditions may have is left before the document's */
            number = kept.found[kept.found_count - 1].number, line = kept.found[kept.found_count - 1].line;
        if (number != files[i].number || line != files[i].line || kept.found_count != files[i].findings)
            fail_msg("%s:\n%s", files[i].name, say_all(RR_LANG_EN));
    }
}

static void read__every_prefix_fails_cleanly(void **state)
{
    (void)state;
    static const char *const names[] = {"valid/rules-every-feature.xml", "valid/rules-realistic.xml"};
    for (int n = 0; n < 2; n++) {
        char path[1024];
        rr__bytes bytes = {0};
        snprintf(path, sizeof path, "%s/tests/data/%s", RR_TEST_SOURCE, names[n]);
        assert_int_equal(rr__file_open(&bytes, &kept.context->allocator, path, 1 << 24, NULL), RR_OK);
        size_t end = bytes.len;
        while (bytes.data[end - 1] == '\n')
            end--;
        for (size_t len = 0; len < end; len++) {
            char *copy = malloc(len + 1); /* so that a sanitizer sees a read beyond */
            memcpy(copy, bytes.data, len);
            rr__rules *rules = read_bytes(n == 0 ? kept.demo : kept.cn, copy, len);
            free(copy);
            if (rules != NULL)
                fail_msg("%s is read with its first %zu bytes", names[n], len);
            assert_true(kept.err.status != RR_OK && kept.err.status != RR_ENOMEM);
        }
        rr__rules *rules = read_bytes(n == 0 ? kept.demo : kept.cn, (const char *)bytes.data, end);
        assert_non_null(rules);
        rr__rules_destroy(rules);
        rr__bytes_finish(&bytes);
    }
}

/* A file with bytes changed, lost or doubled is read or refused, and what is read can be asked. */
static void read__damaged_files_do_no_harm(void **state)
{
    (void)state;
    char path[1024];
    rr__bytes bytes = {0};
    uint32_t seed = 20261124, read = 0;
    snprintf(path, sizeof path, "%s/tests/data/valid/rules-every-feature.xml", RR_TEST_SOURCE);
    assert_int_equal(rr__file_open(&bytes, &kept.context->allocator, path, 1 << 24, NULL), RR_OK);
    for (int i = 0; i < 4000; i++) {
        static const char marks[] = "<>\"'/= &;-09azAZ\xe4\xff";
        char *copy = malloc(bytes.len + 64);
        size_t len = bytes.len;
        memcpy(copy, bytes.data, len);
        for (int change = 0; change <= i % 4; change++) {
            seed = seed * 1664525u + 1013904223u;
            size_t at = (seed >> 8) % (len - 40), n = seed % 17;
            if (seed >> 30 == 0)
                memmove(copy + at, copy + at + n, len - at - n), len -= n;
            else if (seed >> 30 == 1)
                memmove(copy + at + n, copy + at, n);
            else
                copy[at] = marks[(seed >> 4) % (sizeof marks - 1)];
        }
        rr__rules *rules = read_bytes(kept.demo, copy, len);
        free(copy);
        if (rules == NULL)
            continue;
        read++;
        rrp_candidate c = {.occupation = role(kept.demo, "demo:operator"), .fit_ppm = 500000};
        rrp_profile p = nobody();
        p.region = rr__region_number("CN-GD", 5);
        score(rules, &p, &c, 1);
        rr__rules_destroy(rules);
    }
    assert_true(read > 100); /* changes in texts do no harm */
    rr__bytes_finish(&bytes);
}

/* Rules with these before and after a number that goes up by `step`. */
static rr__rules *read_many(int count, const char *before, int step, const char *after)
{
    size_t size = (size_t)count * 256 + 1024, len = 0;
    char *text = malloc(size);
    len += (size_t)snprintf(text, size, HEAD);
    for (int i = 0; i < count; i++) {
        len += (size_t)snprintf(text + len, size - len, "<rule id='r%d' class='law' source='S'><text xml:lang='en'>T</text>"
                                "<applies>%s%d%s</applies><finding/></rule>\n", i, before, i * step, after);
    }
    len += (size_t)snprintf(text + len, size - len, TAIL);
    rr__rules *rules = read_bytes(kept.demo, text, len);
    free(text);
    return rules;
}

static void read__ten_thousand_rules_and_no_more(void **state)
{
    (void)state;
    rr__rules *rules = read_many(10000, "<region in='CN'/><!-- ", 1, " -->");
    assert_non_null(rules);
    assert_int_equal(rr__rules_count(rules), 10000);
    rrp_profile p = nobody();
    p.region = rr__region_number("CN-GD", 5);
    assert_int_equal(find(rules, &p).count, 10000);
    rr__rules_destroy(rules);
    assert_null(read_many(10001, "<region in='CN'/><!-- ", 1, " -->"));
    assert_int_equal(kept.err.number, 697);
    assert_int_equal(kept.err.line, 10003);
    rules = read_many(2000, "<role title='x", 1, "'/>");
    assert_non_null(rules);
    rr__rules_destroy(rules);
    rules = read_many(3000, "<role title='x", 0, "'/>"); /* one pattern, many times */
    assert_non_null(rules);
    rr__rules_destroy(rules);
    assert_null(read_many(2001, "<role title='x", 1, "'/>"));
    assert_int_equal(kept.err.number, 698);
    rules = read_many(2000, "<role in='zzz", 1, "'/>");
    assert_non_null(rules);
    assert_int_equal(rr__rules_left_out(rules), 2000);
    assert_int_equal(kept.found_count, 101); /* a hundred, and how many more */
    assert_int_equal(kept.found[100].number, RR__MSG_MORE_FINDINGS);
    rr__rules_destroy(rules);
}

/* --- out of memory --- */

static rr_status read_and_judge(rr_context *context, const char *text, size_t len)
{
    rr__rules *rules = NULL;
    rr__arena arena;
    rrp_candidate c[2] = {{.occupation = role(kept.demo, "demo:operator"), .fit_ppm = 500000}, {.occupation = 0}};
    rrp_course course = {.id = RRP_S("c"), .titles = {NULL, 0, sizeof(rrp_text)}};
    rrp_job job = {.title = RRP_S("taxi driver")};
    rrp_vec candidates = RRP_VEC(rrp_candidate, c, 2), courses = RRP_VEC(rrp_course, &course, 1), out;
    rrp_profile p = nobody();
    p.region = rr__region_number("CN-GD", 5);
    p.history = (rrp_vec)RRP_VEC(rrp_job, &job, 1);
    rr_status status = rr__rules_read(&rules, context, kept.demo, "rules.xml", text, len, all_reads, ALL_READS, NULL, NULL, &kept.err);
    assert_true((status == RR_OK) == (rules != NULL));
    rr__arena_init(&arena, &context->allocator);
    if (status == RR_OK)
        status = rr__rules_score(rules, &arena, &p, &candidates, &out, &kept.err);
    if (status == RR_OK)
        assert_int_equal(RRP_AT(rrp_verdict, out, 0)->findings.count, 3);
    if (status == RR_OK)
        status = rr__rules_grants(rules, &arena, &p, c[0].occupation, &courses, &out, &kept.err);
    if (status == RR_OK)
        assert_int_equal(out.count, 1);
    rr__arena_finish(&arena);
    rr__rules_destroy(rules);
    return status;
}

static void read__every_failed_allocation_is_an_error(void **state)
{
    (void)state;
    char path[1024];
    rr__bytes bytes = {0};
    stingy heap = {0};
    rr_allocator scarce = {&heap, stingy_resize};
    rr_context_options options = {.size = sizeof options, .allocator = &scarce};
    rr_context *context = NULL;
    snprintf(path, sizeof path, "%s/tests/data/valid/rules-every-feature.xml", RR_TEST_SOURCE);
    assert_int_equal(rr__file_open(&bytes, &kept.context->allocator, path, 1 << 24, NULL), RR_OK);
    assert_int_equal(rr_context_create(&context, &options, NULL), RR_OK);
    int64_t before = heap.held;
    heap.calls = heap.fail_at = 0;
    assert_int_equal(read_and_judge(context, (const char *)bytes.data, bytes.len), RR_OK);
    int64_t points = heap.calls;
    assert_true(points > 50);
    for (int64_t at = 1; at <= points; at++) {
        heap.calls = 0;
        heap.fail_at = at;
        rr_status status = read_and_judge(context, (const char *)bytes.data, bytes.len);
        if (status != RR_ENOMEM)
            fail_msg("allocation %u of %u: status %d", (unsigned)at, (unsigned)points, (int)status);
        assert_int_equal(heap.held, before);
    }
    heap.fail_at = 0;
    assert_int_equal(read_and_judge(context, (const char *)bytes.data, bytes.len), RR_OK);
    rr_context_destroy(context);
    assert_int_equal(heap.held, 0);
    rr__bytes_finish(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read__a_file_with_every_feature),
        cmocka_unit_test(read__every_fault_is_told_with_its_place),
        cmocka_unit_test(read__only_what_is_declared_may_be_asked),
        cmocka_unit_test(read__bad_and_hostile_files_are_refused),
        cmocka_unit_test(read__every_prefix_fails_cleanly),
        cmocka_unit_test(read__damaged_files_do_no_harm),
        cmocka_unit_test(read__ten_thousand_rules_and_no_more),
        cmocka_unit_test(read__every_failed_allocation_is_an_error),
    };
    return cmocka_run_group_tests(tests, open_kept, close_kept);
}
