// SPDX-License-Identifier: MIT
/**
 * Which roles a displaced worker can reach from here, what is missing, and which courses close the gap.
 *
 * A taxonomy, its matcher and the plugins of a region are opened once and shared by all requests. What takes long gives a
 * promise and runs on a thread of libuv's pool (UV_THREADPOOL_SIZE says how many there are). Results are the JSON of the
 * command line, byte for byte. Whatever is made with a thing keeps it alive; `close` gives up this name for it.
 */

/** What went wrong, by its name in C without RR_: "ENOTFOUND", "ELATE" ... */
export type Code = 'OK' | 'ENOMEM' | 'EIO' | 'ESYNTAX' | 'EDOCTYPE' | 'EENCODING' | 'ELIMIT' | 'EINVALID' | 'ENOTFOUND' | 'EAMBIGUOUS'
    | 'EDAMAGED' | 'ECANCELLED' | 'EUSAGE' | 'ELATE';
export type Lang = 'en' | 'zh';
export type Concept = 'occupation' | 'descriptor';
export type ProfileFormat = 'auto' | 'xml' | 'json' | 'json_resume' | 'csv';
export type Json = any;

/** Something that is wrong or doubtful, and where; `number` stays: R0231. */
export class Finding {
    readonly code: Code;
    readonly number: number;
    readonly severity: 'error' | 'warning' | 'note';
    readonly file: string;
    readonly line: number | null;
    readonly column: number | null;
    /** `FILE:LINE:COLUMN: error R0231: text` */
    text(lang?: Lang): string;
    toString(): string;
}

export interface Candidate {
    index: number;
    by: 'id' | 'code' | 'label' | 'alt_label' | 'pattern' | 'nearest';
    likeness_ppm: number;
    undetermined: boolean;
}

/** What the library refuses. TypeError and RangeError are what C can't take. */
export class RerouteError extends Error {
    readonly finding: Finding;
    readonly code: Code;
    readonly number: number;
    readonly severity: 'error' | 'warning' | 'note';
    readonly file: string;
    readonly line: number | null;
    readonly column: number | null;
    /** All that was said before it gave up. */
    readonly findings: Finding[];
    /** Of a name that is not known or means several things: concepts of the taxonomy, or names of conditions and plugins. */
    readonly candidates: Candidate[];
    readonly names: string[];
    text(lang?: Lang): string;
}

declare class Thing {
    /** Gives up this name; what was made with it lives on. */
    close(): void;
}

export interface RenderOptions {
    format?: 'text' | 'json' | 'jsonl' | 'csv' | 'tsv' | 'html';
    lang?: Lang;
    view?: 'caseworker' | 'client';
    colour?: boolean;
    verbose?: boolean;
    /** HTML: both languages side by side. */
    beside?: boolean;
    columns?: number;
}

export interface ContextOptions {
    /** Asked in long work; true ends it with ECANCELLED, what it throws ends it too and comes out of the call. Each time it is
     *  asked the work waits for JavaScript: a `deadline` costs nothing. */
    cancelled?: () => boolean;
    /** What is nobody's result, such as a plugin that is left out from now on; nothing of a person. */
    log?: (finding: Finding) => void;
}

/** What everything else is made with; one an application is enough. */
export class Context extends Thing {
    constructor(options?: ContextOptions);
    /** XML files, frozen files or folders of XML; `cache`: a folder of the application's own where XML is kept ready. */
    loadTaxonomy(paths: string | string[], options?: { cache?: string }): Promise<Taxonomy>;
    /** From what core/profile/README.md says of JSON: `{id, history: [...], ...}`. */
    profile(given: Json): Profile;
    parseProfiles(content: string | Uint8Array, options?: { name?: string; format?: ProfileFormat; encoding?: string }): Profile[];
    readProfiles(path: string, options?: { format?: ProfileFormat; encoding?: string }): Profile[];
    /** A list as in core/override/README.md, or the path of such a file. */
    overrides(given: Json[] | string): Overrides;
}

/** An occupation: a view, which keeps its taxonomy's object alive. */
export class Occupation {
    private constructor();
    readonly taxonomy: Taxonomy;
    readonly index: number;
    readonly id: string;
    label(lang?: Lang): string;
    description(lang?: Lang): string;
    render(how?: RenderOptions): string;
    data(lang?: Lang): Json;
}

