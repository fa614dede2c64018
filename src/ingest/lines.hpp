// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/rows.hpp"

namespace audit::ingest {

using Cells = std::span<const std::string_view>;

/// One line as it was read, and which of its cells (by position) hold undecodable bytes or are a
/// sheet's errors.
struct Line {
  Row row;
  Cells cells;
  std::span<const uint32_t> bad;
  std::span<const uint32_t> errors;
};

/// A line that waits, with its cells' text of its own.
struct Waiting {
  Row row;
  std::vector<std::string> cells;
  std::vector<uint32_t> bad;
  std::vector<uint32_t> errors;
};

/// Cuts a batch into lines; the views are good until the next cut.
class LineCutter {
 public:
  explicit LineCutter(const RowBatch& batch) : batch_(batch) {}
  Line cut(const Row& row) {
    Line line{row, Cells(batch_.cells).subspan(row.first_cell, row.cell_count), {}, {}};
    if (!batch_.bad_cells.empty()) line.bad = cut(row, batch_.bad_cells, bad_);
    if (!batch_.error_cells.empty()) line.errors = cut(row, batch_.error_cells, errors_);
    return line;
  }

 private:
  static std::span<const uint32_t> cut(const Row& row, const std::vector<uint32_t>& all,
                                       std::vector<uint32_t>& own) {
    own.clear();
    const uint32_t end = row.first_cell + row.cell_count;
    for (auto at = std::ranges::lower_bound(all, row.first_cell); at != all.end() && *at < end;
         ++at) {
      own.push_back(*at - row.first_cell);
    }
    return own;
  }
  const RowBatch& batch_;
  std::vector<uint32_t> bad_;
  std::vector<uint32_t> errors_;
};

}  // namespace audit::ingest
