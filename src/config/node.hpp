// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/date.hpp"
#include "util/diagnostics.hpp"

namespace audit::config {

/// A TOML value with its place. Our own type, so that the TOML library stays behind one source file
/// (toml_document.cpp) and tables keep the order of the file.
struct Node {
  enum class Kind : uint8_t { table, array, text, integer, number, boolean, date };
  struct Entry;

  Kind kind = Kind::table;
  util::Spot spot;  ///< of the value; for a text: of its first byte inside the quotes
  std::string text;
  int64_t integer = 0;
  double number = 0;
  std::string number_text;  ///< a number as written, so that decimals stay exact
  bool boolean = false;
  calendar::Date date;
  std::vector<Node> items;     ///< array
  std::vector<Entry> entries;  ///< table, in the order of the file

  [[nodiscard]] const Node* find(std::string_view key) const;
};

struct Node::Entry {
  std::string key;
  util::Spot spot;  ///< of the key
  Node value;
};

const char* show(
    Node::Kind kind);  ///< "table", "array", "text", "whole number", "number", "bool", "date"

/// The document's root table; nothing after reporting syntax errors (with place). Nesting over 100
/// levels is an error. `file` is the name used in messages.
bool parse_toml(const std::string& file, const std::string& text, Node& root,
                util::Diagnostics& diagnostics);

}  // namespace audit::config
