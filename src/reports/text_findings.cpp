// SPDX-License-Identifier: MIT
// The lower half of the text report: the findings rule by rule, the data problems, the bottom line.
#include <fmt/format.h>

#include <algorithm>

#include "reports/finding_text.hpp"
#include "reports/summary.hpp"
#include "reports/text_parts.hpp"
#include "util/text.hpp"

namespace audit::reports {

using findings::Audit;
using findings::Finding;
using findings::FindingList;
using findings::RuleResult;
using findings::Status;
using Fit = TextTable::Fit;

namespace {

// What a person reads on a screen; the whole list is what the other formats are for.
constexpr size_t k_all_shown = 40;  // up to so many findings, all are
constexpr size_t k_shown_per_rule = 3;
constexpr size_t k_problems_shown = 15;

TextTable findings_table(size_t page_width) {
  const size_t message_width = std::clamp<size_t>(page_width / 3, 26, 60);
  // Ids are never cut: rather they go on in a second line.
  return TextTable({text_column("status", Fit::wrap, 9), text_column("participant", Fit::wrap, 11),
                    text_column("name", Fit::cut, 12), text_column("application", Fit::wrap, 11),
                    text_column("due", Fit::fixed, 0, 1), number_column("days late"),
                    text_column("case manager", Fit::cut, 12, 2),
                    text_column("where", Fit::middle, 22, 3),
                    text_column("what", Fit::wrap, message_width)});
}

/// The remedy that all of them share; empty if they differ.
std::string common_remedy(FindingList::Iterator first, FindingList::Iterator last) {
  const std::string_view remedy = (*first).remedy;
  const bool same = std::all_of(
      first, last, [remedy](const Finding& finding) { return finding.remedy == remedy; });
  return same ? std::string(remedy) : std::string();
}

void append_rule_heading(TextPage& page, const RuleResult& rule, size_t count,
                         bool in_business_days) {
  page.out += '\n';
  page.paragraph(fmt::format("{}: {}", rule.id, rule.title), k_indent, 2, Style::bold);
  std::string about =
      fmt::format("{} · {}", findings::show(rule.severity), counted(count, "finding"));
  if (in_business_days) about += " · late in business days";
  if (!rule.cite.empty()) about += fmt::format(" · {}", rule.cite);
  page.paragraph(about, k_indent + 2, 0, Style::dim);
  if (rule.limited_by.empty()) return;
  page.paragraph(fmt::format("Judged without {}: some of these may be records that the rule would "
                             "have spared.",
                             fmt::join(rule.limited_by, ", ")),
                 k_indent + 2, 0, Style::yellow);
}

void append_rule_findings(TextPage& page, const Audit& audit, const RuleFindings& of, size_t most) {
  const size_t count = of.end - of.begin;
  const auto first = audit.findings.begin() + static_cast<std::ptrdiff_t>(of.begin);
  const auto last = first + static_cast<std::ptrdiff_t>(std::min(count, most));
  const bool business = std::any_of(first, last, [](const Finding& finding) {
    return finding.late_by > 0 && finding.late_in_business_days;
  });
  append_rule_heading(page, *of.rule, count, business);
  const std::string remedy = common_remedy(first, last);
  if (!remedy.empty()) page.paragraph("What to do: " + remedy, k_indent + 2, 2);

  TextTable table = findings_table(page.width);
  for (auto at = first; at != last; ++at) {
    const Finding finding = *at;
    const bool own_remedy = remedy.empty() && !finding.remedy.empty();
    table.add({cell(status_text(finding), style_of(finding.status)),
               cell(std::string(finding.participant)), cell(std::string(finding.participant_name)),
               cell(std::string(finding.application)), cell(date_text(finding.due)),
               cell(finding.late_by == 0 ? "" : util::with_commas(finding.late_by)),
               cell(std::string(finding.case_manager)), cell(place_text(finding)),
               cell(own_remedy ? fmt::format("{} → {}", finding.message, finding.remedy)
                               : std::string(finding.message))});
  }
  table.drop_empty_columns();
  page.out += table.render(k_indent + 2, page.width, page.colour);
  if (count > most) {
    page.paragraph(
        fmt::format("… and {} more (all of them in -o report.csv)", grouped(count - most)),
        k_indent + 2, 0, Style::dim);
  }
}

}  // namespace

void append_findings(TextPage& page, const Audit& audit) {
  if (audit.findings.empty()) return;
  page.heading("Findings");
  const size_t most = audit.findings.size() <= k_all_shown ? k_all_shown : k_shown_per_rule;
  for (const RuleFindings& of : findings_by_rule(audit)) {
    append_rule_findings(page, audit, of, most);
  }
}

void append_problems(TextPage& page, const Audit& audit) {
  if (audit.problems.empty()) return;
  page.heading("Data problems");
  TextTable table({text_column("where", Fit::middle, 28), text_column("column", Fit::wrap, 10),
                   text_column("problem", Fit::wrap, 20), text_column("", Fit::wrap, 8)});
  // Rejected rows first: what they hold was not audited.
  std::vector<const model::DataProblem*> problems;
  for (const model::DataProblem& problem : audit.problems) problems.push_back(&problem);
  std::stable_partition(problems.begin(), problems.end(),
                        [](const model::DataProblem* problem) { return problem->row_rejected; });
  const size_t shown = std::min(problems.size(), k_problems_shown);
  for (size_t i = 0; i < shown; ++i) {
    const model::DataProblem& problem = *problems[i];
    std::string text = problem.problem;
    if (problem.count > 1) text += fmt::format(" (× {})", grouped(problem.count));
    table.add({cell(place_text(problem.file, problem.line)), cell(problem.column), cell(text),
               cell(problem.row_rejected ? "row rejected" : "", Style::red)});
  }
  table.drop_empty_columns();
  page.out += table.render(k_indent, page.width, page.colour);
  if (problems.size() > shown) {
    page.paragraph(fmt::format("… and {} more (all of them in -o report.json)",
                               grouped(problems.size() - shown)),
                   k_indent, 0, Style::dim);
  }
}

void append_bottom_line(TextPage& page, const Audit& audit) {
  const uint64_t skipped = skipped_count(audit);
  const uint64_t violations = audit.totals.violations();
  std::string text = violations == 0 ? "No violations" : counted(violations, "violation");
  text += fmt::format(" in {} checked", counted(audit.rules.size() - skipped, "rule"));
  if (audit.totals.waived > 0) text += fmt::format(" ({} waived)", grouped(audit.totals.waived));

  const auto add = [&text](uint64_t count, std::string_view noun, std::string_view what) {
    if (count > 0) text += fmt::format("; {}{}", counted(count, noun), what);
  };
  const size_t unaudited = unaudited_inputs(audit).size();
  add(skipped, "rule", " NOT CHECKED");
  add(unaudited, "input", " NOT AUDITED");
  if (audit.unaudited_input && unaudited == 0) text += "; some of the input NOT AUDITED";
  add(empty_inputs(audit).size(), "input", " EMPTY");
  add(cut_off_inputs(audit).size(), "input", " CUT OFF");
  add(static_cast<uint64_t>(std::ranges::count(audit.waivers, findings::WaiverUse::State::expired,
                                               &findings::WaiverUse::state)),
      "waiver", " EXPIRED");
  add(audit.warnings.size(), "warning", " about the input");
  add(problem_count(audit), "data problem", "");
  page.out += '\n';
  const bool clean = violations == 0 && is_whole(audit);
  page.paragraph(text + ".", 0, 0, clean ? Style::green : Style::bold);
}

}  // namespace audit::reports
