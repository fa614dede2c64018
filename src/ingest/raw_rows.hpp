// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "ingest/load.hpp"

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

/// Reads the inputs again and picks the rows at `places`, by table row. Throws InputError if one is
/// gone: then a file has changed since it was first read.
std::map<uint32_t, RawRow> reread(const std::vector<const Recognised*>& inputs,
                                  const model::Schema& schema, std::vector<RowPlace> places,
                                  const Bounds& bounds);

}  // namespace audit::ingest
