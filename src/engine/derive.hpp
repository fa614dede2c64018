// SPDX-License-Identifier: MIT
#pragma once

#include "engine/run.hpp"

namespace audit::engine {

/// Computes the derived columns that the plan needs, each once, in an order in which each needs
/// only earlier ones, and appends them to their tables; those not needed are there but empty.
void derive(const rules::RuleSet& rules, const Plan& plan, model::Dataset& data,
            const calendar::Calendar& calendar, const RunOptions& options);

}  // namespace audit::engine
