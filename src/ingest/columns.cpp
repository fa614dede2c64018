// SPDX-License-Identifier: MIT
#include "ingest/columns.hpp"

#include <fmt/format.h>

#include <iterator>
#include <utility>

#include "util/fatal.hpp"

namespace audit::ingest {

using model::Column;
using model::Type;

namespace {

/// Calls `use` with what holds the column's values and the value that means "missing".
template <typename Use>
auto with_values(Column& column, Use use) {
  switch (column.type) {
    case Type::date:
      return use(column.dates, calendar::k_no_date);
    case Type::number:
      return use(column.numbers, model::k_no_number);
    case Type::boolean:
      return use(column.bools, model::k_no_bool);
    default:
      return use(column.codes, 0);
  }
}

void lengthen(model::Codes& codes, size_t rows, int /*missing*/) { codes.resize(rows); }

template <typename Value>
void lengthen(std::vector<Value>& values, size_t rows, Value missing) {
  values.resize(rows, missing);
}

void keep_only(model::Codes& codes, const std::vector<bool>& keep) { codes.compact(keep); }

template <typename Value>
void keep_only(std::vector<Value>& values, const std::vector<bool>& keep) {
  size_t kept = 0;
  for (size_t row = 0; row < values.size(); ++row) {
    if (keep[row]) values[kept++] = values[row];
  }
  values.resize(kept);
  values.shrink_to_fit();
}

std::string_view fault_of(DateFault fault) {
  switch (fault) {
    case DateFault::none:
      break;
    case DateFault::not_a_date:
      return "not a date";
    case DateFault::bad_time:
      return "not a time after the date";
  }
  return {};
}

std::string_view fault_of(NumberFault fault) {
  switch (fault) {
    case NumberFault::none:
      break;
    case NumberFault::not_a_number:
      return "not a number";
    case NumberFault::too_large:
      return "a number too large to hold";
  }
  return {};
}

void append_codes(Column& to, Column& from) {
  if (to.codes.empty() && to.pool->size() == 1) {
    to.codes = std::move(from.codes);
    to.pool = std::move(from.pool);
    return;
  }
  const bool shared = to.pool == from.pool;
  const std::vector<uint32_t> here =
      shared ? std::vector<uint32_t>{} : to.pool->intern_all(*from.pool);
  to.codes.reserve(to.codes.size() + from.codes.size());
  for (size_t row = 0; row < from.codes.size(); ++row) {
    const uint32_t code = from.codes[row];
    to.codes.push_back(shared ? code : here[code]);
  }
}

void move_values(Column& to, Column& from) {
  to.dates = std::move(from.dates);
  to.numbers = std::move(from.numbers);
  to.bools = std::move(from.bools);
}

}  // namespace

bool is_text(Type type) { return type == Type::text || type == Type::identifier; }

Column make_column(Type type) {
  Column column;
  column.type = type;
  if (is_text(type)) column.pool = std::make_shared<model::TextPool>();
  return column;
}

CellReader::CellReader(const model::Schema& schema, const model::TableDef& def)
    : not_applicable_(schema.not_applicable_words), text_after_date_(def.columns.size(), false) {
  for (const model::Extraction& extraction : def.trailing_text) {
    text_after_date_[extraction.from] = true;
  }
}

TypedCell CellReader::read(model::ColumnIndex index, std::string_view text, Column& column,
                           DateMemory* dates) const {
  TypedCell cell;
  if (text.empty()) return cell;
  if (is_text(column.type)) {
    // Exports are sorted: the cell above often holds the same text.
    const uint32_t above = column.codes.empty() ? 0 : column.codes.back();
    cell.value.code = column.pool->text(above) == text ? above : column.pool->intern(text);
    return cell;
  }
  if (column.type == Type::date) {
    const DateCell date = dates == nullptr ? read_date(text) : dates->read(text);
    cell.value.date = date.days;
    cell.fault = fault_of(date.fault);
    cell.form = date.form;
    cell.has_time = date.has_time;
    if (!date.rest.empty() && !text_after_date_[index]) {
      cell.value.date = calendar::k_no_date;
      cell.fault = "text after the date";
    }
  } else if (column.type == Type::number) {
    const NumberCell number = read_number(text);
    cell.value.number = number.value;
    cell.fault = fault_of(number.fault);
  } else {
    const BoolCell boolean = read_bool(text);
    cell.value.boolean = boolean.value;
    cell.fault = boolean.bad ? "not yes or no" : "";
  }
  if (!cell.fault.empty() && not_applicable_.contains(text)) cell.fault = {};
  return cell;
}

size_t size_of(const Column& column) {
  switch (column.type) {
    case Type::date:
      return column.dates.size();
    case Type::number:
      return column.numbers.size();
    case Type::boolean:
      return column.bools.size();
    default:
      return column.codes.size();
  }
}

bool is_missing(const Column& column, uint32_t row) {
  switch (column.type) {
    case Type::date:
      return column.dates[row] == calendar::k_no_date;
    case Type::number:
      return column.numbers[row] == model::k_no_number;
    case Type::boolean:
      return column.bools[row] == model::k_no_bool;
    default:
      return column.codes[row] == 0;
  }
}

void push(Column& column, const Value& value) {
  switch (column.type) {
    case Type::date:
      column.dates.push_back(value.date);
      break;
    case Type::number:
      column.numbers.push_back(value.number);
      break;
    case Type::boolean:
      column.bools.push_back(value.boolean);
      break;
    default:
      column.codes.push_back(value.code);
  }
}

void set(Column& column, uint32_t row, const Value& value) {
  switch (column.type) {
    case Type::date:
      column.dates[row] = value.date;
      break;
    case Type::number:
      column.numbers[row] = value.number;
      break;
    case Type::boolean:
      column.bools[row] = value.boolean;
      break;
    default:
      column.codes.set(row, value.code);
  }
}

void pad(Column& column, size_t rows) {
  with_values(column, [rows](auto& values, auto missing) { lengthen(values, rows, missing); });
}

void append(Column& to, Column& from, size_t rows) {
  const size_t before = size_of(to);
  if (size_of(from) == 0) {
    pad(to, before + rows);
    return;
  }
  AUDIT_ASSERT(size_of(from) == rows && to.type == from.type);
  if (is_text(to.type)) {
    append_codes(to, from);
  } else if (before == 0) {
    move_values(to, from);
  } else {
    append_values(to, from);
  }
  from = Column{};
}

void append_values(Column& to, const Column& from) {
  AUDIT_ASSERT(to.type == from.type && !is_text(to.type));
  to.dates.insert(to.dates.end(), from.dates.begin(), from.dates.end());
  to.numbers.insert(to.numbers.end(), from.numbers.begin(), from.numbers.end());
  to.bools.insert(to.bools.end(), from.bools.begin(), from.bools.end());
}

void reserve(Column& column, size_t rows) {
  with_values(column, [rows](auto& values, auto) { values.reserve(rows); });
}

void clear_values(Column& column) {
  with_values(column, [](auto& values, auto) { values.clear(); });
}

void compact(Column& column, const std::vector<bool>& keep) {
  with_values(column, [&keep](auto& values, auto) { keep_only(values, keep); });
}

std::vector<bool> codes_in_use(const Column& column) {
  std::vector<bool> in_use(column.pool->size(), false);
  for (size_t row = 0; row < column.codes.size(); ++row) in_use[column.codes[row]] = true;
  return in_use;
}

void append_text(std::string& out, const Column& column, uint32_t row) {
  if (is_missing(column, row)) return;
  switch (column.type) {
    case Type::date:
      out += calendar::iso({column.dates[row]});
      break;
    case Type::number: {
      const int64_t number = column.numbers[row];
      const uint64_t size =
          number < 0 ? 0 - static_cast<uint64_t>(number) : static_cast<uint64_t>(number);
      const uint64_t scale = model::k_number_scale;
      fmt::format_to(std::back_inserter(out), "{}{}", number < 0 ? "-" : "", size / scale);
      if (size % scale == 0) break;
      std::string decimals = fmt::format(".{:04}", size % scale);
      decimals.erase(decimals.find_last_not_of('0') + 1);
      out += decimals;
      break;
    }
    case Type::boolean:
      out += column.bools[row] == 1 ? "yes" : "no";
      break;
    default:
      out += column.text(row);
  }
}

}  // namespace audit::ingest
