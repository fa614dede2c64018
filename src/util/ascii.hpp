// SPDX-License-Identifier: MIT
#pragma once

// Characters whose class does not depend on a locale.
namespace audit::util {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace audit::util
