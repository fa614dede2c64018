// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "reports/finding_text.hpp"
#include "reports/neutralise.hpp"
#include "util/text.hpp"

namespace audit::reports {

/// So that a spreadsheet takes the file for UTF-8.
inline constexpr const char* k_byte_order_mark = "\xEF\xBB\xBF";

/// One record, cell by cell; quoted as RFC 4180 says where that is needed.
class CsvRow {
 public:
  CsvRow(std::string& out, bool raw) : out_(&out), raw_(raw) {}

  /// Text from the data or the rules: made visible, and no spreadsheet takes it for a formula.
  void text(std::string_view value) {
    std::string shown = util::visible(value);
    if (!raw_ && begins_formula(value)) shown.insert(0, 1, '\'');
    own(shown);
  }
  /// The tool's own words, numbers and dates.
  void own(std::string_view value) {
    if (!first_) *out_ += ',';
    first_ = false;
    const bool quoted = value.find_first_of(",\"\r\n") != std::string_view::npos ||
                        value.starts_with(' ') || value.ends_with(' ');
    if (!quoted) {
      out_->append(value);
      return;
    }
    *out_ += '"';
    for (const char c : value) {
      if (c == '"') *out_ += '"';
      *out_ += c;
    }
    *out_ += '"';
  }
  void date(int32_t days) { own(date_text(days)); }
  void number(int64_t value) { own(value == 0 ? std::string{} : fmt::format("{}", value)); }
  void boolean(bool value) { own(value ? "true" : "false"); }
  void end() { *out_ += "\r\n"; }

 private:
  std::string* out_;
  bool raw_;
  bool first_ = true;
};

}  // namespace audit::reports
