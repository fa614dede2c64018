// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "model/schema.hpp"
#include "rules/typed_rule.hpp"

namespace audit::rules {

/// Puts expressions into words. Columns keep their names; the words around them say what is meant.
class Wording {
 public:
  Wording(const model::Schema& schema, const RuleSet& rules, model::TableIndex table)
      : schema_(schema), rules_(rules), records_{table} {}

  [[nodiscard]] std::string of(const Expression& expression);
  /// "made_on of its parent's children with (…)"
  [[nodiscard]] std::string of(const Selection& selection, bool with_column = true);

 private:
  std::string negated(const Expression& expression);
  std::string joined(const Expression& expression, const char* word);
  std::string comparison(const Expression& expression);
  std::string membership(const Expression& expression);
  std::string call(const Expression& expression);
  std::string chosen(const Expression& expression);
  std::string aggregate(const Expression& expression);
  std::string all_of(const Expression& expression);
  std::string truth(const Path& path, bool holds);
  std::string columns(const Expression& expression);
  [[nodiscard]] std::string record(const Path& path) const;
  [[nodiscard]] std::string column(const Path& path) const;
  std::string in_child(model::TableIndex table, const Expression& expression);

  const model::Schema& schema_;
  const RuleSet& rules_;
  std::vector<model::TableIndex> records_;
};

/// "child": a record of table children.
std::string singular(const model::Schema& schema, model::TableIndex table);
/// A literal as a reader expects it: texts in quotes.
std::string in_words(const Value& value);

}  // namespace audit::rules
