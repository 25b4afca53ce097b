// SPDX-License-Identifier: MIT
// reroute.hpp beside matching: files, streams, short lists, quality, checks of plugins; what becomes of things that are moved.
// cpp_more DATA FOLDER [HELPER]      as cpp; FOLDER also: people.xml, batch.jsonl and batch.csv, which the program made of it
#include "opened.hpp"

#include <iterator>
#include <list>
#include <thread>
#include <type_traits>

static std::string content(const std::string &path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}
struct apart : std::exception {};

static void says_what_it_is(const context &c)
{
    EXPECT(version() == RR_VERSION_STRING && visible("a\x1b[31m") == "a\\u{1B}[31m" && visible(std::string(2000, 'x')).size() == 2000);
    EXPECT(thrown<std::invalid_argument>([] { visible(std::string("a\0b", 3)); }));
    const taxonomy t = load(c);
    EXPECT(t.find_occupation("cn:taxi-driver")->id() == "cn:taxi-driver" && !t.find_occupation("taxi driver"));
    EXPECT(t.find_descriptor("s.drive-vehicles")->id() == "s.drive-vehicles" && !t.find_descriptor("nothing"));
    EXPECT(!t.facet_label(0, RR_LANG_ZH).empty() && t.facet_label(0, RR_LANG_ZH) != t.facet_label(0, RR_LANG_EN) && t.facet_label(9999, RR_LANG_EN).empty());
    std::size_t standards = 0, levels = 0;
    for (const occupation one : t.occupations())
        for (std::uint32_t i = 0; i < one.standards().size(); i++) {
            standards++;
            EXPECT(one.standard_hours(i).size() == one.standards()[i].hours_count);
            for (const level_hours &hours : one.standard_hours(i))
                levels += !hours.level.empty() && hours.hours > 0;
        }
    EXPECT(standards > 0 && levels > 0 && t.occupation("taxi driver").standard_hours(999).empty());
    std::string in_pieces;
    t.render(in(RR_FORMAT_TEXT, RR_LANG_ZH), [&](std::string_view bytes) { in_pieces.append(bytes); });
    EXPECT(!in_pieces.empty() && in_pieces == t.render(in(RR_FORMAT_TEXT, RR_LANG_ZH)) && t.json() == t.render());
}

static void writes_files(const context &c)
{
    const taxonomy t = load(c);
    const match_result matched = matcher(c, t).match(load_profile(c, t), ask());
    const std::string path = folder + "/written.json";
    std::remove(path.c_str()); // of another compiler's run
    file out(c, path);
    matched.render({}, out);
    EXPECT(content(path).empty());
    out.commit();
    EXPECT(content(path) == matched.json());
    EXPECT(holds_nothing([&] { out.write("more"); }) && holds_nothing([&] { out.commit(); }) && out.get() == nullptr);
    {
        file forgotten(c, path);
        forgotten.write("half of it");
    }
    EXPECT(content(path) == matched.json());
    EXPECT(status_of([&] { file(c, folder + "/nothing/written.json"); }) == RR_EIO);
    EXPECT(thrown<std::invalid_argument>([&] { file(c, std::string("a\0b", 3)); }));

    file full(c, "/dev/full");
    const auto why = thrown<error>([&] {
        for (int i = 0; i < 1000; i++)
            full.write(std::string(4096, 'x'));
    });
    EXPECT(why && why->status() == RR_EIO && why->text().find("/dev/full") != std::string::npos && holds_nothing([&] { full.write("x"); }));
    file unflushed(c, "/dev/full");
    matched.render({}, unflushed);
    EXPECT(status_of([&] { unflushed.commit(); }) == RR_EIO);
    file loud(c, "/dev/full");
    EXPECT(status_of([&] { t.render(in(RR_FORMAT_JSON, RR_LANG_EN), [&](std::string_view) { loud.write(std::string(1 << 20, 'x')); }); }) == RR_EIO);

    file one(c, folder + "/one.txt"), two(c, folder + "/two.txt");
    one.write("1");
    two.write("2");
    two = std::move(one); // two.txt is given up
    EXPECT(holds_nothing([&] { one.write("more"); }));
    two.write("1");
    two.commit();
    EXPECT(content(folder + "/one.txt") == "11" && !std::ifstream(folder + "/two.txt"));
}

