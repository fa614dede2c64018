// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/run.hpp"
#include "findings/case_file.hpp"

namespace audit::engine {

/// The arithmetic behind one obligation, and its texts.
struct Explanation {
  std::string limit;          ///< `within` or `every` for this record; empty: none
  findings::DayCount to_due;  ///< days after the trigger up to the due date
  findings::DayCount late;    ///< late and overdue: days after the due date up to `late_until`
  int32_t late_until = calendar::k_no_date;
  std::string message;
  std::string remedy;
};

/// Explains obligations of `rule` that evaluate() made over the same data, so that the derived
/// columns are there; in their order.
std::vector<Explanation> explain(const rules::TypedRule& rule, const Plan& plan,
                                 const model::Dataset& data, const calendar::Calendar& calendar,
                                 calendar::Date as_of,
                                 std::span<const findings::Obligation> obligations);

}  // namespace audit::engine
