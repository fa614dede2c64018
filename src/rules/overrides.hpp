// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/profile.hpp"
#include "findings/severity.hpp"
#include "rules/typed_rule.hpp"

namespace audit::rules {

/// Another value for a rule's parameter: from a profile (a TOML value), else from an option (a
/// text).
struct ParameterChange {
  std::string name;
  util::Spot spot;  ///< of the name
  std::optional<config::Node> value;
  std::string option_text;
};

/// What profiles and options change of single rules, in the order in which they apply.
struct Overrides {
  std::map<std::string, std::vector<ParameterChange>> parameters;  ///< by rule id
  std::map<std::string, findings::Severity> severities;            ///< by rule id
};

/// [params] and [severity] of a chain of profiles, then `--param ID.name=value` pairs. `ids`: all
/// known rules; another id is an error with the nearest one.
Overrides read_overrides(const std::vector<config::ProfileFile>& chain,
                         const std::vector<std::pair<std::string, std::string>>& options,
                         const std::vector<std::string>& ids, util::Diagnostics& diagnostics);

/// Applies the changes; an unknown parameter or a value of another type is an error.
void change_parameters(const std::vector<ParameterChange>& changes,
                       std::vector<Parameter>& parameters, util::Diagnostics& diagnostics);

}  // namespace audit::rules
