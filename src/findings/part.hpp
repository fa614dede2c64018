// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace audit::findings {

/// Of which whole an audit is a part, and what only the whole's audit may conclude from it.
struct Part {
  uint32_t number = 1;  ///< from 1
  uint32_t of = 1;
  std::string whole;    ///< the same for all parts of one partition
  std::string fail_on;  ///< what the part was audited with: --fail-on or the profile's
  std::vector<std::string> shortcomings;  ///< reasons for exit code 3, in words
};

}  // namespace audit::findings
