// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "ingest/csv_index.hpp"
#include "ingest/rows.hpp"

namespace audit::ingest {

/// How the parse of one record ended.
enum class RecordEnd : uint8_t {
  complete,
  incomplete,      ///< the text ends first, and more may follow
  unclosed_quote,  ///< the text ends within a quoted cell, and nothing follows
  text_after_quote,
  cell_too_large,
  record_too_large,
  too_many_cells,  ///< only of a trial: a filled cell past the cap
};

struct ParsedRecord {
  RecordEnd end = RecordEnd::complete;
  size_t next = 0;     ///< complete: where the next record begins; else how far the parse went
  uint32_t cells = 0;  ///< complete: how many were appended
  uint32_t lines = 0;  ///< complete: line breaks in it
  /// A fault: where the search for a new record begins (the cell at fault), and the line breaks
  /// before.
  size_t fault_at = 0;
  uint32_t fault_lines = 0;
};

/// Parses records out of decoded text (UTF-8, no NUL) by walking its structural bytes: a plain
/// state machine, exact on malformed text. Cells go to `cells` as they stand; those with doubled
/// quotes or an Excel guard are put right, in place, only once their record is complete, since an
/// incomplete one is parsed again.
class RecordParser {
 public:
  struct Limits {
    uint32_t cells = 0;  ///< past it only one cell is kept, the first that is filled
    uint64_t cell_bytes = 0;
    uint64_t record_bytes = 0;
    bool trial = false;  ///< too many cells end the parse at once; cells are counted, not put right
  };

  RecordParser(IndexFunction index, char delimiter)
      : cursor_(index, delimiter), delimiter_(delimiter) {}

  /// The text is data[0 .. end), readable for 64 bytes more; `whole`: nothing follows it.
  void set_text(char* data, size_t end, bool whole);
  /// Parses the record that begins at `at` (< end), appending to `cells`; on anything but complete,
  /// takes what it appended back.
  ParsedRecord parse(size_t at, const Limits& limits, std::vector<std::string_view>& cells);

 private:
  /// What stands behind a cell.
  enum class Stop : uint8_t { delimiter, line_break, text_end, fault };
  struct Field {
    size_t begin = 0;
    size_t end = 0;
    size_t next = 0;  // where the next cell or record begins
  };

  Stop plain_field(size_t at, Field& field);
  Stop quoted_field(size_t open, Field& field);
  Stop after_quote(size_t closing, Field& field);
  Stop stopped_by(size_t at, Field& field);
  Stop line_break(size_t at, Field& field);
  [[nodiscard]] Stop at_text_end(size_t cell_begin);
  [[nodiscard]] size_t opening_quote(size_t at) const;
  [[nodiscard]] bool is_space(char byte) const {
    return byte == ' ' || (byte == '\t' && delimiter_ != '\t');
  }
  Stop fail(RecordEnd end);
  void keep_cell(const Field& field, ParsedRecord& record);
  bool keep_surplus(const Field& field, ParsedRecord& record);
  void tidy_cells();

  StructureCursor cursor_;
  char delimiter_;
  char* data_ = nullptr;
  size_t end_ = 0;
  bool whole_ = false;
  size_t cursor_at_ = 0;  // the cursor has handed out all structure before this offset

  // Of the record being parsed.
  Limits limits_;
  std::vector<std::string_view>* cells_ = nullptr;
  std::vector<size_t> untidy_;  // indexes of cells with doubled quotes or a guard
  uint32_t lines_ = 0;
  bool doubled_ = false;  // the cell at hand has doubled quotes
  RecordEnd failure_ = RecordEnd::complete;
};

}  // namespace audit::ingest
