// SPDX-License-Identifier: MIT
#include "engine/gram_kernels.hpp"

namespace audit::engine {

// One byte after the other: of the state, byte p holds the buckets of which some gram fits up to
// its place p.
void grams_portable(const GramTables& tables, const char* data, size_t chunks, uint64_t* masks,
                    uint8_t* buckets) {
  constexpr size_t k_last = k_gram_bytes - 1;
  const auto* const bytes = reinterpret_cast<const unsigned char*>(data);
  uint32_t state = 0;
  for (size_t at = 0; at < k_last; ++at) state = (state << 8U | 0xFFU) & tables.byte[bytes[at]];
  for (size_t chunk = 0; chunk < chunks; ++chunk) {
    uint64_t mask = 0;
    for (size_t i = 0; i < k_gram_chunk; ++i) {
      const size_t at = chunk * k_gram_chunk + i;
      state = (state << 8U | 0xFFU) & tables.byte[bytes[at + k_last]];
      buckets[at] = static_cast<uint8_t>(state >> (8 * k_last));
      mask |= uint64_t{buckets[at] != 0} << i;
    }
    masks[chunk] = mask;
  }
}

}  // namespace audit::engine
