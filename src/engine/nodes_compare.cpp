// SPDX-License-Identifier: MIT
#include <algorithm>
#include <functional>

#include "engine/nodes.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::engine {

namespace {

using model::Type;
using rules::Expression;
using rules::Op;

struct ExactText {
  bool operator()(std::string_view a, std::string_view b) const {
    return util::trim(a) == util::trim(b);
  }
};
struct FoldedText {
  bool operator()(std::string_view a, std::string_view b) const {
    return a == b || util::equal_folded(a, b);
  }
};

/// A comparison with a missing operand is false.
template <class Kind, class Test>
class Comparison : public Node {
 public:
  Comparison(size_t slot, NodePtr left, NodePtr right)
      : Node(slot), left_(std::move(left)), right_(std::move(right)) {}

 private:
  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    const auto& left = left_->evaluate(batch, scratch).*Kind::cells;
    const auto& right = right_->evaluate(batch, scratch).*Kind::cells;
    out.bools.resize(batch.size());
    for (size_t i = 0; i < batch.size(); ++i) {
      const bool holds =
          Kind::present(left[i]) && Kind::present(right[i]) && Test{}(left[i], right[i]);
      out.bools[i] = holds ? 1 : 0;
    }
  }
  NodePtr left_;
  NodePtr right_;
};

/// The members of a set of numbers or dates, ascending.
template <class Kind>
class InSet : public Node {
 public:
  InSet(size_t slot, NodePtr operand, std::vector<typename Kind::Element> members)
      : Node(slot), operand_(std::move(operand)), members_(std::move(members)) {}

 private:
  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    const auto& values = operand_->evaluate(batch, scratch).*Kind::cells;
    out.bools.resize(batch.size());
    for (size_t i = 0; i < batch.size(); ++i) {
      const bool holds =
          Kind::present(values[i]) && std::ranges::binary_search(members_, values[i]);
      out.bools[i] = holds ? 1 : 0;
    }
  }
  NodePtr operand_;
  std::vector<typename Kind::Element> members_;
};

struct Operands {
  Compiler& compiler;
  NodePtr left;
  NodePtr right;
};

template <class Kind, class Test>
NodePtr compare(Operands& operands) {
  return std::make_unique<Comparison<Kind, Test>>(
      operands.compiler.take_slot(), std::move(operands.left), std::move(operands.right));
}

NodePtr make_equal(Operands& operands, Type left, Type right) {
  switch (left) {
    case Type::date:
      return compare<DateKind, std::equal_to<>>(operands);
    case Type::number:
      return compare<NumberKind, std::equal_to<>>(operands);
    case Type::boolean:
      return compare<BoolKind, std::equal_to<>>(operands);
    case Type::duration:
      return compare<DurationKind, std::equal_to<>>(operands);
    case Type::text:
    case Type::identifier:
      break;
  }
  if (left == Type::identifier || right == Type::identifier) {
    return compare<TextKind, ExactText>(operands);
  }
  return compare<TextKind, FoldedText>(operands);
}

template <class Kind>
NodePtr make_ordered(Operands& operands, Op op) {
  switch (op) {
    case Op::less:
      return compare<Kind, std::less<>>(operands);
    case Op::less_equal:
      return compare<Kind, std::less_equal<>>(operands);
    case Op::greater:
      return compare<Kind, std::greater<>>(operands);
    default:
      return compare<Kind, std::greater_equal<>>(operands);
  }
}

}  // namespace

NodePtr make_comparison(Compiler& compiler, const Expression& expression, model::TableIndex table) {
  const Type left = expression.args.at(0).type;
  const Type right = expression.args.at(1).type;
  Operands operands{.compiler = compiler,
                    .left = compiler.compile(expression.args[0], table),
                    .right = compiler.compile(expression.args[1], table)};
  switch (expression.op) {
    case Op::equal:
      return make_equal(operands, left, right);
    case Op::not_equal:
      return make_not(compiler, make_equal(operands, left, right));
    default:
      break;
  }
  AUDIT_ASSERT(left == Type::date || left == Type::number);
  return left == Type::date ? make_ordered<DateKind>(operands, expression.op)
                            : make_ordered<NumberKind>(operands, expression.op);
}

NodePtr make_in_set(Compiler& compiler, const Expression& expression, model::TableIndex table) {
  NodePtr operand = compiler.compile(expression.args.at(0), table);
  const size_t slot = compiler.take_slot();
  NodePtr node;
  if (expression.args[0].type == Type::date) {
    std::vector<int32_t> members;
    for (const rules::Value& value : expression.set->values) {
      if (const auto* date = std::get_if<calendar::Date>(&value)) members.push_back(date->days);
    }
    std::ranges::sort(members);
    node = std::make_unique<InSet<DateKind>>(slot, std::move(operand), std::move(members));
  } else {
    std::vector<int64_t> members;
    for (const rules::Value& value : expression.set->values) {
      if (const auto* number = std::get_if<rules::Number>(&value))
        members.push_back(number->scaled);
    }
    std::ranges::sort(members);
    node = std::make_unique<InSet<NumberKind>>(slot, std::move(operand), std::move(members));
  }
  return expression.op == Op::not_in_set ? make_not(compiler, std::move(node)) : std::move(node);
}

}  // namespace audit::engine