export interface PluginsOptions {
    /** Only plugins that serve it are started; none: they are listed. */
    region?: string;
    /** Folders that must exist; that may be missing. */
    paths?: string | string[];
    search?: string | string[];
    /** The helper program that plugins' code runs in; not given: the one beside the library; "": none. */
    helper?: string;
    /** Plugins' code runs inside this process, with all that it may do to it. */
    inProcess?: boolean;
    requireIsolation?: boolean;
    stateFile?: string;
    startMs?: number;
    callMs?: number;
    date?: string;
}

/** A loaded taxonomy: immutable. */
export class Taxonomy extends Thing {
    private constructor();
    readonly findings: Finding[];
    matcher(): Promise<Matcher>;
    plugins(options: PluginsOptions): Promise<Plugins>;
    /** By index, or the one that an id, code or title means. */
    occupation(what: number | string): Occupation;
    /** OK: the first candidate and no other; EAMBIGUOUS: one of them; ENOTFOUND: none, they are near. */
    resolve(concept: Concept, text: string, most?: number): { code: 'OK' | 'EAMBIGUOUS' | 'ENOTFOUND'; candidates: Candidate[] };
    search(concept: Concept, text: string, most?: number): Candidate[];
    save(path: string): void;
    render(how?: RenderOptions): string;
    data(lang?: Lang): Json;
}

/** The plugins of a region. A plugin's fault is never an error: `data()` says why it takes no part. */
export class Plugins extends Thing {
    private constructor();
    readonly findings: Finding[];
    render(how?: RenderOptions): string;
    data(lang?: Lang): Json;
}

export interface Unresolved {
    concept: Concept;
    index: number;
    /** As given: personal data, for the screen only. */
    text: string;
    code: 'EAMBIGUOUS' | 'ENOTFOUND';
    candidates: Candidate[];
}

/** What is known of one person, under a pseudonymous id. */
export class Profile extends Thing {
    private constructor();
    readonly id: string;
    readonly findings: Finding[];
    /** Finds its jobs and skills in the taxonomy, which must be done before matching; gives what it could not find. */
    resolve(taxonomy: Taxonomy): Unresolved[];
    write(format?: 'json' | 'xml' | 'csv', options?: { header?: boolean }): string;
    data(): Json;
    sha256(): string;
}

/** What the caseworker decides against the computed answer. */
export class Overrides extends Thing {
    private constructor();
    /** Finds what each names; must be done before matching, and not while a result made with them lives. */
    resolve(taxonomy: Taxonomy, plugins?: Plugins): this;
}

export interface MatchOptions {
    /** How many roles; 0: all. */
    top?: number;
    /** YYYY-MM-DD, today; without it conditions on years are unknown. */
    date?: string;
    region?: string;
    plugins?: Plugins;
    overrides?: Overrides;
    noTitles?: boolean;
    noText?: boolean;
    allRoles?: boolean;
    /** Of deadlineIn: the call fails with ELATE when it is over. */
    deadline?: number;
}

/** What the person can spend: each overrules the profile's constraint of the same name. */
export interface Limits {
    maxWeeks?: number;
    hoursPerWeek?: number;
    travelMinutes?: number;
    maxCostMinor?: number;
    currency?: string;
    earliestStart?: string;
    modes?: number;
    /** Latitude and longitude in degrees. */
    home?: [number, number];
    effort?: number;
}

/** A result: immutable; it keeps alive what it was made of. */
export class Result extends Thing {
    private constructor();
    render(how?: RenderOptions): string;
    /** The bytes of `reroute ... -f json`. */
    json(lang?: Lang): string;
    data(lang?: Lang): Json;
}

export type Role = Occupation | number | string;

/** A taxonomy made ready for matching: immutable. */
export class Matcher extends Thing {
    private constructor();
    readonly taxonomy: Taxonomy;
    /** Ranks the roles for a resolved profile. */
    match(profile: Profile, options?: MatchOptions): Promise<Result>;
    /** One role alone, ranked among all, with every contribution. */
    matchOne(profile: Profile, role: Role, options?: MatchOptions): Promise<Result>;
    explain(profile: Profile, role: Role, options?: MatchOptions): Promise<Result>;
    plan(profile: Profile, role: Role, options: MatchOptions, limits?: Limits): Promise<Result>;
    path(profile: Profile, role: Role, options: MatchOptions,
         how?: { limits?: Limits; mostSteps?: number; stopMonths?: number; mostPaths?: number; floorMinor?: number }): Promise<Result>;
    compare(profile: Profile, roles: Role[], options: MatchOptions, limits?: Limits): Promise<Result>;
}

export const ABI: number;
/** The version of the library that runs. */
export function version(): string;
/** For the `deadline` of all calls that answer one request together. */
export function deadlineIn(milliseconds: number): number;
