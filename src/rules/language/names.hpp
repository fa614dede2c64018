// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/schema.hpp"
#include "rules/typed_rule.hpp"

namespace audit::rules {

/// A derived column as far as it is known while derived columns are checked.
struct DerivedName {
  enum class State : uint8_t { pending, checked, broken };
  model::TableIndex table = model::k_none;
  model::ColumnIndex column = model::k_none;
  std::string name;
  model::Type type = model::Type::boolean;
  bool personal = false;
  State state = State::checked;
};

/// What names mean in each table: columns, derived columns, relations, child sets. Keeps a
/// reference to the schema.
class Names {
 public:
  explicit Names(const model::Schema& schema) : schema_(schema) {}
  Names(const model::Schema& schema, const std::vector<DerivedColumn>* derived);

  struct Column {
    model::ColumnIndex index = model::k_none;
    model::Type type = model::Type::boolean;
    const DerivedName* derived = nullptr;  ///< nullptr: of the schema
  };

  [[nodiscard]] const model::Schema& schema() const { return schema_; }
  [[nodiscard]] std::optional<Column> column(model::TableIndex table, std::string_view name) const;
  [[nodiscard]] bool is_personal(model::TableIndex table, model::ColumnIndex column) const;
  [[nodiscard]] std::string column_name(model::TableIndex table, model::ColumnIndex column) const;
  /// Every name that may stand first in a path in this table.
  [[nodiscard]] std::vector<std::string> known(model::TableIndex table) const;
  /// How to say a name that the table itself lacks: of a parent, of a child set; or empty.
  [[nodiscard]] std::string elsewhere(model::TableIndex table, std::string_view name) const;

  size_t add(DerivedName name);  ///< its position
  [[nodiscard]] DerivedName& derived(size_t position) { return derived_[position]; }
  [[nodiscard]] size_t position(const DerivedName& name) const {
    return static_cast<size_t>(&name - derived_.data());
  }

 private:
  const model::Schema& schema_;
  std::vector<DerivedName> derived_;
  std::map<std::pair<model::TableIndex, std::string>, size_t, std::less<>> by_name_;
};

}  // namespace audit::rules
