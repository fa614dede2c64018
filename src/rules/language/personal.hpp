// SPDX-License-Identifier: MIT
#pragma once

#include "rules/language/expression.hpp"
#include "rules/language/names.hpp"

namespace audit::rules {

/// The part of an expression through which its value is, or is made from, a personal column;
/// nullptr if none. Conditions, lengths, counts of words and numbers of records tell nothing of the
/// value.
const Expression* find_personal(const Expression& expression, const Names& names);

}  // namespace audit::rules
