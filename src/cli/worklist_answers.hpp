// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "reports/worklist_columns.hpp"

namespace audit::cli {

/// One line of a worklist as people gave it back; cells trimmed, without the ' that guards what a
/// spreadsheet could take for a formula.
struct WorklistLine {
  uint32_t line = 0;
  bool readable = true;  ///< false: its quoting or size is broken, and its cells are empty
  std::array<std::string, reports::k_worklist_columns> cells;
  [[nodiscard]] const std::string& of(reports::WorklistColumn column) const {
    return cells[static_cast<size_t>(column)];
  }
};

/// A worklist read back from CSV or a workbook; columns may have been moved or added. Throws
/// Fatal{input} where the file can't be read or is no worklist.
struct AnsweredList {
  std::string name;
  std::vector<WorklistLine> lines;
};
std::vector<AnsweredList> read_worklists(const std::string& path);

}  // namespace audit::cli
