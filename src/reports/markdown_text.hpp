// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace audit::reports {

/// Text that Markdown (CommonMark and GitHub's tables) shows as it is: no emphasis, code, HTML,
/// link, table cell, heading or list comes of it, and control characters are visible.
std::string md_text(std::string_view text);

/// An id or a file's name as a code span, safe inside a table too.
std::string md_code(std::string_view text);

/// A table whose text cells are Markdown already. Columns that hold nothing, or nothing but "0",
/// are left out where `may_drop` says so.
class MdTable {
 public:
  struct Column {
    std::string heading;
    bool right = false;
    bool may_drop = false;
  };
  static Column text(std::string heading) { return {std::move(heading)}; }
  static Column text_if_any(std::string heading) { return {std::move(heading), false, true}; }
  static Column number(std::string heading) { return {std::move(heading), true}; }
  static Column number_if_any(std::string heading) { return {std::move(heading), true, true}; }

  explicit MdTable(std::vector<Column> columns) : columns_(std::move(columns)) {}
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  [[nodiscard]] std::string render() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace audit::reports
