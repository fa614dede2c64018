// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "rules/typed_rule.hpp"

namespace audit::cli {

/// Where the name of an example contradicts what it expects: "late" with no `late` expected.
/// Empty: nowhere.
std::string contradiction(const rules::Example& example);

/// What a rule's examples leave out: one that violates it, one that complies. Empty: nothing.
std::string missing_side(const rules::TypedRule& rule);

/// A parameter moved by one: "ID.name" and its text, for rules::Options::parameters.
struct MovedParameter {
  std::string option;
  std::string text;
  std::string name;
  bool up = false;
};

/// Both neighbours of a number or duration; a negative one is left out. Nothing for other types.
std::vector<MovedParameter> neighbours(const rules::TypedRule& rule,
                                       const rules::Parameter& parameter);

}  // namespace audit::cli