static void reads_profiles_one_by_one(const context &c)
{
    const taxonomy t = load(c);
    const std::string three = "[{\"id\": \"w-1\"}, {\"id\": \"w-2\"}, {\"id\": \"w-3\"}]";
    std::vector<std::string> ids;
    profile::parse(c, "three.json", three, [&](profile &&one) { return ids.emplace_back(one.id()), true; });
    EXPECT(ids == (std::vector<std::string>{"w-1", "w-2", "w-3"}));
    profile::parse(c, "three.json", three, [&](profile &&one) { return ids.emplace_back(one.id()), false; });
    EXPECT(ids.size() == 4);
    profile::read(c, folder + "/profile.json", [&](profile &&one) { return ids.emplace_back(one.id()), true; });
    EXPECT(ids.back() == "w-001");
    EXPECT(thrown<apart>([&] { profile::parse(c, "three.json", three, [](profile &&) -> bool { throw apart(); }); }));
    EXPECT(thrown<std::invalid_argument>([&] { profile::parse(c, "three.json", three, profile_fn()); }));

    std::string failed = "?";
    profile_source from;
    from.failed_id = &failed;
    EXPECT(status_of([&] { profile::parse(c, "one.json", "{\"id\": \"w-9\", \"region\": \"nowhere\"}", from); }) == RR_EINVALID && failed == "w-9");
    EXPECT(profile::parse(c, "one.json", "{\"id\": \"w-9\"}", from).size() == 1 && failed.empty());

    profile person = load_profile(c, t);
    EXPECT(person.render(t, in(RR_FORMAT_TEXT, RR_LANG_EN)).find("cn:taxi-driver") != std::string::npos);
    profile moved = std::move(person);
    EXPECT(person.get() == nullptr && moved.id() == "w-001" && holds_nothing([&] { person.write(); }) && holds_nothing([&] { person.add(job("x")); }));
    EXPECT(holds_nothing([&] { person.resolve(t); }) && holds_nothing([&] { person.render(t); }) && holds_nothing([&] { person.sha256(); }));
    EXPECT(holds_nothing([&] { matcher(c, t).match(person, ask()); }));
    person = std::move(moved);
    EXPECT(person.id() == "w-001" && matcher(c, t).match(person, ask()).size() == 5);
}

// What a batch does, with the bytes of `reroute batch`.
static void lists_as_batch_does(const context &c)
{
    const taxonomy t = load(c);
    const matcher m(c, t);
    lists quick(m);
    match_options asked;
    asked.top = 3;
    asked.date = "2026-11-24";
    struct item {
        list_owner whose;
        std::optional<profile> person;
        std::optional<finding> failure;
    };
    std::vector<item> all;
    profile_stream stream(c, "people.xml", [&](streamed &&one) {
        item next{{std::string(one.failed_id), one.line, 0}, std::move(one.profile), one.failure};
        if (next.person) {
            next.whose.id = next.person->id();
            next.person->resolve(t, [&](const rr_unresolved &) { next.whose.unresolved++; });
        }
        all.push_back(std::move(next));
        return true;
    });
    const std::string text = content(folder + "/people.xml");
    for (std::size_t at = 0; at < text.size(); at += 37)
        stream.feed(std::string_view(text).substr(at, 37));
    stream.end();
    EXPECT(all.size() == 4 && all[1].failure && all[1].whose.id == "w-2" && all[1].whose.line == 3 && all[1].failure->status() == RR_EINVALID);

    std::vector<std::reference_wrapper<const profile>> people;
    for (const item &one : all)
        if (one.person)
            people.emplace_back(*one.person);
    list_render_options json, csv;
    json.fields = csv.fields = {RR_LIST_ID, RR_LIST_UNRESOLVED, RR_LIST_RANK, RR_LIST_OCCUPATION, RR_LIST_SCORE, RR_LIST_FIT, RR_LIST_READINESS};
    json.format = RR_FORMAT_JSONL;
    csv.format = RR_FORMAT_CSV;
    std::string lines, table = quick.render_head(csv);
    auto found = quick.many(people, asked);
    std::size_t k = 0;
    for (const item &one : all) {
        const listed got = one.failure ? listed(*one.failure) : found[k++];
        lines += quick.render(got, one.whose, json);
        quick.render(got, one.whose, csv, [&](std::string_view bytes) { table.append(bytes); });
    }
    EXPECT(lines == content(folder + "/batch.jsonl") && table == content(folder + "/batch.csv") && lines.size() > 500);
    EXPECT(field_name(RR_LIST_OCCUPATION) == "occupation" && field_name(RR_LIST_FIELDS).empty());
    EXPECT(thrown<std::invalid_argument>([&] { quick.render(found[0], {std::string("w\0", 2), 1, 0}, json); }));
}

