// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/dataset.hpp"

namespace audit::ingest {

/// Which part each record goes to, so that no equality that links, merges or groups records
/// crosses from one part to another: records that share a key, or a cell by which one could find
/// the other, stay together, and with them all that they are linked to. Tables that lead to no
/// participant (staff, codes) belong to every part.
///
/// Memory: 4 bytes for each distinct text of a key or link column, and 4 to 12 for each distinct
/// value over all tables; nothing a row. The number of a part depends on the values alone, never on
/// the order of rows or files.
class Division {
 public:
  /// `data` must outlive it. Throws Fatal{usage} if the schema has no participants, or links
  /// records by dates and numbers alone.
  Division(const model::Dataset& data, uint32_t parts);

  static constexpr uint32_t k_every_part = model::k_none;
  [[nodiscard]] bool is_shared(model::TableIndex table) const { return shared_[table]; }
  /// From 0; k_every_part for a shared table. Records with neither key nor link go to part 0.
  [[nodiscard]] uint32_t part_of(model::TableIndex table, uint32_t row) const;
  /// The same of a row that was merged into the record with this key.
  [[nodiscard]] uint32_t part_of_key(model::TableIndex table, std::string_view key) const;

 private:
  /// A column whose values keep records together.
  struct Tie {
    const model::Column* column = nullptr;
    std::vector<uint32_t> node;  // by code
  };
  using NodeByHash = std::unordered_map<uint64_t, uint32_t>;  // never iterated
  void add_ties();
  void add_tie(model::TableIndex table, model::ColumnIndex column, uint64_t of_class);
  void add_way(const model::Relation& relation, const model::LinkWay& way);
  void make_nodes();
  void make_nodes_of(Tie& tie, uint64_t of_class, NodeByHash& known);
  void join_rows();
  void join_row(model::TableIndex table, uint32_t row);
  uint32_t join(uint32_t a, uint32_t b);
  void number_parts(uint32_t parts);
  uint32_t root(uint32_t node);

  const model::Dataset& data_;
  std::vector<bool> shared_;
  std::vector<std::vector<Tie>> ties_;          // by table; the key, if any, first
  std::vector<std::vector<uint64_t>> classes_;  // of each tie: what its values are equal to
  std::vector<uint32_t> parent_;                // union-find, by node
  std::vector<uint64_t> least_;                 // by node: the least hash of its set
  std::vector<uint32_t> part_;                  // by node
};

}  // namespace audit::ingest
