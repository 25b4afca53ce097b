// SPDX-License-Identifier: MIT
// Finds and opens libreroute; one table for its structs, one for its functions. All pointers are `void *`: what the library
// writes goes into memory of `koffi.alloc`, which does not move while a call runs on another thread.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const koffi = require('koffi');

const ABI = 0; // RR_ABI: the number in libreroute.so.N
const STACK = 8 << 20; // koffi gives C this much; its own 128 KiB for calls beside JavaScript are too few for XML and plans

const char = (size) => koffi.array('char', size);

// By name in C, field by field in order: a test holds them against the compiler's.
const fields = {
    rr_error: { status: 'int', number: 'uint16_t', arg_count: 'uint16_t', line: 'uint32_t', column: 'uint32_t', file: char(256), args: char(512) },
    rr_context_options: { size: 'size_t', allocator: 'void *', cancelled: 'void *', progress: 'void *', user: 'void *', log: 'void *' },
    rr_sink: { user: 'void *', write: 'void *' },
    rr_buffer: { bytes: 'void *', size: 'size_t', len: 'size_t' },
    rr_profile_read_options: { size: 'size_t', format: 'int', encoding: 'str', finding: 'void *', user: 'void *', failed_id: 'void *' },
    rr_plugins_options: {
        size: 'size_t', paths: 'str *', path_count: 'size_t', search: 'str *', search_count: 'size_t', region: 'str', helper: 'str',
        require_isolation: 'int', state_file: 'str', start_ms: 'uint32_t', call_ms: 'uint32_t', finding: 'void *', user: 'void *', date: char(11),
    },
    rr_match_options: {
        size: 'size_t', no_titles: 'int', no_text: 'int', top: 'uint32_t', all_roles: 'int', date: char(11), region: 'str', plugins: 'void *',
        overrides: 'void *', deadline_ms: 'int64_t',
    },
    rr_plan_options: {
        size: 'size_t', max_weeks: 'int32_t', hours_per_week: 'int32_t', travel_minutes: 'int32_t', max_cost_minor: 'int64_t', currency: char(4),
        earliest_start: char(11), modes: 'uint32_t', has_home: 'int32_t', home_lat_e6: 'int32_t', home_lon_e6: 'int32_t', effort: 'uint32_t',
    },
    rr_path_options: { size: 'size_t', limits: 'void *', most_steps: 'uint32_t', stop_months: 'uint32_t', most_paths: 'uint32_t', floor_minor: 'int64_t' },
    rr_render_options: {
        size: 'size_t', format: 'int', lang: 'int', colour: 'int', verbose: 'int', columns: 'uint32_t', view: 'int', beside: 'int', record: 'void *',
    },
    rr_candidate: { index: 'uint32_t', by: 'int', likeness_ppm: 'uint32_t', undetermined: 'int' },
    rr_unresolved: { kind: 'int', index: 'size_t', text: 'str', status: 'int', candidates: 'void *', candidate_count: 'size_t' },
    rr_override_unresolved: {
        err: 'void *', override: 'void *', kind: 'int', candidates: 'void *', candidate_count: 'size_t', names: 'void *', name_count: 'size_t',
    },
    rr_provenance: { source: 'uint32_t', confidence: 'int', basis: 'int' },
};
const structs = Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, koffi.struct(one)]));
structs.rr_occupation = koffi.struct(fields.rr_occupation = {
    id: 'str', outlook: 'int', role: 'int', has_content: 'int', provenance: structs.rr_provenance, requirement_count: 'uint32_t',
    code_count: 'uint32_t', crosswalk_count: 'uint32_t', entry_count: 'uint32_t', exposure_count: 'uint32_t', pay_count: 'uint32_t',
    standard_count: 'uint32_t', note_count: 'uint32_t', task_count: 'uint32_t', label_count: 'uint32_t',
});

// What enumerators are called here: the place in the list is the value in C.
const enums = {
    RR_: ['OK', 'ENOMEM', 'EIO', 'ESYNTAX', 'EDOCTYPE', 'EENCODING', 'ELIMIT', 'EINVALID', 'ENOTFOUND', 'EAMBIGUOUS', 'EDAMAGED', 'ECANCELLED', 'EUSAGE', 'ELATE'],
    RR_LANG_: ['en', 'zh'],
    RR_SEVERITY_: ['error', 'warning', 'note'],
    RR_FORMAT_: ['text', 'json', 'jsonl', 'csv', 'tsv', 'html'],
    RR_VIEW_: ['caseworker', 'client'],
    RR_PROFILE_: ['auto', 'xml', 'json', 'json_resume', 'csv'],
    RR_CONCEPT_: ['occupation', 'descriptor'],
    RR_BY_: ['id', 'code', 'label', 'alt_label', 'pattern', 'nearest'],
};

const callbacks = {
    finding: koffi.proto('void', ['void *', 'void *']),
    cancelled: koffi.proto('int', ['void *']),
    each: koffi.proto('int', ['void *', 'void *']),
    unresolved: koffi.proto('void', ['void *', 'void *']),
};

const p = 'void *', text = 'str', texts = 'str *', int = 'int', size = 'size_t', u32 = 'uint32_t';
const to = (name) => koffi.pointer(structs[name]);
const fn = (name) => koffi.pointer(callbacks[name]);
const found = [p, int, text, p, size, p, p];
const rendered = [to('rr_render_options'), to('rr_sink'), p];
const asked = [p, p, p, to('rr_match_options'), ...rendered];