static void streams(const context &c)
{
    std::string text = "<profiles xmlns='urn:reroute:profile:1'>";
    for (int i = 0; i < 200; i++)
        text += "<profile id='w-" + std::to_string(i) + "'/>\n";
    text += "</profiles>";
    int seen = 0;
    profile_stream first(c, "s.xml", [&](streamed &&one) { return seen += one.profile && one.profile->id() == "w-" + std::to_string(seen), true; });
    first.feed(std::string_view(text).substr(0, 1000));
    profile_stream second = std::move(first);
    second.feed(std::string_view(text).substr(1000));
    second.end();
    EXPECT(seen == 200 && first.get() == nullptr && holds_nothing([&] { first.feed("x"); }) && holds_nothing([&] { first.end(); }));
    first = profile_stream(c, "s.xml", [&](streamed &&) { return ++seen < 203; });
    first.feed(text);
    first.end();
    EXPECT(seen == 203);
    profile_stream hostile(c, "s.xml", [](streamed &&) -> bool { throw apart(); });
    EXPECT(thrown<apart>([&] { hostile.feed(text); }) && thrown<apart>([&] { hostile.feed("x"); }) && thrown<apart>([&] { hostile.end(); }));
    profile_stream cut(c, "s.xml", [](streamed &&) { return true; });
    cut.feed(std::string_view(text).substr(0, 500));
    auto why = thrown<error>([&] { cut.end(); });
    EXPECT(why && why->status() == RR_ESYNTAX && why->file() == "s.xml" && why->line() > 10);
    profile_stream other(c, "s.xml", [](streamed &&) { return true; });
    EXPECT(status_of([&] { other.feed("<?xml version='1.0'?><!DOCTYPE p><p/>"), other.end(); }) == RR_EDOCTYPE);
    EXPECT(thrown<std::invalid_argument>([&] { profile_stream(c, "s.xml", {}); }));
    EXPECT(thrown<std::invalid_argument>([&] { profile_stream(c, std::string("s\0", 2), [](streamed &&) { return true; }); }));
}

static bool same(const match_result &whole, const span<rr_match_row> &rows)
{
    bool so = whole.size() == rows.size();
    for (std::size_t i = 0; so && i < rows.size(); i++)
        so = whole[i]->rank == rows[i].rank && whole[i]->occupation == rows[i].occupation && whole[i]->score_ppm == rows[i].score_ppm &&
             whole[i]->fit_ppm == rows[i].fit_ppm && whole[i]->readiness_ppm == rows[i].readiness_ppm;
    return so;
}

