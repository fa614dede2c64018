// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cctype>

#include "ingest/cell.hpp"
#include "util/ascii.hpp"

// Exports write nearly all dates as M/D/YYYY or YYYY-MM-DD and nothing else in the cell: those two
// are tried first, by position. Everything else takes the slow and complete way.
namespace audit::ingest {

namespace {

constexpr int32_t k_serial_epoch = 25569;  // the serial number of 1970-01-01
constexpr int32_t k_first_serial = 61;     // 1900-03-01; below it Excel counts a day that never was
constexpr int32_t k_last_serial = 2958465;  // 9999-12-31
constexpr int k_pivot = 68;                 // the last two-digit year of the 2000s

using util::is_digit;
using util::is_letter;
constexpr unsigned digit(char c) { return static_cast<unsigned>(c - '0'); }

/// Walks through a text; every take_ moves on only when it succeeds.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  [[nodiscard]] char peek() const { return at_end() ? '\0' : text_[at_]; }
  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }
  bool take(char c) {
    if (peek() != c || at_end()) return false;
    ++at_;
    return true;
  }
  /// A run of digits, all of it; `count` says how many.
  unsigned take_digits(size_t& count) {
    unsigned value = 0;
    count = 0;
    while (is_digit(peek()) && count < 9) {
      value = value * 10 + digit(text_[at_++]);
      ++count;
    }
    return value;
  }
  /// Spaces and U+00A0; says whether there were any.
  bool take_spaces() {
    const size_t before = at_;
    for (;;) {
      if (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
        ++at_;
      } else if (rest().starts_with("\xC2\xA0")) {
        at_ += 2;
      } else {
        return at_ != before;
      }
    }
  }
  std::string_view take_letters() {
    const size_t before = at_;
    while (is_letter(peek())) ++at_;
    return text_.substr(before, at_ - before);
  }

 private:
  std::string_view text_;
  size_t at_ = 0;
};

int full_year(unsigned year, size_t digits) {
  if (digits == 4) return static_cast<int>(year);
  if (digits != 2) return 0;
  return static_cast<int>(year) <= k_pivot ? 2000 + static_cast<int>(year)
                                           : 1900 + static_cast<int>(year);
}

/// The month of a name, in full or its first three letters; 0 = none.
unsigned month_named(std::string_view name) {
  static constexpr std::array<std::string_view, 12> k_months = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  const auto same = [](char a, char b) { return util::ascii_lower(a) == b; };
  for (size_t i = 0; i < k_months.size(); ++i) {
    const std::string_view month = k_months[i];
    if (std::ranges::equal(name, month, same) ||
        std::ranges::equal(name, month.substr(0, 3), same)) {
      return static_cast<unsigned>(i + 1);
    }
  }
  return 0;
}

struct Day {
  int32_t days = calendar::k_no_date;
  DateForm form = DateForm::none;
};

Day day_of(int year, unsigned month, unsigned day, DateForm form) {
  const auto date = calendar::make_date(year, month, day);
  return date ? Day{date->days, form} : Day{};
}

/// After YYYY: "-MM-DD" or "/MM/DD".
Day year_first(Cursor& cursor, unsigned year) {
  const char separator = cursor.peek();
  if (!cursor.take('-') && !cursor.take('/')) return {};
  size_t count = 0;
  const unsigned month = cursor.take_digits(count);
  if (count == 0 || count > 2 || !cursor.take(separator)) return {};
  const unsigned day = cursor.take_digits(count);
  if (count == 0 || count > 2) return {};
  return day_of(static_cast<int>(year), month, day,
                separator == '-' ? DateForm::iso : DateForm::iso_slashes);
}

/// After M: "/D/YYYY" or "/D/YY".
Day month_first(Cursor& cursor, unsigned month) {
  size_t count = 0;
  if (!cursor.take('/')) return {};
  const unsigned day = cursor.take_digits(count);
  if (count == 0 || count > 2 || !cursor.take('/')) return {};
  const unsigned year = cursor.take_digits(count);
  return day_of(full_year(year, count), month, day,
                count == 4 ? DateForm::month_first : DateForm::month_first_short);
}

