# SPDX-License-Identifier: MIT
"""The Python module over real data: results into FOLDER/got, to be compared with the program's; all else is asserted here.
python.py DATA FOLDER INCLUDE      DATA: share/reroute; FOLDER: profile.json, overrides.json, broken.json, crashing/"""
import ctypes, dataclasses, gc, json, os, subprocess, sys, threading, unittest

import opened
import reroute
from opened import DATA, DATE, FOLDER, REGION
from reroute import Limits, Options, Status, _library, _records

INCLUDE = sys.argv[3]


def got(name, text):
    with open(os.path.join(FOLDER, "got", name), "w", encoding="utf-8", newline="") as out:
        out.write(text)


class Opened(opened.Opened):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plugins = cls.taxonomy.plugins(REGION, DATA + "/plugins", date=DATE)
        cls.options = Options(top=5, date=DATE, region=REGION, plugins=cls.plugins)


class AnswersAsTheProgram(Opened):
    def test_results(self):
        matched = self.matcher.match(self.person, self.options)
        got("match.json", matched.json())
        got("match-zh.json", matched.json("zh"))
        got("match-zh.txt", matched.render("text", "zh"))
        got("match.html", matched.render("html"))
        got("explain.json", self.matcher.explain(self.person, "cn:driving-instructor", self.options).json())
        got("plan.json", self.matcher.plan(self.person, "cn:driving-instructor", self.options).json())
        got("path.json", self.matcher.path(self.person, "cn:data-labeller", self.options).json())
        got("compare.json", self.matcher.compare(self.person, ["cn:driving-instructor", "cn:icv-tester"], self.options).json())
        self.assertEqual(matched.data()["matches"][0]["rank"], 1)

    @unittest.skipUnless(os.path.exists(FOLDER + "/onet.xml"), "no O*NET")
    def test_onet(self):
        onet = self.context.load_taxonomy(FOLDER + "/onet.xml", cache=FOLDER + "/cache-python")
        person, = self.context.read_profiles(FOLDER + "/onet.json")
        self.assertEqual(person.resolve(onet), ())
        got("onet.json", onet.matcher().match(person, Options(top=10, date=DATE)).json())

    def test_overrides(self):
        overrides = self.context.overrides(FOLDER + "/overrides.json").resolve(self.taxonomy, self.plugins)
        struck = self.matcher.match(self.person, dataclasses.replace(self.options, overrides=overrides))
        got("struck.json", struck.json())
        with open(FOLDER + "/overrides.json", encoding="utf-8") as file:
            same = self.context.overrides(json.load(file)).resolve(self.taxonomy, self.plugins)
        self.assertEqual(self.matcher.match(self.person, dataclasses.replace(self.options, overrides=same)).json(), struck.json())
        self.assertEqual([one.applied for one in struck.override_effects], [True])
        self.assertEqual((overrides[0].kind, overrides[-1].reason), (reroute.OverrideKind.STRIKE, "back injury"))
        self.assertLess(struck[0].readiness_ppm, self.matcher.match(self.person, self.options)[0].readiness_ppm)

    def test_errors(self):
        broken = self.fails(Status.ESYNTAX, self.context.read_profiles, FOLDER + "/broken.json")
        self.assertEqual((broken.line, broken.file), (2, FOLDER + "/broken.json"))
        self.assertTrue(broken.number > 0 and broken.column > 0 and len(broken.findings) >= 1)
        got("error-en.txt", str(broken) + "\n")
        got("error-zh.txt", broken.text("zh") + "\n")


