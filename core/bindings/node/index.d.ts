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
    /** Of a profile that could not be read: its id, if it was read before the error. */
    readonly profileId: string | null;
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
    /** How far imports and tuning are. The work waits for JavaScript each time. */
    progress?: (step: string, done: number, total: number) => void;
    /** What is nobody's result, such as a plugin that is left out from now on; nothing of a person. */
    log?: (finding: Finding) => void;
}

/** What everything else is made with; one an application is enough. */
export class Context extends Thing {
    constructor(options?: ContextOptions);
    /** XML files, frozen files or folders of XML; `cache`: a folder of the application's own where XML is kept ready. */
    loadTaxonomy(paths: string | string[], options?: { cache?: string }): Promise<Taxonomy>;
    /** The same from one XML document or frozen block; `name` stands in errors for a file name. */
    parseTaxonomy(content: string | Uint8Array, options?: { name?: string }): Promise<Taxonomy>;
    /** From the official files of a scheme; `model`: an XML file with facets, terms and weights. */
    importTaxonomy(scheme: 'onet' | 'esco', folder: string, options?: { model?: string }): Promise<Taxonomy>;
    /** Runs one of `checks()`, with the plugin's code inside this process, which a broken one may end or hang: do it in a process of
     *  its own. Without `helper` the checks that need it are skipped. */
    checkPlugin(taxonomy: Taxonomy, folder: string, check: string, options?: { helper?: string; lang?: Lang }): CheckResult;
    renderChecks(results: CheckResult[], how?: RenderOptions): string;
    /** A decision on record. */
    readRecord(path: string): Recorded;
    parseRecord(content: string | Uint8Array, options?: { name?: string }): Recorded;
    /** Any number of profiles of one XML document, as it comes, in constant memory; in the place of one that is wrong, its error. */
    streamProfiles(pieces: Iterable<string | Uint8Array>, options?: { name?: string }): Generator<{ line: number; profile?: Profile; error?: RerouteError }>;
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

/** A skill, tool or whatever else a role may require: a view as well. */
export class Descriptor {
    private constructor();
    readonly taxonomy: Taxonomy;
    readonly index: number;
    readonly id: string;
    label(lang?: Lang): string;
    description(lang?: Lang): string;
    /** A level as its scale writes it. */
    written(level: number | null): string;
    render(how?: RenderOptions): string;
    data(lang?: Lang): Json;
}

/** A line of the account of an import. */
export interface ImportRow {
    file: string;
    what: string;
    what_zh: string;
    kind: 'read' | 'used' | 'merged' | 'refused';
    rows: number;
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
    /** How an import went, file by file. */
    readonly account: ImportRow[];
    matcher(): Promise<Matcher>;
    plugins(options: PluginsOptions): Promise<Plugins>;
    /** By index, or the one that an id, code or title means. */
    occupation(what: number | string): Occupation;
    /** OK: the first candidate and no other; EAMBIGUOUS: one of them; ENOTFOUND: none, they are near. */
    resolve(concept: Concept, text: string, most?: number): { code: 'OK' | 'EAMBIGUOUS' | 'ENOTFOUND'; candidates: Candidate[] };
    search(concept: Concept, text: string, most?: number): Candidate[];
    descriptor(what: number | string): Descriptor;
    label(lang?: Lang): string;
    /** As XML that loads to the identical content. */
    xml(): string;
    renderCandidates(concept: Concept, candidates: Candidate[], how?: RenderOptions): string;
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
    /** What it says, with names of the taxonomy. */
    render(taxonomy: Taxonomy, how?: RenderOptions): string;
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
    /** The whole decision on record, as JSON, with the profile: as personal as a case file. */
    record(command: string, args?: string[], options?: Record<string, Asked>, lang?: Lang): string;
    /** Of a match without plugins, beside the same one with plugins, both of all roles: what the plugins changed. */
    renderTrial(after: Result, how?: RenderOptions & { top?: number }): string;
}

/** An option of a record: a flag, a number, a text (null: not given), a list. */
export type Asked = boolean | number | string | null | string[];

/** A decision on record. Its profile and overrides, resolved, matched as `asked` says and written by `Result.record`, are the same bytes
 *  again, or `compare` says what changed. */
export class Recorded extends Thing {
    private constructor();
    readonly asked: { command: string; arguments: string[]; options: Record<string, Asked> };
    /** Not yet resolved. */
    profile(): Profile;
    overrides(): Overrides;
    /** null when these are the record's own bytes, else the first line that differs. */
    is(content: string | Uint8Array): number | null;
    /** All that is not as it was recorded; `now`: a record made now; without one, what there is. */
    compare(how?: { now?: Recorded; taxonomy?: Taxonomy; plugins?: Plugins }): Finding[];
}

export interface CheckResult {
    check: string;
    state: 'pass' | 'fail' | 'crash' | 'skip' | 'warning';
    detail: string;
}
/** The checks for plugins' authors. */
export function checks(lang?: Lang): { id: string; group: string; why: string; hint: string }[];

export interface Row {
    rank: number;
    occupation: number;
    score_ppm: number;
    fit_ppm: number;
    readiness_ppm: number | null;
}
export type ListField = 'id' | 'line' | 'unresolved' | 'rank' | 'occupation' | 'label' | 'score' | 'fit' | 'readiness';
/** A field as JSON, CSV and `reroute batch --select` call it. */
export function fieldName(field: ListField): string;

/** Short lists of many profiles, fast and at once: ranks, scores, fits and readiness as a match has them. `top` must be given. */
export class Lists extends Thing {
    private constructor();
    one(profile: Profile, options: MatchOptions): Row[];
    /** Best by a hundred. In the place of one that can't be matched, its error. */
    many(profiles: Profile[], options: MatchOptions): (Row[] | RerouteError)[];
    /** For each role the ones most alike; with `render`, as text. */
    similar(roles: Role[], how?: { top?: number; noTitles?: boolean; noText?: boolean }): { occupation: number; fit_ppm: number }[][];
    similar(roles: Role[], how: { top?: number; noTitles?: boolean; noText?: boolean; render: RenderOptions }): string;
    /** One person's list as a line of JSON, or rows of CSV or TSV; an error says nothing of the person. */
    render(rows: Row[] | RerouteError, how?: RenderOptions & { id?: string; line?: number; unresolved?: number; fields?: ListField[] }): string;
    renderHead(how?: RenderOptions & { fields?: ListField[] }): string;
}

/** Ranking quality against expert truth. */
export interface Evaluation {
    n: number;
    skipped_rows: number;
    ndcg20_ppm: number;
    recall10_ppm: number;
    precision5_ppm: number;
    mrr_ppm: number;
}
/** `fold` of `folds` of the sources; `weights`: "K2=0.5 ...", instead of the model's. */
export interface Judging {
    noTitles?: boolean;
    noText?: boolean;
    fold?: number;
    folds?: number;
    weights?: string;
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
    lists(): Lists;
    /** The terms of the model and what they weigh. */
    terms(how?: { noTitles?: boolean; noText?: boolean }): { id: string; weight_ppm: number }[];
    /** A TSV of source, target and gain, or O*NET's file of related occupations. */
    evaluate(truth: string, how?: Judging): Promise<Evaluation>;
    /** Weights that rank best, and what they reach on rows they were not tuned on. */
    tune(truth: string, how?: Judging): Promise<{ weights: string; evaluation: Evaluation }>;
    renderEvaluation(evaluation: Evaluation, how?: RenderOptions): string;
}

export const ABI: number;
/** The version of the library that runs. */
export function version(): string;
/** A text as messages and terminals may show it: control, escape and bidi characters made visible. */
export function visible(text: string): string;
/** For the `deadline` of all calls that answer one request together. */
export function deadlineIn(milliseconds: number): number;
