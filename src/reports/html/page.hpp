// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "util/atomic_file.hpp"

namespace audit::reports::html {

/// Writes markup from front to back in large pieces. What comes from the data or the rules goes
/// through text() and nothing else, so that none of it can become markup.
class Page {
 public:
  explicit Page(util::Output& out) : out_(&out) {}

  /// Markup of the report's own.
  Page& raw(std::string_view markup);
  /// Escaped for content and for attributes in double quotes; control characters made visible.
  Page& text(std::string_view value);
  Page& count(uint64_t number);               ///< 1,234
  Page& date(int32_t days);                   ///< YYYY-MM-DD, or a dash for none
  Page& percent(std::optional<double> rate);  ///< 86.96 %, or a dash for none

  /// <tag>text</tag>; `tag` may carry attributes: "td class=n".
  Page& element(std::string_view tag, std::string_view value);
  /// A cell with a number; zeros step back.
  Page& count_cell(uint64_t number);

  /// For what writes long stretches by itself: append to buffer(), then settle().
  std::string& buffer() { return buffer_; }
  void settle();  ///< Hands the buffer on once it is large.
  void flush();   ///< All that was written is with the Output.

 private:
  util::Output* out_;
  std::string buffer_;
};

/// `value` as text() writes it.
void append_escaped(std::string& out, std::string_view value);

/// `value` as a JSON string that may stand inside a script element: no character of it ends the
/// element or begins a comment. Control characters are made visible as in text().
void append_script_text(std::string& out, std::string_view value);

}  // namespace audit::reports::html
