// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "reports/format.hpp"
#include "reports/summary.hpp"
#include "reports/text_table.hpp"
#include "sample_audit.hpp"

using namespace audit;
using reports::Style;
using reports::TextTable;

namespace {

std::string written(const findings::Audit& audit, unsigned width, bool colour = false,
                    const std::string& by = "rule") {
  util::StringOutput out;
  reports::FormatOptions options;
  options.width = width;
  options.colour = colour;
  options.by = by;
  reports::find_format("text")->write(audit, options, out);
  return out.text();
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

size_t widest_line(const std::string& text) {
  size_t widest = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    widest = std::max(widest, reports::display_width(std::string_view(text).substr(at, end - at)));
    at = end + 1;
  }
  return widest;
}

/// Compares with tests/unit/reports/expected/<name>; UPDATE_EXPECTED=1 in the environment rewrites
/// it.
void check_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(AUDIT_TESTS_DIR "/unit/reports/expected/") + name;
  if (std::getenv("UPDATE_EXPECTED") != nullptr) std::ofstream(path, std::ios::binary) << text;
  std::ifstream file(path, std::ios::binary);
  const std::string expected{std::istreambuf_iterator<char>(file), {}};
  CHECK(text == expected);
}

}  // namespace

TEST_CASE("text: the whole report, at two widths and by office") {
  check_golden("sample-80.txt", written(sample_audit(), 80));
  check_golden("sample-120-by-office.txt", written(sample_audit(), 120, false, "office"));
  check_golden("clean-100.txt", written(clean_audit(), 100));
}

TEST_CASE("text: fits the width, from 80 up") {
  for (const unsigned width : {80U, 90U, 100U, 120U, 140U, 200U}) {
    for (const std::string& by : reports::group_bys()) {
      CAPTURE(width);
      CAPTURE(by);
      CHECK(widest_line(written(sample_audit(), width, false, by)) <= width);
      CHECK(widest_line(written(large_audit(500), width, false, by)) <= width);
    }
  }
  CHECK_FALSE(written(sample_audit(), 1).empty());
}

TEST_CASE("text: says first and last what was not checked") {
  const std::string text = written(sample_audit(), 100);
  const size_t attention = text.find("What was not checked, and warnings");
  REQUIRE(attention != std::string::npos);
  CHECK(attention < text.find("By rule"));
  CHECK(holds(text, "! 3 of 6 rules were not checked."));
  CHECK(holds(text, "x.follow-up.three-attempts, x.follow-up.two"));
  CHECK(holds(text, "! NOT AUDITED: exports/2026-01/unknown.csv."));
  CHECK(holds(text, "[stale]"));
  const std::string last = text.substr(text.find("7 violations in 3 rules checked"));
  CHECK(holds(last, "3 rules NOT CHECKED; 2 inputs NOT AUDITED"));
}

TEST_CASE("text: no violations is no all-clear where something was not checked") {
  findings::Audit audit = clean_audit();
  CHECK(holds(written(audit, 100), "  No violations.\n"));
  CHECK(holds(written(audit, 100), "Nothing: the one rule was checked"));
  findings::RuleResult skipped;
  skipped.id = "b.skipped";
  skipped.skipped_because = "table x was not given";
  audit.rules.push_back(skipped);
  const std::string text = written(audit, 100);
  CHECK_FALSE(holds(text, "  No violations.\n"));
  CHECK(holds(text, "No violations in what was checked. NOT EVERYTHING WAS."));
  CHECK(holds(text, "No violations in 1 rule checked; 1 rule NOT CHECKED."));
}

TEST_CASE("text: an empty input, an unread one and no rules at all are no all-clear either") {
  findings::Audit audit = clean_audit();
  audit.inputs[0].accepted = 0;
  CHECK(holds(written(audit, 100), "! EMPTY: a.csv holds not one record."));
  audit.inputs[0].rows = audit.inputs[0].ignored = 7;
  CHECK(holds(written(audit, 200),
              "! EMPTY: a.csv gave no record of its 7 rows: 7 void or the same as a row elsewhere "
              "(was it given twice?)."));
  audit.inputs[0].rows = 10;
  audit.inputs[0].rejected = 3;
  CHECK(holds(written(audit, 200),
              "its 10 rows: 3 rejected, 7 void or the same as a row elsewhere."));
  CHECK(holds(written(audit, 100), "NOT EVERYTHING WAS."));
  audit = clean_audit();
  audit.unaudited_input = true;
  CHECK(holds(written(audit, 100), "! NOT AUDITED: some of the input."));
  CHECK(holds(written(audit, 100), "NOT EVERYTHING WAS."));
  CHECK(holds(written({}, 100), "! NOTHING WAS CHECKED: no rule is enabled."));
  CHECK_FALSE(holds(written({}, 100), "  No violations.\n"));
}

TEST_CASE("text: long lists are cut, and say by how much") {
  const std::string text = written(large_audit(3000), 100);
  CHECK(holds(text, "… and 997 more (all of them in -o report.csv)"));
  CHECK(std::count(text.begin(), text.end(), '\n') < 120);
  findings::Audit audit = clean_audit();
  audit.problems.resize(20);
  for (model::DataProblem& problem : audit.problems) problem.problem = "bad";
  CHECK(holds(written(audit, 100), "… and 5 more (all of them in -o report.json)"));
}

