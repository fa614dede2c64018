// SPDX-License-Identifier: MIT
// rules test: every example of every rule through the real reader and the real engine.
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

/// Examples are judged with all rules known and none overridden (spec 3, "Examples are tests").
constexpr const char* k_examples_profile = "all";
constexpr const char* k_examples_calendar = "california-state";
constexpr const char* k_examples_remind = "14 days";

std::string quoted(const std::string& cell) {
  std::string out = "\"";
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

/// The columns that some row of the example names, in the order first met.
std::vector<std::string> named_columns(const std::vector<rules::ExampleRow>& rows) {
  std::vector<std::string> names;
  for (const rules::ExampleRow& row : rows) {
    for (const auto& [column, cell] : row) {
      if (std::ranges::find(names, column) == names.end()) names.push_back(column);
    }
  }
  return names;
}

/// The rows as a CSV text with canonical headers, which the reader takes as it takes any file.
std::string as_csv(const std::vector<std::string>& columns,
                   const std::vector<rules::ExampleRow>& rows) {
  std::string text = fmt::format("{}\n", fmt::join(columns, ","));
  for (const rules::ExampleRow& row : rows) {
    std::string line;
    for (const std::string& column : columns) {
      const auto cell = std::ranges::find(row, column, &std::pair<std::string, std::string>::first);
      line += line.empty() ? "" : ",";
      line += quoted(cell == row.end() ? std::string() : cell->second);
    }
    text += line + "\n";
  }
  return text;
}

/// All tables and columns count as exported.
engine::Available everything(const model::Schema& schema) {
  engine::Available available;
  for (const model::TableDef& table : schema.tables) {
    available.tables.push_back({true, std::vector<bool>(table.columns.size(), true)});
  }
  return available;
}

struct ExampleInputs {
  std::vector<std::unique_ptr<ingest::Input>> inputs;
  std::vector<ingest::Recognised> recognised;
};

ExampleInputs example_inputs(const rules::Example& example, const model::Schema& schema) {
  ExampleInputs made;
  for (const auto& [table, rows] : example.tables) {
    const model::TableDef& def = schema.tables[table];
    const std::vector<std::string> columns = named_columns(rows);
    made.inputs.push_back(ingest::memory_input(def.name, as_csv(columns, rows), def.name));
    ingest::Recognised recognised;
    recognised.input = made.inputs.back().get();
    recognised.table = table;
    recognised.header_line = 1;
    recognised.header_cells = static_cast<uint32_t>(columns.size());
    recognised.headers = columns;
    for (const std::string& column : columns) {
      recognised.column_of.push_back(def.find(column).value_or(model::k_none));
    }
    made.recognised.push_back(std::move(recognised));
  }
  return made;
}

class ExampleRunner {
 public:
  ExampleRunner(const rules::Settings& settings, std::string rules_folder)
      : settings_(settings), rules_folder_(std::move(rules_folder)) {}

  /// Empty when the example comes out as it says, else what came out instead.
  std::string run(const rules::TypedRule& rule, const rules::Example& example) const {
    rules::RuleSet one;
    one.rules = {rule};
    one.derived = settings_.rules.derived;
    one.sets = settings_.rules.sets;
    const engine::Plan plan = engine::plan(one, settings_.schema, everything(settings_.schema));
    ExampleInputs inputs = example_inputs(example, settings_.schema);
    ingest::LoadOptions options;
    options.as_of = example.as_of;
    options.bundled_folder = rules_folder_;
    options.check_input = false;
    model::Dataset data = ingest::load(inputs.recognised, settings_.schema, plan.requests, options);
    engine::RunOptions run_options;
    run_options.as_of = example.as_of;
    const auto outcomes = engine::evaluate(one, plan, data, settings_.calendar, run_options);
    return compare(example, data, outcomes.front());
  }

 private:
  static std::string compare(const rules::Example& example, const model::Dataset& data,
                             const findings::RuleOutcome& outcome) {
    for (const model::DataProblem& problem : data.problems) {
      if (problem.row_rejected) {
        return fmt::format("a row of {} was rejected: {}", problem.file, problem.problem);
      }
    }
    if (!outcome.skipped_because.empty()) return "skipped: " + outcome.skipped_because;
    std::vector<std::string> statuses;
    for (const findings::Obligation& obligation : outcome.obligations) {
      statuses.emplace_back(findings::show(obligation.status));
    }
    if (statuses == example.expect) return {};
    return fmt::format("expected [{}], got [{}]", fmt::join(example.expect, ", "),
                       fmt::join(statuses, ", "));
  }

  const rules::Settings& settings_;
  std::string rules_folder_;
};

struct Totals {
  size_t passed = 0;
  size_t failed = 0;
  size_t without_examples = 0;
};

void test_rule(const ExampleRunner& runner, const rules::TypedRule& rule, Totals& totals) {
  if (rule.examples.empty()) {
    ++totals.without_examples;
    std::printf("%s: has no example\n", rule.id.c_str());
  }
  for (const rules::Example& example : rule.examples) {
    const std::string difference = runner.run(rule, example);
    if (difference.empty()) {
      ++totals.passed;
      continue;
    }
    ++totals.failed;
    std::printf("%s:%u: %s: example '%s': %s\n", example.spot.file.c_str(), example.spot.line,
                rule.id.c_str(), example.name.c_str(), difference.c_str());
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

}  // namespace

int rules_test(const Arguments& arguments) {
  const std::string folder =
      arguments.rules.rules_folder.empty() ? find_rules_folder() : arguments.rules.rules_folder;
  util::Diagnostics diagnostics;
  const rules::Settings settings = rules::load(example_options(arguments, folder), diagnostics);
  std::fputs(diagnostics.render().c_str(), stderr);
  if (diagnostics.has_errors()) return static_cast<int>(ExitCode::usage);

  const ExampleRunner runner(settings, folder);
  Totals totals;
  for (const auto* list : {&settings.rules.rules, &settings.rules.disabled}) {
    for (const rules::TypedRule& rule : *list) {
      if (chosen(rule.id, arguments.rules)) test_rule(runner, rule, totals);
    }
  }
  std::printf("%zu examples passed, %zu failed\n", totals.passed, totals.failed);
  const bool whole = totals.failed == 0 && totals.without_examples == 0;
  return static_cast<int>(whole ? ExitCode::clean : ExitCode::violations);
}

}  // namespace audit::cli
