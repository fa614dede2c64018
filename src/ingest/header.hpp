// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "model/schema.hpp"

namespace audit::ingest {

/// How well one row, taken as a header, fits one table.
struct HeaderFit {
  model::TableIndex table = model::k_none;
  uint32_t headers = 0;                       ///< cells that are not empty
  uint32_t mapped = 0;                        ///< of them, columns of the table (each column once)
  uint32_t known = 0;                         ///< others that real reports of the table have
  std::vector<model::ColumnIndex> column_of;  ///< by cell
  std::vector<std::pair<uint32_t, uint32_t>> twice;  ///< cells that are one column
  std::vector<model::ColumnIndex> lacking;           ///< required columns that no cell is

  [[nodiscard]] uint32_t explained() const { return mapped + known; }
  /// Spec 7: at least half of the header and all required columns are explained.
  [[nodiscard]] bool is_candidate() const {
    return mapped > 0 && 2 * explained() >= headers && lacking.empty();
  }
};

/// All tables' headers, folded once.
class HeaderIndex {
 public:
  explicit HeaderIndex(const model::Schema& schema);

  [[nodiscard]] HeaderFit fit(std::span<const std::string> folded, model::TableIndex table) const;

 private:
  struct Headers {
    std::unordered_map<std::string, model::ColumnIndex> columns;
    std::unordered_set<std::string> known;
    std::vector<model::ColumnIndex> required;
    std::vector<model::Extraction> extractions;
  };
  std::vector<Headers> tables_;
};

/// The columns without which a file is not this table: those the schema marks, else its key.
std::vector<model::ColumnIndex> required_columns(const model::TableDef& def);

}  // namespace audit::ingest
