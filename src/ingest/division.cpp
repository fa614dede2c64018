// SPDX-License-Identifier: MIT
#include "ingest/division.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "ingest/columns.hpp"
#include "ingest/needs.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::ingest {

using model::ColumnIndex;
using model::k_none;
using model::TableIndex;
using model::Type;

namespace {

/// What values of different columns are compared as: the parent's column of a link.
uint64_t class_of(TableIndex table, ColumnIndex column) {
  return (uint64_t{table} << 32U) | column;
}

/// The part of a way by whose equality alone child and parent are kept together: an identifier
/// before a text. nullptr: the way has none.
const model::LinkPart* tying_part(const model::LinkWay& way, const model::TableDef& child,
                                  const model::TableDef& parent) {
  const model::LinkPart* text = nullptr;
  for (const model::LinkPart& part : way.parts) {
    if (part.child == k_none || !is_text(child.columns[part.child].type)) continue;
    if (!is_text(parent.columns[part.parent].type)) continue;
    if (parent.columns[part.parent].type == Type::identifier) return &part;
    if (text == nullptr) text = &part;
  }
  return text;
}

/// "The same participant": child and parent are kept together by what they are both linked to.
bool compares_parents(const model::LinkWay& way, const model::Schema& schema,
                      const std::vector<bool>& shared) {
  return std::ranges::any_of(way.parts, [&](const model::LinkPart& part) {
    return part.child_relation != k_none && !shared[schema.relations[part.child_relation].parent];
  });
}

/// Not by the class as a seed: of short texts XXH3 only adds it to the bytes, so that neighbouring
/// numbers of different classes would have one hash.
uint64_t value_hash(uint64_t of_class, std::string_view text) {
  const std::array<uint64_t, 2> both = {XXH3_64bits(text.data(), text.size()), of_class};
  return XXH3_64bits(both.data(), sizeof(both));
}

}  // namespace

Division::Division(const model::Dataset& data, uint32_t parts) : data_(data) {
  if (data.schema->participants == k_none) {
    throw util::Fatal(util::ExitCode::usage,
                      "the schema names no table of participants: there is nothing to divide by");
  }
  shared_ = reaches_participants(*data.schema);
  shared_.flip();
  ties_.resize(data.tables.size());
  classes_.resize(data.tables.size());
  add_ties();
  make_nodes();
  join_rows();
  number_parts(parts);
}

void Division::add_tie(TableIndex table, ColumnIndex column, uint64_t of_class) {
  const model::Table& from = data_.tables[table];
  if (!from.present) return;
  const bool is_key = from.def->key == column;
  const model::Column& cells = is_key ? from.key : from.columns[column];
  if (size_of(cells) == 0) return;
  for (size_t i = 0; i < ties_[table].size(); ++i) {
    if (ties_[table][i].column == &cells && classes_[table][i] == of_class) return;
  }
  ties_[table].push_back({&cells, {}});
  classes_[table].push_back(of_class);
}

void Division::add_way(const model::Relation& relation, const model::LinkWay& way) {
  const model::Schema& schema = *data_.schema;
  if (way.parts.empty() || compares_parents(way, schema, shared_)) return;
  const model::TableDef& child = schema.tables[relation.child];
  const model::TableDef& parent = schema.tables[relation.parent];
  const model::LinkPart* part = tying_part(way, child, parent);
  if (part == nullptr) {
    throw util::Fatal(util::ExitCode::usage,
                      fmt::format("records of {} are linked to {} by neither identifier nor text: "
                                  "they cannot be partitioned",
                                  child.name, parent.name));
  }
  const uint64_t of_class = class_of(relation.parent, part->parent);
  add_tie(relation.child, part->child, of_class);
  add_tie(relation.parent, part->parent, of_class);
}

void Division::add_ties() {
  const model::Schema& schema = *data_.schema;
  for (TableIndex table = 0; table < schema.tables.size(); ++table) {
    const auto& key = schema.tables[table].key;
    if (key && !shared_[table]) add_tie(table, *key, class_of(table, *key));
  }
  for (const model::Relation& relation : schema.relations) {
    if (shared_[relation.parent]) continue;
    for (const model::LinkWay& way : relation.ways) add_way(relation, way);
  }
}

/// One node for each value of each class. Two values of one hash are kept together, which is never
/// wrong.
void Division::make_nodes() {
  NodeByHash known;
  for (TableIndex table = 0; table < ties_.size(); ++table) {
    for (size_t i = 0; i < ties_[table].size(); ++i) {
      make_nodes_of(ties_[table][i], classes_[table][i], known);
    }
  }
  parent_.resize(least_.size());
  std::iota(parent_.begin(), parent_.end(), 0U);
}

void Division::make_nodes_of(Tie& tie, uint64_t of_class, NodeByHash& known) {
  const auto parent = static_cast<TableIndex>(of_class >> 32U);
  const auto column = static_cast<ColumnIndex>(of_class);
  const bool exact = data_.schema->tables[parent].columns[column].type == Type::identifier;
  tie.node.assign(tie.column->pool->size(), k_none);
  for (uint32_t code = 1; code < tie.node.size(); ++code) {
    const std::string_view text = tie.column->pool->text(code);
    const uint64_t hash = value_hash(of_class, exact ? std::string(text) : util::fold(text));
    const auto [found, is_new] = known.try_emplace(hash, static_cast<uint32_t>(least_.size()));
    if (is_new) {
      AUDIT_ASSERT(least_.size() < k_none);
      least_.push_back(hash);
    }
    tie.node[code] = found->second;
  }
}

uint32_t Division::root(uint32_t node) {
  while (parent_[node] != node) {
    parent_[node] = parent_[parent_[node]];
    node = parent_[node];
  }
  return node;
}

void Division::join_rows() {
  for (TableIndex table = 0; table < ties_.size(); ++table) {
    for (uint32_t row = 0; row < data_.tables[table].rows; ++row) join_row(table, row);
  }
}

/// All that a record holds belongs together.
void Division::join_row(TableIndex table, uint32_t row) {
  uint32_t first = k_none;
  for (const Tie& tie : ties_[table]) {
    const uint32_t node = tie.node[tie.column->codes[row]];
    if (node == k_none) continue;
    first = first == k_none ? root(node) : join(first, root(node));
  }
}

/// Makes one set of two, given their roots; its root.
uint32_t Division::join(uint32_t a, uint32_t b) {
  if (a == b) return a;
  const auto [low, high] = std::minmax(a, b);
  parent_[high] = low;
  least_[low] = std::min(least_[low], least_[high]);
  return low;
}

void Division::number_parts(uint32_t parts) {
  part_.resize(parent_.size());
  for (uint32_t node = 0; node < part_.size(); ++node) {
    part_[node] = static_cast<uint32_t>(least_[root(node)] % parts);
  }
  parent_ = {};
  least_ = {};
}

uint32_t Division::part_of(TableIndex table, uint32_t row) const {
  if (shared_[table]) return k_every_part;
  for (const Tie& tie : ties_[table]) {
    const uint32_t node = tie.node[tie.column->codes[row]];
    if (node != k_none) return part_[node];
  }
  return 0;
}

uint32_t Division::part_of_key(TableIndex table, std::string_view key) const {
  if (shared_[table]) return k_every_part;
  AUDIT_ASSERT(!ties_[table].empty() && ties_[table].front().column == &data_.tables[table].key);
  const Tie& tie = ties_[table].front();
  const uint32_t code = tie.column->pool->find(key);
  AUDIT_ASSERT(code != 0);
  return part_[tie.node[code]];
}

}  // namespace audit::ingest
