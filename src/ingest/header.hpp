// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
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

  /// What the cells of a row are, to fit it to every table: each is looked up once.
  using Words = std::vector<uint32_t>;
  [[nodiscard]] Words words_of(std::span<const std::string> folded) const;

  [[nodiscard]] HeaderFit fit(const Words& words, model::TableIndex table) const;

 private:
  enum class Meaning : uint8_t { other, column, known };
  struct Entry {
    Meaning meaning = Meaning::other;
    model::ColumnIndex column = model::k_none;
  };
  struct Headers {
    size_t columns = 0;          // of the table
    std::vector<Entry> entries;  // by word; shorter where later tables brought more
    std::vector<model::ColumnIndex> required;
    std::vector<model::Extraction> extractions;
  };
  void add(const std::string& header, Entry entry, Headers& headers);

  std::unordered_map<std::string, uint32_t> words_;  // folded headers of all tables
  std::vector<Headers> tables_;
};

/// The columns without which a file is not this table: those the schema marks, else its key.
std::vector<model::ColumnIndex> required_columns(const model::TableDef& def);

}  // namespace audit::ingest
