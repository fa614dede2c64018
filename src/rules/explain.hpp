// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/schema.hpp"
#include "rules/typed_rule.hpp"

namespace audit::rules {

/// A rule in plain words, for `rules show` and the catalogue page.
struct Explanation {
  /// What is judged, in order: "For each activity that …", "it must hold that …".
  std::vector<std::string> sentences;
  /// The derived columns that occur, those within them too: "activities.is_break" and its meaning.
  std::vector<std::pair<std::string, std::string>> terms;
  /// Every column of the input that is read, "activities.code", sorted.
  std::vector<std::string> columns;
};
Explanation explain(const TypedRule& rule, const model::Schema& schema, const RuleSet& rules);

/// An expression in plain words, read in a record of `table`:
/// "code is one of the planned break codes (001)".
std::string explain(const Expression& expression, model::TableIndex table,
                    const model::Schema& schema, const RuleSet& rules);

}  // namespace audit::rules
