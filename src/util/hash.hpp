// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace audit::util {

struct Hash128 {
  uint64_t high = 0;
  uint64_t low = 0;
};

/// XXH3-128 of the bytes: what fingerprints and digests are.
Hash128 hash_128(std::string_view bytes);

/// 32 lower-case hex digits: the canonical, big-endian form.
std::string hex(Hash128 hash);

/// The same at `at`, where there must be room for them.
void put_hex(Hash128 hash, char* at);

/// hex(hash_128(bytes)).
std::string hash_hex(std::string_view bytes);

}  // namespace audit::util
