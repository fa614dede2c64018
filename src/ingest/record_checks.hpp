// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "ingest/assemble.hpp"
#include "ingest/link.hpp"
#include "model/dataset.hpp"

namespace audit::ingest {

/// How many of a table's records name a parent that is not in the input.
struct Orphans {
  model::RelationIndex relation = 0;
  uint64_t count = 0;
};

/// What the checks on linked records need beside the data. `inputs` are those of Table::file.
struct CheckTask {
  const model::Dataset* data = nullptr;
  std::vector<ReadInput>* inputs = nullptr;
  std::vector<bool> has_keys;  ///< by table: some input has its key column
};

/// Records without an entry date, unknown codes, codes without their flag, links that contradict
/// each other, orphans: adds them to the problems of the records' files (spec 2, 7).
std::vector<Orphans> check_records(const CheckTask& task,
                                   const std::vector<Contradiction>& contradictions);

}  // namespace audit::ingest
