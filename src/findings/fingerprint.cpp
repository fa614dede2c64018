// SPDX-License-Identifier: MIT
#include "findings/fingerprint.hpp"

#include <charconv>

#include "calendar/date.hpp"
#include "util/hash.hpp"

namespace audit::findings {

namespace {

constexpr size_t k_half = 16;  // hex digits of one number
constexpr int k_base = 16;

}  // namespace

std::string Fingerprint::hex() const { return util::hex({high, low}); }

Fingerprint fingerprint(std::string_view rule, std::string_view table, std::string_view key,
                        int32_t trigger) {
  constexpr char k_separator = '\x1F';
  std::string text;
  text.reserve(rule.size() + table.size() + key.size() + sizeof "YYYY-MM-DD" + 3);
  text.append(rule).push_back(k_separator);
  text.append(table).push_back(k_separator);
  text.append(key).push_back(k_separator);
  if (trigger != calendar::k_no_date) text.append(calendar::iso(calendar::Date{trigger}));
  const util::Hash128 hash = util::hash_128(text);
  return {hash.high, hash.low};
}

std::optional<Fingerprint> parse_fingerprint(std::string_view text) {
  // from_chars reads upper case too, which no fingerprint is written in.
  if (text.size() != 2 * k_half ||
      text.find_first_not_of("0123456789abcdef") != std::string_view::npos) {
    return std::nullopt;
  }
  Fingerprint print;
  const char* const middle = text.data() + k_half;
  std::from_chars(text.data(), middle, print.high, k_base);
  std::from_chars(middle, middle + k_half, print.low, k_base);
  return print;
}

}  // namespace audit::findings
