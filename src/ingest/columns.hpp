// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "ingest/cell.hpp"
#include "ingest/date_memory.hpp"
#include "model/dataset.hpp"

namespace audit::ingest {

/// A value of any type; which member counts is the column's type.
struct Value {
  int32_t date = calendar::k_no_date;
  int64_t number = model::k_no_number;
  uint8_t boolean = model::k_no_bool;
  uint32_t code = 0;
};

/// A cell as a value, or why it is none ("not a date"; empty: it is one, or is missing).
struct TypedCell {
  Value value;
  std::string_view fault;
  DateForm form = DateForm::none;
  bool has_time = false;
};

/// Texts of one table to typed values. `text` may be empty (missing). Text goes into column.pool.
class CellReader {
 public:
  CellReader(const model::Schema& schema, const model::TableDef& def);
  /// `index` is the column's place in the schema. Text after a date is a fault but in the columns
  /// in which the schema expects some (TableDef::trailing_text). `dates`: where many are read.
  TypedCell read(model::ColumnIndex index, std::string_view text, model::Column& column,
                 DateMemory* dates = nullptr) const;

 private:
  MissingWords not_applicable_;
  std::vector<bool> text_after_date_;
};

model::Column make_column(model::Type type);
bool is_text(model::Type type);  ///< text or identifier: stored as codes
size_t size_of(const model::Column& column);
bool is_missing(const model::Column& column, uint32_t row);
void push(model::Column& column, const Value& value);
void set(model::Column& column, uint32_t row, const Value& value);
/// Makes the column `rows` long, with missing values.
void pad(model::Column& column, size_t rows);
/// Appends `from`, which has `rows` values or none at all (then missing ones), and empties it.
void append(model::Column& to, model::Column& from, size_t rows);
/// Appends the values of a column of the same type, which is not text.
void append_values(model::Column& to, const model::Column& from);
void clear_values(model::Column& column);
void reserve(model::Column& column, size_t rows);
/// Keeps the rows where keep[row] is true, in order.
void compact(model::Column& column, const std::vector<bool>& keep);
/// By code of the pool: whether a row of the text column has it. A pool may hold texts of dropped
/// rows and of other columns beside.
std::vector<bool> codes_in_use(const model::Column& column);
/// The value as it stands in a default key: a date as YYYY-MM-DD, a number without needless zeros.
void append_text(std::string& out, const model::Column& column, uint32_t row);

}  // namespace audit::ingest
