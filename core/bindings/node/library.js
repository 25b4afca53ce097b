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

// By name in C, field by field in order: a test holds them against the compiler's. A function: it has structs of before in it.
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
    rr_record_option: { name: 'str', type: 'int', number: 'int64_t', texts: 'str *', count: 'size_t', absent: 'int' },
    rr_record_asked: () => ({
        command: 'str', arguments: 'str *', argument_count: 'size_t', options: koffi.pointer(structs.rr_record_option), option_count: 'size_t',
    }),
    rr_render_options: () => ({
        size: 'size_t', format: 'int', lang: 'int', colour: 'int', verbose: 'int', columns: 'uint32_t', view: 'int', beside: 'int',
        record: koffi.pointer(structs.rr_record_asked),
    }),
    rr_candidate: { index: 'uint32_t', by: 'int', likeness_ppm: 'uint32_t', undetermined: 'int' },
    rr_unresolved: { kind: 'int', index: 'size_t', text: 'str', status: 'int', candidates: 'void *', candidate_count: 'size_t' },
    rr_override_unresolved: {
        err: 'void *', override: 'void *', kind: 'int', candidates: 'void *', candidate_count: 'size_t', names: 'void *', name_count: 'size_t',
    },
    rr_provenance: { source: 'uint32_t', confidence: 'int', basis: 'int' },
    rr_occupation: () => ({
        id: 'str', outlook: 'int', role: 'int', has_content: 'int', provenance: structs.rr_provenance, requirement_count: 'uint32_t',
        code_count: 'uint32_t', crosswalk_count: 'uint32_t', entry_count: 'uint32_t', exposure_count: 'uint32_t', pay_count: 'uint32_t',
        standard_count: 'uint32_t', note_count: 'uint32_t', task_count: 'uint32_t', label_count: 'uint32_t',
    }),
    rr_descriptor: () => ({
        id: 'str', facet: 'uint32_t', provenance: structs.rr_provenance, broader_count: 'uint32_t', narrower_count: 'uint32_t',
        crosswalk_count: 'uint32_t', label_count: 'uint32_t', occupation_count: 'uint32_t',
    }),
    rr_import_row: { file: 'str', what: 'str', kind: 'int', rows: 'uint64_t' },
    rr_match_row: { rank: 'uint32_t', occupation: 'uint32_t', score_ppm: 'int32_t', fit_ppm: 'int32_t', readiness_ppm: 'int32_t' },
    rr_term: { id: 'str', facet: 'uint32_t', weight_ppm: 'int32_t' },
    rr_evaluation: {
        n: 'uint32_t', skipped_rows: 'uint32_t', ndcg20_ppm: 'uint32_t', recall10_ppm: 'uint32_t', precision5_ppm: 'uint32_t', mrr_ppm: 'uint32_t',
    },
    rr_evaluate_options: { size: 'size_t', no_titles: 'int', no_text: 'int', fold: 'uint32_t', folds: 'uint32_t', weights: 'str' },
    rr_listed: () => ({
        id: 'str', line: 'uint64_t', unresolved: 'uint32_t', count: 'uint32_t', rows: koffi.pointer(structs.rr_match_row), failure: 'void *',
    }),
    rr_check: { id: 'str', group: 'str', why: 'str', hint: 'str' },
    rr_check_result: { state: 'int', detail: char(512) },
    rr_checked: { index: 'size_t', state: 'int', detail: 'void *' },
};
const structs = {};
for (const [name, own] of Object.entries(fields)) {
    if (typeof own === 'function') fields[name] = own();
    structs[name] = koffi.struct(fields[name]);
}

// What enumerators are called here: the place in the list is the value in C.
const enums = {
    RR_: ['OK', 'ENOMEM', 'EIO', 'ESYNTAX', 'EDOCTYPE', 'EENCODING', 'ELIMIT', 'EINVALID', 'ENOTFOUND', 'EAMBIGUOUS', 'EDAMAGED', 'ECANCELLED', 'EUSAGE', 'ELATE'],
    RR_LANG_: ['en', 'zh'],
    RR_SEVERITY_: ['error', 'warning', 'note'],
    RR_FORMAT_: ['text', 'json', 'jsonl', 'csv', 'tsv', 'html'],
    RR_VIEW_: ['caseworker', 'client'],
    RR_PROFILE_: ['auto', 'xml', 'json', 'json_resume', 'csv'],
    RR_CONCEPT_: ['occupation', 'descriptor'],
    RR_RECORD_: ['flag', 'number', 'text', 'list'],
    RR_CHECK_: ['pass', 'fail', 'crash', 'skip', 'warning'],
    RR_LIST_: ['id', 'line', 'unresolved', 'rank', 'occupation', 'label', 'score', 'fit', 'readiness'],
    RR_BY_: ['id', 'code', 'label', 'alt_label', 'pattern', 'nearest'],
};

