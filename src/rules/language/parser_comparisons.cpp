// SPDX-License-Identifier: MIT
// What may stand behind a value: comparisons, sets and lists, is, matches, contains.
#include <fmt/format.h>

#include <utility>

#include "rules/language/foreign.hpp"
#include "rules/language/parser_class.hpp"

namespace audit::rules {

Node Parser::rest_of_comparison(Node left) {
  switch (peek().kind) {
    case TokenKind::compare:
      return compare(std::move(left));
    case TokenKind::word_not:
      return negated(std::move(left));
    case TokenKind::word_in:
      return in(std::move(left), false);
    case TokenKind::word_is:
      return is(std::move(left));
    case TokenKind::word_matches:
      return matches(std::move(left));
    case TokenKind::word_contains:
      return contains(std::move(left));
    case TokenKind::word_starts: {
      take();
      if (!accept(TokenKind::word_with)) {
        return fault(peek().range,
                     fmt::format("expected 'with' after 'starts', found {}", found()));
      }
      Node right = sum();
      return joined(NodeKind::starts_with, std::move(left), std::move(right));
    }
    default:
      return left;
  }
}

Node Parser::compare(Node left) {
  const Token sign = take();
  if (is_next(TokenKind::word_missing) || is_next(TokenKind::word_present)) {
    const bool positive = is_next(TokenKind::word_missing) == (sign.op == Op::equal);
    const Range range{sign.range.begin, take().range.end};
    return fault(range, "'missing' and 'present' are no values",
                 fmt::format("write `{} is {}`", quote(left), positive ? "missing" : "present"));
  }
  Node right = sum();
  if (right.kind != NodeKind::bad && is_next(TokenKind::compare)) {
    const Token second = take();
    const Node third = sum();
    faults_.error(
        second.range, "comparisons do not chain",
        fmt::format("write `{} {} {} and {} {} {}`", quote(left), faults_.quote(sign.range),
                    quote(right), quote(right), faults_.quote(second.range), quote(third)));
    return node(NodeKind::bad, left.range.begin);
  }
  Node made = joined(NodeKind::compare, std::move(left), std::move(right));
  made.op = sign.op;
  made.name = sign.range;
  return made;
}

/// x not in …; x not matches … is no spelling of ours.
Node Parser::negated(Node left) {
  const Range range = take().range;
  if (is_next(TokenKind::word_in)) return in(std::move(left), true);
  const bool known = is_next(TokenKind::word_matches) || is_next(TokenKind::word_contains) ||
                     is_next(TokenKind::word_starts) || is_next(TokenKind::word_is);
  if (!known) return fault(range, fmt::format("expected 'in' after 'not', found {}", found()));
  faults_.error(range, "only `in` takes a 'not' before it",
                fmt::format("write `not {} {} …`", quote(left), faults_.quote(peek().range)));
  return rest_of_comparison(std::move(left));
}

Node Parser::in(Node left, bool is_not) {
  take();
  Node made = node(NodeKind::in_set, left.range.begin);
  const std::string subject = quote(left);
  made.op = is_not ? Op::not_in_set : Op::in_set;
  made.children.push_back(std::move(left));
  const Token token = peek();
  switch (token.kind) {
    case TokenKind::set:
      take();
      made.text = token.text;
      made.name = token.range;
      break;
    case TokenKind::left:
      made.kind = NodeKind::in_list;
      list(made);
      break;
    case TokenKind::name:
      return fault(token.range, "expected a set or a list in parentheses after 'in'",
                   fmt::format("a set is written with its sign: `in @{}`", token.text));
    case TokenKind::literal:
    case TokenKind::parameter:
      return fault(token.range, "expected a set or a list in parentheses after 'in'",
                   token.kind == TokenKind::literal
                       ? fmt::format("write `in ({})`", faults_.quote(token.range))
                       : fmt::format("write `{} == {}`", subject, faults_.quote(token.range)));
    default:
      return fault(token.range,
                   fmt::format("expected a set or a list after 'in', found {}", found()),
                   R"(write `in @set` or `in ("a", "b")`)");
  }
  made.range.end = last_end_;
  return made;
}

void Parser::list(Node& node) {
  const Range open = take().range;
  if (is_next(TokenKind::right)) {
    node.kind = NodeKind::bad;
    faults_.error({open.begin, take().range.end}, "a list holds at least one value");
    return;
  }
  do {
    list_entry(node);
  } while (accept(TokenKind::comma));
  if (!accept(TokenKind::right)) {
    node.kind = NodeKind::bad;
    not_closed(open);
  }
}

void Parser::list_entry(Node& node) {
  const Token token = peek();
  if (token.kind == TokenKind::literal) {
    node.children.push_back(literal());
    if (node.children.back().kind == NodeKind::bad) node.kind = NodeKind::bad;
  } else {
    node.kind = NodeKind::bad;
    std::string advice;
    if (token.kind == TokenKind::name)
      advice = fmt::format(R"(a text is written "{}")", token.text);
    if (token.kind == TokenKind::parameter) advice = "compare with == and `or`";
    if (token.kind == TokenKind::set) {
      advice = fmt::format("write `in @{}` without parentheses", token.text);
    }
    if (token.kind == TokenKind::minus) advice = "there is no unary minus";
    if (token.kind != TokenKind::bad) {
      fault(token.range, fmt::format("a list holds literals, found {}", found()), advice);
    }
  }
  if (is_next(TokenKind::comma) || is_next(TokenKind::right)) return;
  if (node.kind != NodeKind::bad) {
    node.kind = NodeKind::bad;
    fault(peek().range, fmt::format("expected ',' or ')' in a list, found {}", found()));
  }
  while (!is_next(TokenKind::comma) && !is_next(TokenKind::right) && !is_next(TokenKind::end))
    take();
}

Node Parser::is(Node left) {
  const Range word = take().range;
  if (is_next(TokenKind::word_missing) || is_next(TokenKind::word_present)) {
    const bool missing = take().kind == TokenKind::word_missing;
    Node made = node(missing ? NodeKind::is_missing : NodeKind::is_present, left.range.begin);
    made.name = {word.begin, last_end_};
    made.children.push_back(std::move(left));
    return made;
  }
  if (is_next(TokenKind::word_not)) return is_not(std::move(left));
  const std::string subject = quote(left);
  if (is_next(TokenKind::word_in)) {
    faults_.error(word, "'is' takes 'missing' or 'present'",
                  fmt::format("write `{} in …`", subject));
    return in(std::move(left), false);
  }
  const Token token = peek();
  std::string advice = "write `is missing`, `is present` or `==`";
  if (token.kind == TokenKind::literal) {
    const std::string written = faults_.quote(token.range);
    advice = fmt::format("write `{} == {}`", subject, written);
    if (token.value == Value(true)) advice = fmt::format("write `{}` alone", subject);
    if (token.value == Value(false)) advice = fmt::format("write `not {}`", subject);
  } else if (token.kind == TokenKind::name && !foreign_operator(token.text).empty()) {
    advice = fmt::format("write `{} is missing`", subject);
  }
  return fault(token.range,
               fmt::format("expected 'missing' or 'present' after 'is', found {}", found()),
               std::move(advice));
}

Node Parser::is_not(Node left) {
  const Range word = take().range;
  const std::string subject = quote(left);
  const bool present = is_next(TokenKind::word_missing);
  if (present || is_next(TokenKind::word_present)) {
    faults_.error({word.begin, take().range.end}, "there is no `is not`",
                  fmt::format("write `{} is {}`", subject, present ? "present" : "missing"));
    Node made = node(present ? NodeKind::is_present : NodeKind::is_missing, left.range.begin);
    made.children.push_back(std::move(left));
    return made;
  }
  std::string advice = fmt::format("write `{} != …`", subject);
  if (is_next(TokenKind::word_in)) advice = fmt::format("write `{} not in …`", subject);
  if (is_next(TokenKind::name) && !foreign_operator(peek().text).empty()) {
    advice = fmt::format("write `{} is present`", subject);
  }
  return fault(word, "there is no `is not`", std::move(advice));
}

Node Parser::matches(Node left) {
  take();
  const Token token = peek();
  const bool is_text =
      token.kind == TokenKind::literal && std::holds_alternative<std::string>(token.value);
  if (!is_text && token.kind != TokenKind::parameter) {
    if (token.kind == TokenKind::bad) return node(NodeKind::bad, left.range.begin);
    return fault(token.range,
                 fmt::format("expected a pattern in quotes or a parameter, found {}", found()),
                 "a pattern is a regular expression: matches '^[0-9]+$'");
  }
  Node pattern = value();
  return joined(NodeKind::matches, std::move(left), std::move(pattern));
}

Node Parser::contains(Node left) {
  take();
  if (!accept(TokenKind::word_any)) {
    if (is_next(TokenKind::set)) {
      return fault(peek().range, "a set stands after `contains any`",
                   fmt::format("write `contains any @{}`", peek().text));
    }
    Node right = sum();
    return joined(NodeKind::contains, std::move(left), std::move(right));
  }
  const Token token = peek();
  if (token.kind != TokenKind::set) {
    if (token.kind == TokenKind::bad) return node(NodeKind::bad, left.range.begin);
    const bool named = token.kind == TokenKind::name;
    return fault(token.range, fmt::format("expected a set after 'contains any', found {}", found()),
                 named ? fmt::format("a set is written with its sign: `@{}`", token.text)
                       : "put the phrases into a [[set]] and write `contains any @name`");
  }
  take();
  Node made = node(NodeKind::contains_any, left.range.begin);
  made.text = token.text;
  made.name = token.range;
  made.children.push_back(std::move(left));
  return made;
}

void Parser::unexpected_after(const Node& left) {
  const Token token = peek();
  std::string advice;
  switch (token.kind) {
    case TokenKind::compare:
    case TokenKind::word_in:
    case TokenKind::word_is:
    case TokenKind::word_matches:
    case TokenKind::word_contains:
    case TokenKind::word_starts:
      fault(token.range, "comparisons do not chain", "join two comparisons by `and`");
      return;
    case TokenKind::name: {
      advice = foreign_operator(token.text);
      if (advice.empty()) advice = foreign_unit(token.text);
      break;
    }
    case TokenKind::literal:
      if (left.kind == NodeKind::path) advice = fmt::format("compare with `{} == …`", quote(left));
      break;
    case TokenKind::left:
      if (left.kind == NodeKind::path) advice = "a function's name has no dots";
      break;
    case TokenKind::dot:
      advice = "a number's decimals stand after a digit and a dot";
      break;
    default:
      break;
  }
  fault(token.range,
        fmt::format("expected a comparison, 'and', 'or' or the end, found {}", found()),
        std::move(advice));
}

}  // namespace audit::rules
