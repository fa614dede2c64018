// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "rules/language/ast.hpp"
#include "rules/language/faults.hpp"
#include "rules/language/token.hpp"

namespace audit::rules {

/// Recursive descent over the grammar of spec 3; a method a line of it. Used by parser.cpp (logic),
/// parser_comparisons.cpp and parser_values.cpp (sums, values, paths, calls) only.
class Parser {
 public:
  Parser(std::vector<Token> tokens, Faults& faults) : tokens_(std::move(tokens)), faults_(faults) {}

  Node expression();
  Node selection();
  /// Reports what stands after the whole.
  void finish(Node& whole);

 private:
  // parser.cpp, parser_comparisons.cpp
  Node chain(NodeKind kind, TokenKind word);
  Node conjunction();
  Node negation();
  Node comparison();
  Node rest_of_comparison(Node left);
  Node compare(Node left);
  Node negated(Node left);
  Node in(Node left, bool is_not);
  void list(Node& node);
  void list_entry(Node& node);
  Node is(Node left);
  Node is_not(Node left);
  Node matches(Node left);
  Node contains(Node left);
  void unexpected_after(const Node& left);

  // parser_values.cpp
  Node sum();
  Node value();
  Node no_value();
  Node literal();
  Node duration(Node number);
  Node parenthesised();
  Node path();
  Node call();
  Node argument();
  Node where(Node of);
  void arguments(Node& call);

  [[nodiscard]] const Token& peek(size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  [[nodiscard]] bool is_next(TokenKind kind) const { return peek().kind == kind; }
  const Token& take();
  bool accept(TokenKind kind);
  /// Whether what comes next ends an operand of and, or, a list of arguments or the whole.
  [[nodiscard]] bool at_boundary() const;
  /// Skips to the next boundary on this level of parentheses.
  void skip();
  [[nodiscard]] std::string found() const;
  [[nodiscard]] Node node(NodeKind kind, uint32_t begin) const;
  [[nodiscard]] Node joined(NodeKind kind, Node left, Node right) const;
  Node fault(Range range, std::string text, std::string advice = {});
  Node too_deep();
  void not_closed(Range open);
  [[nodiscard]] std::string quote(const Node& node) const { return faults_.quote(node.range); }

  std::vector<Token> tokens_;
  Faults& faults_;
  size_t at_ = 0;
  uint32_t last_end_ = 0;
  uint32_t depth_ = 0;
  bool cut_short_ = false;  ///< too deep: the rest was not read
};

}  // namespace audit::rules
