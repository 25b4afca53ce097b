// SPDX-License-Identifier: MIT
// The Node module beside matching: descriptors, imports, streams, short lists, quality, checks of plugins, decisions on record.
// MODULE, DATA and FOLDER as node.js has them.
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test, before } = require('node:test');

const { MODULE, DATA, FOLDER } = process.env;
const reroute = require(MODULE);
const { RerouteError } = reroute;
const ONET = path.join(process.env.REROUTE_TEST_DATA || '', 'onet-29.3');
const fails = (code) => (what) => what instanceof RerouteError && what.code === code && what.number > 0;

let context, taxonomy, matcher, person;
before(async () => {
    context = new reroute.Context();
    taxonomy = await context.loadTaxonomy(path.join(DATA, 'taxonomies/cn-transition'), { cache: path.join(FOLDER, 'cache-node') });
    matcher = await taxonomy.matcher();
    [person] = context.readProfiles(path.join(FOLDER, 'profile.json'));
    person.resolve(taxonomy);
});

test('taxonomies', async () => {
    const skill = taxonomy.descriptor('drive vehicles');
    assert.deepEqual([skill.id, skill.written(300), skill.written(null), taxonomy.descriptor(skill.index).label()], ['s.drive-vehicles', '3', '', skill.label()]);
    assert.equal(skill.data().descriptor, 's.drive-vehicles');
    assert.equal(skill.description(), skill.data().description || '');
    assert.throws(() => taxonomy.descriptor(1e6), RangeError);
    assert.notEqual(taxonomy.label('zh'), taxonomy.label());
    assert.match(taxonomy.renderCandidates('occupation', taxonomy.search('occupation', 'driver', 3), { format: 'csv' }), /driver/);
    const again = await context.parseTaxonomy(taxonomy.xml(), { name: 'again.xml' });
    assert.equal(again.render(), taxonomy.render());
    await assert.rejects(context.parseTaxonomy('<no/>'), fails('EINVALID'));
    await assert.rejects(context.importTaxonomy('onet', path.join(FOLDER, 'nothing')), fails('EIO'));
    await assert.rejects(context.importTaxonomy('no-scheme', FOLDER), fails('EUSAGE'));
});

test('an import', { skip: !fs.existsSync(ONET) }, async () => {
    const onet = await context.importTaxonomy('onet', ONET, { model: path.join(DATA, 'taxonomies/onet/model.xml') });
    const rows = (kinds) => onet.account.filter((one) => kinds.includes(one.kind)).reduce((sum, one) => sum + one.rows, 0);
    assert.ok(rows(['read']) > 100000 && rows(['read']) === rows(['used', 'merged', 'refused']));
    const found = await (await onet.matcher()).evaluate(path.join(ONET, 'Related Occupations.txt'));
    assert.ok(found.n > 400 && found.ndcg20_ppm > 500000);
});

test('streams', () => {
    const text = `<profiles xmlns='urn:reroute:profile:1'>${Array.from({ length: 20 }, (_, i) => `<profile id='w-${i}'><job title='taxi driver' years='${i === 7 ? 'x' : i}'/></profile>\n`).join('')}</profiles>`;
    const pieces = text.match(/[^]{1,100}/g), found = [...context.streamProfiles(pieces)];
    assert.deepEqual(found.map((one) => one.line), Array.from({ length: 20 }, (_, i) => i + 1));
    assert.deepEqual(found.map((one) => (one.profile ? one.profile.id : one.error.code)), Array.from({ length: 20 }, (_, i) => (i === 7 ? 'EINVALID' : `w-${i}`)));
    assert.equal(found[7].error.profileId, 'w-7');
    assert.throws(() => [...context.streamProfiles([text.slice(0, -20)])], (what) => fails('ESYNTAX')(what) && what.profileId === null);
    assert.throws(() => context.parseProfiles('[{"id": "w-1"}, {"id": "w-2", "region": "nowhere"}]'), (what) => fails('EINVALID')(what) && what.profileId === 'w-2');
    for (const one of context.streamProfiles(pieces)) { // given up before its end
        assert.equal(one.profile.id, 'w-0');
        break;
    }
    assert.match(person.render(taxonomy, { format: 'text' }), /cn:taxi-driver/);
});

test('lists', async () => {
    const options = { top: 5, date: '2026-11-24' }, silent = context.profile({ id: 'w-5' }), lists = matcher.lists();
    const whole = (await matcher.match(person, options)).data().matches, one = lists.one(person, options);
    assert.deepEqual(one.map((row) => [row.rank, row.fit_ppm, row.score_ppm, row.readiness_ppm, taxonomy.occupation(row.occupation).id]),
        whole.map((row) => [row.rank, row.fit_ppm, row.score_ppm, row.readiness_ppm, row.occupation]));
    const [first, wrong, last] = lists.many([person, silent, person], options);
    assert.deepEqual([first, last], [one, one]);
    assert.ok(fails('EINVALID')(wrong));
    assert.throws(() => lists.one(silent, options), fails('EINVALID'));
    const line = JSON.parse(lists.render(first, { id: 'w-001', line: 3, fields: ['id', 'line', 'rank', 'fit'] }));
    assert.deepEqual([line.id, line.line, line.matches.length], ['w-001', 3, 5]);
    assert.ok(lists.render(wrong, { line: 4 }).includes(`R${String(wrong.number).padStart(4, '0')}`));
    assert.equal((lists.renderHead() + lists.render(first, { id: 'w-001', format: 'csv' })).split('\n').length, 7);
    assert.ok(lists.renderHead().includes(reroute.fieldName('occupation')));
    const alike = lists.similar(['taxi driver', taxonomy.occupation('cn:icv-tester')], { top: 3 });
    assert.ok(alike.length === 2 && alike[0].length === 3 && alike[0][0].fit_ppm >= alike[0][1].fit_ppm);
    assert.ok(lists.similar(['taxi driver'], { top: 3, render: { format: 'tsv' } }).includes(taxonomy.occupation(alike[0][0].occupation).id));
    lists.close();
    assert.throws(() => lists.one(person, options), TypeError);
});

