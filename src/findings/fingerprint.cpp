// SPDX-License-Identifier: MIT
#include "findings/fingerprint.hpp"

#include <charconv>

#include "calendar/date.hpp"
#include "findings/fingerprints.hpp"
#include "util/hash.hpp"

namespace audit::findings {

namespace {

constexpr size_t k_half = 16;  // hex digits of one number
constexpr int k_base = 16;
constexpr char k_separator = '\x1F';

}  // namespace

std::string Fingerprint::hex() const { return util::hex({high, low}); }

void Fingerprint::put_hex(char* at) const { util::put_hex({high, low}, at); }

Fingerprints::Fingerprints(std::string_view rule, std::string_view table)
    : text_(std::string(rule) + k_separator + std::string(table) + k_separator),
      front_(text_.size()) {}

Fingerprint Fingerprints::of(std::string_view key, int32_t trigger) {
  text_.resize(front_);
  text_.append(key).push_back(k_separator);
  if (trigger != calendar::k_no_date) text_.append(calendar::iso(calendar::Date{trigger}));
  const util::Hash128 hash = util::hash_128(text_);
  return {hash.high, hash.low};
}

Fingerprint fingerprint(std::string_view rule, std::string_view table, std::string_view key,
                        int32_t trigger) {
  return Fingerprints(rule, table).of(key, trigger);
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
