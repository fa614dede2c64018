// SPDX-License-Identifier: MIT
// The engine against its slow twin: random schemas, data, expressions and rules, in batches of
// several sizes and with one and two threads.
#include <doctest/doctest.h>

#include <cstdlib>

#include "differential/engine_expressions.hpp"
#include "differential/plain_forms.hpp"
#include "rules/language/expression.hpp"

using namespace audit;

namespace {

constexpr uint32_t k_worlds = 200;
constexpr size_t k_rules = 8;

bool same(const findings::Obligation& a, const findings::Obligation& b) {
  return a.row == b.row && a.trigger == b.trigger && a.due == b.due && a.met_on == b.met_on &&
         a.status == b.status && a.late_by == b.late_by && a.paused_days == b.paused_days;
}

bool same(const findings::RuleOutcome& a, const findings::RuleOutcome& b) {
  return a.obligations.size() == b.obligations.size() &&
         std::equal(a.obligations.begin(), a.obligations.end(), b.obligations.begin(),
                    [](const auto& x, const auto& y) { return same(x, y); }) &&
         a.messages == b.messages && a.remedies == b.remedies;
}

struct Setting {
  size_t batch_rows;
  unsigned threads;
};

struct Seen {
  uint64_t obligations = 0;
  uint64_t messages = 0;
  uint64_t statuses[findings::k_statuses] = {};
};

void tally(const findings::RuleOutcome& outcome, Seen& seen) {
  seen.obligations += outcome.obligations.size();
  seen.messages += outcome.messages.size();
  for (const auto& one : outcome.obligations) ++seen.statuses[static_cast<size_t>(one.status)];
}

void compare(uint32_t seed, Seen& seen) {
  tests::EngineGenerator generator(seed);
  const tests::World world = generator.world();
  const rules::RuleSet rules = generator.rules(k_rules);
  const calendar::Calendar calendar = generator.calendar();
  engine::RunOptions options;
  options.as_of = generator.near_date();
  if (generator.chance(20)) options.window.from = generator.near_date();
  if (generator.chance(20)) options.window.until = generator.near_date();

  const engine::Plan plan = engine::plan(rules, world.schema, world.available());
  std::vector<findings::RuleOutcome> expected;
  const tests::PlainEvaluator twin(world, rules, calendar, options);
  for (size_t i = 0; i < rules.rules.size(); ++i) {
    const bool skipped = !plan.skipped_because[i].empty();
    expected.push_back(skipped ? findings::RuleOutcome{} : twin.outcome(rules.rules[i]));
    tally(expected.back(), seen);
  }
  for (const Setting setting : {
           Setting{1,    1},
           Setting{2,    1},
           Setting{3,    2},
           Setting{7,    1},
           Setting{2048, 1},
           Setting{2048, 2}
  }) {
    options.batch_rows = setting.batch_rows;
    options.threads = setting.threads;
    model::Dataset data = tests::dataset_of(world, plan);
    const auto outcomes = engine::evaluate(rules, plan, data, calendar, options);
    REQUIRE(outcomes.size() == expected.size());
    for (size_t i = 0; i < outcomes.size(); ++i) {
      CAPTURE(seed);
      CAPTURE(rules.rules[i].id);
      CAPTURE(setting.batch_rows);
      CHECK(same(outcomes[i], expected[i]));
    }
  }
}

}  // namespace

TEST_CASE("the engine agrees with a row-at-a-time evaluator") {
  // A longer run: AUDIT_WORLDS=20000; one world: AUDIT_WORLDS=1 AUDIT_SEED=n.
  const char* worlds = std::getenv("AUDIT_WORLDS");
  const char* first = std::getenv("AUDIT_SEED");
  const auto count = static_cast<uint32_t>(worlds != nullptr ? std::atoi(worlds) : int{k_worlds});
  const auto seed = static_cast<uint32_t>(first != nullptr ? std::atoi(first) : 1);
  Seen seen;
  for (uint32_t i = 0; i < count; ++i) compare(seed + i, seen);
  MESSAGE("obligations " << seen.obligations << ", messages " << seen.messages);
  if (count < k_worlds) return;
  // The comparison means something only if everything was seen.
  for (const uint64_t status : seen.statuses) CHECK(status > 20);
}
