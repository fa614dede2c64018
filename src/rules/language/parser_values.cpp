// SPDX-License-Identifier: MIT
// Sums, values, paths and calls.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "model/dataset.hpp"
#include "rules/language/foreign.hpp"
#include "rules/language/parser.hpp"
#include "rules/language/parser_class.hpp"
#include "util/text.hpp"

namespace audit::rules {
namespace {

struct UnitWord {
  std::string_view one;
  std::string_view many;
  calendar::Unit unit;
};
constexpr std::array<UnitWord, 5> k_units = {
    {{"day", "days", calendar::Unit::days},
     {"week", "weeks", calendar::Unit::weeks},
     {"month", "months", calendar::Unit::months},
     {"quarter", "quarters", calendar::Unit::quarters},
     {"year", "years", calendar::Unit::years}}
};

std::optional<calendar::Unit> unit_of(std::string_view word) {
  for (const UnitWord& row : k_units) {
    if (word == row.one || word == row.many) return row.unit;
  }
  return std::nullopt;
}

/// Signs of keywords that people of other languages write as functions.
bool is_word(TokenKind kind) { return kind >= TokenKind::word_and; }

}  // namespace

Node Parser::sum() {
  Node first = value();
  if (!is_next(TokenKind::plus) && !is_next(TokenKind::minus)) return first;
  Node made = node(NodeKind::sum, first.range.begin);
  bool bad = first.kind == NodeKind::bad;
  made.children.push_back(std::move(first));
  while (is_next(TokenKind::plus) || is_next(TokenKind::minus)) {
    made.minus.push_back(take().kind == TokenKind::minus);
    made.children.push_back(value());
    bad = bad || made.children.back().kind == NodeKind::bad;
  }
  made.range.end = last_end_;
  if (bad) made.kind = NodeKind::bad;
  return made;
}

Node Parser::value() {
  const Token& token = peek();
  switch (token.kind) {
    case TokenKind::literal:
      return literal();
    case TokenKind::left:
      return parenthesised();
    case TokenKind::word_outer:
      return path();
    case TokenKind::name:
      return peek(1).kind == TokenKind::left ? call() : path();
    case TokenKind::parameter: {
      const uint32_t begin = token.range.begin;
      std::string name = take().text;
      Node made = node(NodeKind::parameter, begin);
      made.text = std::move(name);
      return made;
    }
    case TokenKind::word_as_of: {
      Node made = node(NodeKind::as_of, take().range.begin);
      made.range.end = last_end_;
      if (is_next(TokenKind::left)) {
        fault(peek().range, "`as_of` takes no parentheses", "write `as_of`");
        take();
        skip();
        accept(TokenKind::right);
        made.kind = NodeKind::bad;
      }
      return made;
    }
    default:
      return no_value();
  }
}

/// Reports that no value stands here; takes what can begin none.
Node Parser::no_value() {
  const Token token = peek();
  const std::string word = found();
  if (token.kind == TokenKind::bad) {
    take();
    return node(NodeKind::bad, token.range.begin);
  }
  if (is_word(token.kind) && peek(1).kind == TokenKind::left && token.kind != TokenKind::word_not) {
    take();
    Node made = fault(token.range, fmt::format("{} is no function", word),
                      foreign_function(lower_ascii(faults_.quote(token.range))));
    take();
    Node ignored = node(NodeKind::call, token.range.begin);
    arguments(ignored);
    return made;
  }
  if (token.kind == TokenKind::minus || token.kind == TokenKind::plus) {
    take();
    if (!at_boundary()) value();
    return fault(token.range, fmt::format("there is no unary {}", word),
                 "subtract instead: `date - 1 quarter`");
  }
  std::string advice;
  switch (token.kind) {
    case TokenKind::word_missing:
    case TokenKind::word_present:
      advice = "write `x is missing`; `if(c, a)` is missing where c does not hold";
      take();
      return fault(token.range, fmt::format("{} is no value", word), std::move(advice));
    case TokenKind::set:
      take();
      return fault(token.range, "a set is no value",
                   fmt::format("write `x in @{}` or `x contains any @{}`", token.text, token.text));
    case TokenKind::word_not:
      advice = "put the condition in parentheses: `(not …)`";
      break;
    case TokenKind::dot:
      advice = "a number has a digit before its dot: 0.5";
      break;
    default:
      break;
  }
  return fault(token.range, fmt::format("expected a value, found {}", word), std::move(advice));
}

Node Parser::literal() {
  const Token token = take();
  Node made = node(NodeKind::literal, token.range.begin);
  made.value = token.value;
  if (std::holds_alternative<Number>(token.value) && is_next(TokenKind::name)) {
    return duration(std::move(made));
  }
  return made;
}

Node Parser::duration(Node number) {
  const int64_t scaled = std::get<Number>(number.value).scaled;
  const Token word = take();
  std::optional<calendar::Unit> unit = unit_of(word.text);
  const auto count = faults_.quote(number.range);
  if (word.text == "business") {
    const std::string second = is_next(TokenKind::name) ? peek().text : "";
    if (second != "day" && second != "days") {
      return fault(peek().range, fmt::format("expected 'days' after 'business', found {}", found()),
                   fmt::format("write `{} business days`", count));
    }
    take();
    unit = calendar::Unit::business_days;
  }
  if (!unit) {
    std::string advice = foreign_unit(word.text);
    const std::string small = lower_ascii(word.text);
    if (unit_of(small) || small == "business") {
      advice = fmt::format("units are lower case: write `{} {}`", count, small);
    } else if (advice.empty()) {
      advice = foreign_operator(word.text);
    }
    if (advice.empty()) advice = "units are days, business days, weeks, months, quarters and years";
    if (is_next(TokenKind::name) && unit_of(lower_ascii(peek().text))) take();
    return fault(word.range, fmt::format("unknown unit '{}'", word.text), std::move(advice));
  }
  const Range range{number.range.begin, last_end_};
  // A duration beyond this leaves the years 1 to 9999 in any unit.
  constexpr int64_t most = 4000000;
  if (scaled % model::k_number_scale != 0)
    return fault(range, "a duration is a whole number of units");
  if (scaled / model::k_number_scale > most) {
    return fault(range, fmt::format("a duration has at most {} units", most));
  }
  number.value = calendar::Duration{scaled / model::k_number_scale, *unit};
  number.range = range;
  return number;
}

Node Parser::parenthesised() {
  const Range open = take().range;
  Node made = expression();
  if (is_next(TokenKind::word_where)) {
    fault(peek().range, "a where stands inside an aggregate only",
          "write `exists(S where …)`, `count(S where …)`");
    take();
    expression();
    made.kind = NodeKind::bad;
  }
  if (is_next(TokenKind::comma)) {
    fault(peek().range, "unexpected ','", "a list stands after `in` only");
    made.kind = NodeKind::bad;
    while (accept(TokenKind::comma)) {
      if (!at_boundary()) expression();
    }
  }
  if (!accept(TokenKind::right)) {
    not_closed(open);
    return node(NodeKind::bad, open.begin);
  }
  made.range = {open.begin, last_end_};
  return made;
}

Node Parser::path() {
  Node made = node(NodeKind::path, peek().range.begin);
  if (is_next(TokenKind::word_outer)) {
    const Range word = take().range;
    made.outer = true;
    if (!accept(TokenKind::dot)) {
      return fault(word, "`outer` is no value", "write `outer.` and a column's name");
    }
  }
  do {
    const Token name = peek();
    if (name.kind != TokenKind::name) {
      const bool reserved = is_word(name.kind);
      if (reserved) take();
      if (name.kind == TokenKind::bad) {
        take();
        return node(NodeKind::bad, made.range.begin);
      }
      return fault(
          name.range,
          reserved ? fmt::format("'{}' is a reserved word, not a column", faults_.quote(name.range))
                   : fmt::format("expected a name after '.', found {}", found()));
    }
    take();
    made.names.push_back({name.text, name.range});
  } while (accept(TokenKind::dot));
  made.range.end = last_end_;
  return made;
}

Node Parser::call() {
  const Token name = take();
  take();
  Node made = node(NodeKind::call, name.range.begin);
  made.text = name.text;
  made.name = name.range;
  arguments(made);
  if (made.kind == NodeKind::call) made.range.end = last_end_;
  return made;
}

/// Everything from behind the '(' to the ')'.
void Parser::arguments(Node& call) {
  const Range open{last_end_ - 1, last_end_};
  if (accept(TokenKind::right)) return;
  do {
    call.children.push_back(argument());
  } while (accept(TokenKind::comma));
  if (accept(TokenKind::right)) return;
  not_closed(open);
  call.kind = NodeKind::bad;
}

Node Parser::argument() {
  if (is_next(TokenKind::set)) {
    const Token set = take();
    Node made = node(NodeKind::set, set.range.begin);
    made.text = set.text;
    return made;
  }
  if (is_next(TokenKind::word_except)) {
    const uint32_t begin = take().range.begin;
    Node operand = path();
    if (!at_boundary()) {
      if (operand.kind != NodeKind::bad) {
        fault(peek().range, fmt::format("expected ',' or ')', found {}", found()));
      }
      skip();
    }
    Node made = node(operand.kind == NodeKind::bad ? NodeKind::bad : NodeKind::except, begin);
    made.children.push_back(std::move(operand));
    return made;
  }
  Node made = expression();
  if (is_next(TokenKind::word_where)) return where(std::move(made));
  return made;
}

Node Parser::where(Node of) {
  const Range word = take().range;
  Node condition = expression();
  if (of.kind != NodeKind::path && of.kind != NodeKind::bad) {
    fault(word, "a where follows the path of a child set");
    of.kind = NodeKind::bad;
  }
  if (of.kind == NodeKind::bad) return of;
  Node made = node(NodeKind::selection, of.range.begin);
  made.children.push_back(std::move(of));
  made.children.push_back(std::move(condition));
  return made;
}

Node Parser::selection() {
  Node made = argument();
  if (made.kind != NodeKind::path) return made;
  Node wrapped = node(NodeKind::selection, made.range.begin);
  wrapped.children.push_back(std::move(made));
  return wrapped;
}

}  // namespace audit::rules
