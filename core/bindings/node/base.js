// SPDX-License-Identifier: MIT
// What every part stands on: text on its way in and out, errors, and the handles that keep things alive.
'use strict';
const { koffi, structs, enums, lib } = require('./library.js');

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
    // As C has it, for as long as `use` takes.
    _withRaw(use) {
        return withMemory(sizeOfError, (memory) => {
            new Uint8Array(koffi.view(memory, sizeOfError)).set(this.#raw);
            return use(memory);
        });
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
        this.profileId = more.profileId || null;
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

module.exports = {
    value, sized, sizeOfError, sizeOfCandidate, cText, cField, cList, cBytes, orUnstated, withMemory, textOf, Finding, RerouteError, OK, ECANCELLED,
    EAMBIGUOUS, ENOTFOUND, candidatesAt, Handle, Thing, collecting,
};