static void lists_ranks(const context &c)
{
    const taxonomy t = load(c);
    const matcher m(c, t);
    const plugins p = open_plugins(c, t);
    std::list<profile> people;
    people.push_back(load_profile(c, t));
    people.emplace_back(c, "w-silent");
    people.push_back(load_profile(c, t));
    lists quick(m);
    match_options all = ask();
    all.top = 0;
    for (const match_options &asked : {ask(), ask(p), all}) {
        const match_result whole = m.match(people.front(), asked);
        EXPECT(same(whole, quick.one(people.front(), asked)) && whole.size() >= 5);
        const auto found = quick.many(people, asked);
        EXPECT(found.size() == 3 && found[0] && same(whole, found[0].rows()) && same(whole, found[2].rows()));
        EXPECT(!found[1] && found[1].rows().empty() && found[1].failure()->status() == RR_EINVALID && !found[0].failure());
    }
    match_options many = ask();
    many.top = UINT32_MAX;
    EXPECT(same(m.match(people.front(), all), quick.one(people.front(), many)) && quick.many(std::vector<profile>()).empty());
    EXPECT(status_of([&] { quick.one(people.back()); }) == RR_OK && status_of([&] { quick.one(*std::next(people.begin()), ask()); }) == RR_EINVALID);
    match_options late = ask();
    late.deadline_ms = deadline_in(std::chrono::milliseconds(0));
    EXPECT(status_of([&] { quick.one(people.front(), late); }) == RR_ELATE && status_of([&] { quick.many(people, late); }) == RR_ELATE);
    late.date = "2026-11-24x";
    EXPECT(thrown<std::invalid_argument>([&] { quick.many(people, late); }));

    const auto before = quick.many(people, ask());
    const rr_match_row kept = before[0].rows()[0];
    lists moved = std::move(quick); // answers stay where they are
    EXPECT(before[0].rows()[0].score_ppm == kept.score_ppm && quick.get() == nullptr);
    EXPECT(holds_nothing([&] { quick.one(people.front(), ask()); }) && holds_nothing([&] { quick.many(people, ask()); }) && holds_nothing([&] { quick.similar({}); }));
    quick = std::move(moved);
    EXPECT(quick.one(people.front(), ask()).size() == 5);
    profile gone = std::move(people.back());
    EXPECT(holds_nothing([&] { quick.one(people.back(), ask()); }) && holds_nothing([&] { quick.many(people, ask()); }));
}

static void lists_without_allocating()
{
    context_options o;
    o.resize = count;
    const context c(o);
    const taxonomy t = load(c);
    const matcher m(c, t);
    lists quick(m);
    std::vector<profile> people;
    for (int i = 0; i < 250; i++)
        people.push_back(load_profile(c, t));
    const match_options asked = ask();
    quick.many(people, asked);
    const std::ptrdiff_t warm = asked_for;
    const rr_match_row *rows = quick.many(people, asked)[0].rows().begin();
    EXPECT(quick.many(people, asked)[0].rows().begin() == rows && quick.one(people[0], asked).begin() == rows && asked_for == warm);
}

static void lists_in_threads(const context &c)
{
    const taxonomy t = load(c);
    const matcher m(c, t);
    std::vector<profile> people;
    for (int i = 0; i < 8; i++)
        people.push_back(load_profile(c, t));
    const match_result whole = m.match(people[0], ask());
    std::atomic<int> different{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; i++)
        threads.emplace_back([&] {
            try {
                lists own(m);
                for (int k = 0; k < 20; k++)
                    for (const listed &one : own.many(people, ask()))
                        different += !same(whole, one.rows());
            } catch (...) {
                different += 1000;
            }
        });
    for (std::thread &one : threads)
        one.join();
    EXPECT(different == 0);
}

