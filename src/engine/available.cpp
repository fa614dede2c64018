// SPDX-License-Identifier: MIT
#include "engine/available.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace audit::engine {

using model::ColumnIndex;
using model::LinkPart;
using model::LinkWay;
using model::Relation;
using model::RelationIndex;
using model::TableDef;
using model::TableIndex;

Availability::Availability(const model::Schema& schema, const Available& available)
    : schema_(schema), tables_(schema.tables.size()) {
  take_headers(available);
  take_extractions();
  take_link_columns();
  take_implied();
}

void Availability::take_headers(const Available& available) {
  for (TableIndex table = 0; table < tables_.size(); ++table) {
    const TableDef& def = schema_.tables[table];
    Known& known = tables_[table];
    known.columns.assign(def.columns.size(), false);
    if (table < available.tables.size() && available.tables[table].present) {
      known.present = true;
      const std::vector<bool>& given = available.tables[table].columns;
      std::copy_n(given.begin(), std::min(given.size(), known.columns.size()),
                  known.columns.begin());
    } else if (!def.bundled.empty()) {
      known.present = true;
      known.columns.assign(def.columns.size(), true);
    }
  }
}

// "205-Development of IEP" holds the code: a column that is taken out of another is there with it.
void Availability::take_extractions() {
  for (TableIndex table = 0; table < tables_.size(); ++table) {
    std::vector<bool>& columns = tables_[table].columns;
    const auto& extractions = schema_.tables[table].extractions;
    for (size_t round = 0; round < extractions.size(); ++round) {
      for (const model::Extraction& extraction : extractions) {
        if (columns[extraction.from]) columns[extraction.into] = true;
      }
    }
  }
}

void Availability::take_link_columns() {
  for (const Relation& relation : schema_.relations) {
    if (relation.reference) continue;
    const TableDef& child = schema_.tables[relation.child];
    for (const LinkWay& way : relation.ways) {
      for (const LinkPart& part : way.parts) {
        if (part.child == model::k_none) continue;
        if (child.columns[part.child].type != model::Type::identifier) continue;
        tables_[relation.child].links.insert(part.child);
      }
    }
  }
}

// A record of an implied table exists for each key met in another: it is there if some table finds
// it. An input that has no column of it but the key tells no more than that.
void Availability::take_implied() {
  for (TableIndex table = 0; table < tables_.size(); ++table) {
    const TableDef& def = schema_.tables[table];
    Known& known = tables_[table];
    if (!def.implied || has_own_columns(table)) continue;
    known.present = false;
    for (const Relation& relation : schema_.relations) {
      if (relation.parent != table || !tables_[relation.child].present) continue;
      const bool found = std::ranges::any_of(
          relation.ways, [&](const LinkWay& way) { return follows(way, relation); });
      if (found) known.present = known.implied = true;
    }
  }
}

bool Availability::has_own_columns(TableIndex table) const {
  const std::vector<bool>& columns = tables_[table].columns;
  for (ColumnIndex column = 0; column < columns.size(); ++column) {
    if (columns[column] && schema_.tables[table].key != column) return true;
  }
  return false;
}

bool Availability::has(TableIndex table, ColumnIndex column) const {
  const Known& known = tables_[table];
  if (!known.present) return false;
  const TableDef& def = schema_.tables[table];
  if (def.key == column && (def.has_default_key() || known.implied)) return true;
  return known.columns[column];
}

bool Availability::follows(const LinkWay& way, const Relation& relation) const {
  return std::ranges::all_of(way.parts, [&](const LinkPart& part) {
    if (part.child_relation != model::k_none) {
      return links(part.child_relation) && links(part.parent_relation);
    }
    // The key of an implied table is known wherever the child names it.
    const TableDef& parent = schema_.tables[relation.parent];
    const bool by_key = parent.key == part.parent && parent.implied;
    return has(relation.child, part.child) && (by_key || has(relation.parent, part.parent));
  });
}

bool Availability::links(RelationIndex index) const {
  const Relation& relation = schema_.relations[index];
  if (!has(relation.child)) return false;
  for (const RelationIndex through : relation.through) {
    const TableIndex middle = schema_.relations[through].parent;
    const auto further = schema_.find_relation(middle, relation.name);
    if (further && *further != index && has(middle) && links(through) && links(*further))
      return true;
  }
  return has(relation.parent) && std::ranges::any_of(relation.ways, [&](const LinkWay& way) {
           return follows(way, relation);
         });
}

std::vector<ColumnIndex> Availability::absent_links(RelationIndex index) const {
  const Relation& relation = schema_.relations[index];
  std::vector<ColumnIndex> absent;
  for (const LinkWay& way : relation.ways) {
    for (const LinkPart& part : way.parts) {
      if (part.child != model::k_none && !has(relation.child, part.child)) {
        absent.push_back(part.child);
      }
    }
  }
  std::ranges::sort(absent);
  absent.erase(std::unique(absent.begin(), absent.end()), absent.end());
  return absent;
}

bool Availability::may_lack(TableIndex table, ColumnIndex column) const {
  const std::set<ColumnIndex>& links = tables_[table].links;
  if (!links.contains(column)) return schema_.tables[table].columns[column].optional;
  return std::ranges::any_of(
      links, [&](ColumnIndex other) { return other != column && has(table, other); });
}

std::string Availability::headers(TableIndex table, ColumnIndex column) const {
  const model::ColumnDef& def = schema_.tables[table].columns[column];
  std::vector<std::string> names{def.name};
  for (const std::string& header : def.headers) {
    if (header != def.name) names.push_back(header);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

// A table is told by the headers that no other table has: those are what to look for in an export.
std::string Availability::describe(TableIndex table) const {
  constexpr size_t k_telling_headers = 4;
  const TableDef& def = schema_.tables[table];
  std::vector<std::string> telling;
  for (const model::ColumnDef& column : def.columns) {
    const bool shared = std::ranges::any_of(schema_.tables, [&](const TableDef& other) {
      return other.name != def.name && other.find(column.name).has_value();
    });
    if (column.internal || shared || telling.size() == k_telling_headers) continue;
    const auto alias = std::ranges::find_if(
        column.headers, [&](const std::string& header) { return header != column.name; });
    telling.push_back(alias == column.headers.end() ? column.name : *alias);
  }
  if (telling.empty()) return fmt::format("table {}", def.name);
  return fmt::format("table {} (headers looked for: {}, …)", def.name, fmt::join(telling, ", "));
}

std::string Availability::describe(TableIndex table, ColumnIndex column) const {
  const TableDef& def = schema_.tables[table];
  return fmt::format("column {}.{} (headers looked for: {})", def.name, def.columns[column].name,
                     headers(table, column));
}

}  // namespace audit::engine
