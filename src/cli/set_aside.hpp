// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/session.hpp"
#include "findings/baseline.hpp"
#include "findings/waivers.hpp"

namespace audit::cli {

/// What was settled about violations before this audit: they are reported, marked, and don't count
/// for --fail-on.
struct SetAside {
  std::vector<findings::Waiver> waivers;
  std::optional<findings::Baseline> baseline;
};

/// Reads the waiver file and the baseline; prints every fault and throws Refused.
SetAside read_set_aside(const Setup& setup, const ReportArguments& report);

/// Marks the audit's violations and counts what was marked.
void apply(const SetAside& set_aside, const Setup& setup, findings::Audit& audit);

/// The last day of the reminder window.
calendar::Date remind_until(const rules::Settings& settings, calendar::Date as_of);

}  // namespace audit::cli
