# SPDX-License-Identifier: MIT
"""The Python module beside matching: all that a taxonomy says, imports, streams, short lists, quality, checks of plugins and
decisions on record. python_more.py DATA FOLDER      as python.py"""
import dataclasses, json, os, sys, unittest

import reroute
from opened import DATA, DATE, FOLDER, Opened, REGION
from reroute import Judging, Options, Status, Taxonomy

ONET = os.path.join(os.environ.get("REROUTE_TEST_DATA", ""), "onet-29.3")


class Taxonomies(Opened):
    def test_occupations(self):
        seen = dict.fromkeys(("names", "requirements", "codes", "crosswalks", "exposures", "pays", "standards", "entries", "notes", "tasks",
                              "hours", "claims", "questions"), 0)
        for one in self.taxonomy.occupations:
            facts, shown = one.facts, one.data()
            for name, count in (("names", facts.label_count), ("requirements", facts.requirement_count), ("codes", facts.code_count),
                                ("crosswalks", facts.crosswalk_count), ("exposures", facts.exposure_count), ("pays", facts.pay_count),
                                ("standards", facts.standard_count), ("entries", facts.entry_count)):
                self.assertEqual(len(getattr(one, name)), count)
                seen[name] += count
            self.assertIn((one.label("zh"), "zh", True), [(name.text, name.lang, name.preferred) for name in one.names])
            self.assertEqual([(code.scheme, code.code) for code in one.codes], [(code["scheme"], code["code"]) for code in shown["codes"]])
            self.assertEqual([self.taxonomy.descriptor(of.descriptor).id for of in one.requirements], [of["descriptor"] for of in shown["requires"]])
            self.assertEqual((len(one.notes("zh")), len(one.tasks("zh"))), (facts.note_count, facts.task_count))
            seen["notes"] += facts.note_count
            seen["tasks"] += facts.task_count
            for i, standard in enumerate(one.standards):
                self.assertEqual(len(one.standard_hours(i)), standard.hours_count)
                seen["hours"] += sum(one.standard_hours(i).values()) > 0
            for i, entry in enumerate(one.entries):
                self.assertTrue(entry.code and one.entry_text(i, "zh") != one.entry_text(i))
                self.assertEqual(len(one.entry_claims(i, "zh")), entry.claim_count)
                seen["claims"] += entry.claim_count
                seen["questions"] += bool(one.entry_question(i))
        self.assertEqual([name for name, count in seen.items() if count == 0 and name != "crosswalks"], [])

    def test_descriptors(self):
        info, related = self.taxonomy.info, 0
        for one in self.taxonomy.descriptors:
            facts = one.facts
            self.assertEqual((len(one.names), len(one.crosswalks), len(one.occupations)), (facts.label_count, facts.crosswalk_count, facts.occupation_count))
            self.assertTrue(all(one.index in [of.descriptor for of in role.requirements] for role in one.occupations[:3]))
            self.assertTrue(all(one.index in [back.index for back in up.narrower] for up in one.broader))
            related += len(one.broader) - len(one.narrower)
        self.assertEqual(related, 0)
        self.assertEqual((len(self.taxonomy.sources), len(self.taxonomy.facets)), (info.source_count, info.facet_count))
        self.assertTrue(all(source.text for source in self.taxonomy.sources))
        self.assertEqual(sum(facet.descriptor_count for facet in self.taxonomy.facets), info.descriptor_count)
        self.assertNotEqual(self.taxonomy.facet_label(0, "zh"), self.taxonomy.facet_label(0))
        taxi = self.taxonomy.find_occupation("cn:taxi-driver")
        self.assertEqual((taxi.id, self.taxonomy.find_occupation("taxi driver")), ("cn:taxi-driver", None))
        self.assertEqual((self.taxonomy.find_descriptor("s.drive-vehicles").id, self.taxonomy.find_descriptor("nothing")), ("s.drive-vehicles", None))

    def test_xml_and_import(self):
        again = self.context.parse_taxonomy(self.taxonomy.xml(), "again.xml")
        self.assertEqual((again.info.sha256, again.account), (self.taxonomy.info.sha256, ()))
        self.fails(Status.EUSAGE, self.context.import_taxonomy, "no-scheme", FOLDER)
        self.fails(Status.EIO, self.context.import_taxonomy, "onet", FOLDER + "/nothing")

    @unittest.skipUnless(os.path.isdir(ONET), "no O*NET")
    def test_onet(self):
        onet = self.context.import_taxonomy("onet", ONET, model=DATA + "/taxonomies/onet/model.xml")
        read = sum(row.rows for row in onet.account if row.kind == 0)
        self.assertEqual((sum(row.rows for row in onet.account if row.kind > 0), read > 100000), (read, True))
        self.assertTrue(onet.info.rated_occupation_count > 800 and all(row.file and row.what for row in onet.account))
        self.assertTrue(all(Taxonomy.account_text(row) == row.what and Taxonomy.account_text(row, "zh") for row in onet.account))
        evaluation = onet.matcher().evaluate(ONET + "/Related Occupations.txt")
        self.assertTrue(evaluation.n > 400 and evaluation.ndcg20_ppm > 500000)


