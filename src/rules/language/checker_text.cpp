// SPDX-License-Identifier: MIT
// Sets, lists, patterns and the comparisons of text.
#include <fmt/format.h>

#include <utility>

#include "rules/language/checker.hpp"
#include "rules/language/patterns.hpp"
#include "util/text.hpp"

namespace audit::rules {

using model::Type;

std::shared_ptr<const ValueSet> Checker::find_set(const std::string& name, Range range) {
  if (scope_.sets != nullptr) {
    const auto found = scope_.sets->find(name);
    if (found != scope_.sets->end()) return found->second;
  }
  std::vector<std::string> known;
  if (scope_.sets != nullptr) {
    for (const auto& entry : *scope_.sets) known.push_back(entry.first);
  }
  const std::string near = util::nearest_name(name, known);
  faults_.error(range, fmt::format("unknown set '@{}'", name),
                near.empty() ? "declare it: [[set]] with `name` and `values`"
                             : fmt::format("did you mean '@{}'?", near));
  return nullptr;
}

/// Whether `found` may be looked for in the set; the fault stands at `where`.
bool Checker::fits_set(const Node& operand, const Expression& found, const ValueSet& set,
                       Range where) {
  if (found.type == Type::boolean || found.type == Type::duration) {
    faults_.error(operand.range,
                  fmt::format("'in' takes texts, numbers and dates, not {}", describe(found.type)));
    return false;
  }
  if (audit::rules::alike(found.type, set.type)) return true;
  const std::string name = set.name.empty() ? "the list" : fmt::format("set '@{}'", set.name);
  std::string advice;
  if (is_text(found.type) && set.type == Type::number) {
    advice = R"(codes are text: write them in quotes, as in ("12", "34"))";
  }
  faults_.error(where,
                fmt::format("{} holds {}s, but '{}' is {}", name, model::show(set.type),
                            quote(operand), describe(found.type)),
                std::move(advice));
  return false;
}

Checker::Checked Checker::in_set(const Node& node) {
  Checked operand = expression(node.children[0]);
  auto set = find_set(node.text, node.name);
  if (!operand || !set) return std::nullopt;
  if (!fits_set(node.children[0], *operand, *set, node.name)) return std::nullopt;
  Expression expression = made(node.op, Type::boolean, node);
  expression.args.push_back(std::move(*operand));
  expression.set = std::move(set);
  return expression;
}

Checker::Checked Checker::in_list(const Node& node) {
  Checked operand = expression(node.children[0]);
  ValueSet set;
  bool good = true;
  for (size_t i = 1; i < node.children.size(); ++i) {
    const Node& entry = node.children[i];
    const Checked value = literal(entry);
    if (i == 1) set.type = value->type;
    set.values.push_back(value->value);
    if (value->type == Type::boolean || value->type == Type::duration) {
      faults_.error(entry.range, fmt::format("a list holds texts, numbers or dates, not {}",
                                             describe(value->type)));
      good = false;
    } else if (operand && !audit::rules::alike(operand->type, value->type) &&
               operand->type != Type::boolean && operand->type != Type::duration) {
      faults_.error(entry.range,
                    fmt::format("'{}' is {}, this is {}", quote(node.children[0]),
                                describe(operand->type), describe(value->type)),
                    advice_on_type(quote(entry), entry, *value, operand->type));
      good = false;
    } else if (!operand && value->type != set.type) {
      faults_.error(entry.range, "the values of a list are of one type",
                    advice_on_type(quote(entry), entry, *value, set.type));
    }
  }
  if (!operand || !good) return std::nullopt;
  const Range entries{node.children[1].range.begin, node.children.back().range.end};
  if (!fits_set(node.children[0], *operand, set, entries)) return std::nullopt;
  Expression expression = made(node.op, Type::boolean, node);
  expression.args.push_back(std::move(*operand));
  expression.set = std::make_shared<const ValueSet>(std::move(set));
  return expression;
}

/// A pattern as a literal expression, compiled once to know that it is one.
Checker::Checked Checker::pattern(const Node& node, Role role) {
  Checked checked = expression(node);
  if (!checked) return std::nullopt;
  if (checked->op != Op::literal || checked->type != Type::text) {
    faults_.error(node.range, "expected a pattern: a text in quotes or a parameter",
                  "a pattern can't come from a column");
    return std::nullopt;
  }
  const PatternUse use{.ignore_case = role != Role::exact_pattern,
                       .capture = role == Role::capture};
  PatternFault fault = check_pattern(std::get<std::string>(checked->value), use);
  if (fault.text.empty()) return checked;
  faults_.error(node.range, std::move(fault.text), std::move(fault.advice));
  return std::nullopt;
}

Checker::Checked Checker::format(const Node& node) {
  Checked checked = expression(node);
  if (!checked) return std::nullopt;
  if (checked->op != Op::literal || checked->type != Type::text) {
    faults_.error(node.range, "expected a format: a text in quotes or a parameter",
                  "for example format_date(d, \"%Y-%m-%d\")");
    return std::nullopt;
  }
  if (calendar::valid_format(std::get<std::string>(checked->value))) return checked;
  faults_.error(node.range, "not a date format", "%Y %y %m %d and %% are known");
  return std::nullopt;
}

Checker::Checked Checker::matches(const Node& node) {
  Checked operand = expression_of(node.children[0], Type::text);
  Checked regex = pattern(node.children[1], Role::pattern);
  if (!operand || !regex) return std::nullopt;
  Expression expression = made(Op::matches, Type::boolean, node);
  expression.args.push_back(std::move(*operand));
  expression.value = std::move(regex->value);
  return expression;
}

Checker::Checked Checker::text_comparison(const Node& node) {
  Checked left = expression_of(node.children[0], Type::text);
  Checked right = expression_of(node.children[1], Type::text);
  if (!left || !right) return std::nullopt;
  if (compared_with_itself(node)) return std::nullopt;
  const Op op = node.kind == NodeKind::contains ? Op::contains : Op::starts_with;
  Expression expression = made(op, Type::boolean, node);
  expression.args.push_back(std::move(*left));
  expression.args.push_back(std::move(*right));
  return expression;
}

Checker::Checked Checker::contains_any(const Node& node) {
  Checked operand = expression_of(node.children[0], Type::text);
  auto set = find_set(node.text, node.name);
  if (!operand || !set) return std::nullopt;
  if (!is_text(set->type)) {
    faults_.error(node.name, fmt::format("set '@{}' holds {}s; 'contains any' takes texts",
                                         node.text, model::show(set->type)));
    return std::nullopt;
  }
  Expression expression = made(Op::contains_any, Type::boolean, node);
  expression.args.push_back(std::move(*operand));
  expression.set = std::move(set);
  return expression;
}

}  // namespace audit::rules
