// SPDX-License-Identifier: MIT
#include "engine/words.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>

#include "util/ascii.hpp"
#include "util/text.hpp"

namespace audit::engine {

namespace {

constexpr std::string_view k_space_class = "[ \\t\\n\\v\\f\\r\\x{A0}]+";
constexpr std::string_view k_edge_class = "[^\\p{L}\\p{M}\\p{Nd}_]";
constexpr std::string_view k_word_edge = "[^\\p{L}\\p{M}\\p{Nd}]";
constexpr char32_t k_no_break_space = 0xA0;

constexpr bool is_ascii_letter_or_digit(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr bool is_space(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == k_no_break_space;
}

enum class Kind : uint8_t { other, letter_or_digit, space };

constexpr Kind kind_of(char32_t c) {
  if (is_space(c)) return Kind::space;
  return is_ascii_letter_or_digit(c) ? Kind::letter_or_digit : Kind::other;
}

constexpr std::array<Kind, 0x80> ascii_kinds() {
  std::array<Kind, 0x80> kinds{};
  for (char32_t c = 0; c < kinds.size(); ++c) kinds[c] = kind_of(c);
  return kinds;
}

/// The kind of the character at text[at], and past it. Nearly all is ASCII.
Kind next_kind(std::string_view text, size_t& at) {
  static constexpr std::array<Kind, 0x80> k_ascii = ascii_kinds();
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < k_ascii.size()) {
    ++at;
    return k_ascii[byte];
  }
  const char32_t c = util::next_code_point(text, at);
  if (is_space(c)) return Kind::space;
  return is_letter_or_digit(c) ? Kind::letter_or_digit : Kind::other;
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

bool equal_lowered(std::string_view text, std::string_view lowered) {
  return std::ranges::equal(text, lowered, {}, [](char c) { return util::ascii_lower(c); });
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  size_t begin = std::string_view::npos;
  size_t at = 0;
  while (at < text.size()) {
    const size_t here = at;
    const bool inside = next_kind(text, at) == Kind::letter_or_digit;
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

namespace {

// Eight characters of ASCII at a time: one a byte, the bytes' highest bits are the answers.
constexpr uint64_t k_ones = 0x0101010101010101;
constexpr uint64_t k_highs = k_ones << 7U;

constexpr uint64_t in_range(uint64_t bytes, unsigned char first, unsigned char last) {
  return (bytes + k_ones * (0x80U - first)) & ~(bytes + k_ones * (0x7FU - last)) & k_highs;
}
constexpr uint64_t letters_or_digits(uint64_t bytes) {
  return in_range(bytes | (k_ones * 0x20U), 'a', 'z') | in_range(bytes, '0', '9');
}
constexpr uint64_t spaces(uint64_t bytes) {
  return in_range(bytes, ' ', ' ') | in_range(bytes, '\t', '\r');
}
/// The highest bits side by side, that of the first byte in memory lowest.
constexpr uint64_t gathered(uint64_t highs) { return (highs >> 7U) * 0x0102040810204080U >> 56U; }

struct Marks {
  uint64_t letters = 0;
  uint64_t spaces = 0;
  bool ascii = true;
};

/// Of up to 64 characters, a bit each; behind them are spaces.
Marks marks_of(std::string_view text) {
  Marks marks;
  uint64_t all = 0;
  for (unsigned shift = 0; shift < 64; shift += sizeof(uint64_t)) {
    uint64_t bytes = k_ones * ' ';
    if (!text.empty()) {
      const size_t size = std::min(text.size(), sizeof bytes);
      std::memcpy(&bytes, text.data(), size);
      text.remove_prefix(size);
    }
    all |= bytes;
    marks.letters |= gathered(letters_or_digits(bytes)) << shift;
    marks.spaces |= gathered(spaces(bytes)) << shift;
  }
  marks.ascii = (all & k_highs) == 0;
  return marks;
}

/// Words of a text that is all ASCII; nothing of another.
std::optional<int64_t> count_ascii_words(std::string_view text) {
  int64_t count = 0;
  uint64_t carry = 0;  // what came before ends in a word
  while (!text.empty()) {
    const Marks marks = marks_of(text);
    if (!marks.ascii) return std::nullopt;
    // Where no space is, ones: a letter's one, added, is carried to the end of its run, whence one
    // arrives however many letters there are.
    uint64_t sum = ~marks.spaces + carry;
    const bool before = sum < carry;
    sum += marks.letters;
    carry = before || sum < marks.letters ? 1 : 0;
    count += std::popcount(sum & marks.spaces);
    text.remove_prefix(std::min<size_t>(text.size(), 64));
  }
  return count + static_cast<int64_t>(carry);
}

}  // namespace

int64_t count_words(std::string_view text) {
  if constexpr (std::endian::native == std::endian::little) {
    if (const auto count = count_ascii_words(text)) return *count;
  }
  int64_t count = 0;
  bool counted = false;
  for (size_t at = 0; at < text.size();) {
    const Kind kind = next_kind(text, at);
    if (kind == Kind::letter_or_digit && !counted) ++count;
    counted = kind != Kind::space && (counted || kind == Kind::letter_or_digit);
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

std::string word_candidate_pattern(const std::string& pattern) {
  // An anchor would mean the word's edge in one and the text's in the other.
  if (pattern.find_first_of("^$\\") != std::string::npos) return {};
  return fmt::format("(?:^|{0})(?:{1})(?:$|{0})", k_word_edge, pattern);
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
