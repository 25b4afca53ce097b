// SPDX-License-Identifier: MIT
// Short lists of many profiles, and roles that are alike: what a batch needs, without explanations.
'use strict';
const { koffi, structs, enums, lib } = require('./library.js');
const { value, sizeOfError, cText, withMemory, Finding, RerouteError, OK, Handle, Thing } = require('./base.js');

const sizeOfRow = koffi.sizeof(structs.rr_match_row);
const rowsAt = (pointer, count) => (count === 0 ? [] : koffi.decode(pointer, structs.rr_match_row, count)
    .map((row) => ({ ...row, readiness_ppm: row.readiness_ppm === -1 ? null : row.readiness_ppm })));
const usual = ['id', 'rank', 'occupation', 'score'];
const cFields = (fields) => fields.map((name) => value('RR_LIST_', name));

// What one caller's lists are made in. It works at once: a worker thread of its own is the place for many.
class Lists extends Thing {
    #options;
    constructor(matcher, cOptions) {
        const parent = matcher._handle, context = matcher._context;
        super(withMemory(8, (out) => {
            context._run((error) => lib.rr_scratch_create(out, parent.pointer, error));
            return new Handle(koffi.decode(out, 'void *'), lib.rr_scratch_destroy, [parent]);
        }));
        Object.assign(this, { _context: context, _matcher: parent, _taxonomy: matcher.taxonomy });
        this.#options = cOptions;
    }
    one(profile, options) {
        const room = options.top;
        return withMemory(8 + room * sizeOfRow, (count) => {
            const rows = count + 8n;
            koffi.encode(count, 'uint32_t', room);
            this._context._run((error) => lib.rr_match_list(this._matcher.pointer, this._handle.pointer, profile._handle.pointer, this.#options(options), rows, count, error));
            return rowsAt(rows, koffi.decode(count, 'uint32_t'));
        });
    }
    many(profiles, options) {
        const n = profiles.length, room = options.top, people = profiles.map((one) => one._handle.pointer);
        return withMemory(n * (room * sizeOfRow + sizeOfError + 4) + 8, (errors) => {
            const rows = errors + BigInt(n * sizeOfError), counts = rows + BigInt(n * room * sizeOfRow);
            this._context._run((error) => lib.rr_match_lists(this._matcher.pointer, this._handle.pointer, people, n, this.#options(options), room, rows, counts, errors, error));
            return people.map((_, i) => {
                const error = errors + BigInt(i * sizeOfError);
                if (koffi.decode(error, 'int') !== OK) return new RerouteError(new Finding(error));
                return rowsAt(rows + BigInt(i * room * sizeOfRow), koffi.decode(counts + BigInt(i * 4), 'uint32_t'));
            });
        });
    }
    similar(roles, { top = 10, noTitles = false, noText = false, render } = {}) {
        const sources = roles.map((role) => (typeof role === 'object' ? role.index : this._taxonomy.occupation(role).index)), n = sources.length;
        return withMemory(n * top * 8, (targets) => {
            const fits = targets + BigInt(n * top * 4);
            this._context._run((error) => lib.rr_matcher_similar(this._matcher.pointer, this._handle.pointer, sources, n, top, +noTitles, +noText, targets, fits, error));
            if (render !== undefined) return this._context._render('rr_render_similar', [this._taxonomy._handle.pointer, sources, n, top, targets, fits], render);
            const to = koffi.decode(targets, 'uint32_t', n * top), fit = koffi.decode(fits, 'int32_t', n * top);
            return sources.map((_, i) => Array.from({ length: top }, (_one, k) => ({ occupation: to[i * top + k], fit_ppm: fit[i * top + k] }))
                .filter((one) => one.occupation !== 0xFFFFFFFF));
        });
    }
    render(rows, { id = null, line = 0, unresolved = 0, fields = usual, format = 'jsonl', ...how } = {}) {
        const failed = rows instanceof RerouteError;
        const draw = (failure) => {
            const listed = { id: cText(id), line, unresolved, count: failed ? 0 : rows.length, failure,
                rows: failed ? null : rows.map((row) => ({ ...row, readiness_ppm: row.readiness_ppm === null ? -1 : row.readiness_ppm })) };
            return this._context._render('rr_render_list', [this._taxonomy._handle.pointer, listed, cFields(fields), fields.length], { format, ...how });
        };
        return failed ? rows.finding._withRaw(draw) : draw(null);
    }
    renderHead({ fields = usual, format = 'csv', ...how } = {}) {
        return this._context._render('rr_render_list_head', [this._taxonomy._handle.pointer, cFields(fields), fields.length], { format, ...how });
    }
}

module.exports = { Lists, fieldName: (name) => lib.rr_list_field_name(value('RR_LIST_', name)) };
