// SPDX-License-Identifier: MIT
#include "cli/example_runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/session.hpp"

namespace audit::cli {

namespace {

std::string csv_cell(const std::string& cell) {
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
      line += csv_cell(cell == row.end() ? std::string() : cell->second);
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

ExampleOutcome outcome_of(const model::Dataset& data, const findings::RuleOutcome& outcome) {
  for (const model::DataProblem& problem : data.problems) {
    if (problem.row_rejected) {
      return {fmt::format("a row of {} was rejected: {}", problem.file, problem.problem), {}};
    }
  }
  if (!outcome.skipped_because.empty()) return {"skipped: " + outcome.skipped_because, {}};
  ExampleOutcome result;
  for (const findings::Obligation& obligation : outcome.obligations) {
    result.statuses.emplace_back(findings::show(obligation.status));
  }
  return result;
}

}  // namespace

ExampleOutcome ExampleRunner::run(const rules::TypedRule& rule,
                                  const rules::Example& example) const {
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
  return outcome_of(data, outcomes.front());
}

}  // namespace audit::cli
