// SPDX-License-Identifier: MIT
#include "history/store.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <string>

#include "history/recording.hpp"
#include "history/schema.hpp"
#include "history_twin.hpp"
#include "util/fatal.hpp"

using namespace audit::history;
using audit::calendar::parse_iso;
using audit::test::Twin;
using audit::util::Fatal;

namespace {

/// A folder of its own for each test.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "history-test-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::string file(const char* name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

Date on(int day) { return Date{20000 + day}; }
const Series k_series{"board", "", ""};

Facts facts_of(int finding) {
  Facts facts;
  facts.fingerprint = fmt::format("{:032x}", finding);
  facts.rule = Twin::rule_of(finding);
  facts.table = "visits";
  facts.key = fmt::format("V{}", finding);
  facts.participant = "100";
  facts.due = on(finding).days;
  return facts;
}

RunRecord record_of(const std::vector<std::string>& skipped) {
  RunRecord run;
  run.started_at = "2026-01-01T06:30:00-08:00";
  run.version = "1";
  run.rules_digest = "d";
  for (const char* rule : {"a", "b"}) {
    run.rules.push_back({rule, std::string("digest of ") + rule,
                         std::ranges::find(skipped, rule) != skipped.end()});
  }
  run.tallies = {
      {"",       "",  {}},
      {"rule",   "a", {}},
      {"office", "",  {}}
  };
  run.tallies[0].tally.add(audit::findings::Status::met);
  run.tallies[0].tally.add(audit::findings::Status::overdue, true);
  run.inputs = {
      {"visits.csv", "visits", 7, "xxh3:1"}
  };
  return run;
}

void record(const std::string& path, Date date, const Twin::Audit& audit,
            const std::map<int, State>& states) {
  std::vector<Sighting> sightings;
  for (const auto& [finding, state] : states) sightings.push_back({facts_of(finding), state});
  Recording recording(path, k_series, date);
  recording.record(record_of(audit.skipped), sightings);
}

std::string fault_of(const auto& action) {
  try {
    action();
  } catch (const Fatal& fatal) {
    CHECK(fatal.code() == audit::util::ExitCode::output);
    return fatal.what();
  }
  return "no fault";
}

bool says(const std::string& text, const char* part) {
  CAPTURE(text);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("store: random audits come out as the twin's table of states") {
  std::mt19937_64 random(7);
  for (int round = 0; round < 12; ++round) {
    const Folder folder;
    const std::string path = folder.file("h.db");
    Twin twin;
    for (int step = 0; step < 14; ++step) {
      if (step > 0 && random() % 6 == 0) {
        const Date before = on(static_cast<int>(random() % 12));
        Database store = open_store_to_record(path);
        prune_before(store, before);
        twin.prune(before);
      } else {
        const Date date = on(static_cast<int>(random() % 12));
        const Twin::Audit audit = Twin::random_audit(random);
        const std::map<int, State> states = twin.sightings(date, audit, random);
        record(path, date, audit, states);
        twin.put(date, audit, states);
      }
      const Database store = open_store(path);
      const auto audits = observations(store, k_series);
      std::map<int, Track> tracks;
      for (const Tracked& finding : tracked(store, k_series)) {
        const std::string print = facts_of(store, finding.id).fingerprint;
        tracks.emplace(std::stoi(print, nullptr, 16), finding.track);
      }
      for (int id = 0; id < Twin::k_findings; ++id) {
        CAPTURE(round);
        CAPTURE(step);
        CAPTURE(id);
        const auto known = tracks.find(id);
        const auto life =
            known == tracks.end() ? std::nullopt : life_of(known->second, audits, on(12));
        const auto expected = twin.life(id, on(12));
        REQUIRE(life.has_value() == expected.has_value());
        if (!life) continue;
        REQUIRE(life->first_seen == expected->first_seen);
        REQUIRE(life->last_seen == expected->last_seen);
        REQUIRE(life->state == expected->state);
        REQUIRE(life->resolved == expected->resolved);
        REQUIRE(life->has_returned == expected->has_returned);
      }
    }
  }
}

TEST_CASE("store: gives back what it was given") {
  const Folder folder;
  const std::string path = folder.file("h.db");
  record(path, on(3),
         {
  },
         {{1, State::open}, {2, State::late}});
  record(path, on(5),
         {
             {"b"},
             {  }
  },
         {{1, State::waived}});
  const Database store = open_store(path);
  const auto runs = runs_of(store);
  REQUIRE(runs.size() == 2);
  CHECK(runs[0].as_of == on(3));
  CHECK(runs[0].series.profile == "board");
  CHECK(runs[0].totals.obligations() == 2);
  CHECK(runs[0].totals.waived == 1);
  CHECK(runs[0].totals.rate() == 1.0);
  CHECK(rules_of(store, runs[1].id)[1].skipped);
  CHECK(inputs_of(store, runs[0].id)[0].rows == 7);
  const auto past = past_audit(store, runs[0]);
  CHECK(past.totals.violations == 1);
  REQUIRE(past.parts.size() == 2);
  CHECK(past.parts[0].by == "office");
  CHECK(past.parts[1].by == "rule");
  CHECK(past.parts[1].name == "a");
}

TEST_CASE("recording: asks after what the audit before reported, and with that day's rules") {
  const Folder folder;
  const std::string path = folder.file("h.db");
  record(path, on(1),
         {
  },
         {{0, State::open}, {1, State::late}, {2, State::waived}});
  record(path, on(2),
         {
             {"b"},
             {  }
  },
         {{0, State::record_gone}, {1, State::late}});
  const Recording recording(path, k_series, on(3));
  std::map<std::string, std::string> known;
  for (const Known& one : recording.known()) known[one.facts.key] = one.rule_digest;
  CHECK(known == std::map<std::string, std::string>{
                     {"V1", "digest of a"},
                     {"V2", "digest of b"}
  });
  CHECK(recording.earlier().size() == 2);
  CHECK_FALSE(recording.replaces());
  CHECK_FALSE(recording.last_later());
}

TEST_CASE("recording: trends are drawn from audits of the same kind") {
  const Folder folder;
  const std::string path = folder.file("h.db");
  const std::vector<std::pair<Series, int>> all = {
      {{"board", "", ""},        1},
      {{"board", "", "only a"},  2},
      {{"other", "", ""},        3},
      {{"board", "2026-01", ""}, 4},
      {{"board", "", ""},        5},
      {{"board", "2026-02", ""}, 6},
      {{"board", "", ""},        9}
  };
  for (const auto& [series, day] : all) {
    Recording recording(path, series, on(day));
    recording.record(record_of({}), {});
  }
  const auto days = [&](const Series& series, int day) {
    const Recording recording(path, series, on(day));
    std::vector<int> found;
    for (const auto& past : recording.past()) found.push_back(past.as_of.days - 20000);
    return found;
  };
  CHECK(days({"board", "", ""}, 8) == std::vector{1, 5});
  CHECK(days({"board", "2026-03", ""}, 8) == std::vector{4, 6});
  CHECK(days({"board", "", "only a"}, 8) == std::vector{2});
  CHECK(days({"third", "", ""}, 8).empty());
}

TEST_CASE("recording: one at a time, and nothing of one that is not finished") {
  const Folder folder;
  const std::string path = folder.file("h.db");
  record(path, on(1),
         {
  },
         {{0, State::open}});
  {
    const Recording recording(path, k_series, on(2));
    CHECK(says(fault_of([&] { Recording(path, k_series, on(2)); }), "in use by another run"));
    CHECK(runs_of(open_store(path)).size() == 1);  // reading goes on meanwhile
  }
  record(path, on(2), {}, {});
  CHECK(runs_of(open_store(path)).size() == 2);
}

TEST_CASE("recording: tells a date that is held, and one before the last") {
  const Folder folder;
  const std::string path = folder.file("h.db");
  record(path, on(5), {}, {});
  CHECK(Recording(path, k_series, on(5)).replaces());
  const Recording earlier(path, k_series, on(4));
  CHECK_FALSE(earlier.replaces());
  CHECK(earlier.last_later() == on(5));
}

TEST_CASE("store: only its owner may read it") {
  const Folder folder;
  const std::string path = folder.file("h.db");
  const auto mode_of = [](const std::string& file) {
    struct stat found {};
    REQUIRE(stat(file.c_str(), &found) == 0);
    return found.st_mode & 0777U;
  };
  const auto mask = umask(0);
  {
    Recording recording(path, k_series, on(1));
    CHECK(mode_of(path) == 0600);
    CHECK(mode_of(path + "-wal") == 0600);
    CHECK(mode_of(path + "-shm") == 0600);
    recording.record(record_of({
    }),
                     {{facts_of(0), State::open}});
  }
  REQUIRE(chmod(path.c_str(), 0644) == 0);
  open_store_to_record(path);
  CHECK(mode_of(path) == 0600);
  umask(mask);
}

TEST_CASE("store: what is none is refused, and stays as it is") {
  const Folder folder;
  const std::string path = folder.file("h.db");
  CHECK(says(fault_of([&] { open_store(path); }), "there is no history store"));
  CHECK_FALSE(std::filesystem::exists(path));

  std::ofstream(path) << std::string(600, 'x');
  CHECK(says(fault_of([&] { open_store(path); }), "is no history store"));
  CHECK(says(fault_of([&] { open_store_to_record(path); }), "is no history store"));
  CHECK(std::filesystem::file_size(path) == 600);

  const std::string other = folder.file("other.db");
  std::ofstream(other).close();
  Database(other).run("CREATE TABLE things (x)");
  CHECK(says(fault_of([&] { open_store_to_record(other); }), "of another program"));
  CHECK(Database(other).number("SELECT count(*) FROM sqlite_schema") == 1);

  CHECK(says(fault_of([&] { open_store_to_record(folder.file("no/h.db")); }), "can't be opened"));
  CHECK(says(fault_of([&] { open_store_to_record(folder.file("")); }), "can't be opened"));
}

TEST_CASE("store: of a newer program is refused, and stays as it is") {
  const Folder folder;
  const std::string path = folder.file("h.db");
  record(path, on(1), {}, {});
  Database(path).run("PRAGMA user_version = 99");
  for (const bool to_record : {false, true}) {
    CHECK(says(fault_of([&] { to_record ? open_store_to_record(path) : open_store(path); }),
               "by a newer caljobs-audit"));
  }
  CHECK(Database(path).number("PRAGMA user_version") == 99);
}

TEST_CASE("store: of an older program is brought up, whole or not at all") {
  const Folder folder;
  const std::string path = folder.file("h.db");
  std::ofstream(path).close();
  Database store(path);
  const std::array<const char*, 3> steps = {"CREATE TABLE a (x); INSERT INTO a VALUES (1)",
                                            "ALTER TABLE a ADD COLUMN y; UPDATE a SET y = x + 1",
                                            "CREATE TABLE b AS SELECT y FROM a"};
  migrate(store, std::span(steps).first(1));
  CHECK(store.number("PRAGMA user_version") == 1);
  const std::array<const char*, 3> broken = {steps[0], steps[1],
                                             "CREATE TABLE b AS SELECT z FROM a"};
  CHECK(says(fault_of([&] { migrate(store, broken); }), "no such column"));
  CHECK(store.number("PRAGMA user_version") == 1);
  CHECK(store.number("SELECT count(*) FROM pragma_table_info('a')") == 1);
  migrate(store, steps);
  CHECK(store.number("PRAGMA user_version") == 3);
  CHECK(store.number("SELECT y FROM b") == 2);
  migrate(store, steps);  // nothing is left to do
  CHECK(store.number("SELECT count(*) FROM a") == 1);
}

TEST_CASE("store: a damaged one is told") {
  const Folder folder;
  const std::string path = folder.file("h.db");
  std::map<int, State> states;
  for (int i = 0; i < 400; ++i) states[i] = State::open;
  record(path, on(1), {}, states);
  const auto size = std::filesystem::file_size(path);
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(size / 2));
  file << std::string(8192, 'x');
  file.close();
  CHECK(says(fault_of([&] { Recording(path, k_series, on(2)); }), "damaged"));
}

TEST_CASE("shrunk: a fifth fewer records than before, not less") {
  struct Row {
    uint64_t before;
    uint64_t now;
    bool told;
  };
  for (const Row& row : {
           Row{100, 81,  false},
           Row{100, 80,  true },
           Row{100, 0,   true },
           Row{5,   4,   true },
           Row{4,   4,   false},
           Row{0,   0,   false},
           Row{100, 200, false}
  }) {
    CAPTURE(row.before);
    CAPTURE(row.now);
    audit::model::InputFile input;
    input.table = "visits";
    input.accepted = row.now;
    audit::model::InputFile other = input;
    other.table = "unheard of";
    const auto warnings = shrunk_tables(
        {
            {"a.csv", "visits", row.before, ""}
    },
        on(1), {input, other});
    CHECK(warnings.size() == (row.told ? 1 : 0));
    if (row.told) CHECK(warnings[0].code == "shrunk");
  }
}
