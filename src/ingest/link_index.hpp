// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/dataset.hpp"

namespace audit::ingest {

/// Numbers for 64-bit values, from 1 up, in the order in which they are added; 0 = not there. Open
/// addressing: one table, no allocation a value.
class ValueIndex {
 public:
  uint32_t add(uint64_t value);
  [[nodiscard]] uint32_t find(uint64_t value) const;
  [[nodiscard]] uint32_t size() const { return static_cast<uint32_t>(values_.size()); }

 private:
  [[nodiscard]] size_t slot_of(uint64_t value) const;
  void grow();
  std::vector<uint64_t> values_;
  std::vector<uint32_t> slots_ = std::vector<uint32_t>(16, 0);
};

/// One equality of a link, as numbers: a child row and a parent row have the same number if and
/// only if their cells are equal; 0 = missing, or a value that no parent has.
class PartNumbers {
 public:
  /// Compares two columns; text exactly (where the parent's column is an identifier) or folded.
  PartNumbers(const model::Column& child, const model::Column& parent, bool exact,
              unsigned threads);
  /// Compares which parent two rows have through their own relations.
  PartNumbers(const model::Links& child, const model::Links& parent);

  [[nodiscard]] uint32_t of_child(uint32_t row) const {
    return number(child_, row, by_child_code_);
  }
  [[nodiscard]] uint32_t of_parent(uint32_t row) const {
    return number(parent_, row, by_parent_code_);
  }

 private:
  struct Side {
    const model::Column* column = nullptr;
    const model::Links* links = nullptr;
  };
  [[nodiscard]] uint32_t number(const Side& side, uint32_t row,
                                const std::vector<uint32_t>& by_code) const;
  void number_texts(const model::Column& child, const model::Column& parent, bool exact,
                    unsigned threads);
  void number_values(const model::Column& parent);

  Side child_;
  Side parent_;
  bool comparable_ = true;
  std::vector<uint32_t> by_child_code_;  // empty: the code is the number
  std::vector<uint32_t> by_parent_code_;
  ValueIndex values_;
};

}  // namespace audit::ingest
