// SPDX-License-Identifier: MIT
#include "model/codes.hpp"

#include <doctest/doctest.h>

#include <random>
#include <vector>

using audit::model::Codes;

namespace {

void check_equal(const Codes& codes, const std::vector<uint32_t>& twin) {
  REQUIRE(codes.size() == twin.size());
  CHECK(codes.empty() == twin.empty());
  bool equal = true;
  bool counts = true;
  for (size_t row = 0; row < twin.size(); ++row) {
    equal = equal && codes[row] == twin[row];
    counts = counts && twin[row] == row + 1;
  }
  CHECK(equal);
  if (codes.count_up()) CHECK(counts);
  if (!twin.empty()) CHECK(codes.back() == twin.back());
}

}  // namespace

TEST_CASE("codes: count up until one does not") {
  Codes codes;
  CHECK(codes.count_up());
  for (uint32_t code = 1; code <= 300; ++code) codes.push_back(code);
  CHECK(codes.count_up());
  codes.set(299, 300);
  CHECK(codes.count_up());
  CHECK(codes[299] == 300);
  codes.push_back(7);
  CHECK_FALSE(codes.count_up());
  CHECK(codes[299] == 300);
  CHECK(codes[300] == 7);
}

TEST_CASE("codes: the first and the last of each width") {
  for (const uint32_t code : {0U, 1U, 255U, 256U, 65535U, 65536U, 0xFFFFFFFFU}) {
    Codes codes;
    codes.push_back(1);
    codes.append(std::vector<uint32_t>{code, code});
    codes.push_back(1);
    check_equal(codes, {1, code, code, 1});
    codes.set(0, code);
    check_equal(codes, {code, code, code, 1});
  }
}

TEST_CASE("codes: a row too many that count up is wider than the next code") {
  Codes codes;
  for (uint32_t code = 1; code <= 65536; ++code) codes.push_back(code);
  codes.push_back(0);
  CHECK(codes[65535] == 65536);
  CHECK(codes[65536] == 0);
}

TEST_CASE("codes: as a vector of numbers, whatever is done") {
  std::mt19937 random(11);
  const auto below = [&random](uint32_t limit) { return static_cast<uint32_t>(random() % limit); };
  for (int turn = 0; turn < 2000; ++turn) {
    Codes codes;
    std::vector<uint32_t> twin;
    const uint32_t limit = std::vector<uint32_t>{3, 300, 70000, 0xFFFFFFFF}[below(4)];
    const uint32_t counted = below(20);
    for (uint32_t code = 1; code <= counted; ++code) {
      codes.push_back(code);
      twin.push_back(code);
    }
    for (uint32_t step = below(30); step > 0; --step) {
      const uint32_t what = below(6);
      const uint32_t code = below(limit);
      if (what == 0) {
        std::vector<uint32_t> more(below(5));
        for (uint32_t& one : more) one = below(3) == 0 ? below(limit) : code;
        codes.append(more);
        twin.insert(twin.end(), more.begin(), more.end());
      } else if (what == 1 && !twin.empty()) {
        const size_t row = below(static_cast<uint32_t>(twin.size()));
        codes.set(row, code);
        twin[row] = code;
      } else if (what == 2) {
        const size_t size = below(40);
        codes.resize(size);
        twin.resize(size, 0);
      } else if (what == 3) {
        std::vector<bool> keep;
        std::vector<uint32_t> kept;
        for (const uint32_t one : twin) {
          keep.push_back(below(3) != 0);
          if (keep.back()) kept.push_back(one);
        }
        codes.compact(keep);
        twin = kept;
      } else if (what == 4) {
        codes.reserve(below(50));
      } else if (below(10) == 0) {
        codes.clear();
        twin.clear();
      }
    }
    check_equal(codes, twin);
  }
}
