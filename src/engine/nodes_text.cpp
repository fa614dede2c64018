// SPDX-License-Identifier: MIT
#include <re2/re2.h>

#include "engine/nodes.hpp"
#include "engine/patterns.hpp"
#include "engine/words.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::engine {

namespace {

using rules::Expression;
using rules::FunctionId;
using rules::Op;

using PairTest = bool (*)(std::string_view whole, std::string_view part);

/// A test of two texts of which neither is constant.
class TextPair : public Node {
 public:
  TextPair(size_t slot, NodePtr whole, NodePtr part, PairTest test)
      : Node(slot), whole_(std::move(whole)), part_(std::move(part)), test_(test) {}

 private:
  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    const std::vector<std::string_view>& wholes = whole_->evaluate(batch, scratch).texts;
    const std::vector<std::string_view>& parts = part_->evaluate(batch, scratch).texts;
    out.bools.resize(batch.size());
    for (size_t i = 0; i < batch.size(); ++i) {
      const bool holds = !wholes[i].empty() && !parts[i].empty() && test_(wholes[i], parts[i]);
      out.bools[i] = holds ? 1 : 0;
    }
  }
  NodePtr whole_;
  NodePtr part_;
  PairTest test_;
};

bool starts_folded(std::string_view whole, std::string_view part) {
  const std::string folded = util::fold(part);
  return !folded.empty() && util::fold(whole).starts_with(folded);
}

bool contains_folded(std::string_view whole, std::string_view part) {
  const std::string folded = util::fold(part);
  return !folded.empty() && util::fold(whole).find(folded) != std::string::npos;
}

bool starts_exactly(std::string_view whole, std::string_view part) {
  return whole.starts_with(util::trim(part));
}

bool contains_exactly(std::string_view whole, std::string_view part) {
  return whole.find(util::trim(part)) != std::string_view::npos;
}

PairTest pair_test(const Expression& expression) {
  if (expression.op == Op::call) return has_words;
  const bool exact = expression.args[0].type == model::Type::identifier;
  if (expression.op == Op::starts_with) return exact ? starts_exactly : starts_folded;
  return exact ? contains_exactly : contains_folded;
}

class Digits : public Node {
 public:
  Digits(size_t slot, NodePtr text) : Node(slot), text_(std::move(text)) {}

 private:
  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    const std::vector<std::string_view>& texts = text_->evaluate(batch, scratch).texts;
    out.made.reset();
    out.texts.resize(batch.size());
    for (size_t i = 0; i < batch.size(); ++i) {
      std::string& digits = out.made.next();
      append_digits(digits, texts[i]);
      out.texts[i] = digits;
    }
  }
  NodePtr text_;
};

/// The first capture group, as a view of the text that it was found in.
class Extract : public Node {
 public:
  Extract(size_t slot, NodePtr text, std::shared_ptr<const re2::RE2> pattern)
      : Node(slot), text_(std::move(text)), pattern_(std::move(pattern)) {}

 private:
  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    const std::vector<std::string_view>& texts = text_->evaluate(batch, scratch).texts;
    out.texts.assign(batch.size(), {});
    if (pattern_->NumberOfCapturingGroups() == 0) return;
    for (size_t i = 0; i < batch.size(); ++i) {
      if (texts[i].empty()) continue;
      re2::StringPiece group;
      if (!re2::RE2::PartialMatch(texts[i], *pattern_, &group)) continue;
      const std::string_view found(group.data(), group.size());
      if (!util::trim(found).empty()) out.texts[i] = found;
    }
  }
  NodePtr text_;
  std::shared_ptr<const re2::RE2> pattern_;
};

class FormatDate : public Node {
 public:
  FormatDate(size_t slot, NodePtr date, std::string pattern)
      : Node(slot), date_(std::move(date)), pattern_(std::move(pattern)) {}

 private:
  void run(const Batch& batch, Scratch& scratch, Vector& out) const override {
    const std::vector<int32_t>& dates = date_->evaluate(batch, scratch).dates;
    out.made.reset();
    out.texts.assign(batch.size(), {});
    for (size_t i = 0; i < batch.size(); ++i) {
      if (!DateKind::present(dates[i])) continue;
      std::string& text = out.made.next();
      text += calendar::format_date({dates[i]}, pattern_);
      if (!util::trim(text).empty()) out.texts[i] = text;
    }
  }
  NodePtr date_;
  std::string pattern_;
};

// The pattern or format of a function: its second argument, which is constant, else its own value.
std::string constant_of(const Expression& call) {
  const rules::Value& value = call.args.size() > 1 ? call.args[1].value : call.value;
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? std::string{} : *text;
}

}  // namespace

NodePtr make_text_pair(Compiler& compiler, const Expression& expression, model::TableIndex table) {
  NodePtr whole = compiler.compile(expression.args.at(0), table);
  NodePtr part = compiler.compile(expression.args.at(1), table);
  return std::make_unique<TextPair>(compiler.take_slot(), std::move(whole), std::move(part),
                                    pair_test(expression));
}

NodePtr make_text_function(Compiler& compiler, const Expression& expression,
                           model::TableIndex table) {
  NodePtr operand = compiler.compile(expression.args.at(0), table);
  const size_t slot = compiler.take_slot();
  switch (expression.function) {
    case FunctionId::digits:
      return std::make_unique<Digits>(slot, std::move(operand));
    case FunctionId::extract:
      return std::make_unique<Extract>(slot, std::move(operand),
                                       compile_pattern(constant_of(expression), false));
    default:
      AUDIT_ASSERT(expression.function == FunctionId::format_date);
      return std::make_unique<FormatDate>(slot, std::move(operand), constant_of(expression));
  }
}

}  // namespace audit::engine
