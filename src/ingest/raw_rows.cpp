// SPDX-License-Identifier: MIT
#include "ingest/raw_rows.hpp"

#include <algorithm>
#include <span>
#include <tuple>

#include "ingest/cell.hpp"
#include "util/text.hpp"

namespace audit::ingest {

using model::k_none;

namespace {

/// In which order a file's cells go into full text and signature.
struct CellOrder {
  std::vector<uint32_t> by_column;                          // k_none: the file lacks it
  std::vector<std::pair<std::string, uint32_t>> by_header;  // folded header, position
};

CellOrder order_of(const Recognised& input, const model::Schema& schema) {
  CellOrder order;
  order.by_column.assign(schema.tables[input.table].columns.size(), k_none);
  for (uint32_t i = 0; i < input.headers.size(); ++i) {
    if (input.column_of[i] != k_none) order.by_column[input.column_of[i]] = i;
    // A mapped header counts as its column, so that two files' spellings of it are one.
    const bool mapped = input.column_of[i] != k_none;
    order.by_header.emplace_back(
        util::fold_header(mapped ? schema.tables[input.table].columns[input.column_of[i]].name
                                 : input.headers[i]),
        i);
  }
  std::ranges::sort(order.by_header);
  return order;
}

void describe(RawRow& row, const CellOrder& order) {
  const auto cell = [&row](uint32_t i) {
    return i < row.cells.size() ? std::string_view(row.cells[i]) : std::string_view{};
  };
  for (size_t column = 0; column < order.by_column.size(); ++column) {
    if (column > 0) row.full_text += '\x1F';
    if (order.by_column[column] != k_none) row.full_text += cell(order.by_column[column]);
  }
  for (const auto& [header, position] : order.by_header) {
    if (header.empty() && cell(position).empty()) continue;
    row.signature.append(header).append("\x1E").append(cell(position)).append("\x1F");
  }
}

void reread_one(const Recognised& input, const model::Schema& schema,
                std::span<const RowPlace> places, const Bounds& bounds,
                std::map<uint32_t, RawRow>& found) {
  const CellOrder order = order_of(input, schema);
  const auto rows = open_rows(*input.input, input.dialect, {input.header_cells, bounds});
  RowBatch batch;
  size_t next = 0;
  while (next < places.size() && rows->next(batch)) {
    for (const Row& row : batch.rows) {
      if (next == places.size()) break;
      if (row.line < places[next].line) continue;
      if (row.line > places[next].line) break;
      RawRow raw{places[next].row, places[next].input, row.line, {}, {}, {}};
      for (uint32_t i = 0; i < row.cell_count; ++i) {
        const uint32_t cell = row.first_cell + i;
        const bool is_error = std::ranges::binary_search(batch.error_cells, cell);
        raw.cells.emplace_back(is_error ? std::string_view{} : clean(batch.cells[cell]));
      }
      describe(raw, order);
      found.emplace(raw.row, std::move(raw));
      ++next;
    }
  }
  if (next != places.size()) throw InputError("the file changed while it was read; run again");
}

}  // namespace

std::map<uint32_t, RawRow> reread(const std::vector<const Recognised*>& inputs,
                                  const model::Schema& schema, std::vector<RowPlace> places,
                                  const Bounds& bounds) {
  std::ranges::sort(places, [](const RowPlace& a, const RowPlace& b) {
    return std::tie(a.input, a.line) < std::tie(b.input, b.line);
  });
  std::map<uint32_t, RawRow> found;
  for (size_t start = 0; start < places.size();) {
    size_t end = start;
    while (end < places.size() && places[end].input == places[start].input) ++end;
    reread_one(*inputs[places[start].input], schema, std::span(places).subspan(start, end - start),
               bounds, found);
    start = end;
  }
  return found;
}

}  // namespace audit::ingest
