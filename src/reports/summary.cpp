// SPDX-License-Identifier: MIT
#include "reports/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "model/warning_codes.hpp"
#include "util/text.hpp"

namespace audit::reports {

using findings::Audit;
using findings::RuleResult;
using findings::Status;
using findings::Tally;

namespace {

/// Rules by what `reason` says of them; those of which it says nothing are left out.
template <typename Reason>
std::vector<RulesWithReason> rules_by(const Audit& audit, const Reason& reason) {
  std::vector<RulesWithReason> out;
  for (const RuleResult& rule : audit.rules) {
    std::string text = reason(rule);
    if (text.empty()) continue;
    auto found = std::ranges::find(out, text, &RulesWithReason::reason);
    if (found == out.end()) {
      out.push_back({std::move(text), {}});
      found = out.end() - 1;
    }
    found->rules.push_back(&rule);
  }
  return out;
}

}  // namespace

const std::vector<std::string>& group_bys() {
  static const std::vector<std::string> all = {"rule", "region", "office", "case_manager",
                                               "program"};
  return all;
}

std::string group_word(std::string_view by) {
  std::string word(by);
  std::ranges::replace(word, '_', ' ');
  return word;
}

std::string heading_word(std::string_view by) {
  std::string word = group_word(by);
  if (!word.empty() && word.front() >= 'a' && word.front() <= 'z') {
    word.front() = static_cast<char>(word.front() - 'a' + 'A');
  }
  return word;
}

std::vector<SummaryRow> summary_rows(const Audit& audit, std::string_view by) {
  std::vector<SummaryRow> rows;
  if (by == "rule") {
    for (const RuleResult& rule : audit.rules) {
      if (rule.skipped_because.empty()) rows.push_back({rule.id, &rule, &rule.tally});
    }
    std::ranges::stable_sort(rows, {}, [](const SummaryRow& row) { return row.rule->severity; });
    return rows;
  }
  for (const findings::Group& group : audit.groups) {
    if (group.by == by) rows.push_back({group.name, nullptr, &group.tally});
  }
  return rows;
}

std::vector<SummaryRow> worst_groups(const Audit& audit, std::string_view by, size_t most) {
  std::vector<SummaryRow> rows = summary_rows(audit, by);
  std::erase_if(rows, [](const SummaryRow& row) { return row.tally->violations() == 0; });
  std::ranges::stable_sort(rows, [](const SummaryRow& a, const SummaryRow& b) {
    return a.tally->violations() > b.tally->violations();
  });
  if (rows.size() > most) rows.resize(most);
  return rows;
}

uint64_t fell_due(const Tally& tally) {
  return tally.of(Status::met) + tally.violations() - tally.waived;
}

std::string percent(std::optional<double> rate) {
  return rate ? fmt::format("{:.2f} %", *rate * 100) : "–";
}

std::string grouped(uint64_t number) { return util::with_commas(static_cast<int64_t>(number)); }

std::string counted(uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", grouped(count), noun, count == 1 ? "" : "s");
}

std::vector<RuleFindings> findings_by_rule(const Audit& audit) {
  std::vector<RuleFindings> out;
  for (size_t i = 0; i < audit.findings.size(); ++i) {
    const RuleResult* rule = &audit.rules[audit.findings.rule(i)];
    if (out.empty() || out.back().rule != rule) out.push_back({rule, i, i});
    out.back().end = i + 1;
  }
  return out;
}

uint64_t skipped_count(const Audit& audit) {
  return static_cast<uint64_t>(std::ranges::count_if(
      audit.rules, [](const RuleResult& rule) { return !rule.skipped_because.empty(); }));
}

std::vector<RulesWithReason> skipped_rules(const Audit& audit) {
  return rules_by(audit, [](const RuleResult& rule) { return rule.skipped_because; });
}

std::vector<RulesWithReason> skipped_by_absence(const Audit& audit) {
  std::vector<RulesWithReason> out;
  for (const RuleResult& rule : audit.rules) {
    if (rule.skipped_because.empty()) continue;
    // A reason that names nothing absent stands for itself.
    const std::vector<std::string> whole{rule.skipped_because};
    for (const std::string& absent : rule.absent.empty() ? whole : rule.absent) {
      auto known = std::ranges::find(out, absent, &RulesWithReason::reason);
      if (known == out.end()) known = out.insert(out.end(), {absent, {}});
      known->rules.push_back(&rule);
    }
  }
  std::ranges::stable_sort(out, [](const RulesWithReason& a, const RulesWithReason& b) {
    return a.rules.size() > b.rules.size();
  });
  return out;
}

std::vector<RulesWithReason> limited_rules(const Audit& audit) {
  return rules_by(audit, [](const RuleResult& rule) {
    if (!rule.skipped_because.empty()) return std::string{};
    return fmt::format("{}", fmt::join(rule.limited_by, ", "));
  });
}

std::vector<const model::InputFile*> unaudited_inputs(const Audit& audit) {
  std::vector<const model::InputFile*> out;
  for (const model::InputFile& input : audit.inputs) {
    if (!input.audited) out.push_back(&input);
  }
  return out;
}

std::vector<const model::InputFile*> empty_inputs(const Audit& audit) {
  std::vector<const model::InputFile*> out;
  for (const model::InputFile& input : audit.inputs) {
    if (input.audited && !input.table.empty() && input.accepted == 0) out.push_back(&input);
  }
  return out;
}

std::string why_empty(const model::InputFile& input) {
  if (input.rejected + input.ignored == 0) return "holds not one record";
  std::string fates;
  if (input.rejected > 0) fates = fmt::format("{} rejected", input.rejected);
  if (input.ignored > 0) {
    fates += fmt::format("{}{} void or the same as a row elsewhere", fates.empty() ? "" : ", ",
                         input.ignored);
  }
  return fmt::format("gave no record of its {}: {}{}", counted(input.rows, "row"), fates,
                     input.rejected == 0 ? " (was it given twice?)" : "");
}

std::vector<const model::InputWarning*> cut_off_inputs(const Audit& audit) {
  std::vector<const model::InputWarning*> out;
  for (const model::InputWarning& warning : audit.warnings) {
    if (warning.code == model::k_cut_off_warning) out.push_back(&warning);
  }
  return out;
}

bool is_whole(const Audit& audit) {
  const auto is_evaluated = [](const RuleResult& rule) { return rule.skipped_because.empty(); };
  return !audit.rules.empty() && std::ranges::all_of(audit.rules, is_evaluated) &&
         !audit.unaudited_input && unaudited_inputs(audit).empty() && empty_inputs(audit).empty() &&
         cut_off_inputs(audit).empty();
}

uint64_t problem_count(const Audit& audit) {
  struct Listed {
    uint64_t entries = 0;
    uint64_t total = 0;  // as the entry that closes the list says; 0: it is not capped
  };
  std::map<std::pair<std::string, std::string>, Listed> kinds;
  for (const model::DataProblem& problem : audit.problems) {
    Listed& listed = kinds[{problem.file, problem.kind}];
    if (problem.count > 1) {
      listed.total += problem.count;
    } else {
      ++listed.entries;
    }
  }
  uint64_t count = 0;
  for (const auto& [kind, listed] : kinds) count += std::max(listed.entries, listed.total);
  return count;
}

}  // namespace audit::reports
