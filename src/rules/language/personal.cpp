// SPDX-License-Identifier: MIT
#include "rules/language/personal.hpp"

namespace audit::rules {
namespace {

/// Whether a call's value is made of its arguments' values.
bool carries(FunctionId function) {
  return function != FunctionId::length && function != FunctionId::words &&
         function != FunctionId::has_words && function != FunctionId::all_words;
}

const Expression* in_arguments(const Expression& expression, size_t first, const Names& names) {
  for (size_t i = first; i < expression.args.size(); ++i) {
    if (const Expression* found = find_personal(expression.args[i], names)) return found;
  }
  return nullptr;
}

}  // namespace

const Expression* find_personal(const Expression& expression, const Names& names) {
  switch (expression.op) {
    case Op::column:
      return names.is_personal(expression.path.table, expression.path.column) ? &expression
                                                                              : nullptr;
    case Op::add_duration:
    case Op::subtract_duration:
      return in_arguments(expression, 0, names);
    case Op::call: {
      if (!carries(expression.function)) return nullptr;
      // Which branch of an `if` was taken is a condition.
      const bool is_if = expression.function == FunctionId::if_else;
      return in_arguments(expression, is_if ? 1 : 0, names);
    }
    case Op::aggregate: {
      const bool shows_value =
          expression.kind == AggregateKind::min || expression.kind == AggregateKind::max ||
          expression.kind == AggregateKind::sum || expression.kind == AggregateKind::list;
      const Selection& selection = expression.selection;
      return shows_value && names.is_personal(selection.table, selection.column) ? &expression
                                                                                 : nullptr;
    }
    default:
      return nullptr;
  }
}

}  // namespace audit::rules
