// SPDX-License-Identifier: MIT
#include <algorithm>
#include <atomic>
#include <memory>
#include <span>
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

/// A part of one rule's table, and what the rule makes of it.
struct Task {
  size_t rule = 0;
  RowRange rows;
  Judged judged;
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

/// What the tasks of one rule made, in the order of its rows.
void join(std::span<Task> parts, findings::RuleOutcome& outcome) {
  size_t size = 0;
  for (const Task& part : parts) size += part.judged.obligations.size();
  outcome.obligations = std::exchange(parts.front().judged.obligations, {});
  outcome.obligations.reserve(size);
  for (Task& part : parts) {
    Judged own = std::exchange(part.judged, {});
    outcome.obligations.insert(outcome.obligations.end(), own.obligations.begin(),
                               own.obligations.end());
    outcome.met_rows.append(std::move(own.met_rows));
    outcome.pending_rows.append(std::move(own.pending_rows));
    outcome.messages.append(std::move(own.messages));
    outcome.remedies.append(std::move(own.remedies));
  }
}

/// By rule: its tasks, which stand side by side.
std::vector<std::span<Task>> tasks_by_rule(std::vector<Task>& tasks, size_t rules) {
  std::vector<std::span<Task>> by_rule(rules);
  for (Task& task : tasks) {
    std::span<Task>& own = by_rule[task.rule];
    own = own.empty() ? std::span(&task, 1) : std::span(own.data(), own.size() + 1);
  }
  return by_rule;
}

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
  std::vector<Task> tasks;
  for (size_t i = 0; i < rules.rules.size(); ++i) {
    const rules::TypedRule& rule = rules.rules[i];
    outcomes.push_back(outcome_of(rule, plan, i));
    if (!plan.skipped_because[i].empty()) continue;
    programs[i] = std::make_unique<const RuleProgram>(rule, bindings, options);
    for (const RowRange range : split_rows(data.tables[rule.table].rows, options)) {
      tasks.push_back({.rule = i, .rows = range, .judged = {}});
    }
  }
  const std::vector<std::span<Task>> parts = tasks_by_rule(tasks, outcomes.size());
  std::vector<std::atomic<size_t>> left(outcomes.size());
  for (size_t i = 0; i < parts.size(); ++i) left[i] = parts[i].size();
  util::parallel_for(tasks.size(), options.threads, [&](size_t i) {
    const size_t rule = tasks[i].rule;
    tasks[i].judged = programs[rule]->run(tasks[i].rows);
    // At once: what the tasks of a rule say is much the same text.
    if (--left[rule] == 0) join(parts[rule], outcomes[rule]);
  });
  return outcomes;
}

}  // namespace audit::engine
