// SPDX-License-Identifier: MIT
#include <algorithm>
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

template <class T>
void join(std::span<Task> parts, std::vector<T> Judged::*cells, std::vector<T>& all) {
  size_t size = 0;
  for (const Task& part : parts) size += (part.judged.*cells).size();
  all = std::exchange(parts.front().judged.*cells, {});
  all.reserve(size);
  for (Task& part : parts) {
    const std::vector<T> own = std::exchange(part.judged.*cells, {});
    all.insert(all.end(), own.begin(), own.end());
  }
}

/// What the tasks of one rule made, in the order of its rows.
void join(std::span<Task> parts, findings::RuleOutcome& outcome) {
  join(parts, &Judged::obligations, outcome.obligations);
  join(parts, &Judged::met_rows, outcome.met_rows);
  join(parts, &Judged::pending_rows, outcome.pending_rows);
  for (Task& part : parts) {
    outcome.messages.append(std::move(part.judged.messages));
    outcome.remedies.append(std::move(part.judged.remedies));
  }
}

void join(std::vector<Task>& tasks, std::vector<findings::RuleOutcome>& outcomes,
          unsigned threads) {
  std::vector<std::span<Task>> parts(outcomes.size());
  for (Task& task : tasks) {
    std::span<Task>& own = parts[task.rule];  // they stand side by side
    own = own.empty() ? std::span(&task, 1) : std::span(own.data(), own.size() + 1);
  }
  util::parallel_for(outcomes.size(), threads, [&](size_t i) {
    if (!parts[i].empty()) join(parts[i], outcomes[i]);
  });
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
  util::parallel_for(tasks.size(), options.threads, [&](size_t i) {
    tasks[i].judged = programs[tasks[i].rule]->run(tasks[i].rows);
  });
  join(tasks, outcomes, options.threads);
  return outcomes;
}

}  // namespace audit::engine
