// SPDX-License-Identifier: MIT
// Which roles a displaced worker can reach, by libreroute. What takes long (loading, opening plugins, matching) runs beside
// JavaScript and gives a promise. index.d.ts says what each thing is.
'use strict';
const { ABI, koffi, structs, enums, callbacks, lib } = require('./library.js');

const value = (kind, name) => {
    const found = enums[kind].indexOf(name);
    if (found < 0) throw new TypeError(`${name} is none of ${enums[kind].join(', ')}`);
    return found;
};
const sized = (name, given) => ({ size: koffi.sizeof(structs[name]), ...given });
const sizeOfError = koffi.sizeof(structs.rr_error);
const sizeOfCandidate = koffi.sizeof(structs.rr_candidate);

// --- text on its way in ---

function cText(given) {
    if (given === null || given === undefined) return null;
    if (typeof given !== 'string') throw new TypeError('text is a string');
    if (given.includes('\0')) throw new RangeError('text with a NUL in it');
    return given;
}
function cField(given, size) {
    const made = cText(given) || '';
    if (Buffer.byteLength(made) >= size) throw new RangeError(`not of ${size - 1} characters: a date is YYYY-MM-DD, a currency three letters`);
    return made;
}
const cList = (given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]).map((one) => cText(String(one)));
const cBytes = (given) => (typeof given === 'string' ? Buffer.from(given) : Buffer.from(given.buffer || given, given.byteOffset || 0, given.byteLength));
const orUnstated = (given) => (given === undefined || given === null ? -1 : given);

// Memory that C may write to for as long as `use` takes.
function withMemory(size, use) {
    const memory = koffi.alloc('uint8_t', size);
    try {
        return use(memory);
    } finally {
        koffi.free(memory);
    }
}
// What a function writes that returns the length it needs.
function textOf(write) {
    for (let size = 512; ;) {
        const needed = Number(withMemory(size, (out) => {
            const length = Number(write(out, size));
            return length < size ? 0 : length;
        }));
        if (needed === 0) return withMemory(size, (out) => koffi.decode.string(out, Number(write(out, size))));
        size = needed + 1;
    }
}

// --- errors ---

