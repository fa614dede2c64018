// SPDX-License-Identifier: MIT
#include "ingest/rows.hpp"

#include "ingest/csv_rows.hpp"
#include "ingest/part_rows.hpp"
#include "ingest/workbook.hpp"

namespace audit::ingest {

const char* show(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8:
      return "UTF-8";
    case Encoding::windows_1252:
      return "Windows-1252";
    case Encoding::utf16_le:
      return "UTF-16 LE";
    case Encoding::utf16_be:
      return "UTF-16 BE";
  }
  return "";
}

const char* show(RowFault fault) {
  switch (fault) {
    case RowFault::none:
      break;
    case RowFault::unclosed_quote:
      return "a quote that is not closed; write a quote within a quoted cell twice";
    case RowFault::open_at_end:
      return "a quoted cell is still open where the file ends, and no row was found behind its "
             "start: was the file cut off? Export it again";
    case RowFault::text_after_quote:
      return "text after a closing quote; write a quote within a quoted cell twice";
    case RowFault::cell_too_large:
      return "a cell larger than the limit (see --max-cell)";
    case RowFault::too_many_cells:
      return "more cells than the limit (see --max-columns)";
  }
  return "";
}

std::unique_ptr<RowReader> open_rows(Input& input, const Dialect& dialect,
                                     const RowOptions& options) {
  if (input.is_part()) return open_part_rows(input, dialect, options);
  if (input.is_sheet()) return open_sheet_rows(input, options);
  return std::make_unique<CsvRows>(input, dialect, options);
}

}  // namespace audit::ingest
