// SPDX-License-Identifier: MIT
#include "util/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "util/ascii.hpp"

namespace audit::util {

namespace {

constexpr size_t k_longest_name = 200;  // no name that we know is longer; bounds the quadratic work

/// Walks an ASCII text as fold() would rewrite it, without writing it anywhere.
class FoldedAscii {
 public:
  explicit FoldedAscii(std::string_view text) : text_(trim(text)) {}
  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  [[nodiscard]] bool at_ascii() const { return is_ascii(text_[at_]); }
  char next() {
    const char c = text_[at_++];
    if (!is_space(c)) return ascii_lower(c);
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    return ' ';
  }

 private:
  std::string_view text_;
  size_t at_ = 0;
};

struct CodePointRange {
  char32_t first;
  char32_t last;
};

// Blocks beyond ASCII that hold hardly anything but punctuation, spaces and symbols, which headers
// are matched without. The letters in them (ordinals, micro) are not worth their own rows.
constexpr std::array<CodePointRange, 8> k_no_letters{
    {
     {0x0080, 0x00BF},
     {0x00D7, 0x00D7},
     {0x00F7, 0x00F7},
     {0x2000, 0x2BFF},
     {0x3000, 0x3004},
     {0x3008, 0x3020},
     {0xE000, 0xF8FF},
     {0xFE00, 0xFE6F},
     }
};

/// Of a character beyond ASCII.
bool is_letter_or_digit(char32_t c) {
  if (c == 0xFEFF || (c >= 0xFFF0 && c <= 0xFFFF) || c > 0x10FFFF) return false;
  return std::ranges::none_of(
      k_no_letters, [c](CodePointRange range) { return c >= range.first && c <= range.last; });
}

/// Edit distance that counts two neighbours swapped as one edit.
size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<size_t> before(b.size() + 1);
  std::vector<size_t> last(b.size() + 1);
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({change, last[j] + 1, row[j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

size_t space_at_front(std::string_view text) {
  if (text.empty()) return 0;
  if (is_space(text.front())) return 1;
  return text.starts_with("\xC2\xA0") ? 2 : 0;
}

size_t space_at_back(std::string_view text) {
  if (text.empty()) return 0;
  if (is_space(text.back())) return 1;
  return text.ends_with("\xC2\xA0") ? 2 : 0;
}

std::string_view trim(std::string_view text) {
  while (const size_t bytes = space_at_front(text)) text.remove_prefix(bytes);
  while (const size_t bytes = space_at_back(text)) text.remove_suffix(bytes);
  return text;
}

std::string fold(std::string_view text) {
  text = trim(text);
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    if (size_t bytes = space_at_front(text.substr(at)); bytes > 0) {
      for (; bytes > 0; bytes = space_at_front(text.substr(at))) at += bytes;
      out.push_back(' ');
    } else if (is_ascii(text[at])) {
      out.push_back(ascii_lower(text[at++]));
    } else {
      const size_t start = at;
      const char32_t c = next_code_point(text, at);
      if (c == k_no_code_point) {
        out.push_back(text[start]);  // as it is: two texts with the same bad bytes are the same
      } else {
        append_utf8(out, fold_code_point(c));
      }
    }
  }
  return out;
}

bool equal_folded(std::string_view a, std::string_view b) {
  FoldedAscii left(a);
  FoldedAscii right(b);
  while (!left.at_end() && !right.at_end()) {
    if (!left.at_ascii() || !right.at_ascii()) return fold(a) == fold(b);
    if (left.next() != right.next()) return false;
  }
  return left.at_end() && right.at_end();
}

std::string fold_header(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    if (is_ascii(text[at])) {
      const char c = text[at++];
      if (is_letter(c) || is_digit(c)) out.push_back(ascii_lower(c));
      continue;
    }
    const char32_t c = next_code_point(text, at);
    if (is_letter_or_digit(c)) append_utf8(out, fold_code_point(c));
  }
  return out;
}

std::string nearest_name(std::string_view name, const std::vector<std::string>& known) {
  if (name.empty() || name.size() > k_longest_name) return {};
  const std::string folded = fold(name);
  size_t nearest = name.size() / 3 + 1;
  const std::string* found = nullptr;
  for (const std::string& candidate : known) {
    if (candidate.size() > k_longest_name) continue;
    const size_t distance = edit_distance(folded, fold(candidate));
    if (distance < nearest) {
      nearest = distance;
      found = &candidate;
    }
  }
  return found == nullptr ? std::string{} : *found;
}

std::string with_commas(int64_t number) {
  const std::string digits = fmt::format("{}", number);
  const size_t first = digits.front() == '-' ? 1 : 0;
  std::string out;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > first && (digits.size() - i) % 3 == 0) out.push_back(',');
    out.push_back(digits[i]);
  }
  return out;
}

}  // namespace audit::util