TEST_CASE("text: no escape reaches the terminal but the tool's own colours") {
  CHECK_FALSE(holds(written(sample_audit(), 100), "\x1B"));
  CHECK_FALSE(holds(written(sample_audit(), 100), "\xE2\x80\xAE"));
  const std::string coloured = written(sample_audit(), 100, true);
  CHECK(holds(coloured, "\x1B[31m"));
  CHECK_FALSE(holds(coloured, "\x1B[31m red"));
  CHECK(holds(coloured, "\\u001b[31m"));
}

TEST_CASE("text: colours do not move the columns") {
  std::string coloured = written(sample_audit(), 100, true);
  for (size_t at = coloured.find('\x1B'); at != std::string::npos; at = coloured.find('\x1B')) {
    coloured.erase(at, coloured.find('m', at) + 1 - at);
  }
  CHECK(coloured == written(sample_audit(), 100));
}

TEST_CASE("text: names only where the audit holds them") {
  findings::Audit audit = sample_audit();
  CHECK_FALSE(holds(written(audit, 120), "  name "));
  audit.findings.change(0,
                        [](findings::Finding& finding) { finding.participant_name = "Doe, Jo"; });
  CHECK(holds(written(audit, 120), "Doe, Jo"));
}

TEST_CASE("summary: rules by severity, groups by name, the worst first") {
  const findings::Audit audit = sample_audit();
  const auto rules = reports::summary_rows(audit, "rule");
  REQUIRE(rules.size() == 3);  // skipped ones are no rows
  CHECK(rules[0].name == "entry.activity");
  CHECK(rules[1].name == "service.gap");
  CHECK(rules[2].name == "note.detail");
  CHECK(reports::fell_due(*rules[1].tally) == 18);  // one of two overdue is waived
  const auto offices = reports::summary_rows(audit, "office");
  CHECK(offices.back().name.empty());
  const auto worst = reports::worst_groups(audit, "office", 2);
  REQUIRE(worst.size() == 2);
  CHECK(worst[0].name == "San Luis Obispo");
  CHECK(worst[1].name == "Grover Beach, Youth Programme Annexe");
  CHECK(reports::worst_groups(clean_audit(), "office", 5).empty());
}

TEST_CASE("summary: findings by rule, reasons, problems") {
  const findings::Audit audit = sample_audit();
  const auto parts = reports::findings_by_rule(audit);
  REQUIRE(parts.size() == 3);
  CHECK(parts[0].end - parts[0].begin == 4);
  CHECK(parts.back().end == audit.findings.size());
  const auto skipped = reports::skipped_rules(audit);
  REQUIRE(skipped.size() == 2);
  CHECK(skipped[0].rules.size() == 2);
  CHECK(reports::limited_rules(audit).size() == 1);
  CHECK(reports::unaudited_inputs(audit).size() == 2);
  CHECK(reports::problem_count(audit) == 1236);
}

TEST_CASE("summary: a capped list of problems counts by its closing entry") {
  findings::Audit audit;
  model::DataProblem problem;
  problem.file = "a.csv";
  problem.kind = "date";
  audit.problems.assign(1000, problem);
  CHECK(reports::problem_count(audit) == 1000);
  problem.count = 5432;
  audit.problems.push_back(problem);
  CHECK(reports::problem_count(audit) == 5432);
  problem.file = "b.csv";
  problem.count = 1;
  audit.problems.push_back(problem);
  CHECK(reports::problem_count(audit) == 5433);
}

TEST_CASE("text table: widths, cutting and wrapping count characters as a terminal shows them") {
  CHECK(reports::display_width("abc") == 3);
  CHECK(reports::display_width("é日e\xCC\x81") == 4);
  CHECK(reports::cut("abcdef", 6) == "abcdef");
  CHECK(reports::cut("abcdef", 5) == "abcd…");
  CHECK(reports::cut("日本語", 5) == "日本…");
  CHECK(reports::cut("abc def", 5) == "abc…");
  CHECK(reports::cut("abc", 0).empty());
  CHECK(reports::cut_middle("a/long/path.csv", 9) == "a/…th.csv");
  CHECK(reports::display_width(reports::cut_middle("日本語日本語日本語", 10)) <= 10);
  CHECK(reports::wrap("one two three", 7) == std::vector<std::string>{"one two", "three"});
  CHECK(reports::wrap("abcdefgh", 3) == std::vector<std::string>{"abc", "def", "gh"});
  CHECK(reports::wrap("", 5) == std::vector<std::string>{""});
  CHECK(reports::wrap("日本", 1) == std::vector<std::string>{"日", "本"});
  CHECK(reports::wrap("a  b", 2) == std::vector<std::string>{"a", "b"});
}

TEST_CASE("text table: columns shrink, and the least important ones go first") {
  TextTable table({reports::text_column("name", TextTable::Fit::cut, 4),
                   reports::number_column("n"), reports::number_column("less", 1),
                   reports::number_column("least", 2)});
  table.add({{"a long name"}, {"1"}, {"22"}, {"333"}});
  CHECK(table.render(0, 40, false) == "name         n  less  least\na long name  1    22    333\n");
  CHECK(table.render(0, 24, false) == "name      n  less  least\na long…   1    22    333\n");
  CHECK(table.render(0, 17, false) == "name      n  less\na long…   1    22\n");
  CHECK(table.render(2, 9, false) == "  name  n\n  a l…  1\n");
}
