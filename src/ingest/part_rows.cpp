// SPDX-License-Identifier: MIT
#include "ingest/part_rows.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>

#include "ingest/csv_rows.hpp"

namespace audit::ingest {

namespace {

constexpr uint32_t k_own_cells = 2;  // line and key
constexpr const char* k_changed = "it is not as `partition` wrote it; partition the exports again";

class PartRows : public RowReader {
 public:
  PartRows(Input& input, const Dialect& dialect, const RowOptions& options)
      : rows_(input, dialect, without_bounds(options)) {}

  bool next(RowBatch& batch) override {
    do {
      if (!rows_.next(batch)) return false;
      if (!past_header_ && !batch.rows.empty()) {
        batch.rows.erase(batch.rows.begin());
        past_header_ = true;
      }
    } while (batch.rows.empty());
    for (Row& row : batch.rows) take_own_cells(row, batch);
    return true;
  }
  [[nodiscard]] uint64_t bytes_read() const override { return rows_.bytes_read(); }
  [[nodiscard]] std::string digest() const override { return rows_.digest(); }

 private:
  // The original was read within them.
  static RowOptions without_bounds(RowOptions options) {
    options.bounds.cell_bytes = std::numeric_limits<uint32_t>::max();
    options.bounds.columns = std::numeric_limits<uint32_t>::max() / 2;
    options.expected_cells += k_own_cells;
    return options;
  }

  void take_own_cells(Row& row, const RowBatch& batch) {
    if (row.fault != RowFault::none || row.cell_count < k_own_cells) throw InputError(k_changed);
    const std::string_view text = batch.cells[row.first_cell];
    uint32_t line = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), line);
    if (error != std::errc{} || end != text.data() + text.size() || line <= line_) {
      throw InputError(k_changed);
    }
    line_ = row.line = line;
    row.key = batch.cells[row.first_cell + 1];
    row.first_cell += k_own_cells;
    row.cell_count -= k_own_cells;
  }

  CsvRows rows_;
  bool past_header_ = false;
  uint32_t line_ = 0;
};

void append_doubled(std::string& out, std::string_view text) {
  for (const char byte : text) {
    if (byte == '"') out += '"';
    out += byte;
  }
}

/// What a reader would take for a guard (="…") gets one of its own, which the reader takes off.
std::string guarded(std::string_view cell) {
  std::string text = "=\"";
  append_doubled(text, cell);
  text += '"';
  return text;
}

void append_cell(std::string& out, std::string_view cell) {
  const bool plain =
      cell.find_first_of("\",\r\n") == std::string_view::npos &&
      (cell.empty() || (cell.front() != '=' && cell.front() != ' ' && cell.front() != '\t'));
  if (plain) {
    out += cell;
    return;
  }
  out += '"';
  append_doubled(out, cell.starts_with("=\"") ? std::string_view(guarded(cell)) : cell);
  out += '"';
}

}  // namespace

std::unique_ptr<RowReader> open_part_rows(Input& input, const Dialect& dialect,
                                          const RowOptions& options) {
  return std::make_unique<PartRows>(input, dialect, options);
}

void append_part_header(std::string& out, std::span<const std::string> headers) {
  out += "line,key";
  for (const std::string& header : headers) {
    out += ',';
    append_cell(out, header);
  }
  out += '\n';
}

void append_part_row(std::string& out, uint32_t line, std::string_view key,
                     std::span<const std::string_view> cells) {
  fmt::format_to(std::back_inserter(out), "{},", line);
  append_cell(out, key);
  for (const std::string_view cell : cells) {
    out += ',';
    append_cell(out, cell);
  }
  out += '\n';
}

}  // namespace audit::ingest
