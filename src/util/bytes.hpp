// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

/// Looks at short texts by the word. Cells are mostly shorter than two words, for which a call of
/// the C library's functions takes longer than what they do.
namespace audit::util {

inline uint64_t load_word(const char* at) {
  uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

inline uint32_t load_half_word(const char* at) {
  uint32_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

/// a == b.
inline bool equal_bytes(std::string_view a, std::string_view b) {
  const size_t size = a.size();
  if (size != b.size()) return false;
  if (size > 2 * sizeof(uint64_t)) return std::memcmp(a.data(), b.data(), size) == 0;
  // The first and the last word of both, which may overlap.
  if (size >= sizeof(uint64_t)) {
    const size_t last = size - sizeof(uint64_t);
    return load_word(a.data()) == load_word(b.data()) &&
           load_word(a.data() + last) == load_word(b.data() + last);
  }
  if (size >= sizeof(uint32_t)) {
    const size_t last = size - sizeof(uint32_t);
    return load_half_word(a.data()) == load_half_word(b.data()) &&
           load_half_word(a.data() + last) == load_half_word(b.data() + last);
  }
  return size == 0 || (a[0] == b[0] && a[size / 2] == b[size / 2] && a[size - 1] == b[size - 1]);
}

}  // namespace audit::util
