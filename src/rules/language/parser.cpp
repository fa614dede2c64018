// SPDX-License-Identifier: MIT
// Logic. A fault inside a comparison is reported where it is met; the rest up to
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

void Parser::finish(Node& whole) {
  while (!is_next(TokenKind::end)) {
    const Token token = take();
    switch (token.kind) {
      case TokenKind::right:
        faults_.error(token.range, "this ')' closes nothing");
        break;
      case TokenKind::word_where:
        faults_.error(token.range, "a where stands inside an aggregate only",
                      "write `exists(S where …)`, `count(S where …)`");
        whole.kind = NodeKind::bad;  // what stands before it was meant as a child set
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
    const size_t terms_after = is_sum ? node.children.size() - std::max<size_t>(i, 1) : 0;
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
  parser.finish(made);
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
