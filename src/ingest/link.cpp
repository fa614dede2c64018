// SPDX-License-Identifier: MIT
#include "ingest/link.hpp"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <string>
#include <utility>

#include "ingest/columns.hpp"
#include "ingest/link_index.hpp"
#include "util/parallel.hpp"

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
  WayIndex(const Dataset& data, const Relation& relation, const LinkWay& way, unsigned threads);
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

WayIndex::WayIndex(const Dataset& data, const Relation& relation, const LinkWay& way,
                   unsigned threads)
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
                        parent.def->columns[part.parent].type == model::Type::identifier, threads);
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
  Linker(Dataset& data, unsigned threads)
      : data_(data), threads_(threads), done_(data.schema->relations.size(), 0) {}

  std::vector<Contradiction> run(const std::vector<bool>& listed);

 private:
  /// The parents of rows through another relation: those of `first`, whose parents are in `second`.
  struct Detour {
    const model::ParentRows& first;
    const model::ParentRows& second;
  };

  void make(RelationIndex index);
  void make_first(const Relation& relation);
  void find_parents(RelationIndex index);
  [[nodiscard]] model::ParentRows own_parents(const Relation& relation) const;
  [[nodiscard]] std::vector<Detour> detours(const Relation& relation) const;
  [[nodiscard]] bool can_link(const Relation& relation) const {
    return data_.tables[relation.child].present && data_.tables[relation.parent].present;
  }
  static uint32_t parent_through(const std::vector<Detour>& detours, uint32_t row);
  static void list_children(Links& links, uint32_t parents);

  Dataset& data_;
  unsigned threads_;
  std::vector<uint8_t> done_;  // 0 not yet, 1 under way, 2 done
  std::vector<Contradiction> contradictions_;
};

std::vector<Contradiction> Linker::run(const std::vector<bool>& listed) {
  data_.links.assign(done_.size(), {});
  for (RelationIndex relation = 0; relation < done_.size(); ++relation) make(relation);
  util::parallel_for(done_.size(), threads_, [&](size_t index) {
    const Relation& relation = data_.schema->relations[index];
    if (!can_link(relation) || (!listed.empty() && !listed[index])) return;
    list_children(data_.links[index], data_.tables[relation.parent].rows);
  });
  return std::move(contradictions_);
}

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
  if (can_link(relation)) find_parents(index);
  done_[index] = 2;
}

std::vector<Linker::Detour> Linker::detours(const Relation& relation) const {
  std::vector<Detour> detours;
  for (const RelationIndex through : relation.through) {
    const auto next =
        data_.schema->find_relation(data_.schema->relations[through].parent, relation.name);
    if (next) detours.push_back({data_.links[through].parent, data_.links[*next].parent});
  }
  return detours;
}

uint32_t Linker::parent_through(const std::vector<Detour>& detours, uint32_t row) {
  for (const Detour& detour : detours) {
    const uint32_t first = row < detour.first.size() ? detour.first[row] : k_none;
    if (first != k_none && first < detour.second.size() && detour.second[first] != k_none) {
      return detour.second[first];
    }
  }
  return k_none;
}

/// By row: the parent that the first of the relation's ways to lead anywhere leads to. A way that
/// no row comes to, since those before it led each to its parent, needs no index.
model::ParentRows Linker::own_parents(const Relation& relation) const {
  model::ParentRows parents(data_.tables[relation.child].rows, data_.tables[relation.parent].rows);
  std::atomic<bool> all_found = parents.empty();
  for (size_t i = 0; i < relation.ways.size() && !all_found; ++i) {
    const WayIndex way(data_, relation, relation.ways[i], threads_);
    all_found = true;
    util::parallel_stretches(parents.size(), util::k_stretch, threads_,
                             [&](const util::Stretch& share) {
                               bool found = true;
                               for (size_t row = share.first; row < share.last; ++row) {
                                 if (parents[row] == k_none)
                                   parents.set(row, way.parent_of(static_cast<uint32_t>(row)));
                                 found = found && parents[row] != k_none;
                               }
                               if (!found) all_found = false;
                             });
  }
  return parents;
}

