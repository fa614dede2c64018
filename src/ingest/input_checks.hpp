// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "ingest/record_checks.hpp"

namespace audit::ingest {

/// What the checks on the input itself look at, beside the data: `inputs` are those of Table::file.
struct InputCheckTask {
  const model::Dataset* data = nullptr;
  const std::vector<ReadInput>* inputs = nullptr;
  std::vector<std::vector<Overlap>> overlaps;  ///< by table
  std::vector<Orphans> orphans;
  calendar::Date as_of;
  int64_t max_age_days = 7;
};

/// Is it the export you think it is (spec 2)? Warnings by code, then file, then table. "shrunk"
/// needs the history and is not among them.
std::vector<model::InputWarning> check_inputs(const InputCheckTask& task);

}  // namespace audit::ingest
