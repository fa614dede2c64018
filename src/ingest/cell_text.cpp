// SPDX-License-Identifier: MIT
#include <algorithm>

#include "ingest/cell.hpp"
#include "util/ascii.hpp"
#include "util/text.hpp"

namespace audit::ingest {

namespace {

/// Characters of no width that copying from web pages and spreadsheets leaves in cells.
constexpr bool is_zero_width(char32_t c) {
  return (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF || c == 0x180E || c == 0x00AD;
}

char other_case(char c) {
  if (c >= 'a' && c <= 'z') return static_cast<char>(c - 32);
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c + 32);
  return c;
}

}  // namespace

std::string_view without_zero_width(std::string_view text, std::string& buffer) {
  buffer.clear();
  size_t at = 0;
  while (at < text.size()) {
    const size_t start = at;
    if (!is_zero_width(util::next_code_point(text, at)))
      buffer.append(text.substr(start, at - start));
  }
  return buffer.size() == text.size() ? text : clean(buffer);
}

MissingWords::MissingWords(std::vector<std::string> words) : words_(std::move(words)) {
  for (const std::string& word : words_) {
    if (word.empty()) continue;
    starts_[static_cast<unsigned char>(word.front())] = 1;
    starts_[static_cast<unsigned char>(other_case(word.front()))] = 1;
    // Folding takes runs of white space as one space, so a longer cell may still be the word.
    longest_ = std::max(longest_, word.size() + 8);
  }
}

bool MissingWords::is_listed(std::string_view text) const {
  return std::ranges::any_of(words_, [&](const std::string& word) {
    // Most texts that begin like a word end that way with their second character.
    const bool plain = text.size() > 1 && word.size() > 1 && util::is_ascii(text[1]) &&
                       util::is_ascii(word[1]) && !util::is_space(text[1]);
    if (plain && util::ascii_lower(text[1]) != util::ascii_lower(word[1])) return false;
    return util::equal_folded(text, word);
  });
}

size_t leading_word(std::string_view text, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    if (word.empty() || text.size() < word.size()) continue;
    if (!util::equal_folded(text.substr(0, word.size()), word)) continue;
    if (text.size() == word.size()) return word.size();
    const char next = text[word.size()];
    const bool goes_on = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') ||
                         (next >= '0' && next <= '9') || static_cast<unsigned char>(next) >= 0x80;
    if (!goes_on || next == '\xC2') return word.size();
  }
  return 0;
}

}  // namespace audit::ingest
