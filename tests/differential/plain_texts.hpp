// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "util/text.hpp"

namespace audit::tests {

// Texts as the rule language says, slowly: decoded to code points first. Beyond ASCII only the
// letters that the generator uses are known.

inline std::u32string decoded(std::string_view text) {
  std::u32string out;
  for (size_t at = 0; at < text.size();) out.push_back(util::next_code_point(text, at));
  return out;
}

inline bool plain_is_space(char32_t c) {
  return c == U' ' || c == U'\t' || c == U'\n' || c == U'\v' || c == U'\f' || c == U'\r' ||
         c == U'\u00A0';
}

inline bool plain_is_letter_or_digit(char32_t c) {
  return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') ||
         c == U'\u00E9' || c == U'\u00C9' || c == U'\u0416' || c == U'\u0436';
}

inline std::u32string plain_folded(std::string_view text) {
  std::u32string out;
  for (const char32_t c : decoded(text)) {
    if (plain_is_space(c)) {
      if (!out.empty() && out.back() != U' ') out.push_back(U' ');
    } else {
      out.push_back(util::fold_code_point(c));
    }
  }
  if (!out.empty() && out.back() == U' ') out.pop_back();
  return out;
}

/// The phrase stands somewhere with no letter, digit or underscore next to it.
inline bool plain_has_phrase(std::string_view text, std::string_view phrase) {
  const std::u32string whole = U" " + plain_folded(text) + U" ";
  const std::u32string part = plain_folded(phrase);
  if (part.empty()) return false;
  const auto is_edge = [](char32_t c) { return c != U'_' && !plain_is_letter_or_digit(c); };
  for (size_t at = 1; at + part.size() < whole.size(); ++at) {
    if (whole.compare(at, part.size(), part) != 0) continue;
    if (is_edge(whole[at - 1]) && is_edge(whole[at + part.size()])) return true;
  }
  return false;
}

inline std::vector<std::u32string> plain_words(std::string_view text) {
  std::vector<std::u32string> words;
  bool open = false;
  for (const char32_t c : decoded(text)) {
    if (!plain_is_letter_or_digit(c)) {
      open = false;
      continue;
    }
    if (!open) words.emplace_back();
    open = true;
    words.back().push_back(c);
  }
  return words;
}

inline bool plain_has_words(std::string_view text, std::string_view needle) {
  const auto fold_all = [](std::vector<std::u32string> words) {
    for (std::u32string& word : words) {
      for (char32_t& c : word) c = util::fold_code_point(c);
    }
    return words;
  };
  const std::vector<std::u32string> given = fold_all(plain_words(text));
  const std::vector<std::u32string> wanted = fold_all(plain_words(needle));
  if (wanted.empty()) return false;
  for (size_t at = 0; at + wanted.size() <= given.size(); ++at) {
    bool same = true;
    for (size_t i = 0; i < wanted.size(); ++i) same = same && given[at + i] == wanted[i];
    if (same) return true;
  }
  return false;
}

inline int64_t plain_count_words(std::string_view text) {
  int64_t count = 0;
  bool holds = false;
  for (const char32_t c : decoded(text) + U" ") {
    if (plain_is_space(c)) {
      if (holds) ++count;
      holds = false;
    } else if (plain_is_letter_or_digit(c)) {
      holds = true;
    }
  }
  return count;
}

inline std::string encoded(const std::u32string& text) {
  std::string out;
  for (const char32_t c : text) util::append_utf8(out, c);
  return out;
}

}  // namespace audit::tests
