// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "calendar/calendar.hpp"
#include "findings/severity.hpp"
#include "rules/language/expression.hpp"

namespace audit::rules {

using findings::Severity;

enum class Form : uint8_t { requirement, deadline, recurring };
const char* show(Form form);

/// One of the alternatives of a `needs` entry: a table, or a column of it.
struct Need {
  std::string text;  ///< as written: "closures or applications.closure_date"
  struct Alternative {
    model::TableIndex table = model::k_none;
    model::ColumnIndex column = model::k_none;  ///< k_none: the table
  };
  std::vector<Alternative> alternatives;
};

/// Dates within which a rule judges, by trigger date; missing ends are open.
struct EffectiveRange {
  std::optional<calendar::Date> from;
  std::optional<calendar::Date> until;
};

/// One row of an example's table: column name → cell text (dates as YYYY-MM-DD, "" = missing).
using ExampleRow = std::vector<std::pair<std::string, std::string>>;

struct Example {
  std::string name;
  util::Spot spot;
  calendar::Date as_of;
  std::vector<std::string> expect;  ///< statuses in for_each row order, then due dates
  std::vector<std::pair<model::TableIndex, std::vector<ExampleRow>>> tables;
};

/// A parameter as the rule declares it and as the profile may override it.
struct Parameter {
  std::string name;
  model::Type type = model::Type::number;
  Value declared;
  Value value;
};

/// A rule, checked against the schema: nothing in it can be wrong any more. Optional expressions
/// are absent when the rule does not have the key.
struct TypedRule {
  std::string id;
  std::string title;  ///< with parameters filled in
  std::string pack;
  Severity severity = Severity::error;
  model::TableIndex table = model::k_none;
  Form form = Form::requirement;
  std::optional<Expression> where;

  std::optional<Expression> require;  ///< requirement
  std::optional<Expression> date;     ///< requirement; deadline beside `due`
  std::optional<Expression> from;     ///< deadline, recurring: date
  std::optional<Expression> within;   ///< deadline: duration
  std::optional<Expression> due;      ///< deadline: date
  std::optional<Expression> met_on;   ///< deadline: date
  std::optional<Expression> lapses;   ///< deadline: date
  std::optional<Expression> every;    ///< recurring: duration
  std::optional<Selection> events;    ///< recurring: dates
  std::optional<Expression> until;    ///< recurring: date
  /// late_by counts business days: `within` or `every` is in business days.
  bool in_business_days = false;

  Template message;
  Template remedy;
  std::string cite;
  std::string rationale;
  std::vector<Need> needs;
  calendar::Duration remind;
  std::vector<EffectiveRange> effective;  ///< pack's and rule's own; all must hold
  std::vector<std::string> tags;
  std::vector<Parameter> parameters;
  std::vector<Example> examples;
  util::Spot spot;

  /// The texts of the expressions as written, by key ("where", "met_on", …), for `rules show`.
  std::vector<std::pair<std::string, std::string>> source;
};

/// A derived column: index = number of schema columns of its table + its position among the
/// table's.
struct DerivedColumn {
  model::TableIndex table = model::k_none;
  model::ColumnIndex column = model::k_none;
  std::string name;
  model::Type type = model::Type::boolean;
  std::string doc;
  std::string pack;
  bool personal = false;  ///< carries the value of a personal column
  Expression value;
  std::string source;
};

/// Everything the rules say, after the profile: what the engine plans from.
struct RuleSet {
  std::string profile;
  std::vector<TypedRule> rules;        ///< enabled ones, by id
  std::vector<TypedRule> disabled;     ///< known but not enabled (for rules list/show/test), by id
  std::vector<DerivedColumn> derived;  ///< in an order in which each needs only earlier ones
  std::map<std::string, std::shared_ptr<const ValueSet>> sets;
  std::string digest;  ///< over the effective rules, sets, derived columns and parameters
};

/// Name of any column of a table, derived ones included; "activities.is_open" style is the
/// caller's.
std::string column_name(const model::Schema& schema, const RuleSet& rules, model::TableIndex table,
                        model::ColumnIndex column);

}  // namespace audit::rules
