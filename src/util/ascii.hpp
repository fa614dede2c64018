// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "util/bytes.hpp"

// Characters whose class does not depend on a locale.
namespace audit::util {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

constexpr char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// No byte beyond 0x7F.
inline bool is_ascii(std::string_view text) {
  constexpr uint64_t k_high_bits = 0x8080808080808080U;
  constexpr size_t k_long = 64;  // the compiler looks at many bytes of these at once
  const size_t size = text.size();
  if (size < sizeof(uint64_t) || size >= k_long) {
    unsigned char all = 0;
    for (const char c : text) all |= static_cast<unsigned char>(c);
    return all < 0x80;
  }
  const size_t last = size - sizeof(uint64_t);
  uint64_t all = load_word(text.data() + last);  // it may overlap the one before
  for (size_t at = 0; at < last; at += sizeof(uint64_t)) all |= load_word(text.data() + at);
  return (all & k_high_bits) == 0;
}

}  // namespace audit::util
