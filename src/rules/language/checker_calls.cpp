// SPDX-License-Identifier: MIT
// Calls of functions; aggregates stand in checker_aggregates.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "model/dataset.hpp"
#include "rules/language/checker.hpp"
#include "rules/language/foreign.hpp"
#include "util/text.hpp"

namespace audit::rules {

using model::Type;

Checker::Checked Checker::call(const Node& node) {
  // One argument of min and max is a selection, more are values.
  const bool one = node.children.size() == 1;
  const FunctionDoc* values = find_function(node.text, false);
  const FunctionDoc* aggregate_doc = find_function(node.text, true);
  const FunctionDoc* doc =
      (one && aggregate_doc != nullptr) || values == nullptr ? aggregate_doc : values;
  if (doc == nullptr) return unknown_function(node);
  switch (doc->kind) {
    case FunctionKind::plain:
      return plain(node, *doc);
    case FunctionKind::choice:
      return choice(node, *doc);
    case FunctionKind::columns:
      return columns(node, *doc);
    case FunctionKind::aggregate:
      return aggregate(node, *doc);
  }
  return std::nullopt;
}

Checker::Checked Checker::unknown_function(const Node& node) {
  const std::string small = lower_ascii(node.text);
  const std::vector<std::string> names = function_names();
  if (small != node.text && std::ranges::find(names, small) != names.end()) {
    faults_.error(node.name, fmt::format("function names are lower case, found '{}'", node.text),
                  fmt::format("write `{}`", small));
    Node meant = node;
    meant.text = small;
    call(meant);  // for the faults in its arguments
    return std::nullopt;
  }
  std::string advice = foreign_function(node.text);
  if (advice.empty()) {
    const std::string near = util::nearest_name(small, names);
    if (!near.empty()) {
      advice = fmt::format("did you mean '{}'?", near);
    } else if (names_.column(table(), node.text)) {
      advice = fmt::format("'{}' is a column: write it without parentheses", node.text);
    }
  }
  faults_.error(node.name, fmt::format("unknown function '{}'", node.text), std::move(advice));
  return std::nullopt;
}

bool Checker::is_arity(const Node& node, const FunctionDoc& doc, size_t least, size_t most) {
  const size_t count = node.children.size();
  if (count >= least && count <= most) return true;
  const size_t limit = count < least ? least : most;
  faults_.error(node.range,
                fmt::format("{} takes {} {} argument{}, found {}", node.text,
                            least == most   ? "exactly"
                            : count < least ? "at least"
                                            : "at most",
                            limit, limit == 1 ? "" : "s", count),
                fmt::format("write `{}`", doc.signature));
  return false;
}

Checker::Checked Checker::argument(const Node& node, const ParameterDoc& parameter,
                                   Expression& call) {
  switch (parameter.role) {
    case Role::value:
      return expression_of(node, parameter.type);
    case Role::pattern:
    case Role::capture:
    case Role::exact_pattern:
      return pattern(node, parameter.role);
    case Role::format:
      return format(node);
    case Role::set:
      break;
  }
  if (node.kind != NodeKind::set) {
    if (node.kind == NodeKind::bad) return std::nullopt;
    faults_.error(node.range, "expected a set here", "a set is written with its sign: `@name`");
    return std::nullopt;
  }
  call.set = find_set(node.text, node.range);
  if (call.set == nullptr) return std::nullopt;
  if (!is_text(call.set->type)) {
    faults_.error(node.range, fmt::format("set '@{}' holds {}s, texts are expected here", node.text,
                                          model::show(call.set->type)));
    return std::nullopt;
  }
  return call;
}

Checker::Checked Checker::plain(const Node& node, const FunctionDoc& doc) {
  if (!is_arity(node, doc, doc.parameters.size(), doc.parameters.size())) return std::nullopt;
  Expression expression = made(Op::call, *doc.result, node);
  expression.function = doc.function;
  bool good = true;
  for (size_t i = 0; i < node.children.size(); ++i) {
    Checked checked = argument(node.children[i], doc.parameters[i], expression);
    good = good && checked.has_value();
    if (good && doc.parameters[i].role != Role::set) expression.args.push_back(std::move(*checked));
  }
  if (!good) return std::nullopt;
  if (doc.function == FunctionId::add_quarters && expression.args[1].op == Op::literal &&
      std::get<Number>(expression.args[1].value).scaled % model::k_number_scale != 0) {
    faults_.error(node.children[1].range, "add_quarters takes a whole number of quarters");
    return std::nullopt;
  }
  return expression;
}

/// Whether all values are of one type; the first that is not is reported.
bool Checker::alike(const std::vector<const Node*>& nodes,
                    const std::vector<const Expression*>& values) {
  for (size_t i = 1; i < values.size(); ++i) {
    if (audit::rules::alike(values[0]->type, values[i]->type)) continue;
    const bool literal_first = nodes[0]->kind == NodeKind::literal;
    const size_t odd = literal_first ? 0 : i;
    const Type wanted = values[literal_first ? i : 0]->type;
    faults_.error(nodes[odd]->range,
                  fmt::format("the values are of one type: expected {}, found {}", describe(wanted),
                              describe(values[odd]->type)),
                  advice_on_type(quote(*nodes[odd]), *nodes[odd], *values[odd], wanted));
    return false;
  }
  return true;
}

/// One argument of if, first_present, min or max.
Checker::Checked Checker::choice_argument(const Node& node, const FunctionDoc& doc, bool is_first) {
  if (doc.function == FunctionId::if_else && is_first) return condition(node, nullptr);
  Checked checked = expression(node);
  const bool ranks = doc.function == FunctionId::min || doc.function == FunctionId::max;
  if (!checked || !ranks) return checked;
  if (checked->type == Type::number || checked->type == Type::date) return checked;
  faults_.error(node.range, fmt::format("{} takes numbers or dates, not {}", doc.name,
                                        describe(checked->type)));
  return std::nullopt;
}

Checker::Checked Checker::choice(const Node& node, const FunctionDoc& doc) {
  const bool is_if = doc.function == FunctionId::if_else;
  if (!is_arity(node, doc, 2, is_if ? 3 : std::numeric_limits<size_t>::max())) return std::nullopt;
  Expression expression = made(Op::call, Type::text, node);
  expression.function = doc.function;
  bool good = true;
  for (const Node& child : node.children) {
    Checked checked = choice_argument(child, doc, &child == &node.children.front());
    good = good && checked.has_value();
    if (good) expression.args.push_back(std::move(*checked));
  }
  if (!good) return std::nullopt;
  std::vector<const Node*> nodes;
  std::vector<const Expression*> values;
  for (size_t i = is_if ? 1 : 0; i < node.children.size(); ++i) {
    nodes.push_back(&node.children[i]);
    values.push_back(&expression.args[i]);
  }
  if (!alike(nodes, values)) return std::nullopt;
  expression.type = values.front()->type;
  // A text among identifiers makes the result a text: it then compares as text does.
  const auto is_plain = [](const Expression* value) { return value->type == Type::text; };
  if (std::ranges::any_of(values, is_plain)) expression.type = Type::text;
  return expression;
}

/// A column of the record itself, as missing_columns and filled name it.
std::optional<model::ColumnIndex> Checker::own_column(const Node& node) {
  const Node& path = node.kind == NodeKind::except ? node.children[0] : node;
  if (path.kind == NodeKind::bad) return std::nullopt;
  if (path.kind != NodeKind::path || path.outer || path.names.size() != 1) {
    faults_.error(path.range, "expected the name of a column of the record itself");
    return std::nullopt;
  }
  const auto column = names_.column(table(), path.names[0].text);
  if (!column) {
    Target target;
    target.table = table();
    unknown_name(path, 0, target);
    return std::nullopt;
  }
  if (column->derived != nullptr) {
    faults_.error(path.range,
                  fmt::format("'{}' is a derived column; only columns of the file are looked at",
                              path.names[0].text),
                  fmt::format("write `{} is missing`", path.names[0].text));
    return std::nullopt;
  }
  return column->index;
}

Checker::Checked Checker::columns(const Node& node, const FunctionDoc& doc) {
  Expression expression =
      made(*doc.result == Type::text ? Op::missing_columns : Op::filled, *doc.result, node);
  const bool except = !node.children.empty() && node.children[0].kind == NodeKind::except;
  std::vector<model::ColumnIndex> named;
  bool good = true;
  for (size_t i = 0; i < node.children.size(); ++i) {
    const Node& child = node.children[i];
    if (i > 0 && child.kind == NodeKind::except) {
      faults_.error(child.range, "'except' stands once, before the first name",
                    fmt::format("write `{}(except a, b)`", node.text));
      good = false;
      continue;
    }
    const auto column = own_column(child);
    good = good && column.has_value();
    if (column) named.push_back(*column);
  }
  if (!good) return std::nullopt;
  const model::TableDef& def = names_.schema().tables[table()];
  for (model::ColumnIndex column = 0; column < def.columns.size(); ++column) {
    const bool is_named = std::ranges::find(named, column) != named.end();
    const bool all = node.children.empty();
    const bool is_default_key = def.key == column && def.has_default_key();
    if (def.columns[column].internal || is_default_key) continue;
    if (all || is_named != except) expression.columns.push_back(column);
  }
  return expression;
}

}  // namespace audit::rules
