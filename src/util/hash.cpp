// SPDX-License-Identifier: MIT
#include "util/hash.hpp"

#include <xxhash.h>

namespace audit::util {

namespace {

constexpr size_t k_half = 16;  // hex digits of one number

void put_hex(uint64_t number, char* at) {
  for (size_t i = k_half; i-- > 0; number >>= 4U) at[i] = "0123456789abcdef"[number & 15U];
}

}  // namespace

Hash128 hash_128(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

std::string hex(Hash128 hash) {
  std::string text(2 * k_half, '0');
  put_hex(hash, text.data());
  return text;
}

void put_hex(Hash128 hash, char* at) {
  put_hex(hash.high, at);
  put_hex(hash.low, at + k_half);
}

std::string hash_hex(std::string_view bytes) { return hex(hash_128(bytes)); }

}  // namespace audit::util
