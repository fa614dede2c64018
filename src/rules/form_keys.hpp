// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/draft.hpp"
#include "rules/typed_rule.hpp"

namespace audit::rules {

/// Which keys make a rule one of the three forms. `signature`: one of them is enough to tell it.
struct FormKeys {
  Form form;
  const char* summary;
  std::vector<std::string> signature;
  std::vector<std::string> required;
  std::vector<std::string> allowed;  ///< further keys; `where` goes with every form
};
const std::vector<FormKeys>& form_keys();

/// The form that the rule's keys say, or nothing after reporting that they say none or several, or
/// that keys are missing or don't belong to it.
std::optional<Form> choose_form(const RuleDraft& rule, util::Diagnostics& diagnostics);

}  // namespace audit::rules
