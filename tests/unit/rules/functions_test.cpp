// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <set>

#include "rules/language/functions/functions.hpp"
#include "rules/language/language.hpp"
#include "unit/rules/language_schema.hpp"

using namespace audit;
using audit::tests::text_at;

namespace {

/// The schema that the catalogue's examples speak of.
model::Schema example_schema() {
  model::Schema schema;
  for (const char* name : {"parents", "children"}) {
    model::TableDef table;
    table.name = name;
    for (const auto& [column, type] : {
             std::pair{"made_on", model::Type::date  },
             std::pair{"amount",  model::Type::number},
             std::pair{"name",    model::Type::text  }
    }) {
      model::ColumnDef def;
      def.name = column;
      def.type = type;
      table.columns.push_back(def);
    }
    schema.tables.push_back(std::move(table));
  }
  model::Relation relation;
  relation.name = "parent";
  relation.child = 1;
  relation.parent = 0;
  schema.tables[1].relations = {0};
  schema.relations.push_back(std::move(relation));
  return schema;
}

}  // namespace

TEST_CASE("every function is documented, and its example is right") {
  const model::Schema schema = example_schema();
  rules::Sets sets;
  rules::ValueSet known;
  known.name = "known";
  known.values = {rules::Value("FAQ")};
  sets["known"] = std::make_shared<const rules::ValueSet>(known);
  rules::Scope scope;
  scope.schema = &schema;
  scope.sets = &sets;
  scope.table = 0;
  for (const rules::FunctionDoc& row : rules::functions()) {
    CAPTURE(row.name);
    CHECK(row.signature.starts_with(row.name + "("));
    CHECK(row.doc.ends_with("."));
    CHECK(row.example.find(row.name + "(") != std::string::npos);
    util::Diagnostics diagnostics;
    const auto found =
        rules::check_expression(text_at(row.example), scope, model::Type::boolean, diagnostics);
    CHECK_MESSAGE(found.has_value(), diagnostics.render());
  }
}

TEST_CASE("the catalogue holds each name once, but for min and max") {
  std::multiset<std::string> names;
  for (const rules::FunctionDoc& row : rules::functions()) names.insert(row.name);
  for (const std::string& name : names) {
    CAPTURE(name);
    CHECK(names.count(name) == (name == "min" || name == "max" ? 2 : 1));
  }
  CHECK(names.size() == 31);
  for (int id = 0; id <= static_cast<int>(rules::FunctionId::all_words); ++id) {
    CHECK(rules::function_doc(static_cast<rules::FunctionId>(id)).function ==
          static_cast<rules::FunctionId>(id));
  }
}

TEST_CASE("parameters are written as in expressions") {
  CHECK(rules::parameter_value("5 business days") ==
        rules::Value(calendar::Duration{5, calendar::Unit::business_days}));
  CHECK(rules::parameter_value("1 month") ==
        rules::Value(calendar::Duration{1, calendar::Unit::months}));
  for (const char* text : {"205", "5days", "5 Days", "", "days", "2026-01-31", "5 days later"}) {
    CAPTURE(std::string(text));
    CHECK(rules::parameter_value(text) == rules::Value(std::string(text)));
  }
}
