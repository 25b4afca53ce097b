// SPDX-License-Identifier: MIT
// reroute.hpp over real data: results into FOLDER/got, to be compared with the program's; all else is asserted here.
// cpp DATA FOLDER [HELPER]      DATA: share/reroute; FOLDER: profile.json, overrides.json, broken.json, crashing/
#include "opened.hpp"

#include <cstdlib>
#include <map>
#include <thread>
#include <type_traits>

static void write_got(const std::string &name, const std::string &text)
{
    std::ofstream(folder + "/got/" + name, std::ios::binary) << text;
}

static void answers_as_the_program(const context &c)
{
    const taxonomy t = load(c);
    const matcher m(c, t);
    const plugins p = open_plugins(c, t);
    const profile person = load_profile(c, t);
    const occupation role = t.occupation("cn:driving-instructor");

    const match_result matched = m.match(person, ask(p));
    write_got("match.json", matched.json());
    write_got("match-zh.json", matched.json(RR_LANG_ZH));
    write_got("match-zh.txt", matched.render(in(RR_FORMAT_TEXT, RR_LANG_ZH)));
    write_got("match.html", matched.render(in(RR_FORMAT_HTML, RR_LANG_EN)));
    write_got("explain.json", m.explain(person, role, ask(p)).json());
    write_got("plan.json", m.plan(person, role, ask(p)).json());
    write_got("path.json", m.path(person, t.occupation("cn:data-labeller"), ask(p)).json());
    write_got("compare.json", m.compare(person, {role, t.occupation("cn:icv-tester")}, ask(p)).json());

    match_options struck = ask(p);
    struck.overrides = overrides(c).read(folder + "/overrides.json").resolve(t, p);
    write_got("struck.json", m.match(person, struck).json());

    auto broken = thrown<error>([&] { profile::read(c, folder + "/broken.json"); });
    EXPECT(broken && broken->status() == RR_ESYNTAX && broken->number() > 0 && broken->line() == 2 && broken->column() > 0);
    EXPECT(broken && broken->file() == folder + "/broken.json" && broken->text() == broken->what());
    if (broken) {
        write_got("error-en.txt", broken->text() + "\n");
        write_got("error-zh.txt", broken->text(RR_LANG_ZH) + "\n");
    }
}

static void answers_of_onet(const context &c)
{
    if (!std::ifstream(folder + "/onet.xml"))
        return;
    const taxonomy t = taxonomy::load_cached(c, {folder + "/onet.xml"}, folder + "/cache-cpp");
    profile person = std::move(profile::read(c, folder + "/onet.json").at(0));
    EXPECT(person.resolve(t));
    match_options o;
    o.top = 10;
    o.date = "2026-11-24";
    write_got("onet.json", matcher(c, t).match(person, o).json());
}

