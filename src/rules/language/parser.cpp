// SPDX-License-Identifier: MIT
// Logic and comparisons. A fault inside a comparison is reported where it is met; the rest up to
// the next `and`, `or`, `,` or `)` is skipped, and what follows is parsed as usual.
#include "rules/language/parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rules/language/foreign.hpp"
#include "rules/language/lexer.hpp"
#include "rules/language/parser_class.hpp"

namespace audit::rules {

bool same(const Node& a, const Node& b) {
  if (a.kind != b.kind || a.op != b.op || a.outer != b.outer || a.text != b.text) return false;
  if (a.value != b.value || a.minus != b.minus) return false;
  if (a.names.size() != b.names.size() || a.children.size() != b.children.size()) return false;
  for (size_t i = 0; i < a.names.size(); ++i) {
    if (a.names[i].text != b.names[i].text) return false;
  }
  for (size_t i = 0; i < a.children.size(); ++i) {
    if (!same(a.children[i], b.children[i])) return false;
  }
  return true;
}

const Token& Parser::take() {
  const Token& token = peek();
  last_end_ = token.range.end;
  if (at_ + 1 < tokens_.size()) ++at_;
  return token;
}

bool Parser::accept(TokenKind kind) {
  if (!is_next(kind)) return false;
  take();
  return true;
}

bool Parser::at_boundary() const {
  switch (peek().kind) {
    case TokenKind::end:
    case TokenKind::right:
    case TokenKind::comma:
    case TokenKind::word_where:
    case TokenKind::word_and:
    case TokenKind::word_or:
      return true;
    default:
      return false;
  }
}

void Parser::skip() {
  uint32_t open = 0;
  while (!is_next(TokenKind::end) && (open > 0 || !at_boundary())) {
    if (is_next(TokenKind::left)) ++open;
    if (is_next(TokenKind::right)) --open;
    take();
  }
}

std::string Parser::found() const {
  if (is_next(TokenKind::end)) return "the end";
  return fmt::format("'{}'", faults_.quote(peek().range));
}

Node Parser::node(NodeKind kind, uint32_t begin) const {
  Node made;
  made.kind = kind;
  made.range = {begin, last_end_};
  return made;
}

Node Parser::joined(NodeKind kind, Node left, Node right) const {
  Node made = node(kind, left.range.begin);
  if (left.kind == NodeKind::bad && right.kind == NodeKind::bad) made.kind = NodeKind::bad;
  made.children.push_back(std::move(left));
  made.children.push_back(std::move(right));
  return made;
}

Node Parser::fault(Range range, std::string text, std::string advice) {
  faults_.error(range, std::move(text), std::move(advice));
  Node made;
  made.range = range;
  return made;
}

Node Parser::too_deep() {
  Node made = fault(peek().range, fmt::format("nested more than {} levels deep", k_deepest),
                    "split it: a derived column may hold a part");
  at_ = tokens_.size() - 1;  // nothing sensible can be said of the rest
  cut_short_ = true;
  return made;
}

void Parser::not_closed(Range open) {
  // A text without its closing quote, or nesting beyond the limit, took the ')' with it.
  const bool swallowed = tokens_.size() > 1 && tokens_[tokens_.size() - 2].kind == TokenKind::bad;
  if (is_next(TokenKind::end) && (cut_short_ || swallowed)) return;
  if (is_next(TokenKind::end)) {
    faults_.error(open, "this '(' is not closed");
  } else if (!is_next(TokenKind::bad)) {
    faults_.error(peek().range, fmt::format("expected ',' or ')', found {}", found()));
  }
}

Node Parser::chain(NodeKind kind, TokenKind word) {
  const uint32_t begin = peek().range.begin;
  const bool is_or = kind == NodeKind::logical_or;
  Node first = is_or ? conjunction() : negation();
  if (!is_next(word)) return first;
  std::vector<Node> children;
  children.push_back(std::move(first));
  while (accept(word)) children.push_back(is_or ? conjunction() : negation());
  Node made = node(kind, begin);
  made.children = std::move(children);
  return made;
}

Node Parser::expression() {
  if (depth_ > k_deepest) return too_deep();
  ++depth_;
  Node made = chain(NodeKind::logical_or, TokenKind::word_or);
  --depth_;
  return made;
}

Node Parser::conjunction() { return chain(NodeKind::logical_and, TokenKind::word_and); }

Node Parser::negation() {
  if (!is_next(TokenKind::word_not)) return comparison();
  if (depth_ > k_deepest) return too_deep();
  ++depth_;
  const uint32_t begin = take().range.begin;
  Node operand = negation();
  --depth_;
  Node made = node(NodeKind::logical_not, begin);
  made.children.push_back(std::move(operand));
  return made;
}

Node Parser::comparison() {
  Node left = sum();
  if (left.kind == NodeKind::bad) {
    skip();
    return left;
  }
  Node made = rest_of_comparison(std::move(left));
  if (!at_boundary()) {
    if (made.kind != NodeKind::bad && !is_next(TokenKind::bad)) unexpected_after(made);
    made.kind = NodeKind::bad;
    const bool between = is_next(TokenKind::name) && lower_ascii(peek().text) == "between";
    skip();
    // Its `and` is no conjunction: what follows it would be reported once more.
    if (between && accept(TokenKind::word_and)) skip();
  }
  return made;
}

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
                   "write `in @set` or `in (\"a\", \"b\")`");
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
    if (token.kind == TokenKind::name) advice = fmt::format("a text is written \"{}\"", token.text);
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

