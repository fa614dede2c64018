// SPDX-License-Identifier: MIT
// rules test: every example of every rule through the real reader and the real engine.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "cli/example_checks.hpp"
#include "cli/example_runner.hpp"
#include "cli/session.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

using util::ExitCode;

/// Examples are judged with all rules known and none overridden (spec 3, "Examples are tests").
constexpr const char* k_examples_profile = "all";
constexpr const char* k_examples_calendar = "california-state";
constexpr const char* k_examples_remind = "14 days";

struct Totals {
  size_t passed = 0;
  size_t failed = 0;
  size_t wanting = 0;  ///< rules that lack an example of some kind
};

/// Empty when the example comes out as it says, else what came out instead.
std::string difference(const ExampleRunner& runner, const rules::TypedRule& rule,
                       const rules::Example& example) {
  const ExampleOutcome outcome = runner.run(rule, example);
  if (!outcome.fault.empty()) return outcome.fault;
  if (outcome.statuses != example.expect) {
    return fmt::format("expected [{}], got [{}]", fmt::join(example.expect, ", "),
                       fmt::join(outcome.statuses, ", "));
  }
  return contradiction(example);
}

void test_rule(const ExampleRunner& runner, const rules::TypedRule& rule, Totals& totals) {
  const std::string missing = missing_side(rule);
  if (!missing.empty()) {
    ++totals.wanting;
    std::printf("%s:%u: %s: %s\n", util::visible(rule.spot.file.text()).c_str(), rule.spot.line,
                rule.id.c_str(), missing.c_str());
  }
  for (const rules::Example& example : rule.examples) {
    const std::string different = difference(runner, rule, example);
    if (different.empty()) {
      ++totals.passed;
      continue;
    }
    ++totals.failed;
    std::printf("%s:%u: %s: example '%s': %s\n", util::visible(example.spot.file.text()).c_str(),
                example.spot.line, rule.id.c_str(), util::visible(example.name).c_str(),
                different.c_str());
  }
}

rules::Options example_options(const Arguments& arguments, const std::string& folder) {
  rules::Options options;
  options.rules_folder = folder;
  options.profile = k_examples_profile;
  options.columns_from = rule_options(arguments.rules, folder).config_file;
  options.calendar = k_examples_calendar;
  options.remind = k_examples_remind;
  options.extra_packs = arguments.rules.packs;
  options.extra_packs.insert(options.extra_packs.end(), arguments.rule_files.begin(),
                             arguments.rule_files.end());
  return options;
}

/// --only and --skip name rules here, enabled or not.
bool chosen(const std::string& id, const RuleArguments& arguments) {
  const auto fits = [&id](const std::string& pattern) {
    return pattern == id ||
           (pattern.ends_with(".*") && id.starts_with(pattern.substr(0, pattern.size() - 1)));
  };
  return (arguments.only.empty() || std::ranges::any_of(arguments.only, fits)) &&
         std::ranges::none_of(arguments.skip, fits);
}

std::vector<const rules::TypedRule*> chosen_rules(const rules::RuleSet& rules,
                                                  const RuleArguments& arguments) {
  std::vector<const rules::TypedRule*> some;
  for (const auto* list : {&rules.rules, &rules.disabled}) {
    for (const rules::TypedRule& rule : *list) {
      if (chosen(rule.id, arguments)) some.push_back(&rule);
    }
  }
  return some;
}

using Moves = std::map<std::string, MovedParameter>;  // by rule

/// One parameter of each rule a round, so that rules are loaded once a round and not once a limit.
std::vector<Moves> rounds_of(const rules::RuleSet& rules, const RuleArguments& arguments) {
  std::vector<Moves> rounds;
  for (const rules::TypedRule* rule : chosen_rules(rules, arguments)) {
    size_t round = 0;
    for (const rules::Parameter& parameter : rule->parameters) {
      for (MovedParameter& moved : neighbours(*rule, parameter)) {
        if (rounds.size() == round) rounds.emplace_back();
        rounds[round++].emplace(rule->id, std::move(moved));
      }
    }
  }
  return rounds;
}

/// Whether some example of the rule comes out differently from what it expects.
bool notices(const ExampleRunner& runner, const rules::TypedRule& rule) {
  return std::ranges::any_of(rule.examples, [&](const rules::Example& example) {
    return runner.run(rule, example).statuses != example.expect;
  });
}

/// Every limit must be pinned: with the parameter one more or one less, some example comes out
/// differently.
void test_boundaries(const rules::Options& options, const rules::RuleSet& rules,
                     const RuleArguments& arguments, Totals& totals) {
  for (const Moves& round : rounds_of(rules, arguments)) {
    rules::Options changed = options;
    for (const auto& [id, moved] : round) {
      changed.parameters.emplace_back(moved.option, moved.text);
    }
    util::Diagnostics diagnostics;
    const rules::Settings settings = rules::load(changed, diagnostics);
    const ExampleRunner runner(settings, options.rules_folder);
    for (const rules::TypedRule* rule : chosen_rules(settings.rules, arguments)) {
      const auto moved = round.find(rule->id);
      if (moved == round.end() || notices(runner, *rule)) continue;
      ++totals.wanting;
      std::printf("%s:%u: %s: has no example at the boundary: none notices '%s' being %s\n",
                  rule->spot.file.text().c_str(), rule->spot.line, rule->id.c_str(),
                  moved->second.name.c_str(), moved->second.text.c_str());
    }
  }
}

}  // namespace

int rules_test(const Arguments& arguments) {
  const std::string folder =
      arguments.rules.rules_folder.empty() ? find_rules_folder() : arguments.rules.rules_folder;
  util::Diagnostics diagnostics;
  const rules::Options options = example_options(arguments, folder);
  const rules::Settings settings = rules::load(options, diagnostics);
  std::fputs(diagnostics.render().c_str(), stderr);
  if (diagnostics.has_errors()) return static_cast<int>(ExitCode::usage);

  const ExampleRunner runner(settings, folder);
  Totals totals;
  for (const rules::TypedRule* rule : chosen_rules(settings.rules, arguments.rules)) {
    test_rule(runner, *rule, totals);
  }
  if (totals.failed == 0) test_boundaries(options, settings.rules, arguments.rules, totals);
  std::printf("%zu examples passed, %zu failed\n", totals.passed, totals.failed);
  if (totals.wanting != 0) std::printf("%zu examples are wanting\n", totals.wanting);
  const bool whole = totals.failed == 0 && totals.wanting == 0;
  return static_cast<int>(whole ? ExitCode::clean : ExitCode::violations);
}

}  // namespace audit::cli
