// SPDX-License-Identifier: MIT
// The lower half of the Markdown report: what was not checked, the findings, the data problems.
#include <fmt/format.h>

#include <algorithm>

#include "reports/finding_text.hpp"
#include "reports/markdown_parts.hpp"
#include "reports/markdown_text.hpp"
#include "reports/summary.hpp"

namespace audit::reports {

using findings::Audit;
using findings::Finding;
using findings::RuleResult;

namespace {

// What a person reads; the whole list is what the other formats are for.
constexpr size_t k_md_all_shown = 60;  // up to so many findings, all are
constexpr size_t k_md_shown_per_rule = 10;
constexpr size_t k_md_problems_shown = 15;

size_t rules_in(const std::vector<RulesWithReason>& all) {
  size_t count = 0;
  for (const RulesWithReason& rules : all) count += rules.rules.size();
  return count;
}

std::string ids_of(const RulesWithReason& rules) {
  std::string out;
  for (const RuleResult* rule : rules.rules) {
    if (!out.empty()) out += ", ";
    out += md_code(rule->id);
  }
  return out;
}

void append_reasons(std::string& out, const std::vector<RulesWithReason>& all) {
  for (const RulesWithReason& rules : all) {
    out += fmt::format("  - {}: {}\n", md_text(rules.reason), ids_of(rules));
  }
}

std::string were(size_t rules) { return counted(rules, "rule") + (rules == 1 ? " was" : " were"); }

void append_rule_head(std::string& out, const RuleFindings& of) {
  const RuleResult& rule = *of.rule;
  out += fmt::format("\n### {}: {}\n\n", md_code(rule.id), md_text(rule.title));
  out +=
      fmt::format("{}, {}.", findings::show(rule.severity), counted(of.end - of.begin, "finding"));
  if (!rule.cite.empty()) out += fmt::format(" {}.", md_text(rule.cite));
  if (!rule.limited_by.empty()) {
    out += fmt::format(
        " Judged without {}: some of these may be records that the rule would have "
        "spared.",
        md_text(fmt::format("{}", fmt::join(rule.limited_by, ", "))));
  }
  out += "\n\n";
}

/// The remedy that all of them share; empty if they differ.
std::string common_remedy(const Audit& audit, size_t begin, size_t end) {
  const std::string_view first = audit.findings[begin].remedy;
  for (size_t i = begin; i < end; ++i) {
    if (audit.findings[i].remedy != first) return {};
  }
  return std::string(first);
}

void append_rule_findings(std::string& out, const Audit& audit, const RuleFindings& of,
                          size_t most) {
  append_rule_head(out, of);
  const size_t end = std::min(of.end, of.begin + most);
  const std::string remedy = common_remedy(audit, of.begin, end);
  if (!remedy.empty()) out += fmt::format("What to do: {}\n\n", md_text(remedy));
  MdTable table({MdTable::text("Status"), MdTable::text("Participant"),
                 MdTable::text_if_any("Name"), MdTable::text_if_any("Application"),
                 MdTable::text_if_any("Due"), MdTable::text_if_any("Late by"),
                 MdTable::text_if_any("Case manager"), MdTable::text_if_any("Record"),
                 MdTable::text("What")});
  for (size_t i = of.begin; i < end; ++i) {
    const Finding finding = audit.findings[i];
    std::string what = md_text(finding.message);
    if (remedy.empty() && !finding.remedy.empty()) what += " → " + md_text(finding.remedy);
    table.add({status_text(finding), md_text(finding.participant),
               md_text(finding.participant_name), md_text(finding.application),
               date_text(finding.due), late_text(finding), md_text(finding.case_manager),
               finding.file.empty() ? "" : md_code(place_text(finding)), std::move(what)});
  }
  out += table.render();
  if (of.end > end) {
    out += fmt::format("\n… and {} more; all of them are in `-o report.csv` or `-o report.xlsx`.\n",
                       grouped(of.end - end));
  }
}

/// In short: one line a code, with what it is about.
void append_warnings(std::string& out, const Audit& audit, bool in_short) {
  std::vector<std::string> told;
  for (const model::InputWarning& warning : audit.warnings) {
    const std::string& of = warning.file.empty() ? warning.table : warning.file;
    if (!in_short) {
      out += fmt::format("- {}{}{}\n", of.empty() ? "" : md_code(of), of.empty() ? "" : ": ",
                         md_text(warning.text));
      continue;
    }
    if (std::ranges::find(told, warning.code) != told.end()) continue;
    told.push_back(warning.code);
    out += fmt::format("- Warning “{}”:", md_text(warning.code));
    for (const model::InputWarning& like : audit.warnings) {
      if (like.code != warning.code) continue;
      out += " " + md_code(like.file.empty() ? like.table : like.file);
    }
    out += '\n';
  }
}

}  // namespace

void append_md_attention(std::string& out, const Audit& audit, bool in_short) {
  const auto skipped = skipped_rules(audit);
  const auto limited = limited_rules(audit);
  std::string text;
  for (const model::InputFile* input : unaudited_inputs(audit)) {
    text += fmt::format("- **Not audited**: {}\n", md_code(input->path));
  }
  if (audit.unaudited_input && unaudited_inputs(audit).empty()) {
    text += "- **Not audited**: some of the input; the data problems say which, and why\n";
  }
  for (const model::InputFile* input : empty_inputs(audit)) {
    text += fmt::format("- **Empty**: {} {}\n", md_code(input->path), why_empty(*input));
  }
  if (!skipped.empty()) {
    text += fmt::format("- **{} not checked**, for want of data{}\n", were(rules_in(skipped)),
                        in_short ? "" : ":");
    if (!in_short) append_reasons(text, skipped_by_absence(audit));
  }
  append_warnings(text, audit, in_short);
  if (!limited.empty()) {
    text += fmt::format(
        "- {} judged without optional data, and may accuse records that it would have spared{}\n",
        were(rules_in(limited)), in_short ? "" : "; missing:");
    if (!in_short) append_reasons(text, limited);
  }
  if (audit.rules.empty()) text += "- **Nothing was checked**: no rule is enabled\n";
  if (!text.empty()) out += "\n## Not checked, and warnings\n\n" + text;
}

void append_md_findings(std::string& out, const Audit& audit) {
  if (audit.findings.empty()) return;
  out += "\n## Findings\n";
  const size_t most =
      audit.findings.size() <= k_md_all_shown ? k_md_all_shown : k_md_shown_per_rule;
  for (const RuleFindings& of : findings_by_rule(audit)) {
    append_rule_findings(out, audit, of, most);
  }
}

void append_md_problems(std::string& out, const Audit& audit) {
  if (audit.problems.empty()) return;
  out += "\n## Data problems\n\n";
  // Rejected rows first: what they hold was not audited.
  std::vector<const model::DataProblem*> problems;
  for (const model::DataProblem& problem : audit.problems) problems.push_back(&problem);
  std::stable_partition(problems.begin(), problems.end(),
                        [](const model::DataProblem* problem) { return problem->row_rejected; });
  const size_t shown = std::min(problems.size(), k_md_problems_shown);
  MdTable table({MdTable::text("Where"), MdTable::text_if_any("Column"), MdTable::text("Problem"),
                 MdTable::text_if_any("")});
  for (size_t i = 0; i < shown; ++i) {
    const model::DataProblem& problem = *problems[i];
    std::string where = problem.file;
    if (problem.line != 0) where += fmt::format(":{}", problem.line);
    std::string text = md_text(problem.problem);
    if (problem.count > 1) text += fmt::format(" (× {})", grouped(problem.count));
    table.add({md_code(where), md_code(problem.column), std::move(text),
               problem.row_rejected ? "row rejected" : ""});
  }
  out += table.render();
  if (problems.size() > shown) {
    out += fmt::format("\n… and {} more; all of them are in `-o report.json`.\n",
                       grouped(problems.size() - shown));
  }
}

}  // namespace audit::reports
