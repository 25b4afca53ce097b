// SPDX-License-Identifier: MIT
// The Node module over real data: results into FOLDER/got, to be compared with the program's; all else is asserted here.
// MODULE, DATA (share/reroute), FOLDER (profile.json, overrides.json, broken.json, crashing/) and INCLUDE come from the environment.
'use strict';
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test, before } = require('node:test');

const { MODULE, DATA, FOLDER, INCLUDE } = process.env;
const reroute = require(MODULE);
const { RerouteError } = reroute;
const cn = path.join(DATA, 'taxonomies/cn-transition');
const got = (name, text) => fs.writeFileSync(path.join(FOLDER, 'got', name), text);
const given = (name) => JSON.parse(fs.readFileSync(path.join(FOLDER, name), 'utf8'));
const fails = (code) => (what) => what instanceof RerouteError && what.code === code && what.number > 0;

let context, taxonomy, matcher, plugins, options, person;
function loadProfile() {
    const [read] = context.readProfiles(path.join(FOLDER, 'profile.json'));
    assert.deepEqual(read.resolve(taxonomy), []);
    return read;
}
before(async () => {
    context = new reroute.Context();
    taxonomy = await context.loadTaxonomy(cn, { cache: path.join(FOLDER, 'cache-node') });
    matcher = await taxonomy.matcher();
    plugins = await taxonomy.plugins({ region: 'CN-GD', paths: path.join(DATA, 'plugins'), date: '2026-11-24' });
    options = { top: 5, date: '2026-11-24', region: 'CN-GD', plugins };
    person = loadProfile();
});

test('answers as the program', async () => {
    const matched = await matcher.match(person, options);
    got('match.json', matched.json());
    got('match-zh.json', matched.json('zh'));
    got('match-zh.txt', matched.render({ format: 'text', lang: 'zh' }));
    got('match.html', matched.render({ format: 'html' }));
    got('explain.json', (await matcher.explain(person, 'cn:driving-instructor', options)).json());
    got('plan.json', (await matcher.plan(person, 'cn:driving-instructor', options)).json());
    got('path.json', (await matcher.path(person, 'cn:data-labeller', options)).json());
    got('compare.json', (await matcher.compare(person, ['cn:driving-instructor', taxonomy.occupation('cn:icv-tester')], options)).json());
    const overrides = context.overrides(path.join(FOLDER, 'overrides.json')).resolve(taxonomy, plugins);
    const struck = await matcher.match(person, { ...options, overrides });
    got('struck.json', struck.json());
    const same = context.overrides(given('overrides.json')).resolve(taxonomy, plugins);
    assert.equal((await matcher.match(person, { ...options, overrides: same })).json(), struck.json());
    assert.ok(struck.data().matches[0].readiness_ppm < matched.data().matches[0].readiness_ppm);
});

test('O*NET', { skip: !fs.existsSync(path.join(FOLDER, 'onet.xml')) }, async () => {
    const onet = await context.loadTaxonomy(path.join(FOLDER, 'onet.xml'), { cache: path.join(FOLDER, 'cache-node') });
    const [one] = context.readProfiles(path.join(FOLDER, 'onet.json'));
    assert.deepEqual(one.resolve(onet), []);
    got('onet.json', (await (await onet.matcher()).match(one, { top: 10, date: '2026-11-24' })).json());
});

test('errors have a place and two languages', () => {
    const file = path.join(FOLDER, 'broken.json');
    assert.throws(() => context.readProfiles(file), (what) => {
        got('error-en.txt', `${what.message}\n`);
        got('error-zh.txt', `${what.text('zh')}\n`);
        assert.deepEqual([what.code, what.line, what.file, what.severity, what.name], ['ESYNTAX', 2, file, 'error', 'RerouteError']);
        return what.number > 0 && what.column > 0 && what.findings.length >= 1 && String(what.findings[0]) === what.message;
    });
});

test('profiles', async () => {
    const made = context.profile(given('profile.json'));
    assert.deepEqual([made.id, made.sha256(), made.data()], ['w-001', person.sha256(), given('profile.json')]);
    assert.deepEqual(context.parseProfiles(Buffer.from('[{"id": "w-1"}, {"id": "w-2"}]')).map((one) => one.id), ['w-1', 'w-2']);
    assert.deepEqual(context.parseProfiles(made.write('xml'))[0].data(), given('profile.json'));
    const [lost] = context.profile({ id: 'w-3', history: [{ title: 'xylophonist' }] }).resolve(taxonomy);
    assert.deepEqual([lost.code, lost.text, lost.index, lost.concept], ['ENOTFOUND', 'xylophonist', 0, 'occupation']);
    assert.deepEqual(lost.candidates.slice(0, 2), taxonomy.resolve('occupation', 'xylophonist').candidates.slice(0, 2));
    assert.throws(() => context.profile({ id: 'w-4', histroy: [] }), fails('EINVALID'));
    await assert.rejects(matcher.match(context.profile({ id: 'w-5' }), options), fails('EINVALID'));
    assert.throws(() => context.overrides([{ kind: 'strike', skill: 'xylophone', reason: 'r' }]).resolve(taxonomy),
        (what) => fails('ENOTFOUND')(what) && what.findings.length === 1);
});

