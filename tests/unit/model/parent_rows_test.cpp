// SPDX-License-Identifier: MIT
#include "model/parent_rows.hpp"

#include <doctest/doctest.h>

using audit::model::k_none;
using audit::model::ParentRows;

TEST_CASE("parent rows: the last of few and of many parents, and none") {
  for (const uint32_t parents : {1U, 2U, 65534U, 65535U, 65536U, 65537U, 100000U}) {
    CAPTURE(parents);
    ParentRows rows(3, parents);
    REQUIRE(rows.size() == 3);
    CHECK_FALSE(rows.is_complete());
    for (size_t row = 0; row < 3; ++row) CHECK(rows[row] == k_none);
    rows.set(0, parents - 1);
    rows.set(2, 0);
    CHECK(rows[0] == parents - 1);
    CHECK(rows[1] == k_none);
    CHECK(rows[2] == 0);
    CHECK_FALSE(rows.is_complete());
    rows.set(1, parents - 1);
    CHECK(rows.is_complete());
    rows.set(0, k_none);
    CHECK(rows[0] == k_none);
    CHECK_FALSE(rows.is_complete());
  }
}

TEST_CASE("parent rows: of no rows, and as they are given") {
  CHECK(ParentRows().empty());
  CHECK(ParentRows(0, 5).empty());
  CHECK(ParentRows(0, 5).is_complete());
  const ParentRows given{7, k_none, 70000};
  CHECK(given.size() == 3);
  CHECK(given[0] == 7);
  CHECK(given[1] == k_none);
  CHECK(given[2] == 70000);
}
