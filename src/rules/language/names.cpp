// SPDX-License-Identifier: MIT
#include "rules/language/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace audit::rules {

Names::Names(const model::Schema& schema, const std::vector<DerivedColumn>* derived)
    : schema_(schema) {
  if (derived == nullptr) return;
  for (const DerivedColumn& column : *derived) {
    add({column.table, column.column, column.name, column.type, column.personal,
         DerivedName::State::checked});
  }
}

size_t Names::add(DerivedName name) {
  const size_t position = derived_.size();
  by_name_.emplace(std::make_pair(name.table, name.name), position);
  derived_.push_back(std::move(name));
  return position;
}

std::optional<Names::Column> Names::column(model::TableIndex table, std::string_view name) const {
  if (const auto found = schema_.tables[table].find(name)) {
    return Column{*found, schema_.tables[table].columns[*found].type, nullptr};
  }
  const auto found = by_name_.find(std::make_pair(table, std::string(name)));
  if (found == by_name_.end()) return std::nullopt;
  const DerivedName& derived = derived_[found->second];
  return Column{derived.column, derived.type, &derived};
}

bool Names::is_personal(model::TableIndex table, model::ColumnIndex column) const {
  const auto& columns = schema_.tables[table].columns;
  if (column < columns.size()) return columns[column].personal;
  return std::ranges::any_of(derived_, [&](const DerivedName& name) {
    return name.table == table && name.column == column && name.personal;
  });
}

std::string Names::column_name(model::TableIndex table, model::ColumnIndex column) const {
  const auto& columns = schema_.tables[table].columns;
  if (column < columns.size()) return columns[column].name;
  const auto found = std::ranges::find_if(derived_, [&](const DerivedName& name) {
    return name.table == table && name.column == column;
  });
  return found == derived_.end() ? std::string() : found->name;
}

std::vector<std::string> Names::known(model::TableIndex table) const {
  std::vector<std::string> names;
  for (const model::ColumnDef& column : schema_.tables[table].columns) {
    if (!column.internal) names.push_back(column.name);
  }
  for (const DerivedName& name : derived_) {
    if (name.table == table) names.push_back(name.name);
  }
  for (const model::Relation& relation : schema_.relations) {
    if (relation.child == table) names.push_back(relation.name);
    if (relation.parent == table) names.push_back(schema_.tables[relation.child].name);
  }
  return names;
}

std::string Names::elsewhere(model::TableIndex table, std::string_view name) const {
  for (const model::RelationIndex index : schema_.tables[table].relations) {
    const model::Relation& relation = schema_.relations[index];
    if (column(relation.parent, name)) return fmt::format("{}.{}", relation.name, name);
  }
  for (const model::RelationIndex index : schema_.tables[table].relations) {
    const model::Relation& first = schema_.relations[index];
    for (const model::RelationIndex next : schema_.tables[first.parent].relations) {
      const model::Relation& second = schema_.relations[next];
      if (column(second.parent, name)) {
        return fmt::format("{}.{}.{}", first.name, second.name, name);
      }
    }
  }
  return {};
}

}  // namespace audit::rules