class GivesStructs(Opened):
    def test_matches(self):
        matched = self.matcher.match(self.person, self.options)
        self.assertEqual((len(matched), len(matched[1:3]), matched[-1].rank), (5, 2, 5))
        self.assertRaises(IndexError, lambda: matched[5])
        self.assertEqual(self.taxonomy.occupation(matched[0].occupation).id, "cn:driving-instructor")
        shown = matched.data()["matches"]
        for one, as_json in zip(matched, shown):
            self.assertEqual(sum(part.ppm for part in one.contributions), one.fit_ppm)
            self.assertEqual((one.fit_ppm, one.readiness_ppm, one.viable), (as_json["fit_ppm"], as_json["readiness_ppm"], as_json["viable"]))
            self.assertEqual([self.taxonomy.descriptor(item.descriptor).id for item in one.gap], [item["descriptor"] for item in as_json["gap"]])
            self.assertEqual([item.hours for item in one.gap], [item["hours"] for item in as_json["gap"]])
            self.assertEqual([held.level for held in one.held], [held["level"] and round(held["level"] * 100) for held in as_json["held"]])
        said = [found.finding for one in matched for found in one.findings]
        self.assertTrue(said and all(one.code and one.texts["zh"] for one in said))
        offers = [item.first_course for one in matched for item in one.gap if item.first_course.course]
        self.assertTrue(offers and all(one.course.titles["zh"] and one.school.id == one.course.school_id for one in offers))
        self.assertEqual(matched.ranked, matched.data()["ranked"])
        self.assertEqual(len(matched.plugin_runs), len(self.plugins))
        self.assertEqual(matched.left_out, ())
        self.assertEqual(len(self.matcher.match(self.person, self.options, role="cn:data-labeller")), 1)

    def test_plans(self):
        plans = self.matcher.plan(self.person, "cn:icv-tester", self.options).plans
        self.assertTrue(plans.plans and plans.proofs and plans.limits.course_count)
        for plan in plans.plans:
            for step in plan.steps:
                self.assertTrue(step.offer.course.titles and step.start_day <= step.end_day <= plan.finish_day)
            self.assertEqual(sum(step.own_minor for step in plan.steps), plan.own_minor)
        tight = self.matcher.plan(self.person, "cn:icv-tester", self.options, Limits(max_weeks=1, max_cost_minor=100, currency="CNY", home=(23.1, 113.3)))
        self.assertEqual((tight.plans.limits.max_cost_minor, tight.plans.limits.currency, tight.plans.limits.travel_minutes), (100, "CNY", None))
        self.fails(Status.EUSAGE, self.matcher.plan, self.person, "cn:icv-tester", Options(region=REGION, plugins=self.plugins))

    def test_explanation_path_comparison(self):
        why = self.matcher.explain(self.person, "cn:icv-tester", self.options)
        self.assertEqual((why.match.occupation, why.ranked), (self.taxonomy.occupation("cn:icv-tester").index, why.data()["ranked"]))
        self.assertTrue(why.changes and why.plans.plans and why.reachable in (True, False))
        self.assertIsNone(self.matcher.explain(self.person, "cn:icv-tester").plans)
        ways = self.matcher.path(self.person, "cn:data-labeller", self.options, floor_minor=450000, most_paths=1)
        self.assertTrue(ways.paths[0].direct and len(ways.paths[0].steps) == 1 and ways.considered >= len(ways.paths) - 1)
        self.assertEqual(ways.floor_minor, 450000)
        self.fails(Status.EUSAGE, self.matcher.path, self.person, "cn:data-labeller", self.options, limits=Limits(hours_per_week=0))
        tight = self.matcher.path(self.person, "cn:data-labeller", self.options, limits=Limits(max_weeks=1), most_steps=1)
        self.assertEqual((len(tight.paths), tight.paths[0].reaches), (1, False))
        both = self.matcher.compare(self.person, ["cn:icv-tester", "cn:data-labeller"], self.options)
        self.assertEqual([self.taxonomy.occupation(one.occupation).id for one in both.roles], ["cn:icv-tester", "cn:data-labeller"])
        self.assertTrue(both.asks and both.roles[0].match.gap and both.roles[0].way in reroute.Way)
        self.fails(Status.EUSAGE, self.matcher.compare, self.person, ["cn:icv-tester"], self.options)

    def test_taxonomy(self):
        info = self.taxonomy.info
        self.assertEqual((info.id, len(list(self.taxonomy.occupations)), len(list(self.taxonomy.descriptors))),
                         ("cn-transition", info.occupation_count, info.descriptor_count))
        taxi = self.taxonomy.occupation("taxi driver")
        self.assertEqual((taxi.id, taxi.facts.has_content), ("cn:taxi-driver", True))
        self.assertIn("cn:taxi-driver", taxi.data().values())
        self.assertTrue(taxi.label("zh") != taxi.label() and taxi.description("zh") is not None and self.taxonomy.label("zh"))
        self.assertEqual(self.taxonomy.descriptor("drive vehicles").written(300), "3")
        unknown = self.fails(Status.ENOTFOUND, self.taxonomy.occupation, "xylophonist")
        self.assertEqual(unknown.candidates, self.taxonomy.resolve("occupation", "xylophonist").candidates)
        self.assertTrue(self.taxonomy.resolve("occupation", "taxi driver") and not self.taxonomy.resolve("occupation", "xylophonist"))
        found = self.taxonomy.search("occupation", "driver", 3)
        self.assertEqual(len(found), 3)
        self.assertIn(self.taxonomy.occupation(found[0].index).id, self.taxonomy.render_candidates("occupation", found, format="csv"))
        self.taxonomy.save(FOLDER + "/python.frozen")
        frozen = self.context.load_taxonomy(FOLDER + "/python.frozen")
        self.assertEqual((frozen.info, frozen.render()), (info, self.taxonomy.render()))
        with open(FOLDER + "/python.frozen", "rb") as file:
            self.assertEqual(self.context.parse_taxonomy(file.read()).info.sha256, info.sha256)
        broken = self.fails(Status.EINVALID, self.context.parse_taxonomy, "<no/>", "no.xml")
        self.assertEqual((broken.file, broken.findings[0].severity), ("no.xml", reroute.Severity.ERROR))

    def test_plugins(self):
        served = {one.id: one for one in self.plugins}["org.reroute.cn-guangdong"]
        self.assertEqual((served.state, served.illustrative), ("ok", True))
        self.assertTrue(self.plugins.name(0, "zh") and all(one.course.id for one in self.plugins.courses))
        self.assertNotEqual(reroute.Plugins.state_text("crash", "zh"), reroute.Plugins.state_text("crash"))
        self.assertEqual(len(json.loads(self.plugins.render())["plugins"]), len(self.plugins))
        self.fails(Status.EINVALID, self.taxonomy.plugins, "Atlantis")
        self.fails(Status.EIO, self.taxonomy.plugins, REGION, FOLDER + "/nothing")

    def test_profiles(self):
        with open(FOLDER + "/profile.json", encoding="utf-8") as file:
            given = json.load(file)
        built = self.context.profile(given)
        self.assertEqual((built.id, built.region, built.data(), built.sha256()), ("w-001", None, given, self.person.sha256()))
        self.assertEqual([one.id for one in self.context.parse_profiles('[{"id": "w-1"}, {"id": "w-2"}]')], ["w-1", "w-2"])
        self.assertEqual(self.context.parse_profiles(built.write("xml"))[0].data(), given)
        lost, = self.context.profile({"id": "w-3", "history": [{"title": "xylophonist"}]}).resolve(self.taxonomy)
        self.assertEqual((lost.status, lost.text, lost.index), (Status.ENOTFOUND, "xylophonist", 0))
        self.fails(Status.EINVALID, self.context.profile, {"id": "w-4", "histroy": []})
        self.fails(Status.EINVALID, self.matcher.match, self.context.profile({"id": "w-5"}), self.options)
        overrides = self.context.overrides([{"kind": "strike", "skill": "xylophone", "reason": "r"}])
        self.assertTrue(self.fails(Status.ENOTFOUND, overrides.resolve, self.taxonomy).findings)