class Profiles(Opened):
    def test_what_it_says(self):
        person = self.context.profile({"id": "w-1", "education": "大专", "history": [{"title": "taxi driver", "years": 12, "current": True}],
                                       "skills": [{"ref": "s.drive-vehicles", "level": 3, "state": "verified", "reason": "seen"}],
                                       "licences": [{"name": "C1", "year": 2012}], "facts": {"age": 47, "insured-months": 0},
                                       "languages": [{"tag": "zh", "level": "native"}], "constraints": {"max-weeks": 8, "max-cost": 500, "currency": "CNY"}})
        self.assertEqual((person.jobs[0].occupation, person.skills[0].descriptor), (None, None))
        person.resolve(self.taxonomy)
        job, skill = person.jobs[0], person.skills[0]
        self.assertEqual((job.title, job.months, job.current, job.occupation), ("taxi driver", 144, True, self.taxonomy.occupation("taxi driver").index))
        self.assertEqual((skill.level, skill.state, skill.reason, skill.descriptor),
                         (300, reroute.SkillState.VERIFIED, "seen", self.taxonomy.descriptor("s.drive-vehicles").index))
        self.assertEqual([(one.name, one.year) for one in person.licences], [("C1", 2012)])
        self.assertEqual((person.facts, person.education), ({"age": "47", "insured-months": "0"}, "vocational-college"))
        self.assertEqual([(one.tag, one.level) for one in person.languages], [("zh", "native")])
        limits = person.constraints
        self.assertEqual((limits.max_weeks, limits.hours_per_week, limits.max_cost_minor, limits.currency), (8, None, 50000, "CNY"))
        self.assertIn("taxi driver", person.render(self.taxonomy, format="text"))

    def test_streams(self):
        people = ["<profiles xmlns='urn:reroute:profile:1'>"] + [f"<profile id='w-{i}'><job title='taxi driver' years='{'x' if i == 7 else i}'/></profile>\n" for i in range(20)]
        text = ("".join(people) + "</profiles>").encode()
        pieces = (text[at:at + 100] for at in range(0, len(text), 100))
        found = list(self.context.stream_profiles(pieces))
        self.assertEqual([line for line, _ in found], list(range(1, 21)))
        self.assertEqual([one.id if isinstance(one, reroute.Profile) else one.status for _, one in found],
                         [Status.EINVALID if i == 7 else f"w-{i}" for i in range(20)])
        self.assertEqual(found[7][1].profile_id, "w-7")
        self.assertIsNone(self.fails(Status.ESYNTAX, list, self.context.stream_profiles([text[:-20]])).profile_id)
        wrong = self.fails(Status.EINVALID, self.context.parse_profiles, '[{"id": "w-1"}, {"id": "w-2", "region": "nowhere"}]')
        self.assertEqual(wrong.profile_id, "w-2")
        first, *_ = self.context.stream_profiles([text])
        self.assertEqual(first[1].jobs[0].title, "taxi driver")


