// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>

#include "findings/audit.hpp"
#include "findings/counting.hpp"
#include "findings/describe.hpp"
#include "findings/order.hpp"
#include "findings/packing.hpp"
#include "findings/records.hpp"
#include "util/fatal.hpp"
#include "util/parallel.hpp"

namespace audit::findings {

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

bool is_reported(Status status) { return is_violation(status) || status == Status::upcoming; }

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

/// Some obligations of one rule: what a thread takes at a time.
struct Share {
  const RowList* rows = nullptr;  ///< those that are only counted, or ...
  Status status = Status::met;    ///< ... their status
  size_t rule = 0;
  size_t first = 0;  ///< of `rows` the piece, or else into the rule's obligations
  size_t last = 0;
  size_t told = 0;  ///< how many findings come before it in the rule
};

/// Turns the outcomes, which are by id, into findings and counts, on all threads.
class Assembly {
 public:
  Assembly(std::vector<RuleOutcome>& outcomes, const model::Dataset& data,
           const AssembleOptions& options, Audit& audit)
      : outcomes_(outcomes),
        options_(options),
        audit_(audit),
        added_(audit.findings.texts()),
        rules_(outcomes.size()),
        begins_(outcomes.size()),
        left_(outcomes.size()) {
    for (const RuleOutcome& outcome : outcomes_) audit_.rules.push_back(result_of(outcome, data));
    for (size_t i = 0; i < outcomes_.size(); ++i) share_out(i, data);
    place();
  }

  void run() {
    const size_t workers = std::min<size_t>(std::max(options_.threads, 1U), shares_.size());
    std::vector<Counter> counters(std::max<size_t>(workers, 1), Counter(outcomes_.size()));
    std::atomic<size_t> next{0};
    util::parallel_for(workers, options_.threads, [&](size_t worker) {
      for (size_t i = next++; i < shares_.size(); i = next++) work(shares_[i], counters[worker]);
    });
    for (size_t i = 1; i < counters.size(); ++i) counters[0].add(counters[i]);
    counters[0].tell(audit_);
  }

 private:
  static constexpr size_t k_share = size_t{1} << 15U;

  void share_out(size_t rule, const model::Dataset& data) {
    const RuleOutcome& outcome = outcomes_[rule];
    const size_t before = shares_.size();
    for (size_t piece = 0; piece < outcome.met_rows.pieces(); ++piece) {
      shares_.push_back({.rows = &outcome.met_rows, .rule = rule, .first = piece});
    }
    for (size_t piece = 0; piece < outcome.pending_rows.pieces(); ++piece) {
      shares_.push_back(
          {.rows = &outcome.pending_rows, .status = Status::pending, .rule = rule, .first = piece});
    }
    divide_obligations(rule);
    left_[rule] = shares_.size() - before;
    if (shares_.size() == before) return;
    AUDIT_ASSERT(outcome.table != model::k_none);
    AUDIT_ASSERT(rule < (1U << 24U));
    rules_[rule] = std::make_unique<const PackedRule>(outcome, audit_.rules[rule], data,
                                                      audit_.findings.texts());
  }

  void divide_obligations(size_t rule) {
    const RuleOutcome& outcome = outcomes_[rule];
    size_t told = 0;
    for (size_t first = 0; first < outcome.obligations.size();) {
      const size_t last = first + std::min(k_share, outcome.obligations.size() - first);
      shares_.push_back({.rule = rule, .first = first, .last = last, .told = told});
      for (; first < last; ++first) {
        if (is_reported(outcome.obligations[first].status)) ++told;
      }
    }
    AUDIT_ASSERT(told == outcome.messages.size() && told == outcome.remedies.size());
  }

  /// Each rule's findings go where most of them will stay: by severity, then by rule.
  void place() {
    size_t at = 0;
    for (const Severity severity : {Severity::error, Severity::warning, Severity::info}) {
      for (size_t i = 0; i < outcomes_.size(); ++i) {
        if (outcomes_[i].severity != severity) continue;
        begins_[i] = at;
        at += outcomes_[i].messages.size();
      }
    }
    audit_.findings.extend(at);
  }

  void work(const Share& share, Counter& counter) {
    if (share.rows != nullptr) {
      share.rows->for_each(share.first, [&](uint32_t row) {
        counter.count(rules_[share.rule]->records, share.rule, row, share.status);
      });
    } else {
      pack(share, counter);
    }
    if (--left_[share.rule] == 0) outcomes_[share.rule] = {};  // the audit holds all of it now
  }

  void pack(const Share& share, Counter& counter) {
    const PackedRule& rule = *rules_[share.rule];
    Packer packer(rule, added_, options_.with_names);
    size_t told = share.told;
    for (size_t i = share.first; i < share.last; ++i) {
      const Obligation& obligation = rule.outcome->obligations[i];
      counter.count(rule.records, share.rule, obligation.row, obligation.status);
      if (!is_reported(obligation.status)) continue;
      PackedFinding finding = packer.pack(obligation, told);
      finding.rule = static_cast<uint32_t>(share.rule) & 0xFFFFFFU;
      audit_.findings.put(begins_[share.rule] + told++, finding);
    }
  }

  std::vector<RuleOutcome>& outcomes_;
  const AssembleOptions& options_;
  Audit& audit_;
  AddedTexts added_;
  std::vector<std::unique_ptr<const PackedRule>> rules_;  // nullptr: without obligations
  std::vector<size_t> begins_;                            // of each rule's findings
  std::vector<std::atomic<size_t>> left_;                 // of each rule's shares
  std::vector<Share> shares_;
};

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
  Assembly(outcomes, data, options, audit).run();
  sort_findings(audit.findings, audit.rules, options.threads);
  return audit;
}

}  // namespace audit::findings
