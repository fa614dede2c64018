// SPDX-License-Identifier: MIT
// What a participant's records say of their days: told by the schema, whatever the tables are.
#include "findings/case_file.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "findings/records.hpp"
#include "util/personal.hpp"
#include "util/text.hpp"

namespace audit::findings {

namespace {

using model::ColumnDef;
using model::Dataset;
using model::k_none;
using model::Table;
using model::TableIndex;

constexpr const char* k_between_labels = " · ";

/// The participant's records in one table, ascending.
std::vector<uint32_t> rows_of(const Dataset& data, TableIndex table, uint32_t participant) {
  if (table == data.schema->participants) return {participant};
  for (const model::RelationIndex index : data.schema->tables[table].relations) {
    if (data.schema->relations[index].parent != data.schema->participants) continue;
    if (index >= data.links.size()) return {};
    const model::Links& links = data.links[index];
    if (size_t{participant} + 1 >= links.offsets.size()) return {};
    std::vector<uint32_t> rows;
    links.append_children(links.offsets[participant], links.offsets[participant + 1], rows);
    return rows;
  }
  return {};
}

/// "projected_begin" -> "projected begin"; the schema may word it better.
std::string words_of(const ColumnDef& column) {
  if (!column.event.empty()) return column.event;
  if (column.entry_date) return "entered";
  std::string words = column.name;
  std::ranges::replace(words, '_', ' ');
  return words;
}

/// The cells of a date column that was read; empty where it was not.
const std::vector<int32_t>* dates_of(const Table& table, model::ColumnIndex column) {
  if (column >= table.columns.size()) return nullptr;
  const std::vector<int32_t>& dates = table.columns[column].dates;
  return dates.size() == table.rows && table.rows > 0 ? &dates : nullptr;
}

int32_t date_at(const Table& table, model::ColumnIndex column, uint32_t row) {
  const std::vector<int32_t>* dates = dates_of(table, column);
  return dates != nullptr ? (*dates)[row] : calendar::k_no_date;
}

/// What one record did, by day: dates that fall together are one event.
std::map<int32_t, std::string> days_of(const Table& table, uint32_t row) {
  std::map<int32_t, std::string> days;
  for (model::ColumnIndex c = 0; c < table.def->columns.size(); ++c) {
    const ColumnDef& column = table.def->columns[c];
    if (column.type != model::Type::date || column.personal) continue;
    const int32_t date = date_at(table, c, row);
    if (date == calendar::k_no_date) continue;
    std::string& words = days[date];
    if (!words.empty()) words += ", ";
    words += words_of(column);
  }
  return days;
}

void append_events(const Dataset& data, TableIndex index, uint32_t participant,
                   std::vector<CaseEvent>& events) {
  const Table& table = data.tables[index];
  const Records records(data, index);
  for (const uint32_t row : rows_of(data, index, participant)) {
    for (auto& [date, words] : days_of(table, row)) {
      events.push_back({.date = {date},
                        .lane = table.def->lane,
                        .table = table.def->name,
                        .key = std::string(records.key(row)),
                        .label = record_label(data, index, row),
                        .words = std::move(words),
                        .file = std::string(records.file(row)),
                        .line = records.line(row)});
    }
  }
}

void append_span(const Dataset& data, TableIndex index, const model::SpanDef& def, uint32_t row,
                 std::vector<CaseSpan>& spans) {
  const Table& table = data.tables[index];
  const int32_t from = date_at(table, def.from, row);
  if (from == calendar::k_no_date) return;
  CaseSpan span{.lane = def.lane,
                .words = def.words.empty() ? record_label(data, index, row) : def.words,
                .look = def.look,
                .from = {from},
                .until = {},
                .point = def.until == k_none};
  const int32_t until = span.point ? from : date_at(table, def.until, row);
  if (until != calendar::k_no_date && until < from) return;  // a rule tells of it
  if (until != calendar::k_no_date) span.until = calendar::Date{until};
  if (std::ranges::find(spans, span) == spans.end()) spans.push_back(std::move(span));
}

}  // namespace

const char* show(DayKind kind) {
  switch (kind) {
    case DayKind::counted:
      return "counted";
    case DayKind::weekend:
      return "weekend";
    case DayKind::holiday:
      return "holiday";
    case DayKind::suspended:
      return "suspended";
  }
  return "?";
}

std::optional<uint32_t> find_participant(const Dataset& data, std::string_view state_id) {
  if (data.schema->participants == k_none) return std::nullopt;
  const Table& table = data.tables[data.schema->participants];
  if (table.key.pool == nullptr) return std::nullopt;
  const uint32_t code = table.key.pool->find(util::trim(state_id));
  if (code == 0) return std::nullopt;
  for (uint32_t row = 0; row < table.rows; ++row) {
    if (table.key.codes[row] == code) return row;
  }
  return std::nullopt;
}

std::string record_label(const Dataset& data, TableIndex index, uint32_t row) {
  const Table& table = data.tables[index];
  std::string label;
  for (const model::ColumnIndex c : table.def->label) {
    if (c >= table.columns.size() || table.columns[c].pool == nullptr) continue;
    const model::Column& column = table.columns[c];
    if (column.codes.size() != table.rows || column.codes[row] == 0) continue;
    if (!label.empty()) label += k_between_labels;
    const bool is_text = table.def->columns[c].type == model::Type::text;
    label += util::without_ssn(column.text(row),
                               is_text ? util::SsnForm::any : util::SsnForm::separated);
  }
  return label;
}

std::vector<CaseEvent> case_events(const Dataset& data, uint32_t participant) {
  std::vector<CaseEvent> events;
  for (TableIndex table = 0; table < data.tables.size(); ++table) {
    append_events(data, table, participant, events);
  }
  // The tables' order is the schema's; within a day it stays.
  std::ranges::stable_sort(events, {}, &CaseEvent::date);
  return events;
}

std::vector<CaseSpan> case_spans(const Dataset& data, uint32_t participant) {
  std::vector<CaseSpan> spans;
  std::vector<std::string> lanes;  // in the order of the schema
  for (TableIndex table = 0; table < data.tables.size(); ++table) {
    const std::vector<uint32_t> rows = rows_of(data, table, participant);
    for (const model::SpanDef& def : data.tables[table].def->spans) {
      if (std::ranges::find(lanes, def.lane) == lanes.end()) lanes.push_back(def.lane);
      for (const uint32_t row : rows) append_span(data, table, def, row, spans);
    }
  }
  const auto place = [&](const CaseSpan& span) {
    return std::tuple(std::ranges::find(lanes, span.lane) - lanes.begin(), span.from, span.look);
  };
  std::ranges::stable_sort(
      spans, [&](const CaseSpan& a, const CaseSpan& b) { return place(a) < place(b); });
  return spans;
}

}  // namespace audit::findings
