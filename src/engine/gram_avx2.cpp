// SPDX-License-Identifier: MIT
#include "engine/gram_kernels.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace audit::engine {

#if defined(__x86_64__)
namespace {

constexpr size_t k_half = k_gram_chunk / 2;

struct HalfTables {
  __m256i low[k_gram_bytes];
  __m256i high[k_gram_bytes];
};

__attribute__((target("avx2"))) inline __m256i both_lanes(const GramTables::OfHalf& table) {
  return _mm256_broadcastsi128_si256(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data())));
}

/// Of 32 places.
__attribute__((target("avx2"))) inline uint64_t half(const HalfTables& tables, const char* data,
                                                     uint8_t* buckets) {
  const __m256i low_half = _mm256_set1_epi8(0x0F);
  __m256i fits = _mm256_set1_epi8(-1);
  for (size_t place = 0; place < k_gram_bytes; ++place) {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(data + place));
    const __m256i low = _mm256_and_si256(bytes, low_half);
    const __m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), low_half);
    fits = _mm256_and_si256(fits, _mm256_and_si256(_mm256_shuffle_epi8(tables.low[place], low),
                                                   _mm256_shuffle_epi8(tables.high[place], high)));
  }
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(buckets), fits);
  const __m256i none = _mm256_cmpeq_epi8(fits, _mm256_setzero_si256());
  return ~static_cast<uint32_t>(_mm256_movemask_epi8(none));
}

}  // namespace

__attribute__((target("avx2"))) void grams_avx2(const GramTables& tables, const char* data,
                                                size_t chunks, uint64_t* masks, uint8_t* buckets) {
  HalfTables halves;
  for (size_t place = 0; place < k_gram_bytes; ++place) {
    halves.low[place] = both_lanes(tables.low[place]);
    halves.high[place] = both_lanes(tables.high[place]);
  }
  for (size_t chunk = 0; chunk < chunks; ++chunk) {
    const uint64_t first = half(halves, data, buckets);
    masks[chunk] = first | half(halves, data + k_half, buckets + k_half) << k_half;
    data += k_gram_chunk;
    buckets += k_gram_chunk;
  }
}
#else
void grams_avx2(const GramTables& tables, const char* data, size_t chunks, uint64_t* masks,
                uint8_t* buckets) {
  grams_portable(tables, data, chunks, masks, buckets);
}
#endif

}  // namespace audit::engine
