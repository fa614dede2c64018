// SPDX-License-Identifier: MIT
#include "ingest/part_rows.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

using namespace audit::ingest;

namespace {

struct WrittenRow {
  uint32_t line = 0;
  std::string key;
  std::vector<std::string> cells;
  bool operator==(const WrittenRow&) const = default;
};

/// A part in memory; only the file's place differs from PartInput.
class MemoryPart : public Input {
 public:
  explicit MemoryPart(std::string bytes) : bytes_(memory_input("a.csv", std::move(bytes), "")) {}
  [[nodiscard]] const std::string& name() const override { return bytes_->name(); }
  [[nodiscard]] bool is_part() const override { return true; }
  std::unique_ptr<ByteSource> open() override { return bytes_->open(); }

 private:
  std::unique_ptr<Input> bytes_;
};

std::string written(const std::vector<WrittenRow>& rows) {
  std::string text;
  const std::vector<std::string> headers = {"A", "B, with \"quotes\"", ""};
  append_part_header(text, headers);
  for (const WrittenRow& row : rows) {
    const std::vector<std::string_view> cells(row.cells.begin(), row.cells.end());
    append_part_row(text, row.line, row.key, cells);
  }
  return text;
}

std::vector<WrittenRow> read_back(const std::string& text) {
  MemoryPart input(text);
  const auto reader = open_rows(input, {}, {3, {}});
  std::vector<WrittenRow> rows;
  RowBatch batch;
  while (reader->next(batch)) {
    for (const Row& row : batch.rows) {
      WrittenRow read{row.line, std::string(row.key), {}};
      for (uint32_t i = 0; i < row.cell_count; ++i) {
        read.cells.emplace_back(batch.cells[row.first_cell + i]);
      }
      rows.push_back(std::move(read));
    }
  }
  return rows;
}

}  // namespace

TEST_CASE("a part's rows are read as they were written") {
  const std::vector<WrittenRow> rows = {
      {3,  "",              {"plain", "", " blanks "}                  },
      {4,  "K-1#2",         {"a, comma", "a \"quote\"", "two\r\nlines"}},
      {9,  "=\"K\"",        {"=\"00123\"", "=\"\"", "=\"a\"\"b\""}     },
      {10, "k,\"",          {"=1+1", "=", "\""}                        },
      {11, "",              {"\tTab", "\r", "\n"}                      },
      {12, "",              {"\"\"", "=\"\"\"\"", "=\"="}              },
      {40, "\u00e9t\u00e9", {"\u200bzero", "\ufeffmark", "\ufffd"}     },
      {41, "",              {"", "", ""}                               },
      {42, "",              {}                                         },
      {43, "",              {"more", "cells", "than", "the", "header"} },
  };
  CHECK(read_back(written(rows)) == rows);
}

TEST_CASE("cells of any characters come back") {
  std::mt19937 random(7);
  const std::string letters = "=\"\",\r\n ax\t;";
  for (int round = 0; round < 300; ++round) {
    std::vector<WrittenRow> rows;
    for (uint32_t line = 1; line < 6; ++line) {
      WrittenRow row{line, {}, {}};
      for (int cell = 0; cell < 4; ++cell) {
        std::string text;
        for (auto length = random() % 7; length > 0; --length) {
          text += letters[random() % letters.size()];
        }
        row.cells.push_back(text);
      }
      rows.push_back(row);
    }
    const auto back = read_back(written(rows));
    REQUIRE(back == rows);
  }
}

TEST_CASE("a part that was changed is refused") {
  const std::string good = written({
      {3, "", {"a"}},
      {5, "", {"b"}}
  });
  CHECK(read_back(good).size() == 2);
  CHECK_THROWS_AS(read_back("line,key,A\n5,,b\n3,,a\n"), InputError);
  CHECK_THROWS_AS(read_back("line,key,A\n5,,b\n5,,a\n"), InputError);
  CHECK_THROWS_AS(read_back("line,key,A\nx,,b\n"), InputError);
  CHECK_THROWS_AS(read_back("line,key,A\n5\n"), InputError);
  CHECK_THROWS_AS(read_back("line,key,A\n99999999999,,b\n"), InputError);
}

TEST_CASE("a part without rows is empty") { CHECK(read_back("line,key,A\n").empty()); }
