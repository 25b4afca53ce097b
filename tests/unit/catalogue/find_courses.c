/* SPDX-License-Identifier: MIT */
/* Courses of several plugins in; how many teach a skill, and the one to show first, out. */
#include "helper.h"

static void catalogue_find_courses__the_first_reaches_the_level_then_is_the_cheapest(void **state)
{
    (void)state;
    rrp_text title = {RRP_S("en"), RRP_S("T")};
    rrp_skill_level high = {1, 500}, low = {1, 200}, unstated = {1, 0};
    rrp_course rows[5] = {{.id = RRP_S("e"), .has = RRP_COURSE_PRICE, .price_minor = 900, .teaches = RRP_VEC(rrp_skill_level, &high, 1)},
                          {.id = RRP_S("d"), .has = RRP_COURSE_PRICE, .price_minor = 100, .teaches = RRP_VEC(rrp_skill_level, &low, 1)},
                          {.id = RRP_S("c"), .teaches = RRP_VEC(rrp_skill_level, &high, 1)},
                          {.id = RRP_S("b"), .has = RRP_COURSE_PRICE, .price_minor = 900, .teaches = RRP_VEC(rrp_skill_level, &high, 1)},
                          {.id = RRP_S("a"), .teaches = RRP_VEC(rrp_skill_level, &unstated, 1)}};
    for (size_t i = 0; i < 5; i++)
        rows[i].titles = (rrp_vec)RRP_VEC(rrp_text, &title, 1);
    rr__catalogue_part part = {3, {{NULL, 0, sizeof(rrp_school)}, RRP_VEC(rrp_course, rows, 5)}};
    rr__catalogue *catalogue = NULL;
    rr__offer first = {0};
    assert_int_equal(rr__catalogue_create(&catalogue, kept.context, kept.demo, &part, 1, NULL), RR_OK);
    assert_int_equal(rr__catalogue_count(catalogue), 5);
    assert_int_equal(rr__catalogue_find(catalogue, 0, 0, 300, NULL, &first), 5);
    assert_string_equal(first.course->id.p, "b");
    assert_int_equal(first.plugin, 3);
    assert_int_equal(rr__catalogue_find(catalogue, 0, 200, 600, NULL, &first), 4); /* the low one teaches nothing new */
    assert_string_equal(first.course->id.p, "b");
    assert_int_equal(rr__catalogue_find(catalogue, 0, 500, 600, NULL, &first), 1);
    assert_string_equal(first.course->id.p, "a");
    assert_int_equal(rr__catalogue_find(catalogue, 1, -1, 300, NULL, &first), 0);
    assert_int_equal(rr__catalogue_find(catalogue, UINT32_MAX, -1, 300, NULL, &first), 0);
    rr__catalogue_destroy(catalogue);
}

static const char *first_of(const rr__catalogue *catalogue, int32_t to_level, const rr__lack *lacks)
{
    rr__offer first = {0};
    assert_int_equal(rr__catalogue_find(catalogue, 0, 0, to_level, lacks, &first), 4);
    return first.course->id.p;
}

/* Cheap teaches one skill; dear and same two; vague says no level of the second. */
static void catalogue_find_courses__the_first_is_worth_most_over_all_that_is_lacking(void **state)
{
    (void)state;
    rrp_skill_level one[] = {{1, 300}}, two[] = {{1, 300}, {2, 300}}, vague[] = {{1, 300}, {2, 0}};
    rrp_course rows[4] = {{.id = RRP_S("dear"), .price_minor = 900, .teaches = RRP_VEC(rrp_skill_level, two, 2)},
                          {.id = RRP_S("same"), .price_minor = 900, .teaches = RRP_VEC(rrp_skill_level, two, 2)},
                          {.id = RRP_S("cheap"), .price_minor = 200, .teaches = RRP_VEC(rrp_skill_level, one, 1)},
                          {.id = RRP_S("vague"), .price_minor = 100, .teaches = RRP_VEC(rrp_skill_level, vague, 2)}};
    for (size_t i = 0; i < 4; i++)
        rows[i].has = RRP_COURSE_PRICE;
    rr__catalogue_part part = {0, {{NULL, 0, sizeof(rrp_school)}, RRP_VEC(rrp_course, rows, 4)}};
    rr__catalogue *catalogue = NULL;
    rr_taxonomy_info info;
    rr_taxonomy_get_info(kept.demo, &info);
    rr__lack *lacks = calloc(info.descriptor_count, sizeof *lacks);
    assert_non_null(lacks);
    assert_int_equal(rr__catalogue_create(&catalogue, kept.context, kept.demo, &part, 1, NULL), RR_OK);
    lacks[0] = (rr__lack){300, 1};
    assert_string_equal(first_of(catalogue, 300, NULL), "vague"); /* price alone */
    assert_string_equal(first_of(catalogue, 300, lacks), "vague"); /* nothing else is lacking */
    lacks[1] = (rr__lack){300, 1};
    assert_string_equal(first_of(catalogue, 300, lacks), "dear");
    lacks[1].to_level = 400; /* none reaches it */
    assert_string_equal(first_of(catalogue, 300, lacks), "vague");
    lacks[1] = (rr__lack){300, 1};
    assert_string_equal(first_of(catalogue, 400, lacks), "vague"); /* where none reaches the level, price decides */
    rr__catalogue_destroy(catalogue);
    free(lacks);
}

