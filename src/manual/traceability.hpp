// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "config/keys.hpp"
#include "util/diagnostics.hpp"

namespace audit::manual {

/// A paragraph of a policy that places a duty on staff.
struct Duty {
  static constexpr const char* k_what = "a duty";
  static const config::Keys<Duty>& keys();

  std::string section;
  std::string words;  ///< The policy's own, a few of them.
  std::vector<config::Text> rules;
  std::string why;  ///< Why data cannot show it, or shows only a part.
  util::Spot spot;
};

struct Policy {
  static constexpr const char* k_what = "a policy";
  static const config::Keys<Policy>& keys();

  std::string title;
  std::vector<Duty> duties;
};

/// rules/traceability.toml: the duties of each policy text, and the rules that check them.
struct Traceability {
  static constexpr const char* k_what = "the traceability table";
  static const config::Keys<Traceability>& keys();

  std::vector<Policy> policies;
};

Traceability read_traceability(const std::string& file, const std::string& text,
                               util::Diagnostics& diagnostics);

/// Reports duties that name neither a rule nor a reason, rules that do not exist, and rules of
/// `bundled` that no duty names. `known` and `bundled` are ids.
void check_traceability(const Traceability& table, const std::string& file,
                        const std::vector<std::string>& known,
                        const std::vector<std::string>& bundled, util::Diagnostics& diagnostics);

/// A Markdown table a policy.
std::string traceability_section(const Traceability& table);

}  // namespace audit::manual
