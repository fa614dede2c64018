// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace audit::model {

/// The codes of a column's cells, by row, in as few bytes as the largest takes: one, two or four,
/// and none where they count up from 1, as those of a key do whose texts all differ. Grows wider by
/// itself; a larger code than any before copies all of them. Not for several writers at a time.
class Codes {
 public:
  [[nodiscard]] size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  /// Row i has code i + 1, each: nothing is missing, and no two are equal.
  [[nodiscard]] bool count_up() const { return width_ == Width::none; }
  [[nodiscard]] uint32_t operator[](size_t row) const;
  [[nodiscard]] uint32_t back() const { return (*this)[size_ - 1]; }

  void push_back(uint32_t code) { append({&code, 1}); }
  void append(std::span<const uint32_t> codes);
  void set(size_t row, uint32_t code);
  void resize(size_t size);   ///< New ones are 0.
  void reserve(size_t size);  ///< Without a change of width no further memory is taken up to it.
  void clear();
  /// Keeps those where keep[row] is true, in order.
  void compact(const std::vector<bool>& keep);

 private:
  enum class Width : uint8_t { none, one, two, four };
  template <class Use>
  void with_cells(Use use);
  void widen(uint32_t code);
  [[nodiscard]] bool count_on(std::span<const uint32_t> codes) const;
  static Width width_for(size_t code);

  // One of them is in use, according to the width.
  std::vector<uint8_t> one_;
  std::vector<uint16_t> two_;
  std::vector<uint32_t> four_;
  size_t size_ = 0;
  size_t reserved_ = 0;
  Width width_ = Width::none;
};

inline uint32_t Codes::operator[](size_t row) const {
  switch (width_) {
    case Width::one:
      return one_[row];
    case Width::two:
      return two_[row];
    case Width::four:
      return four_[row];
    case Width::none:
      break;
  }
  return static_cast<uint32_t>(row + 1);
}

}  // namespace audit::model
