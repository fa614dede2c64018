// SPDX-License-Identifier: MIT
#include "ingest/header.hpp"

#include <algorithm>

#include "util/text.hpp"

namespace audit::ingest {

using model::ColumnIndex;
using model::k_none;
using model::TableDef;

std::vector<ColumnIndex> required_columns(const TableDef& def) {
  if (!def.required.empty() || !def.key || def.has_default_key()) return def.required;
  return {*def.key};
}

HeaderIndex::HeaderIndex(const model::Schema& schema) {
  for (const TableDef& def : schema.tables) {
    Headers headers;
    headers.required = required_columns(def);
    // A column's own name comes before any other column's alias.
    for (ColumnIndex i = 0; i < def.columns.size(); ++i) {
      if (!def.columns[i].internal)
        headers.columns.emplace(util::fold_header(def.columns[i].name), i);
    }
    for (ColumnIndex i = 0; i < def.columns.size(); ++i) {
      if (def.columns[i].internal) continue;
      for (const std::string& header : def.columns[i].headers) {
        headers.columns.emplace(util::fold_header(header), i);
      }
    }
    for (const std::string& header : def.known_headers) {
      headers.known.insert(util::fold_header(header));
    }
    headers.columns.erase("");
    headers.extractions = def.extractions;
    tables_.push_back(std::move(headers));
  }
}

HeaderFit HeaderIndex::fit(std::span<const std::string> folded, model::TableIndex table) const {
  const Headers& headers = tables_[table];
  HeaderFit fit;
  fit.table = table;
  std::unordered_map<ColumnIndex, uint32_t> cell_of;
  for (uint32_t i = 0; i < folded.size(); ++i) {
    fit.column_of.push_back(k_none);
    if (folded[i].empty()) continue;
    ++fit.headers;
    const auto column = headers.columns.find(folded[i]);
    if (column == headers.columns.end()) {
      if (headers.known.contains(folded[i])) ++fit.known;
      continue;
    }
    const auto [seen, is_new] = cell_of.emplace(column->second, i);
    if (!is_new) {
      fit.twice.emplace_back(seen->second, i);
      continue;
    }
    fit.column_of[i] = column->second;
    ++fit.mapped;
  }
  const auto extracted = [&](ColumnIndex column) {
    return std::ranges::any_of(headers.extractions, [&](const model::Extraction& extraction) {
      return extraction.into == column && cell_of.contains(extraction.from);
    });
  };
  for (const ColumnIndex column : headers.required) {
    if (!cell_of.contains(column) && !extracted(column)) fit.lacking.push_back(column);
  }
  return fit;
}

}  // namespace audit::ingest
