// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace audit::rules {

/// Advice on spellings of other languages (spreadsheets, SQL, programming languages), in any case.
/// Empty where the word is not known.
std::string foreign_function(std::string_view name);  ///< COALESCE → "write `first_present(a, b)`"
std::string foreign_operator(std::string_view word);  ///< between → "write `x >= a and x <= b`"
std::string foreign_value(std::string_view word);     ///< null, today
std::string foreign_unit(std::string_view word);      ///< hours, working

std::string lower_ascii(std::string_view text);

}  // namespace audit::rules
