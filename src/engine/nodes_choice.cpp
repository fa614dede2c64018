// SPDX-License-Identifier: MIT
#include <algorithm>

#include "engine/nodes.hpp"
#include "util/fatal.hpp"

namespace audit::engine {

namespace {

using rules::Expression;
using rules::FunctionId;

/// if(c, a, b): each branch is evaluated for its own rows only.
template <class Kind>
class If : public Node {
 public:
  If(size_t slot, NodePtr condition, NodePtr yes, NodePtr no)
      : Node(slot), condition_(std::move(condition)), yes_(std::move(yes)), no_(std::move(no)) {}

 private:
  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    const std::vector<uint8_t>& holds = condition_->evaluate(batch, scratch).bools;
    (out.*Kind::cells).assign(batch.size(), Kind::missing());
    branch(*yes_, batch, scratch, out, [&](size_t i) { return holds[i] == 1; });
    if (no_) branch(*no_, batch, scratch, out, [&](size_t i) { return holds[i] != 1; });
  }

  template <class Takes>
  static void branch(const Node& node, const Batch& batch, Scratch& scratch, Vector& out,
                     Takes&& takes) {
    Remaining remaining(batch, out);
    remaining.retain(takes);
    if (remaining.empty()) return;
    const auto& values = node.evaluate(remaining.batch(), scratch).*Kind::cells;
    const std::span<const uint32_t> positions = remaining.positions();
    for (size_t i = 0; i < positions.size(); ++i) (out.*Kind::cells)[positions[i]] = values[i];
  }

  NodePtr condition_;
  NodePtr yes_;
  NodePtr no_;  // may be absent: missing
};

/// first_present(a, b, …): a later one is evaluated only where all earlier ones are missing.
template <class Kind>
class FirstPresent : public Node {
 public:
  FirstPresent(size_t slot, std::vector<NodePtr> operands)
      : Node(slot), operands_(std::move(operands)) {}

 private:
  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    auto& chosen = out.*Kind::cells;
    chosen.assign(batch.size(), Kind::missing());
    Remaining remaining(batch, out);
    for (const NodePtr& operand : operands_) {
      if (remaining.empty()) return;
      const auto& values = operand->evaluate(remaining.batch(), scratch).*Kind::cells;
      const std::span<const uint32_t> positions = remaining.positions();
      for (size_t i = 0; i < positions.size(); ++i) chosen[positions[i]] = values[i];
      remaining.retain([&](size_t i) { return !Kind::present(values[i]); });
    }
  }
  std::vector<NodePtr> operands_;
};

/// min and max of several values, missing ones ignored.
template <class Kind>
class Extreme : public Node {
 public:
  Extreme(size_t slot, std::vector<NodePtr> operands, bool largest)
      : Node(slot), operands_(std::move(operands)), largest_(largest) {}

 private:
  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    auto& best = out.*Kind::cells;
    best.assign(batch.size(), Kind::missing());
    for (const NodePtr& operand : operands_) {
      const auto& values = operand->evaluate(batch, scratch).*Kind::cells;
      for (size_t i = 0; i < batch.size(); ++i) {
        if (!Kind::present(values[i])) continue;
        const bool better = largest_ ? values[i] > best[i] : values[i] < best[i];
        if (better || !Kind::present(best[i])) best[i] = values[i];
      }
    }
  }
  std::vector<NodePtr> operands_;
  bool largest_;
};

}  // namespace

NodePtr make_choice(Compiler& compiler, const Expression& expression, model::TableIndex table) {
  std::vector<NodePtr> operands;
  operands.reserve(expression.args.size());
  for (const Expression& argument : expression.args) {
    operands.push_back(compiler.compile(argument, table));
  }
  const size_t slot = compiler.take_slot();
  const FunctionId function = expression.function;
  if (function == FunctionId::min || function == FunctionId::max) {
    const bool largest = function == FunctionId::max;
    if (expression.type == model::Type::date) {
      return std::make_unique<Extreme<DateKind>>(slot, std::move(operands), largest);
    }
    return std::make_unique<Extreme<NumberKind>>(slot, std::move(operands), largest);
  }
  return with_kind(expression.type, [&](auto kind) -> NodePtr {
    using Kind = decltype(kind);
    if (function == FunctionId::first_present) {
      return std::make_unique<FirstPresent<Kind>>(slot, std::move(operands));
    }
    AUDIT_ASSERT(operands.size() == 2 || operands.size() == 3);
    NodePtr no = operands.size() == 3 ? std::move(operands[2]) : nullptr;
    return std::make_unique<If<Kind>>(slot, std::move(operands[0]), std::move(operands[1]),
                                      std::move(no));
  });
}

}  // namespace audit::engine