static void gives_results_as_structs(const context &c)
{
    const taxonomy t = load(c);
    const matcher m(c, t);
    const plugins p = open_plugins(c, t);
    const profile person = load_profile(c, t);
    const match_result matched = m.match(person, ask(p));

    EXPECT(matched.size() == 5 && matched.matches().ranked() > 50 && matched.matches().sunk() < 58);
    EXPECT(matched[0]->rank == 1 && matched[0].role().id() == "cn:driving-instructor");
    EXPECT(!matched[0].role().label(RR_LANG_ZH).empty() && matched[0].role().label(RR_LANG_ZH) != matched[0].role().label(RR_LANG_EN));
    std::uint32_t rank = 0;
    for (const match one : matched.roles()) {
        std::int64_t sum = 0;
        for (const rr_contribution &part : one.contributions())
            sum += part.ppm;
        EXPECT(one->rank == ++rank && sum == one->fit_ppm);
        EXPECT(!one.held().empty() && !one.role().id().empty());
        EXPECT(one.verdicts().size() == one.role().entries().size());
    }
    EXPECT(rank == 5);
    std::size_t said = 0;
    for (const match one : matched.roles())
        for (const rr_rule_finding &found : one.findings())
            said += !view(found.finding->code).empty() && !text(found.finding->texts, RR_LANG_ZH).empty();
    EXPECT(said > 0);

    EXPECT(p.size() >= 2 && p.courses().size() > 0 && !p.name(0, RR_LANG_ZH).empty());
    bool served = false;
    for (std::size_t i = 0; i < p.size(); i++)
        served |= view(p[i].id) == "org.reroute.cn-guangdong" && view(p[i].state) == "ok" && matched.matches().plugin(i).has_value();
    EXPECT(served && !matched.matches().plugin(p.size()) && plugins::state_text("crash", RR_LANG_ZH) != plugins::state_text("crash", RR_LANG_EN));
    for (const rr_offer offer : p.courses())
        EXPECT(!view(offer.course->id).empty() && !text(offer.course->titles, RR_LANG_ZH).empty() && records<rrp_session>(offer.course->sessions).size() < 1000);
    EXPECT(p.render().find("org.reroute.cn-guangdong") != std::string::npos);

    const plan_result planned = m.plan(person, t.occupation("cn:icv-tester"), ask(p));
    EXPECT(planned.plans().match()->occupation == t.occupation("cn:icv-tester").index() && planned.plans().limits().course_count > 0);
    for (const rr_plan &one : planned.plans().all())
        for (const rr_plan_step &step : plans::steps(one))
            EXPECT(step.start_day <= step.end_day && step.end_day <= one.finish_day);
    plan_options tight;
    tight.max_weeks = 1;
    tight.max_cost_minor = 100;
    assign(tight.currency, "CNY");
    EXPECT(m.plan(person, t.occupation("cn:icv-tester"), ask(p), tight).plans().limits().max_cost_minor == 100);

    const explanation why = m.explain(person, t.occupation("cn:icv-tester"), ask(p));
    EXPECT(why.match().role().id() == "cn:icv-tester" && why.ranked() == matched.matches().ranked() && why.plans());
    EXPECT(why.matches().size() == 1 && why.changes().size() > 0 && why.reachable() == (why.reachable() != 0));
    const path_result ways = m.path(person, t.occupation("cn:data-labeller"), ask(p));
    EXPECT(ways.size() >= 1 && ways[0].direct && path_result::steps(ways[0]).size() == 1 && ways.floor_minor() == -1);
    EXPECT(m.match(person, t.occupation("cn:data-labeller"), ask(p)).size() == 1);
    const comparison both = m.compare(person, {t.occupation("cn:icv-tester"), t.occupation("cn:data-labeller")}, ask(p));
    EXPECT(both.roles().size() == 2 && both.asks().size() > 0 && both.matched(both.roles()[1]).role().id() == "cn:data-labeller");

    match_options struck = ask(p);
    struck.overrides = overrides(c).read(folder + "/overrides.json").resolve(t, p);
    const match_result without = m.match(person, struck);
    EXPECT(struck.overrides.size() == 1 && view(struck.overrides[0].reason) == "back injury" && without.matches().override_effect(0)->applied);
    EXPECT(!without.matches().override_effect(1) && without[0]->readiness_ppm < matched[0]->readiness_ppm);
}

