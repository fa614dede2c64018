// SPDX-License-Identifier: MIT
#include "rules/typed_rule.hpp"

namespace audit::rules {

const char* show(Form form) {
  switch (form) {
    case Form::requirement:
      return "requirement";
    case Form::deadline:
      return "deadline";
    case Form::recurring:
      return "recurring rule";
  }
  return "?";
}

std::string column_name(const model::Schema& schema, const RuleSet& rules, model::TableIndex table,
                        model::ColumnIndex column) {
  const model::TableDef& def = schema.tables[table];
  if (column < def.columns.size()) return def.columns[column].name;
  for (const DerivedColumn& derived : rules.derived) {
    if (derived.table == table && derived.column == column) return derived.name;
  }
  return {};
}

}  // namespace audit::rules
