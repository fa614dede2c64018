// SPDX-License-Identifier: MIT
#include "engine/compiler.hpp"

#include "engine/nodes.hpp"
#include "util/fatal.hpp"

namespace audit::engine {

namespace {

using model::Type;
using rules::Expression;
using rules::FunctionId;
using rules::Op;

bool is_text(Type type) { return type == Type::text || type == Type::identifier; }

NodePtr make_call(Compiler& compiler, const Expression& expression, model::TableIndex table) {
  switch (expression.function) {
    case FunctionId::if_else:
    case FunctionId::first_present:
    case FunctionId::min:
    case FunctionId::max:
      return make_choice(compiler, expression, table);
    case FunctionId::digits:
    case FunctionId::extract:
    case FunctionId::format_date:
      return make_text_function(compiler, expression, table);
    case FunctionId::has_words:
      return make_text_pair(compiler, expression, table);
    default:
      return make_date_function(compiler, expression, table);
  }
}

// Whether the expression is one of those that measure_of() can read.
bool may_measure(const Expression& expression) {
  if (expression.args.empty() || !is_text(expression.args[0].type)) return false;
  // Presence of a text needs no test of its own, unless it was probed.
  const bool presence = expression.op == Op::is_missing || expression.op == Op::is_present;
  return !presence || expression.args[0].op == Op::column;
}

NodePtr make_measure(Compiler& compiler, const Expression& expression, model::TableIndex table) {
  if (!may_measure(expression)) return nullptr;
  const std::optional<Measure> measure = measure_of(expression);
  if (!measure) return nullptr;
  const Expression& text = expression.args[0];
  if (text.op == Op::column) {
    if (NodePtr probed = make_probed(compiler, text, *measure)) return probed;
  }
  if (expression.op == Op::is_missing || expression.op == Op::is_present) return nullptr;
  return make_measured(compiler, text, *measure, table);
}

}  // namespace

NodePtr Compiler::compile(const Expression& expression, model::TableIndex table) {
  if (NodePtr measured = make_measure(*this, expression, table)) return measured;
  switch (expression.op) {
    case Op::literal:
      return make_literal(*this, expression.value, expression.type);
    case Op::as_of:
      return make_literal(*this, bindings_.as_of, Type::date);
    case Op::column:
      return make_column(*this, expression);
    case Op::parent_present:
      return make_parent_present(*this, expression);
    case Op::own:
      return make_own(*this, expression);
    case Op::logical_and:
    case Op::logical_or:
      return make_and_or(*this, expression, table);
    case Op::logical_not:
      return make_not(*this, compile(expression.args.at(0), table));
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
      return make_comparison(*this, expression, table);
    case Op::in_set:
    case Op::not_in_set:
      return make_in_set(*this, expression, table);
    case Op::is_missing:
      return make_missing(*this, expression, table);
    case Op::is_present:
      return make_not(*this, make_missing(*this, expression, table));
    case Op::starts_with:
    case Op::contains:
      return make_text_pair(*this, expression, table);
    case Op::add_duration:
    case Op::subtract_duration:
      return make_arithmetic(*this, expression, table);
    case Op::call:
      return make_call(*this, expression, table);
    case Op::missing_columns:
    case Op::filled:
      return make_missing_columns(*this, expression, table);
    case Op::aggregate:
      return make_aggregate(*this, expression);
    case Op::matches:
    case Op::contains_any:
      break;  // always a measure
  }
  AUDIT_ASSERT(!"an operation of the language that the engine does not know");
  return nullptr;
}

}  // namespace audit::engine
