// SPDX-License-Identifier: MIT
#include <utility>

#include "engine/nodes.hpp"

namespace audit::engine {

namespace {

using rules::Expression;

/// `and` and `or`: a later operand is evaluated only for the rows that earlier ones leave
/// undecided.
class AndOr : public Node {
 public:
  AndOr(size_t slot, bool deciding, std::vector<NodePtr> operands)
      : Node(slot), deciding_(deciding), operands_(std::move(operands)) {}

 private:
  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    const uint8_t decided = deciding_ ? 1 : 0;
    out.bools.assign(batch.size(), decided);
    Remaining remaining(batch, out);
    for (const NodePtr& operand : operands_) {
      if (remaining.empty()) return;
      const std::vector<uint8_t>& values = operand->evaluate(remaining.batch(), scratch).bools;
      remaining.retain([&](size_t i) { return (values[i] == 1) != deciding_; });
    }
    for (const uint32_t position : remaining.positions()) out.bools[position] = deciding_ ? 0 : 1;
  }
  bool deciding_;  // the value of one operand that settles the whole: false of `and`, true of `or`
  std::vector<NodePtr> operands_;
};

class Not : public Node {
 public:
  Not(size_t slot, NodePtr operand) : Node(slot), operand_(std::move(operand)) {}

 private:
  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    const std::vector<uint8_t>& values = operand_->evaluate(batch, scratch).bools;
    out.bools.resize(batch.size());
    for (size_t i = 0; i < batch.size(); ++i) out.bools[i] = values[i] == 1 ? 0 : 1;
  }
  NodePtr operand_;
};

template <class Kind>
class Missing : public Node {
 public:
  Missing(size_t slot, NodePtr operand) : Node(slot), operand_(std::move(operand)) {}

 private:
  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    const auto& values = operand_->evaluate(batch, scratch).*Kind::cells;
    out.bools.resize(batch.size());
    for (size_t i = 0; i < batch.size(); ++i) out.bools[i] = Kind::present(values[i]) ? 0 : 1;
  }
  NodePtr operand_;
};

}  // namespace

NodePtr make_and_or(Compiler& compiler, const Expression& expression, model::TableIndex table) {
  const size_t slot = compiler.take_slot();
  std::vector<NodePtr> operands;
  operands.reserve(expression.args.size());
  for (const Expression& argument : expression.args) {
    operands.push_back(compiler.compile(argument, table));
  }
  return std::make_unique<AndOr>(slot, expression.op == rules::Op::logical_or, std::move(operands));
}

NodePtr make_not(Compiler& compiler, NodePtr operand) {
  return std::make_unique<Not>(compiler.take_slot(), std::move(operand));
}

NodePtr make_missing(Compiler& compiler, const Expression& expression, model::TableIndex table) {
  const Expression& operand = expression.args.at(0);
  NodePtr values = compiler.compile(operand, table);
  return with_kind(operand.type, [&](auto kind) -> NodePtr {
    return std::make_unique<Missing<decltype(kind)>>(compiler.take_slot(), std::move(values));
  });
}

}  // namespace audit::engine