static void reads_the_taxonomy(const context &c)
{
    const taxonomy t = load(c);
    EXPECT(t.info().occupation_count == t.occupations().size() && t.sources().size() > 0 && t.facets().size() > 0 && !t.label(RR_LANG_ZH).empty());
    const occupation role = t.occupation("taxi driver");
    EXPECT(role.id() == "cn:taxi-driver" && role.requirements().size() == role.facts().requirement_count);
    for (const rr_requirement &needs : role.requirements())
        EXPECT(!descriptor(t.get(), needs.descriptor).label(RR_LANG_EN).empty());
    std::size_t claims = 0, notes = 0, tasks = 0, pays = 0;
    for (const occupation one : t.occupations()) {
        for (const entry e : one.entries()) {
            claims += e.claims(RR_LANG_EN).size();
            EXPECT(!e.code().empty() && !e.text(RR_LANG_ZH).empty());
        }
        for (const rr_note &note : one.notes(RR_LANG_ZH))
            notes += !view(note.text).empty();
        for (std::string_view task : one.tasks(RR_LANG_ZH))
            tasks += !task.empty();
        pays += one.pays().size();
        EXPECT(one.names().size() > 0 && !one.label(RR_LANG_EN).empty());
    }
    EXPECT(claims > 0 && notes > 0 && tasks > 0 && pays > 0);
    const descriptor skill = t.descriptor("drive vehicles");
    EXPECT(skill.occupations().size() == skill.facts().occupation_count && skill.written(-1).empty() && skill.written(300) == "3");

    EXPECT(t.search(RR_CONCEPT_OCCUPATION, "driver", 3).size() == 3);
    EXPECT(t.resolve(RR_CONCEPT_OCCUPATION, "taxi driver") && !t.resolve(RR_CONCEPT_OCCUPATION, "xylophonist"));
    EXPECT(status_of([&] { t.occupation("xylophonist"); }) == RR_ENOTFOUND);
    EXPECT(t.render(role, in(RR_FORMAT_JSON, RR_LANG_EN)).find("cn:taxi-driver") != std::string::npos);

    t.save(folder + "/cpp.frozen");
    const taxonomy frozen = taxonomy::load(c, {folder + "/cpp.frozen"});
    EXPECT(view(frozen.info().sha256) == t.info().sha256 && frozen.render() == t.render());
    EXPECT(view(taxonomy::load_memory(c, "again.xml", t.xml()).info().sha256) == t.info().sha256);
}

static void builds_profiles(const context &c)
{
    const taxonomy t = load(c);
    const matcher m(c, t);
    profile built(c, "w-001");
    job driving("cn:taxi-driver");
    driving.months = 144;
    driving.current = 1;
    constraints limits;
    limits.max_weeks = 8;
    assign(limits.currency, "CNY");
    limits.max_cost_minor = 50000;
    built.add(driving).add(rr_licence{"C1", 2012}).add(rr_fact{"age", "47"});
    EXPECT(built.write() == profile::read(c, folder + "/profile.json").at(0).write());
    EXPECT(built.sha256() == profile::read(c, folder + "/profile.json").at(0).sha256() && built.region().empty());
    EXPECT(built.resolve(t) && m.match(built, ask()).json() == m.match(load_profile(c, t), ask()).json());
    skill said("s.instructing");
    said.level_text = "4";
    built.add(said).set(limits).set_region("CN-GD").add(rr_language{"zh", "native"});
    EXPECT(built.skills().size() == 1 && built.jobs()[0].months == 144 && built.region() == "CN-GD" && built.limits().max_weeks == 8);
    EXPECT(status_of([&] { built.set_region("nowhere"); }) == RR_EINVALID && built.region() == "CN-GD");

    std::size_t asked = 0;
    profile unknown(c, "w-002");
    unknown.add(job("xylophonist"));
    EXPECT(!unknown.resolve(t, [&](const rr_unresolved &what) { asked += what.status == RR_ENOTFOUND && what.index == 0; }) && asked == 1);
    EXPECT(profile::parse(c, "two.json", "[{\"id\": \"w-1\"}, {\"id\": \"w-2\"}]").at(1).id() == "w-2");
    EXPECT(status_of([&] { m.match(profile(c, "w-3"), ask()); }) == RR_EINVALID);
}

struct apart : std::exception {};

