// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/node.hpp"
#include "rules/language/expression.hpp"

namespace audit::rules {

/// What a value is; nothing for no value.
std::optional<model::Type> type_of(const Value& value);

/// "-12.5" as a number of at most four decimal places; nothing where it is none or too large.
std::optional<Number> parse_signed_number(std::string_view text);

/// A value as a rule file writes it: a text that reads as a duration is one.
/// Nothing after reporting an array, a table, or a number that can't be held exactly.
std::optional<Value> read_value(const config::Node& node, util::Diagnostics& diagnostics);

/// A value of a given type: a text stays a text. Nothing after reporting that it is of another.
std::optional<Value> read_value_of(const config::Node& node, model::Type type,
                                   util::Diagnostics& diagnostics);

/// The same from an option's text: "7 days", "3", "2026-01-31", "true", "205".
std::optional<Value> parse_value_of(const std::string& text, model::Type type);

/// As messages and the manual show it: 12.5, 2026-01-31, 5 business days, true, text.
std::string show_value(const Value& value);

/// a == b as the language compares: texts folded.
bool equal_values(const Value& a, const Value& b);

}  // namespace audit::rules
