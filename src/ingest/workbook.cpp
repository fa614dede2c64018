// SPDX-License-Identifier: MIT
#include "ingest/workbook.hpp"

namespace audit::ingest {

std::unique_ptr<RowReader> open_sheet_rows(Input&, const RowOptions&) {
  throw InputError("is a workbook");
}

void list_zip(const std::string&, const std::string& name, ListingBuilder& builder) {
  builder.tell(name, "is a zip archive", true);
}

}  // namespace audit::ingest
