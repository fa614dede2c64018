// SPDX-License-Identifier: MIT
// Selections and the aggregates over them.
#include <fmt/format.h>

#include <utility>

#include "rules/language/checker.hpp"

namespace audit::rules {

using model::Type;

std::optional<Selection> Checker::selection(const Node& node, bool with_column) {
  const bool wrapped = node.kind == NodeKind::selection;
  const Node& path = wrapped ? node.children[0] : node;
  if (path.kind == NodeKind::bad) return std::nullopt;
  if (path.kind != NodeKind::path) {
    const Checked ignored = expression(path);
    if (ignored) {
      faults_.error(path.range, "expected the path of a child set",
                    with_column ? "for example `max(children.column where …)`" : "");
    }
    return std::nullopt;
  }
  const auto target = resolve(path);
  Selection selection;
  bool good = target.has_value();
  if (target && target->children == model::k_none) {
    const std::string written = quote(path);
    const bool record = !target->column;
    faults_.error(
        path.range,
        fmt::format("'{}' is {}, not a child set", written, record ? "one record" : "a column"),
        record ? fmt::format("write `{} is present`", written) : "");
    good = false;
  } else if (target && with_column != target->column.has_value()) {
    const std::string& table = names_.schema().tables[target->table].name;
    faults_.error(
        path.range,
        with_column ? fmt::format("expected a column of child set '{}'", table)
                    : fmt::format("expected a child set, found a column of '{}'", table),
        with_column ? fmt::format("write `{}.column`", quote(path)) : "leave the column out");
    good = false;
  } else if (target && target->column && !usable(*target->column)) {
    good = false;
  }
  // The where can be judged as soon as its table is known.
  if (!target || target->children == model::k_none) return std::nullopt;
  selection.outer = target->outer;
  selection.hops = target->hops;
  selection.children = target->children;
  selection.table = target->table;
  if (target->column) selection.column = target->column->index;
  if (wrapped && node.children.size() > 1) {
    records_.push_back(target->table);
    Checked where = condition(node.children[1], nullptr);
    records_.pop_back();
    if (!where) return std::nullopt;
    selection.where = std::make_shared<const Expression>(std::move(*where));
  }
  if (!good) return std::nullopt;
  return selection;
}

Type Checker::column_type(model::TableIndex table, model::ColumnIndex column) const {
  return names_.column(table, names_.column_name(table, column))->type;
}

bool Checker::fits_aggregate(const Node& node, const FunctionDoc& doc, const Selection& selection,
                             Type type) {
  if (doc.aggregate == AggregateKind::distinct) return true;
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
    records_.push_back(selected->table);
    Checked condition_of_all = condition(node.children[1], nullptr);
    records_.pop_back();
    if (!condition_of_all) return std::nullopt;
    expression.args.push_back(std::move(*condition_of_all));
  }
  expression.selection = std::move(*selected);
  return expression;
}

}  // namespace audit::rules