test('quality', async () => {
    const weighing = (how) => matcher.terms(how).filter((one) => one.weight_ppm > 0).length;
    assert.ok(weighing({ noTitles: true, noText: true }) < weighing() && matcher.terms().every((one) => one.id));
    const ids = ['cn:icv-tester', 'cn:data-labeller', 'cn:driving-instructor', 'cn:call-centre-agent'], truth = path.join(FOLDER, 'truth-node.tsv');
    fs.writeFileSync(truth, `source\ttarget\tgain\n${ids.map((id, i) => `${id}\t${ids[(i + 1) % 4]}\t1\n${id}\t${ids[(i + 2) % 4]}\t2\n`).join('')}`);
    const found = await matcher.evaluate(truth, { noTitles: true });
    assert.deepEqual([found.n, found.skipped_rows], [4, 0]);
    assert.ok(matcher.renderEvaluation(found, { format: 'json' }).includes(String(found.ndcg20_ppm)));
    const { weights, evaluation } = await matcher.tune(truth, { noTitles: true, noText: true });
    assert.ok(weights.includes('=') && evaluation.n > 0);
    const steps = [];
    const counting = new reroute.Context({ progress: (...step) => { steps.push(step); throw new Error('nobody hears this'); } });
    const warned = new Promise((done) => { process.once('warning', done); });
    const own = await (await counting.loadTaxonomy(path.join(DATA, 'taxonomies/cn-transition'))).matcher();
    assert.deepEqual(await own.tune(truth, { noTitles: true, noText: true }), { weights, evaluation });
    assert.ok(steps.length > 1 && steps.every(([step, done, total]) => step === 'tune' && done > 0 && done <= total));
    assert.equal((await warned).message, 'nobody hears this');
    await assert.rejects(matcher.evaluate(path.join(FOLDER, 'nothing.tsv')), fails('EIO'));
});

test('plugins', async () => {
    const known = reroute.checks();
    assert.ok(known.length > 20 && known.every((one) => one.id && one.why && one.hint) && known[0].why !== reroute.checks('zh')[0].why);
    const results = known.filter((one) => one.group === 'file').map((one) => context.checkPlugin(taxonomy, path.join(FOLDER, 'crashing'), one.id));
    assert.ok(results.length > 0 && results.every((one) => ['pass', 'skip', 'warning'].includes(one.state)));
    assert.equal(JSON.parse(context.renderChecks(results)).checks.length, results.length);
    assert.throws(() => context.checkPlugin(taxonomy, FOLDER, 'no-such-check'), fails('EUSAGE'));
    const asked = { date: '2026-11-24', region: 'CN-GD' }, plugins = await taxonomy.plugins({ region: 'CN-GD', paths: path.join(DATA, 'plugins'), date: asked.date });
    const trial = (await matcher.match(person, asked)).renderTrial(await matcher.match(person, { ...asked, plugins }), { top: 3 });
    assert.ok(trial.includes('org.reroute.cn-guangdong'));
    assert.deepEqual([reroute.visible('a\x1b[31m'), reroute.visible('好'.repeat(600))], ['a\\u{1B}[31m', '好'.repeat(600)]);
});

test('records', async () => {
    const overrides = context.overrides(path.join(FOLDER, 'overrides.json')).resolve(taxonomy);
    const asked = { top: 3, date: '2026-11-24', 'no-text': false, region: null, taxonomy: ['a', 'b'] };
    const written = (await matcher.match(person, { top: 3, date: asked.date, overrides })).record('match', ['x'], asked);
    fs.writeFileSync(path.join(FOLDER, 'record-node.json'), written);
    const record = context.readRecord(path.join(FOLDER, 'record-node.json'));
    assert.deepEqual(record.asked, { command: 'match', arguments: ['x'], options: asked });
    const again = record.profile(), decided = record.overrides().resolve(taxonomy);
    assert.equal(again.sha256(), person.sha256());
    again.resolve(taxonomy);
    const made = (await matcher.match(again, { top: 3, date: asked.date, overrides: decided })).record('match', ['x'], asked);
    assert.equal(record.is(made), null);
    assert.deepEqual([record.compare({ now: context.parseRecord(made) }), record.compare({ taxonomy })], [[], []]);
    assert.ok(record.is(made.replace('"top"', '"toP"')) > 1);
    const told = context.parseRecord(written.replace('back injury', 'back enquiry')).compare({ taxonomy });
    assert.ok(told.length > 0 && told.every((one) => one.text('zh') !== one.text()));
    assert.throws(() => context.parseRecord('{}'), fails('EINVALID'));
});
