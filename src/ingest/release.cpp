// SPDX-License-Identifier: MIT
#include "ingest/release.hpp"

#include <algorithm>

#include "ingest/columns.hpp"
#include "ingest/needs.hpp"
#include "util/memory.hpp"

namespace audit::ingest {

using model::ColumnIndex;
using model::k_none;
using model::TableIndex;

namespace {

/// By column of the table: it may be all that tells of a record's parent, or is what reports show
/// as a record's application.
std::vector<bool> naming_columns(const model::Dataset& data, TableIndex table) {
  std::vector<bool> naming(data.tables[table].columns.size(), false);
  for (size_t index = 0; index < data.schema->relations.size(); ++index) {
    const model::Relation& relation = data.schema->relations[index];
    const model::ParentRows& parents = data.links[index].parent;
    if (relation.child != table) continue;
    const bool shown = relation.parent == data.schema->applications;
    if (!shown && !parents.empty() && parents.is_complete()) continue;
    for (const model::LinkWay& way : relation.ways) {
      for (const model::LinkPart& part : way.parts) {
        if (part.child != k_none) naming[part.child] = true;
      }
    }
  }
  return naming;
}

void release(model::Column& column) {
  const bool exported = column.exported;
  column = make_column(column.type);
  column.exported = exported;
}

}  // namespace

void release_links(model::Dataset& data, const std::vector<model::TableRequest>& requests) {
  for (TableIndex index = 0; index < requests.size(); ++index) {
    model::Table& table = data.tables[index];
    if (!requests[index].wanted || !table.present) continue;
    const std::vector<bool> naming = naming_columns(data, index);
    const std::vector<bool> reported = reported_columns(*data.schema, index);
    const std::vector<bool>& kept = requests[index].keep;
    for (ColumnIndex column = 0; column < table.columns.size(); ++column) {
      const bool asked = column < kept.size() && kept[column];
      if (!asked && !reported[column] && !naming[column]) release(table.columns[column]);
    }
  }
  // Only now it is known which pools no column shares any more.
  for (TableIndex index = 0; index < requests.size(); ++index) {
    const model::Table& table = data.tables[index];
    if (!requests[index].wanted || !table.present) continue;
    if (table.key.pool.use_count() == 1) table.key.pool->forget_index();
  }
  util::return_freed_memory();
}

void release_values(model::Dataset& data) {
  for (model::Table& table : data.tables) {
    for (model::Column& column : table.columns) {
      if (!is_text(column.type)) release(column);
    }
    table.probes = {};
  }
  for (model::Links& links : data.links) {
    links.offsets = {};
    links.children = {};
  }
  util::return_freed_memory();
}

}  // namespace audit::ingest