static void finds_similar_roles(const context &c)
{
    const taxonomy t = load(c);
    const matcher m(c, t);
    lists quick(m);
    const std::vector<occupation> roles = {t.occupation("taxi driver"), t.occupation("cn:icv-tester")};
    similar_roles alike = quick.similar(roles, 3);
    EXPECT(alike.size() == 2 && alike[0].size() == 3 && alike[0][0].fit_ppm >= alike[0][1].fit_ppm && !alike[1][2].role.id().empty());
    EXPECT(alike[0][0].role.id() != "cn:taxi-driver" && quick.similar(roles, 3, true, true)[0][0].fit_ppm != alike[0][0].fit_ppm);
    EXPECT(quick.similar(roles, 0)[0].size() + 1 == t.info().rated_occupation_count && quick.similar({}).size() == 0);
    const std::string shown = alike.render(in(RR_FORMAT_TSV, RR_LANG_EN));
    EXPECT(shown.find("cn:taxi-driver\t1\t" + std::string(alike[0][0].role.id())) != std::string::npos);
    similar_roles moved = std::move(alike);
    EXPECT(alike.size() == 0 && holds_nothing([&] { alike.json(); }) && moved.render(in(RR_FORMAT_TSV, RR_LANG_EN)) == shown);
    const taxonomy other = load(c);
    EXPECT(thrown<std::invalid_argument>([&] { quick.similar({other.occupation("taxi driver")}); }));
    EXPECT(thrown<std::invalid_argument>([&] { t.render(other.occupation("taxi driver")); }) && thrown<std::invalid_argument>([&] { t.render(other.descriptors()[0]); }));
}

static void judges_the_ranking(const context &c)
{
    const taxonomy t = load(c);
    const matcher m(c, t);
    auto weigh = [&](bool without) {
        std::size_t count = 0;
        for (const rr_term &term : m.terms(without, without))
            count += !view(term.id).empty() && term.weight_ppm > 0;
        return count;
    };
    EXPECT(m.terms().size() > 2 && weigh(false) > 2 && weigh(true) < weigh(false));

    std::vector<std::string> ids;
    for (const occupation one : t.occupations())
        if (one.facts().has_content)
            ids.emplace_back(one.id());
    std::ofstream truth(folder + "/truth.tsv");
    truth << "source\ttarget\tgain\n";
    for (std::size_t i = 0; i < ids.size(); i++)
        truth << ids[i] << '\t' << ids[(i + 1) % ids.size()] << "\t1\n" << ids[i] << '\t' << ids[(i + 2) % ids.size()] << "\t2\n";
    truth.close();
    evaluate_options how;
    how.no_titles = how.no_text = true;
    const evaluation all = m.evaluate(folder + "/truth.tsv", how);
    EXPECT(all.n == ids.size() && all.skipped_rows == 0 && all.ndcg20_ppm > 0 && all.json().find("\"n\":" + std::to_string(all.n)) != std::string::npos);
    how.folds = 2;
    EXPECT(m.evaluate(folder + "/truth.tsv", how).n < all.n);
    how.folds = 0;
    const tuned better = m.tune(folder + "/truth.tsv", how);
    how.weights = better.weights;
    EXPECT(better.weights.find('=') != std::string::npos && better.held_out.n == all.n && m.evaluate(folder + "/truth.tsv", how).ndcg20_ppm >= all.ndcg20_ppm);
    how.weights = "NOTHING=1";
    EXPECT(status_of([&] { m.evaluate(folder + "/truth.tsv", how); }) == RR_EINVALID && status_of([&] { m.tune(folder + "/truth.tsv", how); }) == RR_EINVALID);
    EXPECT(status_of([&] { m.evaluate(folder + "/nothing.tsv"); }) == RR_EIO);
}