static void keeps_exceptions_out_of_c(const context &c)
{
    const taxonomy t = load(c);
    const matcher m(c, t);
    const profile person = load_profile(c, t);
    EXPECT(thrown<apart>([&] { taxonomy::load_memory(c, "no.xml", "<no/>", [](const finding &) { throw apart(); }); }));
    EXPECT(thrown<apart>([&] { m.match(person, ask()).render({}, [](std::string_view) { throw apart(); }); }));
    profile unknown(c, "w-002");
    unknown.add(job("xylophonist"));
    EXPECT(thrown<apart>([&] { unknown.resolve(t, [](const rr_unresolved &) { throw apart(); }); }));
    overrides unheard(c);
    unheard.parse("o.json", "[{\"kind\": \"strike\", \"skill\": \"xylophone\", \"reason\": \"r\"}]");
    EXPECT(thrown<apart>([&] { unheard.resolve(t, {}, [](const rr_override_unresolved &) { throw apart(); }); }));
    EXPECT(status_of([&] { unheard.resolve(t); }) == RR_ENOTFOUND);

    context_options hostile;
    hostile.cancelled = []() -> bool { throw apart(); };
    hostile.progress = [](std::string_view, std::uint64_t, std::uint64_t) { throw apart(); };
    hostile.log = [](const finding &) { throw apart(); };
    EXPECT(status_of([&] { taxonomy::load(context(hostile), {share + "/taxonomies/cn-transition"}); }) == RR_ECANCELLED);
    hostile.cancelled = nullptr;
    EXPECT(status_of([&] { taxonomy::load(context(hostile), {share + "/taxonomies/cn-transition"}); }) == RR_OK);
    hostile.resize = [](void *, std::size_t) -> void * { throw apart(); };
    EXPECT(status_of([&] { context nothing(hostile); }) == RR_ENOMEM);

    std::size_t found = 0;
    EXPECT(status_of([&] { taxonomy::load_memory(c, "no.xml", "<no/>", [&](const finding &one) { found += one.severity() == RR_SEVERITY_ERROR; }); }) != RR_OK);
    EXPECT(found > 0);
}

static void keeps_time(const context &c)
{
    const taxonomy t = load(c);
    const matcher m(c, t);
    const profile person = load_profile(c, t);
    match_options late = ask();
    late.deadline_ms = deadline_in(std::chrono::milliseconds(0));
    EXPECT(status_of([&] { m.match(person, late); }) == RR_ELATE);
    late.deadline_ms = deadline_in(std::chrono::hours(1));
    EXPECT(m.match(person, late).json() == m.match(person, ask()).json());
    EXPECT(deadline_in(std::chrono::hours(100000)) > deadline_in(std::chrono::hours(1)) && deadline_in(std::chrono::milliseconds(-5)) > 0);

    std::atomic<bool> stop{false};
    context_options o;
    o.cancelled = [&stop] { return stop.load(); };
    const context stoppable(o);
    const taxonomy t2 = load(stoppable);
    const matcher m2(stoppable, t2);
    const profile p2 = load_profile(stoppable, t2);
    EXPECT(m2.match(p2, ask()).size() == 5);
    stop = true;
    EXPECT(status_of([&] { m2.match(p2, ask()); }) == RR_ECANCELLED);
}

static void logs_faults_of_plugins()
{
    std::vector<std::string> said;
    context_options o;
    o.log = [&said](const finding &what) { said.push_back(what.text(RR_LANG_ZH)); };
    const context c(o);
    const taxonomy t = load(c);
    plugins_options from;
    from.paths = {folder + "/crashing"};
    from.region = "CN-GD";
    from.helper = given_helper;
    const plugins p(c, t, from);
    const match_result matched = matcher(c, t).match(load_profile(c, t), ask(p));
    EXPECT(p.size() == 1 && view(matched.matches().plugin(0)->state) == "crash" && !p.detail_text(0, matched.matches().plugin(0)->detail, RR_LANG_ZH).empty());
    EXPECT(!said.empty() && said[0].find("org.example.crashing") != std::string::npos && said[0].find("w-001") == std::string::npos);
}

