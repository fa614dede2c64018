// SPDX-License-Identifier: MIT
#include "findings/waivers.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "findings/baseline.hpp"
#include "findings/fingerprint.hpp"
#include "findings/records.hpp"

using namespace audit::findings;
using audit::calendar::Date;
using audit::calendar::parse_iso;
using State = WaiverUse::State;

namespace {

Date day(const char* text) { return parse_iso(text).value(); }

struct Facts1 {
  uint32_t rule = 0;
  Status status = Status::overdue;
  const char* participant = "";
  const char* application = "";
  const char* table = "activities";
  const char* key = "";
  const char* office = "";
  const char* case_manager = "";
};

void add(Audit& audit, const Facts1& facts) {
  Finding finding;
  finding.rule = facts.rule;
  finding.status = facts.status;
  finding.participant = facts.participant;
  finding.application = facts.application;
  finding.table = facts.table;
  finding.key = facts.key;
  finding.office = facts.office;
  finding.case_manager = facts.case_manager;
  finding.trigger = day("2026-01-05").days;
  finding.fingerprint =
      fingerprint(audit.rules[facts.rule].id, finding.table, finding.key, finding.trigger);
  const auto count_group = [&](GroupBy by, std::string_view name) {
    for (Group& group : audit.groups) {
      if (group.by == show(by) && group.name == name) return group.tally.add(facts.status);
    }
    audit.groups.push_back({show(by), std::string(name), {}});
    audit.groups.back().tally.add(facts.status);
  };
  audit.totals.add(facts.status);
  audit.rules[facts.rule].tally.add(facts.status);
  count_group(GroupBy::region, finding.region);
  count_group(GroupBy::office, finding.office);
  count_group(GroupBy::case_manager, finding.case_manager);
  count_group(GroupBy::program, finding.program);
  audit.findings.push_back(finding);
}

Audit audit_of(const std::vector<Facts1>& findings) {
  Audit audit;
  audit.run.as_of = day("2026-01-31");
  for (const char* id : {"entry.activity", "exit.date", "exit.note", "exits"}) {
    audit.rules.emplace_back().id = id;
  }
  for (const Facts1& facts : findings) add(audit, facts);
  return audit;
}

Waiver waiver_for(std::vector<std::string> rules) {
  Waiver waiver;
  waiver.rule = rules.size() == 1 ? rules.front() : "exit.*";
  waiver.rules = std::move(rules);
  waiver.until = day("2026-06-30");
  waiver.approved_on = day("2026-01-01");
  return waiver;
}

/// "1010": which of the findings are waived.
std::string waived(const Audit& audit) {
  std::string text;
  for (const Finding& finding : audit.findings) text += finding.waived ? '1' : '0';
  return text;
}

std::string waived_by(Audit& audit, const std::vector<Waiver>& waivers) {
  apply_waivers(audit, waivers, day("2026-02-14"));
  recount_set_aside(audit);
  return waived(audit);
}

}  // namespace

TEST_CASE("waivers: hold on their last day, and not on the day after") {
  struct Row {
    const char* until;
    State state;
    const char* waived;
  };
  for (const Row& row : {
           Row{"2026-01-30", State::expired,  "0"}, // the day before as-of
           Row{"2026-01-31", State::expiring, "1"}, // the as-of date itself
           Row{"2026-02-01", State::expiring, "1"},
           Row{"2026-02-14", State::expiring, "1"}, // the window's last day
           Row{"2026-02-15", State::used,     "1"}
  }) {
    CAPTURE(row.until);
    Audit audit = audit_of({{.participant = "100"}});
    Waiver waiver = waiver_for({"entry.activity"});
    waiver.participant = "100";
    waiver.until = day(row.until);
    CHECK(waived_by(audit, {waiver}) == row.waived);
    REQUIRE(audit.waivers.size() == 1);
    CHECK(audit.waivers[0].state == row.state);
    CHECK(audit.waivers[0].until == row.until);
    const bool is_expired = row.state == State::expired;
    CHECK(audit.waivers[0].matched == (is_expired ? 0 : 1));
    CHECK(audit.waivers[0].lapsed == (is_expired ? 1 : 0));
  }
}

