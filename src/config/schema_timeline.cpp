// SPDX-License-Identifier: MIT
#include "config/schema_timeline.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/names.hpp"
#include "config/schema_relations.hpp"

namespace audit::config {

namespace {

/// "case_notes" -> "Case notes": what a lane is called where the schema does not say.
std::string as_heading(std::string name) {
  std::ranges::replace(name, '_', ' ');
  if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') {
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
  }
  return name;
}

}  // namespace

void resolve_timeline(const TableDraft& draft, model::TableDef& table,
                      util::Diagnostics& diagnostics) {
  table.lane = draft.lane.empty() ? as_heading(table.name) : draft.lane;
  for (const Text& name : draft.label) {
    const auto column = table.find(name.text);
    if (!column) {
      report_unknown_column(table, name.text, name.spot, diagnostics);
    } else if (table.columns[*column].personal) {
      diagnostics.error(name.spot,
                        fmt::format("'{}' is personal and can't label a record", name.text));
    } else {
      table.label.push_back(*column);
    }
  }
  for (const SpanDraft& span : draft.spans) {
    table.spans.push_back({.lane = span.lane.empty() ? table.lane : span.lane,
                           .words = span.words,
                           .look = span_look(span.look).value_or(model::SpanDef::Look::plain),
                           .from_name = span.from.text,
                           .until_name = span.until.text,
                           .from = model::k_none,
                           .until = model::k_none});
  }
}

}  // namespace audit::config
