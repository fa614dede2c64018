// SPDX-License-Identifier: MIT
#include "cli/period.hpp"

#include <algorithm>
#include <charconv>

namespace audit::cli {

namespace {

constexpr unsigned k_months_a_quarter = 3;

/// All of `text` as digits, exactly `width` of them.
std::optional<unsigned> digits(std::string_view text, size_t width) {
  if (text.size() != width ||
      !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) {
    return std::nullopt;
  }
  unsigned value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::optional<Period> months(std::optional<unsigned> year, unsigned first, unsigned last) {
  if (!year) return std::nullopt;
  const int y = static_cast<int>(*year);
  const auto from = calendar::make_date(y, first, 1);
  const auto until = calendar::make_date(y, last, 1);
  if (!from || !until) return std::nullopt;
  return Period{*from, calendar::end_of_month(*until)};
}

/// A programme year runs from 1 July to 30 June (20 CFR 677.150; domain facts, section 4).
std::optional<Period> programme_year(std::string_view text) {
  const auto year = digits(text, 4);
  if (!year) return std::nullopt;
  const int y = static_cast<int>(*year);
  const auto from = calendar::make_date(y, 7, 1);
  const auto until = calendar::make_date(y + 1, 6, 30);
  if (!from || !until) return std::nullopt;
  return Period{*from, *until};
}

}  // namespace

std::optional<Period> parse_period(std::string_view text) {
  if (const size_t dots = text.find(".."); dots != std::string_view::npos) {
    const auto from = calendar::parse_iso(text.substr(0, dots));
    const auto until = calendar::parse_iso(text.substr(dots + 2));
    if (!from || !until || *until < *from) return std::nullopt;
    return Period{*from, *until};
  }
  if (text.starts_with("PY")) return programme_year(text.substr(2));
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  const auto year = digits(text.substr(0, 4), 4);
  if (text[5] == 'Q') {
    const auto quarter = digits(text.substr(6), 1);
    if (!quarter || *quarter < 1 || *quarter > 4) return std::nullopt;
    return months(year, (*quarter - 1) * k_months_a_quarter + 1, *quarter * k_months_a_quarter);
  }
  const auto month = digits(text.substr(5), 2);
  return month ? months(year, *month, *month) : std::nullopt;
}

}  // namespace audit::cli
