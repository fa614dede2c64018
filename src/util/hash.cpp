// SPDX-License-Identifier: MIT
#include "util/hash.hpp"

#include <fmt/format.h>
#include <xxhash.h>

namespace audit::util {

Hash128 hash_128(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

std::string hash_hex(std::string_view bytes) {
  const Hash128 hash = hash_128(bytes);
  return fmt::format("{:016x}{:016x}", hash.high, hash.low);
}

}  // namespace audit::util
