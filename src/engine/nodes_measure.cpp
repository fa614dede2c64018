// SPDX-License-Identifier: MIT
// Tests and measures of one text. Over a column each distinct text is tested once: its answer is
// kept by the text's code. Threads share the answers; two that meet at one code write the same.
#include <algorithm>
#include <atomic>

#include "engine/nodes.hpp"

namespace audit::engine {

namespace {

using model::Type;
using rules::Expression;

// Past so many distinct texts an answer is rarely asked for twice, and a byte each is too much.
constexpr uint32_t k_most_answers = 1U << 22U;

/// A probe that was taken while the text was read.
template <class Kind>
class Probed : public Node {
 public:
  Probed(size_t slot, Way way, std::span<const typename Kind::Element> cells,
         typename Kind::Element missing)
      : Node(slot), way_(std::move(way)), cells_(cells), missing_(missing) {}

 private:
  void run(const Batch& batch, Scratch& /*scratch*/, Vector& out) const override {
    auto& values = out.*Kind::cells;
    values.assign(batch.size(), missing_);
    if (cells_.empty()) return;
    const std::span<const uint32_t> rows = way_.follow(batch, out.rows);
    for (size_t i = 0; i < rows.size(); ++i) {
      if (rows[i] != model::k_none && Kind::present(cells_[rows[i]])) values[i] = cells_[rows[i]];
    }
  }
  Way way_;
  std::span<const typename Kind::Element> cells_;
  typename Kind::Element missing_;
};

class ColumnTest : public Node {
 public:
  ColumnTest(size_t slot, Way way, const model::Column& column, model::TextProbe test)
      : Node(slot),
        way_(std::move(way)),
        column_(column),
        test_(std::move(test)),
        answers_(column.pool && column.pool->size() <= k_most_answers ? column.pool->size() : 0) {}

 private:
  enum Answer : uint8_t { k_unknown, k_no, k_yes };

  void run(const Batch& batch, Scratch& /*scratch*/, Vector& out) const override {
    out.bools.assign(batch.size(), 0);
    if (column_.codes.empty()) return;
    const std::span<const uint32_t> rows = way_.follow(batch, out.rows);
    for (size_t i = 0; i < rows.size(); ++i) {
      if (rows[i] == model::k_none) continue;
      const uint32_t code = column_.codes[rows[i]];
      if (code != 0) out.bools[i] = answer(code);
    }
  }

  uint8_t answer(uint32_t code) const {
    if (answers_.empty()) return test_.measure(column_.pool->text(code)) == 1 ? 1 : 0;
    uint8_t known = answers_[code].load(std::memory_order_relaxed);
    if (known == k_unknown) {
      known = test_.measure(column_.pool->text(code)) == 1 ? k_yes : k_no;
      answers_[code].store(known, std::memory_order_relaxed);
    }
    return known == k_yes ? 1 : 0;
  }

  Way way_;
  const model::Column& column_;
  model::TextProbe test_;
  mutable std::vector<std::atomic<uint8_t>> answers_;  // by code; empty: not kept
};

class TextTest : public Node {
 public:
  TextTest(size_t slot, NodePtr text, model::TextProbe test)
      : Node(slot), text_(std::move(text)), test_(std::move(test)) {}

 private:
  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    const std::vector<std::string_view>& texts = text_->evaluate(batch, scratch).texts;
    out.bools.resize(batch.size());
    for (size_t i = 0; i < batch.size(); ++i) {
      out.bools[i] = !texts[i].empty() && test_.measure(texts[i]) == 1 ? 1 : 0;
    }
  }
  NodePtr text_;
  model::TextProbe test_;
};

class TextMeasure : public Node {
 public:
  TextMeasure(size_t slot, NodePtr text, model::TextProbe measure)
      : Node(slot), text_(std::move(text)), measure_(std::move(measure)) {}

 private:
  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    const std::vector<std::string_view>& texts = text_->evaluate(batch, scratch).texts;
    out.numbers.resize(batch.size());
    for (size_t i = 0; i < batch.size(); ++i) {
      out.numbers[i] = texts[i].empty() ? model::k_no_number : measure_.measure(texts[i]);
    }
  }
  NodePtr text_;
  model::TextProbe measure_;
};

}  // namespace

NodePtr make_probed(Compiler& compiler, const Expression& text, const Measure& measure) {
  const Bindings& bindings = compiler.bindings();
  const rules::Path& path = text.path;
  const auto& requests = bindings.plan.requests;
  if (path.table >= requests.size()) return nullptr;
  const auto& probes = requests[path.table].probes;
  const auto found = std::ranges::find_if(probes, [&](const model::ProbeRequest& request) {
    return request.column == path.column && request.probe.name == measure.probe.name;
  });
  if (found == probes.end()) return nullptr;
  const auto index = static_cast<size_t>(found - probes.begin());
  const auto& taken = bindings.data.tables[path.table].probes;
  const size_t slot = compiler.take_slot();
  Way way(path.outer, path.hops, bindings.data);
  if (measure.probe.type == Type::number) {
    std::span<const int64_t> cells;
    if (index < taken.size()) cells = taken[index].numbers;
    return std::make_unique<Probed<NumberKind>>(slot, std::move(way), cells, model::k_no_number);
  }
  std::span<const uint8_t> cells;
  if (index < taken.size()) cells = taken[index].bools;
  auto node = std::make_unique<Probed<BoolKind>>(slot, std::move(way), cells, uint8_t{0});
  return measure.negated ? make_not(compiler, std::move(node)) : NodePtr(std::move(node));
}

NodePtr make_measured(Compiler& compiler, const Expression& text, const Measure& measure,
                      model::TableIndex table) {
  NodePtr node;
  if (measure.probe.type == Type::number) {
    NodePtr operand = compiler.compile(text, table);
    node = std::make_unique<TextMeasure>(compiler.take_slot(), std::move(operand), measure.probe);
  } else if (text.op == rules::Op::column) {
    const model::Dataset& data = compiler.bindings().data;
    node = std::make_unique<ColumnTest>(
        compiler.take_slot(), Way(text.path.outer, text.path.hops, data),
        column_of(data, text.path.table, text.path.column), measure.probe);
  } else {
    NodePtr operand = compiler.compile(text, table);
    node = std::make_unique<TextTest>(compiler.take_slot(), std::move(operand), measure.probe);
  }
  return measure.negated ? make_not(compiler, std::move(node)) : std::move(node);
}

}  // namespace audit::engine
