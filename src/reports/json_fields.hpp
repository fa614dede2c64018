// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "reports/json_writer.hpp"

// Fields of the JSON report, a name and a value each.
namespace audit::reports {

inline void text_field(JsonWriter& json, std::string_view name, std::string_view value) {
  json.key(name);
  json.text(value);
}

inline void number_field(JsonWriter& json, std::string_view name, uint64_t value) {
  json.key(name);
  json.number(value);
}

/// "name": [ ... ], each element, by `write(element)`, on a line of its own; `indent` is that of
/// the name.
template <typename Elements, typename Write>
void list_field(JsonWriter& json, unsigned indent, std::string_view name, const Elements& elements,
                const Write& write) {
  json.line(indent);
  json.key(name);
  json.begin_array();
  for (const auto& element : elements) {
    json.line(indent + 2);
    json.begin_object();
    write(element);
    json.end_object();
  }
  if (!elements.empty()) json.line(indent);
  json.end_array();
}

}  // namespace audit::reports
