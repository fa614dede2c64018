// SPDX-License-Identifier: MIT
#include "model/row_files.hpp"

#include <doctest/doctest.h>

#include <random>
#include <vector>

#include "model/schema.hpp"

using audit::model::k_none;
using audit::model::RowFiles;

namespace {

void check_equal(const RowFiles& files, const std::vector<uint32_t>& twin) {
  REQUIRE(files.size() == twin.size());
  bool equal = true;
  for (size_t row = 0; row < twin.size(); ++row) equal = equal && files[row] == twin[row];
  CHECK(equal);
}

}  // namespace

TEST_CASE("row files: none, one, several, and rows of no file") {
  CHECK(RowFiles{}.size() == 0);
  CHECK(RowFiles{}.rows_of(0) == std::pair<uint32_t, uint32_t>{0, 0});
  RowFiles files;
  files.append(2, 3);
  files.append(0, 9);
  files.append(1, 3);
  files.append(4, 1);
  files.append(1, k_none);
  check_equal(files, {3, 3, 3, 1, 1, 1, 1, k_none});
  CHECK(files == RowFiles{3, 3, 3, 1, 1, 1, 1, k_none});
  CHECK_FALSE(files == RowFiles{3, 3, 3, 1, 1, 1, k_none, k_none});
  CHECK(files.rows_of(3) == std::pair<uint32_t, uint32_t>{0, 3});
  CHECK(files.rows_of(1) == std::pair<uint32_t, uint32_t>{3, 7});
  CHECK(files.rows_of(k_none) == std::pair<uint32_t, uint32_t>{7, 8});
  CHECK(files.rows_of(9) == std::pair<uint32_t, uint32_t>{0, 0});
  files.change([](uint32_t file) { return file == k_none ? k_none : file + 10; });
  check_equal(files, {13, 13, 13, 11, 11, 11, 11, k_none});
}

TEST_CASE("row files: as a plain list of them, at random") {
  std::mt19937 random(26);
  for (int round = 0; round < 200; ++round) {
    RowFiles files;
    std::vector<uint32_t> twin;
    for (uint32_t file = 0; file < random() % 6; ++file) {
      const size_t rows = random() % 8;
      files.append(rows, file);
      twin.insert(twin.end(), rows, file);
    }
    check_equal(files, twin);
    std::vector<bool> keep;
    std::vector<uint32_t> kept;
    for (const uint32_t file : twin) {
      keep.push_back(random() % 3 != 0);
      if (keep.back()) kept.push_back(file);
    }
    files.compact(keep);
    check_equal(files, kept);
  }
}