class Lists(Opened):
    def test_lists(self):
        options = Options(top=5, date=DATE)
        silent = self.context.profile({"id": "w-5"})
        whole = self.matcher.match(self.person, options)
        expected = [(one.rank, one.occupation, one.score_ppm, one.fit_ppm, one.readiness_ppm) for one in whole]
        with self.matcher.lists() as lists:
            self.assertEqual([dataclasses.astuple(row) for row in lists.one(self.person, options)], expected)
            first, wrong, last = lists.many([self.person, silent, self.person], options)
            self.assertEqual(([dataclasses.astuple(row) for row in first], first), (expected, last))
            self.assertEqual(wrong.status, Status.EINVALID)
            self.fails(Status.EINVALID, lists.one, silent, options)
            line = json.loads(lists.render(first, id="w-001", line=3, fields=["id", "line", "rank", "fit"]))
            self.assertEqual((line["id"], line["line"], [one["fit_ppm"] for one in line["matches"]]), ("w-001", 3, [row[3] for row in expected]))
            self.assertIn(f"R{wrong.number:04}", lists.render(wrong, line=4))
            table = lists.render_head(format="csv") + lists.render(first, id="w-001", format="csv")
            self.assertEqual(table.count("\n"), 6)
            self.assertIn(reroute.field_name("occupation"), table.splitlines()[0])
            alike = lists.similar(["taxi driver", "cn:icv-tester"], 3)
            self.assertTrue([len(one) for one in alike] == [3, 3] and alike[0][0][1] >= alike[0][1][1])
            shown = lists.similar(["taxi driver"], 3, render={"format": "tsv"})
            self.assertIn(self.taxonomy.occupation(alike[0][0][0]).id, shown)

    def test_quality(self):
        terms = self.matcher.terms()
        self.assertTrue(all(one.id and one.weight_ppm >= 0 for one in terms) and sum(one.weight_ppm > 0 for one in terms) > 2)
        self.assertLess(sum(one.weight_ppm > 0 for one in self.matcher.terms(no_titles=True, no_text=True)), sum(one.weight_ppm > 0 for one in terms))
        ids = [one.id for one in self.taxonomy.occupations if one.facts.has_content]
        with open(FOLDER + "/truth.tsv", "w", encoding="utf-8") as out:
            out.write("source\ttarget\tgain\n")
            out.writelines(f"{source}\t{target}\t1\n" for i, source in enumerate(ids) for target in (ids[i - 1], ids[i - 2]))
        found = self.matcher.evaluate(FOLDER + "/truth.tsv", Judging(no_titles=True))
        self.assertEqual((found.n, found.skipped_rows), (len(ids), 0))
        self.assertIn(str(found.n), self.matcher.render_evaluation(found, format="json"))
        weights, held_out = self.matcher.tune(FOLDER + "/truth.tsv", Judging(no_titles=True, no_text=True))
        self.assertTrue("=" in weights and held_out.n > 0)
        self.assertGreater(self.matcher.evaluate(FOLDER + "/truth.tsv", Judging(no_titles=True, no_text=True, weights=weights)).n, 0)
        self.fails(Status.EIO, self.matcher.evaluate, FOLDER + "/nothing.tsv")