static void imports(const context &c)
{
    EXPECT(status_of([&] { taxonomy::import_files(c, "no-scheme", folder); }) == RR_EUSAGE);
    const char *data = std::getenv("REROUTE_TEST_DATA");
    const std::string onet = std::string(data == nullptr ? "" : data) + "/onet-29.3";
    if (!std::ifstream(onet + "/Related Occupations.txt"))
        return;
    std::uint64_t rows[4] = {0, 0, 0, 0};
    std::size_t told = 0, other = 0;
    const taxonomy t = taxonomy::import_files(c, "onet", onet, share + "/taxonomies/onet/model.xml", [&](const rr_import_row &row) {
        rows[row.kind] += row.rows;
        told += text(row, RR_LANG_EN) == view(row.what);
        other += text(row, RR_LANG_ZH) != text(row, RR_LANG_EN);
    });
    EXPECT(rows[0] > 100000 && rows[0] == rows[1] + rows[2] + rows[3] && told > 10 && other > 0);
    const evaluation found = matcher(c, t).evaluate(onet + "/Related Occupations.txt");
    EXPECT(found.n > 400 && found.ndcg20_ppm > 500000);
}

static void checks_plugins(const context &c)
{
    const taxonomy t = load(c);
    EXPECT(checks().size() > 20 && view(checks()[0].why) != checks(RR_LANG_ZH)[0].why);
    EXPECT(check_state_name(RR_CHECK_CRASH) == "crash");
    std::vector<checked> verdicts;
    for (const rr_check &one : checks())
        if (view(one.group) == "file" || view(one.group) == "catalogue") // sanitized plugins export more than they should
            verdicts.push_back(check_plugin(c, t, view(one.group) == "file" ? folder + "/crashing" : share + "/plugins/cn-guangdong", one.id, RR_LANG_ZH, given_helper));
    EXPECT(verdicts.size() > 15);
    for (const checked &one : verdicts)
        if (one.state == RR_CHECK_FAIL || one.state == RR_CHECK_CRASH)
            std::printf("%s: %s\n", one.id.c_str(), one.detail.c_str()), wrong++;
    const checked bad = check_plugin(c, t, folder + "/got", "manifest-valid", RR_LANG_ZH, "");
    EXPECT(bad.id == "manifest-valid" && bad.state == RR_CHECK_FAIL && !bad.detail.empty() && bad.detail != check_plugin(c, t, folder + "/got", bad.id).detail);
    verdicts.push_back(bad);
    const std::string shown = render_checks(c, verdicts);
    EXPECT(shown.find("\"fail\"") != std::string::npos && shown.find(verdicts[1].id) != std::string::npos && render_checks(c, {}).size() < shown.size());
    EXPECT(status_of([&] { check_plugin(c, t, folder, "no-such-check"); }) == RR_EUSAGE);
    EXPECT(thrown<std::invalid_argument>([&] { render_checks(c, {{"no-such-check", RR_CHECK_PASS, ""}}); }));
}

static void shows_what_plugins_and_overrides_change(const context &c)
{
    const taxonomy t = load(c);
    const matcher m(c, t);
    const plugins p = open_plugins(c, t);
    const profile person = load_profile(c, t);
    match_options without = ask(), with = ask(p);
    without.top = with.top = 0;
    match_result before = m.match(person, without), after = m.match(person, with);
    EXPECT(before.render_trial(after, 3).find("org.reroute.cn-guangdong") != std::string::npos && before.matches().overrides().empty());
    EXPECT(before.render_trial(after, 3, in(RR_FORMAT_TEXT, RR_LANG_ZH)) != before.render_trial(after, 3, in(RR_FORMAT_TEXT, RR_LANG_EN)));
    EXPECT(before.render_trial(after, 1, in(RR_FORMAT_TEXT, RR_LANG_EN)).size() < before.render_trial(after, 9, in(RR_FORMAT_TEXT, RR_LANG_EN)).size());
    const taxonomy other = load(c);
    EXPECT(thrown<std::invalid_argument>([&] { before.render_trial(matcher(c, other).match(person, without), 3); }));
    match_result moved = std::move(after), gone = m.match(person, without);
    const match_result kept = std::move(gone);
    EXPECT(holds_nothing([&] { gone.render_trial(moved, 3); }) && holds_nothing([&] { moved.render_trial(gone, 3); }) && holds_nothing([&] { after.json(); }) && after.get() == nullptr);
    EXPECT(status_of([&] { moved.render(in(RR_FORMAT_HTML, RR_LANG_EN)); }) == RR_OK && status_of([&] { t.render(in(RR_FORMAT_HTML, RR_LANG_EN)); }) == RR_EUSAGE);

    with.overrides = overrides(c).read(folder + "/overrides.json").resolve(t, p);
    const explanation why = m.explain(person, t.occupation("cn:icv-tester"), with);
    EXPECT(why.matches().overrides().size() == 1 && view(why.matches().overrides()[0].reason) == "back injury");
    EXPECT(holds_nothing([&] { plugins().json(); }) && holds_nothing([&] { overrides().add({}); }) && holds_nothing([&] { overrides().resolve(t); }));
}

