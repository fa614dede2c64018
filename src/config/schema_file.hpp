// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "config/schema_draft.hpp"
#include "model/schema.hpp"
#include "util/diagnostics.hpp"

namespace audit::config {

/// rules/schema.toml as a Schema; `file` is the name used in messages. Every fault is reported with
/// its place; the result counts only if there was none.
model::Schema read_schema(const std::string& file, const std::string& text,
                          util::Diagnostics& diagnostics);

/// The tables of a schema as written (the format stands in schema_draft) become a Schema.
model::Schema resolve_schema(const SchemaDraft& draft, util::Diagnostics& diagnostics);

/// A profile's [[column]]: a new column of a table.
struct NewColumn {
  Text table;
  ColumnDraft column;
};

/// A profile's [columns.TABLE] entry or --column: the headers of a known column.
struct HeaderOverride {
  Text table;
  Text column;
  std::vector<Text> headers;
};

/// Adds a column. Its headers may be taken over from other columns, but not its name nor theirs.
void add_column(model::Schema& schema, const NewColumn& added, util::Diagnostics& diagnostics);

/// The given headers replace the column's own; another column that had one of them loses it.
void override_headers(model::Schema& schema, const HeaderOverride& change,
                      util::Diagnostics& diagnostics);

/// All table names; all column names of a table; for "did you mean".
std::vector<std::string> table_names(const model::Schema& schema);
std::vector<std::string> column_names(const model::TableDef& table);

}  // namespace audit::config
