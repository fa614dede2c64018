// SPDX-License-Identifier: MIT
#include "rules/language/language.hpp"

#include <fmt/format.h>

#include <utility>

#include "rules/language/checker.hpp"
#include "rules/language/faults.hpp"
#include "rules/language/names.hpp"
#include "rules/language/parser.hpp"
#include "rules/language/personal.hpp"

namespace audit::rules {
namespace {

constexpr const char* k_not_shown =
    "it may stand in a condition, length() or words(), but not in a message or as a trigger, due "
    "or "
    "met date";

/// The scope's own, or `made` now.
const Names& names_of(const Scope& scope, std::optional<Names>& made) {
  return scope.names != nullptr ? *scope.names : made.emplace(*scope.schema, scope.derived);
}

}  // namespace

std::optional<Expression> check_expression(const SourceText& source, const Scope& scope,
                                           std::optional<model::Type> expected,
                                           util::Diagnostics& diagnostics) {
  Faults faults(source, diagnostics);
  const Node root = parse_expression(source.text, faults);
  std::optional<Names> made;
  const Names& names = names_of(scope, made);
  Checker checker(names, scope, faults);
  auto checked = expected ? checker.expression_of(root, *expected) : checker.expression(root);
  if (checked && scope.shown) {
    if (const Expression* personal = find_personal(*checked, names)) {
      faults.error_at(
          personal->spot,
          fmt::format(
              "'{}' is personal",
              personal->op == Op::column
                  ? names.column_name(personal->path.table, personal->path.column)
                  : names.column_name(personal->selection.table, personal->selection.column)),
          k_not_shown);
    }
  }
  if (faults.any()) return std::nullopt;
  return checked;
}

std::optional<Selection> check_events(const SourceText& source, const Scope& scope,
                                      util::Diagnostics& diagnostics) {
  Faults faults(source, diagnostics);
  const Node root = parse_selection(source.text, faults);
  std::optional<Names> made;
  const Names& names = names_of(scope, made);
  Checker checker(names, scope, faults);
  auto selection = checker.selection(root, true);
  if (selection) {
    const std::string name = names.column_name(selection->table, selection->column);
    const model::Type type = names.column(selection->table, name)->type;
    const Range range = root.kind == NodeKind::selection ? root.children[0].range : root.range;
    if (type != model::Type::date) {
      faults.error(range, fmt::format("events are dates, but '{}' is {}", name, describe(type)));
    } else if (names.is_personal(selection->table, selection->column)) {
      faults.error(range, fmt::format("'{}' is personal", name), k_not_shown);
    }
  }
  if (faults.any()) return std::nullopt;
  return selection;
}

Value parameter_value(const std::string& text) {
  if (const auto duration = calendar::parse_duration(text)) return *duration;
  return text;
}

}  // namespace audit::rules
