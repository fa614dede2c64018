// SPDX-License-Identifier: MIT
#include "model/codes.hpp"

#include <algorithm>
#include <limits>
#include <type_traits>

namespace audit::model {

namespace {

template <class Cells>
using CellOf = typename std::remove_reference_t<Cells>::value_type;

}  // namespace

/// Calls `use` with the vector that is in use; with none, not at all.
template <class Use>
void Codes::with_cells(Use use) {
  switch (width_) {
    case Width::none:
      break;
    case Width::one:
      use(one_);
      break;
    case Width::two:
      use(two_);
      break;
    case Width::four:
      use(four_);
      break;
  }
}

Codes::Width Codes::width_for(size_t code) {
  if (code <= std::numeric_limits<uint8_t>::max()) return Width::one;
  if (code <= std::numeric_limits<uint16_t>::max()) return Width::two;
  return Width::four;
}

/// To what holds `code` beside those that are there.
void Codes::widen(uint32_t code) {
  const size_t largest = count_up() ? std::max<size_t>(size_, code) : code;
  const Width width = std::max(width_, width_for(largest));
  if (width == width_) return;
  Codes wider;
  wider.width_ = width;
  wider.size_ = size_;
  wider.reserved_ = reserved_;
  wider.with_cells([&](auto& cells) {
    cells.reserve(std::max(size_, reserved_));
    for (size_t row = 0; row < size_; ++row)
      cells.push_back(static_cast<CellOf<decltype(cells)>>((*this)[row]));
  });
  *this = std::move(wider);
}

void Codes::append(std::span<const uint32_t> codes) {
  if (codes.empty()) return;
  if (!count_up() || !count_on(codes)) {
    widen(std::ranges::max(codes));
    with_cells([&](auto& cells) {
      using Cell = CellOf<decltype(cells)>;
      cells.resize(size_ + codes.size());
      std::ranges::transform(codes, cells.begin() + static_cast<std::ptrdiff_t>(size_),
                             [](uint32_t code) { return static_cast<Cell>(code); });
    });
  }
  size_ += codes.size();
}

/// Do these, behind those that are there, count up?
bool Codes::count_on(std::span<const uint32_t> codes) const {
  for (size_t i = 0; i < codes.size(); ++i) {
    if (codes[i] != size_ + i + 1) return false;
  }
  return true;
}

void Codes::set(size_t row, uint32_t code) {
  if (count_up() && code == row + 1) return;
  widen(code);
  with_cells([&](auto& cells) { cells[row] = static_cast<CellOf<decltype(cells)>>(code); });
}

void Codes::resize(size_t size) {
  if (size > size_) widen(0);
  with_cells([&](auto& cells) { cells.resize(size); });
  size_ = size;
}

void Codes::reserve(size_t size) {
  reserved_ = size;
  with_cells([&](auto& cells) { cells.reserve(size); });
}

void Codes::clear() { *this = {}; }

void Codes::compact(const std::vector<bool>& keep) {
  Codes kept;
  for (size_t row = 0; row < size_; ++row) {
    if (keep[row]) kept.push_back((*this)[row]);
  }
  *this = std::move(kept);
}

}  // namespace audit::model
