/* SPDX-License-Identifier: MIT */
/* Words of a profile against a taxonomy: found, ambiguous, unknown; levels on the facet's scale. */
#include "helper.h"

static const char taxonomy_text[] =
    "<taxonomy xmlns='urn:reroute:taxonomy:1' id='t' version='1'><label xml:lang='en'>T</label><licence id='MIT'/>"
    "<source id='S' year='2026' confidence='high'>S</source><scale id='cn' first='5' last='1'/>"
    "<facet id='skill' kind='listed' levels='cn'/><facet id='tool' kind='listed'/>"
    "<descriptor id='s.drive' facet='skill' source='S'><label xml:lang='en'>drive vehicles</label></descriptor>"
    "<descriptor id='s.van' facet='skill' source='S'><label xml:lang='en'>drive vans</label></descriptor>"
    "<descriptor id='t.pen' facet='tool' source='S'><label xml:lang='en'>pen</label></descriptor>"
    "<occupation id='d:taxi' source='S'><code scheme='cn' edition='2022'>4-02-02-01</code>"
    "<label xml:lang='en'>taxi driver</label><alt xml:lang='en'>driver</alt>"
    "<requires ref='s.drive' kind='essential' level='4'/></occupation>"
    "<occupation id='d:bus' source='S'><label xml:lang='en'>bus driver</label><alt xml:lang='en'>driver</alt>"
    "<requires ref='s.drive' kind='essential'/><requires ref='t.pen'/></occupation></taxonomy>";

typedef struct seen { size_t count; rr_status status[8]; size_t index[8]; rr_concept concept[8]; size_t candidates[8]; } seen;

static void see(void *user, const rr_unresolved *what)
{
    seen *s = user;
    if (s->count < 8) {
        s->status[s->count] = what->status;
        s->index[s->count] = what->index;
        s->concept[s->count] = what->kind;
        s->candidates[s->count] = what->candidate_count;
    }
    s->count++;
}

static rr_taxonomy *load(kept *k)
{
    rr_taxonomy *t = NULL;
    rr_status status = rr_taxonomy_load_memory(&t, k->context, "t.xml", taxonomy_text, sizeof taxonomy_text - 1, note_finding, k, &k->err);
    if (status != RR_OK) {
        char text[1024];
        rr_error_format(&k->err, RR_LANG_EN, text, sizeof text);
        fail_msg("%s", text);
    }
    return t;
}

static void resolve__ids_codes_and_names_are_found(void **state)
{
    (void)state;
    kept *k = open_kept();
    rr_taxonomy *t = load(k);
    assert_int_equal(read_text(k, "a",
        "{\"id\":\"a\",\"history\":[{\"occupation\":\"d:bus\"},{\"code\":\"4-02-02-01\"},{\"title\":\"Taxi Driver\"}],"
        "\"skills\":[{\"skill\":\"s.drive\",\"level\":4},{\"skill\":\"Drive Vans\",\"level\":\"5\"},{\"skill\":\"t.pen\",\"level\":3},"
        "{\"skill\":\"s.drive\",\"level\":\"good\"},{\"skill\":\"s.drive\",\"ascending-level\":5}]}"), RR_OK);
    rr_profile *p = k->profiles[0];
    char before[65], after[65];
    rr_profile_sha256(p, before, NULL);
    assert_int_equal(rr_profile_resolve(p, t, see, NULL, &k->err), RR_OK);
    assert_int_equal(rr_profile_job(p, 0)->occupation, rr_taxonomy_find_occupation(t, "d:bus"));
    assert_int_equal(rr_profile_job(p, 0)->resolved_by, RR_BY_ID);
    assert_int_equal(rr_profile_job(p, 1)->occupation, rr_taxonomy_find_occupation(t, "d:taxi"));
    assert_int_equal(rr_profile_job(p, 1)->resolved_by, RR_BY_CODE);
    assert_int_equal(rr_profile_job(p, 2)->resolved_by, RR_BY_LABEL);
    assert_int_equal(rr_profile_skill(p, 0)->level, 200); /* Chinese levels run from 5 up to 1 */
    assert_int_equal(rr_profile_skill(p, 1)->level, 100);
    assert_int_equal(rr_profile_skill(p, 2)->level, -1);  /* tools have no levels */
    assert_int_equal(rr_profile_skill(p, 3)->level, -1);
    assert_int_equal(rr_profile_skill(p, 4)->level, 500);
    rr_profile_sha256(p, after, NULL);
    assert_string_equal(before, after); /* resolving says nothing new about the person */
    assert_int_equal(rr_profile_resolve(p, t, see, NULL, &k->err), RR_OK);
    assert_int_equal(rr_profile_skill(p, 0)->level, 200);
    assert_int_equal(rr_profile_skill(p, 4)->level, 500);
    rr_taxonomy_destroy(t);
    close_kept(k);
}

static void resolve__what_is_not_certain_stays_open(void **state)
{
    (void)state;
    kept *k = open_kept();
    rr_taxonomy *t = load(k);
    seen s = {0};
    assert_int_equal(read_text(k, "a",
        "{\"id\":\"a\",\"history\":[{\"title\":\"driver\"},{\"title\":\"taxi driver\"},{\"title\":\"zzz\"}],\"skills\":[{\"skill\":\"drive a van\"}]}"), RR_OK);
    rr_profile *p = k->profiles[0];
    assert_int_equal(rr_profile_resolve(p, t, see, &s, &k->err), RR_EAMBIGUOUS);
    assert_int_equal(s.count, 3);
    assert_int_equal(s.status[0], RR_EAMBIGUOUS);
    assert_int_equal(s.candidates[0], 2);
    assert_int_equal(s.status[1], RR_ENOTFOUND);
    assert_int_equal(s.index[1], 2);
    assert_int_equal(s.concept[2], RR_CONCEPT_DESCRIPTOR);
    assert_true(s.candidates[2] > 0);
    assert_int_equal(rr_profile_job(p, 0)->occupation, RR_NONE);
    assert_int_not_equal(rr_profile_job(p, 1)->occupation, RR_NONE);
    assert_int_equal(rr_profile_skill(p, 0)->descriptor, RR_NONE);
    assert_int_equal(rr_profile_resolve(p, t, NULL, NULL, NULL), RR_EAMBIGUOUS);
    rr_taxonomy_destroy(t);
    close_kept(k);
}

static void resolve__a_level_off_its_scale_is_an_error_with_the_range(void **state)
{
    (void)state;
    static const char *const bad[] = {"\"level\":6", "\"level\":0", "\"level\":4.001", "\"ascending-level\":6", "\"ascending-level\":0.5"};
    kept *k = open_kept();
    rr_taxonomy *t = load(k);
    char json[256], text[512];
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        snprintf(json, sizeof json, "{\"id\":\"w-9\",\"skills\":[{\"skill\":\"t.pen\"},{\"skill\":\"s.drive\",%s}]}", bad[i]);
        assert_int_equal(read_text(k, "a", json), RR_OK);
        assert_int_equal(rr_profile_resolve(k->profiles[0], t, see, NULL, &k->err), RR_EINVALID);
        rr_error_format(&k->err, RR_LANG_EN, text, sizeof text);
        assert_non_null(strstr(text, "w-9, skill 2"));
        assert_non_null(strstr(text, "from 5 to 1"));
    }
    rr_taxonomy_destroy(t);
    close_kept(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(resolve__ids_codes_and_names_are_found),
        cmocka_unit_test(resolve__what_is_not_certain_stays_open),
        cmocka_unit_test(resolve__a_level_off_its_scale_is_an_error_with_the_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
