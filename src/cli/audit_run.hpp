// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "cli/outputs.hpp"
#include "cli/session.hpp"
#include "findings/audit.hpp"

// What `check` shares with the other commands that audit: worklist and case.
namespace audit::cli {

/// The reasons for exit code 3 in words, none if the audit is whole (spec 5, "Exit codes").
std::vector<std::string> shortcomings(const findings::Audit& audit, const Examined& examined,
                                      const rules::Settings& settings, bool strict);

/// Some format of the run says which rules were skipped.
bool tells_gaps(const OutputPlan& plan);

/// How many rules were skipped, on standard error; for when no output of the run can say it.
void say_skipped(const findings::Audit& audit);

}  // namespace audit::cli
