// SPDX-License-Identifier: MIT
// Matching: what is asked, and results: matches, explanations, plans, paths, comparisons; and how good the ranking is.
'use strict';
const { koffi, structs, lib } = require('./library.js');
const { sized, sizeOfError, cText, cField, orUnstated, withMemory, OK, Thing } = require('./base.js');
const { Lists } = require('./lists.js');
const { cAsked } = require('./record.js');

const runs = {
    match: ['rr_match_run', 'rr_match_result_destroy', 'rr_render_match'],
    matchOne: ['rr_match_one', 'rr_match_result_destroy', 'rr_render_match'],
    explain: ['rr_explain', 'rr_explanation_destroy', 'rr_render_explanation'],
    plan: ['rr_plan_run', 'rr_plan_result_destroy', 'rr_render_plan'],
    path: ['rr_path_run', 'rr_path_result_destroy', 'rr_render_path'],
    compare: ['rr_compare_run', 'rr_comparison_destroy', 'rr_render_comparison'],
};

function cOptions({ top = 0, date, region = null, plugins, overrides, noTitles = false, noText = false, allRoles = false, deadline = 0 } = {}) {
    return sized('rr_match_options', {
        no_titles: +noTitles, no_text: +noText, top, all_roles: +allRoles, date: cField(date, 11), region: cText(region),
        plugins: plugins ? plugins._handle.pointer : null, overrides: overrides ? overrides._handle.pointer : null, deadline_ms: deadline,
    });
}
function cLimits({ maxWeeks, hoursPerWeek, travelMinutes, maxCostMinor, currency, earliestStart, modes = 0, home, effort = 0 } = {}) {
    const [lat, lon] = home || [0, 0];
    return sized('rr_plan_options', {
        max_weeks: orUnstated(maxWeeks), hours_per_week: orUnstated(hoursPerWeek), travel_minutes: orUnstated(travelMinutes),
        max_cost_minor: orUnstated(maxCostMinor), currency: cField(currency, 4), earliest_start: cField(earliestStart, 11), modes,
        has_home: +(home !== undefined), home_lat_e6: Math.round(lat * 1e6), home_lon_e6: Math.round(lon * 1e6), effort,
    });
}

class Result extends Thing {
    constructor(context, handle, render, given) {
        super(handle);
        Object.assign(this, { _context: context, _renderer: render, _given: given });
    }
    render(how) {
        return this._context._render(this._renderer, [this._handle.pointer, ...this._given], how);
    }
    json(lang = 'en') {
        return this.render({ lang });
    }
    record(command, args = [], options = {}, lang = 'en') {
        return this.render({ lang, record: cAsked(command, args, options) });
    }
    renderTrial(after, { top = 10, ...how } = {}) {
        return this._context._render('rr_render_trial', [this._handle.pointer, after._handle.pointer, top, ...after._given], how);
    }
    data(lang = 'en') {
        return JSON.parse(this.json(lang));
    }
}

class Matcher extends Thing {
    constructor(taxonomy, handle) {
        super(handle);
        this._context = taxonomy._context;
        taxonomy._handle.holders++;
        this.taxonomy = new taxonomy.constructor(taxonomy._context, taxonomy._handle, taxonomy.findings, taxonomy.account); // a name of its own, which nobody else closes
    }
    async match(profile, options) {
        return this.#run('match', profile, options, [], []);
    }
    async matchOne(profile, role, options) {
        return this.#run('matchOne', profile, options, [this.#index(role)], []);
    }
    async explain(profile, role, options) {
        return this.#run('explain', profile, options, [this.#index(role)], []);
    }
    async plan(profile, role, options, limits) {
        return this.#run('plan', profile, options, [this.#index(role)], [cLimits(limits)]);
    }
    async path(profile, role, options, { limits, mostSteps = 0, stopMonths = 0, mostPaths = 0, floorMinor } = {}) {
        const within = limits === undefined ? null : koffi.alloc(structs.rr_plan_options, 1);
        try {
            if (within !== null) koffi.encode(within, structs.rr_plan_options, cLimits(limits));
            const how = sized('rr_path_options', { limits: within, most_steps: mostSteps, stop_months: stopMonths, most_paths: mostPaths, floor_minor: orUnstated(floorMinor) });
            return await this.#run('path', profile, options, [this.#index(role)], [how]);
        } finally {
            if (within !== null) koffi.free(within);
        }
    }
    async compare(profile, roles, options, limits) {
        const indices = Uint32Array.from(roles, (role) => this.#index(role));
        return this.#run('compare', profile, options, [Array.from(indices), indices.length], [cLimits(limits)]);
    }
    lists() {
        return new Lists(this, cOptions);
    }
    terms({ noTitles = false, noText = false } = {}) {
        const found = [];
        for (let i = 0; i < Number(lib.rr_matcher_term_count(this._handle.pointer)); i++) {
            found.push(withMemory(koffi.sizeof(structs.rr_term), (out) => {
                lib.rr_matcher_term(this._handle.pointer, i, +noTitles, +noText, out);
                const { id, weight_ppm } = koffi.decode(out, structs.rr_term);
                return { id, weight_ppm };
            }));
        }
        return found;
    }
    async evaluate(truth, how) {
        return this.#judge((out, _text, _size, asked, error) => ['rr_evaluate', out, this._handle.pointer, cText(truth), asked, error], how);
    }
    async tune(truth, how) {
        return this.#judge((out, text, size, asked, error) => ['rr_tune', this._handle.pointer, cText(truth), asked, text, size, out, error], how);
    }
    renderEvaluation(evaluation, how) {
        return this._context._render('rr_render_evaluation', [evaluation], how);
    }
    async #judge(given, { noTitles = false, noText = false, fold = 0, folds = 0, weights = null } = {}) {
        const head = koffi.sizeof(structs.rr_evaluation), size = 65536, handle = this._handle;
        const memory = koffi.alloc('uint8_t', head + sizeOfError + size), error = memory + BigInt(head), text = error + BigInt(sizeOfError);
        const asked = sized('rr_evaluate_options', { no_titles: +noTitles, no_text: +noText, fold, folds, weights: cText(weights) });
        handle.holders++;
        try {
            const [name, ...takes] = given(memory, text, size, asked, error);
            const status = await new Promise((done, failed) => lib[name].async(...takes, (why, result) => (why ? failed(why) : done(result))));
            if (status !== OK) this._context._fail(status, error);
            const evaluation = koffi.decode(memory, structs.rr_evaluation);
            return name === 'rr_tune' ? { weights: koffi.decode.string(text), evaluation } : evaluation;
        } finally {
            handle.drop();
            koffi.free(memory);
        }
    }
    #index(role) {
        if (typeof role !== 'object') return this.taxonomy.occupation(role).index;
        if (role.taxonomy._handle !== this.taxonomy._handle) throw new TypeError('an occupation of another taxonomy');
        return role.index;
    }
    async #run(kind, profile, options = {}, before, after) {
        const [run, end, render] = runs[kind];
        const matcher = this._handle, person = profile._handle, taxonomy = this.taxonomy._handle, asked = cOptions(options);
        const parents = [matcher, person, ...[options.plugins, options.overrides].filter(Boolean).map((one) => one._handle)];
        const made = await this._context._make(run, lib[end], parents, [matcher.pointer, person.pointer, ...before, asked, ...after]);
        const more = kind === 'explain' ? [matcher.pointer] : [];
        return new Result(this._context, made, render, [...more, taxonomy.pointer, person.pointer, asked]);
    }
}

module.exports = { Matcher, Result };
