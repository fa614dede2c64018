// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "rules/language/faults.hpp"
#include "rules/language/token.hpp"

namespace audit::rules {

/// The tokens of an expression, the last one an `end`. Misspelt signs (`=`, `<>`, `AND`) are
/// reported and then read as what was meant, so that the parser finds the further faults.
std::vector<Token> tokenise(const std::string& text, Faults& faults);

/// A number with up to four places as the language writes it; nothing if it is none or too large.
std::optional<Number> parse_number(std::string_view text);

}  // namespace audit::rules
