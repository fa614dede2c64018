// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ingest/columns.hpp"
#include "ingest/raw_rows.hpp"
#include "ingest/row_texts.hpp"

namespace audit::ingest {

/// One of the rows that are one record, with its cells by ColumnIndex.
struct MergeRow {
  const RawRow* raw = nullptr;
  std::vector<std::string> texts;
};

/// Two rows of one record that both have the cell and differ.
struct MergeConflict {
  model::ColumnIndex column = 0;
  size_t winner = 0;  ///< into the rows
  size_t loser = 0;
  std::string other;  ///< the loser's cell
};

struct Merged {
  std::vector<std::string> texts;  ///< by ColumnIndex
  size_t standing = 0;             ///< the row whose file and line the record has
  std::vector<MergeConflict> conflicts;
};

/// Rows with one key, merged cell by cell (spec 2): a cell that only one has is taken; where they
/// differ, the row with the later entry date, else the greater full text, wins. `rows` by file,
/// then line; their order decides nothing but which line a record without conflict has.
Merged merge_rows(const model::TableDef& def, const CellReader& cells,
                  const std::vector<MergeRow>& rows);

}  // namespace audit::ingest
