// SPDX-License-Identifier: MIT
#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "ingest/gzip_source.hpp"
#include "ingest/stored_bytes.hpp"
#include "ingest/workbook.hpp"
#include "ingest/xml_reader.hpp"

// One sheet as rows of text, streamed. Cells that are absent between others are empty; empty ones
// at a row's end are left out. Those between are made when a batch is handed out, no earlier: a few
// bytes of a hostile sheet stand for thousands of them. A row's number is the sheet's own, so blank
// rows need not be there at all.
namespace audit::ingest {
namespace {

constexpr size_t k_batch_cells = size_t{64} << 10U;
/// What stands for a formula whose result was never stored (a file that no spreadsheet has saved).
constexpr std::string_view k_no_result = "#FORMULA!";

/// Text that outlives the XML piece it came in: where it stands in the arena.
struct HeldCell {
  uint64_t begin = 0;
  uint64_t bytes = 0;
  bool shared = false;  // begin is a number of a shared string
  bool error = false;
  uint32_t column = 0;
};

/// "BC7" → 54 (columns count from 0); absent letters: `otherwise`.
uint32_t column_of(std::string_view reference, uint32_t otherwise) {
  constexpr uint32_t k_far = 1U << 24U;
  uint32_t column = 0;
  for (const char letter : reference) {
    const char upper =
        letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    if (upper < 'A' || upper > 'Z') break;
    column = std::min(k_far, column * 26 + static_cast<uint32_t>(upper - 'A') + 1);
  }
  return column == 0 ? otherwise : column - 1;
}

template <typename Number>
bool read_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

class SheetRows : public RowReader, private XmlHandler {
 public:
  SheetRows(const SheetParts& parts, const RowOptions& options)
      : parts_(parts),
        bounds_(options.bounds),
        expected_cells_(options.expected_cells),
        formats_(read_formats(parts, options.bounds)),
        xml_(observed(), *this) {}

  bool next(RowBatch& batch) override;
  [[nodiscard]] uint64_t bytes_read() const override { return stored_.count(); }
  [[nodiscard]] std::string digest() const override { return stored_.digest(); }

 private:
  void open(std::string_view element, const XmlAttributes& attributes) override;
  void close(std::string_view element) override;
  void text(std::string_view text) override;

  std::unique_ptr<ByteSource> observed();
  void open_row(const XmlAttributes& attributes);
  void open_cell(const XmlAttributes& attributes);
  void close_cell();
  void close_row();
  void hold(std::string_view text, bool error);
  void hold_shared();
  void place(HeldCell cell);
  void drop_handed_out();
  void hand_out_row(size_t index, RowBatch& batch);
  const SharedStrings& strings();

  SheetParts parts_;
  Bounds bounds_;
  uint32_t expected_cells_;
  std::vector<NumberFormat> formats_;
  std::optional<SharedStrings> strings_;  // read when a cell first refers to one
  StoredBytes stored_;
  XmlReader xml_;
  bool at_end_ = false;

  // Rows not yet handed out; the last may be unfinished. Cells of row i end where those of i + 1
  // begin; cell_count is how many there are with the absent ones.
  std::vector<Row> rows_;
  std::vector<HeldCell> cells_;
  std::string arena_;
  size_t handed_out_rows_ = 0;
  uint64_t waiting_cells_ = 0;  // of finished rows, with the absent ones
  uint64_t text_bytes_ = 0;     // handed out so far, with a delimiter a cell

