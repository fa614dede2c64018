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

// Words that are no table's.
constexpr uint32_t k_empty = 0;
constexpr uint32_t k_unknown = 1;
constexpr uint32_t k_first_word = 2;

HeaderIndex::HeaderIndex(const model::Schema& schema) {
  for (const TableDef& def : schema.tables) {
    Headers headers;
    headers.columns = def.columns.size();
    headers.required = required_columns(def);
    // A column's own name comes before any other column's alias.
    for (ColumnIndex i = 0; i < def.columns.size(); ++i) {
      if (!def.columns[i].internal) add(def.columns[i].name, {Meaning::column, i}, headers);
    }
    for (ColumnIndex i = 0; i < def.columns.size(); ++i) {
      if (def.columns[i].internal) continue;
      for (const std::string& header : def.columns[i].headers) {
        add(header, {Meaning::column, i}, headers);
      }
    }
    for (const std::string& header : def.known_headers) add(header, {Meaning::known}, headers);
    headers.extractions = def.extractions;
    tables_.push_back(std::move(headers));
  }
}

/// The first meaning stays.
void HeaderIndex::add(const std::string& header, Entry entry, Headers& headers) {
  std::string folded = util::fold_header(header);
  if (folded.empty()) return;
  const auto next = static_cast<uint32_t>(k_first_word + words_.size());
  const uint32_t word = words_.emplace(std::move(folded), next).first->second;
  if (word >= headers.entries.size()) headers.entries.resize(word + 1);
  Entry& known = headers.entries[word];
  if (known.meaning == Meaning::other) known = entry;
}

HeaderIndex::Words HeaderIndex::words_of(std::span<const std::string> folded) const {
  Words words;
  words.reserve(folded.size());
  for (const std::string& cell : folded) {
    const auto found = words_.find(cell);
    if (found != words_.end()) {
      words.push_back(found->second);
    } else {
      words.push_back(cell.empty() ? k_empty : k_unknown);
    }
  }
  return words;
}

HeaderFit HeaderIndex::fit(const Words& words, model::TableIndex table) const {
  const Headers& headers = tables_[table];
  HeaderFit fit;
  fit.table = table;
  fit.column_of.resize(words.size(), k_none);
  std::vector<uint32_t> cell_of(headers.columns, k_none);
  for (uint32_t i = 0; i < words.size(); ++i) {
    if (words[i] == k_empty) continue;
    ++fit.headers;
    if (words[i] >= headers.entries.size()) continue;
    const Entry& entry = headers.entries[words[i]];
    if (entry.meaning == Meaning::known) ++fit.known;
    if (entry.meaning != Meaning::column) continue;
    uint32_t& cell = cell_of[entry.column];
    if (cell != k_none) {
      fit.twice.emplace_back(cell, i);
      continue;
    }
    cell = i;
    fit.column_of[i] = entry.column;
    ++fit.mapped;
  }
  const auto has = [&](ColumnIndex column) { return cell_of[column] != k_none; };
  const auto extracted = [&](ColumnIndex column) {
    return std::ranges::any_of(headers.extractions, [&](const model::Extraction& extraction) {
      return extraction.into == column && has(extraction.from);
    });
  };
  for (const ColumnIndex column : headers.required) {
    if (!has(column) && !extracted(column)) fit.lacking.push_back(column);
  }
  return fit;
}

}  // namespace audit::ingest