static void refuses_what_c_cannot_take(const context &c)
{
    const taxonomy t = load(c);
    const matcher m(c, t);
    const profile person = load_profile(c, t);
    match_options o = ask();
    o.date = "2026-11-24x";
    EXPECT(thrown<std::invalid_argument>([&] { m.match(person, o); }));
    EXPECT(thrown<std::invalid_argument>([&] { t.occupation(std::string("cn:taxi-driver\0x", 16)); }));
    o.date = "2026-13-41";
    EXPECT(status_of([&] { m.match(person, o); }) != RR_OK);
    const taxonomy other = load(c);
    EXPECT(thrown<std::invalid_argument>([&] { m.match(person, other.occupation("cn:icv-tester"), ask()); }));
    EXPECT(status_of([&] { plugins_options p; p.region = "Atlantis"; plugins(c, t, p); }) == RR_EINVALID);
    EXPECT(status_of([&] { plugins_options p; p.paths = {folder + "/nothing"}; p.region = "CN-GD"; plugins(c, t, p); }) == RR_EIO);
    EXPECT(status_of([&] { m.compare(person, {}, ask()); }) == RR_EUSAGE);
}

// A result outlives every handle that it was made with, and gives all memory back when it goes.
static void lives_as_long_as_it_is_used()
{
    std::optional<match_result> last;
    std::optional<plan_result> plan;
    std::string expected;
    {
        context_options o;
        o.resize = count;
        const context c(o);
        const taxonomy t = load(c);
        const matcher m(c, t);
        const plugins p = open_plugins(c, t);
        profile person = load_profile(c, t);
        match_options asked = ask(p);
        asked.overrides = overrides(c).read(folder + "/overrides.json").resolve(t, p);
        last.emplace(m.match(person, asked));
        plan.emplace(m.plan(person, t.occupation("cn:icv-tester"), asked));
        expected = last->json();
        *last = m.match(person, asked);
        match_result moved = std::move(*last);
        *last = std::move(moved);
        match_result &itself = *last; // which stays what it is
        *last = std::move(itself);
    }
    EXPECT(blocks > 0 && last->json() == expected && (*last)[0].role().id().substr(0, 3) == "cn:" && plan->json().size() > 100);
    last.reset();
    EXPECT(blocks > 0 && plan->plans().limits().course_count > 0);
    plan.reset();
    EXPECT(blocks == 0);
}

static void serves_threads(const context &c)
{
    const taxonomy t = load(c);
    const matcher m(c, t);
    const plugins p = open_plugins(c, t);
    const profile person = load_profile(c, t);
    const std::string expected = m.match(person, ask(p)).json();
    std::atomic<int> different{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; i++)
        threads.emplace_back([&] {
            try {
                for (int k = 0; k < 4; k++)
                    different += m.match(load_profile(c, t), ask(p)).json() != expected;
            } catch (...) {
                different += 100;
            }
        });
    for (std::thread &one : threads)
        one.join();
    EXPECT(different == 0);
}

static_assert(!std::is_copy_constructible_v<match_result> && std::is_nothrow_move_constructible_v<match_result>);
static_assert(!std::is_copy_constructible_v<profile> && std::is_nothrow_move_constructible_v<profile>);
static_assert(std::is_nothrow_copy_constructible_v<taxonomy> && std::is_nothrow_copy_constructible_v<error>);
static_assert(std::is_nothrow_move_assignable_v<plan_result> && std::is_nothrow_move_assignable_v<explanation>);

