// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/keys.hpp"
#include "model/schema.hpp"

namespace audit::config {

/// Starts with a letter; lower-case letters, digits and '_'.
bool is_snake_case(std::string_view name);

/// A word of the rule language's grammar that no column, table or relation may be called.
bool is_reserved(std::string_view name);

/// One of the words that an obligation has of its own: trigger, due, met_on, late_by, status.
bool is_own_word(std::string_view name);

/// The type a schema calls `name`, or nothing. A column is never a duration.
std::optional<model::Type> column_type(std::string_view name);

/// How a schema says that a span is drawn: plain, running, paused or end; or nothing.
std::optional<model::SpanDef::Look> span_look(std::string_view name);

// Checks for Keys rows: empty, or what is wrong.
std::string check_name(const Text& name);
std::string check_column_type(const std::string& name);
std::string check_look(const std::string& name);
std::string check_pattern(const Text& pattern);  ///< an RE2 pattern that compiles within 8 MB

}  // namespace audit::config
