// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

namespace audit::model {

/// The file of each row of a table, by row: an index into Dataset::inputs, or k_none. The rows of a
/// file stand side by side, so that a few runs say it of all.
class RowFiles {
 public:
  RowFiles() = default;
  RowFiles(std::initializer_list<uint32_t> files);

  [[nodiscard]] size_t size() const { return runs_.empty() ? 0 : runs_.back().end; }
  [[nodiscard]] uint32_t operator[](size_t row) const;
  /// The rows of a file, first and one past the last; both 0 if there is none.
  [[nodiscard]] std::pair<uint32_t, uint32_t> rows_of(uint32_t file) const;

  void append(size_t rows, uint32_t file);
  /// Keeps those where keep[row] is true, in order.
  void compact(const std::vector<bool>& keep);
  /// Puts change(file) in the place of each file.
  template <class Change>
  void change(const Change& change) {
    for (Run& run : runs_) run.file = change(run.file);
  }

  friend bool operator==(const RowFiles& a, const RowFiles& b);

 private:
  struct Run {
    size_t end = 0;  // one past its last row
    uint32_t file = 0;
  };
  std::vector<Run> runs_;
};

}  // namespace audit::model
