// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "ingest/chunk.hpp"
#include "ingest/columns.hpp"
#include "ingest/lines.hpp"
#include "ingest/row_texts.hpp"

namespace audit::ingest {

/// Turns accepted rows into typed columns and takes the probes of their texts, some dozens of rows
/// at a time and column by column.
class Conversion {
 public:
  struct Columns {
    std::vector<bool> stored;  ///< by ColumnIndex: goes into the chunk
    std::vector<bool> looked;  ///< by ColumnIndex: is judged, and not kept
  };
  /// `chunk.columns` are there and empty.
  Conversion(const Recognised& input, const model::Schema& schema, const ChunkOptions& options,
             Columns columns, Chunk& chunk);

  /// Takes the row's texts, and leaves others in their place. They must stay good until flush().
  void add(const Row& row, RowTexts& texts);
  /// Converts what was added since the last time.
  void flush();

 private:
  static constexpr size_t k_rows = 64;  // a group; their hashes and slots stay in the nearest cache

  struct Fault {
    size_t row = 0;  // of the group
    model::ColumnIndex column = 0;
    std::string_view what;
  };
  void start_probes();
  void convert(model::ColumnIndex column);
  void intern(model::ColumnIndex column);
  void take_probe(uint32_t probe);
  void search(size_t search);
  void note(model::ColumnIndex column, const TypedCell& cell);
  void report(const Fault& fault);
  [[nodiscard]] std::string_view text(size_t row, model::ColumnIndex column) const {
    return texts_[row].of[column];
  }

  const model::TableDef& def_;
  const model::TableRequest* request_;
  bool is_part_;
  Columns wanted_;
  CellReader cells_;
  Chunk& chunk_;
  std::vector<std::function<uint64_t(std::string_view)>> searches_;  // by TableRequest::searches
  std::vector<uint32_t> single_probes_;                              // those in no joint search

  size_t rows_ = 0;
  std::array<uint32_t, k_rows> lines_{};
  std::vector<RowTexts> texts_;
  std::vector<Fault> faults_;
};

}  // namespace audit::ingest
