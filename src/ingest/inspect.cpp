// SPDX-License-Identifier: MIT
#include "ingest/inspect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "ingest/columns.hpp"
#include "ingest/load_inputs.hpp"
#include "util/text.hpp"

namespace audit::ingest {

using model::ColumnIndex;
using model::k_none;
using model::TableDef;

namespace {

std::vector<std::string> forms_of(const ColumnFacts& facts) {
  std::vector<size_t> used;
  for (size_t form = 0; form < facts.forms.size(); ++form) {
    if (facts.forms[form] > 0) used.push_back(form);
  }
  std::ranges::stable_sort(used,
                           [&](size_t a, size_t b) { return facts.forms[a] > facts.forms[b]; });
  std::vector<std::string> names;
  for (const size_t form : used) names.emplace_back(show(static_cast<DateForm>(form)));
  return names;
}

void describe_column(InspectedHeader& header, const model::ColumnDef& def,
                     const ColumnFacts& facts) {
  header.column = def.name;
  header.type = model::show(def.type);
  header.personal = def.personal;
  header.date_forms = forms_of(facts);
  header.has_times = facts.has_times;
  header.present = facts.present;
  header.faulty = facts.faulty;
  if (def.personal) return;
  header.first = facts.first;
  header.last = facts.last;
}

/// Headers of the table, as people would write them, with the column that each is.
std::map<std::string, std::string> spellings(const TableDef& def) {
  std::map<std::string, std::string> columns;
  for (const model::ColumnDef& column : def.columns) {
    if (column.internal) continue;
    columns.emplace(util::fold_header(column.name), column.name);
    for (const std::string& header : column.headers) {
      columns.emplace(util::fold_header(header), column.name);
    }
  }
  return columns;
}

std::string nearest_column(const std::string& header,
                           const std::map<std::string, std::string>& columns) {
  std::vector<std::string> known;
  for (const auto& [spelling, column] : columns) known.push_back(spelling);
  const auto found = columns.find(util::nearest_name(util::fold_header(header), known));
  return found == columns.end() ? std::string{} : found->second;
}

/// Exports break long headers into lines; on one line they are matched all the same.
std::string on_one_line(std::string header) {
  std::ranges::replace_if(
      header, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return util::visible(header);
}

void describe_headers(Inspection& inspection, const Recognised& recognised, const TableDef& def,
                      const std::vector<ColumnFacts>& facts) {
  const auto columns = spellings(def);
  std::set<std::string> known;
  for (const std::string& header : def.known_headers) known.insert(util::fold_header(header));
  std::vector<bool> seen(def.columns.size(), false);
  for (size_t i = 0; i < recognised.headers.size(); ++i) {
    if (recognised.headers[i].empty()) continue;
    InspectedHeader header;
    header.header = on_one_line(recognised.headers[i]);
    const ColumnIndex column = recognised.column_of[i];
    if (column != k_none) {
      seen[column] = true;
      describe_column(header, def.columns[column],
                      column < facts.size() ? facts[column] : ColumnFacts{});
    } else {
      header.known = known.contains(util::fold_header(recognised.headers[i]));
      if (!header.known) header.nearest = nearest_column(recognised.headers[i], columns);
    }
    inspection.headers.push_back(std::move(header));
  }
  for (ColumnIndex column = 0; column < seen.size(); ++column) {
    if (!seen[column] && !def.columns[column].internal) {
      inspection.absent_columns.push_back(def.columns[column].name);
    }
  }
}

/// Everything but text, whose cells cannot be wrong and need not be held.
std::vector<model::TableRequest> look_at_all(const model::Schema& schema) {
  std::vector<model::TableRequest> requests;
  for (const TableDef& def : schema.tables) {
    model::TableRequest& request = requests.emplace_back();
    request.wanted = true;
    request.keep.assign(def.columns.size(), false);
  }
  return requests;
}

std::string toml_text(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace

InspectionReport inspect(const std::vector<Recognised>& recognised, const model::Schema& schema,
                         const LoadOptions& options) {
  Loaded loaded = load_inputs(recognised, schema, look_at_all(schema), options, true);
  InspectionReport report;
  std::map<std::string, std::vector<model::DataProblem>> problems;
  for (model::DataProblem& problem : loaded.data.problems) {
    problems[problem.file].push_back(std::move(problem));
  }
  for (size_t i = 0; i < loaded.data.inputs.size(); ++i) {
    const Recognised& input = *loaded.recognised[i];
    Inspection inspection;
    inspection.file = loaded.data.inputs[i];
    inspection.why = input.why;
    inspection.problem = input.problem;
    inspection.run_date = input.run_date;
    inspection.problems = std::move(problems[inspection.file.path]);
    if (input.table != k_none) {
      describe_headers(inspection, input, schema.tables[input.table], loaded.facts[i]);
    }
    report.inputs.push_back(std::move(inspection));
  }
  report.warnings = std::move(loaded.data.warnings);
  report.unaudited_input = loaded.data.unaudited_input;
  return report;
}

std::string columns_block(const InspectionReport& report) {
  // One header a column: two files of one table mostly agree; where they do not, the first counts.
  std::map<std::string, std::map<std::string, std::string>> tables;
  std::map<std::string, std::set<std::string>> unknown;
  for (const Inspection& input : report.inputs) {
    if (input.file.table.empty()) continue;
    for (const InspectedHeader& header : input.headers) {
      if (!header.column.empty()) {
        tables[input.file.table].emplace(header.column, header.header);
      } else if (!header.known) {
        const std::string column = header.nearest.empty() ? "COLUMN" : header.nearest;
        unknown[input.file.table].insert(
            fmt::format("# {} = {}\n", column, toml_text(header.header)));
      }
    }
  }
  std::string block;
  for (const auto& [table, columns] : tables) {
    block += fmt::format("{}[columns.{}]\n", block.empty() ? "" : "\n", table);
    for (const auto& [column, header] : columns) {
      block += fmt::format("{} = {}\n", column, toml_text(header));
    }
    for (const std::string& comment : unknown[table]) block += comment;
  }
  return block;
}

}  // namespace audit::ingest
