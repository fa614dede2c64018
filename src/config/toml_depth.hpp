// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace audit::config {

inline constexpr size_t k_toml_nesting = 100;  ///< spec 7: beyond, the document is refused

/// Byte offset at which tables and arrays first nest deeper than k_toml_nesting levels, or nothing.
/// Reads brackets, braces and dotted keys only, without recursion: run before the TOML library,
/// which builds and destroys its tree recursively and knows no limit for dotted keys.
std::optional<size_t> find_deep_nesting(std::string_view text);

}  // namespace audit::config
