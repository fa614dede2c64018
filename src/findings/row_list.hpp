// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace audit::findings {

/// Rows of a table, one after the other: about one byte each where they ascend by small steps, as
/// those of met obligations do. In pieces, which several threads may go through at a time.
class RowList {
 public:
  static constexpr size_t k_piece = size_t{1} << 15U;  ///< rows at most in one

  [[nodiscard]] size_t size() const { return size_; }
  [[nodiscard]] size_t pieces() const { return pieces_.size(); }
  void push_back(uint32_t row);
  void append(RowList&& other);

  /// Calls use(row) for each row of a piece, in order.
  template <class Use>
  void for_each(size_t piece, const Use& use) const {
    uint32_t row = 0;
    for (size_t at = 0; at < pieces_[piece].steps.size();) {
      row += next_step(pieces_[piece].steps, at);
      use(row);
    }
  }

 private:
  // Each row's distance from the one before, modulo 2^32; of the first, from 0. Zigzag, so that a
  // step back is a small number, too; seven bits a byte, of which all but the last have the high
  // bit (as in Protocol Buffers' sint32).
  struct Piece {
    std::vector<uint8_t> steps;
    size_t size = 0;
    uint32_t last = 0;
  };
  static uint32_t next_step(const std::vector<uint8_t>& steps, size_t& at);

  std::vector<Piece> pieces_;
  size_t size_ = 0;
};

inline uint32_t RowList::next_step(const std::vector<uint8_t>& steps, size_t& at) {
  uint32_t zigzag = steps[at] & 0x7FU;
  for (unsigned shift = 7; (steps[at++] & 0x80U) != 0; shift += 7) {
    zigzag |= (steps[at] & 0x7FU) << shift;
  }
  return (zigzag >> 1U) ^ (0U - (zigzag & 1U));
}

}  // namespace audit::findings
