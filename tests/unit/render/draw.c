/* SPDX-License-Identifier: MIT */
/* Pictures from plain numbers: where their bars stand, and that nothing makes them fall apart. With a file's name, writes
 * a page of pictures there instead, for a browser to look at. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "render/html.h"

static rr_context *context;
static rr__page page;
static rr__html h;
static const rrp_str cny = {"CNY", 3};

static void begin(uint32_t width)
{
    rr_render_options how = {.size = sizeof how, .format = RR_FORMAT_HTML};
    assert_int_equal(rr_context_create(&context, NULL, NULL), RR_OK);
    rr__page_init(&page, NULL, context, &how);
    h = (rr__html){.page = &page, .width = width};
    page.html = &h;
}

static void end(void)
{
    rr__buf_finish(&page.out);
    rr__buf_finish(&page.line);
    rr_context_destroy(context);
}

static void expect_in(const char *piece)
{
    assert_false(page.out.failed);
    if (strstr(page.out.data, piece) == NULL)
        fail_msg("%s\nis not in\n%s", piece, page.out.data);
}

static int32_t day(const char *text)
{
    int64_t days = 0;
    assert_true(rr__parse_date(text, strlen(text), &days));
    return (int32_t)days;
}

static void bars_are_as_long_as_their_share(void **state)
{
    static const rr__bar bars[] = {{"none", 0}, {"half", 500000}, {"all", 1000000}, {"over", 2000000}, {"?", -1}};
    (void)state;
    begin(700);
    rr__draw_bars(&h, "title", bars, 5, 600000, "enough");
    expect_in("<title>title</title><desc>none: 0 %; half: 50 %; all: 100 %; over: 200 %; ?: unknown. enough: 60 %</desc>");
    expect_in("<rect class=\"full\" x=\"290\" y=\"42\" width=\"175\" height=\"12\"></rect>");
    expect_in("<rect class=\"full\" x=\"290\" y=\"64\" width=\"350\" height=\"12\"></rect>");
    expect_in("<rect class=\"full\" x=\"290\" y=\"86\" width=\"350\" height=\"12\"></rect>");
    expect_in("<rect class=\"maybe\" x=\"290\" y=\"108\" width=\"350\" height=\"12\"></rect>");
    expect_in("<line class=\"mark\" x1=\"500\" y1=\"13\" x2=\"500\" y2=\"35\"></line>");
    end();
}

static const rr__span spans[] = {
    {"Data labeller (AI trainer, level 5): pictures, text and speech", 20794, 20824, "60 hours, evenings"},
    {"Exam", 20840, 20840, NULL},
    {"数据标注员（人工智能训练师五级）：图像、文本与语音，以及更多需要说明的内容", 20830, 20899, "\"><script>"}};

static void calendar_rows_begin_and_end_on_their_days(void **state)
{
    static const rr__span week[] = {{"a", 4, 10, NULL}, {"b", 4, 4, "note"}, {"before and behind", -100, 100, NULL}};
    (void)state;
    begin(340); /* 336 pixels for 14 days: 24 a day. Day 4, 1970-01-05, is a Monday */
    rr__draw_calendar(&h, "t", week, 3, 4, 17);
    expect_in("<desc>a: 1970-01-05 to 1970-01-11; b: 1970-01-05 to 1970-01-05, note; before and behind: 1969-09-23 to 1970-04-11</desc>");
    expect_in("<rect class=\"full\" x=\"0\" y=\"58\" width=\"168\" height=\"12\"></rect>");
    expect_in("<rect class=\"full\" x=\"0\" y=\"110\" width=\"24\" height=\"12\"></rect>");
    expect_in("<rect class=\"full\" x=\"0\" y=\"162\" width=\"336\" height=\"12\"></rect>");
    expect_in("<line class=\"rule\" x1=\"168\""); /* the second Monday */
    end();
}

