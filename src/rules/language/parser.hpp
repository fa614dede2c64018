// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rules/language/ast.hpp"
#include "rules/language/faults.hpp"

namespace audit::rules {

/// Nesting beyond this is a fault (spec 7); a flat chain of and, or, arguments is no nesting.
inline constexpr uint32_t k_deepest = 200;
/// A longer expression is a fault (spec 7).
inline constexpr size_t k_longest = 65536;

/// The tree of an expression. Faults are reported; what stands between them (`and`, `or`, `,`) is
/// still parsed, with `bad` nodes where a fault is.
Node parse_expression(const std::string& text, Faults& faults);

/// `path [where expression]`: a selection node even without a where.
Node parse_selection(const std::string& text, Faults& faults);

}  // namespace audit::rules
