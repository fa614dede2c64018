// SPDX-License-Identifier: MIT
#include "findings/fingerprint.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include "calendar/date.hpp"

namespace audit::findings {

std::string fingerprint(std::string_view rule, std::string_view table, std::string_view key,
                        int32_t trigger) {
  constexpr char k_separator = '\x1F';
  std::string text;
  text.reserve(rule.size() + table.size() + key.size() + sizeof "YYYY-MM-DD" + 3);
  text.append(rule).push_back(k_separator);
  text.append(table).push_back(k_separator);
  text.append(key).push_back(k_separator);
  if (trigger != calendar::k_no_date) text.append(calendar::iso(calendar::Date{trigger}));
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace audit::findings
