// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <vector>

#include "ingest/assemble.hpp"
#include "ingest/load.hpp"

namespace audit::ingest {

/// A dataset with what only `inspect` asks for.
struct Loaded {
  model::Dataset data;
  std::vector<const Recognised*> recognised;                 ///< as data.inputs
  std::vector<std::unique_ptr<const Recognised>> corrected;  ///< those that had to be done again
  std::vector<std::vector<ColumnFacts>> facts;               ///< as data.inputs; by ColumnIndex
};

/// load(), and with `facts` a look at every date, number and bool column.
Loaded load_inputs(const std::vector<Recognised>& recognised, const model::Schema& schema,
                   const std::vector<model::TableRequest>& requests, const LoadOptions& options,
                   bool facts);

}  // namespace audit::ingest