static void makes_decisions_again(const context &c)
{
    const taxonomy t = load(c);
    const matcher m(c, t);
    const profile person = load_profile(c, t);
    const std::vector<const char *> roles = {"x"};
    const rr_record_option top = {"top", RR_RECORD_NUMBER, 3, nullptr, 0, 0};
    const rr_record_asked asked = {"match", roles.data(), roles.size(), &top, 1};
    match_options o;
    o.top = 3;
    o.date = "2026-11-24";
    o.overrides = overrides(c).read(folder + "/overrides.json").resolve(t);
    render_options how;
    how.record = &asked;
    const std::string written = m.match(person, o).render(how);
    std::ofstream(folder + "/record-cpp.json", std::ios::binary) << written;
    const record kept = record::read(c, folder + "/record-cpp.json");
    EXPECT(view(kept.asked().command) == "match" && kept.options().size() == 1 && kept.options()[0].number == 3);
    profile again = kept.profile();
    match_options same = o;
    same.overrides = kept.overrides().resolve(t);
    EXPECT(again.resolve(t) && again.sha256() == person.sha256());
    const std::string made = m.match(again, same).render(how);
    EXPECT(!kept.differs(made) && kept.differs(made + " ").value_or(0) > 1);
    std::size_t told = 0;
    const finding_fn count = [&told](const finding &) { told++; };
    EXPECT(kept.compare(count, record::parse(c, "made.json", made)) == 0 && kept.compare(count, t) == 0 && told == 0);
    std::string edited = written;
    edited.replace(edited.find("back injury"), 11, "bad injury!");
    EXPECT(record::parse(c, "edited.json", edited).compare(count, t) == told && told > 0);
    EXPECT(status_of([&] { record::parse(c, "none.json", "{}"); }) == RR_EINVALID);
    EXPECT(status_of([&] { record::read(c, folder + "/nothing.json"); }) == RR_EIO);
    EXPECT(status_of([&] { taxonomy::import_files(c, "onet", folder + "/nothing"); }) == RR_EIO);
}

static void keeps_requests_on_record(const context &c)
{
    const taxonomy t = load(c);
    const match_result matched = matcher(c, t).match(load_profile(c, t), ask());
    record_request asked("match", {"x", "y"});
    asked.number("top", 5).number("weeks", std::nullopt).flag("no-text", false).text("region", std::nullopt).text("date", "2026-11-24").list("taxonomy", {"a", "b"});
    record_request moved = std::move(asked);
    EXPECT(asked.get() == nullptr && holds_nothing([&] { asked.flag("more", true); }));
    render_options how;
    how.record = moved.get();
    const std::string written = matched.render(how);
    const record kept = record::parse(c, "r.json", written);
    EXPECT(view(kept.asked().command) == "match" && kept.asked().argument_count == 2 && view(kept.asked().arguments[1]) == "y" && kept.options().size() == 6);
    std::map<std::string_view, rr_record_option> options;
    for (const rr_record_option &one : kept.options())
        options[view(one.name)] = one;
    EXPECT(options["top"].type == RR_RECORD_NUMBER && options["top"].number == 5 && written.find("\"weeks\": null") != std::string::npos);
    EXPECT(options["no-text"].type == RR_RECORD_FLAG && options["no-text"].number == 0 && options["region"].count == 0);
    EXPECT(view(options["date"].texts[0]) == "2026-11-24" && options["taxonomy"].count == 2 && view(options["taxonomy"].texts[1]) == "b");
    how.record = &kept.asked();
    EXPECT(matched.render(how) == written && matched.render({}) != written);
    EXPECT(thrown<std::invalid_argument>([&] { moved.text("a", std::string("b\0", 2)); }));
}

int main(int argc, char **argv)
{
    return run(argc, argv, [] {
        const context c;
        answers_as_the_program(c);
        answers_of_onet(c);
        gives_results_as_structs(c);
        reads_the_taxonomy(c);
        builds_profiles(c);
        makes_decisions_again(c);
        keeps_requests_on_record(c);
        keeps_exceptions_out_of_c(c);
        keeps_time(c);
        logs_faults_of_plugins();
        refuses_what_c_cannot_take(c);
        lives_as_long_as_it_is_used();
        serves_threads(c);
    });
}
