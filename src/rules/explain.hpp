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
  /// What is judged, in order: "For each child for which this holds: …", "This must hold: …".
  std::vector<std::string> sentences;
  /// The derived columns that occur, those within them too: "children.is_open" and its meaning.
  std::vector<std::pair<std::string, std::string>> terms;
  /// Every column of the input that is read, "children.made_on", sorted.
  std::vector<std::string> columns;
};
Explanation explain(const TypedRule& rule, const model::Schema& schema, const RuleSet& rules);

/// An expression in plain words, read in a record of `table`:
/// "colour is one of the warm colours ("red")".
std::string explain(const Expression& expression, model::TableIndex table,
                    const model::Schema& schema, const RuleSet& rules);

}  // namespace audit::rules
