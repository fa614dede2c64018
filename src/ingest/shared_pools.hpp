// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "model/schema.hpp"
#include "model/text_pool.hpp"

namespace audit::ingest {

/// Pools of texts that several columns share: those which a link compares exactly, as an
/// application's number, that stands in most tables. Each text is kept once then, and a link needs
/// no look at it: equal codes are equal texts. A pool may hold texts of other tables' rows beside
/// those of a column. For inputs that are read one after the other.
class SharedPools {
 public:
  explicit SharedPools(const model::Schema& schema);

  using Pools = std::vector<std::shared_ptr<model::TextPool>>;
  /// By ColumnIndex; nullptr: the column has one of its own.
  [[nodiscard]] Pools of(model::TableIndex table);

 private:
  struct Place {
    model::TableIndex table = 0;
    model::ColumnIndex column = 0;
  };
  uint32_t& group(const Place& place) { return groups_[place.table][place.column]; }
  void join(const Place& child, const Place& parent);

  std::vector<std::vector<uint32_t>> groups_;            // by table and column; k_none: in none
  std::vector<std::shared_ptr<model::TextPool>> pools_;  // by group
};

}  // namespace audit::ingest
