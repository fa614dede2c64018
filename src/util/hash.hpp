// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace audit::util {

/// XXH3-128 of the bytes as 32 hex digits: what fingerprints and digests are.
std::string hash_hex(std::string_view bytes);

}  // namespace audit::util
