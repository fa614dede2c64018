// SPDX-License-Identifier: MIT
#include "sample_audit.hpp"

#include <algorithm>

#include "findings/fingerprint.hpp"
#include "findings/order.hpp"

using namespace audit::findings;
using audit::calendar::k_no_date;
using audit::calendar::parse_iso;
using audit::model::DataProblem;
using audit::model::InputFile;
using audit::model::InputWarning;

namespace {

int32_t day(const char* text) { return *text == '\0' ? k_no_date : parse_iso(text).value().days; }

struct Draft {
  uint32_t rule;
  Status status;
  const char* participant;
  const char* application;
  const char* key;
  const char* trigger;
  const char* due;
  const char* met_on;
  int32_t late_by;
  const char* office;
  const char* case_manager;
  const char* message;
};

Finding finding_of(const Audit& audit, const Draft& draft, uint32_t line) {
  Finding out;
  out.rule = draft.rule;
  out.status = draft.status;
  out.participant = draft.participant;
  out.application = draft.application;
  out.table = draft.rule == 1 ? "case_notes" : "activities";
  out.key = draft.key;
  out.file = draft.rule == 1 ? "exports/2026-01/case_notes.csv" : "exports/2026-01/activities.csv";
  out.line = line;
  out.trigger = day(draft.trigger);
  out.due = day(draft.due);
  out.met_on = day(draft.met_on);
  out.late_by = draft.late_by;
  out.late_in_business_days = draft.rule == 0;
  out.region = "North Region";
  out.office = draft.office;
  out.case_manager = draft.case_manager;
  out.message = draft.message;
  out.remedy = draft.rule == 0 ? "Enter activities the day they happen." : "";
  out.fingerprint = fingerprint(audit.rules[draft.rule].id, out.table, out.key, out.trigger);
  return out;
}

void add(Audit& audit, const Finding& finding) {
  audit.findings.push_back(finding);
  audit.rules[finding.rule].tally.add(finding.status, finding.waived, finding.baselined);
  audit.rules[finding.rule].in_business_days = finding.late_in_business_days;
}

/// Obligations that are no findings, counted with the rule.
void add_quiet(Audit& audit, uint32_t rule, uint64_t met, uint64_t pending) {
  audit.rules[rule].tally.by_status[static_cast<size_t>(Status::met)] += met;
  audit.rules[rule].tally.by_status[static_cast<size_t>(Status::pending)] += pending;
}

void merge(Tally& into, const Tally& from) {
  for (size_t i = 0; i < into.by_status.size(); ++i) into.by_status[i] += from.by_status[i];
  into.waived += from.waived;
  into.baselined += from.baselined;
}

Group& group_of(Audit& audit, const char* by, std::string_view name) {
  for (Group& group : audit.groups) {
    if (group.by == by && group.name == name) return group;
  }
  audit.groups.push_back({by, std::string(name), {}});
  return audit.groups.back();
}

/// Order, totals and groups, as assemble() makes them (met and pending ones belong to no group
/// here).
void finish(Audit& audit) {
  sort_findings(audit.findings, audit.rules);
  for (const RuleResult& rule : audit.rules) merge(audit.totals, rule.tally);
  for (const Finding& f : audit.findings) {
    group_of(audit, "region", f.region).tally.add(f.status, f.waived, f.baselined);
    group_of(audit, "office", f.office).tally.add(f.status, f.waived, f.baselined);
    group_of(audit, "case_manager", f.case_manager).tally.add(f.status, f.waived, f.baselined);
    group_of(audit, "program", f.program).tally.add(f.status, f.waived, f.baselined);
  }
  const auto place = [](const Group& group) {
    const std::vector<std::string> order = {"region", "office", "case_manager", "program"};
    return std::ranges::find(order, group.by) - order.begin();
  };
  std::ranges::sort(audit.groups, [&](const Group& a, const Group& b) {
    if (a.by != b.by) return place(a) < place(b);
    return compare_nulls_last(a.name, b.name) < 0;
  });
}

RuleResult rule(const char* id, const char* title, Severity severity, const char* cite) {
  RuleResult out;
  out.id = id;
  out.title = title;
  out.severity = severity;
  out.cite = cite;
  return out;
}

Run run() {
  Run out;
  out.as_of = parse_iso("2026-01-31").value();
  out.profile = "slo-34-19";
  out.calendar = "california-state";
  out.remind = "14 days";
  out.started_at = "2026-01-31T06:00:00-08:00";
  out.seconds = 0.12;
  out.rules_digest = "xxh3:00112233445566778899aabbccddeeff";
  out.version = "0.1.0";
  return out;
}

InputFile input(const char* path, const char* table, uint64_t rows, uint64_t rejected,
                uint64_t ignored) {
  InputFile out;
  out.path = path;
  out.table = table;
  out.rows = rows;
  out.rejected = rejected;
  out.ignored = ignored;
  out.accepted = rows - rejected - ignored;
  out.lines_ignored = 4;
  out.digest = "xxh3:0123456789abcdef0123456789abcdef";
  return out;
}

void add_findings(Audit& audit) {
  const Draft drafts[] = {
      {0, Status::late,     "100023", "2248352", "A-17", "2026-01-05", "2026-01-12", "2026-01-13", 1,
       "San Luis Obispo",                                                                                                 "Rivera, Ann",
       "101 began 2026-01-05, due 2026-01-12, entered 2026-01-13"                                                                                                                                                      },
      {0, Status::overdue,  "100024", "2248353", "A-18", "2026-01-12", "2026-01-20", "",           9,
       "San Luis Obispo",                                                                                                 "Rivera, Ann",                        "205 began 2026-01-12, due 2026-01-20, entered not yet"},
      {0, Status::late,     "100031", "2248360", "A-25", "2025-12-01", "2025-12-08", "2026-01-15", 26,
       "Paso Robles",                                                                                                     "Okafor, Ben",
       "Objective assessment with an unusually long service title that needs several lines began "
       "2025-12-01, due 2025-12-08, entered 2026-01-15"                                                                                                                                                                },
      {0, Status::upcoming, "100044", "2248371", "A-30", "2026-01-27", "2026-02-03", "",           0,
       "Paso Robles",                                                                                                     "Okafor, Ben",                        "300 began 2026-01-27, due 2026-02-03, entered not yet"},
      {1, Status::failed,   "100023", "",        "N-4",  "2025-11-03", "",           "",           0,  "San Luis Obispo",
       "Rivera, Ann",                                                                                                                                           "the note of 2025-11-03 holds no detail"               },
      {1, Status::failed,   "",       "2248377", "=N-5", "",           "",           "",           0,  "",                "",
       "the note of (none) says \"=cmd\",\x1B[31m red\x1B[0m and \xE2\x80\xAE"
       "backwards"                                                                                                                                                                                                     },
      {2, Status::overdue,  "100060", "2248390", "A-77", "2025-10-01", "2025-12-30", "",           32,
       "Grover Beach, Youth Programme Annexe",                                                                            "García-Núñez, María del Carmen",
       "no service since 2025-10-01"                                                                                                                                                                                   },
  };
  uint32_t line = 18;
  for (const Draft& draft : drafts) add(audit, finding_of(audit, draft, line++));
  Finding waived = finding_of(audit, drafts[6], 90);
  waived.key = "A-78";
  waived.participant = "100061";
  waived.waived = true;
  waived.baselined = true;
  waived.line = 0;
  waived.file = "";
  add(audit, waived);
}

}  // namespace