test('taxonomy and plugins', async () => {
    const taxi = taxonomy.occupation('taxi driver');
    assert.deepEqual([taxi.id, taxonomy.occupation(taxi.index).id, taxi.data().occupation], ['cn:taxi-driver', 'cn:taxi-driver', 'cn:taxi-driver']);
    assert.notEqual(taxi.label('zh'), taxi.label());
    assert.equal(taxi.description(), taxi.data().description);
    assert.deepEqual([taxonomy.resolve('occupation', 'taxi driver').code, taxonomy.resolve('occupation', 'xylophonist').code], ['OK', 'ENOTFOUND']);
    assert.throws(() => taxonomy.occupation('xylophonist'), (what) => fails('ENOTFOUND')(what) && Array.isArray(what.candidates));
    assert.equal(taxonomy.search('occupation', 'driver', 3).length, 3);
    taxonomy.save(path.join(FOLDER, 'node.frozen'));
    const frozen = await context.loadTaxonomy([path.join(FOLDER, 'node.frozen')]);
    assert.equal(frozen.render(), taxonomy.render());
    fs.writeFileSync(path.join(FOLDER, 'no.xml'), '<no/>');
    await assert.rejects(context.loadTaxonomy(path.join(FOLDER, 'no.xml')), (what) => fails('EINVALID')(what) && what.findings.length >= 1);
    const served = plugins.data().plugins.find((one) => one.id === 'org.reroute.cn-guangdong');
    assert.ok(served && plugins.findings.length >= 0);
    assert.equal((await matcher.match(person, options)).data().plugins.find((one) => one.id === served.id).status, 'ok');
    await assert.rejects(taxonomy.plugins({ region: 'Atlantis' }), fails('EINVALID'));
    await assert.rejects(taxonomy.plugins({ region: 'CN-GD', paths: [path.join(FOLDER, 'nothing')] }), fails('EIO'));
});

test('limits reach the library', async () => {
    const tight = await matcher.path(person, 'cn:data-labeller', options, { limits: { maxWeeks: 1 }, mostSteps: 1 });
    assert.deepEqual(tight.data().paths.map((one) => one.reaches), [false]);
    await assert.rejects(matcher.plan(person, 'cn:icv-tester', options, { hoursPerWeek: 0 }), fails('EUSAGE'));
    const near = await matcher.plan(person, 'cn:icv-tester', options, { maxCostMinor: 100, currency: 'CNY', home: [23.1, 113.3] });
    assert.notEqual(near.json(), (await matcher.plan(person, 'cn:icv-tester', options)).json());
    await assert.rejects(matcher.compare(person, ['cn:icv-tester'], options), fails('EUSAGE'));
    assert.equal((await matcher.matchOne(person, 'cn:data-labeller', options)).data().matches.length, 1);
});

test('time and cancelling', async () => {
    await assert.rejects(matcher.match(person, { ...options, deadline: reroute.deadlineIn(0) }), fails('ELATE'));
    const early = await matcher.match(person, { ...options, deadline: reroute.deadlineIn(3600000) });
    assert.equal(early.json(), (await matcher.match(person, options)).json());
    let stop = true;
    const stoppable = new reroute.Context({ cancelled: () => stop });
    await assert.rejects(stoppable.loadTaxonomy(cn), fails('ECANCELLED'));
    stop = false;
    await stoppable.loadTaxonomy(cn);
    stoppable.close();
    const raising = new reroute.Context({ cancelled: () => { throw new Error('apart'); }, log: () => { throw new Error('apart'); } });
    await assert.rejects(raising.loadTaxonomy(cn), { message: 'apart' });
    await assert.rejects(raising.loadTaxonomy(cn), { message: 'apart' }); // and not only once
    raising.close();
});

test('faults of plugins go to the log', async () => {
    const said = [];
    const c = new reroute.Context({ log: (finding) => said.push(finding.text('zh')) });
    const t = await c.loadTaxonomy(cn), p = await t.plugins({ region: 'CN-GD', paths: path.join(FOLDER, 'crashing'), date: '2026-11-24' });
    const result = await (await t.matcher()).match(loadProfile(), { top: 1, date: '2026-11-24', region: 'CN-GD', plugins: p });
    assert.deepEqual(result.data().plugins.map((one) => one.status), ['crash']);
    assert.ok(said.length > 0 && said[0].includes('org.example.crashing') && !said[0].includes('w-001'));
});

test('what C cannot take is refused before', async () => {
    assert.throws(() => taxonomy.occupation('cn:taxi\0driver'), RangeError);
    await assert.rejects(context.loadTaxonomy('a\0b'), RangeError);
    await assert.rejects(matcher.match(person, { date: '2026-11-24x' }), RangeError);
    assert.throws(() => person.write('no-such'), TypeError);
    const other = await context.loadTaxonomy(cn);
    await assert.rejects(matcher.matchOne(person, other.occupation('cn:icv-tester'), options), TypeError);
    assert.throws(() => taxonomy.occupation(1000000), RangeError);
});

