// SPDX-License-Identifier: MIT
// rules check: faults of the rules and profiles, and what is allowed but more often a slip.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "cli/session.hpp"
#include "util/fatal.hpp"

namespace audit::cli {

namespace {

using util::ExitCode;

RuleArguments with_files(const Arguments& arguments) {
  RuleArguments rules = arguments.rules;
  rules.packs.insert(rules.packs.end(), arguments.rule_files.begin(), arguments.rule_files.end());
  return rules;
}

/// The rules that have a `where`, turned into the question whether it holds.
std::vector<rules::TypedRule> probes(const rules::RuleSet& rules) {
  std::vector<rules::TypedRule> asked;
  for (const rules::TypedRule& rule : rules.rules) {
    if (!rule.where) continue;
    rules::TypedRule probe;
    probe.id = rule.id;
    probe.title = rule.title;
    probe.pack = rule.pack;
    probe.table = rule.table;
    probe.form = rules::Form::requirement;
    probe.require = rule.where;
    probe.needs = rule.needs;
    probe.remind = rule.remind;
    probe.parameters = rule.parameters;
    probe.spot = rule.spot;
    asked.push_back(std::move(probe));
  }
  return asked;
}

/// Rules of the profile whose `where` leaves out every record of the exports given.
void find_idle_rules(const Arguments& arguments, util::Diagnostics& diagnostics) {
  Setup setup = set_up(with_files(arguments), arguments.input, true);
  setup.settings.rules.rules = probes(setup.settings.rules);
  const Inputs inputs = open_inputs(arguments.input, setup.settings.schema);
  const Examined examined = examine(setup, inputs, arguments.input, false, Keep::every_obligation);
  for (size_t i = 0; i < examined.outcomes.size(); ++i) {
    const findings::RuleOutcome& outcome = examined.outcomes[i];
    const rules::TypedRule& rule = setup.settings.rules.rules[i];
    const bool holds =
        std::ranges::any_of(outcome.obligations, [](const findings::Obligation& obligation) {
          return obligation.status == findings::Status::met;
        });
    if (holds || outcome.obligations.empty() || !outcome.skipped_because.empty()) continue;
    diagnostics.warning(
        rule.spot,
        fmt::format("the 'where' of rule '{}' leaves out all {} records of {} in the input",
                    rule.id, outcome.obligations.size(),
                    setup.settings.schema.tables[rule.table].name));
  }
}

}  // namespace

int rules_check(const Arguments& arguments) {
  const std::string folder =
      arguments.rules.rules_folder.empty() ? find_rules_folder() : arguments.rules.rules_folder;
  rules::Options options = rule_options(with_files(arguments), folder);
  options.suspicions = true;
  util::Diagnostics diagnostics;
  const rules::Settings settings = rules::load(options, diagnostics);
  if (!diagnostics.has_errors() && !arguments.input.inputs.empty()) {
    find_idle_rules(arguments, diagnostics);
  }
  std::fputs(diagnostics.render().c_str(), stderr);
  if (diagnostics.has_errors()) return static_cast<int>(ExitCode::usage);
  const rules::RuleSet& rules = settings.rules;
  std::printf("%zu rules, %zu derived columns and %zu sets are in order\n",
              rules.rules.size() + rules.disabled.size(), rules.derived.size(), rules.sets.size());
  return static_cast<int>(ExitCode::clean);
}

}  // namespace audit::cli