static void calendars_take_any_days(void **state)
{
    (void)state;
    begin(700);
    rr__draw_calendar(&h, "", spans, 3, 200, 100);
    rr__draw_calendar(&h, "", spans, 0, 0, 0);
    rr__draw_calendar(&h, "", spans, 3, day("2026-11-26"), RR__DAY_MAX);
    size_t names = 0;
    for (const char *at = page.out.data; (at = strstr(at, "class=\"note\" x=\"")) != NULL; at++)
        names++;
    assert_true(names > 3 && names < 30); /* of months and rows: as many as have room */
    end();
}

static const rr__cost costs[] = {{"Course", 180000, RR__COST_PRICE, "Sample school"},
                                 {"Exam fee", 20000, RR__COST_PRICE, NULL},
                                 {"Training voucher", 100000, RR__COST_GRANT, "claim by 2027-03-01"},
                                 {"Subsidy if 12 months were insured", 50000, RR__COST_MAYBE, "ask: how many months?"},
                                 {"Own cost", 100000, RR__COST_TOTAL, NULL}};

static void costs_fall_from_where_they_stand(void **state)
{
    (void)state;
    begin(700); /* 330 pixels for 2000 CNY from 260 on */
    rr__draw_waterfall(&h, "t", costs, 5, cny);
    expect_in("Course: 1800 CNY, Sample school; Exam fee: 200 CNY; Training voucher: −1000 CNY, claim by 2027-03-01; ");
    expect_in("−500 CNY ?, ask: how many months?; Own cost: 1000 CNY</desc>");
    expect_in("<rect class=\"full\" x=\"260\" y=\"7\" width=\"297\" height=\"14\">");
    expect_in("<rect class=\"full\" x=\"557\" y=\"43\" width=\"33\" height=\"14\">");
    expect_in("<rect class=\"empty\" x=\"425\" y=\"66\" width=\"165\" height=\"14\">");
    expect_in("<rect class=\"maybe\" x=\"342\" y=\"102\" width=\"83\" height=\"14\">");
    expect_in("<rect class=\"total\" x=\"260\" y=\"138\" width=\"165\" height=\"14\">");
    end();
}

static void costs_of_any_size_stay_in_the_picture(void **state)
{
    static const rr__cost absurd[] = {{"a", INT64_MAX, RR__COST_PRICE, NULL}, {"b", INT64_MAX, RR__COST_PRICE, NULL},
                                      {"c", INT64_MAX, RR__COST_GRANT, NULL}, {"d", 0, RR__COST_TOTAL, NULL}};
    static const rr__cost nothing[] = {{"a", 0, RR__COST_PRICE, NULL}, {"b", 5, RR__COST_GRANT, NULL}, {"c", 0, RR__COST_TOTAL, NULL}};
    (void)state;
    begin(700);
    rr__draw_waterfall(&h, "t", absurd, 4, cny);
    expect_in("<rect class=\"full\" x=\"260\" y=\"7\" width=\"330\"");
    expect_in("<rect class=\"empty\" x=\"260\" y=\"53\" width=\"330\"");
    rr__draw_waterfall(&h, "t", nothing, 3, (rrp_str){"", 0});
    rr__draw_waterfall(&h, "t", nothing, 0, cny);
    assert_false(page.out.failed);
    end();
}

static const rr__stop stops[] = {{"Taxi or ride-hail driver", "today", 0},
                                 {"On-demand delivery rider", "4 weeks, 0 CNY, 4800 CNY a month", 1},
                                 {"Vehicle-rescue worker", "3 weeks, 1000 CNY, pay not known: ask", 1},
                                 {"Remote robotaxi safety operator (platform)", "9 weeks, 5200 CNY", 2}};
static const rr__way ways[] = {{0, 1, "2 courses"}, {0, 2, "1 course"}, {1, 3, "3 courses"}, {2, 3, NULL}, {0, 3, "the direct way: 14 weeks, 6200 CNY"}};

