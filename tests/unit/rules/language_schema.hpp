// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "rules/language/language.hpp"

namespace audit::tests {

/// A small schema with the shapes that the language knows: parents of parents, two child sets,
/// a personal, an internal and a bool column, a key with and one without a default.
inline model::Schema language_schema() {
  using model::Type;
  model::Schema schema;
  const auto column = [](const char* name, Type type = Type::text) {
    model::ColumnDef def;
    def.name = name;
    def.type = type;
    def.headers = {name};
    return def;
  };
  const auto table = [&](const char* name, const char* singular,
                         std::vector<model::ColumnDef> columns) {
    model::TableDef def;
    def.name = name;
    def.singular = singular;
    def.columns = std::move(columns);
    def.key = 0;
    schema.tables.push_back(std::move(def));
  };
  table("participants", "participant",
        {column("state_id", Type::identifier), column("ssn"), column("birth_date", Type::date)});
  table("applications", "application",
        {column("app_id", Type::identifier), column("state_id", Type::identifier),
         column("program"), column("exit_date", Type::date), column("closure_date", Type::date),
         column("created_on", Type::date)});
  table("activities", "activity",
        {column("activity_id", Type::identifier), column("app_id", Type::identifier),
         column("code"), column("actual_begin", Type::date), column("actual_end", Type::date),
         column("created_on", Type::date), column("title"), column("status")});
  table("activity_codes", "activity_code",
        {column("code"), column("restarts", Type::boolean), column("duration_days", Type::number)});
  table("case_notes", "case_note",
        {column("note_id", Type::identifier), column("app_id", Type::identifier),
         column("contact_date", Type::date), column("contact_type"), column("subject"),
         column("description"), column("subject_code")});
  table("follow_ups", "follow_up",
        {column("follow_up_id", Type::identifier), column("quarter", Type::number),
         column("required_by", Type::date), column("completed_on", Type::date)});
  const auto relate = [&](const char* name, model::TableIndex child, model::TableIndex parent) {
    model::Relation relation;
    relation.name = name;
    relation.child = child;
    relation.parent = parent;
    schema.tables[child].relations.push_back(
        static_cast<model::RelationIndex>(schema.relations.size()));
    schema.relations.push_back(std::move(relation));
  };
  relate("participant", 1, 0);
  relate("application", 2, 1);
  relate("participant", 2, 0);
  relate("activity_code", 2, 3);
  relate("application", 4, 1);
  relate("participant", 4, 0);
  relate("activity", 4, 2);
  relate("application", 5, 1);
  relate("participant", 5, 0);
  schema.tables[0].columns[1].personal = true;
  schema.tables[0].columns[2].personal = true;
  schema.tables[4].columns[5].personal = true;
  schema.tables[4].columns[6].internal = true;
  schema.tables[4].default_key = {{1}, {2}};
  schema.participants = 0;
  schema.applications = 1;
  return schema;
}

inline rules::Sets language_sets() {
  const auto set = [](const char* name, model::Type type, std::vector<rules::Value> values) {
    rules::ValueSet made;
    made.name = name;
    made.type = type;
    made.values = std::move(values);
    return std::make_shared<const rules::ValueSet>(std::move(made));
  };
  using rules::Value;
  rules::Sets sets;
  sets["codes"] = set("codes", model::Type::text, {Value("205"), Value("206")});
  sets["phrases"] = set("phrases", model::Type::text, {Value("left message"), Value("no answer")});
  sets["quarters"] = set("quarters", model::Type::number, {Value(rules::Number{10000})});
  sets["days_off"] = set("days_off", model::Type::date, {Value(calendar::Date{20000})});
  return sets;
}

inline rules::Parameters language_parameters() {
  const auto parameter = [](const char* name, model::Type type, rules::Value value) {
    return rules::Parameter{name, type, value, value};
  };
  rules::Parameters parameters;
  const rules::Value limit = calendar::Duration{5, calendar::Unit::business_days};
  parameters["limit"] = parameter("limit", model::Type::duration, limit);
  parameters["words"] = parameter("words", model::Type::number, rules::Number{100000});
  parameters["pattern"] = parameter("pattern", model::Type::text, rules::Value("^[0-9]+$"));
  parameters["day"] = parameter("day", model::Type::date, calendar::Date{20000});
  return parameters;
}

/// All that a scope refers to, kept alive, with a derived column a type.
struct LanguageWorld {
  model::Schema schema = language_schema();
  rules::Sets sets = language_sets();
  rules::Parameters parameters = language_parameters();
  std::vector<rules::DerivedColumn> derived;

  LanguageWorld() {
    add("participants", "last_service", model::Type::date, false);
    add("participants", "birth_copy", model::Type::date, true);
    add("activities", "is_open", model::Type::boolean, false);
    add("activities", "begin", model::Type::date, false);
    add("applications", "ended_on", model::Type::date, false);
  }
  void add(const char* table, const char* name, model::Type type, bool personal) {
    rules::DerivedColumn column;
    column.table = *schema.find_table(table);
    column.name = name;
    column.type = type;
    column.personal = personal;
    const auto before = std::ranges::count(derived, column.table, &rules::DerivedColumn::table);
    column.column = static_cast<model::ColumnIndex>(schema.tables[column.table].columns.size()) +
                    static_cast<model::ColumnIndex>(before);
    derived.push_back(std::move(column));
  }
  [[nodiscard]] rules::Scope scope(const char* table) const {
    rules::Scope made;
    made.schema = &schema;
    made.derived = &derived;
    made.sets = &sets;
    made.parameters = &parameters;
    made.table = *schema.find_table(table);
    return made;
  }
};

inline rules::SourceText text_at(std::string text, uint32_t line = 7, uint32_t column = 11) {
  return {
      std::move(text), util::Spot{"rules.toml", line, column, 1}
  };
}

}  // namespace audit::tests
