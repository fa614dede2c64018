// SPDX-License-Identifier: MIT
#pragma once

#include "engine/compiler.hpp"
#include "engine/measure.hpp"

namespace audit::engine {

// Makers of nodes, one theme a file; each takes the expressions of the operations that it is named
// after. `table` is the table whose records the expression is read in.

// nodes_values.cpp
NodePtr make_literal(Compiler& compiler, const rules::Value& value, model::Type type);
NodePtr make_column(Compiler& compiler, const rules::Expression& expression);
NodePtr make_parent_present(Compiler& compiler, const rules::Expression& expression);
NodePtr make_own(Compiler& compiler, const rules::Expression& expression);

// nodes_logic.cpp
NodePtr make_and_or(Compiler& compiler, const rules::Expression& expression,
                    model::TableIndex table);
NodePtr make_not(Compiler& compiler, NodePtr operand);
NodePtr make_missing(Compiler& compiler, const rules::Expression& expression,
                     model::TableIndex table);

// nodes_compare.cpp
NodePtr make_comparison(Compiler& compiler, const rules::Expression& expression,
                        model::TableIndex table);
NodePtr make_in_set(Compiler& compiler, const rules::Expression& expression,
                    model::TableIndex table);

// nodes_measure.cpp: tests and measures of one text (measure.hpp)
/// Nothing if the plan did not have the measure taken while the text was read.
NodePtr make_probed(Compiler& compiler, const rules::Expression& text, const Measure& measure);
NodePtr make_measured(Compiler& compiler, const rules::Expression& text, const Measure& measure,
                      model::TableIndex table);

// nodes_text.cpp
NodePtr make_text_pair(Compiler& compiler, const rules::Expression& expression,
                       model::TableIndex table);
NodePtr make_text_function(Compiler& compiler, const rules::Expression& expression,
                           model::TableIndex table);

// nodes_dates.cpp
NodePtr make_arithmetic(Compiler& compiler, const rules::Expression& expression,
                        model::TableIndex table);
NodePtr make_date_function(Compiler& compiler, const rules::Expression& expression,
                           model::TableIndex table);

// nodes_choice.cpp
NodePtr make_choice(Compiler& compiler, const rules::Expression& expression,
                    model::TableIndex table);

// nodes_columns.cpp
NodePtr make_missing_columns(Compiler& compiler, const rules::Expression& expression,
                             model::TableIndex table);

// nodes_aggregate.cpp
NodePtr make_aggregate(Compiler& compiler, const rules::Expression& expression);

}  // namespace audit::engine