test('things live as long as they are used', async () => {
    const c = new reroute.Context({ log: () => {} });
    const t = await c.loadTaxonomy(cn), m = await t.matcher(), p = await t.plugins({ region: 'CN-GD', paths: path.join(DATA, 'plugins') });
    const [one] = c.readProfiles(path.join(FOLDER, 'profile.json'));
    one.resolve(t);
    const ends = [];
    const note = (thing, name) => {
        const { end } = thing._handle;
        thing._handle.end = (pointer) => (ends.push(name), end(pointer));
    };
    const pending = m.match(one, { top: 3, date: '2026-11-24', region: 'CN-GD', plugins: p });
    for (const [thing, name] of [[c, 'context'], [t, 'taxonomy'], [m, 'matcher'], [p, 'plugins'], [one, 'profile']]) {
        note(thing, name);
        thing.close();
        thing.close();
    }
    m.taxonomy.close();
    await assert.rejects(m.match(one), TypeError);
    const result = await pending;
    note(result, 'result');
    assert.equal(JSON.parse(result.json()).matches.length, 3);
    assert.deepEqual(ends, []);
    result.close();
    assert.deepEqual(ends.sort(), ['context', 'matcher', 'plugins', 'profile', 'result', 'taxonomy']);
});

test('many at once give the same', async () => {
    const expected = (await matcher.match(person, options)).json();
    const answers = await Promise.all(Array.from({ length: 40 }, async () => (await matcher.match(loadProfile(), options)).json()));
    assert.ok(answers.every((one) => one === expected));
});

// A C program, made from the module's own tables, says what the compiler thinks of the same structs and names.
test('layouts are the compiler\'s', () => {
    const { koffi, fields, structs, enums, functions, file } = require(path.join(MODULE, 'library.js'));
    const lines = [], expected = [];
    for (const [name, members] of Object.entries(fields)) {
        lines.push(`printf("${name} %zu\\n", sizeof(${name}));`);
        expected.push(`${name} ${koffi.sizeof(structs[name])}`);
        for (const [member, type] of Object.entries(members)) {
            lines.push(`printf("${name}.${member} %zu %zu\\n", offsetof(${name}, ${member}), sizeof(((${name} *)0)->${member}));`);
            expected.push(`${name}.${member} ${koffi.offsetof(structs[name], member)} ${koffi.sizeof(type)}`);
        }
    }
    for (const [prefix, names] of Object.entries(enums)) {
        names.forEach((name, at) => {
            lines.push(`printf("${prefix}${name} %d\\n", (int)${prefix}${name.toUpperCase()});`);
            expected.push(`${prefix}${name} ${at}`);
        });
    }
    lines.push('printf("RR_ABI %d\\n", RR_ABI);');
    expected.push(`RR_ABI ${reroute.ABI}`);
    for (const name of Object.keys(functions)) lines.push(`(void)&${name};`);
    const source = path.join(FOLDER, 'layout-node.c'), program = path.join(FOLDER, 'layout-node');
    fs.writeFileSync(source, `#include <stdio.h>\n#include <reroute/reroute.h>\nint main(void)\n{\n${lines.join('\n')}\nreturn 0;\n}\n`);
    execFileSync(process.env.CC || 'cc', ['-std=c11', '-Wall', '-Werror', '-I', INCLUDE, source, file, '-o', program]);
    const said = execFileSync(program, { env: { ...process.env, LD_LIBRARY_PATH: path.dirname(file) }, encoding: 'utf8' });
    assert.deepEqual(said.trimEnd().split('\n'), expected);
    assert.ok(expected.length > 150);
});

test('index.d.ts declares what there is', () => {
    const declared = fs.readFileSync(path.join(MODULE, 'index.d.ts'), 'utf8').replace(/\/\*[^]*?\*\//g, '');
    const members = (body) => [...body.matchAll(/^    (?:readonly )?(\w+)[(:]/gm)].map((one) => one[1]).filter((one) => one !== 'constructor');
    const classes = [...declared.matchAll(/^export class (\w+)[^{]*\{\n([^]*?)^\}/gm)].map(([, name, body]) => [name, members(body)]);
    const functions = [...declared.matchAll(/^export (?:function|const) (\w+)/gm)].map((one) => one[1]);
    assert.deepEqual([...classes.map(([name]) => name), ...functions].sort(), Object.keys(reroute).sort());
    for (const [name, listed] of classes) {
        const real = Object.getOwnPropertyNames(reroute[name].prototype).filter((one) => one !== 'constructor' && !one.startsWith('_'));
        assert.deepEqual(real.filter((one) => !listed.includes(one)), [], `${name} has what is not declared`);
    }
    assert.deepEqual(classes.find(([name]) => name === 'Matcher')[1], ['taxonomy', ...Object.getOwnPropertyNames(reroute.Matcher.prototype).filter((one) => one !== 'constructor')]);
});
