// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace audit::manual {

/// Text as Markdown shows it unchanged, on one line: what would be markup is escaped.
std::string plain(std::string_view text);

/// Text in backquotes; for names, expressions and values.
std::string code(std::string_view text);

/// The anchor that GitHub gives a heading: "entry.activity" → "entryactivity".
std::string anchor(std::string_view heading);

/// "[`entry.activity`](#entryactivity)".
std::string link_to(std::string_view heading);

/// A table in GitHub's Markdown. Cells are Markdown already: '|' escaped, no line breaks.
class Table {
 public:
  explicit Table(std::vector<std::string> headers) : headers_(std::move(headers)) {}
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] std::string text() const;  ///< Ends in a blank line.

 private:
  std::vector<std::string> headers_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace audit::manual
