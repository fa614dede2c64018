// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "cli/session.hpp"
#include "findings/audit.hpp"

// What `check` shares with the other commands that audit: worklist and case.
namespace audit::cli {

/// The reasons for exit code 3 in words, none if the audit is whole (spec 5, "Exit codes").
std::vector<std::string> shortcomings(const findings::Audit& audit, const Examined& examined,
                                      const rules::Settings& settings, bool strict);

}  // namespace audit::cli
