// SPDX-License-Identifier: MIT
#include "ingest/link.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>
#include <string>

#include "ingest/columns.hpp"
#include "ingest/link_index.hpp"

// A link is an equality of cells. Each part of it turns cells into small numbers, so that the rest
// is arithmetic on arrays whose size is the number of rows: nothing is compared pair by pair.
namespace audit::ingest {

using model::ColumnIndex;
using model::Dataset;
using model::k_none;
using model::Links;
using model::LinkWay;
using model::Relation;
using model::RelationIndex;
using model::Table;

namespace {

/// Which parent a way leads to.
class WayIndex {
 public:
  WayIndex(const Dataset& data, const Relation& relation, const LinkWay& way);
  [[nodiscard]] uint32_t parent_of(uint32_t child_row) const;

 private:
  static constexpr uint32_t k_several = k_none - 1;
  void index_parents(const Table& parent, bool unique);
  [[nodiscard]] bool is_shut(uint32_t child_row) const;

  const Table& child_;
  const LinkWay& way_;
  std::vector<PartNumbers> parts_;
  // joined_[i] numbers the pairs (number so far, number of part i + 1) that parents have.
  std::vector<ValueIndex> joined_;
  std::vector<uint32_t> parent_by_number_;
};

uint64_t pair_of(uint32_t a, uint32_t b) { return (uint64_t{a} << 32U) | b; }

WayIndex::WayIndex(const Dataset& data, const Relation& relation, const LinkWay& way)
    : child_(data.tables[relation.child]), way_(way) {
  const Table& parent = data.tables[relation.parent];
  for (const model::LinkPart& part : way.parts) {
    if (part.child_relation != k_none) {
      parts_.emplace_back(data.links[part.child_relation], data.links[part.parent_relation]);
      continue;
    }
    // A key is met as it is, given or default.
    const bool is_key = parent.def->key == part.parent;
    parts_.emplace_back(child_.columns[part.child],
                        is_key ? parent.key : parent.columns[part.parent],
                        parent.def->columns[part.parent].type == model::Type::identifier);
  }
  index_parents(parent, way.unique);
}

void WayIndex::index_parents(const Table& parent, bool unique) {
  joined_.resize(parts_.empty() ? 0 : parts_.size() - 1);
  parent_by_number_.assign(1, k_none);
  for (uint32_t row = 0; row < parent.rows && !parts_.empty(); ++row) {
    uint32_t number = parts_[0].of_parent(row);
    for (size_t i = 0; i < joined_.size() && number != 0; ++i) {
      const uint32_t next = parts_[i + 1].of_parent(row);
      number = next == 0 ? 0 : joined_[i].add(pair_of(number, next));
    }
    if (number == 0) continue;
    if (number >= parent_by_number_.size()) {
      parent_by_number_.resize(std::max<size_t>(number + size_t{1}, parent_by_number_.size() * 2),
                               k_none);
    }
    uint32_t& known = parent_by_number_[number];
    if (known == k_none) {
      known = row;
    } else if (unique) {
      known = k_several;
    } else if (parent.key.text(row) < parent.key.text(known)) {
      known = row;
    }
  }
}

bool WayIndex::is_shut(uint32_t row) const {
  return std::ranges::any_of(way_.only_if_missing, [&](ColumnIndex column) {
    const model::Column& cells = child_.columns[column];
    return row < size_of(cells) && !is_missing(cells, row);
  });
}

uint32_t WayIndex::parent_of(uint32_t row) const {
  if (parts_.empty() || is_shut(row)) return k_none;
  uint32_t number = parts_[0].of_child(row);
  for (size_t i = 0; i < joined_.size() && number != 0; ++i) {
    const uint32_t next = parts_[i + 1].of_child(row);
    number = next == 0 ? 0 : joined_[i].find(pair_of(number, next));
  }
  if (number == 0 || number >= parent_by_number_.size()) return k_none;
  const uint32_t parent = parent_by_number_[number];
  return parent == k_several ? k_none : parent;
}

class Linker {
 public:
  explicit Linker(Dataset& data) : data_(data), done_(data.schema->relations.size(), 0) {}

  std::vector<Contradiction> run() {
    data_.links.assign(done_.size(), {});
    for (RelationIndex relation = 0; relation < done_.size(); ++relation) make(relation);
    return std::move(contradictions_);
  }

 private:
  void make(RelationIndex index);
  void make_first(const Relation& relation);
  void find_parents(RelationIndex index);
  [[nodiscard]] uint32_t parent_through(const Relation& relation, uint32_t row) const;
  static void list_children(Links& links, uint32_t parents);

