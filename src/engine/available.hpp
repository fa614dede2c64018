// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/run.hpp"
#include "model/schema.hpp"

namespace audit::engine {

/// Answers, from the recognised headers, what the rules can read.
class Availability {
 public:
  Availability(const model::Schema& schema, const Available& available);

  /// Some input, or the bundled file, is this table; or its records are implied by another that is.
  [[nodiscard]] bool has(model::TableIndex table) const { return tables_[table].present; }
  /// The table is there and has the column: by its header, out of another column, or as its key.
  [[nodiscard]] bool has(model::TableIndex table, model::ColumnIndex column) const;
  /// The table is there, though no input is: its records are known by their keys alone.
  [[nodiscard]] bool only_implied(model::TableIndex table) const { return tables_[table].implied; }
  /// Some way of the relation can be followed.
  [[nodiscard]] bool links(model::RelationIndex index) const;
  /// The link columns of the relation that are absent.
  [[nodiscard]] std::vector<model::ColumnIndex> absent_links(model::RelationIndex index) const;
  /// Absent, the column counts as missing: the schema says so; a link column, as long as the table
  /// has another one.
  [[nodiscard]] bool may_lack(model::TableIndex table, model::ColumnIndex column) const;

  /// "activities.created_on (headers looked for: …)", "closures (…)": for a skipped rule's reason.
  [[nodiscard]] std::string describe(model::TableIndex table) const;
  [[nodiscard]] std::string describe(model::TableIndex table, model::ColumnIndex column) const;

 private:
  struct Known {
    bool present = false;
    bool implied = false;
    std::vector<bool> columns;
    std::set<model::ColumnIndex> links;  // identifiers by which its records find parents
  };
  void take_headers(const Available& available);
  void take_extractions();
  void take_link_columns();
  void take_implied();
  [[nodiscard]] bool has_own_columns(model::TableIndex table) const;
  [[nodiscard]] bool follows(const model::LinkWay& way, const model::Relation& relation) const;
  [[nodiscard]] std::string headers(model::TableIndex table, model::ColumnIndex column) const;

  const model::Schema& schema_;
  std::vector<Known> tables_;
};

}  // namespace audit::engine
