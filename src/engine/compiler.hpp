// SPDX-License-Identifier: MIT
#pragma once

#include "calendar/calendar.hpp"
#include "engine/node.hpp"
#include "engine/run.hpp"
#include "rules/language/expression.hpp"

namespace audit::engine {

/// What expressions are bound to. All of it outlives the nodes.
struct Bindings {
  const model::Dataset& data;
  const Plan& plan;
  const calendar::Calendar& calendar;
  calendar::Date as_of;
};

/// Makes nodes of expressions. The nodes of one compiler can share one scratch of slots() vectors.
class Compiler {
 public:
  explicit Compiler(const Bindings& bindings) : bindings_(bindings) {}

  /// `table`: whose records the expression is read in.
  NodePtr compile(const rules::Expression& expression, model::TableIndex table);

  [[nodiscard]] const Bindings& bindings() const { return bindings_; }
  [[nodiscard]] size_t slots() const { return slots_; }
  size_t take_slot() { return slots_++; }

 private:
  Bindings bindings_;
  size_t slots_ = 0;
};

/// The column that a path ends in: of a key column, the table's own key, which every record has.
const model::Column& column_of(const model::Dataset& data, model::TableIndex table,
                               model::ColumnIndex column);

}  // namespace audit::engine