Audit sample_audit() {
  Audit audit;
  audit.run = run();
  audit.run.period = "2026-01";
  audit.inputs = {input("exports/2026-01/activities.csv", "activities", 1210, 1, 1),
                  input("exports/2026-01/case_notes.csv", "case_notes", 4321, 0, 12),
                  input("exports/2026-01/monthly.zip!from region north/follow ups.csv",
                        "follow_ups", 121, 25, 0),
                  input("exports/2026-01/unknown.csv", "", 0, 0, 0)};
  audit.inputs[2].audited = false;
  audit.inputs[3].audited = false;
  audit.inputs[3].digest = "";
  audit.rules = {
      rule("entry.activity", "Activity entered within 5 business days", Severity::error,
           "SLO WDB Policy 34-19, Data Entry"),
      rule("note.detail", "Case note says what was done", Severity::warning,
           "SLO WDB Policy 34-19, Case Notes"),
      rule("service.gap", "A service at least every 90 days", Severity::error, ""),
      rule("x.follow-up.three-attempts", "Three contact attempts before \"cannot locate\"",
           Severity::info, "EDD"),
      rule("x.follow-up.two", "Follow-up of the second quarter", Severity::error, "EDD"),
      rule("x.plan.signed", "Plan signed by both", Severity::error, "EDD"),
  };
  audit.rules[2].limited_by = {"staff", "activities.status"};
  audit.rules[3].skipped_because =
      "table follow_ups is not in the input (looked for the headers App ID, Quarter, Required By)";
  audit.rules[4].skipped_because = audit.rules[3].skipped_because;
  audit.rules[5].skipped_because =
      "column plans.staff_signed_on is not in the input (looked for the headers Staff Signature "
      "Date, Staff Signed, Date Signed by Staff)";
  add_findings(audit);
  add_quiet(audit, 0, 1100, 4);
  add_quiet(audit, 1, 4000, 0);
  add_quiet(audit, 2, 17, 3);
  DataProblem problem;
  problem.file = "exports/2026-01/activities.csv";
  problem.kind = "date";
  problem.line = 44;
  problem.column = "actual_begin";
  problem.problem = "not a date: '13/45/2026'";
  audit.problems.push_back(problem);
  problem.kind = "quote";
  problem.line = 60;
  problem.column = "";
  problem.problem = "the quote that opens here is never closed";
  problem.row_rejected = true;
  audit.problems.push_back(problem);
  problem.kind = "orphan";
  problem.line = 0;
  problem.row_rejected = false;
  problem.problem = "App ID that is no application in the input; for example 2248404, 2248405";
  problem.count = 1234;
  audit.problems.push_back(problem);
  InputWarning warning;
  warning.code = "stale";
  warning.file = "exports/2026-01/case_notes.csv";
  warning.table = "case_notes";
  warning.text = "its newest entry date is 2026-01-12, 19 days before the as-of date";
  audit.warnings.push_back(warning);
  finish(audit);
  return audit;
}

