// SPDX-License-Identifier: MIT
#include "engine/words.hpp"

#include <re2/re2.h>

#include <algorithm>

#include "util/text.hpp"

namespace audit::engine {

namespace {

constexpr std::string_view k_space_class = "[ \\t\\n\\v\\f\\r\\x{A0}]+";
constexpr std::string_view k_edge_class = "[^\\p{L}\\p{M}\\p{Nd}_]";
constexpr char32_t k_no_break_space = 0xA0;

constexpr bool is_ascii_letter_or_digit(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr bool is_space(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == k_no_break_space;
}

}  // namespace

// RE2 knows the classes of Unicode; text beyond ASCII is rare enough to ask it character by
// character.
bool is_letter_or_digit(char32_t code_point) {
  if (code_point < 0x80) return is_ascii_letter_or_digit(code_point);
  static const re2::RE2 k_word_character("[\\p{L}\\p{M}\\p{Nd}]");
  std::string character;
  util::append_utf8(character, code_point);
  return re2::RE2::FullMatch(character, k_word_character);
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  size_t begin = std::string_view::npos;
  size_t at = 0;
  while (at < text.size()) {
    const size_t here = at;
    const bool inside = is_letter_or_digit(util::next_code_point(text, at));
    if (inside && begin == std::string_view::npos) begin = here;
    if (!inside && begin != std::string_view::npos) {
      words.push_back(text.substr(begin, here - begin));
      begin = std::string_view::npos;
    }
  }
  if (begin != std::string_view::npos) words.push_back(text.substr(begin));
  return words;
}

bool has_words(std::string_view text, std::string_view needle) {
  const std::vector<std::string_view> wanted = words_of(needle);
  if (wanted.empty()) return false;
  const std::vector<std::string_view> given = words_of(text);
  const auto equal = [](std::string_view a, std::string_view b) {
    return util::equal_folded(a, b);
  };
  return std::search(given.begin(), given.end(), wanted.begin(), wanted.end(), equal) !=
         given.end();
}

int64_t count_words(std::string_view text) {
  int64_t count = 0;
  bool counted = false;
  size_t at = 0;
  while (at < text.size()) {
    const char32_t c = util::next_code_point(text, at);
    if (is_space(c)) {
      counted = false;
    } else if (!counted && is_letter_or_digit(c)) {
      counted = true;
      ++count;
    }
  }
  return count;
}

int64_t length_of(std::string_view text) {
  int64_t length = 0;
  for (size_t at = 0; at < text.size(); ++length) util::next_code_point(text, at);
  return length;
}

void append_digits(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c >= '0' && c <= '9') out.push_back(c);
  }
}

std::vector<std::string> phrase_parts(const std::string& phrase) {
  const std::string folded = util::fold(phrase);
  std::vector<std::string> parts;
  size_t begin = 0;
  while (begin < folded.size()) {
    const size_t end = std::min(folded.find(' ', begin), folded.size());
    if (end > begin) parts.push_back(folded.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

std::string phrases_pattern(const std::vector<std::string>& phrases) {
  std::string alternatives;
  for (const std::string& phrase : phrases) {
    const std::vector<std::string> parts = phrase_parts(phrase);
    if (parts.empty()) continue;
    if (!alternatives.empty()) alternatives += '|';
    for (size_t i = 0; i < parts.size(); ++i) {
      if (i > 0) alternatives += k_space_class;
      alternatives += re2::RE2::QuoteMeta(parts[i]);
    }
  }
  if (alternatives.empty()) return {};
  std::string pattern = "(?:^|";
  pattern.append(k_edge_class).append(")(?:").append(alternatives);
  return pattern.append(")(?:$|").append(k_edge_class).append(")");
}

}  // namespace audit::engine
