// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "config/profile.hpp"
#include "rules/pack.hpp"

namespace audit::rules {

/// An id, or a prefix ending in ".*", as profiles, options, suspensions and waivers name rules.
bool names_rule(std::string_view pattern, std::string_view id);

/// Reports a pattern that names none of `ids`. True if it names one.
bool check_pattern_of_rules(const Text& pattern, const std::vector<std::string>& ids,
                            util::Diagnostics& diagnostics);

/// Which packs are listed, and so which rules are on. Each profile of the chain in turn: packs not
/// listed before turn on the rules that don't say `enabled = false`; then its enable, then its
/// disable.
class Enabling {
 public:
  Enabling(const Packs& packs, util::Diagnostics& diagnostics)
      : packs_(packs), diagnostics_(diagnostics) {}

  void list(size_t pack);
  /// `listed`: the packs of the profile, as positions in Packs::list().
  void apply(const config::ProfileDraft& profile, const std::vector<size_t>& listed,
             const std::vector<std::string>& ids);

  /// --only and --skip, on what the profile has enabled.
  void restrict_to(const std::vector<std::string>& only, const std::vector<std::string>& skip,
                   const std::vector<std::string>& ids);

  [[nodiscard]] bool is_enabled(const std::string& id) const { return enabled_.contains(id); }

 private:
  const Packs& packs_;
  util::Diagnostics& diagnostics_;
  std::set<size_t> listed_;
  std::set<std::string> enabled_;
};

}  // namespace audit::rules
