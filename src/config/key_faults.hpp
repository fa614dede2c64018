// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/node.hpp"
#include "util/diagnostics.hpp"

namespace audit::config {

struct KeyDoc;

/// A constraint over several keys of a table.
struct KeyGroup {
  enum class Kind : uint8_t { together, exactly_one, at_most_one };
  Kind kind = Kind::together;
  std::vector<std::string> names;
};

/// "unknown key 'requires' in a rule; did you mean 'needs'?", at the key.
void report_unknown_key(const Node::Entry& entry, std::string_view what,
                        const std::vector<std::string>& known, util::Diagnostics& diagnostics);

/// "expected text, got a whole number", at the value.
void report_wrong_type(const Node& node, const std::string& expected,
                       util::Diagnostics& diagnostics);

/// False after reporting, at the table, each required key that it lacks.
bool check_missing_keys(const Node& table, std::string_view what, const std::vector<KeyDoc>& keys,
                        util::Diagnostics& diagnostics);

/// False after reporting that the table's keys break the constraint.
bool check_key_group(const Node& table, std::string_view what, const KeyGroup& group,
                     util::Diagnostics& diagnostics);

/// Reports "unknown <kind> 'name'", with the nearest of `known` as advice.
void report_unknown_name(const util::Spot& spot, std::string_view kind, std::string_view name,
                         const std::vector<std::string>& known, util::Diagnostics& diagnostics);

/// "'a', 'b' or 'c'".
std::string list_names(const std::vector<std::string>& names, std::string_view last_word);

}  // namespace audit::config