TEST_CASE("waivers: ids compare exactly, names as the rule language compares texts") {
  struct Row {
    const char* what;
    Facts1 finding;
    Waiver waiver;
    bool covers;
  };
  const auto by = [](std::string Waiver::*member, const char* text) {
    Waiver waiver = waiver_for({"entry.activity"});
    waiver.*member = text;
    return waiver;
  };
  const std::vector<Row> rows = {
      {"the participant",                     {.participant = "100"},       by(&Waiver::participant,  "100"),          true },
      {"one whose id begins with it",
       {.participant = "1001"},
       by(&Waiver::participant,                                                                       "100"),
       false                                                                                                                },
      {"one that its id begins with",
       {.participant = "10"},
       by(&Waiver::participant,                                                                       "100"),
       false                                                                                                                },
      {"letter case of an id",                {.participant = "AB1"},       by(&Waiver::participant,  "ab1"),          false},
      {"a leading zero",                      {.participant = "0100"},      by(&Waiver::participant,  "100"),          false},
      {"no participant",                      {.participant = ""},          by(&Waiver::participant,  "100"),          false},
      {"the id as another kind of id",
       {.application = "100", .key = "100"},
       by(&Waiver::participant,                                                                       "100"),
       false                                                                                                                },
      {"the application",                     {.application = "7"},         by(&Waiver::application,  "7"),            true },
      {"another application",                 {.application = "70"},        by(&Waiver::application,  "7"),            false},
      {"the record",                          {.key = "A-17"},              by(&Waiver::record,       "A-17"),         true },
      {"another record",                      {.key = "A-171"},             by(&Waiver::record,       "A-17"),         false},
      {"letter case of a record",             {.key = "a-17"},              by(&Waiver::record,       "A-17"),         false},
      {"letter case and spaces of an office",
       {.office = "North  OFFICE"},
       by(&Waiver::office,                                                                            "north office"),
       true                                                                                                                 },
      {"a longer office",                     {.office = "North Office 2"}, by(&Waiver::office,       "North Office"), false},
      {"no office",                           {.office = ""},               by(&Waiver::office,       "North"),        false},
      {"the case manager",
       {.case_manager = "Lee, Ann"},
       by(&Waiver::case_manager,                                                                      "LEE,  ann"),
       true                                                                                                                 },
      {"no case manager",                     {.case_manager = ""},         by(&Waiver::case_manager, "Lee, Ann"),     false},
      {"the office as case manager",          {.office = "Lee"},            by(&Waiver::case_manager, "Lee"),          false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Audit audit = audit_of({row.finding});
    CHECK(waived_by(audit, {row.waiver}) == (row.covers ? "1" : "0"));
    CHECK(audit.waivers[0].state == (row.covers ? State::used : State::unmatched));
  }
}

TEST_CASE("waivers: all that a waiver gives must be so") {
  const std::vector<Facts1> findings = {
      {.participant = "100", .key = "1", .office = "North"},
      {.participant = "100", .key = "2", .office = "South"},
      {.participant = "200", .key = "1", .office = "North"},
  };
  Waiver waiver = waiver_for({"entry.activity"});
  waiver.participant = "100";
  waiver.office = "North";
  Audit audit = audit_of(findings);
  CHECK(waived_by(audit, {waiver}) == "100");
  waiver.record = "2";
  audit = audit_of(findings);
  CHECK(waived_by(audit, {waiver}) == "000");
}

TEST_CASE("waivers: a prefix covers its rules and no other") {
  Waiver waiver = waiver_for({"exit.date", "exit.note"});  // as "exit.*" is read
  waiver.participant = "100";
  Audit audit = audit_of({
      {.rule = 0, .participant = "100",  .key = "1"},
      {.rule = 1, .participant = "100",  .key = "2"},
      {.rule = 2, .participant = "100",  .key = "3"},
      {.rule = 3, .participant = "100",  .key = "4"}, // "exits"
      {.rule = 1, .participant = "1000", .key = "5"},
  });
  CHECK(waived_by(audit, {waiver}) == "01100");
  CHECK(audit.waivers[0].matched == 2);
}

TEST_CASE("waivers: a record's key in two tables is not taken for one record") {
  Waiver waiver = waiver_for({"exit.date", "exit.note"});
  waiver.record = "17";
  const std::vector<Facts1> both = {
      {.rule = 1, .table = "applications", .key = "17"},
      {.rule = 2, .table = "case_notes",   .key = "17"}
  };
  Audit audit = audit_of(both);
  CHECK(waived_by(audit, {waiver}) == "00");
  CHECK(audit.waivers[0].state == State::unmatched);
  CHECK(audit.waivers[0].note.find("applications and case_notes") != std::string::npos);

  audit = audit_of({both[1]});
  CHECK(waived_by(audit, {waiver}) == "1");

  Waiver one = waiver_for({"exit.note"});
  one.record = "17";
  audit = audit_of(both);
  CHECK(waived_by(audit, {one}) == "01");
}

TEST_CASE("waivers: cover violations, and nothing that falls due") {
  Waiver waiver = waiver_for({"entry.activity"});
  waiver.participant = "100";
  Audit audit = audit_of({
      {.status = Status::late,     .participant = "100", .key = "1"},
      {.status = Status::overdue,  .participant = "100", .key = "2"},
      {.status = Status::failed,   .participant = "100", .key = "3"},
      {.status = Status::upcoming, .participant = "100", .key = "4"}
  });
  CHECK(waived_by(audit, {waiver}) == "1110");
  CHECK(audit.totals.waived == 3);
  CHECK(audit.totals.violations() == 3);
  CHECK_FALSE(audit.totals.rate());  // all that fell due is waived
}

TEST_CASE("waivers: a rule that was not checked is told apart from a waiver without use") {
  struct Row {
    const char* rule;
    const char* skipped;
    const char* note;
  };
  for (const Row& row : {
           Row{"entry.activity", "",         ""                                   },
           Row{"entry.activity", "no table", "its rule was skipped"               },
           Row{"other",          "",         "its rule is not among those checked"}
  }) {
    CAPTURE(row.rule);
    Audit audit = audit_of({});
    audit.rules[0].skipped_because = row.skipped;
    Waiver waiver = waiver_for({row.rule});
    waiver.participant = "100";
    waived_by(audit, {waiver});
    CHECK(audit.waivers[0].state == State::unmatched);
    CHECK(audit.waivers[0].note == row.note);
  }
}

TEST_CASE("waivers: two for one violation count it once") {
  Waiver waiver = waiver_for({"entry.activity"});
  waiver.participant = "100";
  Waiver expired = waiver;
  expired.until = day("2026-01-30");
  Audit audit = audit_of({{.participant = "100"}});
  CHECK(waived_by(audit, {expired, waiver, waiver}) == "1");
  CHECK(audit.totals.waived == 1);
  CHECK(audit.waivers[0].state == State::expired);
  CHECK(audit.waivers[1].matched == 1);
  CHECK(audit.waivers[2].matched == 1);
}

TEST_CASE("baseline: marks violations it held, and only those") {
  Audit audit = audit_of({
      {.status = Status::overdue,  .key = "1"},
      {.status = Status::late,     .key = "2"},
      {.status = Status::upcoming, .key = "3"},
      {.status = Status::failed,   .key = "4"}
  });
  Baseline baseline;
  for (const size_t i : {0U, 1U, 2U}) {
    baseline.violations.push_back(audit.findings[i].fingerprint);
  }
  std::ranges::sort(baseline.violations);
  apply_baseline(audit, baseline);
  recount_set_aside(audit);
  CHECK(audit.findings[0].baselined);
  CHECK(audit.findings[1].baselined);
  CHECK_FALSE(audit.findings[2].baselined);
  CHECK_FALSE(audit.findings[3].baselined);
  CHECK(audit.totals.baselined == 2);
  CHECK(audit.rules[0].tally.baselined == 2);
}

TEST_CASE("baseline: a fingerprint is 32 lower-case hex digits") {
  CHECK(parse_fingerprint("00000000000000010000000000000002") == Fingerprint{1, 2});
  CHECK(parse_fingerprint("ffffffffffffffffffffffffffffffff") ==
        Fingerprint{~uint64_t{0}, ~uint64_t{0}});
  for (const char* text :
       {"", "0", "0000000000000001000000000000000", "0x000000000000010000000000000002",
        "0000000000000001000000000000000G", "000000000000000A0000000000000002",
        "000000000000000100000000000000020"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_fingerprint(text).has_value());
  }
}

TEST_CASE("waivers: on random audits the marks and counts are those of trying every pair") {
  std::mt19937_64 random(20260131);
  const auto pick = [&](std::vector<const char*> texts) { return texts[random() % texts.size()]; };
  uint64_t all_waived = 0;
  for (int round = 0; round < 300; ++round) {
    std::vector<Facts1> facts;
    for (uint64_t i = random() % 30; i > 0; --i) {
      facts.push_back({.rule = static_cast<uint32_t>(random() % 4),
                       .status = static_cast<Status>(1 + random() % 4),
                       .participant = pick({"", "1", "10", "100"}),
                       .application = pick({"", "1", "10"}),
                       .key = pick({"1", "2", "10"}),
                       .office = pick({"", "North", "north", "South"}),
                       .case_manager = pick({"", "Lee", "LEE"})});
    }
    Audit audit = audit_of(facts);
    std::vector<Waiver> waivers;
    for (uint64_t i = random() % 5; i > 0; --i) {
      Waiver waiver = random() % 2 == 0 ? waiver_for({"exit.date", "exit.note"})
                                        : waiver_for({"entry.activity"});
      waiver.until = random() % 4 == 0 ? day("2026-01-30") : day("2026-12-31");
      const uint64_t given = 1 + random() % 31;
      if ((given & 1U) != 0) waiver.participant = pick({"1", "10", "100"});
      if ((given & 2U) != 0) waiver.application = pick({"1", "10"});
      if ((given & 4U) != 0) waiver.record = pick({"1", "2", "10"});
      if ((given & 8U) != 0) waiver.office = pick({"NORTH", "South"});
      if ((given & 16U) != 0) waiver.case_manager = pick({"Lee"});
      waivers.push_back(waiver);
    }
    waived_by(audit, waivers);

    const auto fits = [](const std::string& asked, std::string found, bool fold) {
      if (asked.empty()) return true;
      std::string wanted = asked;
      if (fold) {
        std::ranges::transform(wanted, wanted.begin(), ::tolower);
        std::ranges::transform(found, found.begin(), ::tolower);
      }
      return wanted == found;
    };
    std::map<std::string, uint64_t> by_office;
    for (const Finding& finding : audit.findings) {
      const bool expected = std::ranges::any_of(waivers, [&](const Waiver& w) {
        return finding.status != Status::upcoming && w.until >= audit.run.as_of &&
               std::ranges::count(w.rules, audit.rules[finding.rule].id) == 1 &&
               fits(w.participant, finding.participant, false) &&
               fits(w.application, finding.application, false) &&
               fits(w.record, finding.key, false) && fits(w.office, finding.office, true) &&
               fits(w.case_manager, finding.case_manager, true);
      });
      CHECK(finding.waived == expected);
      if (expected) ++by_office[finding.office];
      all_waived += expected ? 1U : 0U;
    }
    uint64_t total = 0;
    for (const Group& group : audit.groups) {
      if (group.by != "office") continue;
      CHECK(group.tally.waived == by_office[group.name]);
      total += group.tally.waived;
    }
    CHECK(audit.totals.waived == total);
  }
  CHECK(all_waived > 100);  // the rounds tried something
}