  // The row and cell at hand.
  bool within_data_ = false;
  bool within_row_ = false;
  bool within_cell_ = false;
  uint32_t line_ = 0;
  uint32_t column_ = 0;
  bool too_large_ = false;
  std::string type_;
  NumberFormat format_;
  std::string value_;
  bool capturing_ = false;
  bool phonetic_ = false;
  bool has_formula_ = false;
  bool has_value_ = false;
};

std::unique_ptr<ByteSource> SheetRows::observed() {
  auto source = open_zip_member(parts_.path, parts_.identity, parts_.sheet, bounds_);
  source->observe(&stored_);
  return source;
}

bool SheetRows::next(RowBatch& batch) {
  batch.clear();
  drop_handed_out();
  const auto finished = [this] { return rows_.size() - (within_row_ ? 1 : 0); };
  while (!at_end_ && (finished() == 0 || waiting_cells_ < k_batch_cells)) {
    at_end_ = !xml_.step();
  }
  const size_t whole = finished();
  while (handed_out_rows_ < whole && batch.cells.size() < k_batch_cells) {
    hand_out_row(handed_out_rows_++, batch);
  }
  // As CSV it would be that large: a text may stand in a million cells and be stored once.
  check_expansion(parts_.identity.bytes, text_bytes_, bounds_);
  return !batch.rows.empty();
}

void SheetRows::drop_handed_out() {
  if (handed_out_rows_ == 0) return;
  const bool any_left = handed_out_rows_ < rows_.size();
  const size_t cell = any_left ? rows_[handed_out_rows_].first_cell : cells_.size();
  uint64_t text = arena_.size();
  for (size_t i = cells_.size(); i > cell; --i) {
    if (!cells_[i - 1].shared) text = cells_[i - 1].begin;
  }
  arena_.erase(0, text);
  cells_.erase(cells_.begin(), cells_.begin() + static_cast<std::ptrdiff_t>(cell));
  for (HeldCell& held : cells_) held.begin -= held.shared ? 0 : text;
  rows_.erase(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(handed_out_rows_));
  for (Row& row : rows_) row.first_cell -= static_cast<uint32_t>(cell);
  handed_out_rows_ = 0;
}

void SheetRows::hand_out_row(size_t index, RowBatch& batch) {
  Row row = rows_[index];
  const size_t end = index + 1 < rows_.size() ? rows_[index + 1].first_cell : cells_.size();
  const size_t first = batch.cells.size();
  const std::string_view arena = arena_;
  for (size_t i = row.first_cell; i < end; ++i) {
    const HeldCell& held = cells_[i];
    batch.cells.resize(first + held.column);
    if (held.error) batch.error_cells.push_back(static_cast<uint32_t>(batch.cells.size()));
    batch.cells.push_back(held.shared ? strings().at(held.begin)
                                      : arena.substr(held.begin, held.bytes));
    text_bytes_ += held.bytes;
  }
  batch.cells.resize(first + row.cell_count);
  text_bytes_ += row.cell_count;
  waiting_cells_ -= row.cell_count;
  row.first_cell = static_cast<uint32_t>(first);
  batch.rows.push_back(row);
}

const SharedStrings& SheetRows::strings() {
  if (!strings_) strings_ = read_shared_strings(parts_, bounds_);
  return *strings_;
}

void SheetRows::open(std::string_view element, const XmlAttributes& attributes) {
  if (element == "sheetData") within_data_ = true;
  if (!within_data_) return;
  if (element == "row") return open_row(attributes);
  if (!within_row_) return;
  if (element == "c") return open_cell(attributes);
  if (!within_cell_) return;
  if (element == "rPh") phonetic_ = true;
  if (element == "f") has_formula_ = true;
  capturing_ = element == "v" || (element == "t" && !phonetic_);
  has_value_ = has_value_ || capturing_;
}

void SheetRows::close(std::string_view element) {
  capturing_ = false;
  if (element == "rPh") phonetic_ = false;
  if (element == "c" && within_cell_) close_cell();
  if (element == "row" && within_row_) close_row();
  if (element == "sheetData") within_data_ = false;
}

void SheetRows::text(std::string_view text) {
  if (!capturing_ || too_large_) return;
  too_large_ = value_.size() + text.size() > bounds_.cell_bytes;
  if (!too_large_) value_ += text;
}

void SheetRows::open_row(const XmlAttributes& attributes) {
  if (within_row_) close_row();
  uint32_t line = 0;
  if (!read_number(attributes.get("r"), line) || line <= line_) line = line_ + 1;
  line_ = line;
  within_row_ = true;
  column_ = 0;
  too_large_ = false;
  Row row;
  row.first_cell = static_cast<uint32_t>(cells_.size());
  row.line = line_;
  rows_.push_back(row);
}

void SheetRows::open_cell(const XmlAttributes& attributes) {
  within_cell_ = true;
  column_ = std::max(column_, column_of(attributes.get("r"), column_));
  type_ = attributes.get("t");
  uint32_t style = 0;
  const bool is_styled = read_number(attributes.get("s"), style) && style < formats_.size();
  format_ = is_styled ? formats_[style] : NumberFormat{};
  value_.clear();
  has_formula_ = false;
  has_value_ = false;
  phonetic_ = false;
}

void SheetRows::close_cell() {
  within_cell_ = false;
  if (has_formula_ && !has_value_) {
    hold(k_no_result, true);
  } else if (type_ == "s") {
    hold_shared();
  } else if (type_ == "inlineStr" || type_ == "str") {
    hold(decode_escapes(value_), false);
  } else if (type_ == "b") {
    hold(value_.empty() ? "" : value_ == "1" ? "TRUE" : "FALSE", false);
  } else if (type_ == "e" || type_ == "d") {
    hold(value_, type_ == "e");
  } else if (!value_.empty()) {
    hold(show_number(value_, format_, parts_.dates_from_1904), false);
  }
  ++column_;
}

void SheetRows::hold(std::string_view text, bool error) {
  if (text.empty()) return;
  place({.begin = arena_.size(), .bytes = text.size(), .error = error});
  arena_ += text;
}

void SheetRows::hold_shared() {
  uint64_t index = 0;
  if (value_.empty()) return;
  if (!read_number(std::string_view(value_), index) || index >= strings().size()) {
    throw InputError(
        "is a damaged workbook (a text is missing); open it in a spreadsheet and save it");
  }
  const size_t bytes = strings().at(index).size();
  too_large_ = too_large_ || bytes > bounds_.cell_bytes;
  if (bytes > 0) place({.begin = index, .bytes = bytes, .shared = true});
}

/// Puts a cell into its column; past the last column that is read only the first is kept.
void SheetRows::place(HeldCell cell) {
  cell.column = std::min(column_, bounds_.columns);
  const bool any = cells_.size() > rows_.back().first_cell;
  if (!any || cells_.back().column < cell.column) cells_.push_back(cell);
}

void SheetRows::close_row() {
  within_row_ = false;
  within_cell_ = false;
  Row& row = rows_.back();
  if (too_large_) {
    row.fault = RowFault::cell_too_large;
    cells_.resize(row.first_cell);
  }
  if (cells_.size() > row.first_cell) {
    row.cell_count = std::max(cells_.back().column + 1, expected_cells_);
    if (cells_.back().column >= bounds_.columns) row.fault = RowFault::too_many_cells;
  }
  waiting_cells_ += row.cell_count;
}

}  // namespace

std::unique_ptr<RowReader> read_sheet(const SheetParts& parts, const RowOptions& options) {
  return std::make_unique<SheetRows>(parts, options);
}

}  // namespace audit::ingest
