// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rules/language/ast.hpp"
#include "rules/language/faults.hpp"
#include "rules/language/functions/functions.hpp"
#include "rules/language/language.hpp"
#include "rules/language/names.hpp"

namespace audit::rules {

/// Gives names and types to a parsed expression. Every method returns nothing after a fault was
/// reported; the operands of a faulty one are checked all the same, so that all faults show at
/// once. Keeps references to the constructor's arguments.
class Checker {
 public:
  using Checked = std::optional<Expression>;

  Checker(const Names& names, const Scope& scope, Faults& faults)
      : names_(names), scope_(scope), faults_(faults), records_{scope.table} {}

  Checked expression(const Node& node);
  /// An expression of this type; reports another one.
  Checked expression_of(const Node& node, model::Type wanted);
  /// `path [where …]`; with a column if `with_column`.
  std::optional<Selection> selection(const Node& node, bool with_column);
  /// Derived columns met whose own check is still to come (positions in Names).
  [[nodiscard]] const std::vector<size_t>& pending() const { return pending_; }
  /// Whether a derived column with a fault of its own was met: the fault is reported there.
  [[nodiscard]] bool met_broken() const { return met_broken_; }

 private:
  // checker.cpp: dispatch, logic, comparisons, sums.
  Checked literal(const Node& node);
  Checked parameter(const Node& node);
  Checked logic(const Node& node);
  Checked condition(const Node& node, const Node* before);
  Checked compare(const Node& node);
  void report_clash(const Node& node, const Expression& left, const Expression& right);
  bool comparable(const Node& node, const Expression& left, const Expression& right);
  bool compared_with_itself(const Node& node);
  Checked sum(const Node& node);
  void bad_sum(const Node& node, size_t term, const Expression& left, const Expression& right);
  Checked is_missing(const Node& node);
  [[nodiscard]] Expression made(Op op, model::Type type, const Node& node) const;
  void mismatch(const Node& node, const Expression& found, model::Type wanted);

  // checker_text.cpp: sets, patterns, text comparisons.
  Checked in_set(const Node& node);
  Checked in_list(const Node& node);
  bool fits_set(const Node& operand, const Expression& found, const ValueSet& set, Range where);
  std::shared_ptr<const ValueSet> find_set(const std::string& name, Range range);
  Checked matches(const Node& node);
  Checked text_comparison(const Node& node);
  Checked contains_any(const Node& node);
  Checked pattern(const Node& node, Role role);
  Checked format(const Node& node);

  // checker_paths.cpp: what a path leads to.
  struct Target {
    bool outer = false;
    std::vector<model::RelationIndex> hops;
    model::TableIndex table = model::k_none;  ///< of the record or child set reached
    model::RelationIndex children = model::k_none;
    std::optional<Names::Column> column;
  };
  std::optional<Target> resolve(const Node& path);
  bool step(const Node& path, size_t at, Target& target);
  void unknown_name(const Node& path, size_t at, const Target& target);
  [[nodiscard]] std::string advice_on_name(const Node& path, size_t at, const Target& target) const;
  bool usable(const Names::Column& column);
  Checked column(const Node& node);
  Checked own(const Node& node);
  void not_a_column(const Node& node, const Target& target);

  // checker_calls.cpp: functions and aggregates.
  Checked call(const Node& node);
  Checked unknown_function(const Node& node);
  Checked plain(const Node& node, const FunctionDoc& doc);
  Checked argument(const Node& node, const ParameterDoc& parameter, Expression& call);
  Checked choice(const Node& node, const FunctionDoc& doc);
  Checked choice_argument(const Node& node, const FunctionDoc& doc, bool is_first);
  bool alike(const std::vector<const Node*>& nodes, const std::vector<const Expression*>& values);
  Checked columns(const Node& node, const FunctionDoc& doc);
  std::optional<model::ColumnIndex> own_column(const Node& node);
  bool is_arity(const Node& node, const FunctionDoc& doc, size_t least, size_t most);

  // checker_aggregates.cpp
  bool is_selection(const Node& path, const Target& target, bool with_column);
  Checked in_child(model::TableIndex table, const Node& node);
  Checked aggregate(const Node& node, const FunctionDoc& doc);
  bool fits_aggregate(const Node& node, const FunctionDoc& doc, const Selection& selection,
                      model::Type type);
  [[nodiscard]] model::Type column_type(model::TableIndex table, model::ColumnIndex column) const;

  [[nodiscard]] model::TableIndex table() const { return records_.back(); }
  [[nodiscard]] bool has_outer() const { return records_.size() > 1; }
  [[nodiscard]] model::TableIndex outer_table() const { return records_[records_.size() - 2]; }
  [[nodiscard]] std::string quote(const Node& node) const { return faults_.quote(node.range); }

  const Names& names_;
  const Scope& scope_;
  Faults& faults_;
  std::vector<model::TableIndex> records_;  ///< of the enclosing aggregates, the innermost last
  std::vector<size_t> pending_;
  bool met_broken_ = false;
};

inline bool is_text(model::Type type) {
  return type == model::Type::text || type == model::Type::identifier;
}
/// Whether two types are one (identifier and text are).
inline bool alike(model::Type a, model::Type b) { return a == b || (is_text(a) && is_text(b)); }
/// "a text", "a number", "a condition".
const char* describe(model::Type type);
/// What to write where `wanted` stands and `found` was written.
std::string advice_on_type(const std::string& written, const Node& node, const Expression& found,
                           model::Type wanted);

}  // namespace audit::rules
