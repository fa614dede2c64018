// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/rows.hpp"
#include "ingest/source.hpp"

// What several tests of the stage need: rows as plain values, and a folder of their own.
namespace audit::ingest::testing {

struct PlainRow {
  uint32_t line = 0;
  std::vector<std::string> cells;
  RowFault fault = RowFault::none;
  bool had_nul = false;
  std::vector<uint32_t> bad_cells;    // positions within the row
  std::vector<uint32_t> error_cells;  // likewise

  bool operator==(const PlainRow&) const = default;
};

inline std::vector<PlainRow> read_all(RowReader& reader) {
  std::vector<PlainRow> rows;
  RowBatch batch;
  while (reader.next(batch)) {
    for (const Row& row : batch.rows) {
      PlainRow plain{row.line, {}, row.fault, row.had_nul, {}, {}};
      for (uint32_t i = 0; i < row.cell_count; ++i) {
        plain.cells.emplace_back(batch.cells[row.first_cell + i]);
        const auto has = [&](const std::vector<uint32_t>& list) {
          return std::binary_search(list.begin(), list.end(), row.first_cell + i);
        };
        if (has(batch.bad_cells)) plain.bad_cells.push_back(i);
        if (has(batch.error_cells)) plain.error_cells.push_back(i);
      }
      rows.push_back(std::move(plain));
    }
  }
  return rows;
}

inline std::vector<PlainRow> read_all(Input& input, RowOptions options = {}, char delimiter = ',') {
  Dialect dialect = sniff_encoding(input);
  dialect.delimiter = delimiter;
  return read_all(*open_rows(input, dialect, options));
}

inline std::vector<PlainRow> read_text(std::string text, RowOptions options = {},
                                       char delimiter = ',') {
  return read_all(*memory_input("test.csv", std::move(text), ""), options, delimiter);
}

/// The cells alone, for tests in which lines and flags do not matter.
inline std::vector<std::vector<std::string>> cells_of(const std::vector<PlainRow>& rows) {
  std::vector<std::vector<std::string>> cells;
  for (const PlainRow& row : rows) cells.push_back(row.cells);
  return cells;
}

/// A folder that goes when the test ends.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "ingest-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string path(const std::string& name) const { return path_ + "/" + name; }
  [[nodiscard]] const std::string& path() const { return path_; }
  std::string write(const std::string& name, std::string_view bytes) const {
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    std::ofstream(path(name), std::ios::binary) << bytes;
    return path(name);
  }

 private:
  std::string path_;
};

}  // namespace audit::ingest::testing
