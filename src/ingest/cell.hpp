// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/date.hpp"
#include "model/dataset.hpp"
#include "util/ascii.hpp"
#include "util/text.hpp"

/// From the text of one cell to a value (spec 2, "What a real export does"; spec 7, "Dates"). Pure
/// functions: no state, no locale. All take text that clean() has trimmed and that is not empty.
namespace audit::ingest {

/// How a date was written; `inspect` tells which forms a column holds.
enum class DateForm : uint8_t {
  none,
  month_first,        ///< 1/5/2026
  month_first_short,  ///< 01/05/26, pivot 00–68 → 2000s
  iso,                ///< 2026-01-05
  iso_slashes,        ///< 2026/01/05
  day_month_name,     ///< 05-Jan-2026
  compact,            ///< 20260105
  serial,             ///< 46027, Excel's day number
};
inline constexpr size_t k_date_forms = 8;
const char* show(DateForm form);  ///< "M/D/YYYY", …

enum class DateFault : uint8_t { none, not_a_date, bad_time };

struct DateCell {
  int32_t days = calendar::k_no_date;
  DateForm form = DateForm::none;
  DateFault fault = DateFault::none;
  bool has_time = false;
  std::string_view rest;  ///< text after the date that is no time: "Successful Completion"
};
/// A time of day after the date is checked and dropped. A fault leaves `days` missing.
DateCell read_date(std::string_view text);

enum class NumberFault : uint8_t { none, not_a_number, too_large };
struct NumberCell {
  int64_t value = model::k_no_number;  ///< times model::k_number_scale
  NumberFault fault = NumberFault::none;
};
/// "1,234.50", "$12", "-3", "(3)", "1.5E3"; a fifth decimal is rounded half away from zero.
NumberCell read_number(std::string_view text);

struct BoolCell {
  uint8_t value = model::k_no_bool;
  bool bad = false;
};
/// yes/no, y/n, true/false, 1/0; "unknown" and "conditional" are missing and not bad.
BoolCell read_bool(std::string_view text);

/// An identifier as it is compared: "2248352.0", as Excel writes numbers, loses its ".0".
std::string_view read_identifier(std::string_view text);

/// `text` trimmed. Never allocates.
inline std::string_view clean(std::string_view text) {
  if (text.empty()) return text;
  // Nothing to trim at either end is the usual case.
  const auto plain = [](char c) { return c > ' ' && c < 0x7F; };
  if (plain(text.front()) && plain(text.back())) return text;
  return util::trim(text);
}
/// `text`, trimmed, without zero-width characters and trimmed again; uses `buffer` only where it
/// holds some.
std::string_view without_zero_width(std::string_view text, std::string& buffer);
/// The same of any text; ASCII, as nearly all is, holds none.
inline std::string_view clean_exact(std::string_view text, std::string& buffer) {
  text = clean(text);
  return util::is_ascii(text) ? text : without_zero_width(text, buffer);
}

/// The words that stand for an empty cell (Schema::missing_words, not_applicable_words).
class MissingWords {
 public:
  MissingWords() = default;
  explicit MissingWords(std::vector<std::string> words);
  [[nodiscard]] bool contains(std::string_view text) const {
    return text.size() <= longest_ && starts_[static_cast<unsigned char>(text.front())] != 0 &&
           is_listed(text);
  }

 private:
  [[nodiscard]] bool is_listed(std::string_view text) const;
  std::vector<std::string> words_;
  std::vector<uint8_t> starts_ = std::vector<uint8_t>(256, 0);  // by first byte, either case
  size_t longest_ = 0;
};

/// Does `text` begin with one of `words`, any case, as a whole word? The length that matched, or 0.
size_t leading_word(std::string_view text, const std::vector<std::string>& words);

}  // namespace audit::ingest
