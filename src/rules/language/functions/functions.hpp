// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/schema.hpp"
#include "rules/language/expression.hpp"

namespace audit::rules {

/// What a function's argument is.
enum class Role : uint8_t {
  value,          ///< an expression of the parameter's type; identifier counts as text
  pattern,        ///< a regular expression, literal or parameter; ignores case
  capture,        ///< the same with at least one group in parentheses
  exact_pattern,  ///< the same, case-sensitive
  format,         ///< a date format, literal or parameter
  set             ///< @name, of texts
};

struct ParameterDoc {
  std::string name;
  Role role = Role::value;
  model::Type type = model::Type::text;
};

/// How a function's arguments are checked.
enum class FunctionKind : uint8_t {
  plain,     ///< `parameters` say it all; a missing argument makes the result missing
  choice,    ///< if, first_present, min, max: the arguments are of one type, and so is the result
  columns,   ///< missing_columns, filled
  aggregate  ///< over a selection
};

/// A row of the catalogue: all that the checker, the advice and the manual say of a function.
struct FunctionDoc {
  std::string name;
  FunctionKind kind = FunctionKind::plain;
  std::string signature;                      ///< "add_quarters(d, n)"
  std::vector<ParameterDoc> parameters;       ///< of a plain function
  std::optional<model::Type> result;          ///< nothing: that of its arguments or of the column
  FunctionId function = FunctionId::if_else;  ///< plain and choice
  AggregateKind aggregate = AggregateKind::count;  ///< aggregate
  std::string doc;
  /// An expression that holds. Plain and choice: over constants alone; aggregates and columns: over
  /// tables `parents` and `children` (a parent's child set; both with made_on: date, amount:
  /// number). The set @known holds "FAQ".
  std::string example;
};

/// The whole catalogue, by theme: dates, text, choice, aggregates. min and max have two rows.
const std::vector<FunctionDoc>& functions();

/// The row of a name; min and max: of their values, or with `aggregate` of their aggregates.
const FunctionDoc* find_function(std::string_view name, bool aggregate);
const FunctionDoc& function_doc(FunctionId id);
std::vector<std::string> function_names();

// The themes.
std::vector<FunctionDoc> date_functions();
std::vector<FunctionDoc> text_functions();
std::vector<FunctionDoc> choice_functions();
std::vector<FunctionDoc> aggregate_functions();

}  // namespace audit::rules
