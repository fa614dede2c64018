// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "config/schema_draft.hpp"
#include "model/schema.hpp"

namespace audit::config {

/// The relations of all tables, once all columns are known. Relations that wait for each other
/// (through, or "the same parent") in a circle are an error that names them.
void resolve_relations(const SchemaDraft& draft, model::Schema& schema,
                       util::Diagnostics& diagnostics);

/// "unknown column 'x' in table 'y'", with the nearest name.
void report_unknown_column(const model::TableDef& table, std::string_view name,
                           const util::Spot& spot, util::Diagnostics& diagnostics);

/// The trimmed parts of a text between separators, each with its place.
std::vector<Text> split_text(const Text& text, std::string_view separator);

}  // namespace audit::config
