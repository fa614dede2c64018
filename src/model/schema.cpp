// SPDX-License-Identifier: MIT
#include "model/schema.hpp"

#include <algorithm>

namespace audit::model {

const char* show(Type type) {
  switch (type) {
    case Type::text:
      return "text";
    case Type::identifier:
      return "identifier";
    case Type::number:
      return "number";
    case Type::date:
      return "date";
    case Type::boolean:
      return "bool";
    case Type::duration:
      return "duration";
  }
  return "?";
}

std::optional<ColumnIndex> TableDef::find(std::string_view column) const {
  const auto found = std::ranges::find(columns, column, &ColumnDef::name);
  if (found == columns.end()) return std::nullopt;
  return static_cast<ColumnIndex>(found - columns.begin());
}

std::optional<TableIndex> Schema::find_table(std::string_view plural) const {
  const auto found = std::ranges::find(tables, plural, &TableDef::name);
  if (found == tables.end()) return std::nullopt;
  return static_cast<TableIndex>(found - tables.begin());
}

std::optional<RelationIndex> Schema::find_relation(TableIndex child, std::string_view name) const {
  for (const RelationIndex index : tables[child].relations) {
    if (relations[index].name == name) return index;
  }
  return std::nullopt;
}

std::optional<RelationIndex> Schema::find_child_set(TableIndex parent,
                                                    std::string_view child_plural) const {
  for (RelationIndex index = 0; index < relations.size(); ++index) {
    const Relation& relation = relations[index];
    if (relation.parent == parent && tables[relation.child].name == child_plural) return index;
  }
  return std::nullopt;
}

}  // namespace audit::model
