// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/load.hpp"
#include "model/dataset.hpp"
#include "model/schema.hpp"

// A small schema by hand, with one of everything that a schema can say, and datasets as plain text.
namespace audit::ingest::testing {

using model::ColumnDef;
using model::ColumnIndex;
using model::Type;

inline ColumnDef column(std::string name, Type type = Type::text,
                        std::vector<std::string> headers = {}) {
  ColumnDef def;
  def.name = std::move(name);
  def.type = type;
  def.headers = std::move(headers);
  return def;
}

inline ColumnDef personal(ColumnDef def) {
  def.personal = true;
  return def;
}
inline ColumnDef entry(ColumnDef def) {
  def.entry_date = true;
  return def;
}
inline ColumnDef internal(ColumnDef def) {
  def.internal = true;
  return def;
}

/// Names to indexes; fails loudly on a name that is not there.
inline ColumnIndex at(const model::Schema& schema, std::string_view table, std::string_view name) {
  return schema.tables.at(schema.find_table(table).value()).find(name).value();
}

inline model::TableIndex at(const model::Schema& schema, std::string_view table) {
  return schema.find_table(table).value();
}

struct RelationText {
  std::string name;
  std::string child;
  std::string parent;
  std::vector<std::vector<std::pair<std::string, std::string>>> ways;
};

inline model::RelationIndex relate(model::Schema& schema, const RelationText& text) {
  model::Relation relation;
  relation.name = text.name;
  relation.child = at(schema, text.child);
  relation.parent = at(schema, text.parent);
  for (const auto& parts : text.ways) {
    model::LinkWay way;
    for (const auto& [child, parent] : parts) {
      way.parts.push_back({at(schema, text.child, child), at(schema, text.parent, parent),
                           model::k_none, model::k_none});
    }
    relation.ways.push_back(std::move(way));
  }
  const auto index = static_cast<model::RelationIndex>(schema.relations.size());
  schema.tables[relation.child].relations.push_back(index);
  schema.relations.push_back(std::move(relation));
  return index;
}

inline model::TableDef table_named(std::string name, std::string singular) {
  model::TableDef def;
  def.name = std::move(name);
  def.singular = std::move(singular);
  return def;
}

inline void add_tables(model::Schema& schema) {
  model::TableDef people = table_named("people", "person");
  people.columns = {column("state_id", Type::identifier, {"State ID"}),
                    personal(column("ssn", Type::text, {"Social Security Number"})),
                    personal(column("birth_date", Type::date, {"Date of Birth"}))};
  people.key = 0;
  people.required = {0};
  people.implied = true;

  model::TableDef cases = table_named("cases", "case");
  cases.columns = {column("case_id", Type::identifier, {"App ID", "Case #"}),
                   column("state_id", Type::identifier, {"State ID"}),
                   column("program"),
                   column("office"),
                   column("region"),
                   column("manager", Type::text, {"Case Manager"}),
                   column("began", Type::date, {"Begin Date"}),
                   entry(column("entered", Type::date, {"Create Date"})),
                   column("hours", Type::number),
                   column("active", Type::boolean)};
  cases.key = 0;
  cases.required = {0};
  cases.known_headers = {"Hispanic", "Learning Mode", "NAICS"};

  model::TableDef services = table_named("services", "service");
  services.columns = {column("service_id", Type::identifier),
                      column("case_id", Type::identifier, {"App ID"}),
                      column("state_id", Type::identifier, {"State ID"}),
                      column("service"),
                      column("code", Type::text, {"Service Code"}),
                      column("title"),
                      column("projected", Type::date, {"Projected Begin Date"}),
                      column("began", Type::date, {"Actual Begin Date"}),
                      column("ended", Type::date, {"Actual\nEnd Date"}),
                      column("result", Type::text, {"Completion Status"}),
                      entry(column("entered", Type::date, {"Create Date"}))};
  services.key = 0;
  services.default_key = {
      {1},
      { 4},
      { 7, 6}
  };
  services.required = {1};
  services.trailing_text = {
      {8, 9, ""}
  };
  services.extractions = {
      {3, 4, "^\\s*([0-9A-Z]{3})\\b"         },
      {3, 5, "^\\s*[0-9A-Z]{3}\\s*-\\s*(.*)$"}
  };
  services.ignore = {
      {9, "(?i)\\* *void *\\*"}
  };

  model::TableDef codes = table_named("codes", "code");
  codes.columns = {column("code", Type::text, {"Activity Code"}), column("title"),
                   column("restarts", Type::boolean, {"Exit Clock?"})};
  codes.key = 0;
  codes.required = {0};
  codes.flag_missing = "restarts";

  model::TableDef notes = table_named("notes", "note");
  notes.columns = {column("note_id", Type::identifier),
                   column("case_id", Type::identifier, {"App ID"}),
                   column("state_id", Type::identifier, {"State ID"}),
                   column("service_id", Type::identifier),
                   column("contact", Type::date, {"Contact Date"}),
                   entry(column("entered", Type::date, {"Create Date"})),
                   column("subject"),
                   personal(column("description", Type::text, {"Case Notes"})),
                   internal(column("subject_code"))};
  notes.key = 0;
  notes.default_key = {{2}, {5}, {4}};
  notes.extractions = {
      {6, 8, "\\b([0-9]{3})\\b"}
  };

  model::TableDef attempts = table_named("attempts", "attempt");
  attempts.columns = {column("case_id", Type::identifier, {"App ID"}),
                      column("quarter", Type::number),
                      column("tried", Type::date, {"Attempt Date"}), column("means")};
  attempts.default_key = {{0}, {1}};
  attempts.required = {0};
  schema.tables = {people, cases, services, codes, notes, attempts};
}

inline void add_relations(model::Schema& schema) {
  relate(schema, {"person", "cases", "people", {{{"state_id", "state_id"}}}});
  const auto service_case =
      relate(schema, {"case", "services", "cases", {{{"case_id", "case_id"}}}});
  const auto service_person =
      relate(schema, {"person", "services", "people", {{{"state_id", "state_id"}}}});
  schema.relations[service_person].through = {service_case};
  const auto code = relate(schema, {"code", "services", "codes", {{{"code", "code"}}}});
  schema.relations[code].reference = true;
  const auto note_case = relate(schema, {"case", "notes", "cases", {{{"case_id", "case_id"}}}});
  const auto note_person =
      relate(schema, {"person", "notes", "people", {{{"state_id", "state_id"}}}});
  schema.relations[note_person].through = {note_case};
  const auto note_service =
      relate(schema, {
                         "service",
                         "notes",
                         "services",
                         {{{"service_id", "service_id"}},
                           {{"case_id", "case_id"}, {"subject_code", "code"}, {"contact", "began"}},
                           {{"subject_code", "code"}, {"contact", "began"}}}
  });
  model::LinkWay& last = schema.relations[note_service].ways[2];
  last.parts.insert(last.parts.begin(),
                    {model::k_none, model::k_none, note_person, service_person});
  last.only_if_missing = {at(schema, "notes", "case_id")};
  last.unique = true;
  const auto attempt_case =
      relate(schema, {"case", "attempts", "cases", {{{"case_id", "case_id"}}}});
  const auto attempt_person = relate(schema, {"person", "attempts", "people", {}});
  schema.relations[attempt_person].through = {attempt_case};
}

inline model::Schema make_schema() {
  model::Schema schema;
  add_tables(schema);
  add_relations(schema);
  schema.footer_words = {"Total", "Report generated"};
  schema.run_date_words = {"Run date", "Report generated"};
  schema.missing_words = {"NULL", "None Selected"};
  schema.not_applicable_words = {"N/A", "Not Applicable", "-"};
  schema.participants = at(schema, "people");
  schema.applications = at(schema, "cases");
  schema.region_column = "region";
  schema.office_column = "office";
  schema.case_manager_column = "manager";
  schema.program_column = "program";
  return schema;
}

inline const model::Schema& test_schema() {
  static const model::Schema schema = make_schema();
  return schema;
}

using Files = std::vector<std::pair<std::string, std::string>>;  // name, bytes

/// Inputs in memory, recognised and loaded with every column kept.
struct Load {
  std::vector<std::unique_ptr<Input>> inputs;
  std::vector<Recognised> recognised;
  std::vector<model::TableRequest> requests;
  model::Dataset data;

