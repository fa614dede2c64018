// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "ingest/header.hpp"
#include "ingest/line_judge.hpp"
#include "ingest/load.hpp"
#include "util/parallel.hpp"
#include "util/text.hpp"

// The header row decides which table an input is. Each of the first lines, cut at each of the usual
// delimiters, is tried as the header of each table; the one that is explained best wins.
namespace audit::ingest {

using model::k_none;
using model::TableIndex;

namespace {

constexpr uint32_t k_header_lines = 20;
constexpr size_t k_first_block = size_t{16} << 10U;  // bytes, in which they mostly are
constexpr std::array<char, 4> k_delimiters = {',', '\t', ';', '|'};

struct FirstRow {
  uint32_t line = 0;
  std::vector<std::string> cells;
  std::vector<std::string> folded;
  bool faulty = false;  // there was something, and it was not to be read
};

/// One way to read the first lines.
struct Reading {
  Dialect dialect;
  std::vector<FirstRow> rows;
};

FirstRow first_row(const Row& row, const RowBatch& batch) {
  FirstRow first;
  first.line = row.line;
  first.faulty = row.fault != RowFault::none;
  for (uint32_t i = 0; i < row.cell_count; ++i) {
    first.cells.emplace_back(batch.cells[row.first_cell + i]);
    first.folded.push_back(util::fold_header(first.cells.back()));
  }
  return first;
}

Reading read_first_rows(Input& input, const Dialect& dialect, const Bounds& bounds) {
  Reading reading{dialect, {}};
  RowOptions options{0, bounds};
  options.block_bytes = k_first_block;
  const auto rows = open_rows(input, dialect, options);
  RowBatch batch;
  while (rows->next(batch)) {
    for (const Row& row : batch.rows) {
      if (row.line > k_header_lines) return reading;
      reading.rows.push_back(first_row(row, batch));
    }
  }
  return reading;
}

/// Excel's first line "sep=;" names the delimiter.
std::optional<char> declared_delimiter(const Reading& reading) {
  if (reading.rows.empty() || reading.rows[0].cells.size() != 1) return std::nullopt;
  const std::string& text = reading.rows[0].cells[0];
  if (text.size() != 5 || !util::equal_folded(text.substr(0, 4), "sep=")) return std::nullopt;
  return text[4];
}

std::vector<Reading> readings_of(Input& input, const RecogniseOptions& options) {
  const Bounds& bounds = options.bounds;
  std::vector<Reading> readings;
  if (input.is_sheet()) {
    readings.push_back(read_first_rows(input, Dialect{}, bounds));
    return readings;
  }
  Dialect dialect = sniff_encoding(input, options.trusted_bytes);
  for (const char delimiter : k_delimiters) {
    dialect.delimiter = delimiter;
    readings.push_back(read_first_rows(input, dialect, bounds));
  }
  for (const Reading& reading : readings) {
    if (const auto declared = declared_delimiter(reading)) {
      dialect.delimiter = *declared;
      return {read_first_rows(input, dialect, bounds)};
    }
  }
  return readings;
}

/// A row that may be the header, and of what.
struct Find {
  const Reading* reading = nullptr;
  const FirstRow* row = nullptr;
  HeaderFit fit;
};

bool explains_more(const HeaderFit& a, const HeaderFit& b) {
  return std::make_tuple(a.explained(), a.mapped) > std::make_tuple(b.explained(), b.mapped);
}

/// What the first lines come to: the best candidate, one that is as good, and the best that lacks
/// something.
struct Search {
  std::optional<Find> best;
  std::optional<Find> rival;
  std::optional<Find> nearest;
  bool any_row = false;

