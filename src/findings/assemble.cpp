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
  return finding;
}

std::string clock_note(const Obligation& obligation, bool in_business_days) {
  if (obligation.paused_days == 0) return {};
  return fmt::format(" (clock paused by a suspension: {} {}days counted, {} not)",
                     obligation.counted_days, in_business_days ? "business " : "",
                     obligation.paused_days);
}

namespace {

/// Packs the findings of one rule. The texts of the data are borrowed, not copied.
class Packer {
 public:
  Packer(FindingList& findings, const Records& records, const RuleOutcome& outcome,
         const RuleResult& result)
      : list_(&findings),
        records_(&records),
        outcome_(&outcome),
        rule_id_(result.id),
        table_(result.table),
        table_code_(findings.texts().add(result.table)),
        messages_(borrow(outcome.messages)),
        remedies_(borrow(outcome.remedies)) {}

  /// `told`: which of the outcome's messages and remedies is the obligation's.
  PackedFinding pack(const Obligation& obligation, size_t told, bool with_names) {
    const uint32_t row = obligation.row;
    Texts& texts = list_->texts();
    PackedFinding packed;
    packed.status = static_cast<unsigned>(obligation.status) & 0xFU;
    packed.participant = code(records_->participant_cell(row));
    packed.application = code(records_->application_cell(row));
    packed.table = table_code_;
    packed.key = code(records_->key_cell(row));
    packed.file = texts.add(records_->file(row));
    packed.line = records_->line(row);
    packed.region = group_code(records_->group(GroupBy::region, row));
    packed.office = group_code(records_->group(GroupBy::office, row));
    packed.case_manager = group_code(records_->group(GroupBy::case_manager, row));
    packed.program = group_code(records_->group(GroupBy::program, row));
    if (with_names) packed.participant_name = texts.add(records_->participant_name(row));
    packed.trigger = obligation.trigger;
    packed.due = obligation.due;
    packed.met_on = obligation.met_on;
    packed.late_by = obligation.late_by;
    packed.late_in_business_days = outcome_->in_business_days;
    packed.paused_days = obligation.paused_days;
    packed.counted_days = obligation.counted_days;
    packed.message = message_of(obligation, told);
    packed.remedy = code(remedies_, outcome_->remedies.code(told));
    packed.fingerprint =
        fingerprint(rule_id_, table_, list_->texts()[packed.key], obligation.trigger);
    return packed;
  }

 private:
  TextCode borrow(const TextList& texts) {
    return texts.empty() ? 0 : list_->texts().borrow(texts.pool());
  }
  static TextCode code(TextCode first, uint32_t code) { return code == 0 ? 0 : first + code; }
  TextCode code(const Cell& cell) {
    return cell.column == nullptr ? 0 : code(pool_of(cell).first, cell.code);
  }
  /// Each name is looked through once, however many findings it stands in.
  TextCode group_code(const Cell& cell) {
    if (cell.column == nullptr || cell.code == 0) return 0;
    Pool& pool = pool_of(cell);
    pool.shown.resize(pool.pool->size(), 0);
    TextCode& shown = pool.shown[cell.code];
    if (shown == 0) {
      shown = util::looks_like_ssn(cell.text()) ? list_->texts().add(shown_name(cell)) : code(cell);
    }
    return shown;
  }
  TextCode message_of(const Obligation& obligation, size_t told) {
    const std::string note = clock_note(obligation, outcome_->in_business_days);
    if (note.empty()) return code(messages_, outcome_->messages.code(told));
    return list_->texts().add(std::string(outcome_->messages[told]) + note);
  }

  struct Pool {
    const model::TextPool* pool = nullptr;
    TextCode first = 0;
    std::vector<TextCode> shown{};  // by its code, of group columns; 0: not yet looked at
  };
  Pool& pool_of(const Cell& cell) {
    const auto known = std::ranges::find(pools_, cell.column->pool.get(), &Pool::pool);
    if (known != pools_.end()) return *known;
    return pools_.emplace_back(
        Pool{cell.column->pool.get(), list_->texts().borrow(cell.column->pool)});
  }
  FindingList* list_;
  const Records* records_;
  const RuleOutcome* outcome_;
  const std::string& rule_id_;
  const std::string& table_;
  TextCode table_code_;
  TextCode messages_;
  TextCode remedies_;
  std::vector<Pool> pools_;  // a handful
};

/// Counts one obligation of a rule wherever it counts.
class ObligationCounter {
 public:
  ObligationCounter(const Records& records, Tally& rule, Tally& totals, GroupCounters& groups)
      : records_(&records), rule_(&rule), totals_(&totals), groups_(&groups) {}

  void count(uint32_t row, Status status) {
    rule_->add(status);
    totals_->add(status);
    for (const GroupBy by : k_all_group_bys) {
      (*groups_)[static_cast<size_t>(by)].count(records_->group(by, row), status);
    }
  }

 private:
  const Records* records_;
  Tally* rule_;
  Tally* totals_;
  GroupCounters* groups_;
};

RuleResult result_of(const RuleOutcome& outcome, const model::Dataset& data) {
  RuleResult result;
  result.id = outcome.id;
  result.title = outcome.title;
  result.severity = outcome.severity;
  result.cite = outcome.cite;
  if (outcome.table != model::k_none) result.table = data.schema->tables[outcome.table].name;
  result.in_business_days = outcome.in_business_days;
  result.skipped_because = outcome.skipped_because;
  result.absent = outcome.absent;
  result.limited_by = outcome.limited_by;
  return result;
}

/// Counts all obligations of one rule, and describes those that are findings.
void add_outcome(const RuleOutcome& outcome, const model::Dataset& data, bool with_names,
                 Audit& audit, GroupCounters& groups) {
  const auto rule = static_cast<uint32_t>(audit.rules.size());
  RuleResult& result = audit.rules.emplace_back(result_of(outcome, data));
  const bool none =
      outcome.obligations.empty() && outcome.met_rows.empty() && outcome.pending_rows.empty();
  if (none) return;
  AUDIT_ASSERT(outcome.table != model::k_none);
  AUDIT_ASSERT(rule < (1U << 24U));
  const Records records(data, outcome.table);
  ObligationCounter counter(records, result.tally, audit.totals, groups);
  for (const uint32_t row : outcome.met_rows) counter.count(row, Status::met);
  for (const uint32_t row : outcome.pending_rows) counter.count(row, Status::pending);
  Packer packer(audit.findings, records, outcome, result);
  size_t told = 0;
  for (const Obligation& obligation : outcome.obligations) {
    counter.count(obligation.row, obligation.status);
    if (!is_reported(obligation.status)) continue;
    AUDIT_ASSERT(told < outcome.messages.size() && told < outcome.remedies.size());
    PackedFinding finding = packer.pack(obligation, told++, with_names);
    finding.rule = rule & 0xFFFFFFU;
    audit.findings.push_back(finding);
  }
  AUDIT_ASSERT(told == outcome.messages.size());
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
    add_outcome(outcome, data, options.with_names, audit, groups);
    outcome = {};  // what it held is in the audit now
  }
  for (const GroupBy by : k_all_group_bys) {
    groups[static_cast<size_t>(by)].append_to(audit.groups, show(by));
  }
  sort_findings(audit.findings, audit.rules);
  return audit;
}

}  // namespace audit::findings
