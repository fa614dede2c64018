// SPDX-License-Identifier: MIT
// Annotations of GitHub Actions: a workflow command a line.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reports/finding_text.hpp"
#include "reports/formats.hpp"
#include "reports/summary.hpp"
#include "reports/totals_check.hpp"
#include "util/text.hpp"

namespace audit::reports {

namespace {

using findings::Audit;
using findings::Finding;
using findings::RuleResult;

// The viewer shows ten of a level and step, and drops the rest without a word.
constexpr size_t k_shown_of_level = 10;

constexpr std::array<const char*, 3> k_levels{"error", "warning", "notice"};

/// As a workflow command needs it; `in_property` for what stands before the "::".
std::string escaped(std::string_view text, bool in_property) {
  std::string out;
  for (const char c : util::visible(text)) {
    const bool separator = in_property && (c == ':' || c == ',');
    if (c == '%' || separator) {
      out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out += c;
    }
  }
  return out;
}

/// Into k_levels. What is waived, known or only upcoming asks for nothing today.
size_t level_of(const Audit& audit, const Finding& finding) {
  if (!findings::is_violation(finding.status) || is_set_aside(finding)) return 2;
  return static_cast<size_t>(audit.rules[finding.rule].severity);
}

void append_finding(std::string& out, const Audit& audit, const Finding& finding) {
  const RuleResult& rule = audit.rules[finding.rule];
  out += fmt::format("::{} ", k_levels.at(level_of(audit, finding)));
  if (!finding.file.empty()) out += fmt::format("file={},", escaped(finding.file, true));
  if (finding.line != 0) out += fmt::format("line={},", finding.line);
  out += fmt::format(
      "title={}::",
      escaped(fmt::format("{}: {} ({})", rule.id, rule.title, status_text(finding)), true));
  out += escaped(finding.message, false);
  if (!finding.remedy.empty()) out += escaped(fmt::format(" → {}", finding.remedy), false);
  out += '\n';
}

/// One annotation for all of a level that are not listed.
void append_rest(std::string& out, const Audit& audit, size_t level,
                 const std::vector<size_t>& rest) {
  std::vector<size_t> by_rule(audit.rules.size());
  for (const size_t at : rest) ++by_rule[audit.findings.rule(at)];
  std::string rules;
  for (size_t i = 0; i < by_rule.size(); ++i) {
    if (by_rule[i] == 0) continue;
    rules +=
        fmt::format("{}{} {}", rules.empty() ? "" : ", ", audit.rules[i].id, grouped(by_rule[i]));
  }
  out += fmt::format("::{} title={}::{}\n", k_levels.at(level),
                     escaped(counted(rest.size(), "more finding"), true),
                     escaped(fmt::format("Not listed here: {}. The whole list is what the other "
                                         "formats hold, such as -o report.csv.",
                                         rules),
                             false));
}

void append_level(std::string& out, const Audit& audit, size_t level, size_t room) {
  std::vector<std::vector<size_t>> by_rule(audit.rules.size());
  size_t all = 0;
  for (size_t i = 0; i < audit.findings.size(); ++i) {
    if (level_of(audit, audit.findings[i]) != level) continue;
    by_rule[audit.findings.rule(i)].push_back(i);
    ++all;
  }
  std::vector<size_t> counts;
  for (const auto& of_rule : by_rule) counts.push_back(of_rule.size());
  const std::vector<size_t> shares = share_out(counts, all <= room ? room : room - 1);
  std::vector<size_t> rest;
  for (size_t i = 0; i < by_rule.size(); ++i) {
    for (size_t n = 0; n < by_rule[i].size(); ++n) {
      if (n < shares[i]) {
        append_finding(out, audit, audit.findings[by_rule[i][n]]);
      } else {
        rest.push_back(by_rule[i][n]);
      }
    }
  }
  if (!rest.empty()) append_rest(out, audit, level, rest);
}

/// What makes an absence of findings no all-clear; a line at most, among the errors.
std::string not_audited(const Audit& audit) {
  std::string what;
  const auto add = [&what](const std::string& text) { what += (what.empty() ? "" : "; ") + text; };
  for (const model::InputFile* input : unaudited_inputs(audit))
    add(input->path + " was not audited");
  for (const model::InputFile* input : empty_inputs(audit))
    add(input->path + " " + why_empty(*input));
  for (const model::InputWarning* warning : cut_off_inputs(audit))
    add(warning->file + " was cut off");
  if (what.empty() && audit.unaudited_input) add("some of the input was not audited");
  if (audit.rules.empty()) add("no rule is enabled");
  if (what.empty()) return {};
  return fmt::format("::error title=Not audited::{}\n", escaped(what, false));
}

std::string not_checked(const Audit& audit) {
  std::string ids;
  size_t count = 0;
  for (const RuleResult& rule : audit.rules) {
    if (rule.skipped_because.empty()) continue;
    ++count;
    ids += (ids.empty() ? "" : ", ") + rule.id;
  }
  if (count == 0) return {};
  return fmt::format("::warning title={}::{}\n",
                     escaped(counted(count, "rule") + " not checked", true),
                     escaped("Their tables or columns are not in the input: " + ids, false));
}

}  // namespace

void write_github(const Audit& audit, const FormatOptions& /*options*/, util::Output& out) {
  TotalsCheck check(audit);
  for (const Finding& finding : audit.findings) check.count(finding);
  check.finish();
  const std::array<std::string, 3> first{not_audited(audit), not_checked(audit), {}};
  std::string text;
  for (size_t level = 0; level < k_levels.size(); ++level) {
    text += first.at(level);
    append_level(text, audit, level, k_shown_of_level - (first.at(level).empty() ? 0 : 1));
  }
  out.append(text);
}

}  // namespace audit::reports
