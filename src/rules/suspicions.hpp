// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <vector>

#include "rules/pack.hpp"
#include "rules/typed_rule.hpp"

namespace audit::rules {

/// What `rules check` warns of: nothing here is wrong, but each is more often a slip than meant.
/// A rule that no profile uses (`used`: ids of those that some profile does; rules that ship
/// disabled apart), two rules with one condition, a parameter or set that nothing reads, a pattern
/// that matches every text.
void find_suspicions(const std::vector<Pack>& packs, const RuleSet& rules,
                     const std::set<std::string>& used, util::Diagnostics& diagnostics);

}  // namespace audit::rules
