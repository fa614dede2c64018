// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "model/parent_rows.hpp"

namespace audit::model {

/// The records that a relation joins. parent[child row] = parent row or k_none. All children laid
/// end to end, p's are those from offsets[p] to before offsets[p + 1], ascending. `offsets` is
/// empty where a table is absent or the lists were not asked for.
struct Links {
  ParentRows parent;
  std::vector<uint32_t> offsets;
  /// Empty where the child rows stand in their parents' order, so that each stands for itself:
  /// append_children() knows.
  std::vector<uint32_t> children;

  /// The children `first` .. `last` - 1 of all, laid end to end.
  void append_children(uint32_t first, uint32_t last, std::vector<uint32_t>& rows) const;
};

}  // namespace audit::model