Audit large_audit(uint32_t count) {
  Audit audit;
  audit.run = run();
  audit.inputs = {input("a.csv", "activities", count, 0, 0)};
  audit.rules = {rule("a.one", "One", Severity::error, "P 1"),
                 rule("b.two", "Two", Severity::warning, "P 2"),
                 rule("c.three", "Three", Severity::error, "P 3")};
  const Status statuses[] = {Status::late, Status::overdue, Status::failed, Status::upcoming};
  for (uint32_t i = 0; i < count; ++i) {
    Finding f;
    f.rule = i % 3;
    f.status = statuses[i % 4];
    const std::string participant = std::to_string(100000 + (i * 7919) % 50000);
    const std::string application = std::to_string(2000000 + i / 3);
    const std::string key = "A" + std::to_string(i);
    const std::string office = "Office " + std::to_string(i % 7);
    const std::string case_manager = "Manager " + std::to_string(i % 23);
    f.participant = participant;
    f.application = application;
    f.table = "activities";
    f.key = key;
    f.file = "a.csv";
    f.line = i + 2;
    f.trigger = 20000 + static_cast<int32_t>(i % 400);
    if (f.status != Status::failed) f.due = f.trigger + 7;
    f.late_by = f.status == Status::late || f.status == Status::overdue ? 3 : 0;
    f.office = office;
    f.case_manager = case_manager;
    f.message = "101 began on some day, due on another, entered not yet";
    f.fingerprint = fingerprint(audit.rules[f.rule].id, f.table, f.key, f.trigger);
    add(audit, f);
  }
  for (uint32_t r = 0; r < 3; ++r) add_quiet(audit, r, count, 5);
  finish(audit);
  return audit;
}

Audit clean_audit() {
  Audit audit;
  audit.run = run();
  audit.inputs = {input("a.csv", "activities", 10, 0, 0)};
  audit.rules = {rule("a.one", "One", Severity::error, "P 1")};
  add_quiet(audit, 0, 10, 2);
  finish(audit);
  return audit;
}
