// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "findings/audit.hpp"

namespace audit::findings {

/// The 128 bits of a fingerprint.
using FingerprintBits = std::pair<uint64_t, uint64_t>;

/// Reads the 32 hex digits; nothing for any other text.
std::optional<FingerprintBits> fingerprint_bits(std::string_view text);

/// What an earlier report held: only violations that were not waived; what was upcoming then hides
/// nothing now.
struct Baseline {
  std::string profile;
  std::string as_of;                        ///< YYYY-MM-DD
  std::vector<FingerprintBits> violations;  ///< ascending
};

/// Marks the violations that the baseline already held. recount_set_aside() is due afterwards.
void apply_baseline(Audit& audit, const Baseline& baseline);

}  // namespace audit::findings
