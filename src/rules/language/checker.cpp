// SPDX-License-Identifier: MIT
// Dispatch, logic, comparisons and sums.
#include "rules/language/checker.hpp"

#include <fmt/format.h>

#include <utility>

#include "rules/language/lexer.hpp"
#include "util/text.hpp"

namespace audit::rules {
namespace {

using model::Type;

Type literal_type(const Value& value) {
  constexpr Type types[] = {Type::text, Type::text,    Type::number,
                            Type::date, Type::boolean, Type::duration};
  return types[value.index()];
}

const char* sign_of(Op op) {
  switch (op) {
    case Op::equal:
      return "==";
    case Op::not_equal:
      return "!=";
    case Op::less:
      return "<";
    case Op::less_equal:
      return "<=";
    case Op::greater:
      return ">";
    default:
      return ">=";
  }
}

}  // namespace

const char* describe(Type type) {
  switch (type) {
    case Type::text:
    case Type::identifier:
      return "a text";
    case Type::number:
      return "a number";
    case Type::date:
      return "a date";
    case Type::boolean:
      return "a condition (bool)";
    case Type::duration:
      return "a duration";
  }
  return "?";
}

namespace {

/// A literal text stands where another type is wanted.
std::string advice_on_text(const std::string& text, Type wanted) {
  switch (wanted) {
    case Type::number:
      if (!parse_number(text)) return {};
      break;
    case Type::date:
      if (!calendar::parse_iso(text)) return "dates are written as 2026-01-31, without quotes";
      break;
    case Type::duration:
      if (!calendar::parse_duration(text)) return {};
      break;
    case Type::boolean:
      return R"(compare the column itself: `x == "…"`, `x in ("…", "…")`)";
    default:
      return {};
  }
  return fmt::format("write `{}` without quotes", text);
}

}  // namespace

std::string advice_on_type(const std::string& written, const Node& node, const Expression& found,
                           Type wanted) {
  const bool is_literal = node.kind == NodeKind::literal;
  const bool is_number = is_literal && found.type == Type::number;
  if (is_literal && found.type == Type::text) {
    return advice_on_text(std::get<std::string>(found.value), wanted);
  }
  switch (wanted) {
    case Type::text:
    case Type::identifier:
      if (is_number || (is_literal && found.type == Type::date)) {
        return fmt::format("write \"{}\"", written);
      }
      return {};
    case Type::duration:
      if (!is_number) return {};
      return fmt::format("write `{} days` or `{} business days`", written, written);
    case Type::date:
      if (found.type != Type::duration) return {};
      return fmt::format("add it to a date: `date + {}`", written);
    case Type::boolean:
      if (node.kind != NodeKind::path) return "compare it with something";
      return fmt::format("write `{} is present`, or compare it", written);
    default:
      return {};
  }
}

Expression Checker::made(Op op, Type type, const Node& node) const {
  Expression expression;
  expression.op = op;
  expression.type = type;
  expression.spot = faults_.spot(node.range);
  return expression;
}

void Checker::mismatch(const Node& node, const Expression& found, Type wanted) {
  faults_.error(node.range,
                fmt::format("expected {}, found {}", describe(wanted), describe(found.type)),
                advice_on_type(quote(node), node, found, wanted));
}

Checker::Checked Checker::expression(const Node& node) {
  switch (node.kind) {
    case NodeKind::bad:
      return std::nullopt;
    case NodeKind::literal:
      return literal(node);
    case NodeKind::parameter:
      return parameter(node);
    case NodeKind::as_of:
      return made(Op::as_of, Type::date, node);
    case NodeKind::path:
      return column(node);
    case NodeKind::call:
      return call(node);
    case NodeKind::sum:
      return sum(node);
    case NodeKind::logical_and:
    case NodeKind::logical_or:
    case NodeKind::logical_not:
      return logic(node);
    case NodeKind::compare:
      return compare(node);
    case NodeKind::in_set:
      return in_set(node);
    case NodeKind::in_list:
      return in_list(node);
    case NodeKind::is_missing:
    case NodeKind::is_present:
      return is_missing(node);
    case NodeKind::matches:
      return matches(node);
    case NodeKind::starts_with:
    case NodeKind::contains:
      return text_comparison(node);
    case NodeKind::contains_any:
      return contains_any(node);
    case NodeKind::set:
      faults_.error(node.range, "a set is no value",
                    fmt::format("write `x in @{}` or `x contains any @{}`", node.text, node.text));
      return std::nullopt;
    case NodeKind::except:
      faults_.error(node.range, "'except' stands in missing_columns() and filled() only");
      return std::nullopt;
    case NodeKind::selection:
      faults_.error(node.range, "a where stands inside an aggregate only",
                    "write `exists(S where …)`, `count(S where …)`");
      return std::nullopt;
  }
  return std::nullopt;
}

Checker::Checked Checker::expression_of(const Node& node, Type wanted) {
  Checked checked = expression(node);
  if (!checked || audit::rules::alike(checked->type, wanted)) return checked;
  mismatch(node, *checked, wanted);
  return std::nullopt;
}

Checker::Checked Checker::literal(const Node& node) {
  Expression expression = made(Op::literal, literal_type(node.value), node);
  expression.value = node.value;
  return expression;
}

Checker::Checked Checker::parameter(const Node& node) {
  if (scope_.parameters == nullptr) {
    faults_.error(node.range,
                  fmt::format("unknown parameter '${}': a derived column has none", node.text),
                  "write the value itself");
    return std::nullopt;
  }
  const auto found = scope_.parameters->find(node.text);
  if (found == scope_.parameters->end()) {
    std::vector<std::string> known;
    for (const auto& entry : *scope_.parameters) known.push_back(entry.first);
    const std::string near = util::nearest_name(node.text, known);
    faults_.error(node.range, fmt::format("unknown parameter '${}'", node.text),
                  near.empty() ? fmt::format("declare it: params = {{ {} = … }}", node.text)
                               : fmt::format("did you mean '${}'?", near));
    return std::nullopt;
  }
  Expression expression = made(Op::literal, found->second.type, node);
  expression.value = found->second.value;
  return expression;
}

Checker::Checked Checker::condition(const Node& node, const Node* before) {
  Checked checked = expression(node);
  if (!checked || checked->type == Type::boolean) return checked;
  // a == "1" or "2": the second literal was meant as a further value of the comparison.
  const bool continues = node.kind == NodeKind::literal && before != nullptr &&
                         before->kind == NodeKind::compare &&
                         before->children[1].kind == NodeKind::literal &&
                         before->children[1].value.index() == node.value.index();
  if (!continues) {
    mismatch(node, *checked, Type::boolean);
    return std::nullopt;
  }
  const std::string subject = quote(before->children[0]);
  faults_.error(node.range,
                fmt::format("expected a condition (bool), found {}", describe(checked->type)),
                fmt::format("write `{} in ({}, {})`, or the whole comparison again", subject,
                            quote(before->children[1]), quote(node)));
  return std::nullopt;
}

Checker::Checked Checker::logic(const Node& node) {
  const Op op = node.kind == NodeKind::logical_and  ? Op::logical_and
                : node.kind == NodeKind::logical_or ? Op::logical_or
                                                    : Op::logical_not;
  Expression expression = made(op, Type::boolean, node);
  const Node* before = nullptr;
  bool good = true;
  for (const Node& child : node.children) {
    Checked checked = condition(child, before);
    before = op == Op::logical_or ? &child : nullptr;
    good = good && checked.has_value();
    if (good) expression.args.push_back(std::move(*checked));
  }
  if (!good) return std::nullopt;
  return expression;
}

bool Checker::compared_with_itself(const Node& node) {
  const Node& left = node.children[0];
  if (!same(left, node.children[1])) return false;
  std::string advice;
  if (left.kind == NodeKind::path && has_outer()) {
    const std::string name =
        faults_.quote({left.names.front().range.begin, left.names.back().range.end});
    if (left.outer || !names_.elsewhere(outer_table(), left.names.front().text).empty() ||
        names_.column(outer_table(), left.names.front().text) ||
        names_.schema().find_relation(outer_table(), left.names.front().text)) {
      advice = fmt::format("the enclosing record's is `outer.{}`: write `{} {} outer.{}`", name,
                           name, sign_of(node.op), name);
    }
  }
  if (advice.empty()) advice = "in a where, the enclosing record's column is written `outer.name`";
  faults_.error(node.range, fmt::format("'{}' is compared with itself", quote(left)),
                std::move(advice));
  return true;
}

Checker::Checked Checker::compare(const Node& node) {
  Checked left = expression(node.children[0]);
  Checked right = expression(node.children[1]);
  if (!left || !right) return std::nullopt;
  if (!comparable(node, *left, *right)) return std::nullopt;
  if (compared_with_itself(node)) return std::nullopt;
  Expression expression = made(node.op, Type::boolean, node);
  expression.args.push_back(std::move(*left));
  expression.args.push_back(std::move(*right));
  return expression;
}

/// Two sides of different types: the literal of the two is taken for the odd one.
void Checker::report_clash(const Node& node, const Expression& left, const Expression& right) {
  const bool right_is_odd = node.children[0].kind != NodeKind::literal;
  const Node& odd = node.children[right_is_odd ? 1 : 0];
  const std::string other = quote(node.children[right_is_odd ? 0 : 1]);
  const Expression& found = right_is_odd ? right : left;
  const Type wanted = right_is_odd ? left.type : right.type;
  std::string advice = advice_on_type(quote(odd), odd, found, wanted);
  if (wanted == Type::date && found.type == Type::duration) {
    advice = "compare dates: `a <= b + 30 days`";
  } else if (wanted == Type::boolean) {
    advice = fmt::format("a bool is a condition itself: `{}`, `not {}`", other, other);
  }
  faults_.error(odd.range,
                fmt::format("can't compare {} with {}", describe(wanted), describe(found.type)),
                std::move(advice));
}

bool Checker::comparable(const Node& node, const Expression& left, const Expression& right) {
  if (!audit::rules::alike(left.type, right.type)) {
    report_clash(node, left, right);
    return false;
  }
  const bool ordered = node.op != Op::equal && node.op != Op::not_equal;
  if (!ordered || left.type == Type::number || left.type == Type::date) return true;
  faults_.error(node.name,
                fmt::format("'{}' compares numbers and dates, not {}s", sign_of(node.op),
                            model::show(left.type)),
                is_text(left.type) ? "text takes ==, !=, in, matches, starts with, contains" : "");
  return false;
}

Checker::Checked Checker::sum(const Node& node) {
  Checked total = expression(node.children[0]);
  for (size_t term = 1; term < node.children.size(); ++term) {
    Checked right = expression(node.children[term]);
    if (!total || !right) {
      total.reset();
      continue;
    }
    if (total->type != Type::date || right->type != Type::duration) {
      bad_sum(node, term, *total, *right);
      total.reset();
      continue;
    }
    const bool minus = node.minus[term - 1];
    Expression next = made(minus ? Op::subtract_duration : Op::add_duration, Type::date, node);
    next.spot = faults_.spot({node.children[0].range.begin, node.children[term].range.end});
    next.args.push_back(std::move(*total));
    next.args.push_back(std::move(*right));
    total = std::move(next);
  }
  return total;
}

void Checker::bad_sum(const Node& node, size_t term, const Expression& left,
                      const Expression& right) {
  const bool minus = node.minus[term - 1];
  const char* sign = minus ? "-" : "+";
  const uint32_t begin = node.children[0].range.begin;
  const std::string l = faults_.quote({begin, node.children[term - 1].range.end});
  const std::string r = quote(node.children[term]);
  std::string text = fmt::format("can't {} {} {} {}", minus ? "subtract" : "add",
                                 describe(right.type), minus ? "from" : "to", describe(left.type));
  std::string advice = "a date takes + and - with a duration: `date + 30 days`";
  if (left.type == Type::date && right.type == Type::number) {
    text = "a date takes a duration, not a number";
    const bool literal = node.children[term].kind == NodeKind::literal;
    advice = literal ? fmt::format("write `{} {} {} days` or `{} business days`", l, sign, r, r)
                     : "write a duration: `90 days`, or a parameter \"90 days\"";
  } else if (left.type == Type::date && right.type == Type::date) {
    advice = fmt::format("compare dates: `{} <= {} + 30 days`; business_days(a, b) counts", l, r);
  } else if (left.type == Type::number && right.type == Type::number) {
    text = "there is no arithmetic on numbers";
    advice = "compare them one by one, or count, sum, min, max in an aggregate";
  } else if (left.type == Type::duration && right.type == Type::date && !minus) {
    advice = fmt::format("write the date first: `{} + {}`", r, l);
  } else if (left.type == Type::duration && right.type == Type::duration) {
    advice = fmt::format("add one after the other to a date: `date + {} {} {}`", l, sign, r);
  } else if (is_text(left.type) || is_text(right.type)) {
    text = "text can't be added";
    advice = "in a message write {a} {b}";
  }
  Range range{begin, node.children[term].range.end};
  if (left.type == Type::date && right.type == Type::number) range = node.children[term].range;
  faults_.error(range, std::move(text), std::move(advice));
}

Checker::Checked Checker::is_missing(const Node& node) {
  const Node& operand = node.children[0];
  const bool missing = node.kind == NodeKind::is_missing;
  if (operand.kind == NodeKind::path &&
      !(operand.names.size() == 1 && own_word(operand.names[0].text))) {
    const auto target = resolve(operand);
    if (!target) return std::nullopt;
    if (!target->column && target->children == model::k_none) {
      Expression present = made(Op::parent_present, Type::boolean, node);
      present.path = {target->outer, target->hops, target->table, model::k_none};
      if (!missing) return present;
      Expression negated = made(Op::logical_not, Type::boolean, node);
      negated.args.push_back(std::move(present));
      return negated;
    }
  }
  Checked checked = expression(operand);
  if (!checked) return std::nullopt;
  Expression made_one = made(missing ? Op::is_missing : Op::is_present, Type::boolean, node);
  made_one.args.push_back(std::move(*checked));
  return made_one;
}

}  // namespace audit::rules
