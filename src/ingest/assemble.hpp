// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ingest/chunk.hpp"
#include "ingest/load.hpp"

namespace audit::ingest {

/// The inputs of one run in their fixed order (by name), with what was read of each. An input that
/// cannot be used has failure set or audited false.
struct ReadInput {
  const Recognised* recognised = nullptr;
  std::unique_ptr<const Recognised>
      corrected;  ///< what `recognised` is, if it had to be done again
  Chunk chunk;
  bool audited = true;
  bool bundled = false;
};

struct TableTask {
  const model::Schema* schema = nullptr;
  model::TableIndex table = model::k_none;
  const model::TableRequest* request = nullptr;
  Bounds bounds;
};

/// Two inputs that share default keys.
struct Overlap {
  uint32_t first = 0;
  uint32_t second = 0;
  uint64_t keys = 0;
};

struct Assembled {
  model::Table table;
  std::vector<Overlap> overlaps;
  bool has_keys = false;  ///< some input has the key column
};

/// Joins the chunks of one table (those at `members`, into `inputs`), gives every record its key,
/// and settles equal keys: duplicates are ignored, rows with one given key merged, equal default
/// keys numbered. Takes the columns out of the chunks; corrects their counts and adds to their
/// problems. Throws InputError if a file changed while it was read.
Assembled assemble(const TableTask& task, std::vector<ReadInput>& inputs,
                   const std::vector<uint32_t>& members);

}  // namespace audit::ingest
