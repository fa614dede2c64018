// SPDX-License-Identifier: MIT
// Selections and the aggregates over them.
#include <fmt/format.h>

#include <utility>

#include "rules/language/checker.hpp"

namespace audit::rules {

using model::Type;

/// Whether a path leads to a child set, with a column of it or without; reports it if not.
bool Checker::is_selection(const Node& path, const Target& target, bool with_column) {
  const std::string written = quote(path);
  if (target.children == model::k_none) {
    const bool record = !target.column;
    faults_.error(
        path.range,
        fmt::format("'{}' is {}, not a child set", written, record ? "one record" : "a column"),
        record ? fmt::format("write `{} is present`", written) : "");
    return false;
  }
  if (with_column == target.column.has_value()) return true;
  const std::string& table = names_.schema().tables[target.table].name;
  if (with_column) {
    faults_.error(path.range, fmt::format("expected a column of child set '{}'", table),
                  fmt::format("write `{}.column`", written));
  } else {
    faults_.error(path.range, fmt::format("expected a child set, found a column of '{}'", table),
                  "leave the column out");
  }
  return false;
}

std::optional<Selection> Checker::selection(const Node& node, bool with_column) {
  const bool wrapped = node.kind == NodeKind::selection;
  const Node& path = wrapped ? node.children[0] : node;
  if (path.kind != NodeKind::path) {
    if (expression(path)) {
      faults_.error(path.range, "expected the path of a child set",
                    with_column ? "for example `max(children.column where …)`" : "");
    }
    return std::nullopt;
  }
  const auto target = resolve(path);
  if (!target) return std::nullopt;
  bool good = is_selection(path, *target, with_column);
  if (good && target->column) good = usable(*target->column);
  if (target->children == model::k_none) return std::nullopt;
  Selection selection;
  selection.outer = target->outer;
  selection.hops = target->hops;
  selection.children = target->children;
  selection.table = target->table;
  if (target->column) selection.column = target->column->index;
  // The where can be judged as soon as its table is known, even if the column is wrong.
  if (wrapped && node.children.size() > 1) {
    auto where = in_child(target->table, node.children[1]);
    if (!where) return std::nullopt;
    selection.where = std::make_shared<const Expression>(std::move(*where));
  }
  if (!good) return std::nullopt;
  return selection;
}

/// A condition on the records of a child set.
Checker::Checked Checker::in_child(model::TableIndex table, const Node& node) {
  records_.push_back(table);
  Checked checked = condition(node, nullptr);
  records_.pop_back();
  return checked;
}

Type Checker::column_type(model::TableIndex table, model::ColumnIndex column) const {
  return names_.column(table, names_.column_name(table, column))->type;
}

bool Checker::fits_aggregate(const Node& node, const FunctionDoc& doc, const Selection& selection,
                             Type type) {
  if (doc.aggregate == AggregateKind::distinct) return true;
  if (doc.aggregate == AggregateKind::list) {
    if (type == Type::text || type == Type::identifier) return true;
    faults_.error(
        node.children[0].range,
        fmt::format("list takes texts, but '{}' is {}",
                    names_.column_name(selection.table, selection.column), describe(type)),
        "min(S.column) and max(S.column) give the least and the greatest");
    return false;
  }
  const bool sums = doc.aggregate == AggregateKind::sum;
  if (type == Type::number || (type == Type::date && !sums)) return true;
  faults_.error(
      node.children[0].range,
      fmt::format("{} takes {}, but '{}' is {}", node.text, sums ? "numbers" : "numbers or dates",
                  names_.column_name(selection.table, selection.column), describe(type)),
      sums ? "count(S) counts the children" : "distinct(S.column) counts different values");
  return false;
}

Checker::Checked Checker::aggregate(const Node& node, const FunctionDoc& doc) {
  const bool is_all = doc.aggregate == AggregateKind::all;
  const bool with_column =
      !is_all && doc.aggregate != AggregateKind::count && doc.aggregate != AggregateKind::exists;
  if (!is_arity(node, doc, is_all ? 2 : 1, is_all ? 2 : 1)) return std::nullopt;
  auto selected = selection(node.children[0], with_column);
  if (!selected) return std::nullopt;
  Expression expression = made(Op::aggregate, Type::boolean, node);
  expression.kind = doc.aggregate;
  if (with_column) {
    const Type type = column_type(selected->table, selected->column);
    if (!fits_aggregate(node, doc, *selected, type)) return std::nullopt;
    expression.type = type;
  }
  if (doc.result) expression.type = *doc.result;
  if (is_all) {
    Checked condition_of_all = in_child(selected->table, node.children[1]);
    if (!condition_of_all) return std::nullopt;
    expression.args.push_back(std::move(*condition_of_all));
  }
  expression.selection = std::move(*selected);
  return expression;
}

}  // namespace audit::rules