  Dataset& data_;
  std::vector<uint8_t> done_;  // 0 not yet, 1 under way, 2 done
  std::vector<Contradiction> contradictions_;
};

/// The relations that this one rests on: those it leads through, their parents' relations of the
/// same name, and those that its parts compare.
void Linker::make_first(const Relation& relation) {
  for (const RelationIndex through : relation.through) {
    make(through);
    const auto next =
        data_.schema->find_relation(data_.schema->relations[through].parent, relation.name);
    if (next) make(*next);
  }
  for (const LinkWay& way : relation.ways) {
    for (const model::LinkPart& part : way.parts) {
      if (part.child_relation == k_none) continue;
      make(part.child_relation);
      make(part.parent_relation);
    }
  }
}

void Linker::make(RelationIndex index) {
  if (done_[index] != 0) return;
  done_[index] = 1;
  const Relation& relation = data_.schema->relations[index];
  make_first(relation);
  if (data_.tables[relation.child].present && data_.tables[relation.parent].present) {
    find_parents(index);
  }
  done_[index] = 2;
}

uint32_t Linker::parent_through(const Relation& relation, uint32_t row) const {
  for (const RelationIndex through : relation.through) {
    const std::vector<uint32_t>& first = data_.links[through].parent;
    if (row >= first.size() || first[row] == k_none) continue;
    const auto next =
        data_.schema->find_relation(data_.schema->relations[through].parent, relation.name);
    if (!next) continue;
    const std::vector<uint32_t>& second = data_.links[*next].parent;
    if (first[row] < second.size() && second[first[row]] != k_none) return second[first[row]];
  }
  return k_none;
}

void Linker::find_parents(RelationIndex index) {
  const Relation& relation = data_.schema->relations[index];
  const Table& child = data_.tables[relation.child];
  // A way that no row comes to, since those before it led each to its parent, needs no index.
  std::vector<std::optional<WayIndex>> ways(relation.ways.size());
  Links links;
  links.parent.assign(child.rows, k_none);
  for (uint32_t row = 0; row < child.rows; ++row) {
    uint32_t own = k_none;
    for (size_t i = 0; i < ways.size() && own == k_none; ++i) {
      if (!ways[i]) ways[i].emplace(data_, relation, relation.ways[i]);
      own = ways[i]->parent_of(row);
    }
    const uint32_t through = parent_through(relation, row);
    links.parent[row] = through != k_none ? through : own;
    if (through != k_none && own != k_none && through != own) {
      contradictions_.push_back({index, row});
    }
  }
  list_children(links, data_.tables[relation.parent].rows);
  data_.links[index] = std::move(links);
}

/// Counting sort: children by parent, ascending within each.
void Linker::list_children(Links& links, uint32_t parents) {
  links.offsets.assign(size_t{parents} + 1, 0);
  for (const uint32_t parent : links.parent) {
    if (parent != k_none) ++links.offsets[parent + 1];
  }
  std::partial_sum(links.offsets.begin(), links.offsets.end(), links.offsets.begin());
  links.children.resize(links.offsets.back());
  std::vector<uint32_t> next(links.offsets.begin(), links.offsets.end() - 1);
  for (uint32_t row = 0; row < links.parent.size(); ++row) {
    if (links.parent[row] != k_none) links.children[next[links.parent[row]]++] = row;
  }
}

/// The child columns that hold the implied table's key, as (table, column).
std::vector<std::pair<model::TableIndex, ColumnIndex>> naming_columns(const model::Schema& schema,
                                                                      model::TableIndex implied) {
  std::vector<std::pair<model::TableIndex, ColumnIndex>> columns;
  for (const Relation& relation : schema.relations) {
    if (relation.parent != implied) continue;
    for (const LinkWay& way : relation.ways) {
      if (way.parts.size() != 1 || way.parts[0].child == k_none) continue;
      if (schema.tables[implied].key != way.parts[0].parent) continue;
      columns.emplace_back(relation.child, way.parts[0].child);
    }
  }
  return columns;
}

void add_record(Table& table, std::string_view key) {
  const model::TableDef& def = *table.def;
  Value value;
  value.code = table.key.pool->intern(key);
  push(table.key, value);
  table.file.push_back(k_none);
  table.line.push_back(0);
  ++table.rows;
  for (ColumnIndex column = 0; column < table.columns.size(); ++column) {
    if (def.key == column) {
      table.columns[column].codes.push_back(value.code);
    } else if (size_of(table.columns[column]) + 1 == table.rows) {
      pad(table.columns[column], table.rows);
    }
  }
  for (model::Column& probe : table.probes) pad(probe, table.rows);
}

void add_implied_to(Dataset& data, model::TableIndex index, const std::vector<bool>& wanted) {
  Table& table = data.tables[index];
  std::set<std::string_view> missing;
  for (const auto& [child, column] : naming_columns(*data.schema, index)) {
    const Table& from = data.tables[child];
    if (!wanted[child] || !from.present || size_of(from.columns[column]) == 0) continue;
    const model::Column& cells = from.columns[column];
    // The pool may hold texts of rows that were dropped: only what a record has counts.
    std::vector<bool> met(cells.pool->size(), false);
    for (const uint32_t code : cells.codes) met[code] = true;
    for (uint32_t code = 1; code < met.size(); ++code) {
      const std::string_view text = cells.pool->text(code);
      if (met[code] && table.key.pool->find(text) == 0) missing.insert(text);
    }
  }
  for (const std::string_view key : missing) add_record(table, key);
  if (!missing.empty()) table.present = true;
}

}  // namespace

void add_implied(Dataset& data, const std::vector<bool>& wanted) {
  for (model::TableIndex index = 0; index < data.tables.size(); ++index) {
    const model::TableDef& def = data.schema->tables[index];
    if (def.implied && def.key && is_text(def.columns[*def.key].type)) {
      add_implied_to(data, index, wanted);
    }
  }
}

std::vector<Contradiction> link(Dataset& data) { return Linker(data).run(); }

ColumnIndex names_parent(const Dataset& data, RelationIndex index, uint32_t row, bool has_keys) {
  const Relation& relation = data.schema->relations[index];
  const Table& child = data.tables[relation.child];
  const Table& parent = data.tables[relation.parent];
  for (const LinkWay& way : relation.ways) {
    const auto is_own = [&](const model::LinkPart& part) {
      if (part.child == k_none || child.def->columns[part.child].internal) return false;
      const model::Column& cells = child.columns[part.child];
      const bool compared =
          parent.def->key == part.parent ? has_keys : parent.columns[part.parent].exported;
      return compared && row < size_of(cells) && !is_missing(cells, row);
    };
    if (!way.parts.empty() && std::ranges::all_of(way.parts, is_own)) return way.parts[0].child;
  }
  return k_none;
}

}  // namespace audit::ingest