class Apart(Exception):
    pass


class KeepsItsPromises(Opened):
    def test_time_and_cancelling(self):
        late = dataclasses.replace(self.options, deadline=reroute.deadline_in(0))
        self.assertIn("R", self.fails(Status.ELATE, self.matcher.match, self.person, late).text("zh"))
        early = dataclasses.replace(self.options, deadline=reroute.deadline_in(3600))
        self.assertEqual(self.matcher.match(self.person, early).json(), self.matcher.match(self.person, self.options).json())

        stop = []
        context = reroute.Context(cancelled=lambda: bool(stop))
        taxonomy = context.load_taxonomy(DATA + "/taxonomies/cn-transition")
        stop.append(1)
        self.fails(Status.ECANCELLED, context.load_taxonomy, DATA + "/taxonomies/cn-transition")
        stop.clear()
        self.assertEqual(taxonomy.info.id, "cn-transition")

    def test_callbacks_raise(self):
        calls, unraisable = [], []

        def cancelled():
            calls.append(1)
            if len(calls) > 1:
                raise Apart
            return False

        context = reroute.Context(cancelled=cancelled)
        self.assertRaises(Apart, context.load_taxonomy, DATA + "/taxonomies/cn-transition")
        calls.clear()
        self.assertRaises(Apart, context.load_taxonomy, DATA + "/taxonomies/cn-transition")  # and not only once

        def raising(*_):
            raise Apart

        hook, sys.unraisablehook = sys.unraisablehook, lambda what: unraisable.append(what.exc_type)
        try:
            reroute.Context(progress=raising).load_taxonomy(DATA + "/taxonomies/cn-transition")
        finally:
            sys.unraisablehook = hook
        self.assertTrue(all(one is Apart for one in unraisable))
        steps = []
        reroute.Context(progress=lambda step, done, total: steps.append((step, done, total))).load_taxonomy(DATA + "/taxonomies/cn-transition")
        self.assertEqual(len(steps), len(unraisable))

    def test_log(self):
        said = []
        context = reroute.Context(log=said.append)
        taxonomy = context.load_taxonomy(DATA + "/taxonomies/cn-transition")
        plugins = taxonomy.plugins(REGION, FOLDER + "/crashing", date=DATE)
        result = taxonomy.matcher().match(self.load_profile(context), Options(top=1, date=DATE, region=REGION, plugins=plugins))
        self.assertEqual([one.state for one in result.plugin_runs], ["crash"])
        self.assertIn("org.example.crashing", said[0].text("zh"))
        self.assertTrue(plugins.detail_text(0, result.plugin_runs[0].detail, "zh") and "w-001" not in said[0].text())

    def test_text_that_c_cannot_take(self):
        for call in (lambda: self.taxonomy.occupation("cn:taxi\0driver"), lambda: self.context.load_taxonomy("a\0b"),
                     lambda: self.matcher.match(self.person, Options(date="2026-11-24x")), lambda: self.context.profile({"id": "a"}).write("no-such"),
                     lambda: self.matcher.match(self.person, self.options).render("xls"), lambda: self.matcher.match(self.person, Options(region="CN\0"))):
            self.assertRaises(ValueError, call)
        other = self.context.load_taxonomy(DATA + "/taxonomies/cn-transition")
        self.assertRaises(ValueError, self.matcher.match, self.person, self.options, role=other.occupation("cn:icv-tester"))
        self.assertRaises(IndexError, self.taxonomy.occupation, 10 ** 6)

    def test_things_live_as_long_as_they_are_used(self):
        ends = []
        real = reroute._base.Handle.drop

        def drop(handle):
            if not handle._tokens:
                ends.append(handle._end.__name__)
            real(handle)

        reroute._base.Handle.drop = drop
        try:
            with reroute.Context(log=lambda finding: ends) as context:
                with context.load_taxonomy(DATA + "/taxonomies/cn-transition") as taxonomy, taxonomy.matcher() as matcher:
                    with self.load_profile(context) as person, taxonomy.plugins(REGION, DATA + "/plugins") as plugins:
                        result = matcher.match(person, Options(top=3, region=REGION, date=DATE, plugins=plugins))
                        expected, role = result.json(), taxonomy.occupation("cn:taxi-driver")
            self.assertRaises(ValueError, matcher.match, person)
            self.assertRaises(ValueError, lambda: taxonomy.info)
            matcher = plugins = person = taxonomy = None
            gc.collect()
            self.assertEqual((ends, result.json() == expected, role.id), ([], True, "cn:taxi-driver"))
            # A ring, as applications have them: Python finds all of it dead at once, in any order.
            ring = {"context": context, "result": result, "role": role}
            ring["self"] = ring
            context = result = role = ring = None
            gc.collect()
        finally:
            reroute._base.Handle.drop = real
        self.assertEqual(sorted(ends), sorted(["rr_context_destroy", "rr_taxonomy_destroy", "rr_matcher_destroy", "rr_profile_destroy",
                                               "rr_plugins_destroy", "rr_match_result_destroy"]))
        order = [ends.index(one) for one in ("rr_match_result_destroy", "rr_matcher_destroy", "rr_taxonomy_destroy", "rr_context_destroy")]
        self.assertEqual(order, sorted(order))

    def test_threads(self):
        expected, different = self.matcher.match(self.person, self.options).json(), []

        def serve():
            for _ in range(4):
                if self.matcher.match(self.load_profile(self.context), self.options).json() != expected:
                    different.append(1)

        threads = [threading.Thread(target=serve) for _ in range(8)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        self.assertEqual(different, [])


class LayoutsAreTheCompilers(unittest.TestCase):
    """A C program, made from the module's own tables, says what the compiler thinks of the same structs and names."""

    def test_all(self):
        lines, expected = [], []
        for name, struct in _library.STRUCTS.items():
            lines.append(f'printf("{name} %zu\\n", sizeof({name}));')
            expected.append(f"{name} {ctypes.sizeof(struct)}")
            for field, *_ in struct._fields_:
                at = getattr(struct, field)
                lines.append(f'printf("{name}.{field} %zu %zu\\n", offsetof({name}, {field}), sizeof((({name} *)0)->{field}));')
                expected.append(f"{name}.{field} {at.offset} {at.size}")
        for enum, prefix in _records.PREFIXES.items():
            for one in enum:
                lines.append(f'printf("{prefix}{one.name} %d\\n", (int){prefix}{one.name});')
                expected.append(f"{prefix}{one.name} {int(one)}")
        lines.append('printf("RR_ABI %d\\nRR_NONE %u\\n", RR_ABI, (unsigned)RR_NONE);')
        expected += [f"RR_ABI {reroute.ABI}", f"RR_NONE {_records.NONE}"]
        for name in _library.FUNCTIONS:
            lines.append(f"(void)&{name};")
        source = "#include <stdio.h>\n#include <reroute/reroute.h>\nint main(void)\n{\n" + "\n".join(lines) + "\nreturn 0;\n}\n"
        with open(FOLDER + "/layout.c", "w") as out:
            out.write(source)
        library = _library.lib._name
        subprocess.run([os.environ.get("CC", "cc"), "-std=c11", "-Wall", "-Werror", "-I", INCLUDE, FOLDER + "/layout.c", library, "-o", FOLDER + "/layout"], check=True)
        said = subprocess.run([FOLDER + "/layout"], check=True, stdout=subprocess.PIPE, text=True, env=dict(os.environ, LD_LIBRARY_PATH=os.path.dirname(library)))
        self.assertEqual(said.stdout.splitlines(), expected)
        self.assertGreater(len(expected), 600)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