class Plugins(Opened):
    def test_checks(self):
        known = reroute.checks()
        self.assertTrue(len(known) > 20 and all(one.id and one.why and one.hint for one in known))
        self.assertNotEqual(known[0].why, reroute.checks("zh")[0].why)
        results = {id: self.context.check_plugin(self.taxonomy, FOLDER + "/crashing", id) for id in [one.id for one in known if one.group == "file"]}
        self.assertTrue(results and all(one.state in (reroute.CheckState.PASS, reroute.CheckState.SKIP, reroute.CheckState.WARNING) for one in results.values()))
        self.assertEqual(reroute.check_word(reroute.CheckState.CRASH), "crash")
        shown = json.loads(self.context.render_checks(results))
        self.assertEqual([one["check"] if "check" in one else one["id"] for one in shown["checks"]], list(results))
        self.fails(Status.EUSAGE, self.context.check_plugin, self.taxonomy, FOLDER + "/crashing", "no-such-check")

    def test_trial(self):
        plugins = self.taxonomy.plugins(REGION, DATA + "/plugins", date=DATE)
        before = self.matcher.match(self.person, Options(date=DATE, region=REGION))
        after = self.matcher.match(self.person, Options(date=DATE, region=REGION, plugins=plugins))
        self.assertIn("org.reroute.cn-guangdong", before.render_trial(after, 3, format="json"))
        self.assertTrue(all(isinstance(plugins.unknown(i), dict) for i in range(len(plugins))))
        why = self.matcher.explain(self.person, "cn:icv-tester", Options(date=DATE, region=REGION, plugins=plugins))
        self.assertEqual((len(why.plugin_runs), why.override_effects), (len(plugins), ()))

    def test_visible(self):
        self.assertEqual((reroute.visible("a\x1b[31m"), reroute.visible("好" * 600)), ("a\\u{1B}[31m", "好" * 600))


class Records(Opened):
    def test_a_decision_is_made_again(self):
        overrides = self.context.overrides(FOLDER + "/overrides.json").resolve(self.taxonomy)
        result = self.matcher.match(self.person, Options(top=3, date=DATE, overrides=overrides))
        asked = {"top": 3, "date": DATE, "no-text": False, "region": None, "taxonomy": ["a", "b"]}
        written = result.record("match", ["x"], asked)
        with open(FOLDER + "/record.json", "w", encoding="utf-8", newline="") as out:
            out.write(written)
        record = self.context.read_record(FOLDER + "/record.json")
        self.assertEqual((record.asked.command, record.asked.arguments), ("match", ("x",)))
        self.assertEqual([(one.name, one.type.name, one.number, one.texts) for one in record.asked.options],
                         [("top", "NUMBER", 3, ()), ("date", "TEXT", 0, (DATE,)), ("no-text", "FLAG", 0, ()), ("region", "TEXT", 0, ()),
                          ("taxonomy", "LIST", 0, ("a", "b"))])
        person, decided = record.profile(), record.overrides().resolve(self.taxonomy)
        self.assertEqual((person.sha256(), decided[0].reason), (self.person.sha256(), "back injury"))
        person.resolve(self.taxonomy)
        again = self.matcher.match(person, Options(top=3, date=DATE, overrides=decided)).record("match", ["x"], asked)
        self.assertIsNone(record.is_(again))
        self.assertEqual(record.compare(self.context.parse_record(again)), ())
        self.assertEqual(record.compare(taxonomy=self.taxonomy), ())

        other = self.matcher.match(person, Options(top=2, date=DATE, overrides=decided)).record("match", ["x"], dict(asked, top=2))
        self.assertGreater(record.is_(other), 1)
        told = self.context.parse_record(written.replace("back injury", "back enquiry")).compare(taxonomy=self.taxonomy)
        self.assertTrue(told and all(one.text("zh") != one.text() for one in told))
        self.fails(Status.EINVALID, self.context.parse_record, "{}")

    def test_all_results(self):
        options = Options(date=DATE)
        for result, command in ((self.matcher.explain(self.person, "cn:icv-tester", options), "explain"), (self.matcher.plan(self.person, "cn:icv-tester", options), "plan"),
                                (self.matcher.path(self.person, "cn:icv-tester", options), "path"),
                                (self.matcher.compare(self.person, ["cn:icv-tester", "cn:data-labeller"], options), "compare")):
            record = self.context.parse_record(result.record(command, ["cn:icv-tester"]))
            self.assertEqual((record.asked.command, record.asked.options), (command, ()))
            self.assertEqual(record.profile().id, "w-001")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
