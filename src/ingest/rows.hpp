// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/csv_index.hpp"
#include "ingest/source.hpp"

namespace audit::ingest {

enum class Encoding : uint8_t { utf8, windows_1252, utf16_le, utf16_be };
const char* show(Encoding encoding);

/// How a text input is written. quote is always ".
struct Dialect {
  Encoding encoding = Encoding::utf8;
  bool byte_order_mark = false;
  char delimiter = ',';
  uint64_t first_bad_byte = 0;  ///< offset of the first byte that is not UTF-8; 0 = none
  /// The whole input was looked at and every byte of it is valid UTF-8: rows need no checking.
  bool known_valid = false;
  /// Only the beginning was looked at, and is valid UTF-8 (see RowOptions::doubt).
  bool assumed = false;
};

/// An input whose beginning is UTF-8 goes on otherwise: how it is to be read can be told from the
/// whole of it only.
class EncodingDoubt : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Why a row cannot be used as it stands.
/// unclosed_quote, text_after_quote: quoting that cannot be resolved. open_at_end: a quote is still
/// open where the input ends, and no row was found behind it. cell_too_large: past
/// Bounds::cell_bytes, or a record past four times that. too_many_cells: a filled cell past
/// Bounds::columns; the row has the cells up to there and that one.
enum class RowFault : uint8_t {
  none,
  unclosed_quote,
  open_at_end,
  text_after_quote,
  cell_too_large,
  too_many_cells,
};

/// What is wrong and what to do.
const char* show(RowFault fault);

/// One record as it was written: cells[first_cell .. first_cell + cell_count). A row with a fault
/// other than too_many_cells has no cells.
struct Row {
  uint32_t first_cell = 0;
  uint32_t cell_count = 0;
  uint32_t line = 0;  ///< physical line (sheet: row number) on which it starts, from 1
  RowFault fault = RowFault::none;
  bool had_nul = false;        ///< NUL bytes were dropped: a data problem
  bool had_bad_bytes = false;  ///< undecodable bytes became U+FFFD: a data problem
  std::string_view key{};      ///< of a part's row: the key that its record has; empty: as usual
};

/// A run of records. Cells are unquoted (doubled quotes undone, ="…" guards taken off, encoding
/// converted to UTF-8), not yet trimmed; views are valid until the next next(), or for as long as
/// `text` is held.
struct RowBatch {
  std::shared_ptr<const std::vector<char>> text;  ///< what keeps the views good, if something does
  std::vector<Row> rows;
  std::vector<std::string_view> cells;
  /// Indexes into cells, ascending: those in which undecodable bytes became U+FFFD.
  std::vector<uint32_t> bad_cells;
  /// Indexes into cells, ascending: error cells of a sheet (their text is "#N/A", "#REF!", …).
  std::vector<uint32_t> error_cells;

  void clear() {
    text.reset();
    rows.clear();
    cells.clear();
    bad_cells.clear();
    error_cells.clear();
  }
};

/// Records of one input, front to back, in batches of some thousands.
class RowReader {
 public:
  virtual ~RowReader() = default;
  /// false: no more rows (batch is empty). Blank lines come as rows without cells. Throws
  /// InputError.
  virtual bool next(RowBatch& batch) = 0;
  /// Batches stay good while others are asked for (RowBatch::text), from any thread, one at a time.
  [[nodiscard]] virtual bool keeps_batches() const { return false; }
  [[nodiscard]] virtual uint64_t bytes_read() const = 0;
  /// After the end: the last row has no line break behind it. Never so of a sheet.
  [[nodiscard]] virtual bool ends_within_line() const { return false; }
  /// After the end: "xxh3:" + 32 hex digits (XXH3-128) over the bytes as stored (of a sheet: of its
  /// part of the workbook).
  [[nodiscard]] virtual std::string digest() const = 0;
};

/// `expected_cells`: the header's field count, which decides where a record with an unclosed quote
/// ends (spec 7); 0 while the header is not known yet. Rows of a sheet that have any cell are
/// filled up to it with empty ones.
struct RowOptions {
  uint32_t expected_cells = 0;
  Bounds bounds;
  size_t block_bytes = size_t{256} << 10U;  ///< how much is read and scanned at a time; at least 64
  util::Kernel kernel = util::Kernel::automatic;
  /// Where the dialect is assumed, next() throws EncodingDoubt at the first byte that speaks
  /// against it.
  bool doubt = false;
};
std::unique_ptr<RowReader> open_rows(Input& input, const Dialect& dialect,
                                     const RowOptions& options);

/// Looks at the first 64 KiB (and for the choice of encoding at the first `most` bytes or at all of
/// the input): encoding, BOM. Throws InputError for UTF-16 without BOM and the like. The delimiter
/// is the recogniser's choice.
Dialect sniff_encoding(Input& input, uint64_t most = std::numeric_limits<uint64_t>::max());

}  // namespace audit::ingest
