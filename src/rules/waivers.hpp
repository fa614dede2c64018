// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "config/files.hpp"
#include "findings/waivers.hpp"
#include "rules/load.hpp"

namespace audit::rules {

/// Reads and checks a waiver file against the rules that are known, enabled or not. Faults, an
/// unknown rule among them, go to `diagnostics`; so do warnings: of a rule that the profile does
/// not enable, and of a record that is waived for rules of several tables.
std::vector<findings::Waiver> read_waivers(const config::Files& files, const std::string& path,
                                           const Settings& settings,
                                           util::Diagnostics& diagnostics);

}  // namespace audit::rules
