// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <vector>

#include "model/schema.hpp"

namespace audit::model {

/// By row: a row of another table, or k_none; in two bytes each where that table is small. Threads
/// may set different rows at a time.
class ParentRows {
 public:
  ParentRows() = default;
  /// None has a parent yet, of `parents` that there are.
  ParentRows(size_t rows, uint32_t parents)
      : wide_(parents > k_narrow_none ? rows : 0, k_none),
        narrow_(parents > k_narrow_none ? 0 : rows, k_narrow_none) {}
  ParentRows(std::initializer_list<uint32_t> parents) : wide_(parents) {}

  [[nodiscard]] size_t size() const { return wide_.size() + narrow_.size(); }
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] uint32_t operator[](size_t row) const {
    if (narrow_.empty()) return wide_[row];
    const uint16_t parent = narrow_[row];
    return parent == k_narrow_none ? k_none : parent;
  }
  /// No row is without one.
  [[nodiscard]] bool is_complete() const {
    return std::ranges::find(wide_, k_none) == wide_.end() &&
           std::ranges::find(narrow_, k_narrow_none) == narrow_.end();
  }
  void set(size_t row, uint32_t parent) {
    if (narrow_.empty()) {
      wide_[row] = parent;
    } else {
      narrow_[row] = parent == k_none ? k_narrow_none : static_cast<uint16_t>(parent);
    }
  }

 private:
  static constexpr uint16_t k_narrow_none = std::numeric_limits<uint16_t>::max();
  // One of them is in use.
  std::vector<uint32_t> wide_;
  std::vector<uint16_t> narrow_;
};

}  // namespace audit::model
