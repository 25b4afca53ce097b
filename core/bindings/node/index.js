// SPDX-License-Identifier: MIT
// Which roles a displaced worker can reach, by libreroute. What takes long (loading, opening plugins, matching) runs beside
// JavaScript and gives a promise. index.d.ts says what each thing is.
'use strict';
const { ABI, koffi, structs, enums, callbacks, lib } = require('./library.js');
const {
    value, sized, sizeOfError, sizeOfCandidate, cText, cField, cList, cBytes, orUnstated, withMemory, textOf, Finding, RerouteError, OK, ECANCELLED,
    EAMBIGUOUS, ENOTFOUND, candidatesAt, Handle, Thing, collecting,
} = require('./base.js');
const { Lists, fieldName } = require('./lists.js');
const { Matcher, Result } = require('./matching.js');
const { Recorded } = require('./record.js');

const PROFILE_ID_ROOM = 513; // bytes that hold any id, RR_PROFILE_ID_ROOM

class Context extends Thing {
    #state;
    constructor({ cancelled, progress, log } = {}) {
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
        const quietly = (run) => {
            try {
                run();
            } catch (what) {
                process.emitWarning(what); // progress and log are nobody's result
            }
        };
        const tell = log && ((_user, error) => quietly(() => log(new Finding(error))));
        const move = progress && ((_user, step, done, total) => quietly(() => progress(step, Number(done), Number(total))));
        const options = sized('rr_context_options', {
            allocator: null, cancelled: register('cancelled', ask), progress: register('progress', move), user: null, log: register('finding', tell),
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
    _render(name, given, { format = 'json', lang = 'en', view = 'caseworker', colour = false, verbose = false, beside = false, columns = 0, record = null } = {}) {
        const how = sized('rr_render_options', {
            format: value('RR_FORMAT_', format), lang: value('RR_LANG_', lang), view: value('RR_VIEW_', view), colour: +colour, verbose: +verbose,
            beside: +beside, columns, record,
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
    async parseTaxonomy(content, { name = 'memory' } = {}) {
        const bytes = cBytes(content), findings = [], handle = this._handle;
        const found = koffi.register(collecting(findings), koffi.pointer(callbacks.finding));
        try {
            const given = [handle.pointer, cText(name), bytes, bytes.length, found, null];
            return new Taxonomy(this, await this._make('rr_taxonomy_load_memory', lib.rr_taxonomy_destroy, [handle], given, findings), findings);
        } finally {
            koffi.unregister(found);
        }
    }
    async importTaxonomy(scheme, folder, { model = null } = {}) {
        const account = [], handle = this._handle, kinds = ['read', 'used', 'merged', 'refused'];
        const row = koffi.register((_user, given) => {
            const { file, kind, rows } = koffi.decode(given, structs.rr_import_row);
            account.push({ file, kind: kinds[kind], rows: Number(rows), what: lib.rr_import_row_what(given, 0), what_zh: lib.rr_import_row_what(given, 1) });
        }, koffi.pointer(callbacks.imported));
        try {
            const given = [handle.pointer, cText(scheme), cText(folder), cText(model), row, null];
            return new Taxonomy(this, await this._make('rr_taxonomy_import', lib.rr_taxonomy_destroy, [handle], given), [], account);
        } finally {
            koffi.unregister(row);
        }
    }
    checkPlugin(taxonomy, folder, check, { helper = null, lang = 'en' } = {}) {
        return withMemory(koffi.sizeof(structs.rr_check_result), (out) => {
            this._run((error) => lib.rr_check_run(this._handle.pointer, taxonomy._handle.pointer, cText(folder), lib.rr_check_find(cText(check)),
                cText(helper), value('RR_LANG_', lang), out, error));
            const { state, detail } = koffi.decode(out, structs.rr_check_result);
            return { check, state: enums.RR_CHECK_[state], detail };
        });
    }
    renderChecks(results, how) {
        const one = koffi.sizeof(structs.rr_checked), texts = results.map((result) => Buffer.from(`${cText(result.detail)}\0`));
        return withMemory(results.length * one + texts.reduce((sum, text) => sum + text.length, 1), (list) => {
            let at = list + BigInt(results.length * one);
            results.forEach(({ check, state }, i) => {
                new Uint8Array(koffi.view(at, texts[i].length)).set(texts[i]);
                koffi.encode(list + BigInt(i * one), structs.rr_checked, { index: lib.rr_check_find(cText(check)), state: value('RR_CHECK_', state), detail: at });
                at += BigInt(texts[i].length);
            });
            return this._render('rr_render_checks', [this._handle.pointer, list, results.length], how);
        });
    }
    readRecord(path) {
        return Recorded.from(this, 'rr_record_read', [cText(path)]);
    }
    parseRecord(content, { name = 'memory' } = {}) {
        const bytes = cBytes(content);
        return Recorded.from(this, 'rr_record_read_memory', [cText(name), bytes, bytes.length]);
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
            const each = (_user, pointer) => (made.push(new Profile(this, new Handle(pointer, lib.rr_profile_destroy, [handle]), findings)), 0);
            return withMemory(PROFILE_ID_ROOM, (failed) => {
                const options = sized('rr_profile_read_options', {
                    format: value('RR_PROFILE_', format), encoding: cText(encoding), finding: found, user: null, failed_id: failed,
                });
                const more = { findings, get profileId() { return koffi.decode.string(failed); } };
                this._run((error) => lib[name](handle.pointer, ...source, options, each, null, error), more);
                return made;
            });
        } finally {
            koffi.unregister(found);
        }
    }
    * streamProfiles(pieces, { name = 'memory' } = {}) {
        const handle = this._handle, ready = [];
        const each = koffi.register((_user, pointer, line, error) => {
            ready.push({ line, ...(pointer === null ? { error: new RerouteError(new Finding(error), { profileId: lib.rr_profile_stream_failed_id(stream) }) }
                : { profile: new Profile(this, new Handle(pointer, lib.rr_profile_destroy, [handle]), []) }) });
            return 0;
        }, koffi.pointer(callbacks.streamed));
        const stream = withMemory(8, (out) => {
            this._run((error) => lib.rr_profile_stream_create(out, handle.pointer, cText(name), each, null, error));
            return koffi.decode(out, 'void *');
        });
        const step = (call) => {
            try {
                this._run(call);
                return null;
            } catch (what) {
                return what;
            }
        };
        try {
            for (const piece of pieces) {
                const bytes = cBytes(piece), failed = step((error) => lib.rr_profile_stream_feed(stream, bytes, bytes.length, error));
                yield* ready.splice(0);
                if (failed) throw failed;
            }
            const failed = step((error) => lib.rr_profile_stream_end(stream, error));
            yield* ready.splice(0);
            if (failed) throw failed;
        } finally {
            lib.rr_profile_stream_destroy(stream);
            koffi.unregister(each);
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

class Descriptor {
    #handle;
    constructor(taxonomy, index) {
        this.taxonomy = taxonomy;
        this.#handle = taxonomy._handle;
        this.index = index;
        this.id = withMemory(koffi.sizeof(structs.rr_descriptor), (out) => {
            if (lib.rr_taxonomy_descriptor(this.#handle.pointer, index, out) === 0) throw new RangeError(`no descriptor ${index}`);
            return koffi.decode(out, structs.rr_descriptor).id;
        });
    }
    label(lang = 'en') {
        return lib.rr_descriptor_label(this.taxonomy._handle.pointer, this.index, value('RR_LANG_', lang));
    }
    description(lang = 'en') {
        return lib.rr_descriptor_description(this.taxonomy._handle.pointer, this.index, value('RR_LANG_', lang));
    }
    written(level) {
        return textOf((out, size) => lib.rr_level_format(this.taxonomy._handle.pointer, this.index, orUnstated(level), out, size));
    }
    render(how) {
        return this.taxonomy._context._render('rr_render_descriptor', [this.taxonomy._handle.pointer, this.index], how);
    }
    data(lang = 'en') {
        return JSON.parse(this.render({ lang }));
    }
}

class Taxonomy extends Thing {
    constructor(context, handle, findings, account = []) {
        super(handle);
        this._context = context;
        this.findings = findings;
        this.account = account;
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
    descriptor(what) {
        if (typeof what === 'number') return new Descriptor(this, what);
        const { candidates, error } = this.#find('rr_taxonomy_resolve', 'descriptor', what, 10);
        if (error !== null) throw error;
        return new Descriptor(this, candidates[0].index);
    }
    label(lang = 'en') {
        return lib.rr_taxonomy_label(this._handle.pointer, value('RR_LANG_', lang));
    }
    xml() {
        return this._context._written((sink, error) => lib.rr_taxonomy_write_xml(this._handle.pointer, sink, error));
    }
    renderCandidates(concept, candidates, how) {
        const given = candidates.map((one) => ({ ...one, by: value('RR_BY_', one.by), undetermined: +one.undetermined }));
        return this._context._render('rr_render_candidates', [this._handle.pointer, value('RR_CONCEPT_', concept), given, given.length], how);
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
    render(taxonomy, how) {
        return this._context._render('rr_render_profile', [this._handle.pointer, taxonomy._handle.pointer], how);
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

function checks(lang = 'en') {
    const found = [];
    for (let i = 0; i < Number(lib.rr_check_count()); i++) {
        found.push(withMemory(koffi.sizeof(structs.rr_check), (out) => {
            lib.rr_check_at(i, value('RR_LANG_', lang), out);
            return koffi.decode(out, structs.rr_check);
        }));
    }
    return found;
}

module.exports = {
    ABI, Context, Taxonomy, Occupation, Descriptor, Profile, Plugins, Overrides, Matcher, Result, Lists, Recorded, Finding, RerouteError,
    checks, fieldName,
    visible: (given) => textOf((out, size) => lib.rr_text_visible(cText(given), out, size)),
    version: () => lib.rr_version(),
    deadlineIn: (milliseconds) => Number(lib.rr_deadline_in(Math.max(0, Math.min(Math.trunc(milliseconds), 0xFFFFFFFF)))),
};
Recorded.kinds = { Profile, Overrides }; // what its parts are made into
