// SPDX-License-Identifier: MIT
#include "rules/example.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "config/schema_relations.hpp"
#include "rules/needs.hpp"
#include "util/text.hpp"

namespace audit::rules {
namespace {

constexpr auto k_statuses =
    std::to_array<const char*>({"met", "late", "overdue", "failed", "upcoming", "pending"});

void check_status(const Text& status, util::Diagnostics& diagnostics) {
  if (std::ranges::find(k_statuses, status.text) != k_statuses.end()) return;
  const std::vector<std::string> known(k_statuses.begin(), k_statuses.end());
  config::report_unknown_name(status.spot, "status", status.text, known, diagnostics);
}

/// What a file's cell would hold; nothing for an array or table.
std::optional<std::string> cell_text(const config::Node& node) {
  switch (node.kind) {
    case config::Node::Kind::text:
      return node.text;
    case config::Node::Kind::integer:
    case config::Node::Kind::number:
      return node.number_text;
    case config::Node::Kind::boolean:
      return node.boolean ? "true" : "false";
    case config::Node::Kind::date:
      return calendar::iso(node.date);
    case config::Node::Kind::table:
    case config::Node::Kind::array:
      return std::nullopt;
  }
  return std::nullopt;
}

ExampleRow read_row(const config::Node& node, const model::TableDef& table,
                    util::Diagnostics& diagnostics) {
  ExampleRow row;
  if (node.kind != config::Node::Kind::table) {
    config::report_wrong_type(node, "table of column = value", diagnostics);
    return row;
  }
  for (const config::Node::Entry& entry : node.entries) {
    const auto column = table.find(entry.key);
    if (!column) {
      config::report_unknown_column(table, entry.key, entry.spot, diagnostics);
    } else if (table.columns[*column].internal) {
      diagnostics.error(entry.spot,
                        fmt::format("no file holds the internal column '{}'", entry.key));
    }
    const auto text = cell_text(entry.value);
    if (!text) config::report_wrong_type(entry.value, "text, number, date or bool", diagnostics);
    row.emplace_back(entry.key, text.value_or(std::string()));
  }
  return row;
}

/// A key that is no table may be one of the example's own keys, misspelt.
bool is_misspelt_key(const config::Node::Entry& entry, const model::Schema& schema,
                     util::Diagnostics& diagnostics) {
  if (schema.find_table(entry.key)) return false;
  const std::string near = util::nearest_name(entry.key, ExampleDraft::keys().names());
  if (near.empty() || entry.value.kind == config::Node::Kind::table) return false;
  diagnostics.error(entry.spot, fmt::format("unknown key '{}' in an example", entry.key),
                    fmt::format("did you mean '{}'?", near));
  return true;
}

}  // namespace

Example read_example(const ExampleDraft& draft, const model::Schema& schema,
                     util::Diagnostics& diagnostics) {
  Example example;
  example.name = draft.name;
  example.spot = draft.spot;
  example.as_of = draft.as_of;
  for (const Text& status : draft.expect) {
    check_status(status, diagnostics);
    example.expect.push_back(status.text);
  }
  for (const config::Node::Entry& entry : draft.tables) {
    if (is_misspelt_key(entry, schema, diagnostics)) continue;
    const auto table = find_table({entry.key, entry.spot}, schema, diagnostics);
    if (!table) continue;
    if (entry.value.kind != config::Node::Kind::array) {
      config::report_wrong_type(entry.value, "array of { column = value }", diagnostics);
      continue;
    }
    std::vector<ExampleRow> rows;
    for (const config::Node& row : entry.value.items) {
      rows.push_back(read_row(row, schema.tables[*table], diagnostics));
    }
    example.tables.emplace_back(*table, std::move(rows));
  }
  return example;
}

}  // namespace audit::rules
