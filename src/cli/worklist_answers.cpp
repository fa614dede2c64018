// SPDX-License-Identifier: MIT
#include "cli/worklist_answers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ingest/cell.hpp"
#include "ingest/load.hpp"
#include "model/schema.hpp"
#include "reports/neutralise.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

using reports::WorklistColumn;

constexpr const char* k_table = "worklist";

/// The worklist as a table, so that the reader of exports recognises it: delimiters, title lines
/// and encodings are its business.
model::Schema worklist_schema() {
  model::TableDef table;
  table.name = table.singular = k_table;
  for (const std::string_view header : reports::k_worklist_headers) {
    model::ColumnDef column;
    column.name = header;
    column.headers = {std::string(header)};
    table.columns.push_back(std::move(column));
  }
  for (const WorklistColumn column :
       {WorklistColumn::rule, WorklistColumn::record_key, WorklistColumn::disposition,
        WorklistColumn::reason, WorklistColumn::until, WorklistColumn::approved_by}) {
    table.required.push_back(static_cast<model::ColumnIndex>(column));
  }
  model::Schema schema;
  schema.tables.push_back(std::move(table));
  return schema;
}

std::string cell_text(std::string_view cell) {
  std::string_view text = ingest::clean(cell);
  if (text.starts_with('\'') && reports::begins_formula(text.substr(1))) text.remove_prefix(1);
  return std::string(text);
}

WorklistLine line_of(const ingest::Row& row, const ingest::RowBatch& batch,
                     const ingest::Recognised& sheet) {
  WorklistLine line;
  line.line = row.line;
  line.readable = row.fault == ingest::RowFault::none;
  for (uint32_t i = 0; i < row.cell_count && i < sheet.column_of.size(); ++i) {
    const model::ColumnIndex column = sheet.column_of[i];
    if (column != model::k_none) line.cells[column] = cell_text(batch.cells[row.first_cell + i]);
  }
  return line;
}

AnsweredList read_sheet(const ingest::Recognised& sheet) {
  AnsweredList worklist{sheet.input->name(), {}};
  const auto rows = ingest::open_rows(*sheet.input, sheet.dialect, {sheet.header_cells, {}});
  ingest::RowBatch batch;
  while (rows->next(batch)) {
    for (const ingest::Row& row : batch.rows) {
      if (row.line <= sheet.header_line) continue;
      WorklistLine line = line_of(row, batch, sheet);
      const bool is_blank =
          std::ranges::all_of(line.cells, [](const std::string& cell) { return cell.empty(); });
      if (!is_blank || !line.readable) worklist.lines.push_back(std::move(line));
    }
  }
  return worklist;
}

}  // namespace

std::vector<AnsweredList> read_worklists(const std::string& path) {
  const model::Schema schema = worklist_schema();
  const ingest::Listing listing = ingest::list_inputs({path}, {}, {});
  const std::string shown = util::visible(path);
  if (listing.failed && !listing.problems.empty()) {
    throw util::Fatal(util::ExitCode::input,
                      fmt::format("{}: {}", shown, util::visible(listing.problems[0].problem)));
  }
  std::vector<AnsweredList> worklists;
  try {
    for (const ingest::Recognised& sheet : ingest::recognise(listing.inputs, schema, {})) {
      if (sheet.table != model::k_none) worklists.push_back(read_sheet(sheet));
    }
  } catch (const ingest::InputError& error) {
    throw util::Fatal(util::ExitCode::input,
                      fmt::format("{}: {}", shown, util::visible(error.what())));
  }
  if (!worklists.empty()) return worklists;
  std::string headers;
  for (const model::ColumnIndex column : schema.tables[0].required) {
    headers +=
        fmt::format("{}{}", headers.empty() ? "" : ", ", schema.tables[0].columns[column].name);
  }
  throw util::Fatal(util::ExitCode::input,
                    fmt::format("{}: this is no worklist; a header row with these columns was "
                                "looked for: {}",
                                shown, headers));
}

}  // namespace audit::cli
