// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/run.hpp"

namespace audit::tests {

/// A cell as the twin and the data set builder both read it: nothing, or a value of its column's
/// type (texts as written, never white space alone).
using Cell = std::optional<rules::Value>;

/// Tables as plain rows of cells, and who whose parent is: what the engine's data set is made of,
/// and what the slow evaluator looks at.
struct World {
  model::Schema schema;
  std::vector<std::vector<std::vector<Cell>>> cells;  ///< by table, row, schema column
  std::vector<std::vector<uint32_t>> parents;  ///< by relation, child row; k_none = no parent
  std::vector<std::vector<bool>> exported;     ///< by table, schema column
  std::vector<bool> present;                   ///< by table

  [[nodiscard]] uint32_t rows(model::TableIndex table) const {
    return static_cast<uint32_t>(cells[table].size());
  }

  [[nodiscard]] engine::Available available() const {
    engine::Available available;
    for (model::TableIndex table = 0; table < schema.tables.size(); ++table) {
      available.tables.push_back({.present = present[table], .columns = exported[table]});
    }
    return available;
  }
};

namespace detail {

inline void append_cell(model::Column& column, const Cell& cell) {
  using model::Type;
  switch (column.type) {
    case Type::date:
      column.dates.push_back(cell ? std::get<calendar::Date>(*cell).days : calendar::k_no_date);
      return;
    case Type::number:
      column.numbers.push_back(cell ? std::get<rules::Number>(*cell).scaled : model::k_no_number);
      return;
    case Type::boolean:
      column.bools.push_back(cell ? (std::get<bool>(*cell) ? uint8_t{1} : uint8_t{0})
                                  : model::k_no_bool);
      return;
    default:
      if (!column.pool) column.pool = std::make_shared<model::TextPool>();
      column.codes.push_back(cell ? column.pool->intern(std::get<std::string>(*cell)) : 0);
  }
}

inline model::Column column_from(const std::vector<std::vector<Cell>>& rows, size_t index,
                                 model::Type type) {
  model::Column column;
  column.type = type;
  for (const std::vector<Cell>& row : rows) append_cell(column, row[index]);
  return column;
}

inline model::Column probe_column(const std::vector<std::vector<Cell>>& rows,
                                  const model::ProbeRequest& request) {
  model::Column column;
  column.type = request.probe.type;
  for (const std::vector<Cell>& row : rows) {
    Cell measured;
    if (const Cell& cell = row[request.column]) {
      const int64_t value = request.probe.measure(std::get<std::string>(*cell));
      measured = column.type == model::Type::boolean ? rules::Value(value == 1)
                                                     : rules::Value(rules::Number{value});
    }
    append_cell(column, measured);
  }
  return column;
}

inline model::Links links_from(const std::vector<uint32_t>& parents, uint32_t parent_rows) {
  model::Links links;
  links.parent = model::ParentRows(parents.size(), parent_rows);
  for (size_t row = 0; row < parents.size(); ++row) links.parent.set(row, parents[row]);
  links.offsets.assign(parent_rows + 1, 0);
  for (uint32_t parent = 0; parent < parent_rows; ++parent) {
    for (uint32_t child = 0; child < parents.size(); ++child) {
      if (parents[child] == parent) links.children.push_back(child);
    }
    links.offsets[parent + 1] = static_cast<uint32_t>(links.children.size());
  }
  // As the ingest stage has it: a list that says of each place the place itself is left out.
  std::vector<uint32_t> own(links.children.size());
  std::iota(own.begin(), own.end(), 0U);
  if (links.children == own) links.children.clear();
  return links;
}

}  // namespace detail

/// What ingest makes of the world for this plan: columns that nobody keeps are empty.
inline model::Dataset dataset_of(const World& world, const engine::Plan& plan) {
  model::Dataset data;
  data.schema = &world.schema;
  for (model::TableIndex index = 0; index < world.schema.tables.size(); ++index) {
    const model::TableDef& def = world.schema.tables[index];
    const auto& rows = world.cells[index];
    model::Table table;
    table.def = &def;
    table.present = world.present[index];
    table.rows = world.rows(index);
    for (size_t column = 0; column < def.columns.size(); ++column) {
      const bool kept = plan.requests[index].keep[column];
      const std::vector<std::vector<Cell>> none;
      table.columns.push_back(
          detail::column_from(kept ? rows : none, column, def.columns[column].type));
      table.columns.back().exported = world.exported[index][column];
    }
    for (const model::ProbeRequest& request : plan.requests[index].probes) {
      table.probes.push_back(detail::probe_column(rows, request));
    }
    if (def.key) table.key = detail::column_from(rows, *def.key, model::Type::identifier);
    data.tables.push_back(std::move(table));
  }
  for (size_t index = 0; index < world.schema.relations.size(); ++index) {
    const model::Relation& relation = world.schema.relations[index];
    const bool both = world.present[relation.child] && world.present[relation.parent];
    data.links.push_back(both
                             ? detail::links_from(world.parents[index], world.rows(relation.parent))
                             : model::Links{});
  }
  return data;
}

}  // namespace audit::tests