void Parser::finish() {
  while (!is_next(TokenKind::end)) {
    const Token token = take();
    switch (token.kind) {
      case TokenKind::right:
        faults_.error(token.range, "this ')' closes nothing");
        break;
      case TokenKind::word_where:
        faults_.error(token.range, "a where stands inside an aggregate only",
                      "write `exists(S where …)`, `count(S where …)`");
        break;
      case TokenKind::comma:
        faults_.error(token.range, "unexpected ','", "join conditions by `and` or `or`");
        break;
      default:
        break;
    }
    if (!is_next(TokenKind::end) && !is_next(TokenKind::right) && !is_next(TokenKind::comma) &&
        !is_next(TokenKind::word_where) && !is_next(TokenKind::word_and) &&
        !is_next(TokenKind::word_or)) {
      expression();
    }
  }
}

namespace {

/// How deep the sums of a tree nest when each term takes the sum before it as its operand.
size_t sum_depth(const Node& node) {
  size_t deepest = 0;
  const bool is_sum = node.kind == NodeKind::sum;
  for (size_t i = 0; i < node.children.size(); ++i) {
    const size_t terms_after = is_sum ? node.children.size() - i : 0;
    deepest = std::max(deepest, sum_depth(node.children[i]) + terms_after);
  }
  return deepest;
}

Node parse(const std::string& text, Faults& faults, bool as_selection) {
  if (text.size() > k_longest) {
    faults.error(Range{0, 1},
                 fmt::format("an expression of {} bytes is too long; at most {} are read",
                             text.size(), k_longest));
    return {};
  }
  std::vector<Token> tokens = tokenise(text, faults);
  if (tokens.size() == 1) {
    faults.error(Range{0, static_cast<uint32_t>(text.size())}, "an expression is expected here");
    return {};
  }
  Parser parser(std::move(tokens), faults);
  Node made = as_selection ? parser.selection() : parser.expression();
  parser.finish();
  if (sum_depth(made) > k_deepest) {
    faults.error(made.range, fmt::format("a sum of more than {} terms", k_deepest),
                 "add the durations up");
    return {};
  }
  return made;
}

}  // namespace

Node parse_expression(const std::string& text, Faults& faults) {
  return parse(text, faults, false);
}
Node parse_selection(const std::string& text, Faults& faults) { return parse(text, faults, true); }

}  // namespace audit::rules