  explicit Load(const Files& files, LoadOptions options = {},
                const model::Schema& schema = test_schema(),
                const RecogniseOptions& recognising = {}) {
    for (const auto& [name, bytes] : files) inputs.push_back(memory_input(name, bytes, ""));
    recognised = recognise(inputs, schema, recognising);
    for (const model::TableDef& def : schema.tables) {
      requests.push_back({true, std::vector<bool>(def.columns.size(), true), {}, {}});
    }
    if (options.as_of.days == 0) options.as_of = *calendar::parse_iso("2026-01-31");
    data = load(recognised, schema, requests, options);
  }
  [[nodiscard]] const model::Table& table(std::string_view name) const {
    return data.tables.at(at(*data.schema, name));
  }
};

/// A cell as text: dates as YYYY-MM-DD, numbers as decimals, missing as "".
inline std::string cell(const model::Table& table, uint32_t row, std::string_view name) {
  const model::Column& column = table.columns.at(table.def->find(name).value());
  switch (column.type) {
    case Type::date:
      return column.dates.at(row) == calendar::k_no_date ? ""
                                                         : calendar::iso({column.dates.at(row)});
    case Type::number: {
      const int64_t number = column.numbers.at(row);
      if (number == model::k_no_number) return "";
      std::string text = std::to_string(number / model::k_number_scale);
      if (number % model::k_number_scale != 0) {
        text += "." + std::to_string(number % model::k_number_scale);
      }
      return text;
    }
    case Type::boolean:
      return column.bools.at(row) == model::k_no_bool ? ""
             : column.bools.at(row) == 1              ? "yes"
                                                      : "no";
    default:
      return std::string(column.text(row));
  }
}

inline std::vector<std::string> keys(const model::Table& table) {
  std::vector<std::string> all;
  for (uint32_t row = 0; row < table.rows; ++row) all.emplace_back(table.key.text(row));
  return all;
}

/// The key of the record's parent by the relation of this name, or "".
inline std::string parent_key(const model::Dataset& data, std::string_view child, uint32_t row,
                              std::string_view relation) {
  const auto index = data.schema->find_relation(at(*data.schema, child), relation).value();
  const model::Links& links = data.links.at(index);
  if (links.parent.empty() || links.parent[row] == model::k_none) return "";
  const model::Table& parent = data.tables.at(data.schema->relations[index].parent);
  return std::string(parent.key.text(links.parent[row]));
}

/// "file:line [column] text", in order.
inline std::vector<std::string> problems(const model::Dataset& data) {
  std::vector<std::string> all;
  for (const model::DataProblem& problem : data.problems) {
    all.push_back(problem.file + ":" + std::to_string(problem.line) + " [" + problem.column + "] " +
                  problem.problem);
  }
  return all;
}

inline std::vector<std::string> warning_codes(const model::Dataset& data) {
  std::vector<std::string> all;
  for (const model::InputWarning& warning : data.warnings) all.push_back(warning.code);
  return all;
}

/// "rows accepted rejected ignored lines_ignored" of the n-th input.
inline std::string account(const model::Dataset& data, size_t input = 0) {
  const model::InputFile& file = data.inputs.at(input);
  return std::to_string(file.rows) + " " + std::to_string(file.accepted) + " " +
         std::to_string(file.rejected) + " " + std::to_string(file.ignored) + " " +
         std::to_string(file.lines_ignored);
}

}  // namespace audit::ingest::testing
