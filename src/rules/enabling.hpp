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
  /// `pack` is a position in `packs`.
  void list(size_t pack, const std::vector<Pack>& packs);

  /// A profile's enable, then its disable; `ids`: all known rules.
  void apply(const config::ProfileDraft& profile, const std::vector<std::string>& ids,
             util::Diagnostics& diagnostics);

  /// --only and --skip, on what the profile has enabled.
  void restrict_to(const std::vector<std::string>& only, const std::vector<std::string>& skip,
                   const std::vector<std::string>& ids, util::Diagnostics& diagnostics);

  [[nodiscard]] const std::set<std::string>& enabled() const { return enabled_; }

 private:
  std::set<size_t> listed_;
  std::set<std::string> enabled_;
};

}  // namespace audit::rules