static void a_way_past_a_column_runs_below_the_stops(void **state)
{
    (void)state;
    begin(700);
    rr__draw_map(&h, "t", stops, 4, ways, 5);
    expect_in("<desc>Taxi or ride-hail driver, today; On-demand delivery rider, 4 weeks");
    expect_in("Taxi or ride-hail driver → Remote robotaxi safety operator (platform): the direct way: 14 weeks, 6200 CNY</desc>");
    expect_in("<rect class=\"empty\" x=\"265\" y=\"1\" width=\"168\" height=\"71\">"); /* as high as its lines */
    expect_in("<rect class=\"empty\" x=\"265\" y=\"86\" width=\"168\" height=\"71\">");
    expect_in("d=\"M169 36 L177 36 L177 121 L265 121\""); /* parts where it begins */
    expect_in("d=\"M433 121 L517 121 L517 36 L529 36\""); /* meets the other before it arrives */
    expect_in("d=\"M169 36 L177 36 L177 176 L517 176 L517 36 L529 36\""); /* 157 is where the lower box ends */
    end();
}

static const char *last_of(const char *piece)
{
    const char *last = NULL;
    for (const char *at = page.out.data; (at = strstr(at, piece)) != NULL; at++)
        last = at;
    assert_non_null(last);
    return last;
}

static void on_four_columns_boxes_are_narrow(void **state)
{
    static const rr__stop four[] = {{"one", "", 0}, {"Connected and automated vehicle tester", "pay unknown: ask", 1}, {"three", NULL, 2}, {"four", NULL, 3}};
    static const rr__way row[] = {{0, 1, "a"}, {1, 2, "b"}, {2, 3, "c"}, {0, 3, "past all"}};
    (void)state;
    begin(700); /* (698 - 3 * 84) / 4 = 111 pixels for a box, which is as high as the most lines are */
    assert_int_equal(rr__map_height(&h, four, 4, row, 4), 86 + 14 + 20);
    rr__draw_map(&h, "t", four, 4, row, 4);
    expect_in("viewBox=\"0 0 700 120\"");
    expect_in("<rect class=\"empty\" x=\"196\" y=\"1\" width=\"111\" height=\"86\">");
    expect_in(">Connected and</text>");
    expect_in(">automated</text>");
    expect_in(">vehicle tester</text>");
    const char *note = strstr(page.out.data, ">past all</text>"); /* what is written lies on top of all lines and boxes */
    assert_true(note > last_of("class=\"way\"") && note > last_of("class=\"empty\""));
    end();
    begin(340); /* one below the other: a line of notes in each gap, and one more where the lane arrives */
    assert_int_equal(rr__map_height(&h, four, 4, row, 4), 4 * 41 + 3 * (8 + 15 + 8 + 12) + 17 + 3);
    rr__draw_map(&h, "t", four, 4, row, 4);
    expect_in("viewBox=\"0 0 340 313\"");
    end();
}

/* Where the line of text stands that holds all of it; it is there once. */
static void find_text(const char *text, int *x, int *y)
{
    char piece[128];
    snprintf(piece, sizeof piece, ">%s</text>", text);
    expect_in(piece);
    const char *at = strstr(page.out.data, piece);
    assert_null(strstr(at + 1, piece));
    while (strncmp(at, "<text", 5) != 0)
        at--;
    assert_int_equal(sscanf(at, "<text class=\"note\" x=\"%d\" y=\"%d\"", x, y), 2);
}

