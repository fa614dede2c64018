// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "calendar/date.hpp"
#include "calendar/duration.hpp"
#include "model/schema.hpp"
#include "util/diagnostics.hpp"

namespace audit::rules {

/// A constant of the language. Numbers are scaled by model::k_number_scale.
/// monostate: no value (a missing optional).
struct Number {
  int64_t scaled = 0;
  bool operator==(const Number&) const = default;
};
using Value =
    std::variant<std::monostate, std::string, Number, calendar::Date, bool, calendar::Duration>;

/// A named list of values, all of one type (text, number or date). Immutable, shared by
/// expressions.
struct ValueSet {
  std::string name;  ///< empty for a list written in the expression: in ("a", "b")
  model::Type type = model::Type::text;
  std::vector<Value> values;
};

/// Which record's column: from the current record (or, with `outer`, from the record of the
/// directly enclosing aggregate) up through `hops` (parents) to a column of the last table. column
/// is an index into schema columns, followed by the derived columns of that table. column ==
/// model::k_none: the parent record itself ("parent is present").
struct Path {
  bool outer = false;
  std::vector<model::RelationIndex> hops;
  model::TableIndex table = model::k_none;  ///< in which `column` lies
  model::ColumnIndex column = model::k_none;

  bool operator==(const Path&) const = default;
};

struct Expression;

/// Children of a record: from the current (or outer) record up through `hops`, then down `children`
/// (a relation whose parent is that record's table) to the child records; `where` is read in the
/// child (nullptr: all). `column` is a column of the child (min, max, sum, distinct, events).
struct Selection {
  bool outer = false;
  std::vector<model::RelationIndex> hops;
  model::RelationIndex children = model::k_none;
  model::TableIndex table = model::k_none;  ///< the child's
  std::shared_ptr<const Expression> where;
  model::ColumnIndex column = model::k_none;
};

enum class Op : uint8_t {
  literal,  ///< value
  column,   ///< path (column set)
  as_of,
  parent_present,  ///< path (column == k_none): bool
  logical_and,     ///< args, two or more (a flat chain is not nested)
  logical_or,      ///< args, two or more
  logical_not,     ///< args[0]
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,  ///< args[0], args[1]
  in_set,
  not_in_set,  ///< args[0], set
  is_missing,
  is_present,    ///< args[0]
  matches,       ///< args[0], value = pattern (RE2, ignores case)
  starts_with,   ///< args[0], args[1]
  contains,      ///< args[0], args[1]
  contains_any,  ///< args[0], set = phrases
  add_duration,
  subtract_duration,  ///< args[0] date, args[1] duration
  /// function, args (first_present, if, min, max, business_days, year, …). extract, all_words:
  /// args[1] is the pattern, format_date: args[1] the format, always a literal; all_words: set.
  call,
  missing_columns,
  filled,     ///< columns: of the record that the expression is read in
  aggregate,  ///< kind, selection, args[0] = condition of all()
  own         ///< own: trigger, due, met_on, late_by, status (messages only)
};

enum class AggregateKind : uint8_t { count, exists, all, min, max, sum, distinct, list };
enum class OwnWord : uint8_t { trigger, due, met_on, late_by, status };

/// The functions of the language; the catalogue (functions/catalogue.cpp) holds a row for each.
enum class FunctionId : uint8_t {
  if_else,
  first_present,
  min,
  max,
  business_days,
  start_of_month,
  end_of_month,
  start_of_quarter,
  end_of_quarter,
  add_quarters,
  year,
  month,
  day,
  weekday,
  length,
  words,
  digits,
  extract,
  format_date,
  has_words,
  all_words
};

/// A typed expression: immutable once checked. Which fields count follows from `op`.
struct Expression {
  Op op = Op::literal;
  model::Type type = model::Type::boolean;
  util::Spot spot;
  std::vector<Expression> args;
  Value value;
  Path path;
  std::shared_ptr<const ValueSet> set;
  FunctionId function = FunctionId::if_else;
  AggregateKind kind = AggregateKind::count;
  Selection selection;
  std::vector<model::ColumnIndex> columns;
  OwnWord own = OwnWord::trigger;
};

/// A message, title or remedy: text with expressions in braces ("{{" and "}}" are braces).
struct Template {
  std::vector<std::variant<std::string, Expression>> parts;
};

/// A one-line form for tests: "(and (present parents.name) (exists ↓children where …))".
std::string dump(const Expression& expression, const model::Schema& schema);

}  // namespace audit::rules
