// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/date.hpp"
#include "model/codes.hpp"
#include "model/links.hpp"
#include "model/row_files.hpp"
#include "model/schema.hpp"
#include "model/text_pool.hpp"

namespace audit::model {

/// A number is decimal-exact to four places: the value times 10,000.
inline constexpr int64_t k_number_scale = 10000;
inline constexpr int64_t k_no_number = std::numeric_limits<int64_t>::min();
inline constexpr uint8_t k_no_bool = 2;  ///< bools are 0, 1 or this

/// One column of a table, one vector in use according to its type; all of them `rows` long.
/// text and identifier: codes into `pool` (0 = missing). Text is stored as read, trimmed.
struct Column {
  Type type = Type::text;
  bool exported = false;         ///< some file of the table has it (or it is derived and computed)
  std::vector<int32_t> dates;    ///< k_no_date = missing
  std::vector<int64_t> numbers;  ///< k_no_number = missing
  std::vector<uint8_t> bools;    ///< k_no_bool = missing
  Codes codes;
  std::shared_ptr<TextPool> pool;

  [[nodiscard]] std::string_view text(uint32_t row) const { return pool->text(codes[row]); }
};

/// A test or measure of one text cell that is taken while the text is in cache, so that personal
/// and long text is never stored (spec 2, "Sizes"). Made by the rules' compiler, run by the ingest
/// stage. Must be callable from several threads at once.
struct TextProbe {
  Type type = Type::boolean;                         ///< boolean or number
  std::string name;                                  ///< equal names = equal probes
  std::function<int64_t(std::string_view)> measure;  ///< cell text (trimmed, not empty) → 0/1, or a
                                                     ///< scaled number; not called on missing cells
  /// What is searched for, if it is a search for phrases (spec 3, `contains any`).
  std::vector<std::string> phrases{};
};

/// What a plan wants of a table: which columns to keep, and which probes of which text column.
/// A probe's result stands in Table::probes in the order asked for; missing text → missing value.
struct ProbeRequest {
  ColumnIndex column = k_none;
  TextProbe probe;
};
/// Probes of one column whose answers one walk over the text gives, in place of a walk each.
struct JointSearch {
  ColumnIndex column = k_none;
  std::vector<uint32_t> probes;  ///< into TableRequest::probes; at most 64, all of type boolean
  /// Makes a search for one thread: cell text (trimmed, not empty) → bit i: what probes[i] says.
  std::function<std::function<uint64_t(std::string_view)>()> start;
};
struct TableRequest {
  bool wanted = false;     ///< false: rows are counted and checked, nothing is kept
  std::vector<bool> keep;  ///< by ColumnIndex of the schema
  std::vector<ProbeRequest> probes;
  std::vector<JointSearch> searches{};
};

struct Table {
  const TableDef* def = nullptr;
  bool present = false;  ///< some input (or the bundled file) is this table
  bool bundled = false;  ///< its records come from the bundled file
  uint32_t rows = 0;
  /// Schema columns in order; the engine appends derived columns.
  std::vector<Column> columns;
  std::vector<Column> probes;
  Column key;                  ///< identifier; every record has one (given or default)
  RowFiles file;               ///< index into Dataset::inputs; k_none for implied records
  std::vector<uint32_t> line;  ///< physical line of the record's start; 0 for implied records
};

/// Something wrong with the input itself. Quotes a value only as spec 7 allows.
struct DataProblem {
  std::string file;
  uint32_t line = 0;   ///< 0 = file-wide
  std::string column;  ///< canonical name or header; empty = none
  std::string problem;
  bool row_rejected = false;
  uint64_t count = 1;  ///< > 1 on the entry that closes a capped list: the total of its kind
  std::string kind;    ///< groups for the cap of 1,000; never shown
};

/// What the checks on the input itself found (spec 2, "Is it the export you think it is?").
struct InputWarning {
  /// stale, row-limit, ends-early, orphans, shrunk, one-programme, overlap, cut-off
  std::string code;
  std::string file;
  std::string table;
  std::string text;
};

/// One input as it was read. rows = accepted + rejected + ignored, always.
struct InputFile {
  std::string path;
  std::string table;
  std::string encoding;  ///< "UTF-8", "Windows-1252", "UTF-16 LE", …; "workbook" for a sheet
  char delimiter = ',';
  uint32_t header_line = 0;
  uint64_t bytes = 0;
  uint64_t rows = 0;
  uint64_t accepted = 0;
  uint64_t rejected = 0;
  uint64_t ignored = 0;
  uint64_t lines_ignored = 0;  ///< blank lines, titles, repeated headers, footers
  std::string digest;          ///< "xxh3:" + 32 hex digits over the bytes as stored
  bool audited = true;         ///< false: too many bad rows; its table counts as absent
};

struct Dataset {
  const Schema* schema = nullptr;
  std::vector<Table> tables;  ///< as Schema::tables
  std::vector<Links> links;   ///< as Schema::relations; empty vectors where a table is absent
  std::vector<InputFile> inputs;
  std::vector<DataProblem> problems;
  std::vector<InputWarning> warnings;
  bool unaudited_input = false;  ///< some input could not be read or recognised: exit code 3
};

}  // namespace audit::model
