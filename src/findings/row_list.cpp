// SPDX-License-Identifier: MIT
#include "findings/row_list.hpp"

#include <iterator>
#include <utility>

namespace audit::findings {

void RowList::push_back(uint32_t row) {
  if (pieces_.empty() || pieces_.back().size == k_piece) pieces_.emplace_back();
  Piece& piece = pieces_.back();
  const uint32_t step = row - std::exchange(piece.last, row);
  uint32_t zigzag = (step << 1U) ^ (0U - (step >> 31U));
  for (; zigzag > 0x7FU; zigzag >>= 7U) {
    piece.steps.push_back(static_cast<uint8_t>(zigzag | 0x80U));
  }
  piece.steps.push_back(static_cast<uint8_t>(zigzag));
  ++piece.size;
  ++size_;
}

void RowList::append(RowList&& other) {
  size_ += std::exchange(other.size_, 0);
  if (pieces_.empty()) {
    pieces_ = std::move(other.pieces_);
  } else {
    pieces_.insert(pieces_.end(), std::make_move_iterator(other.pieces_.begin()),
                   std::make_move_iterator(other.pieces_.end()));
  }
  other.pieces_.clear();
}

}  // namespace audit::findings
