// SPDX-License-Identifier: MIT
#include "ingest/shared_pools.hpp"

#include <algorithm>

#include "ingest/columns.hpp"

namespace audit::ingest {

using model::ColumnIndex;
using model::k_none;
using model::TableIndex;

SharedPools::SharedPools(const model::Schema& schema) {
  for (const model::TableDef& table : schema.tables) {
    groups_.emplace_back(table.columns.size(), k_none);
  }
  for (const model::Relation& relation : schema.relations) {
    const model::TableDef& child = schema.tables[relation.child];
    const model::TableDef& parent = schema.tables[relation.parent];
    for (const model::LinkWay& way : relation.ways) {
      for (const model::LinkPart& part : way.parts) {
        if (part.child == k_none || !is_text(child.columns[part.child].type)) continue;
        if (parent.columns[part.parent].type != model::Type::identifier) continue;
        join({relation.child, part.child}, {relation.parent, part.parent});
      }
    }
  }
}

/// The groups of both become one.
void SharedPools::join(const Place& child, const Place& parent) {
  for (const Place& place : {child, parent}) {
    if (group(place) != k_none) continue;
    group(place) = static_cast<uint32_t>(pools_.size());
    pools_.push_back(std::make_shared<model::TextPool>());
  }
  const uint32_t from = group(child);
  const uint32_t into = group(parent);
  for (std::vector<uint32_t>& columns : groups_) std::ranges::replace(columns, from, into);
}

SharedPools::Pools SharedPools::of(TableIndex table) {
  Pools pools;
  for (const uint32_t group : groups_[table]) {
    pools.push_back(group == k_none ? nullptr : pools_[group]);
  }
  return pools;
}

}  // namespace audit::ingest
