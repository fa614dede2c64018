// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "cli/session.hpp"
#include "findings/audit.hpp"

// What `check` shares with the other commands that audit: worklist and case.
namespace audit::cli {

findings::Run describe_run(const Setup& setup, const RuleArguments& arguments,
                           const std::string& started_at);

/// The reasons for exit code 3 in words, none if the audit is whole (spec 5, "Exit codes").
std::vector<std::string> shortcomings(const findings::Audit& audit, const model::Dataset& data,
                                      const rules::Settings& settings, bool strict);

}  // namespace audit::cli
