// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "reports/byte_buffer.hpp"
#include "reports/finding_text.hpp"
#include "reports/neutralise.hpp"
#include "reports/plain_bytes.hpp"
#include "util/text.hpp"

namespace audit::reports {

/// So that a spreadsheet takes the file for UTF-8.
inline constexpr const char* k_byte_order_mark = "\xEF\xBB\xBF";

/// One record, cell by cell; quoted as RFC 4180 says where that is needed.
class CsvRow {
 public:
  CsvRow(ByteBuffer& out, bool raw) : out_(&out), raw_(raw) {}

  /// Text from the data or the rules: made visible, and no spreadsheet takes it for a formula.
  void text(std::string_view value) {
    if (is_plain(value)) {
      separate();
      out_->put(value);
      return;
    }
    std::string shown = util::visible(value);
    if (!raw_ && begins_formula(value)) shown.insert(0, 1, '\'');
    own(shown);
  }
  /// The tool's own words, numbers and dates.
  void own(std::string_view value) {
    separate();
    const bool quoted = value.find_first_of(",\"\r\n") != std::string_view::npos ||
                        value.starts_with(' ') || value.ends_with(' ');
    if (!quoted) {
      out_->put(value);
      return;
    }
    out_->put('"');
    for (const char c : value) {
      if (c == '"') out_->put('"');
      out_->put(c);
    }
    out_->put('"');
  }
  void date(int32_t days) { own(date_text(days)); }
  void number(int64_t value) {
    separate();
    if (value == 0) return;
    const fmt::format_int digits(value);
    out_->put(std::string_view(digits.data(), digits.size()));
  }
  void boolean(bool value) {
    separate();
    out_->put(value ? "true" : "false");
  }
  /// A word of the tool's own that nothing need be asked of.
  void plain(std::string_view value) {
    separate();
    out_->put(value);
  }
  void end() { out_->words("\r\n"); }

 private:
  /// Nearly every text: goes out as it is, whatever may be asked of it.
  static bool is_plain(std::string_view value) {
    static constexpr PlainBytes k_plain(",\"");
    static constexpr std::string_view k_begins_formula = "=+-@ ";
    return value.empty() || (k_begins_formula.find(value.front()) == std::string_view::npos &&
                             value.back() != ' ' && k_plain.all(value));
  }
  void separate() {
    if (!first_) out_->put(',');
    first_ = false;
  }

  ByteBuffer* out_;
  bool raw_;
  bool first_ = true;
};

}  // namespace audit::reports
