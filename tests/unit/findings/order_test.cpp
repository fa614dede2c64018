// SPDX-License-Identifier: MIT
#include "findings/order.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <tuple>

#include "findings/fingerprint.hpp"

using namespace audit::findings;
using audit::calendar::k_no_date;

namespace {

/// The order of the spec as a slow and obvious twin: every text and date with its "is null" first.
auto slow_key(const Finding& f, const std::vector<RuleResult>& rules) {
  const auto text = [](std::string_view t) { return std::make_pair(t.empty(), std::string(t)); };
  const auto date = [](int32_t d) { return std::make_pair(d == k_no_date, d); };
  return std::make_tuple(static_cast<int>(rules[f.rule].severity), rules[f.rule].id,
                         text(f.participant), text(f.application), date(f.due), date(f.trigger),
                         text(f.table), text(f.key));
}

RuleResult rule(const char* id, Severity severity) {
  RuleResult result;
  result.id = id;
  result.severity = severity;
  return result;
}

}  // namespace

TEST_CASE("order: as the spec's list says, on random findings") {
  const std::vector<RuleResult> rules = {rule("a", Severity::warning), rule("a-b", Severity::error),
                                         rule("a.b", Severity::error), rule("b", Severity::info)};
  const std::vector<std::string> texts = {"",
                                          "1",
                                          "10",
                                          "100000001",
                                          "100000002",
                                          "9",
                                          "é",
                                          "z",
                                          std::string("1\0", 2),
                                          "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
                                          "\xF0\x9F\x98\x80",
                                          "\xEF\xBF\xBD"};
  const std::vector<int32_t> dates = {k_no_date, -5, 0, 20000, 20001};
  std::mt19937 random(3);
  const auto pick = [&random](const auto& from) -> const auto& {
    return from[random() % from.size()];
  };
  FindingList made;
  std::vector<std::pair<decltype(slow_key(Finding{}, rules)), uint32_t>> expected;
  for (uint32_t i = 0; i < 80000; ++i) {  // enough for threads to share
    Finding f;
    f.rule = static_cast<uint32_t>(random() % rules.size());
    f.participant = pick(texts);
    f.application = pick(texts);
    f.due = pick(dates);
    f.trigger = pick(dates);
    f.table = pick(texts);
    f.key = pick(texts);
    f.line = i;
    made.push_back(f);
    expected.emplace_back(slow_key(f, rules), i);
  }
  std::ranges::sort(expected);
  for (const unsigned threads : {1U, 2U, 5U}) {
    CAPTURE(threads);
    FindingList findings = made;
    sort_findings(findings, rules, threads);
    bool same = true;
    for (size_t i = 0; i < findings.size(); ++i) {
      same = same && findings[i].line == expected[i].second;
    }
    CHECK(same);
    CHECK(findings.front().rule == 1);
  }
}

TEST_CASE("order: texts go by code point, null last") {
  CHECK(compare_nulls_last("a", "") < 0);
  CHECK(compare_nulls_last("", "a") > 0);
  CHECK(compare_nulls_last("", "") == 0);
  CHECK(compare_nulls_last("Z", "a") < 0);
  CHECK(compare_nulls_last("z", "é") < 0);
  CHECK(compare_nulls_last("10", "9") < 0);
  CHECK(compare_nulls_last("a", "ab") < 0);
}

TEST_CASE("fingerprint: known answers of XXH3-128 over rule, table, key, trigger") {
  // printf 'entry.activity\x1factivities\x1fA-17\x1f2026-01-05' | xxhsum -H2
  struct Row {
    const char* rule;
    const char* table;
    const char* key;
    int32_t trigger;
    const char* expected;
  };
  for (const Row& row : {
           Row{"entry.activity", "activities", "A-17", 20458,     "20f3949ccc54bd86ebfc655ea072c05e"},
           {"plan.parts",     "plans",      "P1",   k_no_date, "986a49eecc622fc267bf4319f0ddeaa9"},
           {"plan.parts",     "plans",      "",     k_no_date, "a0f634c3bd6c30b939c64a2152558109"}
  }) {
    CAPTURE(row.key);
    CHECK(fingerprint(row.rule, row.table, row.key, row.trigger).hex() == row.expected);
  }
  CHECK(fingerprint("a", "bc", "d", 0) != fingerprint("ab", "c", "d", 0));
}

TEST_CASE(
    "tally: rates have four places, leave the waived out, and are null where nothing fell due") {
  struct Row {
    uint64_t met, late, overdue, failed, upcoming, waived;
    double expected;  // < 0: null
  };
  for (const Row& row : {
           Row{100,   10, 5, 0,     3, 0, 0.8696},
           {0,     0,  0, 0,     9, 0, -1    },
           {0,     1,  0, 0,     0, 0, 0.0   },
           {1,     0,  0, 0,     0, 0, 1.0   },
           {1,     2,  0, 0,     0, 0, 0.3333},
           {2,     1,  0, 0,     0, 0, 0.6667},
           {1,     31, 0, 0,     0, 0, 0.0313},
           {3,     1,  1, 1,     0, 2, 0.75  },
           {0,     1,  0, 0,     0, 1, -1    },
           {19999, 0,  1, 0,     0, 0, 1.0   },
           {1,     0,  0, 20000, 0, 0, 0.0   }
  }) {
    Tally tally;
    const auto add = [&tally](Status status, uint64_t n) {
      for (; n > 0; --n) tally.add(status);
    };
    add(Status::met, row.met);
    add(Status::late, row.late);
    add(Status::overdue, row.overdue);
    add(Status::failed, row.failed);
    add(Status::upcoming, row.upcoming);
    add(Status::pending, 4);
    tally.waived = row.waived;
    CAPTURE(row.expected);
    CHECK(tally.obligations() == row.met + row.late + row.overdue + row.failed + row.upcoming + 4);
    CHECK(tally.violations() == row.late + row.overdue + row.failed);
    REQUIRE(tally.rate().has_value() == (row.expected >= 0));
    if (tally.rate()) {
      CHECK(*tally.rate() == row.expected);
    }
  }
}
