// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace audit::findings {

/// What a finding is known by on another day's export and another machine: 128 bits, shown as 32
/// lower-case hex digits (the canonical, big-endian form).
struct Fingerprint {
  uint64_t high = 0;
  uint64_t low = 0;

  auto operator<=>(const Fingerprint&) const = default;
  [[nodiscard]] std::string hex() const;
  static constexpr size_t k_digits = 32;
  void put_hex(char* at) const;  ///< hex() at `at`, where there must be room for k_digits.
};

/// XXH3-128 over rule, table, key and trigger (YYYY-MM-DD; empty if there is none), joined by
/// U+001F.
Fingerprint fingerprint(std::string_view rule, std::string_view table, std::string_view key,
                        int32_t trigger);

/// Reads the 32 hex digits; nothing for any other text.
std::optional<Fingerprint> parse_fingerprint(std::string_view text);

}  // namespace audit::findings
