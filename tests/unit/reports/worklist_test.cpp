// SPDX-License-Identifier: MIT
#include "reports/worklist.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "sample_audit.hpp"

using namespace audit;
using findings::Status;
using reports::WorkSection;

namespace {

std::vector<std::string> names_for(const std::vector<std::string>& people) {
  std::vector<WorkSection> sections;
  for (const std::string& name : people) sections.push_back({name, {}});
  return reports::file_names(sections);
}

findings::Finding finding(Status status, int32_t due, const char* key) {
  findings::Finding one;
  one.status = status;
  one.due = due;
  one.key = key;
  one.case_manager = "Ann";
  return one;
}

/// Findings in the order of the keys; as of day 1000.
findings::Audit audit_of(const std::vector<findings::Finding>& all) {
  findings::Audit audit;
  audit.run.as_of = {1000};
  audit.rules.emplace_back();
  for (const findings::Finding& one : all) audit.findings.push_back(one);
  return audit;
}

std::string keys_of(const reports::Worklist& list) {
  std::string keys;
  for (const WorkSection& section : list.sections) {
    for (const reports::WorkItem& item : section.items) keys += item.finding.key;
  }
  return keys;
}

}  // namespace

TEST_CASE("worklist: overdue first, then failed, then upcoming, each by due date") {
  const findings::Audit audit = audit_of(
      {finding(Status::upcoming, 1003, "a"), finding(Status::failed, calendar::k_no_date, "b"),
       finding(Status::overdue, 990, "c"), finding(Status::upcoming, 1000, "d"),
       finding(Status::overdue, 980, "e"), finding(Status::late, 970, "f")});
  const auto list = reports::make_worklist(audit, {});
  CHECK(keys_of(list) == "ecbda");
  CHECK(list.sections.at(0).items[0].days_left == -20);
  CHECK_FALSE(list.sections.at(0).items[2].days_left.has_value());
  CHECK(reports::days_left_words(list.sections[0].items[0]) == "20 days overdue");
  CHECK(reports::days_left_words(list.sections[0].items[3]) == "due today");
  CHECK(reports::days_left_words(list.sections[0].items[4]) == "3 days left");
}

TEST_CASE("worklist: --days ends with the last day, that day included") {
  const findings::Audit audit =
      audit_of({finding(Status::upcoming, 1004, "a"), finding(Status::upcoming, 1005, "b"),
                finding(Status::upcoming, 1006, "c"), finding(Status::overdue, 100, "d")});
  reports::WorklistChoice choice;
  choice.days = 5;
  CHECK(keys_of(reports::make_worklist(audit, choice)) == "dab");
  choice.days = 0;
  CHECK(keys_of(reports::make_worklist(audit, choice)) == "d");
}

TEST_CASE("worklist: --with-late takes what was met late in the last 30 days") {
  findings::Audit audit =
      audit_of({finding(Status::late, 900, "a"), finding(Status::late, 901, "b"),
                finding(Status::late, 902, "c")});
  for (const auto& [at, day] : {std::pair(0U, 969), std::pair(1U, 970), std::pair(2U, 1000)}) {
    audit.findings.change(at, [met_on = day](findings::Finding& one) { one.met_on = met_on; });
  }
  reports::WorklistChoice choice;
  CHECK(keys_of(reports::make_worklist(audit, choice)).empty());
  choice.with_late = true;
  CHECK(keys_of(reports::make_worklist(audit, choice)) == "bc");
}

TEST_CASE("worklist: a waived finding is nobody's work, but counted; nobody's section is last") {
  findings::Audit audit =
      audit_of({finding(Status::overdue, 900, "a"), finding(Status::overdue, 900, "b"),
                finding(Status::overdue, 900, "c")});
  audit.findings.set_waived(0);
  audit.findings.change(1, [](findings::Finding& one) { one.case_manager = {}; });
  const auto list = reports::make_worklist(audit, {});
  CHECK(keys_of(list) == "cb");
  CHECK(list.waived == 1);
  CHECK(list.items == 2);
  CHECK(reports::section_name(list.sections.at(1)) == "No case manager");
}

TEST_CASE("worklist: only one case manager's, letter case aside") {
  findings::Audit audit =
      audit_of({finding(Status::overdue, 900, "a"), finding(Status::overdue, 900, "b")});
  audit.findings.change(1, [](findings::Finding& one) { one.case_manager = "Bob"; });
  CHECK(keys_of(reports::make_worklist(audit, {.days = {}, .case_manager = " bob "})) == "b");
}

TEST_CASE("worklist: file names are safe, and no two are alike") {
  CHECK(names_for({"Smith, Ann"}) == std::vector<std::string>{"Smith-Ann"});
  CHECK(names_for({"../x", "..\\x", "/etc/passwd"}) ==
        std::vector<std::string>{"x", "x-2", "etc-passwd"});
  CHECK(names_for({"Ann Lee", "ANN LEE", "ann-lee", "Ann Lee-2"}) ==
        std::vector<std::string>{"Ann-Lee", "ANN-LEE-2", "ann-lee-3", "Ann-Lee-2-2"});
  CHECK(names_for({"", "No case manager"}) ==
        std::vector<std::string>{"no-case-manager", "No-case-manager-2"});
  CHECK(names_for({"...", "\xE6\x9D\x8E"}) ==
        std::vector<std::string>{"case-manager", "case-manager-2"});
  CHECK(names_for({"CON", "lpt1", "Nul"}) == std::vector<std::string>{"CON-2", "lpt1-2", "Nul-2"});
  CHECK(names_for({"Jos\xC3\xA9 N\xC3\xBA\xC3\xB1"
                   "ez"}) == std::vector<std::string>{"Jos\xC3\xA9-N\xC3\xBA\xC3\xB1"
                                                      "ez"});
  CHECK(names_for({"a\nb\x1B[31m", "-rf"}) == std::vector<std::string>{"a-b-31m", "rf"});
  CHECK(names_for({std::string(500, 'x')}).at(0).size() <= 84);
}

TEST_CASE("worklist: one CSV record an item, with the shared headers") {
  const findings::Audit audit = sample_audit();
  const auto list = reports::make_worklist(audit, {});
  util::StringOutput out;
  reports::write_worklist_csv(list, {}, out);
  std::string header = "\xEF\xBB\xBF";
  for (const std::string_view name : reports::k_worklist_headers) {
    header += header.size() > 3 ? "," : "";
    header += name;
  }
  CHECK(out.text().starts_with(header));
  const auto records = std::ranges::count(out.text(), '\n');
  CHECK(static_cast<uint64_t>(records) == list.items + 1);
  for (const reports::ViewFormat<reports::Worklist>& format : reports::worklist_formats()) {
    if (std::string_view(format.name) == "xlsx") continue;  // packed
    util::StringOutput any;
    format.write(list, {}, any);
    CHECK(any.text().find('\x1B') == std::string::npos);
    CHECK(any.text().find("<script") == std::string::npos);
  }
}