/// After DD: "-Mon-YYYY" or "-Mon-YY".
Day day_first(Cursor& cursor, unsigned day) {
  if (!cursor.take('-')) return {};
  const unsigned month = month_named(cursor.take_letters());
  size_t count = 0;
  if (month == 0 || !cursor.take('-')) return {};
  const unsigned year = cursor.take_digits(count);
  return day_of(full_year(year, count), month, day, DateForm::day_month_name);
}

/// A number alone in the cell: YYYYMMDD or a serial, whose fraction (the time of day) is dropped.
Day bare_number(Cursor& cursor, unsigned number, size_t count) {
  if (count == 8 && cursor.at_end()) {
    return day_of(static_cast<int>(number / 10000), number / 100 % 100, number % 100,
                  DateForm::compact);
  }
  if (cursor.take('.')) {
    size_t decimals = 0;
    do {
      cursor.take_digits(decimals);
    } while (decimals == 9);
  }
  const auto serial = static_cast<int32_t>(number);
  if (!cursor.at_end() || serial < k_first_serial || serial > k_last_serial) return {};
  return {serial - k_serial_epoch, DateForm::serial};
}

Day take_day(Cursor& cursor) {
  size_t count = 0;
  const unsigned number = cursor.take_digits(count);
  if (count == 0) return {};
  const char next = cursor.peek();
  if (count == 4 && (next == '-' || next == '/')) return year_first(cursor, number);
  if (count <= 2 && next == '/') return month_first(cursor, number);
  if (count <= 2 && next == '-') return day_first(cursor, number);
  return bare_number(cursor, number, count);
}

bool take_zone(Cursor& cursor) {
  if (cursor.take('Z') || cursor.take('z')) return true;
  if (!cursor.take('+') && !cursor.take('-')) return true;
  size_t count = 0;
  const unsigned hours = cursor.take_digits(count);
  if (count == 4) return hours / 100 <= 14 && hours % 100 < 60;
  if (count != 2 || hours > 14) return false;
  if (!cursor.take(':')) return true;
  return cursor.take_digits(count) < 60 && count == 2;
}

/// "AM" or "PM", with or without dots. Nothing there: true, and `found` stays false.
bool take_half(Cursor& cursor, bool& found) {
  Cursor ahead = cursor;
  ahead.take_spaces();
  const std::string_view letters = ahead.take_letters();
  if (letters.size() == 1 && ahead.take('.')) {
    const std::string_view second = ahead.take_letters();
    found = second.size() == 1 && util::ascii_lower(second[0]) == 'm' && ahead.take('.');
  } else {
    found = letters.size() == 2 && util::ascii_lower(letters[1]) == 'm';
  }
  if (!found) return true;
  cursor = ahead;
  return util::ascii_lower(letters[0]) == 'a' || util::ascii_lower(letters[0]) == 'p';
}

/// H:MM, H:MM:SS, H:MM:SS.fff, H AM, each with AM/PM or a zone.
bool take_time(Cursor& cursor) {
  size_t count = 0;
  const unsigned hour = cursor.take_digits(count);
  if (count == 0 || count > 2) return false;
  bool has_minutes = false;
  for (int part = 0; part < 2 && cursor.take(':'); ++part) {
    if (cursor.take_digits(count) > 59 || count != 2) return false;
    has_minutes = true;
  }
  if (has_minutes && cursor.take('.')) {
    cursor.take_digits(count);
    if (count == 0) return false;
  }
  bool has_half = false;
  if (!take_half(cursor, has_half)) return false;
  if (has_half) return hour >= 1 && hour <= 12;
  return has_minutes && hour <= 23 && take_zone(cursor);
}

DateCell faulty(DateFault fault) {
  DateCell cell;
  cell.fault = fault;
  return cell;
}

