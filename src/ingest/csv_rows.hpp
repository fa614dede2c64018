// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "ingest/csv_record.hpp"
#include "ingest/rows.hpp"
#include "ingest/stored_bytes.hpp"
#include "ingest/text_stream.hpp"

namespace audit::ingest {

/// The records of a text input. Holds a window on the decoded text that begins with the first
/// record not yet handed out; what does not fit is moved on, and the window grows only for a record
/// that is larger than it.
///
/// Where a record's quoting is broken, it ends at the first line break (from the cell at fault on)
/// behind which a whole record with the expected number of cells stands; the search reads on from
/// line to line and keeps no more than the line at hand. A hostile file could make each of these
/// trials long, so their sum is bounded: past the bound the rest of the file is one rejected row.
class CsvRows : public RowReader {
 public:
  CsvRows(Input& input, const Dialect& dialect, const RowOptions& options);

  bool next(RowBatch& batch) override;
  [[nodiscard]] bool keeps_batches() const override { return true; }
  [[nodiscard]] uint64_t bytes_read() const override { return stored_.count(); }
  [[nodiscard]] bool ends_within_line() const override { return ends_within_line_; }
  [[nodiscard]] std::string digest() const override { return stored_.digest(); }

 private:
  /// A search for the next usable record.
  struct Recovery {
    bool active = false;
    bool seeking = false;  // for a line break; else a line begins at begin_
    bool given_up = false;
    bool may_be_quote = false;  // too large a cell: perhaps only its quote is never closed
    Row row;                    // the record given up
    uint64_t cell_at = 0;       // offset in the text of the cell at fault
  };

  void fill_window();
  void drop_front();
  void grow();
  void scan(RowBatch& batch);
  void add_row(const ParsedRecord& record, RowBatch& batch);
  void start_recovery(const ParsedRecord& record);
  bool recover(RowBatch& batch);
  bool seek_line();
  [[nodiscard]] bool is_right(const ParsedRecord& record) const;
  void end_recovery(RowBatch& batch);
  bool finish(RowBatch& batch);
  void take_marks(size_t end, Row& row, RowBatch* batch);
  [[nodiscard]] uint32_t count_lines(size_t from, size_t end) const;

  StoredBytes stored_;
  TextStream stream_;
  RecordParser parser_;
  RecordParser::Limits limits_;
  RecordParser::Limits trial_limits_;
  uint32_t expected_cells_;
  using Window = std::vector<char>;
  [[nodiscard]] Window& window() { return *window_; }
  [[nodiscard]] const Window& window() const { return *window_; }
  void change_window(size_t bytes);

  std::shared_ptr<Window> window_;  // 64 bytes longer than what it may hold; batches hold it too
  std::vector<std::shared_ptr<Window>> windows_;  // some are free again, others still held
  size_t begin_ = 0;                              // of what is not yet handed out
  size_t end_ = 0;
  bool at_end_ = false;   // window_[end_) is the end of the text
  uint64_t dropped_ = 0;  // bytes of text before the window
  uint32_t line_ = 1;     // of window_[begin_]
  bool ends_within_line_ = false;
  std::vector<Mark> marks_;
  size_t next_mark_ = 0;  // those before are dealt with
  Recovery recovery_;
  uint64_t trial_bytes_ = 0;  // parsed in trials so far
};

}  // namespace audit::ingest