static void ways_between_the_same_stops_have_a_note_each(void **state)
{
    static const rr__way direct[] = {{0, 1, "directly: 21 weeks, 2000 yuan"}, {0, 1, "directly: 8 weeks, 5600 yuan"}};
    static const rr__stop two[] = {{"Cashier", "today", 0}, {"Integrated-energy service technician", "pay unknown: ask", 1}};
    static const rr__stop three[] = {{"Cashier", "today", 0}, {"Integrated-energy service technician", "pay unknown: ask", 2}, {"Courier", NULL, 1}};
    static const rr__way over[] = {{0, 1, "directly: 21 weeks, 2000 yuan"}, {0, 2, "3 weeks, 10 yuan"}, {2, 1, "5 weeks, 20 yuan"},
                                   {0, 1, "directly: 8 weeks, 5600 yuan"}, {2, 1, "4 weeks, 30 yuan"}};
    static const uint32_t widths[] = {700, 340, 308};
    int x[2], y[2];
    (void)state;
    for (size_t i = 0; i < 6; i++) {
        begin(widths[i / 2]);
        if (i % 2 == 0)
            rr__draw_map(&h, "t", two, 2, direct, 2);
        else
            rr__draw_map(&h, "t", three, 3, over, 5);
        find_text("directly: 21 weeks, 2000 yuan", &x[0], &y[0]);
        find_text("directly: 8 weeks, 5600 yuan", &x[1], &y[1]);
        assert_true(y[1] - y[0] >= RR__SVG_LINE); /* one below the other */
        assert_true(x[0] > 0 && x[1] > 0 && x[0] < (int)widths[i / 2] && x[1] < (int)widths[i / 2]);
        assert_null(strstr(page.out.data, "…"));
        if (i % 2 != 0)
            expect_in("directly: 8 weeks, 5600 yuan; Courier → Integrated-energy service technician: 4 weeks, 30 yuan</desc>");
        end();
    }
}

static void one_bar_alone_is_as_wide_as_it_is_told(void **state)
{
    static const rr__bar half = {"half", 500000}, unknown = {"?", -1};
    (void)state;
    begin(700);
    rr__draw_bar(&h, "t", &half, 600000, "enough", 146); /* 100 pixels and its figure */
    expect_in("<title>t</title><desc>half: 50 %. enough: 60 %</desc>");
    expect_in("<rect class=\"full\" x=\"1\" y=\"4\" width=\"50\" height=\"12\">");
    expect_in("<line class=\"mark\" x1=\"61\"");
    rr__draw_bar(&h, "t", &unknown, 600000, "enough", 162);
    expect_in("<rect class=\"maybe\" x=\"1\"");
    assert_int_equal(h.width, 700);
    end();
}

static void what_has_no_end_runs_to_the_edge(void **state)
{
    static const rr__span work[] = {{"course", 4, 10, NULL}, {"job", 11, RR__NO_END, "work"}};
    (void)state;
    begin(340);
    rr__draw_calendar(&h, "t", work, 2, 4, 17);
    expect_in("; job: from 1970-01-12 on, work</desc>");
    expect_in("<rect class=\"full\" x=\"168\" y=\"110\" width=\"168\" height=\"12\">");
    end();
}

static void kept_lines_are_cut_between_characters(void **state)
{
    char kept[6];
    (void)state;
    begin(700);
    rr__page_add(&page, "ab车车");
    assert_string_equal(rr__keep_line(&page, kept, sizeof kept), "ab车");
    assert_int_equal(page.line.len, 0);
    assert_string_equal(rr__keep_line(&page, kept, sizeof kept), "");
    end();
}

static void words_are_broken_behind_their_hyphens(void **state)
{
    enum { ROOM = 91 /* 14 columns */ };
    (void)state;
    begin(700);
    assert_int_equal(rr__svg_lines(&h, "", 0, 0, RR__START, ROOM, 9, "Connected-vehicle map"), 2);
    expect_in(">Connected-</text>");
    expect_in(">vehicle map</text>");
    assert_int_equal(rr__svg_count_lines(ROOM, "Connected-vehicle map"), 2);
    assert_int_equal(rr__svg_lines(&h, "", 0, 0, RR__START, ROOM, 9, "from 2026-12-07 on"), 2); /* a space goes first, and dates stay whole */
    expect_in(">from</text>");
    expect_in(">2026-12-07 on</text>");
    assert_int_equal(rr__svg_lines(&h, "", 0, 0, RR__START, ROOM, 9, "Undigitisability"), 2); /* nowhere else */
    expect_in(">Undigitisabili</text>");
    end();
}

static void maps_may_be_empty(void **state)
{
    (void)state;
    begin(340);
    rr__draw_map(&h, "t", stops, 1, NULL, 0);
    rr__draw_map(&h, "t", NULL, 0, NULL, 0);
    assert_false(page.out.failed);
    end();
}

