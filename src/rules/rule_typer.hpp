// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "rules/draft.hpp"
#include "rules/language/language.hpp"
#include "rules/overrides.hpp"
#include "rules/typed_rule.hpp"

namespace audit::rules {

/// What all rules are checked against.
struct RuleContext {
  const model::Schema& schema;
  const std::vector<DerivedColumn>& derived;
  const Sets& sets;
  const Overrides& overrides;
  calendar::Duration remind;  ///< of rules that don't say
  const Names& names;         ///< of schema and derived columns
};

/// A rule's draft, checked: form chosen, parameters merged, expressions typed. Every fault is
/// reported; nothing if there was one.
std::optional<TypedRule> type_rule(const RuleDraft& draft, const PackHeader& pack,
                                   const RuleContext& context, util::Diagnostics& diagnostics);

}  // namespace audit::rules
