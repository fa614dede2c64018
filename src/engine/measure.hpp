// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "model/dataset.hpp"
#include "rules/language/expression.hpp"

namespace audit::engine {

/// A test or measure of one text, all else in it being constant: `t matches "…"`, `t in @set`,
/// `t == "…"`, `words(t)`, `t is present`. Over a personal column it can be taken while the text is
/// read, so that the text is never stored; over any other, once per distinct text.
struct Measure {
  model::TextProbe probe;  ///< named by all that it depends on but the text
  bool negated = false;    ///< the expression is the opposite: `!=`, `not in`, `is missing`
};

/// The measure that an expression takes of its first operand, which is a text or identifier.
std::optional<Measure> measure_of(const rules::Expression& expression);

/// The probes that search one column for phrases, put together.
std::vector<model::JointSearch> joint_searches(const std::vector<model::ProbeRequest>& probes);

/// Whether a cell is present: what missing_columns() asks of a personal text column.
model::TextProbe presence_probe();

}  // namespace audit::engine