static void long_and_hostile_labels_are_cut_in_the_picture_only(void **state)
{
    static char label[10001];
    const rr__bar bars[] = {{label, 1}, {"\"><script>\xe2\x80\xae", 2}, {NULL, 3}};
    (void)state;
    memset(label, '<', 10000);
    begin(700);
    rr__draw_bars(&h, label, bars, 3, 0, NULL);
    assert_null(strstr(page.out.data, "<<"));
    assert_null(strstr(page.out.data, "<script"));
    expect_in("…</text>");
    expect_in("&quot;&gt;&lt;script&gt;\\u{202E}</text>");
    size_t whole = 0;
    for (const char *at = page.out.data; (at = strstr(at, "&lt;")) != NULL; at++)
        whole++;
    assert_true(whole > 20000 && whole < 20200); /* title and description hold all of it */
    end();
}

static void add_title(rr__page *to, const void *user)
{
    rr__page_add(to, user);
}

static void put_pictures(rr__html *html, const void *user)
{
    static const rr__bar bars[] = {{"Driving instructor", 808000}, {"Connected and automated vehicle tester", 604000}, {"？", -1}};
    (void)user;
    rr__html_open(html, RR__TAG_section);
    rr__draw_bars(html, "Bars", bars, 3, 600000, "within reach from here");
    rr__draw_calendar(html, "Calendar", spans, 3, day("2026-11-26"), day("2027-03-31"));
    rr__draw_calendar(html, "Two years", spans, 3, day("2026-11-26"), day("2028-11-25"));
    rr__draw_waterfall(html, "Costs", costs, 5, cny);
    rr__draw_map(html, "Map", stops, 4, ways, 5);
    rr__html_close(html);
}

static int write_page(const char *path, int beside)
{
    FILE *file = fopen(path, "w");
    rr_match_options asked = {.size = sizeof asked};
    rr_render_options how = {.size = sizeof how, .format = RR_FORMAT_HTML, .view = RR_VIEW_CLIENT, .beside = beside};
    rr_taxonomy *taxonomy = NULL;
    const char *paths[] = {RR_TEST_SOURCE "/taxonomies/cn-transition"};
    if (file == NULL || rr_context_create(&context, NULL, NULL) != RR_OK ||
        rr_taxonomy_load(&taxonomy, context, paths, 1, NULL, NULL, NULL) != RR_OK)
        return 1;
    rr__page_init(&page, taxonomy, context, &how);
    rr__html_begin(&h, &page, add_title, "Pictures");
    rr__html_each(&h, put_pictures, NULL);
    rr__html_end(&h, NULL, NULL, &asked);
    int failed = page.out.failed || fwrite(page.out.data, 1, page.out.len, file) != page.out.len;
    failed = fclose(file) != 0 || failed;
    rr_taxonomy_destroy(taxonomy);
    end();
    return failed;
}

int main(int argc, char **argv)
{
    if (argc > 1)
        return write_page(argv[1], argc > 2);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bars_are_as_long_as_their_share), cmocka_unit_test(calendar_rows_begin_and_end_on_their_days),
        cmocka_unit_test(calendars_take_any_days), cmocka_unit_test(costs_fall_from_where_they_stand),
        cmocka_unit_test(costs_of_any_size_stay_in_the_picture), cmocka_unit_test(a_way_past_a_column_runs_below_the_stops),
        cmocka_unit_test(on_four_columns_boxes_are_narrow), cmocka_unit_test(ways_between_the_same_stops_have_a_note_each),
        cmocka_unit_test(one_bar_alone_is_as_wide_as_it_is_told),
        cmocka_unit_test(what_has_no_end_runs_to_the_edge), cmocka_unit_test(kept_lines_are_cut_between_characters),
        cmocka_unit_test(words_are_broken_behind_their_hyphens), cmocka_unit_test(maps_may_be_empty),
        cmocka_unit_test(long_and_hostile_labels_are_cut_in_the_picture_only)};
    return cmocka_run_group_tests_name("draw", tests, NULL, NULL);
}
