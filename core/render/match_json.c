/* SPDX-License-Identifier: MIT */
/* A match result in, one stable JSON object out (schema reroute.match/1). Levels are on the ascending
 * scale; *_written is the level as the scale writes it. */
#include <string.h>

#include "render/page.h"

static void put_descriptor(rr__json_out *w, const rr_taxonomy *taxonomy, uint32_t descriptor, rr_lang lang)
{
    rr__json_text(w, "descriptor", rr__descriptor_id(taxonomy, descriptor));
    rr__json_text(w, "label", rr_descriptor_label(taxonomy, descriptor, lang));
}

static void put_written(rr__json_out *w, const char *key, const rr_taxonomy *taxonomy, uint32_t descriptor, int32_t level)
{
    char written[32] = "";
    if (level > 0)
        rr_level_format(taxonomy, descriptor, level, written, sizeof written);
    rr__json_text(w, key, written[0] == '\0' ? NULL : written);
}

static void put_held(rr__json_out *w, const rr_match *match, const rr_taxonomy *taxonomy, rr_lang lang)
{
    rr__json_open(w, "held", '[');
    for (size_t i = 0; i < match->held_count; i++) {
        const rr_held *held = &match->held[i];
        rr__json_open(w, NULL, '{');
        put_descriptor(w, taxonomy, held->descriptor, lang);
        rr__json_level(w, "level", held->level);
        put_written(w, "level_written", taxonomy, held->descriptor, held->level);
        rr__json_text(w, "origin", rr__origin_name(held->origin));
        rr__json_known(w, "job", held->job, held->job != RR_NONE);
        rr__json_int(w, "contribution_ppm", held->contribution_ppm);
        rr__json_override(w, held->override);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

static void put_gap(rr__json_out *w, const rr_match *match, const rr_taxonomy *taxonomy, const rr_match_options *asked, rr_lang lang)
{
    rr__json_open(w, "gap", '[');
    for (size_t i = 0; i < match->gap_count; i++) {
        const rr_gap_item *item = &match->gap[i];
        rr__json_open(w, NULL, '{');
        put_descriptor(w, taxonomy, item->descriptor, lang);
        rr__json_bool(w, "essential", item->essential != 0);
        rr__json_level(w, "from_level", item->from_level);
        rr__json_level(w, "to_level", item->to_level);
        put_written(w, "to_level_written", taxonomy, item->descriptor, item->to_level);
        rr__json_known(w, "importance_ppm", item->importance_ppm, item->importance_ppm >= 0);
        rr__json_int(w, "covered_ppm", item->covered_ppm);
        rr__json_int(w, "readiness_ppm", item->readiness_ppm);
        rr__json_text(w, "relative", item->relative == RR_NONE ? NULL : rr__descriptor_id(taxonomy, item->relative));
        rr__json_known(w, "hours", item->hours, item->hours >= 0);
        rr__json_text(w, "basis", item->hours >= 0 ? item->hours_basis : NULL);
        rr__json_override(w, item->override);
        if (asked->plugins != NULL)
            rr__json_courses(w, item, taxonomy, asked, lang);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

static void put_claims(rr__json_out *w, const rr_taxonomy *taxonomy, uint32_t occupation, uint32_t entry, uint32_t count,
                       rr_lang lang)
{
    rr_note claim;
    rr__json_open(w, "claims", '[');
    for (uint32_t c = 0; c < count; c++)
        if (rr_occupation_entry_claim(taxonomy, occupation, entry, c, lang, &claim)) {
            rr__json_open(w, NULL, '{');
            rr__json_text(w, "text", claim.text);
            rr__json_provenance(w, taxonomy, &claim.provenance);
            rr__json_close(w, '}');
        }
    rr__json_close(w, ']');
}

void rr__json_verdicts(rr__json_out *w, const rr_match *match, const rr_taxonomy *taxonomy, const rr_plugins *plugins, rr_lang lang)
{
    rr__json_open(w, "verdicts", '[');
    for (size_t i = 0; i < match->verdict_count; i++) {
        const rr_verdict *v = &match->verdicts[i];
        rr_entry entry;
        const char *question = rr_occupation_entry_question(taxonomy, match->occupation, v->entry, lang);
        rr_occupation_entry(taxonomy, match->occupation, v->entry, &entry);
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "class", rr__class_name(v->rule_class));
        rr__json_text(w, "state", rr__state_name(v->state));
        rr__json_text(w, "code", entry.code);
        rr__json_text(w, "text", rr_occupation_entry_text(taxonomy, match->occupation, v->entry, lang));
        rr__json_text(w, "question", v->state == RR_VERDICT_UNKNOWN && question[0] != '\0' ? question : NULL);
        rr__json_provenance(w, taxonomy, &entry.provenance);
        rr__json_bool(w, "disputed", entry.disputed != 0);
        put_claims(w, taxonomy, match->occupation, v->entry, entry.claim_count, lang);
        rr__json_override(w, v->override);
        if (v->override != NULL)
            rr__json_text(w, "computed_state", rr__state_name(v->computed));
        rr__json_close(w, '}');
    }
    rr__json_findings(w, match, plugins, lang);
    rr__json_close(w, ']');
}

static void put_contributions(rr__json_out *w, const rr_match *match, const rr_taxonomy *taxonomy, rr_lang lang)
{
    static const char *const kinds[] = {"descriptor", "titles", "text", "missing", "offset", "clamp", "rest"};
    rr__json_open(w, "contributions", '[');
    for (size_t i = 0; i < match->contribution_count; i++) {
        const rr_contribution *c = &match->contributions[i];
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "kind", kinds[c->kind]);
        if (c->term != RR_NONE)
            rr__json_int(w, "term", c->term);
        if (c->descriptor != RR_NONE) {
            put_descriptor(w, taxonomy, c->descriptor, lang);
            rr__json_text(w, "origin", rr__origin_name(c->origin));
        }
        rr__json_int(w, "ppm", c->ppm);
        rr__json_override(w, c->override);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

void rr__json_match(rr__json_out *w, const rr_match *match, const rr_taxonomy *taxonomy, const rr_match_options *asked, rr_lang lang, bool everything)
{
    static const char *const outlooks[] = {NULL, "emerging", "stable", "declining"};
    rr_occupation occupation;
    rr_taxonomy_occupation(taxonomy, match->occupation, &occupation);
    rr__json_open(w, NULL, '{');
    rr__json_rank(w, "rank", match->rank);
    rr__json_int(w, "computed_rank", match->computed_rank);
    rr__json_override(w, match->order);
    rr__json_text(w, "occupation", occupation.id);
    rr__json_codes(w, taxonomy, match->occupation);
    rr__json_text(w, "label", rr_occupation_label(taxonomy, match->occupation, lang));
    rr__json_text(w, "outlook", outlooks[occupation.outlook]);
    rr__json_int(w, "score_ppm", match->score_ppm);
    rr__json_int(w, "fit_ppm", match->fit_ppm);
    rr__json_int(w, "fit_percentile_ppm", match->fit_percentile_ppm);
    rr__json_known(w, "readiness_ppm", match->readiness_ppm, match->readiness_ppm >= 0);
    rr__json_bool(w, "viable", match->viable != 0);
    put_held(w, match, taxonomy, lang);
    rr__json_adjustments(w, match, asked->plugins, lang);
    put_gap(w, match, taxonomy, asked, lang);
    rr__json_verdicts(w, match, taxonomy, asked->plugins, lang);
    rr__json_exposure(w, taxonomy, match->occupation);
    if (everything)
        put_contributions(w, match, taxonomy, lang);
    rr__json_close(w, '}');
}

void rr__json_result_head(rr__json_out *w, const char *schema, const rr_match_result *result, const rr_taxonomy *taxonomy,
                          const rr_profile *profile, const rr_match_options *asked, const rr_render_options *options)
{
    char sha256[65] = "";
    if (rr_profile_sha256(profile, sha256, NULL) != RR_OK)
        w->buf->failed = true; /* out of memory: half an answer is none */
    rr__json_text(w, "schema", schema);
    rr__json_text(w, "engine", rr_version());
    rr__json_taxonomy(w, taxonomy);
    rr__json_plugins(w, result, asked->plugins);
    rr__json_open(w, "profile", '{');
    rr__json_text(w, "id", rr_profile_id(profile));
    rr__json_text(w, "sha256", sha256);
    rr__json_close(w, '}');
    rr__json_text(w, "date", asked->date[0] == '\0' ? NULL : asked->date);
    rr__json_text(w, "region", asked->region);
    rr__json_text(w, "lang", options->lang == RR_LANG_ZH ? "zh" : "en");
    rr__json_decisions(w, result, taxonomy);
    if (options->record != NULL)
        rr__json_record(w, options->record, profile);
}

void rr__json_notices(rr__json_out *w, const rr_match_result *result, const rr_taxonomy *taxonomy, const rr_profile *profile,
                      const rr_match_options *asked, rr_lang lang)
{
    rr_taxonomy_info info;
    rr_taxonomy_get_info(taxonomy, &info);
    rr__json_open(w, "notices", '[');
    if (info.attribution[0] != '\0') {
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "kind", "attribution");
        rr__json_text(w, "text", info.attribution);
        rr__json_close(w, '}');
    }
    for (size_t i = 0; i < rr_profile_skill_count(profile); i++)
        if (rr_profile_skill(profile, i)->descriptor == RR_NONE && rr_profile_skill(profile, i)->state != RR_SKILL_STRUCK) {
            rr__json_open(w, NULL, '{');
            rr__json_text(w, "kind", "unknown-skill");
            rr__json_int(w, "skill", (int64_t)i);
            rr__json_close(w, '}');
        }
    for (size_t i = 0; i < rr_profile_job_count(profile); i++)
        if (rr_profile_job(profile, i)->occupation == RR_NONE) {
            rr__json_open(w, NULL, '{');
            rr__json_text(w, "kind", "unknown-job");
            rr__json_int(w, "job", (int64_t)i);
            rr__json_close(w, '}');
        }
    rr__json_plugin_notices(w, result, asked, lang);
    rr__json_override_notices(w, result, lang);
    rr__json_close(w, ']');
}

void rr__match_json(rr__page *page, const rr_match_result *result, const rr_profile *profile, const rr_match_options *asked)
{
    rr__json_out w;
    rr__json_out_init(&w, &page->out, page->options.format == RR_FORMAT_JSON);
    rr__json_open(&w, NULL, '{');
    rr__json_result_head(&w, "reroute.match/1", result, page->taxonomy, profile, asked, &page->options);
    rr__json_int(&w, "ranked", (int64_t)rr_match_ranked(result));
    rr__json_int(&w, "sunk", (int64_t)rr_match_sunk(result));
    rr__json_open(&w, "matches", '[');
    for (size_t i = 0; i < rr_match_count(result); i++)
        rr__json_match(&w, rr_match_at(result, i), page->taxonomy, asked, page->options.lang, true);
    rr__json_close(&w, ']');
    rr__json_left_out(&w, result, page->taxonomy, page->options.lang);
    rr__json_notices(&w, result, page->taxonomy, profile, asked, page->options.lang);
    rr__json_result_end(&w, &page->options);
}