const callbacks = {
    finding: koffi.proto('void', ['void *', 'void *']),
    cancelled: koffi.proto('int', ['void *']),
    progress: koffi.proto('void', ['void *', 'str', 'uint64_t', 'uint64_t']),
    each: koffi.proto('int', ['void *', 'void *']),
    unresolved: koffi.proto('void', ['void *', 'void *']),
    imported: koffi.proto('void', ['void *', 'void *']),
    streamed: koffi.proto('int', ['void *', 'void *', 'uint32_t', 'void *']),
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
    rr_text_visible: [size, text, p, size],
    rr_error_format: [size, p, int, p, size],
    rr_error_severity: [int, p],
    rr_context_create: [int, p, to('rr_context_options'), p],
    rr_context_destroy: ['void', p],
    rr_deadline_in: ['int64_t', u32],
    rr_buffer_sink: [structs.rr_sink, p],
    rr_taxonomy_load: [int, p, p, texts, size, fn('finding'), p, p],
    rr_taxonomy_load_cached: [int, p, p, texts, size, text, fn('finding'), p, p],
    rr_taxonomy_load_memory: [int, p, p, text, p, size, fn('finding'), p, p],
    rr_taxonomy_import: [int, p, p, text, text, text, fn('imported'), p, p],
    rr_import_row_what: [text, p, int],
    rr_taxonomy_destroy: ['void', p],
    rr_taxonomy_write_xml: [int, p, to('rr_sink'), p],
    rr_taxonomy_label: [text, p, int],
    rr_taxonomy_descriptor: [int, p, u32, p],
    rr_descriptor_label: [text, p, u32, int],
    rr_descriptor_description: [text, p, u32, int],
    rr_level_format: [size, p, u32, 'int32_t', p, size],
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
    rr_profile_stream_create: [int, p, p, text, fn('streamed'), p, p],
    rr_profile_stream_feed: [int, p, p, size, p],
    rr_profile_stream_end: [int, p, p],
    rr_profile_stream_failed_id: [text, p],
    rr_profile_stream_destroy: ['void', p],
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
    rr_matcher_term_count: [size, p],
    rr_matcher_term: [int, p, size, int, int, p],
    rr_matcher_similar: [int, p, p, koffi.pointer(u32), size, u32, int, int, p, p, p],
    rr_evaluate: [int, p, p, text, to('rr_evaluate_options'), p],
    rr_tune: [int, p, text, to('rr_evaluate_options'), p, size, p, p],
    rr_scratch_create: [int, p, p, p],
    rr_scratch_destroy: ['void', p],
    rr_match_list: [int, p, p, p, to('rr_match_options'), p, p, p],
    rr_match_lists: [int, p, p, koffi.pointer(p), size, to('rr_match_options'), u32, p, p, p, p],
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
    rr_render_descriptor: [int, p, u32, ...rendered],
    rr_render_candidates: [int, p, int, to('rr_candidate'), size, ...rendered],
    rr_render_profile: [int, p, p, ...rendered],
    rr_render_trial: [int, p, p, u32, p, p, to('rr_match_options'), ...rendered],
    rr_render_similar: [int, p, koffi.pointer(u32), size, u32, p, p, ...rendered],
    rr_render_evaluation: [int, to('rr_evaluation'), ...rendered],
    rr_render_checks: [int, p, p, size, ...rendered],
    rr_render_list: [int, p, to('rr_listed'), koffi.pointer(int), size, ...rendered],
    rr_render_list_head: [int, p, koffi.pointer(int), size, ...rendered],
    rr_list_field_name: [text, int],
    rr_check_count: [size],
    rr_check_at: [int, size, int, p],
    rr_check_find: [size, text],
    rr_check_run: [int, p, p, text, size, text, int, p, p],
    rr_record_read: [int, p, p, text, p],
    rr_record_read_memory: [int, p, p, text, p, size, p],
    rr_record_destroy: ['void', p],
    rr_record_get_asked: [p, p],
    rr_record_profile: [int, p, p, p, p],
    rr_record_overrides: [int, p, p, p, p],
    rr_record_is: [int, p, p, size, p],
    rr_record_compare: [int, p, p, p, p, fn('finding'), p, p, p],
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
