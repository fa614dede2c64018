// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace audit::reports {

/// The bytes that stand for themselves in some format: printable ASCII but for a few. A table, so
/// that runs of them are found at a look-up a byte and copied whole.
class PlainBytes {
 public:
  constexpr explicit PlainBytes(std::string_view special) {
    for (size_t byte = k_first; byte <= k_last; ++byte) plain_[byte] = true;
    for (const char c : special) {
      const auto byte = static_cast<unsigned char>(c);
      plain_[byte] = false;
      special_[specials_++] = k_ones * byte;  // a constant that has too many does not compile
    }
  }

  /// How many bytes at the front of `text` are plain.
  [[nodiscard]] size_t run(std::string_view text) const {
    size_t n = 0;
    while (n < text.size() && plain_[static_cast<unsigned char>(text[n])]) ++n;
    return n;
  }
  /// Eight bytes at a time; the last eight may overlap the ones before.
  [[nodiscard]] bool all(std::string_view text) const {
    if (text.size() < k_word) return run(text) == text.size();
    const char* const last = text.data() + text.size() - k_word;
    uint64_t odd = odd_ones(last);
    for (const char* at = text.data(); at < last; at += k_word) odd |= odd_ones(at);
    return odd == 0;
  }

 private:
  static constexpr size_t k_first = ' ';
  static constexpr size_t k_last = '~';
  static constexpr size_t k_word = sizeof(uint64_t);
  static constexpr size_t k_most_special = 8;
  static constexpr uint64_t k_ones = 0x0101010101010101;
  static constexpr uint64_t k_highs = k_ones << 7U;

  /// A high bit set if some byte of `word` is less than `limit`, which is at most 128.
  static constexpr uint64_t below(uint64_t word, uint64_t limit) {
    return (word - k_ones * limit) & ~word & k_highs;
  }
  /// Not 0 if some of the eight bytes at `at` is not plain.
  [[nodiscard]] uint64_t odd_ones(const char* at) const {
    uint64_t word = 0;
    std::memcpy(&word, at, k_word);
    uint64_t odd =
        (word & k_highs) | below(word, k_first) | below(word ^ (k_ones * (k_last + 1)), 1);
    for (size_t i = 0; i < specials_; ++i) odd |= below(word ^ special_[i], 1);
    return odd;
  }

  std::array<bool, 256> plain_{};
  std::array<uint64_t, k_most_special> special_{};  // each in all bytes of a word
  size_t specials_ = 0;
};

}  // namespace audit::reports
