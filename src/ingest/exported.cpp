// SPDX-License-Identifier: MIT
#include "ingest/load.hpp"

namespace audit::ingest {

std::vector<bool> exported_columns(const Recognised& recognised, const model::Schema& schema) {
  const model::TableDef& table = schema.tables[recognised.table];
  std::vector<bool> exported(table.columns.size(), false);
  for (const model::ColumnIndex column : recognised.column_of) {
    if (column != model::k_none) exported[column] = true;
  }
  for (const model::Extraction& extraction : table.extractions) {
    if (exported[extraction.from]) exported[extraction.into] = true;
  }
  if (table.key && table.has_default_key()) exported[*table.key] = true;
  return exported;
}

}  // namespace audit::ingest
