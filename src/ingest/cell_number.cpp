// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <limits>
#include <string>

#include "ingest/cell.hpp"
#include "util/ascii.hpp"
#include "util/text.hpp"

namespace audit::ingest {

namespace {

constexpr int k_decimals = 4;  // of model::k_number_scale

using util::is_digit;

/// What a number is made of, before its size is looked at: sign, digits without commas, and how
/// many of them stand after the point.
struct Written {
  bool negative = false;
  std::string digits;
  int64_t decimals = 0;
  bool valid = false;
};

/// Digits with commas that stand before each third digit, or none at all.
size_t take_whole(std::string_view text, std::string& digits) {
  size_t at = 0;
  size_t run = 0;
  bool grouped = false;
  while (at < text.size()) {
    if (is_digit(text[at])) {
      digits.push_back(text[at]);
      ++run;
    } else if (text[at] == ',') {
      if (run == 0 || run > 3 || (grouped && run != 3)) return std::string_view::npos;
      grouped = true;
      run = 0;
    } else {
      break;
    }
    ++at;
  }
  return grouped && run != 3 ? std::string_view::npos : at;
}

/// "E3", "e-05": false if what follows is anything else.
bool take_exponent(std::string_view text, int64_t& decimals) {
  if (text.empty()) return true;
  if (text[0] != 'e' && text[0] != 'E') return false;
  text.remove_prefix(1);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || text.size() > 3 || !std::ranges::all_of(text, is_digit)) return false;
  int64_t exponent = 0;
  for (const char c : text) exponent = exponent * 10 + (c - '0');
  decimals += negative ? exponent : -exponent;
  return true;
}

/// Takes signs, brackets and a dollar sign off both ends, in the orders that people write them.
bool take_sign(std::string_view& text, Written& written) {
  const bool bracketed = text.size() > 2 && text.front() == '(' && text.back() == ')';
  if (bracketed) text = util::trim(text.substr(1, text.size() - 2));
  bool has_sign = bracketed;
  bool has_dollar = false;
  written.negative = bracketed;
  while (!text.empty()) {
    const char c = text.front();
    if ((c == '-' || c == '+') && !has_sign) {
      has_sign = true;
      written.negative = c == '-';
    } else if (c == '$' && !has_dollar) {
      has_dollar = true;
    } else if (c != ' ' || !has_dollar) {
      break;
    }
    text.remove_prefix(1);
  }
  return !text.empty();
}

Written take_apart(std::string_view text) {
  Written written;
  if (!take_sign(text, written)) return written;
  const size_t whole = take_whole(text, written.digits);
  if (whole == std::string_view::npos) return written;
  text.remove_prefix(whole);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    while (!text.empty() && is_digit(text.front())) {
      written.digits.push_back(text.front());
      ++written.decimals;
      text.remove_prefix(1);
    }
  }
  written.valid = !written.digits.empty() && take_exponent(text, written.decimals);
  return written;
}

/// digits × 10^-decimals × 10^4, rounded half away from zero.
NumberCell scaled(Written written) {
  const size_t zeros = std::min(written.digits.find_first_not_of('0'), written.digits.size());
  written.digits.erase(0, zeros);
  if (written.digits.empty()) return {0, NumberFault::none};
  const int64_t shift = k_decimals - written.decimals;
  const auto count = static_cast<int64_t>(written.digits.size());
  if (count + shift > 19) return {model::k_no_number, NumberFault::too_large};
  bool round_up = false;
  if (shift >= 0) {
    written.digits.append(static_cast<size_t>(shift), '0');
  } else if (count + shift < 0) {
    written.digits.clear();
  } else {
    const auto kept = static_cast<size_t>(count + shift);
    round_up = written.digits[kept] >= '5';
    written.digits.resize(kept);
  }
  uint64_t value = 0;
  for (const char c : written.digits) value = value * 10 + static_cast<uint64_t>(c - '0');
  value += round_up ? 1 : 0;
  if (value > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
    return {model::k_no_number, NumberFault::too_large};
  }
  const auto number = static_cast<int64_t>(value);
  return {written.negative ? -number : number, NumberFault::none};
}

}  // namespace

NumberCell read_number(std::string_view text) {
  // A few digits are the usual case: counts, quarters, hours.
  if (text.size() <= 9 && std::ranges::all_of(text, is_digit)) {
    int64_t value = 0;
    for (const char c : text) value = value * 10 + (c - '0');
    return {value * model::k_number_scale, NumberFault::none};
  }
  Written written = take_apart(text);
  if (!written.valid) return {model::k_no_number, NumberFault::not_a_number};
  return scaled(std::move(written));
}

BoolCell read_bool(std::string_view text) {
  struct Word {
    std::string_view word;
    uint8_t value;
  };
  static constexpr std::array<Word, 10> k_words = {
      {
       {"yes", 1},
       {"no", 0},
       {"y", 1},
       {"n", 0},
       {"true", 1},
       {"false", 0},
       {"1", 1},
       {"0", 0},
       {"unknown", model::k_no_bool},
       {"conditional", model::k_no_bool},
       }
  };
  for (const Word& word : k_words) {
    if (util::equal_folded(text, word.word)) return {word.value, false};
  }
  return {model::k_no_bool, true};
}

std::string_view read_identifier(std::string_view text) {
  if (text.size() < 3 || !text.ends_with(".0")) return text;
  const std::string_view digits = text.substr(0, text.size() - 2);
  return std::ranges::all_of(digits, is_digit) ? digits : text;
}

}  // namespace audit::ingest
