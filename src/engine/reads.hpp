// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "model/dataset.hpp"
#include "rules/typed_rule.hpp"

namespace audit::engine {

/// What expressions read, derived columns followed. Ordered, so that what is made of it is too.
struct Reads {
  using Place = std::pair<model::TableIndex, model::ColumnIndex>;

  std::set<Place> columns;  ///< schema columns whose values or probes decide
  std::set<Place> kept;     ///< those whose values must be stored
  std::set<Place> looked;  ///< columns of missing_columns() and filled(): only if the file has them
  std::map<std::pair<Place, std::string>, model::TextProbe> probes;  ///< by column and probe name
  std::set<model::RelationIndex> relations;
  std::set<model::RelationIndex> children;  ///< of `relations`: those walked from the parent down
  std::set<model::TableIndex> tables;       ///< parents and child sets
  std::set<size_t> derived;                 ///< into RuleSet::derived
};

/// Collects the reads of rules; a derived column is followed once.
class Reader {
 public:
  Reader(const rules::RuleSet& rules, const model::Schema& schema, Reads& reads)
      : rules_(rules), schema_(schema), reads_(reads) {}

  void rule(const rules::TypedRule& rule);
  void expression(const rules::Expression& expression, model::TableIndex table);
  void column(model::TableIndex table, model::ColumnIndex column, bool stored);

 private:
  void selection(const rules::Selection& selection);
  void path(const rules::Path& path, bool stored);
  void looked(const rules::Expression& expression, model::TableIndex table);
  bool probed(const rules::Expression& expression);
  void hops(const std::vector<model::RelationIndex>& hops);
  void parts(const rules::Template& text, model::TableIndex table);

  const rules::RuleSet& rules_;
  const model::Schema& schema_;
  Reads& reads_;
};

}  // namespace audit::engine
