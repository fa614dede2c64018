// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "ingest/load.hpp"
#include "model/dataset.hpp"
#include "parts/manifest.hpp"

namespace audit::parts {

/// What is to be divided, as a run over everything has read it.
struct Whole {
  const model::Dataset* data = nullptr;  ///< loaded; `problems` are the whole run's
  const std::vector<ingest::Recognised>* recognised = nullptr;  ///< any order
  ingest::Bounds bounds;
  std::string version;
  calendar::Date as_of;
  std::string rules_digest;
  std::function<void(uint64_t bytes, uint64_t rows)> progress;  ///< since the last call
};

struct PartSize {
  std::string folder;  ///< its name within the target
  uint64_t rows = 0;
};

/// Reads all inputs once more, front to back, and writes each row to its part: `folder`/part-1,
/// part-2, … with a manifest each, mode 0600; all or nothing. Holds what Division holds and a
/// buffer a part. Throws Fatal{output}, Fatal{input} (an input changed meanwhile), Fatal{usage}
/// (see ingest::Division).
std::vector<PartSize> write_parts(const Whole& whole, uint32_t parts, const std::string& folder);

}  // namespace audit::parts