// Handles are copied when they are moved; what was made with them keeps alive what it needs, and gives all of it back.
static void lives_as_long_as_it_is_used()
{
    const std::ptrdiff_t at_first = blocks;
    {
        std::optional<lists> quick;
        std::optional<similar_roles> alike;
        std::optional<profile_stream> stream;
        std::optional<file> out;
        std::optional<profile> person;
        int seen = 0;
        {
            context_options o;
            o.resize = count;
            context c(o);
            taxonomy t = load(c);
            matcher m(c, t);
            quick.emplace(m);
            alike.emplace(quick->similar({t.occupation("taxi driver")}, 3));
            stream.emplace(c, "s.xml", [&seen](streamed &&one) { return seen += one.profile.has_value(), true; });
            out.emplace(c, folder + "/late.txt");
            person.emplace(load_profile(c, t));
            const context c2 = std::move(c);
            const taxonomy t2 = std::move(t);
            const matcher m2 = std::move(m);
            EXPECT(c.get() == c2.get() && t.get() == t2.get() && m.get() == m2.get() && m.match(*person, ask()).size() == 5);
            lists again(m);
            again = std::move(*quick);
            *quick = std::move(again);
        }
        EXPECT(blocks > at_first && quick->one(*person, ask()).size() == 5 && !(*alike)[0][0].role.id().empty() && !alike->json().empty());
        quick.reset();
        EXPECT(!(*alike)[0][1].role.label(RR_LANG_ZH).empty());
        alike.reset();
        person.reset();
        stream->feed("<profiles xmlns='urn:reroute:profile:1'><profile id='w-1'/></profiles>");
        stream->end();
        stream.reset();
        out->write("late");
        out->commit();
        EXPECT(seen == 1 && content(folder + "/late.txt") == "late");
    }
    EXPECT(blocks == at_first);
}

template <class T> constexpr bool moved_only = !std::is_copy_constructible_v<T> && !std::is_copy_assignable_v<T> &&
                                               std::is_nothrow_move_constructible_v<T> && std::is_nothrow_move_assignable_v<T>;
template <class T> constexpr bool handle = std::is_nothrow_copy_constructible_v<T> && std::is_nothrow_copy_assignable_v<T>;
static_assert(moved_only<profile> && moved_only<profile_stream> && moved_only<file> && moved_only<lists> && moved_only<record_request>);
static_assert(moved_only<match_result> && moved_only<plan_result> && moved_only<path_result> && moved_only<comparison> && moved_only<explanation>);
static_assert(handle<context> && handle<taxonomy> && handle<plugins> && handle<matcher> && handle<overrides> && handle<record>);
static_assert(std::is_nothrow_move_constructible_v<similar_roles> && std::is_nothrow_move_assignable_v<similar_roles>);

int main(int argc, char **argv)
{
    return run(argc, argv, [] {
        const context c;
        says_what_it_is(c);
        writes_files(c);
        reads_profiles_one_by_one(c);
        lists_as_batch_does(c);
        streams(c);
        lists_ranks(c);
        lists_without_allocating();
        lists_in_threads(c);
        finds_similar_roles(c);
        judges_the_ranking(c);
        imports(c);
        checks_plugins(c);
        shows_what_plugins_and_overrides_change(c);
        lives_as_long_as_it_is_used();
    });
}
