// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "ingest/load.hpp"
#include "ingest/rows.hpp"

namespace audit::ingest {

/// One row as it was read, kept whole: for the few rows whose keys are equal.
struct RawRow {
  uint32_t row = 0;    ///< in the table, before any row is dropped
  uint32_t input = 0;  ///< into the list of inputs
  uint32_t line = 0;
  std::vector<std::string> cells;  ///< trimmed, nothing else done to them
  /// The mapped cells in the schema's column order, joined by U+001F (spec 2, "Recognising a
  /// file").
  std::string full_text;
  /// All headers with their cells, in the order of the headers' text: equal for two rows if and
  /// only if they are alike in every column, in whatever order their files have the columns.
  std::string signature;
};

/// A row to be read again.
struct RowPlace {
  uint32_t input = 0;
  uint32_t line = 0;
  uint32_t row = 0;
};

/// In which order a file's cells go into RawRow::full_text and RawRow::signature.
struct CellOrder {
  std::vector<uint32_t> by_column;                          ///< k_none: the file lacks it
  std::vector<std::pair<std::string, uint32_t>> by_header;  ///< folded header, position
};

/// Reads rows of the inputs again. Some inputs stay open where the last row of them was found: who
/// asks for rows of a few in the order of the files, some at a time, has each file read but once.
class RowFinder {
 public:
  RowFinder(const std::vector<const Recognised*>& inputs, const model::Schema& schema,
            const Bounds& bounds);

  /// The rows at `places`, by table row. Throws InputError if one is gone: then a file has changed
  /// since it was first read.
  std::map<uint32_t, RawRow> find(std::vector<RowPlace> places);

 private:
  struct Reading {
    std::unique_ptr<RowReader> rows;
    RowBatch batch;
    size_t next = 0;    // into batch.rows
    uint32_t line = 0;  // of the row before that one
    CellOrder order;
  };
  void find_in(uint32_t input, std::span<const RowPlace> places, std::map<uint32_t, RawRow>& found);
  Reading& reading(uint32_t input, uint32_t line);

  const std::vector<const Recognised*>* inputs_;
  const model::Schema* schema_;
  Bounds bounds_;
  std::vector<Reading> readings_;  // by input
};

}  // namespace audit::ingest
