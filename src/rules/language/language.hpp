// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/schema.hpp"
#include "rules/language/expression.hpp"
#include "rules/typed_rule.hpp"
#include "util/diagnostics.hpp"

namespace audit::rules {

/// An expression's text and where its first byte stands in its file.
struct SourceText {
  std::string text;
  util::Spot spot;
};

/// A derived column before it is checked.
struct DerivedDraft {
  model::TableIndex table = model::k_none;
  std::string name;
  SourceText value;
  std::string doc;
  std::string pack;
  util::Spot name_spot;
};

using Sets = std::map<std::string, std::shared_ptr<const ValueSet>>;
using Parameters = std::map<std::string, Parameter>;

class Names;

/// What an expression may speak of.
struct Scope {
  const model::Schema* schema = nullptr;
  const std::vector<DerivedColumn>* derived = nullptr;
  const Names* names = nullptr;  ///< of both, made once for many expressions; nullptr: made here
  const Sets* sets = nullptr;
  const Parameters* parameters = nullptr;   ///< nullptr: $name is an error (derived columns)
  model::TableIndex table = model::k_none;  ///< the record that the expression is read in
  bool own_words = false;                   ///< trigger, due, met_on, late_by, status are known
  bool shown = false;  ///< the value will be printed or be a date of the obligation: personal
                       ///< columns (and derived columns that carry them) are errors
};

/// The typed expression, or nothing after reporting every fault in it. `expected`: the type it must
/// have (identifier and text count as one here).
std::optional<Expression> check_expression(const SourceText& source, const Scope& scope,
                                           std::optional<model::Type> expected,
                                           util::Diagnostics& diagnostics);

/// "parent.children.made_on where …": children with a date column.
std::optional<Selection> check_events(const SourceText& source, const Scope& scope,
                                      util::Diagnostics& diagnostics);

/// A message with {expressions}; "{{" and "}}" are braces. title: only {$param}.
std::optional<Template> check_template(const SourceText& source, const Scope& scope, bool title,
                                       util::Diagnostics& diagnostics);

/// Checks all derived columns, which may use each other; the result is in an order in which each
/// needs only earlier ones; a cycle is an error that names it. Names that clash with columns,
/// tables, relations, reserved words or each other are errors.
std::vector<DerivedColumn> check_derived(const std::vector<DerivedDraft>& drafts,
                                         const model::Schema& schema, const Sets& sets,
                                         util::Diagnostics& diagnostics);

/// A parameter's or set member's value as a TOML text holds it, "written as in expressions":
/// "5 business days" is a duration, anything else a text.
Value parameter_value(const std::string& text);

/// Visits every column that an expression reads, aggregates and outer paths included, as
/// (table, column); derived columns are not followed. Also every relation it goes through.
struct Reads {
  std::vector<std::pair<model::TableIndex, model::ColumnIndex>> columns;
  std::vector<model::RelationIndex> relations;
  std::vector<model::TableIndex> tables;  ///< child sets read
  /// What missing_columns() and filled() look at: to be kept where a file has it, but a column that
  /// no file has is no reason to skip the rule ("of those that the file has").
  std::vector<std::pair<model::TableIndex, model::ColumnIndex>> if_exported;
};
void collect_reads(const Expression& expression, model::TableIndex table, Reads& reads);
void collect_reads(const Selection& selection, model::TableIndex table, Reads& reads);

}  // namespace audit::rules
