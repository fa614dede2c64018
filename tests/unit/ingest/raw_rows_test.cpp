// SPDX-License-Identifier: MIT
#include "ingest/raw_rows.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "test_schema.hpp"

// Rows that are read a second time, against what was written.
namespace {

using namespace audit;
using ingest::testing::test_schema;

/// Files of attempts whose cells say where they stand, some with a line break within a cell.
struct Written {
  struct Place {
    uint32_t input;
    uint32_t line;
    std::string quarter;
  };
  std::vector<std::unique_ptr<ingest::Input>> inputs;
  std::vector<ingest::Recognised> recognised;
  std::vector<const ingest::Recognised*> pointers;
  std::vector<Place> rows;

  Written(uint32_t files, uint32_t rows_each) {
    for (uint32_t file = 0; file < files; ++file) {
      std::string bytes = "App ID,quarter,Attempt Date,means\n";
      uint32_t line = 2;
      for (uint32_t row = 0; row < rows_each; ++row) {
        const std::string quarter = std::to_string(file) + "/" + std::to_string(row);
        const bool breaks = row % 7 == 3;
        bytes += "1," + quarter + ",1/5/2026,\"by\nmail\"\n";
        if (!breaks) bytes.replace(bytes.size() - 10, 9, "mail");
        rows.push_back({file, line, quarter});
        line += breaks ? 2 : 1;
      }
      const std::string name = "f" + std::to_string(file) + ".csv";
      inputs.push_back(ingest::memory_input(name, std::move(bytes), ""));
    }
    recognised = ingest::recognise(inputs, test_schema(), {});
    for (const ingest::Recognised& one : recognised) pointers.push_back(&one);
  }
};

TEST_CASE("rows read again: portions in any order bring what was written") {
  const Written written(3, 400);
  std::mt19937 random(11);
  ingest::RowFinder finder(written.pointers, test_schema(), {});
  for (int round = 0; round < 60; ++round) {
    // Some rounds go on where the last ones ended, others back to the front.
    const size_t from = round % 3 == 2 ? random() % written.rows.size()
                                       : static_cast<size_t>(round) * written.rows.size() / 60;
    std::vector<ingest::RowPlace> places;
    for (size_t row = from; row < written.rows.size() && places.size() < 40; ++row) {
      if (random() % 3 == 0) continue;
      places.push_back(
          {written.rows[row].input, written.rows[row].line, static_cast<uint32_t>(row)});
    }
    std::ranges::shuffle(places, random);
    const auto found = finder.find(places);
    REQUIRE(found.size() == places.size());
    for (const auto& [row, raw] : found) {
      REQUIRE(raw.input == written.rows[row].input);
      REQUIRE(raw.line == written.rows[row].line);
      REQUIRE(raw.cells.at(1) == written.rows[row].quarter);
    }
  }
}

TEST_CASE("rows read again: one that is gone is a file that changed") {
  const Written written(1, 10);
  ingest::RowFinder finder(written.pointers, test_schema(), {});
  CHECK(finder
            .find({
                {0, 3, 1}
  })
            .size() == 1);
  CHECK_THROWS_AS(finder.find({
                      {0, 6, 4}
  }),
                  ingest::InputError);  // within the row at line 5
  CHECK_THROWS_AS(finder.find({
                      {0, 99, 4}
  }),
                  ingest::InputError);  // behind the end
}

}  // namespace