class Finding {
    #raw;
    constructor(error) {
        const read = koffi.decode(error, structs.rr_error);
        this.#raw = Buffer.from(new Uint8Array(koffi.view(error, sizeOfError)));
        this.code = enums.RR_[read.status] || `E${read.status}`;
        this.number = read.number;
        this.severity = enums.RR_SEVERITY_[lib.rr_error_severity(error)];
        this.file = read.file;
        this.line = read.line || null;
        this.column = read.column || null;
    }
    text(lang = 'en') {
        return textOf((out, size) => lib.rr_error_format(this.#raw, value('RR_LANG_', lang), out, size));
    }
    toString() {
        return this.text();
    }
}

class RerouteError extends Error {
    constructor(finding, more = {}) {
        super(finding.text());
        this.name = 'RerouteError';
        this.finding = finding;
        for (const name of ['code', 'number', 'severity', 'file', 'line', 'column']) this[name] = finding[name];
        this.findings = more.findings || [];
        this.candidates = more.candidates || [];
        this.names = more.names || [];
    }
    text(lang = 'en') {
        return this.finding.text(lang);
    }
}

const OK = 0, ECANCELLED = enums.RR_.indexOf('ECANCELLED'), EAMBIGUOUS = enums.RR_.indexOf('EAMBIGUOUS'), ENOTFOUND = enums.RR_.indexOf('ENOTFOUND');

const candidate = (one) => ({ index: one.index, by: enums.RR_BY_[one.by], likeness_ppm: one.likeness_ppm, undetermined: one.undetermined !== 0 });
const candidatesAt = (pointer, count) => (Number(count) === 0 ? [] : koffi.decode(pointer, structs.rr_candidate, Number(count)).map(candidate));

// --- what is behind every object ---

// A thing of the library's, which ends when nobody holds it and all that was made with it has ended, in whatever order.
class Handle {
    constructor(pointer, end, parents = []) {
        Object.assign(this, { pointer, end, parents, holders: 1 });
        for (const parent of parents) parent.holders++;
    }
    drop() {
        if (--this.holders > 0) return;
        this.end(this.pointer);
        for (const parent of this.parents) parent.drop();
    }
}
const forgotten = new FinalizationRegistry((handle) => handle.drop());

class Thing {
    #handle;
    constructor(handle) {
        this.#handle = handle;
        forgotten.register(this, handle, this);
    }
    get _handle() {
        if (this.#handle === null) throw new TypeError(`this ${this.constructor.name} is closed`);
        return this.#handle;
    }
    close() {
        if (this.#handle === null) return;
        forgotten.unregister(this);
        this.#handle.drop();
        this.#handle = null;
    }
}
if (Symbol.dispose) Thing.prototype[Symbol.dispose] = Thing.prototype.close;

function collecting(findings) {
    return (_user, error) => {
        findings.push(new Finding(error));
    };
}

class Context extends Thing {
    #state;
    constructor({ cancelled, log } = {}) {
        const registered = [], state = { thrown: null }; // what the callbacks hold must not be this context, or it would never be forgotten
        const register = (kind, run) => {
            if (run === undefined) return null;
            registered.push(koffi.register(run, koffi.pointer(callbacks[kind])));
            return registered[registered.length - 1];
        };
        const ask = cancelled && (() => {
            try {
                return cancelled() ? 1 : 0;
            } catch (what) {
                state.thrown = { what };
                return 1;
            }
        });
        const tell = log && ((_user, error) => {
            try {
                log(new Finding(error));
            } catch (what) {
                process.emitWarning(what); // a log is nobody's result
            }
        });
        const options = sized('rr_context_options', {
            allocator: null, cancelled: register('cancelled', ask), progress: null, user: null, log: register('finding', tell),
        });
        super(withMemory(8 + sizeOfError, (memory) => { // room for what is made, then for an error
            const error = memory + 8n;
            const status = lib.rr_context_create(memory, options, error);
            if (status !== OK) throw new RerouteError(new Finding(error));
            return new Handle(koffi.decode(memory, 'void *'), (pointer) => {
                lib.rr_context_destroy(pointer);
                registered.forEach((one) => koffi.unregister(one));
            });
        }));
        this.#state = state;
    }

    _fail(status, error, more) {
        const { thrown } = this.#state;
        if (status === ECANCELLED && thrown !== null) {
            this.#state.thrown = null;
            throw thrown.what;
        }
        throw new RerouteError(new Finding(error), more);
    }
    // call(error) -> status, at once
    _run(call, more) {
        return withMemory(sizeOfError, (error) => {
            const status = call(error);
            if (status !== OK) this._fail(status, error, more);
        });
    }
    // name(out, ...given, error) beside JavaScript; the parents live until it is over. Gives the handle of what was made.
    async _make(name, end, parents, given, findings = []) {
        const memory = koffi.alloc('uint8_t', 8 + sizeOfError), error = memory + 8n;
        koffi.encode(memory, 'void *', null);
        for (const parent of parents) parent.holders++;
        try {
            const status = await new Promise((done, failed) => {
                lib[name].async(memory, ...given, error, (why, result) => (why ? failed(why) : done(result)));
            });
            if (status !== OK) this._fail(status, error, { findings });
            return new Handle(koffi.decode(memory, 'void *'), end, parents);
        } finally {
            for (const parent of parents) parent.drop();
            koffi.free(memory);
        }
    }
    // write(sink, error) -> status, into text
    _written(write) {
        const head = koffi.sizeof(structs.rr_buffer);
        for (let size = 1 << 16; ;) {
            const done = withMemory(head + size, (buffer) => {
                const bytes = buffer + BigInt(head);
                koffi.encode(buffer, structs.rr_buffer, { bytes, size, len: 0 });
                this._run((error) => write(lib.rr_buffer_sink(buffer), error));
                const len = Number(koffi.decode(buffer, structs.rr_buffer).len);
                return len < size ? koffi.decode.string(bytes, len) : len;
            });
            if (typeof done === 'string') return done;
            size = done + 1;
        }
    }
    _render(name, given, { format = 'json', lang = 'en', view = 'caseworker', colour = false, verbose = false, beside = false, columns = 0 } = {}) {
        const how = sized('rr_render_options', {
            format: value('RR_FORMAT_', format), lang: value('RR_LANG_', lang), view: value('RR_VIEW_', view), colour: +colour, verbose: +verbose,
            beside: +beside, columns, record: null,
        });
        return this._written((sink, error) => lib[name](...given, how, sink, error));
    }

    async loadTaxonomy(paths, { cache } = {}) {
        const list = cList(paths), findings = [], handle = this._handle;
        const found = koffi.register(collecting(findings), koffi.pointer(callbacks.finding));
        try {
            const [name, more] = cache === undefined ? ['rr_taxonomy_load', []] : ['rr_taxonomy_load_cached', [cText(cache)]];
            const made = await this._make(name, lib.rr_taxonomy_destroy, [handle], [handle.pointer, list, list.length, ...more, found, null], findings);
            return new Taxonomy(this, made, findings);
        } finally {
            koffi.unregister(found);
        }
    }
    profile(given) {
        return this.parseProfiles(JSON.stringify(given), { name: 'profile', format: 'json' })[0];
    }
    parseProfiles(content, { name = 'memory', format, encoding } = {}) {
        const bytes = cBytes(content);
        return this.#profiles('rr_profile_read_memory', [cText(name), bytes, bytes.length], format, encoding);
    }
    readProfiles(path, { format, encoding } = {}) {
        return this.#profiles('rr_profile_read', [cText(path)], format, encoding);
    }
    #profiles(name, source, format = 'auto', encoding = null) {
        const made = [], findings = [], handle = this._handle;
        const found = koffi.register(collecting(findings), koffi.pointer(callbacks.finding));
        try {
            const options = sized('rr_profile_read_options', { format: value('RR_PROFILE_', format), encoding: cText(encoding), finding: found, user: null });
            const each = (_user, pointer) => (made.push(new Profile(this, new Handle(pointer, lib.rr_profile_destroy, [handle]), findings)), 0);
            this._run((error) => lib[name](handle.pointer, ...source, options, each, null, error), { findings });
            return made;
        } finally {
            koffi.unregister(found);
        }
    }
    overrides(given) {
        const handle = this._handle, findings = [];
        const made = withMemory(8, (out) => {
            this._run((error) => lib.rr_overrides_create(out, handle.pointer, error));
            return new Overrides(this, new Handle(koffi.decode(out, 'void *'), lib.rr_overrides_destroy, [handle]));
        });
        const pointer = made._handle.pointer, found = collecting(findings);
        const bytes = typeof given === 'string' ? null : Buffer.from(JSON.stringify(given));
        this._run((error) => (bytes === null ? lib.rr_overrides_read(pointer, cText(given), found, null, error)
            : lib.rr_overrides_read_memory(pointer, 'overrides', bytes, bytes.length, found, null, error)), { findings });
        return made;
    }
}

class Occupation {
    #handle;
    constructor(taxonomy, index) {
        this.taxonomy = taxonomy;
        this.#handle = taxonomy._handle;
        this.index = index;
        this.id = withMemory(koffi.sizeof(structs.rr_occupation), (out) => {
            if (lib.rr_taxonomy_occupation(this.#handle.pointer, index, out) === 0) throw new RangeError(`no occupation ${index}`);
            return koffi.decode(out, structs.rr_occupation).id;
        });
    }
    label(lang = 'en') {
        return lib.rr_occupation_label(this.taxonomy._handle.pointer, this.index, value('RR_LANG_', lang));
    }
    description(lang = 'en') {
        return lib.rr_occupation_description(this.taxonomy._handle.pointer, this.index, value('RR_LANG_', lang));
    }
    render(how) {
        return this.taxonomy._context._render('rr_render_occupation', [this.taxonomy._handle.pointer, this.index], how);
    }
    data(lang = 'en') {
        return JSON.parse(this.render({ lang }));
    }
}

class Taxonomy extends Thing {
    constructor(context, handle, findings) {
        super(handle);
        this._context = context;
        this.findings = findings;
    }
    async matcher() {
        const handle = this._handle, context = this._context;
        const made = await context._make('rr_matcher_create', lib.rr_matcher_destroy, [handle], [context._handle.pointer, handle.pointer]);
        return new Matcher(this, made);
    }
    async plugins({ region = null, paths, search, helper, inProcess = false, requireIsolation = false, stateFile, startMs = 0, callMs = 0, date } = {}) {
        const handle = this._handle, context = this._context, findings = [], own = cList(paths), more = cList(search);
        const found = koffi.register(collecting(findings), koffi.pointer(callbacks.finding));
        const beside = helper === undefined ? textOf(lib.rr_plugins_helper) : cText(helper);
        try {
            const options = sized('rr_plugins_options', {
                paths: own, path_count: own.length, search: more, search_count: more.length, region: cText(region), helper: inProcess ? null : beside,
                require_isolation: +requireIsolation, state_file: cText(stateFile), start_ms: startMs, call_ms: callMs, finding: found, user: null,
                date: cField(date, 11),
            });
            const made = await context._make('rr_plugins_open', lib.rr_plugins_destroy, [handle], [context._handle.pointer, handle.pointer, options], findings);
            return new Plugins(this, made, findings);
        } finally {
            koffi.unregister(found);
        }
    }
    resolve(concept, text, most = 10) {
        const { status, candidates, error } = this.#find('rr_taxonomy_resolve', concept, text, most);
        if (status !== OK && status !== EAMBIGUOUS && status !== ENOTFOUND) throw error;
        return { code: enums.RR_[status], candidates };
    }
    search(concept, text, most = 10) {
        const { candidates, error } = this.#find('rr_taxonomy_search', concept, text, most);
        if (error !== null) throw error;
        return candidates;
    }
    occupation(what) {
        if (typeof what === 'number') return new Occupation(this, what);
        const { candidates, error } = this.#find('rr_taxonomy_resolve', 'occupation', what, 10);
        if (error !== null) throw error;
        return new Occupation(this, candidates[0].index);
    }
    save(path) {
        this._context._run((error) => lib.rr_taxonomy_save(this._handle.pointer, cText(path), error));
    }
    render(how) {
        return this._context._render('rr_render_taxonomy', [this._handle.pointer], how);
    }
    data(lang = 'en') {
        return JSON.parse(this.render({ lang }));
    }
    #find(name, concept, text, most) {
        return withMemory(8 + sizeOfError + most * sizeOfCandidate, (count) => {
            const error = count + 8n, out = error + BigInt(sizeOfError);
            const status = lib[name](this._handle.pointer, value('RR_CONCEPT_', concept), cText(text), out, most, count, error);
            const candidates = candidatesAt(out, koffi.decode(count, 'size_t'));
            return { status, candidates, error: status === OK ? null : new RerouteError(new Finding(error), { candidates }) };
        });
    }
}

class Plugins extends Thing {
    constructor(taxonomy, handle, findings) {
        super(handle);
        this._context = taxonomy._context;
        this._taxonomy = taxonomy._handle;
        this.findings = findings;
    }
    render(how) {
        return this._context._render('rr_render_plugins', [this._handle.pointer, this._taxonomy.pointer], how);
    }
    data(lang = 'en') {
        return JSON.parse(this.render({ lang }));
    }
}

class Profile extends Thing {
    constructor(context, handle, findings) {
        super(handle);
        this._context = context;
        this.findings = findings;
    }
    get id() {
        return lib.rr_profile_id(this._handle.pointer);
    }
    resolve(taxonomy) {
        const found = [];
        const give = (_user, what) => {
            const one = koffi.decode(what, structs.rr_unresolved);
            found.push({
                concept: enums.RR_CONCEPT_[one.kind], index: Number(one.index), text: one.text, code: enums.RR_[one.status],
                candidates: candidatesAt(one.candidates, one.candidate_count),
            });
        };
        this._context._run((error) => {
            const status = lib.rr_profile_resolve(this._handle.pointer, taxonomy._handle.pointer, give, null, error);
            return status === EAMBIGUOUS ? OK : status;
        });
        return found;
    }
    write(format = 'json', { header = true } = {}) {
        return this._context._written((sink, error) => lib.rr_profile_write(this._handle.pointer, value('RR_PROFILE_', format), +header, sink, error));
    }
    data() {
        return JSON.parse(this.write());
    }
    sha256() {
        return withMemory(65, (out) => {
            this._context._run((error) => lib.rr_profile_sha256(this._handle.pointer, out, error));
            return koffi.decode.string(out);
        });
    }
}

class Overrides extends Thing {
    constructor(context, handle) {
        super(handle);
        this._context = context;
    }
    resolve(taxonomy, plugins) {
        const told = [];
        const give = (_user, what) => {
            const one = koffi.decode(what, structs.rr_override_unresolved);
            const names = Number(one.name_count) === 0 ? [] : koffi.decode(one.names, 'str', Number(one.name_count));
            told.push(new RerouteError(new Finding(one.err), { names, candidates: candidatesAt(one.candidates, one.candidate_count) }));
        };
        try {
            this._context._run((error) => lib.rr_overrides_resolve(this._handle.pointer, taxonomy._handle.pointer,
                plugins ? plugins._handle.pointer : null, give, null, error));
        } catch (what) {
            if (told.length === 0) throw what;
            told[0].findings = told.map((one) => one.finding);
            throw told[0];
        }
        return this;
    }
}

// --- matching ---

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
    data(lang = 'en') {
        return JSON.parse(this.json(lang));
    }
}

class Matcher extends Thing {
    constructor(taxonomy, handle) {
        super(handle);
        this._context = taxonomy._context;
        taxonomy._handle.holders++;
        this.taxonomy = new Taxonomy(taxonomy._context, taxonomy._handle, taxonomy.findings); // a name of its own, which nobody else closes
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
    #index(role) {
        if (!(role instanceof Occupation)) return this.taxonomy.occupation(role).index;
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

module.exports = {
    ABI, Context, Taxonomy, Occupation, Profile, Plugins, Overrides, Matcher, Result, Finding, RerouteError,
    version: () => lib.rr_version(),
    deadlineIn: (milliseconds) => Number(lib.rr_deadline_in(Math.max(0, Math.min(Math.trunc(milliseconds), 0xFFFFFFFF)))),
};
