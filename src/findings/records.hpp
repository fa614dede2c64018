// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/dataset.hpp"

namespace audit::findings {

/// What the reports group by, in this order.
enum class GroupBy : uint8_t { region, office, case_manager, program };
inline constexpr size_t k_group_bys = 4;
inline constexpr std::array<GroupBy, k_group_bys> k_all_group_bys{
    GroupBy::region, GroupBy::office, GroupBy::case_manager, GroupBy::program};
const char* show(GroupBy by);

/// A text cell: its column, and the row's code there. column is nullptr where there is no value.
struct Cell {
  const model::Column* column = nullptr;
  uint32_t code = 0;
  [[nodiscard]] std::string_view text() const {
    return column == nullptr ? std::string_view{} : column->pool->text(code);
  }
};

/// What the reports say of every record of one table beyond its own columns, found by the roles of
/// the schema: whose it is, where it belongs. Looked up once a table, asked once a row.
class Records {
 public:
  Records(const model::Dataset& data, model::TableIndex table);

  [[nodiscard]] std::string_view key(uint32_t row) const { return key_cell(row).text(); }
  /// The key of the record's participant; else its own link to one, though that leads nowhere.
  [[nodiscard]] std::string_view participant(uint32_t row) const {
    return participant_cell(row).text();
  }
  /// The record's own link to an application, also where that is not in the input.
  [[nodiscard]] std::string_view application(uint32_t row) const {
    return application_cell(row).text();
  }
  // The same as cells.
  [[nodiscard]] Cell key_cell(uint32_t row) const;
  [[nodiscard]] Cell participant_cell(uint32_t row) const;
  [[nodiscard]] Cell application_cell(uint32_t row) const;
  /// Its own, else its application's.
  [[nodiscard]] Cell group(GroupBy by, uint32_t row) const;
  /// "Last, First" of the participant.
  [[nodiscard]] std::string participant_name(uint32_t row) const;
  [[nodiscard]] std::string_view file(uint32_t row) const;
  [[nodiscard]] uint32_t line(uint32_t row) const;

  /// Of all cells that these can answer with, each pool once.
  [[nodiscard]] std::vector<std::shared_ptr<model::TextPool>> pools() const;

 private:
  /// How a record leads to the record of a role: it is one itself, or links to one.
  struct Way {
    bool itself = false;
    const model::ParentRows* parent = nullptr;  ///< rows of the role's table
    const model::Column* own = nullptr;         ///< the linking column
    [[nodiscard]] uint32_t row(uint32_t child) const;
  };
  [[nodiscard]] Way way_to(model::TableIndex role) const;

  const model::Dataset* data_;
  model::TableIndex index_;
  const model::Table* table_;
  Way participants_;
  Way applications_;
  std::array<const model::Column*, k_group_bys> own_{};
  std::array<const model::Column*, k_group_bys> of_application_{};
  std::vector<const model::Column*> names_;
};

}  // namespace audit::findings
