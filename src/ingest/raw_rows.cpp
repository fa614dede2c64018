// SPDX-License-Identifier: MIT
#include "ingest/raw_rows.hpp"

#include <algorithm>
#include <span>
#include <tuple>

#include "ingest/cell.hpp"
#include "util/memory.hpp"
#include "util/text.hpp"

namespace audit::ingest {

using model::k_none;

namespace {

// Each takes a file and a window; there may be hundreds of inputs, and mostly two share keys.
constexpr std::ptrdiff_t k_most_open = 8;

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

RawRow raw_row(const RowPlace& place, const Row& row, const RowBatch& batch,
               const CellOrder& order) {
  RawRow raw{place.row, place.input, row.line, {}, {}, {}};
  for (uint32_t i = 0; i < row.cell_count; ++i) {
    const uint32_t cell = row.first_cell + i;
    const bool is_error = std::ranges::binary_search(batch.error_cells, cell);
    raw.cells.emplace_back(is_error ? std::string_view{} : clean(batch.cells[cell]));
  }
  describe(raw, order);
  return raw;
}

}  // namespace

RowFinder::RowFinder(const std::vector<const Recognised*>& inputs, const model::Schema& schema,
                     const Bounds& bounds)
    : inputs_(&inputs), schema_(&schema), bounds_(bounds) {
  readings_.resize(inputs.size());
}

/// Of an input, before the row at `line`.
RowFinder::Reading& RowFinder::reading(uint32_t input, uint32_t line) {
  Reading& reading = readings_[input];
  if (reading.rows && reading.line < line) return reading;
  const auto is_open = [](const Reading& one) { return one.rows != nullptr; };
  if (std::ranges::count_if(readings_, is_open) >= k_most_open) {
    for (Reading& one : readings_) one = {};
  }
  const Recognised& from = *(*inputs_)[input];
  reading = {};
  reading.order = order_of(from, *schema_);
  reading.rows = open_rows(*from.input, from.dialect, {from.header_cells, bounds_});
  return reading;
}

void RowFinder::find_in(uint32_t input, std::span<const RowPlace> places,
                        std::map<uint32_t, RawRow>& found) {
  Reading& at = reading(input, places.front().line);
  for (const RowPlace& place : places) {
    while (at.line < place.line) {
      if (at.next == at.batch.rows.size()) {
        at.next = 0;
        if (!at.rows->next(at.batch)) break;
      }
      at.line = at.batch.rows[at.next++].line;
    }
    if (at.line != place.line) throw InputError("the file changed while it was read; run again");
    found.emplace(place.row, raw_row(place, at.batch.rows[at.next - 1], at.batch, at.order));
  }
}

std::map<uint32_t, RawRow> RowFinder::find(std::vector<RowPlace> places) {
  const util::KeptInMemory kept;
  std::ranges::sort(places, [](const RowPlace& a, const RowPlace& b) {
    return std::tie(a.input, a.line) < std::tie(b.input, b.line);
  });
  std::map<uint32_t, RawRow> found;
  for (size_t start = 0; start < places.size();) {
    size_t end = start;
    while (end < places.size() && places[end].input == places[start].input) ++end;
    find_in(places[start].input, std::span(places).subspan(start, end - start), found);
    start = end;
  }
  return found;
}

}  // namespace audit::ingest
