// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace audit::ingest {

/// How a workbook shows a number, as far as it changes what the number means.
struct NumberFormat {
  enum class Kind : uint8_t {
    general,
    date,     ///< a day, with or without a time
    time,     ///< a time of day alone
    elapsed,  ///< hours, minutes or seconds that go past a day
    zeros,    ///< "00000": a whole number filled up with zeros to `width`
  };
  Kind kind = Kind::general;
  uint8_t width = 0;

  bool operator==(const NumberFormat&) const = default;
};

/// The formats that workbooks need not spell out (ECMA-376 part 1, 18.8.30, with the East Asian
/// ones).
NumberFormat builtin_format(uint32_t id);
NumberFormat parse_format(std::string_view code);

/// The number as text: a day as YYYY-MM-DD (with " HH:MM:SS" where it has a time), a time as
/// HH:MM:SS, others as a spreadsheet shows them: up to 15 digits, whole numbers without ".0". Days
/// outside the serials that are read (61 to 2958465) stay numbers. `raw` that is no number comes
/// back as it is.
std::string show_number(std::string_view raw, NumberFormat format, bool dates_from_1904);

}  // namespace audit::ingest
