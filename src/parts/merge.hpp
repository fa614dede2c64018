// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "reports/json_reader.hpp"

namespace audit::parts {

struct PartReport {
  std::string file;  ///< for messages
  reports::ReadReport report;
};

/// The whole's audit from the reports of all its parts, in any order; equal to a single run's but
/// for Run::started_at (the earliest) and Run::seconds (the sum).
struct Merged {
  findings::Audit audit;
  findings::Part part;  ///< what all parts agree on: fail_on, shortcomings
};

/// Throws Fatal{usage} that names the report: of no part, of another partition, given twice,
/// missing, or audited with other options than the first.
Merged merge(std::vector<PartReport> reports);

}  // namespace audit::parts
