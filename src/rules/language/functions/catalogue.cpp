// SPDX-License-Identifier: MIT
#include <algorithm>

#include "rules/language/functions/functions.hpp"
#include "util/fatal.hpp"

namespace audit::rules {
namespace {

std::vector<FunctionDoc> all() {
  std::vector<FunctionDoc> rows;
  for (const auto& theme :
       {date_functions(), text_functions(), choice_functions(), aggregate_functions()}) {
    rows.insert(rows.end(), theme.begin(), theme.end());
  }
  return rows;
}

}  // namespace

const std::vector<FunctionDoc>& functions() {
  static const std::vector<FunctionDoc> rows = all();
  return rows;
}

const FunctionDoc* find_function(std::string_view name, bool aggregate) {
  const auto& rows = functions();
  const auto found = std::ranges::find_if(rows, [&](const FunctionDoc& row) {
    return row.name == name && (row.kind == FunctionKind::aggregate) == aggregate;
  });
  return found == rows.end() ? nullptr : &*found;
}

const FunctionDoc& function_doc(FunctionId id) {
  const auto& rows = functions();
  const auto found = std::ranges::find_if(rows, [&](const FunctionDoc& row) {
    return row.function == id &&
           (row.kind == FunctionKind::plain || row.kind == FunctionKind::choice);
  });
  AUDIT_ASSERT(found != rows.end());
  return *found;
}

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const FunctionDoc& row : functions()) names.push_back(row.name);
  return names;
}

}  // namespace audit::rules
