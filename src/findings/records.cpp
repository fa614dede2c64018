// SPDX-License-Identifier: MIT
#include "findings/records.hpp"

#include <algorithm>

#include "util/ascii.hpp"
#include "util/personal.hpp"

namespace audit::findings {

namespace {

using model::k_none;

const std::string& column_name(const model::Schema& schema, GroupBy by) {
  switch (by) {
    case GroupBy::region:
      return schema.region_column;
    case GroupBy::office:
      return schema.office_column;
    case GroupBy::case_manager:
      return schema.case_manager_column;
    case GroupBy::program:
      break;
  }
  return schema.program_column;
}

/// The table's text column of that name, if it has one and it was read.
const model::Column* text_column(const model::Table& table, std::string_view name) {
  const auto index = table.def->find(name);
  if (!index || *index >= table.columns.size()) return nullptr;
  const model::Column& column = table.columns[*index];
  return column.pool != nullptr && column.codes.size() == table.rows ? &column : nullptr;
}

Cell cell(const model::Column* column, uint32_t row) {
  if (column == nullptr || row >= column->codes.size() || column->codes[row] == 0) return {};
  return {column, column->codes[row]};
}

/// The column by which `relation` names its parent's key, if one of its ways is just that.
const model::Column* linking_column(const model::Dataset& data, const model::Relation& relation) {
  const auto parent_key = data.schema->tables[relation.parent].key;
  for (const model::LinkWay& way : relation.ways) {
    if (way.parts.size() != 1 || way.parts[0].child == k_none) continue;
    if (!parent_key || way.parts[0].parent != *parent_key) continue;
    const model::Table& child = data.tables[relation.child];
    return text_column(child, child.def->columns[way.parts[0].child].name);
  }
  return nullptr;
}

bool has_letter(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return util::is_letter(c) || !util::is_ascii(c); });
}

}  // namespace

const char* show(GroupBy by) {
  switch (by) {
    case GroupBy::region:
      return "region";
    case GroupBy::office:
      return "office";
    case GroupBy::case_manager:
      return "case_manager";
    case GroupBy::program:
      return "program";
  }
  return "?";
}

Records::Records(const model::Dataset& data, model::TableIndex table)
    : data_(&data),
      index_(table),
      table_(&data.tables[table]),
      participants_(way_to(data.schema->participants)),
      applications_(way_to(data.schema->applications)) {
  const model::Schema& schema = *data.schema;
  for (const GroupBy by : k_all_group_bys) {
    const auto at = static_cast<size_t>(by);
    own_[at] = text_column(*table_, column_name(schema, by));
    if (schema.applications == k_none) continue;
    of_application_[at] = text_column(data.tables[schema.applications], column_name(schema, by));
  }
  if (schema.participants == k_none) return;
  for (const std::string& name : schema.name_columns) {
    names_.push_back(text_column(data.tables[schema.participants], name));
  }
}

Records::Way Records::way_to(model::TableIndex role) const {
  if (role == k_none) return {};
  if (role == index_) return {.itself = true};
  for (const model::RelationIndex index : table_->def->relations) {
    const model::Relation& relation = data_->schema->relations[index];
    if (relation.parent != role) continue;
    Way way;
    way.own = linking_column(*data_, relation);
    if (index < data_->links.size()) way.parent = &data_->links[index].parent;
    return way;
  }
  return {};
}

uint32_t Records::Way::row(uint32_t child) const {
  if (itself) return child;
  return parent != nullptr && child < parent->size() ? (*parent)[child] : k_none;
}

Cell Records::key_cell(uint32_t row) const { return cell(&table_->key, row); }

Cell Records::participant_cell(uint32_t row) const {
  const uint32_t found = participants_.row(row);
  if (found == k_none) return cell(participants_.own, row);
  return cell(&data_->tables[data_->schema->participants].key, found);
}

Cell Records::application_cell(uint32_t row) const {
  return applications_.itself ? key_cell(row) : cell(applications_.own, row);
}

Cell Records::group(GroupBy by, uint32_t row) const {
  const auto at = static_cast<size_t>(by);
  const Cell own = cell(own_[at], row);
  if (own.column != nullptr || applications_.itself) return own;
  const uint32_t application = applications_.row(row);
  return application == k_none ? Cell{} : cell(of_application_[at], application);
}

std::vector<std::shared_ptr<model::TextPool>> Records::pools() const {
  std::vector<const model::Column*> columns = {&table_->key, participants_.own, applications_.own};
  columns.insert(columns.end(), own_.begin(), own_.end());
  columns.insert(columns.end(), of_application_.begin(), of_application_.end());
  const model::TableIndex people = data_->schema->participants;
  if (people != k_none) columns.push_back(&data_->tables[people].key);
  std::vector<std::shared_ptr<model::TextPool>> pools;
  for (const model::Column* column : columns) {
    if (column == nullptr || column->pool == nullptr) continue;
    if (std::ranges::find(pools, column->pool) == pools.end()) pools.push_back(column->pool);
  }
  return pools;
}

std::string Records::participant_name(uint32_t row) const {
  const uint32_t found = participants_.row(row);
  std::string name;
  if (found == k_none) return name;
  for (const model::Column* column : names_) {
    const std::string_view part = cell(column, found).text();
    if (!has_letter(part)) continue;  // a shifted header: a number or a birth date
    if (!name.empty()) name += ", ";
    name += util::without_ssn(part, util::SsnForm::any);
  }
  return name;
}

std::string_view Records::file(uint32_t row) const {
  const uint32_t file = row < table_->file.size() ? table_->file[row] : k_none;
  return file < data_->inputs.size() ? std::string_view{data_->inputs[file].path}
                                     : std::string_view{};
}

uint32_t Records::line(uint32_t row) const {
  return row < table_->line.size() ? table_->line[row] : 0;
}

}  // namespace audit::findings
