// SPDX-License-Identifier: MIT
#include "ingest/row_texts.hpp"

#include <re2/re2.h>

#include <functional>
#include <utility>

#include "ingest/needs.hpp"
#include "util/regex.hpp"

namespace audit::ingest {

using model::ColumnIndex;
using model::k_none;
using model::TableDef;
using model::Type;

namespace {

// Statuses, services and subjects repeat; a column with more different texts than this does not.
constexpr uint32_t k_remembered_texts = 8192;
constexpr size_t k_remembered_bytes = 256;

std::vector<uint32_t> positions(const Recognised& input, size_t columns) {
  std::vector<uint32_t> position(columns, k_none);
  for (uint32_t i = 0; i < input.column_of.size(); ++i) {
    if (input.column_of[i] != k_none) position[input.column_of[i]] = i;
  }
  return position;
}

/// What the headers give, and what is taken out of their cells.
std::vector<bool> columns_had(const TableDef& def, const std::vector<uint32_t>& position) {
  std::vector<bool> has(position.size(), false);
  for (size_t i = 0; i < has.size(); ++i) has[i] = position[i] != k_none;
  for (const auto* list : {&def.trailing_text, &def.extractions}) {
    for (const model::Extraction& extraction : *list) {
      if (has[extraction.from]) has[extraction.into] = true;
    }
  }
  return has;
}

bool lies_in(std::string_view text, const std::string& buffer) {
  const std::less<> before;
  return !buffer.empty() && !before(text.data(), buffer.data()) &&
         before(text.data(), buffer.data() + buffer.size());
}

}  // namespace

// The limit is that of the checker, which has judged the pattern and so compiled it.
TextPattern::TextPattern(const std::string& pattern)
    : pattern_(util::shared_regex(pattern, {})), results_(1) {}
TextPattern::~TextPattern() = default;
TextPattern::TextPattern(TextPattern&&) noexcept = default;

TextPattern::Result TextPattern::run(std::string_view text) const {
  re2::StringPiece groups[2];
  const re2::StringPiece piece(text.data(), text.size());
  const int wanted = pattern_->NumberOfCapturingGroups() > 0 ? 2 : 1;
  if (!pattern_->ok() ||
      !pattern_->Match(piece, 0, piece.size(), re2::RE2::UNANCHORED, groups, wanted)) {
    return {};
  }
  const re2::StringPiece& found = groups[wanted - 1];
  if (found.data() == nullptr) return {0, 0, true};
  return {static_cast<uint32_t>(found.data() - text.data()), static_cast<uint32_t>(found.size()),
          true};
}

TextPattern::Result TextPattern::result_of(std::string_view text) {
  if (text.empty()) return {};
  if (text.size() > k_remembered_bytes) return run(text);
  if (const uint32_t code = known_.find(text); code != 0) return results_[code];
  const Result result = run(text);
  if (known_.size() < k_remembered_texts) {
    known_.intern(text);
    results_.push_back(result);
  }
  return result;
}

std::string_view TextPattern::extract(std::string_view text) {
  const Result result = result_of(text);
  return text.substr(result.start, result.size);
}

bool TextPattern::matches(std::string_view text) { return result_of(text).matched; }

RowReading::RowReading(const model::Schema& schema, const Recognised& input,
                       std::vector<bool> wanted)
    : def_(schema.tables[input.table]),
      missing_(schema.missing_words),
      wanted_(std::move(wanted)),
      position_(positions(input, def_.columns.size())) {
  has_ = columns_had(def_, position_);
  for (const model::IgnoreMark& mark : def_.ignore) {
    if (!has_[mark.column]) continue;
    ignores_.push_back({mark.column, TextPattern(mark.pattern)});
    wanted_[mark.column] = true;
  }
  add_extracts(def_.trailing_text, true);
  add_extracts(def_.extractions, false);
  const std::vector<bool> exact = key_and_link_columns(schema, input.table);
  for (ColumnIndex column = 0; column < def_.columns.size(); ++column) {
    if (!wanted_[column] || position_[column] == k_none) continue;
    const Type type = def_.columns[column].type;
    sources_.push_back(
        {position_[column], column, exact[column] || type != Type::text, type == Type::identifier});
  }
}

void RowReading::add_extracts(const std::vector<model::Extraction>& list, bool after_date) {
  for (const model::Extraction& extraction : list) {
    if (!has_[extraction.from] || position_[extraction.into] != k_none) continue;
    if (!wanted_[extraction.into]) continue;
    wanted_[extraction.from] = true;
    extracts_.push_back({extraction.from, extraction.into, TextPattern(extraction.pattern),
                         after_date, extraction.pattern.empty()});
  }
}

void RowReading::read(std::span<const std::string_view> cells, RowTexts& out) {
  out.in_buffers = false;
  for (const Source& source : sources_) {
    std::string_view text;
    if (source.position < cells.size()) {
      text = cells[source.position];
      if (source.exact) {
        std::string& buffer = out.buffers[source.column];
        text = clean_exact(text, buffer);
        out.in_buffers = out.in_buffers || lies_in(text, buffer);
      } else {
        text = clean(text);
      }
      if (!text.empty() && missing_.contains(text)) text = {};
      if (source.identifier) text = read_identifier(text);
    }
    out.of[source.column] = text;
  }
  for (Extract& extract : extracts_) {
    out.of[extract.into] = extracted(extract, out.of[extract.from]);
  }
}

std::string_view RowReading::extracted(Extract& extract, std::string_view text) {
  if (text.empty()) return text;
  if (extract.after_date) {
    text = read_date(text).rest;
    if (text.empty() || extract.whole) return text;
  }
  text = clean(extract.pattern.extract(text));
  return !text.empty() && missing_.contains(text) ? std::string_view{} : text;
}

bool RowReading::is_void(const RowTexts& row) {
  for (Ignore& ignore : ignores_) {
    const std::string_view text = row.of[ignore.column];
    if (!text.empty() && ignore.pattern.matches(text)) return true;
  }
  return false;
}

}  // namespace audit::ingest