DateCell read_slowly(std::string_view text) {
  Cursor cursor(text);
  const Day day = take_day(cursor);
  if (day.days == calendar::k_no_date) return faulty(DateFault::not_a_date);
  DateCell cell{day.days, day.form, DateFault::none, false, {}};
  if (cursor.at_end()) return cell;

  bool apart = cursor.take_spaces();
  const std::string_view after = cursor.rest();
  if (!apart && after.size() > 1 && util::ascii_lower(after[0]) == 't' && is_digit(after[1])) {
    cursor.take(after[0]);
    apart = true;
  }
  if (!apart) return faulty(DateFault::not_a_date);
  if (is_digit(cursor.peek())) {
    if (!take_time(cursor)) return faulty(DateFault::bad_time);
    cell.has_time = true;
    if (cursor.at_end()) return cell;
    if (!cursor.take_spaces()) return faulty(DateFault::bad_time);
  }
  cell.rest = cursor.rest();
  return cell;
}

/// YYYY-MM-DD alone in the cell; k_no_date if it is not that.
int32_t read_iso(std::string_view t) {
  if (t.size() != 10 || t[4] != '-' || t[7] != '-') return calendar::k_no_date;
  unsigned strange = 0;
  for (const size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) strange |= digit(t[i]) > 9 ? 1U : 0U;
  if (strange != 0) return calendar::k_no_date;
  const unsigned year = digit(t[0]) * 1000 + digit(t[1]) * 100 + digit(t[2]) * 10 + digit(t[3]);
  return day_of(static_cast<int>(year), digit(t[5]) * 10 + digit(t[6]),
                digit(t[8]) * 10 + digit(t[9]), DateForm::iso)
      .days;
}

/// M/D/YYYY alone in the cell; k_no_date if it is not that.
int32_t read_month_first(std::string_view t) {
  if (t.size() < 8 || t.size() > 10) return calendar::k_no_date;
  const size_t first = t[1] == '/' ? 1 : 2;
  const size_t second = t.size() - 5;
  const size_t day_digits = second - first - 1;
  if (t[first] != '/' || t[second] != '/' || day_digits - 1 > 1) return calendar::k_no_date;
  unsigned strange = 0;
  for (size_t i = 0; i < t.size(); ++i) {
    strange |= digit(t[i]) > 9 && i != first && i != second ? 1U : 0U;
  }
  if (strange != 0) return calendar::k_no_date;
  const unsigned month = first == 1 ? digit(t[0]) : digit(t[0]) * 10 + digit(t[1]);
  const unsigned day =
      day_digits == 1 ? digit(t[first + 1]) : digit(t[first + 1]) * 10 + digit(t[first + 2]);
  const std::string_view y = t.substr(second + 1);
  const unsigned year = digit(y[0]) * 1000 + digit(y[1]) * 100 + digit(y[2]) * 10 + digit(y[3]);
  return day_of(static_cast<int>(year), month, day, DateForm::month_first).days;
}

}  // namespace

const char* show(DateForm form) {
  switch (form) {
    case DateForm::none:
      break;
    case DateForm::month_first:
      return "M/D/YYYY";
    case DateForm::month_first_short:
      return "M/D/YY";
    case DateForm::iso:
      return "YYYY-MM-DD";
    case DateForm::iso_slashes:
      return "YYYY/MM/DD";
    case DateForm::day_month_name:
      return "DD-Mon-YYYY";
    case DateForm::compact:
      return "YYYYMMDD";
    case DateForm::serial:
      return "Excel serial number";
  }
  return "none";
}

DateCell read_date(std::string_view text) {
  if (const int32_t days = read_iso(text); days != calendar::k_no_date) {
    return {days, DateForm::iso, DateFault::none, false, {}};
  }
  if (const int32_t days = read_month_first(text); days != calendar::k_no_date) {
    return {days, DateForm::month_first, DateFault::none, false, {}};
  }
  return read_slowly(text);
}

}  // namespace audit::ingest
