// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "util/atomic_file.hpp"

namespace audit::cli {

/// A value of a listing; nothing: null, an empty cell.
using ListingValue = std::variant<std::monostate, std::string, uint64_t, double, bool>;

/// A text as a value: nothing where it is empty.
ListingValue text_value(std::string text);

/// A column: its key in CSV and JSON, its head in text. priority: what a narrow terminal leaves out
/// first has the highest; 0 is always shown.
struct ListingColumn {
  std::string key;
  std::string head;
  unsigned priority = 0;
  bool is_rate = false;  ///< 0.8696: in text 86.96 %
};

/// Named values, then rows: what a command has to say, for a person, a spreadsheet or a script.
struct Listing {
  std::string command;             ///< "history new"
  std::vector<std::string> intro;  ///< text only: paragraphs before the table
  std::vector<std::pair<std::string, ListingValue>> facts;  ///< JSON only: what the intro says
  std::vector<ListingColumn> columns;
  std::vector<std::vector<ListingValue>> rows;
  std::string if_empty;  ///< text only: instead of the table
};

/// format: "text", "csv" or "json" ("" is text).
void write_listing(const Listing& listing, const std::string& format, unsigned width,
                   util::Output& out);

}  // namespace audit::cli