  void offer(const Find& find, bool is_forced) {
    const HeaderFit& fit = find.fit;
    if (fit.mapped == 0) return;
    if (!is_forced ? !fit.is_candidate() : !fit.lacking.empty()) {
      if (!nearest || explains_more(fit, nearest->fit)) nearest = find;
      return;
    }
    if (!best || explains_more(fit, best->fit)) {
      best = find;
      rival.reset();
    } else if (!explains_more(best->fit, fit) && fit.table != best->fit.table) {
      if (!rival) rival = find;
    }
  }
};

Search search(const std::vector<Reading>& readings, const HeaderIndex& index, size_t tables,
              TableIndex forced) {
  Search found;
  const auto is_filled = [](const std::string& cell) { return !util::trim(cell).empty(); };
  const auto has_cells = [&](const FirstRow& row) {
    return row.faulty || std::ranges::any_of(row.cells, is_filled);
  };
  // Nothing but delimiters is nothing: it is so under one of them.
  found.any_row = std::ranges::all_of(readings, [&](const Reading& reading) {
    return std::ranges::any_of(reading.rows, has_cells);
  });
  for (const Reading& reading : readings) {
    for (const FirstRow& row : reading.rows) {
      const HeaderIndex::Words words = index.words_of(row.folded);
      for (TableIndex table = 0; table < tables; ++table) {
        if (forced != k_none && table != forced) continue;
        found.offer({&reading, &row, index.fit(words, table)}, forced != k_none);
      }
    }
  }
  return found;
}

std::string list_columns(const model::TableDef& def,
                         const std::vector<model::ColumnIndex>& columns) {
  std::string list;
  for (const model::ColumnIndex column : columns) {
    const model::ColumnDef& wanted = def.columns[column];
    list += fmt::format("{}{}", list.empty() ? "" : ", ", wanted.name);
    if (!wanted.headers.empty()) list += fmt::format(" ('{}')", fmt::join(wanted.headers, "', '"));
  }
  return list;
}

std::string lacking_text(const model::Schema& schema, const Find& find) {
  const model::TableDef& def = schema.tables[find.fit.table];
  return fmt::format(
      "line {} looks most like the header of {}, but lacks {}; name the header with --column "
      "{}.{}=HEADER",
      find.row->line, def.name, list_columns(def, find.fit.lacking), def.name,
      def.columns[find.fit.lacking.front()].name);
}

/// Why nothing fits. Never quotes the input: what stands there may be anything.
std::string unfit_text(const model::Schema& schema, const Search& found) {
  if (!found.any_row) return "the input is empty";
  if (!found.nearest) {
    return fmt::format(
        "no header found: none of the first {} lines names a column of a known table; "
        "is this an export with its header row?",
        k_header_lines);
  }
  const HeaderFit& fit = found.nearest->fit;
  if (!fit.lacking.empty()) return "no table fits: " + lacking_text(schema, *found.nearest);
  const model::TableDef& def = schema.tables[fit.table];
  return fmt::format(
      "no table fits: line {} is nearest to {}, but only {} of its {} headers are known; if it is "
      "that table, say so with --table {}=FILE",
      found.nearest->row->line, def.name, fit.explained(), fit.headers, def.name);
}

std::string rival_text(const model::Schema& schema, const Search& found) {
  const std::string& first = schema.tables[found.best->fit.table].name;
  const std::string& second = schema.tables[found.rival->fit.table].name;
  return fmt::format("two tables fit equally well, {} and {}; say which with --table {}=FILE",
                     first, second, first);
}

std::string twice_text(const model::Schema& schema, const Find& find) {
  const model::TableDef& def = schema.tables[find.fit.table];
  const auto [first, second] = find.fit.twice.front();
  const std::string& column = def.columns[find.fit.column_of[first]].name;
  const auto header = [&](uint32_t i) { return util::visible(util::trim(find.row->cells[i])); };
  return fmt::format(
      "headers '{}' (column {}) and '{}' (column {}) are both {}.{}; say which with --column "
      "{}.{}=HEADER",
      header(first), first + 1, header(second), second + 1, def.name, column, def.name, column);
}

std::string problem_of(const model::Schema& schema, const Search& found) {
  if (!found.best) return unfit_text(schema, found);
  if (found.nearest && !found.nearest->fit.lacking.empty() &&
      explains_more(found.nearest->fit, found.best->fit)) {
    return lacking_text(schema, *found.nearest);
  }
  if (found.rival) return rival_text(schema, found);
  if (!found.best->fit.twice.empty()) return twice_text(schema, *found.best);
  return {};
}

void describe(Recognised& recognised, const Find& find, const model::Schema& schema) {
  const HeaderFit& fit = find.fit;
  recognised.table = fit.table;
  recognised.dialect = find.reading->dialect;
  recognised.header_line = find.row->line;
  recognised.header_cells = static_cast<uint32_t>(find.row->cells.size());
  recognised.column_of = fit.column_of;
  for (const std::string& cell : find.row->cells) {
    recognised.headers.emplace_back(util::trim(cell));
  }
  recognised.why = fmt::format("{} of {} headers are columns of {}", fit.mapped, fit.headers,
                               schema.tables[fit.table].name);
  if (fit.known > 0) {
    recognised.why += fmt::format("; {} more {} known", fit.known, fit.known == 1 ? "is" : "are");
  }
  for (const FirstRow& row : find.reading->rows) {
    if (row.line >= find.row->line || recognised.run_date) break;
    const std::vector<std::string_view> cells(row.cells.begin(), row.cells.end());
    recognised.run_date = run_date_in(cells, schema);
  }
}

Recognised recognise_one(Input& input, const model::Schema& schema, const HeaderIndex& index,
                         const RecogniseOptions& options) {
  Recognised recognised;
  recognised.input = &input;
  TableIndex forced = k_none;
  if (!input.forced_table.empty()) {
    const auto table = schema.find_table(input.forced_table);
    if (!table) {
      recognised.problem = fmt::format("there is no table '{}'", util::visible(input.forced_table));
      return recognised;
    }
    forced = *table;
  }
  try {
    const std::vector<Reading> readings = readings_of(input, options);
    if (!readings.empty()) recognised.dialect = readings.front().dialect;
    const Search found = search(readings, index, schema.tables.size(), forced);
    recognised.problem = problem_of(schema, found);
    if (found.best && found.best->row->cells.size() > options.bounds.columns) {
      recognised.problem = fmt::format("it has more than {} columns", options.bounds.columns);
    }
    if (recognised.problem.empty()) describe(recognised, *found.best, schema);
  } catch (const InputError& error) {
    recognised.problem = error.what();
  }
  return recognised;
}

}  // namespace

std::vector<Recognised> recognise(const std::vector<std::unique_ptr<Input>>& inputs,
                                  const model::Schema& schema, const RecogniseOptions& options) {
  const HeaderIndex index(schema);
  std::vector<Recognised> all(inputs.size());
  util::parallel_for(inputs.size(), options.threads,
                     [&](size_t i) { all[i] = recognise_one(*inputs[i], schema, index, options); });
  return all;
}

Recognised recognise_again(const Recognised& recognised, const model::Schema& schema,
                           const Bounds& bounds) {
  return recognise_one(*recognised.input, schema, HeaderIndex(schema), {.bounds = bounds});
}

}  // namespace audit::ingest
