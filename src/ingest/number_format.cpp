// SPDX-License-Identifier: MIT
#include "ingest/number_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "calendar/date.hpp"

namespace audit::ingest {
namespace {

constexpr double k_first_serial = 61;      // 1900-03-01: before it the calendar of 1900 is wrong
constexpr double k_last_serial = 2958465;  // 9999-12-31
constexpr int32_t k_serial_of_1970 = 25569;
constexpr double k_days_to_1904 = 1462;
constexpr int64_t k_day_seconds = 86400;
constexpr size_t k_digits = 15;  // what a spreadsheet keeps of a number

char lower(char byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

/// Which letters of a format code stand for parts of dates and times: its first section without
/// literals, conditions and colours.
struct Letters {
  bool days = false;     // d or y
  bool months = false;   // m, which is minutes beside h or s
  bool hours = false;    // h or s
  bool elapsed = false;  // [h] [m] [s]
};

size_t skip_bracket(std::string_view code, size_t at, Letters& letters) {
  const size_t end = std::min(code.find(']', at), code.size());
  const std::string_view inner = code.substr(at + 1, end - at - 1);
  const char first = inner.empty() ? ' ' : lower(inner[0]);
  const bool is_time = first == 'h' || first == 'm' || first == 's';
  if (is_time &&
      std::all_of(inner.begin(), inner.end(), [&](char c) { return lower(c) == first; })) {
    letters.elapsed = true;
  }
  return end;
}

Letters letters_of(std::string_view code) {
  Letters letters;
  for (size_t at = 0; at < code.size() && code[at] != ';'; ++at) {
    switch (lower(code[at])) {
      case '"':
        at = std::min(code.find('"', at + 1), code.size());
        break;
      case '\\':
      case '_':
      case '*':
        ++at;
        break;
      case '[':
        at = skip_bracket(code, at, letters);
        break;
      case 'd':
      case 'y':
        letters.days = true;
        break;
      case 'm':
        letters.months = true;
        break;
      case 'h':
      case 's':
        letters.hours = true;
        break;
      default:
        break;
    }
  }
  return letters;
}

std::string show_clock(int64_t seconds) {
  return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

/// Empty if the serial is outside what is read.
std::string show_date(double serial, bool dates_from_1904) {
  if (dates_from_1904) serial += k_days_to_1904;
  if (!(serial >= k_first_serial && serial < k_last_serial + 1)) return {};
  const int64_t seconds = std::llround(serial * static_cast<double>(k_day_seconds));
  const int64_t day = seconds / k_day_seconds;
  const int64_t clock = seconds % k_day_seconds;
  if (static_cast<double>(day) > k_last_serial) return {};
  const std::string date =
      calendar::iso(calendar::Date{static_cast<int32_t>(day) - k_serial_of_1970});
  return clock == 0 ? date : date + ' ' + show_clock(clock);
}

bool is_plain_integer(std::string_view raw) {
  if (raw.starts_with('-')) raw.remove_prefix(1);
  return !raw.empty() && raw.size() <= k_digits &&
         std::all_of(raw.begin(), raw.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string show_general(std::string_view raw, double value) {
  if (is_plain_integer(raw)) return std::string(raw);
  constexpr double k_exact = 1e15;
  if (value == std::floor(value) && std::fabs(value) < k_exact) {
    return fmt::format("{:.0f}", value == 0 ? 0.0 : value);
  }
  return fmt::format("{:.15g}", value);
}

}  // namespace

NumberFormat builtin_format(uint32_t id) {
  using Kind = NumberFormat::Kind;
  const auto between = [id](uint32_t first, uint32_t last) { return id >= first && id <= last; };
  if (between(14, 17) || id == 22 || between(27, 31) || id == 36 || between(50, 54) ||
      between(57, 58)) {
    return {Kind::date, 0};
  }
  if (between(18, 21) || between(32, 35) || between(55, 56) || id == 45 || id == 47) {
    return {Kind::time, 0};
  }
  if (id == 46) return {Kind::elapsed, 0};
  return {};
}

NumberFormat parse_format(std::string_view code) {
  using Kind = NumberFormat::Kind;
  const bool zeros = code.size() >= 2 && code.find_first_not_of('0') == std::string_view::npos;
  if (zeros) return {Kind::zeros, static_cast<uint8_t>(std::min(code.size(), k_digits))};
  const Letters letters = letters_of(code);
  if (letters.days) return {Kind::date, 0};
  if (letters.elapsed) return {Kind::elapsed, 0};
  if (letters.hours) return {Kind::time, 0};
  if (letters.months) return {Kind::date, 0};
  return {};
}

std::string show_number(std::string_view raw, NumberFormat format, bool dates_from_1904) {
  using Kind = NumberFormat::Kind;
  double value = 0;
  const auto [end, error] = std::from_chars(raw.data(), raw.data() + raw.size(), value);
  if (error != std::errc() || end != raw.data() + raw.size() || !std::isfinite(value)) {
    return std::string(raw);
  }
  constexpr double k_longest = 1e9;  // days; keeps the seconds within their type
  const bool is_span = value >= 0 && value < k_longest;
  const int64_t seconds = is_span ? std::llround(value * static_cast<double>(k_day_seconds)) : 0;
  std::string text;
  switch (format.kind) {
    case Kind::date:
      text = show_date(value, dates_from_1904);
      break;
    case Kind::time:
      if (is_span) text = value < 1 ? show_clock(seconds) : show_date(value, dates_from_1904);
      break;
    case Kind::elapsed:
      if (is_span) text = show_clock(seconds);
      break;
    case Kind::zeros: {
      const std::string digits = show_general(raw, value);
      if (is_plain_integer(digits) && value >= 0)
        text = fmt::format("{:0>{}}", digits, format.width);
      break;
    }
    case Kind::general:
      break;
  }
  return text.empty() ? show_general(raw, value) : text;
}

}  // namespace audit::ingest
