// SPDX-License-Identifier: MIT
#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "engine/derive.hpp"
#include "engine/ranges.hpp"
#include "engine/rule_program.hpp"
#include "engine/run.hpp"
#include "util/fatal.hpp"
#include "util/parallel.hpp"

namespace audit::engine {

namespace {

constexpr uint32_t k_tasks_a_thread = 4;

/// A part of one rule's table.
struct Task {
  size_t rule = 0;
  size_t part = 0;
  RowRange rows;
};

findings::RuleOutcome outcome_of(const rules::TypedRule& rule, const Plan& plan, size_t index) {
  findings::RuleOutcome outcome;
  outcome.id = rule.id;
  outcome.title = rule.title;
  outcome.severity = rule.severity;
  outcome.cite = rule.cite;
  outcome.table = rule.table;
  outcome.in_business_days = rule.in_business_days;
  outcome.skipped_because = plan.skipped_because[index];
  outcome.absent = plan.absent[index];
  outcome.limited_by = plan.limited_by[index];
  return outcome;
}

/// Puts together what the tasks of one rule make, in the order of its rows and as soon as that
/// order allows: much of it is the same text, which each task keeps in a pool of its own.
class Joiner {
 public:
  void expect_part() { made_.emplace_back(); }
  [[nodiscard]] size_t parts() const { return made_.size(); }

  /// Any thread; the one that is at it joins what others bring meanwhile.
  void bring(size_t part, Judged judged, findings::RuleOutcome& outcome) {
    std::unique_lock lock(mutex_);
    made_[part] = std::move(judged);
    if (std::exchange(is_joining_, true)) return;
    while (next_ < made_.size() && made_[next_]) {
      Judged own = std::move(*std::exchange(made_[next_++], std::nullopt));
      lock.unlock();
      append(std::move(own), outcome);
      lock.lock();
    }
    is_joining_ = false;
  }

 private:
  void append(Judged own, findings::RuleOutcome& outcome) const {
    std::vector<findings::Obligation>& all = outcome.obligations;
    if (all.empty()) {
      all = std::move(own.obligations);
      if (parts() > 1) all.reserve(all.size() * (parts() + 1));  // as if all parts were alike
    } else {
      all.insert(all.end(), own.obligations.begin(), own.obligations.end());
    }
    outcome.met_rows.append(std::move(own.met_rows));
    outcome.pending_rows.append(std::move(own.pending_rows));
    outcome.messages.append(std::move(own.messages));
    outcome.remedies.append(std::move(own.remedies));
  }

  std::mutex mutex_;
  std::vector<std::optional<Judged>> made_;  // by part, until it is joined
  size_t next_ = 0;                          // the part that is to be joined
  bool is_joining_ = false;
};

}  // namespace

std::vector<RowRange> split_rows(uint32_t rows, const RunOptions& options) {
  const uint32_t tasks = std::max(options.threads, 1U) * k_tasks_a_thread;
  const auto batch = static_cast<uint32_t>(std::clamp<size_t>(options.batch_rows, 1, 1U << 20U));
  const uint32_t share = std::max(options.threads > 1 ? rows / tasks + 1 : rows, batch);
  std::vector<RowRange> ranges;
  for (uint32_t first = 0; first < rows;) {
    const uint32_t last = first + std::min(share, rows - first);
    ranges.push_back({.first = first, .last = last});
    first = last;
  }
  return ranges;
}

std::vector<findings::RuleOutcome> evaluate(const rules::RuleSet& rules, const Plan& plan,
                                            model::Dataset& data,
                                            const calendar::Calendar& calendar,
                                            const RunOptions& options) {
  AUDIT_ASSERT(plan.skipped_because.size() == rules.rules.size());
  derive(rules, plan, data, calendar, options);
  const Bindings bindings{.data = data, .plan = plan, .calendar = calendar, .as_of = options.as_of};
  std::vector<findings::RuleOutcome> outcomes;
  std::vector<std::unique_ptr<const RuleProgram>> programs(rules.rules.size());
  std::vector<Joiner> joiners(rules.rules.size());
  std::vector<Task> tasks;
  for (size_t i = 0; i < rules.rules.size(); ++i) {
    const rules::TypedRule& rule = rules.rules[i];
    outcomes.push_back(outcome_of(rule, plan, i));
    if (!plan.skipped_because[i].empty()) continue;
    programs[i] = std::make_unique<const RuleProgram>(rule, bindings, options);
    for (const RowRange range : split_rows(data.tables[rule.table].rows, options)) {
      tasks.push_back({.rule = i, .part = joiners[i].parts(), .rows = range});
      joiners[i].expect_part();
    }
  }
  util::parallel_for(tasks.size(), options.threads, [&](size_t i) {
    const Task& task = tasks[i];
    joiners[task.rule].bring(task.part, programs[task.rule]->run(task.rows), outcomes[task.rule]);
  });
  return outcomes;
}

}  // namespace audit::engine
