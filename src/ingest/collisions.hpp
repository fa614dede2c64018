// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ingest/merge.hpp"
#include "ingest/raw_rows.hpp"

namespace audit::ingest {

/// Rows of one table with equal keys, ascending.
struct KeyGroup {
  std::vector<uint32_t> rows;
};
/// All keys that more than one row has, by key code.
std::vector<KeyGroup> equal_keys(const model::Codes& key_codes, uint32_t keys);

struct MergedRecord {
  uint32_t row = 0;               ///< that stays, in the place of all
  std::vector<uint32_t> members;  ///< all rows that went into it
  std::vector<RawRow> rows;       ///< the same, for messages; without their cells
  Merged merged;                  ///< indexes are into members
};

/// What becomes of rows with equal keys.
struct Resolution {
  std::vector<uint32_t> ignored;                        ///< exact duplicates of an earlier row
  std::vector<std::pair<uint32_t, uint32_t>> numbered;  ///< row, n: gets "#n" after its default key
  std::vector<MergedRecord> merged;
  /// Pairs of inputs that share default keys, with how many.
  std::map<std::pair<uint32_t, uint32_t>, uint64_t> overlaps;
};

struct CollisionTask {
  const model::Schema* schema = nullptr;
  model::TableIndex table = model::k_none;
  const std::vector<const Recognised*>* inputs = nullptr;
  const model::RowFiles* file = nullptr;        ///< by row, into inputs
  const std::vector<uint32_t>* line = nullptr;  ///< by row
  const std::vector<bool>* given = nullptr;     ///< by row: its key stands in the data
  Bounds bounds;
  uint64_t bytes_per_row = 256;  ///< about; bounds what is held at a time
};

/// Reads the rows of all groups again and settles each group (spec 2, "Recognising a file"). Throws
/// InputError if a file changed meanwhile.
Resolution resolve(const CollisionTask& task, const std::vector<KeyGroup>& groups);

}  // namespace audit::ingest