/* Against looking at every course: random catalogues, levels, prices, currencies and plugins, in any order of rows. */
static uint32_t state_of_dice = 1;

static uint32_t throw_dice(uint32_t sides)
{
    state_of_dice = state_of_dice * 1664525u + 1013904223u;
    return (state_of_dice >> 8) % sides;
}

enum { ROWS = 40, PARTS = 3 };
typedef struct random_part { rrp_course rows[ROWS]; rrp_skill_level taught[ROWS]; char ids[ROWS][8]; } random_part;

static void fill_part(random_part *part)
{
    static const rrp_str currencies[] = {RRP_S("CNY"), RRP_S("EUR")};
    for (uint32_t i = 0; i < ROWS; i++) {
        uint32_t number = (i * 17 + 5) % ROWS; /* not in the order of the ids */
        int len = snprintf(part->ids[i], sizeof part->ids[i], "c%02u", number);
        part->taught[i] = (rrp_skill_level){1, (int32_t)throw_dice(6) * 100};
        part->rows[i] = (rrp_course){.id = {part->ids[i], (uint64_t)len}, .currency = currencies[throw_dice(8) == 0], .has = throw_dice(3) > 0 ? RRP_COURSE_PRICE : 0,
                                     .price_minor = throw_dice(5) * 100, .teaches = RRP_VEC(rrp_skill_level, &part->taught[i], throw_dice(4) > 0)};
    }
}

/* The rule in words, course against course. */
static bool comes_first(uint32_t plugin, const rrp_course *c, int32_t level, const rr__offer *best, int32_t to)
{
    bool reaches = level > 0 && level >= to, best_reaches = best->level > 0 && best->level >= to;
    bool priced = (c->has & RRP_COURSE_PRICE) != 0, best_priced = (best->course->has & RRP_COURSE_PRICE) != 0;
    int currency = memcmp(c->currency.p, best->course->currency.p, 3);
    if (reaches != best_reaches)
        return reaches;
    if (priced != best_priced)
        return priced;
    if (priced && currency != 0)
        return currency < 0;
    if (priced && c->price_minor != best->course->price_minor)
        return c->price_minor < best->course->price_minor;
    return plugin != best->plugin ? plugin < best->plugin : strcmp(c->id.p, best->course->id.p) < 0;
}

static void catalogue_find_courses__agrees_with_looking_at_every_course(void **state)
{
    (void)state;
    static random_part parts[PARTS];
    for (int round = 0; round < 200; round++) {
        rr__catalogue_part given[PARTS];
        rr__catalogue *catalogue = NULL;
        for (uint32_t p = 0; p < PARTS; p++) {
            fill_part(&parts[p]);
            given[p] = (rr__catalogue_part){p, {{NULL, 0, sizeof(rrp_school)}, RRP_VEC(rrp_course, parts[p].rows, ROWS)}};
        }
        assert_int_equal(rr__catalogue_create(&catalogue, kept.context, kept.demo, given, PARTS, NULL), RR_OK);
        for (int32_t from = -1; from <= 600; from += from < 0 ? 1 : 50)
            for (int32_t to = 0; to <= 600; to += 100) {
                rr__offer best = {0}, got = {0};
                uint32_t count = 0;
                for (uint32_t p = 0; p < PARTS; p++)
                    for (uint32_t i = 0; i < ROWS; i++) {
                        const rrp_course *c = &parts[p].rows[i];
                        int32_t level = parts[p].taught[i].level;
                        if (c->teaches.count == 0 || (level > 0 && level <= from))
                            continue;
                        count++;
                        if (best.course == NULL || comes_first(p, c, level, &best, to))
                            best = (rr__offer){p, c, NULL, level};
                    }
                assert_int_equal(rr__catalogue_find(catalogue, 0, from, to, NULL, &got), count);
                assert_ptr_equal(got.course, best.course);
                assert_int_equal(got.plugin, best.plugin);
                assert_int_equal(got.level, best.level);
            }
        rr__catalogue_destroy(catalogue);
    }
}

static void catalogue_find_courses__an_empty_catalogue_has_nothing(void **state)
{
    (void)state;
    rr__catalogue *catalogue = NULL;
    rr__offer offer;
    assert_int_equal(rr__catalogue_create(&catalogue, kept.context, kept.demo, NULL, 0, NULL), RR_OK);
    assert_int_equal(rr__catalogue_count(catalogue), 0);
    assert_false(rr__catalogue_at(catalogue, 0, &offer));
    assert_int_equal(rr__catalogue_find(catalogue, 0, -1, 0, NULL, &offer), 0);
    rr__catalogue_destroy(catalogue);
    rr__catalogue_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(catalogue_find_courses__the_first_reaches_the_level_then_is_the_cheapest),
        cmocka_unit_test(catalogue_find_courses__the_first_is_worth_most_over_all_that_is_lacking),
        cmocka_unit_test(catalogue_find_courses__agrees_with_looking_at_every_course),
        cmocka_unit_test(catalogue_find_courses__an_empty_catalogue_has_nothing),
    };
    return cmocka_run_group_tests(tests, open_kept, close_kept);
}
