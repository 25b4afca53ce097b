/* SPDX-License-Identifier: MIT */
/* Plans, paths and explanations with every allocation failed in its turn: the right answer or RR_ENOMEM, and nothing is kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "world.h"

static void plans_and_paths__survive_every_failed_allocation(void **state)
{
    world w;
    (void)state;
    open_world(&w, COURSE("base", "hours='20' weeks='1' price='50' mode='on-site'", TEACHES("s.x") MONTHLY)
                   COURSE("next", "hours='20' weeks='1' price='100' mode='on-site'", TEACHES("s.b") "<needs><course id='base'/></needs>" MONTHLY
                          "<certificate id='k' occupation='t:new' level='5' source='S'><name xml:lang='en'>Cert</name></certificate>"),
               GRANT("cert", "amount='400' on-certificate='yes'", "<applies><certificate level='5'/></applies>" INSURED));
    uint32_t role = rr_taxonomy_find_occupation(w.taxonomy, "t:new");
    rr_path_options how = {.size = sizeof how, .limits = &w.limits, .floor_minor = -1};
    for (int path = 0; path < 2; path++) {
        bool done = false;
        for (int64_t n = 1; !done; n++) {
            rr_error err = {0};
            rr_plan_result *plans = NULL;
            rr_path_result *paths = NULL;
            int64_t held = heap.held;
            heap.calls = 0;
            heap.fail_at = n;
            rr_status status = path ? rr_path_run(&paths, w.matcher, w.profile, role, &w.options, &how, &err)
                          : rr_plan_run(&plans, w.matcher, w.profile, role, &w.options, &w.limits, &err);
            heap.fail_at = 0;
            if (status == RR_OK) {
                const rr_plan *plan = path ? rr_path_at(paths, 0)->steps[0].plan : rr_plan_at(plans, 0);
                assert_string_equal(courses_of(plan), "base next"); /* what could not be had was not needed */
                done = heap.calls < n;
            } else {
                assert_int_equal(status, RR_ENOMEM);
            }
            rr_plan_result_destroy(plans);
            rr_path_result_destroy(paths);
            assert_int_equal(heap.held, held);
        }
    }
    close_world(&w);
}

static void explanations__survive_every_failed_allocation(void **state)
{
    world w;
    (void)state;
    open_world(&w, COURSE("a", "hours='40' weeks='2' price='1000' mode='on-site'", TEACHES("s.b") MONTHLY), NULL);
    uint32_t role = rr_taxonomy_find_occupation(w.taxonomy, "t:new");
    bool done = false;
    for (int64_t n = 1; !done; n++) {
        rr_error err = {0};
        rr_explanation *explanation = NULL;
        int64_t held = heap.held;
        heap.calls = 0;
        heap.fail_at = n;
        rr_status status = rr_explain(&explanation, w.matcher, w.profile, role, &w.options, &err);
        heap.fail_at = 0;
        assert_true(status == RR_ENOMEM || status == RR_OK); /* what could not be had may not have been needed */
        done = heap.calls < n;
        rr_explanation_destroy(explanation);
        assert_int_equal(heap.held, held);
    }
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(plans_and_paths__survive_every_failed_allocation),
                                       cmocka_unit_test(explanations__survive_every_failed_allocation)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
