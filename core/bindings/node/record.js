// SPDX-License-Identifier: MIT
// Decisions on record: what was asked for on its way in, and records that were read.
'use strict';
const { koffi, structs, enums, callbacks, lib } = require('./library.js');
const { value, cText, cBytes, withMemory, Handle, Thing, collecting } = require('./base.js');

// A flag, a number, a text (null: not given) or a list of texts.
function cOption([name, given]) {
    const type = typeof given === 'boolean' ? 'flag' : typeof given === 'number' ? 'number' : Array.isArray(given) ? 'list' : 'text';
    const texts = type === 'list' ? given : type === 'text' && given !== null ? [given] : [];
    return { name: cText(name), type: value('RR_RECORD_', type), number: Number(typeof given === 'object' || type === 'text' ? 0 : given), texts: texts.map(cText), count: texts.length, absent: 0 };
}
function cAsked(command, args, options) {
    const list = Object.entries(options).map(cOption);
    return { command: cText(command), arguments: args.map(cText), argument_count: args.length, options: list, option_count: list.length };
}

const textsAt = (pointer, count) => (Number(count) === 0 ? [] : koffi.decode(pointer, 'str', Number(count)));
function option(one) {
    const texts = textsAt(one.texts, one.count), type = enums.RR_RECORD_[one.type];
    if (type === 'flag') return one.number !== 0 && one.number !== 0n;
    if (type === 'number') return one.absent ? null : Number(one.number);
    return type === 'text' ? (texts.length === 0 ? null : texts[0]) : texts;
}

class Recorded extends Thing {
    static from(context, name, given) {
        const parent = context._handle;
        return withMemory(8, (out) => {
            context._run((error) => lib[name](out, parent.pointer, ...given, error));
            return new Recorded(context, new Handle(koffi.decode(out, 'void *'), lib.rr_record_destroy, [parent]));
        });
    }
    constructor(context, handle) {
        super(handle);
        this._context = context;
    }
    get asked() {
        const read = koffi.decode(lib.rr_record_get_asked(this._handle.pointer), structs.rr_record_asked);
        const count = Number(read.option_count), list = count === 0 ? [] : koffi.decode(read.options, structs.rr_record_option, count);
        return { command: read.command, arguments: textsAt(read.arguments, read.argument_count), options: Object.fromEntries(list.map((one) => [one.name, option(one)])) };
    }
    profile() {
        return new Recorded.kinds.Profile(this._context, this.#part('rr_record_profile', lib.rr_profile_destroy), []);
    }
    overrides() {
        return new Recorded.kinds.Overrides(this._context, this.#part('rr_record_overrides', lib.rr_overrides_destroy));
    }
    #part(name, end) {
        const parent = this._context._handle;
        return withMemory(8, (out) => {
            this._context._run((error) => lib[name](this._handle.pointer, parent.pointer, out, error));
            return new Handle(koffi.decode(out, 'void *'), end, [parent]);
        });
    }
    is(content) {
        const bytes = cBytes(content);
        return withMemory(4, (line) => (lib.rr_record_is(this._handle.pointer, bytes, bytes.length, line) ? null : koffi.decode(line, 'uint32_t')));
    }
    compare({ now, taxonomy, plugins } = {}) {
        const findings = [], pointers = [now, taxonomy, plugins].map((one) => (one ? one._handle.pointer : null));
        const found = koffi.register(collecting(findings), koffi.pointer(callbacks.finding));
        try {
            withMemory(8, (told) => this._context._run((error) => lib.rr_record_compare(this._handle.pointer, ...pointers, found, null, told, error)));
        } finally {
            koffi.unregister(found);
        }
        return findings;
    }
}

module.exports = { Recorded, cAsked };
