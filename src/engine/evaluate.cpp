// SPDX-License-Identifier: MIT
#include <algorithm>
#include <iterator>
#include <memory>

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
void append(std::vector<T>& all, std::vector<T>&& part) {
  if (all.empty()) {
    all = std::move(part);
    return;
  }
  all.insert(all.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end()));
  part = {};
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
  for (Task& task : tasks) {
    findings::RuleOutcome& outcome = outcomes[task.rule];
    append(outcome.obligations, std::move(task.judged.obligations));
    append(outcome.met_rows, std::move(task.judged.met_rows));
    append(outcome.pending_rows, std::move(task.judged.pending_rows));
    outcome.messages.append(std::move(task.judged.messages));
    outcome.remedies.append(std::move(task.judged.remedies));
  }
  return outcomes;
}

}  // namespace audit::engine
