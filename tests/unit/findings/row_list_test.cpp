// SPDX-License-Identifier: MIT
#include "findings/row_list.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <random>
#include <utility>
#include <vector>

using audit::findings::RowList;

namespace {

std::vector<uint32_t> rows_of(const RowList& list) {
  std::vector<uint32_t> rows;
  for (size_t piece = 0; piece < list.pieces(); ++piece) {
    list.for_each(piece, [&](uint32_t row) { rows.push_back(row); });
  }
  return rows;
}

void check_same(const std::vector<uint32_t>& rows) {
  RowList list;
  for (const uint32_t row : rows) list.push_back(row);
  CHECK(list.size() == rows.size());
  CHECK((rows_of(list) == rows));
}

}  // namespace

TEST_CASE("row list: steps of every size, forth and back") {
  check_same({});
  check_same({0});
  check_same({0, 0, 1, 63, 64, 65, 127, 128, 192, 256, 8191, 8192, 16384, 16385});
  constexpr uint32_t k_last = std::numeric_limits<uint32_t>::max();
  check_same({k_last, 0, k_last, k_last - 1, 1U << 31U, 0, 1U << 31U, (1U << 31U) - 1});
  for (unsigned bit = 0; bit < 32; ++bit) check_same({1U << bit, 0, (1U << bit) - 1, 7});
}

TEST_CASE("row list: pieces are full, and those of another follow") {
  std::vector<uint32_t> rows;
  RowList list;
  for (uint32_t row = 0; row < RowList::k_piece + 1; ++row) {
    rows.push_back(row / 3);
    list.push_back(row / 3);
  }
  CHECK(list.pieces() == 2);
  RowList other;
  other.push_back(5);
  other.append(std::move(list));
  CHECK(other.size() == rows.size() + 1);
  CHECK(other.pieces() == 3);
  rows.insert(rows.begin(), 5);
  CHECK((rows_of(other) == rows));
  RowList empty;
  empty.append(std::move(other));
  empty.append(RowList());
  empty.push_back(9);
  rows.push_back(9);
  CHECK((rows_of(empty) == rows));
  CHECK(empty.size() == rows.size());
}

TEST_CASE("row list: as a plain list, at random") {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    std::vector<uint32_t> rows;
    for (size_t i = 0; i < random() % 2000; ++i) {
      rows.push_back(static_cast<uint32_t>(random()) >> random() % 32);
    }
    check_same(rows);
  }
}
