// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "findings/audit.hpp"

namespace audit::findings {

/// What an earlier report held: only violations that were not waived; what was upcoming then hides
/// nothing now.
struct Baseline {
  std::string profile;
  std::string as_of;                    ///< YYYY-MM-DD
  std::vector<Fingerprint> violations;  ///< ascending
};

/// Marks the violations that the baseline already held. recount_set_aside() is due afterwards.
void apply_baseline(Audit& audit, const Baseline& baseline);

}  // namespace audit::findings
