// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace audit::reports {

/// The bytes that stand for themselves in some format: printable ASCII but for a few. A table, so
/// that runs of them are found at a look-up a byte and copied whole.
class PlainBytes {
 public:
  constexpr explicit PlainBytes(std::string_view special) {
    for (size_t byte = k_first; byte <= k_last; ++byte) plain_[byte] = true;
    for (const char c : special) plain_[static_cast<unsigned char>(c)] = false;
  }

  /// How many bytes at the front of `text` are plain.
  [[nodiscard]] size_t run(std::string_view text) const {
    size_t n = 0;
    while (n < text.size() && plain_[static_cast<unsigned char>(text[n])]) ++n;
    return n;
  }
  [[nodiscard]] bool all(std::string_view text) const { return run(text) == text.size(); }

 private:
  static constexpr size_t k_first = ' ';
  static constexpr size_t k_last = '~';
  std::array<bool, 256> plain_{};
};

}  // namespace audit::reports
