// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "findings/audit.hpp"

// Views of an audit that several formats show, so that they cannot disagree.
namespace audit::reports {

/// What --by and the formats may group by: "rule", "region", "office", "case_manager", "program".
const std::vector<std::string>& group_bys();

/// "case_manager" -> "case manager", to stand in a sentence or head a column.
std::string group_word(std::string_view by);
/// "case_manager" -> "Case manager".
std::string heading_word(std::string_view by);

/// One line of a summary: a rule that was evaluated, or a group.
struct SummaryRow {
  std::string name;                            ///< rule id or group name; empty: none
  const findings::RuleResult* rule = nullptr;  ///< by rule only
  const findings::Tally* tally = nullptr;
};

/// The evaluated rules in the order of the findings (severity, then id), or the groups of `by` by
/// name, the nameless one last. Skipped rules are no rows: see skipped_rules.
std::vector<SummaryRow> summary_rows(const findings::Audit& audit, std::string_view by);

/// The groups with the most violations, at most `most`, none without one; equals by name.
std::vector<SummaryRow> worst_groups(const findings::Audit& audit, std::string_view by,
                                     size_t most);

/// How many obligations fell due: what a rate is a share of. Waived violations are left out.
uint64_t fell_due(const findings::Tally& tally);

/// 0.8696 -> "86.96 %", nothing -> "–".
std::string percent(std::optional<double> rate);

/// 1234567 -> "1,234,567".
std::string grouped(uint64_t number);

/// "1 rule", "2,000 rules": the noun takes an s unless there is one of it.
std::string counted(uint64_t count, std::string_view noun);

/// Findings of one rule stand together: findings[begin, end).
struct RuleFindings {
  const findings::RuleResult* rule = nullptr;
  size_t begin = 0;
  size_t end = 0;
};
std::vector<RuleFindings> findings_by_rule(const findings::Audit& audit);

/// How many rules were not evaluated.
uint64_t skipped_count(const findings::Audit& audit);

/// Rules that share a reason (why they were skipped, or what limits them), in order of their ids;
/// the reasons in order of their first rule.
struct RulesWithReason {
  std::string reason;
  std::vector<const findings::RuleResult*> rules;
};
std::vector<RulesWithReason> skipped_rules(const findings::Audit& audit);
/// What was not in the input, each with all rules that were skipped for want of it; what most rules
/// miss comes first. A rule stands under each thing that it misses.
std::vector<RulesWithReason> skipped_by_absence(const findings::Audit& audit);
std::vector<RulesWithReason> limited_rules(const findings::Audit& audit);

/// Inputs that were read and not audited: too many bad rows.
std::vector<const model::InputFile*> unaudited_inputs(const findings::Audit& audit);

/// Inputs of a known table that gave no record: an empty export is no clean one.
std::vector<const model::InputFile*> empty_inputs(const findings::Audit& audit);

/// What is to be said of one of them, behind its name: "holds not one record", or what became of
/// its rows.
std::string why_empty(const model::InputFile& input);

/// The warnings of inputs that end in the middle of a row: what came after it is missing.
std::vector<const model::InputWarning*> cut_off_inputs(const findings::Audit& audit);

/// Every rule was evaluated, on all of the input: only then is "no violations" an all-clear.
bool is_whole(const findings::Audit& audit);

/// How many data problems there are, those beyond a capped list counted too.
uint64_t problem_count(const findings::Audit& audit);

}  // namespace audit::reports
