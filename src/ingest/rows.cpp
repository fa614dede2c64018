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

std::unique_ptr<RowReader> open_rows(Input& input, const Dialect& dialect,
                                     const RowOptions& options) {
  if (input.is_part()) return open_part_rows(input, dialect, options);
  if (input.is_sheet()) return open_sheet_rows(input, options);
  return std::make_unique<CsvRows>(input, dialect, options);
}

}  // namespace audit::ingest
