// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "ingest/chunk.hpp"

namespace audit::ingest {

/// Columns whose cells are converted and judged though they need not be stored: all that `options`
/// ask for but text, which is never faulty.
std::vector<bool> looked_columns(const model::Schema& schema, model::TableIndex table,
                                 const ChunkOptions& options);

/// Everything that the row texts must hold: what is stored, probed, or looked at.
std::vector<bool> read_columns(const model::Schema& schema, model::TableIndex table,
                               const ChunkOptions& options);

}  // namespace audit::ingest
