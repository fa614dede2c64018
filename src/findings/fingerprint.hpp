// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace audit::findings {

/// What a finding is known by on another day's export and another machine: XXH3-128, as 32 hex
/// digits (the canonical, big-endian form), over rule, table, key and trigger (YYYY-MM-DD; empty if
/// there is none), joined by U+001F.
std::string fingerprint(std::string_view rule, std::string_view table, std::string_view key,
                        int32_t trigger);

}  // namespace audit::findings
