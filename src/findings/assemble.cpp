// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>

#include "findings/audit.hpp"
#include "findings/describe.hpp"
#include "findings/fingerprint.hpp"
#include "findings/order.hpp"
#include "findings/records.hpp"
#include "util/fatal.hpp"
#include "util/personal.hpp"

namespace audit::findings {

namespace {

bool is_reported(Status status) { return is_violation(status) || status == Status::upcoming; }

/// Some exports name staff by SSN.
std::string shown_name(const Cell& cell) {
  return util::without_ssn(cell.text(), util::SsnForm::any);
}

/// Counts obligations by the values of one group-by. A text column's codes lead to a group by one
/// look-up in a vector, so that counting every obligation costs little.
class GroupCounter {
 public:
  void count(const Cell& cell, Status status) {
    size_t& slot = slot_of(cell);
    if (slot == 0) slot = group_named(shown_name(cell));
    groups_[slot - 1].tally.add(status);
  }

  /// By name, the nameless one last.
  void append_to(std::vector<Group>& out, const char* by) {
    std::ranges::sort(groups_, [](const Group& a, const Group& b) {
      return compare_nulls_last(a.name, b.name) < 0;
    });
    for (Group& group : groups_) {
      group.by = by;
      out.push_back(std::move(group));
    }
  }

 private:
  /// Where the cell's group number + 1 is kept; 0 there means "not yet looked up".
  size_t& slot_of(const Cell& cell) {
    if (cell.column == nullptr) return none_;
    const model::TextPool* pool = cell.column->pool.get();
    if (pool != last_pool_) {
      last_pool_ = pool;
      last_slots_ = &slots_[pool];
      if (last_slots_->size() < pool->size()) last_slots_->resize(pool->size(), 0);
    }
    return (*last_slots_)[cell.code];
  }

  size_t group_named(const std::string& name) {
    const auto [found, is_new] = by_name_.try_emplace(name, groups_.size() + 1);
    if (is_new) groups_.push_back({{}, name, {}});
    return found->second;
  }

  std::vector<Group> groups_;
  std::map<std::string, size_t> by_name_;
  std::unordered_map<const model::TextPool*, std::vector<size_t>> slots_;  // never iterated
  const model::TextPool* last_pool_ = nullptr;
  std::vector<size_t>* last_slots_ = nullptr;
  size_t none_ = 0;
};

using GroupCounters = std::array<GroupCounter, k_group_bys>;

}  // namespace

Finding describe(const Obligation& obligation, const Records& records) {
  const uint32_t row = obligation.row;
  Finding finding;
  finding.status = obligation.status;
  finding.participant = records.participant(row);
  finding.application = records.application(row);
  finding.key = records.key(row);
  finding.file = records.file(row);
  finding.line = records.line(row);
  finding.trigger = obligation.trigger;
  finding.due = obligation.due;
  finding.met_on = obligation.met_on;
  finding.late_by = obligation.late_by;
  finding.paused_days = obligation.paused_days;
  finding.counted_days = obligation.counted_days;
  finding.region = shown_name(records.group(GroupBy::region, row));
  finding.office = shown_name(records.group(GroupBy::office, row));
  finding.case_manager = shown_name(records.group(GroupBy::case_manager, row));
  finding.program = shown_name(records.group(GroupBy::program, row));
  return finding;
}

std::string clock_note(const Obligation& obligation, bool in_business_days) {
  if (obligation.paused_days == 0) return {};
  return fmt::format(" (clock paused by a suspension: {} {}days counted, {} not)",
                     obligation.counted_days, in_business_days ? "business " : "",
                     obligation.paused_days);
}

namespace {

/// Counts all obligations of one rule, and describes those that are findings.
void add_outcome(RuleOutcome&& outcome, const model::Dataset& data, bool with_names, Audit& audit,
                 GroupCounters& groups) {
  const auto rule = static_cast<uint32_t>(audit.rules.size());
  RuleResult result;
  result.id = std::move(outcome.id);
  result.title = std::move(outcome.title);
  result.severity = outcome.severity;
  result.cite = std::move(outcome.cite);
  if (outcome.table != model::k_none) result.table = data.schema->tables[outcome.table].name;
  result.in_business_days = outcome.in_business_days;
  result.skipped_because = std::move(outcome.skipped_because);
  result.absent = std::move(outcome.absent);
  result.limited_by = std::move(outcome.limited_by);
  AUDIT_ASSERT(outcome.obligations.empty() || outcome.table != model::k_none);
  if (!outcome.obligations.empty()) {
    const Records records(data, outcome.table);
    size_t described = 0;
    for (const Obligation& obligation : outcome.obligations) {
      result.tally.add(obligation.status);
      audit.totals.add(obligation.status);
      for (const GroupBy by : k_all_group_bys) {
        groups[static_cast<size_t>(by)].count(records.group(by, obligation.row), obligation.status);
      }
      if (!is_reported(obligation.status)) continue;
      AUDIT_ASSERT(described < outcome.messages.size() && described < outcome.remedies.size());
      Finding finding = describe(obligation, records);
      finding.rule = rule;
      finding.table = result.table;
      finding.late_in_business_days = outcome.in_business_days;
      if (with_names) finding.participant_name = records.participant_name(obligation.row);
      finding.message = std::move(outcome.messages[described]);
      finding.message += clock_note(obligation, outcome.in_business_days);
      finding.remedy = std::move(outcome.remedies[described]);
      finding.fingerprint = fingerprint(result.id, result.table, finding.key, finding.trigger);
      audit.findings.push_back(std::move(finding));
      ++described;
    }
    AUDIT_ASSERT(described == outcome.messages.size());
  }
  audit.rules.push_back(std::move(result));
}

}  // namespace

Audit assemble(std::vector<RuleOutcome> outcomes, const model::Dataset& data,
               const AssembleOptions& options) {
  Audit audit;
  audit.run = options.run;
  audit.inputs = data.inputs;
  audit.problems = data.problems;
  audit.warnings = data.warnings;
  audit.unaudited_input = data.unaudited_input;

  std::ranges::sort(outcomes, {}, &RuleOutcome::id);
  audit.rules.reserve(outcomes.size());
  audit.findings.reserve(std::accumulate(
      outcomes.begin(), outcomes.end(), size_t{0},
      [](size_t sum, const RuleOutcome& outcome) { return sum + outcome.messages.size(); }));
  GroupCounters groups;
  for (RuleOutcome& outcome : outcomes) {
    add_outcome(std::move(outcome), data, options.with_names, audit, groups);
  }
  for (const GroupBy by : k_all_group_bys) {
    groups[static_cast<size_t>(by)].append_to(audit.groups, show(by));
  }
  sort_findings(audit.findings, audit.rules);
  return audit;
}

}  // namespace audit::findings
