// SPDX-License-Identifier: MIT
#include "rules/needs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/schema_file.hpp"
#include "config/schema_relations.hpp"
#include "util/text.hpp"

namespace audit::rules {
namespace {

using config::Text;

/// "a table, not one of its records": people write the singular.
std::string advice_for(const std::string& name, const model::Schema& schema) {
  const auto singular = std::ranges::find(schema.tables, name, &model::TableDef::singular);
  if (singular != schema.tables.end()) return fmt::format("did you mean '{}'?", singular->name);
  const std::string near = util::nearest_name(name, config::table_names(schema));
  return near.empty() ? std::string() : fmt::format("did you mean '{}'?", near);
}

std::optional<Need::Alternative> read_alternative(const Text& text, const model::Schema& schema,
                                                  util::Diagnostics& diagnostics) {
  if (text.text.empty()) {
    diagnostics.error(text.spot, "expected a table or table.column",
                      "write \"closures or applications.closure_date\" in this form");
    return std::nullopt;
  }
  const auto parts = config::split_text(text, ".");
  const auto table = find_table(parts[0], schema, diagnostics);
  if (!table) return std::nullopt;
  Need::Alternative alternative;
  alternative.table = *table;
  if (parts.size() == 1) return alternative;
  const model::TableDef& def = schema.tables[*table];
  const auto column = parts.size() == 2 ? def.find(parts[1].text) : std::nullopt;
  if (!column) {
    const std::string name = text.text.substr(text.text.find('.') + 1);
    config::report_unknown_column(def, name, parts[1].spot, diagnostics);
    return std::nullopt;
  }
  alternative.column = *column;
  return alternative;
}

}  // namespace

std::optional<Need> read_need(const Text& text, const model::Schema& schema,
                              util::Diagnostics& diagnostics) {
  Need need;
  need.text = text.text;
  bool good = true;
  for (const Text& part : config::split_text(text, " or ")) {
    const auto alternative = read_alternative(part, schema, diagnostics);
    if (alternative) need.alternatives.push_back(*alternative);
    good = good && alternative.has_value();
  }
  if (!good) return std::nullopt;
  return need;
}

std::optional<model::TableIndex> find_table(const Text& name, const model::Schema& schema,
                                            util::Diagnostics& diagnostics) {
  const auto found = schema.find_table(name.text);
  if (!found) {
    diagnostics.error(name.spot, fmt::format("unknown table '{}'", name.text),
                      advice_for(name.text, schema));
  }
  return found;
}

}  // namespace audit::rules
