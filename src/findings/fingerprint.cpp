// SPDX-License-Identifier: MIT
#include "findings/fingerprint.hpp"

#include <fmt/format.h>

#include "calendar/date.hpp"
#include "util/hash.hpp"

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
  return util::hash_hex(text);
}

}  // namespace audit::findings
