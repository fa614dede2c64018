// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "model/dataset.hpp"

namespace audit::ingest {

/// A row whose own link to a parent leads elsewhere than the way that wins over it.
struct Contradiction {
  model::RelationIndex relation = 0;
  uint32_t row = 0;
};

/// Adds a record to the implied table for each key that `wanted` tables (by TableIndex) name and
/// that has no record yet, in the order of the keys' text.
void add_implied(model::Dataset& data, const std::vector<bool>& wanted);

/// Fills data.links; children are listed of the relations in `listed`, if it is empty of all.
/// Linear in the rows; neither their order nor `threads` decides anything.
std::vector<Contradiction> link(model::Dataset& data, unsigned threads,
                                const std::vector<bool>& listed = {});

/// Does this row name a parent: are all of some way's own columns present? Such a row without a
/// parent is an orphan. Gives the column to name, or k_none. `has_keys`: the parent's file has its
/// key column (otherwise a link by it is absent, not broken).
model::ColumnIndex names_parent(const model::Dataset& data, model::RelationIndex index,
                                uint32_t row, bool has_keys);

}  // namespace audit::ingest
