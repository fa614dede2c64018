// SPDX-License-Identifier: MIT
// The workbook report: its sheets, but the first (xlsx_summary.cpp).
#include <fmt/format.h>

#include <algorithm>

#include "reports/finding_text.hpp"
#include "reports/formats.hpp"
#include "reports/summary.hpp"
#include "reports/totals_check.hpp"
#include "reports/xlsx_sheets.hpp"

namespace audit::reports {

using findings::Audit;
using findings::Finding;
using findings::RuleResult;
using findings::Status;
using findings::Tally;

namespace {

// So many wrapped rows a spreadsheet lays out in no time; more of them stay one line high.
constexpr size_t k_most_wrapped = 5000;

int64_t whole(uint64_t value) { return static_cast<int64_t>(value); }

XlsxColumn text_column(const char* heading, double width, bool wrap = false) {
  return {heading, XlsxType::text, width, wrap};
}
XlsxColumn date_column(const char* heading) { return {heading, XlsxType::date, 11.5}; }
XlsxColumn number_column(const char* heading, double width = 10) {
  return {heading, XlsxType::number, width};
}

void colour_severities(XlsxTable& table, size_t column) {
  table.colour(column, "error", XlsxTone::bad);
  table.colour(column, "warning", XlsxTone::warn);
  table.colour(column, "info", XlsxTone::info);
}

void write_tally(XlsxTable& table, const Tally& tally) {
  table.percent(tally.rate());
  table.number(whole(fell_due(tally)));
  table.number(whole(tally.of(Status::met)));
  table.number(whole(tally.violations()));
  for (const Status status :
       {Status::late, Status::overdue, Status::failed, Status::upcoming, Status::pending}) {
    table.number(whole(tally.of(status)));
  }
  table.number(whole(tally.waived));
  table.number(whole(tally.baselined));
  table.number(whole(tally.obligations()));
}

std::vector<XlsxColumn> by_columns(std::string_view by) {
  std::vector<XlsxColumn> columns;
  if (by == "rule") {
    columns = {text_column("Severity", 10), text_column("Rule", 34), text_column("Title", 60)};
  } else {
    columns = {
        {heading_word(by), XlsxType::text, 40}
    };
  }
  columns.push_back({"Rate", XlsxType::percent, 10});
  for (const char* heading : {"Fell due", "Met", "Violations", "Late", "Overdue", "Failed",
                              "Upcoming", "Pending", "Waived", "Baseline", "All obligations"}) {
    columns.push_back(number_column(heading, 11));
  }
  return columns;
}

std::vector<XlsxColumn> finding_columns(bool with_names, bool wrap) {
  std::vector<XlsxColumn> columns = {text_column("Severity", 10),
                                     text_column("Status", 10),
                                     text_column("Rule", 30, wrap),
                                     text_column("Participant", 13),
                                     text_column("Application", 13),
                                     text_column("Case manager", 22, wrap),
                                     text_column("Office", 22, wrap),
                                     date_column("Trigger"),
                                     date_column("Due"),
                                     date_column("Met on"),
                                     number_column("Late by", 8),
                                     text_column("Unit", 13),
                                     text_column("What", 60, wrap),
                                     text_column("What to do", 50, wrap),
                                     text_column("Waived", 9),
                                     text_column("Baseline", 10),
                                     text_column("Region", 20, wrap),
                                     text_column("Program", 20, wrap),
                                     text_column("Citation", 40, wrap),
                                     text_column("Judged without", 24, wrap),
                                     text_column("Table", 16),
                                     text_column("Record", 16),
                                     text_column("File", 30),
                                     number_column("Line", 9),
                                     text_column("Fingerprint", 36)};
  if (with_names) columns.insert(columns.begin() + 4, text_column("Name", 24));
  return columns;
}

void write_finding(XlsxTable& table, const RuleResult& rule, const Finding& finding,
                   bool with_names) {
  table.text(findings::show(rule.severity));
  table.text(findings::show(finding.status));
  table.text(rule.id);
  table.text(finding.participant);
  if (with_names) table.text(finding.participant_name);
  table.text(finding.application);
  table.text(finding.case_manager);
  table.text(finding.office);
  table.date(finding.trigger);
  table.date(finding.due);
  table.date(finding.met_on);
  table.number_or_blank(finding.late_by);
  table.text(late_unit(finding));
  table.text(finding.message);
  table.text(finding.remedy);
  table.text(finding.waived ? "waived" : "");
  table.text(finding.baselined ? "baseline" : "");
  table.text(finding.region);
  table.text(finding.program);
  table.text(rule.cite);
  table.text(fmt::format("{}", fmt::join(rule.limited_by, "; ")));
  table.text(finding.table);
  table.text(finding.key);
  table.text(finding.file);
  table.number_or_blank(finding.line);
  table.text(finding.fingerprint.hex());
  table.end_row();
}

bool has_named_group(const Audit& audit, std::string_view by) {
  return std::ranges::any_of(audit.groups, [by](const findings::Group& group) {
    return group.by == by && !group.name.empty();
  });
}

}  // namespace

void add_by_sheet(XlsxBook& book, const Audit& audit, std::string_view by) {
  XlsxTable& table = book.add_table("By " + group_word(by), by_columns(by));
  if (by == "rule") {
    colour_severities(table, 0);
    table.freeze_columns(2);
  } else {
    table.freeze_columns(1);
  }
  for (const SummaryRow& row : summary_rows(audit, by)) {
    if (row.rule != nullptr) {
      table.text(findings::show(row.rule->severity));
      table.text(row.rule->id);
      table.text(row.rule->title);
    } else {
      table.text(row.name.empty() ? "(none)" : row.name);
    }
    write_tally(table, *row.tally);
    table.end_row();
  }
}

void add_findings_sheet(XlsxBook& book, const Audit& audit) {
  const bool with_names = std::ranges::any_of(
      audit.findings, [](const Finding& finding) { return !finding.participant_name.empty(); });
  const bool wrap = audit.findings.size() <= k_most_wrapped;
  XlsxTable& table = book.add_table("Findings", finding_columns(with_names, wrap));
  colour_severities(table, 0);
  table.colour(1, "late", XlsxTone::warn);
  table.colour(1, "overdue", XlsxTone::bad);
  table.colour(1, "failed", XlsxTone::bad);
  table.colour(1, "upcoming", XlsxTone::info);
  table.freeze_columns(4);
  TotalsCheck check(audit);
  for (const Finding& finding : audit.findings) {
    write_finding(table, audit.rules[finding.rule], finding, with_names);
    check.count(finding);
  }
  check.finish();
}

void add_problems_sheet(XlsxBook& book, const Audit& audit) {
  XlsxTable& table =
      book.add_table("Data problems", {text_column("File", 44), number_column("Line"),
                                       text_column("Column", 22), text_column("Problem", 80, true),
                                       text_column("Row", 12), number_column("Count")});
  table.colour(4, "rejected", XlsxTone::bad);
  for (const model::DataProblem& problem : audit.problems) {
    table.text(problem.file);
    table.number_or_blank(problem.line);
    table.text(problem.column);
    table.text(problem.problem);
    table.text(problem.row_rejected ? "rejected" : "kept");
    table.number(whole(problem.count));
    table.end_row();
  }
}

void add_inputs_sheet(XlsxBook& book, const Audit& audit) {
  XlsxTable& table = book.add_table(
      "Input",
      {text_column("File", 44), text_column("Table", 20), number_column("Rows"),
       number_column("Accepted"), number_column("Rejected"), number_column("Ignored"),
       number_column("Other lines", 12), text_column("Audited", 14), text_column("Digest", 40)});
  table.colour(7, "NOT AUDITED", XlsxTone::bad);
  for (const model::InputFile& input : audit.inputs) {
    table.text(input.path);
    table.text(input.table.empty() ? "(unknown)" : input.table);
    table.number(whole(input.rows));
    table.number(whole(input.accepted));
    table.number(whole(input.rejected));
    table.number(whole(input.ignored));
    table.number(whole(input.lines_ignored));
    table.text(input.audited ? "yes" : "NOT AUDITED");
    table.text(input.digest);
    table.end_row();
  }
}

void add_rules_sheet(XlsxBook& book, const Audit& audit) {
  XlsxTable& table = book.add_table(
      "Rules and citations",
      {text_column("Rule", 34), text_column("Title", 60, true), text_column("Severity", 10),
       text_column("Checked", 13), text_column("Citation", 70, true), text_column("Table", 18),
       text_column("Why it was not checked", 60, true), text_column("Judged without", 30, true)});
  colour_severities(table, 2);
  table.colour(3, "NOT CHECKED", XlsxTone::bad);
  table.freeze_columns(1);
  for (const RuleResult& rule : audit.rules) {
    table.text(rule.id);
    table.text(rule.title);
    table.text(findings::show(rule.severity));
    table.text(rule.skipped_because.empty() ? "yes" : "NOT CHECKED");
    table.text(rule.cite);
    table.text(rule.table);
    table.text(rule.skipped_because);
    table.text(fmt::format("{}", fmt::join(rule.limited_by, "; ")));
    table.end_row();
  }
}

void add_waivers_sheet(XlsxBook& book, const Audit& audit) {
  if (audit.waivers.empty()) return;
  XlsxTable& table =
      book.add_table("Waivers", {text_column("Rule", 34), text_column("Until", 12),
                                 text_column("State", 12), number_column("Matched"),
                                 text_column("Reason", 70, true), text_column("Approved by", 30)});
  table.colour(2, "expired", XlsxTone::bad);
  table.colour(2, "unmatched", XlsxTone::warn);
  table.colour(2, "expiring", XlsxTone::warn);
  for (const findings::WaiverUse& waiver : audit.waivers) {
    table.text(waiver.rule);
    table.text(waiver.until);
    table.text(show(waiver.state));
    table.number(whole(waiver.matched));
    table.text(waiver.reason);
    table.text(waiver.approved_by);
    table.end_row();
  }
}

void write_xlsx(const Audit& audit, const FormatOptions& options, util::Output& out) {
  XlsxOptions book_options;
  book_options.title = fmt::format("Compliance audit as of {}", calendar::iso(audit.run.as_of));
  book_options.as_of = audit.run.as_of;
  XlsxBook book(book_options);
  add_summary_sheet(book, audit, options);
  for (const char* by : {"rule", "case_manager", "office"}) add_by_sheet(book, audit, by);
  for (const char* by : {"region", "program"}) {
    if (options.by == by || has_named_group(audit, by)) add_by_sheet(book, audit, by);
  }
  add_findings_sheet(book, audit);
  add_problems_sheet(book, audit);
  add_rules_sheet(book, audit);
  add_inputs_sheet(book, audit);
  add_waivers_sheet(book, audit);
  book.write(out);
}

}  // namespace audit::reports
