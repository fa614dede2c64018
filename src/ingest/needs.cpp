// SPDX-License-Identifier: MIT
#include "ingest/needs.hpp"

#include <algorithm>

namespace audit::ingest {

using model::ColumnIndex;
using model::k_none;
using model::Relation;
using model::Schema;
using model::TableDef;
using model::TableIndex;

namespace {

void mark(std::vector<bool>& read, ColumnIndex column) {
  if (column != k_none) read[column] = true;
}

void mark_links(std::vector<bool>& read, const Schema& schema, TableIndex table) {
  for (const Relation& relation : schema.relations) {
    for (const model::LinkWay& way : relation.ways) {
      for (const model::LinkPart& part : way.parts) {
        if (relation.child == table) mark(read, part.child);
        if (relation.parent == table) mark(read, part.parent);
      }
      if (relation.child != table) continue;
      for (const ColumnIndex column : way.only_if_missing) mark(read, column);
    }
  }
}

void mark_roles(std::vector<bool>& read, const Schema& schema, const TableDef& def) {
  for (const std::string& name : {schema.region_column, schema.office_column,
                                  schema.case_manager_column, schema.program_column}) {
    if (const auto column = def.find(name)) read[*column] = true;
  }
}

}  // namespace

std::vector<bool> key_and_link_columns(const Schema& schema, TableIndex table) {
  const TableDef& def = schema.tables[table];
  std::vector<bool> read(def.columns.size(), false);
  if (def.key) read[*def.key] = true;
  for (const auto& part : default_key_parts(schema, table)) {
    for (const ColumnIndex column : part) mark(read, column);
  }
  mark_links(read, schema, table);
  return read;
}

std::vector<bool> reported_columns(const Schema& schema, TableIndex table) {
  const TableDef& def = schema.tables[table];
  std::vector<bool> read(def.columns.size(), false);
  for (ColumnIndex column = 0; column < def.columns.size(); ++column) {
    if (def.columns[column].entry_date) read[column] = true;
  }
  mark_roles(read, schema, def);
  if (const auto flag = def.find(def.flag_missing)) read[*flag] = true;
  return read;
}

std::vector<bool> always_read(const Schema& schema, TableIndex table) {
  std::vector<bool> read = key_and_link_columns(schema, table);
  const std::vector<bool> reported = reported_columns(schema, table);
  for (size_t column = 0; column < read.size(); ++column) {
    if (reported[column]) read[column] = true;
  }
  return read;
}

std::vector<bool> reaches_participants(const Schema& schema) {
  std::vector<bool> reaches(schema.tables.size(), false);
  if (schema.participants == k_none) return reaches;
  reaches[schema.participants] = true;
  for (bool changed = true; changed;) {
    changed = false;
    for (const Relation& relation : schema.relations) {
      if (!reaches[relation.parent] || reaches[relation.child]) continue;
      reaches[relation.child] = changed = true;
    }
  }
  return reaches;
}

std::vector<std::vector<ColumnIndex>> vital_links(const Schema& schema, TableIndex table) {
  const std::vector<bool> reaches = reaches_participants(schema);
  std::vector<std::vector<ColumnIndex>> links;
  for (const Relation& relation : schema.relations) {
    if (relation.child != table || relation.reference || !reaches[relation.parent]) continue;
    for (const model::LinkWay& way : relation.ways) {
      std::vector<ColumnIndex> columns;
      for (const model::LinkPart& part : way.parts) columns.push_back(part.child);
      // A way through another relation ("the same participant") is no link of the row's own.
      const bool own = std::ranges::find(columns, k_none) == columns.end();
      if (own && !columns.empty()) links.push_back(std::move(columns));
    }
  }
  return links;
}

std::vector<std::vector<ColumnIndex>> default_key_parts(const Schema& schema, TableIndex table) {
  const TableDef& def = schema.tables[table];
  if (def.key || def.has_default_key()) return def.default_key;
  std::vector<bool> linked(def.columns.size(), false);
  for (const auto& link : vital_links(schema, table)) {
    for (const ColumnIndex column : link) linked[column] = true;
  }
  std::vector<std::vector<ColumnIndex>> parts;
  for (ColumnIndex column = 0; column < linked.size(); ++column) {
    if (linked[column] && !def.columns[column].internal) parts.push_back({column});
  }
  return parts;
}

}  // namespace audit::ingest