void Linker::find_parents(RelationIndex index) {
  const Relation& relation = data_.schema->relations[index];
  model::ParentRows parents = own_parents(relation);
  const std::vector<Detour> detours = this->detours(relation);
  if (!detours.empty()) {
    std::vector<std::vector<Contradiction>> found(util::stretches(parents.size(), util::k_stretch));
    util::parallel_stretches(
        parents.size(), util::k_stretch, threads_, [&](const util::Stretch& share) {
          for (auto row = static_cast<uint32_t>(share.first); row < share.last; ++row) {
            const uint32_t through = parent_through(detours, row);
            if (through == k_none) continue;
            const uint32_t own = parents[row];
            parents.set(row, through);
            if (own != k_none && own != through) found[share.number].push_back({index, row});
          }
        });
    for (const std::vector<Contradiction>& some : found) {
      contradictions_.insert(contradictions_.end(), some.begin(), some.end());
    }
  }
  data_.links[index].parent = std::move(parents);
}

/// Whether the rows stand in the order of their parents, and those without one behind all others.
bool is_in_order(const model::ParentRows& parents) {
  uint32_t last = 0;
  for (size_t row = 0; row < parents.size(); ++row) {
    if (parents[row] < last) return false;
    last = parents[row];
  }
  return true;
}

/// Counting sort: children by parent, ascending within each.
void Linker::list_children(Links& links, uint32_t parents) {
  links.offsets.assign(size_t{parents} + 1, 0);
  for (size_t row = 0; row < links.parent.size(); ++row) {
    if (links.parent[row] != k_none) ++links.offsets[links.parent[row] + 1];
  }
  std::partial_sum(links.offsets.begin(), links.offsets.end(), links.offsets.begin());
  if (is_in_order(links.parent)) return;
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

/// Records that are nothing but a key, which no record of the table has yet.
void add_records(Table& table, const std::vector<std::string_view>& keys) {
  const model::TableDef& def = *table.def;
  const uint32_t before = table.rows;
  table.rows += static_cast<uint32_t>(keys.size());
  table.file.append(keys.size(), k_none);
  table.line.resize(table.rows, 0);
  for (const std::string_view key : keys) {
    const uint32_t code = table.key.pool->intern(key);
    table.key.codes.push_back(code);
    if (def.key) table.columns[*def.key].codes.push_back(code);
  }
  for (ColumnIndex column = 0; column < table.columns.size(); ++column) {
    if (def.key == column || size_of(table.columns[column]) != before) continue;
    pad(table.columns[column], table.rows);
  }
  for (model::Column& probe : table.probes) pad(probe, table.rows);
}

void add_implied_to(Dataset& data, model::TableIndex index, const std::vector<bool>& wanted) {
  Table& table = data.tables[index];
  const std::vector<bool> is_key = codes_in_use(table.key);
  model::TextPool missing;
  for (const auto& [child, column] : naming_columns(*data.schema, index)) {
    const Table& from = data.tables[child];
    if (!wanted[child] || !from.present || size_of(from.columns[column]) == 0) continue;
    const model::Column& cells = from.columns[column];
    const std::vector<bool> in_use = codes_in_use(cells);
    for (uint32_t code = 1; code < in_use.size(); ++code) {
      const std::string_view text = cells.pool->text(code);
      if (in_use[code] && !is_key[table.key.pool->find(text)]) missing.intern(text);
    }
  }
  std::vector<std::string_view> keys;
  for (uint32_t code = 1; code < missing.size(); ++code) keys.push_back(missing.text(code));
  if (keys.empty()) return;
  if (!std::ranges::is_sorted(keys)) std::ranges::sort(keys);  // mostly they are
  add_records(table, keys);
  table.present = true;
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

std::vector<Contradiction> link(Dataset& data, unsigned threads, const std::vector<bool>& listed) {
  return Linker(data, threads).run(listed);
}

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