// name: [what it returns, what it takes ...]
const functions = {
    rr_version: [text],
    rr_error_format: [size, p, int, p, size],
    rr_error_severity: [int, p],
    rr_context_create: [int, p, to('rr_context_options'), p],
    rr_context_destroy: ['void', p],
    rr_deadline_in: ['int64_t', u32],
    rr_buffer_sink: [structs.rr_sink, p],
    rr_taxonomy_load: [int, p, p, texts, size, fn('finding'), p, p],
    rr_taxonomy_load_cached: [int, p, p, texts, size, text, fn('finding'), p, p],
    rr_taxonomy_destroy: ['void', p],
    rr_taxonomy_save: [int, p, text, p],
    rr_taxonomy_occupation: [int, p, u32, p],
    rr_occupation_label: [text, p, u32, int],
    rr_occupation_description: [text, p, u32, int],
    rr_taxonomy_resolve: [int, ...found],
    rr_taxonomy_search: [int, ...found],
    rr_profile_read: [int, p, text, to('rr_profile_read_options'), fn('each'), p, p],
    rr_profile_read_memory: [int, p, text, p, size, to('rr_profile_read_options'), fn('each'), p, p],
    rr_profile_destroy: ['void', p],
    rr_profile_id: [text, p],
    rr_profile_resolve: [int, p, p, fn('unresolved'), p, p],
    rr_profile_write: [int, p, int, int, to('rr_sink'), p],
    rr_profile_sha256: [int, p, p, p],
    rr_plugins_open: [int, p, p, p, to('rr_plugins_options'), p],
    rr_plugins_destroy: ['void', p],
    rr_plugins_helper: [size, p, size],
    rr_overrides_create: [int, p, p, p],
    rr_overrides_destroy: ['void', p],
    rr_overrides_read: [int, p, text, fn('finding'), p, p],
    rr_overrides_read_memory: [int, p, text, p, size, fn('finding'), p, p],
    rr_overrides_resolve: [int, p, p, p, fn('unresolved'), p, p],
    rr_matcher_create: [int, p, p, p, p],
    rr_matcher_destroy: ['void', p],
    rr_match_run: [int, p, p, p, to('rr_match_options'), p],
    rr_match_one: [int, p, p, p, u32, to('rr_match_options'), p],
    rr_match_result_destroy: ['void', p],
    rr_explain: [int, p, p, p, u32, to('rr_match_options'), p],
    rr_explanation_destroy: ['void', p],
    rr_plan_run: [int, p, p, p, u32, to('rr_match_options'), to('rr_plan_options'), p],
    rr_plan_result_destroy: ['void', p],
    rr_path_run: [int, p, p, p, u32, to('rr_match_options'), to('rr_path_options'), p],
    rr_path_result_destroy: ['void', p],
    rr_compare_run: [int, p, p, p, koffi.pointer(u32), size, to('rr_match_options'), to('rr_plan_options'), p],
    rr_comparison_destroy: ['void', p],
    rr_render_match: [int, ...asked],
    rr_render_plan: [int, ...asked],
    rr_render_path: [int, ...asked],
    rr_render_comparison: [int, ...asked],
    rr_render_explanation: [int, p, ...asked],
    rr_render_occupation: [int, p, u32, ...rendered],
    rr_render_taxonomy: [int, p, ...rendered],
    rr_render_plugins: [int, p, p, ...rendered],
};

// REROUTE_LIBRARY alone if it is set; else the prefix that this folder is installed in, as share/reroute/node; else where the
// system's linker looks.
function findLibrary() {
    if (process.env.REROUTE_LIBRARY) return process.env.REROUTE_LIBRARY;
    const name = `libreroute.so.${ABI}`;
    const own = path.join(path.sep, 'share', 'reroute', 'node');
    if (!__dirname.endsWith(own)) return name;
    const prefix = __dirname.slice(0, -own.length);
    const arch = { x64: 'x86_64', arm64: 'aarch64', riscv64: 'riscv64', ppc64: 'powerpc64le' }[process.arch];
    const places = ['lib', 'lib64', path.join('lib', `${arch}-linux-gnu`)].map((lib) => path.join(prefix, lib, name));
    return places.find((place) => fs.existsSync(place)) || name;
}

// C runs on stacks of koffi's, whose size can only be set before the first library is loaded.
function makeRoom() {
    if (koffi.config().async_stack_size >= STACK) return;
    try {
        koffi.config({ sync_stack_size: STACK, async_stack_size: STACK });
    } catch (why) {
        throw new Error(`reroute must be loaded before other libraries of koffi, or koffi.config({async_stack_size: ${STACK}}) be called before them`);
    }
}

function open() {
    makeRoom();
    const file = findLibrary();
    let library, abi;
    try {
        library = koffi.load(file);
        abi = library.func('rr_abi', int, [])();
    } catch (why) {
        throw new Error(`libreroute.so.${ABI} could not be loaded (${why.message}); REROUTE_LIBRARY may name it`);
    }
    if (abi !== ABI) throw new Error(`${file} has ABI ${abi}; this package is for ABI ${ABI}`);
    const lib = {};
    for (const [name, [result, ...takes]] of Object.entries(functions)) lib[name] = library.func(name, result, takes);
    return { lib, file };
}

module.exports = { ABI, koffi, fields, structs, enums, callbacks, functions, ...open() };
