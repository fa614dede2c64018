// SPDX-License-Identifier: MIT
#include "findings/baseline.hpp"

#include <algorithm>
#include <charconv>

#include "util/fatal.hpp"

namespace audit::findings {

std::optional<FingerprintBits> fingerprint_bits(std::string_view text) {
  constexpr size_t k_half = 16;
  constexpr int k_base = 16;
  // from_chars reads upper case too, which no fingerprint is written in.
  if (text.size() != 2 * k_half ||
      text.find_first_not_of("0123456789abcdef") != std::string_view::npos) {
    return std::nullopt;
  }
  FingerprintBits bits;
  const char* const middle = text.data() + k_half;
  std::from_chars(text.data(), middle, bits.first, k_base);
  std::from_chars(middle, middle + k_half, bits.second, k_base);
  return bits;
}

void apply_baseline(Audit& audit, const Baseline& baseline) {
  for (Finding& finding : audit.findings) {
    if (!is_violation(finding.status)) continue;
    const auto bits = fingerprint_bits(finding.fingerprint);
    AUDIT_ASSERT(bits.has_value());
    finding.baselined = std::ranges::binary_search(baseline.violations, *bits);
  }
}

}  // namespace audit::findings
