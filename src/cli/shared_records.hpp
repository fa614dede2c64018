// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "rules/load.hpp"

namespace audit::cli {

/// Rules that look at records of several participants, themselves or by a derived column: those
/// about a table that leads to no participant (staff, codes), and those that go from such a record
/// down to others. Each as "rule ID"; none: each participant can be audited alone.
std::vector<std::string> rules_across_participants(const rules::Settings& settings);

}  // namespace audit::cli
